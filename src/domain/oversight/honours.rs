//! Where a nomination stands: decided → published → granted, in this order; a
//! withdrawal says why and hides nothing of what went before (domain.md J9).

use jiff::civil::Date;

use super::{honour_steps, in_turn};
use crate::domain::{
    deadlines::days_after,
    filled, input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

/// A step out of its order.
pub const OUT_OF_ORDER: Wording = Wording::new(
    "表彰按 审定、公示、表彰 的次序办；撤销以后不再继续",
    "a commendation is decided, then published, then granted; after a withdrawal nothing follows",
);
/// So many days a commendation is published before it is granted (domain.md J9;
/// the number is this program's: five days, as such notices commonly hang).
pub const DAYS_PUBLISHED: i32 = 5;
/// A grant before those who read the notice could say a word.
pub const NOT_PUBLISHED_LONG_ENOUGH: Wording = Wording::new(
    "公示要满 5 天才能表彰：等公示期满再登记",
    "a commendation is published for five days before it is granted: enter it once they are over",
);
/// A decision by nobody.
pub const DECIDED_BY_NOBODY: Wording = Wording::new("审定要写明审定单位", "say who decided");
/// A withdrawal of what never was.
pub const NOTHING_TO_WITHDRAW: Wording = Wording::new("还没有审定，谈不上撤销", "nothing was decided yet");

/// How far a nomination has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Honour {
    /// 已提名.
    Nominated,
    /// 已审定.
    Decided,
    /// 公示中.
    Published,
    /// 已表彰.
    Granted,
    /// 已撤销.
    Withdrawn,
}

impl Honour {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Nominated => "nominated",
            Self::Decided => "decided",
            Self::Published => "published",
            Self::Granted => "granted",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The word on screen.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Nominated => lang.pick("已提名", "nominated"),
            Self::Decided => lang.pick("已审定", "decided"),
            Self::Published => lang.pick("公示中", "published"),
            Self::Granted => lang.pick("已表彰", "granted"),
            Self::Withdrawn => lang.pick("已撤销", "withdrawn"),
        }
    }

    /// Derives it from the steps, in any order.
    pub fn of(steps: &[&Row]) -> Self {
        Self::course(steps).0
    }

    /// Where it stands, and since which day it is published.
    fn course(steps: &[&Row]) -> (Self, Option<Date>) {
        let stand: Vec<&Row> = steps.iter().copied().filter(|step| step.stands()).collect();
        let (mut stage, mut published) = (Self::Nominated, None);
        in_turn(
            stand,
            |step| step,
            honour_steps::DAY,
            |step| {
                let next = stage.after(step, published);
                if next == Ok(Self::Published) {
                    published = step.date(honour_steps::DAY);
                }
                stage = next.clone().unwrap_or(stage);
                next.is_ok()
            },
        );
        (stage, published)
    }

    /// Whether a step may be taken after those before it.
    pub fn permit(before: &[&Row], step: &Row) -> Result<(), Refusal> {
        let (stage, published) = Self::course(before);
        stage.after(step, published).map(drop)
    }

    /// What follows a step, where it may be taken.
    fn after(self, step: &Row, published: Option<Date>) -> Result<Self, Refusal> {
        let has_hung = |since: Date| {
            step.date(honour_steps::DAY).is_some_and(|day| day >= days_after(since, DAYS_PUBLISHED))
        };
        filled::permit(&honour_steps::ledger(), step)?;
        match (step.text(honour_steps::KIND), self) {
            ("decision", Self::Nominated) if !input::says_something(step.text(honour_steps::BODY)) => {
                Err(Refusal::Said(DECIDED_BY_NOBODY))
            }
            ("decision", Self::Nominated) => Ok(Self::Decided),
            ("publication", Self::Decided) => Ok(Self::Published),
            ("grant", Self::Published) if !published.is_some_and(has_hung) => {
                Err(Refusal::Said(NOT_PUBLISHED_LONG_ENOUGH))
            }
            ("grant", Self::Published) => Ok(Self::Granted),
            ("withdrawal", Self::Nominated) => Err(Refusal::Said(NOTHING_TO_WITHDRAW)),
            ("withdrawal", Self::Decided | Self::Published | Self::Granted)
                if input::says_something(step.text(honour_steps::TEXT)) =>
            {
                Ok(Self::Withdrawn)
            }
            _ => Err(Refusal::Said(OUT_OF_ORDER)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{row::tests::row, value::Value};

    fn step(n: u8, kind: &str) -> Row {
        let values = [
            (honour_steps::KIND, Value::Choice(kind.to_owned())),
            (honour_steps::DAY, Value::Date(date(2026, 11, i8::try_from(n).unwrap()))),
            (honour_steps::TEXT, Value::Text("材料不实".into())),
            (honour_steps::BODY, Value::Text("党政办".into())),
        ];
        row(honour_steps::ID, n, &values)
    }

    // Shows J9.
    #[test]
    fn nothing_is_granted_that_was_not_decided_and_published_and_a_withdrawal_stays() {
        let (decided, shown, granted) = (step(1, "decision"), step(2, "publication"), step(7, "grant"));
        // Not on the day on which it is published, nor before five days are over.
        for day in 2..7 {
            let early = step(day, "grant");
            assert_eq!(Honour::of(&[&early, &decided, &shown]), Honour::Published, "{day}");
            let refused = Honour::permit(&[&decided, &shown], &early);
            assert_eq!(refused, Err(Refusal::Said(NOT_PUBLISHED_LONG_ENOUGH)), "{day}");
        }
        assert_eq!(Honour::permit(&[&decided, &shown], &granted), Ok(()));
        assert_eq!(Honour::of(&[&granted, &decided, &shown]), Honour::Granted);
        assert_eq!(Honour::of(&[&granted, &decided]), Honour::Decided, "not published");
        assert_eq!(Honour::of(&[&granted, &shown]), Honour::Nominated, "not decided");
        let mut nobody = decided.clone();
        nobody.values.remove(&honour_steps::BODY);
        assert_eq!(Honour::permit(&[], &nobody), Err(Refusal::Said(DECIDED_BY_NOBODY)));
        let withdrawn = step(8, "withdrawal");
        assert_eq!(Honour::of(&[&withdrawn, &granted, &decided, &shown]), Honour::Withdrawn);
        assert_eq!(
            Honour::permit(&[&decided, &shown, &granted, &withdrawn], &step(9, "decision")),
            Err(Refusal::Said(OUT_OF_ORDER))
        );
        assert_eq!(Honour::permit(&[], &withdrawn), Err(Refusal::Said(NOTHING_TO_WITHDRAW)));
        let mut silent = withdrawn;
        silent.values.remove(&honour_steps::TEXT);
        assert!(
            Honour::permit(&[&decided, &shown, &granted], &silent).is_err(),
            "withdrawn without a reason"
        );
    }
}
