//! Whose rating a callback is (domain.md J10, §4.2 rule 7): the person's own, told
//! by himself, and for himself alone. Whoever does not wish to rate is left in peace.

use std::collections::BTreeMap;

use super::Step;
use crate::domain::{id::RecordId, issues::steps, row::Row, voices::Voice};

/// The key of the rating of whoever does not wish to rate.
pub const DECLINED: &str = "declined";

/// The ways in which somebody tells his own rating; nobody rates by a notice on a wall.
pub const OWN_WAYS: [&str; 3] = ["in_person", "phone", "written"];

/// Whether a callback was to one of those who asked: it names him, or nobody
/// and is on the issue that he raised.
pub fn is_of(voice: &Voice, call: &Row) -> bool {
    let named = call.all(steps::VOICES);
    call.references(steps::VOICES).any(|id| id == voice.id)
        || (named.is_empty() && call.reference(steps::ISSUE).is_none_or(|issue| issue == voice.id))
}

/// The rating of each who was asked back: the last that he told himself, unless
/// he has said that he does not wish to rate.
pub(super) fn of(voices: &[Voice], calls: &[&Step]) -> BTreeMap<RecordId, String> {
    let mut ratings = BTreeMap::new();
    for voice in voices {
        let own = || calls.iter().map(|call| &call.row).filter(|call| is_of(voice, call));
        let told =
            |call: &&Row| !call.text(steps::RATING).is_empty() && OWN_WAYS.contains(&call.text(steps::WAY));
        let rating = if own().any(|call| call.text(steps::RATING) == DECLINED) {
            Some(DECLINED)
        } else {
            own().rfind(told).map(|call| call.text(steps::RATING))
        };
        ratings.extend(rating.map(|rating| (voice.id, rating.to_owned())));
    }
    ratings
}
