//! The figures of F9 as pictures; each leads to what it counts.

use jiff::civil::Date;
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::Target;
use crate::{
    domain::{
        figures::{Fact, Hotspot, Monthly, Moved, State},
        id::RecordId,
        roster::neighbourhoods,
        trends::{self, AGES, Month},
        visits::VisitCategory,
        wording::Lang,
    },
    say,
    tui::{
        cells::{cut, fit},
        finder::{Finder, Source},
        model::{Model, Popup},
        paint,
        pictures::{bar, columns, kinds, spark},
        screens::listing::Told,
        snapshot::{Snapshot, Trends},
        theme::{Ink, Theme},
    },
    workbench::figures::facts,
};

/// How many months stand in the list; beside it there are more.
const MONTHS: usize = 6;

/// The most topics that are told.
const SPOTS: usize = 8;

/// The most cells of a bar.
const LONGEST: usize = 30;

/// The most rows of columns.
const TALLEST: u16 = 10;

/// A figure that leads to issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Figure {
    /// One of the figures of this month.
    Flow(Flow),
    /// What was registered in the month that begins on a day.
    Month(Date),
    /// What has waited so long: a place in [`AGES`].
    Age(usize),
    /// A hot topic, by its place.
    Spot(usize),
}

/// A figure of this month (domain.md §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Flow {
    OpenBefore,
    Registered,
    Reopened,
    Closed,
    Merged,
    Open,
}

impl Flow {
    const ALL: [Self; 6] =
        [Self::OpenBefore, Self::Registered, Self::Reopened, Self::Closed, Self::Merged, Self::Open];

    /// What it is called in the monthly report.
    fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::OpenBefore => lang.pick("上月办理中", "open before"),
            Self::Registered => lang.pick("本月建账", "registered"),
            Self::Reopened => lang.pick("本月重开", "reopened"),
            Self::Closed => lang.pick("本月办结", "closed"),
            Self::Merged => lang.pick("本月并入", "merged"),
            Self::Open => lang.pick("本月办理中", "open"),
        }
    }

    fn count(self, month: &Monthly) -> usize {
        match self {
            Self::OpenBefore => month.open_before,
            Self::Registered => month.registered,
            Self::Reopened => month.reopened,
            Self::Closed => month.closed.all,
            Self::Merged => month.merged,
            Self::Open => month.open,
        }
    }

    /// Whether a matter is one of those that it counts.
    fn has(self, was: Option<&Fact>, fact: &Fact) -> bool {
        let moved = Moved::of(was, fact);
        match self {
            Self::OpenBefore => was.is_some_and(|was| was.state == State::Open),
            Self::Registered => moved.registered > 0,
            Self::Reopened => moved.reopened > 0,
            Self::Closed => moved.ended > 0,
            Self::Merged => moved.merged > 0,
            Self::Open => moved.open > 0,
        }
    }
}

/// The rows below the bulletins: this month, months by kind, ages, topics, visits.
pub(super) fn rows(
    data: &Snapshot,
    ink: Ink,
    lang: Lang,
    (room, is_alone): (usize, bool),
) -> Vec<Told<Target>> {
    // One cell is the list's own mark.
    let room = room.saturating_sub(2);
    let trends = &data.trends;
    let mut rows = vec![Told::note(String::new()), Told::heading(of_month(data, lang))];
    if let Some(month) = &data.month {
        let counts = Flow::ALL.map(|flow| flow.count(&month.figures));
        let greatest = counts.into_iter().max().unwrap_or(0);
        for (flow, count) in Flow::ALL.into_iter().zip(counts) {
            let target = Target::Figure(Figure::Flow(flow));
            rows.push(figure(flow.title(lang), count, greatest, target, (ink, room, lang)));
        }
    } else {
        rows.push(Told::note(format!(" {}", crate::tui::chrome::reading(lang))));
    }
    rows.push(Told::note(String::new()));
    if is_alone {
        rows.extend(side_by_side(trends, ink, lang, room));
        rows.push(Told::note(String::new()));
    }
    let shown = || trends.months.iter().skip(trends.months.len().saturating_sub(MONTHS));
    rows.push(Told::heading(
        lang.pick("逐月建账（并入的不另计）", "Registered by month (what was merged once)").to_owned(),
    ));
    rows.push(Told::note(format!(" {}", cut(&year(&trends.months, ink, lang), room.saturating_sub(1)))));
    let legend = kinds::legend(&shown().copied().collect::<Vec<_>>(), room.saturating_sub(1), ink, lang);
    rows.extend(legend.into_iter().map(|line| Told::note(format!(" {line}"))));
    let greatest = shown().map(Month::all).max().unwrap_or(0);
    for month in shown() {
        for (number, drawn) in kinds::row(month, greatest, room, ink, lang).into_iter().enumerate() {
            let parts: Vec<Span<'static>> = std::iter::once(Span::raw(" ")).chain(drawn).collect();
            rows.push(if number == 0 {
                Told::drawn(parts, Target::Figure(Figure::Month(month.first)))
            } else {
                Told::picture(parts)
            });
        }
    }
    rows.push(Told::note(String::new()));
    rows.push(Told::heading(lang.pick("未了结的登记多久了", "Open, by days since registered").to_owned()));
    let greatest = trends.ages.into_iter().max().unwrap_or(0);
    for (at, count) in trends.ages.into_iter().enumerate() {
        let title = age(at, lang);
        rows.push(figure(&title, count, greatest, Target::Figure(Figure::Age(at)), (ink, room, lang)));
    }
    if !trends.spots.is_empty() {
        rows.push(Told::note(String::new()));
        rows.push(Told::heading(
            lang.pick(
                "热点（近三个月，按类、小组、月；括号里未了结）",
                "Hot topics of three months (open in brackets)",
            )
            .to_owned(),
        ));
    }
    let greatest = trends.spots.iter().map(|spot| spot.matters).max().unwrap_or(0);
    rows.extend(trends.spots.iter().enumerate().take(SPOTS).map(|(at, spot)| {
        let name = fit(&topic(data, spot, lang), (room / 2).clamp(16, 44));
        let mut parts = vec![Span::raw(format!(" {name} {:>3} ({}) ", spot.matters, spot.open))];
        let left = room.saturating_sub(crate::tui::cells::width(&name) + 12).min(LONGEST);
        parts.push(bar::among(spot.matters, greatest, left, ink));
        Told::drawn(parts, Target::Figure(Figure::Spot(at)))
    }));
    rows.push(Told::note(String::new()));
    rows.push(Told::heading(lang.pick("六访：已访/应访", "Visits: seen/due").to_owned()));
    rows.extend(VisitCategory::ALL.map(|category| {
        let gauge = data.field.coverage.gauge(category, None);
        let title = fit(&category.title(lang), title_room(lang));
        let mut parts =
            vec![Span::raw(format!(" {title} {:>5}  ", format!("{}/{}", gauge.visited, gauge.due)))];
        let left = room.saturating_sub(title_room(lang) + 10).min(LONGEST);
        parts.extend(bar::gauge(gauge.visited, gauge.due, left, ink));
        Told::drawn(parts, Target::Visits)
    }));
    rows
}

/// `12 个月  ▁▁▁▁▁▁▁▁▁▁▅█  2025-12 至 2026-11，最多 18`.
fn year(months: &[Month], ink: Ink, lang: Lang) -> String {
    let numbers: Vec<usize> = months.iter().map(Month::all).collect();
    let line = spark::line(&numbers, ink);
    let day = |month: Option<&Month>| {
        month.map(|month| month.first.strftime("%Y-%m").to_string()).unwrap_or_default()
    };
    let (from, to, count) = (day(months.first()), day(months.last()), months.len());
    let most = numbers.into_iter().max().unwrap_or(0);
    say!(
        lang,
        "{count} 个月  {line}  {from} 至 {to}，最多 {most}",
        "{count} months  {line}  {from} to {to}, {most} at most"
    )
}

fn of_month(data: &Snapshot, lang: Lang) -> String {
    let (year, month) = (data.today.year(), data.today.month());
    let totals = data.month.as_ref().map(|known| {
        let (all, closed) = (known.figures.registered_total, known.figures.closed_total.all);
        say!(lang, "  累计建账 {all}  累计办结 {closed}", "  registered in all {all}, closed in all {closed}")
    });
    let totals = totals.unwrap_or_default();
    say!(lang, "月报 {year}-{month:02}{totals}", "The month {year}-{month:02}{totals}")
}

fn title_room(lang: Lang) -> usize {
    if lang == Lang::Zh { 14 } else { 22 }
}

/// A number with its bar.
fn figure(
    title: &str,
    count: usize,
    greatest: usize,
    target: Target,
    (ink, room, lang): (Ink, usize, Lang),
) -> Told<Target> {
    let lead = format!(" {} {count:>5}  ", fit(title, title_room(lang)));
    let left = room.saturating_sub(title_room(lang) + 10).min(LONGEST);
    Told::drawn(vec![Span::raw(lead), bar::among(count, greatest, left, ink)], target)
}

/// `8–15 天`.
fn age(at: usize, lang: Lang) -> String {
    match AGES.get(at) {
        Some((from, Some(to))) => say!(lang, "{from}-{to} 天", "{from}-{to} days"),
        Some((from, None)) => say!(lang, "{from} 天以上", "{from} days or more"),
        None => String::new(),
    }
}

/// `2026-11 噪声 三组`.
fn topic(data: &Snapshot, spot: &Hotspot, lang: Lang) -> String {
    let place = spot.neighbourhood.and_then(|id| data.neighbourhoods.iter().find(|row| row.id == id));
    let place = place.map_or(lang.pick("未写小组", "no place"), |row| row.text(neighbourhoods::NAME));
    let class = if spot.class.is_empty() { lang.pick("未分类", "no class") } else { &spot.class };
    format!("{:04}-{:02} {class} {place}", spot.month.year(), spot.month.month())
}

/// The issues that a figure counts.
fn counted(data: &Snapshot, figure: Figure) -> Vec<RecordId> {
    if let Figure::Flow(flow) = figure {
        let Some(month) = &data.month else { return Vec::new() };
        let own = month.now.iter().filter(|(id, fact)| flow.has(month.before.get(*id), fact));
        return own.map(|(id, _)| *id).collect();
    }
    let spot = if let Figure::Spot(at) = figure { data.trends.spots.get(at) } else { None };
    let has = |fact: &Fact| match figure {
        Figure::Month(first) => {
            data.trends.months.iter().any(|month| month.first == first && month.has(fact))
        }
        Figure::Age(at) => trends::age(fact, data.today) == Some(at),
        Figure::Spot(_) => spot.is_some_and(|spot| {
            fact.state != State::Merged
                && fact.registered.first_of_month() == spot.month
                && fact.class == spot.class
                && fact.neighbourhood == spot.neighbourhood
        }),
        Figure::Flow(_) => false,
    };
    facts(&data.cases).into_iter().filter(|(_, fact)| has(fact)).map(|(id, _)| id).collect()
}

/// What a figure is called above what it counts.
fn title(data: &Snapshot, figure: Figure, lang: Lang) -> String {
    match figure {
        Figure::Flow(flow) => flow.title(lang).to_owned(),
        Figure::Month(first) => {
            let (year, month) = (first.year(), first.month());
            say!(lang, "{year}-{month:02} 建账", "registered in {year}-{month:02}")
        }
        Figure::Age(at) => {
            let days = age(at, lang);
            say!(lang, "未了结 {days}", "open {days}")
        }
        Figure::Spot(at) => data.trends.spots.get(at).map(|spot| topic(data, spot, lang)).unwrap_or_default(),
    }
}

/// Puts the issues that a figure counts on top, to go to one of them.
pub(super) fn open(model: &mut Model, figure: Figure) {
    let lang = model.lang;
    let found = counted(&model.data, figure);
    let title = title(&model.data, figure, lang);
    if found.is_empty() {
        model.notice = Some(say!(lang, "{title}：没有", "{title}: none"));
        return;
    }
    let finder = Finder::new(Source::Records(title, found), "", &model.data, lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Months and ages as columns.
const HEADINGS: [(&str, &str); 2] =
    [("逐月建账", "Registered by month"), ("未了结的登记多久了（天）", "Open, by days since registered")];

/// What the columns of months are, and those of ages.
fn columns_of(trends: &Trends) -> [Vec<(String, usize)>; 2] {
    let months =
        trends.months.iter().map(|month| (format!("{:02}", month.first.month()), month.all())).collect();
    let ages = AGES.iter().zip(trends.ages).map(|((from, to), count)| {
        (to.map_or_else(|| format!("{from}+"), |to| format!("{from}-{to}")), count)
    });
    [months, ages.collect()]
}

/// The same as rows of the list, months and ages beside one another.
fn side_by_side(trends: &Trends, ink: Ink, lang: Lang, room: usize) -> Vec<Told<Target>> {
    /// Rows: the numbers, the columns, what they are of.
    const TALL: u16 = 6;
    /// Cells that all ages take, and those between them and the months.
    const AGES_WIDE: usize = 36;
    const APART: usize = 3;
    let left = room.saturating_sub(AGES_WIDE + APART + 1);
    let [months, ages] = columns_of(trends);
    let [one, other] = HEADINGS.map(|(zh, en)| lang.pick(zh, en));
    let mut rows = vec![Told::heading(format!("{}{other}", fit(one, left + APART)))];
    let months = columns::rows(&months, ink, (left, TALL));
    let ages = columns::rows(&ages, ink, (AGES_WIDE, TALL));
    rows.extend(
        months.into_iter().zip(ages).map(|(month, age)| {
            Told::picture(vec![Span::raw(" "), month, Span::raw(" ".repeat(APART)), age])
        }),
    );
    rows
}

/// Draws months and ages as columns.
pub(super) fn beside(model: &Model, area: Rect, frame: &mut Frame) {
    let (lang, trends, ink) = (model.lang, &model.data.trends, model.theme.ink());
    let width = usize::from(area.width);
    let tall = (area.height.saturating_sub(3) / 2).min(TALLEST);
    let mut left = area;
    for (numbers, (zh, en)) in columns_of(trends).iter().zip(HEADINGS) {
        paint::lines(vec![Line::styled(cut(lang.pick(zh, en), width), Theme::strong())], 0, left, frame);
        let own = Rect { y: left.y.saturating_add(1), height: tall, ..left };
        columns::view(numbers, ink, own.intersection(left), frame);
        let next = own.bottom().saturating_add(1);
        left = Rect { y: next, height: area.bottom().saturating_sub(next), ..area };
    }
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
        let month = data.month.as_ref().unwrap();
        assert_eq!(month.figures, wanted);
        assert_eq!((wanted.open_before, wanted.registered_total), (4, 5));
        for flow in Flow::ALL {
            assert_eq!(counted(data, Figure::Flow(flow)).len(), flow.count(&wanted), "{flow:?}");
        }
        for month in &data.trends.months {
            assert_eq!(counted(data, Figure::Month(month.first)).len(), month.all());
        }
        for (at, count) in data.trends.ages.into_iter().enumerate() {
            assert_eq!(counted(data, Figure::Age(at)).len(), count);
        }
        assert!(!data.trends.spots.is_empty() && data.trends.ages.iter().sum::<usize>() == 4);
        for (at, spot) in data.trends.spots.iter().enumerate() {
            assert_eq!(counted(data, Figure::Spot(at)).len(), spot.matters);
        }
    }
}
