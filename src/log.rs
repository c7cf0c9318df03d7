//! Commits, causal order, registers and their merge. Knows fields, not meanings.
