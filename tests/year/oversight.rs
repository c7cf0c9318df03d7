//! Oversight, commendations and bulletins: what is done, and what the reports
//! say of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan as _, civil::Date};
use minqing::{
    domain::{
        bulletins::{self, Printing, bulletin_steps},
        calendar, checklists,
        id::RecordId,
        issues::{issues, steps},
        oversight::{
            commendations, findings, honour_steps, honours::Honour, inspections, own_checks, rectifications,
            rectifying::Stage, reminders,
        },
        phases::Period,
        projects::{Progress, milestones, projects as help, results},
        roster::{households, neighbourhoods, residents},
        row::Row,
        team::members,
        visits,
    },
    workbench::{Error, Workbench, facts::Outcomes, overseeing::Drawing, steps::Case},
};

use super::{
    acts::Hand,
    contacts::{self, Stands},
    figures::is_late,
    matters::{Book, Told, says},
    plans::{made, posted},
};

pub(crate) fn inspection(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let ledger = hand.dice.word(&[members::ID, issues::ID, visits::ID, households::ID]);
    let pool = hand.ids(ledger);
    let kind = hand.dice.word(&["topical", "exchange", "announced", "unannounced"]);
    let order = Drawing {
        topic: format!("检查{}", hand.n),
        kind: kind.to_owned(),
        pool,
        told: ledger.to_owned(),
        size: 3,
        seed: Some(format!("{}", hand.n)),
    };
    hand.bench.draw_inspection(&order)?;
    Ok(true)
}

pub(crate) fn finding(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let who = hand.member();
    let inspection = hand.pick(inspections::ID);
    let pairs = [
        ("fact", format!("台账漏记{}", hand.n)),
        ("kind", hand.dice.word(&["absent", "lax", "heedless", "weak"]).to_owned()),
        ("evidence", "看过台账".to_owned()),
        ("day", hand.bench.today().to_string()),
        ("member", if hand.dice.chance(80) { who.to_string() } else { String::new() }),
        ("group", hand.text(70)),
        ("inspection", inspection.map(|id| id.to_string()).unwrap_or_default()),
    ];
    hand.add(findings::ID, &pairs)
}

/// What follows a finding; some of it out of turn, or in the name of another.
pub(crate) fn rectification(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let all = hand.bench.findings()?;
    let Some(found) = hand.dice.one(&all) else { return Ok(false) };
    let next: &[&str] = match found.standing.stage {
        Stage::Found => &["criticism", "criticism", "notice", "statement"],
        Stage::Criticised => &["notice", "notice", "criticism", "recheck"],
        Stage::Notified | Stage::Continued => &["receipt", "receipt", "statement", "recheck"],
        Stage::Reported => &["recheck"],
        Stage::StruckOff => &["notice"],
    };
    let kind = hand.dice.word(next);
    let pairs = [
        ("text", hand.text(5)),
        ("finding", found.finding.id.to_string()),
        ("kind", kind.to_owned()),
        ("day", hand.bench.today().to_string()),
        ("way", "oral".to_owned()),
        ("requirement", hand.text(10)),
        ("deadline", hand.day(1, 30).to_string()),
        ("result", hand.dice.word(&["struck_off", "struck_off", "continued"]).to_owned()),
    ];
    let wanted: &[&str] = match kind {
        "criticism" => &["text", "finding", "kind", "day", "way"],
        "notice" => &["text", "finding", "kind", "day", "requirement", "deadline"],
        "recheck" => &["text", "finding", "kind", "day", "result", "deadline"],
        _ => &["text", "finding", "kind", "day"],
    };
    let pairs: Vec<(&str, String)> = pairs.into_iter().filter(|(key, _)| wanted.contains(key)).collect();
    hand.add(rectifications::ID, &pairs)
}

pub(crate) fn slip(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(finding) = hand.pick(findings::ID) else { return Ok(false) };
    let kind = hand.dice.word(&["supervision", "rectification"]);
    let owner = hand.pick(members::ID).filter(|_| hand.dice.chance(70));
    hand.bench.raise_from_finding(finding, kind, owner)?;
    Ok(true)
}

pub(crate) fn reminder(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let mut slips = hand.bench.cases()?;
    slips.retain(|case| ["supervision", "rectification"].contains(&case.issue.text(issues::KIND)));
    let Some(slip) = hand.dice.one(&slips) else { return Ok(false) };
    let pairs = [
        ("text", hand.text(5)),
        ("issue", slip.issue.id.to_string()),
        ("day", hand.bench.today().to_string()),
    ];
    hand.add(reminders::ID, &pairs)
}

pub(crate) fn commendation(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let who = hand.member();
    let pairs = [
        ("title", format!("提名{}", hand.n)),
        ("member", who.to_string()),
        ("solid", "逐户走访".to_owned()),
        ("outstanding", "夜里到场".to_owned()),
        ("effect", hand.text(10)),
        ("day", hand.bench.today().to_string()),
    ];
    hand.add(commendations::ID, &pairs)
}

pub(crate) fn honour(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let all = hand.bench.honours()?;
    let Some((row, stage)) = hand.dice.one(&all) else { return Ok(false) };
    let next: &[&str] = match stage {
        Honour::Nominated => &["decision", "decision", "publication"],
        Honour::Decided => &["publication", "grant", "withdrawal"],
        Honour::Published => &["grant", "grant", "withdrawal"],
        Honour::Granted => &["withdrawal", "decision"],
        Honour::Withdrawn => &["decision"],
    };
    let pairs = [
        ("text", hand.text(5)),
        ("commendation", row.id.to_string()),
        ("kind", hand.dice.word(next).to_owned()),
        ("day", hand.bench.today().to_string()),
        ("body", hand.text(20)),
    ];
    hand.add(honour_steps::ID, &pairs)
}

pub(crate) fn own_check(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let (who, from) = (hand.bench.member(), hand.bench.today().first_of_month());
    let pairs = [
        ("member", who.to_string()),
        ("from", from.to_string()),
        ("to", hand.bench.today().to_string()),
        ("verdict", hand.dice.word(&["agreed", "disputed"]).to_owned()),
        ("statement", hand.text(50)),
    ];
    hand.add(own_checks::ID, &pairs)
}

pub(crate) fn bulletin(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let drafts: Vec<RecordId> = hand.bench.bulletins()?.iter().map(|issue| issue.bulletin.id).collect();
    if let Some(id) = hand.dice.one(&drafts).filter(|_| hand.dice.chance(50)) {
        let told = hand.dice.word(&["路灯修好了", "居民王桂兰说好", ""]);
        return hand.edit(id, &[("solve", told.to_owned())]);
    }
    let (from, to) = (hand.day(-30, -1), hand.bench.today());
    let title = format!("简报{}", hand.n);
    hand.bench.new_bulletin(&title, from, to)?;
    Ok(true)
}

pub(crate) fn bulletin_step(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let all = hand.bench.bulletins()?;
    let Some(issue) = hand.dice.one(&all) else { return Ok(false) };
    let kind = match issue.printed.printing {
        Printing::Draft => hand.dice.word(&["review", "review", "sign"]),
        Printing::Reviewed => "sign",
        Printing::Signed => "archive",
        Printing::Archived => hand.dice.word(&["archive", "review"]),
    };
    hand.bench.step_bulletin(issue.bulletin.id, kind, "看过")?;
    Ok(true)
}

/// What `report oversight` tells.
pub(crate) fn recount(bench: &Workbench, book: &Book, cases: &[Case]) {
    groups(bench, book, cases);
    outcomes(bench, book, cases);
    leaders(bench, book, cases);
    steps_in_order(bench);
    printed(bench);
}

fn groups(bench: &Workbench, book: &Book, cases: &[Case]) {
    let today = bench.today();
    let all = |ledger: &str| bench.standing(ledger).unwrap();
    let told: BTreeMap<RecordId, _> = bench
        .groups(cases, Period::default())
        .unwrap()
        .into_iter()
        .map(|group| (group.place, group))
        .collect();
    let places = all(neighbourhoods::ID);
    assert_eq!(told.len(), places.len());
    for place in &places {
        let group = &told[&place.id];
        let at = |row: &Row, tag: u16| row.reference(tag) == Some(place.id);
        let own: Vec<&Told> = book.matters().filter(|told| at(&told.row, issues::NEIGHBOURHOOD)).collect();
        let open = own.iter().filter(|told| told.closed_at.is_none()).count();
        let late = own.iter().filter(|told| is_late(bench, cases, told)).count();
        assert_eq!(group.open, (open, late), "{}", bench.name_of(place.id));
        assert_eq!(group.posted.iter().copied().collect::<BTreeSet<_>>(), posted(bench, place));
        let projects: Vec<Row> =
            all(help::ID).into_iter().filter(|row| at(row, help::NEIGHBOURHOOD)).collect();
        let stages = all(milestones::ID);
        let due: Vec<&Row> = stages
            .iter()
            .filter(|row| projects.iter().any(|one| row.reference(milestones::PROJECT) == Some(one.id)))
            .filter(|row| row.date(milestones::PLANNED).is_some_and(|day| day <= today))
            .collect();
        let done =
            due.iter().filter(|row| row.date(milestones::DONE).is_some_and(|day| day <= today)).count();
        assert_eq!(group.planned, (due.len(), done), "{}", bench.name_of(place.id));
        let homes = all(households::ID).iter().filter(|row| at(row, households::NEIGHBOURHOOD)).count();
        assert_eq!(group.visited.1, homes);
        assert!(group.visited.0 <= homes, "more were visited than there are");
        let went = made(bench).iter().any(|visit| {
            let home = visit.reference(visits::HOUSEHOLD).and_then(|id| bench.row(id).unwrap());
            let person = visit.reference(visits::RESIDENT).and_then(|id| bench.row(id).unwrap());
            let of_home = home.and_then(|row| row.reference(households::NEIGHBOURHOOD));
            of_home.or(person.and_then(|row| row.reference(residents::NEIGHBOURHOOD))) == Some(place.id)
        });
        let ticked = all(checklists::ID).iter().any(|row| at(row, checklists::NEIGHBOURHOOD));
        let blank = own.is_empty() && projects.is_empty() && !went && !ticked;
        assert_eq!(group.is_blank, blank, "{}", bench.name_of(place.id));
    }
}

fn outcomes(bench: &Workbench, book: &Book, cases: &[Case]) {
    let (from, to) = (bench.today().checked_sub(90.days()).unwrap(), bench.today());
    let rows = bench.standing(steps::ID).unwrap();
    let within = |day: Date| (from..=to).contains(&day);
    let mut wanted = Outcomes::default();
    for one in bench.help_projects().unwrap().iter().filter(|one| one.progress == Progress::Done) {
        let ends = bench.standing(results::ID).unwrap();
        let own = ends.iter().filter(|row| row.reference(results::PROJECT) == Some(one.project.id));
        let last = own.filter_map(|row| row.date(results::DAY)).max();
        wanted.projects_done += usize::from(last.is_some_and(within));
    }
    for told in book.matters() {
        let case = cases.iter().find(|case| case.issue.id == told.issue).unwrap();
        let at = |row: &Row| row.instant(steps::AT).unwrap_or(row.created);
        let mut own: Vec<&Row> =
            rows.iter().filter(|row| row.reference(steps::ISSUE) == Some(told.issue)).collect();
        own.retain(|row| !told.void.contains(&row.id));
        own.sort_by_key(|row| (at(row), row.created, row.id));
        match contacts::stand(bench, &told.contacts) {
            Stands::InTime(day) if within(day) => wanted.in_time += 1,
            Stands::Late(day) if within(day) => wanted.late += 1,
            Stands::Missing => wanted.unanswered += 1,
            Stands::Waiting | Stands::InTime(_) | Stands::Late(_) => {}
        }
        match told.outcome.as_deref().filter(|_| told.closed_at.is_some_and(|at| within(calendar::day(at)))) {
            Some("solved") => wanted.solved += 1,
            Some("partly_solved") => wanted.partly += 1,
            Some(_) => wanted.explained += 1,
            None => {}
        }
        let again: BTreeSet<RecordId> =
            own.iter().filter(|row| row.text(steps::KIND) == "reopen").map(|row| row.id).collect();
        // Of whoever raised it first: what he said himself, or that he would rather not, which stands.
        let calls: Vec<&&Row> = own
            .iter()
            .filter(|row| {
                let regards: BTreeSet<RecordId> = row.references(steps::REGARDS).collect();
                let named: BTreeSet<RecordId> = row.references(steps::VOICES).collect();
                row.text(steps::KIND) == "callback"
                    && case.standing.closing.is_some_and(|result| regards.contains(&result))
                    && regards.is_superset(&again)
                    && (named.is_empty() || named.contains(&told.issue))
            })
            .collect();
        let rather_not = calls.iter().rfind(|row| row.text(steps::RATING) == "declined");
        let said = calls.iter().rfind(|row| {
            says(row, steps::RATING) && ["in_person", "phone", "written"].contains(&row.text(steps::WAY))
        });
        let call = rather_not.or(said);
        if let Some(call) = call.filter(|call| within(calendar::day(at(call)))) {
            *wanted.ratings.entry(call.text(steps::RATING).to_owned()).or_default() += 1;
        }
    }
    assert_eq!(bench.outcomes(cases, from, to).unwrap(), wanted);
}

fn leaders(bench: &Workbench, book: &Book, cases: &[Case]) {
    let open: Vec<&Told> = book.matters().filter(|told| told.closed_at.is_none()).collect();
    let owner = |told: &Told| cases.iter().find(|case| case.issue.id == told.issue).unwrap().standing.owner;
    let grave = |told: &&&Told| {
        let urgent =
            told.group.iter().any(|id| bench.row(*id).unwrap().unwrap().text(issues::URGENCY) == "danger");
        owner(told).is_none() && (urgent || told.row.text(issues::KIND) == "supervision")
    };
    let wanted: BTreeSet<RecordId> = open.iter().filter(grave).map(|told| told.issue).collect();
    let told: BTreeSet<RecordId> = Workbench::unclaimed(cases).iter().map(|case| case.issue.id).collect();
    assert_eq!(told, wanted, "what nobody has taken");
    for own in bench.leaders_own(cases, Period::default()).unwrap() {
        let count = open.iter().filter(|told| owner(told) == Some(own.leader)).count();
        assert_eq!(own.issues.len(), count, "{}", bench.name_of(own.leader));
    }
}

/// Nothing is struck off, granted or signed that did not come in its order.
fn steps_in_order(bench: &Workbench) {
    let steps = bench.standing(rectifications::ID).unwrap();
    for found in bench.findings().unwrap() {
        let checked = found.finding.reference(findings::MEMBER);
        let finder = bench.signer_of(found.finding.id).unwrap();
        let own: Vec<&Row> = steps
            .iter()
            .filter(|row| row.reference(rectifications::FINDING) == Some(found.finding.id))
            .collect();
        let of = |kind: &str| own.iter().any(|row| row.text(rectifications::KIND) == kind);
        if found.standing.stage == Stage::StruckOff {
            assert!(of("criticism") && of("notice"), "struck off without criticism or notice");
            let ended = own.iter().any(|row| {
                row.text(rectifications::RESULT) == "struck_off"
                    && (checked.is_none() || bench.signer_of(row.id).unwrap() != checked)
            });
            assert!(ended, "struck off by nobody else");
        }
        for said in found.standing.statements.iter().chain(&found.standing.receipts) {
            let is_own = own.iter().any(|row| {
                let signer = bench.signer_of(row.id).unwrap();
                row.text(rectifications::TEXT) == said
                    && signer.is_some()
                    // A group speaks through nobody who found the matter.
                    && if checked.is_none() { signer != finder } else { signer == checked }
            });
            assert!(is_own, "words put into somebody's mouth");
        }
    }
    let taken = bench.standing(honour_steps::ID).unwrap();
    for (row, stage) in bench.honours().unwrap() {
        let of = |kind: &str| {
            taken.iter().any(|step| {
                step.reference(honour_steps::COMMENDATION) == Some(row.id)
                    && step.text(honour_steps::KIND) == kind
                    && (kind != "decision" || says(step, honour_steps::BODY))
            })
        };
        match stage {
            Honour::Nominated => {}
            Honour::Decided | Honour::Withdrawn => assert!(of("decision")),
            Honour::Published => assert!(of("decision") && of("publication")),
            Honour::Granted => {
                assert!(of("decision") && of("publication") && of("grant"));
                let days = |kind: &'static str| {
                    let own = taken.iter().filter(move |step| {
                        step.reference(honour_steps::COMMENDATION) == Some(row.id)
                            && step.text(honour_steps::KIND) == kind
                    });
                    own.filter_map(|step| step.date(honour_steps::DAY))
                };
                let (hung, granted) = (days("publication").min().unwrap(), days("grant").max().unwrap());
                assert!(calendar::days_between(hung, granted) >= 5, "granted on {granted}, hung on {hung}");
            }
        }
    }
}

fn printed(bench: &Workbench) {
    let taken = bench.standing(bulletin_steps::ID).unwrap();
    for issue in bench.bulletins().unwrap() {
        if issue.printed.printing < Printing::Signed {
            continue;
        }
        let now = bulletins::content(&issue.bulletin);
        let reviewed = taken.iter().any(|step| {
            let signer = bench.signer_of(step.id).unwrap();
            step.reference(bulletin_steps::BULLETIN) == Some(issue.bulletin.id)
                && step.text(bulletin_steps::KIND) == "review"
                && step.text(bulletin_steps::CONTENT) == now
                && signer.is_some()
                && signer != Some(issue.bulletin.by)
        });
        assert!(reviewed, "signed without a review by somebody else");
        assert!(issue.number(minqing::domain::wording::Lang::Zh).is_some());
    }
}
