//! Long work on the screen: what is done, how far, how fast, how long still,
//! and Esc, which ends it after a question. It stands in the lower rule: all
//! the rest of the screen stays alive.

use crate::{
    domain::wording::Lang,
    say,
    tui::{
        cells::{grouped, width},
        event::{Effect, Far, LedgerWork, Work},
        key::Key,
        keys::Action,
        leaving,
        model::{Busy, Model, Popup},
    },
    workbench::progress::{Stage, told_left},
};

/// Says what goes on while the worker works; what it cannot begin with yet waits its turn.
pub(in crate::tui) fn note_work(model: &mut Model, effects: &[Effect]) {
    let mut form = None;
    for effect in effects {
        if let Effect::Stop(_) = effect
            && let Some(busy) = &mut model.busy
        {
            busy.ending = true;
        }
        if let Effect::OfForm(number) = effect {
            form = Some(*number);
        }
        let Some(what) = named(effect, model.lang) else { continue };
        match &mut model.busy {
            Some(busy) => busy.next.push_back((what.to_owned(), form.take())),
            None => model.busy = Some(Busy::new(what.to_owned(), form.take())),
        }
    }
}

/// Whether the screen tells that an effect is being done, and so hears when it is over.
pub(in crate::tui) fn is_work(effect: &Effect) -> bool {
    named(effect, Lang::Zh).is_some()
}

/// What an effect is called while it is done; none of what nobody waits for.
fn named(effect: &Effect, lang: Lang) -> Option<&'static str> {
    Some(match effect {
        Effect::Leave
        | Effect::Refresh
        | Effect::Stop(_)
        | Effect::KeepForms(_)
        | Effect::FormsGiven { .. }
        | Effect::SaveEvents { .. }
        | Effect::Speak(_)
        | Effect::Discard(_)
        | Effect::CountMonth
        | Effect::LetGo(_)
        | Effect::OfForm(_)
        | Effect::Arrange(_)
        | Effect::IndexBooks
        | Effect::LookAtInbox
        | Effect::TellUndoing
        | Effect::Unlock(_) => return None,
        Effect::OnLedger(work) => of_ledger(work, lang),
        Effect::Create(..)
        | Effect::Edit(..)
        | Effect::Delete(_)
        | Effect::Step(..)
        | Effect::Voice(..)
        | Effect::Analyse(..)
        | Effect::Tick { .. }
        | Effect::AddItem(..)
        | Effect::RetireItem(..)
        | Effect::Settle(..)
        | Effect::SettleAs(..)
        | Effect::Paper(..)
        | Effect::LockAfter(_)
        | Effect::Dress(_)
        | Effect::Unmask(..) => lang.pick("正在保存", "saving"),
        Effect::Undo { .. } => lang.pick("正在撤销", "undoing"),
        Effect::Redo => lang.pick("正在重做", "redoing"),
        Effect::Export(_) => lang.pick("正在导出", "exporting"),
        Effect::Preview { .. } | Effect::Inspect { .. } => lang.pick("正在查看同步包", "reading the bundle"),
        Effect::Import { .. } => lang.pick("正在导入", "importing"),
        Effect::Invite(_) => lang.pick("正在写邀请文件", "writing the invitation"),
        Effect::ChangePassphrase(_) => {
            lang.pick("正在换口令，要几秒", "changing the passphrase, a few seconds")
        }
        Effect::Backup(_) => lang.pick("正在备份", "backing up"),
        Effect::Doctor => lang.pick("正在体检", "checking"),
    })
}

/// The same of what is done on ledgers.
fn of_ledger(work: &LedgerWork, lang: Lang) -> &'static str {
    match work {
        LedgerWork::TakeSheet(_) => lang.pick("正在导入表格", "importing the sheet"),
        LedgerWork::Filled(Work::Sheet | Work::Columns(_), _) => {
            lang.pick("正在试读表格", "trying the sheet")
        }
        LedgerWork::Filled(
            Work::Export(..) | Work::ExportPerson(_) | Work::PrintIssues(_) | Work::Offer | Work::Report(_),
            _,
        ) => lang.pick("正在导出", "exporting"),
        LedgerWork::Filled(Work::Facts | Work::Draw, _) | LedgerWork::View(_) | LedgerWork::Due => {
            lang.pick("正在计算", "working it out")
        }
        LedgerWork::Filled(Work::ErasePerson(_), _) => {
            lang.pick("正在查找要删除的内容", "looking for what would be erased")
        }
        LedgerWork::Erase(..) | LedgerWork::Clear(..) => lang.pick("正在删除", "erasing"),
        LedgerWork::Remove(_)
        | LedgerWork::Strike(..)
        | LedgerWork::Hide(..)
        | LedgerWork::Follow(..)
        | LedgerWork::Filled(
            Work::NewLedger
            | Work::NewField(_)
            | Work::EditField(..)
            | Work::Empty(_)
            | Work::Raise(..)
            | Work::Period(_)
            | Work::Clear
            | Work::Apart(_)
            | Work::AssignAll(_)
            | Work::JudgeTopic
            | Work::Laptop(..)
            | Work::StrikeAll(_),
            _,
        ) => lang.pick("正在保存", "saving"),
    }
}

/// Hears how far the work is. Once it cannot be ended any more, that is no longer asked.
pub(in crate::tui) fn hear(model: &mut Model, far: Far) {
    if let Some(busy) = &mut model.busy {
        busy.far = Some(far);
    }
    if !far.course.can_stop {
        ask_no_more(model);
    }
    leaving::ask_anew(model);
}

/// The worker is done with one thing, and begins the next.
pub(in crate::tui) fn rest(model: &mut Model) {
    model.busy = model.busy.take().and_then(Busy::after);
    ask_no_more(model);
    leaving::ask_anew(model);
}

fn ask_no_more(model: &mut Model) {
    model.popups.retain(|popup| !matches!(popup, Popup::Question { effect: Effect::Stop(_), .. }));
}

/// The work that Esc would end now: where nothing else lies over the screen for it to close.
pub(in crate::tui) fn stoppable(model: &Model) -> Option<Far> {
    let is_free = match model.popups.last() {
        Some(Popup::Form(form)) => {
            form.sent.is_some() && model.busy.as_ref().is_some_and(|busy| busy.form == form.sent)
        }
        None => !model.is_searching(),
        Some(
            Popup::Finder(_)
            | Popup::Reading { .. }
            | Popup::Question { .. }
            | Popup::Preview { .. }
            | Popup::Conflict { .. },
        ) => false,
    };
    let busy = model.busy.as_ref().filter(|busy| is_free && !busy.ending)?;
    busy.far.filter(|far| far.course.can_stop)
}

/// Asks whether the work is to end, where the key says so; answers whether it did.
pub(in crate::tui) fn asks_to_stop(model: &mut Model, key: Key) -> bool {
    let leads_back = [Some(Action::Back), Some(Action::LeaveForm)];
    let is_meant = leads_back.contains(&model.data.keys.lookup(model.place(), key));
    is_meant && ask_to_stop(model)
}

/// Asks whether the work is to end; answers whether there is any that can.
pub(in crate::tui) fn ask_to_stop(model: &mut Model) -> bool {
    let Some(far) = stoppable(model) else { return false };
    let lang = model.lang;
    let what = model.busy.as_ref().map_or("", |busy| &busy.what);
    let left = match far.course.stage {
        Stage::TakingRows => lang.pick(
            "已经导入的行留着（一批最多两千行，撤销一次退一批），后面的不再导入。",
            "Rows that are in stay (in batches of at most two thousand; each is undone by itself), the rest is not touched.",
        ),
        Stage::Reading | Stage::Keeping => lang.pick(
            "正在读的这个文件一点也不导入；前面已整个导入的文件留着。",
            "Nothing of this file is taken in; files before it that are in whole stay.",
        ),
        Stage::Writing | Stage::ReadingBack => {
            lang.pick("没写完的文件会删掉，不留半截。", "The unfinished file is removed.")
        }
        Stage::Unlocking
        | Stage::Opening
        | Stage::Checking
        | Stage::Rebuilding
        | Stage::ReadingLedgers
        | Stage::ReadingSheet
        | Stage::TryingRows
        | Stage::Applying
        | Stage::Tracing
        | Stage::Settling
        | Stage::Inventing
        | Stage::Gathering
        | Stage::Saving => lang.pick("什么也不会改动。", "Nothing is changed."),
    };
    let sentence = say!(
        lang,
        "{what}：要停下吗？\n{left}\n同意就停下，⟦back⟧ 让它做完。",
        "{what}: stop it?\n{left}\nAgree to stop it; ⟦back⟧ lets it go on."
    );
    model.popups.push(Popup::Question { sentence, effect: Effect::Stop(far.job) });
    true
}

/// Whether it only reads what is here: whoever leaves need not know.
fn is_reading(far: &Far) -> bool {
    far.course.stage == Stage::ReadingLedgers
}

/// What leaving does to the work that goes on; none where nobody would wait for it.
pub(in crate::tui) fn told_to_leaver(model: &Model) -> Option<String> {
    let busy = model.busy.as_ref()?;
    let (far, lang) = (busy.far.filter(|far| !is_reading(far))?, model.lang);
    let left = far.left.map(|left| told_left(left, lang));
    let what: Vec<String> =
        [Some(busy.what.clone()), count(&far, lang), left].into_iter().flatten().collect();
    let what = what.join(" · ");
    let mut told = if far.course.can_stop {
        say!(
            lang,
            "{what}：退出就停下它，做完的留着，没做完的一点不留。",
            "{what}: leaving stops it; what is done stays, of the rest nothing is left."
        )
    } else {
        say!(
            lang,
            "{what}：这一步停不下来，做完才退出。",
            "{what}: this step cannot be stopped; it is finished before leaving."
        )
    };
    if !busy.next.is_empty() {
        let next: Vec<&str> = busy.next.iter().map(|(what, _)| what.as_str()).collect();
        let next = next.join(lang.pick("、", ", "));
        told.push_str(&say!(
            lang,
            "\n排在后面的也做完才退出：{next}。",
            "\nwhat waits its turn is done before leaving, too: {next}."
        ));
    }
    Some(told)
}

/// How much of it is done, and of how much.
fn count(far: &Far, lang: Lang) -> Option<String> {
    let (course, unit) = (far.course, far.course.stage.unit(lang));
    let done = grouped(course.done);
    match (course.done, course.total.map(grouped)) {
        (0, None) => None,
        (_, None) => Some(say!(lang, "{done} {unit}", "{done} {unit}")),
        (_, Some(total)) => Some(say!(lang, "{done}/{total} {unit}", "{done}/{total} {unit}")),
    }
}

/// What goes on, in a line of at most so many cells.
pub(in crate::tui) fn line(model: &Model, room: usize) -> Option<String> {
    let (busy, lang) = (model.busy.as_ref()?, model.lang);
    let Some(far) = busy.far else { return Some(busy.what.clone()) };
    let (what, course) = (&busy.what, far.course);
    let (stage, count) = (course.stage.title(lang), count(&far, lang));
    // What is being ended is not reckoned any more.
    let far = if busy.ending { Far { rate: None, left: None, ..far } } else { far };
    let rate = far.rate.map(grouped).map(|rate| say!(lang, "{rate}/秒", "{rate}/s"));
    let left = far.left.map(|left| told_left(left, lang));
    let key = if busy.ending {
        Some(lang.pick("正在停下…", "stopping…").to_owned())
    } else if stoppable(model).is_some() {
        Some(model.told(lang.pick("⟦back⟧ 停下", "⟦back⟧ stops")))
    } else if course.can_stop || is_reading(&far) {
        None
    } else {
        Some(lang.pick("这一步停不下来", "cannot be stopped now").to_owned())
    };
    // What there is no room for goes, the least needed first.
    let mut parts = [Some(what.clone()), Some(stage.to_owned()), count, rate, left, key];
    for least in [3, 1, 0] {
        let told = parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · ");
        if width(&told) <= room {
            return Some(told);
        }
        parts[least] = None;
    }
    Some(parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" · "))
}
