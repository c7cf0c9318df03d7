//! Screens that a later version brings: their keys say so.

use super::key::Key;
use crate::domain::wording::{Lang, Wording};

/// What each of these keys answers until then.
static COMING: [(u8, Wording); 2] = [
    (
        7,
        Wording::new(
            "F7 帮扶在以后的版本里，现在还没有登记它的地方",
            "F7, help projects, comes in a later version; nothing takes them yet",
        ),
    ),
    (
        9,
        Wording::new(
            "F9 简报在以后的版本里。现在：用 minqing export 导出表格，自己写简报",
            "F9, bulletins, comes in a later version. Now: minqing export writes sheets to work from",
        ),
    ),
];

/// What a key of a later version answers.
pub(super) fn told(key: Key, lang: Lang) -> Option<String> {
    let Key::F(number) = key else { return None };
    COMING.iter().find(|(own, _)| *own == number).map(|(_, wording)| wording.get(lang).to_owned())
}
