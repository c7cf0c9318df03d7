//! The locked screen: nothing of the ledger is seen until the passphrase is given.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
    widgets::Clear,
};

use super::{
    answers, cells,
    editor::Editor,
    event::{Answer, Effect, Event},
    form::Form,
    key::Key,
    keys::{Action, Place},
    meanwhile,
    model::Model,
    paint,
    theme::Theme,
    unfinished,
};
use crate::{domain::wording::Lang, say};

/// What a locked screen shows.
#[derive(Debug)]
pub(super) struct Lock {
    typed: Editor,
    pub(super) said: Said,
}

/// What stands below what is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// How the screen is opened.
    How,
    /// That the passphrase is being looked at: nothing is typed meanwhile.
    Looking,
    /// That it was not the right one.
    Wrong,
}

/// Locks the screen. Forms stay as they are, and lie on the disk; numbers that were shown are hidden.
pub(super) fn lock(model: &mut Model) -> Vec<Effect> {
    model.unmasked = None;
    model.notice = None;
    model.lock = Some(Lock { typed: Editor::line(""), said: Said::How });
    unfinished::keep(model)
}

/// Takes an event while the screen is locked.
pub(super) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let lang = model.lang;
    match event {
        Event::Resize(width, height) => model.size = (width, height),
        Event::Gone | Event::Broken(_) => return vec![Effect::Leave],
        Event::Answer(Answer::Unlocked(is_right)) => {
            if is_right {
                model.lock = None;
                meanwhile::drop_all(model);
            } else if let Some(lock) = &mut model.lock {
                lock.said = Said::Wrong;
            }
        }
        Event::Answer(answer) => return answers::take(model, answer),
        Event::Paused => return unfinished::keep(model),
        Event::Key(key) => return pressed(model, key),
        Event::Paste(text) => {
            if let Some(lock) = model.lock.as_mut().filter(|lock| lock.said != Said::Looking) {
                lock.typed.paste(&text);
            }
        }
        Event::Click(x, 2) => {
            let left = cells::width(lead(lang));
            let room = typed_room(model.size.0, lang);
            if let Some(lock) = model.lock.as_mut().filter(|lock| lock.said != Said::Looking)
                && let Some(column) = usize::from(x).checked_sub(left)
            {
                lock.typed.point_secret(column, room);
            }
        }
        Event::Click(..) | Event::Drag(..) | Event::Release | Event::Wheel(..) | Event::Idle => {}
    }
    Vec::new()
}

fn pressed(model: &mut Model, key: Key) -> Vec<Effect> {
    // Unfinished forms lie on the disk already: leaving loses nothing that stays.
    if model.data.keys.lookup(Place::Form, key) == Some(Action::Leave) {
        return vec![Effect::Leave];
    }
    let Some(lock) = model.lock.as_mut().filter(|lock| lock.said != Said::Looking) else { return Vec::new() };
    lock.said = Said::How;
    if key != Key::Enter {
        lock.typed.key(key);
        return Vec::new();
    }
    let typed = lock.typed.text();
    lock.typed = Editor::line("");
    if typed.is_empty() {
        return Vec::new();
    }
    lock.said = Said::Looking;
    vec![Effect::Unlock(typed)]
}

/// What stands before what is typed.
fn lead(lang: Lang) -> &'static str {
    lang.pick(" 口令：", " Passphrase: ")
}

/// The cells for what is typed.
fn typed_room(wide: u16, lang: Lang) -> usize {
    usize::from(wide).saturating_sub(cells::width(lead(lang)) + 2)
}

/// Draws nothing but the question for the passphrase.
pub(super) fn view(model: &Model, lock: &Lock, frame: &mut Frame) {
    let (area, lang) = (frame.area(), model.lang);
    frame.render_widget(Clear, area);
    let row = |y: u16| Rect { y: area.y.saturating_add(y), height: u16::from(y < area.height), ..area };
    let title = lang.pick(" 民情台账  已锁屏", " Minqing  locked");
    paint::line(&Line::styled(title, Theme::strong()), row(0), frame);
    let lead = lead(lang);
    let laid = lock.typed.lay(typed_room(area.width, lang), true);
    let stars = laid.rows.first().cloned().unwrap_or_default();
    paint::line(&Line::raw(format!("{lead}{stars}")), row(2), frame);
    let told = match lock.said {
        Said::Looking => lang.pick("正在核对", "looking at it"),
        Said::Wrong => lang.pick("口令不对，请再输一次", "wrong passphrase, try again"),
        Said::How => lang.pick(
            "输口令后按 Enter 打开；没写完的表单都在。⟦leave!⟧ 离开",
            "Enter opens; unfinished forms are as they were. ⟦leave!⟧ leaves",
        ),
    };
    let known = model.passphrase.as_ref().map(|known| {
        let known = known.get(lang);
        say!(lang, "这是演示台账，{known}。", "This is a demonstration, {known}.")
    });
    let room = usize::from(area.width).saturating_sub(2);
    let told = cells::wrap(&model.told(told), room).into_iter();
    let known = known.into_iter().flat_map(|known| cells::wrap(&known, room));
    for (line, y) in told.chain(known).zip(4..) {
        paint::line(&Line::raw(format!(" {line}")), row(y), frame);
    }
    if lock.said != Said::Looking && area.height > 2 {
        let x = area.x.saturating_add(cells::cells(cells::width(lead) + laid.column));
        frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), area.y + 2));
    }
}

/// Opens the form of another passphrase.
pub(super) fn open_passphrase(model: &mut Model) {
    let form = Form::new_passphrase(model.lang);
    model.open_form(form);
}

/// Opens the form of how long the screen waits.
pub(super) fn open_after(model: &mut Model) {
    let form = Form::lock_after(model.data.lock_after, model.lang);
    model.open_form(form);
}
