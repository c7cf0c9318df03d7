//! What the command line does, done from the screens.

use super::{
    laptops::{bring, join, note},
    reach::choose,
    session, small,
};
use crate::{
    domain::wording::Lang,
    tui::Session,
    workbench::{Workbench, draft::Draft},
};

/// A workspace in which two wrote of one resident at the same time.
pub(super) fn disputed(folder: &std::path::Path) -> Workbench {
    let mut lead = small(&folder.join("b"));
    let mut other = join(&mut lead, folder, "c", "欧阳春华", 0);
    note(&mut other, "住在女儿家");
    note(&mut lead, "常年在家");
    bring(&mut other, &mut lead, folder, "c.mqb");
    lead
}

fn noted(bench: &Workbench) -> String {
    let person = bench.find_in("residents", "仇英").unwrap();
    bench.existing(person).unwrap().text(crate::domain::roster::residents::NOTE).to_owned()
}

#[test]
fn who_wrote_what_of_a_record_is_read_from_its_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    note(&mut bench, "常年在家");
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("/").type_text("仇英").press("Enter").press("Ctrl-O");
    choose(&mut s, "经过");
    let frame = s.frame();
    assert!(
        frame.contains("经过  仇英") && frame.contains("新建") && frame.contains("张晓敏(B)  备注"),
        "{frame}"
    );
    assert!(!frame.contains("常年在家"), "what stood there is not told: {frame}");
    s.press("Esc").press("F6").press("Ctrl-O");
    choose(&mut s, "经过");
    assert!(s.frame().contains("经过  三组路灯连续五天不亮"), "{}", s.frame());
}

#[test]
fn a_lead_corrects_a_request_from_the_list_of_its_steps() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let issue = bench.find_in("issues", "B-1").unwrap();
    for urgency in ["danger", "normal"] {
        let mut draft = Draft::new();
        bench.fill(&mut draft, issue, &[("urgency".to_owned(), urgency.to_owned())]).unwrap();
        bench.commit(draft).unwrap();
    }
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F6").press("/").type_text("路灯").press("Enter").press("f");
    assert!(s.frame().contains("更正"), "{}", s.frame());
}

#[test]
fn an_undo_says_that_it_settles_a_conflict_for_what_the_other_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(disputed(folder.path()), Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("u");
    let frame = s.frame();
    assert!(frame.contains("仇英") && frame.contains("没定下的冲突"), "{frame}");
    s.press("Esc");
    assert_eq!(s.bench().conflicts().unwrap().len(), 1);
}

#[test]
fn both_sides_of_a_conflict_are_kept_where_the_field_takes_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(disputed(folder.path()), Lang::Zh, 80, 24).unwrap();
    s.press("F10").press("Down").press("Down").press("Enter");
    assert!(s.frame().contains("都保留"), "{}", s.frame());
    // Another value begins with both.
    s.press("e");
    assert!(s.frame().contains("住在女儿家") && s.frame().contains("常年在家"), "{}", s.frame());
    s.press("Esc").press("Enter").press("b");
    assert!(s.bench().conflicts().unwrap().is_empty(), "{}", s.frame());
    let kept = noted(s.bench());
    assert!(kept.contains("住在女儿家") && kept.contains("常年在家"), "{kept}");
}

#[test]
fn recipients_of_a_bundle_are_ticked_in_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut first = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    let mut second = join(&mut lead, folder.path(), "d", "司马清风", 0);
    bring(&mut first, &mut lead, folder.path(), "c.mqb");
    bring(&mut second, &mut lead, folder.path(), "d.mqb");
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    let usb = folder.path().join("usb");
    std::fs::create_dir(&usb).unwrap();
    s.press("F10").press("x").paste(&usb.display().to_string()).press("Tab").press("Space");
    let frame = s.frame();
    assert!(frame.contains("[ ] A  欧阳春华") && frame.contains("[ ] C  司马清风"), "{frame}");
    assert!(frame.contains("有消息") && !frame.contains("[ ] B"), "{frame}");
    s.press("Down").press("Enter");
    assert!(s.frame().contains("[x] C  司马清风") && s.frame().contains("[ ] A"), "{}", s.frame());
    s.press("Esc").press("Ctrl-S");
    assert!(s.frame().contains("已导出"), "{}", s.frame());
    let file = std::fs::read_dir(&usb).unwrap().next().unwrap().unwrap().path();
    second.import_bundle(&file, None, &mut |_| {}).unwrap();
    // A key that is none is told beside its field.
    s.press("x").paste("/tmp").press("Tab").press("Tab").press("Tab").press("Tab").type_text("age1无");
    s.press("Ctrl-S");
    let frame = s.frame();
    let lines: Vec<&str> = frame.lines().collect();
    let field = lines.iter().position(|line| line.contains("age1无")).unwrap();
    assert!(frame.contains("Ctrl-S 提交") && lines[field].starts_with('>'), "{frame}");
    assert!(lines[field + 1].trim_start().starts_with("! “age1无”不是 age 公钥"), "{frame}");
}

#[test]
fn an_invitation_takes_its_days_and_its_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("x.mqi");
    s.press("F10").press("v").paste(&file.display().to_string()).press("Tab").type_text("当面说的口令");
    s.press("Tab").type_text("400").press("Ctrl-S");
    assert!(s.frame().contains("365") && !file.exists(), "{}", s.frame());
    s.press("Ctrl-U").type_text("3").press("Tab").type_text("k").press("Ctrl-S");
    assert!(s.frame().contains("3 天内有效") && file.exists(), "{}", s.frame());
    let held = s.bench().standing("invitations").unwrap();
    assert!(held.iter().any(|row| row.text(crate::domain::team::invitations::LETTER) == "K"));
}

#[test]
fn a_backup_goes_where_it_is_told_to_and_f10_tells_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F10");
    assert!(s.frame().contains("备份：还没有"), "{}", s.frame());
    s.press("b").press("Ctrl-S");
    assert!(s.frame().contains("已备份"), "{}", s.frame());
    assert!(s.frame().contains("auto-00000001-20261122-120000.mqb"), "{}", s.frame());
    let usb = folder.path().join("usb");
    s.press("b").paste(&format!("{}/", usb.display())).press("Ctrl-S");
    assert!(s.frame().contains("请先建好") && s.frame().contains("Ctrl-S 提交"), "{}", s.frame());
    std::fs::create_dir(&usb).unwrap();
    s.press("Ctrl-S");
    let files: Vec<_> = std::fs::read_dir(&usb).unwrap().collect();
    assert_eq!(files.len(), 1, "{}", s.frame());
    assert!(s.frame().contains("别处：2026-11-22"), "{}", s.frame());
    // It is old after a few days, and that is said.
    s.bench().set_clock(super::clock(5));
    s.refresh();
    assert!(s.frame().contains("! 已经 5 天没有备份"), "{}", s.frame());
}
