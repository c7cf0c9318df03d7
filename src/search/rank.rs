//! How good a match is, as one number.

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

/// The rank of a hit: lower is better, equal is as good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u32);

impl Rank {
    /// Ranks within a tier: a usual reading first, then `before`, then `after`.
    pub(super) fn new(tier: Tier, unusual: bool, before: usize, after: usize) -> Self {
        let byte = |distance: usize| u32::try_from(distance.min(255)).unwrap_or(255);
        Self((tier as u32) << 24 | u32::from(unusual) << 16 | byte(before) << 8 | byte(after))
    }

    /// The number a caller sorts by.
    pub(super) fn number(self) -> u32 {
        self.0
    }
}
