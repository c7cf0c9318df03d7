//! The command palette: every action, and, where something is typed, what is seen on the
//! screens and the ledgers of F8.

use super::{Item, Target};
use crate::{
    domain::wording::Lang,
    search,
    tui::{
        keys::{self, Action, Place},
        screens::ledgers::is_offered,
        sights::{self, Sight},
        snapshot::Snapshot,
    },
};

/// Behind the names and the sentences of actions.
const AFTER_ACTIONS: usize = 5;

/// Names in which the letters lie scattered say least.
const SCATTERED: usize = 6;

/// So few letters lie scattered over anything.
const FEW_LETTERS: usize = 3;

/// How well a row fits: a name before a sentence, then the rank of the match.
pub(super) type Rank = (usize, u32);

/// What fits, the best first.
pub(super) fn look(query: &str, here: Place, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let mut found = actions(query, here, data, lang);
    if !query.trim().is_empty() {
        found.extend(sights(query, data, lang));
        found.extend(books(query, data, lang));
        found.sort_by_key(|(rank, _)| *rank);
    }
    found.into_iter().map(|(_, item)| item).collect()
}

/// The actions that fit, those of the place where one is before others as good.
fn actions(query: &str, here: Place, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let mut found: Vec<(Rank, bool, Item)> = Vec::new();
    for binding in keys::rows().filter(|binding| binding.shown.in_palette()) {
        let other = match lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        // A name counts before a help line that merely mentions it, and what
        // is on the screen before its translation. A few letters that lie
        // scattered over a line say nothing of it.
        let names = [lang, other].map(|lang| search::matches_together(binding.name.get(lang), query));
        let helps = [lang, other].map(|lang| search::matches_together(binding.help.get(lang), query));
        let id = search::matches_together(binding.action.id(), query);
        let together = names.into_iter().chain(helps).chain([id]).enumerate();
        let together = together.filter_map(|(at, rank)| Some((at, rank?))).min();
        let rank = together.or_else(|| {
            let may_scatter = query.trim().chars().count() > FEW_LETTERS;
            let scattered = may_scatter.then(|| search::matches(binding.name.get(lang), query));
            scattered.flatten().map(|rank| (SCATTERED, rank))
        });
        // The empty query matches all alike: the table's order stays.
        let Some(rank) = rank else { continue };
        let place = binding.places.first().map_or("", |place| place.title(lang));
        let place = data.keys.told(place, Place::Screens, lang);
        let key = data.keys.of(binding).first().map(|key| key.shown(lang)).unwrap_or_default();
        let does = would_do(binding.action, data, lang);
        let does = does.unwrap_or_else(|| binding.help.get(lang).to_owned());
        let label = format!("{}  {does}", binding.name.get(lang));
        let item = Item { target: Target::Action(binding.action), label, note: format!("{place}  {key}") };
        found.push((rank, !binding.works_in(here), item));
    }
    found.sort_by_key(|(rank, is_away, _)| (*rank, *is_away));
    found.into_iter().map(|(rank, _, item)| (rank, item)).collect()
}

/// What undo and redo would do, where that was told.
fn would_do(action: Action, data: &Snapshot, lang: Lang) -> Option<String> {
    let undoing = data.undoing.as_ref()?;
    let (told, nothing) = if action == Action::Undo {
        (&undoing.undo, lang.pick("没有可以撤销的", "nothing to take back"))
    } else if action == Action::Redo {
        (&undoing.redo, lang.pick("没有可以重做的", "nothing to do again"))
    } else {
        return None;
    };
    Some(told.clone().unwrap_or_else(|| nothing.to_owned()))
}

/// The pictures, tabs and steps that are called so.
pub(super) fn sights(query: &str, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let item = |sight: Sight| {
        let names = sights::names(sight, data, lang);
        let rank = names.iter().filter_map(|name| search::matches_together(name, query)).min()?;
        let label = format!("{}  {}", sight.title(data, lang), sight.about(data, lang));
        let note = data.keys.told(sight.place().title(lang), Place::Screens, lang);
        Some(((0, rank), Item { target: Target::Sight(sight), label, note }))
    };
    sights::all(data, lang).into_iter().filter_map(item).collect()
}

/// The ledgers of F8 that are called so.
pub(super) fn books(query: &str, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let offered = data.catalog.iter().enumerate().filter(|(_, ledger)| is_offered(ledger));
    let items = offered.filter_map(|(at, ledger)| {
        let texts = [ledger.title.get(lang), ledger.title.get(Lang::Zh), ledger.title.get(Lang::En)];
        let rank = texts.into_iter().filter_map(|text| search::matches_together(text, query)).min()?;
        let label = format!("{}  {}", ledger.title.get(lang), ledger.about.get(lang));
        let note = data.keys.told(Place::Ledgers.title(lang), Place::Screens, lang);
        // Short letters fit the pinyin of many a title: what is done comes before.
        let is_told = texts.iter().any(|text| text.contains(query.trim()));
        Some((
            (if is_told { 0 } else { AFTER_ACTIONS }, rank),
            Item { target: Target::Book(at), label: label.trim_end().to_owned(), note },
        ))
    });
    items.collect()
}
