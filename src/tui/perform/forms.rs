//! Unfinished forms on the disk.

use std::sync::mpsc::Receiver;

use super::Performer;
use crate::{
    domain::wording::Lang,
    say,
    tui::event::{Answer, Effect},
    workbench::{
        Error,
        unfinished::{Keeper, Unfinished},
    },
};

impl Performer {
    /// The forms of an earlier start, and what is to be told of them.
    pub(in crate::tui) fn unfinished(&mut self) -> (Vec<Unfinished>, Option<String>) {
        let (forms, trouble) = self.bench.unfinished();
        (forms, trouble.map(|told| told.get(self.lang).to_owned()))
    }

    /// Does what changes no record, and so shows no other data: keeps forms, looks at a passphrase.
    pub(super) fn do_quietly(&mut self, effect: &Effect, tell: &mut dyn FnMut(Answer)) -> bool {
        if let Effect::KeepForms(forms) = effect {
            self.keep_forms(forms.clone(), tell);
        } else if let Effect::FormsGiven { sent } = effect {
            self.sending = *sent;
            let kept = self.bench.keeper().keep();
            self.tell_kept(kept, tell);
        } else if let Effect::Unlock(passphrase) = effect {
            self.unlock(passphrase, tell);
        } else if let Effect::SaveEvents { to, report } = effect {
            self.save_events(to, report, tell);
        } else if let Effect::Stop(job) = effect {
            self.ending.of(*job);
        } else if let Effect::Speak(lang) = effect {
            self.speak(*lang, tell);
        } else if let Effect::Arrange(change) = effect {
            self.arrange(change, tell);
        } else if *effect == Effect::TellUndoing {
            self.tell_undoing(tell);
        } else if *effect == Effect::CountMonth {
            self.count_month(tell);
        } else if *effect == Effect::LookAtInbox {
            tell(Answer::Inbox(self.inbox()));
        } else if *effect == Effect::IndexBooks {
            self.index_books(tell);
        } else {
            // What is let go of is dropped by whoever asks for that.
            return matches!(effect, Effect::LetGo(_));
        }
        true
    }

    /// Keeps forms. That it cannot be done stops nothing, and is told.
    pub(in crate::tui) fn keep_forms(&mut self, forms: Vec<Unfinished>, tell: &mut dyn FnMut(Answer)) {
        self.sending = forms.iter().any(|form| form.sent);
        let kept = self.bench.keep_unfinished(forms);
        self.tell_kept(kept, tell);
    }

    fn tell_kept(&self, kept: Result<(), Error>, tell: &mut dyn FnMut(Answer)) {
        if let Err(error) = kept {
            tell(not_kept(&self.bench.told(&error, self.lang), self.lang));
        }
    }

    /// Forgets what was submitted and is done.
    pub(super) fn settle_forms(&mut self) {
        if std::mem::take(&mut self.sending) {
            // The face keeps those that are left in a moment.
            let _ = self.bench.settle_unfinished();
        }
    }
}

/// Keeps forms as soon as they are given, whatever the worker is at, until nobody gives any more.
pub(in crate::tui) fn keep_at_once(
    keeper: &Keeper,
    given: &Receiver<()>,
    lang: Lang,
    tell: &mut dyn FnMut(Answer),
) {
    for () in given {
        if let Err(error) = keeper.keep() {
            tell(not_kept(&error.sentence(lang), lang));
        }
    }
}

fn not_kept(why: &str, lang: Lang) -> Answer {
    Answer::Remark(say!(
        lang,
        "没写完的表单没能存盘，断电会丢：{why}",
        "forms that are not finished could not be kept on the disk: {why}"
    ))
}
