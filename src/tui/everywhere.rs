//! Everything that there is, searched at once from wherever one is: residents, issues, visits,
//! projects, bulletins and every ledger of F8. What is found opens where it lives.
//!
//! It is searched by what the screens show and nothing else, so that nobody finds here what he
//! would not see there. Residents and issues are indexed whenever they are read; of the other
//! ledgers the worker is asked once something is looked for.

mod going;
mod linking;
mod view;

use std::collections::HashMap;

use super::{
    editor::Editor,
    event::Effect,
    finder::{self, Finder, Item, Source, Target},
    model::{Model, Popup, Screen},
    narrowing,
    screens::search::Search,
    snapshot::Snapshot,
};
use crate::{
    domain::{
        id::{LedgerTag, RecordId},
        issues::issues,
        roster::{households, residents},
        visits,
    },
    search::{Hit, Hits, Index, Trail},
};

pub(super) use going::{go, more};
pub(super) use linking::{linkable, linked};
pub(super) use view::{columns, issue, resident, told, view};

/// The most that are listed of one kind, where others are found too.
const FEW: usize = 8;

/// The most that are listed where all are of one kind.
const MOST: usize = 50;

/// These kinds stand first, then the others as the catalog has them.
const FIRST: [&str; 4] = [residents::ID, issues::ID, households::ID, visits::ID];

/// What was found in one ledger, the best first.
struct Group {
    ledger: String,
    total: usize,
    best: Vec<Hit<RecordId>>,
}

/// How an index is asked.
type Ask = fn(&Index<RecordId>, &str, usize, &mut Trail) -> Hits<RecordId>;

/// By ledger: what was found in it for what is being typed.
pub(super) type Trails = HashMap<String, Trail>;

/// Looks out what fits, by kind: first what is called as it was typed, then in an order that is
/// always the same; counts what there is of each.
pub(super) fn look(
    query: &str,
    data: &Snapshot,
    counts: &mut Vec<(String, usize)>,
    trails: &mut Trails,
) -> Vec<Item> {
    let mut found = groups(query, data, Index::search_whole, trails);
    if found.is_empty() {
        // Letters that are scattered, where there is nothing else anywhere.
        found = groups(query, data, Index::search_scattered, trails);
    }
    // What is called so stands before what tells of it.
    found.sort_by_key(|group| !group.best.first().is_some_and(Hit::is_whole));
    *counts = found.iter().map(|group| (group.ledger.clone(), group.total)).collect();
    let most = if found.len() > 1 { FEW } else { MOST };
    found.iter().flat_map(|group| items(group, most)).collect()
}

fn items(group: &Group, most: usize) -> Vec<Item> {
    let item = |target| Item::new(target, "");
    let mut items: Vec<Item> =
        group.best.iter().take(most).map(|hit| item(Target::Record(hit.key))).collect();
    if group.total > most {
        items.push(item(Target::More(LedgerTag::of(&group.ledger))));
    }
    items
}

fn groups(query: &str, data: &Snapshot, ask: Ask, trails: &mut Trails) -> Vec<Group> {
    let rest = data.catalog.iter().map(|ledger| ledger.id.as_str()).filter(|id| !FIRST.contains(id));
    let all = FIRST.into_iter().chain(rest);
    let groups = all.filter_map(|ledger| group(ledger, query, data, ask, trails));
    groups.filter(|group| group.total > 0).collect()
}

fn group(ledger: &str, query: &str, data: &Snapshot, ask: Ask, trails: &mut Trails) -> Option<Group> {
    let index = data.index_of(ledger).filter(|index| !index.is_empty())?;
    let trail = trails.entry(ledger.to_owned()).or_default();
    let limit = if ledger == issues::ID { data.cases.len() } else { MOST };
    let Hits { mut total, mut best } = ask(index, query, limit, trail);
    if ledger == residents::ID {
        // Households without anybody stand there too, and among households again.
        let before = best.len();
        best.retain(|hit| data.roster.resident(hit.key).is_some());
        total -= before - best.len();
    } else if ledger == issues::ID {
        // Of equally good ones the most urgent first; what is worse than the last of them stays out.
        let last = best.get(MOST - 1).map_or(u32::MAX, |hit| hit.rank);
        best.truncate(best.partition_point(|hit| hit.rank <= last));
        best.sort_by_cached_key(|hit| (hit.rank, data.place_of(hit.key)));
        best.truncate(MOST);
    }
    Some(Group { ledger: ledger.to_owned(), total, best })
}

/// Opens the search over whatever is on the screen, with what was being looked for there.
pub(super) fn open(model: &mut Model) {
    if model.popups.last().is_some_and(is_everywhere) {
        return;
    }
    let typed = typed_here(model);
    let finder = Finder::new(Source::Everywhere, &typed, &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// What is being looked for in a list, or was and is not there.
fn typed_here(model: &Model) -> String {
    let search = narrowing::search(model);
    let is_empty = narrowing::is_empty(model);
    if model.popups.is_empty() && (search.typing || is_empty) { search.query() } else { String::new() }
}

/// Whether a popup is this search.
pub(super) fn is_everywhere(popup: &Popup) -> bool {
    match popup {
        Popup::Finder(finder) => finder.source == Source::Everywhere,
        Popup::Form(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => false,
    }
}

/// Whether a popup is searched by what the worker makes when it is asked.
fn wants_index(popup: &Popup, data: &Snapshot) -> bool {
    match popup {
        Popup::Finder(finder) => finder.source == Source::Everywhere || finder::wants_index(finder, data),
        Popup::Form(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => false,
    }
}

/// Looks again, after data were read; the same row stays selected.
pub(super) fn renew(model: &mut Model) {
    for popup in &mut model.popups {
        if !wants_index(popup, &model.data) {
            continue;
        }
        if let Popup::Finder(finder) = popup {
            let (at, target) = (finder.at, finder.target());
            finder.search(&model.data, model.lang);
            let still = finder.found.iter().position(|item| Some(item.target) == target);
            finder.at = still.unwrap_or_else(|| at.min(finder.found.len().saturating_sub(1)));
        }
    }
}

/// What the ledgers are searched by is asked for once, when something is looked for in them.
pub(super) fn asks(model: &mut Model) -> Option<Effect> {
    let in_ledger = model.screen == Screen::Ledgers && model.ledgers.list.search.is_shown();
    let is_wanted = (in_ledger || model.popups.iter().any(|popup| wants_index(popup, &model.data)))
        && !model.data.is_outline
        && model.data.books_index.is_none();
    (is_wanted && !std::mem::replace(&mut model.indexing, true)).then_some(Effect::IndexBooks)
}

/// Puts a text into the search of a list.
fn typed(text: &str) -> Search {
    Search { editor: Editor::line(text), typing: false }
}

impl Snapshot {
    /// What the records of a ledger are found by; none where it is not read yet, or never searched so.
    pub(super) fn index_of(&self, ledger: &str) -> Option<&Index<RecordId>> {
        if ledger == residents::ID {
            Some(&self.roster.index)
        } else if ledger == issues::ID {
            Some(&self.issue_index)
        } else {
            self.books_index.as_ref()?.get(ledger).map(|index| &**index)
        }
    }
}
