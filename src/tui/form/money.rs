//! What a source of money has to say before money of it comes in, told beside its
//! fields rather than when the money is there (domain.md F1–F3).

use super::Form;
use crate::domain::{
    field::Tag,
    funds::funds,
    wording::{Lang, Wording},
};

/// Each field with what needs it.
const NEEDED: [(Tag, Wording); 5] = [
    (
        funds::DECISION,
        Wording::new(
            "居民自筹：到账前必填，或选决议记录",
            "residents' money: first this, or the record below",
        ),
    ),
    (
        funds::DECISION_RECORD,
        Wording::new("居民自筹：选一条，或填会议决议", "residents' money: first this, or the decision above"),
    ),
    (
        funds::CONSENT,
        Wording::new("企业赞助：到账前必填，如 11-22", "an enterprise's money: first this, such as 11-22"),
    ),
    (funds::CONSENT_PAPER, Wording::new("企业赞助：到账前必填", "an enterprise's money: first this")),
    (funds::APPROVAL, Wording::new("财政补助：到账前必填", "fiscal money: first this")),
];

impl Form {
    /// Says beside the fields of a source what its money needs.
    pub(super) fn tell_of_money(&mut self, ledger: &str, lang: Lang) {
        if ledger != funds::ID {
            return;
        }
        for (tag, told) in NEEDED {
            if let Some(entry) = self.entries.iter_mut().find(|entry| entry.field.tag == tag) {
                told.get(lang).clone_into(&mut entry.hint);
            }
        }
    }
}
