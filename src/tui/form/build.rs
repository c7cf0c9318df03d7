//! Which fields a form asks for.

use super::{
    Answer, Entry, Form, Purpose,
    choosing::Typed,
    matters::{answerable, asked, not_yet, step_hint},
};
use crate::{
    domain::{
        checklists::{self, CheckItem, Clarity},
        consent::{consents, notices},
        diaries,
        field::{Field, Kind, Tag},
        id::RecordId,
        input,
        issues::{issues, steps},
        organisation::handovers,
        oversight::{commendations, findings, inspections, own_checks, rectifications, reminders},
        plan::tasks,
        privacy,
        roster::{households, residents},
        row::Row,
        standing::StepKind,
        team::members,
        value::Value,
        visits,
        wording::Lang,
    },
    say,
    tui::{
        editor::Editor,
        snapshot::{Dispute, Snapshot},
        wording::{begun, to_take},
    },
    workbench::steps::Case,
};

/// Entries that are mostly of the day on which they are written.
const TODAY: [(&str, Tag); 8] = [
    (consents::ID, consents::DAY),
    (notices::ID, notices::DAY),
    (handovers::ID, handovers::DATE),
    (inspections::ID, inspections::DAY),
    (findings::ID, findings::DAY),
    (rectifications::ID, rectifications::DAY),
    (reminders::ID, reminders::DAY),
    (commendations::ID, commendations::DAY),
];

/// A form's own fields have tags that no ledger declares; they are never stored.
const OWN: Tag = 0;

impl Entry {
    /// An empty field.
    pub(super) fn new(field: Field) -> Self {
        let answer = match &field.kind {
            // Several of a closed list are typed by their titles.
            Kind::Choice(_) if field.many => Answer::Text(Editor::line("")),
            Kind::Choice(_) | Kind::Bool => Answer::Choice(None),
            Kind::Ref(_) => Answer::Refs(Vec::new()),
            Kind::LongText => Answer::Text(Editor::area("")),
            Kind::Text
            | Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Lunar
            | Kind::Date
            | Kind::Instant => Answer::Text(Editor::line("")),
        };
        Self {
            field,
            answer,
            initial: String::new(),
            hint: String::new(),
            error: None,
            secret: false,
            hidden: false,
            told: Vec::new(),
            typed: Typed::default(),
        }
    }

    /// With these values in it.
    pub(super) fn holding(mut self, values: &[Value], lang: Lang) -> Self {
        self.answer = match self.answer {
            Answer::Choice(_) => {
                let key = match values.first() {
                    Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
                    Some(value) => value.as_text().unwrap_or("").to_owned(),
                    None => String::new(),
                };
                Answer::Choice(self.options().iter().position(|choice| choice.key == key))
            }
            Answer::Refs(_) => {
                let id = |value: &Value| if let Value::Ref(id) = value { Some(*id) } else { None };
                Answer::Refs(values.iter().filter_map(id).collect())
            }
            Answer::Text(editor) => {
                let show = |value| input::show(&self.field, value, lang, &|id: RecordId| id.to_string());
                let text = values.iter().map(show).collect::<Vec<_>>().join(lang.pick("、", ", "));
                Answer::Text(match editor {
                    Editor::Line(_) => Editor::line(&text),
                    Editor::Area(_) => Editor::area(&text),
                })
            }
        };
        self
    }

    pub(super) fn hinted(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }
}

impl Form {
    pub(super) fn with(purpose: Purpose, title: String, entries: Vec<Entry>) -> Self {
        Self {
            purpose,
            title,
            notes: Vec::new(),
            remarks: Vec::new(),
            entries,
            given: Vec::new(),
            focus: 0,
            error: None,
            sent: None,
            held: None,
        }
    }

    /// A new record of a ledger.
    pub(in crate::tui) fn create(data: &Snapshot, ledger: &str, about: Option<RecordId>, lang: Lang) -> Self {
        let declared = data.catalog.get(ledger);
        let title = declared.map_or_else(|| ledger.to_owned(), |ledger| begun(ledger, lang));
        let fields = declared.map(|ledger| ledger.fields.clone()).unwrap_or_default();
        // Of what is only begun nothing was changed.
        let is_reason = |field: &Field| ledger == issues::ID && field.tag == issues::ABOUT_REASON;
        let entries = fields.into_iter().filter(|field| field.in_form && !is_reason(field));
        let entries = entries.map(|field| Entry::of_ledger(field, &[], lang));
        let mut form = Self::with(Purpose::Create(ledger.to_owned(), about), title, entries.collect());
        form.set(visits::DATE, ledger == visits::ID, &[Value::Date(data.today)], lang);
        form.set(visits::VISITORS, ledger == visits::ID, &[Value::Ref(data.member)], lang);
        form.set(issues::KIND, ledger == issues::ID, &[Value::Choice("request".to_owned())], lang);
        form.set(issues::URGENCY, ledger == issues::ID, &[Value::Choice("normal".to_owned())], lang);
        form.set(members::ROLE, ledger == members::ID, &[Value::Choice("worker".to_owned())], lang);
        form.set(tasks::OWNER, ledger == tasks::ID, &[Value::Ref(data.member)], lang);
        form.set(tasks::FROM, ledger == tasks::ID, &[Value::Date(data.today)], lang);
        form.set(diaries::DATE, ledger == diaries::ID, &[Value::Date(data.today)], lang);
        for (own, day) in TODAY {
            form.set(day, ledger == own, &[Value::Date(data.today)], lang);
        }
        let oral = [Value::Choice("oral".to_owned())];
        form.set(consents::WAY, ledger == consents::ID, &oral, lang);
        form.set(notices::WAY, ledger == notices::ID, &oral, lang);
        form.set(own_checks::MEMBER, ledger == own_checks::ID, &[Value::Ref(data.member)], lang);
        if let Some(row) = about.and_then(|id| data.roster.resident(id)) {
            form.about(row, ledger, lang);
        }
        if ledger == issues::ID {
            form.offer_classes(data);
        }
        if ledger == visits::ID {
            form.also_of_visit(data, about, lang);
        }
        form.tell_of_money(ledger, lang);
        form.suit(data);
        form
    }

    /// What a resident's card already says.
    fn about(&mut self, row: &Row, ledger: &str, lang: Lang) {
        let own = [Value::Ref(row.id)];
        let household = row.all(residents::HOUSEHOLD);
        self.set(visits::RESIDENT, ledger == visits::ID, &own, lang);
        self.set(visits::HOUSEHOLD, ledger == visits::ID, household, lang);
        self.set(issues::RESIDENT, ledger == issues::ID, &own, lang);
        self.set(consents::RESIDENT, ledger == consents::ID, &own, lang);
        self.set(notices::RESIDENT, ledger == notices::ID, &own, lang);
        self.set(issues::FROM, ledger == issues::ID, row.all(residents::NAME), lang);
        self.set(issues::NEIGHBOURHOOD, ledger == issues::ID, row.all(residents::NEIGHBOURHOOD), lang);
        self.set(
            households::NEIGHBOURHOOD,
            ledger == households::ID,
            row.all(residents::NEIGHBOURHOOD),
            lang,
        );
    }

    /// The fields of a record that people fill in.
    pub(in crate::tui) fn edit(
        data: &Snapshot,
        row: &Row,
        unmasked: Option<&[(Tag, String)]>,
        lang: Lang,
    ) -> Self {
        let Some(ledger) = data.catalog.of(row.id) else {
            return Self::with(Purpose::Edit(row.id), String::new(), Vec::new());
        };
        let entries = ledger.fields.iter().filter(|field| field.in_form).map(|field| {
            let values = row.all(field.tag);
            if unmasked.is_none() && values.iter().any(|value| privacy::is_hidden(field, value)) {
                // The number stays hidden; what is typed here replaces it.
                let masked = data.shown(row, field, lang);
                let mut entry = Entry::of_ledger(field.clone(), &[], lang).hinted(say!(
                    lang,
                    "{masked}（不填则不改，写“清空”去掉）",
                    "{masked} (empty keeps, \"clear\" removes)"
                ));
                entry.field.required = false;
                entry.hidden = true;
                entry
            } else {
                Entry::of_ledger(field.clone(), values, lang)
            }
        });
        let name = data.name(row.id);
        let title = say!(lang, "修改 {name}", "Edit {name}");
        let entries = entries.collect();
        let mut form = Self::with(Purpose::Edit(row.id), title, entries);
        if ledger.id == issues::ID {
            form.offer_classes(data);
        }
        form.tell_of_money(&ledger.id, lang);
        form
    }

    /// A step on an issue.
    pub(in crate::tui) fn step_on(data: &Snapshot, case: &Case, kind: StepKind, lang: Lang) -> Self {
        let declared = steps::ledger();
        let (issue, standing) = (&case.issue, &case.standing);
        let several = standing.voices.len() > 1;
        // Where several asked it is chosen who was answered; nobody is named in words.
        let is_asked = |tag: Tag| match tag {
            steps::VOICES => several,
            steps::TO => !several,
            steps::HANDOVER => standing.owner.is_some(),
            _ => true,
        };
        let asked = asked(kind).iter().filter(|(tag, _)| is_asked(*tag));
        let entries = asked.filter_map(|(tag, required)| {
            let mut field = declared.field(*tag)?.clone();
            field.required = *required;
            if *tag == steps::VOICES {
                field.kind = Kind::Choice(answerable(case));
                field.many = false;
            }
            let hint = step_hint(&field, kind, lang).unwrap_or_else(|| hint_of(&field, lang));
            let entry = Entry::new(field).hinted(hint);
            Some(match *tag {
                steps::OWNER if kind == StepKind::Accept => entry.holding(&[Value::Ref(data.member)], lang),
                steps::TO => entry.holding(issue.all(issues::FROM), lang),
                _ => entry,
            })
        });
        let verb = declared.field(steps::KIND).and_then(|field| field.choice(kind.key()));
        let verb = verb.map(|choice| choice.title.get(lang).to_owned()).unwrap_or_default();
        let verb = lang.pick(verb.as_str(), to_take(kind));
        let (number, title) = (issue.text(issues::NUMBER), issue.text(issues::TITLE));
        let title = format!("{verb}  {number}  {title}");
        let mut form = Self::with(Purpose::Step(issue.id, kind), title, entries.collect());
        let outcome = form.entries.iter().find(|entry| entry.field.tag == steps::OUTCOME);
        form.notes = outcome.and_then(|entry| not_yet(&entry.field, data, case, lang)).into_iter().collect();
        form
    }

    /// An item of a sheet.
    pub(in crate::tui) fn tick(
        row: Option<&Row>,
        list: Clarity,
        item: &CheckItem,
        at: RecordId,
        lang: Lang,
    ) -> Self {
        let declared = checklists::ledger();
        let tags = [
            checklists::STATE,
            checklists::BASIS,
            checklists::LINKS,
            checklists::REVIEW,
            checklists::OWNER,
            checklists::NEXT,
        ];
        let entries = tags.iter().filter_map(|tag| {
            let field = declared.field(*tag)?.clone();
            let hint = hint_of(&field, lang);
            let values = row.map_or(&[][..], |row| row.all(*tag));
            let mut entry = Entry::new(field).holding(values, lang).hinted(hint);
            if *tag == checklists::LINKS && !values.is_empty() {
                let told = lang.pick(
                    "空格或打字再加；选过的再选一次就去掉，退格去掉最后一条",
                    "Space or typing adds; taken again it goes, Backspace takes the last away",
                );
                entry.told.push(told.to_owned());
            }
            Some(entry)
        });
        let purpose = Purpose::Tick { list, item: item.id.clone(), at };
        let mut form = Self::with(purpose, item.title.get(lang).to_owned(), entries.collect());
        // The judgement is given by Space on the sheet; here it is told what it rests on.
        form.focus = 1;
        form
    }

    /// Takes a state over, and goes to the field that it lacks.
    pub(in crate::tui) fn put_state(&mut self, state: &str, lacking: &str) {
        self.set(checklists::STATE, true, &[Value::Choice(state.to_owned())], Lang::Zh);
        if let Some(at) = self.entries.iter().position(|entry| entry.field.key == lacking) {
            self.focus = at;
            if let Some(entry) = self.entries.get_mut(at) {
                entry.field.required = true;
            }
        }
    }

    /// A new item of a list.
    pub(in crate::tui) fn item(list: Clarity, lang: Lang) -> Self {
        let title = own("title", "项目", "Item", Kind::Text).required();
        let hint = own("hint", "怎么摸", "How to find out", Kind::LongText);
        let entries = vec![Entry::new(title), Entry::new(hint)];
        let name = list.title(lang);
        Self::with(Purpose::Item(list), say!(lang, "{name}：加项目", "{name}: add an item"), entries)
    }

    /// The reason for looking at full numbers.
    pub(in crate::tui) fn reason(data: &Snapshot, id: RecordId, lang: Lang) -> Self {
        let name = data.name(id);
        let title = say!(lang, "查看 {name} 的完整号码（留有记录）", "Full numbers of {name} (recorded)");
        let reason = own("reason", "理由", "Reason", Kind::Text).required();
        Self::with(Purpose::Reason(id), title, vec![Entry::new(reason)])
    }

    /// Where the report of the last events goes, which was made before.
    pub(in crate::tui) fn save_events(report: String, lang: Lang) -> Self {
        let to = own("to", "文件或文件夹", "File or folder", Kind::Text);
        let told = lang.pick("空着就放在台账的 reports 文件夹", "empty: the workspace's folder reports");
        let title = lang.pick("保存操作记录", "Save the last events").to_owned();
        let mut form = Self::with(Purpose::SaveEvents, title, vec![Entry::new(to).hinted(told.to_owned())]);
        form.given = vec![("report".to_owned(), report)];
        form
    }

    /// Another value than those in conflict.
    pub(in crate::tui) fn other(dispute: &Dispute, field: Option<&Field>, lang: Lang) -> Self {
        let mut field = field.cloned().unwrap_or_else(|| own("other", "内容", "Value", Kind::Text));
        "other".clone_into(&mut field.key);
        let hint = hint_of(&field, lang);
        let title = format!("{}  {}", dispute.record, dispute.field);
        let held = dispute.all_in_one(&field);
        let entry = Entry::new(field).hinted(hint).holding(&held, lang);
        Self::with(Purpose::Other(Box::new(dispute.conflict.clone())), title, vec![entry])
    }

    pub(super) fn set(&mut self, tag: Tag, applies: bool, values: &[Value], lang: Lang) {
        if let Some(at) = self.entries.iter().position(|entry| applies && entry.field.tag == tag) {
            let entry = self.entries.remove(at).holding(values, lang);
            self.entries.insert(at, entry);
        }
    }
}

pub(super) fn hint_of(field: &Field, lang: Lang) -> String {
    let hint = match &field.kind {
        Kind::Choice(choices) if field.many => {
            let all: Vec<&str> = choices.iter().map(|choice| choice.title.get(lang)).collect();
            return all.join(lang.pick("、", ", "));
        }
        // Of a birth nothing is added to what is known.
        Kind::Date if field.key == input::BORN => lang.pick("如 1950-03-12", "such as 1950-03-12"),
        Kind::Date => lang.pick("如 11-22、昨天、下周三", "such as 11-22, yesterday, next Wed"),
        Kind::Money => lang.pick("元，如 1200、1.2万", "yuan, such as 1200"),
        Kind::Lunar => lang.pick("如 八月十五、闰4-1", "such as 8-15"),
        Kind::Ref(_) => lang.pick("空格或打字来选", "Space or typing chooses"),
        Kind::Text | Kind::Name if field.many => {
            lang.pick("几项之间用、隔开", "several, with commas between")
        }
        Kind::Choice(_)
        | Kind::Bool
        | Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Instant => "",
    };
    hint.to_owned()
}

pub(super) fn own(key: &str, zh: &'static str, en: &'static str, kind: Kind) -> Field {
    Field::new(OWN, key, zh, en, kind)
}

pub(super) fn secret(field: Field) -> Entry {
    Entry { secret: true, ..Entry::new(field) }
}
