//! `minqing add`: a new record.

use clap::Args;
use serde_json::Value as Json;

use super::{
    arguments::read_pair,
    case, doubts,
    face::Face,
    failure::{Answer, DONE, Failure},
    project,
    record::{self, Sight},
    select,
};
use crate::{
    domain::{funds::spendings, id::LedgerTag, id::RecordId, issues::issues},
    workbench::{Workbench, draft::Draft},
};

/// 新增一条记录，输出它的编号 · Add a record and print its id
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing add neighbourhoods name=三组
  minqing add residents name=王桂兰 neighbourhood=三组 phone=13800000000
  minqing add issues title=\"三组路灯不亮\" from=王桂兰 urgency=utility
  minqing add visits date=昨天 category=hardship resident=王桂兰 visitors=张晓敏,李强")]
pub(super) struct Order {
    /// 台账 · The ledger
    #[arg(value_name = "LEDGER")]
    ledger: String,
    /// 栏和值；多个值用顿号或逗号隔开 · Fields and values; several values with commas between
    #[arg(value_name = "field=value", value_parser = read_pair, required = true)]
    pairs: Vec<(String, String)>,
}

/// Adds it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let ledger = select::ledger(bench, &order.ledger)?;
        let pairs = select::keyed(ledger, &order.pairs)?;
        let named = ledger.name_field().map(|field| field.key.clone()).unwrap_or_default();
        let name = pairs.iter().find(|(key, _)| *key == named).map(|(_, text)| text.as_str());
        let mut draft = Draft::new();
        let id = bench.begin_record(&mut draft, &ledger.id, name)?;
        bench.fill(&mut draft, id, &pairs)?;
        bench.commit(draft)?;
        doubts::tell(face, bench.ledger_of(id)?, &pairs);
        told_of_money(face, bench, id)?;
        doubts::of_person(face, bench, id)?;
        face.answer(&document(bench, id)?, id)?;
        Ok(DONE)
    })
}

/// Tells where more was spent than came in: the voucher is kept all the same.
fn told_of_money(face: &Face, bench: &Workbench, id: RecordId) -> Result<(), Failure> {
    if id.ledger() == LedgerTag::of(spendings::ID)
        && let Some(project) = bench.existing(id)?.reference(spendings::PROJECT)
    {
        let sums = bench.help_project(project)?.purse.total;
        for line in project::warning(&sums, face.lang) {
            face.note(line);
        }
    }
    Ok(())
}

/// A record in JSON, masked; an issue with its standing.
pub(super) fn document(bench: &Workbench, id: RecordId) -> Result<Json, Failure> {
    let item = if id.ledger() == LedgerTag::of(issues::ID) {
        case::document(bench, &bench.case(id)?, Sight::Masked)?
    } else {
        record::document(bench, &bench.existing(id)?, Sight::Masked)?
    };
    Ok(Json::Object(item))
}
