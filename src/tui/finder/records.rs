//! The records of a ledger to choose from. A large ledger is searched by its
//! index once that is there: no letter waits until all of it was gone through.

use super::{Finder, Item, MOST, Source, Target, best, ranked, ranks};
use crate::{
    domain::{
        funds::funds,
        issues::issues,
        ledger::Ledger,
        plan::goals,
        projects::projects as help,
        retention::periods,
        roster::{households, neighbourhoods, residents},
        row::Row,
        team::{members, peers},
        wording::Lang,
    },
    say,
    tui::{
        cells::one_line,
        everywhere,
        snapshot::{Due, Snapshot},
    },
    workbench::{Workbench, peers::Laptop, reach},
};

/// So many records are gone through for each letter.
const FEW: usize = 500;

/// Whether a list waits for the index of a ledger, or is searched by it.
pub(in crate::tui) fn wants_index(finder: &Finder, data: &Snapshot) -> bool {
    match &finder.source {
        Source::Ledger(id) if id == households::ID => data.roster.households.len() > FEW,
        Source::Ledger(id) if id.is_empty() => data.books.values().any(|rows| rows.len() > FEW),
        Source::Ledger(id) => data.rows_of(id).len() > FEW,
        Source::Links(_) => true,
        Source::Actions(_)
        | Source::Linked(_)
        | Source::Everywhere
        | Source::Choices(_)
        | Source::Steps(_)
        | Source::Doings(_)
        | Source::Fields(_)
        | Source::Forms(_)
        | Source::Books
        | Source::Bundles(_)
        | Source::Records(..) => false,
    }
}

/// The records of a ledger that fit what is typed, the best first.
pub(super) fn records(ledger: &str, query: &str, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let item = |row: &Row| Item::new(Target::Record(row.id), row.text(residents::NAME));
    let resident = |row: &Row| everywhere::resident(data, row, lang);
    let issue = |row: &Row| everywhere::issue(data, row, lang);
    let household = |row: &Row| {
        item(row).noted(data.named(row, households::NEIGHBOURHOOD)).noted(row.text(households::HEAD))
    };
    match ledger {
        residents::ID if query.trim().is_empty() => data
            .roster
            .order
            .iter()
            .take(MOST)
            .filter_map(|at| data.roster.residents.get(*at))
            .map(resident)
            .collect(),
        residents::ID => {
            let hits = data.roster.index.search(query, MOST).best.into_iter();
            hits.filter_map(|hit| data.roster.resident(hit.key)).map(resident).collect()
        }
        issues::ID if query.trim().is_empty() => {
            data.cases.iter().take(MOST).map(|case| issue(&case.issue)).collect()
        }
        issues::ID => {
            let hits = data.issue_index.search(query, MOST).best.into_iter();
            hits.filter_map(|hit| data.case(hit.key)).map(|case| issue(&case.issue)).collect()
        }
        households::ID => best(fitting(data, ledger, data.roster.by_address(), query, &household)),
        members::ID => ranked(data.members.iter().map(item), query),
        neighbourhoods::ID => ranked(data.neighbourhoods.iter().map(item), query),
        goals::ID => ranked(data.field.goals.iter().map(|goal| item(&goal.goal)), query),
        help::ID => {
            ranked(data.projects.iter().map(|one| item(&one.project).noted(one.progress.title(lang))), query)
        }
        funds::ID => ranked(
            data.projects
                .iter()
                .flat_map(|one| one.funds.iter().map(|fund| item(fund).noted(one.project.text(help::TITLE)))),
            query,
        ),
        peers::ID => {
            let others = data.laptops.iter().filter(|laptop| !laptop.own && !laptop.is_revoked());
            ranked(others.map(|laptop| laptop_row(laptop, data)), query)
        }
        // What is cleared is chosen from what is due.
        periods::ID => {
            let row = |one: &Due| {
                let item = Item::new(Target::Record(one.record), &one.name).led(one.day.to_string());
                item.noted(&one.ledger).noted(&one.action)
            };
            ranked(data.due.iter().map(row), query)
        }
        // A field that says no ledger refers to any.
        any => {
            let offered = data.catalog.iter().filter(|ledger| any.is_empty() || ledger.id == any);
            let of_one = |ledger: &Ledger| {
                let rows = data.rows_of(&ledger.id).iter().rev().filter(|row| row.stands());
                fitting(data, &ledger.id, rows, query, &|row| {
                    let item = Item::new(Target::Record(row.id), data.name(row.id));
                    if any.is_empty() {
                        item.noted(ledger.title.get(lang))
                    } else {
                        everywhere::columns(data, ledger, row, lang).fold(item, Item::noted)
                    }
                })
            };
            best(offered.flat_map(of_one).collect())
        }
    }
}

/// Those of one ledger that fit, and how well: found by its index where it is large.
fn fitting<'a>(
    data: &'a Snapshot,
    ledger: &str,
    rows: impl Iterator<Item = &'a Row>,
    query: &str,
    item: &dyn Fn(&'a Row) -> Item,
) -> Vec<(u32, Item)> {
    if query.trim().is_empty() {
        return rows.take(MOST).map(|row| (0, item(row))).collect();
    }
    let index = data.index_of(ledger).filter(|index| index.len() > FEW);
    let Some(index) = index else { return ranks(rows.map(item), query) };
    let hits = index.search(query, MOST).best.into_iter();
    hits.filter_map(|hit| Some((hit.rank, item(data.known(hit.key)?)))).collect()
}

/// A laptop by its letter and who uses it, with what it lacks and when it was heard of.
fn laptop_row(laptop: &Laptop, data: &Snapshot) -> Item {
    let lang = data.lang;
    let who = laptop.member.map(|id| data.name(id)).or_else(|| laptop.called.clone()).unwrap_or_default();
    let lacks = match laptop.lacks {
        0 => lang.pick("不缺", "lacks nothing").to_owned(),
        lacks => say!(lang, "缺 {lacks} 次改动", "lacks {lacks} changes"),
    };
    let heard = laptop.heard.map(|at| reach::told_day(at, data.now, lang));
    let heard = heard.map(|day| say!(lang, "{day}有消息", "heard {day}")).unwrap_or_default();
    let item = Item::new(Target::Record(Workbench::peer_record(laptop.peer)), one_line(&who));
    item.led(one_line(&laptop.name_among(&data.laptops))).noted(lacks).noted(heard)
}
