//! Marks by which a value is found wherever it lies.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What a mark begins with; eight digits follow.
const BEGINS: &[u8] = b"mk~";

static BEGIN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGINS));

/// The mark of a number.
pub(super) fn mark(number: u64) -> String {
    format!("mk~{number:08}")
}

/// Every mark in some bytes.
pub(super) fn find(bytes: &[u8]) -> impl Iterator<Item = u64> {
    BEGIN.find_iter(bytes).filter_map(|at| {
        let digits = bytes.get(at + BEGINS.len()..at + BEGINS.len() + 8)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    })
}
