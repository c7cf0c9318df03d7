//! Where every matter stands, worked out once more from the entries alone: the
//! rules are written down here a second time, in their own words, so that one
//! account can be held against the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use minqing::{
    domain::{
        analyses,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        row::Row,
        team::members,
        value::Value,
        voices,
    },
    workbench::Workbench,
};

use super::{
    contacts::{Owed, Tellings},
    reckoning::{Contact, Reckoned, Reckoning},
    told::{self, Agreement},
};

pub(crate) type Ids = BTreeSet<RecordId>;

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
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
    /// Whether its last word is that it was passed on: no answer, no result.
    pub(crate) is_transferred: bool,
    /// Whether it was passed on, and nobody has taken it up again, whatever the person was told.
    pub(crate) is_passed_on: bool,
    /// Whether everybody who can be reached was answered in writing.
    pub(crate) in_writing: bool,
    /// Whether whoever has to put it right was told, or it was reported.
    pub(crate) other_side: bool,
    /// When it was registered, or opened again last.
    pub(crate) since: Timestamp,
    /// Steps that count for nothing: whom it is about took them, or approved them himself.
    pub(crate) void: Ids,
    /// What is still to be asked of an agreement.
    pub(crate) agreement: Agreement,
    /// The first contacts that were owed, and when they were.
    pub(crate) contacts: Vec<Owed>,
    /// When it was found to be major and nobody has reported it.
    pub(crate) unreported: Option<Timestamp>,
    /// As what it was ever recorded, where no lead has put that right.
    pub(crate) recorded: BTreeSet<String>,
    /// When it is due; nothing where it goes on with others, or somebody is heard.
    pub(crate) reckoned: Option<Reckoned>,
}

/// Every matter.
pub(crate) struct Book {
    heads: Vec<Told>,
    /// The issue that each merged one goes on in.
    pub(crate) merged: BTreeMap<RecordId, RecordId>,
    /// How often each issue was opened again.
    pub(crate) reopened: BTreeMap<RecordId, usize>,
}

/// Who took a step: whom it names, and who signed it.
struct Takers<'a> {
    bench: &'a Workbench,
    members: Vec<Row>,
}

impl Takers<'_> {
    /// The members whom issues are about, by the names that they bear.
    fn barred(&self, about: &[&Row]) -> Ids {
        let named: Vec<&str> =
            about.iter().flat_map(|row| row.all(issues::ABOUT)).filter_map(Value::as_text).collect();
        let is_named = |row: &&Row| named.iter().any(|text| text.contains(row.text(members::NAME)));
        self.members.iter().filter(is_named).map(|row| row.id).collect()
    }

    fn is_by(&self, step: &Row, whom: &Ids) -> bool {
        let signer = if whom.is_empty() { None } else { self.bench.signer_of(step.id).unwrap() };
        step.reference(steps::BY).into_iter().chain(signer).any(|by| whom.contains(&by))
    }

    /// Whether whom a matter is about took a step in it; his own word he may say.
    fn is_void(&self, step: &Row, barred: &Ids) -> bool {
        !["statement", "receipt"].contains(&step.text(steps::KIND)) && self.is_by(step, barred)
    }

    /// Whether a step counts for nothing because of who took it: a correction
    /// is a lead's, an extension is not approved by whoever gives it, and only
    /// the side that was checked speaks for itself.
    fn is_uncounted(&self, step: &Row, issue: &Row) -> bool {
        let signer = || self.bench.signer_of(step.id).unwrap();
        let of = |id: Option<RecordId>| self.members.iter().find(|row| Some(row.id) == id);
        match step.text(steps::KIND) {
            "correct" => of(signer()).is_none_or(|row| row.text(members::ROLE) != "lead"),
            "extend" => of(step.reference(steps::BY))
                .is_some_and(|row| row.text(members::NAME) == step.text(steps::APPROVER)),
            "statement" | "receipt" => {
                let side = self.barred(&[issue]);
                !side.is_empty() && signer().is_none_or(|by| !side.contains(&by))
            }
            _ => false,
        }
    }
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

pub(crate) fn at(step: &Row) -> Timestamp {
    step.instant(steps::AT).unwrap_or(step.created)
}

pub(crate) fn regards(step: &Row) -> Ids {
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
        let takers = Takers { bench, members: bench.rows(members::ID).unwrap().to_vec() };
        let merged = merges(&all, &taken, &takers);
        // What was put away later was there.
        let sheets: Ids = bench
            .rows(analyses::ID)
            .unwrap()
            .iter()
            .filter(|row| row.created <= moment && (row.stands() || row.updated > moment))
            .map(|row| row.id)
            .collect();
        let entries = Entries { all, taken, heard, sheets, takers, reckoning: Reckoning::of(bench) };
        let heads: Vec<Told> = entries
            .all
            .values()
            .filter(|issue| !merged.contains_key(&issue.id))
            .map(|issue| {
                let mut group = vec![issue.id];
                group.extend(merged.iter().filter(|(_, head)| **head == issue.id).map(|(id, _)| *id));
                matter(issue, group, &entries)
            })
            .collect();
        let mut reopened: BTreeMap<RecordId, usize> = BTreeMap::new();
        for issue in entries.all.values() {
            let matter = heads.iter().find(|told| told.issue == issue.id);
            // Who must not handle what goes on in another follows from itself alone.
            let own = entries.takers.barred(&[*issue]);
            let is_void = |step: &Row| {
                matter.map_or_else(|| entries.takers.is_void(step, &own), |told| told.void.contains(&step.id))
            };
            let all = entries.of(issue.id);
            let again = all.iter().filter(|step| step.text(steps::KIND) == "reopen" && !is_void(step));
            reopened.insert(issue.id, again.count());
        }
        Self { heads, merged, reopened }
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
fn merges(
    all: &BTreeMap<RecordId, &Row>,
    taken: &[&Row],
    takers: &Takers<'_>,
) -> BTreeMap<RecordId, RecordId> {
    let may = |step: &Row, issue: RecordId| {
        let barred = all.get(&issue).map(|row| takers.barred(&[*row])).unwrap_or_default();
        !takers.is_void(step, &barred)
    };
    let edges: Vec<(RecordId, RecordId)> = taken
        .iter()
        .filter(|step| step.text(steps::KIND) == "merge")
        .filter_map(|step| Some((*step, step.reference(steps::ISSUE)?, step.reference(steps::INTO)?)))
        .filter(|(step, from, into)| may(step, *from) && may(step, *into))
        .map(|(_, from, into)| (from, into))
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

/// What there is at a moment.
pub(crate) struct Entries<'a> {
    pub(crate) all: BTreeMap<RecordId, &'a Row>,
    taken: Vec<&'a Row>,
    heard: Vec<&'a Row>,
    sheets: Ids,
    takers: Takers<'a>,
    pub(crate) reckoning: Reckoning,
}

impl<'a> Entries<'a> {
    fn of(&self, id: RecordId) -> Vec<&'a Row> {
        self.taken.iter().copied().filter(|step| step.reference(steps::ISSUE) == Some(id)).collect()
    }
}

/// As what an issue was ever recorded: `kind/urgency/procedure/group`, each as one
/// of the kind that it is now. What a lead has said to be wrong counts no more.
pub(crate) fn recorded(issue: &Row, own: &[&Row]) -> BTreeSet<String> {
    let wrong: BTreeSet<&str> = own
        .iter()
        .filter(|step| step.text(steps::KIND) == "correct" && says(step, steps::REASON))
        .flat_map(|step| step.all(steps::CORRECTS))
        .filter_map(Value::as_text)
        .collect();
    let is_of_group = ["group", "large_group"].contains(&issue.text(issues::SCALE))
        || issue.text(issues::REFLECTOR) == "representative";
    let now = [issues::KIND, issues::URGENCY, issues::PROCEDURE].map(|tag| issue.text(tag)).join("/");
    let now = format!("{now}/{}", if is_of_group { "group" } else { "" });
    let before = issue.all(issues::RECORDED).iter().filter_map(Value::as_text);
    let before = before.filter(|text| !wrong.contains(text));
    before.map(|text| of_kind(issue.text(issues::KIND), text)).chain([now]).collect()
}

/// What was recorded, as one of this kind: the clocks are those of the kind that it is now.
pub(crate) fn of_kind(kind: &str, recorded: &str) -> String {
    let (_, others) = recorded.split_once('/').unwrap();
    format!("{kind}/{others}")
}

fn matter(issue: &Row, group: Vec<RecordId>, entries: &Entries<'_>) -> Told {
    let about: Vec<&Row> = group.iter().map(|id| entries.all[id]).collect();
    let barred = entries.takers.barred(&about);
    let mut void = Ids::new();
    for id in &group {
        for step in entries.of(*id) {
            if entries.takers.is_void(step, &barred) || entries.takers.is_uncounted(step, entries.all[id]) {
                void.insert(step.id);
            }
        }
    }
    let of = |id: RecordId| -> Vec<&Row> {
        entries.of(id).into_iter().filter(|step| !void.contains(&step.id)).collect()
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
    let heard = entries
        .heard
        .iter()
        .copied()
        .filter(|voice| group.iter().any(|id| voice.reference(voices::ISSUE) == Some(*id)));
    let asked: Vec<&Row> = about.iter().copied().chain(heard).collect();
    let answered = asked.iter().all(|who| replies.iter().any(|reply| is_to(reply, who)));
    let written: Vec<&Row> =
        replies.iter().copied().filter(|reply| reply.text(steps::WAY) == "written").collect();
    let in_writing =
        answered && asked.iter().all(|who| is_nobody(who) || written.iter().any(|reply| is_to(reply, who)));
    let counted = counting(issue.text(issues::KIND), &own);
    let named: Ids = replies.iter().map(|reply| reply.id).collect();
    let recorded = recorded(issue, &own);
    // What concerns a group has its sheet (domain.md E6), also when it is said later to concern one.
    let is_ready = !recorded.iter().any(|text| text.ends_with("/group"))
        || entries.sheets.contains(&analyses::analysis_id(issue.id));
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
            && is_proven(issue.text(issues::KIND), step, &own, &counted, &again)
            && told::is_told(step, &recorded, &asked, &replies, &about)
    });
    let handled: Vec<&Row> = own
        .iter()
        .copied()
        .filter(|step| ["accept", "assign", "transfer"].contains(&step.text(steps::KIND)))
        .filter(|step| counted.contains(&step.id) && !goes_to_whom_it_is_about(&about, step))
        .collect();
    let past: Ids = handled.iter().flat_map(|step| regards(step)).collect();
    let last = handled.iter().max_by_key(|step| (!past.contains(&step.id), at(step), step.created, step.id));
    let is_replied = answered && !replies.is_empty();
    let is_passed_on = last.is_some_and(|step| step.text(steps::KIND) == "transfer");
    let tellings = Tellings::of(&group, &of, entries);
    let contacts = tellings.contacts(issue, &group, &of, entries);
    let other_side = tellings.told.is_some();
    let unreported = tellings.grave.filter(|_| tellings.reported.is_none());
    let since = own.iter().rfind(|step| again.contains(&step.id)).map(|step| at(step));
    let since = since.unwrap_or_else(|| about.iter().map(|row| registered(row)).min().unwrap());
    let contact = Contact { since, answered, in_writing, other_side, unreported };
    let alone = (group.len() == 1).then_some(());
    let reckoned = alone.and_then(|()| entries.reckoning.reckon(issue, &own, &recorded, &contact));
    Told {
        issue: issue.id,
        row: issue.clone(),
        answered,
        outcome: closing.map(|step| step.text(steps::OUTCOME).to_owned()),
        closed_at: closing.map(|step| at(step)),
        level: closing.map(|step| step.text(steps::LEVEL).to_owned()).unwrap_or_default(),
        is_begun: closing.is_some() || is_replied || last.is_some(),
        is_transferred: closing.is_none() && !is_replied && is_passed_on,
        is_passed_on,
        in_writing,
        agreement: Agreement::of(&own, &counted),
        other_side,
        unreported,
        contacts,
        since,
        void,
        recorded,
        reckoned,
        group,
    }
}

/// The fields of whoever asked, on an issue or as a further voice.
fn fields_of(who: &Row) -> (u16, u16, u16) {
    if who.id.ledger() == LedgerTag::of(issues::ID) {
        (issues::FROM, issues::RESIDENT, issues::ANONYMOUS)
    } else {
        (voices::NAME, voices::RESIDENT, voices::ANONYMOUS)
    }
}

/// Whether only what is published reaches somebody for certain.
pub(crate) fn is_nobody(who: &Row) -> bool {
    let (name, resident, anonymous) = fields_of(who);
    who.is(anonymous) || who.text(name).is_empty() && who.reference(resident).is_none()
}

/// Whether a reply reached somebody: by name, on the issue that he raised, or
/// in public where nothing else reaches him. Who left neither name nor contact
/// is reached by nothing that is said to nobody.
pub(crate) fn is_to(reply: &Row, who: &Row) -> bool {
    let (_, _, anonymous) = fields_of(who);
    let is_lost = who.is(anonymous) && !who.is(voices::REACHABLE);
    let way = reply.text(steps::WAY);
    let named: Ids = reply.references(steps::VOICES).collect();
    let meant = named.contains(&who.id) || named.is_empty() && reply.reference(steps::ISSUE) == Some(who.id);
    meant && (!is_lost || ["public", "message"].contains(&way)) || is_nobody(who) && way == "public"
}

fn goes_to_whom_it_is_about(group: &[&Row], step: &Row) -> bool {
    let unit = step.text(steps::UNIT);
    step.text(steps::KIND) == "transfer"
        && group
            .iter()
            .flat_map(|issue| issue.all(issues::ABOUT))
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
        ("hazard", "inform", &[]),
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
    let common = [
        "accept", "assign", "transfer", "reply", "extend", "hear", "correct", "resolve", "callback",
        "reopen", "merge",
    ];
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
pub(crate) fn counting(kind: &str, own: &[&Row]) -> Ids {
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

/// Whether what has to show a result is there.
fn is_proven(kind: &str, result: &Row, own: &[&Row], counted: &Ids, again: &Ids) -> bool {
    let named = regards(result);
    let of = |wanted: &str| -> Vec<&Row> {
        let fits = |step: &&Row| {
            step.text(steps::KIND) == wanted && named.contains(&step.id) && counted.contains(&step.id)
        };
        own.iter().copied().filter(fits).collect()
    };
    let outcome = result.text(steps::OUTCOME);
    let is_told = ["explained", "not_supported"].contains(&outcome);
    let shown: &[&str] = match (kind, outcome) {
        ("dispute", _) if is_told => &[],
        ("dispute", "solved") => &["agree", "perform"],
        ("dispute", _) => &["agree"],
        ("hazard", _) if is_told => &["find"],
        ("hazard", _) => &["find", "recheck"],
        ("violation", _) if is_told => &["establish"],
        ("violation", _) => &["establish", "inform", "transfer"],
        ("rectification", _) if is_told => &["notice", "statement"],
        ("rectification", _) => &["notice", "statement", "receipt", "recheck"],
        _ => &[],
    };
    let is_shown = shown.iter().all(|wanted| {
        let steps = of(wanted);
        if outcome != "solved" || !["recheck", "perform"].contains(wanted) {
            return !steps.is_empty();
        }
        let past: Ids = steps.iter().flat_map(|step| regards(step)).collect();
        let last = steps.iter().max_by_key(|step| (!past.contains(&step.id), at(step), step.id));
        last.is_some_and(|step| step.is(steps::PASSED) && regards(step).is_superset(again))
    });
    let grave = of("find").iter().any(|step| step.is(steps::BEYOND) || step.text(steps::SEVERITY) == "major");
    is_shown && (!grave || !of("transfer").is_empty())
}
