//! The one file that talks to the workbench.

mod counting;
mod apart;
mod appearance;
mod backups;
mod bundles;
mod folder;
mod forms;
mod gather;
mod hearing;
mod inbox;
mod kept;
mod keys;
mod lock;
mod laptops;
mod ledgers;
mod matters;
mod oversee;
mod papers;
mod removing;
mod reporting;
mod reports;
mod rights;
mod seeking;
mod settling;
mod sheets;
mod several;
mod undoing;
mod views;
mod unmasking;
mod visiting;
mod written;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::civil::Date;

pub(super) use appearance::looks;
pub(super) use forms::keep_at_once;
pub(super) use hearing::Ending;
#[cfg(test)]
pub(super) use hearing::Gate;
pub(super) use keys::read_keys;

use super::{
    event::{Answer, Done, Effect, Trouble},
    keys::KeyMap,
    lists::{Arrangement, Orders},
    popups::is_work,
    snapshot::Roster,
    theme::Looks,
};
use crate::{
    domain::{
        calendar,
        ledger::Catalog,
        rules::Refusal,
        visits,
        wording::{Lang, Wording},
    },
    say,
    workbench::{Error, Workbench, draft::Draft, notices, sync::Preview},
};

/// Does what `update` asks for, on one workbench.
pub(super) struct Performer {
    pub(super) bench: Workbench,
    lang: Lang,
    keys: Arc<KeyMap>,
    keys_trouble: Option<Wording>,
    catalog: Arc<Catalog>,
    /// The themes that there are, and what was chosen.
    looks: Arc<Looks>,
    /// How lists are arranged.
    arrangement: Arc<Arrangement>,
    /// Kept while what they follow from stays as it is.
    orders: Orders,
    /// The day of the last snapshot.
    told_day: Option<Date>,
    /// Whether something that was told is counted in hours, and so changes within the day.
    told_hours: bool,
    /// Kept while residents and households stay as they are.
    roster: Option<Arc<Roster>>,
    /// Bundles of the inbox with their length, and whether they end early.
    read: HashMap<(PathBuf, u64), bool>,
    /// Kept while what they follow from stays as it is.
    standings: Option<gather::Known>,
    /// By what issues are found.
    issues_kept: seeking::Kept,
    /// By what the records of the other ledgers are found, by ledger.
    books_kept: HashMap<String, seeking::Kept>,
    /// Whether one of the unfinished forms that were kept was submitted.
    sending: bool,
    /// The last commit of this laptop when the program was opened: what is not
    /// newer is not taken back without a question.
    found: u64,
    /// The number of the work that is done now.
    job: u64,
    /// The form that asks for what comes next.
    form: Option<u64>,
    /// Which of it is to end.
    pub(super) ending: Ending,
    /// Whether it breaks at whatever is asked for next.
    #[cfg(test)]
    pub(super) breaks: bool,
    /// Where long work waits at its first step.
    #[cfg(test)]
    pub(super) gate: Option<Gate>,
}

impl Performer {
    /// Takes the workbench over.
    pub(super) fn new(bench: Workbench, lang: Lang) -> Self {
        let catalog = bench.shared_catalog();
        let found = bench.last_own();
        let looks = looks(&bench);
        let arrangement = appearance::arrangement(&bench);
        let (keys, keys_trouble) = keys::of_workspace(bench.home());
        Self {
            bench,
            lang,
            keys: Arc::new(keys),
            keys_trouble,
            catalog,
            looks,
            arrangement,
            orders: Orders::default(),
            told_day: None,
            told_hours: false,
            roster: None,
            standings: None,
            read: HashMap::new(),
            issues_kept: seeking::Kept::default(),
            books_kept: HashMap::new(),
            sending: false,
            found,
            job: 0,
            form: None,
            ending: Ending::default(),
            #[cfg(test)]
            breaks: false,
            #[cfg(test)]
            gate: None,
        }
    }

    /// Does one thing; `tell` hears what came of it, as the answer of the form that asked for it,
    /// and that it is over. Answers whether to go on.
    pub(super) fn perform(&mut self, effect: Effect, tell: &mut dyn FnMut(Answer)) -> bool {
        #[cfg(test)]
        assert!(!self.breaks, "broken on purpose");
        if let Effect::OfForm(number) = effect {
            self.form = Some(number);
            return true;
        }
        let (form, is_work) = (self.form.take(), is_work(&effect));
        let goes_on = self.perform_for(effect, &mut |answer| {
            tell(match form {
                Some(number) => Answer::OfForm(number, Box::new(answer)),
                None => answer,
            });
        });
        if is_work {
            tell(Answer::Over);
        }
        goes_on
    }

    fn perform_for(&mut self, effect: Effect, tell: &mut dyn FnMut(Answer)) -> bool {
        self.job += 1;
        if self.do_quietly(&effect, tell) {
            return true;
        }
        let asked_file = if let Effect::Preview { file, .. } = &effect { Some(file.clone()) } else { None };
        if effect == Effect::Leave {
            return false;
        }
        let answer = match self.attempt(effect, tell) {
            Ok(Some(done)) => {
                self.settle_forms();
                Answer::Done(done)
            }
            Ok(None) => return true,
            // Nothing was changed, and nothing looked at anew.
            Err(error) if error.is_stopped() => {
                tell(Answer::Refused(self.trouble(&error, None)));
                return true;
            }
            Err(error) => Answer::Refused(self.trouble(&error, asked_file)),
        };
        // Also after a refusal: what is shown may have been older than what is there.
        match self.snapshot() {
            Ok(data) => {
                tell(Answer::Fresh(Box::new(data)));
                tell(answer);
            }
            Err(error) => {
                tell(answer);
                tell(Answer::Remark(self.bench.told(&error, self.lang)));
            }
        }
        true
    }

    /// How long until it may be another day; a laptop that slept notices soon.
    pub(super) fn until_look_at_day(&self) -> Duration {
        const LONGEST: u64 = 600;
        let now = calendar::CHINA.to_datetime(self.bench.now());
        let past = i64::from(now.hour()) * 3_600 + i64::from(now.minute()) * 60 + i64::from(now.second());
        Duration::from_secs(u64::try_from(86_400 - past).map_or(LONGEST, |left| left.clamp(1, LONGEST)))
    }

    /// Tells the data again where the day has changed since they were told, or hours run.
    pub(super) fn look_at_day(&mut self, tell: &mut dyn FnMut(Answer)) {
        if (self.told_hours || self.told_day != Some(self.bench.today()))
            && let Ok(data) = self.snapshot()
        {
            tell(Answer::Fresh(Box::new(data)));
        }
    }

    fn attempt(&mut self, effect: Effect, tell: &mut dyn FnMut(Answer)) -> Result<Option<Done>, Error> {
        let lang = self.lang;
        let said = |zh: &str, en: &str| Done { sentence: lang.pick(zh, en).to_owned(), record: None };
        Ok(Some(match effect {
            Effect::Leave
            | Effect::Refresh
            | Effect::LetGo(_)
            | Effect::OfForm(_)
            | Effect::KeepForms(_)
            | Effect::FormsGiven { .. }
            | Effect::Stop(_)
            | Effect::SaveEvents { .. }
            | Effect::Speak(_)
            | Effect::Discard(_)
            | Effect::CountMonth
            | Effect::Arrange(_)
            | Effect::IndexBooks
            | Effect::LookAtInbox
            | Effect::TellUndoing
            | Effect::Unlock(_) => Done::default(),
            Effect::ChangePassphrase(words) => {
                let answer = self.change_passphrase(&words, tell)?;
                tell(answer);
                return Ok(None);
            }
            Effect::LockAfter(minutes) => self.set_lock_after(&minutes)?,
            Effect::Dress(pairs) => self.dress(&pairs)?,
            Effect::Create(ledger, pairs) if ledger == visits::ID => self.visit(&pairs)?,
            Effect::Create(ledger, pairs) => self.create(&ledger, &pairs)?,
            Effect::OnLedger(work) => return self.on_ledger(work, tell),
            Effect::Edit(id, pairs) => {
                let mut draft = Draft::new();
                self.bench.fill(&mut draft, id, &pairs)?;
                self.bench.commit(draft)?;
                let sentence = said("已修改", "changed").sentence + &self.doubtful(id)?;
                Done { record: Some(id), sentence }
            }
            Effect::Delete(id) => {
                let name = self.bench.name_of(id);
                let mut draft = Draft::new();
                draft.delete(id);
                self.bench.commit(draft)?;
                let sentence =
                    say!(lang, "已删除 {name}，⟦undo⟧ 撤销", "{name} deleted; ⟦undo⟧ takes it back");
                Done { sentence, record: None }
            }
            Effect::Step(issue, kind, pairs) => self.step(issue, kind, &pairs)?,
            Effect::Voice(issue, pairs) => self.voice(issue, &pairs)?,
            Effect::Analyse(issue, pairs) => self.analyse(issue, &pairs)?,
            Effect::Tick { list, item, at, pairs } => {
                self.tick(list, &item, at, &pairs)?;
                said("三清已更新", "checklist updated")
            }
            Effect::AddItem(list, title, hint) => self.add_item(list, &title, &hint)?,
            Effect::RetireItem(list, item) => self.retire_item(list, &item)?,
            Effect::Undo { agreed } => return self.undo(agreed, tell),
            Effect::Redo => self.redo()?,
            Effect::Unmask(id, reason) => self.unmask(id, &reason, tell)?,
            Effect::Export(pairs) => self.export_bundle(&pairs, tell)?,
            Effect::Preview { file, .. } if path(&file.to_string_lossy()).is_dir() => {
                let asked = self.survey(&path(&file.to_string_lossy()), tell)?;
                tell(asked);
                return Ok(None);
            }
            Effect::Import { file, .. } if file.is_dir() => {
                let told = self.gather_in(&file, tell)?;
                tell(Answer::Fresh(Box::new(self.snapshot()?)));
                tell(told);
                return Ok(None);
            }
            Effect::Preview { file, passphrase } => {
                let mut hearing = self.hearing(tell);
                let (file, word) = (path(&file.to_string_lossy()), passphrase.clone());
                let preview = self.bench.preview_telling(&file, word, &mut |it| hearing.hear(it))?;
                tell(Answer::Previewed(Box::new(preview), passphrase));
                return Ok(None);
            }
            Effect::Inspect { file, passphrase } => return self.look_inside(&file, passphrase, tell),
            Effect::Import { file, passphrase } => self.take_in(&file, passphrase, tell)?,
            Effect::Settle(conflict, settlement) => self.settle(&conflict, &settlement)?,
            Effect::SettleAs(conflict, text) => {
                let settlement = self.bench.read_settlement(&conflict, &text)?;
                self.settle(&conflict, &settlement)?
            }
            Effect::Invite(pairs) => self.invite(&pairs, tell)?,
            Effect::Backup(to) => self.back_up(to.trim(), tell)?,
            Effect::Paper(what, pairs) => self.paper(&what, &pairs)?,
            Effect::Doctor => {
                let mut hearing = self.hearing(tell);
                let found = self.bench.doctor_telling(&mut |it| hearing.hear(it))?;
                tell(Answer::Checked(found));
                return Ok(None);
            }
        }))
    }

    fn take_in(
        &mut self,
        file: &Path,
        passphrase: Option<String>,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Error> {
        let lang = self.lang;
        let mut hearing = self.hearing(tell);
        let taken = self.bench.import_bundle(file, passphrase, &mut |it| hearing.hear(it))?;
        let Preview { plan, renewed, .. } = taken;
        let (new, changed, conflicting) = (plan.new.len(), plan.changed.len(), plan.conflicts);
        let waiting = plan.waiting;
        let mut sentence = say!(
            lang,
            "已导入：新增 {new}，改动 {changed}，冲突 {conflicting}",
            "taken in: {new} new, {changed} changed, {conflicting} in conflict"
        );
        if plan.brings_nothing() {
            lang.pick("没有新内容：都是以前导入过的", "nothing new: all of it was taken in before")
                .clone_into(&mut sentence);
        }
        if waiting > 0 {
            sentence += &say!(lang, "，等待 {waiting}", ", {waiting} waiting");
        }
        if let Some(letter) = renewed {
            sentence += lang.pick("。", ". ");
            sentence += &notices::renewed(&letter, lang);
        }
        Ok(Done { sentence, record: None })
    }

    /// What went wrong, in words, and beside which field they belong.
    fn trouble(&self, error: &Error, asked: Option<PathBuf>) -> Trouble {
        let first = if let Error::All(errors) = error { errors.first().unwrap_or(error) } else { error };
        let field = match first {
            Error::Bundle(_) if first.is_of_recipients() => Some("recipient".to_owned()),
            Error::Value { field, .. } | Error::NoField { field, .. } => Some(field.clone()),
            Error::Refused(Refusal::SaidOf(key, _)) => Some(key.clone()),
            Error::Refused(Refusal::Missing(key)) => Some((*key).to_owned()),
            Error::Refused(Refusal::Required(titles)) => titles.first().map(|title| title.zh.to_string()),
            Error::Refused(Refusal::NotLater(_)) => Some("until".to_owned()),
            Error::Refused(Refusal::Unexplained) => Some("reason".to_owned()),
            Error::Store(_)
            | Error::Bundle(_)
            | Error::Refused(_)
            | Error::All(_)
            | Error::NoLedger(_)
            | Error::NoRecord(_)
            | Error::NoLaptop(_)
            | Error::Ambiguous(_)
            | Error::Already(_)
            | Error::Held { .. }
            | Error::ForOneself
            | Error::NothingToUndo
            | Error::PastErasure
            | Error::NeedsReason
            | Error::NoAct(_)
            | Error::NothingToRedo
            | Error::ChangedSince
            | Error::NoConflict
            | Error::BadLetter
            | Error::WrongFile(_)
            | Error::NoItem(_)
            | Error::NoFolder(_)
            | Error::NotLead
            | Error::Revoked
            | Error::OwnLaptop
            | Error::StaysLead
            | Error::NotSo
            | Error::TakenIn { .. }
            | Error::NotHere { .. }
            | Error::Expired(_)
            | Error::Clock => None,
        };
        let wants_passphrase = asked.filter(|_| error.wants_passphrase());
        Trouble { field, sentence: self.bench.told(error, self.lang), wants_passphrase }
    }
}

/// A path as people type it: blanks around it, quotes of a file manager, `~`.
pub(super) fn path(text: &str) -> PathBuf {
    let text = text.trim().trim_matches(['"', '\'']);
    let below = text.strip_prefix('~').and_then(|below| below.strip_prefix(std::path::is_separator));
    match (below, std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        (Some(_) | None, _) => PathBuf::from(text),
    }
}
