//! Forms, made from the fields that ledgers declare.

mod build;
mod bundles;
mod choosing;
mod apart;
mod appearance;
mod arrange;
mod declare;
mod follow;
mod kept;
mod lock;
pub(in crate::tui) mod oversee;
mod matters;
mod money;
mod papers;
mod pointing;
mod purpose;
mod reports;
mod sheets;
mod several;
mod view;
pub(super) mod visit;

use super::{
    editor::Editor,
    event::{Effect, LedgerWork, Pairs, Trouble, Work},
    key::Key,
    keys::{Action, KeyMap, Place},
};
use crate::domain::{
    field::{Choice, Field, Kind},
    id::RecordId,
    input,
    value::Value,
    wording::{Lang, Wording},
};

pub(super) use choosing::Pasted;
use choosing::Typed;
pub(super) use follow::Following;
use pointing::Held;
pub(super) use purpose::Purpose;
pub(super) use view::{Layout, lay_out, more, tell_more, view};

/// More choices than this are taken from a list that is searched by typing.
const MANY: usize = 12;

/// The word that empties a field whose value is hidden.
const EMPTYING: [&str; 2] = ["清空", "clear"];

/// What fills a field.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// Typed text.
    Text(Editor),
    /// One of the field's choices.
    Choice(Option<usize>),
    /// Records, taken from a list.
    Refs(Vec<RecordId>),
}

/// A field of a form.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) field: Field,
    pub(super) answer: Answer,
    /// What it held when the form was opened; only changes are sent.
    initial: String,
    /// A word beside the empty field.
    pub(super) hint: String,
    /// What is wrong with it.
    pub(super) error: Option<String>,
    /// Whether it shows stars.
    pub(super) secret: bool,
    /// Whether it holds something that is not shown.
    pub(super) hidden: bool,
    /// What is told below it, whatever it holds.
    told: Vec<String>,
    /// What was typed of the name of a choice.
    typed: Typed,
}

/// A form that is being filled in.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) purpose: Purpose,
    pub(super) title: String,
    /// What is known already, and good to know while it is filled in.
    pub(super) notes: Vec<String>,
    /// What to know before going on with what was filled in earlier.
    pub(super) remarks: Vec<String>,
    pub(super) entries: Vec<Entry>,
    /// What is known already and is not asked.
    pub(super) given: Pairs,
    pub(super) focus: usize,
    /// What is wrong with all of it.
    pub(super) error: Option<String>,
    /// The number under which it was submitted, while that is not answered.
    pub(super) sent: Option<u64>,
    /// Where its rows were left by the wheel or a click.
    held: Option<Held>,
}

/// What a key did to a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reaction {
    /// It stays.
    Stays,
    /// It was left.
    Left,
    /// It wants to be sent.
    Send,
    /// It is to be thrown away.
    Discard,
    /// The field in focus wants a record from a list, searched by this first.
    Pick(Option<char>),
}

impl Entry {
    /// The closed list that the field is chosen from.
    pub(super) fn options(&self) -> Vec<Choice> {
        match &self.field.kind {
            // Several are typed.
            Kind::Choice(_) if self.field.many => Vec::new(),
            Kind::Choice(choices) => choices.clone(),
            Kind::Bool => [("yes", "是", "yes"), ("no", "否", "no")]
                .map(|(key, zh, en)| Choice::new(key.to_owned(), Wording::new(zh, en)))
                .to_vec(),
            Kind::Text
            | Kind::LongText
            | Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Lunar
            | Kind::Date
            | Kind::Instant
            | Kind::Ref(_) => Vec::new(),
        }
    }

    /// What it says, as `Workbench::fill` reads it.
    pub(super) fn text(&self) -> String {
        match &self.answer {
            Answer::Text(editor) => editor.text(),
            Answer::Choice(at) => {
                at.and_then(|at| self.options().get(at).map(|choice| choice.key.clone())).unwrap_or_default()
            }
            Answer::Refs(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        }
    }

    /// Whether something was filled in; a blank in an empty field is nothing.
    fn is_changed(&self) -> bool {
        let text = self.text();
        text != self.initial && !(text.trim().is_empty() && self.initial.trim().is_empty())
    }

    /// What is sent: of a hidden field the word for it empties it.
    fn sent(&self) -> String {
        if self.is_emptied() { String::new() } else { self.text() }
    }

    /// Whether a hidden field is to be emptied.
    fn is_emptied(&self) -> bool {
        self.hidden && EMPTYING.contains(&self.text().trim())
    }

    /// Checks the text as far as that needs no workspace.
    fn check(&mut self, today: jiff::civil::Date, lang: Lang) -> bool {
        if self.is_astray() {
            return false;
        }
        let text = self.text();
        self.error = if text.trim().is_empty() {
            let title = self.field.title.get(lang);
            self.field
                .required
                .then(|| crate::say!(lang, "“{title}”必须填写", "\"{title}\" must be filled in"))
        } else if matches!(self.field.kind, Kind::Ref(_)) || self.field.many || self.is_emptied() {
            None
        } else {
            input::read(&self.field, &text, today).err().map(|why| why.sentence(lang))
        };
        self.error.is_none()
    }

    /// Puts the day itself where it was said in words: it is seen which one is meant, and a
    /// draft of today means it tomorrow too.
    fn say_which_day(&mut self, today: jiff::civil::Date) {
        let text = self.text();
        if let (Kind::Date, Answer::Text(editor)) = (&self.field.kind, &mut self.answer)
            && !self.field.many
            && let Ok(Some(Value::Date(day))) = input::read(&self.field, &text, today)
            && text != day.to_string()
        {
            *editor = Editor::line(&day.to_string());
        }
    }
}

impl Form {
    /// Takes a key.
    pub(super) fn key(&mut self, key: Key, keys: &KeyMap, today: jiff::civil::Date, lang: Lang) -> Reaction {
        self.follow_focus();
        if self.sent.is_some() {
            return if keys.lookup(Place::Form, key) == Some(Action::LeaveForm) {
                Reaction::Left
            } else {
                Reaction::Stays
            };
        }
        let edges = self.focused().map_or((true, true), |entry| match &entry.answer {
            Answer::Text(editor) => editor.edges(),
            Answer::Choice(_) | Answer::Refs(_) => (true, true),
        });
        let action = keys.lookup(Place::Form, key);
        let last = self.focus + 1 >= self.entries.len();
        if action == Some(Action::LeaveForm) {
            return Reaction::Left;
        } else if action == Some(Action::Advance) && self.is_of_columns() {
            return Reaction::Pick(None);
        } else if action == Some(Action::Discard) {
            return Reaction::Discard;
        } else if action == Some(Action::Submit) || action == Some(Action::Advance) && last {
            if self.check(today, lang) {
                return Reaction::Send;
            }
        } else if action == Some(Action::Advance)
            || action == Some(Action::NextField) && (key != Key::Down || edges.1)
        {
            self.step(true, today, lang);
        } else if action == Some(Action::PreviousField) && (key != Key::Up || edges.0) {
            self.step(false, today, lang);
        } else {
            return self.type_key(key, lang);
        }
        Reaction::Stays
    }

    /// The field that keys go to.
    pub(super) fn focused(&self) -> Option<&Entry> {
        self.entries.get(self.focus)
    }

    /// Takes pasted text.
    pub(super) fn paste(&mut self, text: &str, lang: Lang) -> Pasted {
        self.follow_focus();
        match self.entries.get_mut(self.focus) {
            _ if self.sent.is_some() => Pasted::Taken,
            Some(Entry { answer: Answer::Text(editor), error, .. }) => {
                editor.paste(text);
                *error = None;
                Pasted::Taken
            }
            Some(entry) => entry.paste_choice(text, lang),
            None => Pasted::Taken,
        }
    }

    /// Takes what is told above and beside the fields from one that was just made: that may have
    /// changed.
    pub(super) fn take_told(&mut self, fresh: Self) {
        self.notes = fresh.notes;
        for new in fresh.entries {
            if let Some(own) = self.entries.iter_mut().find(|own| own.field.key == new.field.key) {
                own.hint = new.hint;
            }
        }
    }

    /// Begins in the first field that has to be filled in and is empty.
    pub(super) fn begin_at_required(&mut self) {
        let wanted = |entry: &Entry| entry.field.required && entry.text().trim().is_empty();
        self.focus = self.entries.iter().position(wanted).unwrap_or(self.focus);
    }

    /// Puts a record that was chosen into the field in focus; of a set, takes
    /// it out where it was in.
    pub(super) fn choose(&mut self, id: RecordId) {
        if let Some(Entry { answer: Answer::Refs(ids), field, error, .. }) = self.entries.get_mut(self.focus)
        {
            *error = None;
            match ids.iter().position(|other| *other == id) {
                Some(at) if field.many => drop(ids.remove(at)),
                Some(_) => {}
                None if field.many => ids.push(id),
                None => *ids = vec![id],
            }
        }
    }

    /// Takes one of the choices of the field in focus.
    pub(super) fn take_choice(&mut self, place: usize) {
        if let Some(entry) = self.entries.get_mut(self.focus) {
            entry.take(Some(place));
        }
    }

    /// Takes what it holds now for what it was opened with: only what differs
    /// from that was filled in, and a draft belongs to the target it was for.
    pub(super) fn opened(&mut self) {
        for entry in &mut self.entries {
            entry.initial = entry.text();
        }
        let laptops = self.entries.iter().find(|entry| entry.field.key == "laptops").map(Entry::text);
        if let Purpose::Export(of) = &mut self.purpose {
            *of = laptops.unwrap_or_default();
        }
        self.note_about();
    }

    /// Writes into a field that is still empty.
    pub(super) fn fill_if_empty(&mut self, key: &str, text: &str, ids: &[RecordId]) {
        let found = self.entries.iter_mut().find(|entry| entry.field.key == key && entry.text().is_empty());
        match found.map(|entry| &mut entry.answer) {
            Some(Answer::Text(editor)) => editor.paste(text),
            Some(Answer::Refs(own)) => *own = ids.to_vec(),
            Some(Answer::Choice(_)) | None => {}
        }
    }

    /// What is to be done with it.
    pub(super) fn effect(&self) -> Effect {
        let changed = || -> Pairs {
            let changed = self.entries.iter().filter(|entry| entry.is_changed());
            changed.map(|entry| (entry.field.key.clone(), entry.sent())).collect()
        };
        let all = || -> Pairs {
            let filled = self.entries.iter().filter(|entry| !entry.text().is_empty());
            let filled = filled.map(|entry| (entry.field.key.clone(), entry.text()));
            self.given.iter().cloned().chain(filled).collect()
        };
        let text = |key: &str| {
            let entry = self.entries.iter().find(|entry| entry.field.key == key);
            entry.map(Entry::text).unwrap_or_default()
        };
        match &self.purpose {
            Purpose::Create(ledger, _) => Effect::Create(ledger.clone(), all()),
            Purpose::Follow(ledger, about, _) => {
                Effect::OnLedger(LedgerWork::Follow(*about, ledger.clone(), all()))
            }
            Purpose::Strike(id) => Effect::OnLedger(LedgerWork::Strike(*id, text("reason"))),
            Purpose::Work(work @ Work::EditField(..)) => {
                // What was emptied is told as well.
                let told = self.entries.iter().map(|entry| (entry.field.key.clone(), entry.text()));
                Effect::OnLedger(LedgerWork::Filled(work.clone(), told.collect()))
            }
            Purpose::Work(work @ Work::Columns(_)) => {
                Effect::OnLedger(LedgerWork::Filled(work.clone(), changed()))
            }
            Purpose::Work(work) => Effect::OnLedger(LedgerWork::Filled(work.clone(), all())),
            Purpose::Edit(id) => Effect::Edit(*id, changed()),
            Purpose::Part(id, _) => Effect::Edit(*id, all()),
            Purpose::Step(issue, kind) => Effect::Step(*issue, *kind, all()),
            Purpose::Voice(issue) => Effect::Voice(*issue, all()),
            Purpose::Analysis(issue, true) => Effect::Analyse(*issue, all()),
            Purpose::Analysis(issue, false) => Effect::Analyse(*issue, changed()),
            Purpose::Tick { list, item, at } => {
                Effect::Tick { list: *list, item: item.clone(), at: *at, pairs: changed() }
            }
            Purpose::Item(list) => Effect::AddItem(*list, text("title"), text("hint")),
            Purpose::Reason(id) => Effect::Unmask(*id, text("reason")),
            Purpose::Export(_) => Effect::Export(all()),
            Purpose::Backup => Effect::Backup(text("to")),
            Purpose::Import => Effect::Preview { file: text("file").trim().into(), passphrase: None },
            Purpose::Passphrase(file) => {
                Effect::Preview { file: file.clone(), passphrase: Some(text("passphrase")) }
            }
            Purpose::NewPassphrase => {
                Effect::ChangePassphrase(Box::new([text("old"), text("new"), text("again")]))
            }
            Purpose::LockAfter => Effect::LockAfter(text("minutes")),
            Purpose::SaveEvents => Effect::SaveEvents {
                to: text("to"),
                report: self.given.iter().map(|(_, report)| report.as_str()).collect(),
            },
            Purpose::Appearance => Effect::Dress(all()),
            Purpose::Arrange(list) => self.arranged(list),
            Purpose::Invite => Effect::Invite(all()),
            Purpose::Paper(what) => Effect::Paper(what.clone(), all()),
            Purpose::Other(conflict) => Effect::SettleAs(conflict.clone(), text("other")),
        }
    }

    /// Shows why it was refused, beside the field where it is about one.
    pub(super) fn refuse(&mut self, trouble: &Trouble) {
        self.sent = None;
        self.follow_focus();
        let meant = |entry: &Entry| {
            let field = trouble.field.as_deref();
            field == Some(entry.field.key.as_str())
                || field == Some(&*entry.field.title.zh)
                || field == Some(&*entry.field.title.en)
        };
        match self.entries.iter().position(meant) {
            Some(at) => {
                self.focus = at;
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.error = Some(trouble.sentence.clone());
                }
            }
            None => self.error = Some(trouble.sentence.clone()),
        }
    }

    fn step(&mut self, forward: bool, today: jiff::civil::Date, lang: Lang) {
        let count = self.entries.len().max(1);
        self.pass(today, lang);
        self.focus = if forward { (self.focus + 1) % count } else { (self.focus + count - 1) % count };
    }

    /// Looks at the field in focus, which is being left.
    fn pass(&mut self, today: jiff::civil::Date, lang: Lang) {
        // A field passed over empty is not yet a mistake.
        if let Some(entry) = self.entries.get_mut(self.focus).filter(|entry| !entry.text().trim().is_empty())
            && entry.check(today, lang)
        {
            entry.say_which_day(today);
        }
    }

    fn type_key(&mut self, key: Key, lang: Lang) -> Reaction {
        self.error = None;
        let Some(entry) = self.entries.get_mut(self.focus) else { return Reaction::Stays };
        let many = entry.options().len() > MANY;
        match (&mut entry.answer, key) {
            (Answer::Text(editor), key) => {
                if editor.key(key) {
                    entry.error = None;
                }
            }
            (Answer::Choice(_), Key::Char(typed)) if many => {
                let typed = Some(typed).filter(|typed| !typed.is_whitespace());
                return Reaction::Pick(typed);
            }
            (Answer::Choice(_), Key::Right | Key::Char(' ' | '\u{3000}')) => entry.turn(true),
            (Answer::Choice(_), Key::Left) => entry.turn(false),
            (Answer::Choice(_), Key::Backspace | Key::Delete) => entry.take_back(),
            (Answer::Choice(_), Key::Char(letter)) => entry.type_choice(letter, lang),
            (Answer::Refs(ids), Key::Backspace | Key::Delete) => drop(ids.pop()),
            (Answer::Refs(_), Key::Right | Key::Char(' ' | '\u{3000}')) => return Reaction::Pick(None),
            (Answer::Refs(_), Key::Char(letter)) => return Reaction::Pick(Some(letter)),
            (Answer::Choice(_) | Answer::Refs(_), _) => {}
        }
        if matches!(entry.answer, Answer::Refs(_)) {
            entry.error = None;
        }
        Reaction::Stays
    }

    fn check(&mut self, today: jiff::civil::Date, lang: Lang) -> bool {
        let bad: Vec<usize> =
            (0..self.entries.len()).filter(|at| !self.entries[*at].check(today, lang)).collect();
        if let Some(first) = bad.first() {
            self.focus = *first;
        }
        bad.is_empty()
    }
}
