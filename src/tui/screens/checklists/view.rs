//! The matrix of the three lists, and one sheet.

use std::{collections::BTreeMap, ops::Range};

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{check, links, listed, place, place_in_list, sheet, state_of};
use crate::{
    domain::{
        calendar,
        checklists::{self, CheckItem, CheckState, Checklist, Clarity},
        figures, hot_topics,
        id::RecordId,
        roster::neighbourhoods,
        row::Row,
        wording::{Lang, counted},
    },
    say,
    tui::{
        cells::{self, fit},
        model::Model,
        narrowing, paint,
        pictures::bar,
        rooms::{Wish, longest, share},
        screens::top::Top,
        theme::Theme,
    },
    workbench::figures::facts,
};

/// The days and the number of the hot topics that are shown.
const HOT_DAYS: i32 = 90;
const HOT: usize = 3;

/// Rows above the list.
const HEAD: usize = 2;

/// Rows below a sheet, a blank one first, that say what is next and how one finds out: what the
/// list leaves, and as many as there are cells for beside a whole one.
fn foot(area: Rect, items: usize) -> usize {
    let least = if area.height >= 19 { 5 } else { 3 };
    usize::from(area.height).saturating_sub(HEAD + items).max(least)
}

/// Cells of the first column.
const NAME: usize = 12;

/// Cells of a count, and of the day of a re-check with its mark.
const COUNT: usize = 5;
const REVIEW: usize = 6;

/// Cells of what stands beside an item's title: what it is linked to, a day, a name.
const LINKS: usize = 8;
const DAY: usize = 10;
const OWNER: usize = 8;

/// From so many cells on the third list shows both the basis and the next step.
const BOTH: usize = 100;

/// The columns of the mark of an item.
pub(super) const MARK: Range<u16> = 2..5;

/// The most cells of a bar.
const LONGEST: usize = 24;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    if model.checklists.open { one_sheet(model, area, frame) } else { matrix(model, area, frame) }
}

/// The neighbourhood and list at a cell of the body; at a name, the list that is looked at.
pub(super) fn cell_at(model: &Model, area: Rect, x: u16, y: usize) -> Option<(usize, usize)> {
    let room = usize::from(area.height).saturating_sub(HEAD);
    let top = top(model, &model.checklists.places_top, room);
    let row = listed(model).get(y.checked_sub(HEAD)? + top).copied()?;
    let behind = usize::from(x).checked_sub(NAME + 2);
    let column = behind.map_or(model.checklists.list, |x| x / column_width(area));
    (column < Clarity::ALL.len()).then_some((row, column))
}

/// The first row of the list that is shown.
fn top(model: &Model, first: &Top, room: usize) -> usize {
    let (at, count) = place_in_list(model);
    first.first(at, count, room)
}

/// What the items of the sheet say, by which they are found.
pub(super) fn said(model: &Model) -> Vec<String> {
    let Some(sheet) = sheet(model) else { return Vec::new() };
    let columns = [Column::Item, Column::Basis, Column::Links, Column::Next, Column::Review, Column::Owner];
    let said = |item: &CheckItem| {
        let row = check(model, sheet.list, item);
        columns.map(|column| column.text(model, item, row)).join(" ")
    };
    sheet.items.iter().map(said).collect()
}

/// That nothing is found, below the titles.
fn nothing(model: &Model, area: Rect, frame: &mut Frame) {
    let rest = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    let told =
        paint::wrapped(&model.told(&narrowing::not_here(model)), usize::from(area.width).saturating_sub(4));
    paint::lines(told, 0, paint::inset(rest, 2), frame);
}

/// The item at a row of the body.
pub(super) fn item_at(model: &Model, area: Rect, y: usize) -> Option<usize> {
    let count = sheet(model)?.items.len();
    let room = usize::from(area.height).saturating_sub(HEAD + foot(area, count));
    let top = top(model, &model.checklists.items_top, room);
    listed(model).get(y.checked_sub(HEAD).filter(|y| *y < room)? + top).copied()
}

fn column_width(area: Rect) -> usize {
    (usize::from(area.width).saturating_sub(NAME + 3) / 3).max(10)
}

fn matrix(model: &Model, area: Rect, frame: &mut Frame) {
    let (lang, data) = (model.lang, &model.data);
    let below = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    if usize::from(area.height) <= HEAD {
        return;
    }
    let ink = model.theme.ink();
    let bar::Fill { full, half, rest } = bar::fill(ink);
    let told = say!(
        lang,
        " 哪里还没摸清：已清/全部，最早的复核日（! 到期）   {full} 已清  {half} 正在摸  {rest} 未摸清",
        " Not clear yet: clear/all, re-check (! due)   {full} clear  {half} begun  {rest} not yet"
    );
    paint::line(&Line::raw(cells::cut(&told, usize::from(area.width))), below(0), frame);
    let width = column_width(area);
    let mut titles = format!("  {}", fit(lang.pick("居民小组", "Where"), NAME));
    for list in Clarity::ALL {
        titles.push_str(&fit(list.title(lang), width));
    }
    paint::line(&Line::styled(titles, Theme::strong()), below(1), frame);
    if data.neighbourhoods.is_empty() {
        let told = lang.pick(
            "还没有居民小组。按 ⟦new-neighbourhood⟧ 新建第一个，三张清单跟着就有了。",
            "There is no neighbourhood. ⟦new-neighbourhood⟧ begins the first one, and its three lists with it.",
        );
        let rest = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
        paint::lines(
            paint::wrapped(&model.told(told), usize::from(area.width).saturating_sub(4)),
            0,
            paint::inset(rest, 2),
            frame,
        );
        return;
    }
    let room = usize::from(area.height) - HEAD;
    let (listed, query) = (listed(model), model.checklists.places.search.query());
    if listed.is_empty() {
        return nothing(model, area, frame);
    }
    let top = top(model, &model.checklists.places_top, room);
    for (number, place) in listed.into_iter().enumerate().skip(top).take(room) {
        let Some(row) = data.neighbourhoods.get(place) else { continue };
        let here = place == model.checklists.place;
        let name = fit(row.text(neighbourhoods::NAME), NAME);
        let mut spans = vec![Span::raw(if here { "> " } else { "  " })];
        spans.extend(paint::found(&name, &query, model.theme));
        for (column, list) in Clarity::ALL.into_iter().enumerate() {
            let share = data.shares.get(&(row.id, list)).copied().unwrap_or_default();
            let late = share.review.is_some_and(|day| day <= data.today);
            let review = share.review.map_or_else(String::new, |day| {
                let mark = if late { "!" } else { " " };
                format!("{mark}{}", day.strftime("%m-%d"))
            });
            let chosen = here && column == model.checklists.list;
            let [open, close] = if chosen { ["[", "]"] } else { [" ", " "] };
            let style = if chosen { model.theme.chosen() } else { Theme::plain() };
            let count = format!("{open}{} ", fit(&format!("{}/{}", share.clear, share.items), COUNT));
            spans.push(Span::styled(count, style));
            let room = width.saturating_sub(COUNT + REVIEW + 5).clamp(1, LONGEST);
            spans.extend(bar::heat(&share, room, ink));
            let signal = if late && !chosen { Theme::late() } else { style };
            spans.push(Span::styled(format!(" {}", fit(&review, REVIEW)), signal));
            let used = COUNT + room + REVIEW + 4;
            spans.push(Span::styled(fit(close, width.saturating_sub(used)), style));
        }
        paint::line(&Line::from(spans), below(HEAD + number - top), frame);
    }
}

fn one_sheet(model: &Model, area: Rect, frame: &mut Frame) {
    let (Some(sheet), Some(place)) = (sheet(model), place(model)) else { return };
    let lang = model.lang;
    let below = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    let foot = foot(area, sheet.items.len());
    if usize::from(area.height) <= HEAD + foot {
        return;
    }
    let share = model.data.shares.get(&(place.id, sheet.list)).copied().unwrap_or_default();
    let (name, title) = (place.text(neighbourhoods::NAME), sheet.list.title(lang));
    let (clear, items) = (share.clear, share.items);
    let mut head =
        say!(lang, " {name} · {title}   已清 {clear}/{items}", " {name} · {title}   clear {clear}/{items}");
    if sheet.list == Clarity::Concerns {
        head.push_str(&hot_topics(model, place.id));
    }
    paint::line(&Line::styled(head, Theme::strong()), below(0), frame);
    let width = usize::from(area.width);
    let columns = columns(model, sheet, width);
    let titles = cells_of(&columns, |column| column.title(sheet.list, lang).to_owned());
    paint::line(&Line::styled(format!("      {titles}"), Theme::strong()), below(1), frame);
    let room = usize::from(area.height) - HEAD - foot;
    let (listed, query) = (listed(model), model.checklists.items.search.query());
    if listed.is_empty() {
        return nothing(model, area, frame);
    }
    let top = top(model, &model.checklists.items_top, room);
    for (number, at) in listed.into_iter().enumerate().skip(top).take(room) {
        let Some(item) = sheet.items.get(at) else { continue };
        let row = check(model, sheet.list, item);
        let here = at == model.checklists.item;
        // What says more than it may is not counted, and shows it.
        let short = row.is_some_and(|row| checklists::permit(row).is_err());
        let mark = match state_of(row) {
            CheckState::Open => "[ ]",
            CheckState::Working if short => "[~!",
            CheckState::Working => "[~]",
            CheckState::Clear if short => "[x!",
            CheckState::Clear => "[x]",
        };
        let told = cells_of(&columns, |column| column.text(model, item, row));
        let line = format!("{} {mark} {told}", if here { ">" } else { " " });
        let style = if here { model.theme.chosen() } else { Theme::plain() };
        let line = Line::from(paint::found(&line, &query, model.theme)).style(style);
        paint::line(&line, below(HEAD + number - top), frame);
    }
    let height = cells::cells(foot - 1);
    let foot = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    if let Some(item) = sheet.items.get(model.checklists.item) {
        let told = item_told(model, sheet.list, item, &columns, width.saturating_sub(2));
        paint::lines(
            whole(told, usize::from(height), width.saturating_sub(2)),
            0,
            paint::inset(foot, 1),
            frame,
        );
    }
}

/// A column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Item,
    Basis,
    Links,
    Next,
    Review,
    Owner,
}

impl Column {
    fn title(self, list: Clarity, lang: Lang) -> &'static str {
        match self {
            Self::Item => lang.pick("项目", "Item"),
            Self::Basis => lang.pick("依据", "Basis"),
            Self::Links if list == Clarity::Harmony => lang.pick("事项", "Issue"),
            Self::Links => lang.pick("关联", "Links"),
            Self::Next => lang.pick("下一步", "Next step"),
            Self::Review => lang.pick("复核", "Re-check"),
            Self::Owner => lang.pick("责任人", "Owner"),
        }
    }

    fn text(self, model: &Model, item: &CheckItem, row: Option<&Row>) -> String {
        let text = |tag| row.map_or("", |row| row.text(tag)).to_owned();
        match self {
            Self::Item => item.title.get(model.lang).to_owned(),
            Self::Basis => text(checklists::BASIS),
            Self::Links => links::brief(&model.data, row),
            Self::Next => text(checklists::NEXT),
            Self::Review => {
                let day = row.and_then(|row| row.date(checklists::REVIEW));
                day.map(|day| day.to_string()).unwrap_or_default()
            }
            Self::Owner => row.map(|row| model.data.named(row, checklists::OWNER)).unwrap_or_default(),
        }
    }
}

/// The columns with the cells of each. The third list names issue, owner and next step
/// (domain.md C3), and the basis where there is room for it; the others what they rest on.
fn columns(model: &Model, sheet: &Checklist, width: usize) -> Vec<(Column, usize)> {
    let (list, title) = (sheet.list, (width / 3).max(16));
    let rest = width.saturating_sub(6 + title + 1 + LINKS + 1 + DAY + 1 + OWNER + 1).max(8);
    let half = rest.saturating_sub(1) / 2;
    let between = match list {
        Clarity::Harmony if width >= BOTH => {
            vec![(Column::Links, LINKS), (Column::Next, half), (Column::Basis, rest - half - 1)]
        }
        Clarity::Harmony => vec![(Column::Links, LINKS), (Column::Next, rest)],
        Clarity::Prosperity | Clarity::Concerns => vec![(Column::Basis, rest), (Column::Links, LINKS)],
    };
    let mut columns = vec![(Column::Item, title)];
    columns.extend(between);
    columns.extend([(Column::Review, DAY), (Column::Owner, OWNER)]);
    let items: Vec<_> = sheet.items.iter().map(|item| (item, check(model, list, item))).collect();
    let wish = |(column, usual): &(Column, usize)| {
        let told = items.iter().map(|(item, row)| column.text(model, item, *row));
        Wish::cells(*usual, longest(told)).and(cells::width(column.title(list, model.lang)))
    };
    let wishes: Vec<Wish> = columns.iter().map(wish).collect();
    // Before the first one stand its marks, between two a blank.
    let cells = share(width.saturating_sub(5 + columns.len()), &wishes);
    columns.into_iter().map(|(column, _)| column).zip(cells).collect()
}

fn cells_of(columns: &[(Column, usize)], text: impl Fn(Column) -> String) -> String {
    let told = columns.iter().map(|(column, cells)| fit(&text(*column), *cells));
    told.collect::<Vec<_>>().join(" ")
}

/// What there is to know of the selected item: what is short in it, what the list has no room for,
/// what it is linked to, what is next and how one finds out.
fn item_told(
    model: &Model,
    list: Clarity,
    item: &CheckItem,
    columns: &[(Column, usize)],
    width: usize,
) -> Vec<Line<'static>> {
    let lang = model.lang;
    let row = check(model, list, item);
    let mut lines = Vec::new();
    if let Some(why) = row.and_then(|row| checklists::shortfall(row, lang)) {
        lines.push(Line::styled(format!("! {why}"), Theme::strong()));
    }
    let is_cut = |column: Column| {
        let text = column.text(model, item, row);
        !columns.iter().any(|(own, room)| *own == column && cells::width(&text) <= *room)
    };
    if is_cut(Column::Item) {
        lines.push(Line::styled(item.title.get(lang).to_owned(), Theme::strong()));
    }
    let mut tell = |title: &str, text: &str| {
        if !text.is_empty() {
            let told = format!("{title}{}{text}", lang.pick("：", ": "));
            lines.extend(paint::wrapped(&told, width));
        }
    };
    let text = |tag| row.map_or("", |row| row.text(tag));
    let linked = links::told(&model.data, row, lang);
    if !linked.is_empty() {
        let title = lang.pick("关联（⟦open-links⟧ 打开）", "Linked (⟦open-links⟧ opens)");
        tell(&model.told(title), &linked.join(lang.pick("；", "; ")));
    }
    if is_cut(Column::Next) {
        tell(lang.pick("下一步", "Next step"), text(checklists::NEXT));
    }
    if is_cut(Column::Basis) {
        tell(lang.pick("依据", "Basis"), text(checklists::BASIS));
    }
    tell(lang.pick("怎样摸清", "How to find out"), item.hint.get(lang));
    lines
}

/// The lines there is room for; where some are left out, the last one says so.
fn whole(mut lines: Vec<Line<'static>>, room: usize, width: usize) -> Vec<Line<'static>> {
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            let text = last.to_string();
            let kept = cells::cut(&text, width.saturating_sub(cells::width(cells::CUT)));
            *last = Line::styled(format!("{}{}", kept.trim_end_matches('.'), cells::CUT), last.style);
        }
    }
    lines
}

/// What most matters of the last months are about at a place, counted from the
/// issues (domain.md C2); the judgement beside it is the group's own.
fn hot_topics(model: &Model, place: RecordId) -> String {
    let (today, lang) = (model.data.today, model.lang);
    let from = today.checked_sub(jiff::Span::new().days(HOT_DAYS)).unwrap_or(today);
    let mut counts: BTreeMap<String, (usize, Vec<RecordId>)> = BTreeMap::new();
    for spot in figures::hotspots(&facts(&model.data.cases), from, today) {
        if spot.neighbourhood == Some(place) && !spot.class.is_empty() {
            let judgement = hot_topics::id_of(&spot);
            let count = counts.entry(spot.class).or_default();
            count.0 += spot.matters;
            count.1.push(judgement);
        }
    }
    let mut counts: Vec<(String, (usize, Vec<RecordId>))> = counts.into_iter().collect();
    counts.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let told: Vec<String> = counts
        .iter()
        .take(HOT)
        .map(|(class, (count, months))| {
            let judged = judged(model, months);
            say!(lang, "{class} {count}（{judged}）", "{class} {count} ({judged})")
        })
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let told = told.join(lang.pick("、", ", "));
    say!(lang, "   近 {HOT_DAYS} 天热点：{told}", "   last {HOT_DAYS} days: {told}")
}

/// What was judged last of a topic, by whom and when, or that a month of it waits for that.
fn judged(model: &Model, months: &[RecordId]) -> String {
    let lang = model.lang;
    let of =
        |id: &RecordId| model.data.judgements.iter().find(|row| row.id == *id && hot_topics::is_judged(row));
    let rows: Vec<_> = months.iter().filter_map(of).collect();
    let Some(last) = rows.iter().max_by_key(|row| (row.date(hot_topics::MONTH), row.id)) else {
        return lang.pick("未研判", "not judged").to_owned();
    };
    let declared = hot_topics::ledger();
    let verdict =
        declared.field(hot_topics::VERDICT).and_then(|field| field.choice(last.text(hot_topics::VERDICT)));
    let verdict = verdict.map(|choice| choice.title.get(lang)).unwrap_or_default();
    let (by, day) = (model.data.name(last.by), calendar::day(last.updated).strftime("%m-%d"));
    let waiting = months.len().saturating_sub(rows.len());
    let mut told = format!("{verdict} {by} {day}");
    if waiting > 0 {
        let months = counted(waiting, "month", "months");
        told.push_str(&say!(lang, "，另 {waiting} 个月未研判", ", {months} not judged"));
    }
    told
}
