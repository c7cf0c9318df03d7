//! What is pressed while a form is being written: it waits, and goes to the screen once the
//! form has closed. Where the form is refused, or something asks first, it was meant for
//! none of that: it is dropped with a word.

use std::collections::VecDeque;

use super::{
    chrome,
    event::Event,
    key::Key,
    keys::{Action, Place},
    model::{Model, Popup},
    popups,
};
use crate::say;

/// So many keys are named.
const NAMED: usize = 6;

/// What waits.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    events: VecDeque<Event>,
    /// How much lies below the form: no more may lie there when their turn comes.
    below: Option<usize>,
}

impl Waiting {
    /// Whether anything waits.
    pub(super) fn is_any(&self) -> bool {
        !self.events.is_empty()
    }
}

/// Keeps what is meant for after the form that is being written; answers what is taken now.
pub(super) fn hold(model: &mut Model, event: Event) -> Option<Event> {
    let is_sent = matches!(model.popups.last(), Some(Popup::Form(form)) if form.sent.is_some());
    if !is_sent || model.lock.is_some() || model.is_too_small() {
        return Some(event);
    }
    let waits = match &event {
        Event::Key(key) => match model.data.keys.lookup(Place::Form, *key) {
            Some(Action::LeaveForm) if is_quick(model) => {
                let told = model.lang.pick("正在保存，马上就好", "saving: a moment");
                model.notice = Some(told.to_owned());
                return None;
            }
            Some(Action::LeaveForm) => false,
            Some(Action::Leave | Action::Lock) => matches!(key, Key::Char(_)),
            Some(Action::Help | Action::FindEverywhere) => {
                matches!(key, Key::Char(_)) || !model.waiting.events.is_empty()
            }
            Some(_) | None => true,
        },
        Event::Paste(_) => true,
        // The tabs stand there whatever lies over the screen.
        Event::Click(_, y) => *y == chrome::areas(model.size).tabs.y,
        Event::Drag(..)
        | Event::Release
        | Event::Wheel(..)
        | Event::Resize(..)
        | Event::Answer(_)
        | Event::Idle
        | Event::Paused
        | Event::Gone
        | Event::Broken(_) => false,
    };
    if !waits {
        return Some(event);
    }
    model.waiting.events.push_back(event);
    let keys = named(model);
    model.notice = Some(say!(model.lang, "存好以后再办：{keys}", "done once this is saved: {keys}"));
    None
}

/// What has its turn now: nothing while a form is still being written.
pub(super) fn next(model: &mut Model) -> Option<Event> {
    if model.waiting.events.is_empty() || model.lock.is_some() {
        return None;
    }
    if let Some(below) =
        model.popups.iter().rposition(|popup| matches!(popup, Popup::Form(form) if form.sent.is_some()))
    {
        model.waiting.below = Some(below);
        return None;
    }
    // What follows may be text for what the first of them opens.
    if model.waiting.below.take().is_some_and(|below| below != model.popups.len()) {
        drop_all(model);
        return None;
    }
    model.waiting.events.pop_front()
}

/// Drops what waits, and says so.
pub(super) fn drop_all(model: &mut Model) {
    if model.waiting.events.is_empty() {
        return;
    }
    let keys = named(model);
    model.waiting.events.clear();
    model.notice = Some(say!(
        model.lang,
        "刚才等保存时按的没有算：{keys}",
        "what was pressed meanwhile was dropped: {keys}"
    ));
}

/// Whether what is written is done in a moment: leaving it would leave a draft of what is saved.
fn is_quick(model: &Model) -> bool {
    let is_alone = |busy: &super::model::Busy| busy.far.is_none() && busy.next.is_empty() && !busy.ending;
    model.busy.as_ref().is_some_and(is_alone) && popups::stoppable(model).is_none()
}

/// What waits, in words.
fn named(model: &Model) -> String {
    let lang = model.lang;
    let name = |event: &Event| match event {
        Event::Key(key) => key.half_width().shown(lang),
        Event::Paste(_) => lang.pick("粘贴", "paste").to_owned(),
        Event::Click(..)
        | Event::Drag(..)
        | Event::Release
        | Event::Wheel(..)
        | Event::Resize(..)
        | Event::Answer(_)
        | Event::Idle
        | Event::Paused
        | Event::Gone
        | Event::Broken(_) => lang.pick("点击", "click").to_owned(),
    };
    let events = &model.waiting.events;
    let mut names: Vec<String> = events.iter().take(NAMED).map(name).collect();
    if events.len() > NAMED {
        names.push("…".to_owned());
    }
    names.join(" ")
}
