//! `minqing hotspot`: what a human judges of a topic that was computed.

use clap::{Args, ValueEnum};

use super::{
    add,
    face::Face,
    failure::{Answer, DONE, Failure},
};
use crate::{
    domain::{calendar, input::BadValue, roster::neighbourhoods},
    say,
    workbench::Error,
};

/// 热点研判：算出来的热点，由人判断是不是、为什么 · Judge a computed topic: whether it is a hot one, and why
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing report hotspots
  minqing hotspot 噪声 --at 三组 --month 2026-11 --verdict hot --text \"夜间施工集中，四户都提到\"
  minqing hotspot 排水 --verdict 再看看 --text \"两件是同一处\"")]
pub(super) struct Order {
    /// 分类，同 `minqing report hotspots`；未分类写 '' · The class; '' for matters without one
    #[arg(value_name = "CLASS")]
    class: String,
    /// 居民小组；不写就是未填小组的 · The neighbourhood; matters without one unless given
    #[arg(long, value_name = "NEIGHBOURHOOD")]
    at: Option<String>,
    /// 哪个月，如 2026-11；不写就是本月 · The month; this one unless given
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// 是不是热点 · Whether it is one
    #[arg(long, value_enum)]
    verdict: Verdict,
    /// 为什么这样看 · Why
    #[arg(long)]
    text: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Verdict {
    /// 是热点 · A hot topic
    #[value(alias = "是热点")]
    Hot,
    /// 不算热点 · Not a hot topic
    #[value(alias = "不算热点")]
    Ordinary,
    /// 再看看 · To be watched
    #[value(alias = "再看看")]
    Watched,
}

/// Writes the judgement down.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let at = order.at.as_deref().map(|at| bench.find_in(neighbourhoods::ID, at)).transpose()?;
        let month = match &order.month {
            None => bench.today(),
            Some(text) => {
                let day = if text.trim().len() == 7 { format!("{}-01", text.trim()) } else { text.clone() };
                calendar::read_day(&day, bench.today()).ok_or_else(|| {
                    Failure::from(Error::Value {
                        field: "--month".to_owned(),
                        why: BadValue::NotADate(text.to_owned()),
                    })
                })?
            }
        };
        let verdict = match order.verdict {
            Verdict::Hot => "hot",
            Verdict::Ordinary => "ordinary",
            Verdict::Watched => "watched",
        };
        let id = bench.judge_hot_topic(&order.class, at, month, verdict, &order.text)?;
        let told = say!(face.lang, "已记下研判", "judged");
        face.answer(&add::document(bench, id)?, told)?;
        Ok(DONE)
    })
}
