//! The command palette: every action, and the ledgers of F8 where something is typed.

use super::{Item, Target};
use crate::{
    domain::wording::Lang,
    search,
    tui::{
        keys::{self, Action, Place},
        screens::ledgers::is_offered,
        snapshot::Snapshot,
    },
};

/// Behind the names and the sentences of actions.
const AFTER_ACTIONS: usize = 5;

/// How well a row fits: a name before a sentence, then the rank of the match.
pub(super) type Rank = (usize, u32);

/// The actions that fit, those of the place where one is before others as good.
pub(super) fn actions(query: &str, here: Place, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let mut found: Vec<(Rank, bool, Item)> = Vec::new();
    for binding in keys::rows().filter(|binding| binding.shown.in_palette()) {
        let other = match lang {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        };
        // A name counts before a help line that merely mentions it, and what
        // is on the screen before its translation. A few letters that lie
        // scattered over a line say nothing of it.
        let names = [lang, other].map(|lang| search::matches(binding.name.get(lang), query));
        let helps = [lang, other].map(|lang| search::matches_together(binding.help.get(lang), query));
        let id = search::matches(binding.action.id(), query);
        let ranks = names.into_iter().chain(helps).chain([id]);
        let ranks = ranks.enumerate().filter_map(|(at, rank)| Some((at, rank?)));
        // The empty query matches all alike: the table's order stays.
        let rank = ranks.min();
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

/// The ledgers of F8 that are called so.
pub(super) fn books(query: &str, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let offered = data.catalog.iter().enumerate().filter(|(_, ledger)| is_offered(ledger));
    let items = offered.filter_map(|(at, ledger)| {
        let texts = [ledger.title.get(lang), ledger.title.get(Lang::Zh), ledger.title.get(Lang::En)];
        let rank = texts.into_iter().filter_map(|text| search::matches(text, query)).min()?;
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
