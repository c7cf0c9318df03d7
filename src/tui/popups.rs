//! What lies over a screen: how it opens, and what keys do to it.

mod choosing;
mod help;
mod working;

use super::{
    able::{self, Able, both, newline},
    cells, chrome,
    event::Effect,
    finder::{Finder, Source, Target},
    form::{self, Answer, Form, Pasted, Reaction},
    key::Key,
    keys::{Action, Place},
    leaving,
    model::{Model, Popup},
    paint,
    screens::{search::moved, sync},
    sheet, unfinished,
};
use crate::{domain::field::Kind, workbench::conflicts::Settlement};

pub(super) use choosing::take;
pub(super) use help::help;
pub(super) use working::{
    ask_to_stop, asks_to_stop, hear, is_work, line, note_work, rest, stoppable, told_to_leaver,
};

/// Takes a key for the popup on top.
pub(super) fn key(model: &mut Model, key: Key) -> Vec<Effect> {
    let place = model.place();
    if place.takes_text() && matches!(key, Key::F(_)) && model.data.keys.lookup(place, key).is_none() {
        if model.data.keys.lookup(Place::Today, key) == Some(Action::Menu) {
            let told = model.lang.pick(
                "这里能办的都在最下面一行，⟦help⟧ 看全部",
                "what can be done here stands in the lowest line, ⟦help⟧ tells all of it",
            );
            model.notice = Some(told.to_owned());
            return Vec::new();
        }
        return first(model);
    }
    if model.data.keys.lookup(place, key) == Some(Action::Newline) && newline(model) != Able::Yes {
        let told = model.lang.pick("这一栏只有一行", "this field is of one line");
        model.notice = Some(told.to_owned());
        return Vec::new();
    }
    match model.popups.last_mut() {
        Some(Popup::Form(form)) => {
            let reaction = form.key(key, &model.data.keys, model.data.today, model.lang);
            form.suit(&model.data);
            return react(model, reaction);
        }
        Some(Popup::Finder(_)) => return choosing::key(model, key),
        Some(
            Popup::Reading { .. } | Popup::Question { .. } | Popup::Preview { .. } | Popup::Conflict { .. },
        )
        | None => {}
    }
    let Some(action) = model.data.keys.lookup(place, key) else { return first(model) };
    if key == Key::Enter && action == Action::Agree && std::mem::take(&mut model.late) {
        let told = model.lang.pick(
            "这一问刚出来：看清了，再按 ⟦agree+⟧ 同意，⟦back⟧ 不同意",
            "this question has just come: read it, then ⟦agree+⟧ agrees, ⟦back⟧ declines",
        );
        model.notice = Some(told.to_owned());
        return Vec::new();
    }
    match OVER.iter().find(|(own, _)| *own == action) {
        Some((_, does)) => does(model),
        None => first(model),
    }
}

/// What is done on a popup.
type Over = fn(&mut Model) -> Vec<Effect>;

/// What works on whatever lies over a screen and is no form and no list.
const OVER: [(Action, Over); 14] = [
    (Action::Open, agree),
    (Action::Agree, agree),
    (Action::Back, |model| {
        model.late = false;
        model.popups.pop();
        Vec::new()
    }),
    (Action::KeepBoth, keep_both),
    (Action::InspectBundle, |model| {
        if sync::able_inspect(model) == Able::Yes { sync::inspect(model) } else { first(model) }
    }),
    (Action::WriteOther, |model| {
        write_other(model);
        Vec::new()
    }),
    // What was read named it: the text is left for it.
    (Action::Palette, |model| {
        if able::palette(model) != Able::Yes {
            return first(model);
        }
        model.popups.pop();
        palette(model)
    }),
    (Action::Up, |model| moves(model, -1)),
    (Action::Down, |model| moves(model, 1)),
    (Action::PageUp, |model| moves(model, -10)),
    (Action::PageDown, |model| moves(model, 10)),
    (Action::First, |model| moves(model, isize::MIN / 2)),
    (Action::Last, |model| moves(model, isize::MAX / 2)),
    (Action::Help, |model| {
        // The key that opened the help closes it.
        if model.place() == Place::Reading {
            model.popups.pop();
        } else {
            help(model);
        }
        Vec::new()
    }),
];

/// Says what comes first, when a key that works elsewhere is pressed.
fn first(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let told = match model.popups.last() {
        Some(Popup::Preview { .. }) if model.is_nothing_new() => lang.pick(
            "先按 ⟦agree⟧ 或 ⟦back⟧ 关闭预览，再用别的键",
            "close the preview with ⟦agree⟧ or ⟦back⟧ first",
        ),
        Some(Popup::Preview { .. }) => lang.pick(
            "先定这次导入：⟦agree⟧ 导入，⟦back⟧ 不导入；然后别的键才有用",
            "the preview comes first: ⟦agree⟧ takes it in, ⟦back⟧ declines",
        ),
        Some(Popup::Question { .. }) => lang.pick(
            "先回答：⟦agree+⟧ 同意，⟦back⟧ 不同意；然后别的键才有用",
            "an answer comes first: ⟦agree+⟧ agrees, ⟦back⟧ declines",
        ),
        Some(Popup::Conflict { .. }) => lang.pick(
            "先定这处冲突，或按 ⟦back⟧ 返回；然后别的键才有用",
            "settle the conflict first, or go back with ⟦back⟧",
        ),
        Some(Popup::Reading { .. }) => {
            lang.pick("先按 ⟦back⟧ 关闭，再用别的键", "close this with ⟦back⟧ first")
        }
        Some(Popup::Form(_)) => lang.pick(
            "先按 ⟦submit⟧ 提交，或按 ⟦leave-form⟧ 放下（填了的留着），再换屏",
            "submit with ⟦submit⟧ first, or leave with ⟦leave-form⟧: what was filled in stays",
        ),
        Some(Popup::Finder(_)) => {
            lang.pick("先选定，或按 ⟦back⟧ 返回，再换屏", "choose first, or go back with ⟦back⟧")
        }
        None => return Vec::new(),
    };
    model.notice = Some(told.to_owned());
    Vec::new()
}

/// Moves the popup on top by rows.
pub(super) fn move_by(model: &mut Model, rows: isize) {
    let body = chrome::areas(model.size).body;
    match model.popups.last_mut() {
        Some(Popup::Finder(finder)) => finder.move_by(rows),
        Some(Popup::Reading { lines, top, .. }) => {
            let (width, height) = (usize::from(model.size.0), usize::from(model.size.1));
            let told = |line: &String| model.data.keys.told(line, Place::Reading, model.lang);
            let count: usize =
                lines.iter().map(|line| cells::wrap_marked(&told(line), sheet::room(width)).len()).sum();
            // The title stands above it.
            *top = top.saturating_add_signed(rows).min(paint::last_top(count, height.saturating_sub(6)));
        }
        Some(Popup::Conflict { dispute, at }) => *at = moved(*at, rows, dispute.sides.len()),
        Some(Popup::Form(form)) => {
            let laid = form::lay_out(form, &model.data, model.theme, model.lang, body);
            form.scroll(&laid, rows, usize::from(body.height));
        }
        Some(Popup::Question { .. } | Popup::Preview { .. }) | None => {}
    }
}

fn moves(model: &mut Model, rows: isize) -> Vec<Effect> {
    move_by(model, rows);
    Vec::new()
}

/// Takes pasted text for the popup on top.
pub(super) fn paste(model: &mut Model, text: &str) {
    match model.popups.last_mut() {
        Some(Popup::Form(form)) => {
            let pasted = form.paste(text, model.lang);
            form.suit(&model.data);
            if pasted == Pasted::Sought {
                pick(model, text.trim());
            }
        }
        Some(Popup::Finder(finder)) => {
            finder.editor.paste(text);
            finder.search(&model.data, model.lang);
        }
        Some(
            Popup::Reading { .. } | Popup::Question { .. } | Popup::Preview { .. } | Popup::Conflict { .. },
        )
        | None => drop(first(model)),
    }
}

/// Puts the command palette on top.
pub(super) fn palette(model: &mut Model) -> Vec<Effect> {
    let finder = Finder::new(Source::Actions(model.place()), "", &model.data, model.lang);
    model.popups.push(Popup::Finder(Box::new(finder)));
    vec![Effect::TellUndoing]
}

/// Shows what came of the long work that ended last.
pub(super) fn outcome(model: &mut Model) {
    let Some(outcome) = &mut model.outcome else {
        let told = model
            .lang
            .pick("还没有做完的导入、体检可看", "no import, check or other long work has ended yet");
        model.notice = Some(told.to_owned());
        return;
    };
    outcome.is_read = true;
    let (title, lines) = (outcome.title.clone(), outcome.lines.clone());
    model.popups.push(Popup::Reading { title, lines, top: 0 });
}

/// Opens the form of an export.
pub(super) fn open_export(model: &mut Model) {
    let form = Form::export(&model.data, None, model.lang);
    model.open_form(form);
}

/// Opens the form of a backup.
pub(super) fn open_backup(model: &mut Model) {
    let form = Form::backup(&model.data, model.lang);
    model.open_form(form);
}

/// Opens the form by which the last events are saved.
pub(super) fn open_save_events(model: &mut Model) {
    let report = model.recorder.report(model.lang, None);
    model.open_form(Form::save_events(report.clone(), model.lang));
    // One that was put down before has the events of then.
    if let Some(Popup::Form(form)) = model.popups.last_mut() {
        form.given = vec![("report".to_owned(), report)];
    }
}

/// Opens the form of an import.
pub(super) fn open_import(model: &mut Model) {
    model.open_form(Form::import(model.lang));
}

/// Opens the form by which a sheet is taken in.
pub(super) fn open_sheet(model: &mut Model) {
    let form = Form::sheet(&model.data, model.lang);
    model.open_form(form);
}

/// Opens the form of an invitation.
pub(super) fn open_invite(model: &mut Model) {
    model.open_form(Form::invite(model.lang));
}

/// Puts a list of records over the form, for the field in focus.
pub(super) fn pick(model: &mut Model, typed: &str) {
    if let Some(Popup::Form(form)) = model.popups.last()
        && let Some(entry) = form.focused()
    {
        let source = if let Kind::Ref(ledger) = &entry.field.kind {
            match &entry.answer {
                // A field that says no ledger refers to any.
                Answer::Refs(ids) if ledger.is_empty() => Source::Links(ids.clone()),
                Answer::Refs(_) | Answer::Text(_) | Answer::Choice(_) => Source::Ledger(ledger.clone()),
            }
        } else {
            Source::Choices(entry.options())
        };
        let held = if let Answer::Choice(at) = entry.answer { at.map(Target::Choice) } else { None };
        let mut finder = Finder::new(source, typed, &model.data, model.lang);
        // It begins at what the field says: another Enter changes nothing.
        let at = finder.found.iter().position(|item| Some(&item.target) == held.as_ref());
        finder.at = at.filter(|_| typed.is_empty()).unwrap_or(finder.at);
        model.popups.push(Popup::Finder(Box::new(finder)));
    }
}

/// Does what a form wants.
pub(super) fn react(model: &mut Model, reaction: Reaction) -> Vec<Effect> {
    match reaction {
        Reaction::Stays => {}
        Reaction::Left => model.leave_form(),
        Reaction::Discard => unfinished::ask_to_discard(model, None),
        Reaction::Pick(letter) => pick(model, &letter.map(String::from).unwrap_or_default()),
        Reaction::Send => {
            if let Some(Popup::Form(form)) = model.popups.last_mut() {
                model.sendings += 1;
                form.sent = Some(model.sendings);
                return vec![Effect::OfForm(model.sendings), form.effect()];
            }
        }
    }
    Vec::new()
}

/// Agrees to what the popup on top asks.
pub(super) fn agree(model: &mut Model) -> Vec<Effect> {
    model.late = false;
    match model.popups.pop() {
        Some(Popup::Question { effect: Effect::Discard(at), .. }) => {
            unfinished::discard(model, at);
            Vec::new()
        }
        Some(Popup::Question { effect: Effect::Leave, .. }) => leaving::agreed(model),
        Some(Popup::Question { effect, .. }) => vec![effect],
        Some(Popup::Preview { preview, passphrase }) => {
            vec![Effect::Import { file: preview.file.clone(), passphrase }]
        }
        Some(Popup::Conflict { dispute, at }) => {
            vec![Effect::Settle(Box::new(dispute.conflict.clone()), Settlement::Keep(at))]
        }
        Some(Popup::Reading { .. }) | None => Vec::new(),
        Some(other @ (Popup::Form(_) | Popup::Finder(_))) => {
            model.popups.push(other);
            Vec::new()
        }
    }
}

/// Settles the conflict on top by all that was written.
fn keep_both(model: &mut Model) -> Vec<Effect> {
    let Some((conflict, text)) = both(model) else {
        let told = model.lang.pick(
            "这一栏放不下两个：选一个，或按 ⟦write-other⟧ 另写",
            "this field holds one: choose, or write another with ⟦write-other⟧",
        );
        model.notice = Some(told.to_owned());
        return Vec::new();
    };
    model.popups.pop();
    vec![Effect::SettleAs(conflict, text)]
}

fn write_other(model: &mut Model) {
    if let Some(Popup::Conflict { dispute, .. }) = model.popups.last() {
        if !dispute.writable {
            let told = model.lang.pick(
                "这一栏不能另写：⟦up⟧ ⟦down⟧ 选一个，⟦open⟧ 定下来",
                "this field takes none but these: ⟦up⟧ and ⟦down⟧ choose one, ⟦open⟧ settles it",
            );
            model.notice = Some(told.to_owned());
            return;
        }
        let ledger = model.data.catalog.of(dispute.conflict.record);
        let field = ledger.and_then(|ledger| ledger.field(dispute.conflict.tag));
        let form = Form::other(dispute, field, model.lang);
        model.popups.pop();
        model.open_form(form);
    }
}
