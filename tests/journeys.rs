//! A day of two people on two laptops that never met a network, told three
//! times: through the core, through the built program, through the keyboard.
//!
//! Laptop A takes in a roster and a pile of messages; laptop B joins by A's
//! invitation; both edit one phone number and different fields of one
//! resident, tick checklists and answer; they exchange files in both orders
//! and twice, hold the same ledger, see one conflict, settle it on one laptop,
//! and it is gone on both.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::path::{Path, PathBuf};

#[path = "journeys/core.rs"]
mod core;
#[path = "journeys/hostile.rs"]
mod hostile;
#[path = "journeys/program.rs"]
mod program;
#[path = "journeys/screen.rs"]
mod screen;

/// What is taken in: 13 invented people below a merged title.
const ROSTER: &str = "rosters/residents-merged-title.xls";

/// 120 messages with their replies.
const REPLIES: &str = "messages/replies.xlsx";

/// A shared file; in CI it must be there, elsewhere its absence is said.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is absent", path.display());
    eprintln!("skipped: {} is absent", path.display());
    None
}
