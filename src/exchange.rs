//! Sheets in and out.
