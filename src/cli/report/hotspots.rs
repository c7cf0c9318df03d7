//! What many matters are about: by class, place and month, with what people
//! judge of it (domain.md C2, E4).

use clap::Args;
use serde_json::{Value as Json, json};

use super::{Period, write_out};
use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE},
        table::Table,
    },
    domain::{calendar, hot_topics, wording::Lang},
    exchange::reports::{self, hotspots},
    say,
    workbench::{Workbench, hot_topics::HotTopic},
};

/// 热点：按分类、小组、月份计事，不计人，附研判 · Hot topics: matters by class, place and month, never people; with their judgement
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report hotspots
  minqing report hotspots --unjudged
  minqing report hotspots --from 2026-07-01 --out 热点.xlsx")]
pub(super) struct Order {
    #[command(flatten)]
    period: Period,
    /// 只列还没研判的 · Only what nobody has judged yet
    #[arg(long)]
    unjudged: bool,
}

/// Counts them.
pub(super) fn run(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let (from, to) = order.period.days(bench)?;
    let mut topics = bench.hot_topics(from, to)?;
    let unjudged = topics.iter().filter(|topic| topic.judgement.is_none()).count();
    if order.unjudged {
        topics.retain(|topic| topic.judgement.is_none());
    }
    let lang = face.lang;
    write_out(order.period.out.as_deref(), &hotspots::table(bench, &topics, Lang::Zh))?;
    let item = |topic: &HotTopic| -> Json {
        let spot = &topic.spot;
        json!({
            "class": spot.class,
            "neighbourhood": spot.neighbourhood.map(|id| id.to_string()),
            "neighbourhood_name": spot.neighbourhood.map(|id| bench.name_of(id)),
            "month": hotspots::month(spot),
            "matters": spot.matters,
            "open": spot.open,
            "judgement": judgement(bench, topic),
        })
    };
    let items: Vec<Json> = topics.iter().map(item).collect();
    let mut table = Table::new([
        lang.pick("分类", "class"),
        lang.pick("居民小组", "place"),
        lang.pick("月份", "month"),
        lang.pick("件数", "matters"),
        lang.pick("未了结", "open"),
        lang.pick("研判", "judged"),
        lang.pick("意见", "judgement"),
        lang.pick("研判人", "by"),
        lang.pick("日期", "on"),
    ]);
    for topic in &topics {
        let spot = &topic.spot;
        let numbers = [spot.matters.to_string(), spot.open.to_string()];
        let [matters, open] = numbers;
        let (class, place) = (hotspots::class(spot, lang), reports::place(bench, spot.neighbourhood, lang));
        let [verdict, text, by, day] = hotspots::judged(bench, topic, lang);
        table.push([class, place, hotspots::month(spot), matters, open, verdict, text, by, day]);
    }
    let file = order.period.out.as_ref().map(|file| file.display().to_string());
    let json = json!({
        "from": from.to_string(), "to": to.to_string(), "items": items, "total": items.len(),
        "unjudged": unjudged, "file": file,
    });
    face.answer(&json, table.text(face.is_colored()))?;
    if unjudged > 0 {
        face.note(say!(
            lang,
            "还有 {unjudged} 条没有研判：minqing hotspot 分类 --at 小组 --month 月份 --verdict … --text …",
            "{unjudged} not judged yet: minqing hotspot CLASS --at PLACE --month MONTH --verdict … --text …"
        ));
    }
    Ok(DONE)
}

fn judgement(bench: &Workbench, topic: &HotTopic) -> Json {
    topic.judgement.as_ref().map_or(Json::Null, |row| {
        json!({
            "record": row.id.to_string(),
            "verdict": row.text(hot_topics::VERDICT),
            "text": row.text(hot_topics::JUDGEMENT),
            "matters_then": row.int(hot_topics::MATTERS),
            "by": row.by.to_string(),
            "by_name": bench.name_of(row.by),
            "at": calendar::rfc3339(row.updated),
        })
    })
}
