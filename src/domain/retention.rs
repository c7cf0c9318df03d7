//! How long information about people is kept (个保法 19, 47; domain.md §4.1).
//!
//! The periods are data (`assets/privacy/retention.toml`), and a group may set
//! its own. Nothing goes by itself: what is due is listed, and a lead carries
//! it out. The logs of who looked and what went out are no part of it: they
//! are owed to the people, and hold no value of theirs.

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use serde::Deserialize;

use super::{id::RecordId, wording::Wording};

/// When a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// Somebody moved away, or the card was deleted.
    Left,
    /// The issue has its result.
    Closed,
    /// The day of the entry.
    Day,
    /// The record was begun.
    Created,
}

/// What is done at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// All of it goes.
    Delete,
    /// Who it was about goes.
    Deidentify,
}

impl Action {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Deidentify => "deidentify",
        }
    }

    /// What people read.
    pub fn title(self) -> Wording {
        match self {
            Self::Delete => Wording::new("删除", "delete"),
            Self::Deidentify => Wording::new("去标识", "de-identify"),
        }
    }
}

/// How long a ledger's records tell of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The ledger; `*` for every other one.
    pub ledger: String,
    /// How long.
    pub months: i64,
    /// From when on.
    pub from: From,
    /// What then.
    pub action: Action,
    /// Why so long: the article, or the group's decision.
    pub basis: Wording,
}

impl Period {
    /// The first day after it, for what began on `day`.
    pub fn end(&self, day: Date) -> Option<Date> {
        day.checked_add(self.months.months()).ok()
    }
}

/// Periods that the group decided on.
pub mod periods {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 保存期限 of one ledger, set by a lead.
        "retention" ("保存期限", "Retention") Card;
        LEDGER = 16 "ledger" ("台账", "Ledger") Kind::Text => automatic().column(16);
        MONTHS = 17 "months" ("保存几个月", "Months") Kind::Int => automatic().column(6);
        BASIS = 18 "basis" ("依据", "Basis") Kind::Text => automatic().column(40);
    }
}

/// The record of a ledger's own period: the same on every laptop.
pub fn period_id(ledger: &str) -> RecordId {
    RecordId::derived(periods::ID, &[ledger.as_bytes()])
}

/// The periods that the program brings.
pub fn defaults() -> &'static [Period] {
    &DEFAULTS
}

static DEFAULTS: LazyLock<Vec<Period>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        period: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        ledger: String,
        months: i64,
        from: From,
        action: Action,
        basis_zh: String,
        basis_en: String,
    }
    let text = include_str!("../../assets/privacy/retention.toml");
    // Shipped data: a test below reads it, so an unreadable table cannot be released.
    let rows = toml::from_str::<File>(text).map_or_else(|_unreadable| Vec::new(), |file| file.period);
    rows.into_iter()
        .map(|row| Period {
            ledger: row.ledger,
            months: row.months,
            from: row.from,
            action: row.action,
            basis: Wording::owned(row.basis_zh, row.basis_en),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::ledger::Catalog;

    #[test]
    fn every_period_is_of_a_ledger_and_one_is_of_all_others() {
        let catalog = Catalog::core();
        assert!(defaults().iter().any(|period| period.ledger == "*"));
        for period in defaults() {
            assert!(period.ledger == "*" || catalog.get(&period.ledger).is_some(), "{}", period.ledger);
            assert!(period.months >= 12 && !period.basis.zh.is_empty() && !period.basis.en.is_empty());
        }
    }

    #[test]
    fn a_period_ends_by_the_calendar() {
        let period = Period { months: 12, ..defaults()[0].clone() };
        assert_eq!(period.end(date(2024, 2, 29)), Some(date(2025, 2, 28)));
        assert_eq!(period.end(Date::MAX), None);
    }
}
