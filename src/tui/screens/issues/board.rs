//! The board: issues by how far they are, one column each; nobody moves a card
//! by hand, a card moves when something is done about its issue.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{selected, several, sort_out, view};
use crate::{
    domain::{issues::issues, standing::Status, wording::Lang},
    say,
    tui::{
        cells::{self, fit},
        model::Model,
        paint,
        screens::search::moved,
        theme::Theme,
    },
    workbench::steps::Case,
};

/// The columns, in the order in which an issue goes through them.
const COLUMNS: [Status; 6] = Status::ALL;

/// Rows of a card.
const CARD: usize = 3;

/// Below this many cells a card has no room for words beside its number.
const NARROW: usize = 16;

/// Rows above the columns: counters and filters, kinds.
const ABOVE: u16 = 2;

/// Rows below the columns: a rule, and the selected card whole.
const FOOT: u16 = 3;

/// The column of an issue.
fn column_of(case: &Case) -> usize {
    COLUMNS.iter().position(|status| *status == case.standing.status).unwrap_or(0)
}

/// The places in the list of a column's issues, top to bottom.
fn column(model: &Model, number: usize) -> Vec<usize> {
    let state = &model.issues;
    let of = |at: &usize| model.data.cases.get(*at).map(column_of) == Some(number);
    state.shown.iter().enumerate().filter(|(_, at)| of(at)).map(|(place, _)| place).collect()
}

/// The column of the selected issue.
fn current(model: &Model) -> usize {
    selected(model).map_or(0, column_of)
}

/// What a column is called: in full, and in few cells.
fn titles(status: Status, lang: Lang) -> [&'static str; 2] {
    match status {
        Status::Registered => [lang.pick("登记", "Registered"), lang.pick("登记", "New")],
        Status::Accepted => [lang.pick("受理", "Accepted"); 2],
        Status::Transferred => [lang.pick("转办", "Transferred"), lang.pick("转办", "Passed on")],
        Status::Replied => [lang.pick("答复", "Replied"); 2],
        Status::Resolved => [lang.pick("结果", "Result"); 2],
        Status::CalledBack => [lang.pick("回访", "Called back"), lang.pick("回访", "Callback")],
    }
}

/// Shows the board, or the list again; the same issue stays selected.
pub(in crate::tui) fn toggle(model: &mut Model) {
    model.issues.board = !model.issues.board;
    model.issues.open = false;
    model.issues.from = None;
    sort_out(model);
}

/// Goes to the next column that has cards, or the one before.
pub(in crate::tui) fn turn(model: &mut Model, forward: bool) {
    let here = current(model);
    let row = column(model, here).iter().position(|place| *place == model.issues.at).unwrap_or(0);
    let count = COLUMNS.len();
    let mut order = (1..count).map(|by| if forward { here + by } else { here + count - by } % count);
    let next = order.find_map(|number| Some(column(model, number)).filter(|places| !places.is_empty()));
    if let Some(places) = next
        && let Some(place) = places.get(row.min(places.len() - 1))
    {
        go_to(model, *place);
    }
}

/// Moves in the column of the selected issue.
pub(super) fn move_by(model: &mut Model, rows: isize) {
    let places = column(model, current(model));
    let row = places.iter().position(|place| *place == model.issues.at).unwrap_or(0);
    if let Some(place) = places.get(moved(row, rows, places.len())) {
        go_to(model, *place);
    }
}

fn go_to(model: &mut Model, place: usize) {
    model.issues.at = place;
    model.issues.scroll = 0;
    model.issues.chosen = None;
    model.issues.from = None;
    model.unmasked = None;
    sort_out(model);
}

/// Where the columns stand: their area, and the width of one with the cell after it.
fn laid(area: Rect) -> (Rect, u16) {
    let height = area.height.saturating_sub(ABOVE + FOOT);
    let count = u16::try_from(COLUMNS.len()).unwrap_or(1);
    (Rect { y: area.y.saturating_add(ABOVE), height, ..area }, area.width / count)
}

/// How many cards a column shows, below its title and above how many more there are.
fn room(columns: Rect) -> usize {
    usize::from(columns.height).saturating_sub(2) / CARD
}

/// The first card that a column shows: the selected one is in sight.
fn top(model: &Model, number: usize, places: &[usize], room: usize) -> usize {
    let Some(top) = model.issues.tops.get(number) else { return 0 };
    match places.iter().position(|place| *place == model.issues.at) {
        Some(at) => top.first(at, places.len(), room),
        None => top.kept(places.len(), room),
    }
}

/// Takes a click on a card, so many rows below the top of the screen; a second one opens it.
pub(super) fn click(model: &mut Model, area: Rect, x: u16, y: usize) {
    let (columns, width) = laid(area);
    let number = usize::from(x.saturating_sub(area.x) / width.max(1));
    let places = column(model, number);
    let room = room(columns);
    let head = usize::from(columns.y - area.y) + 1;
    let below = y.checked_sub(head);
    let row = below.map(|y| y / CARD).filter(|row| *row < room);
    // Marks stand before the number.
    let at_marks =
        below.is_some_and(|y| y % CARD == 0) && x.saturating_sub(area.x) % width.max(1) < view::MARKS;
    let top = top(model, number, &places, room);
    if let Some(place) = row.and_then(|row| places.get(row + top)) {
        let again = *place == model.issues.at;
        go_to(model, *place);
        if at_marks {
            model.issues.chosen.into_iter().for_each(|id| several::toggle(model, id));
        } else {
            model.issues.open = again;
        }
    }
}

/// Draws it.
pub(super) fn draw(model: &Model, area: Rect, frame: &mut Frame) {
    view::head(model, area, frame);
    let (columns, width) = laid(area);
    if columns.height < 3 {
        return;
    }
    for (number, status) in COLUMNS.iter().enumerate() {
        let x = columns.x + cells::cells(number) * width;
        let own = Rect { x, width: width.saturating_sub(1), ..columns };
        one(model, *status, number, own, frame);
    }
    if model.issues.shown.is_empty() {
        // Below the titles of the columns.
        let by = 2.min(columns.height);
        let below = Rect { y: columns.y + by, height: columns.height - by, ..columns };
        let room = usize::from(area.width).saturating_sub(4);
        let told = model.told(&view::empty(model));
        paint::lines(paint::wrapped(&told, room), 0, paint::inset(below, 2), frame);
    }
    let y = columns.bottom();
    let foot = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    paint::rule(Rect { height: 1.min(foot.height), ..foot }, frame);
    let below = Rect { y: foot.y.saturating_add(1), height: foot.height.saturating_sub(1), ..foot };
    paint::lines(whole(model, usize::from(foot.width).saturating_sub(2)), 0, paint::inset(below, 1), frame);
}

/// A column: its title and count, and the cards there is room for.
fn one(model: &Model, status: Status, number: usize, area: Rect, frame: &mut Frame) {
    let places = column(model, number);
    let wide = usize::from(area.width);
    let row = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    let [long, short] = titles(status, model.lang);
    let title = if wide < NARROW { short } else { long };
    let head = format!(" {title} {}", places.len());
    let here = number == current(model);
    let style = if here { model.theme.chosen() } else { Theme::strong() };
    paint::line(&Line::styled(fit(&head, wide), style), row(0), frame);
    let room = room(area);
    let top = top(model, number, &places, room);
    for (at, place) in places.iter().enumerate().skip(top).take(room) {
        let Some(case) = model.issues.shown.get(*place).and_then(|at| model.data.cases.get(*at)) else {
            continue;
        };
        let y = 1 + (at - top) * CARD;
        for (by, line) in card(model, case, *place == model.issues.at, wide).into_iter().enumerate() {
            paint::line(&line, row(y + by), frame);
        }
    }
    let left = places.len().saturating_sub(top + room);
    if left > 0 {
        let told = say!(model.lang, " 还有 {left} 件", " {left} more");
        paint::line(&Line::styled(fit(&told, wide), Theme::faint()), row(1 + room * CARD), frame);
    }
}

/// `>!*A-17 超 2 天`, and its title in two rows below.
fn card(model: &Model, case: &Case, chosen: bool, wide: usize) -> [Line<'static>; CARD] {
    let lead = view::marks(model, case, chosen);
    // How it ended the column says already.
    let due = if case.standing.is_closed() { String::new() } else { view::due(model, case) };
    let [first, below] = first_row(&lead, case.issue.text(issues::NUMBER), &due, wide);
    let room = wide.saturating_sub(1).max(1);
    let title = format!("{below} {}", case.issue.text(issues::TITLE));
    let mut rows = cells::wrap(title.trim_start(), room);
    if rows.len() >= CARD {
        // What there is no room for is told of below the columns.
        let rest = rows.split_off(CARD - 2).concat();
        rows.push(cells::cut(&rest, room));
    }
    let style = if chosen { model.theme.chosen() } else { Theme::plain() };
    let mut texts = std::iter::once(first).chain(rows.into_iter().map(|row| format!(" {row}")));
    std::array::from_fn(|_| {
        let text = texts.next().unwrap_or_default();
        Line::from(Span::raw(fit(&text, wide))).style(style)
    })
}

/// The number with how long is left: in words where there is room, else in few cells, else
/// without the blanks before it; where not even that fits the time begins the row below.
fn first_row(lead: &str, number: &str, due: &str, wide: usize) -> [String; 2] {
    let short = brief(due);
    let marks: String = lead.chars().filter(|mark| *mark != ' ').collect();
    let ways = [
        format!("{lead}{number} {due}"),
        format!("{lead}{number} {short}"),
        format!("{marks}{number} {short}"),
    ];
    match ways.into_iter().find(|way| cells::width(way) <= wide) {
        Some(way) => [way, String::new()],
        None => [format!("{lead}{number}"), short],
    }
}

/// How long is left in few cells: `剩2`, `超1`; `2d`, and `-1d` where it is late; whole hours as
/// `剩1时` and `1h`, less than one in minutes. Below the columns it stands in words.
fn brief(due: &str) -> String {
    let (sign, told) = match due.strip_suffix(" late") {
        Some(told) => ("-", told),
        None => ("", due.strip_suffix(" left").unwrap_or(due)),
    };
    let hours = told.contains("小时") || told.split(' ').any(|word| word == "h");
    if hours || told.contains('分') || told.split(' ').any(|word| word == "min") {
        let numbers: Vec<u64> = told.split(' ').filter_map(|word| word.parse().ok()).collect();
        let Some(number) = numbers.first() else { return told.to_owned() };
        return match (told.chars().next().filter(|mark| matches!(mark, '剩' | '超')), hours) {
            (Some(mark), true) => format!("{mark}{number}时"),
            (Some(mark), false) => format!("{mark}{number}分"),
            (None, true) => format!("{sign}{number}h"),
            (None, false) => format!("{sign}{number}min"),
        };
    }
    format!("{sign}{}", told.replace(" 天", "").replace(' ', ""))
}

/// The selected card in full words.
fn whole(model: &Model, wide: usize) -> Vec<Line<'static>> {
    let Some(case) = selected(model) else { return Vec::new() };
    let (issue, data) = (&case.issue, &model.data);
    let title = format!("{}  {}", issue.text(issues::NUMBER), issue.text(issues::TITLE));
    let owner = case.standing.owner.map(|id| data.name(id)).unwrap_or_default();
    let place = data.named(issue, issues::NEIGHBOURHOOD);
    let parts = [place, owner, case.standing.status.title(model.lang).to_owned(), view::due(model, case)];
    let mut told: Vec<String> = Vec::new();
    for part in parts {
        if !part.is_empty() && !told.contains(&part) {
            told.push(part);
        }
    }
    vec![
        Line::styled(cells::cut(&title, wide), Theme::strong()),
        Line::raw(cells::cut(&told.join("  "), wide)),
    ]
}

#[cfg(test)]
mod tests {
    use super::{brief, first_row};
    use crate::tui::cells::width;

    #[test]
    fn a_card_tells_its_time_however_long_its_number_is() {
        for number in ["A-7", "A-27", "A-127", "A-1127", "A-31127"] {
            for due in ["剩 1 小时 24 分", "超 113 天", "今天", "1 h 24 min left", "113 d late"] {
                for lead in [" ! ", ">!*", ">  "] {
                    let [first, below] = first_row(lead, number, due, 12);
                    assert!(width(&first) <= 12, "{first}");
                    assert!(format!("{first}{below}").contains(&brief(due)), "{first} / {below}");
                }
            }
        }
        assert_eq!(first_row(" ! ", "A-127", "剩 1 小时 24 分", 12), ["!A-127 剩1时", ""]);
    }

    #[test]
    fn what_is_left_is_told_in_few_cells_in_both_languages() {
        let told = ["剩 2 天", "超 13 天", "今天", "剩 1 小时 24 分", "超 3 小时", "剩 5 分"].map(brief);
        assert_eq!(told, ["剩2", "超13", "今天", "剩1时", "超3时", "剩5分"]);
        let told = ["2 d left", "13 d late", "today", "1 h 24 min left", "3 h late", "5 min left"].map(brief);
        assert_eq!(told, ["2d", "-13d", "today", "1h", "-3h", "5min"]);
    }
}
