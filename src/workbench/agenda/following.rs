//! What follows something that was done: asking where a matter has come to that
//! was passed on, telling an enterprise what its money did, taking over what was
//! handed over (domain.md A9, E2, E13, F2).

#![expect(clippy::unnecessary_wraps, reason = "every source has one shape, and most of them read")]

use jiff::civil::Date;

use super::{
    Ask, Item, Section,
    sources::{both, dated, matter, open},
};
use crate::{
    domain::{
        calendar,
        deadlines::days_after,
        funds::{Source, funds, receipts},
        id::RecordId,
        issues::steps,
        organisation::handovers,
        row::Row,
        standing::{Step, StepKind},
        wording::Wording,
    },
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// After so many days somebody asks whoever a matter was passed on to.
const ASK_AFTER: i32 = 7;

/// After so many days an enterprise is told what its money did.
const TELL_AFTER: i32 = 7;

/// So many days a hand-over slip is told of.
const HANDED: i32 = 3;

/// The last step of a kind that stands and counts.
fn last(case: &Case, kind: StepKind) -> Option<&Step> {
    case.standing.steps.iter().rfind(|step| step.kind == kind && case.standing.stands(step))
}

/// Matters that were passed on and of which nothing was heard since.
pub(super) fn passed_on(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask).filter(|case| case.standing.passed_on) {
        let Some(step) = last(case, StepKind::Transfer) else { continue };
        // Whatever was told the person since was heard from somebody.
        let heard = last(case, StepKind::Reply).is_some_and(|reply| reply.at > step.at);
        let (since, unit) = (calendar::day(step.at), step.row.text(steps::UNIT));
        let day = days_after(since, ASK_AFTER);
        if heard || day > ask.until {
            continue;
        }
        let line = follow(bench, ask, case, day, &Wording::new("催问进展", "ask how far"));
        let basis = Wording::owned(
            format!("{since} 转给{unit}，还没有反馈：问问办到哪一步"),
            format!("passed on to {unit} on {since}, nothing heard: ask how far it has come"),
        );
        items.push(Item { basis, ..line });
    }
    Ok(())
}

/// Enterprises whose money came and who were not told what it did.
pub(super) fn told_back(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    let came = bench.standing(receipts::ID)?;
    for fund in bench.standing(funds::ID)? {
        if Source::of(&fund) != Some(Source::Enterprise) || fund.date(funds::TOLD_BACK).is_some() {
            continue;
        }
        let own = came.iter().filter(|row| row.reference(receipts::FUND) == Some(fund.id));
        let Some(since) = own.filter_map(|row| row.date(receipts::DAY)).max() else { continue };
        let day = days_after(since, TELL_AFTER);
        if day > ask.until {
            continue;
        }
        let firm = fund.text(funds::ENTERPRISE).to_owned();
        let line = record(ask, &fund, funds::TITLE, day, &firm, &Wording::new("反馈企业", "tell the firm"));
        let basis = Wording::owned(
            format!("{since} 到账：向企业反馈用途"),
            format!("came in on {since}: tell the enterprise what it did"),
        );
        items.push(Item { basis, ..line });
    }
    Ok(())
}

/// What was just handed over: whoever takes it on lets those who wait know.
pub(super) fn handed_over(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for slip in bench.standing(handovers::ID)? {
        let Some(day) = slip.date(handovers::DATE).filter(|day| *day <= ask.until) else { continue };
        if days_after(day, HANDED) < ask.today {
            continue;
        }
        let name = |tag| slip.reference(tag).map(|id: RecordId| bench.name_of(id)).unwrap_or_default();
        let (from, to) = (name(handovers::FROM), name(handovers::TO));
        let count = slip.references(handovers::ISSUES).count();
        let line = record(ask, &slip, handovers::NOTES, day, &to, &Wording::new("交接", "handed over"));
        items.push(Item {
            title: both(|lang| {
                say!(
                    lang,
                    "{from} 交给 {to}：事项 {count} 件，告诉反映人换了谁",
                    "{from} hands over to {to}: {count} issues; tell those who asked"
                )
            }),
            basis: Wording::owned(
                slip.text(handovers::NOTES).to_owned(),
                slip.text(handovers::NOTES).to_owned(),
            ),
            ..line
        });
    }
    Ok(())
}

/// The line of an issue that something follows.
fn follow(bench: &Workbench, ask: &Ask<'_>, case: &Case, day: Date, why: &Wording) -> Item {
    let item = matter(bench, ask, case, Section::Plans, None);
    let owner = case.standing.owner.map(|id| bench.name_of(id)).unwrap_or_default();
    let line = dated(Section::Plans, day, ask, Some(case.issue.id), why);
    Item {
        number: item.number,
        place: item.place,
        title: item.title,
        who: Wording::owned(owner.clone(), owner),
        ..line
    }
}

/// The line of a record that something follows.
fn record(ask: &Ask<'_>, row: &Row, name: u16, day: Date, who: &str, why: &Wording) -> Item {
    let title = row.text(name).to_owned();
    Item {
        title: Wording::owned(title.clone(), title),
        who: Wording::owned(who.to_owned(), who.to_owned()),
        ..dated(Section::Plans, day, ask, Some(row.id), why)
    }
}
