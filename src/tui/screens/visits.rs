//! F5: who was not reached yet, what is planned, and the diary.

mod chart;
mod clicking;
mod listed;
mod month;
mod rows;
mod view;

use jiff::{Span, civil::Date};

use super::{bulletins, narrow::Narrow, top::Top};
use crate::{
    domain::{
        calling::Called,
        id::RecordId,
        phases::Period,
        plan::{self, tasks},
        visits::VisitCategory,
        wording::Lang,
    },
    tui::{
        form::Form,
        model::{Model, Popup, Screen},
    },
};

pub(in crate::tui) use clicking::{click, click_beside};
pub(in crate::tui) use view::{MONTH, beside, has_two_panes, view};

/// What of the screen is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::tui) enum Part {
    /// Who was reached and who was not.
    #[default]
    Reach,
    /// The month: visits, tasks, goals.
    Month,
    /// The diary and what one did this month.
    Diary,
    /// Goals and tasks over months.
    Chart,
}

impl Part {
    pub(in crate::tui) const ALL: [Self; 4] = [Self::Reach, Self::Month, Self::Diary, Self::Chart];

    pub(in crate::tui) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Reach => lang.pick("六访覆盖", "Coverage"),
            Self::Month => lang.pick("日历计划", "Calendar"),
            Self::Diary => lang.pick("民情日记", "Diary"),
            Self::Chart => lang.pick("计划横道", "Plan chart"),
        }
    }
}

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    pub(in crate::tui) part: Part,
    /// The row that is selected.
    at: usize,
    /// How many months the calendar is away from today's.
    months: i32,
    /// What is typed to narrow the list.
    pub(in crate::tui) narrow: Narrow<Target>,
    /// Where the list begins.
    top: Top,
}

impl State {
    /// How many months the calendar is away from today's.
    pub(in crate::tui) fn months(&self) -> i32 {
        self.months
    }
}

/// What a row leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tui) enum Target {
    /// Somebody on the list, by place in it.
    Called(usize),
    /// A task.
    Task(RecordId),
    /// A goal.
    Goal(RecordId),
    /// An entry of a diary.
    Entry(RecordId),
    /// A visit.
    Visit(RecordId),
    /// The visits of which nothing is told.
    Wordless,
    /// The visits to people who are on no such list.
    Unlisted,
}

/// What can be selected.
pub(in crate::tui) fn targets(model: &Model) -> Vec<Target> {
    rows::rows(model, 80).into_iter().filter_map(|row| row.target).collect()
}

fn target(model: &Model) -> Option<Target> {
    targets(model).get(model.visits.at).copied()
}

/// The line of the list that is selected.
fn called(model: &Model) -> Option<&Called> {
    match target(model) {
        Some(Target::Called(at)) => model.data.field.coverage.called.get(at),
        Some(
            Target::Task(_)
            | Target::Goal(_)
            | Target::Entry(_)
            | Target::Visit(_)
            | Target::Wordless
            | Target::Unlisted,
        )
        | None => None,
    }
}

/// The month that the calendar shows: its first and last day.
fn month(model: &Model) -> (Date, Date) {
    let today = model.data.today;
    let day = today.checked_add(Span::new().months(model.visits.months)).unwrap_or(today);
    (day.first_of_month(), day.last_of_month())
}

/// The days that the calendar shows.
fn days_shown(model: &Model) -> Period {
    let (from, to) = month(model);
    Period { from: Some(from), to: Some(to) }
}

/// Whether a calendar is on the screen.
pub(in crate::tui) fn shows_month(model: &Model) -> bool {
    model.screen == Screen::Visits
        && (model.visits.part == Part::Month || model.is_wide() && model.visits.part != Part::Chart)
}

/// Works out the list anew, and keeps the selection inside it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    // What the rows say has changed.
    model.visits.narrow.forget();
    settle(model);
}

/// Works out what is listed for what is typed.
fn settle(model: &mut Model) {
    let mut narrow = std::mem::take(&mut model.visits.narrow);
    narrow.settle(|| rows::said(model));
    model.visits.narrow = narrow;
    model.visits.at = model.visits.at.min(targets(model).len().saturating_sub(1));
}

/// Lists what is found, from its beginning.
pub(in crate::tui) fn narrow(model: &mut Model) {
    model.visits.at = 0;
    settle(model);
}

/// Lists everything again, the same row selected.
pub(in crate::tui) fn widen(model: &mut Model) {
    let before = target(model);
    model.visits.narrow.clear();
    model.visits.at = targets(model).iter().position(|target| Some(*target) == before).unwrap_or(0);
}

/// Which row of the list is selected, and how many there are.
pub(in crate::tui) fn place_in_list(model: &Model) -> (usize, usize) {
    (model.visits.at, targets(model).len())
}

/// Moves by rows.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    let count = targets(model).len();
    model.visits.at = model.visits.top.moved(model.visits.at, rows, count);
}

/// Goes to the part after or before.
pub(in crate::tui) fn turn(model: &mut Model, forward: bool) {
    let at = Part::ALL.iter().position(|part| *part == model.visits.part).unwrap_or(0);
    let count = Part::ALL.len();
    let next = (if forward { at + 1 } else { at + count - 1 }) % count;
    show_part(model, Part::ALL.get(next).copied().unwrap_or_default());
}

/// Shows a part from its beginning; what is looked for is looked for there.
pub(in crate::tui) fn show_part(model: &mut Model, part: Part) {
    (model.visits.part, model.visits.at) = (part, 0);
    sort_out(model);
}

/// Selects an entry of a diary; answers whether it is listed.
pub(in crate::tui) fn show_entry(model: &mut Model, id: RecordId) -> bool {
    let before = (model.visits.part, model.visits.at);
    model.visits.narrow.clear();
    model.visits.part = Part::Diary;
    let at = targets(model).iter().position(|target| *target == Target::Entry(id));
    if at.is_some() {
        model.screen = Screen::Visits;
    }
    (model.visits.part, model.visits.at) = at.map_or(before, |at| (Part::Diary, at));
    at.is_some()
}

/// Shows another month.
pub(in crate::tui) fn turn_month(model: &mut Model, months: i32) {
    model.visits.months = (model.visits.months + months).clamp(-1_200, 1_200);
    sort_out(model);
}

/// Opens what is selected: the form of a visit, a task, an entry.
pub(in crate::tui) fn open(model: &mut Model) {
    match target(model) {
        Some(Target::Called(_)) => visit(model),
        Some(Target::Task(id)) => {
            open_task(model, id);
        }
        Some(Target::Goal(id)) => {
            if let Some(goal) = model.data.field.goals.iter().find(|goal| goal.goal.id == id) {
                let form = Form::edit(&model.data, &goal.goal, None, model.lang);
                model.open_form(form);
            }
        }
        Some(Target::Entry(id)) => {
            if let Some(row) = model.data.field.diaries.iter().find(|row| row.id == id) {
                let (title, lines) = rows::entry(model, row);
                model.popups.push(Popup::Reading { title, lines, top: 0 });
            }
        }
        Some(Target::Visit(id)) => {
            open_visit(model, id);
        }
        Some(Target::Wordless) => listed::wordless(model),
        Some(Target::Unlisted) => listed::unlisted(model),
        None => {}
    }
}

/// What opening the selected row does, in a word or two.
pub(in crate::tui) fn open_word(model: &Model) -> &'static str {
    match target(model) {
        Some(Target::Called(_)) => model.lang.pick("记走访", "Visit"),
        Some(Target::Task(_) | Target::Goal(_)) => model.lang.pick("修改", "Edit"),
        Some(Target::Visit(_)) => model.lang.pick("补写", "Add to it"),
        Some(Target::Entry(_) | Target::Wordless | Target::Unlisted) | None => {
            model.lang.pick("打开", "Open")
        }
    }
}

/// Opens the form of a task; answers whether there is one with this id.
pub(in crate::tui) fn open_task(model: &mut Model, id: RecordId) -> bool {
    let planned = model.data.field.planned.iter().find(|planned| planned.task.id == id);
    let form = planned.map(|planned| Form::edit(&model.data, &planned.task, None, model.lang));
    let is_one = form.is_some();
    if let Some(form) = form {
        model.open_form(form);
    }
    is_one
}

/// Opens a visit, to be added to; answers whether there is one with this id.
pub(in crate::tui) fn open_visit(model: &mut Model, id: RecordId) -> bool {
    let visit = model.data.visits.iter().find(|visit| visit.id == id && visit.stands());
    let form = visit.map(|visit| Form::edit(&model.data, visit, None, model.lang));
    let is_one = form.is_some();
    if let Some(form) = form {
        model.open_form(form);
    }
    is_one
}

/// The same of a list of this screen.
pub(in crate::tui) fn open_listed(model: &mut Model, id: RecordId) -> bool {
    model.screen == Screen::Visits && open_visit(model, id)
}

/// Opens the form of a visit; to whoever is selected on the list.
pub(in crate::tui) fn visit(model: &mut Model) {
    let chosen = called(model).cloned();
    let resident = chosen.as_ref().map(|called| called.who);
    let resident = resident.filter(|who| model.data.roster.resident(*who).is_some());
    let mut form = Form::create(&model.data, crate::domain::visits::ID, resident, model.lang);
    if let Some(called) = chosen {
        form.of_called(&model.data, called.who, called.category.key(), model.lang);
    }
    model.open_form(form);
}

/// Opens the form of a task; a visit to whoever is selected, where somebody is.
pub(in crate::tui) fn plan(model: &mut Model) {
    let who = called(model).map(|called| called.who);
    let mut form = Form::create(&model.data, tasks::ID, None, model.lang);
    if let Some(who) = who {
        form.plan_visit(&model.data, who, model.lang);
    }
    model.open_form(form);
}

/// Puts everybody over the screen whom a visit is owed to, with the day on which they were
/// visited: of the category of whoever is selected, of all where nobody is.
pub(in crate::tui) fn show_called(model: &mut Model) {
    let category = called(model).map(|called| called.category);
    show_names(model, category);
}

/// The same of one category, or of all: what a gauge counts.
pub(in crate::tui) fn show_names(model: &mut Model, category: Option<VisitCategory>) {
    bulletins::show_called(model, category);
}

/// The tasks of some days.
fn tasks_of(model: &Model, days: Period) -> impl Iterator<Item = &crate::workbench::planning::Planned> {
    model.data.field.planned.iter().filter(move |planned| {
        let own = plan::task_period(&planned.task).and(days);
        own.from.is_some_and(|from| own.to.is_some_and(|to| from <= to))
    })
}
