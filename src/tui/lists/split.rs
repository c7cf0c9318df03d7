//! Two panes side by side: how wide the left one is, changed by keys and by
//! drawing the rule between them.

use ratatui::layout::Rect;

use super::{Change, ISSUES, LEDGERS, PROJECTS, RESIDENTS, VISITS};
use crate::tui::{
    able::{Able, when},
    chrome,
    event::Effect,
    model::{Model, Screen},
    screens::{ledgers, visits},
};

/// How many of a thousand cells a key moves the rule by.
const STEP: i32 = 50;

/// How the panes of a screen are parted.
struct Parted {
    /// What it is called in what is kept.
    name: &'static str,
    /// The cells of the left pane where nothing was chosen.
    usual: u16,
    /// The fewest cells in which the left pane can be read, and those beside it, the rule among them.
    least: u16,
    beside: u16,
    /// The rows above the rule.
    above: u16,
}

/// The panes of the screen; none where it shows one thing alone.
fn parted(model: &Model, area: Rect) -> Option<Parted> {
    let wide = model.is_wide();
    match model.screen {
        Screen::Residents if wide && !model.residents.list.open => {
            let usual = area.width * 11 / 20;
            Some(Parted { name: RESIDENTS, usual, least: 46, beside: 34, above: 1 })
        }
        Screen::Issues if wide && !model.issues.open && !model.issues.board => {
            Some(Parted { name: ISSUES, usual: area.width * 3 / 5, least: 52, beside: 34, above: 2 })
        }
        Screen::Projects if wide && !model.projects.open && !model.data.projects.is_empty() => {
            Some(Parted { name: PROJECTS, usual: area.width * 3 / 5, least: 60, beside: 34, above: 2 })
        }
        Screen::Ledgers if !model.ledgers.list.open => {
            let usual = ledgers::usual_left(model, area);
            Some(Parted { name: LEDGERS, usual, least: 16, beside: 44, above: 0 })
        }
        Screen::Visits if visits::has_two_panes(model, area) => {
            let usual = area.width.saturating_sub(visits::MONTH);
            Some(Parted { name: VISITS, usual, least: 35, beside: visits::MONTH, above: 1 })
        }
        Screen::Today
        | Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Issues
        | Screen::Ledgers
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => None,
    }
}

/// The cells of the left pane; all of them where there is one pane alone. Whatever was
/// chosen, both panes can be read.
pub(in crate::tui) fn list_width(model: &Model, area: Rect) -> u16 {
    let Some(Parted { name, usual, least, beside, .. }) = parted(model, area) else { return area.width };
    let Some(share) = model.arrangement.split(name) else { return usual };
    let wanted = (u32::from(area.width) * u32::from(share) + 500) / 1000;
    let most = area.width.saturating_sub(beside).max(least);
    u16::try_from(wanted).unwrap_or(u16::MAX).clamp(least, most).min(area.width)
}

/// The column of the rule between the panes, and its first row in the area.
fn rule(model: &Model, area: Rect) -> Option<(u16, u16)> {
    let parted = parted(model, area)?;
    Some((area.x.saturating_add(list_width(model, area)), parted.above))
}

/// Whether there is a rule to move.
pub(in crate::tui) fn able_split(model: &Model) -> Able {
    when(parted(model, chrome::areas(model.size).body).is_some())
}

/// Makes the left pane wider or narrower.
pub(in crate::tui) fn step(model: &mut Model, wider: bool) -> Vec<Effect> {
    let area = chrome::areas(model.size).body;
    if parted(model, area).is_none() {
        let told = model.lang.pick(
            "现在只有一栏；窗口 100 列以上、没打开一条时才分两栏",
            "there is one pane now; there are two from 100 columns on, while no record fills the screen",
        );
        model.notice = Some(told.to_owned());
        return Vec::new();
    }
    let now = i32::from(share(list_width(model, area), area.width));
    let wanted = if wider { now + STEP } else { now - STEP };
    let before = list_width(model, area);
    put(model, u16::try_from(wanted).unwrap_or(0));
    if list_width(model, area) == before {
        let told = model.lang.pick("再多另一边就看不全了", "the other side could not be read then");
        model.notice = Some(told.to_owned());
    }
    kept(model)
}

/// So many of a thousand cells a width is.
fn share(width: u16, of: u16) -> u16 {
    let share = (u32::from(width) * 1000 + u32::from(of) / 2) / u32::from(of.max(1));
    u16::try_from(share).unwrap_or(1000)
}

/// Parts the panes so, as far as both can be read.
fn put(model: &mut Model, share_wanted: u16) {
    let area = chrome::areas(model.size).body;
    let Some(name) = parted(model, area).map(|parted| parted.name) else { return };
    model.arrangement.take(&Change::Split(name.to_owned(), Some(share_wanted)));
    let width = list_width(model, area);
    model.arrangement.take(&Change::Split(name.to_owned(), Some(share(width, area.width))));
}

/// Takes hold of the rule where it is clicked; answers whether it was.
pub(in crate::tui) fn grasp(model: &mut Model, x: u16, y: u16) -> bool {
    let area = chrome::areas(model.size).body;
    let is_rule = |(at, above): (u16, u16)| (at..=at.saturating_add(1)).contains(&x) && y >= area.y + above;
    model.grasped = rule(model, area).is_some_and(is_rule).then_some(model.screen);
    model.grasped.is_some()
}

/// Draws the rule that is held to a column.
pub(in crate::tui) fn drag(model: &mut Model, x: u16) {
    if model.grasped == Some(model.screen) {
        let area = chrome::areas(model.size).body;
        put(model, share(x.saturating_sub(area.x), area.width));
    }
}

/// Lets the rule go, and keeps where it is.
pub(in crate::tui) fn let_go(model: &mut Model) -> Vec<Effect> {
    let held = model.grasped.take();
    if held == Some(model.screen) { kept(model) } else { Vec::new() }
}

fn kept(model: &Model) -> Vec<Effect> {
    let area = chrome::areas(model.size).body;
    let Some(name) = parted(model, area).map(|parted| parted.name) else { return Vec::new() };
    let share = model.arrangement.split(name);
    vec![Effect::Arrange(Change::Split(name.to_owned(), share))]
}
