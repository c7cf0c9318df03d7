//! The four figures of a summary (domain.md B9).

use clap::Args;
use serde_json::{Value as Json, json};

use super::{Period, count, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{issues::steps, wording::Lang},
    exchange::write::OutCell,
    workbench::{Workbench, facts::Summary},
};

/// 四项小结：走访、诉求、增收、满意 · The four figures: visits, requests, income, satisfaction
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report summary
  minqing report summary --from 2026-07-01 --to 2026-12-31 --out 小结.xlsx

了解民情看走访，关注民生看诉求，帮助民富看增收，深得民心看满意；都从记录现算，不按人排。
Counted from the records, of the group's work and of nobody's.")]
pub(super) struct Order {
    #[command(flatten)]
    period: Period,
}

/// Counts them.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = order.period.days(bench)?;
    let summary = bench.summary(from, to)?;
    let rows = rows(&summary, face.lang);
    if let Some(file) = &order.period.out {
        let cell = |(chapter, title, number): &(String, String, usize)| {
            vec![OutCell::Text(chapter.clone()), OutCell::Text(title.clone()), count(*number)]
        };
        write_out(file, "四项小结", &["口径", "项目", "数"], rows.iter().map(cell).collect())?;
    }
    let income: Vec<Json> = summary
        .income
        .iter()
        .map(|(title, n)| json!({ "title": title.get(face.lang), "count": n }))
        .collect();
    let board = &summary.matters;
    let json = json!({
        "from": from.to_string(), "to": to.to_string(),
        "visits": { "households": summary.households, "visits": summary.visits },
        "requests": {
            "registered": board.registered, "done": board.done, "working": board.working, "told": board.told,
        },
        "income": { "projects": summary.projects, "others": income },
        "satisfaction": {
            "ratings": summary.ratings, "in_time": summary.in_time, "late": summary.late,
            "unanswered": summary.unanswered,
        },
        "file": order.period.out.as_ref().map(|file| file.display().to_string()),
    });
    let mut table = Table::new([
        face.lang.pick("口径", "of"),
        face.lang.pick("项目", "figure"),
        face.lang.pick("数", "n"),
    ]);
    for (chapter, title, number) in rows {
        table.push([chapter, title, number.to_string()]);
    }
    face.answer(&json, format!("{from} – {to}\n{}", table.text(face.is_colored())))?;
    Ok(DONE)
}

/// The figures with their titles, by the four heads.
fn rows(summary: &Summary, lang: Lang) -> Vec<(String, String, usize)> {
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
