//! Where a finding stands: derived from its steps, on every reading.
//!
//! criticism → notice (what, by when) → the checked side's own statement →
//! receipt → re-check → struck off, or continued with a new day (domain.md J8).
//! A step that came by any path counts only as far as the order lets it. What
//! the checked side says counts only from that side's own laptop, and nobody
//! strikes off a finding on himself.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{findings, in_turn, rectifications};
use crate::domain::{
    filled,
    id::RecordId,
    input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

/// A notice before any criticism.
pub const NOT_CRITICISED: Wording =
    Wording::new("先登记批评（口头或书面），再发整改通知", "record the criticism first, spoken or written");
/// A criticism that does not say how it was made.
pub const NO_WAY: Wording = Wording::new("请选口头或书面", "say whether it was spoken or written");
/// A notice without what and by when.
pub const NO_TERMS: Wording = Wording::new(
    "整改通知要写明整改要求和期限，期限不早于通知当天",
    "a notice says what is required, and by when: its own day or later",
);
/// A second notice while the first one runs.
pub const NOTIFIED: Wording = Wording::new(
    "已经发过整改通知：没改到位，请复查后续改，写明新的期限",
    "there is a notice already: what is not put right is continued by a re-check, with a new deadline",
);
/// Words put into the mouth of the checked side.
pub const NOT_THEIR_OWN: Wording = Wording::new(
    "申辩和回执只能由被查方本人在自己的电脑上写",
    "statement and receipt are written by the checked side, on their own laptop",
);
/// Words of a group's that whoever found it, criticised it or asked for it wrote.
pub const NOT_THE_GROUPS: Wording = Wording::new(
    "查出问题、提批评、发通知的人不能替被查单位写申辩和回执：请被查单位的人在自己的电脑上写",
    "whoever found, criticised or notified does not write the group's statement or receipt: one of the group does",
);
/// A second receipt before anybody looked at the first.
pub const REPORTED: Wording = Wording::new(
    "已有整改回执，等复查：要补充说明请写“申辩”，写错了请划去原来的再写",
    "there is a receipt, to be re-checked: add to it by a statement, or strike it out and write another",
);
/// A receipt or re-check of what nobody was asked to do.
pub const NO_NOTICE: Wording = Wording::new("还没有整改通知", "there is no notice yet");
/// A re-check before the checked side could speak.
pub const TOO_EARLY: Wording = Wording::new(
    "被查方还没有回执，期限也没到：等回执，或到期以后再复查",
    "the checked side has neither answered nor run out of time: wait for the receipt or the deadline",
);
/// A re-check without an outcome.
pub const NO_OUTCOME: Wording = Wording::new(
    "复查要写结论：销号，或续改（写明新的、更晚的期限）",
    "a re-check is struck off, or continued with a later deadline",
);
/// A re-check by who is checked.
pub const ON_ONESELF: Wording = Wording::new("不能由被查的本人复查", "nobody re-checks a finding on himself");
/// A step after the end.
pub const OVER: Wording = Wording::new("已经销号", "it was struck off already");

/// How far a finding has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// 已发现.
    Found,
    /// 已批评.
    Criticised,
    /// 已通知整改.
    Notified,
    /// 已回执.
    Reported,
    /// 续改.
    Continued,
    /// 销号.
    StruckOff,
}

impl Stage {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Criticised => "criticised",
            Self::Notified => "notified",
            Self::Reported => "reported",
            Self::Continued => "continued",
            Self::StruckOff => "struck_off",
        }
    }

    /// Whether nothing is to be put right any more.
    pub fn is_over(self) -> bool {
        self == Self::StruckOff
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Found => lang.pick("已发现", "found"),
            Self::Criticised => lang.pick("已批评", "criticised"),
            Self::Notified => lang.pick("整改中", "notified"),
            Self::Reported => lang.pick("已回执，待复查", "reported, to be re-checked"),
            Self::Continued => lang.pick("续改", "continued"),
            Self::StruckOff => lang.pick("已销号", "struck off"),
        }
    }
}

/// A step with the member whose laptop wrote all of it; none where several did.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The step.
    pub row: Row,
    /// Whose laptop wrote it.
    pub signer: Option<RecordId>,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rectifying {
    /// How far it has come.
    pub stage: Stage,
    /// By when it is to be put right.
    pub deadline: Option<Date>,
    /// What the checked side said, in order.
    pub statements: Vec<String>,
    /// What the checked side reported done.
    pub receipts: Vec<String>,
    /// Whoever criticised, or asked that it be put right.
    askers: BTreeSet<RecordId>,
    /// Whoever spoke for a group that is checked.
    speakers: BTreeSet<RecordId>,
}

impl Rectifying {
    /// Derives it from the finding and its steps, in any order.
    pub fn of(finding: &Signed, steps: &[Signed]) -> Self {
        let stand: Vec<&Signed> = steps.iter().filter(|step| step.row.stands()).collect();
        let mut standing = Self {
            stage: Stage::Found,
            deadline: None,
            statements: Vec::new(),
            receipts: Vec::new(),
            askers: BTreeSet::new(),
            speakers: BTreeSet::new(),
        };
        in_turn(
            stand,
            |step| &step.row,
            rectifications::DAY,
            |step| {
                let permitted = standing.permit(finding, step).is_ok();
                if permitted {
                    standing.take(step);
                }
                permitted
            },
        );
        standing
    }

    /// Whether it is not put right and past its day.
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.stage.is_over() && self.deadline.is_some_and(|day| day < today)
    }

    /// Whether a step may follow.
    pub fn permit(&self, finding: &Signed, step: &Signed) -> Result<(), Refusal> {
        let says = |tag| input::says_something(step.row.text(tag));
        let said = |wording: Wording| Err(Refusal::Said(wording));
        let checked = finding.row.reference(findings::MEMBER);
        let is_notified = self.deadline.is_some();
        if self.stage == Stage::StruckOff {
            return said(OVER);
        }
        filled::permit(&rectifications::ledger(), &step.row)?;
        match step.row.text(rectifications::KIND) {
            "criticism" if step.row.text(rectifications::WAY).is_empty() => said(NO_WAY),
            "notice" if self.stage < Stage::Criticised => said(NOT_CRITICISED),
            "notice" if is_notified => said(NOTIFIED),
            "notice" if !says(rectifications::REQUIREMENT) || !is_ahead(&step.row) => said(NO_TERMS),
            "statement" | "receipt"
                if step.signer.is_none() || checked.is_some() && step.signer != checked =>
            {
                said(NOT_THEIR_OWN)
            }
            // A group speaks through whoever of it had no part in finding it.
            "statement" | "receipt" if checked.is_none() && self.asked(finding, step) => said(NOT_THE_GROUPS),
            "receipt" if self.stage == Stage::Reported => said(REPORTED),
            "receipt" | "recheck" if !is_notified => said(NO_NOTICE),
            "recheck" => self.permit_recheck(checked, step),
            _ => Ok(()),
        }
    }

    /// Whether a step is of somebody who found the matter or asked that it be put right.
    fn asked(&self, finding: &Signed, step: &Signed) -> bool {
        step.signer.is_some_and(|by| finding.signer == Some(by) || self.askers.contains(&by))
    }

    fn permit_recheck(&self, checked: Option<RecordId>, step: &Signed) -> Result<(), Refusal> {
        let said = |wording: Wording| Err(Refusal::Said(wording));
        let spoke = checked.is_none() && step.signer.is_some_and(|by| self.speakers.contains(&by));
        if checked.is_some() && step.signer == checked || spoke {
            return said(ON_ONESELF);
        }
        let past = self.deadline < step.row.date(rectifications::DAY);
        if self.stage != Stage::Reported && !past {
            return said(TOO_EARLY);
        }
        match step.row.text(rectifications::RESULT) {
            "struck_off" => Ok(()),
            "continued" if step.row.date(rectifications::DEADLINE) > self.deadline && is_ahead(&step.row) => {
                Ok(())
            }
            _ => said(NO_OUTCOME),
        }
    }

    fn take(&mut self, signed: &Signed) {
        let step = &signed.row;
        match step.text(rectifications::KIND) {
            "criticism" | "notice" => self.askers.extend(signed.signer),
            "statement" | "receipt" => self.speakers.extend(signed.signer),
            _ => {}
        }
        let text = || step.text(rectifications::TEXT).to_owned();
        match step.text(rectifications::KIND) {
            "criticism" => self.stage = self.stage.max(Stage::Criticised),
            "notice" => {
                self.stage = Stage::Notified;
                self.deadline = step.date(rectifications::DEADLINE);
            }
            "statement" => self.statements.push(text()),
            "receipt" => {
                self.stage = Stage::Reported;
                self.receipts.push(text());
            }
            "recheck" if step.text(rectifications::RESULT) == "struck_off" => self.stage = Stage::StruckOff,
            "recheck" => {
                self.stage = Stage::Continued;
                self.deadline = step.date(rectifications::DEADLINE);
            }
            _ => {}
        }
    }
}

/// Whether the deadline of a step is not before the step itself.
fn is_ahead(step: &Row) -> bool {
    let day = step.date(rectifications::DEADLINE);
    day.is_some() && day >= step.date(rectifications::DAY)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{row::tests::row, value::Value};

    fn member(n: u8) -> RecordId {
        row("members", n, &[]).id
    }

    fn finding() -> Signed {
        let row = row(findings::ID, 1, &[(findings::MEMBER, Value::Ref(member(1)))]);
        Signed { row, signer: Some(member(2)) }
    }

    fn step(n: u8, kind: &str, day: i8, by: u8, more: &[(u16, Value)]) -> Signed {
        let own = [
            (rectifications::KIND, Value::Choice(kind.to_owned())),
            (rectifications::DAY, Value::Date(date(2026, 11, day))),
            (rectifications::TEXT, Value::Text(format!("第{n}步"))),
        ];
        Signed { row: row(rectifications::ID, n, &[&own, more].concat()), signer: Some(member(by)) }
    }

    fn until(day: i8) -> (u16, Value) {
        (rectifications::DEADLINE, Value::Date(date(2026, 11, day)))
    }

    fn choice(tag: u16, key: &str) -> (u16, Value) {
        (tag, Value::Choice(key.to_owned()))
    }

    fn whole() -> Vec<Signed> {
        let terms = [until(10), (rectifications::REQUIREMENT, Value::Text("按时到岗".into()))];
        vec![
            step(2, "criticism", 1, 2, &[choice(rectifications::WAY, "oral")]),
            step(3, "notice", 2, 2, &terms),
            step(4, "statement", 3, 1, &[]),
            step(5, "receipt", 4, 1, &[]),
            step(6, "recheck", 5, 2, &[choice(rectifications::RESULT, "struck_off")]),
        ]
    }

    // Shows J8.
    #[test]
    fn a_finding_goes_from_criticism_to_being_struck_off_and_skips_nothing() {
        let all = whole();
        let mut taken: Vec<Signed> = Vec::new();
        let stages = [Stage::Criticised, Stage::Notified, Stage::Notified, Stage::Reported, Stage::StruckOff];
        for (step, stage) in all.iter().zip(stages) {
            assert_eq!(Rectifying::of(&finding(), &taken).permit(&finding(), step), Ok(()));
            taken.insert(0, step.clone());
            assert_eq!(Rectifying::of(&finding(), &taken).stage, stage);
        }
        let end = Rectifying::of(&finding(), &taken);
        assert_eq!(end.statements, ["第4步"]);
        assert_eq!(end.permit(&finding(), &all[0]), Err(Refusal::Said(OVER)));
        for without in 0..4 {
            let mut fewer = all.clone();
            fewer.remove(without);
            let over = Rectifying::of(&finding(), &fewer).stage == Stage::StruckOff;
            // The checked side may have nothing to say; everything else is needed.
            assert_eq!(over, without == 2, "without step {without}");
        }
    }

    // Shows J8.
    #[test]
    fn a_group_speaks_through_nobody_who_found_or_asked_and_reports_once_before_it_is_looked_at() {
        let group = Signed {
            row: row(findings::ID, 1, &[(findings::GROUP, Value::Text("自己组".into()))]),
            signer: Some(member(3)),
        };
        let by = |step: &Signed, n: u8| Signed { signer: Some(member(n)), row: step.row.clone() };
        let all = whole();
        let notified = Rectifying::of(&group, &all[..2]);
        for who in [2, 3] {
            for at in [2, 3] {
                let refused = notified.permit(&group, &by(&all[at], who));
                assert_eq!(refused, Err(Refusal::Said(NOT_THE_GROUPS)), "{who} {at}");
                // By a bundle it counts for nothing.
                let forged = [&all[..2], &[by(&all[at], who)]].concat();
                let standing = Rectifying::of(&group, &forged);
                assert!(standing.receipts.is_empty() && standing.statements.is_empty());
            }
        }
        let reported = Rectifying::of(&group, &all[..4]);
        assert_eq!((reported.stage, reported.receipts.len()), (Stage::Reported, 1));
        let second = step(9, "receipt", 6, 1, &[]);
        assert_eq!(reported.permit(&group, &second), Err(Refusal::Said(REPORTED)));
        assert_eq!(reported.permit(&group, &step(9, "statement", 6, 1, &[])), Ok(()));
        assert_eq!(reported.permit(&group, &by(&all[4], 1)), Err(Refusal::Said(ON_ONESELF)));
        assert_eq!(reported.permit(&group, &all[4]), Ok(()));
        // After a re-check that goes on it reports again.
        let on = step(6, "recheck", 5, 2, &[choice(rectifications::RESULT, "continued"), until(20)]);
        let went_on = Rectifying::of(&group, &[&all[..4], &[on]].concat());
        assert_eq!(went_on.permit(&group, &second), Ok(()));
    }

    // Shows J8.
    #[test]
    fn only_the_checked_side_speaks_for_itself_and_nobody_rechecks_himself() {
        let (all, mut standing) = (whole(), Rectifying::of(&finding(), &whole()[..2]));
        let other = |step: &Signed, by: Option<RecordId>| Signed { signer: by, row: step.row.clone() };
        for at in [2, 3] {
            for by in [Some(member(2)), None] {
                let refused = standing.permit(&finding(), &other(&all[at], by));
                assert_eq!(refused, Err(Refusal::Said(NOT_THEIR_OWN)));
            }
        }
        assert_eq!(standing.permit(&finding(), &all[4]), Err(Refusal::Said(TOO_EARLY)));
        let mut criticised = Rectifying::of(&finding(), &whole()[..1]);
        for missing in [rectifications::REQUIREMENT, rectifications::DEADLINE] {
            let mut notice = all[1].clone();
            notice.row.values.remove(&missing);
            assert_eq!(criticised.permit(&finding(), &notice), Err(Refusal::Said(NO_TERMS)), "{missing}");
        }
        criticised.stage = Stage::Found;
        assert_eq!(criticised.permit(&finding(), &all[1]), Err(Refusal::Said(NOT_CRITICISED)));
        let late = step(9, "recheck", 11, 2, &[choice(rectifications::RESULT, "struck_off")]);
        assert_eq!(standing.permit(&finding(), &late), Ok(()), "the deadline is over");
        standing.stage = Stage::Reported;
        let own = other(&all[4], Some(member(1)));
        assert_eq!(standing.permit(&finding(), &own), Err(Refusal::Said(ON_ONESELF)));
        let again = [until(20), (rectifications::REQUIREMENT, Value::Text("按时到岗".into()))];
        let second = step(9, "notice", 6, 2, &again);
        assert_eq!(standing.permit(&finding(), &second), Err(Refusal::Said(NOTIFIED)));
        let past = [until(1), (rectifications::REQUIREMENT, Value::Text("按时到岗".into()))];
        let refused =
            Rectifying::of(&finding(), &whole()[..1]).permit(&finding(), &step(9, "notice", 2, 2, &past));
        assert_eq!(refused, Err(Refusal::Said(NO_TERMS)), "a deadline before the notice");
        let earlier = [choice(rectifications::RESULT, "continued"), until(9)];
        let refused = standing.permit(&finding(), &step(9, "recheck", 5, 2, &earlier));
        assert_eq!(refused, Err(Refusal::Said(NO_OUTCOME)));
        let mut went_on = all.clone();
        went_on[4] = step(6, "recheck", 5, 2, &[choice(rectifications::RESULT, "continued"), until(20)]);
        let went_on = Rectifying::of(&finding(), &went_on);
        assert_eq!((went_on.stage, went_on.deadline), (Stage::Continued, Some(date(2026, 11, 20))));
        assert!(went_on.is_overdue(date(2026, 11, 21)) && !went_on.is_overdue(date(2026, 11, 20)));
    }
}
