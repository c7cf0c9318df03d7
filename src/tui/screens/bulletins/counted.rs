//! What the figures of F9 count: each opens its records, an entry for each that it counts.

use std::collections::HashMap;

use jiff::civil::Date;

use super::figures::{age, topic};
use crate::{
    domain::{
        calendar,
        calling::Called,
        checklists::{self, CheckState, Checklist, Clarity},
        figures::{Fact, Monthly, Moved, State},
        id::RecordId,
        issues::issues,
        projects::{Progress, projects},
        row::Row,
        standing::{IssueKind, registered},
        trends,
        visits::VisitCategory,
        wording::Lang,
    },
    say,
    tui::{
        chrome::reading,
        finder::{COUNT, Finder, Item, Source, Target, headed},
        model::{Model, Popup},
        snapshot::Snapshot,
    },
    workbench::{figures::facts, help::HelpProject, steps::Case},
};

/// A number that leads to what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Figure {
    /// Open issues whose person was not answered.
    Unanswered,
    /// Open issues that were answered and have no result.
    Answered,
    /// Issues with a result.
    Ended,
    /// Help projects that are in work.
    InHand,
    /// Those that are done.
    Finished,
    /// Items of a checklist that are clear.
    Clear(Clarity),
    /// One of the figures of this month.
    Flow(Flow),
    /// What was registered in the month that begins on a day.
    Month(Date),
    /// What has waited so long: a place in [`AGES`](trends::AGES).
    Age(usize),
    /// A hot topic, by its place.
    Spot(usize),
    /// Whom visits of a category are owed to.
    Visits(VisitCategory),
}

/// A figure of this month (domain.md §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Flow {
    AllRegistered,
    AllClosed,
    OpenBefore,
    Registered,
    Reopened,
    Closed,
    Merged,
    Open,
}

impl Flow {
    pub(super) const ALL: [Self; 8] = [
        Self::AllRegistered,
        Self::AllClosed,
        Self::OpenBefore,
        Self::Registered,
        Self::Reopened,
        Self::Closed,
        Self::Merged,
        Self::Open,
    ];

    /// What it is called in the monthly report.
    pub(super) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::AllRegistered => lang.pick("累计建账", "registered ever"),
            Self::AllClosed => lang.pick("累计办结", "closed ever"),
            Self::OpenBefore => lang.pick("上月办理中", "open before"),
            Self::Registered => lang.pick("本月建账", "registered"),
            Self::Reopened => lang.pick("本月重开", "reopened"),
            Self::Closed => lang.pick("本月办结", "closed"),
            Self::Merged => lang.pick("本月并入", "merged"),
            Self::Open => lang.pick("本月办理中", "open"),
        }
    }

    /// Whether it is of the month, and so drawn beside the others of it.
    pub(super) fn is_of_month(self) -> bool {
        !matches!(self, Self::AllRegistered | Self::AllClosed)
    }

    pub(super) fn count(self, month: &Monthly) -> usize {
        match self {
            Self::AllRegistered => month.registered_total,
            Self::AllClosed => month.closed_total.all,
            Self::OpenBefore => month.open_before,
            Self::Registered => month.registered,
            Self::Reopened => month.reopened,
            Self::Closed => month.closed.all,
            Self::Merged => month.merged,
            Self::Open => month.open,
        }
    }

    /// How often a matter is counted in it: one that was reopened twice is there twice.
    fn times(self, was: Option<&Fact>, fact: &Fact) -> usize {
        let moved = Moved::of(was, fact);
        match self {
            Self::AllRegistered => 1,
            Self::AllClosed => usize::from(fact.state == State::Closed),
            Self::OpenBefore => usize::from(was.is_some_and(|was| was.state == State::Open)),
            Self::Registered => moved.registered,
            Self::Reopened => moved.reopened,
            Self::Closed => moved.ended,
            Self::Merged => moved.merged,
            Self::Open => moved.open,
        }
    }
}

/// The records that a figure counts.
pub(super) fn entries(data: &Snapshot, figure: Figure, lang: Lang) -> Vec<Item> {
    match figure {
        Figure::Unanswered => of_cases(data, lang, |case| is_open(case) && !case.standing.answered),
        Figure::Answered => of_cases(data, lang, |case| is_open(case) && case.standing.answered),
        Figure::Ended => of_cases(data, lang, |case| case.is_own_matter() && case.standing.is_closed()),
        Figure::InHand => of_projects(data, lang, |progress| !progress.is_over()),
        Figure::Finished => of_projects(data, lang, |progress| progress == Progress::Done),
        Figure::Clear(list) => clear(data, list, lang),
        Figure::Visits(category) => owed(data, category, lang),
        Figure::Flow(flow) => {
            let Some(month) = &data.month else { return Vec::new() };
            let own = month.now.iter().map(|(id, fact)| (*id, flow.times(month.before.get(id), fact)));
            listed(data, &own.collect(), lang)
        }
        Figure::Month(first) => {
            let month = data.trends.months.iter().find(|month| month.first == first);
            of_facts(data, lang, |fact| month.is_some_and(|month| month.has(fact)))
        }
        Figure::Age(at) => of_facts(data, lang, |fact| trends::age(fact, data.today) == Some(at)),
        Figure::Spot(at) => {
            let Some(spot) = data.trends.spots.get(at) else { return Vec::new() };
            of_facts(data, lang, |fact| {
                fact.state != State::Merged
                    && fact.registered.first_of_month() == spot.month
                    && fact.class == spot.class
                    && fact.neighbourhood == spot.neighbourhood
            })
        }
    }
}

/// What was merged into another is counted with that.
fn is_open(case: &Case) -> bool {
    case.is_own_matter() && !case.standing.is_closed()
}

fn of_cases(data: &Snapshot, lang: Lang, fits: impl Fn(&Case) -> bool) -> Vec<Item> {
    data.cases.iter().filter(|case| fits(case)).map(|case| issue(data, case, lang)).collect()
}

fn of_facts(data: &Snapshot, lang: Lang, fits: impl Fn(&Fact) -> bool) -> Vec<Item> {
    let own = facts(&data.cases).into_iter().filter(|(_, fact)| fits(fact));
    listed(data, &own.map(|(id, _)| (id, 1)).collect(), lang)
}

/// Issues, each as often as it is counted, in the order of F6.
fn listed(data: &Snapshot, times: &HashMap<RecordId, usize>, lang: Lang) -> Vec<Item> {
    let of = |case: &Case| {
        let times = times.get(&case.issue.id).copied().unwrap_or(0);
        std::iter::repeat_n(issue(data, case, lang), times)
    };
    data.cases.iter().flat_map(of).collect()
}

/// `A-17  三组路灯连续五天不亮`, `11-13  诉求  已受理`.
fn issue(data: &Snapshot, case: &Case, lang: Lang) -> Item {
    let (row, standing) = (&case.issue, &case.standing);
    let day = calendar::day(registered(row)).strftime("%m-%d").to_string();
    let kind = standing.kind.map_or("", |kind: IssueKind| kind.title(lang));
    let stands = match standing.merged_into {
        Some(head) => {
            let head = data.name(head);
            say!(lang, "并入 {head}", "merged into {head}")
        }
        None => standing.status.title(lang).to_owned(),
    };
    let item = Item::new(Target::Record(row.id), row.text(issues::TITLE)).led(row.text(issues::NUMBER));
    item.noted(day).noted(kind).noted(stands)
}

fn of_projects(data: &Snapshot, lang: Lang, fits: impl Fn(Progress) -> bool) -> Vec<Item> {
    let item = |one: &HelpProject| {
        let item = Item::new(Target::Record(one.project.id), one.project.text(projects::TITLE));
        item.noted(one.progress.title(lang))
    };
    data.projects.iter().filter(|one| fits(one.progress)).map(item).collect()
}

/// What of a list is clear, by neighbourhood and in the list's order.
fn clear(data: &Snapshot, list: Clarity, lang: Lang) -> Vec<Item> {
    let Some(sheet) = data.checklists.iter().find(|sheet| sheet.list == list) else { return Vec::new() };
    let is_clear = |row: &&Row| {
        row.stands()
            && Clarity::from_key(row.text(checklists::LIST)) == Some(list)
            && row.reference(checklists::NEIGHBOURHOOD).is_some()
            && checklists::counted(row) == CheckState::Clear
    };
    let mut found: Vec<_> = data
        .checks
        .iter()
        .filter(is_clear)
        .filter_map(|row| Some((place(data, row), at(sheet, row)?, row)))
        .collect();
    found.sort_by_key(|(place, at, row)| (*place, *at, row.id));
    let item = |(_, at, row): (usize, usize, &Row)| {
        let title = sheet.items.get(at).map_or("", |item| item.title.get(lang));
        Item::new(Target::Record(row.id), title).noted(data.named(row, checklists::NEIGHBOURHOOD))
    };
    found.into_iter().map(item).collect()
}

/// Where an item stands in its list; none where it was retired.
fn at(sheet: &Checklist, row: &Row) -> Option<usize> {
    sheet.items.iter().position(|item| item.id == row.text(checklists::ITEM))
}

fn place(data: &Snapshot, row: &Row) -> usize {
    let own = row.reference(checklists::NEIGHBOURHOOD);
    data.neighbourhoods.iter().position(|place| Some(place.id) == own).unwrap_or(usize::MAX)
}

/// Everybody whom a visit is owed to, those first who were not reached.
fn owed(data: &Snapshot, category: VisitCategory, lang: Lang) -> Vec<Item> {
    let called = data.field.coverage.called.iter().filter(|called| called.category == category);
    let (seen, left): (Vec<&Called>, Vec<&Called>) = called.partition(|called| called.visited.is_some());
    let item = |called: &Called| {
        let place = called.place.map(|id| data.name(id)).unwrap_or_default();
        let stands = match called.visited {
            Some(day) => {
                let day = day.strftime("%m-%d").to_string();
                say!(lang, "已访 {day}", "seen {day}")
            }
            None => lang.pick("未访", "not seen").to_owned(),
        };
        Item::new(Target::Record(called.who), data.name(called.who)).noted(place).noted(stands)
    };
    left.into_iter().chain(seen).map(item).collect()
}

/// Everybody on the list of visits over the screen: of one category, or of all, each with what
/// it is for.
pub(in crate::tui) fn show_called(model: &mut Model, category: Option<VisitCategory>) {
    if let Some(category) = category {
        return open(model, Figure::Visits(category));
    }
    let (data, lang) = (&model.data, model.lang);
    let of_one = |category: VisitCategory| {
        let title = category.title(lang);
        owed(data, category, lang).into_iter().map(move |item| item.led(title.clone()))
    };
    let found: Vec<Item> = VisitCategory::ALL.into_iter().flat_map(of_one).collect();
    if found.is_empty() {
        let told = lang.pick("走访名单还空着", "nobody is listed yet");
        model.notice = Some(told.to_owned());
        return;
    }
    let seen = data.field.coverage.called.iter().filter(|called| called.visited.is_some()).count();
    let title = say!(lang, "六访：应访 {COUNT}，已访 {seen}", "All six: {COUNT} due, {seen} seen");
    let finder = Finder::new(Source::Records(title, found), "", &model.data, lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// What a figure is called above what it counts; [`COUNT`] stands in it where others have the
/// number behind them.
pub(super) fn title(data: &Snapshot, figure: Figure, lang: Lang) -> String {
    match figure {
        Figure::Unanswered => lang.pick("事项待答复", "unanswered").to_owned(),
        Figure::Answered => lang.pick("等着结果", "answered, no result").to_owned(),
        Figure::Ended => lang.pick("已有结果", "closed").to_owned(),
        Figure::InHand => lang.pick("项目在办", "projects in work").to_owned(),
        Figure::Finished => lang.pick("项目办成", "projects done").to_owned(),
        Figure::Clear(list) => {
            let list = list.title(lang);
            say!(lang, "{list} 已摸清", "{list}: clear")
        }
        Figure::Flow(flow) => flow.title(lang).to_owned(),
        Figure::Month(first) => {
            let (year, month) = (first.year(), first.month());
            say!(lang, "{year}-{month:02} 建账", "registered in {year}-{month:02}")
        }
        Figure::Age(at) => {
            let days = age(at, lang);
            say!(lang, "未了结 {days}", "open {days}")
        }
        Figure::Spot(at) => {
            let Some(spot) = data.trends.spots.get(at) else { return String::new() };
            let (topic, open) = (topic(data, spot, lang), spot.open);
            say!(lang, "{topic}：建账 {COUNT}，未了结 {open}", "{topic}: {COUNT} registered, {open} open")
        }
        Figure::Visits(category) => {
            let seen = data.field.coverage.gauge(category, None).visited;
            let category = category.title(lang);
            say!(lang, "{category}：应访 {COUNT}，已访 {seen}", "{category}: {COUNT} due, {seen} seen")
        }
    }
}

/// Puts the records that a figure counts over the screen, to go to one of them.
pub(super) fn open(model: &mut Model, figure: Figure) {
    let lang = model.lang;
    if matches!(figure, Figure::Flow(_)) && model.data.month.is_none() {
        model.notice = Some(reading(lang).to_owned());
        return;
    }
    let found = entries(&model.data, figure, lang);
    let title = title(&model.data, figure, lang);
    if found.is_empty() {
        let none = if title.contains(COUNT) { "0" } else { lang.pick("没有", "none") };
        model.notice = Some(headed(&title, none, lang));
        return;
    }
    let finder = Finder::new(Source::Records(title, found), "", &model.data, lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::tests::{clock, session};

    #[test]
    fn what_a_figure_leads_to_is_what_it_counts_and_the_month_is_that_of_the_report() {
        let folder = tempfile::tempdir().unwrap();
        let mut s = session(&folder.path().join("a"), 120, 36);
        s.bench().set_clock(clock(12));
        s.refresh().press("F9");
        let bench = s.bench();
        let (from, to) = (jiff::civil::date(2026, 12, 1), jiff::civil::date(2026, 12, 31));
        let (before, now) = (bench.facts_at(from.yesterday().unwrap()).unwrap(), bench.facts_at(to).unwrap());
        let wanted = Monthly::count(&before, &now);
        let data = &s.model().data;
        let count = |figure| entries(data, figure, Lang::Zh).len();
        let month = data.month.as_ref().unwrap();
        assert_eq!(month.figures, wanted);
        assert_eq!((wanted.open_before, wanted.registered_total), (4, 5));
        for flow in Flow::ALL {
            assert_eq!(count(Figure::Flow(flow)), flow.count(&wanted), "{flow:?}");
        }
        for month in &data.trends.months {
            assert_eq!(count(Figure::Month(month.first)), month.all());
        }
        for (at, ages) in data.trends.ages.into_iter().enumerate() {
            assert_eq!(count(Figure::Age(at)), ages);
        }
        assert!(!data.trends.spots.is_empty() && data.trends.ages.iter().sum::<usize>() == 4);
        for (at, spot) in data.trends.spots.iter().enumerate() {
            assert_eq!(count(Figure::Spot(at)), spot.matters);
        }
    }

    #[test]
    fn a_matter_that_was_reopened_twice_stands_twice_below_the_figure_that_counts_it_twice() {
        let fact = Fact {
            registered: jiff::civil::date(2026, 10, 1),
            state: State::Closed,
            outcome: "solved".to_owned(),
            transferred: false,
            reopened: 0,
            class: String::new(),
            neighbourhood: None,
            level: String::new(),
        };
        let again = Fact { reopened: 2, ..fact.clone() };
        assert_eq!(Flow::Reopened.times(Some(&fact), &again), 2);
        assert_eq!(Flow::Closed.times(Some(&fact), &again), 2);
        assert_eq!(Flow::AllClosed.times(Some(&fact), &again), 1);
    }
}
