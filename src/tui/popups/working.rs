//! What is said while the worker works.

use crate::tui::{
    event::Effect,
    model::{Busy, Model},
};

/// Says what goes on while the worker works.
pub(in crate::tui) fn note_work(model: &mut Model, effects: &[Effect]) {
    let lang = model.lang;
    for effect in effects {
        let what = match effect {
            Effect::Leave
            | Effect::Refresh
            | Effect::KeepForms(_)
            | Effect::SaveEvents(_)
            | Effect::Speak(_)
            | Effect::Discard(_)
            | Effect::CountMonth
            | Effect::Arrange(_)
            | Effect::TellUndoing
            | Effect::Unlock(_) => continue,
            Effect::Create(..)
            | Effect::Edit(..)
            | Effect::Delete(_)
            | Effect::OnLedger(_)
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
            Effect::Export { .. } => lang.pick("正在导出", "exporting"),
            Effect::Preview { .. } => lang.pick("正在查看同步包", "reading the bundle"),
            Effect::Import { .. } => lang.pick("正在导入", "importing"),
            Effect::Invite { .. } => {
                lang.pick("正在写邀请文件，要一两秒", "writing the invitation, a second or two")
            }
            Effect::ChangePassphrase(_) => {
                lang.pick("正在换口令，要几秒", "changing the passphrase, a few seconds")
            }
            Effect::Backup => lang.pick("正在备份", "backing up"),
            Effect::Doctor => lang.pick("正在体检", "checking"),
        };
        model.busy = Some(Busy { what: what.to_owned(), progress: None });
    }
}
