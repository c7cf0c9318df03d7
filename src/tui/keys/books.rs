//! F8: the ledgers.

use super::{Action, Binding, Place, row};
use crate::tui::{
    key::Key::{Char, Ctrl},
    screens::ledgers,
};

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::NewRecord, &[Char('n'), Ctrl('n')], &[Place::Ledgers],
        ("登记", "New"), ("在选中的台账里登记一条", "Enter a record in the selected ledger"))
        .needs(|m| ledgers::able(m, Action::NewRecord)).asks(|m| ledgers::act(m, Action::NewRecord)),
    row(Action::EditRecord, &[Char('e')], &[Place::Ledgers],
        ("修改", "Edit"), ("修改选中的记录", "Edit the selected record"))
        .needs(|m| ledgers::able(m, Action::EditRecord)).asks(|m| ledgers::act(m, Action::EditRecord)),
    row(Action::StrikeRecord, &[Char('d')], &[Place::Ledgers],
        ("划去", "Strike out"), ("记录写明理由后划去，卡片删除，可撤销", "Strike an entry out with a reason, delete a card; undo brings it back"))
        .needs(|m| ledgers::able(m, Action::StrikeRecord)).asks(|m| ledgers::act(m, Action::StrikeRecord)),
    row(Action::SortRecords, &[Char('s')], &[Place::Ledgers],
        ("排序", "Sort"), ("按下一列排序，再按换方向", "Sort by the next column, then the other way"))
        .needs(|m| ledgers::able(m, Action::SortRecords)).asks(|m| ledgers::act(m, Action::SortRecords)),
    row(Action::ExportRecords, &[Char('x')], &[Place::Ledgers],
        ("导出", "Export"), ("把这本台账导出成表格，号码遮盖", "Write the ledger out as a sheet, numbers masked"))
        .needs(|m| ledgers::able(m, Action::ExportRecords)).asks(|m| ledgers::act(m, Action::ExportRecords)),
    row(Action::NewField, &[Char('f')], &[Place::Ledgers],
        ("加一栏", "Field"), ("给这本台账加自己的一栏", "Add a field of your own to this ledger"))
        .needs(|m| ledgers::able(m, Action::NewField)).asks(|m| ledgers::act(m, Action::NewField)),
    row(Action::NewLedger, &[Char('a')], &[Place::Ledgers],
        ("加台账", "Ledger"), ("另加一本自己的台账", "Add a ledger of your own"))
        .needs(|m| ledgers::able(m, Action::NewLedger)).asks(|m| ledgers::act(m, Action::NewLedger)),
    row(Action::HideLedger, &[Char('h')], &[Place::Ledgers],
        ("收起", "Put away"), ("收起这本台账，或取出来；记录都留着", "Put the ledger away, or bring it out; its records stay"))
        .needs(|m| ledgers::able(m, Action::HideLedger)).asks(|m| ledgers::act(m, Action::HideLedger)),
];
