//! Whether a result was told to those who asked, and what is asked of an
//! agreement, worked out once more.

use jiff::{ToSpan as _, civil::Date};
use minqing::domain::{
    calendar,
    id::LedgerTag,
    issues::{issues, steps},
    row::Row,
    voices,
};

use super::{
    matters::{Ids, at, is_nobody, is_to, regards, registered, says},
    steps::RECEIVED,
};

/// Whether everybody heard of a result what he had to: of a petition in writing,
/// of what was not solved by the result itself or by an answer of that day.
pub(crate) fn is_told(
    result: &Row,
    recorded: &std::collections::BTreeSet<String>,
    asked: &[&Row],
    replies: &[&Row],
    group: &[&Row],
) -> bool {
    let way = result.text(steps::WAY);
    let day = calendar::day(at(result));
    let is_petition = recorded.iter().any(|text| {
        let procedure = text.split('/').nth(2).unwrap();
        ["petition", "review", "recheck"].contains(&procedure)
    });
    if is_petition && !asked.iter().all(|who| is_nobody(who)) {
        let first = group.iter().map(|row| calendar::day(registered(row))).min().unwrap();
        return way == "written"
            && result.date(steps::NOTICED).is_some_and(|received| received >= first && received <= day);
    }
    let named = regards(result);
    result.text(steps::OUTCOME) == "solved"
        || asked.iter().all(|who| {
            let anonymous = if who.id.ledger() == LedgerTag::of(issues::ID) {
                issues::ANONYMOUS
            } else {
                voices::ANONYMOUS
            };
            let is_lost = who.is(anonymous) && !who.is(voices::REACHABLE);
            let by_itself = says(result, steps::WAY) && (!is_lost || ["public", "message"].contains(&way));
            let explains = |reply: &Row| reply.text(steps::TEXT) != RECEIVED;
            let of_the_day = |reply: &&&Row| {
                named.contains(&reply.id) && calendar::day(at(reply)) >= day && explains(reply)
            };
            by_itself || replies.iter().filter(of_the_day).any(|reply| is_to(reply, who))
        })
}

/// What is still to be asked of the last agreement of a dispute, and by when.
pub(crate) struct Agreement {
    /// Whether it was kept.
    pub(crate) asked_on: Option<Date>,
    /// Whether a court is to confirm it.
    pub(crate) confirmed_by: Option<Date>,
}

impl Agreement {
    pub(crate) fn of(own: &[&Row], counted: &Ids) -> Self {
        let of = |kind: &'static str| {
            own.iter().filter(move |step| step.text(steps::KIND) == kind && counted.contains(&step.id))
        };
        let none = Self { asked_on: None, confirmed_by: None };
        let Some(agreed) = of("agree").next_back() else { return none };
        let asked: Vec<&&Row> = of("perform").filter(|step| regards(step).contains(&agreed.id)).collect();
        if asked.iter().any(|step| step.is(steps::PASSED)) {
            return none;
        }
        // It is asked until it was kept: on the day that was named, else a month later.
        let month = |step: &Row| calendar::day(at(step)).checked_add(30.days()).unwrap();
        let named = |step: &Row| step.date(steps::UNTIL).map(|day| day.max(calendar::day(at(step))));
        let mut day = named(agreed).unwrap_or(month(agreed));
        for step in asked {
            match named(step) {
                Some(other) => day = other,
                None if calendar::day(at(step)) >= day => day = month(step),
                None => {}
            }
        }
        Self { asked_on: Some(day), confirmed_by: Some(month(agreed)) }
    }

    /// How many lines it takes on a day that looks so far ahead.
    pub(crate) fn lines(&self, today: Date, until: Date) -> usize {
        usize::from(self.asked_on.is_some_and(|day| day <= until))
            + usize::from(self.confirmed_by.is_some_and(|day| (today..=until).contains(&day)))
    }
}
