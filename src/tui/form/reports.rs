//! The form of a report: which, of which days, and the file if it goes out.

use super::{
    Entry, Form, Purpose,
    build::{hint_of, own},
    papers::handed,
};
use crate::{
    domain::{
        field::{Choice, Kind},
        phases,
        team::members,
        value::Value,
        wording::{Lang, Wording},
    },
    exchange::reports::Subject,
    tui::{
        event::{MEMBER_SHEET, Work},
        snapshot::Snapshot,
    },
};

impl Form {
    /// A report, this one unless another is chosen: of this month, or of the
    /// days of the phase where visits are covered.
    pub(in crate::tui) fn report(data: &Snapshot, subject: Subject, lang: Lang) -> Self {
        let mut choices: Vec<Choice> = Subject::ALL
            .into_iter()
            .map(|subject| Choice::new(subject.key().to_owned(), subject.title()))
            .collect();
        choices.push(Choice::new(MEMBER_SHEET.to_owned(), Wording::new("参与情况单", "A member's facts")));
        let phase = data.field.phase.as_ref().filter(|_| subject == Subject::Coverage);
        let (first, last) = match phase {
            Some((_, period)) => (period.from, Some(period.to.map_or(data.today, |to| to.min(data.today)))),
            // Of no phase, all the time is covered.
            None if subject == Subject::Coverage => (None, None),
            None => (Some(data.today.first_of_month()), Some(data.today)),
        };
        let day = |key, zh, en, day: Option<jiff::civil::Date>| {
            let field = own(key, zh, en, Kind::Date);
            let hint = hint_of(&field, lang);
            let held: Vec<Value> = day.map(Value::Date).into_iter().collect();
            Entry::new(field).hinted(hint).holding(&held, lang)
        };
        let chosen = [Value::Choice(subject.key().to_owned())];
        let which = own("subject", "报表", "Report", Kind::Choice(choices)).required();
        let of_phase = own("phase", "阶段", "Phase", Kind::Ref(phases::ID.to_owned()));
        let member = own("member", "组员", "Member", Kind::Ref(members::ID.to_owned()));
        let [purpose, whom] = handed(lang);
        let entries = vec![
            Entry::new(which).holding(&chosen, lang),
            day("from", "从", "From", first),
            day("to", "到", "To", last),
            Entry::new(of_phase)
                .hinted(lang.pick("空着不按阶段；空格来选", "empty: not by phase; Space chooses").to_owned()),
            Entry::new(member).hinted(
                lang.pick("只有参与情况单要填；空格来选", "for a member's facts alone; Space chooses")
                    .to_owned(),
            ),
            Entry::new(own("file", "写到文件", "File", Kind::Text)).hinted(
                lang.pick(
                    "空着只看；.xlsx .csv .json（督查、情况单 .docx）",
                    "empty: to read; .xlsx .csv .json (.docx of facts, oversight)",
                )
                .to_owned(),
            ),
            purpose,
            whom,
        ];
        let title = lang.pick("报表：从记录现算，不按人排", "A report, counted from the records");
        Self::with(Purpose::Work(Work::Report(subject.key())), title.to_owned(), entries)
    }
}
