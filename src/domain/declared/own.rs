//! What a group adds for itself, kept as cards like everything else: it syncs,
//! conflicts, is undone and is never thrown away.
//!
//! A card's id follows from what it declares, so that two laptops that add the
//! same ledger or field write the same card. Where cards say what cannot be,
//! because they were written without seeing each other, every laptop that
//! holds the same cards makes the same catalogue of them.

use std::collections::{BTreeMap, HashSet};

use super::{
    check, guard,
    misdeclared::{Misdeclared, Wrong},
    own_tag,
    part::is_key,
    read::{self, CHOICES, REQUIRED},
    write,
};
use crate::domain::{
    field::{Choice, Field, Kind, Privacy, Search, Tag},
    id::RecordId,
    ledger::{Catalog, Ledger, Nature, Source},
    row::Row,
    value::Value,
    wording::Wording,
};

/// The most fields of one ledger that are read, out of use or not.
const MOST: usize = 256;

/// A field of the group's own in a ledger that has rules of its own.
pub const CORE_FIELDS: Wording = Wording::new(
    "这本台账的栏是程序定好的，不能加；要多记的写在备注里，或者另建一本台账，用 ref 栏指向这里（F8“加台账”，或 minqing ledgers add）",
    "the fields of this ledger are the program's; write what is more into the note, or make a ledger of your own that refers to it (\"Ledger\" on F8, or minqing ledgers add)",
);

/// Ledgers that a group declared, and the ones of the program that it put away.
pub mod ledgers {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// A ledger of the group's own; of one of the program's, only whether it is put away.
        "ledgers" ("自设台账", "Own ledgers") Card;
        TITLE = 16 "title" ("名称", "Title") Kind::Text => automatic().column(20);
        KEY = 17 "key" ("代号", "Key") Kind::Text => automatic().column(20);
        TITLE_EN = 18 "title_en" ("英文名称", "English title") Kind::Text => automatic();
        ABOUT = 19 "about" ("说明", "About") Kind::Text => automatic();
        ABOUT_EN = 20 "about_en" ("英文说明", "About, in English") Kind::Text => automatic();
        NATURE = 21 "nature" ("性质", "Nature") Kind::choices(&[
            ("card", "卡片", "card"),
            ("entry", "记录", "entry"),
        ]) => automatic();
        GROUP = 22 "group" ("所在分组", "Group") Kind::Text => automatic().column(12);
        RULES = 23 "rules" ("规则", "Rules") Kind::Text => many().automatic();
        REMINDERS = 24 "reminders" ("提醒", "Reminders") Kind::Text => many().automatic();
        HIDDEN = 25 "hidden" ("收起", "Put away") Kind::Bool => automatic();
    }
}

/// Fields that a group declared.
pub mod fields {
    use crate::domain::field::Kind;

    crate::ledger! {
        /// A field of the group's own, in a ledger of its own or in one of the program's.
        "fields" ("自设栏目", "Own fields") Card;
        TITLE = 16 "title" ("名称", "Title") Kind::Text => automatic().column(20);
        KEY = 17 "key" ("代号", "Key") Kind::Text => automatic().column(20);
        LEDGER = 18 "of_ledger" ("台账", "Ledger") Kind::Text => automatic().column(20);
        TITLE_EN = 19 "title_en" ("英文名称", "English title") Kind::Text => automatic();
        KIND = 20 "kind" ("类型", "Kind") Kind::Text => automatic();
        OF = 21 "of" ("指向", "Refers to") Kind::Text => automatic();
        MANY = 22 "many" ("多值", "Many") Kind::Bool => automatic();
        REQUIRED = 23 "required" ("必填", "Required") Kind::Bool => automatic();
        SEARCH = 24 "search" ("查找", "Search") Kind::choices(&[
            ("none", "不查", "none"),
            ("name", "按姓名", "name"),
            ("text", "按文字", "text"),
            ("tail", "按尾数", "tail"),
        ]) => automatic();
        PRIVACY = 25 "privacy" ("保密", "Privacy") Kind::choices(&[
            ("open", "公开", "open"),
            ("personal", "个人", "personal"),
            ("sensitive", "敏感", "sensitive"),
        ]) => automatic();
        COLUMN = 26 "column" ("列宽", "Column") Kind::Int => automatic();
        IMPORT = 27 "import" ("导入列名", "Sheet columns") Kind::Text => many().automatic();
        CHOICES = 28 "choices" ("选项", "Choices") Kind::Text => many().automatic();
        ORDER = 29 "order" ("次序", "Order") Kind::Int => automatic();
        RETIRED = 30 "retired" ("停用", "Out of use") Kind::Bool => automatic();
        AUTOMATIC = 31 "automatic" ("自动", "Automatic") Kind::Bool => automatic();
        PURPOSE = 32 "purpose" ("用途", "What for") Kind::Text => automatic();
        PURPOSE_EN = 33 "purpose_en" ("英文用途", "What for, in English") Kind::Text => automatic();
    }
}

/// The card of a ledger.
pub fn ledger_id(ledger: &str) -> RecordId {
    RecordId::derived(ledgers::ID, &[ledger.as_bytes()])
}

/// The card of a field.
pub fn field_id(ledger: &str, key: &str) -> RecordId {
    RecordId::derived(fields::ID, &[ledger.as_bytes(), key.as_bytes()])
}

/// What a card of a ledger or field holds; a set has several values, a field
/// that is not named here none.
pub type Cells = BTreeMap<Tag, Vec<Value>>;

/// A ledger as its card says it.
pub fn ledger_cells(ledger: &Ledger) -> Cells {
    let text = |text: &str| Value::text(text).into_iter().collect::<Vec<_>>();
    let nature = if ledger.nature == Nature::Card { "card" } else { "entry" };
    let own = |texts: Vec<String>| texts.into_iter().map(Value::Text).collect::<Vec<_>>();
    Cells::from([
        (ledgers::TITLE, text(&ledger.title.zh)),
        (ledgers::KEY, text(&ledger.id)),
        (ledgers::TITLE_EN, text(&ledger.title.en)),
        (ledgers::ABOUT, text(&ledger.about.zh)),
        (ledgers::ABOUT_EN, text(&ledger.about.en)),
        (ledgers::NATURE, vec![Value::Choice(nature.to_owned())]),
        (ledgers::GROUP, ledger.group.iter().flat_map(|group| text(group)).collect()),
        (ledgers::RULES, own(ledger.rules.iter().map(write::rule).collect())),
        (ledgers::REMINDERS, own(ledger.reminders.iter().map(write::reminder).collect())),
        (ledgers::HIDDEN, yes(ledger.hidden)),
    ])
}

/// A field as its card says it; `order` is its place in forms.
pub fn field_cells(ledger: &str, field: &Field, order: i64) -> Cells {
    let mut field = field.clone();
    guard::raise(&mut field);
    let text = |text: &str| Value::text(text).into_iter().collect::<Vec<_>>();
    let of = if let Kind::Ref(of) = &field.kind { of.as_str() } else { "" };
    let search = match field.search {
        Search::None => "none",
        Search::Name => "name",
        Search::Text => "text",
        Search::Tail => "tail",
    };
    let choices = if let Kind::Choice(choices) = &field.kind { choices.as_slice() } else { &[] };
    let choices = choices.iter().enumerate().map(|(at, choice)| Value::Text(choice_cell(at, choice)));
    Cells::from([
        (fields::TITLE, text(&field.title.zh)),
        (fields::KEY, text(&field.key)),
        (fields::LEDGER, text(ledger)),
        (fields::TITLE_EN, text(&field.title.en)),
        (fields::KIND, text(field.kind.key())),
        (fields::OF, text(of)),
        (fields::MANY, yes(field.many)),
        (fields::REQUIRED, yes(field.required)),
        (fields::SEARCH, vec![Value::Choice(search.to_owned())]),
        (fields::PRIVACY, vec![Value::Choice(field.privacy.key().to_owned())]),
        (fields::COLUMN, field.column.map(|width| Value::Int(width.into())).into_iter().collect()),
        (fields::IMPORT, field.import.iter().map(|name| Value::Text(name.clone())).collect()),
        (fields::CHOICES, choices.collect()),
        (fields::ORDER, vec![Value::Int(order)]),
        (fields::RETIRED, Vec::new()),
        (fields::AUTOMATIC, yes(!field.in_form)),
        (fields::PURPOSE, field.purpose.iter().flat_map(|purpose| text(&purpose.zh)).collect()),
        (fields::PURPOSE_EN, field.purpose.iter().flat_map(|purpose| text(&purpose.en)).collect()),
    ])
}

/// The privacy that a card says; what is not known counts as the strictest.
pub fn privacy_of(value: Option<&Value>) -> Privacy {
    match value.and_then(Value::as_text) {
        None | Some("open") => Privacy::Open,
        Some("personal") => Privacy::Personal,
        Some(_) => Privacy::Sensitive,
    }
}

/// The field that a card declares; it has no tag yet.
pub fn field(row: &Row) -> Result<Field, Misdeclared> {
    let key = row.text(fields::KEY);
    let place = format!("[[field]] {key}");
    let word = row.text(fields::KIND);
    let of = row.text(fields::OF);
    let kind = read::kind(word, Some(of.to_owned()));
    let mut kind = kind.filter(|_| is_key(key)).ok_or_else(|| {
        let all = read::kinds().iter().map(|word| (*word).to_owned()).collect();
        Misdeclared::new(format!("{place} kind"), Wrong::NoneOf(all))
    })?;
    if let Kind::Choice(all) = &mut kind {
        *all = choices(row);
    }
    let mut field = Field::new(0, key, "", "", kind);
    field.title = wording(row, fields::TITLE, fields::TITLE_EN, key);
    field.many = row.is(fields::MANY);
    field.required = row.is(fields::REQUIRED);
    field.in_form = !row.is(fields::AUTOMATIC);
    field.search = match row.text(fields::SEARCH) {
        "name" => Search::Name,
        "text" => Search::Text,
        "tail" => Search::Tail,
        _ => Search::None,
    };
    field.privacy = privacy_of(row.one(fields::PRIVACY));
    let told = !row.text(fields::PURPOSE).is_empty();
    field.purpose = told.then(|| wording(row, fields::PURPOSE, fields::PURPOSE_EN, ""));
    field.column = number(row, fields::COLUMN).and_then(|width| u16::try_from(width).ok());
    field.column = field.column.filter(|width| (2..=60).contains(width));
    field.import = row.all(fields::IMPORT).iter().filter_map(Value::as_text).map(str::to_owned).collect();
    guard::raise(&mut field);
    check::field(&field)?;
    Ok(field)
}

/// What was made of the cards, besides the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Fields that lost their number to an older one: the ledger's title and theirs.
    pub renumbered: Vec<(Wording, Wording)>,
}

/// The catalogue of the program's ledgers and the group's own.
pub fn catalog(shipped: Catalog, own: &[Row], own_fields: &[Row]) -> (Catalog, Remarks) {
    let mut catalog = shipped;
    let mut remarks = Remarks::default();
    let mut by_ledger: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in own_fields {
        by_ledger.entry(row.text(fields::LEDGER)).or_default().push(row);
    }
    let mut touched: Vec<Ledger> = Vec::new();
    for row in own {
        let known = catalog.get(row.text(ledgers::KEY)).cloned();
        let declared = match known {
            Some(known) if known.source == Source::Core => continue,
            Some(known) => Some(known),
            None => own_ledger(row),
        };
        touched.extend(declared.map(|mut ledger| {
            // Nobody throws a ledger away: what was taken back is put away, and its records stay.
            ledger.hidden = if row.deleted { ledger.source == Source::Own } else { row.is(ledgers::HIDDEN) };
            if !row.deleted {
                let all = |tag| row.all(tag).iter().filter_map(Value::as_text);
                ledger.rules.extend(all(ledgers::RULES).filter_map(|text| read::rule_of(text).ok()));
                let reminders = all(ledgers::REMINDERS).filter_map(|text| read::reminder_of(text).ok());
                ledger.reminders.extend(reminders);
            }
            ledger
        }));
    }
    for id in by_ledger.keys() {
        let known = catalog.get(id).filter(|ledger| ledger.source != Source::Core);
        let is_new = touched.iter().all(|ledger| ledger.id != *id);
        touched.extend(known.filter(|_| is_new).cloned());
    }
    for mut ledger in touched {
        let rows = by_ledger.remove(ledger.id.as_str()).unwrap_or_default();
        extend(&mut ledger, rows, &mut remarks);
        catalog.put(ledger);
    }
    (catalog, remarks)
}

/// A ledger of the group's own, without its fields; none where the card says
/// nothing that could be one.
fn own_ledger(row: &Row) -> Option<Ledger> {
    let id = row.text(ledgers::KEY);
    let nature = if row.text(ledgers::NATURE) == "card" { Nature::Card } else { Nature::Entry };
    let title = wording(row, ledgers::TITLE, ledgers::TITLE_EN, id);
    let is_sound = is_key(id) && row.id == ledger_id(id) && !check::is_risk(&title);
    let mut ledger = is_sound.then(|| Ledger::new(id, title, nature, Vec::new()))?;
    ledger.source = Source::Own;
    ledger.group = Some(row.text(ledgers::GROUP).to_owned()).filter(|group| !group.is_empty());
    ledger.about = wording(row, ledgers::ABOUT, ledgers::ABOUT_EN, "");
    Some(ledger)
}

/// Adds the group's own fields to a ledger.
fn extend(ledger: &mut Ledger, mut rows: Vec<&Row>, remarks: &mut Remarks) {
    // The older of two that came to the same number keeps it: more was written there.
    rows.sort_by(|one, other| {
        let key = |row: &Row| (row.created, row.text(fields::KEY).to_owned());
        key(one).cmp(&key(other))
    });
    rows.truncate(MOST);
    let shipped: HashSet<String> = ledger.fields.iter().map(|field| field.key.clone()).collect();
    let mut taken: HashSet<Tag> = ledger.fields.iter().map(|field| field.tag).collect();
    let mut placed = Vec::new();
    for row in rows {
        let Ok(mut field) = field(row) else { continue };
        if row.id != field_id(&ledger.id, &field.key) {
            continue;
        }
        let mut tags = (0..=u8::MAX).map(|attempt| (attempt, own_tag(&ledger.id, &field.key, attempt)));
        let Some((attempt, tag)) = tags.find(|(_, tag)| !taken.contains(tag)) else { continue };
        if attempt > 0 {
            remarks.renumbered.push((ledger.title.clone(), field.title.clone()));
        }
        taken.insert(tag);
        field.tag = tag;
        if shipped.contains(&field.key) {
            // The program has come to bring a field of this name.
            field.key = format!("own_{}", field.key);
        }
        let is_out = row.deleted || row.is(fields::RETIRED);
        placed.push((is_out, number(row, fields::ORDER).unwrap_or(i64::MAX), field));
    }
    placed.sort_by_key(|(_, order, _)| *order);
    let all: Vec<Field> =
        ledger.fields.iter().chain(placed.iter().map(|(.., field)| field)).cloned().collect();
    if guard::tell_of_people(&all) {
        for (.., field) in &mut placed {
            guard::raise_money(field);
        }
    }
    let (out, used): (Vec<_>, Vec<_>) = placed.into_iter().partition(|(is_out, ..)| *is_out);
    ledger.fields.extend(used.into_iter().map(|(.., field)| field));
    if ledger.source == Source::Own {
        give_columns(ledger);
    }
    ledger.retired.extend(out.into_iter().map(|(.., field)| field));
    // Two people may each have added the eighth (domain.md H7).
    let asked = ledger.fields.iter_mut().filter(|field| field.required && field.in_form);
    asked.skip(REQUIRED).for_each(|field| field.required = false);
}

/// Gives a ledger that names no columns its first few: a list of ids tells nobody anything.
fn give_columns(ledger: &mut Ledger) {
    const FIRST: usize = 4;
    const WIDTHS: [u16; 2] = [14, 10];
    if ledger.fields.iter().any(|field| field.column.is_some()) {
        return;
    }
    let is_short = |field: &&mut Field| field.in_form && !matches!(field.kind, Kind::LongText);
    let first = ledger.fields.iter_mut().filter(is_short).take(FIRST);
    for (field, width) in first.zip(WIDTHS.into_iter().chain([WIDTHS[1]; FIRST])) {
        field.column = Some(width);
    }
}

/// The place of a choice, its key and titles, with tabs between them: each is
/// an element of a set, so that two people can add one each.
fn choice_cell(at: usize, choice: &Choice) -> String {
    let retired = if choice.retired { "\t-" } else { "" };
    format!("{at:03}\t{}\t{}\t{}{retired}", choice.key, choice.title.zh, choice.title.en)
}

fn choices(row: &Row) -> Vec<Choice> {
    let mut all: Vec<Choice> = Vec::new();
    let mut texts: Vec<&str> = row.all(fields::CHOICES).iter().filter_map(Value::as_text).collect();
    texts.sort_unstable();
    for text in texts.into_iter().take(CHOICES * 2) {
        let parts: Vec<&str> = text.split('\t').collect();
        let [_, key, zh, en, rest @ ..] = parts.as_slice() else { continue };
        let title = Wording::owned((*zh).to_owned(), (*en).to_owned());
        let choice = Choice { key: (*key).to_owned(), title, retired: rest == ["-"], also: &[] };
        // Two people may have renamed one; it is one choice still.
        if is_key(key) && all.iter().all(|known| known.key != *key) {
            all.push(choice);
        }
    }
    all
}

fn wording(row: &Row, zh: Tag, en: Tag, otherwise: &str) -> Wording {
    let zh = Some(row.text(zh)).filter(|text| !text.is_empty()).unwrap_or(otherwise).to_owned();
    let en = Some(row.text(en)).filter(|text| !text.is_empty()).map_or_else(|| zh.clone(), str::to_owned);
    Wording::owned(zh, en)
}

fn number(row: &Row, tag: Tag) -> Option<i64> {
    if let Some(Value::Int(number)) = row.one(tag) { Some(*number) } else { None }
}

fn yes(yes: bool) -> Vec<Value> {
    if yes { vec![Value::Bool(true)] } else { Vec::new() }
}
