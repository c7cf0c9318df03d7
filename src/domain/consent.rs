//! What people have agreed to, and what they were told (domain.md §4.1:
//! 个保法 13–17, 23, 29, 31).
//!
//! What the law lets the group do needs no consent; everything voluntary does.
//! Whether a consent stands is derived from the words that were given, never
//! stored: the word that its writer gave in knowledge of the others counts,
//! and of two that did not know of each other the withdrawal. Nobody who
//! consents to nothing is kept from raising an issue: issues ask for none.

use std::collections::BTreeSet;

use jiff::{ToSpan, civil::Date};

use super::{field::Kind, id::RecordId, input, row::Row, rules::Refusal, wording::Wording};

/// The age from which somebody consents for himself (个保法 31).
const OF_AGE: i8 = 14;

/// What is voluntary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// 推荐岗位: an enterprise learns how to reach somebody (domain.md F8).
    JobRecommendation,
    /// 典型宣传 (domain.md I8).
    Publicity,
    /// 照片: pictures in which somebody can be told.
    Photo,
    /// 微信: an account, a chat group.
    WeChat,
    /// 增收自述 (domain.md D10).
    Income,
    /// 健康、残疾、低保等敏感信息 beyond what a duty needs (个保法 29).
    Sensitive,
    /// 向他人提供: somebody outside of the group (个保法 23).
    Provision,
    /// 未满十四岁: a child told of by name (个保法 31).
    Minor,
    /// What the particulars say.
    Other,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 9] = [
        Self::JobRecommendation,
        Self::Publicity,
        Self::Photo,
        Self::WeChat,
        Self::Income,
        Self::Sensitive,
        Self::Provision,
        Self::Minor,
        Self::Other,
    ];

    /// The key in JSON, and in a field's declaration.
    pub fn key(self) -> &'static str {
        match self {
            Self::JobRecommendation => "job_recommendation",
            Self::Publicity => "publicity",
            Self::Photo => "photo",
            Self::WeChat => "wechat",
            Self::Income => "income",
            Self::Sensitive => "sensitive",
            Self::Provision => "provision",
            Self::Minor => "minor",
            Self::Other => "other",
        }
    }

    /// The purpose with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.key() == key)
    }

    /// What people read.
    pub fn title(self) -> Wording {
        let (zh, en) = self.titles();
        Wording::new(zh, en)
    }

    fn titles(self) -> (&'static str, &'static str) {
        match self {
            Self::JobRecommendation => ("推荐岗位", "being recommended for a job"),
            Self::Publicity => ("典型宣传", "being told of as an example"),
            Self::Photo => ("照片", "pictures"),
            Self::WeChat => ("微信", "WeChat"),
            Self::Income => ("增收自述", "telling one's income"),
            Self::Sensitive => ("敏感信息", "sensitive information"),
            Self::Provision => ("提供给他人", "handing on to others"),
            Self::Minor => ("未满14岁实名登记", "a child under 14 by name"),
            Self::Other => ("其他", "other"),
        }
    }
}

/// What was said of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// 同意.
    Given,
    /// 撤回, or never given.
    Withdrawn,
}

impl Said {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn of(row: &Row) -> Option<Self> {
        [Self::Given, Self::Withdrawn].into_iter().find(|said| said.key() == row.text(consents::SAID))
    }
}

fn purposes() -> Kind {
    Kind::choices(&Purpose::ALL.map(|purpose| {
        let (zh, en) = purpose.titles();
        (purpose.key(), zh, en)
    }))
}

fn ways() -> Kind {
    Kind::choices(&[
        ("written", "书面", "in writing"),
        ("oral", "当面口头", "by word"),
        ("phone", "电话", "by phone"),
    ])
}

/// Words of consent, one entry each.
pub mod consents {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 同意记录: to what, given or withdrawn, when, how, asked by whom (个保法 14–16, 29).
        "consents" ("同意记录", "Consents") Entry;
        RESIDENT = 16 "resident" ("居民", "Resident") Kind::Ref("residents".to_owned()) => required().column(10);
        PURPOSE = 17 "purpose" ("用途", "Purpose") super::purposes() => required().column(16);
        DETAIL = 18 "detail" ("说明", "Particulars") Kind::Text => column(20);
        SAID = 19 "said" ("表示", "Said") Kind::choices(&[
            ("given", "同意", "given"),
            ("withdrawn", "撤回", "withdrawn"),
        ]) => required().column(6);
        DAY = 20 "day" ("日期", "Day") Kind::Date => required().column(10);
        WAY = 21 "way" ("方式", "Way") super::ways() => required().column(8);
        BY = 22 "by" ("经办人", "Asked by") Kind::Ref("members".to_owned()) => automatic().column(10);
        GUARDIAN = 23 "guardian" ("监护人", "Guardian") Kind::Name
            => personal().purpose("未满14岁的，由监护人同意（个保法 31）", "consents for a child under 14");
        REGARDS = 24 "regards" ("针对", "Regards") Kind::Ref("consents".to_owned()) => many().automatic();
    }
}

/// Who was told what is collected and why.
pub mod notices {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// 告知记录 (个保法 17): `minqing person notice` prints what is told.
        "notices" ("告知记录", "Notices given") Entry;
        RESIDENT = 16 "resident" ("居民", "Resident") Kind::Ref("residents".to_owned()) => required().column(10);
        DAY = 17 "day" ("日期", "Day") Kind::Date => required().column(10);
        WAY = 18 "way" ("方式", "Way") super::ways() => required().column(8);
        BY = 19 "by" ("告知人", "Told by") Kind::Ref("members".to_owned()) => automatic().column(10);
        NOTE = 20 "note" ("备注", "Note") Kind::Text => column(20);
    }
}

/// Whether somebody born on `born` is under fourteen on `day`.
pub fn is_minor(born: Date, day: Date) -> bool {
    born.checked_add(OF_AGE.years()).is_ok_and(|of_age| day < of_age)
}

/// What a word of consent is about: two of one subject replace each other.
pub fn subject(row: &Row) -> Option<(RecordId, Purpose, String)> {
    let purpose = Purpose::from_key(row.text(consents::PURPOSE))?;
    let detail = if purpose == Purpose::Other { row.text(consents::DETAIL).trim() } else { "" };
    Some((row.reference(consents::RESIDENT)?, purpose, detail.to_owned()))
}

/// Whether a word counts: a child's consent, and one to being told of by name
/// as a child, only with the guardian who gave it; a consent to something that is
/// on no list only where it says to what.
fn counts(row: &Row, born: Option<Date>) -> bool {
    let day = row.date(consents::DAY);
    let purpose = Purpose::from_key(row.text(consents::PURPOSE));
    let minor = born.zip(day).is_some_and(|(born, day)| is_minor(born, day));
    let is_led = input::says_something(row.text(consents::GUARDIAN));
    let is_told = input::says_something(row.text(consents::DETAIL));
    let given =
        (is_led || !minor && purpose != Some(Purpose::Minor)) && (is_told || purpose != Some(Purpose::Other));
    row.stands() && (Said::of(row) != Some(Said::Given) || given)
}

/// What stands, of the words about one subject in any order.
///
/// A word is past once another one that counts was given in knowledge of it.
/// Of those that are left one withdrawal is enough.
pub fn standing(words: &[&Row], born: Option<Date>) -> Option<Said> {
    let counting: Vec<&&Row> = words.iter().filter(|row| counts(row, born)).collect();
    let past: BTreeSet<RecordId> =
        counting.iter().flat_map(|row| row.references(consents::REGARDS)).collect();
    counting.iter().filter(|row| !past.contains(&row.id)).filter_map(|row| Said::of(row)).max()
}

/// Whether a word of consent may be written down.
pub fn permit(row: &Row, born: Option<Date>) -> Result<(), Refusal> {
    if Purpose::from_key(row.text(consents::PURPOSE)) == Some(Purpose::Other)
        && !input::says_something(row.text(consents::DETAIL))
    {
        return Err(Refusal::Missing("detail"));
    }
    if Said::of(row) == Some(Said::Given) && !counts(row, born) {
        return Err(Refusal::Missing("guardian"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{id::LedgerTag, row::Values, value::Value};

    fn word(n: u8, said: Said, regards: &[u8], guardian: &str) -> Row {
        let id = |n: u8| RecordId::new(LedgerTag::of(consents::ID), [n; 12]);
        let mut values = Values::from_iter([
            (consents::SAID, vec![Value::Choice(said.key().to_owned())]),
            (consents::DAY, vec![Value::Date(date(2026, 11, 22))]),
            (consents::PURPOSE, vec![Value::Choice("photo".to_owned())]),
            (consents::REGARDS, regards.iter().map(|n| Value::Ref(id(*n))).collect()),
        ]);
        values.extend(Value::text(guardian).map(|name| (consents::GUARDIAN, vec![name])));
        let at = Timestamp::from_second(1_795_000_000).unwrap();
        let (conflicts, by) = (Vec::new(), id(0));
        Row {
            id: id(n),
            values,
            conflicts,
            deleted: false,
            struck: None,
            created: at,
            turn: 0,
            updated: at,
            by,
        }
    }

    #[test]
    fn the_last_word_counts_and_of_two_apart_the_withdrawal() {
        let given = word(1, Said::Given, &[], "");
        let withdrawn = word(2, Said::Withdrawn, &[1], "");
        let again = word(3, Said::Given, &[1, 2], "");
        let apart = word(4, Said::Withdrawn, &[1], "");
        let said = |words: &[&Row]| standing(words, None);
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[&given]), Some(Said::Given));
        assert_eq!(said(&[&withdrawn, &given]), Some(Said::Withdrawn));
        assert_eq!(said(&[&again, &given, &withdrawn]), Some(Said::Given));
        // Withdrawn elsewhere, by somebody who knew of no second consent.
        assert_eq!(said(&[&again, &apart, &given, &withdrawn]), Some(Said::Withdrawn));
        let mut struck = withdrawn.clone();
        struck.struck = Some("误登".into());
        assert_eq!(said(&[&struck, &given]), Some(Said::Given));
    }

    #[test]
    fn a_child_consents_by_a_guardian() {
        let born = Some(date(2015, 3, 1));
        let alone = word(1, Said::Given, &[], "");
        assert_eq!(standing(&[&alone], born), None);
        assert_eq!(permit(&alone, born), Err(Refusal::Missing("guardian")));
        let led = word(2, Said::Given, &[], "王大山");
        assert_eq!(standing(&[&alone, &led], born), Some(Said::Given));
        assert_eq!((permit(&led, born), permit(&alone, Some(date(2012, 11, 22)))), (Ok(()), Ok(())));
        // A withdrawal needs nobody else.
        assert_eq!(permit(&word(3, Said::Withdrawn, &[2], ""), born), Ok(()));
        assert!(
            is_minor(date(2012, 11, 23), date(2026, 11, 22))
                && !is_minor(date(2012, 11, 22), date(2026, 11, 22))
        );
        assert!(is_minor(date(2012, 2, 29), date(2026, 2, 27)));
    }

    #[test]
    fn every_purpose_reads_back() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_key(purpose.key()), Some(purpose));
        }
    }
}
