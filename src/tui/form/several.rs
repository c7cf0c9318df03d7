//! Forms about several records at once, sheets of them, and topics.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
    matters::step_hint,
};
use crate::{
    domain::{
        field::{Choice, Kind},
        hot_topics,
        id::RecordId,
        issues::steps,
        roster::residents,
        standing::StepKind,
        value::Value,
        wording::Lang,
    },
    say,
    tui::{
        event::{LaptopWork, Work},
        screens::issues::several::numbers,
        snapshot::Snapshot,
    },
};

impl Form {
    /// Several issues that are given to one member.
    pub(in crate::tui) fn assign_all(data: &Snapshot, issues: &[RecordId], lang: Lang) -> Self {
        let declared = steps::ledger();
        let is_owned =
            issues.iter().any(|id| data.case(*id).is_some_and(|case| case.standing.owner.is_some()));
        let wanted = [(steps::OWNER, true), (steps::HANDOVER, false), (steps::TEXT, false)];
        let asked = wanted.into_iter().filter(|(tag, _)| *tag != steps::HANDOVER || is_owned);
        let entries = asked.filter_map(|(tag, required)| {
            let mut field = declared.field(tag)?.clone();
            field.required = required;
            let hint = step_hint(&field, StepKind::Assign, lang).unwrap_or_else(|| hint_of(&field, lang));
            Some(Entry::new(field).hinted(hint))
        });
        let (count, told) = (issues.len(), numbers(data, issues, lang));
        let title = say!(lang, "一起交办 {count} 件：{told}", "Assign {count} together: {told}");
        Self::with(Purpose::Work(Work::AssignAll(issues.to_vec())), title, entries.collect())
    }

    /// Several entries that are struck out for one reason.
    pub(in crate::tui) fn strike_all(data: &Snapshot, ids: &[RecordId], lang: Lang) -> Self {
        /// The most that are named one by one.
        const NAMED: usize = 4;
        let (count, and) = (ids.len(), lang.pick("、", ", "));
        let named: Vec<String> = ids.iter().take(NAMED).map(|id| data.name(*id)).collect();
        let (told, more) = (named.join(and), if count > NAMED { lang.pick("等", " …") } else { "" });
        let title = say!(
            lang,
            "一起划去 {count} 条：{told}{more}（记录和理由都留着）",
            "Strike {count} out together: {told}{more} (they stay, with the reason)"
        );
        let reason = own("reason", "理由", "Reason", Kind::Text).required();
        Self::with(Purpose::Work(Work::StrikeAll(ids.to_vec())), title, vec![Entry::new(reason)])
    }

    /// The file of a hand-over list.
    pub(in crate::tui) fn print_issues(data: &Snapshot, issues: &[RecordId], lang: Lang) -> Self {
        let (count, told) = (issues.len(), numbers(data, issues, lang));
        let title =
            say!(lang, "打印交办清单 {count} 件：{told}", "Print a hand-over list of {count}: {told}");
        Self::with(Purpose::Work(Work::PrintIssues(issues.to_vec())), title, vec![to_file(lang)])
    }

    /// A sheet of people who look for work, for an enterprise.
    pub(in crate::tui) fn offer(people: &[RecordId], lang: Lang) -> Self {
        let mut whom = own("people", "居民", "Residents", Kind::Ref(residents::ID.to_owned())).required();
        whom.many = true;
        let hint = lang.pick(
            "空格打开名单，⟦open⟧ 逐位选，⟦back⟧ 选好",
            "Space opens the list, ⟦open⟧ takes, ⟦back⟧ ends",
        );
        let held: Vec<Value> = people.iter().map(|id| Value::Ref(*id)).collect();
        let entries = vec![
            Entry::new(own("enterprise", "给哪家企业", "Enterprise", Kind::Text).required()),
            Entry::new(whom).holding(&held, lang).hinted(hint.to_owned()),
            to_file(lang),
        ];
        let title = lang.pick(
            "给企业的推荐单：没有本人同意的，不写姓名和电话",
            "A sheet for an enterprise: no name or number without the person's consent",
        );
        Self::with(Purpose::Work(Work::Offer), title.to_owned(), entries)
    }

    /// What is judged of a topic, of those that were computed.
    pub(in crate::tui) fn judge_topic(offered: Vec<Choice>, lang: Lang) -> Self {
        let declared = hot_topics::ledger();
        let first = offered.first().map(|choice| Value::Choice(choice.key.clone()));
        let topic = own("topic", "哪个热点", "Topic", Kind::Choice(offered)).required();
        let asked = [hot_topics::VERDICT, hot_topics::JUDGEMENT];
        let fields = asked.into_iter().filter_map(|tag| declared.field(tag).cloned());
        let entries = std::iter::once(Entry::new(topic).holding(first.as_slice(), lang))
            .chain(fields.map(|field| Entry::new(field.required())))
            .collect();
        let title =
            lang.pick("热点研判：由人判断是不是、为什么", "Judge a topic: whether it is a hot one, and why");
        Self::with(Purpose::Work(Work::JudgeTopic), title.to_owned(), entries)
    }
}

impl Form {
    /// What is asked about a laptop, by its short id.
    pub(in crate::tui) fn laptop(what: LaptopWork, id: &str, called: &str, lang: Lang) -> Self {
        let (verb, entry) = match what {
            LaptopWork::Confirm => (
                lang.pick("确认电脑", "Confirm the laptop"),
                Entry::new(own("lead", "也是组长的", "A lead's too", Kind::Bool))
                    .hinted(lang.pick("空着就是一般组员的", "empty: a member's").to_owned()),
            ),
            LaptopWork::Rename => (
                lang.pick("换代号：电脑", "Another letter for the laptop"),
                Entry::new(own("letter", "新代号", "Letter", Kind::Text).required()).hinted(
                    lang.pick("一两个字母，别的电脑没有用的", "a letter or two that no other has").to_owned(),
                ),
            ),
            LaptopWork::Revoke => (
                lang.pick("停用电脑", "Revoke the laptop"),
                Entry::new(own("after", "算到第几次改动", "Trusted up to change", Kind::Int))
                    .hinted(lang.pick("空着：这里收到的都算", "empty: all that is here").to_owned()),
            ),
        };
        let mut form = Self::with(
            Purpose::Work(Work::Laptop(what, id.to_owned())),
            format!("{verb}  {called}"),
            vec![entry],
        );
        if what == LaptopWork::Revoke {
            form.notes.push(
                lang.pick(
                    "以后的同步包它打不开，它写的不再算数；电脑找回来可以再确认",
                    "it opens no later bundle, and what it writes counts no longer; one that is found is confirmed again",
                )
                .to_owned(),
            );
        }
        form
    }
}

fn to_file(lang: Lang) -> Entry {
    let hint = lang.pick("以 .docx 或 .txt 结尾", "ending in .docx or .txt");
    Entry::new(own("to", "文件", "File", Kind::Text).required()).hinted(hint.to_owned())
}
