//! The day through the keyboard.
