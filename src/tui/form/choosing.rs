//! How a field takes one of its choices: turned, typed letter by letter, or pasted. What
//! fits none of them is told beside the field, and not dropped.

use super::{Answer, Entry, MANY};
use crate::{
    domain::{field::Choice, wording::Lang},
    say, search,
    tui::cells,
};

/// So much of what was typed is told again.
const TOLD: usize = 24;

/// What was typed or pasted of the name of a choice.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    text: String,
    /// The choice that was taken before.
    before: Option<usize>,
    /// Whether no choice is called so.
    is_astray: bool,
}

/// What became of a pasted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Pasted {
    /// The field took it, or told why not.
    Taken,
    /// It is looked for in the list of what the field can hold.
    Sought,
}

impl Entry {
    /// Whether something was typed that is none of the choices.
    pub(super) fn is_astray(&self) -> bool {
        self.typed.is_astray
    }

    /// Takes a choice, or none.
    pub(super) fn take(&mut self, place: Option<usize>) {
        if let Answer::Choice(at) = &mut self.answer {
            *at = place;
            self.typed = Typed::default();
            self.error = None;
        }
    }

    /// Takes away what was typed and fits none; else the choice, where there need be none.
    pub(super) fn take_back(&mut self) {
        if self.typed.is_astray {
            self.take(self.typed.before);
        } else if !self.field.required {
            self.take(None);
        }
    }

    /// Goes to the choice after, or before; an optional field has none as well.
    pub(super) fn turn(&mut self, forward: bool) {
        let Answer::Choice(at) = self.answer else { return };
        let count = self.options().len();
        let required = self.field.required;
        self.take(match (at, forward) {
            (None, true) => Some(0),
            (None, false) => count.checked_sub(1),
            (Some(at), true) if at + 1 < count => Some(at + 1),
            (Some(_), true) => required.then_some(0),
            (Some(0), false) if required => count.checked_sub(1),
            (Some(at), false) => at.checked_sub(1),
        });
    }

    /// Goes to the choice that is called as was typed, by its characters, by pinyin or in
    /// English; else to the next one that the letter begins.
    pub(super) fn type_choice(&mut self, letter: char, lang: Lang) {
        let Answer::Choice(at) = self.answer else { return };
        let options = self.options();
        let Typed { text: before, before: earlier, .. } = std::mem::take(&mut self.typed);
        let kept = if before.is_empty() { at } else { earlier };
        let text = format!("{before}{letter}");
        let called = |text: &str, from: usize| {
            let mut around = (from..options.len()).chain(0..from.min(options.len()));
            around.find(|at| options.get(*at).is_some_and(|choice| begins(choice, text, lang)))
        };
        let next = at.map_or(0, |at| at + 1);
        let alone = letter.to_string();
        let (found, text) = if before.is_empty() {
            (called(&text, next), text)
        } else if let Some(found) = called(&text, at.unwrap_or(0)) {
            (Some(found), text)
        } else if let Some(found) = called(&alone, next).filter(|_| letter.is_ascii()) {
            (Some(found), alone)
        } else {
            (None, text)
        };
        match found {
            Some(found) => {
                let is_whole = options.get(found).is_some_and(|choice| is_called(choice, &text));
                self.take(Some(found));
                if !is_whole {
                    self.typed = Typed { text, before: kept, is_astray: false };
                }
            }
            None => self.go_astray(text, kept, lang),
        }
    }

    /// Takes a pasted text for the name of a choice; of many, and of records, it is looked for.
    pub(super) fn paste_choice(&mut self, text: &str, lang: Lang) -> Pasted {
        let at = match self.answer {
            Answer::Text(_) => return Pasted::Taken,
            Answer::Refs(_) => return Pasted::Sought,
            Answer::Choice(at) => at,
        };
        let text = cells::one_line(text.trim());
        let options = self.options();
        let whole = options.iter().position(|choice| is_called(choice, &text));
        let found = whole.or_else(|| options.iter().position(|choice| begins(choice, &text, lang)));
        if text.is_empty() {
            return Pasted::Taken;
        }
        match found {
            Some(found) => self.take(Some(found)),
            None if options.len() > MANY => return Pasted::Sought,
            None => self.go_astray(text, at, lang),
        }
        Pasted::Taken
    }

    /// Tells that no choice is called so, and what there is; what was taken before stays.
    fn go_astray(&mut self, text: String, before: Option<usize>, lang: Lang) {
        let titles: Vec<String> =
            self.options().iter().map(|choice| choice.title.get(lang).to_owned()).collect();
        let all = titles.join(lang.pick("、", ", "));
        let told = cells::cut(&text, TOLD);
        self.take(before);
        self.error = Some(say!(
            lang,
            "没有“{told}”这一项。有：{all}（退格清掉）",
            "There is no \"{told}\". There is: {all} (Backspace clears it)"
        ));
        self.typed = Typed { text, before, is_astray: true };
    }
}

/// Whether a choice is called so.
fn is_called(choice: &Choice, text: &str) -> bool {
    choice.title.zh == text || choice.title.en.to_lowercase() == text.to_lowercase()
}

/// Whether a choice is called so from its beginning on. Where Chinese is shown, one letter
/// is of pinyin and not of an English name that nobody sees.
fn begins(choice: &Choice, text: &str, lang: Lang) -> bool {
    let first = |text: &str| text.chars().take(1).collect::<String>();
    let is_english = lang == Lang::En || text.chars().nth(1).is_some();
    choice.title.zh.starts_with(text)
        || is_english && choice.title.en.to_lowercase().starts_with(&text.to_lowercase())
        || search::matches(&first(&choice.title.zh), &first(text).to_lowercase()).is_some()
            && search::matches_together(&choice.title.zh, text).is_some()
}
