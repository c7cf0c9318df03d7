//! Every other ledger: the program's and the group's own, diaries and what is
//! kept apart.

use minqing::{
    domain::{
        declared::read::{self, Origin},
        field::{Choice, Field, Kind},
        informers,
        ledger::Source,
        roster::residents,
    },
    workbench::Error,
};

use super::acts::{Hand, text};

const OWN: &str = r#"
id = "lending"
nature = "entry"
title = { zh = "借用登记", en = "Lending" }
[[field]]
key = "what"
title = { zh = "借什么", en = "What" }
kind = "text"
required = true
[[field]]
key = "lent_on"
title = { zh = "借出日期", en = "Lent on" }
kind = "date"
[[field]]
key = "back_on"
title = { zh = "归还日期", en = "Back on" }
kind = "date"
[[rule]]
order = ["lent_on", "back_on"]
why = { zh = "归还不能早于借出", en = "nothing comes back before it was lent" }
[[reminder]]
on = "lent_on"
after = 5
until = "back_on"
title = { zh = "催还", en = "Ask for it back" }
"#;

/// A ledger of the group's own: declared, changed, filled, put away.
pub(crate) fn own_ledger(hand: &mut Hand<'_>) -> Result<bool, Error> {
    if hand.bench.catalog().get("lending").is_none() {
        let ledger = read::ledger(OWN, Origin::Own).unwrap();
        hand.bench.declare(&ledger)?;
        return Ok(true);
    }
    match hand.dice.roll(6) {
        0 => {
            let key = hand.dice.word(&["note", "place", "worth"]);
            let kind = hand.dice.one(&[Kind::Text, Kind::Int]).unwrap();
            let field = Field::new(0, key, "补充", "More", kind);
            hand.bench.declare_field("lending", &field)?;
        }
        1 => {
            let retired = hand.dice.chance(50);
            hand.bench.retire_field("lending", "back_on", retired)?;
        }
        2 => {
            let hidden = hand.dice.chance(40);
            hand.bench.hide_ledger("lending", hidden)?;
        }
        _ => {
            let pairs = [
                ("what", hand.text(10)),
                ("lent_on", hand.day(-10, 0).to_string()),
                ("back_on", if hand.dice.chance(50) { hand.day(-8, 5).to_string() } else { String::new() }),
            ];
            return hand.add("lending", &pairs);
        }
    }
    Ok(true)
}

/// Something in any of the declared ledgers.
pub(crate) fn declared(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let catalog = hand.bench.shared_catalog();
    let all: Vec<_> = catalog
        .iter()
        .filter(|ledger| ledger.source != Source::Core && !ledger.hidden && ledger.is_open())
        .collect();
    let ledger = all[hand.dice.roll(all.len())];
    let mut pairs: Vec<(String, String)> = Vec::new();
    for field in ledger.fields.iter().filter(|field| field.in_form) {
        if field.required || hand.dice.chance(35) {
            let told = fitting(hand, field);
            pairs.push((field.key.clone(), told));
        }
    }
    let told: Vec<(&str, String)> = pairs.iter().map(|(key, text)| (key.as_str(), text.clone())).collect();
    hand.add(&ledger.id, &told)
}

/// A text that fits a field; empty where there is nothing to refer to.
fn fitting(hand: &mut Hand<'_>, field: &Field) -> String {
    match &field.kind {
        Kind::Text | Kind::LongText => format!("第{}句", hand.n),
        Kind::Name => format!("某{}", hand.n),
        Kind::Phone => "13900002222".to_owned(),
        Kind::IdNumber => String::new(),
        Kind::Int | Kind::Money => (hand.dice.roll(30) + 1).to_string(),
        Kind::Bool => hand.dice.word(&["是", "否"]).to_owned(),
        Kind::Date => hand.day(-10, 10).to_string(),
        Kind::Lunar => "八月十五".to_owned(),
        Kind::Instant => format!("{} 09:00", hand.day(-10, 0)),
        Kind::Choice(choices) => {
            let offered: Vec<&Choice> = choices.iter().filter(|choice| !choice.retired).collect();
            offered[hand.dice.roll(offered.len())].key.clone()
        }
        Kind::Ref(ledger) => {
            let ledger = if ledger.is_empty() { residents::ID } else { ledger };
            hand.pick(ledger).map(|id| id.to_string()).unwrap_or_default()
        }
    }
}

pub(crate) fn diary(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let pairs = [
        ("title", format!("日记{}", hand.n)),
        ("date", hand.bench.today().to_string()),
        ("text", hand.text(0)),
        ("open", hand.dice.word(&["是", "否"]).to_owned()),
    ];
    hand.add("diaries", &pairs)
}

pub(crate) fn informer(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let about = hand.dice.word(&["张晓敏", "某物业公司", "某物业公司"]);
    let fields = [(informers::ABOUT, text(about)), (informers::TEXT, text("收了土特产"))];
    hand.bench.enter_informer(&fields)?;
    Ok(true)
}
