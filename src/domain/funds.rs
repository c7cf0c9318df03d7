//! The money of help projects: three sources and others, what was planned,
//! agreed, received, spent and published (domain.md F1–F4, F9).
//!
//! **Residents' money is voluntary.** A receipt names a household or nobody, and
//! is written only where money came; a household that gave nothing has no record
//! here, and nothing lists households by what they lack. There is no field for an
//! amount owed, and a receipt of nothing is refused: it would be such a list by
//! another name (domain.md §4.2 rule 10).
//!
//! **Nothing is apportioned** to enterprises (慈善法 32): their money counts only
//! after their own consent in writing.
//!
//! Sums are counted on every reading. What was spent beyond what came in is
//! shown, and not refused: the voucher is true, and hiding it helps nobody.

use super::{
    filled,
    id::RecordId,
    input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

/// One source of a project's money.
#[expect(
    clippy::module_inception,
    reason = "funds and what came of them are told apart by the ledger's own name"
)]
pub mod funds {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 项目资金: a source, what is planned and agreed, and what it rests on (domain.md F1–F4).
        "funds" ("项目资金", "Project funds") Card;
        TITLE = 16 "title" ("资金来源说明", "Source, in words") Kind::Text
            => required().search(Search::Name).column(22).import(&["资金来源", "来源说明"]);
        PROJECT = 17 "project" ("项目", "Project") Kind::Ref("projects".to_owned()) => required().column(20);
        SOURCE = 18 "source" ("来源", "Source") Kind::choices(&[
            ("residents", "居民自筹", "residents"),
            ("enterprise", "企业赞助", "enterprise"),
            ("fiscal", "财政补助", "fiscal"),
            ("other", "其他", "other"),
        ]) => required().column(8);
        PLANNED = 19 "planned" ("计划", "Planned") Kind::Money => column(12);
        AGREED = 20 "agreed" ("约定（批准）", "Agreed") Kind::Money => column(12);
        DECISION = 21 "decision" ("会议决议（哪次会、怎么定的）", "Decision of the meeting") Kind::Text;
        DECISION_RECORD = 22 "decision_record" ("决议记录", "Record of the decision") Kind::Ref(String::new());
        ENTERPRISE = 23 "enterprise" ("企业", "Enterprise") Kind::Text => search(Search::Name);
        INTENT = 24 "intent" ("意向日", "Intent") Kind::Date;
        CONSENT = 25 "consent" ("书面同意日", "Written consent") Kind::Date;
        CONSENT_PAPER = 26 "consent_paper" ("同意书（存哪里）", "Where the consent is kept") Kind::Text;
        TOLD_BACK = 27 "told_back" ("反馈企业日", "Told back") Kind::Date;
        APPLIED = 28 "applied" ("申报日", "Applied for") Kind::Date;
        APPROVAL = 29 "approval" ("批文号", "Approval number") Kind::Text;
        RATIO = 30 "ratio" ("配套比例", "Ratio") Kind::Text;
    }
}

/// What came in.
pub mod receipts {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 到账: money, goods or hours that came, from a household or from nobody named (domain.md F1, F4, F9).
        "receipts" ("资金到账", "Receipts") Entry;
        NUMBER = 16 "number" ("凭据号", "Receipt number") Kind::Text => column(10);
        FUND = 17 "fund" ("哪一笔资金", "Source") Kind::Ref("funds".to_owned()) => required().column(20);
        DAY = 18 "day" ("日期", "Day") Kind::Date => required().column(10);
        AMOUNT = 19 "amount" ("金额（折价）", "Amount") Kind::Money => required().column(12);
        HOUSEHOLD = 20 "household" ("哪一户", "Household") Kind::Ref("households".to_owned()) => column(16);
        DONOR = 21 "donor" ("捐助人", "Donor") Kind::Text => sensitive().purpose("开票据、按本人意愿致谢", "the receipt, and thanks as the donor wishes");
        ANONYMOUS = 22 "anonymous" ("匿名", "Anonymous") Kind::Bool => column(4);
        IN_KIND = 23 "in_kind" ("物资或义工", "Goods or hours") Kind::Text;
        BASIS = 24 "basis" ("折价依据", "Basis of the value") Kind::Text;
    }
}

/// What was spent.
pub mod spendings {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 支出: one voucher each (domain.md F1–F3).
        "spendings" ("资金支出", "Spendings") Entry;
        PURPOSE = 16 "purpose" ("用途", "Purpose") Kind::Text => required().search(Search::Text).column(24);
        PROJECT = 17 "project" ("项目", "Project") Kind::Ref("projects".to_owned()) => required().column(20);
        FUND = 18 "fund" ("哪一笔资金", "Source") Kind::Ref("funds".to_owned());
        DAY = 19 "day" ("日期", "Day") Kind::Date => required().column(10);
        AMOUNT = 20 "amount" ("金额", "Amount") Kind::Money => required().column(12);
        VOUCHER = 21 "voucher" ("凭证号", "Voucher number") Kind::Text => required().column(12);
    }
}

/// What was published.
pub mod disclosures {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 公示: where, when, and which receipts and vouchers it showed (domain.md F1, D15).
        "disclosures" ("资金公示", "Disclosures") Entry;
        PLACE = 16 "place" ("公示在哪里", "Where") Kind::Text => required().column(20);
        PROJECT = 17 "project" ("项目", "Project") Kind::Ref("projects".to_owned()) => required().column(20);
        DAY = 18 "day" ("日期", "Day") Kind::Date => required().column(10);
        COVERS = 19 "covers" ("公示了哪些", "Covers") Kind::Ref(String::new()) => many().automatic();
    }
}

/// Residents' money without a decision of theirs (domain.md F1).
pub const NO_DECISION: Wording = Wording::new(
    "居民自筹要先有理事会或居民会议的决议：在这笔资金里填“会议决议”或选决议记录，再登记到账",
    "residents' money needs a decision of their council or meeting: name it in the source first",
);
/// An enterprise's money without its consent (domain.md F2).
pub const NO_CONSENT: Wording = Wording::new(
    "企业赞助要先有书面同意：填同意日和同意书存在哪里，再登记到账（不得摊派）",
    "an enterprise's money needs its consent in writing first: its day, and where the paper is",
);
/// Fiscal money without its approval (domain.md F3).
pub const NO_APPROVAL: Wording =
    Wording::new("财政补助要先填批文号，再登记到账", "fiscal money needs the number of its approval first");
/// An enterprise told of the use of money that it never gave (domain.md F2).
pub const NOTHING_TO_TELL: Wording = Wording::new(
    "还没有到账，谈不上向企业反馈用途",
    "nothing has come in yet that the enterprise could be told about",
);
/// A source that goes while its money stays.
pub const MONEY_CAME: Wording = Wording::new(
    "这笔资金已经有到账，不能删除；登记错的到账先划去并写明理由",
    "money came in on this source; it is not deleted, strike out receipts that are wrong first",
);
/// Goods or hours whose value nobody can check (domain.md F4).
pub const NO_BASIS: Wording = Wording::new(
    "物资、义工折价要写明依据（单价、工时、谁估的）",
    "the value of goods or hours needs its basis: price, hours, who estimated it",
);
/// A receipt of nothing.
pub const NO_AMOUNT: Wording = Wording::new(
    "金额要大于零：没有交的不登记，这里没有欠缴名单",
    "the amount must be above zero: who gave nothing is not written down",
);
/// A voucher of nothing.
pub const NOTHING_SPENT: Wording = Wording::new("支出金额要大于零", "what was spent must be above zero");
/// A household told together with an enterprise's or the state's money.
pub const NOT_FROM_A_HOUSEHOLD: Wording = Wording::new(
    "只有居民自筹或其他来源的到账才写户",
    "only residents' money and other gifts name a household",
);

/// Where money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// 居民自筹.
    Residents,
    /// 企业赞助.
    Enterprise,
    /// 财政补助.
    Fiscal,
    /// 其他.
    Other,
}

impl Source {
    /// Every one, in the order of tables.
    pub const ALL: [Self; 4] = [Self::Residents, Self::Enterprise, Self::Fiscal, Self::Other];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Enterprise => "enterprise",
            Self::Fiscal => "fiscal",
            Self::Other => "other",
        }
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Residents => lang.pick("居民自筹", "residents"),
            Self::Enterprise => lang.pick("企业赞助", "enterprise"),
            Self::Fiscal => lang.pick("财政补助", "fiscal"),
            Self::Other => lang.pick("其他", "other"),
        }
    }

    /// The source of a fund.
    pub fn of(fund: &Row) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == fund.text(funds::SOURCE))
    }
}

/// Whether money of this source may be taken in at all yet.
pub fn permit_source(fund: &Row) -> Result<(), Refusal> {
    let says = |tag| input::says_something(fund.text(tag));
    match Source::of(fund) {
        Some(Source::Residents)
            if !says(funds::DECISION) && fund.reference(funds::DECISION_RECORD).is_none() =>
        {
            Err(Refusal::Said(NO_DECISION))
        }
        Some(Source::Enterprise) if fund.date(funds::CONSENT).is_none() || !says(funds::CONSENT_PAPER) => {
            Err(Refusal::Said(NO_CONSENT))
        }
        Some(Source::Fiscal) if !says(funds::APPROVAL) => Err(Refusal::Said(NO_APPROVAL)),
        Some(Source::Residents | Source::Enterprise | Source::Fiscal | Source::Other) | None => Ok(()),
    }
}

/// Whether a receipt may be entered; one that came by a bundle and may not
/// counts as unsupported.
pub fn permit_receipt(receipt: &Row, fund: &Row) -> Result<(), Refusal> {
    let says = |tag| input::says_something(receipt.text(tag));
    if receipt.int(receipts::AMOUNT).unwrap_or(0) <= 0 {
        return Err(Refusal::SaidOf("amount".to_owned(), NO_AMOUNT));
    }
    if says(receipts::IN_KIND) && !says(receipts::BASIS) {
        return Err(Refusal::SaidOf("basis".to_owned(), NO_BASIS));
    }
    let of_household = receipt.reference(receipts::HOUSEHOLD).is_some();
    if of_household && matches!(Source::of(fund), Some(Source::Enterprise | Source::Fiscal)) {
        return Err(Refusal::SaidOf("household".to_owned(), NOT_FROM_A_HOUSEHOLD));
    }
    permit_source(fund)
}

/// Whether a voucher may be entered.
pub fn permit_spending(spending: &Row) -> Result<(), Refusal> {
    filled::permit(&spendings::ledger(), spending)?;
    if spending.int(spendings::AMOUNT).unwrap_or(0) > 0 {
        Ok(())
    } else {
        Err(Refusal::SaidOf("amount".to_owned(), NOTHING_SPENT))
    }
}

/// Hides who an anonymous gift came from, on every reading: in lists, sheets,
/// exports and what is published (domain.md F9; 慈善法 82). It stays stored, so
/// that a receipt can be corrected.
pub fn hide_anonymous(receipt: &mut Row) {
    if receipt.is(receipts::ANONYMOUS) {
        receipt.values.remove(&receipts::DONOR);
        receipt.values.remove(&receipts::HOUSEHOLD);
        receipt.conflicts.retain(|tag| ![receipts::DONOR, receipts::HOUSEHOLD].contains(tag));
    }
}

/// Sums in fen, counted anew on every reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// 计划.
    pub planned: i64,
    /// 约定.
    pub agreed: i64,
    /// 到账, where it rests on what its source needs.
    pub received: i64,
    /// Came in without the decision, consent or approval it needs.
    pub unsupported: i64,
    /// 支出.
    pub spent: i64,
    /// 已公示的支出.
    pub disclosed: i64,
}

impl Sums {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            planned: self.planned.saturating_add(other.planned),
            agreed: self.agreed.saturating_add(other.agreed),
            received: self.received.saturating_add(other.received),
            unsupported: self.unsupported.saturating_add(other.unsupported),
            spent: self.spent.saturating_add(other.spent),
            disclosed: self.disclosed.saturating_add(other.disclosed),
        }
    }

    /// How much more was spent than came in; warned about, not refused.
    pub fn overspent(&self) -> Option<i64> {
        let over = self.spent.saturating_sub(self.received.saturating_add(self.unsupported));
        (over > 0).then_some(over)
    }

    /// Whether anything was planned, came or went.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The money of one project.
#[derive(Debug, Clone, Default)]
pub struct Purse {
    /// By source, those that there are, and spending of no named source under `None`.
    pub sources: Vec<(Option<Source>, Sums)>,
    /// All of it.
    pub total: Sums,
}

impl Purse {
    /// Counts a project's money from its records, in any order.
    pub fn of(funds: &[&Row], receipts: &[&Row], spendings: &[&Row], disclosures: &[&Row]) -> Self {
        let shown: std::collections::BTreeSet<RecordId> = disclosures
            .iter()
            .filter(|row| row.stands())
            .flat_map(|row| row.references(disclosures::COVERS))
            .collect();
        let source_of = |id: Option<RecordId>| {
            funds.iter().find(|fund| Some(fund.id) == id).copied().and_then(Source::of)
        };
        let mut by: std::collections::BTreeMap<Option<Source>, Sums> = std::collections::BTreeMap::new();
        for fund in funds.iter().filter(|row| row.stands()) {
            let sums = by.entry(Source::of(fund)).or_default();
            let amount = |tag| fund.int(tag).unwrap_or(0);
            sums.planned = sums.planned.saturating_add(amount(funds::PLANNED));
            sums.agreed = sums.agreed.saturating_add(amount(funds::AGREED));
        }
        for receipt in receipts.iter().filter(|row| row.stands()) {
            let fund = receipt.reference(receipts::FUND);
            let Some(fund) = funds.iter().find(|row| Some(row.id) == fund) else { continue };
            let sums = by.entry(Source::of(fund)).or_default();
            let amount = receipt.int(receipts::AMOUNT).unwrap_or(0).max(0);
            // What came on a source that is gone came all the same.
            match permit_receipt(receipt, fund) {
                Ok(()) if fund.stands() => sums.received = sums.received.saturating_add(amount),
                Ok(()) | Err(_) => sums.unsupported = sums.unsupported.saturating_add(amount),
            }
        }
        for spending in spendings.iter().filter(|row| row.stands()) {
            let sums = by.entry(source_of(spending.reference(spendings::FUND))).or_default();
            let amount = spending.int(spendings::AMOUNT).unwrap_or(0).max(0);
            sums.spent = sums.spent.saturating_add(amount);
            if shown.contains(&spending.id) {
                sums.disclosed = sums.disclosed.saturating_add(amount);
            }
        }
        let total = by.values().fold(Sums::default(), |all, sums| all.and(*sums));
        Self { sources: by.into_iter().collect(), total }
    }
}

#[cfg(test)]
mod tests;
