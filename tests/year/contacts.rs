//! First contacts, worked out once more from the entries alone: each issue of a
//! matter is owed its own, from its own registration on, by what it was ever
//! recorded as; and nothing that comes later gives more time.

use jiff::{Timestamp, civil::Date};
use minqing::{
    domain::{
        calendar,
        id::RecordId,
        issues::{issues, steps},
        row::Row,
        value::Value,
    },
    workbench::Workbench,
};

use super::{
    matters::{Entries, at, counting, is_nobody, is_to, of_kind, recorded, registered, says},
    reckoning::End,
};

/// A contact that was owed: by when, and when it was.
pub(crate) struct Owed {
    end: End,
    was: Option<Timestamp>,
}

/// How the contacts of a matter stand.
#[derive(PartialEq)]
pub(crate) enum Stands {
    Waiting,
    InTime(Date),
    Late(Date),
    Missing,
}

/// The steps of a matter that tell whoever has to put something right.
pub(crate) struct Tellings {
    pub(crate) told: Option<Timestamp>,
    pub(crate) reported: Option<Timestamp>,
    pub(crate) grave: Option<Timestamp>,
}

type Own<'f, 'a> = dyn Fn(RecordId) -> Vec<&'a Row> + 'f;

impl Tellings {
    pub(crate) fn of(group: &[RecordId], own: &Own<'_, '_>, entries: &Entries<'_>) -> Self {
        let (mut told, mut reported, mut grave) = (None, None, None);
        for id in group {
            let steps = own(*id);
            let counted = counting(entries.all[id].text(issues::KIND), &steps);
            for step in steps.iter().filter(|step| counted.contains(&step.id)) {
                let first = |known: &mut Option<Timestamp>| {
                    *known = Some(known.map_or(at(step), |other| other.min(at(step))));
                };
                let above = ["", "street", "zone", "above"].contains(&step.text(steps::LEVEL));
                match step.text(steps::KIND) {
                    "inform" | "notice" => first(&mut told),
                    "transfer" => {
                        first(&mut told);
                        if above {
                            first(&mut reported);
                        }
                    }
                    "find" => {
                        if says(step, steps::WAY) {
                            first(&mut told);
                        }
                        if step.is(steps::BEYOND) || step.text(steps::SEVERITY) == "major" {
                            first(&mut grave);
                        }
                    }
                    _ => {}
                }
            }
        }
        Self { told, reported, grave }
    }

    pub(crate) fn contacts(
        &self,
        head: &Row,
        group: &[RecordId],
        own: &Own<'_, '_>,
        entries: &Entries<'_>,
    ) -> Vec<Owed> {
        let mut replies: Vec<&Row> = group.iter().flat_map(|id| own(*id)).collect();
        // A petition is told by the written opinion that ends it as well.
        let mut opinions = replies.clone();
        opinions.retain(|step| {
            let told = says(step, steps::OUTCOME) && says(step, steps::TEXT);
            let why = says(step, steps::REASON) && says(step, steps::REMEDY);
            let explained = told && (step.text(steps::OUTCOME) == "solved" || why);
            step.text(steps::KIND) == "resolve" && step.text(steps::WAY) == "written" && explained
        });
        replies.retain(|step| step.text(steps::KIND) == "reply" && says(step, steps::TEXT));
        let mut all = Vec::new();
        for id in group {
            let issue = entries.all[id];
            let mut counts = issue.clone();
            if *id == head.id {
                // Merged, it is as urgent as the most urgent of them.
                let has = |key: &&str| group.iter().any(|id| entries.all[id].text(issues::URGENCY) == *key);
                if let Some(key) = ["danger", "utility"].into_iter().find(has) {
                    counts.values.insert(issues::URGENCY, vec![Value::Choice(key.to_owned())]);
                }
            }
            let kind = issue.text(issues::KIND);
            let mut terms: Vec<&'static str> =
                recorded(&counts, &own(*id)).iter().map(|text| term(&of_kind(kind, text))).collect();
            terms.sort_unstable();
            terms.dedup();
            let first = |more: &[&Row], fits: &dyn Fn(&Row) -> bool| {
                let fit = replies.iter().chain(more).filter(|reply| is_to(reply, issue) && fits(reply));
                fit.map(|reply| at(reply)).min()
            };
            for term in &terms {
                let was = match *term {
                    "hazard_notice" | "violation_notice" | "rectification_notice" => self.told,
                    "petition_inform" | "petition_review" | "petition_recheck" => {
                        first(&opinions, &|reply| is_nobody(issue) || reply.text(steps::WAY) == "written")
                    }
                    _ => first(&[], &|_| true),
                };
                all.push(Owed { end: entries.reckoning.end(term, registered(issue)), was });
            }
            if let Some(from) = self.grave.filter(|_| terms.contains(&"hazard_notice")) {
                all.push(Owed { end: entries.reckoning.end("hazard_notice", from), was: self.reported });
            }
        }
        all
    }
}

/// The term for the first contact of what is recorded so.
fn term(recorded: &str) -> &'static str {
    let parts: Vec<&str> = recorded.split('/').collect();
    match (parts[1], parts[2], parts[0]) {
        ("danger", ..) => "danger",
        ("utility", ..) => "utility",
        (_, "petition", _) => "petition_inform",
        (_, "review", _) => "petition_review",
        (_, "recheck", _) => "petition_recheck",
        (_, "hotline" | "difficult", _) => "contact",
        (_, _, "hazard") => "hazard_notice",
        (_, _, "violation") => "violation_notice",
        (_, _, "rectification") => "rectification_notice",
        (_, _, "supervision") => "supervision_reply",
        _ => "contact",
    }
}

/// How they stand today: one that is missing goes before one that is awaited,
/// and one that was late before those in time.
pub(crate) fn stand(bench: &Workbench, contacts: &[Owed]) -> Stands {
    let is_over = |contact: &Owed, moment: Timestamp| contact.end.is_past(moment);
    let mut stands = Stands::InTime(Date::MIN);
    for contact in contacts {
        stands = match (contact.was, stands) {
            (_, Stands::Missing) => Stands::Missing,
            (None, _) if is_over(contact, bench.now()) => Stands::Missing,
            (None, _) | (Some(_), Stands::Waiting) => Stands::Waiting,
            (Some(was), Stands::Late(day)) if is_over(contact, was) => {
                Stands::Late(day.max(calendar::day(was)))
            }
            (Some(was), Stands::InTime(_)) if is_over(contact, was) => Stands::Late(calendar::day(was)),
            (Some(_), Stands::Late(day)) => Stands::Late(day),
            (Some(was), Stands::InTime(day)) => Stands::InTime(day.max(calendar::day(was))),
        };
    }
    stands
}
