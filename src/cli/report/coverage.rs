//! `minqing report coverage`: who was reached, who was not, and why they are on the list.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use super::super::{
    face::Face,
    failure::{Answer, DONE, Failure},
    plan::read_day,
    table::Table,
    visit::reason,
};
use crate::{
    domain::{
        calling::{Called, Coverage, Reason},
        phases::Period,
        roster::neighbourhoods,
        visits::VisitCategory,
        wording::Lang,
    },
    exchange::write::{self, Format, OutCell},
    say,
    workbench::{Error, Workbench, keeping},
};

/// 六访覆盖：应访、已访、未访名单和缘由，各小组已走户数 · The six groups: to be visited, visited, left, and why
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report coverage
  minqing report coverage --from 2026-11-01 --to 2026-11-30
  minqing report coverage --phase 前期活动 --out 走访覆盖.xlsx

文件里不写缘由的依据。 A file does not tell what a reason rests on.")]
pub(super) struct Order {
    /// 从哪天 · From which day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// 到哪天 · To which day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// 哪个阶段 · Of which phase
    #[arg(long, value_name = "PHASE")]
    phase: Option<String>,
    /// 写成文件：.xlsx .csv .json · Write it to a file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Tells it, or writes it out.
pub(super) fn run(face: &Face, bench: &mut Workbench, order: &Order) -> Answer {
    if let Some(out) = &order.out {
        Format::of_path(out)?;
        if out.exists() {
            return Err(keeping::exists_already(out).into());
        }
    }
    let own = Period {
        from: read_day(bench, "--from", order.from.as_deref())?,
        to: read_day(bench, "--to", order.to.as_deref())?,
    };
    let period = match &order.phase {
        Some(phase) => bench.period_of(phase)?.and(own),
        None => own,
    };
    let coverage = bench.coverage(period)?;
    let Some(out) = &order.out else {
        return tell(face, bench, &coverage, period);
    };
    super::log_sheet(bench, "走访覆盖", coverage.called.len())?;
    let rows = write_out(bench, &coverage, out)?;
    let path = out.display().to_string();
    let text = say!(face.lang, "已写 {rows} 行到 {path}", "wrote {rows} rows to {path}");
    face.answer(&json!({ "file": path, "rows": rows }), text)?;
    Ok(DONE)
}

fn tell(face: &Face, bench: &Workbench, coverage: &Coverage, period: Period) -> Answer {
    let lang = face.lang;
    if face.json {
        face.document(&document(bench, coverage, period)?)?;
        return Ok(DONE);
    }
    let header = [("类别", "category"), ("应访", "to visit"), ("已访", "visited"), ("未访", "left")];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en).to_owned()));
    for category in VisitCategory::ALL {
        let gauge = coverage.gauge(category, None);
        let counts = [gauge.due, gauge.visited, gauge.left()].map(|count| count.to_string());
        table.push([category.title(lang)].into_iter().chain(counts));
    }
    let mut text = told_period(period, lang);
    text.extend(["\n", &table.text(face.is_colored())]);
    let header =
        [("居民小组", "neighbourhood"), ("户数", "households"), ("已走", "walked"), ("驻点人", "posted")];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en).to_owned()));
    for place in bench.places()? {
        let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
        let posted: Vec<String> = walked.posted.iter().map(|id| bench.name_of(*id)).collect();
        let name = place.text(neighbourhoods::NAME).to_owned();
        table.push([name, walked.households.to_string(), walked.visited.to_string(), posted.join("、")]);
    }
    text.extend(["\n\n", &table.text(face.is_colored())]);
    let header = [("未访", "left"), ("居民小组", "neighbourhood"), ("缘由", "why")];
    let mut table = Table::new(header.map(|(zh, en)| lang.pick(zh, en).to_owned()));
    for called in coverage.called.iter().filter(|called| called.visited.is_none()) {
        table.push([bench.name_of(called.who), place_name(bench, called), reason(called, lang)]);
    }
    text.extend(["\n\n", &table.text(face.is_colored())]);
    face.out(text)?;
    Ok(DONE)
}

/// Which days are counted; the screen counts those of the present phase.
fn told_period(period: Period, lang: Lang) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (from, to) = (day(period.from), day(period.to));
    if period == Period::default() {
        lang.pick(
            "算的是全部时间的走访；只看一个阶段用 --phase（界面 F5 算的是当前阶段）",
            "visits of the whole time; --phase asks for one phase (F5 shows the present one)",
        )
        .to_owned()
    } else {
        say!(lang, "算的是 {from} 至 {to} 的走访", "visits from {from} to {to}")
    }
}

fn place_name(bench: &Workbench, called: &Called) -> String {
    called.place.map(|place| bench.name_of(place)).unwrap_or_default()
}

fn document(bench: &Workbench, coverage: &Coverage, period: Period) -> Result<Json, Error> {
    let places = bench.places()?;
    let gauge = |category, place| {
        let gauge = coverage.gauge(category, place);
        json!({ "due": gauge.due, "visited": gauge.visited, "left": gauge.left() })
    };
    let categories: Vec<Json> = VisitCategory::ALL
        .into_iter()
        .map(|category| {
            let mut item = gauge(category, None);
            let by_place: Vec<Json> = places
                .iter()
                .map(|place| {
                    let mut item = gauge(category, Some(place.id));
                    put(&mut item, "neighbourhood", json!(place.text(neighbourhoods::NAME)));
                    item
                })
                .collect();
            put(&mut item, "category", json!(category.key()));
            put(&mut item, "neighbourhoods", json!(by_place));
            item
        })
        .collect();
    let people: Vec<Json> = coverage
        .called
        .iter()
        .map(|called| {
            json!({
                "id": called.who.to_string(), "name": bench.name_of(called.who), "category": called.category.key(),
                "neighbourhood": place_name(bench, called), "reason": reason(called, Lang::Zh),
                "since": called.since.map(|day| day.to_string()), "visited": called.visited.map(|day| day.to_string()),
            })
        })
        .collect();
    let walked: Vec<Json> = places
        .iter()
        .map(|place| {
            let walked = coverage.places.get(&place.id).cloned().unwrap_or_default();
            let posted: Vec<String> = walked.posted.iter().map(|id| bench.name_of(*id)).collect();
            json!({
                "id": place.id.to_string(), "name": place.text(neighbourhoods::NAME),
                "households": walked.households, "visited": walked.visited, "posted": posted,
            })
        })
        .collect();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    Ok(json!({
        "from": day(period.from), "to": day(period.to),
        "categories": categories, "people": people, "neighbourhoods": walked,
    }))
}

fn put(item: &mut Json, key: &str, value: Json) {
    if let Some(map) = item.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// One row for each line of the list. What a reason rests on may tell of need
/// or illness and stays out of files (domain.md §4.2 rule 9).
fn write_out(bench: &Workbench, coverage: &Coverage, out: &std::path::Path) -> Result<usize, Failure> {
    let header = ["类别", "居民小组", "居民或户", "缘由", "列入日期", "走访日期"].map(str::to_owned);
    let text = |text: String| if text.is_empty() { OutCell::Empty } else { OutCell::Text(text) };
    let day = |day: Option<jiff::civil::Date>| text(day.map(|day| day.to_string()).unwrap_or_default());
    let rows = coverage.called.iter().map(|called| {
        let why = match &called.reason {
            Reason::Fact(_) => called.category.title(Lang::Zh),
            Reason::Waits(numbers) => format!("未了事项 {}", numbers.join("、")),
        };
        vec![
            text(called.category.title(Lang::Zh)),
            text(place_name(bench, called)),
            text(bench.name_of(called.who)),
            text(why),
            day(called.since),
            day(called.visited),
        ]
    });
    Ok(write::write(out, "走访覆盖", &header, rows)?)
}
