//! Where records stand that nobody writes a state of: findings, nominations,
//! consents, goals, tasks, phases, postings.

use std::collections::HashMap;

use jiff::civil::Date;

use super::Snapshot;
use crate::{
    domain::{
        calendar,
        consent::{Said, consents},
        id::RecordId,
        organisation::{self, postings},
        oversight::{commendations, findings, honours::Honour, inspections, rectifying::Rectifying},
        phases,
        plan::{goals, tasks},
        retention::{Period, period_id, periods},
        row::{Row, Values},
        wording::Lang,
    },
    say,
};

/// What the worker works out of steps and words.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Standings {
    /// Where findings stand.
    pub(in crate::tui) findings: HashMap<RecordId, Rectifying>,
    /// How far nominations have come.
    pub(in crate::tui) honours: HashMap<RecordId, Honour>,
    /// What stands of the subject of a word of consent.
    pub(in crate::tui) consents: HashMap<RecordId, Said>,
    /// How long each ledger is kept.
    pub(in crate::tui) periods: Vec<Period>,
}

/// A record whose period is over, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Due {
    pub(in crate::tui) record: RecordId,
    pub(in crate::tui) ledger: String,
    pub(in crate::tui) name: String,
    pub(in crate::tui) since: Date,
    pub(in crate::tui) day: Date,
    pub(in crate::tui) action: String,
}

impl Standings {
    /// The period that a row of the ledger of periods is about.
    pub(in crate::tui) fn period(&self, row: RecordId) -> Option<&Period> {
        self.periods.iter().find(|period| period_id(&period.ledger) == row)
    }
}

impl Snapshot {
    /// Whether records of a ledger have a state that is worked out.
    pub(in crate::tui) fn has_standing(ledger: &str) -> bool {
        [
            findings::ID,
            commendations::ID,
            consents::ID,
            goals::ID,
            tasks::ID,
            phases::ID,
            postings::ID,
            inspections::ID,
            periods::ID,
        ]
        .contains(&ledger)
    }

    /// Where a record stands, in a word or two; empty where nothing is worked out.
    pub(in crate::tui) fn standing(&self, row: &Row, lang: Lang) -> String {
        let Some(ledger) = self.catalog.of(row.id) else { return String::new() };
        match ledger.id.as_str() {
            findings::ID => {
                let Some(standing) = self.standings.findings.get(&row.id) else { return String::new() };
                let late = standing.is_overdue(self.today);
                let day = standing.deadline.filter(|_| late);
                let late = day.map(|day| calendar::distance(day, self.today, lang)).unwrap_or_default();
                format!("{} {late}", standing.stage.title(lang)).trim_end().to_owned()
            }
            commendations::ID => {
                self.standings.honours.get(&row.id).map_or("", |stage| stage.title(lang)).to_owned()
            }
            consents::ID => match self.standings.consents.get(&row.id) {
                Some(Said::Given) => lang.pick("现在同意", "consents now"),
                Some(Said::Withdrawn) => lang.pick("现在不同意", "does not now"),
                None => "",
            }
            .to_owned(),
            goals::ID => {
                let goal = self.field.goals.iter().find(|goal| goal.goal.id == row.id);
                let told = goal.map(|goal| match goal.target {
                    Some(target) => format!("{} / {target}", goal.done),
                    None => goal.done.to_string(),
                });
                told.unwrap_or_default()
            }
            tasks::ID => match self.field.planned.iter().find(|planned| planned.task.id == row.id) {
                Some(planned) if planned.done.is_some() => lang.pick("完成", "done"),
                Some(planned) if planned.late => lang.pick("已过期", "late"),
                Some(_) => lang.pick("待办", "to do"),
                None => "",
            }
            .to_owned(),
            phases::ID => {
                let rows: Vec<Row> =
                    self.rows_of(phases::ID).iter().filter(|row| row.stands()).cloned().collect();
                let now = phases::of(self.today, &rows).is_some_and(|phase| phase.id == row.id);
                let left = phases::unticked(row).len();
                match (now, left) {
                    (true, 0) => lang.pick("进行中", "now").to_owned(),
                    (true, left) => {
                        say!(lang, "进行中，余 {left} 项", "now, {left} to switch")
                    }
                    (false, 0) => String::new(),
                    (false, left) => say!(lang, "余 {left} 项", "{left} to switch"),
                }
            }
            postings::ID => {
                let period = organisation::period_of(row);
                if period.contains(self.today) {
                    lang.pick("现在", "now")
                } else if period.to.is_some_and(|to| to < self.today) {
                    lang.pick("已结束", "over")
                } else {
                    lang.pick("还没开始", "not yet")
                }
                .to_owned()
            }
            inspections::ID => match row.all(inspections::SAMPLE).len() {
                0 => String::new(),
                drawn => say!(lang, "抽 {drawn} 个", "{drawn} drawn"),
            },
            periods::ID => {
                let period = self.standings.period(row.id);
                period.map(|period| period.action.title().get(lang).to_owned()).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// What is worked out of a record, in lines for its page.
    pub(in crate::tui) fn standing_lines(&self, row: &Row, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        let told = self.standing(row, lang);
        if !told.is_empty() {
            lines.push(say!(lang, "情况：{told}", "where it stands: {told}"));
        }
        if let Some(standing) = self.standings.findings.get(&row.id) {
            if let Some(day) = standing.deadline {
                lines.push(say!(lang, "整改期限：{day}", "to be put right by {day}"));
            }
            lines.extend(
                standing.statements.iter().map(|said| say!(lang, "申辩：{said}", "they say: {said}")),
            );
            lines.extend(
                standing.receipts.iter().map(|said| say!(lang, "回执：{said}", "they report: {said}")),
            );
        }
        lines
    }
}

/// The standing periods as rows of their ledger, by which the screen lists them.
pub(in crate::tui) fn period_rows(
    periods: &[Period],
    title: impl Fn(&str) -> String,
    by: RecordId,
    lang: Lang,
) -> Vec<Row> {
    use crate::domain::value::Value;
    let row = |period: &Period| {
        let mut row = Row {
            id: period_id(&period.ledger),
            values: Values::new(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: jiff::Timestamp::UNIX_EPOCH,
            turn: 0,
            updated: jiff::Timestamp::UNIX_EPOCH,
            by,
        };
        let texts =
            [(periods::LEDGER, title(&period.ledger)), (periods::BASIS, period.basis.get(lang).to_owned())];
        row.values.extend(texts.map(|(tag, text)| (tag, vec![Value::Text(text)])));
        row.values.insert(periods::MONTHS, vec![Value::Int(period.months)]);
        row
    };
    // The list shows what was entered last first.
    periods.iter().rev().map(row).collect()
}
