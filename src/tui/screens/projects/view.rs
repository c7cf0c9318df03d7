//! The board of projects, and the selected one beside it.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{detail, selected};
use crate::{
    domain::{
        money,
        projects::{Board, projects as help},
    },
    tui::{
        cells::{self, fit},
        lists,
        model::Model,
        narrowing, paint,
        rooms::{Wish, longest, looked_at},
        screens::{
            listing,
            pane::{self, Pane},
        },
        theme::Theme,
    },
    workbench::help::HelpProject,
};

/// Rows above the list: the two boards and the titles.
pub(super) const HEAD: usize = 3;

/// Cells of the columns beside the title.
const PROGRESS: usize = 12;
const MONEY: usize = 10;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    if model.projects.open
        && let Some(one) = selected(model)
    {
        let rows = detail::rows(model, one, usize::from(area.width).saturating_sub(2));
        listing::view(
            &rows,
            (model.projects.row, &model.projects.rows_top),
            (model.theme, model.lang),
            paint::inset(area, 1),
            frame,
        );
        return;
    }
    let (lang, all) = (model.lang, &model.data.projects);
    let of_projects = Board::of(all.iter().map(|one| one.progress));
    let board =
        |title: &str, board: &Board| Line::styled(format!(" {title}  {}", board.line(lang)), Theme::strong());
    let needs = format!(" {}  {}", lang.pick("群众的需求", "Needs   "), model.data.needs.line(lang));
    let of_what = [
        lang.pick("（事项，加没有事项的项目）", " (issues, and projects of no issue)"),
        lang.pick("（事项、项目）", " (issues, projects)"),
    ];
    let fits = |told: &&&str| cells::width(&needs) + cells::width(told) <= usize::from(area.width);
    let of_what = of_what.iter().find(fits).copied().unwrap_or_default();
    let mut lines = vec![
        Line::styled(format!("{needs}{of_what}"), Theme::strong()),
        board(lang.pick("帮扶项目  ", "Projects"), &of_projects),
    ];
    if all.is_empty() {
        let told = lang.pick(
            " 还没有帮扶项目。群众最需要办的第一件实事，按 ⟦new-project⟧ 登记。",
            " No help project yet. Press ⟦new-project⟧ to begin with what is needed most.",
        );
        lines.push(Line::raw(model.told(told)));
        return paint::lines(lines, 0, area, frame);
    }
    let boards = area.height.min(2);
    paint::lines(lines, 0, Rect { height: boards, ..area }, frame);
    let list = Rect {
        y: area.y + boards,
        width: lists::list_width(model, area),
        height: area.height - boards,
        ..area
    };
    let laid = laid(model, list.width);
    let mut lines = vec![Line::styled(titles(model, &laid), Theme::faint())];
    let room = usize::from(area.height).saturating_sub(HEAD);
    let top = model.projects.top.first(model.projects.at, model.projects.shown.len(), room);
    if model.projects.shown.is_empty() {
        lines = narrowing::nothing::<()>(model, usize::from(list.width).saturating_sub(2))
            .into_iter()
            .map(|row| Line::raw(row.text))
            .collect();
    }
    for (at, place) in model.projects.shown.iter().enumerate().skip(top).take(room) {
        let Some(one) = all.get(*place) else { continue };
        let chosen = at == model.projects.at;
        let style = if chosen { model.theme.chosen() } else { Theme::plain() };
        let (told, query) = (row(model, one, chosen, &laid), model.projects.narrow.search.query());
        lines.push(Line::from(paint::found(&told, &query, model.theme)).style(style));
    }
    paint::lines(lines, 0, list, frame);
    if let Some(right) = beside_at(model, area) {
        paint::divider(right, frame);
        if let Some(pane) = beside(model, area) {
            pane::view(model, pane, frame);
        }
    }
}

/// What is left at the right of the list, the rule among it.
fn beside_at(model: &Model, area: Rect) -> Option<Rect> {
    let list = lists::list_width(model, area);
    let is_there = model.is_wide() && !model.projects.open && area.height > 3;
    (is_there && !model.data.projects.is_empty()).then(|| pane::right_of(list, 2, area))
}

/// The selected project, beside the list.
pub(in crate::tui) fn beside(model: &Model, area: Rect) -> Option<Pane> {
    let area = paint::after_divider(beside_at(model, area)?);
    let one = selected(model)?;
    let lines = detail::lines(model, one, usize::from(area.width));
    Some(Pane { area, lines })
}

/// The columns, with what each takes of a width.
pub(in crate::tui) fn laid(model: &Model, width: u16) -> Vec<(&'static str, usize)> {
    let (data, state) = (&model.data, &model.projects);
    let shown = || looked_at(&state.shown, state.at).filter_map(|at| data.projects.get(*at));
    let progress = longest(shown().map(|one| one.progress.title(model.lang)));
    let owner = longest(shown().map(|one| data.named(&one.project, help::OWNER)));
    let sum = |key: &str| longest(shown().map(|one| money_of(one, key).unwrap_or_default()));
    let all = [
        ("title", Wish::rest(6, longest(shown().map(|one| one.project.text(help::TITLE))))),
        ("owner", Wish::cells(8, owner)),
        ("until", Wish::cells(11, 11)),
        ("progress", Wish::cells(PROGRESS, progress)),
        ("planned", Wish::cells(MONEY, sum("planned"))),
        ("agreed", Wish::cells(MONEY, sum("agreed"))),
        ("received", Wish::cells(MONEY, sum("received"))),
        ("spent", Wish::cells(MONEY, sum("spent"))),
        ("published", Wish::cells(4, 4)),
    ];
    // Before the columns two marks, and behind them a free cell where a rule follows.
    let besides = if model.is_wide() { 3 } else { 2 };
    lists::lay(model, lists::PROJECTS, &all, usize::from(width).saturating_sub(besides))
}

fn titles(model: &Model, laid: &[(&str, usize)]) -> String {
    let told = lists::titles(model, lists::PROJECTS, laid, |key, title, width| match key {
        "planned" | "agreed" | "received" | "spent" => right(&title.text(), width),
        _ => title.fit(width),
    });
    format!("  {told}")
}

fn row(model: &Model, one: &HelpProject, chosen: bool, laid: &[(&str, usize)]) -> String {
    let sums = one.purse.total;
    let cursor = if chosen { ">" } else { " " };
    let flag = if one.is_late(model.data.today) || sums.overspent().is_some() { "!" } else { " " };
    let cell = |(key, width): &(&str, usize)| {
        if let Some(sum) = money_of(one, key) {
            return right(&sum, *width);
        }
        match *key {
            "title" => fit(one.project.text(help::TITLE), *width),
            "progress" => fit(one.progress.title(model.lang), *width),
            "owner" => fit(&model.data.named(&one.project, help::OWNER), *width),
            "until" => {
                let day = one.project.date(help::PLANNED).map(|day| day.to_string()).unwrap_or_default();
                fit(&day, *width)
            }
            _ => {
                let published = match (sums.spent, sums.disclosed) {
                    (0, _) => "",
                    (spent, disclosed) if disclosed >= spent => "[x]",
                    (_, _) => "[ ]",
                };
                fit(published, *width)
            }
        }
    };
    let cells: Vec<String> = laid.iter().map(cell).collect();
    format!("{cursor}{flag}{}", cells.join(" "))
}

/// What stands in a column of money; nothing where there is none of any sort.
fn money_of(one: &HelpProject, key: &str) -> Option<String> {
    let sums = one.purse.total;
    let fen = match key {
        "planned" => sums.planned,
        "agreed" => sums.agreed,
        "received" => sums.received.saturating_add(sums.unsupported),
        "spent" => sums.spent,
        _ => return None,
    };
    Some(if sums.is_nothing() { String::new() } else { money::yuan(fen) })
}

/// A number at the right of its column.
fn right(text: &str, room: usize) -> String {
    let text = cells::cut(text, room);
    format!("{}{text}", " ".repeat(room.saturating_sub(cells::width(&text))))
}
