//! Terms as data: how long something may take, and what that rests on
//! (domain.md §3.1, §3.4).
//!
//! The program brings them; a lead changes them in the ledger `terms`, and the
//! change syncs; what anybody else writes there counts for nothing. A term of a statute can be made stricter there, never laxer.

pub mod breach;

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use breach::Breach;

use super::{
    field::{Field, Kind},
    filled,
    id::RecordId,
    row::Row,
    rules::Refusal,
    value::Value,
    wording::{Lang, Wording},
};

crate::ledger! {
    /// Terms that the group set otherwise than the program brings them. The id
    /// is derived from the key, so that two laptops which set one agree.
    "terms" ("办理时限", "Terms") Card;
    KEY = 16 "key" ("时限", "Term") Kind::choices(&[
        ("danger", "紧急危险", "danger"),
        ("utility", "水电气热", "utilities"),
        ("contact", "首次联系", "first contact"),
        ("ordinary", "一般", "ordinary"),
        ("hotline", "热线工单", "hotline"),
        ("difficult", "疑难", "difficult"),
        ("hazard_notice", "隐患告知上报", "hazard: notice"),
        ("hazard", "限期整改", "rectification"),
        ("violation_notice", "乱建抢种告知移送", "violation: told, handed over"),
        ("violation", "乱建抢种查处移送", "violation"),
        ("rectification_notice", "发出整改通知", "rectification: notice"),
        ("rectification", "整改", "rectification of findings"),
        ("supervision_reply", "督办首次回话", "supervision: first report"),
        ("supervision", "督办", "supervision"),
        ("petition_inform", "信访告知", "petition: informed"),
        ("petition", "信访办理", "petition: done"),
        ("petition_objection", "信访异议", "petition: objection"),
        ("petition_review_request", "请求复查", "asking for review"),
        ("petition_review", "信访复查", "review"),
        ("petition_recheck_request", "请求复核", "asking for second review"),
        ("petition_recheck", "信访复核", "second review"),
        ("mediation_confirm", "司法确认", "judicial confirmation"),
        ("mediation_perform", "履行回访", "whether an agreement is kept"),
    ]) => required().column(14);
    VALUE = 17 "value" ("期限", "Length") Kind::Int => required().column(6);
    UNIT = 18 "unit" ("单位", "Unit") Kind::choices(&[
        ("hours", "小时", "hours"),
        ("days", "天", "days"),
        ("working_days", "工作日", "working days"),
    ]) => required().column(8);
    EXTENSIONS = 19 "extensions" ("可延次数", "Extensions") Kind::Int => column(8);
    EXTEND_BY = 20 "extend_by" ("共可延天数", "Days of extension") Kind::Int => column(8);
    BASIS = 21 "basis" ("依据", "Basis") Kind::LongText => required().column(30);
}

/// Why somebody who does not lead sets no term.
pub const ONLY_A_LEAD: Wording = Wording::new(
    "办理时限由组长定：请在组长的电脑上改，同步后全组一样",
    "terms are set by a lead: change them on a lead's laptop, and the group gets them by a bundle",
);

/// The longest that a group may set, in the term's unit.
const LONGEST: i64 = 3_660;

/// The most extensions a group may allow.
const MOST_EXTENSIONS: i64 = 12;

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Hours, from the moment on.
    Hours,
    /// Days of the calendar; the first is not counted (民法典 201).
    Days,
    /// Working days; the first is not counted.
    WorkingDays,
}

impl Unit {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "hours" => Some(Self::Hours),
            "days" => Some(Self::Days),
            "working_days" => Some(Self::WorkingDays),
            _ => None,
        }
    }

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Hours => "hours",
            Self::Days => "days",
            Self::WorkingDays => "working_days",
        }
    }

    /// The word after a number.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Hours => lang.pick("小时", "h"),
            Self::Days => lang.pick("天", "d"),
            Self::WorkingDays => lang.pick("个工作日", "working d"),
        }
    }
}

/// A term and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its lasting key.
    pub key: String,
    /// How long.
    pub value: i32,
    /// In what.
    pub unit: Unit,
    /// How often it may be extended.
    pub extensions: usize,
    /// By how many natural days beyond its first end, all extensions together.
    pub extend_by: i32,
    /// The source of the term.
    pub basis: Wording,
    /// Whether a statute sets it: a group may only be stricter.
    pub law: bool,
    /// Whether the days of a hearing are no days of it.
    pub hearings_left_out: bool,
}

impl Term {
    /// The term in words: `5 个工作日`.
    pub fn length(&self, lang: Lang) -> String {
        let (value, unit) = (self.value, self.unit.title(lang));
        if value == 0 && self.unit != Unit::Hours {
            return lang.pick("当日", "the same day").to_owned();
        }
        format!("{value} {unit}")
    }

    /// What it is called.
    pub fn title(&self) -> Wording {
        title(&self.key).unwrap_or_else(|| Wording::owned(self.key.clone(), self.key.clone()))
    }
}

/// The terms that hold in a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Those it set itself.
    own: BTreeMap<String, Term>,
}

impl Terms {
    /// The terms that the program brings.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The same with what the group set. A row that [`permit`] would refuse
    /// counts for nothing, by whatever path it came.
    pub fn with<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let standing = rows.into_iter().filter(|row| row.stands());
        Self { own: standing.filter_map(|row| read(row).ok()).map(|term| (term.key.clone(), term)).collect() }
    }

    /// The term with this key; `None` for a key that this version does not know.
    pub fn get(&self, key: &str) -> Option<&Term> {
        self.own.get(key).or_else(|| SHIPPED.get(key))
    }

    /// Every term, in the order of the list.
    pub fn all(&self) -> impl Iterator<Item = &Term> {
        SHIPPED_LIST.iter().filter_map(|term| self.get(&term.key))
    }
}

/// Whether a term of the group's own may be kept: one of those there are, under
/// the id of its key, within bounds, and not laxer than a statute.
pub fn permit(row: &Row) -> Result<(), Refusal> {
    read(row).map(|_term| ())
}

/// The id of the record that sets a term.
pub fn term_id(key: &str) -> RecordId {
    RecordId::derived(ID, &[key.as_bytes()])
}

fn read(row: &Row) -> Result<Term, Refusal> {
    let shipped = SHIPPED.get(row.text(KEY)).ok_or(Refusal::Missing("key"))?;
    if row.id != term_id(&shipped.key) {
        return Err(Breach::Named.into());
    }
    let number = |tag, default: i64, most: i64| match row.one(tag) {
        Some(Value::Int(number)) if (0..=most).contains(number) => Ok(*number),
        Some(_) => Err(Breach::OutOfRange(most)),
        None => Ok(default),
    };
    let narrow = |number: i64| i32::try_from(number).map_err(|_large| Breach::OutOfRange(LONGEST));
    let value = narrow(number(VALUE, i64::from(shipped.value), LONGEST)?)?;
    let unit = Unit::from_key(row.text(UNIT)).ok_or(Refusal::Missing("unit"))?;
    let often = i64::try_from(shipped.extensions).unwrap_or(0);
    let extensions = usize::try_from(number(EXTENSIONS, often, MOST_EXTENSIONS)?).unwrap_or(0);
    let extend_by = narrow(number(EXTEND_BY, i64::from(shipped.extend_by), LONGEST)?)?;
    let laxer = unit != shipped.unit
        || value > shipped.value
        || extensions > shipped.extensions
        || extend_by > shipped.extend_by;
    if shipped.law && laxer {
        return Err(Breach::LaxerThanLaw.into());
    }
    filled::permit(&ledger(), row)?;
    let basis = match row.text(BASIS) {
        "" => shipped.basis.clone(),
        // What a term rests on can be looked up: an article, a document, who said so.
        text if text.trim().chars().nth(1).is_none() => return Err(Refusal::NoBasis),
        text => Wording::owned(text.to_owned(), text.to_owned()),
    };
    Ok(Term { value, unit, extensions, extend_by, basis, ..shipped.clone() })
}

fn title(key: &str) -> Option<Wording> {
    static KEYS: LazyLock<Option<Field>> = LazyLock::new(|| ledger().field(KEY).cloned());
    KEYS.as_ref()?.choice(key).map(|choice| choice.title.clone())
}

static SHIPPED_LIST: LazyLock<Vec<Term>> = LazyLock::new(|| {
    // Shipped data: a test below reads it, so an unreadable list cannot be released.
    read_list(include_str!("../../assets/calendar/terms.toml")).unwrap_or_default()
});

static SHIPPED: LazyLock<BTreeMap<String, Term>> =
    LazyLock::new(|| SHIPPED_LIST.iter().map(|term| (term.key.clone(), term.clone())).collect());

fn read_list(text: &str) -> Option<Vec<Term>> {
    #[derive(Deserialize)]
    struct List {
        terms: Vec<Shipped>,
    }
    #[derive(Deserialize)]
    struct Shipped {
        key: String,
        value: i32,
        unit: String,
        #[serde(default)]
        extensions: usize,
        #[serde(default)]
        extend_by: i32,
        #[serde(default)]
        law: bool,
        #[serde(default)]
        hearings_left_out: bool,
        basis: Basis,
    }
    #[derive(Deserialize)]
    struct Basis {
        zh: String,
        en: String,
    }
    let list: List = toml::from_str(text).ok()?;
    let read = |term: Shipped| {
        Some(Term {
            key: term.key,
            value: term.value,
            unit: Unit::from_key(&term.unit)?,
            extensions: term.extensions,
            extend_by: term.extend_by,
            basis: Wording::owned(term.basis.zh, term.basis.en),
            law: term.law,
            hearings_left_out: term.hearings_left_out,
        })
    };
    list.terms.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::row::Values;

    fn row(key: &str, values: &[(u16, Value)]) -> Row {
        let mut all = Values::new();
        all.insert(KEY, vec![Value::Choice(key.into())]);
        all.extend(values.iter().map(|(tag, value)| (*tag, vec![value.clone()])));
        let (id, at) = (term_id(key), Timestamp::UNIX_EPOCH);
        Row {
            id,
            values: all,
            conflicts: vec![],
            deleted: false,
            struck: None,
            created: at,
            turn: 0,
            updated: at,
            by: id,
        }
    }

    fn unit(key: &str) -> (u16, Value) {
        (UNIT, Value::Choice(key.into()))
    }

    #[test]
    fn every_shipped_term_has_its_title_and_its_basis() {
        let list = read_list(include_str!("../../assets/calendar/terms.toml")).unwrap();
        let ledger = ledger();
        let Kind::Choice(keys) = &ledger.field(KEY).unwrap().kind else { panic!("no choice") };
        assert_eq!(
            list.iter().map(|term| term.key.as_str()).collect::<Vec<_>>(),
            keys.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>()
        );
        for term in &list {
            assert!(
                !term.basis.get(Lang::Zh).is_empty() && !term.basis.get(Lang::En).is_empty(),
                "{}",
                term.key
            );
            assert!((term.extensions == 0) == (term.extend_by == 0), "{}", term.key);
        }
    }

    #[test]
    fn a_group_sets_a_term_and_only_its_own_record_counts() {
        let five = row(
            "ordinary",
            &[(VALUE, Value::Int(5)), unit("working_days"), (BASIS, Value::Text("街道规定".into()))],
        );
        let terms = Terms::with([&five]);
        let ordinary = terms.get("ordinary").unwrap();
        assert_eq!(
            (ordinary.length(Lang::Zh).as_str(), ordinary.basis.get(Lang::Zh)),
            ("5 个工作日", "街道规定")
        );
        let mut stray = five.clone();
        stray.id = term_id("hotline");
        assert_eq!(permit(&stray), Err(Breach::Named.into()));
        let mut gone = five;
        gone.deleted = true;
        for none in [stray, gone] {
            assert_eq!(Terms::with([&none]).get("ordinary").unwrap().value, 7);
        }
    }

    #[test]
    fn what_a_term_rests_on_says_something() {
        for (basis, answer) in [("街道规定", true), ("x", false), ("……", false)] {
            let row =
                row("danger", &[(VALUE, Value::Int(48)), unit("hours"), (BASIS, Value::Text(basis.into()))]);
            assert_eq!(permit(&row).is_ok(), answer, "{basis}");
            let value = Terms::with([&row]).get("danger").unwrap().value;
            assert_eq!(value, if answer { 48 } else { 2 });
        }
    }

    #[test]
    fn a_term_of_a_statute_is_never_made_laxer() {
        for (values, answer) in [
            (vec![(VALUE, Value::Int(45)), unit("days")], Ok(())),
            (vec![(VALUE, Value::Int(61)), unit("days")], Err(Breach::LaxerThanLaw.into())),
            (vec![(VALUE, Value::Int(60)), unit("working_days")], Err(Breach::LaxerThanLaw.into())),
            (vec![(EXTEND_BY, Value::Int(31)), unit("days")], Err(Breach::LaxerThanLaw.into())),
            (vec![(EXTENSIONS, Value::Int(2)), unit("days")], Err(Breach::LaxerThanLaw.into())),
            (vec![(VALUE, Value::Int(-1)), unit("days")], Err(Breach::OutOfRange(LONGEST).into())),
            (vec![(VALUE, Value::Int(i64::MAX)), unit("days")], Err(Breach::OutOfRange(LONGEST).into())),
        ] {
            let row = row("petition", &values);
            assert_eq!(permit(&row), answer, "{values:?}");
            let value = Terms::with([&row]).get("petition").unwrap().value;
            assert_eq!(value, if answer.is_ok() { 45 } else { 60 });
        }
    }
}
