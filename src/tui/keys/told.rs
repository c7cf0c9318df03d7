//! Sentences that name keys: they tell those that are in use, whatever `keys.toml` says.
//!
//! A sentence names an action by its id, `按 ⟦register⟧ 登记`; `⟦agree+⟧` are all keys of
//! the action, `⟦help!⟧` is one that is no letter. What is shown goes through
//! [`KeyMap::told`], once, where it is drawn.

use super::{Action, Binding, KeyMap, Place, binding, map::is_letter};
use crate::{
    domain::wording::Lang,
    tui::{key::Key, model::Model},
};

/// What stands around the id of an action in a sentence; nothing else is written so.
const OPEN: char = '⟦';
const CLOSE: char = '⟧';

impl KeyMap {
    /// The sentence with the keys of the actions that it names, as a place has them.
    pub(in crate::tui) fn told(&self, sentence: &str, place: Place, lang: Lang) -> String {
        let mut told = String::with_capacity(sentence.len());
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once(OPEN) {
            told.push_str(before);
            let named = after.split_once(CLOSE);
            let keys = named.and_then(|(id, behind)| Some((self.keys_of(id, place, lang)?, behind)));
            if let Some((keys, behind)) = keys {
                told.push_str(&keys);
                rest = behind;
            } else {
                told.push(OPEN);
                rest = after;
            }
        }
        told.push_str(rest);
        told
    }

    /// What a sentence calls the keys of an action; none where there is no such action.
    fn keys_of(&self, id: &str, place: Place, lang: Lang) -> Option<String> {
        let bare = id.trim_end_matches(['+', '!']);
        let row = binding(Action::of_id(bare)?)?;
        // What does not work here is told as it works where it does.
        let place = if row.works_in(place) { place } else { row.places.first().copied().unwrap_or(place) };
        let fits = |key: &&Key| !(is_letter(**key) && (place.takes_text() || id.ends_with('!')));
        let keys = self.of(row).iter().filter(fits).map(|key| key.shown(lang));
        let told = if id.ends_with('+') {
            // The letter first, as it is the shortest.
            keys.rev().collect::<Vec<_>>().join(lang.pick(" 或 ", " or "))
        } else {
            keys.take(1).collect()
        };
        Some(if told.is_empty() { self.by_name(row, place, lang) } else { told })
    }

    /// How an action without a key is come to: by its name.
    fn by_name(&self, row: &Binding, place: Place, lang: Lang) -> String {
        let palette = binding(Action::Palette).and_then(|row| self.key_in(row, place));
        let palette = palette.map(|key| key.shown(lang)).unwrap_or_default();
        let blank = if palette == ":" { "" } else { " " };
        format!("{palette}{blank}{}", row.name.get(lang))
    }
}

impl Model {
    /// The sentence with the keys that are in use where the next key goes.
    pub(in crate::tui) fn told(&self, sentence: &str) -> String {
        self.data.keys.told(sentence, self.place(), self.lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(keys: &str, sentence: &str) -> String {
        KeyMap::read(keys).unwrap().told(sentence, Place::Issues, Lang::Zh)
    }

    #[test]
    fn a_sentence_names_the_key_that_is_in_use() {
        let sentence = "按 ⟦register⟧ 登记，⟦agree+⟧ 同意，⟦help!⟧ 帮助";
        assert_eq!(told("", sentence), "按 n 登记，y 或 Enter 同意，F1 帮助");
        let own = "[keys]\nregister = ['z', 'f13']\nagree = 'f9'\n[add]\nhelp = 'f24'\n[remove]\nhelp = 'f1'";
        assert_eq!(told(own, sentence), "按 z 登记，F9 同意，F24 帮助");
        // Without a key it is found by its name.
        assert_eq!(told("[keys]\nregister = []", "按 ⟦register⟧"), "按 :登记");
    }

    #[test]
    fn where_text_is_typed_no_letter_is_named() {
        let keys = KeyMap::default();
        let told = |place| keys.told("⟦leave⟧ ⟦palette⟧ ⟦discard⟧", place, Lang::En);
        assert_eq!(told(Place::Form), "Ctrl-Q : Ctrl-D");
        assert_eq!(keys.told("⟦help⟧", Place::Form, Lang::En), "F1");
        assert_eq!(keys.told("⟦help⟧", Place::Issues, Lang::En), "?");
    }

    #[test]
    fn what_only_looks_like_the_name_of_an_action_stays() {
        for text in ["⟦", "⟦x⟧", "⟧⟦undo", "a ⟦⟧ b", "⟦⟦"] {
            assert_eq!(told("", text), text);
        }
        assert_eq!(told("", "⟦⟦undo⟧⟧"), "⟦u⟧");
    }
}
