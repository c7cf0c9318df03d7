//! Screens that a later version brings: their keys say so.

use super::key::Key;
use crate::domain::wording::{Lang, Wording};

/// What each of these keys answers until then.
static COMING: [(u8, Wording); 2] = [
    (
        5,
        Wording::new(
            "F5 走访一览在以后的版本里。现在：到 F4 选一位居民，按 v 记走访",
            "F5, an overview of visits, comes in a later version. Now: on F4, v enters a visit",
        ),
    ),
    (
        8,
        Wording::new(
            "F8 其他台账在以后的版本里。现在有的：F3 三清、F4 居民、F6 事项、F7 帮扶",
            "F8, other ledgers, comes in a later version. Now: F3 checklists, F4 residents, F6 issues, F7 help",
        ),
    ),
];

/// What a key of a later version answers.
pub(super) fn told(key: Key, lang: Lang) -> Option<String> {
    let Key::F(number) = key else { return None };
    COMING.iter().find(|(own, _)| *own == number).map(|(_, wording)| wording.get(lang).to_owned())
}
