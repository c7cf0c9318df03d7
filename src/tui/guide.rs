//! The first start: what there is no workspace for yet is asked on the screen.
//!
//! Language, how wide the terminal draws, and whether to begin a group, to join
//! one by an invitation, to go on from a backup, or to look at a demonstration.
//! Nothing is written here: what was decided is handed back with the last Enter,
//! and done by the same paths as the commands `init`, `join`, `restore` and `demo`.

mod page;
mod view;

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{
    editor::Editor,
    event::Event,
    key::Key,
    terminal::{self, Screen},
    theme::{Ambiguous, Look, Looks},
};
use crate::{
    domain::wording::Lang,
    workbench::wanted::{self, Lying},
};

pub use page::First;
use page::{Entry, Page, Way};
use view::Spot;

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Begin a group.
    Found {
        /// Its name.
        group: String,
        /// The community it was sent to; may be empty.
        community: String,
        /// Who sits at this laptop.
        member: String,
        /// The passphrase of the workspace.
        passphrase: Zeroizing<String>,
        /// What it begins with.
        first: First,
    },
    /// Join a group.
    Join {
        /// The invitation.
        invitation: PathBuf,
        /// Its passphrase, as it was told by voice.
        told: Zeroizing<String>,
        /// Who sits at this laptop.
        member: String,
        /// The passphrase of the workspace.
        passphrase: Zeroizing<String>,
    },
    /// Go on from a backup.
    Restore {
        /// The backup.
        backup: PathBuf,
        /// The passphrase under which it was written.
        passphrase: Zeroizing<String>,
    },
    /// Look at a demonstration.
    Demonstrate,
}

/// The guide; it keeps what was filled in when something was refused.
#[derive(Debug)]
pub struct Guide {
    lang: Lang,
    looks: Looks,
    colour: bool,
    page: Page,
    /// The row that is selected where one is chosen.
    at: usize,
    way: Way,
    first: First,
    entries: Vec<Entry>,
    focus: usize,
    /// Invitations that lie in the folder that was named, while one of them is chosen.
    lying: Vec<Lying>,
    /// What is wrong, or was refused.
    told: Option<String>,
    size: (u16, u16),
}

/// What a key came to.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Stays,
    Left,
    Decided(Decision),
}

impl Guide {
    /// At its first page.
    pub fn new(lang: Lang, colour: bool) -> Self {
        let looks = Looks::new(Vec::new(), "");
        let at = usize::from(lang == Lang::En);
        let (page, way, size) = (Page::Language, Way::Found, super::model::LEAST);
        Self {
            lang,
            looks,
            colour,
            page,
            at,
            way,
            first: First::default(),
            entries: Vec::new(),
            focus: 0,
            lying: Vec::new(),
            told: None,
            size,
        }
    }

    /// The language that was chosen.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// What was chosen about the screen, as the workspace keeps it.
    pub fn appearance(&self) -> String {
        let language = self.lang.pick("zh-CN", "en").to_owned();
        Look { language, ..self.looks.chosen.clone() }.text()
    }

    /// Says why what was decided was not done, where it is put right; all that was filled in stays.
    /// A passphrase that opens no file is that of the file.
    pub fn refuse(&mut self, why: &str, is_sealed: bool) {
        self.page = Page::Entries;
        let opens = |entry: &Entry| matches!(entry.key, "told" | "passphrase");
        let at = self.entries.iter().position(opens).filter(|_| is_sealed);
        self.focus = at.unwrap_or(0);
        self.told = Some(why.to_owned());
    }

    /// Asks on the terminal until something is decided; none where somebody left.
    pub fn ask(&mut self) -> std::io::Result<Option<Decision>> {
        let mut screen = Screen::open(self.colour)?;
        self.size = screen.size()?;
        loop {
            screen.show(|frame| view::view(self, frame))?;
            let outcome = match terminal::next() {
                Some(Event::Gone) => Outcome::Left,
                Some(event) => self.take(event),
                None => Outcome::Stays,
            };
            match outcome {
                Outcome::Stays => {}
                Outcome::Left => return Ok(None),
                Outcome::Decided(decision) => return Ok(Some(decision)),
            }
        }
    }

    fn take(&mut self, event: Event) -> Outcome {
        match event {
            Event::Key(key) => return self.press(key),
            Event::Paste(text) => {
                if let Some(entry) = self.entry() {
                    entry.editor.paste(&text);
                }
            }
            Event::Resize(width, height) => self.size = (width, height),
            Event::Wheel(rows, _) if self.is_choice() => self.choose(rows.signum()),
            Event::Click(x, y) => return self.click((x, y)),
            Event::Wheel(..)
            | Event::Answer(_)
            | Event::Idle
            | Event::Paused
            | Event::Gone
            | Event::Drag(..)
            | Event::Release
            | Event::Broken(_) => {}
        }
        Outcome::Stays
    }

    /// A row is selected, and gone on with where it was selected already; a field takes the
    /// cursor to the cell; a word of the footer is its key.
    fn click(&mut self, place: (u16, u16)) -> Outcome {
        match view::spot(self, place) {
            Some(Spot::Word(key)) => return self.press(key),
            Some(Spot::Choice(at)) if at == self.at => return self.press(Key::Enter),
            Some(Spot::Choice(at)) => {
                self.told = None;
                self.select(at);
            }
            Some(Spot::Field(number, cell)) => {
                self.told = None;
                self.focus = number;
                if let Some((entry, (column, room))) = self.entry().zip(cell) {
                    if entry.secret {
                        entry.editor.point_secret(column, room);
                    } else {
                        entry.editor.point(0, column, room);
                    }
                }
            }
            None => {}
        }
        Outcome::Stays
    }

    fn press(&mut self, key: Key) -> Outcome {
        if matches!(key, Key::Ctrl('q' | 'c')) {
            return Outcome::Left;
        }
        let told = self.told.take();
        if !self.lying.is_empty() {
            self.press_on_lying(key);
            return Outcome::Stays;
        }
        match (self.page, key) {
            (_, Key::Esc) if self.page == Page::Language => return Outcome::Left,
            (_, Key::Esc) => self.back(),
            (Page::Entries, Key::Up | Key::BackTab) => self.focus = self.focus.saturating_sub(1),
            (Page::Entries, Key::Down | Key::Tab) => self.pass(),
            (Page::Entries, Key::Enter) if self.focus + 1 < self.entries.len() => self.pass(),
            (Page::Entries, Key::Enter | Key::Ctrl('s')) => self.check(),
            (Page::Entries, key) => {
                if let Some(entry) = self.entry() {
                    entry.editor.key(key);
                }
            }
            (Page::Summary, Key::Enter) => return self.decided(),
            (Page::Summary, _) => self.told = told,
            (_, Key::Up | Key::BackTab) => self.choose(-1),
            (_, Key::Down | Key::Tab) => self.choose(1),
            (_, Key::Enter) => self.go_on(),
            (Page::Language | Page::Width | Page::Way | Page::First, _) => self.told = told,
        }
        Outcome::Stays
    }

    /// Goes on to the next field, where what was filled in of this one is right.
    fn pass(&mut self) {
        if self.is_filled_in() && !self.is_right(self.focus) {
            return;
        }
        self.focus = (self.focus + 1).min(self.entries.len().saturating_sub(1));
    }

    fn is_filled_in(&self) -> bool {
        self.entries.get(self.focus).is_some_and(|entry| !entry.editor.text().trim().is_empty())
    }

    /// Looks at a field; says what is wrong with it, or has an invitation chosen from several.
    fn is_right(&mut self, at: usize) -> bool {
        if let Some(told) = page::mistake_in(&self.entries, at, self.lang) {
            (self.focus, self.told) = (at, Some(told));
            return false;
        }
        let Some((entry, purpose)) = self.entries.get_mut(at).and_then(|entry| {
            let purpose = entry.wanted()?;
            Some((entry, purpose))
        }) else {
            return true;
        };
        let path = super::perform::path(&entry.editor.text());
        match wanted::lying(&path, purpose) {
            Ok(found) => match found.as_slice() {
                [one] if one.file == path => return true,
                [one] => {
                    entry.editor = Editor::line(&one.file.to_string_lossy());
                    return true;
                }
                _ => (self.focus, self.at, self.lying) = (at, 0, found),
            },
            Err(unwanted) => (self.focus, self.told) = (at, Some(unwanted.why.get(self.lang).to_owned())),
        }
        false
    }

    /// Takes one of several invitations.
    fn press_on_lying(&mut self, key: Key) {
        if key == Key::Esc {
            self.lying.clear();
        } else if matches!(key, Key::Up | Key::BackTab) {
            self.choose(-1);
        } else if matches!(key, Key::Down | Key::Tab) {
            self.choose(1);
        } else if key == Key::Enter {
            let chosen = self.lying.get(self.at).map(|one| one.file.to_string_lossy().into_owned());
            self.lying.clear();
            if let Some((entry, file)) = self.entry().zip(chosen) {
                entry.editor = Editor::line(&file);
            }
            self.pass();
        }
    }

    /// Whether a row is selected.
    fn is_choice(&self) -> bool {
        self.page.is_choice() || !self.lying.is_empty()
    }

    /// What is selected from.
    fn choices(&self) -> Vec<String> {
        if self.lying.is_empty() {
            return self.page.choices(self.lang).into_iter().map(str::to_owned).collect();
        }
        self.lying.iter().map(|one| one.told(self.lang)).collect()
    }

    fn entry(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.focus).filter(|_| self.page == Page::Entries)
    }

    /// Selects a row; language and width are seen at once.
    fn choose(&mut self, by: isize) {
        let count = self.choices().len();
        self.select(self.at.saturating_add_signed(by).min(count.saturating_sub(1)));
    }

    fn select(&mut self, at: usize) {
        self.at = at;
        if !self.lying.is_empty() {
            return;
        }
        match self.page {
            Page::Language => self.lang = if self.at == 0 { Lang::Zh } else { Lang::En },
            Page::Width => {
                let width = Ambiguous::ALL.get(self.at).copied();
                self.looks.chosen.ambiguous = width.unwrap_or_default();
            }
            Page::Way | Page::Entries | Page::First | Page::Summary => {}
        }
    }

    fn go_on(&mut self) {
        match self.page {
            Page::Language => self.turn_to(Page::Width),
            Page::Width => self.turn_to(Page::Way),
            Page::Way => {
                let way = Way::ALL.get(self.at).copied().unwrap_or(Way::Found);
                if way != self.way || self.entries.is_empty() {
                    (self.way, self.entries, self.focus) = (way, way.entries(), 0);
                }
                self.turn_to(if way == Way::Demonstrate { Page::Summary } else { Page::Entries });
            }
            Page::First => {
                self.first = First::ALL.get(self.at).copied().unwrap_or_default();
                self.turn_to(Page::Summary);
            }
            Page::Entries | Page::Summary => {}
        }
    }

    fn back(&mut self) {
        let before = match self.page {
            Page::Language | Page::Width => Page::Language,
            Page::Way => Page::Width,
            Page::Entries => Page::Way,
            Page::First => Page::Entries,
            Page::Summary => match self.way {
                Way::Found => Page::First,
                Way::Join | Way::Restore => Page::Entries,
                Way::Demonstrate => Page::Way,
            },
        };
        self.turn_to(before);
    }

    fn turn_to(&mut self, page: Page) {
        self.page = page;
        self.at = match page {
            Page::Language => usize::from(self.lang == Lang::En),
            Page::Width => usize::from(self.looks.chosen.ambiguous == Ambiguous::Wide),
            Page::Way => Way::ALL.iter().position(|way| *way == self.way).unwrap_or(0),
            Page::First => First::ALL.iter().position(|first| *first == self.first).unwrap_or(0),
            Page::Entries | Page::Summary => 0,
        };
    }

    /// Looks at what was filled in; goes to the first that is wrong.
    fn check(&mut self) {
        let wrong = page::mistake(&self.entries, self.lang);
        match wrong {
            Some((at, told)) => (self.focus, self.told) = (at, Some(told)),
            None if !(0..self.entries.len()).all(|at| self.is_right(at)) => {}
            None if self.way == Way::Found => self.turn_to(Page::First),
            None => self.turn_to(Page::Summary),
        }
    }

    fn decided(&self) -> Outcome {
        let text = |key: &str| page::text(&self.entries, key).trim().to_owned();
        let secret = |key: &str| Zeroizing::new(page::text(&self.entries, key));
        Outcome::Decided(match self.way {
            Way::Found => Decision::Found {
                group: text("group"),
                community: text("community"),
                member: text("member"),
                passphrase: secret("passphrase"),
                first: self.first,
            },
            Way::Join => Decision::Join {
                invitation: super::perform::path(&text("invitation")),
                told: secret("told"),
                member: text("member"),
                passphrase: secret("passphrase"),
            },
            Way::Restore => Decision::Restore {
                backup: super::perform::path(&text("backup")),
                passphrase: secret("passphrase"),
            },
            Way::Demonstrate => Decision::Demonstrate,
        })
    }
}

impl Entry {
    fn new(key: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self {
            key,
            title: crate::domain::wording::Wording::new(zh, en),
            editor: Editor::line(""),
            required: true,
            secret: false,
            hint: crate::domain::wording::Wording::new("", ""),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
