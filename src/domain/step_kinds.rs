//! The kinds of step, and which issues take which.

use super::{
    field::Kind,
    wording::{Lang, Wording},
};

/// The kinds of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// 受理.
    Accept,
    /// 交办.
    Assign,
    /// 转办: keeps the first deadline and is not a result.
    Transfer,
    /// 回音, to the person who asked.
    Reply,
    /// 延期.
    Extend,
    /// 听证: the days on which it is held (信访工作条例 36).
    Hear,
    /// 更正: a lead says why an issue was recorded wrongly, so that its time follows what is right.
    Correct,
    /// 结果.
    Resolve,
    /// 回访.
    Callback,
    /// 重开.
    Reopen,
    /// 并单: this issue goes on as part of another.
    Merge,
    /// 不愿调解: one side declines, and mediation ends.
    Decline,
    /// 调解.
    Mediate,
    /// 协议.
    Agree,
    /// 履行回访.
    Perform,
    /// 查实 of a hazard.
    Find,
    /// 复查.
    Recheck,
    /// 查明事实 of a violation.
    Establish,
    /// 告知.
    Inform,
    /// 催办.
    Urge,
    /// 整改通知.
    Notice,
    /// 申辩, of the side that was checked.
    Statement,
    /// 整改回执.
    Receipt,
}

impl StepKind {
    /// Every kind: the common ones in the order of the work, then those of single kinds of issue.
    pub const ALL: [Self; 23] = [
        Self::Accept,
        Self::Assign,
        Self::Transfer,
        Self::Reply,
        Self::Extend,
        Self::Hear,
        Self::Correct,
        Self::Resolve,
        Self::Callback,
        Self::Reopen,
        Self::Merge,
        Self::Decline,
        Self::Mediate,
        Self::Agree,
        Self::Perform,
        Self::Find,
        Self::Recheck,
        Self::Establish,
        Self::Inform,
        Self::Urge,
        Self::Notice,
        Self::Statement,
        Self::Receipt,
    ];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// What was done, as the ledger of steps says it.
    pub fn title(self, lang: Lang) -> &'static str {
        let (_, zh, en) = self.row();
        lang.pick(zh, en)
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// All of them as the choices of a field.
    pub(super) fn choices() -> Kind {
        Kind::choices(&Self::ALL.map(Self::row))
    }

    fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Accept => ("accept", "受理", "accepted"),
            Self::Assign => ("assign", "交办", "assigned"),
            Self::Transfer => ("transfer", "转办", "transferred"),
            Self::Reply => ("reply", "回音", "replied"),
            Self::Extend => ("extend", "延期", "extended"),
            Self::Hear => ("hear", "听证", "hearing"),
            Self::Correct => ("correct", "更正时限", "time corrected"),
            Self::Resolve => ("resolve", "结果", "result"),
            Self::Callback => ("callback", "回访", "called back"),
            Self::Reopen => ("reopen", "重开", "reopened"),
            Self::Merge => ("merge", "并单", "merged"),
            Self::Decline => ("decline", "不愿调解", "declined"),
            Self::Mediate => ("mediate", "调解", "mediated"),
            Self::Agree => ("agree", "协议", "agreed"),
            Self::Perform => ("perform", "履行回访", "kept"),
            Self::Find => ("find", "查实", "found"),
            Self::Recheck => ("recheck", "复查", "re-checked"),
            Self::Establish => ("establish", "查明事实", "facts"),
            Self::Inform => ("inform", "告知", "informed"),
            Self::Urge => ("urge", "催办", "urged"),
            Self::Notice => ("notice", "整改通知", "notice"),
            Self::Statement => ("statement", "申辩", "statement"),
            Self::Receipt => ("receipt", "整改回执", "receipt"),
        }
    }

    /// Whether it ends something that a reopening takes up again.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Resolve | Self::Callback)
    }

    /// Whether it says who handles the issue.
    pub(super) fn handles(self) -> bool {
        matches!(self, Self::Accept | Self::Assign | Self::Transfer)
    }

    /// Whether its day is the one by which something is to be put right (domain.md E8, J8).
    pub(super) fn sets_day(self) -> bool {
        matches!(self, Self::Find | Self::Notice | Self::Recheck)
    }

    /// Whether whoever a matter is about takes it himself: his own word is no handling (domain.md J8).
    pub fn is_own_word(self) -> bool {
        matches!(self, Self::Statement | Self::Receipt)
    }

    /// Whether it belongs to the procedure of a single kind of issue.
    pub fn is_special(self) -> bool {
        self > Self::Merge
    }
}

/// The kinds of issue (domain.md E7–E9, J6, J8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueKind {
    /// 诉求.
    Request,
    /// 纠纷.
    Dispute,
    /// 隐患.
    Hazard,
    /// 乱建抢种.
    Violation,
    /// 督办.
    Supervision,
    /// 整改.
    Rectification,
}

impl IssueKind {
    /// Every kind, in the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::Request, Self::Dispute, Self::Hazard, Self::Violation, Self::Supervision, Self::Rectification];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Dispute => "dispute",
            Self::Hazard => "hazard",
            Self::Violation => "violation",
            Self::Supervision => "supervision",
            Self::Rectification => "rectification",
        }
    }

    /// The kind with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Request => lang.pick("诉求", "request"),
            Self::Dispute => lang.pick("纠纷", "dispute"),
            Self::Hazard => lang.pick("隐患", "hazard"),
            Self::Violation => lang.pick("乱建抢种", "violation"),
            Self::Supervision => lang.pick("督办", "supervision"),
            Self::Rectification => lang.pick("整改", "rectification"),
        }
    }

    /// The steps that this kind has besides the common ones, in the order of
    /// its procedure. Nothing punishes: the community has no power to.
    pub fn special_steps(self) -> &'static [StepKind] {
        match self {
            Self::Request => &[],
            // Mediation is voluntary: who declines ends it (人民调解法 17).
            Self::Dispute => &[StepKind::Mediate, StepKind::Decline, StepKind::Agree, StepKind::Perform],
            Self::Hazard => &[StepKind::Find, StepKind::Inform, StepKind::Recheck],
            Self::Violation => &[StepKind::Establish, StepKind::Inform],
            Self::Supervision => &[StepKind::Urge],
            Self::Rectification => {
                &[StepKind::Notice, StepKind::Statement, StepKind::Receipt, StepKind::Recheck]
            }
        }
    }

    /// Whether an issue of this kind takes such a step.
    pub fn takes(self, step: StepKind) -> bool {
        !step.is_special() || self.special_steps().contains(&step)
    }

    /// The steps that must have been taken before one of this kind.
    pub fn comes_after(self, step: StepKind) -> &'static [StepKind] {
        match (self, step) {
            (Self::Dispute, StepKind::Agree) => &[StepKind::Mediate],
            (Self::Dispute, StepKind::Perform) => &[StepKind::Agree],
            (Self::Hazard, StepKind::Recheck) => &[StepKind::Find],
            (Self::Violation, StepKind::Inform | StepKind::Transfer) => &[StepKind::Establish],
            (Self::Rectification, StepKind::Statement | StepKind::Receipt) => &[StepKind::Notice],
            (Self::Rectification, StepKind::Recheck) => &[StepKind::Receipt],
            (
                Self::Request
                | Self::Dispute
                | Self::Hazard
                | Self::Violation
                | Self::Supervision
                | Self::Rectification,
                _,
            ) => &[],
        }
    }

    /// The steps without which nothing of this kind has this result (domain.md
    /// E7–E9, J8): what is solved is shown by all of them; what is solved in part,
    /// by what was agreed or found; and who explains why nothing is done has
    /// looked first, or heard the side that was checked.
    pub fn proof_of(self, outcome: &str) -> &'static [StepKind] {
        let is_told = matches!(outcome, "explained" | "not_supported");
        match self {
            Self::Request | Self::Supervision => &[],
            Self::Dispute if is_told => &[],
            Self::Dispute if outcome == "partly_solved" => &[StepKind::Agree],
            Self::Dispute => &[StepKind::Agree, StepKind::Perform],
            Self::Hazard if is_told => &[StepKind::Find],
            Self::Hazard => &[StepKind::Find, StepKind::Recheck],
            Self::Violation if is_told => &[StepKind::Establish],
            Self::Violation => &[StepKind::Establish, StepKind::Inform, StepKind::Transfer],
            Self::Rectification if is_told => &[StepKind::Notice, StepKind::Statement],
            Self::Rectification => {
                &[StepKind::Notice, StepKind::Statement, StepKind::Receipt, StepKind::Recheck]
            }
        }
    }

    /// What people are reminded of when they handle one of this kind.
    pub fn reminder(self) -> Option<Wording> {
        Some(match self {
            Self::Request | Self::Supervision => return None,
            Self::Dispute => Wording::new(
                "调解自愿、不收费；一方不愿调解就停，并告知其他途径（人民调解法 4、17、26）",
                "mediation is voluntary and free; if one side declines it ends and the other ways are told",
            ),
            Self::Hazard => Wording::new(
                "社区没有责令整改权：告知责任方；重大或超出权限的，报告或移交主管部门并留痕（安全生产法 75）",
                "the community cannot order anything: tell who is responsible; report or hand over what is major or beyond it",
            ),
            Self::Violation => Wording::new(
                "只查明事实、告知、移送主管部门；社区不处罚",
                "establish the facts, inform, hand over to the authority; the community does not punish",
            ),
            Self::Rectification => Wording::new(
                "先听被查方申辩，再复查销号；不合格的写明续改期限",
                "hear the side that was checked before closing; if not passed, set a new day",
            ),
        })
    }
}
