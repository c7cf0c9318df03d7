//! Several reports of one matter, handled as one (domain.md E1).
//!
//! A merge is a step on the issue that goes on inside another. What belongs
//! together follows from the set of these steps alone, so that laptops that
//! merged crosswise without knowing agree: all that hang together are one
//! matter, and the one that none of them was merged into another is its head;
//! where there are several such, or none, it is the one registered first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::id::RecordId;

/// Which issues are one matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    heads: BTreeMap<RecordId, RecordId>,
    members: BTreeMap<RecordId, Vec<RecordId>>,
}

impl Merged {
    /// Works it out from merges, each an issue and the one it goes on in; those
    /// that name an unknown issue count for nothing.
    pub fn of(known: &BTreeMap<RecordId, Timestamp>, merges: &BTreeSet<(RecordId, RecordId)>) -> Self {
        let edges: Vec<(RecordId, RecordId)> = merges
            .iter()
            .copied()
            .filter(|(from, into)| from != into && known.contains_key(from) && known.contains_key(into))
            .collect();
        let mut near: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for (from, into) in &edges {
            near.entry(*from).or_default().insert(*into);
            near.entry(*into).or_default().insert(*from);
        }
        let leaves: BTreeSet<RecordId> = edges.iter().map(|(from, _)| *from).collect();
        let mut all = Self::default();
        let mut seen = BTreeSet::new();
        for start in near.keys() {
            let mut group = BTreeSet::new();
            let mut next = vec![*start];
            while let Some(id) = next.pop() {
                if seen.insert(id) {
                    group.insert(id);
                    next.extend(near.get(&id).into_iter().flatten());
                }
            }
            let stays: Vec<RecordId> = group.iter().copied().filter(|id| !leaves.contains(id)).collect();
            let from = if stays.is_empty() { group.iter().copied().collect() } else { stays };
            let Some(head) = from.into_iter().min_by_key(|id| (known.get(id).copied(), *id)) else {
                continue;
            };
            for id in group.iter().filter(|id| **id != head) {
                all.heads.insert(*id, head);
                all.members.entry(head).or_default().push(*id);
            }
        }
        all
    }

    /// The issue that this one goes on in.
    pub fn head_of(&self, id: RecordId) -> Option<RecordId> {
        self.heads.get(&id).copied()
    }

    /// Those that go on in this one, by id.
    pub fn into_head(&self, id: RecordId) -> &[RecordId] {
        self.members.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing was merged.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::id::LedgerTag;

    fn id(n: u8) -> RecordId {
        RecordId::new(LedgerTag::of("issues"), [n; 12])
    }

    fn known(n: u8) -> BTreeMap<RecordId, Timestamp> {
        // The higher the number, the earlier it was registered.
        (0..n).map(|n| (id(n), Timestamp::from_second(1_000 - i64::from(n)).unwrap())).collect()
    }

    fn merged(pairs: &[(u8, u8)]) -> Merged {
        Merged::of(&known(6), &pairs.iter().map(|(from, into)| (id(*from), id(*into))).collect())
    }

    // Shows E1.
    #[test]
    fn the_one_that_others_were_merged_into_goes_on_and_crosswise_the_earlier() {
        assert_eq!(merged(&[(1, 0)]).head_of(id(1)), Some(id(0)));
        assert_eq!(merged(&[(1, 0)]).head_of(id(0)), None);
        let crosswise = merged(&[(1, 0), (0, 1)]);
        assert_eq!((crosswise.head_of(id(0)), crosswise.head_of(id(1))), (Some(id(1)), None));
        let chain = merged(&[(2, 1), (1, 0)]);
        assert_eq!(chain.into_head(id(0)), [id(1), id(2)]);
        let two = merged(&[(2, 1), (2, 0)]);
        assert_eq!((two.head_of(id(0)), two.head_of(id(2))), (Some(id(1)), Some(id(1))));
        assert!(merged(&[(3, 3), (1, 9)]).is_empty());
    }

    proptest! {
        // Shows E1.
        #[test]
        fn every_issue_has_one_head_whatever_was_merged_into_what(
            pairs in prop::collection::vec((0_u8..6, 0_u8..6), 0..12)
        ) {
            let merged = merged(&pairs);
            for n in 0..6 {
                if let Some(head) = merged.head_of(id(n)) {
                    prop_assert_eq!(merged.head_of(head), None);
                    prop_assert!(merged.into_head(head).contains(&id(n)));
                }
                prop_assert!(!merged.into_head(id(n)).contains(&id(n)));
            }
            for (from, into) in pairs {
                let top = |n| merged.head_of(id(n)).unwrap_or(id(n));
                prop_assert_eq!(top(from), top(into));
            }
        }
    }
}
