//! A month: which days have visits and which have plans.

use jiff::{Span, civil::Date};
use ratatui::text::{Line, Span as Text};

use super::month as month_of;
use crate::{
    domain::wording::{Lang, counted},
    say,
    tui::{cells::fit, model::Model, theme::Theme},
    workbench::planning::DayMarks,
};

/// Cells of a day: today in brackets, and two marks.
const CELL: usize = 6;

/// Rows of a month: title, weekdays, up to six weeks, what the marks mean.
pub(super) const ROWS: usize = 9;

/// The month as lines. A day shows `*` for visits, `+` for what is planned
/// and not done, `x` for what is done; today stands in brackets.
pub(super) fn lines(model: &Model) -> Vec<Line<'static>> {
    let lang = model.lang;
    let (first, last) = month_of(model);
    let (year, month) = (first.year(), first.month());
    let visits: usize = model.data.field.days.range(first..=last).map(|(_, marks)| marks.visits).sum();
    let times = counted(visits, "visit", "visits");
    let title = say!(lang, " {year} 年 {month} 月   走访 {visits} 次", " {year}-{month:02}   {times}");
    let mut lines = vec![Line::styled(title, Theme::strong())];
    let weekdays = if lang == Lang::Zh {
        ["一", "二", "三", "四", "五", "六", "日"]
    } else {
        ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    };
    let head: String = weekdays.iter().map(|day| fit(&format!(" {day}"), CELL)).collect();
    lines.push(Line::raw(format!(" {head}")));
    let blank = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let days = first.series(Span::new().days(1)).take_while(|day| *day <= last);
    let mut cells: Vec<Text<'static>> = vec![Text::raw(" ".repeat(CELL)); blank];
    cells.extend(days.map(|day| cell(model, day)));
    for week in cells.chunks(7) {
        let mut spans = vec![Text::raw(" ")];
        spans.extend(week.iter().cloned());
        lines.push(Line::from(spans));
    }
    lines.resize(ROWS - 1, Line::default());
    let told = lang.pick(" * 走访  + 计划未办  x 已办", " * visits  + planned  x done");
    lines.push(Line::styled(told.to_owned(), Theme::faint()));
    lines
}

/// The day at a cell of the month.
pub(super) fn day_at(model: &Model, x: usize, y: usize) -> Option<Date> {
    let (first, last) = month_of(model);
    // The title and the weekdays stand above, a blank before.
    let (week, column) = (y.checked_sub(2)?, x.checked_sub(1)? / CELL);
    let blank = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let days = (column < 7).then_some(week * 7 + column)?.checked_sub(blank)?;
    let day = first.checked_add(Span::new().days(i64::try_from(days).ok()?)).ok()?;
    (day <= last).then_some(day)
}

fn cell(model: &Model, day: Date) -> Text<'static> {
    let marks = model.data.field.days.get(&day).copied().unwrap_or_default();
    let DayMarks { visits, planned, done } = marks;
    let mut sign = String::new();
    if visits > 0 {
        sign.push('*');
    }
    if planned > 0 {
        sign.push('+');
    } else if done > 0 {
        sign.push('x');
    }
    let number = day.day();
    if day == model.data.today {
        Text::styled(fit(&format!("[{number:>2}]{sign}"), CELL), model.theme.chosen())
    } else {
        let style = if sign.is_empty() { Theme::plain() } else { Theme::strong() };
        Text::styled(fit(&format!(" {number:>2}{sign}"), CELL), style)
    }
}
