//! `minqing inspect`: samples that can be drawn again, and what follows a finding.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    add,
    arguments::read_pair,
    face::Face,
    failure::{Answer, DONE},
    record,
    select::{self, Question},
};
use crate::{
    domain::{id::RecordId, oversight::findings, oversight::inspections, team::members},
    say,
    workbench::overseeing::Drawing,
};

/// 督查：随机抽样、把发现的问题转成督办或整改 · Oversight: draw a sample, turn a finding into a slip
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing inspect draw --topic 答复及时 --from issues --where status=replied --size 5
  minqing inspect draw --topic 在岗 --kind unannounced --from members --size 3
  minqing inspect draw --topic 答复及时 --from issues --size 5 --seed 3f2a9c01d4e5
  minqing inspect raise 5e11f0aa --as supervision --owner 李强

种子印出来；同一种子、同一范围，谁抽都一样。 The seed is printed: whoever draws again draws the same.")]
pub(super) struct Order {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "做什么 What")]
enum What {
    /// 抽样并登记一次检查 · Draw a sample and keep it as an inspection
    #[command(after_help = "例子 Examples:\n  minqing inspect draw --topic 答复及时 --from issues --size 5")]
    Draw {
        /// 题目 · What it is about
        #[arg(long)]
        topic: String,
        /// 类型 · The type
        #[arg(long, value_enum, default_value_t = Kind::Topical)]
        kind: Kind,
        /// 从哪本台账抽 · The ledger to draw from
        #[arg(long, value_name = "LEDGER")]
        from: String,
        /// 只从符合条件的里抽 · Only from those that fit
        #[arg(long = "where", value_name = "field=value", value_parser = read_pair)]
        conditions: Vec<(String, String)>,
        /// 抽几个 · How many
        #[arg(long, value_name = "N")]
        size: usize,
        /// 种子；不写就新抽一个 · The seed; a new one unless given
        #[arg(long)]
        seed: Option<String>,
    },
    /// 把发现的问题转成督办或整改事项 · Make an issue of a finding
    #[command(
        after_help = "例子 Examples:\n  minqing inspect raise 5e11f0aa --as rectification --owner 李强"
    )]
    Raise {
        /// 问题的编号 · The finding
        finding: String,
        /// 转成 · As what
        #[arg(long = "as", value_enum, default_value_t = Slip::Supervision)]
        slip: Slip,
        /// 责任人 · Who is responsible
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// 专题抽查 · On one topic
    Topical,
    /// 交流会 · An exchange
    Exchange,
    /// 明查 · Announced
    Announced,
    /// 暗访：只查干部与工作，不查居民 · Unannounced: members and work, never residents
    Unannounced,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Slip {
    /// 督办 · Supervision
    Supervision,
    /// 整改 · Rectification
    Rectification,
}

/// Does it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    match &order.what {
        What::Draw { topic, kind, from, conditions, size, seed } => face.at_work(|bench| {
            let ledger = select::ledger(bench, from)?.clone();
            let question = Question { conditions, ..Question::default() };
            let (_, found) = select::select(bench, &ledger, &question)?;
            let pool: Vec<RecordId> = found.iter().map(|found| found.row.id).collect();
            let told = conditions.iter().map(|(key, value)| format!(" {key}={value}"));
            let told = format!("{}{}", ledger.id, told.collect::<String>());
            let kind = match kind {
                Kind::Topical => "topical",
                Kind::Exchange => "exchange",
                Kind::Announced => "announced",
                Kind::Unannounced => "unannounced",
            };
            let (count, kind) = (pool.len(), kind.to_owned());
            let order = Drawing { topic: topic.clone(), kind, pool, told, size: *size, seed: seed.clone() };
            let id = bench.draw_inspection(&order)?;
            let row = bench.existing(id)?;
            let seed = row.text(inspections::SEED).to_owned();
            let mut lines = vec![say!(
                face.lang,
                "种子 {seed}：{count} 个里抽出下列各个，已登记检查 {}",
                "seed {seed}: drawn from {count}, kept as inspection {}",
                record::short(id)
            )];
            lines.extend(row.references(inspections::SAMPLE).map(|one| {
                format!("  {}  {}", record::short(one), super::table::plain(&bench.name_of(one)))
            }));
            let mut document = add::document(bench, id)?;
            if let Some(map) = document.as_object_mut() {
                map.insert("drawn_from".to_owned(), json!(count));
            }
            face.answer(&document, lines.join("\n"))?;
            Ok(DONE)
        }),
        What::Raise { finding, slip, owner } => face.at_work(|bench| {
            let finding = bench.find_in(findings::ID, finding)?;
            let owner = owner.as_deref().map(|name| bench.find_in(members::ID, name)).transpose()?;
            let kind = match slip {
                Slip::Supervision => "supervision",
                Slip::Rectification => "rectification",
            };
            let issue = bench.raise_from_finding(finding, kind, owner)?;
            let number = bench.existing(issue)?.text(crate::domain::issues::issues::NUMBER).to_owned();
            face.answer(&add::document(bench, issue)?, number)?;
            Ok(DONE)
        }),
    }
}
