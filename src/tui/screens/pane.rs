//! What stands beside a list and tells of the selected row: a key and the wheel over it read it
//! on, a click on what it tells of opens that.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
};

use super::{bulletins, issues, projects, residents, visits};
use crate::{
    domain::id::RecordId,
    tui::{
        able::{Able, when},
        chrome,
        event::Effect,
        keys::Action,
        model::{Model, Screen},
        narrowing, paint, update,
    },
};

/// What stands beside a list.
pub(in crate::tui) struct Pane {
    /// Where, beside its rule.
    pub(in crate::tui) area: Rect,
    /// All that it tells.
    pub(in crate::tui) lines: Vec<Line<'static>>,
}

/// What a pane tells of; of another it begins at its top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// The record that is selected.
    Record(RecordId),
    /// A month, so many away from today's.
    Month(i32),
}

/// How far a pane was read, and where it was clicked last.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::tui) struct Read {
    of: Option<Of>,
    first: usize,
    clicked: Option<Position>,
}

impl Read {
    /// What comes between two clicks makes them two.
    pub(in crate::tui) fn part_clicks(&mut self) {
        self.clicked = None;
    }

    /// So does a click elsewhere.
    pub(in crate::tui) fn part_clicks_but_at(&mut self, x: u16, y: u16) {
        self.clicked = self.clicked.filter(|place| *place == Position { x, y });
    }
}

/// What stands beside the list of the screen.
fn pane(model: &Model) -> Option<Pane> {
    let area = narrowing::below(model, chrome::areas(model.size).body);
    match model.screen {
        Screen::Residents => residents::beside(model, area),
        Screen::Visits => visits::beside(model, area),
        Screen::Issues => issues::beside(model, area),
        Screen::Projects => projects::beside(model, area),
        Screen::Bulletins => bulletins::beside(model, area),
        Screen::Today | Screen::Checklists | Screen::Ledgers | Screen::Sync => None,
    }
}

/// What is told of beside the list of the screen, where something is.
fn of(model: &Model) -> Option<Of> {
    match model.screen {
        Screen::Residents => model.residents.list.chosen.map(Of::Record),
        Screen::Visits => Some(Of::Month(model.visits.months())),
        Screen::Issues => model.issues.chosen.map(Of::Record),
        Screen::Projects => model.projects.chosen.map(Of::Record),
        Screen::Bulletins => bulletins::selected(model).map(|(issue, _)| Of::Record(issue.bulletin.id)),
        Screen::Today | Screen::Checklists | Screen::Ledgers | Screen::Sync => None,
    }
}

/// Begins at the top again once something else is told of.
pub(in crate::tui) fn settle(model: &mut Model) {
    if model.pane.of.is_some() && model.pane.of != of(model) {
        (model.pane.of, model.pane.first) = (None, 0);
    }
}

impl Pane {
    fn seen(&self) -> usize {
        paint::seen(self.lines.len(), usize::from(self.area.height))
    }

    /// The row that it begins with.
    fn first(&self, model: &Model) -> usize {
        // What it was read of may have gone since.
        let first = if model.pane.of == of(model) { model.pane.first } else { 0 };
        first.min(paint::last_top(self.lines.len(), usize::from(self.area.height)))
    }

    /// How many rows are below what is seen.
    fn below(&self, model: &Model) -> usize {
        self.lines.len().saturating_sub(self.first(model) + self.seen())
    }
}

/// What is left at the right of a list of a width, below so many rows; the rule is among it.
pub(in crate::tui) fn right_of(list: u16, above: u16, area: Rect) -> Rect {
    let (x, y) = (area.x.saturating_add(list), area.y.saturating_add(above));
    Rect { x, y, width: area.width.saturating_sub(list), height: area.height.saturating_sub(above) }
}

/// Draws it.
pub(in crate::tui) fn view(model: &Model, pane: Pane, frame: &mut Frame) {
    let (first, count, area) = (pane.first(model), pane.lines.len(), pane.area);
    let key = model.told("⟦pane-down⟧");
    paint::tell_rest((first, count), (&key, model.lang), area, frame);
    let height = area.height.min(crate::tui::cells::cells(pane.seen()));
    paint::lines(pane.lines, first, Rect { height, ..area }, frame);
}

/// Whether there is more above, or below.
pub(in crate::tui) fn able(model: &Model, down: bool) -> Able {
    match pane(model) {
        Some(pane) if if down { pane.below(model) > 0 } else { pane.first(model) > 0 } => Able::Yes,
        Some(_) => Able::No(model.lang.pick("右边一栏已经到头", "there is no more of the right pane")),
        None => when(is_read_whole(model)),
    }
}

/// Whether an issue is open over the whole screen: what its pane told is read on there.
fn is_read_whole(model: &Model) -> bool {
    model.screen == Screen::Issues && model.issues.open
}

/// Reads it on by half of what is seen, or goes back.
pub(in crate::tui) fn step(model: &mut Model, down: bool) {
    let half = pane(model).map(|pane| pane.seen() / 2);
    let half = half.unwrap_or_else(|| usize::from(chrome::areas(model.size).body.height) / 2);
    let rows = isize::try_from(half).unwrap_or(1).max(1);
    let rows = if down { rows } else { -rows };
    if is_read_whole(model) { issues::move_by(model, rows) } else { scroll(model, rows) }
}

fn scroll(model: &mut Model, rows: isize) {
    let Some(pane) = pane(model) else { return };
    let most = paint::last_top(pane.lines.len(), usize::from(pane.area.height));
    model.pane.first = pane.first(model).saturating_add_signed(rows).min(most);
    model.pane.of = of(model);
}

/// Takes the wheel where it is turned over it; answers whether it is.
pub(in crate::tui) fn wheel(model: &mut Model, rows: isize, (x, y): (u16, u16)) -> bool {
    let body = chrome::areas(model.size).body;
    // The rule, what stands above and below it are the pane's too.
    let is_over = |pane: &Pane| x.saturating_add(2) >= pane.area.x && (body.y..body.bottom()).contains(&y);
    let is_over = pane(model).as_ref().is_some_and(is_over);
    if is_over {
        scroll(model, rows);
    }
    is_over
}

/// Takes a click on it; none where it is elsewhere. What tells of more goes there; what
/// something is told of opens; a second click on the same place opens what that has selected.
pub(in crate::tui) fn click(model: &mut Model, x: u16, y: u16) -> Option<Vec<Effect>> {
    let place = Position { x, y };
    if model.pane.clicked.take() == Some(place) {
        return Some(update::act(model, Action::Open));
    }
    let pane = pane(model).filter(|pane| pane.area.contains(place))?;
    let (width, seen) = (pane.area.width, pane.seen());
    let row = usize::from(y - pane.area.y);
    if row >= seen {
        let rows = isize::try_from(seen).unwrap_or(isize::MAX);
        scroll(model, if pane.below(model) > 0 { rows } else { -rows });
        return Some(Vec::new());
    }
    let number = pane.first(model) + row;
    if pane.lines.get(number).is_none_or(|line| line.width() == 0) {
        return Some(Vec::new());
    }
    let is_selected = match model.screen {
        Screen::Residents => residents::click_beside(model, width, number),
        Screen::Visits => visits::click_beside(model, number),
        Screen::Issues => issues::click_beside(model, width, number),
        Screen::Projects => projects::click_beside(model, width, number),
        Screen::Bulletins => {
            bulletins::open(model);
            false
        }
        Screen::Today | Screen::Checklists | Screen::Ledgers | Screen::Sync => false,
    };
    model.pane.clicked = is_selected.then_some(place);
    Some(Vec::new())
}
