//! The façade the faces use: open, query, commit, undo, export, import.
