//! What many matters are about: by class, place and month (domain.md C2, E4).

use clap::Args;
use serde_json::{Value as Json, json};

use super::{Period, count, place, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{
        figures::{self, Hotspot},
        wording::Lang,
    },
    exchange::write::OutCell,
    workbench::Workbench,
};

/// 热点：按分类、小组、月份计事，不计人 · Hot topics: matters by class, place and month, never people
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report hotspots
  minqing report hotspots --from 2026-07-01 --out 热点.xlsx")]
pub(super) struct Order {
    #[command(flatten)]
    period: Period,
}

/// Counts them.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = order.period.days(bench)?;
    let spots = figures::hotspots(&bench.facts_at(to)?, from, to);
    let lang = face.lang;
    let month = |spot: &Hotspot| spot.month.to_string().chars().take(7).collect::<String>();
    if let Some(file) = &order.period.out {
        let cells = spots
            .iter()
            .map(|spot| {
                vec![
                    OutCell::Text(class(spot, Lang::Zh)),
                    OutCell::Text(place(bench, spot.neighbourhood, Lang::Zh)),
                    OutCell::Text(month(spot)),
                    count(spot.matters),
                    count(spot.open),
                ]
            })
            .collect();
        write_out(file, "热点", &["分类", "居民小组", "月份", "件数", "其中未了结"], cells)?;
    }
    let item = |spot: &Hotspot| -> Json {
        json!({
            "class": spot.class,
            "neighbourhood": spot.neighbourhood.map(|id| id.to_string()),
            "neighbourhood_name": spot.neighbourhood.map(|id| bench.name_of(id)),
            "month": month(spot),
            "matters": spot.matters,
            "open": spot.open,
        })
    };
    let items: Vec<Json> = spots.iter().map(item).collect();
    let mut table = Table::new([
        lang.pick("分类", "class"),
        lang.pick("居民小组", "place"),
        lang.pick("月份", "month"),
        lang.pick("件数", "matters"),
        lang.pick("未了结", "open"),
    ]);
    for spot in &spots {
        let numbers = [spot.matters.to_string(), spot.open.to_string()];
        let [matters, open] = numbers;
        table.push([class(spot, lang), place(bench, spot.neighbourhood, lang), month(spot), matters, open]);
    }
    let file = order.period.out.as_ref().map(|file| file.display().to_string());
    let json = json!({
        "from": from.to_string(), "to": to.to_string(), "items": items, "total": items.len(), "file": file,
    });
    face.answer(&json, table.text(face.is_colored()))?;
    Ok(DONE)
}

fn class(spot: &Hotspot, lang: Lang) -> String {
    if spot.class.is_empty() {
        lang.pick("（未分类）", "(no class)").to_owned()
    } else {
        spot.class.clone()
    }
}
