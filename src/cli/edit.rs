//! `minqing edit`: fields of a record.

use clap::Args;

use super::{
    add,
    arguments::read_pair,
    doubts,
    face::Face,
    failure::{Answer, DONE},
    select,
};
use crate::workbench::draft::Draft;

/// 修改一条记录；`栏=` 表示清空 · Change a record; `field=` empties a field
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing edit 3f2a9c01 phone=13900000000 note=
  minqing edit A-17 urgency=danger")]
pub(super) struct Order {
    /// 编号、编号前几位或事项号 · An id, the beginning of one, or an issue's number
    #[arg(value_name = "ID")]
    id: String,
    /// 栏和值 · Fields and values
    #[arg(value_name = "field=value", value_parser = read_pair, required = true)]
    pairs: Vec<(String, String)>,
}

/// Changes it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let id = bench.find(&order.id)?;
        let pairs = select::keyed(bench.ledger_of(id)?, &order.pairs)?;
        let mut draft = Draft::new();
        bench.fill(&mut draft, id, &pairs)?;
        bench.commit(draft)?;
        doubts::tell(face, bench.ledger_of(id)?, &pairs);
        doubts::of_person(face, bench, id)?;
        face.answer(&add::document(bench, id)?, id)?;
        Ok(DONE)
    })
}
