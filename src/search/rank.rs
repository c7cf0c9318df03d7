//! How good a match is, as one number.

use std::num::NonZeroU32;

/// Where a word matched; the order of the variants is the order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tier {
    /// The whole name, by characters, pinyin or initials.
    NameWhole,
    /// The name begins with it.
    NameStart,
    /// A whole number: a phone, an issue number.
    TailWhole,
    /// It begins at a later character of the name.
    NameInside,
    /// It fits the name by a reading that nobody uses for it: 单 as dān, 俊 as shùn.
    NameRare,
    /// A number begins or ends with it.
    TailEdge,
    /// An address or a title begins with it.
    TextStart,
    /// It stands in an address, a title, a note.
    TextInside,
    /// It stands inside a number.
    TailInside,
    /// Scattered over the name.
    NameScattered,
    /// Scattered over an address or a title.
    TextScattered,
}

/// What another name than the usual one stands back by.
const OTHER: usize = 128;

/// The rank of a hit: lower is better, equal is as good. One more than its number, so that a
/// rank that may be missing takes no more memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(NonZeroU32);

impl Rank {
    /// Ranks within a tier: by `before`, then by `after`.
    pub(super) fn new(tier: Tier, before: usize, after: usize) -> Self {
        let byte = |distance: usize| u32::try_from(distance.min(255)).unwrap_or(255);
        Self(NonZeroU32::MIN.saturating_add((tier as u32) << 16 | byte(before) << 8 | byte(after)))
    }

    /// Ranks within a tier of names: the usual name goes before others of the same thing.
    pub(super) fn of_name(tier: Tier, is_other: bool, before: usize, after: usize) -> Self {
        Self::new(tier, before.min(OTHER - 1) + if is_other { OTHER } else { 0 }, after)
    }

    /// Whether a number is that of a whole match: of the usual name, or of a number.
    pub(super) fn is_whole(number: u32) -> bool {
        let is_of = |tier: Tier| number >> 16 == tier as u32;
        let is_usual = (number >> 8) & 0xff < u32::try_from(OTHER).unwrap_or(u32::MAX);
        is_of(Tier::TailWhole) || is_of(Tier::NameWhole) && is_usual
    }

    /// The number a caller sorts by.
    pub(super) fn number(self) -> u32 {
        self.0.get() - 1
    }
}
