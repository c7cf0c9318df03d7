//! Who was reached, who was not, and why they are on the list (domain.md B2–B4).

use super::{Subject, Table, text};
use crate::{
    domain::{
        calling::{Called, Coverage, Reason},
        wording::Lang,
    },
    say,
    workbench::Workbench,
};

/// It as a sheet: one row for each line of the list. What a reason rests on may
/// tell of need or illness and stays out of files (domain.md §4.2 rule 9).
pub fn table(bench: &Workbench, coverage: &Coverage, lang: Lang) -> Table {
    let day = |day: Option<jiff::civil::Date>| text(day.map(|day| day.to_string()).unwrap_or_default());
    let rows = coverage.called.iter().map(|called| {
        let why = match &called.reason {
            Reason::Fact(_) => called.category.title(lang),
            Reason::Waits(numbers) => {
                let numbers = numbers.join("、");
                say!(lang, "未了事项 {numbers}", "open {numbers}")
            }
        };
        let told = [called.category.title(lang), place_name(bench, called), bench.name_of(called.who), why];
        let [category, place, who, why] = told.map(text);
        vec![category, place, who, why, day(called.since), day(called.visited)]
    });
    let header = [
        ("类别", "category"),
        ("居民小组", "neighbourhood"),
        ("居民或户", "resident or household"),
        ("缘由", "why"),
        ("列入日期", "listed"),
        ("走访日期", "visited"),
    ];
    Table::new(Subject::Coverage, header, rows.collect(), lang)
}

/// The neighbourhood of somebody on the list.
pub fn place_name(bench: &Workbench, called: &Called) -> String {
    called.place.map(|place| bench.name_of(place)).unwrap_or_default()
}
