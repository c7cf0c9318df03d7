//! sled behind a guard.
