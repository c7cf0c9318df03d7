//! Which phase something is of, and what a phase takes over (domain.md A1–A4, A13).

use jiff::civil::Date;

use super::{bench::Workbench, error::Error, planning::Planned, steps::Case};
use crate::{
    domain::{
        calendar,
        field::Tag,
        id::RecordId,
        issues::issues,
        phases::{self, CarriedOver, Period},
        row::Row,
        standing,
        wording::Lang,
    },
    say,
    store::codec,
};

/// What is to be seen to when one phase gives way to the next.
#[derive(Debug, Clone)]
pub struct SwitchOver {
    /// The phase that begins.
    pub phase: Row,
    /// Its days.
    pub period: Period,
    /// The issues that it takes over, with their first day.
    pub carried: Vec<CarriedOver>,
    /// Tasks of before that are not done.
    pub tasks: Vec<Planned>,
    /// Items of the switch-over list that are not ticked.
    pub unticked: Vec<String>,
}

impl Workbench {
    /// The phases in order, each with its days.
    pub fn phases(&self) -> Result<Vec<(Row, Period)>, Error> {
        let rows = self.standing(phases::ID)?;
        Ok(phases::in_order(&rows).into_iter().map(|(row, period)| (row.clone(), period)).collect())
    }

    /// The phase of a day.
    pub fn phase_on(&self, day: Date) -> Result<Option<Row>, Error> {
        let found = self.phases()?.into_iter().find(|(_, period)| period.contains(day));
        Ok(found.map(|(row, _)| row))
    }

    /// The phase that a record is of: it follows from the record's day.
    pub fn phase_of(&self, row: &Row) -> Result<Option<Row>, Error> {
        self.phase_on(phases::day_of(row))
    }

    /// What the phase of a day stands for: its main line, theme and core, as
    /// they were typed in (domain.md A13). Nothing where nothing was.
    pub fn stands_for(&self, day: Date) -> Result<String, Error> {
        let Some(phase) = self.phase_on(day)? else { return Ok(String::new()) };
        let declared = phases::ledger();
        let parts = [phases::MAIN_LINE, phases::THEME, phases::CORE].into_iter().filter_map(|tag| {
            let (title, told) = (&declared.field(tag)?.title.zh, phase.text(tag).trim());
            (!told.is_empty()).then(|| format!("{title}：{told}"))
        });
        Ok(parts.collect::<Vec<_>>().join("；"))
    }

    /// The days of the phase that is named so.
    pub fn period_of(&self, phase: &str) -> Result<Period, Error> {
        let id = self.find_in(phases::ID, phase)?;
        let found = self.phases()?.into_iter().find(|(row, _)| row.id == id);
        found.map(|(_, period)| period).ok_or_else(|| Error::NoRecord(phase.to_owned()))
    }

    /// The issues that were registered before a period and had no result when
    /// it began: 前期带入. Their first day stays theirs.
    pub fn carried_into(&self, period: Period) -> Result<Vec<CarriedOver>, Error> {
        let mut carried = Vec::new();
        for case in self.all_cases()?.iter() {
            if let Some(first) = case.carried_into(period) {
                let number = case.issue.text(issues::NUMBER).to_owned();
                carried.push(CarriedOver { issue: case.issue.id, number, first });
            }
        }
        carried.sort_by_key(|carried| (carried.first, carried.issue));
        Ok(carried)
    }

    /// The first day of an issue that the phase of today took over, where it did.
    pub fn carried_from(&self, case: &Case) -> Result<Option<Date>, Error> {
        let period =
            self.phases()?.into_iter().map(|(_, period)| period).find(|it| it.contains(self.today()));
        Ok(period.and_then(|period| case.carried_into(period)))
    }

    /// What is to be seen to when a phase begins.
    pub fn switch_over(&self, phase: RecordId) -> Result<SwitchOver, Error> {
        let found = self.phases()?.into_iter().find(|(row, _)| row.id == phase);
        let (mut phase, period) = found.ok_or_else(|| Error::NoRecord(phase.to_string()))?;
        self.put_as_typed(&mut phase, phases::SWITCH)?;
        let before = period.from.and_then(|from| from.yesterday().ok());
        let tasks = match before {
            Some(to) => self.planned(Period { from: None, to: Some(to) })?,
            None => Vec::new(),
        };
        let tasks = tasks.into_iter().filter(|planned| planned.done.is_none()).collect();
        let unticked = phases::unticked(&phase).into_iter().map(str::to_owned).collect();
        Ok(SwitchOver { carried: self.carried_into(period)?, tasks, unticked, phase, period })
    }

    /// Puts the values of a list in the order in which they were typed: a set
    /// keeps none, the commits that wrote it do.
    fn put_as_typed(&self, row: &mut Row, tag: Tag) -> Result<(), Error> {
        let (id, record) = (row.id, self.store.record(row.id)?);
        let (Some(record), Some(values)) = (record, row.values.get_mut(&tag)) else { return Ok(()) };
        let mut placed = Vec::with_capacity(values.len());
        for value in values.iter().cloned() {
            let slot = codec::element(tag, &value);
            let mark = record.versions(&slot).first().map(|version| (version.mark.stamp, version.mark.dot));
            let commit = mark.map(|(_, dot)| self.store.commit(dot)).transpose()?.flatten();
            let at = commit.and_then(|it| {
                it.commit.changes().position(|change| change.record == id && change.slot == slot)
            });
            placed.push(((mark, at), value));
        }
        placed.sort_by_key(|(place, _)| *place);
        *values = placed.into_iter().map(|(_, value)| value).collect();
        Ok(())
    }

    /// What is to be seen to when a phase begins, in lines: what it takes over,
    /// the tasks that are not done, and its switch-over list.
    pub fn switch_over_lines(&self, over: &SwitchOver, lang: Lang) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        let (carried, tasks) = (over.carried.len(), over.tasks.len());
        lines.push(say!(lang, "前期带入的未了事项 {carried} 件", "{carried} unfinished issues carried over"));
        for one in &over.carried {
            let case = self.case(one.issue)?;
            let (number, first) = (&one.number, one.first);
            let title = case.issue.text(issues::TITLE);
            lines.push(say!(
                lang,
                "  {number}  {title}  首次登记 {first}",
                "  {number}  {title}  first registered {first}"
            ));
        }
        lines.push(say!(lang, "此前没办完的任务 {tasks} 项", "{tasks} tasks of before are not done"));
        lines.extend(over.tasks.iter().map(|one| format!("  {}", self.name_of(one.task.id))));
        lines.push(lang.pick("切换检查单", "switch-over list").to_owned());
        let items = over.phase.all(phases::SWITCH).iter().filter_map(|value| value.as_text());
        for item in items {
            let mark = if over.unticked.iter().any(|left| left == item) { "[ ]" } else { "[x]" };
            lines.push(format!("  {mark} {item}"));
        }
        Ok(lines)
    }
}

impl Case {
    /// The first day of the issue, where a period took it over: registered
    /// before it, and without a result when it began.
    pub fn carried_into(&self, period: Period) -> Option<Date> {
        let first = calendar::day(standing::registered(&self.issue));
        let from = period.from?;
        (first < from && !self.was_closed_before(from)).then_some(first)
    }

    /// Whether the issue had its result before a day and has it still.
    pub fn was_closed_before(&self, day: Date) -> bool {
        self.standing.closed_at.is_some_and(|at| calendar::day(at) < day)
    }
}
