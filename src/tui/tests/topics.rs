//! What the command line did alone before: topics judged, offers, fact sheets, laptops.

use super::{reach::choose, session, two};
use crate::{
    domain::{hot_topics, wording::Lang},
    tui::Session,
    workbench::{Membership, sync::ExportOrder},
};

// Shows C2.
#[test]
fn a_topic_is_judged_on_f3_and_f9_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F3").press("Down").press("Down").press("y");
    assert!(s.frame().contains("三组 公共设施 2026-11（1 件）"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("必须填写"), "nothing is judged by itself: {}", s.frame());
    s.press("Right").press("Tab").type_text("一处路灯，已转办").press("Ctrl-S");
    assert!(s.frame().contains("已记下研判"), "{}", s.frame());
    let judged = s.bench().standing(hot_topics::ID).unwrap();
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0].text(hot_topics::VERDICT), "hot");
    assert_eq!(judged[0].text(hot_topics::JUDGEMENT), "一处路灯，已转办");
    s.press("F9").press("y");
    assert!(s.frame().contains("公共设施 2026-11（1 件，已研判）"), "{}", s.frame());
}

#[test]
fn a_sheet_for_an_enterprise_names_nobody_who_did_not_agree() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("推荐单.txt");
    s.press("F7").press("w").type_text("园区制衣厂").press("Tab");
    s.press("Space").type_text("wgl").press("Enter").press("Esc").press("Tab");
    s.type_text(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("0 人同意留联系方式"), "{}", s.frame());
    let told = std::fs::read_to_string(&file).unwrap();
    assert!(told.contains("园区制衣厂") && told.contains("1. 三组"), "{told}");
    assert!(!told.contains("王桂兰") && !told.contains("13812342210"), "{told}");
    // On F4 it begins with who is selected.
    s.press("F4").press("w");
    assert!(
        s.frame().contains("给企业的推荐单") && !s.frame().contains("居民         空格"),
        "{}",
        s.frame()
    );
}

#[test]
fn a_fact_sheet_is_read_from_the_screen_of_bulletins_and_of_laptops() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for screen in ["F9", "F10"] {
        s.press(screen).press("Ctrl-O");
        choose(&mut s, "参与情况单");
        s.press("Ctrl-S");
        assert!(s.frame().contains("张晓敏参与活动情况单"), "{}", s.frame());
        s.press("Esc");
    }
}

#[test]
fn a_lead_renames_revokes_and_confirms_a_laptop_on_f10() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = two(folder.path());
    let written = b.export(folder.path(), &ExportOrder::default()).unwrap();
    a.import_bundle(&written.file, None, &mut |_| {}).unwrap();
    let peer = b.peer();
    let mut s = Session::new(a, Lang::Zh, 80, 24).unwrap();
    let select = |s: &mut Session| {
        s.press("Home");
        if !s.frame().lines().any(|line| line.starts_with('>') && line.contains("李强")) {
            s.press("Down");
        }
    };
    s.press("F10");
    select(&mut s);
    s.press("r").type_text("K").press("Ctrl-S");
    assert!(s.frame().contains("代号改为 K"), "{}", s.frame());
    // Its letter has another place in the list now.
    select(&mut s);
    s.press("Ctrl-O");
    choose(&mut s, "停用电脑");
    assert!(s.frame().contains("它写的不再算数"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("已停用电脑"), "{}", s.frame());
    let of = |s: &mut Session| {
        s.bench().laptops().unwrap().into_iter().find(|laptop| laptop.peer == peer).unwrap().membership
    };
    assert!(matches!(of(&mut s), Some(Membership::Revoked { .. })), "{:?}", of(&mut s));
    select(&mut s);
    s.press("c").press("Ctrl-S");
    assert!(s.frame().contains("已确认电脑"), "{}", s.frame());
    assert_eq!(of(&mut s), Some(Membership::Member));
}
