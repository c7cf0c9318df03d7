//! The month of visits (domain.md §2.3).

use clap::Args;
use jiff::{ToSpan, civil::Date};
use serde_json::{Map, json};

use super::{Period, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, Failure, USAGE},
        table::Table,
    },
    domain::{calendar, wording::Lang},
    exchange::reports::visits,
    workbench::{Workbench, facts::visit_month::Figure},
};

/// 走访月报：入户、非入户走访户数，登记事项按类，当月和累计 · The month of visits: households reached, matters by class
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report visits
  minqing report visits --month 2026-11 --out 走访月报.xlsx
  minqing report visits --from 2026-11-01 --to 2026-11-15

同一户只计一次；不按人排，也不按户排。 A household counts once; nobody is ranked.")]
pub(super) struct Order {
    /// 哪个月 · Which month
    #[arg(long, value_name = "YYYY-MM", conflicts_with_all = ["from", "to", "phase"])]
    month: Option<String>,
    #[command(flatten)]
    period: Period,
}

/// Counts it.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = match &order.month {
        Some(month) => month_of(month)?,
        None => order.period.days(bench)?,
    };
    let told = bench.visit_month(from, to)?;
    write_out(order.period.out.as_deref(), &visits::table(&told, Lang::Zh))?;
    let figure = |figure: Figure| json!({ "now": figure.now, "total": figure.total });
    let classes: Map<String, _> =
        told.classes.iter().map(|(class, one)| (class.clone(), figure(*one))).collect();
    let json = json!({
        "from": from.to_string(), "to": to.to_string(), "at_home": figure(told.at_home),
        "otherwise": figure(told.otherwise), "visits": figure(told.visits), "classes": classes,
        "file": order.period.out.as_ref().map(|file| file.display().to_string()),
    });
    let mut table = Table::new(
        [("项目", "figure"), ("当月", "these days"), ("累计", "in all")]
            .map(|(zh, en)| face.lang.pick(zh, en)),
    );
    for (title, figure) in visits::rows(&told, face.lang) {
        table.push([title, figure.now.to_string(), figure.total.to_string()]);
    }
    face.answer(&json, format!("{from} – {to}\n{}", table.text(face.is_colored())))?;
    Ok(DONE)
}

/// The first and the last day of a month told as `2026-11` or by any of its days.
fn month_of(text: &str) -> Result<(Date, Date), Failure> {
    let first = format!("{}-01", text.trim().replace('年', "-").trim_end_matches('月'));
    let day = calendar::read_day(&first, Date::default())
        .or_else(|| calendar::read_day(text, Date::default()).filter(|_| text.trim().len() >= 8));
    let Some(day) = day else {
        return Err(Failure::new(
            USAGE,
            format!("“{text}”不是月份，请写成 2026-11"),
            format!("\"{text}\" is no month; write 2026-11"),
        ));
    };
    let first = day.first_of_month();
    let last = first.checked_add(1.month()).and_then(Date::yesterday).unwrap_or(first);
    Ok((first, last))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_month_is_told_in_several_ways() {
        let november = (date(2026, 11, 1), date(2026, 11, 30));
        for text in ["2026-11", "2026年11月", "2026-11-22", " 2026.11 "] {
            assert_eq!(month_of(text).unwrap(), november, "{text}");
        }
        assert_eq!(month_of("2027-02").unwrap().1, date(2027, 2, 28));
        for text in ["", "11", "2026-13", "上个月"] {
            assert!(month_of(text).is_err(), "{text}");
        }
    }
}
