//! What the command line can do, the screens can: by which action, or why not.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory;
use zeroize::Zeroizing;

use super::*;
use crate::{
    cli::arguments::Arguments,
    domain::standing::{IssueKind, StepKind},
    exchange::reports::Subject,
    tui::{Decision, First},
};

/// An action by its id, and words of what it says of itself that no other action says.
type Told = (&'static str, &'static str);

/// Commands, and the actions that do the same on the screens. That each action does something, by
/// keys and by the mouse, is shown of the whole table by `tui::tests::ways`.
#[rustfmt::skip]
const DONE_BY: &[(&str, &[Told])] = &[
    ("status", &[("go-sync", "谁手里缺什么"), ("go-today", "今天该回谁的话")]),
    ("today", &[("go-today", "今天该回谁的话")]),
    ("import", &[("import-sheet", "把表格导入台账")]),
    ("list", &[("find", "在这一屏的列表里边打边找"), ("go-ledgers", "其余各本台账")]),
    ("show", &[("open", "打开选中的一行"), ("unmask", "看全号")]),
    ("add", &[("new-record", "在选中的台账里登记一条"), ("register", "登记：登记一件事项"), ("new-resident", "新居民"), ("new-household", "新户"), ("visit", "记走访")]),
    ("edit", &[("edit-record", "修改选中的记录"), ("edit-issue", "修改选中的事项"), ("edit-resident", "修改选中的居民、户")]),
    ("remove", &[("strike-record", "记录写明理由后划去"), ("delete-resident", "删除选中的卡片"), ("delete-neighbourhood", "删除小组")]),
    ("undo", &[("undo", "撤销自己最后一次操作")]),
    ("redo", &[("redo", "重做")]),
    ("check", &[("tick", "未摸清、正在摸、已摸清"), ("edit-item", "填依据"), ("add-item", "加项目"), ("retire-item", "停用选中的项目")]),
    ("visit", &[("visit", "记走访")]),
    ("plan", &[("go-visits", "还有谁没走到"), ("new-task", "排计划"), ("show-soon", "近期可办"), ("finish-task", "任务完成")]),
    ("phase", &[("switch-over", "带入的未了事项"), ("tick-switch", "切换已办")]),
    ("units", &[("show-units", "组织树")]),
    ("report monthly", &[("report", "月报")]),
    ("report coverage", &[("report", "走访覆盖"), ("go-visits", "还有谁没走到"), ("show-called", "应访、已访")]),
    ("report visits", &[("report", "走访覆盖"), ("go-visits", "还有谁没走到")]),
    ("report hotspots", &[("report", "月报、走访覆盖、热点"), ("judge-topic", "研判热点")]),
    ("report disputes", &[("report", "月报、走访覆盖、热点、突出矛盾"), ("show-contentions", "未了结的纠纷")]),
    ("report summary", &[("report", "报表")]),
    ("report oversight", &[("report", "报表"), ("show-oversight", "督查情况")]),
    ("report member", &[("fact-sheet", "参与情况单")]),
    ("hotspot", &[("judge-topic", "研判热点")]),
    ("handbook", &[("show-handbook", "方法手册")]),
    ("issue accept", &[("accept", "受理，落实责任人")]),
    ("issue assign", &[("assign", "交给一位组员")]),
    ("issue reply", &[("reply", "给反映人回音")]),
    ("issue transfer", &[("transfer", "转办：转给别的单位")]),
    ("issue extend", &[("extend", "延期")]),
    ("issue resolve", &[("resolve", "登记办理结果")]),
    ("issue callback", &[("callback", "办结后回访本人")]),
    ("issue reopen", &[("reopen", "重开")]),
    ("issue mediate", &[("procedure", "这类事项自己的步骤")]),
    ("issue decline", &[("procedure", "这类事项自己的步骤")]),
    ("issue agree", &[("procedure", "这类事项自己的步骤")]),
    ("issue perform", &[("procedure", "这类事项自己的步骤")]),
    ("issue find", &[("procedure", "这类事项自己的步骤")]),
    ("issue recheck", &[("procedure", "这类事项自己的步骤")]),
    ("issue establish", &[("procedure", "这类事项自己的步骤")]),
    ("issue inform", &[("procedure", "这类事项自己的步骤")]),
    ("issue urge", &[("procedure", "这类事项自己的步骤")]),
    ("issue notice", &[("procedure", "这类事项自己的步骤")]),
    ("issue statement", &[("procedure", "这类事项自己的步骤")]),
    ("issue receipt", &[("procedure", "这类事项自己的步骤")]),
    ("issue hear", &[("procedure", "这类事项自己的步骤")]),
    ("issue correct", &[("procedure", "这类事项自己的步骤")]),
    ("issue steps", &[("procedure", "这类事项自己的步骤")]),
    ("issue voice", &[("add-voice", "又有一位反映同一件事")]),
    ("issue merge", &[("merge", "并单")]),
    ("issue analysis", &[("analyse", "分析单：拟解决什么")]),
    ("informer add", &[("enter-apart", "另册登记")]),
    ("informer list", &[("list-apart", "另册列表")]),
    ("informer show", &[("show-apart", "另册看一件")]),
    ("informer keep", &[("keep-apart", "另册换保管人")]),
    ("informer hand", &[("hand-apart", "另册移交")]),
    ("informer answer", &[("answer-apart", "另册告知")]),
    ("informer result", &[("result-apart", "另册反馈")]),
    ("project board", &[("go-projects", "办成了什么")]),
    ("project show", &[("go-projects", "办成了什么"), ("open", "打开选中的一行")]),
    ("project disclose", &[("disclose", "写出公示单")]),
    ("project offer", &[("offer-people", "给企业的求职推荐单")]),
    ("inspect draw", &[("draw-sample", "随机抽样")]),
    ("inspect raise", &[("raise-supervision", "转督办"), ("raise-rectification", "转整改")]),
    ("bulletin new", &[("new-bulletin", "新编一期")]),
    ("bulletin list", &[("go-bulletins", "简报：")]),
    ("bulletin show", &[("go-bulletins", "简报：")]),
    ("bulletin edit", &[("edit-bulletin", "修改选中的简报")]),
    ("bulletin review", &[("review-bulletin", "审核别人写的一期")]),
    ("bulletin sign", &[("sign-bulletin", "由组长签发并编号")]),
    ("bulletin archive", &[("archive-bulletin", "归档")]),
    ("bulletin export", &[("print-bulletin", ".docx")]),
    ("bundle export", &[("export", "导出同步包")]),
    ("bundle import", &[("import", "导入同步包，先看预览")]),
    ("bundle inspect", &[("inspect-bundle", "看选中的同步包")]),
    ("conflicts", &[("go-sync", "谁手里缺什么")]),
    ("conflicts list", &[("go-sync", "谁手里缺什么")]),
    ("conflicts resolve", &[("open", "打开选中的一行"), ("write-other", "两个都不对，另写一个"), ("keep-both", "都保留")]),
    ("doctor", &[("doctor", "检查全部数据是否完好")]),
    ("backup", &[("backup", "备份到这台电脑")]),
    ("peers", &[("go-sync", "谁手里缺什么")]),
    ("peers list", &[("go-sync", "谁手里缺什么")]),
    ("peers invite", &[("invite", "写邀请文件")]),
    ("peers confirm", &[("confirm-laptop", "确认电脑")]),
    ("peers revoke", &[("revoke-laptop", "停用电脑")]),
    ("peers rename", &[("rename-laptop", "换代号")]),
    ("person consent", &[("ask-consent", "同意或不同意"), ("consent-again", "再次同意"), ("withdraw-consent", "撤回同意")]),
    ("person notice", &[("show-notice", "看告知单"), ("tell-notice", "已告知")]),
    ("person affected", &[("show-lost", "电脑丢失应急单")]),
    ("person assessment", &[("show-assessment", "看评估表")]),
    ("person export", &[("export-person", "导出本人记录")]),
    ("person erase", &[("erase-person", "按要求删除")]),
    ("ledgers", &[("go-ledgers", "其余各本台账")]),
    ("ledgers add", &[("new-ledger", "加台账")]),
    ("ledgers field", &[("new-field", "加一栏"), ("edit-fields", "改栏")]),
    ("ledgers retire", &[("edit-fields", "停用、恢复自己加的栏")]),
    ("ledgers restore", &[("edit-fields", "停用、恢复自己加的栏")]),
    ("ledgers hide", &[("hide-ledger", "收起这本台账，或取出来")]),
    ("ledgers unhide", &[("hide-ledger", "收起这本台账，或取出来")]),
    ("export", &[("export-records", "把这本台账导出成表格"), ("export-sheet", "导出表格")]),
    ("retention", &[("show-due", "到期清单")]),
    ("retention clear", &[("clear-due", "清理到期")]),
    ("retention periods", &[("go-ledgers", "其余各本台账")]),
    ("retention set", &[("set-period", "改保存期限")]),
    ("passphrase", &[("passphrase", "换口令")]),
    ("keys", &[("help", "这里有哪些键")]),
];

/// Commands of which the screens tell without being asked, and where.
const SEEN: &[(&str, &str)] = &[(
    "issue duplicates",
    "F6 tells beside an issue which others may be the same, with the key that merges",
)];

/// Commands that no screen does, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("ledgers write", "a file for config/ledgers of another group"),
    ("completions", "of the shell"),
    ("man", "of the shell"),
];

/// The command that the guide of the first start is for each of what it decides.
fn guided(decision: &Decision) -> &'static str {
    match decision {
        Decision::Found { .. } => "init",
        Decision::Join { .. } => "join",
        Decision::Restore { .. } => "restore",
        Decision::Demonstrate => "demo",
    }
}

/// One of each that the guide decides.
fn decisions() -> [Decision; 4] {
    let (group, community, member) = (String::new(), String::new(), String::new());
    let (invitation, backup, word) = (PathBuf::new(), PathBuf::new(), Zeroizing::<String>::default);
    [
        Decision::Found {
            group,
            community,
            member: member.clone(),
            passphrase: word(),
            first: First::default(),
        },
        Decision::Join { invitation, told: word(), member, passphrase: word() },
        Decision::Restore { backup, passphrase: word() },
        Decision::Demonstrate,
    ]
}

/// The commands that do something, by their words; steps of one kind of issue are one.
fn commands(command: &clap::Command, before: &str, found: &mut Vec<String>) {
    let own = |child: &&clap::Command| !child.is_hide_set() && child.get_name() != "help";
    for child in command.get_subcommands().filter(own) {
        let name = format!("{before} {}", child.get_name()).trim().to_owned();
        if child.get_subcommands().next().is_none() || !child.is_subcommand_required_set() {
            found.push(name.clone());
        }
        commands(child, &name, found);
    }
}

/// What each action of the page says of itself in Chinese, by its id.
fn sayings(page: &str) -> BTreeMap<&str, &str> {
    page.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(" | ").collect();
            let [_, zh, _, id] = cells.as_slice() else { return None };
            let id = id.strip_prefix('`')?.strip_suffix("` |")?;
            Some((id, *zh))
        })
        .collect()
}

#[test]
fn what_the_command_line_does_the_screens_do_or_it_is_told_why_not() {
    let mut found = Vec::new();
    commands(&Arguments::command(), "", &mut found);
    let excused = SEEN.iter().chain(WITHOUT).map(|(name, _)| *name);
    let begun = decisions().map(|decision| guided(&decision));
    let all: Vec<&str> = DONE_BY.iter().map(|(name, _)| *name).chain(excused).chain(begun).collect();
    let told: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(told.len(), all.len(), "a command stands twice");
    let missing: Vec<&String> = found.iter().filter(|name| !told.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "neither done nor excused: {missing:?}");
    let gone: Vec<&&str> = told.iter().filter(|name| !found.iter().any(|own| own == *name)).collect();
    assert!(gone.is_empty(), "no such command: {gone:?}");
    let page = tui::listed_keys();
    let sayings = sayings(&page);
    for (name, actions) in DONE_BY {
        for (id, words) in *actions {
            let said: Vec<&str> =
                sayings.iter().filter(|(_, zh)| zh.contains(words)).map(|(id, _)| *id).collect();
            assert_eq!(said, [*id], "{name}: who says {words}");
        }
        // One action lists the steps of a kind of issue, another all reports.
        let mut ids = actions.iter().map(|(id, _)| *id);
        if let Some(step) = name.strip_prefix("issue ").and_then(StepKind::from_key) {
            let kinds = IssueKind::ALL.iter().any(|kind| kind.special_steps().contains(&step));
            let listed = kinds || matches!(step, StepKind::Hear | StepKind::Correct);
            assert_eq!(ids.next() == Some("procedure"), listed, "{name}");
        } else if let Some(subject) = name.strip_prefix("report ") {
            let known = Subject::of_key(subject).is_some_and(|subject| Subject::ALL.contains(&subject));
            assert_eq!(ids.next() == Some("report"), known, "{name}");
        }
    }
}
