//! The four figures of a summary (domain.md B9).

use super::{Subject, Table, count, text};
use crate::{
    domain::{issues::steps, wording::Lang},
    workbench::facts::Summary,
};

/// It as a sheet.
pub fn table(summary: &Summary, lang: Lang) -> Table {
    let rows = rows(summary, lang).into_iter();
    let rows = rows.map(|(chapter, title, number)| vec![text(chapter), text(title), count(number)]);
    let header = [("口径", "of"), ("项目", "figure"), ("数", "n")];
    Table::new(Subject::Summary, header, rows.collect(), lang)
}

/// The figures with their titles, by the four heads.
pub fn rows(summary: &Summary, lang: Lang) -> Vec<(String, String, usize)> {
    let heads = [
        lang.pick("走访（了解民情）", "visits"),
        lang.pick("诉求（关注民生）", "requests"),
        lang.pick("增收（帮助民富）", "income"),
        lang.pick("满意（深得民心）", "satisfaction"),
    ];
    let [visits, requests, income, satisfaction] = heads;
    let board = &summary.matters;
    let mut rows: Vec<(&str, String, usize)> = vec![
        (visits, lang.pick("走到的户", "households reached").to_owned(), summary.households),
        (visits, lang.pick("有内容的走访", "visits that told something").to_owned(), summary.visits),
        (requests, lang.pick("登记", "registered").to_owned(), board.registered),
        (requests, lang.pick("办成", "done").to_owned(), board.done),
        (requests, lang.pick("在办", "being done").to_owned(), board.working),
        (requests, lang.pick("办不了已说明", "not possible, and told why").to_owned(), board.told),
        (income, lang.pick("办成的发展项目", "projects of the economy done").to_owned(), summary.projects),
    ];
    rows.extend(summary.income.iter().map(|(title, n)| (income, title.get(lang).to_owned(), *n)));
    let declared = steps::ledger();
    for (key, n) in &summary.ratings {
        let choice = declared.field(steps::RATING).and_then(|field| field.choice(key));
        let title = choice.map_or_else(|| key.clone(), |choice| choice.title.get(lang).to_owned());
        rows.push((satisfaction, title, *n));
    }
    rows.push((satisfaction, lang.pick("按时首次答复", "first answers in time").to_owned(), summary.in_time));
    rows.push((satisfaction, lang.pick("超期首次答复", "first answers late").to_owned(), summary.late));
    let missed = lang.pick("没有答复，已过期", "not answered, past their time");
    rows.push((satisfaction, missed.to_owned(), summary.unanswered));
    rows.into_iter().map(|(head, title, number)| (head.to_owned(), title, number)).collect()
}
