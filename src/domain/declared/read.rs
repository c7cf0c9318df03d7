//! Reads the declaration of a ledger from TOML.

use std::collections::HashSet;

use toml::Table;

use super::{
    Group, check, guard, is_shipped_tag,
    misdeclared::{Misdeclared, Shape, Wrong},
    own_tag,
    part::Part,
    rule::{Condition, Demand, Reminder, Rule},
};
use crate::domain::{
    field::{Choice, Field, Kind, Privacy, Search},
    ledger::{Ledger, Nature, Source},
    wording::Wording,
};

/// The most bytes of a declaration.
pub const LARGEST: usize = 64 << 10;

/// The most fields of a ledger.
pub const FIELDS: usize = 64;

/// The most choices of a field.
pub const CHOICES: usize = 100;

/// The most fields of a form that must be filled in (domain.md H7).
pub const REQUIRED: usize = 8;

/// What a rule may have.
const RULE: [&str; 7] = ["need", "bar", "order", "within", "days", "when", "why"];

/// What a reminder may have.
const REMINDER: [&str; 5] = ["on", "after", "until", "when", "title"];

const RULES: usize = 64;
const REMINDERS: usize = 16;
const SENTENCE: usize = 200;
const WORDS: usize = 40;

/// Whose declaration it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program's: every field has its tag.
    Shipped,
    /// A group's own: tags follow from the keys, whatever the file says.
    Own,
}

const KINDS: [&str; 13] = [
    "text",
    "long_text",
    "name",
    "phone",
    "id_number",
    "int",
    "money",
    "bool",
    "date",
    "lunar",
    "instant",
    "choice",
    "ref",
];

/// Reads a declaration.
///
/// # Errors
///
/// The first thing that is wrong with it, and what to write instead.
pub fn ledger(text: &str, origin: Origin) -> Result<Ledger, Misdeclared> {
    let table = table(text)?;
    let known = ["id", "group", "nature", "title", "about", "field", "rule", "reminder"];
    let part = Part::new(String::new(), &table, &known)?;
    let id = part.key("id")?;
    if check::RESERVED.contains(&id.as_str()) {
        return Err(part.wrong("id", Wrong::Reserved));
    }
    let nature = match part.one_of("nature", &["card", "entry"])? {
        Some(0) => Nature::Card,
        Some(_) => Nature::Entry,
        None => return Err(part.wrong("nature", Wrong::NoneOf(vec!["card".into(), "entry".into()]))),
    };
    let title = part.title("title")?;
    let fields = fields(&part, &id, origin)?;
    let mut ledger = Ledger::new(&id, title, nature, fields);
    ledger.source = match origin {
        Origin::Shipped => Source::Shipped,
        Origin::Own => Source::Own,
    };
    ledger.group = part.text("group", 20)?;
    ledger.about = part.wording("about", SENTENCE)?.unwrap_or(Wording::new("", ""));
    for part in part.parts("rule", RULES, &RULE)? {
        ledger.rules.push(rule(&part)?);
    }
    for part in part.parts("reminder", REMINDERS, &REMINDER)? {
        ledger.reminders.push(reminder(&part)?);
    }
    check::ledger(&ledger)?;
    Ok(ledger)
}

/// Reads a `[[rule]]` that stands alone.
pub fn rule_of(text: &str) -> Result<Rule, Misdeclared> {
    rule(&Part::new(String::new(), &table(text)?, &RULE)?)
}

/// Reads a `[[reminder]]` that stands alone.
pub fn reminder_of(text: &str) -> Result<Reminder, Misdeclared> {
    reminder(&Part::new(String::new(), &table(text)?, &REMINDER)?)
}

/// Reads the groups in their order.
pub fn groups(text: &str) -> Result<Vec<Group>, Misdeclared> {
    let table = table(text)?;
    let part = Part::new(String::new(), &table, &["group"])?;
    let parts = part.parts("group", 64, &["id", "title"])?;
    parts.iter().map(|part| Ok(Group { id: part.key("id")?, title: part.title("title")? })).collect()
}

/// The kind that is called so; a choice has none of its choices yet.
pub fn kind(word: &str, of: Option<String>) -> Option<Kind> {
    Some(match KINDS.iter().position(|known| *known == word)? {
        0 => Kind::Text,
        1 => Kind::LongText,
        2 => Kind::Name,
        3 => Kind::Phone,
        4 => Kind::IdNumber,
        5 => Kind::Int,
        6 => Kind::Money,
        7 => Kind::Bool,
        8 => Kind::Date,
        9 => Kind::Lunar,
        10 => Kind::Instant,
        11 => Kind::Choice(Vec::new()),
        _ => Kind::Ref(of.unwrap_or_default()),
    })
}

/// The words for all kinds.
pub fn kinds() -> &'static [&'static str] {
    &KINDS
}

fn table(text: &str) -> Result<Table, Misdeclared> {
    if text.len() > LARGEST {
        return Err(Misdeclared::new("", Wrong::TooLarge(LARGEST)));
    }
    text.trim_start_matches('\u{feff}').parse::<Table>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        let message: String = error.message().chars().filter(|c| !c.is_control()).take(200).collect();
        Misdeclared::new("", Wrong::NotToml(format!("line {line}: {message}")))
    })
}

fn fields(ledger: &Part<'_>, id: &str, origin: Origin) -> Result<Vec<Field>, Misdeclared> {
    let known = [
        "tag",
        "key",
        "title",
        "kind",
        "required",
        "many",
        "search",
        "privacy",
        "purpose",
        "column",
        "import",
        "choices",
        "of",
        "automatic",
    ];
    let parts = ledger.parts("field", FIELDS, &known)?;
    let mut taken = HashSet::new();
    let mut fields = Vec::new();
    for part in &parts {
        let mut field = field(part)?;
        field.tag = match (origin, part.number("tag")?) {
            (Origin::Own, _) => {
                let mut tags = (0..=u8::MAX).map(|attempt| own_tag(id, &field.key, attempt));
                tags.find(|tag| !taken.contains(tag)).unwrap_or_default()
            }
            (Origin::Shipped, Some(tag)) if is_shipped_tag(tag) => {
                u16::try_from(tag).map_err(|_large| part.wrong("tag", Wrong::Not(Shape::Tag)))?
            }
            (Origin::Shipped, Some(_)) => return Err(part.wrong("tag", Wrong::Not(Shape::Tag))),
            (Origin::Shipped, None) => return Err(part.wrong("tag", Wrong::Missing)),
        };
        taken.insert(field.tag);
        fields.push(field);
    }
    if origin == Origin::Own {
        let of_people = guard::tell_of_people(&fields);
        for (field, part) in fields.iter_mut().zip(&parts) {
            let said = part.text("privacy", WORDS)?.is_some().then_some(field.privacy);
            guard::raise(field);
            if of_people {
                guard::raise_money(field);
            }
            // What the file says itself is not made stricter behind its back.
            if said.is_some_and(|said| said < field.privacy) {
                return Err(part.wrong("privacy", Wrong::TooOpen(field.privacy.key())));
            }
        }
    }
    Ok(fields)
}

fn field(part: &Part<'_>) -> Result<Field, Misdeclared> {
    let key = part.key("key")?;
    let title = part.title("title")?;
    let word = part.one_of("kind", &KINDS)?.and_then(|at| KINDS.get(at)).copied();
    let word = word.ok_or_else(|| {
        part.wrong("kind", Wrong::NoneOf(KINDS.iter().map(|word| (*word).to_owned()).collect()))
    })?;
    let of = part.text("of", WORDS)?;
    let mut kind = kind(word, of.clone()).unwrap_or(Kind::Text);
    let choices = choices(part)?;
    match (&mut kind, choices.is_empty()) {
        (Kind::Choice(_), true) => return Err(part.wrong("choices", Wrong::Missing)),
        (Kind::Choice(all), false) => *all = choices,
        (_, true) => {}
        (_, false) => return Err(part.wrong("choices", Wrong::Unknown(vec!["kind = \"choice\"".to_owned()]))),
    }
    if of.is_some() && !matches!(kind, Kind::Ref(_)) {
        return Err(part.wrong("of", Wrong::Unknown(vec!["kind = \"ref\"".to_owned()])));
    }
    let mut field = Field::new(0, &key, "", "", kind);
    field.title = title;
    field.required = part.flag("required")?;
    field.many = part.flag("many")?;
    field.in_form = !part.flag("automatic")?;
    field.search = match part.one_of("search", &["none", "name", "text", "tail"])? {
        None | Some(0) => Search::None,
        Some(1) => Search::Name,
        Some(2) => Search::Text,
        Some(_) => Search::Tail,
    };
    field.privacy = match part.one_of("privacy", &["open", "personal", "sensitive"])? {
        None | Some(0) => Privacy::Open,
        Some(1) => Privacy::Personal,
        Some(_) => Privacy::Sensitive,
    };
    field.purpose = part.wording("purpose", SENTENCE)?;
    field.column = match part.number("column")? {
        None => None,
        Some(width) => {
            let width = u16::try_from(width).ok().filter(|width| (2..=60).contains(width));
            Some(width.ok_or_else(|| part.wrong("column", Wrong::Not(Shape::Width)))?)
        }
    };
    field.import = part.texts("import", 32, WORDS)?.unwrap_or_default();
    Ok(field)
}

fn choices(part: &Part<'_>) -> Result<Vec<Choice>, Misdeclared> {
    let parts = part.parts("choices", CHOICES, &["key", "zh", "en", "retired"])?;
    let choice = |part: &Part<'_>| {
        let zh = part.need("zh", WORDS)?;
        let en = part.text("en", WORDS * 4)?.unwrap_or_else(|| zh.clone());
        Ok(Choice {
            key: part.key("key")?,
            title: Wording::owned(zh, en),
            retired: part.flag("retired")?,
            also: &[],
        })
    };
    parts.iter().map(choice).collect()
}

fn rule(part: &Part<'_>) -> Result<Rule, Misdeclared> {
    let need = part.texts("need", FIELDS, WORDS)?;
    let bar = part.texts("bar", FIELDS, WORDS)?;
    let pair = |key: &str| match part.texts(key, 2, WORDS)?.map(<[String; 2]>::try_from) {
        Some(Err(_other)) => Err(part.wrong(key, Wrong::Not(Shape::Texts))),
        Some(Ok(both)) => Ok(Some(both)),
        None => Ok(None),
    };
    let days = part.number("days")?;
    let demand = match (need, bar, pair("order")?, pair("within")?) {
        (Some(keys), None, None, None) => Demand::Need(keys),
        (None, Some(keys), None, None) => Demand::Bar(keys),
        (None, None, Some([first, second]), None) => Demand::Order(first, second),
        (None, None, None, Some([first, second])) => {
            let days =
                days.and_then(|days| i32::try_from(days).ok()).filter(|days| (0..=3_660).contains(days));
            Demand::Within(first, second, days.ok_or_else(|| part.wrong("days", Wrong::Not(Shape::Number)))?)
        }
        _ => return Err(part.wrong("need / bar / order / within", Wrong::OneDemand)),
    };
    if days.is_some() && !matches!(demand, Demand::Within(..)) {
        return Err(part.wrong("days", Wrong::Unknown(vec!["within".to_owned()])));
    }
    let when = conditions(part)?;
    let why = part.wording("why", SENTENCE)?.ok_or_else(|| part.wrong("why", Wrong::Missing))?;
    Ok(Rule { demand, when, why })
}

fn reminder(part: &Part<'_>) -> Result<Reminder, Misdeclared> {
    let after = part.number("after")?.unwrap_or(0);
    let days = i32::try_from(after).ok().filter(|days| days.abs() <= 3_660);
    let after = days.ok_or_else(|| part.wrong("after", Wrong::Not(Shape::Number)))?;
    let title = part.title("title")?;
    Ok(Reminder { on: part.key("on")?, after, until: part.key("until")?, when: conditions(part)?, title })
}

fn conditions(part: &Part<'_>) -> Result<Vec<Condition>, Misdeclared> {
    let when = part.lists("when", FIELDS)?;
    Ok(when.into_iter().map(|(field, any)| Condition { field, any }).collect())
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::domain::{
        declared::{is_own, shipped},
        id::RecordId,
        row::Row,
        value::Value,
        wording::Lang,
    };

    const GIFTS: &str = r#"
        id = "gifts_refused"
        nature = "entry"
        title = { zh = "婉拒登记", en = "Gifts refused" }
        [[field]]
        key = "what"
        title = "什么"
        kind = "text"
        [[field]]
        key = "result"
        title = "怎么处理"
        kind = "choice"
        choices = [{ key = "refused", zh = "婉拒" }, { key = "returned", zh = "退还", en = "returned" }]
        [[field]]
        key = "offered"
        title = "哪天"
        kind = "date"
        [[field]]
        key = "returned_on"
        title = "退还日期"
        kind = "date"
        [[rule]]
        need = ["returned_on"]
        when = { result = ["returned"] }
        why = "退还的要写日期"
        [[rule]]
        bar = ["returned_on"]
        when = { result = ["refused", "-"] }
        why = "没有退还的不写日期"
        [[rule]]
        order = ["offered", "returned_on"]
        why = "先送后退"
        [[reminder]]
        on = "offered"
        after = 3
        until = "returned_on"
        title = "该退还了"
    "#;

    fn row(ledger: &Ledger, values: &[(&str, Value)]) -> Row {
        let tag = |key: &str| ledger.field_by_key(key).unwrap().tag;
        Row {
            id: RecordId::new(ledger.tag, [1; 12]),
            values: values.iter().map(|(key, value)| (tag(key), vec![value.clone()])).collect(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: Timestamp::UNIX_EPOCH,
            turn: 0,
            updated: Timestamp::UNIX_EPOCH,
            by: RecordId::new(ledger.tag, [2; 12]),
        }
    }

    #[test]
    fn rules_judge_rows_and_reminders_come_due() {
        let ledger = ledger(GIFTS, Origin::Own).unwrap();
        assert!(ledger.fields.iter().all(|field| is_own(field.tag)));
        let choice = |key: &str| ("result", Value::Choice(key.to_owned()));
        let day = |key: &'static str, day: i8| (key, Value::Date(date(2026, 11, day)));
        for (values, broken) in [
            (vec![], vec![]),
            (vec![choice("refused")], vec![]),
            (vec![choice("returned")], vec![0]),
            (vec![choice("returned"), day("returned_on", 3)], vec![]),
            (vec![choice("refused"), day("returned_on", 3)], vec![1]),
            (vec![day("returned_on", 3)], vec![1]),
            (vec![choice("returned"), day("offered", 4), day("returned_on", 3)], vec![2]),
            (vec![choice("returned"), day("offered", 3), day("returned_on", 3)], vec![]),
        ] {
            let row = row(&ledger, &values);
            let wanted: Vec<&Rule> = broken.iter().map(|at: &usize| &ledger.rules[*at]).collect();
            assert_eq!(ledger.faults(&row), wanted, "{values:?}");
            assert!(ledger.faults(&Row { struck: Some("错记".into()), ..row }).is_empty());
        }
        let reminder = &ledger.reminders[0];
        assert_eq!(reminder.due(&ledger, &row(&ledger, &[day("offered", 4)])), Some(date(2026, 11, 7)));
        assert_eq!(reminder.due(&ledger, &row(&ledger, &[day("offered", 4), day("returned_on", 5)])), None);
        assert_eq!(reminder.due(&ledger, &row(&ledger, &[])), None);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_what_to_write() {
        for (from, to, place, wrong) in [
            (
                "nature = \"entry\"",
                "nature = \"issue\"",
                "nature",
                Wrong::NoneOf(vec!["card".into(), "entry".into()]),
            ),
            ("nature = \"entry\"", "", "nature", Wrong::NoneOf(vec!["card".into(), "entry".into()])),
            ("id = \"gifts_refused\"", "id = \"Gifts\"", "id", Wrong::Not(Shape::Key)),
            ("id = \"gifts_refused\"", "id = \"id\"", "id", Wrong::Reserved),
            ("id = \"gifts_refused\"", "id = 7", "id", Wrong::Not(Shape::Text)),
            (
                "title = { zh = \"婉拒登记\", en = \"Gifts refused\" }",
                "title = { zh = \"预警等级\" }",
                "title",
                Wrong::Risk,
            ),
            ("title = \"什么\"", "title = \"稳控责任人\"", "[[field]] what", Wrong::Risk),
            ("title = \"什么\"", "title = \"银行卡号\"", "[[field]] what", Wrong::Never),
            ("title = \"什么\"", "title = \"户情评分\"", "[[field]] what", Wrong::Risk),
            ("title = \"什么\"", "title = \"\"", "[[field]] what title", Wrong::Not(Shape::Text)),
            ("title = \"什么\"", "title = \"a\\u001b[2J\"", "[[field]] what title", Wrong::Not(Shape::Text)),
            ("key = \"what\"", "key = \"result\"", "[[field]] result", Wrong::Twice("key result".into())),
            ("key = \"what\"", "key = \"created\"", "[[field]] created", Wrong::Reserved),
            (
                "kind = \"text\"",
                "kind = \"string\"",
                "[[field]] what kind",
                Wrong::NoneOf(KINDS.iter().map(|word| (*word).to_owned()).collect()),
            ),
            (
                "kind = \"text\"",
                "kind = \"text\"\nof = \"residents\"",
                "[[field]] what of",
                Wrong::Unknown(vec!["kind = \"ref\"".into()]),
            ),
            (
                "kind = \"text\"",
                "kind = \"money\"\nmany = true",
                "[[field]] what",
                Wrong::NotMany("money".into()),
            ),
            (
                "kind = \"text\"",
                "kind = \"text\"\ncolumn = 900",
                "[[field]] what column",
                Wrong::Not(Shape::Width),
            ),
            ("need = [\"returned_on\"]", "need = [\"when\"]", "[[rule]] 1", Wrong::NoField("when".into())),
            ("need = [\"returned_on\"]", "", "[[rule]] 1 need / bar / order / within", Wrong::OneDemand),
            (
                "result = [\"returned\"]",
                "result = [\"kept\"]",
                "[[rule]] 1 when result",
                Wrong::NoneOf(vec!["refused".into(), "returned".into()]),
            ),
            ("order = [\"offered\", ", "order = [\"what\", ", "[[rule]] 3", Wrong::NotADay("what".into())),
            ("after = 3", "after = 99999999999", "[[reminder]] 1 after", Wrong::Not(Shape::Number)),
        ] {
            let text = GIFTS.replacen(from, to, 1);
            assert_ne!(text, GIFTS, "{from}");
            let error = ledger(&text, Origin::Own).unwrap_err();
            assert_eq!(error, Misdeclared::new(place, wrong), "{to}");
            assert!(
                !error.sentence(Lang::Zh).is_empty()
                    && error.sentence(Lang::En).is_ascii() | to.contains('稳')
            );
        }
        let unknown = ledger(&format!("colour = 1\n{GIFTS}"), Origin::Own).unwrap_err();
        assert!(unknown.place == "colour" && unknown.sentence(Lang::En).contains("reminder"));
        let broken = ledger("id = \"a\"\ntitle = [", Origin::Own).unwrap_err();
        assert!(broken.sentence(Lang::Zh).contains("line 2"), "{}", broken.sentence(Lang::Zh));
    }

    #[test]
    fn what_is_too_much_is_refused_and_nothing_panics() {
        let fields = |count: usize, required: bool| {
            let field =
                |n| format!("[[field]]\nkey=\"f{n}\"\ntitle=\"f\"\nkind=\"text\"\nrequired={required}\n");
            let fields: String = (0..count).map(field).collect();
            ledger(&format!("id=\"a\"\nnature=\"card\"\ntitle=\"a\"\n{fields}"), Origin::Own)
        };
        assert!(fields(FIELDS, false).is_ok() && fields(REQUIRED, true).is_ok());
        assert_eq!(fields(FIELDS + 1, false).unwrap_err().wrong, Wrong::TooMany(FIELDS));
        assert_eq!(fields(REQUIRED + 1, true).unwrap_err().wrong, Wrong::TooManyRequired);
        assert_eq!(fields(0, false).unwrap_err().wrong, Wrong::NoFields);
        assert_eq!(
            ledger(&"#".repeat(LARGEST + 1), Origin::Own).unwrap_err().wrong,
            Wrong::TooLarge(LARGEST)
        );
        assert!(ledger(&format!("a={}", "[".repeat(LARGEST / 2)), Origin::Own).is_err());
        // A shipped file says its tags, in their range and once each.
        assert_eq!(ledger(GIFTS, Origin::Shipped).unwrap_err().wrong, Wrong::Missing);
        let tagged = GIFTS.replacen("key =", "tag = 16384\nkey =", 1);
        assert_eq!(ledger(&tagged, Origin::Shipped).unwrap_err().wrong, Wrong::Not(Shape::Tag));
        assert!(!shipped::ledgers().is_empty());
    }

    #[test]
    fn what_is_written_out_reads_back_whatever_is_in_it() {
        use proptest::prelude::*;
        let word = "[a-z\"\\\\'\u{4e00}-\u{4e20} =\\[\\]#,]{1,12}";
        proptest!(ProptestConfig::with_cases(64), |(title in word, about in word, why in word, many: bool)| {
            prop_assume!([&title, &about, &why].iter().all(|text| !text.trim().is_empty()));
            let mut made = ledger(GIFTS, Origin::Own).unwrap();
            made.title = Wording::owned(title.trim().to_owned(), about.trim().to_owned());
            made.about = Wording::owned(about.trim().to_owned(), title.trim().to_owned());
            made.rules[0].why = Wording::owned(why.trim().to_owned(), why.trim().to_owned());
            made.fields[0].many = many;
            let written = super::super::write::ledger(&made);
            let again = ledger(&written, Origin::Own).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(super::super::write::ledger(&again), written);
            prop_assert_eq!((again.title, again.rules, again.reminders), (made.title, made.rules, made.reminders));
        });
    }
}
