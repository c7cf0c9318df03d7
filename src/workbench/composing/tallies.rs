//! What a bulletin counts in the declared ledgers: the five gifts (domain.md
//! D5–D9), what the residents' council decided and what the Party's people took
//! on (B1, E11, G2, G3). Deeds are counted, nobody is named.

use jiff::civil::Date;

use crate::{
    domain::{row::Row, value::Value},
    workbench::{Error, Workbench},
};

/// Records of a ledger whose day lies in the period.
pub(super) struct Tally {
    ledger: &'static str,
    /// The key of the day that decides.
    day: &'static str,
    /// A key, and one of what it has to hold; nothing where any record counts.
    when: Option<(&'static str, &'static [&'static str])>,
    /// What stands before the number, and behind it.
    words: (&'static str, &'static str),
}

const fn all(ledger: &'static str, day: &'static str, before: &'static str, after: &'static str) -> Tally {
    Tally { ledger, day, when: None, words: (before, after) }
}

const fn those(
    ledger: &'static str,
    day: &'static str,
    when: (&'static str, &'static [&'static str]),
    words: (&'static str, &'static str),
) -> Tally {
    Tally { ledger, day, when: Some(when), words }
}

/// What comes in front of a section's counts, and the counts.
pub(super) type Tallies = (&'static str, &'static [Tally]);

/// 五送.
pub(super) const GIFTS: Tallies = (
    "五送：",
    &[
        all("policy_deliveries", "date", "送政策", "次"),
        those("policy_deliveries", "settled_on", ("outcome", &["done"]), ("办成", "件")),
        all("trainings", "from", "开培训班", "个"),
        those("trainees", "completed_on", ("result", &["completed"]), ("结业", "人")),
        all("referrals", "offered", "推荐就业", "人次"),
        all("referrals", "onboard", "上岗", "人"),
        all("venture_matches", "opened", "创业开业", "家"),
        all("grants", "received_on", "发展资金到账", "笔"),
    ],
);

/// 协商 and 党建.
pub(super) const COUNCIL: Tallies = (
    "",
    &[
        those("council_meetings", "date", ("valid", &["yes"]), ("理事会议事", "次")),
        those("council_votes", "date", ("carried", &["yes"]), ("通过决议", "项")),
        all("council_actions", "done_on", "决议落实", "项"),
        those("claims", "done_on", ("kind", &["party_member", "branch"]), ("党员和支部认领办成", "件")),
        all("five_lead", "kept_on", "党员承诺兑现", "项"),
        all("talks", "date", "宣讲", "场"),
    ],
);

impl Workbench {
    /// One sentence of what there was to count; nothing where there was nothing.
    pub(super) fn told_tallies(
        &self,
        (head, tallies): &Tallies,
        within: &dyn Fn(Option<Date>) -> bool,
    ) -> Result<String, Error> {
        let mut parts = Vec::new();
        for tally in *tallies {
            let count = self.tally(tally, within)?;
            if count > 0 {
                let (before, after) = tally.words;
                parts.push(format!("{before}{count}{after}"));
            }
        }
        Ok(if parts.is_empty() { String::new() } else { format!("{head}{}。", parts.join("，")) })
    }

    fn tally(&self, tally: &Tally, within: &dyn Fn(Option<Date>) -> bool) -> Result<usize, Error> {
        let ledger = self.ledger(tally.ledger)?;
        let Some(day) = ledger.field_by_key(tally.day).map(|field| field.tag) else { return Ok(0) };
        let holds = |row: &Row| {
            tally.when.is_none_or(|(key, any)| {
                let field = ledger.field_by_key(key);
                field.is_some_and(|field| match row.one(field.tag) {
                    Some(Value::Bool(yes)) => any.contains(&if *yes { "yes" } else { "no" }),
                    Some(value) => value.as_text().is_some_and(|text| any.contains(&text)),
                    None => false,
                })
            })
        };
        let rows = self.counted(tally.ledger)?;
        Ok(rows.iter().filter(|row| within(row.date(day)) && holds(row)).count())
    }
}
