//! What the worker's answers do to the model.

use std::sync::Arc;

use super::{
    event::{Answer, Done, Effect, Trouble},
    everywhere,
    finder::{Finder, Source},
    form::{Form, Purpose},
    language,
    model::{Model, Outcome, Popup},
    popups,
    screens::{
        ledgers, residents,
        sync::{self, stick::Stick},
    },
    snapshot::{Past, Roster},
};
use crate::say;

/// Takes an answer. What would open something while somebody types, or over something that was
/// opened meanwhile, waits until that is done: no key that was meant for it agrees to a question.
pub(super) fn take(model: &mut Model, answer: Answer) -> Vec<Effect> {
    if let Answer::OfForm(number, answer) = answer {
        let before = model.answering.replace(number);
        let effects = take(model, *answer);
        model.answering = before;
        return effects;
    }
    if opens(&answer) && (model.lock.is_some() || is_typed_into(model) || is_covered(model, &answer)) {
        let told =
            model.lang.pick("办好了一件，填完这里就看得到", "something is done: it is shown after this");
        model.notice = Some(told.to_owned());
        model.held.push_back(match model.answering {
            Some(number) => Answer::OfForm(number, Box::new(answer)),
            None => answer,
        });
        return Vec::new();
    }
    match answer {
        Answer::Over => popups::rest(model),
        Answer::Fresh(data) => {
            let before = model.renew(*data);
            everywhere::renew(model);
            return vec![Effect::LetGo(Past::new(before))];
        }
        Answer::People(roster) => meet(model, roster),
        Answer::Undoing(undoing) => {
            model.data.undoing = Some(undoing);
            if let Some(Popup::Finder(finder)) = model.popups.last_mut() {
                finder.renew(&model.data, model.lang);
            }
        }
        Answer::Done(done) => finish(model, done),
        Answer::Refused(trouble) => refuse(model, &trouble),
        Answer::Asked { sentence, effect } => put_over(model, Popup::Question { sentence, effect }),
        Answer::Surveyed { sentence, bundles, effect } => {
            model.stick = Stick::of(bundles);
            put_over(model, Popup::Question { sentence, effect });
        }
        Answer::Previewed(preview, passphrase) => put_over(model, Popup::Preview { preview, passphrase }),
        Answer::Told { title, lines } => put_over(model, Popup::Reading { title, lines, top: 0 }),
        Answer::Ended { title, lines } => end(model, title, lines),
        Answer::Listed(title, items) => {
            let finder = Finder::new(Source::Records(title, items), "", &model.data, model.lang);
            model.popups.push(Popup::Finder(Box::new(finder)));
        }
        Answer::Begun(ledger, sentence) => {
            finish(model, Done { sentence, record: None });
            ledgers::go_to(model, ledger);
        }
        Answer::Columns(plan) => {
            close_sent_form(model);
            let form = Form::columns(&plan, model.lang);
            model.open_form(form);
        }
        Answer::Hanging(id, told) => {
            let form = Form::empty_into(&model.data, id, &told, model.lang);
            model.open_form(form);
        }
        Answer::Unmasked(id, values) => model.unmasked = Some((id, values)),
        Answer::Checked(findings) => {
            let lang = model.lang;
            if findings.is_empty() {
                model.notice = Some(lang.pick("体检：全部完好", "everything is whole").to_owned());
            } else {
                let title = lang
                    .pick("体检：有问题，请先备份，再找人看", "Doctor: back up first, then ask")
                    .to_owned();
                end(model, title, findings);
            }
        }
        Answer::Due(due) => {
            let count = due.len();
            model.data.due = due;
            if count == 0 {
                model.notice = Some(model.lang.pick("没有到期的记录", "nothing is due").to_owned());
            } else {
                let form = Form::clear(count, model.lang);
                model.open_form(form);
            }
        }
        // It was opened meanwhile, or unwrapped above.
        Answer::Unlocked(_) | Answer::OfForm(..) => {}
        Answer::Remark(sentence) => model.notice = Some(sentence),
        Answer::Spoken(lang) => language::take(model, lang),
        Answer::Counted(month) => model.data.month = Some(month),
        Answer::Inbox(found) => sync::take_inbox(model, found),
        Answer::Progress(far) => popups::hear(model, far),
        Answer::Indexed(books) => {
            model.data.books_index = Some(books);
            everywhere::renew(model);
            ledgers::sort_out(model);
        }
    }
    Vec::new()
}

/// Takes an answer that waited, once nothing is typed.
pub(super) fn give(model: &mut Model) -> Vec<Effect> {
    let Some(answer) = model.held.front() else { return Vec::new() };
    let number = if let Answer::OfForm(number, _) = answer { Some(*number) } else { None };
    let is_free = model.popups.last().is_none_or(|popup| is_of(popup, number));
    if model.lock.is_some() || model.waiting.is_any() || !is_free {
        return Vec::new();
    }
    let effects = model.held.pop_front().map(|answer| take(model, answer)).unwrap_or_default();
    // Whoever just pressed Enter for something else did not mean the question.
    model.late = matches!(model.popups.last(), Some(Popup::Question { .. }));
    effects
}

/// Whether a popup is the form that was sent by this number.
fn is_of(popup: &Popup, number: Option<u64>) -> bool {
    matches!(popup, Popup::Form(form) if form.sent.is_some() && form.sent == number)
}

/// Whether something lies over what asked: opened by keys meanwhile, or by another answer. A text
/// to read harms nothing, wherever it comes.
fn is_covered(model: &Model, answer: &Answer) -> bool {
    let is_text = matches!(answer, Answer::Told { .. });
    !is_text && model.popups.last().is_some_and(|popup| !is_of(popup, model.answering))
}

/// Whether keys are text now, of something that is no answer's own form.
fn is_typed_into(model: &Model) -> bool {
    let is_own = model.popups.last().is_some_and(|popup| is_of(popup, model.answering));
    !is_own && model.place().takes_text()
}

/// Whether an answer opens something that takes keys.
fn opens(answer: &Answer) -> bool {
    match answer {
        Answer::Asked { .. }
        | Answer::Surveyed { .. }
        | Answer::Previewed(..)
        | Answer::Told { .. }
        | Answer::Listed(..)
        | Answer::Columns(_)
        | Answer::Hanging(..) => true,
        Answer::Due(due) => !due.is_empty(),
        Answer::Refused(trouble) => trouble.wants_passphrase.is_some(),
        Answer::OfForm(_, answer) => opens(answer),
        Answer::Fresh(_)
        | Answer::Ended { .. }
        | Answer::Checked(_)
        | Answer::People(_)
        | Answer::Done(_)
        | Answer::Begun(..)
        | Answer::Unmasked(..)
        | Answer::Progress(_)
        | Answer::Unlocked(_)
        | Answer::Remark(_)
        | Answer::Spoken(_)
        | Answer::Undoing(_)
        | Answer::Over
        | Answer::Inbox(_)
        | Answer::Indexed(_)
        | Answer::Counted(_) => false,
    }
}

/// What was asked for has come: it stands in the place of the form that asked.
fn put_over(model: &mut Model, popup: Popup) {
    close_sent_form(model);
    model.popups.push(popup);
}

/// Long work has ended: that takes no key and no focus; what came of it is a key away.
fn end(model: &mut Model, title: String, lines: Vec<String>) {
    close_sent_form(model);
    model.outcome = Some(Outcome { title, lines, is_read: false });
}

/// Takes those who live there, while the rest is still read.
fn meet(model: &mut Model, roster: Arc<Roster>) {
    if !model.data.is_outline {
        return;
    }
    model.data.roster = roster;
    residents::sort_out(model);
    for popup in &mut model.popups {
        if let Popup::Finder(finder) = popup {
            finder.renew(&model.data, model.lang);
        }
    }
}

fn finish(model: &mut Model, done: Done) {
    close_sent_form(model);
    if !done.sentence.is_empty() {
        model.notice = Some(done.sentence);
    }
    if let Some(id) = done.record {
        residents::reveal(model, id);
        ledgers::reveal(model, id);
    }
}

fn refuse(model: &mut Model, trouble: &Trouble) {
    let asked = model.answering;
    let is_asked = |form: &Form| form.sent.is_some() && form.sent == asked;
    if let Some(file) = &trouble.wants_passphrase {
        let purpose = Purpose::Passphrase(file.clone());
        let mut open = model.popups.iter().rev();
        let is_given =
            open.any(|popup| matches!(popup, Popup::Form(form) if is_asked(form) && form.purpose == purpose));
        if !is_given {
            close_sent_form(model);
            model.popups.push(Popup::Form(Box::new(Form::passphrase(file, model.lang))));
            return;
        }
    }
    let open = model.popups.iter_mut().rev().find_map(|popup| match popup {
        Popup::Form(form) if is_asked(form) => Some(form),
        Popup::Form(_)
        | Popup::Finder(_)
        | Popup::Reading { .. }
        | Popup::Question { .. }
        | Popup::Preview { .. }
        | Popup::Conflict { .. } => None,
    });
    if let Some(form) = open {
        form.refuse(trouble);
        return;
    }
    let mut told = trouble.sentence.clone();
    // It was put down meanwhile, and is a draft again.
    if let Some(form) = model.unfinished.left.iter_mut().find(|form| is_asked(form)) {
        form.refuse(trouble);
        let title = &form.title;
        told = say!(
            model.lang,
            "“{title}”没办成：{told}（填了的还在草稿里）",
            "\"{title}\" was not done: {told} (it is kept as a draft)"
        );
    }
    model.notice = Some(told);
}

/// Takes the form whose answer this is off the screen, or from among those that were put down.
fn close_sent_form(model: &mut Model) {
    if let Some(number) = model.answering {
        close_form(model, number);
    }
}

/// Takes away the form that was submitted under this number.
pub(super) fn close_form(model: &mut Model, number: u64) {
    let is_it = |form: &Form| form.sent == Some(number);
    model.unfinished.left.retain(|form| !is_it(form));
    if let Some(at) = model.popups.iter().rposition(|popup| matches!(popup, Popup::Form(form) if is_it(form)))
        && let Popup::Form(form) = model.popups.remove(at)
    {
        model.forget_draft(&form.purpose);
    }
}
