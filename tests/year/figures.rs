//! Every figure of the day and of the reports, counted anew from the entries
//! and held against what the program says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Time},
};
use minqing::{
    domain::{
        calendar,
        consent::{Purpose, Said, consents},
        deadlines::Clock,
        figures::{self, Board, Grassroots, Monthly},
        id::RecordId,
        informers,
        issues::{issues, steps},
        roster::residents,
        row::Row,
        standing::Status,
        team::members,
        visits,
        wording::Lang,
    },
    tui::Session,
    workbench::{Workbench, agenda::Section, steps::Case},
};

use super::{
    almanac, help,
    matters::{Book, Told, registered, says},
    oversight, plans,
    reckoning::End,
    report::Recount,
};

/// Counts again, without asking what the program derived.
pub(crate) fn recount(bench: &Workbench) -> Recount {
    let book = Book::at(bench, bench.now());
    let cases = bench.cases().unwrap();
    for case in &cases {
        compare(bench, &book, case);
    }
    let open = || book.matters().filter(|told| told.closed_at.is_none());
    let overdue = open().filter(|told| is_late(bench, &cases, told)).count();
    let status = bench.status().unwrap();
    assert_eq!(
        (status.closed, status.overdue, status.unanswered),
        (book.matters().count() - open().count(), overdue, open().filter(|told| !told.answered).count()),
        "figures are not what the entries say"
    );
    for ledger in bench.catalog().iter() {
        let standing = bench.rows(&ledger.id).unwrap().iter().filter(|row| row.stands()).count();
        assert_eq!(status.counts.get(&ledger.id), Some(&standing), "{}", ledger.id);
    }
    people(bench, &book);
    day(bench, &book, &cases);
    months(bench);
    plans::recount(bench, &book);
    help::recount(bench, &book);
    oversight::recount(bench, &book, &cases);
    Recount {
        matters: book.matters().count(),
        reckoned: book.matters().filter(|told| told.reckoned.is_some()).count(),
    }
}

/// The ends of a matter: of the first contact, and of the result. Where it goes
/// on with others, or somebody is heard, they are those that the program tells.
fn ends(cases: &[Case], told: &Told) -> (Option<End>, End) {
    if let Some(reckoned) = &told.reckoned {
        return (reckoned.contact.filter(|_| told.closed_at.is_none()), reckoned.result);
    }
    let case = cases.iter().find(|case| case.issue.id == told.issue).unwrap();
    told_ends(case)
}

/// The same as the program tells them.
fn told_ends(case: &Case) -> (Option<End>, End) {
    let running = &case.standing.running;
    let second = |clock: &Clock| clock.at.map(Timestamp::as_second);
    let contact = running.contact.as_ref();
    (
        contact.map(|clock| End { day: almanac::of(clock.day), second: second(clock) }),
        End { day: almanac::of(case.standing.due), second: running.result.as_ref().and_then(second) },
    )
}

/// Whether an open matter is past one of its two ends: of the first contact, or of the result.
pub(crate) fn is_late(bench: &Workbench, cases: &[Case], told: &Told) -> bool {
    let (contact, result) = ends(cases, told);
    told.closed_at.is_none() && contact.into_iter().chain([result]).any(|end| end.is_past(bench.now()))
}

/// Whether somebody is still owed his first contact, by what the matter was ever recorded as.
fn owes_contact(told: &Told) -> bool {
    told.closed_at.is_none()
        && told.recorded.iter().any(|text| {
            let parts: Vec<&str> = text.split('/').collect();
            match (parts[1], parts[2], told.row.text(issues::KIND)) {
                ("danger" | "utility", ..) => !told.answered,
                (_, "petition", _) => !told.in_writing,
                (_, "review" | "recheck", _) => false,
                (_, "hotline" | "difficult", _) | (_, _, "dispute") => !told.answered,
                (_, _, "hazard") => !told.other_side || told.unreported.is_some(),
                (_, _, "violation" | "rectification") => !told.other_side,
                _ => !told.answered,
            }
        })
}

fn compare(bench: &Workbench, book: &Book, case: &Case) {
    let (told, standing) = (book.of(case.issue.id), &case.standing);
    let number = case.issue.text(issues::NUMBER);
    assert!(case.issue.stands(), "an issue is gone");
    assert_eq!(standing.merged_into, book.merged.get(&case.issue.id).copied(), "{number}");
    assert_eq!(standing.answered, told.answered, "{number}");
    assert_eq!(standing.outcome, told.outcome, "{number}");
    assert_eq!(standing.closed_at, told.closed_at, "{number}");
    if told.issue == case.issue.id {
        assert_eq!(standing.status > Status::Registered, told.is_begun, "{number}");
        assert_eq!(standing.status == Status::Transferred, told.is_transferred, "{number}");
        assert_eq!(standing.passed_on, told.is_passed_on, "{number}");
    }
    // Of what was merged the first contact is owed by the parts as well.
    if told.group.len() == 1 {
        let contact = standing.running.contact.as_ref();
        assert_eq!(contact.is_some(), owes_contact(told), "{number}: {:?}", told.recorded);
        // A report is owed from the day on which it was found to be needed.
        let since = |clock: &Clock| match told.unreported {
            Some(grave) if clock.term.key == "hazard_notice" => clock.start == grave,
            Some(_) | None => clock.start == told.since,
        };
        assert!(contact.is_none_or(since), "{number}");
    }
    if told.reckoned.is_some() && told.issue == case.issue.id {
        assert_eq!(told_ends(case), ends(&[], told), "when {number} is due: {:?}", told.recorded);
    }
    if !standing.is_closed() {
        return;
    }
    // No issue is closed without reply and result (domain.md E2, E3).
    let rows = bench.standing(steps::ID).unwrap();
    let of_matter = |row: &&Row| {
        row.reference(steps::ISSUE).is_some_and(|issue| told.group.contains(&issue))
            && !told.void.contains(&row.id)
    };
    let kinds =
        |kind: &'static str| rows.iter().filter(of_matter).filter(move |row| row.text(steps::KIND) == kind);
    assert!(kinds("reply").next().is_some(), "{number} is closed without a reply");
    let whole = |row: &Row| {
        says(row, steps::OUTCOME)
            && says(row, steps::TEXT)
            && (row.text(steps::OUTCOME) == "solved" || says(row, steps::REASON) && says(row, steps::REMEDY))
    };
    assert!(kinds("resolve").any(whole), "{number} is closed without a result that is explained");
}

fn people(bench: &Workbench, book: &Book) {
    // Who is called a petitioner has something open; nobody else is.
    let waiting = plans::waiting(bench, book);
    for visit in bench.rows(visits::ID).unwrap().iter().filter(|visit| visit.stands()) {
        if visit.text(visits::CATEGORY) == visits::PETITIONER {
            let who = visit.reference(visits::RESIDENT);
            assert!(who.is_some_and(|person| waiting.contains_key(&person)), "a label that stayed");
        }
    }
    // A consent stands only where the last words of the person are one.
    let words = bench.standing(consents::ID).unwrap();
    for person in bench.rows(residents::ID).unwrap().iter() {
        let own: Vec<&Row> = words
            .iter()
            .filter(|row| row.reference(consents::RESIDENT) == Some(person.id))
            .filter(|row| row.text(consents::PURPOSE) == Purpose::WeChat.key())
            .filter(|row| {
                let grown = person.date(residents::BORN).is_none_or(|born| {
                    row.date(consents::DAY).is_some_and(|day| day >= born.checked_add(14.years()).unwrap())
                });
                row.text(consents::SAID) != Said::Given.key() || grown || says(row, consents::GUARDIAN)
            })
            .collect();
        let past: BTreeSet<RecordId> = own.iter().flat_map(|row| row.references(consents::REGARDS)).collect();
        let mut last = own.iter().filter(|row| !past.contains(&row.id)).peekable();
        let given = last.peek().is_some() && last.all(|row| row.text(consents::SAID) == Said::Given.key());
        assert_eq!(bench.may(person.id, Purpose::WeChat).unwrap(), given, "{}", bench.name_of(person.id));
        assert!(given || person.text(residents::WECHAT).is_empty(), "shown without consent");
    }
}

/// 今日: who must be answered, what was promised, what waits for a result.
fn day(bench: &Workbench, book: &Book, cases: &[Case]) {
    let today = bench.today();
    let agenda = bench.agenda(7).unwrap();
    let until = today.checked_add(7.days()).unwrap();
    let of = |section: Section| -> BTreeSet<RecordId> {
        agenda.of(section).filter_map(|item| item.record).collect()
    };
    let open: Vec<&Told> = book.matters().filter(|told| told.closed_at.is_none()).collect();
    let unanswered: BTreeSet<RecordId> =
        open.iter().filter(|told| !told.answered).map(|told| told.issue).collect();
    assert_eq!(of(Section::Answers), unanswered, "who must be answered");
    // Material that nobody signed is to be handed on: those who keep the register
    // are told, but for what names them.
    let own = bench.existing(bench.member()).unwrap();
    let keeps = ["lead", "overseer"].contains(&own.text(members::ROLE));
    let apart = bench.standing(informers::ID).unwrap();
    let apart = apart.iter().filter(|row| keeps && row.text(informers::ABOUT) != own.text(members::NAME));
    assert_eq!(agenda.of(Section::Answers).count(), unanswered.len() + apart.count());
    let due = |told: &Told| ends(cases, told).1.day;
    let (results, slips) = (of(Section::Results), of(Section::Slips));
    let is_slip = |told: &Told| ["supervision", "rectification"].contains(&told.row.text(issues::KIND));
    for told in &open {
        let is_told = if is_slip(told) {
            slips.contains(&told.issue)
        } else {
            !told.answered || results.contains(&told.issue)
        };
        assert!(due(told) > almanac::of(until) || is_told, "a result is due and not told");
    }
    assert!(results.iter().all(|issue| open.iter().any(|told| told.issue == *issue)));
    let rows = bench.standing(steps::ID).unwrap();
    let promised: BTreeMap<RecordId, Date> = open
        .iter()
        .filter(|told| told.answered)
        .filter_map(|told| {
            let own = rows.iter().filter(|row| row.reference(steps::ISSUE) == Some(told.issue));
            let replies = own.filter(|row| row.text(steps::KIND) == "reply" && !told.void.contains(&row.id));
            let last = replies.max_by_key(|row| (row.instant(steps::AT), row.created, row.id))?;
            Some((told.issue, last.date(steps::PROMISED).filter(|day| *day <= until)?))
        })
        .collect();
    let told: BTreeMap<RecordId, Date> =
        agenda.of(Section::Promises).filter_map(|item| Some((item.record?, item.day))).collect();
    assert_eq!(told, promised, "what was promised");
}

/// The last moment of a day.
fn end_of(day: Date) -> Timestamp {
    let next = calendar::moment(day.tomorrow().unwrap().to_datetime(Time::midnight())).unwrap();
    next.checked_sub(1.milliseconds()).unwrap()
}

/// The six figures of the month so far and of the month before, the batch, and the hot topics.
fn months(bench: &Workbench) {
    let this = bench.today().first_of_month();
    let last = this.yesterday().unwrap();
    for (from, to) in [(this, bench.today()), (last.first_of_month(), last)] {
        let (first, then) = (bench.facts_at(from.yesterday().unwrap()).unwrap(), bench.facts_at(to).unwrap());
        let before = Book::at(bench, end_of(from.yesterday().unwrap()).min(bench.now()));
        let now = Book::at(bench, end_of(to).min(bench.now()));
        assert_eq!(Monthly::count(&first, &then), month(&before, &now), "{from} to {to}");
        let batch = |told: &&Told| (from..=to).contains(&calendar::day(registered(&told.row)));
        let of = |fits: &dyn Fn(&Told) -> bool| now.matters().filter(batch).filter(|told| fits(told)).count();
        let wanted = Board {
            registered: of(&|_| true),
            done: of(&is_solved),
            working: of(&|told| told.closed_at.is_none()),
            told: of(&|told| told.closed_at.is_some() && !is_solved(told)),
        };
        assert_eq!(Board::count(&then, from, to), wanted, "{from} to {to}");
        let here = |told: &Told| ["neighbourhood", "community"].contains(&told.level.as_str());
        let wanted = Grassroots {
            solved: of(&is_solved),
            here: of(&|told| is_solved(told) && here(told)),
            above: of(&|told| is_solved(told) && !here(told) && !told.level.is_empty()),
            untold: of(&|told| is_solved(told) && told.level.is_empty()),
        };
        assert_eq!(Grassroots::count(&then, from, to), wanted, "{from} to {to}");
        let mut counts: BTreeMap<(String, Option<RecordId>, Date), (usize, usize)> = BTreeMap::new();
        for told in now.matters().filter(batch) {
            let class = told.row.text(issues::CATEGORY).trim().to_owned();
            let place = told.row.reference(issues::NEIGHBOURHOOD);
            let month = calendar::day(registered(&told.row)).first_of_month();
            let count = counts.entry((class, place, month)).or_default();
            count.0 += 1;
            count.1 += usize::from(told.closed_at.is_none());
        }
        let spots = figures::hotspots(&then, from, to);
        let told: BTreeMap<_, _> = spots
            .into_iter()
            .map(|spot| ((spot.class, spot.neighbourhood, spot.month), (spot.matters, spot.open)))
            .collect();
        assert_eq!(told, counts, "hot topics from {from} to {to}");
    }
}

pub(crate) fn is_solved(told: &Told) -> bool {
    matches!(told.outcome.as_deref(), Some("solved" | "partly_solved"))
}

/// Where an issue is: not known yet, open, ended, or counted with another.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Nowhere,
    Open,
    Ended,
    Merged,
}

fn place(book: &Book, issue: RecordId) -> Place {
    if book.merged.contains_key(&issue) {
        return Place::Merged;
    }
    match book.matters().find(|told| told.issue == issue) {
        None => Place::Nowhere,
        Some(told) if told.closed_at.is_some() => Place::Ended,
        Some(_) => Place::Open,
    }
}

/// Counts what happened: an issue lies on the table when it was open before,
/// comes in, is opened again or taken apart; each time it leaves the table by a
/// result or by a merge, or lies there still.
fn month(before: &Book, now: &Book) -> Monthly {
    let mut month = Monthly {
        open_before: before.matters().filter(|told| told.closed_at.is_none()).count(),
        ..Monthly::default()
    };
    for (issue, times) in &now.reopened {
        let (was, is) = (place(before, *issue), place(now, *issue));
        let again = times.saturating_sub(before.reopened.get(issue).copied().unwrap_or(0));
        let mut laid = again;
        laid += usize::from(was == Place::Open || was == Place::Nowhere);
        if was == Place::Merged && is != Place::Merged {
            laid += 1;
            month.reopened += 1;
        }
        let left_by_merge = is == Place::Merged && was != Place::Merged && laid > 0;
        let there = usize::from(is == Place::Open) + usize::from(left_by_merge);
        let ended = laid.saturating_sub(there);
        // What lies there without having been laid there lost what its result rested on.
        month.reopened += again + there.saturating_sub(laid);
        month.registered_total += 1;
        month.registered += usize::from(was == Place::Nowhere);
        month.merged += usize::from(left_by_merge);
        month.closed.all += ended;
        let told = now.matters().find(|told| told.issue == *issue);
        match told.filter(|told| told.closed_at.is_some()) {
            Some(told) => {
                let solved = usize::from(is_solved(told));
                month.closed_total.all += 1;
                month.closed_total.solved += solved;
                month.closed_total.told += 1 - solved;
                if ended > 0 {
                    month.closed.solved += solved;
                    month.closed.told += 1 - solved;
                    month.closed.undone += ended - 1;
                }
            }
            None => month.closed.undone += ended,
        }
        month.open += usize::from(is == Place::Open);
        month.transferred +=
            usize::from(told.is_some_and(|told| told.closed_at.is_none() && told.is_passed_on));
    }
    let there = month.open_before + month.registered + month.reopened;
    assert_eq!(there, month.open + month.closed.all + month.merged, "an issue is lost");
    month
}

/// The figures that stand on F2 and F6.
pub(crate) fn recount_screen(bench: Workbench) {
    let book = Book::at(&bench, bench.now());
    let cases = bench.cases().unwrap();
    let open: Vec<&Told> = book.matters().filter(|told| told.closed_at.is_none()).collect();
    let unanswered = open.iter().filter(|told| !told.answered).count();
    let late = open.iter().filter(|told| is_late(&bench, &cases, told)).count();
    let today = bench.today();
    let sunday = (0..7).map(|day| today.checked_add(day.days()).unwrap());
    let sunday = sunday.into_iter().find(|day| day.weekday() == jiff::civil::Weekday::Sunday).unwrap();
    // What ends next: the first contact, unless the whole time is over already.
    let next = |told: &Told| {
        let (contact, result) = ends(&cases, told);
        let contact = contact.filter(|_| !result.is_past(bench.now()));
        contact.map_or(result.day, |contact| contact.day.min(result.day))
    };
    let days = almanac::of(today)..=almanac::of(sunday);
    let week = open.iter().filter(|told| days.contains(&next(told))).count();
    let closed = book.matters().count() - open.len();
    let mut session = Session::new(bench, Lang::Zh, 120, 40).unwrap();
    let frame = session.press("F2").frame();
    assert!(frame.contains(&format!("今天该回谁的话：待答复 {unanswered} 件")), "{frame}");
    let frame = session.press("F6").frame();
    let wanted = format!("待答复 {unanswered}  超期 {late}  本周到期 {week}  已办结 {closed} ");
    assert!(frame.contains(&wanted), "{wanted}\n{frame}");
    session.into_bench().close().unwrap();
}
