//! The file with which laptops agree: write, open, verify, plan, apply.
