//! The command face, one file per command.
