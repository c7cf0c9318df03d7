//! Forms as they are kept on the disk, and made again from that.
//!
//! What a form is for is written as words with tabs between; the form itself is
//! made anew, as its ledger declares it now, and what was filled in is laid over it.

use super::{Answer, Entry, Form, Purpose, build::hint_of};
use crate::{
    domain::{
        checklists::{Clarity, check_id},
        id::RecordId,
        plan::tasks,
        standing::StepKind,
        visits,
        wording::Lang,
    },
    say,
    tui::{
        editor::Editor,
        event::{Paperwork, Work},
        snapshot::Snapshot,
    },
    workbench::unfinished::{Answered, Unfinished},
};

impl Purpose {
    /// The words by which a form for this is found again; none where it is not
    /// kept on the disk: what is typed into it is a passphrase or a path, or
    /// must not lie about, as what informs against somebody.
    pub(in crate::tui) fn words(&self) -> Option<String> {
        let words = |all: &[&str]| Some(all.join("\t"));
        match self {
            Self::Create(ledger, about) => {
                let about = about.map(|id| id.to_string()).unwrap_or_default();
                words(&["create", ledger, &about])
            }
            Self::Edit(id) => words(&["edit", &id.to_string()]),
            Self::Step(id, kind) => words(&["step", &id.to_string(), kind.key()]),
            Self::Tick { list, item, at } => words(&["tick", list.key(), item, &at.to_string()]),
            Self::Item(list) => words(&["item", list.key()]),
            Self::Strike(id) => words(&["strike", &id.to_string()]),
            Self::Follow(ledger, id, kind) => words(&["follow", ledger, &id.to_string(), kind]),
            Self::Part(id, verb) => words(&["part", &id.to_string(), verb]),
            Self::Voice(id) => words(&["voice", &id.to_string()]),
            Self::Analysis(id, _) => words(&["analysis", &id.to_string()]),
            Self::Other(conflict) => {
                words(&["other", &conflict.record.to_string(), &conflict.tag.to_string()])
            }
            Self::Work(Work::NewLedger) => words(&["new-ledger"]),
            Self::Work(Work::NewField(ledger)) => words(&["new-field", ledger]),
            Self::Work(Work::EditField(ledger, field)) => words(&["edit-field", ledger, field]),
            Self::Work(Work::Raise(id, kind)) => words(&["raise", &id.to_string(), kind]),
            Self::Paper(Paperwork::Begin) => words(&["bulletin"]),
            Self::Paper(Paperwork::Review(id)) => words(&["review", &id.to_string()]),
            Self::Paper(Paperwork::Sign(id)) => words(&["sign", &id.to_string()]),
            Self::Paper(Paperwork::Disclose(id)) => words(&["disclose", &id.to_string()]),
            Self::Paper(Paperwork::Archive(_) | Paperwork::Print(_))
            | Self::Work(
                Work::Export(..)
                | Work::Empty(_)
                | Work::ExportPerson(_)
                | Work::ErasePerson(_)
                | Work::Draw
                | Work::Facts
                | Work::Report(_)
                | Work::Period(_)
                | Work::Clear
                | Work::Apart(_)
                | Work::Sheet
                | Work::Columns(_)
                | Work::AssignAll(_)
                | Work::StrikeAll(_)
                | Work::PrintIssues(_)
                | Work::Offer
                | Work::JudgeTopic
                | Work::Laptop(..),
            )
            | Self::Reason(_)
            | Self::Export(_)
            | Self::Import
            | Self::Backup
            | Self::Passphrase(_)
            | Self::NewPassphrase
            | Self::LockAfter
            | Self::SaveEvents
            | Self::Appearance
            | Self::Arrange(_)
            | Self::Invite => None,
        }
    }

    /// Whether only what was changed is kept: the rest stays as it is by then.
    fn is_of_changes(&self) -> bool {
        match self {
            Self::Edit(_)
            | Self::Tick { .. }
            | Self::Analysis(_, false)
            | Self::Work(Work::EditField(..) | Work::Columns(_)) => true,
            Self::Create(..)
            | Self::Step(..)
            | Self::Item(_)
            | Self::Reason(_)
            | Self::Export(_)
            | Self::Import
            | Self::Backup
            | Self::Passphrase(_)
            | Self::NewPassphrase
            | Self::LockAfter
            | Self::SaveEvents
            | Self::Appearance
            | Self::Arrange(_)
            | Self::Invite
            | Self::Strike(_)
            | Self::Follow(..)
            | Self::Part(..)
            | Self::Work(_)
            | Self::Voice(_)
            | Self::Analysis(_, true)
            | Self::Other(_)
            | Self::Paper(_) => false,
        }
    }
}

impl Form {
    /// Whether anything in it is worth keeping when it is left.
    pub(in crate::tui) fn is_worth_keeping(&self) -> bool {
        // What somebody only tried on is not.
        !matches!(self.purpose, Purpose::Appearance | Purpose::Arrange(_))
            && self.entries.iter().any(|entry| entry.is_changed() && !entry.secret)
    }

    /// Forgets what must not lie about.
    pub(in crate::tui) fn drop_secrets(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.secret) {
            entry.answer = Answer::Text(Editor::line(""));
        }
        // What is typed next must not become a passphrase unseen.
        if self.focused().is_some_and(|entry| entry.secret) {
            self.focus = 0;
        }
    }

    /// The form as it is kept, where it is.
    pub(in crate::tui) fn kept(&self, data: &Snapshot) -> Option<Unfinished> {
        let purpose = self.purpose.words()?;
        let changes = self.purpose.is_of_changes();
        let own = self.entries.iter().filter(|entry| !entry.secret && (!changes || entry.is_changed()));
        let answers = own.map(|entry| Answered {
            key: entry.field.key.clone(),
            text: entry.text(),
            before: entry.initial.clone(),
            required: entry.field.required,
        });
        let orders = |id: RecordId| (id, data.erased.get(&id).copied().unwrap_or(0));
        Some(Unfinished {
            purpose,
            title: self.title.clone(),
            answers: answers.collect(),
            given: self.given.clone(),
            focus: self.focused().map(|entry| entry.field.key.clone()).unwrap_or_default(),
            about: self.records().map(orders).collect(),
            sent: self.sent.is_some(),
        })
    }

    /// Lays over it what was filled in before.
    pub(in crate::tui) fn go_on_with(&mut self, kept: &Unfinished, lang: Lang) {
        for answered in &kept.answers {
            let Some(entry) = self.entries.iter_mut().find(|entry| entry.field.key == answered.key) else {
                continue;
            };
            // Somebody changed meanwhile what is being changed here.
            if self.purpose.is_of_changes() && entry.initial != answered.before && !entry.hidden {
                let (title, now) = (entry.field.title.get(lang), &entry.initial);
                let shown = if matches!(entry.answer, Answer::Text(_)) { now.as_str() } else { "" };
                self.remarks.push(say!(
                    lang,
                    "“{title}”在这期间改过了：{shown}",
                    "\"{title}\" was changed meanwhile: {shown}"
                ));
            }
            entry.put(&answered.text);
        }
        if let Some(at) = self.entries.iter().position(|entry| entry.field.key == kept.focus) {
            self.focus = at;
        }
        if kept.sent {
            let told = lang.pick(
                "上次提交时中断了，可能已经保存：先查一查，已有的就按 ⟦discard⟧ 丢弃",
                "it was being submitted when the program ended and may be saved: look first; ⟦discard⟧ throws this away",
            );
            self.remarks.push(told.to_owned());
        }
    }

    /// Makes a form again from what is kept; none where it can only be opened
    /// where it was.
    pub(in crate::tui) fn again(data: &Snapshot, kept: &Unfinished, lang: Lang) -> Option<Self> {
        let words: Vec<&str> = kept.purpose.split('\t').collect();
        let id = |text: &str| text.parse::<RecordId>().ok();
        Some(match words[..] {
            ["create", ledger, about] => {
                data.catalog.get(ledger)?;
                let about = id(about);
                let resident = about.filter(|about| data.roster.resident(*about).is_some());
                let mut form = Self::create(data, ledger, resident, lang);
                form.purpose = Purpose::Create(ledger.to_owned(), about);
                form
            }
            ["edit", record] => Self::edit(data, data.known(id(record)?)?, None, lang),
            ["step", issue, kind] => {
                Self::step_on(data, data.case(id(issue)?)?, StepKind::from_key(kind)?, lang)
            }
            ["voice", issue] => Self::voice(data.case(id(issue)?)?, lang),
            ["analysis", issue] => Self::analysis(data, data.case(id(issue)?)?, lang),
            ["tick", list, item, at] => {
                let (list, at) = (Clarity::from_key(list)?, id(at)?);
                let sheet = data.checklists.iter().find(|sheet| sheet.list == list)?;
                let item = sheet.items.iter().find(|own| own.id == item)?;
                let check = check_id(list, &item.id, at);
                let row = data.checks.iter().find(|row| row.id == check && row.stands());
                Self::tick(row, list, item, at, lang)
            }
            ["item", list] => Self::item(Clarity::from_key(list)?, lang),
            ["strike", record] => Self::strike(data, data.known(id(record)?)?.id, lang),
            ["new-ledger"] => Self::new_ledger(lang),
            ["new-field", ledger] => Self::new_field(data.catalog.get(ledger)?, lang),
            ["follow", ledger, about, kind] => {
                let declared = data.catalog.get(ledger)?;
                let about = data.known(id(about)?)?.id;
                let entries = kept.answers.iter().map(|answered| {
                    let mut field = declared.field_by_key(&answered.key)?.clone();
                    field.required = answered.required;
                    let hint = hint_of(&field, lang);
                    Some(Entry::new(field).hinted(hint))
                });
                let purpose = Purpose::Follow(ledger.to_owned(), about, kind.to_owned());
                let mut form = Self::with(purpose, kept.title.clone(), entries.collect::<Option<_>>()?);
                form.given.clone_from(&kept.given);
                form
            }
            _ => return None,
        })
    }

    /// Takes whom a new record is begun for into what the form is for: another's is another form.
    pub(super) fn note_about(&mut self) {
        let Purpose::Create(ledger, about @ None) = &mut self.purpose else { return };
        let tags: &[_] = match ledger.as_str() {
            visits::ID => &[visits::RESIDENT, visits::HOUSEHOLD],
            tasks::ID => &[tasks::RESIDENT, tasks::HOUSEHOLD],
            _ => &[],
        };
        let mut entries = self.entries.iter().filter(|entry| tags.contains(&entry.field.tag));
        *about = entries.find_map(|entry| match &entry.answer {
            Answer::Refs(ids) => ids.first().copied(),
            Answer::Text(_) | Answer::Choice(_) => None,
        });
    }
}

impl Entry {
    /// Fills in what was filled in before, as far as it still fits.
    fn put(&mut self, text: &str) {
        let options = self.options();
        match &mut self.answer {
            Answer::Text(editor @ Editor::Line(_)) => *editor = Editor::line(text),
            Answer::Text(editor @ Editor::Area(_)) => *editor = Editor::area(text),
            Answer::Choice(at) => {
                let place = options.iter().position(|choice| choice.key == text);
                if place.is_some() || text.is_empty() {
                    *at = place;
                }
            }
            Answer::Refs(ids) => *ids = text.split('、').filter_map(|part| part.parse().ok()).collect(),
        }
    }
}
