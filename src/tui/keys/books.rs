//! F8: the ledgers, and what follows their records.

use super::{Action, Binding, Place, Shown, row};
use crate::{
    domain::consent::Said,
    tui::{
        event::{Apart, View},
        key::Key::{Char, Ctrl},
        lists,
        screens::{
            ledgers,
            ledgers::following::{self, show},
        },
    },
};

/// What has no key stands in the list of `p`, and in the palette.
const HERE: &[Place] = &[Place::Ledgers];

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::NewRecord, &[Char('n'), Ctrl('n')], HERE,
        ("登记", "New"), ("在选中的台账里登记一条", "Enter a record in the selected ledger"))
        .needs(ledgers::able_new).does(ledgers::create),
    row(Action::Proceed, &[Char('p')], HERE,
        ("办理", "Go on"), ("这条记录、这本台账接下来能办的、能看的", "What can be done next with this record or ledger, and read of it"))
        .needs(following::able_proceed).does(following::proceed),
    row(Action::EditRecord, &[Char('e')], HERE,
        ("修改", "Edit"), ("修改选中的记录", "Edit the selected record"))
        .needs(ledgers::able_in_list).does(ledgers::edit),
    row(Action::StrikeRecord, &[Char('d')], HERE,
        ("划去", "Strike out"), ("记录写明理由后划去，卡片删除，可撤销", "Strike an entry out with a reason, delete a card; undo brings it back"))
        .needs(ledgers::able_strike).asks(ledgers::strike),
    row(Action::SortRecords, &[Char('s')], HERE,
        ("排序", "Sort"), ("按下一列排序，再按换方向", "Sort by the next column, then the other way"))
        .needs(lists::able_sort).asks(lists::sort),
    row(Action::ExportRecords, &[Char('x')], HERE,
        ("导出", "Export"), ("把这本台账导出成表格，记下用途和接收方", "Write the ledger out as a sheet; what for and for whom is logged"))
        .needs(ledgers::able_export).does(ledgers::export),
    row(Action::ExportSheet, &[], &[Place::Matrix, Place::Sheet, Place::Residents, Place::Issues, Place::Board],
        ("导出表格", "Export a sheet"), ("居民和户；三清的各项；事项、办理步骤、反映人、分析单：写成表格", "Residents and households; the items of the lists; issues, their steps, who asked, analyses: as a sheet"))
        .does(ledgers::export_here).shown(Shown::Palette),
    row(Action::NewField, &[Char('f')], HERE,
        ("加一栏", "Field"), ("给这本台账加自己的一栏", "Add a field of your own to this ledger"))
        .needs(ledgers::able_declared).does(ledgers::new_field),
    row(Action::EditFields, &[Char('w')], HERE,
        ("改栏", "Fields"), ("改名、改选项、停用、恢复自己加的栏", "Rename a field of your own, change it, take it out of use, bring it back"))
        .needs(ledgers::able_fields).does(ledgers::fields),
    row(Action::NewLedger, &[Char('a')], HERE,
        ("加台账", "Ledger"), ("另加一本自己的台账", "Add a ledger of your own"))
        .does(ledgers::new_ledger),
    row(Action::HideLedger, &[Char('h')], HERE,
        ("收起", "Put away"), ("收起这本台账，或取出来；记录都留着", "Put the ledger away, or bring it out; its records stay"))
        .needs(ledgers::able_declared).asks(ledgers::hide),

    row(Action::SwitchOver, &[], HERE,
        ("切换检查单", "Switch-over list"), ("带入的未了事项、没办完的任务、还没切换的", "What is carried over, not done, not switched"))
        .needs(following::able_phase).asks(following::switch_over).shown(Shown::Palette),
    row(Action::TickSwitch, &[], HERE,
        ("切换已办", "Switched"), ("切换检查单上办好了一项", "An item of the switch-over list is done"))
        .needs(following::able_switch).does(following::tick_switch).shown(Shown::Palette),
    row(Action::FinishTask, &[], HERE,
        ("任务完成", "Task done"), ("哪天完成、凭什么算完成", "On which day, and what that rests on"))
        .needs(following::able_task).does(following::finish_task).shown(Shown::Palette),
    row(Action::ShowUnits, &[], HERE,
        ("组织树", "Unit tree"), ("单位和职责，各组驻点人、已走户数", "Units and duties, who is posted where"))
        .needs(following::able_units).asks(|_| show(View::Units)).shown(Shown::Palette),

    row(Action::DrawSample, &[], HERE,
        ("抽样", "Draw a sample"), ("随机抽样并登记一次检查，种子印出来", "A random sample, kept as an inspection with its seed"))
        .needs(following::able_draw).does(following::draw).shown(Shown::Palette),
    row(Action::Criticise, &[], HERE,
        ("批评", "Criticise"), ("登记口头或书面批评", "Spoken or in writing"))
        .needs(|m| following::able_finding(m, Action::Criticise)).does(|m| following::step_finding(m, Action::Criticise)).shown(Shown::Palette),
    row(Action::NoticeFinding, &[], HERE,
        ("整改通知", "Notice"), ("整改要求和期限", "What is required, and by when"))
        .needs(|m| following::able_finding(m, Action::NoticeFinding)).does(|m| following::step_finding(m, Action::NoticeFinding)).shown(Shown::Palette),
    row(Action::StateFinding, &[], HERE,
        ("申辩", "Statement"), ("被查方本人怎么说", "What the checked side says"))
        .needs(|m| following::able_finding(m, Action::StateFinding)).does(|m| following::step_finding(m, Action::StateFinding)).shown(Shown::Palette),
    row(Action::ReportFinding, &[], HERE,
        ("整改回执", "Receipt"), ("被查方本人报告怎么改的", "How the checked side put it right"))
        .needs(|m| following::able_finding(m, Action::ReportFinding)).does(|m| following::step_finding(m, Action::ReportFinding)).shown(Shown::Palette),
    row(Action::RecheckFinding, &[], HERE,
        ("复查销号", "Re-check"), ("复查：销号，或续改到哪天", "Struck off, or continued until when"))
        .needs(|m| following::able_finding(m, Action::RecheckFinding)).does(|m| following::step_finding(m, Action::RecheckFinding)).shown(Shown::Palette),
    row(Action::RaiseSupervision, &[], HERE,
        ("转督办", "Supervision slip"), ("把发现的问题转成督办事项", "Make a supervision issue of the finding"))
        .needs(|m| following::able_finding(m, Action::RaiseSupervision)).does(|m| following::raise(m, "supervision")).shown(Shown::Palette),
    row(Action::RaiseRectification, &[], HERE,
        ("转整改", "Rectification"), ("把发现的问题转成整改事项", "Make a rectification issue of the finding"))
        .needs(|m| following::able_finding(m, Action::RaiseRectification)).does(|m| following::raise(m, "rectification")).shown(Shown::Palette),
    row(Action::DecideHonour, &[], HERE,
        ("审定", "Decide"), ("表彰提名由谁审定", "Who decided the nomination"))
        .needs(|m| following::able_honour(m, Action::DecideHonour)).does(|m| following::step_honour(m, Action::DecideHonour)).shown(Shown::Palette),
    row(Action::PublishHonour, &[], HERE,
        ("公示表彰", "Publish"), ("审定以后公示", "After the decision"))
        .needs(|m| following::able_honour(m, Action::PublishHonour)).does(|m| following::step_honour(m, Action::PublishHonour)).shown(Shown::Palette),
    row(Action::GrantHonour, &[], HERE,
        ("表彰", "Grant"), ("公示以后表彰", "After it was published"))
        .needs(|m| following::able_honour(m, Action::GrantHonour)).does(|m| following::step_honour(m, Action::GrantHonour)).shown(Shown::Palette),
    row(Action::WithdrawHonour, &[], HERE,
        ("撤销表彰", "Withdraw"), ("写明为什么撤销；以前的都留着", "Why; what went before stays"))
        .needs(|m| following::able_honour(m, Action::WithdrawHonour)).does(|m| following::step_honour(m, Action::WithdrawHonour)).shown(Shown::Palette),

    row(Action::ConsentAgain, &[], HERE,
        ("再次同意", "Consent again"), ("对同一用途又同意了", "Given again for the same purpose"))
        .needs(following::able_consent).does(|m| following::consent(m, Said::Given)).shown(Shown::Palette),
    row(Action::WithdrawConsent, &[], HERE,
        ("撤回同意", "Withdraw consent"), ("马上生效，不影响办事", "It counts at once, and changes nothing about their matters"))
        .needs(following::able_consent).does(|m| following::consent(m, Said::Withdrawn)).shown(Shown::Palette),
    row(Action::ShowNotice, &[], HERE,
        ("看告知单", "The notice"), ("收集哪些、为什么、存多久、有哪些权利", "What is collected, why, how long, which rights"))
        .needs(following::able_notice).asks(|_| show(View::Notice)).shown(Shown::Palette),
    row(Action::ShowAssessment, &[], HERE,
        ("看评估表", "The assessment"), ("个人信息保护影响评估表", "The sheet for an assessment of the impact on people"))
        .needs(following::able_notice).asks(|_| show(View::Assessment)).shown(Shown::Palette),

    row(Action::ShowDue, &[], HERE,
        ("到期清单", "What is due"), ("保存期满的记录，从早到晚", "Records kept long enough, the oldest first"))
        .needs(following::able_kept).asks(|_| show(View::Due)).shown(Shown::Palette),
    row(Action::ClearDue, &[], HERE,
        ("清理到期", "Clear what is due"), ("由组长逐条清理，不能撤销", "A lead clears them one by one; it cannot be undone"))
        .needs(following::able_clear).asks(|_| following::clear()).shown(Shown::Palette),
    row(Action::SetPeriod, &[], HERE,
        ("改保存期限", "Set the period"), ("选中的台账保存几个月、依据", "How many months, and why"))
        .needs(following::able_period).does(following::set_period).shown(Shown::Palette),
    row(Action::ShowLost, &[], HERE,
        ("电脑丢失应急单", "If this laptop were lost"), ("涉及哪些人、哪些栏，马上做什么", "Whose data, which fields, what to do at once"))
        .needs(following::able_kept).asks(|_| show(View::Lost)).shown(Shown::Palette),

    row(Action::EnterApart, &[], HERE,
        ("另册登记", "Enter informer material"), ("把检举控告登进另册，不进任何列表", "Kept apart, on no list"))
        .needs(following::able_enter_apart).does(|m| following::apart(m, Apart::Enter)).shown(Shown::Palette),
    row(Action::ListApart, &[], HERE,
        ("另册列表", "List informer material"), ("写明理由，列出检举控告，留有记录", "For a reason that is recorded"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::List)).shown(Shown::Palette),
    row(Action::ShowApart, &[], HERE,
        ("另册看一件", "Informer material: show a piece"), ("写明理由，看一件检举控告，留有记录", "For a reason that is recorded"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::Show)).shown(Shown::Palette),
    row(Action::KeepApart, &[], HERE,
        ("另册换保管人", "Informer material: another keeper"), ("不能是检举控告里被反映的人", "Not whom it names"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::Keep)).shown(Shown::Palette),
    row(Action::HandApart, &[], HERE,
        ("另册移交", "Informer material: hand it on"), ("移交有权机关，不能是检举控告里被反映的单位", "To the authority, not to whom it names"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::Hand)).shown(Shown::Palette),
    row(Action::AnswerApart, &[], HERE,
        ("另册告知", "Tell the informer"), ("15 日内告知留了姓名的来人", "Whoever gave a name, within 15 days"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::Answer)).shown(Shown::Palette),
    row(Action::ResultApart, &[], HERE,
        ("另册反馈", "Informer material: what came of it"), ("登记检举控告的反馈", "Write down what came of it"))
        .needs(following::able_apart).does(|m| following::apart(m, Apart::Result)).shown(Shown::Palette),
];
