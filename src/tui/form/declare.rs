//! Forms about ledgers themselves: one of the group's own, a field, and what
//! is done to records of any.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
};
use crate::{
    domain::{
        declared::read,
        field::{Choice, Kind},
        id::RecordId,
        ledger::Ledger,
        value::Value,
        wording::{Lang, Wording},
    },
    say,
    tui::snapshot::Snapshot,
};

/// The kinds that a form offers, as people call them.
const KINDS: [(&str, &str, &str); 11] = [
    ("text", "文字", "text"),
    ("long_text", "长文字", "long text"),
    ("date", "日期", "date"),
    ("int", "数字", "number"),
    ("money", "金额", "money"),
    ("bool", "是或否", "yes or no"),
    ("choice", "选项", "choice"),
    ("name", "姓名", "name"),
    ("phone", "电话", "phone"),
    ("lunar", "农历日子", "lunar day"),
    ("ref", "指向一条记录", "another record"),
];

impl Form {
    /// Why an entry is struck out.
    pub(in crate::tui) fn strike(data: &Snapshot, id: RecordId, lang: Lang) -> Self {
        let name = data.name(id);
        let title =
            say!(lang, "划去 {name}（记录和理由都留着）", "Strike {name} out (it stays, with the reason)");
        let reason = own("reason", "理由", "Reason", Kind::Text).required();
        Self::with(Purpose::Strike(id), title, vec![Entry::new(reason)])
    }

    /// Where a ledger goes as a sheet.
    pub(in crate::tui) fn export_ledger(ledger: &Ledger, lang: Lang) -> Self {
        let to = own("to", "文件", "File", Kind::Text).required();
        let told = lang
            .pick("新文件，后缀 .xlsx .csv .json；号码遮盖", "a new file: .xlsx .csv .json; numbers masked");
        let name = ledger.title.get(lang);
        let title = say!(lang, "导出“{name}”", "Export \"{name}\"");
        Self::with(
            Purpose::ExportLedger(ledger.id.clone()),
            title,
            vec![Entry::new(to).hinted(told.to_owned())],
        )
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
                lang.pick("用、隔开；第一栏是名称", "with 、 between; the first is the name").to_owned(),
            ),
        ];
        let title = lang.pick("另加一本台账", "A ledger of your own").to_owned();
        Self::with(Purpose::NewLedger, title, entries)
    }

    /// A field of the group's own in a ledger.
    pub(in crate::tui) fn new_field(ledger: &Ledger, lang: Lang) -> Self {
        let privacy = Kind::choices(&[
            ("open", "公开", "open"),
            ("personal", "个人", "personal"),
            ("sensitive", "敏感，遮盖", "sensitive, masked"),
        ]);
        let of = Kind::choices(&[
            ("residents", "居民", "residents"),
            ("households", "户", "households"),
            ("members", "组员", "members"),
            ("neighbourhoods", "居民小组", "neighbourhoods"),
            ("issues", "事项", "issues"),
        ]);
        debug_assert!(
            KINDS.iter().all(|(key, ..)| read::kinds().contains(key)),
            "kinds that can be declared"
        );
        let entries = vec![
            Entry::new(own("title", "栏名", "Title", Kind::Text).required()),
            Entry::new(own("kind", "填什么", "Kind", Kind::choices(&KINDS)).required())
                .holding(&[Value::Choice("text".to_owned())], lang),
            Entry::new(own("choices", "选项", "Choices", Kind::Text))
                .hinted(lang.pick("类型为选项时填，用、隔开", "of a choice, with 、 between").to_owned()),
            Entry::new(own("of", "指向", "Refers to", of))
                .hinted(lang.pick("类型为指向时选", "of another record").to_owned()),
            Entry::new(own("many", "可填多个", "Several", Kind::Bool)),
            Entry::new(own("required", "必填", "Required", Kind::Bool)),
            Entry::new(own("privacy", "保密", "Privacy", privacy)),
            Entry::new(own("purpose", "用途", "What for", Kind::Text))
                .hinted(lang.pick("不公开的栏要写为什么收", "needed unless open").to_owned()),
            Entry::new(own("column", "列在表里", "In lists", Kind::Bool)),
        ];
        let name = ledger.title.get(lang);
        let title = say!(lang, "给“{name}”加一栏", "A field for \"{name}\"");
        Self::with(Purpose::NewField(ledger.id.clone()), title, entries)
    }
}

impl Entry {
    /// A field of a ledger as it stands in a form: what is chosen several times
    /// is typed, and a choice that is out of use is offered only where it is held.
    pub(super) fn of_ledger(mut field: crate::domain::field::Field, held: &[Value], lang: Lang) -> Self {
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
