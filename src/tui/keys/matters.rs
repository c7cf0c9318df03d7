//! F6, F7: issues, help projects.

use super::{Action, Binding, Place, row};
use crate::{
    domain::{
        funds::{funds, receipts, spendings},
        issues::issues as issue_ledger,
        projects::{milestones, projects as help, results},
        standing::StepKind,
    },
    tui::{
        able::{self, when},
        event::View,
        key::Key::{Char, Ctrl},
        screens::{issues, ledgers::following::show, marking, projects, residents},
        update::unmask,
    },
};

/// F6, whether as a list or as a board.
const QUEUE: &[Place] = &[Place::Issues, Place::Board];
const QUEUE_AND_TODAY: &[Place] = &[Place::Issues, Place::Board, Place::Today];

/// F7, whether the list or one project.
const PROJECTS: &[Place] = &[Place::Projects, Place::Project];

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::Register, &[Char('n'), Ctrl('n')], QUEUE_AND_TODAY,
        ("登记", "Register"), ("登记一件事项", "Register an issue"))
        .does(|m| residents::create(m, issue_ledger::ID, false)),
    row(Action::Accept, &[Char('a')], QUEUE_AND_TODAY,
        ("受理", "Accept"), ("受理，落实责任人", "Accept it and say who is responsible"))
        .needs(|m| issues::able(m, Action::Accept)).does(|m| issues::step(m, StepKind::Accept)),
    row(Action::Reply, &[Char('r')], QUEUE_AND_TODAY,
        ("答复", "Reply"), ("给反映人回音", "Answer the person who asked"))
        .needs(|m| issues::able(m, Action::Reply)).does(|m| issues::step(m, StepKind::Reply)),
    row(Action::Resolve, &[Char('o')], QUEUE_AND_TODAY,
        ("结果", "Result"), ("登记办理结果", "Record the result"))
        .needs(|m| issues::able(m, Action::Resolve)).does(|m| issues::step(m, StepKind::Resolve)),
    row(Action::Procedure, &[Char('f')], QUEUE,
        ("步骤", "Steps"), ("这类事项自己的步骤：调解、查实、告知、整改通知……", "The steps of this kind: mediate, find, inform, notice …"))
        .needs(|m| issues::able(m, Action::Procedure)).does(issues::procedure),
    row(Action::Transfer, &[Char('t')], QUEUE,
        ("转办", "Transfer"), ("转给别的单位，原期限不变", "Pass it on; the deadline stays"))
        .needs(|m| issues::able(m, Action::Transfer)).does(|m| issues::step(m, StepKind::Transfer)),
    row(Action::Assign, &[Char('s')], QUEUE,
        ("交办", "Assign"), ("交给一位组员", "Give it to a member"))
        .needs(|m| issues::able(m, Action::Assign)).does(|m| issues::step(m, StepKind::Assign)),
    row(Action::Callback, &[Char('b')], QUEUE,
        ("回访", "Call back"), ("办结后回访本人", "Ask the person after the result"))
        .needs(|m| issues::able(m, Action::Callback)).does(|m| issues::step(m, StepKind::Callback)),
    row(Action::Reopen, &[Char('p')], QUEUE,
        ("重开", "Reopen"), ("办结后又出问题，重新办", "Take it up again after its result"))
        .needs(|m| issues::able(m, Action::Reopen)).does(|m| issues::step(m, StepKind::Reopen)),
    row(Action::Extend, &[Char('x')], QUEUE,
        ("延期", "Extend"), ("经批准延长期限", "Extend the deadline, with approval"))
        .needs(|m| issues::able(m, Action::Extend)).does(|m| issues::step(m, StepKind::Extend)),
    row(Action::EditIssue, &[Char('e')], QUEUE,
        ("修改", "Edit"), ("修改选中的事项", "Edit the selected issue"))
        .needs(|m| issues::able(m, Action::EditIssue)).does(issues::edit),
    row(Action::Unmask, &[Char('m')], &[Place::Residents, Place::Issues, Place::Board, Place::Ledgers],
        ("看全号", "Unmask"), ("写明理由后显示完整电话、证件号", "Show full numbers, for a reason that is recorded"))
        .needs(able::unmask).does(unmask),
    row(Action::AddVoice, &[Char('w')], QUEUE,
        ("加反映人", "Add a voice"), ("又有一位反映同一件事", "Somebody else raised the same thing"))
        .needs(|m| issues::able(m, Action::AddVoice)).does(issues::add_voice),
    row(Action::Merge, &[Char('h')], QUEUE,
        ("并单", "Merge"), ("并入另一件；每位反映人都还要回音", "Let it go on in another; everybody is still owed an answer"))
        .needs(|m| issues::able(m, Action::Merge)).does(|m| issues::step(m, StepKind::Merge)),
    row(Action::Analyse, &[Char('y')], QUEUE,
        ("分析单", "Analysis"), ("拟解决什么、谁办、何时；只分析事", "What, by whom, by when; the matter, not people"))
        .needs(|m| issues::able(m, Action::Analyse)).does(issues::analyse),
    row(Action::Mark, &[Char(' ')], &[Place::Issues, Place::Board, Place::Residents, Place::Ledgers],
        ("选", "Mark"), ("选上或不选；选了几条一起办：推荐单、交办、打印、划去", "Mark it or not; what is marked is offered, assigned, printed or struck out together"))
        .needs(marking::able).does(marking::mark),
    row(Action::PrintIssues, &[Char('l')], QUEUE,
        ("打印", "Print"), ("选上的事项写成一份交办清单，不写反映人", "One hand-over list of what is marked, without names of who asked"))
        .needs(|m| when(issues::selected(m).is_some())).does(issues::several::print),
    row(Action::ToggleBoard, &[Char('v')], QUEUE,
        ("看板", "Board"), ("按办理进展排成六栏，再按回到列表", "Six columns by how far they are; again: the list"))
        .does(issues::board::toggle),
    row(Action::ShowContentions, &[Char('c')], QUEUE,
        ("突出矛盾", "Conflicts"), ("未了结的纠纷和群体事项：谁包案、何时化解", "Open disputes and matters of many: who leads each, by when"))
        .asks(|_| show(View::Contentions)),
    row(Action::ShowHandbook, &[Char('h')], &[Place::Today],
        ("手册", "Handbook"), ("方法手册：怎么走访、怎么答复、怎么调解，自己加的页也在", "The handbook of methods, and the group's own pages"))
        .asks(|_| show(View::Handbook)),
    row(Action::TickStage, &[Char(' ')], &[Place::Project],
        ("完成", "Done"), ("选中的里程碑今天完成；再按一次改回没完成", "The selected stage was done today; again: it was not"))
        .needs(projects::able_tick).asks(projects::tick),
    row(Action::EditPart, &[Char('e')], &[Place::Project],
        ("修改", "Edit"), ("修改选中的里程碑、资金来源、到账、支出、结果，或这个项目", "Edit the selected stage, source, receipt, voucher or result, or the project"))
        .needs(|m| when(projects::meant(m).is_some())).does(projects::edit),
    row(Action::StrikePart, &[Char('d')], &[Place::Project],
        ("划去", "Strike out"), ("里程碑、到账、支出、结果写明理由后划去，资金来源删除，可撤销", "Strike a stage, receipt, voucher or result out with a reason, delete a source; undo brings it back"))
        .needs(projects::able_strike).does(projects::strike),
    row(Action::NewProject, &[Char('n'), Ctrl('n')], PROJECTS,
        ("新项目", "New"), ("登记一个帮扶项目", "Begin a help project"))
        .does(|m| projects::create(m, help::ID)),
    row(Action::Milestone, &[Char('m')], PROJECTS,
        ("里程碑", "Stage"), ("登记做到哪一步、计划哪天", "A stage, and its planned day"))
        .needs(|m| when(projects::selected(m).is_some())).does(|m| projects::create(m, milestones::ID)),
    row(Action::ProjectResult, &[Char('o')], PROJECTS,
        ("结果", "Result"), ("验收办成，或办不了已说明", "Accepted, or cannot be done and explained"))
        .needs(|m| when(projects::selected(m).is_some())).does(|m| projects::create(m, results::ID)),
    row(Action::NewFund, &[Char('f')], PROJECTS,
        ("资金来源", "Source"), ("自筹、企业、财政或其他，先写依据", "Residents, enterprise, fiscal or other, and what it rests on"))
        .needs(|m| when(projects::selected(m).is_some())).does(|m| projects::create(m, funds::ID)),
    row(Action::Receipt, &[Char('r')], PROJECTS,
        ("到账", "Receipt"), ("登记一笔到账，可匿名", "Money that came; the giver may stay unnamed"))
        .needs(|m| when(projects::selected(m).is_some())).does(|m| projects::create(m, receipts::ID)),
    row(Action::Spending, &[Char('s')], PROJECTS,
        ("支出", "Spend"), ("登记一张支出凭证", "A voucher"))
        .needs(|m| when(projects::selected(m).is_some())).does(|m| projects::create(m, spendings::ID)),
    row(Action::Disclose, &[Char('p')], PROJECTS,
        ("公示", "Publish"), ("写出公示单，记下公示了哪些", "Write the sheet for the notice board"))
        .needs(|m| when(projects::selected(m).is_some())).does(projects::disclose),
    row(Action::OfferPeople, &[Char('w')], &[Place::Projects, Place::Project, Place::Residents],
        ("推荐单", "Offer"), ("给企业的求职推荐单；没有本人同意，不写姓名和电话", "A sheet for an enterprise; no name without the person's consent"))
        .does(projects::offer),
    row(Action::EditProject, &[Char('e')], &[Place::Projects],
        ("修改", "Edit"), ("修改选中的项目", "Edit the selected project"))
        .needs(|m| when(projects::selected(m).is_some())).does(projects::edit_project),
];
