//! The month of visits (domain.md §2.3).

use super::{Subject, Table, count, text};
use crate::{
    domain::wording::Lang,
    workbench::facts::visit_month::{Figure, VisitMonth},
};

/// It as a sheet.
pub fn table(told: &VisitMonth, lang: Lang) -> Table {
    let rows = rows(told, lang).into_iter();
    let rows = rows.map(|(title, figure)| vec![text(title), count(figure.now), count(figure.total)]);
    let header = [("项目", "figure"), ("当月", "these days"), ("累计", "in all")];
    Table::new(Subject::Visits, header, rows.collect(), lang)
}

/// The figures with their titles, in the order of the form.
pub fn rows(told: &VisitMonth, lang: Lang) -> Vec<(String, Figure)> {
    let heads = [
        ("入户走访户数", "households reached at home", told.at_home),
        ("非入户走访户数", "households reached otherwise", told.otherwise),
        ("走访次数", "visits", told.visits),
    ];
    let mut rows: Vec<(String, Figure)> =
        heads.map(|(zh, en, figure)| (lang.pick(zh, en).to_owned(), figure)).to_vec();
    for (class, figure) in &told.classes {
        let class = if class.is_empty() { lang.pick("未分类", "no class") } else { class };
        let title = crate::say!(lang, "登记事项：{class}", "matters registered: {class}");
        rows.push((title, *figure));
    }
    rows
}
