//! The figures of F9 as pictures; each leads to what it counts.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    Has, Target,
    counted::{Figure, Flow},
};
use crate::{
    domain::{
        figures::Hotspot,
        roster::neighbourhoods,
        trends::{AGES, Month},
        visits::VisitCategory,
        wording::Lang,
    },
    say,
    tui::{
        cells::{cut, fit},
        model::Model,
        paint,
        pictures::{bar, columns, kinds, spark},
        screens::listing::Told,
        snapshot::{Snapshot, Trends},
        theme::{Ink, Theme},
    },
};

/// How many months stand in the list at least.
const MONTHS: usize = 6;

/// The most topics that are told.
const SPOTS: usize = 8;

/// The most cells of a bar.
const LONGEST: usize = 30;

/// The most rows of columns.
const TALLEST: u16 = 10;

/// The rows below the bulletins: this month, months by kind, ages, topics, visits.
pub(super) fn rows(
    data: &Snapshot,
    ink: Ink,
    lang: Lang,
    (room, is_alone): (usize, bool),
) -> Vec<Told<Target>> {
    let has = Has::of(data);
    let mut rows = Vec::new();
    if has.issues {
        rows.extend(of_issues(data, ink, lang, (room, is_alone)));
    }
    if has.called {
        rows.extend(of_visits(data, ink, lang, room));
    }
    rows
}

/// This month, months by kind, ages, topics.
fn of_issues(data: &Snapshot, ink: Ink, lang: Lang, (room, is_alone): (usize, bool)) -> Vec<Told<Target>> {
    // One cell is the list's own mark.
    let room = room.saturating_sub(2);
    let trends = &data.trends;
    let mut rows = vec![Told::note(String::new()), Told::heading(of_month(data, lang))];
    let month = data.month.as_ref().map(|month| &month.figures);
    let counts = || Flow::ALL.into_iter().map(|flow| (flow, month.map(|month| flow.count(month))));
    let of_month = counts().filter(|(flow, _)| flow.is_of_month());
    let greatest = of_month.filter_map(|(_, count)| count).max().unwrap_or(0);
    for (flow, count) in counts() {
        let (title, target) = (flow.title(lang), Target::Figure(Figure::Flow(flow)));
        // Beside the bars of a month one of all years would leave nothing of them.
        let room = if flow.is_of_month() { room } else { 0 };
        rows.push(match count {
            Some(count) => {
                let mut row = figure(title, count, greatest, target, (ink, room, lang));
                if flow == Flow::AllRegistered {
                    row.parts.push(Span::styled(among_them(data, lang), Theme::faint()));
                }
                row
            }
            // The rows are there from the beginning: what is selected stays so.
            None => Told::leading(format!(" {} {:>5}", fit(title, title_room(lang)), ".."), target),
        });
    }
    rows.push(Told::note(String::new()));
    if is_alone {
        rows.extend(side_by_side(trends, ink, lang, room));
        rows.push(Told::note(String::new()));
    }
    // Every month in which there is something, so that each number has its row.
    let quiet = trends.months.iter().take_while(|month| month.all() == 0).count();
    let shown = || trends.months.iter().skip(quiet.min(trends.months.len().saturating_sub(MONTHS)));
    rows.push(Told::heading(
        lang.pick("逐月建账（并入的不另计）", "Registered by month (merged ones not counted again)")
            .to_owned(),
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
    rows
}

/// Whom visits are owed to.
fn of_visits(data: &Snapshot, ink: Ink, lang: Lang, room: usize) -> Vec<Told<Target>> {
    let room = room.saturating_sub(2);
    let mut rows = Vec::new();
    rows.push(Told::note(String::new()));
    rows.push(Told::heading(lang.pick("六访：已访/应访", "Visits: seen/due").to_owned()));
    rows.extend(VisitCategory::ALL.map(|category| {
        let gauge = data.field.coverage.gauge(category, None);
        let title = fit(&category.title(lang), title_room(lang));
        let mut parts =
            vec![Span::raw(format!(" {title} {:>5}  ", format!("{}/{}", gauge.visited, gauge.due)))];
        let left = room.saturating_sub(title_room(lang) + 10).min(LONGEST);
        parts.extend(bar::gauge(gauge.visited, gauge.due, left, ink));
        Told::drawn(parts, Target::Figure(Figure::Visits(category)))
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
    let title = say!(
        lang,
        "月报 {year}-{month:02}（条的长短只在同一段里比）",
        "The month {year}-{month:02} (bars compare within a part)"
    );
    if data.month.is_some() { title } else { format!("{title}  {}", crate::tui::chrome::reading(lang)) }
}

/// What of all that was ever registered the months leave out, since it is counted with another one.
fn among_them(data: &Snapshot, lang: Lang) -> String {
    match data.month.as_ref().map_or(0, |month| month.merged) {
        0 => String::new(),
        merged => say!(lang, "含并入的 {merged} 件", "{merged} of them merged"),
    }
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
pub(super) fn age(at: usize, lang: Lang) -> String {
    match AGES.get(at) {
        Some((from, Some(to))) => say!(lang, "{from}-{to} 天", "{from}-{to} days"),
        Some((from, None)) => say!(lang, "{from} 天以上", "{from} days or more"),
        None => String::new(),
    }
}

/// `2026-11 噪声 三组`.
pub(super) fn topic(data: &Snapshot, spot: &Hotspot, lang: Lang) -> String {
    let place = spot.neighbourhood.and_then(|id| data.neighbourhoods.iter().find(|row| row.id == id));
    let place = place.map_or(lang.pick("未写小组", "no place"), |row| row.text(neighbourhoods::NAME));
    let class = if spot.class.is_empty() { lang.pick("未分类", "no class") } else { &spot.class };
    format!("{:04}-{:02} {class} {place}", spot.month.year(), spot.month.month())
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
    if !Has::of(&model.data).issues {
        return;
    }
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
