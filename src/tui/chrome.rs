//! What frames every screen: header, tabs, rules, and the keys that work now.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
    widgets::Clear,
};

use super::{
    able::{Able, able},
    cells::{self, width},
    finder::Source,
    key::Key,
    keys::{self, Action, Place},
    model::{Model, Popup},
    paint, popups,
    screens::{projects, sync, visits},
    sheet, tabs,
    theme::Theme,
};
use crate::{domain::wording::Lang, say};

/// Where things stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub(super) header: Rect,
    pub(super) tabs: Rect,
    pub(super) upper: Rect,
    pub(super) body: Rect,
    pub(super) lower: Rect,
    pub(super) footer: Rect,
}

/// Divides the terminal.
pub(super) fn areas((width, height): (u16, u16)) -> Areas {
    let row = |y: u16| Rect { x: 0, y: y.min(height), width, height: u16::from(y < height) };
    Areas {
        header: row(0),
        tabs: row(1),
        upper: row(2),
        body: Rect { x: 0, y: 3.min(height), width, height: height.saturating_sub(5) },
        lower: row(height.saturating_sub(2)),
        footer: row(height.saturating_sub(1)),
    }
}

/// A key of the footer.
pub(super) struct Hint {
    pub(super) action: Action,
    pub(super) key: Option<Key>,
    /// What it does, as `text` says behind the key.
    word: &'static str,
    pub(super) text: String,
    pub(super) works: bool,
    pub(super) columns: Range<u16>,
}

/// What stands where the worker is still reading.
pub(super) fn reading(lang: Lang) -> &'static str {
    lang.pick("正在算…", "Working it out…")
}

/// Keys that are of use together: one without the other would only lead away.
const TOGETHER: [(Action, Action); 1] = [(Action::PreviousMonth, Action::NextMonth)];

/// The keys that work now, as many as fit, help always among them. What is done here comes
/// before looking for something anywhere, which works everywhere and is told by the help.
pub(super) fn footer(model: &Model) -> Vec<Hint> {
    let (place, lang) = (model.place(), model.lang);
    let total = usize::from(model.size.0);
    let hint = |action: Action, left: usize| {
        let binding = keys::binding(action)?;
        let key = model.data.keys.key_in(binding, place);
        let word = if let Some(word) = finder_word(model, action) {
            word
        } else if action == Action::Open {
            open_word(model, place)
        } else if action == Action::Agree && model.is_nothing_new() {
            lang.pick("知道了", "Understood")
        } else {
            binding.name.get(lang)
        };
        let (works, reason) = match able(model, action) {
            Able::Yes => (true, String::new()),
            Able::No(why) => (false, format!("({why})")),
            Able::Hidden => return None,
        };
        let mut shown = key.map(|key| key.shown(lang)).unwrap_or_default();
        if matches!(model.popups.last(), Some(Popup::Question { .. })) && action == Action::Agree {
            // The questions name the letter too.
            shown = model.told("⟦agree+⟧");
        }
        let text = format!("{shown} {word}{reason}");
        let columns = cells::cells(left)..cells::cells(left + width(&text));
        Some(Hint { action, key, word, text, works, columns })
    };
    let always: &[Action] = match place {
        Place::Residents | Place::Issues | Place::Board | Place::Ledgers => {
            &[Action::Find, Action::Palette, Action::Help]
        }
        Place::Today
        | Place::Matrix
        | Place::Sheet
        | Place::Visits
        | Place::Projects
        | Place::Project
        | Place::Bulletins
        | Place::Sync => &[Action::Palette, Action::Help],
        Place::Always
        | Place::Screens
        | Place::Search
        | Place::Form
        | Place::Picker
        | Place::Reading
        | Place::Question
        | Place::Conflict => &[Action::Help],
    };
    let room_of = |actions: &[Action]| -> usize {
        actions.iter().filter_map(|action| hint(*action, 0)).map(|hint| width(&hint.text) + 2).sum()
    };
    // As many of its own as leave so much room; whether that is all of them.
    let lay = |reserved: usize| {
        let (mut hints, mut left) = (Vec::new(), 1);
        let own = keys::rows().filter(|row| row.shown.in_footer() && row.works_in(place));
        for action in own.map(|row| row.action) {
            let Some(hint) = hint(action, left) else { continue };
            // What Enter does already needs no second key here.
            let is_said = |said: &Hint| said.action == Action::Open && said.word == hint.word && said.works;
            if hints.iter().any(is_said) {
                continue;
            }
            let right = left + width(&hint.text);
            let other = TOGETHER.into_iter().find(|(first, _)| *first == action);
            let with_it = other.map_or(0, |(_, second)| room_of(&[second]));
            if right + with_it + reserved > total {
                return (hints, left, false);
            }
            left = right + 2;
            hints.push(hint);
        }
        (hints, left, true)
    };
    let reserved = room_of(always);
    let mut last = always.to_vec();
    let (mut hints, mut left, mut is_all) = lay(reserved);
    if !is_all && place.is_screen() {
        // What there is no room for stands in the list of what can be done here.
        last.insert(0, Action::Menu);
        (hints, left, is_all) = lay(room_of(&last));
        debug_assert!(!is_all, "with less room not more fits");
    } else if place.is_screen() && !last.contains(&Action::Find) {
        // To look for something in the list, then anywhere.
        let mut right = left + reserved;
        for (at, action) in [Action::Find, Action::FindEverywhere].into_iter().enumerate() {
            right += room_of(&[action]);
            if right <= total + 2 {
                last.insert(at, action);
            }
        }
    }
    for action in &last {
        if let Some(hint) = hint(*action, left) {
            left += width(&hint.text) + 2;
            hints.push(hint);
        }
    }
    hints
}

/// What a key does on the list on top, where that is not what it does on others.
fn finder_word(model: &Model, action: Action) -> Option<&'static str> {
    let Some(Popup::Finder(finder)) = model.popups.last() else { return None };
    let lang = model.lang;
    let is_opened = matches!(finder.source, Source::Everywhere | Source::Records(..) | Source::Linked(_));
    let is_ticked = !is_opened && sheet::is_ticked(model);
    if action == Action::Back {
        return is_ticked.then(|| lang.pick("完成", "Done"));
    } else if action != Action::Open {
        return None;
    }
    if is_opened {
        Some(lang.pick("打开", "Open"))
    } else if is_ticked {
        Some(lang.pick("勾选或去掉", "Tick or untick"))
    } else {
        matches!(finder.source, Source::Bundles(_)).then(|| lang.pick("细看", "Look into"))
    }
}

fn open_word(model: &Model, place: Place) -> &'static str {
    let lang = model.lang;
    match place {
        Place::Conflict => lang.pick("保留选中的", "Keep this one"),
        Place::Picker => lang.pick("选定", "Take"),
        Place::Reading => lang.pick("关闭", "Close"),
        Place::Search => lang.pick("到列表", "To the list"),
        Place::Sheet => lang.pick("填写", "Fill in"),
        Place::Visits => visits::open_word(model),
        Place::Project => projects::open_word(model),
        Place::Sync => sync::open_word(model),
        Place::Always
        | Place::Screens
        | Place::Today
        | Place::Matrix
        | Place::Residents
        | Place::Issues
        | Place::Board
        | Place::Ledgers
        | Place::Projects
        | Place::Bulletins
        | Place::Question
        | Place::Form => lang.pick("打开", "Open"),
    }
}

/// Draws the frame around the body.
pub(super) fn view(model: &Model, frame: &mut Frame) {
    let areas = areas(model.size);
    header(model, areas.header, frame);
    let mut spans = Vec::new();
    let mut at = 0;
    for tab in tabs::tabs(model) {
        spans.push(Span::raw(" ".repeat(usize::from(tab.columns.start.saturating_sub(at)))));
        at = tab.columns.end;
        let style = if tab.screen == Some(model.screen) { model.theme.chosen() } else { Theme::plain() };
        spans.push(Span::styled(tab.text, style));
    }
    paint::line(&Line::from(spans), areas.tabs, frame);
    paint::rule(areas.upper, frame);
    paint::rule(areas.lower, frame);
    let mut spans = vec![Span::raw(" ")];
    for hint in footer(model) {
        let style = if hint.works { Theme::plain() } else { Theme::faint() };
        spans.push(Span::styled(hint.text, style));
        spans.push(Span::raw("  "));
    }
    paint::line(&Line::from(spans), areas.footer, frame);
}

fn header(model: &Model, area: Rect, frame: &mut Frame) {
    let (lang, status) = (model.lang, &model.data.status);
    let left = format!(
        " {}  {} · {}({})",
        lang.pick("民情台账", "Minqing"),
        status.group,
        status.member,
        status.letter
    );
    let day = model.data.today;
    let weekday = weekday(day, lang);
    let (counts, mark) = waiting(model);
    let right = format!("{} {weekday}   {counts}", day.strftime("%m-%d"));
    let room = usize::from(area.width);
    let left = cells::fit(&left, room.saturating_sub(width(&right) + mark.len() + 1));
    let mark = Span::styled(mark, Theme::late());
    let line = Line::from(vec![Span::styled(left, Theme::strong()), Span::raw(right), mark]);
    paint::line(&line, area, frame);
}

/// What waits for F10: what has not been exported and conflicts, and the mark behind them.
fn waiting(model: &Model) -> (String, &'static str) {
    let (unexported, conflicts) = (model.data.status.unexported, model.data.status.conflicts);
    let counts = say!(
        model.lang,
        "未导出 {unexported}   冲突 {conflicts}",
        "to export {unexported}   conflicts {conflicts}"
    );
    (counts, if conflicts > 0 { " !" } else { "" })
}

/// Whether a cell of the header is one of those counts.
pub(super) fn is_waiting_at(model: &Model, x: u16) -> bool {
    let (counts, mark) = waiting(model);
    // The last cell is blank.
    let total = usize::from(model.size.0);
    (total.saturating_sub(width(&counts) + mark.len() + 1)..total).contains(&usize::from(x))
}

fn weekday(day: jiff::civil::Date, lang: Lang) -> &'static str {
    let zh = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    let en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    lang.pick(zh.get(at).unwrap_or(&""), en.get(at).unwrap_or(&""))
}

/// That long work has ended, until what came of it was read.
fn ended(model: &Model, room: usize) -> Option<String> {
    let outcome = model.outcome.as_ref().filter(|outcome| !outcome.is_read && model.popups.is_empty())?;
    let key = model.told(model.lang.pick("⟦show-outcome⟧ 看结果", "⟦show-outcome⟧ tells more"));
    let left = room.saturating_sub(width(&key) + 2);
    Some(format!("{}  {key}", cells::cut(&outcome.title, left)))
}

/// What goes on or was just done, in the lower rule: nothing moves for it. What is
/// longer, or has no place there, stands above the rule, whole, until the next key.
pub(super) fn notice(model: &Model, frame: &mut Frame) {
    let Areas { body, lower: area, .. } = areas(model.size);
    let room = usize::from(area.width).saturating_sub(6);
    let busy = popups::line(model, room);
    let lines = match &model.notice {
        Some(notice) => cells::wrap(&model.told(notice), room),
        None => ended(model, room).into_iter().collect(),
    };
    let in_rule = match (&busy, lines.as_slice()) {
        (Some(busy), _) => Some(busy),
        (None, [line]) => Some(line),
        (None, _) => None,
    };
    if let Some(line) = in_rule {
        let text = format!(" {line} ");
        let x = area.x.saturating_add(2).min(area.right());
        let wide = cells::cells(width(&text)).min(area.right().saturating_sub(x));
        paint::line(&Line::styled(text, Theme::strong()), Rect { x, width: wide, ..area }, frame);
    }
    if lines.is_empty() || busy.is_none() && lines.len() == 1 {
        return;
    }
    let height = cells::cells(lines.len() + 1).min(body.height);
    let over = Rect { y: body.bottom() - height, height, ..body };
    frame.render_widget(Clear, over);
    // Where a rule of the screen ends right above, it is the rule of this too.
    let is_ruled = over.y > body.y && paint::is_ruled(Rect { y: over.y - 1, ..over }, frame);
    if !is_ruled {
        paint::rule(over, frame);
    }
    let own = u16::from(!is_ruled).min(height);
    let below = Rect { y: over.y + own, height: height - own, ..over };
    let lines = lines.into_iter().map(|line| Line::styled(line, Theme::strong())).collect();
    paint::lines(lines, 0, paint::inset(below, 3), frame);
}
