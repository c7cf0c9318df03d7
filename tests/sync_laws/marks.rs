//! Marks by which a value is found wherever it lies.

use memchr::memmem;

/// What a mark begins with; eight digits follow.
const BEGINS: &[u8] = b"mk~";

/// The mark of a number.
pub(super) fn mark(number: u64) -> String {
    format!("mk~{number:08}")
}

/// Every mark in some bytes.
pub(super) fn find(bytes: &[u8]) -> impl Iterator<Item = u64> {
    memmem::find_iter(bytes, BEGINS).filter_map(|at| {
        let digits = bytes.get(at + BEGINS.len()..at + BEGINS.len() + 8)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    })
}
