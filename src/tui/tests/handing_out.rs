//! Sheets that leave the program, from the screen.

use super::{ledgers::to_ledger, session, small};
use crate::{domain::wording::Lang, tui::Session};

#[test]
fn an_export_asks_what_for_and_for_whom_and_is_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let file = folder.path().join("居民.csv");
    to_ledger(&mut s, "居民");
    s.press("x").type_text(&file.display().to_string()).press("Tab").press("Tab").press("Tab");
    // In full: what for is what the log of accesses keeps, and nothing goes out without.
    s.press("Left").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("要写明用途") && !file.exists(), "{frame}");
    assert_eq!(s.bench().standing("exports").unwrap().len(), 0);
    s.type_text("上报街道核对").press("Tab").type_text("街道民政办").press("Ctrl-S");
    assert!(s.frame().contains("已导出 4 条到"), "{}", s.frame());
    assert!(std::fs::read_to_string(&file).unwrap().contains("13812342210"));
    assert_eq!(s.bench().standing("accesses").unwrap().len(), 1);
    to_ledger(&mut s, "导出登记");
    s.press("Enter").press("Enter");
    let frame = s.frame();
    for told in ["上报街道核对", "街道民政办", "含个人信息", "居民"] {
        assert!(frame.contains(told), "{told}: {frame}");
    }
    // Masked, sealed, into a folder: named by the day, opened by the passphrase alone.
    to_ledger(&mut s, "居民");
    let home = folder.path().display().to_string();
    s.press("x").type_text(&home).press("Tab").press("Tab").press("Tab").press("Tab").type_text("口令");
    s.press("Ctrl-S");
    assert!(s.frame().contains("没有写全用途和接收方"), "{}", s.frame());
    assert!(folder.path().join("居民-2026-11-22.xlsx.age").exists(), "{}", s.frame());
    // The same again is there already.
    s.press("x").type_text(&file.display().to_string()).press("Ctrl-S");
    assert!(s.frame().contains("不会覆盖"), "{}", s.frame());
}

// Shows I5.
#[test]
fn a_bulletin_that_is_written_out_is_in_the_log_of_exports() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F9").press("n").type_text("十一月").press("Ctrl-S");
    let file = folder.path().join("简报.docx");
    s.press("x").paste(&file.display().to_string()).press("Tab").type_text(".").press("Ctrl-S");
    assert!(!file.exists() && s.bench().standing("exports").unwrap().is_empty(), "{}", s.frame());
    s.press("Backspace").type_text("贴公示栏").press("Tab").type_text("三组居民").press("Ctrl-S");
    assert!(file.exists(), "{}", s.frame());
    to_ledger(&mut s, "导出登记");
    s.press("Enter").press("Enter");
    let frame = s.frame();
    for told in ["简报 十一月", "贴公示栏", "三组居民"] {
        assert!(frame.contains(told), "{told}: {frame}");
    }
}

/// Fills in a field of the form on top, which is called so.
fn fill(s: &mut Session, title: &str, text: &str) {
    for _ in 0..20 {
        let is_here = |line: &str| line.starts_with('>') && line.contains(title);
        if s.frame().lines().any(is_here) {
            // A form that was left before has what was typed then.
            s.press("Ctrl-U").type_text(text);
            return;
        }
        s.press("Tab");
    }
    panic!("no {title} in {}", s.frame());
}

// One function of the exchange reads conditions for the command line and the screen.
#[test]
fn what_is_written_out_is_all_or_what_is_found_or_marked_or_meets_a_condition() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(small(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    to_ledger(&mut s, "居民");
    let mut count = 0;
    let mut written = |s: &mut Session, which: &str, condition: &str| -> Vec<String> {
        count += 1;
        let file = folder.path().join(format!("{count}.csv"));
        s.press("x");
        fill(s, "文件或文件夹", file.to_str().unwrap());
        fill(s, "用途", "核对");
        fill(s, "接收方", "三组");
        fill(s, "哪些", which);
        fill(s, "条件", condition);
        s.press("Ctrl-S");
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let people = ["王桂兰", "单小明", "仇英", "欧阳春华"];
        people.into_iter().filter(|name| text.contains(name)).map(str::to_owned).collect()
    };
    assert_eq!(written(&mut s, "", "").len(), 4, "{}", s.frame());
    assert_eq!(written(&mut s, "", "居民小组=三组"), ["王桂兰", "单小明"], "{}", s.frame());
    assert_eq!(written(&mut s, "", "居民小组＝三组；与户主关系=儿子"), ["单小明"], "{}", s.frame());
    // What is no condition, no field or met by nobody is told of in the form, and nothing is written.
    for (wrong, told) in [("三组", "栏=值"), ("颜色=红", "颜色"), ("居民小组=九组", "没有符合")]
    {
        assert!(written(&mut s, "", wrong).is_empty());
        assert!(s.frame().contains(told), "{wrong}: {}", s.frame());
        s.press("Esc").press("Esc");
        to_ledger(&mut s, "居民");
    }
    // What the list shows, narrowed by what was typed.
    s.press("Enter").press("/").type_text("仇").press("Enter");
    assert_eq!(written(&mut s, "现在列出的", ""), ["仇英"], "{}", s.frame());
    let log = s.bench().rows("exports").unwrap().to_vec();
    let scopes: Vec<&str> = log.iter().map(|row| row.text(crate::domain::exports::log::SCOPE)).collect();
    assert!(scopes.contains(&"居民") && scopes.contains(&"居民 选出 1 条"), "{scopes:?}");
    assert!(scopes.iter().any(|scope| scope.contains("居民小组=三组")), "{scopes:?}");
}
