//! How far issues come, and what each stage is called.

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
    /// Follows from the result and whether somebody called back after it, whether
    /// all who asked were answered, and whether whoever handled it last passed it on.
    pub(super) fn of(closed: Option<bool>, replied: bool, handled: Option<bool>) -> Self {
        match (closed, replied, handled) {
            (Some(true), _, _) => Self::CalledBack,
            (Some(false), _, _) => Self::Resolved,
            (None, true, _) => Self::Replied,
            (None, false, Some(true)) => Self::Transferred,
            (None, false, Some(false)) => Self::Accepted,
            (None, false, None) => Self::Registered,
        }
    }

    /// Every status, in order.
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Accepted,
        Self::Transferred,
        Self::Replied,
        Self::Resolved,
        Self::CalledBack,
    ];

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
