//! What matches: entries by their places, each once, in the order of the places.

use super::rank::Rank;

/// The place of each entry that matches, and how well it does.
pub(super) type Found = Vec<(u32, Rank)>;

/// Adds a match; places only grow, and of several in one entry the best counts.
pub(super) fn note(found: &mut Found, place: usize, rank: Rank) {
    let Ok(place) = u32::try_from(place) else { return };
    match found.last_mut() {
        Some((last, best)) if *last == place => *best = rank.min(*best),
        _ => found.push((place, rank)),
    }
}

/// The places alone.
pub(super) fn places(found: &Found) -> Vec<u32> {
    found.iter().map(|(place, _)| *place).collect()
}

/// What matches one or the other, by the better of both.
pub(super) fn either(one: Found, other: Found) -> Found {
    if one.is_empty() {
        return other;
    } else if other.is_empty() {
        return one;
    }
    let mut all = Found::with_capacity(one.len() + other.len());
    let (mut one, mut other) = (one.into_iter().peekable(), other.into_iter().peekable());
    while let Some((place, rank)) = match (one.peek(), other.peek()) {
        (Some((here, _)), Some((there, _))) if there < here => other.next(),
        (Some(_), _) => one.next(),
        (None, _) => other.next(),
    } {
        note(&mut all, place as usize, rank);
    }
    all
}

/// What matches both, by the worse of both.
pub(super) fn both(one: &Found, other: &Found) -> Found {
    let mut rest = other.iter().peekable();
    let met = one.iter().filter_map(|(place, rank)| {
        while rest.next_if(|(there, _)| there < place).is_some() {}
        rest.next_if(|(there, _)| there == place).map(|(_, other)| (*place, *rank.max(other)))
    });
    met.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::search::rank::Tier;

    fn matches() -> impl Strategy<Value = Found> {
        let rank = |before: usize| Rank::new(Tier::NameInside, before, 0);
        let all = prop::collection::btree_map(0_u32..40, (0_usize..5).prop_map(rank), 0..30);
        all.prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        /// Lists are joined as sets of entries are.
        #[test]
        fn places_are_joined_and_met(one in matches(), other in matches()) {
            let map = |found: &Found| found.iter().copied().collect::<BTreeMap<u32, Rank>>();
            let (first, second) = (map(&one), map(&other));
            let met = first.iter().filter_map(|(place, rank)| Some((*place, *rank.max(second.get(place)?))));
            prop_assert_eq!(both(&one, &other), met.collect::<Found>());
            let mut joined = first.clone();
            for (place, rank) in second {
                joined.entry(place).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
            }
            prop_assert_eq!(either(one, other), joined.into_iter().collect::<Found>());
        }
    }

    #[test]
    fn the_best_match_of_an_entry_counts() {
        let rank = |before| Rank::new(Tier::NameInside, before, 0);
        let mut found = Found::new();
        for (place, before) in [(3, 2), (3, 1), (3, 4), (7, 0)] {
            note(&mut found, place, rank(before));
        }
        assert_eq!(found, [(3, rank(1)), (7, rank(0))]);
        assert_eq!(places(&found), [3, 7]);
    }
}
