//! Forms about the passphrase of the workspace, and when the screen locks.

use super::{
    Entry, Form, Purpose,
    build::{own, secret},
};
use crate::domain::{field::Kind, value::Value, wording::Lang};

impl Form {
    /// Another passphrase.
    pub(in crate::tui) fn new_passphrase(lang: Lang) -> Self {
        let word = |key: &str, zh, en| secret(own(key, zh, en, Kind::Text).required());
        let advice = lang.pick("8 个字以上，几个词连起来", "8 characters or more, several words");
        let entries = vec![
            word("old", "现在的口令", "Passphrase now"),
            word("new", "新口令", "New passphrase").hinted(advice.to_owned()),
            word("again", "再输一遍", "Once more"),
        ];
        let mut form = Self::with(
            Purpose::NewPassphrase,
            lang.pick("换台账的口令", "Change the passphrase").to_owned(),
            entries,
        );
        form.notes = [
            lang.pick(
                "忘了口令就打不开，没有后门",
                "a forgotten passphrase opens nothing; there is no way round",
            ),
            lang.pick(
                "以前的备份仍用它那一天的口令打开",
                "backups made before open with the passphrase of their day",
            ),
        ]
        .map(str::to_owned)
        .to_vec();
        form
    }

    /// After how long the screen locks by itself.
    pub(in crate::tui) fn lock_after(minutes: u32, lang: Lang) -> Self {
        let field = own("minutes", "几分钟不动就锁", "Minutes without a key", Kind::Int).required();
        let told = lang.pick("0 是不自动锁", "0: never");
        let entry =
            Entry::new(field).holding(&[Value::Int(i64::from(minutes))], lang).hinted(told.to_owned());
        let title = lang.pick("自动锁屏（0 是不锁）", "Lock by itself (0: never)");
        Self::with(Purpose::LockAfter, title.to_owned(), vec![entry])
    }
}
