//! The command palette: every action, and, where something is typed, what is seen on the
//! screens and the ledgers of F8.

use std::sync::LazyLock;

use super::{Item, Target};
use crate::{
    domain::wording::Lang,
    search::Phrases,
    tui::{
        keys::{self, Action, Binding, Place},
        screens::ledgers::is_offered,
        sights::{self, Sight},
        snapshot::Snapshot,
    },
};

/// Behind the names and the sentences of actions.
const AFTER_ACTIONS: usize = 5;

/// What is called exactly so comes before all others.
const WHOLE: Rank = (0, 0);

/// Names in which the letters lie scattered say least.
const SCATTERED: usize = 6;

/// So few letters lie scattered over anything.
const FEW_LETTERS: usize = 3;

/// How well a row fits: a name before a sentence, then the rank of the match.
pub(super) type Rank = (usize, u32);

/// How many texts tell of an action: its name and its sentence in both languages, its id.
const TEXTS: usize = 5;

/// The texts of all actions, spelled once.
static ACTIONS: LazyLock<Phrases> = LazyLock::new(|| {
    let texts = |binding: &'static Binding| -> [&'static str; TEXTS] {
        let (name, help) = (&binding.name, &binding.help);
        [name.get(Lang::Zh), name.get(Lang::En), help.get(Lang::Zh), help.get(Lang::En), binding.action.id()]
    };
    Phrases::of(offered().flat_map(texts))
});

/// The actions that the palette offers.
fn offered() -> impl Iterator<Item = &'static Binding> {
    keys::rows().filter(|binding| binding.shown.in_palette())
}

/// What fits, the best first.
pub(super) fn look(query: &str, here: Place, spelled: &Spelled, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let mut found = actions(query, here, data, lang);
    if !query.trim().is_empty() {
        found.extend(spelled.sights(query, data, lang));
        found.extend(books(query, spelled, data, lang));
        found.sort_by_key(|(rank, _)| *rank);
    }
    found.into_iter().map(|(_, item)| item).collect()
}

/// The actions that fit, those of the place where one is before others as good.
fn actions(query: &str, here: Place, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let mut found: Vec<(Rank, bool, Item)> = Vec::new();
    let may_scatter = query.trim().chars().count() > FEW_LETTERS;
    let scattered = if may_scatter { ACTIONS.ranks(query, true) } else { Vec::new() };
    let together = ACTIONS.ranks(query, false);
    let [own, other] = if lang == Lang::Zh { [0, 1] } else { [1, 0] };
    for (at, binding) in offered().enumerate() {
        let of = |ranks: &[Option<u32>], text: usize| ranks.get(at * TEXTS + text).copied().flatten();
        // A name counts before a help line that merely mentions it, and what
        // is on the screen before its translation. A few letters that lie
        // scattered over a line say nothing of it.
        let names = [own, other].map(|lang| of(&together, lang));
        let helps = [own, other].map(|lang| of(&together, 2 + lang));
        let together = names.into_iter().chain(helps).chain([of(&together, 4)]).enumerate();
        let together = together.filter_map(|(at, rank)| Some((at, rank?))).min();
        let rank = together.or_else(|| of(&scattered, own).map(|rank| (SCATTERED, rank)));
        // Also by pinyin, in whatever language the screen is; a few letters begin many a word.
        let is_spelled = may_scatter && names.contains(&Some(WHOLE.1));
        let is_name =
            is_spelled || is_one_of(query, &[binding.name.get(Lang::Zh), binding.name.get(Lang::En)]);
        // The empty query matches all alike: the table's order stays.
        let rank = if is_name { Some(WHOLE) } else { rank };
        let Some(rank) = rank else { continue };
        // Here where it is done here, else where choosing it leads.
        let place = binding.places.iter().find(|place| **place == here).or(binding.places.first());
        let place = place.map_or_else(String::new, |place| place.title(lang));
        let place = data.keys.told(&place, Place::Screens, lang);
        let key = data.keys.of(binding).first().map(|key| key.shown(lang)).unwrap_or_default();
        let does = would_do(binding.action, data, lang);
        let does = does.unwrap_or_else(|| binding.help.get(lang).to_owned());
        let item = Item::new(Target::Action(binding.action), does).led(binding.name.get(lang));
        let item = item.noted(place).noted(key);
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

/// Whether a text is a whole name, in whatever language the screen is.
fn is_one_of(query: &str, names: &[&str]) -> bool {
    let query = query.trim().to_lowercase();
    names.iter().any(|name| name.to_lowercase() == query)
}

/// What is found by what it is called and is no action, spelled once for all that is typed.
#[derive(Debug)]
pub(super) struct Spelled {
    /// The titles of the ledgers of F8, two of each.
    books: Phrases,
    /// The names of the pictures, tabs and steps, and which one each is of.
    names: Phrases,
    of: Vec<usize>,
    sights: Vec<Sight>,
}

impl Spelled {
    /// Spells it.
    pub(super) fn of(data: &Snapshot, lang: Lang) -> Self {
        let ledgers = data.catalog.iter().filter(|ledger| is_offered(ledger));
        let titles = ledgers.flat_map(|ledger| [ledger.title.get(Lang::Zh), ledger.title.get(Lang::En)]);
        let books = Phrases::of(titles);
        let sights = sights::all(data, lang);
        let (mut of, mut called) = (Vec::new(), Vec::new());
        for (at, sight) in sights.iter().enumerate() {
            let own = sights::names(*sight, data, lang);
            of.extend(own.iter().map(|_| at));
            called.extend(own);
        }
        let names = Phrases::of(called.iter().map(String::as_str));
        Self { books, names, of, sights }
    }

    /// The pictures, tabs and steps that are called so.
    pub(super) fn sights(&self, query: &str, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
        let mut best: Vec<Option<u32>> = vec![None; self.sights.len()];
        for (at, rank) in self.of.iter().zip(self.names.ranks(query, false)) {
            if let (Some(best), Some(rank)) = (best.get_mut(*at), rank) {
                *best = Some(best.map_or(rank, |known| known.min(rank)));
            }
        }
        let item = |(sight, rank): (&Sight, Option<u32>)| {
            let rank = rank?;
            let item = Item::new(Target::Sight(*sight), sight.about(data, lang));
            let place = data.keys.told(&sight.place().title(lang), Place::Screens, lang);
            Some(((0, rank), item.led(sight.title(data, lang)).noted(place)))
        };
        self.sights.iter().zip(best).filter_map(item).collect()
    }
}

/// The ledgers of F8 that are called so, by their titles.
pub(super) fn books(query: &str, spelled: &Spelled, data: &Snapshot, lang: Lang) -> Vec<(Rank, Item)> {
    let offered = data.catalog.iter().enumerate().filter(|(_, ledger)| is_offered(ledger));
    let ranks = spelled.books.ranks(query, false);
    let items = offered.zip(ranks.chunks(2)).filter_map(|((at, ledger), ranks)| {
        let rank = ranks.iter().copied().flatten().min()?;
        let texts = [ledger.title.get(Lang::Zh), ledger.title.get(Lang::En)];
        let item = Item::new(Target::Book(at), ledger.about.get(lang)).led(ledger.title.get(lang));
        let place = data.keys.told(&Place::Ledgers.title(lang), Place::Screens, lang);
        // Short letters fit the pinyin of many a title: what is done comes before.
        let is_told = texts.iter().any(|text| text.contains(query.trim()));
        let rank = match (is_one_of(query, &texts), is_told) {
            (true, _) => WHOLE,
            (false, true) => (0, rank),
            (false, false) => (AFTER_ACTIONS, rank),
        };
        Some((rank, item.noted(place)))
    });
    items.collect()
}
