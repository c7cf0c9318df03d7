//! The people and what is learnt among them: cards, issues, visits, checklists.

use minqing::{
    domain::{
        checklists::{CheckState, Clarity},
        consent::{Purpose, Said},
        id::RecordId,
        issues::issues,
        roster::{households, neighbourhoods, residents},
        team::members,
        visits,
    },
    workbench::{
        Error,
        checks::Tick,
        consents::Word,
        visit::{Evidence, Raised, VisitReport},
    },
};

use super::acts::Hand;

const FACTS: [&str; 5] = ["veteran_cadre", "veteran_member", "veteran_comrade", "hardship", "exemplar"];

pub(crate) fn resident(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let home = hand.pick(households::ID).filter(|_| hand.dice.chance(60));
    let place = hand.place();
    let mut pairs = vec![
        ("name", format!("居民{}", hand.n)),
        ("phone", format!("139{:08}", hand.n)),
        ("household", home.map(|id| id.to_string()).unwrap_or_default()),
    ];
    if hand.dice.chance(70) {
        pairs.push(("neighbourhood", place.to_string()));
    }
    if hand.dice.chance(40) {
        let leap = hand.dice.word(&["", "", "", "闰"]);
        let day = hand.dice.word(&["1", "9", "15", "23", "29", "30"]);
        pairs.push(("lunar_birthday", format!("{leap}{}-{day}", hand.dice.roll(12) + 1)));
    }
    if hand.dice.chance(50) {
        pairs.push(("visit_facts", hand.dice.word(&FACTS).to_owned()));
        pairs.push(("visit_basis", hand.text(15)));
    }
    if hand.dice.chance(20) {
        pairs.push(("born", "2018-05-01".to_owned()));
    }
    hand.add(residents::ID, &pairs)
}

pub(crate) fn household(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let place = hand.place().to_string();
    let mut pairs = vec![
        ("address", format!("湖滨巷{}号", hand.n)),
        ("neighbourhood", place),
        ("number", hand.n.to_string()),
    ];
    if hand.dice.chance(40) {
        pairs.push(("visit_facts", hand.dice.word(&FACTS).to_owned()));
        pairs.push(("visit_basis", hand.text(15)));
    }
    hand.add(households::ID, &pairs)
}

/// Somebody's card is put right.
pub(crate) fn card(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let ledger =
        hand.dice.word(&[residents::ID, households::ID, neighbourhoods::ID, members::ID, issues::ID]);
    let Some(id) = hand.pick(ledger) else { return Ok(false) };
    let place = hand.place().to_string();
    let pairs = match ledger {
        residents::ID | households::ID if hand.dice.chance(50) => vec![
            ("visit_facts", hand.dice.word(&["", "hardship", "exemplar、veteran_member"]).to_owned()),
            ("visit_basis", hand.text(10)),
        ],
        residents::ID | households::ID => vec![("neighbourhood", place)],
        neighbourhoods::ID => {
            let member = hand.member();
            vec![("members", member.to_string())]
        }
        members::ID => vec![("posted", place)],
        _ => match hand.dice.roll(5) {
            3 => vec![(
                "procedure",
                hand.dice.word(&["ordinary", "difficult", "hotline", "review"]).to_owned(),
            )],
            4 => vec![("scale", hand.dice.word(&["individual", "individual", "group"]).to_owned())],
            0 => vec![("urgency", hand.dice.word(&["normal", "utility", "danger"]).to_owned())],
            1 => vec![("neighbourhood", place)],
            _ => vec![("category", hand.dice.word(&["噪声", "排水", "路灯"]).to_owned())],
        },
    };
    hand.edit(id, &pairs)
}

pub(crate) fn issue(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let kind = hand.dice.word(&[
        "request",
        "request",
        "dispute",
        "hazard",
        "violation",
        "supervision",
        "rectification",
    ]);
    let procedure =
        hand.dice.word(&["", "", "ordinary", "difficult", "hotline", "petition", "review", "recheck"]);
    let place = hand.place().to_string();
    let mut pairs = vec![
        ("title", format!("事项{}", hand.n)),
        ("kind", kind.to_owned()),
        ("procedure", procedure.to_owned()),
        ("urgency", hand.dice.word(&["normal", "normal", "normal", "utility", "danger"]).to_owned()),
        ("category", hand.dice.word(&["", "噪声", "排水", "路灯"]).to_owned()),
    ];
    if hand.dice.chance(80) {
        pairs.push(("neighbourhood", place));
    }
    if hand.dice.chance(12) {
        pairs.push(("scale", "group".to_owned()));
    }
    if hand.dice.chance(8) {
        pairs.push(("about", hand.dice.word(&["李强", "王芳", "街道城管科"]).to_owned()));
    }
    match hand.pick(residents::ID) {
        Some(person) if hand.dice.chance(75) => {
            pairs.push(("from", hand.bench.name_of(person)));
            pairs.push(("resident", person.to_string()));
        }
        Some(_) | None => {
            pairs.push(("anonymous", "是".to_owned()));
            if hand.dice.chance(30) {
                pairs.push(("phone", "13900003333".to_owned()));
            }
        }
    }
    hand.add(issues::ID, &pairs)
}

/// A visit with all that came of it, in one form.
pub(crate) fn visit(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(person) = hand.pick(residents::ID) else { return Ok(false) };
    let category = hand.dice.word(&[FACTS[0], FACTS[1], FACTS[2], FACTS[3], FACTS[4], "petitioner", ""]);
    let who = hand.member();
    let mut fields = vec![
        ("resident".to_owned(), person.to_string()),
        ("category".to_owned(), category.to_owned()),
        ("visitors".to_owned(), who.to_string()),
        ("words".to_owned(), hand.text(20)),
        ("date".to_owned(), hand.day(-5, 0).to_string()),
    ];
    if hand.dice.chance(25) {
        fields.push(("advice".to_owned(), format!("建议{}", hand.n)));
    }
    if hand.dice.chance(25) {
        fields.push(("needs".to_owned(), hand.dice.word(&["技能培训", "就业"]).to_owned()));
    }
    let raised = if hand.dice.chance(20) {
        vec![Raised {
            title: format!("走访事项{}", hand.n), fields: vec![("kind".into(), "request".into())]
        }]
    } else {
        Vec::new()
    };
    let evidence = if hand.dice.chance(30) {
        let (list, item) = some_item(hand);
        vec![Evidence { list, item, basis: format!("听说{}", hand.n), owner: None, next: None }]
    } else {
        Vec::new()
    };
    hand.bench.visit(&VisitReport { fields, raised, evidence })?;
    Ok(true)
}

pub(crate) fn bare_visit(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(home) = hand.pick(households::ID) else { return Ok(false) };
    let day = hand.day(-3, 9);
    // What is to come has not been said yet; somebody writes it down all the same.
    let unsaid = if day > hand.bench.today() { 90 } else { 50 };
    let pairs = [
        ("date", day.to_string()),
        ("category", hand.dice.word(&FACTS).to_owned()),
        ("household", home.to_string()),
        ("words", hand.text(unsaid)),
    ];
    hand.add(visits::ID, &pairs)
}

fn some_item(hand: &mut Hand<'_>) -> (Clarity, String) {
    let sheets = hand.bench.checklists().unwrap();
    let sheet = &sheets[hand.dice.roll(sheets.len())];
    let item = sheet.items[hand.dice.roll(sheet.items.len().min(4))].id.clone();
    (sheet.list, item)
}

pub(crate) fn tick(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let (list, item) = some_item(hand);
    let place = hand.place();
    let state = hand.dice.one(&[CheckState::Open, CheckState::Working, CheckState::Clear]);
    let issue = hand.pick(issues::ID).filter(|_| hand.dice.chance(40));
    let tick = Tick {
        state,
        basis: Some(hand.text(25)),
        links: issue.into_iter().collect(),
        unlinks: hand.pick(issues::ID).filter(|_| hand.dice.chance(10)).into_iter().collect(),
        review: Some(hand.day(-2, 40)).filter(|_| hand.dice.chance(60)),
        owner: hand.pick(members::ID).filter(|_| hand.dice.chance(60)),
        next: Some(hand.text(25)),
    };
    hand.bench.tick(list, &item, place, &tick)?;
    Ok(true)
}

pub(crate) fn item(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let (list, item) = some_item(hand);
    if hand.dice.chance(60) {
        let n = hand.n;
        hand.bench.add_item(list, &format!("新项{}", n % 7), "问一问")?;
    } else {
        hand.bench.retire_item(list, &item)?;
    }
    Ok(true)
}

pub(crate) fn consent(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(resident) = hand.pick(residents::ID) else { return Ok(false) };
    let said = if hand.dice.chance(60) { Said::Given } else { Said::Withdrawn };
    let purpose = hand.dice.one(&[Purpose::WeChat, Purpose::Photo, Purpose::Publicity]).unwrap();
    let guardian = hand.dice.word(&["", "王建国"]).to_owned();
    let word =
        Word { resident, purpose, detail: String::new(), said, day: None, way: "oral".into(), guardian };
    hand.bench.consent(&word)?;
    Ok(true)
}

pub(crate) fn notice(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(resident) = hand.pick(residents::ID) else { return Ok(false) };
    hand.bench.told_resident(resident, "oral")?;
    Ok(true)
}

pub(crate) fn wechat(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let people = hand.ids(residents::ID);
    let may = |id: &RecordId| hand.bench.may(*id, Purpose::WeChat).unwrap();
    let (willing, other): (Vec<RecordId>, Vec<RecordId>) = people.into_iter().partition(may);
    let from = if hand.dice.chance(80) { willing } else { other };
    let Some(id) = hand.dice.one(&from) else { return Ok(false) };
    hand.edit(id, &[("wechat", format!("wx{}", hand.n))])
}
