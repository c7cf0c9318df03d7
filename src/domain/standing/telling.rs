//! Whether a result was told to those who asked (domain.md E2, E3, §2.1, §3.1).
//!
//! What is explained or not supported is a result only once the person has heard
//! it: the result says how it was told, or a reply of the same day told it. A
//! petition ends with a written opinion that the person has received; from that day
//! on he may ask for a review (信访工作条例 32, 35, 36).

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};

use super::{Recorded, SOLVED};
use crate::domain::{
    calendar, id::RecordId, input, issues::steps, procedure, row::Row, voices::Voice, wording::Wording,
};

/// A result other than solved that nobody was told of.
pub const NOT_TOLD: Wording = Wording::new(
    "结果不是“已解决”的，要对每一位反映人讲清：写明怎么告知的（方式），或者当天先答复（“收到”“知道了”不算讲清）",
    "a result other than solved is told to everybody who asked: say how (way), or reply the same day first; \"received\" explains nothing",
);

/// A petition that is to end without its written opinion.
pub const NOT_IN_WRITING: Wording = Wording::new(
    "信访件要有书面处理意见才能办结：方式选“书面”，告知日期写本人收到的那一天（30 日内可请求复查）",
    "a petition ends with a written opinion: the way is in writing, the day is that of its receipt, from which 30 days for a review run",
);

/// An answer that was given, and whom it reached.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    id: RecordId,
    day: Date,
    whom: BTreeSet<RecordId>,
}

impl Answer {
    /// Those of some replies. That something was received explains nothing.
    pub(super) fn every(replies: &[&Row], voices: &[Voice]) -> Vec<Self> {
        let whom = |reply: &Row| {
            voices.iter().filter(|voice| voice.is_answered_by(reply)).map(|voice| voice.id).collect()
        };
        let explains = replies.iter().filter(|reply| !input::only_acknowledges(reply.text(steps::TEXT)));
        explains.map(|reply| Self { id: reply.id, day: told_on(reply), whom: whom(reply) }).collect()
    }
}

/// Whether what was recorded is a petition, or a review of one.
pub(super) fn is_petition(recorded: &[Recorded]) -> bool {
    recorded.iter().any(Recorded::is_petition)
}

/// What is missing of how a result was told; `None` where it was.
pub(super) fn lacks(
    result: &Row,
    is_petition: bool,
    registered: Date,
    voices: &[Voice],
    answers: &[Answer],
) -> Option<Wording> {
    if is_petition && voices.iter().any(|voice| !voice.is_nameless()) {
        let since = registered..=told_on(result);
        let received = result.date(steps::NOTICED).is_some_and(|day| since.contains(&day));
        return (result.text(steps::WAY) != "written" || !received).then_some(NOT_IN_WRITING);
    }
    if result.text(steps::OUTCOME) == SOLVED {
        return None;
    }
    let named: BTreeSet<RecordId> = result.references(steps::REGARDS).collect();
    let day = told_on(result);
    let with_it: Vec<&Answer> =
        answers.iter().filter(|answer| answer.day >= day && named.contains(&answer.id)).collect();
    let is_told = |voice: &Voice| {
        (procedure::says(result, steps::WAY) && voice.is_reached_by(result))
            || with_it.iter().any(|answer| answer.whom.contains(&voice.id))
    };
    (!voices.iter().all(is_told)).then_some(NOT_TOLD)
}

/// When a result reached whoever asked: the days for a review run from then on.
pub(super) fn received(result: &Row, at: Timestamp) -> Timestamp {
    let day = result.date(steps::NOTICED).and_then(calendar::noon);
    day.filter(|_| result.text(steps::WAY) == "written").map_or(at, |day| day.min(at))
}

/// The day on which something was told.
fn told_on(row: &Row) -> Date {
    calendar::day(row.instant(steps::AT).unwrap_or(row.created))
}
