//! F8: the steps that follow a record, and what is worked out of it.

use super::{add, ledgers::to_ledger, session, small, two};
use crate::{
    domain::{oversight::inspections, phases::Period, visits, wording::Lang},
    tui::Session,
    workbench::{Workbench, overseeing::Drawing, sync::ExportOrder},
};

/// Chooses something from the list of what can be done.
fn go_on(s: &mut Session, what: &str) {
    s.press("p").type_text(what).press("Enter");
}

/// Chooses a command by its name.
fn command(s: &mut Session, what: &str) {
    s.press("Ctrl-P").type_text(what).press("Enter");
}

pub(super) fn with_finding(home: &std::path::Path) -> Workbench {
    let mut bench = small(home);
    let finding = [
        ("fact", "两次走访没有记录"),
        ("kind", "lax"),
        ("evidence", "抽查走访本"),
        ("day", "2026-11-20"),
        ("member", "李强"),
    ];
    add(&mut bench, "findings", &finding);
    bench
}

// Shows J6, J8.
#[test]
fn a_finding_goes_from_criticism_to_its_slip_and_no_step_comes_too_early() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(with_finding(&folder.path().join("a")), Lang::Zh, 80, 24).unwrap();
    to_ledger(&mut s, "督查发现");
    s.press("Enter");
    assert!(s.frame().contains("已发现"), "{}", s.frame());
    s.press("p");
    let frame = s.frame();
    assert!(frame.contains("批评") && frame.contains("先批评") && frame.contains("由本人"), "{frame}");
    s.press("Esc");
    // What is grey is judged again where it is tried all the same.
    go_on(&mut s, "整改通知");
    s.type_text("限期补齐").press("Tab").type_text("补记两次走访").press("Tab").type_text("2026-11-30");
    s.press("Ctrl-S");
    assert!(s.frame().contains("先登记批评"), "{}", s.frame());
    s.press("Esc");
    go_on(&mut s, "批评");
    s.type_text("当面指出").press("Tab").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("已登记：整改记录") && s.frame().contains("已批评"), "{}", s.frame());
    go_on(&mut s, "整改通知");
    assert!(s.frame().contains("限期补齐"), "the draft is still there: {}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("整改中"), "{}", s.frame());
    go_on(&mut s, "复查销号");
    s.type_text("看过了").press("Tab").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("等回执"), "{}", s.frame());
    s.press("Esc");
    go_on(&mut s, "申辩");
    s.type_text("替他说").press("Ctrl-S");
    assert!(s.frame().contains("只能由被查方本人"), "{}", s.frame());
    s.press("Esc");
    go_on(&mut s, "转督办");
    s.press("Space").type_text("lq").press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("已转成事项 B-6"), "{}", s.frame());
    s.press("p");
    assert!(s.frame().contains("已转成事项"), "{}", s.frame());
    s.press("Esc").press("Enter");
    assert!(
        s.frame().contains("整改期限：2026-11-30") && s.frame().contains("情况：整改中"),
        "{}",
        s.frame()
    );
    let steps = s.bench().standing("rectifications").unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(s.bench().cases().unwrap().len(), 6);
}

// Shows J9.
#[test]
fn a_nomination_is_decided_published_and_granted_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let facts = [("solid", "走了 40 户"), ("outstanding", "调解两起"), ("effect", "路灯亮了")];
    let who = [("title", "优秀组员"), ("member", "李强"), ("day", "2026-11-20")];
    add(&mut bench, "commendations", &[&who[..], &facts[..]].concat());
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    to_ledger(&mut s, "表彰提名");
    s.press("Enter");
    command(&mut s, "公示以后表彰");
    s.type_text("发证书").press("Ctrl-S");
    assert!(s.frame().contains("按 审定、公示、表彰 的次序办"), "{}", s.frame());
    s.press("Esc");
    go_on(&mut s, "审定");
    s.type_text("同意").press("Tab").type_text("党政办").press("Ctrl-S");
    go_on(&mut s, "公示表彰");
    s.type_text("公示七天").press("Ctrl-S");
    // On the day on which it is published nobody is commended yet.
    go_on(&mut s, "公示以后表彰");
    s.press("Ctrl-S");
    assert!(s.frame().contains("公示要满 5 天"), "{}", s.frame());
    assert_eq!(s.bench().standing("honour_steps").unwrap().len(), 2);
}

// Shows A3, A14.
#[test]
fn a_phase_shows_what_is_carried_over_and_its_list_is_ticked() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    add(&mut bench, "phases", &[("name", "前期活动"), ("from", "2026-09-01")]);
    let next = [("name", "后期活动"), ("from", "2026-11-20"), ("switch", "更换计划、重排挂点")];
    add(&mut bench, "phases", &next);
    let task = [("name", "开院坝会"), ("from", "2026-11-10"), ("owner", "李强")];
    add(&mut bench, "tasks", &task);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    to_ledger(&mut s, "阶段");
    s.press("Enter").press("/").type_text("houqi").press("Enter");
    assert!(s.frame().contains("进行中，余 2 项"), "{}", s.frame());
    go_on(&mut s, "切换检查单");
    let frame = s.frame();
    assert!(frame.contains("三组路灯连续五天不亮") && frame.contains("首次登记 2026-11-13"), "{frame}");
    assert!(frame.contains("开院坝会") && frame.contains("[ ] 更换计划"), "{frame}");
    s.press("Esc");
    go_on(&mut s, "切换已办");
    s.press("Right").press("Ctrl-S");
    go_on(&mut s, "切换已办");
    s.press("Right").press("Ctrl-S");
    let id = s.bench().find_in("phases", "后期活动").unwrap();
    let left = s.bench().switch_over(id).unwrap().unticked;
    assert!(left.is_empty(), "{left:?}: {}", s.frame());
    to_ledger(&mut s, "任务");
    s.press("Enter");
    assert!(s.frame().contains("已过期"), "{}", s.frame());
    go_on(&mut s, "任务完成");
    s.press("Ctrl-S");
    assert!(s.frame().contains("必须填写"), "a tick rests on something: {}", s.frame());
    s.type_text("会议记录").press("Ctrl-S");
    let planned = s.bench().planned(Period::default()).unwrap();
    assert!(planned[0].done.is_some(), "{}", s.frame());
}

// Shows J2.
#[test]
fn a_sample_is_drawn_by_its_seed_and_an_unannounced_visit_draws_no_household() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    to_ledger(&mut s, "督查检查");
    go_on(&mut s, "抽样");
    s.type_text("答复及时").press("Tab").press("Tab").press("Tab").press("Tab");
    s.press("Backspace").type_text("2").press("Tab").type_text("甲子").press("Ctrl-S");
    assert!(s.frame().contains("种子 甲子：5 个里抽出 2 个"), "{}", s.frame());
    let drawn = s.bench().standing("inspections").unwrap().remove(0);
    let pool = s.bench().standing("issues").unwrap().iter().map(|row| row.id).collect();
    let order = Drawing {
        topic: "再抽".into(),
        kind: "topical".into(),
        pool,
        told: "issues".into(),
        size: 2,
        seed: Some("甲子".into()),
    };
    let again = s.bench().draw_inspection(&order).unwrap();
    let again = s.bench().existing(again).unwrap();
    assert_eq!(drawn.all(inspections::SAMPLE), again.all(inspections::SAMPLE));
    go_on(&mut s, "抽样");
    s.type_text("入户").press("Tab").press("Left").press("Tab").type_text("户").press("Enter");
    s.press("Ctrl-S");
    assert!(s.frame().contains("暗访只查干部与工作"), "{}", s.frame());
    assert_eq!(s.bench().standing("inspections").unwrap().len(), 2);
}

// Shows J1.
#[test]
fn a_fact_sheet_goes_out_once_its_member_has_checked_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    let file = folder.path().join("情况单.txt");
    to_ledger(&mut s, "本人核对");
    go_on(&mut s, "参与情况单");
    s.press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("张晓敏参与活动情况单") && frame.contains("本人还没有核对"), "{frame}");
    s.press("Esc");
    go_on(&mut s, "参与情况单");
    s.press("Tab").press("Tab").press("Tab").type_text(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("先由本人核对") && !file.exists(), "{}", s.frame());
    s.press("Esc").press("n");
    // The statement is first; the member is the laptop's own.
    s.press("Tab").press("Tab").type_text("2026-11-01").press("Tab").type_text("2026-11-22").press("Tab");
    s.press("Right").press("Ctrl-S");
    assert_eq!(s.bench().standing("own_checks").unwrap().len(), 1, "{}", s.frame());
    go_on(&mut s, "参与情况单");
    s.press("Ctrl-S");
    assert!(file.exists() && s.frame().contains("已写到"), "{}", s.frame());
}

// Shows A5.
#[test]
fn the_tree_of_units_is_read_from_their_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    add(&mut bench, "units", &[("name", "党工委")]);
    add(&mut bench, "units", &[("name", "党政办公室"), ("parent", "党工委"), ("duties", "跟踪督查")]);
    let posting = [("neighbourhood", "三组"), ("member", "李强"), ("from", "2026-11-01")];
    add(&mut bench, "postings", &posting);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    command(&mut s, "组织树");
    let frame = s.frame();
    assert!(frame.contains("党政办公室  跟踪督查") && frame.contains("驻点 李强"), "{frame}");
    s.press("Esc");
    to_ledger(&mut s, "挂点");
    s.press("Enter");
    assert!(s.frame().contains("现在"), "{}", s.frame());
}

#[test]
fn consent_is_asked_on_f4_and_withdrawn_on_f8() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("wgl").press("Enter").press("c");
    // Whose consent it is stands there already.
    s.press("Tab").type_text("典").press("Tab").press("Tab").press("Right");
    let frame = s.frame();
    assert!(frame.contains("王桂兰"), "{frame}");
    s.press("Ctrl-S");
    assert_eq!(s.bench().standing("consents").unwrap().len(), 1, "{}", s.frame());
    s.press("b").press("Ctrl-S");
    assert_eq!(s.bench().standing("notices").unwrap().len(), 1, "{}", s.frame());
    to_ledger(&mut s, "同意记录");
    s.press("Enter");
    assert!(s.frame().contains("现在同意"), "{}", s.frame());
    go_on(&mut s, "撤回同意");
    s.press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("现在不同意") && !frame.contains("现在同意"), "{frame}");
    go_on(&mut s, "看告知单");
    assert!(s.frame().contains("谁在收集"), "{}", s.frame());
}

#[test]
fn what_is_due_is_listed_and_a_lead_clears_it_after_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let old = [
        ("date", "2019-01-02"),
        ("category", "veteran_member"),
        ("resident", "仇英"),
        ("visitors", "张晓敏"),
        ("words", "旧话"),
    ];
    let old = add(&mut bench, "visits", &old);
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    to_ledger(&mut s, "保存期限");
    go_on(&mut s, "到期清单");
    assert!(s.frame().contains("（1 条）") && s.frame().contains("2019-01-02 起算"), "{}", s.frame());
    s.press("Esc");
    go_on(&mut s, "清理到期");
    s.press("Space").press("Enter").press("Esc").press("Tab").type_text("保存期满").press("Ctrl-S");
    assert!(s.frame().contains("不能撤销") && s.frame().contains("y 或 Enter"), "{}", s.frame());
    s.press("Esc");
    assert!(
        !s.bench().row(old).unwrap().unwrap().text(visits::WORDS).is_empty(),
        "nothing went without a yes"
    );
    go_on(&mut s, "清理到期");
    s.press("Space").press("Enter").press("Esc").press("Tab").type_text("保存期满").press("Ctrl-S");
    s.press("y");
    assert!(s.frame().contains("已清理 1 条"), "{}", s.frame());
    go_on(&mut s, "到期清单");
    assert!(s.frame().contains("（0 条）"), "{}", s.frame());
    s.press("Esc").press("Enter").press("/").type_text("走访").press("Enter");
    go_on(&mut s, "改保存期限");
    s.press("Tab").type_text("工作组会议决定").press("Ctrl-S");
    assert!(s.frame().contains("保存 ") && s.frame().contains("工作组会议决定"), "{}", s.frame());
}

#[test]
fn a_member_who_leads_nothing_clears_nothing_and_sees_nothing_that_is_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = two(path);
    let file = b.export(path, &ExportOrder::default()).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    let mut s = Session::new(a, Lang::Zh, 120, 60).unwrap();
    command(&mut s, "另册登记");
    s.type_text("城管科王某").press("Tab").type_text("收了人家两条烟").press("Ctrl-S");
    assert!(s.frame().contains("已登记 控B-1"), "{}", s.frame());
    // It stands on no list, and no look goes without a reason.
    s.press("F8");
    for ledger in ["督查发现", "事项", "查看记录"] {
        to_ledger(&mut s, ledger);
        assert!(!s.frame().contains("检举") && !s.frame().contains("两条烟"), "{}", s.frame());
    }
    command(&mut s, "另册列表");
    s.press("Ctrl-S");
    assert!(s.frame().contains("必须填写"), "{}", s.frame());
    s.type_text("每周核对").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("控B-1") && frame.contains("保管 张晓敏") && !frame.contains("两条烟"), "{frame}");
    s.press("Esc");
    command(&mut s, "另册看一件");
    s.type_text("控B-1").press("Tab").type_text("准备移交").press("Ctrl-S");
    assert!(s.frame().contains("收了人家两条烟"), "{}", s.frame());
    s.press("Esc");
    assert!(!s.frame().contains("两条烟"), "nothing stays: {}", s.frame());
    command(&mut s, "另册移交");
    s.type_text("控B-1").press("Tab").type_text("城管科").press("Ctrl-S");
    assert!(s.frame().contains("回避"), "not to whom it names: {}", s.frame());
    s.press("Ctrl-U").type_text("区纪委监委").press("Ctrl-S");
    assert!(s.frame().contains("控B-1 已登记"), "{}", s.frame());
    to_ledger(&mut s, "查看记录");
    s.press("Enter");
    assert!(s.frame().contains("准备移交") && s.frame().contains("每周核对"), "{}", s.frame());
    // The log is read, and nobody writes in it.
    s.press("n");
    assert!(s.frame().contains("由程序记"), "{}", s.frame());
    for key in ["e", "d"] {
        s.press(key);
        assert!(s.frame().contains("由程序记") && s.frame().contains("F8 台账"), "{}", s.frame());
    }
    let mut a = s.into_bench();
    let file = a.export(path, &ExportOrder::default()).unwrap().file;
    b.import_bundle(&file, None, &mut |_| {}).unwrap();
    let mut s = Session::new(b, Lang::Zh, 120, 36).unwrap();
    command(&mut s, "另册列表");
    assert!(s.frame().contains("只有组长、督查能看"), "{}", s.frame());
    to_ledger(&mut s, "保存期限");
    s.press("p");
    assert!(s.frame().contains("由组长"), "{}", s.frame());
    s.type_text("清理到期").press("Enter");
    assert!(s.frame().contains("没有到期的记录"), "{}", s.frame());
}
