//! 民情台账 (minqing): the field ledger of a community work group.
//!
//! One laptop, no network, and files that let many such laptops agree. Read
//! the modules in this order; arrows go up the list only, and
//! `tests/architecture.rs` enforces it.

pub mod domain;
pub mod log;
pub mod store;
pub mod bundle;
pub mod search;
pub mod workbench;
pub mod exchange;
pub mod tui;
pub mod cli;
