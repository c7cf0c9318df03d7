//! The queue of issues, and the selected one beside it.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Filter, are_elsewhere, board, detail, selected, several};
use crate::{
    domain::{
        calendar,
        field::Tag,
        issues::issues,
        standing::{self, IssueKind},
        value::Value,
        wording::Lang,
    },
    say,
    tui::{
        cells::{self, fit},
        chrome, lists,
        model::Model,
        narrowing, paint,
        rooms::{Wish, longest, looked_at},
        screens::{
            pane::{self, Pane},
            today::from_of,
        },
        snapshot::{Snapshot, Tally},
        theme::Theme,
        words::Words,
    },
    workbench::steps::Case,
};

/// Rows above the list: counters and filters, kinds, column titles.
pub(in crate::tui) const HEAD: usize = 3;

/// Cells of the marks before a row.
pub(in crate::tui) const MARKS: u16 = 3;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    if model.issues.open
        && let Some(case) = selected(model)
    {
        let lines = detail::lines(model, case, usize::from(area.width).saturating_sub(2));
        paint::lines_told(lines, model.issues.scroll, model.lang, paint::inset(area, 1), frame);
        return;
    }
    if model.issues.board {
        return board::draw(model, area, frame);
    }
    head(model, area, frame);
    let list = Rect { width: lists::list_width(model, area), ..area };
    queue(model, list, frame);
    if let Some(right) = beside_at(model, area) {
        paint::divider(right, frame);
        if let Some(pane) = beside(model, area) {
            pane::view(model, pane, frame);
        }
    }
}

/// The filters in their row. The board shows every stage: there it is one's own part or all.
pub(super) fn filters(model: &Model) -> Words<Filter> {
    let (on, lang) = (model.issues.filter, model.lang);
    let offered = Filter::offered(model);
    let shown: Vec<(Filter, bool)> = if model.issues.board {
        let own = offered.filter(|filter| *filter == Filter::Mine);
        own.map(|own| (own, on == own)).chain([(Filter::All, on != Filter::Mine)]).collect()
    } else {
        offered.map(|filter| (filter, filter == on)).collect()
    };
    let words = shown.into_iter().map(|(filter, is_on)| (filter, filter.title(lang).to_owned(), is_on));
    Words::lay(cells::width(&counters(model)), usize::from(model.size.0), words)
}

/// The kinds as they stand in their row: all of them, then each.
pub(super) fn kinds() -> impl Iterator<Item = Option<IssueKind>> {
    std::iter::once(None).chain(IssueKind::ALL.into_iter().map(Some))
}

/// What is left at the right of the list, the rule among it.
fn beside_at(model: &Model, area: Rect) -> Option<Rect> {
    let list = lists::list_width(model, area);
    let is_there = model.is_wide() && !model.issues.open && !model.issues.board && area.height > 3;
    is_there.then(|| pane::right_of(list, 2, area))
}

/// The selected issue, beside the list.
pub(in crate::tui) fn beside(model: &Model, area: Rect) -> Option<Pane> {
    let area = paint::after_divider(beside_at(model, area)?);
    let case = selected(model)?;
    let lines = detail::lines(model, case, usize::from(area.width));
    Some(Pane { area, lines })
}

/// What the kinds are called in their row, with how many are listed of each: what is
/// filtered and looked for holds for them too. Where that does not fit, what has none
/// stands without its number.
fn kind_titles(model: &Model) -> Vec<(Option<IssueKind>, String)> {
    let titles = |is_tight: bool| -> Vec<(Option<IssueKind>, String)> {
        let all = if is_tight { "all" } else { "all kinds" };
        let told = kinds().map(|kind| {
            let title = kind.map_or(model.lang.pick("各类", all), |kind| kind.title(model.lang));
            let count = model.issues.counts.get(&kind).copied().unwrap_or_default();
            let told = if is_tight && count == 0 { title.to_owned() } else { format!("{title} {count}") };
            (kind, told)
        });
        told.collect()
    };
    let whole = titles(false);
    let wide: usize = whole.iter().map(|(_, title)| cells::width(title) + 2).sum();
    if wide < usize::from(model.size.0) { whole } else { titles(true) }
}

/// The kinds in their row; what there is no room for is reached by the key that turns, or
/// by a click on what tells of more.
pub(super) fn kind_words(model: &Model) -> Words<Option<IssueKind>> {
    let word = |(kind, title)| (kind, title, kind == model.issues.kind);
    Words::lay(1, usize::from(model.size.0), kind_titles(model).into_iter().map(word))
}

fn kind_row(model: &Model, area: Rect, frame: &mut Frame) {
    let mut spans = vec![Span::raw(" ")];
    spans.extend(kind_words(model).spans(model.theme));
    paint::line(&Line::from(spans), area, frame);
}

/// Counts; where a search needs their room, none.
fn counters(model: &Model) -> String {
    if several::are_meant(model) {
        let count = model.issues.marked.len();
        let told = say!(
            model.lang,
            " 选了 {count} 件：交办、打印，⟦back⟧ 不选了   ",
            " {count} marked: assign, print; ⟦back⟧ unmarks   "
        );
        return model.told(&told);
    }
    if model.issues.search.is_shown() && !model.is_wide() {
        return " ".to_owned();
    }
    let Tally { unanswered, late, week, closed, .. } = model.data.tally();
    say!(
        model.lang,
        " 待答复 {unanswered}  超期 {late}  本周到期 {week}  已办结 {closed}   ",
        " unanswered {unanswered}  late {late}  this week {week}  closed {closed}   ",
    )
}

/// What stands before the search, and the count behind it.
pub(super) fn before_search(model: &Model) -> (Vec<Span<'static>>, String) {
    let state = &model.issues;
    let mut spans = vec![Span::raw(counters(model))];
    spans.extend(filters(model).spans(model.theme));
    let place = if state.shown.is_empty() { 0 } else { state.at + 1 };
    (spans, format!("{place} / {}", state.shown.len()))
}

/// The cell of the search that stands at a column, and how many there are; where it is shown.
pub(super) fn search_cell(model: &Model, area: Rect, x: u16) -> Option<(usize, usize)> {
    let cell = paint::search_cell(&before_search(model), usize::from(area.width), usize::from(x))?;
    model.issues.search.is_shown().then_some(cell)
}

pub(super) fn head(model: &Model, area: Rect, frame: &mut Frame) {
    paint::search_line(before_search(model), &model.issues.search, Rect { height: 1, ..area }, frame);
    if area.height > 1 {
        kind_row(model, Rect { y: area.y + 1, height: 1, ..area }, frame);
    }
}

fn queue(model: &Model, area: Rect, frame: &mut Frame) {
    let laid = laid(model, area.width);
    let below = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    if area.height < 4 {
        return;
    }
    let titles = lists::titles(model, lists::ISSUES, &laid, |_, title, width| title.fit(width));
    paint::line(&Line::styled(format!("   {titles}"), Theme::strong()), below(2), frame);
    if model.issues.shown.is_empty() {
        let told = model.told(&empty(model));
        let rest = Rect { y: area.y + 4, height: area.height.saturating_sub(4), ..area };
        paint::lines(
            paint::wrapped(&told, usize::from(area.width).saturating_sub(4)),
            0,
            paint::inset(rest, 2),
            frame,
        );
        return;
    }
    let room = usize::from(area.height).saturating_sub(HEAD);
    let top = model.issues.top.first(model.issues.at, model.issues.shown.len(), room);
    for (number, place) in model.issues.shown.iter().enumerate().skip(top).take(room) {
        let Some(case) = model.data.cases.get(*place) else { continue };
        let line = row(model, case, &laid, number == model.issues.at);
        paint::line(&line, below(HEAD + number - top), frame);
    }
}

pub(super) fn empty(model: &Model) -> String {
    let lang = model.lang;
    if are_elsewhere(model) {
        let (count, all) = (model.issues.beyond, Filter::All.title(lang));
        return say!(
            lang,
            "这一栏里没有；“{all}”里有 {count} 件，按 ⟦open⟧ 去看。",
            "Not among these, but {count} under \"{all}\": ⟦open⟧ goes there."
        );
    }
    // Letters are part of the search while it is typed: what they do comes after Enter.
    let typing = model.issues.search.typing;
    let told = if model.data.is_outline {
        chrome::reading(lang)
    } else if !model.issues.search.query().is_empty() {
        return narrowing::not_here(model);
    } else if model.data.cases.is_empty() && typing {
        lang.pick(
            "还没有登记过事项。先按 ⟦open⟧，再按 ⟦register⟧ 登记第一件。",
            "No issue has been registered. Press ⟦open⟧, then ⟦register⟧ to register the first one.",
        )
    } else if model.data.cases.is_empty() {
        lang.pick(
            "还没有登记过事项。群众提出的第一件事，按 ⟦register⟧ 登记。",
            "No issue has been registered. Press ⟦register⟧ to register the first one.",
        )
    } else if model.issues.board && !typing {
        // The board shows every stage of one kind.
        lang.pick(
            "这一类没有事项。⟦previous-kind⟧ ⟦next-kind⟧ 换一类，⟦register⟧ 登记一件。",
            "No issues of this kind. ⟦previous-kind⟧ and ⟦next-kind⟧ change it, ⟦register⟧ registers one.",
        )
    } else if typing {
        lang.pick(
            "这一栏没有事项。先按 ⟦open⟧，再用 ⟦previous-filter⟧ ⟦next-filter⟧ 换一栏。",
            "No issues here. Press ⟦open⟧, then ⟦previous-filter⟧ and ⟦next-filter⟧ to change the filter.",
        )
    } else {
        lang.pick(
            "这一栏没有事项。⟦previous-filter⟧ ⟦next-filter⟧ 换一栏。",
            "No issues here. ⟦previous-filter⟧ and ⟦next-filter⟧ change the filter.",
        )
    };
    model.told(told)
}

/// Cells of the column of days, at the least and at the most.
const LEAST_DUE: usize = 8;
const MOST_DUE: usize = 16;

/// Of how many cells the column of days may take one.
const DUE_SHARE: usize = 4;

/// The columns, with what each takes of a width.
pub(in crate::tui) fn laid(model: &Model, width: u16) -> Vec<(&'static str, usize)> {
    let (width, data, state) = (usize::from(width), &model.data, &model.issues);
    let cases = || looked_at(&state.shown, state.at).filter_map(|at| data.cases.get(*at));
    // As wide as the longest of them, as far as its share goes.
    let days = longest(cases().map(|case| due(model, case)));
    let due = days.clamp(LEAST_DUE, MOST_DUE.min(width / DUE_SHARE).max(LEAST_DUE));
    let place = longest(cases().map(|case| data.named(&case.issue, issues::NEIGHBOURHOOD)));
    let (kind, status) = if model.lang == Lang::Zh { (8, 6) } else { (13, 11) };
    let all = [
        ("number", Wish::cells(7, longest(cases().map(|case| case.issue.text(issues::NUMBER))))),
        ("place", Wish::cells(8, place)),
        ("kind", Wish::cells(kind, kind)),
        ("title", Wish::rest(6, longest(cases().map(|case| case.issue.text(issues::TITLE))))),
        ("from", Wish::cells(10, 10)),
        ("urgency", Wish::cells(9, 9)),
        ("registered", Wish::cells(10, 10)),
        ("status", Wish::cells(status, status)),
        // Where two have taken one on, both are told.
        ("owner", Wish::cells(8, longest(cases().map(|case| owners(data, case))))),
        ("due", Wish::cells(due, days)),
    ];
    // The marks stand before, the last cell stays blank.
    lists::lay(model, lists::ISSUES, &all, width.saturating_sub(usize::from(MARKS) + 1))
}

/// Who handles it; everybody who has taken it on where they did not know of each other.
pub(in crate::tui) fn owners(data: &Snapshot, case: &Case) -> String {
    let standing = &case.standing;
    let all = if standing.rivals.is_empty() { standing.owner.as_slice() } else { standing.rivals.as_slice() };
    let names: Vec<String> = all.iter().map(|id| data.name(*id)).collect();
    names.join(data.lang.pick("、", ", "))
}

/// How long is left, or how it ended.
pub(super) fn due(model: &Model, case: &Case) -> String {
    let standing = &case.standing;
    if standing.merged_into.is_some() {
        // Its time runs where it went.
        model.lang.pick("已并入", "merged").to_owned()
    } else if standing.is_closed() {
        standing.status.title(model.lang).to_owned()
    } else {
        standing.running.distance(model.data.today, model.lang)
    }
}

/// `>!*`: the cursor, what presses, and whether it is marked.
pub(super) fn marks(model: &Model, case: &Case, chosen: bool) -> String {
    signs(model, case, chosen).concat()
}

fn signs(model: &Model, case: &Case, chosen: bool) -> [&'static str; 3] {
    let standing = &case.standing;
    let differs = standing.contested || !standing.rivals.is_empty() || !case.issue.conflicts.is_empty();
    let urgent = differs || standing.is_overdue(model.data.today);
    let marked = model.issues.marked.contains(&case.issue.id);
    [(chosen, ">"), (urgent, "!"), (marked, "*")].map(|(is, mark)| if is { mark } else { " " })
}

/// The kind as the screen shows it, and how urgent it is: as the most urgent of what went into it.
fn chosen_of(model: &Model, case: &Case, tag: Tag) -> String {
    let field = model.data.catalog.get(issues::ID).and_then(|ledger| ledger.field(tag));
    let Some(field) = field else { return String::new() };
    if tag == issues::URGENCY && !case.standing.urgency.is_empty() {
        return model.data.show(field, &Value::Choice(case.standing.urgency.clone()), model.lang);
    }
    model.data.shown(&case.issue, field, model.lang)
}

fn row(model: &Model, case: &Case, laid: &[(&str, usize)], chosen: bool) -> Line<'static> {
    let (issue, data) = (&case.issue, &model.data);
    let base = if chosen { model.theme.chosen() } else { Theme::plain() };
    let query = model.issues.search.query();
    let [cursor, signal, marked] = signs(model, case, chosen);
    let late = if signal == " " { Theme::plain() } else { Theme::late() };
    let mut spans = vec![Span::raw(cursor), Span::styled(signal, late), Span::raw(marked)];
    let lit = |text: &str, room: usize| paint::found(&fit(text, room), &query, model.theme);
    for (at, (key, width)) in laid.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(" "));
        }
        match *key {
            "number" => spans.extend(lit(issue.text(issues::NUMBER), *width)),
            "place" => spans.push(Span::raw(fit(&data.named(issue, issues::NEIGHBOURHOOD), *width))),
            "title" => spans.extend(lit(issue.text(issues::TITLE), *width)),
            "owner" => spans.push(Span::raw(fit(&owners(data, case), *width))),
            "from" => spans.extend(lit(&from_of(data, case, model.lang), *width)),
            "kind" => spans.push(Span::raw(fit(&chosen_of(model, case, issues::KIND), *width))),
            "urgency" => spans.push(Span::raw(fit(&chosen_of(model, case, issues::URGENCY), *width))),
            "status" => spans.push(Span::raw(fit(case.standing.status.title(model.lang), *width))),
            "registered" => {
                let day = calendar::day(standing::registered(issue)).to_string();
                spans.push(Span::raw(fit(&day, *width)));
            }
            _ => spans.push(Span::raw(fit(&due(model, case), *width))),
        }
    }
    Line::from(spans).style(base)
}
