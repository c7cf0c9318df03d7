//! Forms about ledgers themselves: one of the group's own, a field, and what
//! is done to records of any.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
};
use crate::{
    domain::{
        declared::guess,
        field::{Choice, Field, Kind, Privacy},
        id::RecordId,
        ledger::Ledger,
        value::Value,
        wording::{Lang, Wording},
    },
    say,
    tui::{event::Work, snapshot::Snapshot},
};

/// How many guesses stand in a line at the least width.
const NOTED: usize = 3;

fn privacies() -> Kind {
    Kind::choices(&[
        ("open", "公开", "open"),
        ("personal", "个人", "personal"),
        ("sensitive", "敏感，遮盖", "sensitive, masked"),
    ])
}

impl Form {
    /// Why an entry is struck out.
    pub(in crate::tui) fn strike(data: &Snapshot, id: RecordId, lang: Lang) -> Self {
        let name = data.name(id);
        let title =
            say!(lang, "划去 {name}（记录和理由都留着）", "Strike {name} out (it stays, with the reason)");
        let reason = own("reason", "理由", "Reason", Kind::Text).required();
        Self::with(Purpose::Strike(id), title, vec![Entry::new(reason)])
    }

    /// Where what hangs on a neighbourhood or a household goes, before that is deleted.
    pub(in crate::tui) fn empty_into(data: &Snapshot, id: RecordId, told: &str, lang: Lang) -> Self {
        let name = data.name(id);
        let ledger = data.catalog.of(id).map_or_else(String::new, |ledger| ledger.id.clone());
        let to = own("to", "移到哪里", "To where", Kind::Ref(ledger)).required();
        let title = say!(lang, "删除 {name}：先移走", "Delete {name}: move first");
        let mut form = Self::with(Purpose::Work(Work::Empty(id)), title, vec![Entry::new(to)]);
        form.notes.push(say!(
            lang,
            "{name} 还挂着{told}。选好移到哪里，一起移过去，再删除空的；按 ⟦undo⟧ 可以撤销。",
            "{name} still has {told}. Choose where they go: they move together, and the empty one is deleted; ⟦undo⟧ takes it back."
        ));
        form
    }

    /// Where all that is held on a person is written, and why; or why he is erased.
    pub(in crate::tui) fn of_rights(data: &Snapshot, work: Work, lang: Lang) -> Self {
        let name = work.record().map(|id| data.name(id)).unwrap_or_default();
        let asked_for = lang.pick("本人要求", "asked for by the person").to_owned();
        let reason = Entry::new(own("reason", "理由", "Reason", Kind::Text).required())
            .holding(&[Value::Text(asked_for)], lang);
        let (title, entries, note) = if let Work::ExportPerson(_) = work {
            let to = Entry::new(own("to", "文件", "File", Kind::Text).required())
                .hinted(lang.pick("如 U 盘上的 .txt 文件", "such as a .txt file on a stick").to_owned());
            let note = lang.pick(
                "含全部号码，只交本人；导出记入查看记录",
                "with all numbers, for the person alone; it goes into the access log",
            );
            (say!(lang, "{name}：导出本人全部记录", "{name}: all that is held"), vec![to, reason], note)
        } else {
            let note = lang.pick(
                "先看会删除什么，再决定；理由会一直留着，不要写姓名和号码",
                "what goes is shown first; the reason stays, so write no name or number in it",
            );
            let mut also = own("also", "也算本人的", "Also theirs", Kind::Ref("issues".to_owned()));
            also.many = true;
            let also = Entry::new(also).hinted(
                lang.pick(
                    "没有填“反映人(居民)”的事项，空格选",
                    "issues that do not name the resident: Space",
                )
                .to_owned(),
            );
            (say!(lang, "{name}：按本人要求删除", "{name}: erase on request"), vec![reason, also], note)
        };
        let mut form = Self::with(Purpose::Work(work), title, entries);
        form.notes.push(note.to_owned());
        form
    }

    /// A ledger of the group's own.
    pub(in crate::tui) fn new_ledger(lang: Lang) -> Self {
        let natures =
            Kind::choices(&[("entry", "记录：发生过的事", "entries"), ("card", "卡片：会变的情况", "cards")]);
        let entries = vec![
            Entry::new(own("title", "台账名称", "Title", Kind::Text).required()),
            Entry::new(own("about", "记什么", "About", Kind::Text))
                .hinted(lang.pick("一句话：记什么、什么时候记", "a sentence: what, and when").to_owned()),
            Entry::new(own("nature", "性质", "Nature", natures).required())
                .holding(&[Value::Choice("entry".to_owned())], lang),
            Entry::new(own("group", "放在哪一组", "Group", Kind::Text))
                .hinted(lang.pick("如 五送；空着放在自设台账", "empty: your own").to_owned()),
            Entry::new(own("fields", "有哪些栏", "Fields", Kind::Text).required()).hinted(
                lang.pick(
                    "用、隔开；第一栏是名称；要换就写 安装日期（文字）",
                    "commas between, the name first; another kind: day (text)",
                )
                .to_owned(),
            ),
        ];
        let title = lang.pick("另加一本台账", "A ledger of your own").to_owned();
        Self::with(Purpose::Work(Work::NewLedger), title, entries)
    }

    /// Tells while fields are typed what is guessed of each.
    pub(in crate::tui) fn tell_guesses(&mut self, lang: Lang) {
        if !matches!(&self.purpose, Purpose::Work(Work::NewLedger)) {
            return;
        }
        let typed = self.entries.iter().find(|entry| entry.field.key == "fields").map(Entry::text);
        let told = guess::fields(&typed.unwrap_or_default()).into_iter();
        let told: Vec<String> = told.map(|(title, guess)| format!("{title} {}", guess.told(lang))).collect();
        let line = |told: &[String]| {
            let told = told.join(" · ");
            say!(lang, "会这样记：{told}", "kept as: {told}")
        };
        self.notes = told.chunks(NOTED).map(line).collect();
    }

    /// A field of the group's own in a ledger.
    pub(in crate::tui) fn new_field(ledger: &Ledger, lang: Lang) -> Self {
        let of = Kind::choices(&[
            ("residents", "居民", "residents"),
            ("households", "户", "households"),
            ("members", "组员", "members"),
            ("neighbourhoods", "居民小组", "neighbourhoods"),
            ("issues", "事项", "issues"),
        ]);
        let entries = vec![
            Entry::new(own("title", "栏名", "Title", Kind::Text).required()),
            Entry::new(own("kind", "填什么", "Kind", Kind::choices(&guess::TITLES)).required())
                .holding(&[Value::Choice("text".to_owned())], lang),
            Entry::new(own("choices", "选项", "Choices", Kind::Text))
                .hinted(lang.pick("类型为选项时填，用、隔开", "of a choice, with commas between").to_owned()),
            Entry::new(own("of", "指向", "Refers to", of))
                .hinted(lang.pick("类型为指向时选", "of another record").to_owned()),
            Entry::new(own("many", "可填多个", "Several", Kind::Bool)),
            Entry::new(own("required", "必填", "Required", Kind::Bool)),
            Entry::new(own("privacy", "保密", "Privacy", privacies())),
            Entry::new(own("purpose", "用途", "What for", Kind::Text))
                .hinted(lang.pick("不公开的栏要写为什么收", "needed unless open").to_owned()),
            Entry::new(own("column", "列在表里", "In lists", Kind::Bool)),
        ];
        let name = ledger.title.get(lang);
        let title = say!(lang, "给“{name}”加一栏", "A field for \"{name}\"");
        Self::with(Purpose::Work(Work::NewField(ledger.id.clone())), title, entries)
    }

    /// A field of the group's own as it is: its title, its choices, how it is
    /// shown, and whether it is in use. Its key stays.
    pub(in crate::tui) fn edit_field(ledger: &Ledger, field: &Field, lang: Lang) -> Self {
        let yes = |key: &str, zh, en, is: bool| {
            Entry::new(own(key, zh, en, Kind::Bool).required()).holding(&[Value::Bool(is)], lang)
        };
        let own_title = field.title.get(Lang::Zh).to_owned();
        let title = Entry::new(own("title", "栏名", "Title", Kind::Text).required());
        let mut entries = vec![title.holding(&[Value::Text(own_title)], lang)];
        let key = field.kind.key();
        if guess::TITLES.iter().any(|(known, ..)| *known == key) {
            let kind = Entry::new(own("kind", "填什么", "Kind", Kind::choices(&guess::TITLES)).required());
            entries.push(kind.holding(&[Value::Choice(key.to_owned())], lang));
        }
        if let Kind::Choice(choices) = &field.kind {
            let offered = choices.iter().filter(|choice| !choice.retired);
            let titles: Vec<&str> = offered.map(|choice| choice.title.get(Lang::Zh)).collect();
            let entry = Entry::new(own("choices", "选项", "Choices", Kind::Text).required());
            entries.push(entry.holding(&[Value::Text(titles.join(lang.pick("、", ", ")))], lang));
        }
        let privacy = match field.privacy {
            Privacy::Open => "open",
            Privacy::Personal => "personal",
            Privacy::Sensitive => "sensitive",
        };
        entries.extend([
            yes("many", "可填多个", "Several", field.many),
            yes("required", "必填", "Required", field.required),
            Entry::new(own("privacy", "保密", "Privacy", privacies()).required())
                .holding(&[Value::Choice(privacy.to_owned())], lang),
            yes("column", "列在表里", "In lists", field.column.is_some()),
            yes("used", "在用", "In use", ledger.fields.iter().any(|own| own.key == field.key)),
        ]);
        let (of, name) = (ledger.title.get(lang), field.title.get(lang));
        let title = say!(lang, "修改“{of}”的“{name}”一栏", "The field \"{name}\" of \"{of}\"");
        let work = Work::EditField(ledger.id.clone(), field.key.clone());
        let mut form = Self::with(Purpose::Work(work), title, entries);
        form.notes.push(
            lang.pick(
                "停用的栏、删去的选项：填过的内容都还在，能恢复",
                "what a field out of use or a choice taken out holds stays, and can be brought back",
            )
            .to_owned(),
        );
        form
    }
}

impl Entry {
    /// A field of a ledger as it stands in a form: what is chosen several times
    /// is typed, and a choice that is out of use is offered only where it is held.
    pub(super) fn of_ledger(mut field: Field, held: &[Value], lang: Lang) -> Self {
        let mut hint = hint_of(&field, lang);
        if let Kind::Choice(choices) = &mut field.kind {
            let holds = |choice: &Choice| held.contains(&Value::Choice(choice.key.clone()));
            choices.retain(|choice| !choice.retired || holds(choice));
            if field.many {
                let all: Vec<&str> = choices.iter().map(|choice| Wording::get(&choice.title, lang)).collect();
                hint = all.join(lang.pick("、", ", "));
            }
        }
        Self::new(field).holding(held, lang).hinted(hint)
    }
}
