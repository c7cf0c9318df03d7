//! Goals, tasks and days: what was planned against what was done
//! (domain.md A14–A16).
//!
//! What was done is counted from the entries themselves, so that nobody fills
//! in a second figure (domain.md H7); only what no ledger tells is ticked, and
//! then with what the tick rests on. The counts are of deeds, never of people.

/// What is to be reached.
pub mod goals {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// A goal with its figure; an annual target may stand behind it (domain.md A14, A16).
        "goals" ("工作目标", "Goals") Card;
        NAME = 16 "name" ("目标", "Goal") Kind::Text => required().search(Search::Name).column(24).import(&["目标", "工作目标"]);
        TARGET = 17 "target" ("目标值", "Target") Kind::Int => column(6).import(&["目标值", "计划数"]);
        MEASURE = 18 "measure" ("按什么数", "Counted by") Kind::choices(&[
            ("visits", "走访次数", "visits"),
            ("households", "走访户数", "households visited"),
            ("issues_solved", "办结事项", "issues with a result"),
            ("checks_clear", "摸清项目", "checklist items clear"),
            ("tasks", "完成任务", "tasks done"),
            ("by_hand", "自己填", "entered by hand"),
        ]) => required().column(10).import(&["统计口径"]);
        FROM = 19 "from" ("开始日", "From") Kind::Date => required().column(10);
        TO = 20 "to" ("完成日", "By") Kind::Date => column(10);
        OWNER = 21 "owner" ("责任人", "Owner") Kind::Ref("members".to_owned()) => column(10);
        NEIGHBOURHOOD = 22 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned()) => column(8);
        DONE = 23 "done" ("已完成数", "Done so far") Kind::Int;
        BASIS = 24 "basis" ("完成依据", "Basis") Kind::LongText;
        ANNUAL = 25 "annual" ("全年目标", "Annual target") Kind::Text;
        NOTE = 26 "note" ("备注", "Note") Kind::LongText;
    }
}

/// What is to be done on which days, by whom.
pub mod tasks {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// A task, or a planned visit where it names whom (domain.md A14).
        "tasks" ("任务", "Tasks") Card;
        NAME = 16 "name" ("任务", "Task") Kind::Text => required().search(Search::Name).column(24).import(&["任务", "工作安排", "内容"]);
        FROM = 17 "from" ("开始日", "From") Kind::Date => required().column(10).import(&["日期", "计划日", "开始日"]);
        TO = 18 "to" ("完成日", "By") Kind::Date => column(10).import(&["完成日", "完成时限"]);
        OWNER = 19 "owner" ("责任人", "Owner") Kind::Ref("members".to_owned()) => required().column(10).import(&["责任人", "负责人"]);
        HELPERS = 20 "helpers" ("协办人", "Helpers") Kind::Ref("members".to_owned()) => many();
        GOAL = 21 "goal" ("所属目标", "Goal") Kind::Ref("goals".to_owned()) => column(16);
        NEIGHBOURHOOD = 22 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned()) => column(8);
        RESIDENT = 23 "resident" ("走访居民", "Resident to visit") Kind::Ref("residents".to_owned())
            => column(10).import(&["走访对象"]);
        HOUSEHOLD = 24 "household" ("走访户", "Household to visit") Kind::Ref("households".to_owned());
        DONE_ON = 25 "done_on" ("完成于", "Done on") Kind::Date => column(10);
        BASIS = 26 "basis" ("完成依据", "Basis") Kind::LongText;
        NOTE = 27 "note" ("备注", "Note") Kind::LongText;
    }
}

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    id::RecordId, input, phases::Period, roster::residents, row::Row, rules::Refusal, value::Value, visits,
};

/// How a goal is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Visits.
    Visits,
    /// Households visited.
    Households,
    /// Issues with a result.
    IssuesSolved,
    /// Checklist items that are clear.
    ChecksClear,
    /// Its own tasks done.
    Tasks,
    /// What somebody entered, with a basis.
    ByHand,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Visits, Self::Households, Self::IssuesSolved, Self::ChecksClear, Self::Tasks, Self::ByHand];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Visits => "visits",
            Self::Households => "households",
            Self::IssuesSolved => "issues_solved",
            Self::ChecksClear => "checks_clear",
            Self::Tasks => "tasks",
            Self::ByHand => "by_hand",
        }
    }

    /// The measure with this key; what is not known is entered by hand.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|measure| measure.key() == key).unwrap_or(Self::ByHand)
    }
}

/// The days of a goal.
pub fn goal_period(goal: &Row) -> Period {
    Period { from: goal.date(goals::FROM), to: goal.date(goals::TO) }
}

/// The days of a task: one day where no last one is said.
pub fn task_period(task: &Row) -> Period {
    let from = task.date(tasks::FROM);
    Period { from, to: task.date(tasks::TO).or(from) }
}

/// Whether a goal's own figure rests on something, and its days make sense.
pub fn permit_goal(goal: &Row) -> Result<(), Refusal> {
    let period = goal_period(goal);
    if let (Some(from), Some(to)) = (period.from, period.to)
        && to < from
    {
        return Err(Refusal::EndsBefore(from));
    }
    let is_told = goal.one(goals::DONE).is_none() || input::says_something(goal.text(goals::BASIS));
    if is_told { Ok(()) } else { Err(Refusal::NoBasis) }
}

/// Whether a task's tick rests on something, and its days make sense.
pub fn permit_task(task: &Row) -> Result<(), Refusal> {
    let period = task_period(task);
    if let (Some(from), Some(to)) = (period.from, period.to)
        && to < from
    {
        return Err(Refusal::EndsBefore(from));
    }
    let is_told = task.date(tasks::DONE_ON).is_none() || input::says_something(task.text(tasks::BASIS));
    if is_told { Ok(()) } else { Err(Refusal::NoBasis) }
}

/// By what a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// The visit that was planned was made.
    Visited(RecordId, Date),
    /// Somebody ticked it, with a basis.
    Ticked(Date),
}

/// The visits that were made, by whom they were to: looked up for every task,
/// and so put in order once.
#[derive(Debug, Default)]
pub struct Made {
    to: HashMap<RecordId, Vec<(Date, RecordId)>>,
    at: HashMap<RecordId, Vec<(Date, RecordId)>>,
}

impl Made {
    /// Puts them in order.
    pub fn of<'v>(visits: impl IntoIterator<Item = &'v Row>) -> Self {
        let mut made = Self::default();
        for visit in visits.into_iter().filter(|row| row.stands()) {
            let Some(day) = visit.date(visits::DATE) else { continue };
            if let Some(resident) = visit.reference(visits::RESIDENT) {
                made.to.entry(resident).or_default().push((day, visit.id));
            }
            if let Some(home) = visit.reference(visits::HOUSEHOLD) {
                made.at.entry(home).or_default().push((day, visit.id));
            }
        }
        made.to.values_mut().chain(made.at.values_mut()).for_each(|days| days.sort_unstable());
        made
    }

    /// The first visit from a day on to a resident, or to a household where none is named.
    fn first(
        &self,
        resident: Option<RecordId>,
        home: Option<RecordId>,
        from: Date,
    ) -> Option<(Date, RecordId)> {
        let days = match resident {
            Some(resident) => self.to.get(&resident),
            None => self.at.get(&home?),
        }?;
        days.get(days.partition_point(|(day, _)| *day < from)).copied()
    }
}

/// Whether a task is done: by its tick, where that rests on something, or by
/// the visit it planned, from its first day on.
pub fn done(task: &Row, made: &Made) -> Option<Done> {
    if let Some(day) = task.date(tasks::DONE_ON)
        && permit_task(task).is_ok()
    {
        return Some(Done::Ticked(day));
    }
    let (resident, home) = (task.reference(tasks::RESIDENT), task.reference(tasks::HOUSEHOLD));
    if resident.is_none() && home.is_none() {
        return None;
    }
    let (day, visit) = made.first(resident, home, task.date(tasks::FROM)?)?;
    Some(Done::Visited(visit, day))
}

/// What a goal's figure is counted from.
#[derive(Debug, Clone, Copy)]
pub struct Entries<'a> {
    /// Visits that stand.
    pub visits: &'a [&'a Row],
    /// The same by whom they were to.
    pub made: &'a Made,
    /// Residents, by whom a visit's household is known.
    pub residents: &'a HashMap<RecordId, &'a Row>,
    /// Issues with a result: the neighbourhood, and the day of the result.
    pub solved: &'a [(Option<RecordId>, Date)],
    /// Checklist items that count as clear: the neighbourhood, and the day on which they were last judged.
    pub clear: &'a [(RecordId, Date)],
    /// Tasks that stand.
    pub tasks: &'a [Row],
}

/// How much of a goal is done: counted, except for what only a hand can tell.
pub fn count(goal: &Row, entries: &Entries<'_>) -> i64 {
    let (period, place) = (goal_period(goal), goal.reference(goals::NEIGHBOURHOOD));
    let own = |at: Option<RecordId>| place.is_none() || at == place;
    let lives = |id: RecordId| entries.residents.get(&id).copied();
    let at = |visit: &Row| {
        let person = visit.reference(visits::RESIDENT).and_then(lives);
        person.and_then(|row| row.reference(residents::NEIGHBOURHOOD))
    };
    let made = entries.visits.iter().copied().filter(|visit| {
        visit.date(visits::DATE).is_some_and(|day| period.contains(day))
            && (place.is_none() || own(at(visit)))
    });
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match Measure::from_key(goal.text(goals::MEASURE)) {
        Measure::Visits => whole(made.count()),
        Measure::Households => {
            let home = |visit: &Row| {
                let person = visit.reference(visits::RESIDENT).and_then(lives);
                let own = person.and_then(|row| row.reference(residents::HOUSEHOLD));
                visit.reference(visits::HOUSEHOLD).or(own)
            };
            let homes: std::collections::BTreeSet<RecordId> = made.filter_map(home).collect();
            whole(homes.len())
        }
        Measure::IssuesSolved => {
            let solved = entries.solved.iter().filter(|(at, day)| own(*at) && period.contains(*day));
            whole(solved.count())
        }
        Measure::ChecksClear => {
            let clear = entries.clear.iter().filter(|(at, day)| own(Some(*at)) && period.contains(*day));
            whole(clear.count())
        }
        Measure::Tasks => {
            let own = entries.tasks.iter().filter(|task| task.reference(tasks::GOAL) == Some(goal.id));
            whole(own.filter(|task| done(task, entries.made).is_some()).count())
        }
        Measure::ByHand => match goal.one(goals::DONE) {
            Some(Value::Int(count)) if permit_goal(goal).is_ok() => *count,
            Some(_) | None => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::testing::{card, id};

    fn visit(n: u8, to: u8, day: Date) -> Row {
        card(
            visits::ID,
            n,
            &[(visits::RESIDENT, Value::Ref(id("residents", to))), (visits::DATE, Value::Date(day))],
        )
    }

    fn task(more: &[(u16, Value)]) -> Row {
        let mut values = vec![(tasks::FROM, Value::Date(date(2026, 11, 10)))];
        values.extend_from_slice(more);
        card(tasks::ID, 1, &values)
    }

    // Shows A14.
    #[test]
    fn a_planned_visit_is_done_by_the_visit_and_a_tick_needs_its_basis() {
        let planned = task(&[(tasks::RESIDENT, Value::Ref(id("residents", 7)))]);
        let before = visit(1, 7, date(2026, 11, 9));
        let other = visit(2, 8, date(2026, 11, 12));
        assert_eq!(done(&planned, &Made::of(&[before.clone(), other.clone()])), None);
        let made = visit(3, 7, date(2026, 11, 12));
        assert_eq!(
            done(&planned, &Made::of(&[before, other, made.clone()])),
            Some(Done::Visited(made.id, date(2026, 11, 12)))
        );
        let ticked = task(&[(tasks::DONE_ON, Value::Date(date(2026, 11, 11)))]);
        assert_eq!(permit_task(&ticked), Err(Refusal::NoBasis));
        assert_eq!(done(&ticked, &Made::default()), None, "one that came by bundle counts for nothing");
        let based = task(&[
            (tasks::DONE_ON, Value::Date(date(2026, 11, 11))),
            (tasks::BASIS, Value::Text("会议纪要第 3 号".into())),
        ]);
        assert_eq!(done(&based, &Made::default()), Some(Done::Ticked(date(2026, 11, 11))));
    }

    // Shows A14, A16.
    #[test]
    fn a_goal_is_counted_from_the_entries_of_its_days() {
        let goal = |measure: &str, more: &[(u16, Value)]| {
            let mut values = vec![
                (goals::MEASURE, Value::Choice(measure.into())),
                (goals::FROM, Value::Date(date(2026, 11, 1))),
                (goals::TO, Value::Date(date(2026, 11, 30))),
            ];
            values.extend_from_slice(more);
            card(goals::ID, 1, &values)
        };
        let home = Value::Ref(id("households", 1));
        let place = |n: u8| Value::Ref(id("neighbourhoods", n));
        let people = [1, 2].map(|n| {
            card(
                "residents",
                n,
                &[(residents::HOUSEHOLD, home.clone()), (residents::NEIGHBOURHOOD, place(n))],
            )
        });
        let visits =
            [visit(1, 1, date(2026, 11, 1)), visit(2, 2, date(2026, 11, 30)), visit(3, 1, date(2026, 12, 1))];
        let solved = [(Some(id("neighbourhoods", 2)), date(2026, 11, 3)), (None, date(2026, 10, 3))];
        let clear = [(id("neighbourhoods", 1), date(2026, 11, 3))];
        let (made, known) = (Made::of(&visits), people.iter().map(|row| (row.id, row)).collect());
        let entries = Entries {
            visits: &visits.iter().collect::<Vec<_>>(),
            made: &made,
            residents: &known,
            solved: &solved,
            clear: &clear,
            tasks: &[],
        };
        assert_eq!(count(&goal("visits", &[]), &entries), 2);
        assert_eq!(count(&goal("households", &[]), &entries), 1);
        assert_eq!(count(&goal("issues_solved", &[]), &entries), 1);
        assert_eq!(count(&goal("checks_clear", &[]), &entries), 1);
        // Of one neighbourhood what was done there alone.
        let at = |measure, n| count(&goal(measure, &[(goals::NEIGHBOURHOOD, place(n))]), &entries);
        assert_eq!([1, 2, 3].map(|n| at("visits", n)), [1, 1, 0]);
        assert_eq!([1, 2, 3].map(|n| at("households", n)), [1, 1, 0]);
        assert_eq!([1, 2, 3].map(|n| at("issues_solved", n)), [0, 1, 0]);
        assert_eq!([1, 2, 3].map(|n| at("checks_clear", n)), [1, 0, 0]);
        let by_hand = goal("by_hand", &[(goals::DONE, Value::Int(5))]);
        assert_eq!((permit_goal(&by_hand), count(&by_hand, &entries)), (Err(Refusal::NoBasis), 0));
        let based =
            goal("by_hand", &[(goals::DONE, Value::Int(5)), (goals::BASIS, Value::Text("台账".into()))]);
        assert_eq!(count(&based, &entries), 5);
    }
}
