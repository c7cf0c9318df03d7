//! The one table of actions and keys: footer, help and command palette derive
//! from it, and so does what each does. A new action is a name in [`Action`]
//! and its row.

mod action;
mod place;
mod map;
mod told;
mod mistake;
mod listed;
mod moving;
mod people;
mod matters;
mod books;
mod group;

use super::{able::Able, event::Effect, key::Key, model::Model};
use crate::domain::wording::Wording;

pub(super) use action::Action;
pub(super) use listed::listed;
pub(super) use map::{KeyMap, LARGEST};
pub(super) use place::Place;

/// Where an action is shown, besides the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// In the footer and in the palette.
    Everywhere,
    /// In the footer alone: it goes with what is on the screen.
    Footer,
    /// In the palette alone: it works alike everywhere, or has no key.
    Palette,
    /// In neither: moving about.
    Nowhere,
}

impl Shown {
    /// Whether the footer of its places shows it.
    pub(super) fn in_footer(self) -> bool {
        matches!(self, Self::Everywhere | Self::Footer)
    }

    /// Whether the palette offers it.
    pub(super) fn in_palette(self) -> bool {
        matches!(self, Self::Everywhere | Self::Palette)
    }
}

/// What an action does.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// It is done at once.
    Quietly(fn(&mut Model)),
    /// It may ask something of the world.
    Asking(fn(&mut Model) -> Vec<Effect>),
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Binding {
    pub(super) action: Action,
    pub(super) keys: &'static [Key],
    pub(super) places: &'static [Place],
    /// Its name, in a word or two.
    pub(super) name: Wording,
    /// What it does, in a line.
    pub(super) help: Wording,
    pub(super) shown: Shown,
    /// Whether it works now.
    pub(super) needs: fn(&Model) -> Able,
    /// What it does on a screen; what lies over one takes its keys itself.
    does: Does,
}

const fn row(
    action: Action,
    keys: &'static [Key],
    places: &'static [Place],
    name: (&'static str, &'static str),
    help: (&'static str, &'static str),
) -> Binding {
    Binding {
        action,
        keys,
        places,
        name: Wording::new(name.0, name.1),
        help: Wording::new(help.0, help.1),
        shown: Shown::Everywhere,
        needs: |_| Able::Yes,
        does: Does::Quietly(|_| {}),
    }
}

/// The tables in their order: the footer shows a place's rows in it.
const TABLES: [&[Binding]; 6] =
    [moving::FIRST, people::ROWS, matters::ROWS, books::ROWS, group::ROWS, moving::ROWS];

/// Every row.
pub(super) fn rows() -> impl Iterator<Item = &'static Binding> {
    TABLES.into_iter().flatten()
}

/// The row of an action.
pub(super) fn binding(action: Action) -> Option<&'static Binding> {
    rows().find(|row| row.action == action)
}

impl Binding {
    const fn needs(mut self, needs: fn(&Model) -> Able) -> Self {
        self.needs = needs;
        self
    }

    const fn does(mut self, does: fn(&mut Model)) -> Self {
        self.does = Does::Quietly(does);
        self
    }

    const fn asks(mut self, asks: fn(&mut Model) -> Vec<Effect>) -> Self {
        self.does = Does::Asking(asks);
        self
    }

    const fn shown(mut self, shown: Shown) -> Self {
        self.shown = shown;
        self
    }

    /// Does it.
    pub(super) fn act(&self, model: &mut Model) -> Vec<Effect> {
        match self.does {
            Does::Quietly(does) => {
                does(model);
                Vec::new()
            }
            Does::Asking(asks) => asks(model),
        }
    }

    /// Whether the row's keys work in a place.
    pub(super) fn works_in(&self, place: Place) -> bool {
        self.places.iter().any(|own| {
            *own == place || *own == Place::Always || (*own == Place::Screens && place.is_screen())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::tui::key::Key::Char;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for place in Place::ALL {
            let mut taken: HashMap<Key, Action> = HashMap::new();
            for binding in rows().filter(|binding| binding.works_in(place)) {
                for key in binding.keys.iter().filter(|key| !place.takes_text() || !matches!(key, Char(_))) {
                    let before = taken.insert(*key, binding.action);
                    assert_eq!(before, None, "{} in {place:?}", key.name());
                }
            }
        }
    }

    #[test]
    fn every_action_has_one_row_with_both_languages() {
        for (at, binding) in rows().enumerate() {
            assert_eq!(rows().position(|other| other.action == binding.action), Some(at));
            assert!(!binding.places.is_empty());
            // What has no key of its own is found by its name.
            assert!(!binding.keys.is_empty() || binding.shown.in_palette(), "{:?}", binding.action);
            for wording in [&binding.name, &binding.help] {
                assert!(!wording.zh.is_empty() && !wording.en.is_empty());
            }
        }
        assert_eq!(rows().count(), Action::ALL.len());
    }

    #[test]
    fn every_action_has_an_id_of_its_own_in_kebab_case() {
        let ids: HashSet<&str> = Action::ALL.iter().map(|action| action.id()).collect();
        assert_eq!(ids.len(), Action::ALL.len());
        for id in ids {
            assert!(
                id.split('-').all(|word| !word.is_empty() && word.bytes().all(|c| c.is_ascii_lowercase())),
                "{id}"
            );
            assert_eq!(Action::of_id(id).map(Action::id), Some(id));
        }
        assert_eq!(Action::of_id("nothing"), None);
    }

    #[test]
    fn digits_do_nothing_that_could_hurt_and_letters_have_another_way() {
        for binding in rows() {
            assert!(!binding.keys.iter().any(|key| matches!(key, Char('0'..='9'))), "{:?}", binding.action);
        }
        let palette = binding(Action::Palette).unwrap();
        assert!(palette.keys.contains(&Key::Ctrl('p')), "the palette reaches every action without a letter");
    }
}
