//! F9, F10: bulletins, laptops.

use super::{Action, Binding, Place, Shown, row};
use crate::{
    domain::team::members,
    exchange::reports::Subject,
    tui::{
        able::{self, when},
        event::{Effect, LaptopWork, View},
        key::Key::{Char, Ctrl},
        model::Model,
        popups,
        screens::{
            bulletins::{self, Doing},
            ledgers::following::{self, show},
            residents, sync, topics,
        },
    },
};

#[rustfmt::skip]
pub(super) const ROWS: &[Binding] = &[
    row(Action::NewBulletin, &[Char('n'), Ctrl('n')], &[Place::Bulletins],
        ("新编一期", "New"), ("由已登记的内容成稿，分五段", "Draft one from what is written down, in five sections"))
        .needs(|m| bulletins::able(m, Doing::Begin)).asks(|m| bulletins::act(m, Doing::Begin)),
    row(Action::EditBulletin, &[Char('e')], &[Place::Bulletins],
        ("修改", "Edit"), ("修改选中的简报", "Edit the selected bulletin"))
        .needs(|m| bulletins::able(m, Doing::Edit)).asks(|m| bulletins::act(m, Doing::Edit)),
    row(Action::ReviewBulletin, &[Char('r')], &[Place::Bulletins],
        ("审核", "Review"), ("审核别人写的一期", "Review what another member wrote"))
        .needs(|m| bulletins::able(m, Doing::Review)).asks(|m| bulletins::act(m, Doing::Review)),
    row(Action::SignBulletin, &[Char('s')], &[Place::Bulletins],
        ("签发", "Sign"), ("由组长签发并编号", "Sign and number it, as a lead"))
        .needs(|m| bulletins::able(m, Doing::Sign)).asks(|m| bulletins::act(m, Doing::Sign)),
    row(Action::ArchiveBulletin, &[Char('a')], &[Place::Bulletins],
        ("归档", "Archive"), ("签发以后归档", "Archive what is signed"))
        .needs(|m| bulletins::able(m, Doing::Archive)).asks(|m| bulletins::act(m, Doing::Archive)),
    row(Action::PrintBulletin, &[Char('x')], &[Place::Bulletins],
        ("导出", "Write out"), ("写成 .docx 或 .txt", "As .docx or .txt"))
        .needs(|m| bulletins::able(m, Doing::Print)).asks(|m| bulletins::act(m, Doing::Print)),
    row(Action::ShowOversight, &[Char('o')], &[Place::Bulletins],
        ("督查情况", "Oversight"), ("各组进展、问题与整改、督办、表彰、成效；不排名", "How the groups stand, findings, slips, what came of it; no ranking"))
        .does(|m| bulletins::report(m, Subject::Oversight)),
    row(Action::Report, &[Char('w')], &[Place::Visits, Place::Bulletins],
        ("报表", "Report"), ("月报、走访覆盖、热点、突出矛盾…：选日子，看或写成文件", "The month, coverage, hot topics and more: of chosen days, read or written to a file"))
        .does(bulletins::report_here),
    row(Action::JudgeTopic, &[Char('y')], &[Place::Matrix, Place::Bulletins],
        ("研判热点", "Judge a topic"), ("算出来的热点：是不是、为什么，由人定", "A computed topic: whether it is a hot one, and why, as people see it"))
        .needs(topics::able).does(topics::judge),
    row(Action::FactSheet, &[], &[Place::Bulletins, Place::Sync, Place::Ledgers],
        ("参与情况单", "Fact sheet"), ("一位组员的事实，不计分；核对过才写到文件", "A member's facts, no score; written out once checked"))
        .needs(following::able_facts).does(following::facts).shown(Shown::Palette),
    row(Action::Export, &[Char('x')], &[Place::Sync],
        ("导出", "Export"), ("导出同步包给别的电脑", "Write a bundle for other laptops"))
        .does(popups::open_export),
    row(Action::Import, &[Char('i')], &[Place::Sync],
        ("导入", "Import"), ("导入同步包，先看预览", "Take a bundle in, after a preview"))
        .does(popups::open_import),
    row(Action::InspectBundle, &[Char('l'), Ctrl('l')], &[Place::Sync, Place::Question],
        ("细看", "Look into"), ("看选中的同步包：谁写的、给谁、多大、有哪些记录、导入会怎样；什么也不动", "The selected bundle: who wrote it, for whom, how large, which records, what importing would do; nothing is touched"))
        .needs(sync::able_inspect).asks(sync::inspect),
    row(Action::ImportSheet, &[Char('t')], &[Place::Sync],
        ("导入表格", "Import a sheet"), ("把表格导入台账，先看每一列进哪一栏", "A sheet into a ledger, after a look at where its columns go"))
        .does(popups::open_sheet),
    row(Action::Invite, &[Char('v')], &[Place::Sync],
        ("邀请", "Invite"), ("写邀请文件，让新电脑加入", "Write an invitation for a new laptop"))
        .does(popups::open_invite),
    row(Action::ConfirmLaptop, &[Char('c')], &[Place::Sync],
        ("确认电脑", "Confirm"), ("由组长确认选中的电脑，它放在一边的改动就算数", "As a lead: the selected laptop is the group's, and what it wrote counts"))
        .needs(sync::able_confirm).does(|m| sync::laptop_form(m, LaptopWork::Confirm)).shown(Shown::Palette),
    row(Action::RenameLaptop, &[Char('r')], &[Place::Sync],
        ("换代号", "Letter"), ("给选中的电脑换一个代号", "Another letter for the selected laptop"))
        .needs(sync::able_letter).does(|m| sync::laptop_form(m, LaptopWork::Rename)).shown(Shown::Palette),
    row(Action::RevokeLaptop, &[], &[Place::Sync],
        ("停用电脑", "Revoke"), ("由组长停用丢失的电脑：以后的改动不算数", "As a lead: a lost laptop counts no longer"))
        .needs(sync::able_laptop).does(|m| sync::laptop_form(m, LaptopWork::Revoke)).shown(Shown::Palette),
    row(Action::Backup, &[Char('b')], &[Place::Sync],
        ("备份", "Back up"), ("备份到这台电脑，或 U 盘、别的文件夹", "On this laptop, or onto a stick or into another folder"))
        .does(popups::open_backup),
    row(Action::Doctor, &[Char('d')], &[Place::Sync],
        ("体检", "Doctor"), ("检查全部数据是否完好", "Check that all data is whole"))
        .asks(|_| vec![Effect::Doctor]),
    row(Action::NewMember, &[Char('n'), Ctrl('n')], &[Place::Sync],
        ("新组员", "New member"), ("登记一位组员", "Add a member of the group"))
        .does(|m| residents::create(m, members::ID, false)),
    row(Action::KeepBoth, &[Char('b'), Ctrl('b')], &[Place::Conflict],
        ("都保留", "Keep both"), ("两个都对：合在一起写", "Both are right: written together"))
        .needs(able::keep_both).shown(Shown::Footer),
    row(Action::WriteOther, &[Char('e'), Ctrl('e')], &[Place::Conflict],
        ("另写", "Write another"), ("两个都不对，另写一个", "Neither is right: write another"))
        .needs(able::write_other).shown(Shown::Footer),
    row(Action::ShowHistory, &[], &[Place::Residents, Place::Issues, Place::Board, Place::Projects, Place::Project, Place::Ledgers, Place::Bulletins],
        ("经过", "History"), ("选中的记录：谁、何时、在哪台电脑上改了哪些栏", "The selected record: who wrote which fields, when, on which laptop"))
        .needs(|m| when(able::selected_record(m).is_some())).asks(show_history).shown(Shown::Palette),
];

fn show_history(model: &mut Model) -> Vec<Effect> {
    able::selected_record(model).map(|id| show(View::History(id))).unwrap_or_default()
}
