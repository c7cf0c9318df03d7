//! The keys as they are in use: those of the table, with what the workspace's
//! `config/keys.toml` changes.
//!
//! ```toml
//! [keys]                      # these keys and no others
//! register = ["n", "f4"]
//! next-month = []             # no key; the palette still has it
//! [add]                       # these besides
//! undo = "ctrl-y"
//! [remove]                    # no longer these
//! leave = "q"
//! ```
//!
//! A file with one mistake in it changes nothing: half a key map is worse than
//! the one that is in the handbook.

use std::collections::HashMap;

use toml::{Spanned, de::DeTable, de::DeValue};

use super::{
    Action, Binding, Place, binding,
    mistake::{Mistake, What},
    rows,
};
use crate::{
    domain::wording::Lang,
    tui::key::Key::{self, Char, Ctrl, Go},
};

/// The most bytes of a key map.
pub(in crate::tui) const LARGEST: usize = 64 * 1024;

/// The most keys of one action.
const MOST_KEYS: usize = 8;

/// Which keys do what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::tui) struct KeyMap {
    /// Those that are not as in the table.
    own: HashMap<Action, Vec<Key>>,
}

/// What a section does with the keys it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Set,
    Add,
    Remove,
}

impl Change {
    const ALL: [(&'static str, Self); 3] =
        [("keys", Self::Set), ("add", Self::Add), ("remove", Self::Remove)];
}

impl KeyMap {
    /// The keys of a row.
    pub(in crate::tui) fn of<'a>(&'a self, row: &'a Binding) -> &'a [Key] {
        self.own.get(&row.action).map_or(row.keys, Vec::as_slice)
    }

    /// The action of a key in a place.
    pub(in crate::tui) fn lookup(&self, place: Place, key: Key) -> Option<Action> {
        let key = if place.takes_text() { key } else { key.half_width() };
        if place.takes_text() && is_letter(key) {
            return None;
        }
        rows().find(|row| row.works_in(place) && self.of(row).contains(&key)).map(|row| row.action)
    }

    /// The key that a place shows: the first one that works there.
    pub(in crate::tui) fn key_in(&self, row: &Binding, place: Place) -> Option<Key> {
        self.of(row).iter().copied().find(|key| !(place.takes_text() && is_letter(*key)))
    }

    /// How a place tells of an action in a sentence: its key and its name, so that
    /// no hint names a key that does something else.
    pub(in crate::tui) fn hint(&self, action: Action, place: Place, lang: Lang) -> String {
        let Some(row) = binding(action) else { return String::new() };
        let key = self.key_in(row, place).map(|key| key.shown(lang)).unwrap_or_default();
        format!("{key} {}", row.name.get(lang)).trim_start().to_owned()
    }

    /// Reads a key map, whoever wrote it.
    pub(in crate::tui) fn read(text: &str) -> Result<Self, Mistake> {
        if text.len() > LARGEST {
            return Err(Mistake { line: 1, what: What::TooLong });
        }
        let line = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let table = DeTable::parse(text).map_err(|error| Mistake {
            line: error.span().map_or(1, |span| line(span.start)),
            what: What::NotToml(error.message().to_owned()),
        })?;
        let mut map = Self::default();
        let mut lines: HashMap<Action, usize> = HashMap::new();
        // Whatever order the sections stand in: first what is set, then what is added and removed.
        for (name, change) in Change::ALL {
            let section = table.get_ref().iter().find(|(key, _)| &**key.get_ref() == name);
            let Some((_, section)) = section else { continue };
            let here = line(section.span().start);
            let entries =
                section.get_ref().as_table().ok_or(Mistake { line: here, what: What::NoTable(name) })?;
            for (id, value) in entries {
                let here = line(id.span().start);
                let wrong = |what| Mistake { line: here, what };
                let id = id.get_ref();
                let action = Action::of_id(id).ok_or_else(|| wrong(What::NoAction(id.to_string())))?;
                if action.is_fixed() {
                    return Err(wrong(What::Fixed(action)));
                }
                let keys = keys_of(value).map_err(|what| {
                    // A list may go on over several lines.
                    Mistake { line: line(value.span().start).max(here), what }
                })?;
                map.change(action, change, keys).map_err(wrong)?;
                lines.insert(action, here);
            }
        }
        if let Some((key, _)) = table
            .get_ref()
            .iter()
            .find(|(key, _)| Change::ALL.iter().all(|(name, _)| **name != **key.get_ref()))
        {
            let what = What::NoSection(key.get_ref().to_string());
            return Err(Mistake { line: line(key.span().start), what });
        }
        map.check(&lines)?;
        Ok(map)
    }

    fn change(&mut self, action: Action, change: Change, keys: Vec<Key>) -> Result<(), What> {
        let row = binding(action).ok_or_else(|| What::NoAction(action.id().to_owned()))?;
        let mut now = self.of(row).to_vec();
        match change {
            Change::Set => now = keys,
            Change::Add => now.extend(keys),
            Change::Remove => {
                if let Some(key) = keys.iter().find(|key| !now.contains(key)) {
                    return Err(What::NotThere(action, *key));
                }
                now.retain(|key| !keys.contains(key));
            }
        }
        let mut seen = Vec::new();
        now.retain(|key| {
            let is_new = !seen.contains(key);
            seen.push(*key);
            is_new
        });
        if now.len() > MOST_KEYS {
            return Err(What::TooMany(action));
        }
        self.own.insert(action, now);
        Ok(())
    }

    /// Whether what the file says can be worked with.
    fn check(&self, lines: &HashMap<Action, usize>) -> Result<(), Mistake> {
        let mut changed: Vec<(usize, Action)> = lines.iter().map(|(action, line)| (*line, *action)).collect();
        changed.sort_by_key(|(line, _)| *line);
        for (line, action) in changed {
            let Some(row) = binding(action) else { continue };
            let wrong = |what| Err(Mistake { line, what });
            let is_typed = |place: &Place| place.takes_text() || *place == Place::Always;
            for key in self.of(row) {
                if *key == Char('g') {
                    return wrong(What::Prefix(action));
                }
                if action.hurts() && matches!(key, Char('0'..='9') | Go('0'..='9')) {
                    return wrong(What::Digit(action, *key));
                }
                if is_letter(*key) && row.places.iter().all(|place| place.takes_text()) {
                    return wrong(What::IsText(action, *key));
                }
                if key.edits() && !row.keys.contains(key) && row.places.iter().any(is_typed) {
                    return wrong(What::Edits(action, *key));
                }
                if matches!(key, Go(_))
                    && !row.places.iter().any(|place| place.is_screen() || *place == Place::Screens)
                {
                    return wrong(What::IsText(action, *key));
                }
            }
            if action.is_needed() && row.places.iter().any(|place| self.lacks_way(row, *place)) {
                return wrong(What::Needed(action));
            }
            for place in Place::ALL {
                if let Some((key, other)) = self.rival(row, place) {
                    return wrong(What::Twice { key, action, other, place });
                }
            }
        }
        Ok(())
    }

    /// Whether a place has no key for a row that is no letter.
    fn lacks_way(&self, row: &Binding, place: Place) -> bool {
        row.places.contains(&place) && self.of(row).iter().all(|key| is_letter(*key))
    }

    /// Another action that one of a row's keys does in a place.
    fn rival(&self, row: &Binding, place: Place) -> Option<(Key, Action)> {
        if !row.works_in(place) {
            return None;
        }
        let others = || rows().filter(|other| other.action != row.action && other.works_in(place));
        let mut keys = self.of(row).iter().filter(|key| !(place.takes_text() && is_letter(**key)));
        keys.find_map(|key| {
            let other = others().find(|other| self.of(other).contains(key))?;
            Some((*key, other.action))
        })
    }
}

/// Whether a key is text where text is typed.
pub(super) fn is_letter(key: Key) -> bool {
    matches!(key, Char(_) | Go(_))
}

/// The keys that a value names: one, or a list.
fn keys_of(value: &Spanned<DeValue<'_>>) -> Result<Vec<Key>, What> {
    match value.get_ref() {
        DeValue::String(name) => Ok(vec![key_of(name)?]),
        DeValue::Array(names) => {
            names.iter().map(|name| name.get_ref().as_str().ok_or(What::NoList).and_then(key_of)).collect()
        }
        DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_)
        | DeValue::Table(_) => Err(What::NoList),
    }
}

fn key_of(name: &str) -> Result<Key, What> {
    match Key::parse(name) {
        // A terminal sends the same for these as for Tab, Enter, Esc and Backspace.
        Some(Ctrl('i' | 'm' | '[' | 'h')) => Err(What::Alike(name.to_owned())),
        Some(Ctrl(letter)) if !letter.is_ascii_lowercase() => Err(What::NoKey(name.to_owned())),
        Some(Char(c)) if c.is_control() => Err(What::NoKey(name.to_owned())),
        Some(key) => Ok(key.half_width()),
        None => Err(What::NoKey(name.to_owned())),
    }
}

#[cfg(test)]
mod tests;
