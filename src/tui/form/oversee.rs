//! Forms of oversight, of fact sheets and of what is kept how long.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own, secret},
    papers::handed,
};
use crate::{
    domain::{
        exports,
        field::{Choice, Field, Kind},
        id::RecordId,
        issues::issues,
        ledger::Ledger,
        oversight::inspections,
        retention::{Period, periods},
        roster::neighbourhoods,
        team::members,
        value::Value,
        wording::{Lang, Wording, counted},
    },
    say,
    tui::{
        event::{Picked, Work},
        screens::ledgers::is_offered,
        snapshot::Snapshot,
    },
};

impl Form {
    /// A sample that is to be drawn.
    pub(in crate::tui) fn draw(data: &Snapshot, lang: Lang) -> Self {
        let offered = data.catalog.iter().filter(|ledger| is_offered(ledger) && !ledger.is_log());
        let offered = offered.filter(|ledger| ledger.id != periods::ID);
        let ledgers = offered.map(|ledger| Choice::new(ledger.id.clone(), ledger.title.clone())).collect();
        let kind =
            inspections::ledger().field(inspections::KIND).map_or(Kind::Text, |field| field.kind.clone());
        let place = Kind::Ref(neighbourhoods::ID.to_owned());
        let entries = vec![
            Entry::new(own("topic", "题目", "Topic", Kind::Text).required()),
            Entry::new(own("kind", "类型", "Type", kind).required())
                .holding(&[Value::Choice("topical".to_owned())], lang),
            Entry::new(own("from", "从哪本台账抽", "Drawn from", Kind::Choice(ledgers)).required())
                .holding(&[Value::Choice(issues::ID.to_owned())], lang),
            Entry::new(own("neighbourhood", "只抽哪个小组", "Only of", place))
                .hinted(lang.pick("空着就不分小组", "empty: of all").to_owned()),
            Entry::new(own("size", "抽几个", "How many", Kind::Int).required())
                .holding(&[Value::Int(5)], lang),
            Entry::new(own("seed", "种子", "Seed", Kind::Text)).hinted(
                lang.pick("空着就新抽一个；同一种子谁抽都一样", "empty: a new one; the same draws the same")
                    .to_owned(),
            ),
        ];
        let title = lang.pick("随机抽样，登记一次检查", "Draw a sample, kept as an inspection");
        Self::with(Purpose::Work(Work::Draw), title.to_owned(), entries)
    }

    /// An issue that is made of a finding.
    pub(in crate::tui) fn raise(
        data: &Snapshot,
        finding: RecordId,
        kind: &'static str,
        verb: &str,
        lang: Lang,
    ) -> Self {
        let owner = own("owner", "责任人", "Owner", Kind::Ref(members::ID.to_owned()));
        let hint = hint_of(&owner, lang);
        let title = format!("{verb}  {}", data.name(finding));
        Self::with(Purpose::Work(Work::Raise(finding, kind)), title, vec![Entry::new(owner).hinted(hint)])
    }

    /// A member's fact sheet: of whom, which days, and the file if it goes out.
    pub(in crate::tui) fn facts(data: &Snapshot, member: RecordId, lang: Lang) -> Self {
        let day = |key, zh, en| Entry::new(own(key, zh, en, Kind::Date).required());
        let [purpose, to_whom] = handed(lang);
        let whom = own("member", "组员", "Member", Kind::Ref(members::ID.to_owned())).required();
        let entries = vec![
            Entry::new(whom).holding(&[Value::Ref(member)], lang),
            day("from", "从", "From").holding(&[Value::Date(data.today.first_of_month())], lang),
            day("to", "到", "To").holding(&[Value::Date(data.today)], lang),
            Entry::new(own("file", "写到文件", "File", Kind::Text)).hinted(
                lang.pick(
                    "空着只看；.docx .txt，要本人核对过",
                    "empty: to read; .docx .txt once it is checked",
                )
                .to_owned(),
            ),
            purpose,
            to_whom,
        ];
        let title = lang.pick("参与情况单：只列事实，不计分", "A fact sheet: facts, no score");
        Self::with(Purpose::Work(Work::Facts), title.to_owned(), entries)
    }

    /// How long a ledger is kept.
    pub(in crate::tui) fn period(title: &str, period: &Period, lang: Lang) -> Self {
        let months = own("months", "保存几个月", "Months", Kind::Int).required();
        let basis = own("basis", "依据", "Basis", Kind::Text).required();
        let entries = vec![
            Entry::new(months).holding(&[Value::Int(period.months)], lang),
            Entry::new(basis)
                .hinted(lang.pick("哪一条规定，或谁决定的", "the article, or who decided").to_owned()),
        ];
        let title = say!(lang, "“{title}”保存多久", "How long \"{title}\" is kept");
        Self::with(Purpose::Work(Work::Period(period.ledger.clone())), title, entries)
    }

    /// What of the expiry list is cleared, and why.
    pub(in crate::tui) fn clear(count: usize, lang: Lang) -> Self {
        let mut records = own("records", "清理哪些", "Which", Kind::Ref(periods::ID.to_owned())).required();
        records.many = true;
        let reason = own("reason", "理由", "Reason", Kind::Text).required();
        let entries = vec![
            Entry::new(records).hinted(
                lang.pick(
                    "空格打开清单，⟦open⟧ 逐条选，⟦back⟧ 选好",
                    "Space opens the list, ⟦open⟧ takes, ⟦back⟧ ends",
                )
                .to_owned(),
            ),
            Entry::new(reason)
                .hinted(lang.pick("会一直留着，不写姓名和号码", "it stays: no names or numbers").to_owned()),
        ];
        let records = counted(count, "record", "records");
        let title = say!(lang, "清理到期的记录（{count} 条到期）", "Clear what is due ({records})");
        let mut form = Self::with(Purpose::Work(Work::Clear), title, entries);
        form.notes.push(
            lang.pick(
                "清理后每台电脑都照办，不能撤销",
                "it is carried out on every laptop and cannot be undone",
            )
            .to_owned(),
        );
        form
    }

    /// Where a ledger goes as a sheet, to whom, what for, and how people are told of in it.
    pub(in crate::tui) fn export_ledger(ledger: &Ledger, picked: Picked, lang: Lang) -> Self {
        Self::export_one_of(ledger, &[], picked, lang)
    }

    /// The same of the first, unless one of the others is chosen.
    pub(in crate::tui) fn export_one_of(
        ledger: &Ledger,
        others: &[&Ledger],
        picked: Picked,
        lang: Lang,
    ) -> Self {
        let to = own("to", "文件或文件夹", "File or folder", Kind::Text).required();
        let forms =
            exports::log::ledger().field(exports::log::FORM).map_or(Kind::Text, |field| field.kind.clone());
        let [purpose, whom] = handed(lang);
        let entries = vec![
            Entry::new(to).hinted(
                lang.pick("新文件 .xlsx .csv .json，或文件夹", "new: .xlsx .csv .json, or a folder")
                    .to_owned(),
            ),
            purpose,
            whom,
            Entry::new(own("form", "方式", "How", forms).required())
                .holding(&[Value::Choice("masked".to_owned())], lang),
            secret(own("passphrase", "加口令", "By passphrase", Kind::Text))
                .hinted(lang.pick("空着不加；加了写成 .age", "empty: none; with one it is .age").to_owned()),
            which(&picked, lang),
            Entry::new(own("where", "条件", "Condition", Kind::Text)).hinted(condition_hint(ledger, lang)),
        ];
        let name = ledger.title.get(lang);
        let title = say!(lang, "导出“{name}”", "Export \"{name}\"");
        let purpose = Purpose::Work(Work::Export(ledger.id.clone(), picked));
        if others.is_empty() {
            return Self::with(purpose, title, entries);
        }
        let all = std::iter::once(&ledger).chain(others);
        let choices = all.map(|one| Choice::new(one.id.clone(), one.title.clone())).collect();
        let which = Entry::new(own("ledger", "哪一本", "Which", Kind::Choice(choices)).required())
            .holding(&[Value::Choice(ledger.id.clone())], lang);
        let entries = std::iter::once(which).chain(entries).collect();
        Self::with(purpose, lang.pick("导出表格", "Export a sheet").to_owned(), entries)
    }
}

/// Which records are written out: all, those that the list shows, those that are marked.
fn which(picked: &Picked, lang: Lang) -> Entry {
    let mut choices = vec![Choice::new(ALL.to_owned(), Wording::new("全部", "all"))];
    let mut offer = |key: &str, zh: &str, en: &str, count: usize| {
        let title = Wording::owned(format!("{zh}（{count} 条）"), format!("{en} ({count})"));
        choices.push(Choice::new(key.to_owned(), title));
    };
    if let Some(found) = &picked.found {
        offer(FOUND, "现在列出的", "what is listed now", found.len());
    }
    if !picked.marked.is_empty() {
        offer(MARKED, "选中的", "what is marked", picked.marked.len());
    }
    let field = own("which", "哪些", "Which", Kind::Choice(choices)).required();
    Entry::new(field).holding(&[Value::Choice(ALL.to_owned())], lang)
}

/// What is chosen of which records are written out.
pub(in crate::tui) const ALL: &str = "all";
pub(in crate::tui) const FOUND: &str = "found";
pub(in crate::tui) const MARKED: &str = "marked";

/// How a condition is written, by a field of the ledger.
fn condition_hint(ledger: &Ledger, lang: Lang) -> String {
    let is_place = |field: &&Field| matches!(&field.kind, Kind::Ref(to) if to == neighbourhoods::ID);
    let named = ledger.fields.iter().find(is_place).map(|field| field.title.get(lang));
    match named {
        Some(title) => say!(
            lang,
            "可空；如 {title}=三组，几个条件用；隔开",
            "may stay empty; such as {title}=..., several parted by ;"
        ),
        None => lang
            .pick("可空；栏=值，几个条件用；隔开", "may stay empty; field=value, several parted by ;")
            .to_owned(),
    }
}
