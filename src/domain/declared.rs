//! Ledgers declared as data: the long tail of what a work group writes down
//! (domain.md D5–D9, I1–I5, H1–H6), and whatever a group adds for itself.
//!
//! A file of TOML declares a ledger with the same rows as the core ones have
//! in Rust: list, form, search, import, export, sync and masking follow from
//! them. What is absent on purpose: no field, choice or ledger that speaks of
//! people as risks can be declared (domain.md §4.2 rule 1), and a rule asks for
//! what is missing, it sets nothing.

pub mod rule;
pub mod misdeclared;
mod part;
pub mod check;
pub mod guard;
pub mod read;
pub mod write;
pub mod shipped;
pub mod guess;
pub mod own;

use super::{
    field::{FIRST_FIELD_TAG, Tag},
    wording::Wording,
};

/// A group of ledgers, as the screen lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Wording,
}

/// The first tag of fields that a group adds for itself; those of the program are below.
pub const FIRST_OWN_TAG: Tag = 0x4000;

/// The first tag beyond those of a group's own fields.
const END_OF_OWN_TAGS: Tag = 0xfff0;

/// Whether a field with this tag was added by a group.
pub fn is_own(tag: Tag) -> bool {
    (FIRST_OWN_TAG..END_OF_OWN_TAGS).contains(&tag)
}

/// Whether a field of a ledger that the program brings may have this tag.
pub fn is_shipped_tag(tag: i64) -> bool {
    (i64::from(FIRST_FIELD_TAG)..i64::from(FIRST_OWN_TAG)).contains(&tag)
}

/// The tag of a group's own field: it follows from the ledger and the key, so
/// that two laptops that add the same field agree without asking each other.
/// `attempt` counts the tags before it that were taken.
pub fn own_tag(ledger: &str, key: &str, attempt: u8) -> Tag {
    let mut hasher = blake3::Hasher::new_derive_key("minqing own field tag v1");
    for part in [ledger.as_bytes(), key.as_bytes(), &[attempt]] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let hash = hasher.finalize();
    let [a, b, c, d, ..] = *hash.as_bytes();
    let range = u32::from(END_OF_OWN_TAGS - FIRST_OWN_TAG);
    let place = u32::from_le_bytes([a, b, c, d]) % range;
    FIRST_OWN_TAG + Tag::try_from(place).unwrap_or_default()
}

/// A key for what was given a title only: the title itself where it can be one,
/// otherwise one that follows from it, so that two people who add the same agree.
pub fn key_of(title: &str) -> String {
    let plain = title.trim().to_ascii_lowercase().replace([' ', '-'], "_");
    if part::is_key(&plain) {
        return plain;
    }
    let hash = blake3::derive_key("minqing key of a title v1", title.trim().as_bytes());
    hash.iter().take(5).fold("x".to_owned(), |key, byte| key + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_tag_is_the_same_everywhere_and_never_one_of_the_program() {
        assert_eq!(own_tag("trainings", "place", 0), own_tag("trainings", "place", 0));
        assert_ne!(own_tag("trainings", "place", 0), own_tag("trainings", "place", 1));
        assert_ne!(own_tag("ab", "c", 0), own_tag("a", "bc", 0));
        for n in 0..2_000 {
            let tag = own_tag("trainings", &format!("field_{n}"), 0);
            assert!(is_own(tag) && !is_shipped_tag(i64::from(tag)));
        }
        assert_eq!((key_of("First day"), key_of(" 讲师")), ("first_day".to_owned(), key_of("讲师")));
        assert!(part::is_key(&key_of("讲师")) && key_of("讲师") != key_of("学时"));
        assert!(!is_own(16) && is_shipped_tag(16) && !is_shipped_tag(15));
    }
}
