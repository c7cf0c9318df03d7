//! Sheets that leave the program, from the screen.

use super::{ledgers::to_ledger, session};

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
