//! Where every matter stands, worked out once more from the entries alone: the
//! rules are written down here a second time, in their own words, so that one
//! account can be held against the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use minqing::{
    domain::{
        analyses,
        id::RecordId,
        issues::{issues, steps},
        row::Row,
        value::Value,
        voices,
    },
    workbench::Workbench,
};

type Ids = BTreeSet<RecordId>;

/// A matter: an issue with those that go on in it.
pub(crate) struct Told {
    pub(crate) issue: RecordId,
    pub(crate) row: Row,
    /// All issues that are this matter.
    pub(crate) group: Vec<RecordId>,
    /// Whether everybody who asked was answered.
    pub(crate) answered: bool,
    pub(crate) outcome: Option<String>,
    pub(crate) closed_at: Option<Timestamp>,
    /// Where it was brought to its end.
    pub(crate) level: String,
    /// Whether anybody has taken it up, passed it on or answered.
    pub(crate) is_begun: bool,
    pub(crate) is_transferred: bool,
}

/// Every matter.
pub(crate) struct Book {
    heads: Vec<Told>,
    /// The issue that each merged one goes on in.
    pub(crate) merged: BTreeMap<RecordId, RecordId>,
}

pub(crate) fn registered(issue: &Row) -> Timestamp {
    issue.instant(issues::REGISTERED).unwrap_or(issue.created)
}

/// Whether something is said there.
pub(crate) fn says(row: &Row, tag: u16) -> bool {
    match row.one(tag) {
        Some(Value::Text(text) | Value::Choice(text)) => !text.trim().is_empty(),
        Some(_) => true,
        None => false,
    }
}

fn at(step: &Row) -> Timestamp {
    step.instant(steps::AT).unwrap_or(step.created)
}

fn regards(step: &Row) -> Ids {
    step.references(steps::REGARDS).collect()
}

impl Book {
    /// As it stood at a moment.
    pub(crate) fn at(bench: &Workbench, moment: Timestamp) -> Self {
        let rows = bench.rows(issues::ID).unwrap();
        let all: BTreeMap<RecordId, &Row> =
            rows.iter().filter(|row| registered(row) <= moment).map(|row| (row.id, row)).collect();
        let steps = bench.rows(steps::ID).unwrap();
        let mut taken: Vec<&Row> = steps.iter().filter(|step| step.stands() && at(step) <= moment).collect();
        taken.sort_by_key(|step| (at(step), step.created, step.id));
        let voices = bench.rows(voices::ID).unwrap();
        let heard: Vec<&Row> = voices
            .iter()
            .filter(|voice| voice.stands() && voice.instant(voices::AT).unwrap_or(voice.created) <= moment)
            .collect();
        let merged = merges(&all, &taken);
        let sheets: Ids = bench.standing(analyses::ID).unwrap().iter().map(|row| row.id).collect();
        let heads = all
            .values()
            .filter(|issue| !merged.contains_key(&issue.id))
            .map(|issue| {
                let mut group = vec![issue.id];
                group.extend(merged.iter().filter(|(_, head)| **head == issue.id).map(|(id, _)| *id));
                matter(issue, group, &all, &taken, &heard, &sheets)
            })
            .collect();
        Self { heads, merged }
    }

    pub(crate) fn matters(&self) -> impl Iterator<Item = &Told> {
        self.heads.iter()
    }

    pub(crate) fn of(&self, issue: RecordId) -> &Told {
        let head = self.merged.get(&issue).copied().unwrap_or(issue);
        self.heads.iter().find(|told| told.issue == head).unwrap()
    }
}

/// Which issue goes on in which: all that hang together are one matter.
fn merges(all: &BTreeMap<RecordId, &Row>, taken: &[&Row]) -> BTreeMap<RecordId, RecordId> {
    let edges: Vec<(RecordId, RecordId)> = taken
        .iter()
        .filter(|step| step.text(steps::KIND) == "merge")
        .filter_map(|step| Some((step.reference(steps::ISSUE)?, step.reference(steps::INTO)?)))
        .filter(|(from, into)| from != into)
        .filter(|(from, into)| {
            let kind = |id| all.get(id).map(|row| row.text(issues::KIND));
            kind(from).is_some() && kind(from) == kind(into)
        })
        .collect();
    let mut label: BTreeMap<RecordId, RecordId> = all.keys().map(|id| (*id, *id)).collect();
    loop {
        let before = label.clone();
        for (from, into) in &edges {
            let least = label[from].min(label[into]);
            label.insert(*from, least);
            label.insert(*into, least);
        }
        if label == before {
            break;
        }
    }
    let left: Ids = edges.iter().map(|(from, _)| *from).collect();
    let mut heads = BTreeMap::new();
    for name in label.values().copied().collect::<Ids>() {
        let group: Vec<RecordId> =
            label.iter().filter(|(_, other)| **other == name).map(|(id, _)| *id).collect();
        let stays: Vec<RecordId> = group.iter().copied().filter(|id| !left.contains(id)).collect();
        let from = if stays.is_empty() { &group } else { &stays };
        let head = *from.iter().min_by_key(|id| (registered(all[*id]), **id)).unwrap();
        heads.extend(group.into_iter().filter(|id| *id != head).map(|id| (id, head)));
    }
    heads
}

fn matter(
    issue: &Row,
    group: Vec<RecordId>,
    all: &BTreeMap<RecordId, &Row>,
    taken: &[&Row],
    heard: &[&Row],
    sheets: &Ids,
) -> Told {
    let of = |id: RecordId| -> Vec<&Row> {
        taken.iter().copied().filter(|step| step.reference(steps::ISSUE) == Some(id)).collect()
    };
    let reopened = |id| -> Ids {
        of(id).iter().filter(|step| step.text(steps::KIND) == "reopen").map(|step| step.id).collect()
    };
    let own = of(issue.id);
    let again = reopened(issue.id);
    // Answers that came after everything that was opened again.
    let mut replies: Vec<&Row> = Vec::new();
    for id in &group {
        let wanted: Ids = again.union(&reopened(*id)).copied().collect();
        let said = of(*id).into_iter().filter(|step| step.text(steps::KIND) == "reply");
        replies.extend(said.filter(|step| says(step, steps::TEXT) && regards(step).is_superset(&wanted)));
    }
    let asked: Vec<&Row> = group
        .iter()
        .map(|id| all[id])
        .chain(
            heard
                .iter()
                .copied()
                .filter(|voice| group.iter().any(|id| voice.reference(voices::ISSUE) == Some(*id))),
        )
        .collect();
    let answered = asked.iter().all(|who| replies.iter().any(|reply| is_to(reply, who)));
    let counted = counting(issue.text(issues::KIND), &own);
    let named: Ids = replies.iter().map(|reply| reply.id).collect();
    // What concerns a group has its sheet (domain.md E6).
    let is_ready = issue.text(issues::SCALE) != "group" || sheets.contains(&analyses::analysis_id(issue.id));
    let closing = own.iter().rfind(|step| {
        step.text(steps::KIND) == "resolve"
            && answered
            && is_ready
            && says(step, steps::TEXT)
            && says(step, steps::OUTCOME)
            && (step.text(steps::OUTCOME) == "solved"
                || says(step, steps::REASON) && says(step, steps::REMEDY))
            && regards(step).is_superset(&again)
            && !regards(step).is_disjoint(&named)
            && (step.text(steps::OUTCOME) != "solved"
                || is_proven(issue.text(issues::KIND), step, &own, &counted, &again))
    });
    let handled: Vec<&Row> = own
        .iter()
        .copied()
        .filter(|step| ["accept", "assign", "transfer"].contains(&step.text(steps::KIND)))
        .filter(|step| counted.contains(&step.id) && !goes_to_whom_it_is_about(issue, step))
        .collect();
    let past: Ids = handled.iter().flat_map(|step| regards(step)).collect();
    let last = handled.iter().max_by_key(|step| (!past.contains(&step.id), at(step), step.created, step.id));
    let is_replied = answered && !replies.is_empty();
    Told {
        issue: issue.id,
        row: issue.clone(),
        group,
        answered,
        outcome: closing.map(|step| step.text(steps::OUTCOME).to_owned()),
        closed_at: closing.map(|step| at(step)),
        level: closing.map(|step| step.text(steps::LEVEL).to_owned()).unwrap_or_default(),
        is_begun: closing.is_some() || is_replied || last.is_some(),
        is_transferred: closing.is_none()
            && !is_replied
            && last.is_some_and(|step| step.text(steps::KIND) == "transfer"),
    }
}

/// Whether a reply reached somebody: by name, on the issue that he raised, or
/// in public where nothing else reaches him.
fn is_to(reply: &Row, who: &Row) -> bool {
    let is_issue = who.id.ledger() == minqing::domain::id::LedgerTag::of(issues::ID);
    let (name, resident, anonymous) = if is_issue {
        (issues::FROM, issues::RESIDENT, issues::ANONYMOUS)
    } else {
        (voices::NAME, voices::RESIDENT, voices::ANONYMOUS)
    };
    let nobody = who.is(anonymous) || who.text(name).is_empty() && who.reference(resident).is_none();
    let named: Ids = reply.references(steps::VOICES).collect();
    named.contains(&who.id)
        || named.is_empty() && reply.reference(steps::ISSUE) == Some(who.id)
        || nobody && reply.text(steps::WAY) == "public"
}

fn goes_to_whom_it_is_about(issue: &Row, step: &Row) -> bool {
    let unit = step.text(steps::UNIT);
    step.text(steps::KIND) == "transfer"
        && issue
            .all(issues::ABOUT)
            .iter()
            .filter_map(Value::as_text)
            .any(|about| !unit.is_empty() && (about.contains(unit) || unit.contains(about)))
}

/// The steps of single kinds of issue, and what must have come before each.
fn order(kind: &str, step: &str) -> Option<&'static [&'static str]> {
    let special: &[(&str, &str, &[&str])] = &[
        ("dispute", "mediate", &[]),
        ("dispute", "decline", &[]),
        ("dispute", "agree", &["mediate"]),
        ("dispute", "perform", &["agree"]),
        ("hazard", "find", &[]),
        ("hazard", "recheck", &["find"]),
        ("violation", "establish", &[]),
        ("violation", "inform", &["establish"]),
        ("violation", "transfer", &["establish"]),
        ("supervision", "urge", &[]),
        ("rectification", "notice", &[]),
        ("rectification", "statement", &["notice"]),
        ("rectification", "receipt", &["notice"]),
        ("rectification", "recheck", &["receipt"]),
    ];
    let common =
        ["accept", "assign", "transfer", "reply", "extend", "resolve", "callback", "reopen", "merge"];
    let found = special.iter().find(|(of, which, _)| (*of, *which) == (kind, step));
    found.map(|(_, _, before)| *before).or_else(|| common.contains(&step).then_some(&[][..]))
}

fn is_whole(step: &Row) -> bool {
    let wanted: &[u16] = match step.text(steps::KIND) {
        "decline" => &[steps::REMEDY],
        "agree" | "mediate" | "statement" | "receipt" | "urge" => &[steps::TEXT],
        "perform" | "recheck" => &[steps::PASSED],
        "find" => &[steps::SEVERITY, steps::PART, steps::UNTIL],
        "establish" => &[steps::PART, steps::TEXT, steps::BASIS],
        "inform" => &[steps::WAY, steps::TEXT],
        "notice" => &[steps::TEXT, steps::DEMAND, steps::UNTIL],
        "assign" => &[steps::OWNER],
        "transfer" if ["street", "zone", "above"].contains(&step.text(steps::LEVEL)) => {
            &[steps::UNIT, steps::DONE]
        }
        "transfer" => &[steps::UNIT],
        _ => &[],
    };
    let goes_on = step.text(steps::KIND) == "recheck" && !step.is(steps::PASSED);
    wanted.iter().all(|tag| says(step, *tag)) && (!goes_on || says(step, steps::UNTIL))
}

/// The steps that were taken in their turn.
fn counting(kind: &str, own: &[&Row]) -> Ids {
    let fit: Vec<&Row> = own
        .iter()
        .copied()
        .filter(|step| order(kind, step.text(steps::KIND)).is_some() && is_whole(step))
        .collect();
    let declined: Vec<&&Row> = fit.iter().filter(|step| step.text(steps::KIND) == "decline").collect();
    let is_over = |step: &Row| {
        ["mediate", "agree"].contains(&step.text(steps::KIND))
            && declined.iter().any(|end| {
                regards(step).contains(&end.id) || at(end) <= at(step) && !regards(end).contains(&step.id)
            })
    };
    let mut counted = Ids::new();
    loop {
        let before = counted.len();
        for step in fit.iter().filter(|step| !is_over(step)) {
            let wanted = order(kind, step.text(steps::KIND)).unwrap_or(&[]);
            let has = |wanted: &&str| {
                fit.iter().any(|one| {
                    one.text(steps::KIND) == *wanted
                        && regards(step).contains(&one.id)
                        && counted.contains(&one.id)
                })
            };
            if wanted.iter().all(has) {
                counted.insert(step.id);
            }
        }
        if counted.len() == before {
            return counted;
        }
    }
}

/// Whether what has to show that something was solved is there.
fn is_proven(kind: &str, result: &Row, own: &[&Row], counted: &Ids, again: &Ids) -> bool {
    let named = regards(result);
    let of = |wanted: &str| -> Vec<&Row> {
        let fits = |step: &&Row| {
            step.text(steps::KIND) == wanted && named.contains(&step.id) && counted.contains(&step.id)
        };
        own.iter().copied().filter(fits).collect()
    };
    let shown: &[&str] = match kind {
        "hazard" => &["find", "recheck"],
        "violation" => &["establish", "inform"],
        "rectification" => &["notice", "statement", "receipt", "recheck"],
        _ => &[],
    };
    let is_shown = shown.iter().all(|wanted| {
        let steps = of(wanted);
        if *wanted != "recheck" {
            return !steps.is_empty();
        }
        let past: Ids = steps.iter().flat_map(|step| regards(step)).collect();
        let last = steps.iter().max_by_key(|step| (!past.contains(&step.id), at(step), step.id));
        last.is_some_and(|step| step.is(steps::PASSED) && regards(step).is_superset(again))
    });
    let grave = of("find").iter().any(|step| step.is(steps::BEYOND) || step.text(steps::SEVERITY) == "major");
    is_shown && (!grave || !of("transfer").is_empty())
}
