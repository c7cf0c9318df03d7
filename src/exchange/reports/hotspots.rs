//! What many matters are about: by class, place and month, with what people
//! judge of it (domain.md C2, E4).

use super::{Subject, Table, count, place, text};
use crate::{
    domain::{calendar, figures::Hotspot, hot_topics, wording::Lang},
    workbench::{Workbench, hot_topics::HotTopic},
};

/// The titles of the columns.
const HEADER: [(&str, &str); 9] = [
    ("分类", "class"),
    ("居民小组", "place"),
    ("月份", "month"),
    ("件数", "matters"),
    ("其中未了结", "open"),
    ("研判", "judged"),
    ("研判意见", "judgement"),
    ("研判人", "by"),
    ("研判日期", "on"),
];

/// They as a sheet.
pub fn table(bench: &Workbench, topics: &[HotTopic], lang: Lang) -> Table {
    let row = |topic: &HotTopic| {
        let spot = &topic.spot;
        let [verdict, why, by, day] = judged(bench, topic, lang).map(text);
        let place = place(bench, spot.neighbourhood, lang);
        let [class, place, month] = [class(spot, lang), place, month(spot)].map(text);
        vec![class, place, month, count(spot.matters), count(spot.open), verdict, why, by, day]
    };
    Table::new(Subject::Hotspots, HEADER, topics.iter().map(row).collect(), lang)
}

/// The month of a topic, as `2026-11`.
pub fn month(spot: &Hotspot) -> String {
    spot.month.to_string().chars().take(7).collect()
}

/// What was judged, why, by whom, and when.
pub fn judged(bench: &Workbench, topic: &HotTopic, lang: Lang) -> [String; 4] {
    let Some(row) = &topic.judgement else {
        return [lang.pick("未研判", "not yet").to_owned(), String::new(), String::new(), String::new()];
    };
    [
        verdict(row.text(hot_topics::VERDICT), lang),
        row.text(hot_topics::JUDGEMENT).to_owned(),
        bench.name_of(row.by),
        calendar::day(row.updated).to_string(),
    ]
}

fn verdict(key: &str, lang: Lang) -> String {
    let declared = hot_topics::ledger();
    let choice = declared.field(hot_topics::VERDICT).and_then(|field| field.choice(key));
    choice.map(|choice| choice.title.get(lang).to_owned()).unwrap_or_default()
}

/// The class of a topic, or that it has none.
pub fn class(spot: &Hotspot, lang: Lang) -> String {
    if spot.class.is_empty() {
        lang.pick("（未分类）", "(no class)").to_owned()
    } else {
        spot.class.clone()
    }
}
