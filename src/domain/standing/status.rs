//! How far issues come, and what each stage is called.

use super::{Step, StepKind};
use crate::domain::wording::Lang;

/// How far an issue has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 已登记.
    Registered,
    /// 已受理.
    Accepted,
    /// 已转办.
    Transferred,
    /// 已答复.
    Replied,
    /// 已办结.
    Resolved,
    /// 已回访.
    CalledBack,
}

impl Status {
    /// Every status, in order.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Accepted,
        Self::Transferred,
        Self::Replied,
        Self::Resolved,
        Self::CalledBack,
    ];

    /// What a result, a callback, an answer and the last step of those who handle it come to.
    pub(super) fn of(closing: Option<&Step>, called: bool, replied: bool, last: Option<&Step>) -> Self {
        match (closing, replied, last) {
            (Some(_), _, _) if called => Self::CalledBack,
            (Some(_), _, _) => Self::Resolved,
            (None, true, _) => Self::Replied,
            (None, false, Some(step)) if step.kind == StepKind::Transfer => Self::Transferred,
            (None, false, Some(_)) => Self::Accepted,
            (None, false, None) => Self::Registered,
        }
    }

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Accepted => "accepted",
            Self::Transferred => "transferred",
            Self::Replied => "replied",
            Self::Resolved => "resolved",
            Self::CalledBack => "called_back",
        }
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Registered => lang.pick("已登记", "registered"),
            Self::Accepted => lang.pick("已受理", "accepted"),
            Self::Transferred => lang.pick("已转办", "transferred"),
            Self::Replied => lang.pick("已答复", "replied"),
            Self::Resolved => lang.pick("已办结", "resolved"),
            Self::CalledBack => lang.pick("已回访", "called back"),
        }
    }
}
