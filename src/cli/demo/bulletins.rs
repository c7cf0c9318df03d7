//! Bulletins: two that are numbered, one that waits for its signature, a draft.

use super::matters::back;
use crate::{
    domain::{bulletins::bulletins as own, id::RecordId, value::Value},
    workbench::{Error, Workbench, draft::Draft},
};

/// The days that each tells of, so many days back.
const DAYS: [(i32, i32); 4] = [(95, 61), (60, 31), (30, 8), (7, 0)];

/// How many of them another member has read, and how many a lead has signed.
const REVIEWED: usize = 3;
const SIGNED: usize = 2;

/// Begins them, each from what is written down of its days.
pub(super) fn draft(bench: &mut Workbench) -> Result<Vec<RecordId>, Error> {
    let mut drafts = Vec::new();
    for (from, to) in DAYS {
        let (from, to) = (back(bench.today(), from), back(bench.today(), to));
        let title = format!("民情简报（{}—{}）", from.strftime("%-m月%-d日"), to.strftime("%-m月%-d日"));
        let id = bench.new_bulletin(&title, from, to)?;
        let mut more = Draft::new();
        more.set(id, own::FOREWORD, Value::text("事事有回音，件件有结果。"));
        more.set(id, own::REPORT_TO, Value::text("党政办公室"));
        more.set(id, own::SEND_TO, Value::text("各社区工作组"));
        more.set(id, own::COPIES, Some(Value::Int(40)));
        bench.commit(more)?;
        drafts.push(id);
    }
    Ok(drafts)
}

/// Reads most of them, on another member's laptop.
pub(super) fn review(bench: &mut Workbench, drafts: &[RecordId]) -> Result<(), Error> {
    drafts.iter().take(REVIEWED).try_for_each(|id| bench.step_bulletin(*id, "review", "数字核对过，没有姓名"))
}

/// Signs the first ones, and puts the very first into the archive.
pub(super) fn sign(bench: &mut Workbench, drafts: &[RecordId]) -> Result<(), Error> {
    drafts.iter().take(SIGNED).try_for_each(|id| bench.step_bulletin(*id, "sign", "同意签发"))?;
    drafts.iter().take(1).try_for_each(|id| bench.step_bulletin(*id, "archive", ""))
}
