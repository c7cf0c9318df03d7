//! The locked screen, and another passphrase.

use super::{clock, session};
use crate::{
    domain::wording::{Lang, Wording},
    tui::{Session, Start},
    workbench::{Workbench, keeping},
};

#[test]
fn a_locked_demonstration_tells_its_passphrase_and_nothing_else_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    assert!(!s.press("F12").frame().contains("演示"), "{}", s.frame());
    let passphrase = Some(Wording::new("口令是 demo", "its passphrase is demo"));
    Start { passphrase, ..Start::default() }.show(s.model());
    assert!(s.frame().contains("这是演示台账，口令是 demo。"), "{}", s.frame());
}

#[test]
fn a_locked_screen_shows_nothing_until_the_passphrase_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    let hides = |s: &Session| {
        let frame = s.frame();
        assert!(frame.contains("已锁屏"), "{frame}");
        let told = ["王桂兰", "张晓敏", "太湖", "路灯", "138", "F2", "登记", "草稿"];
        assert!(!told.iter().any(|word| frame.contains(word)), "{frame}");
    };
    // In the middle of a form, over numbers shown in full, and in a window that is too small.
    s.press("F4").press("/").type_text("wgl").press("Enter").press("m").type_text("回访").press("Ctrl-S");
    s.press("F6").press("n").type_text("井盖松动").press("F12");
    hides(&s);
    assert!(home.join("forms").exists(), "what was being typed lies on the disk");
    for size in [(120, 36), (30, 5), (80, 24)] {
        s.resize(size.0, size.1);
        hides(&s);
    }
    s.type_text("F6").press("F6").click(3, 1).wheel(3).paste("路灯").refresh();
    s.press("Ctrl-U").type_text("wrong").press("Enter");
    hides(&s);
    assert!(s.frame().contains("口令不对") && !s.frame().contains("wrong"), "{}", s.frame());
    s.type_text("pass");
    assert!(s.frame().contains("****"), "{}", s.frame());
    assert_eq!(s.cursor(), Some((11, 2)));
    s.press("Enter");
    assert!(s.frame().contains("井盖松动"), "{}", s.frame());
    s.press("Esc").press("F4");
    assert!(!s.frame().contains("13812342210"), "numbers are hidden again: {}", s.frame());
    // It locks by itself, is found by its name, and can be left.
    s.idle();
    hides(&s);
    s.type_text("pass").press("Enter").press("Ctrl-P").type_text("suoping").press("Enter");
    hides(&s);
    s.press("q");
    assert!(!s.has_left(), "a letter is a letter");
    s.press("Ctrl-Q");
    assert!(s.has_left());
}

#[test]
fn after_how_long_it_locks_is_said_once_for_this_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    assert_eq!(s.bench().lock_after().unwrap(), 10);
    s.press("Ctrl-P").type_text("自动锁屏").press("Enter").press("Ctrl-U").type_text("3").press("Enter");
    assert!(s.frame().contains("3 分钟不动就锁屏"), "{}", s.frame());
    drop(s);
    let mut bench = Workbench::open(&home, "pass", clock(0), &mut |_| {}).unwrap().0;
    assert_eq!(bench.lock_after().unwrap(), 3);
    bench.set_lock_after(u32::MAX).unwrap();
    assert_eq!(bench.lock_after().unwrap(), 24 * 60);
}

#[test]
fn the_passphrase_is_changed_on_the_screen_by_whoever_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    let form = |s: &mut Session, words: [&str; 3]| {
        s.press("Ctrl-P").type_text("kouling").press("Enter");
        assert!(s.frame().contains("换台账的口令"), "{}", s.frame());
        for word in words {
            s.type_text(word).press("Tab");
        }
        s.press("Ctrl-S");
    };
    form(&mut s, ["wrong", "稻穗七号门口的灯", "稻穗七号门口的灯"]);
    assert!(s.frame().contains("现在的口令不对") && !s.frame().contains("稻穗"), "{}", s.frame());
    s.press("Esc");
    form(&mut s, ["pass", "稻穗七号门口的灯", "稻穗八号门口的灯"]);
    assert!(s.frame().contains("两遍新口令不一样"), "{}", s.frame());
    s.press("Esc");
    form(&mut s, ["pass", "pass", "pass"]);
    assert!(s.frame().contains("和现在的一样"), "{}", s.frame());
    s.press("Esc");
    form(&mut s, ["pass", "太短了", "太短了"]);
    assert!(s.frame().contains("口令至少 8 个字，这里才 3 个"), "{}", s.frame());
    s.press("Esc");
    form(&mut s, ["pass", "稻穗七号门口的灯", "稻穗七号门口的灯"]);
    let frame = s.frame();
    assert!(frame.contains("口令已换") && frame.contains("仍用旧口令打开"), "{frame}");
    s.press("F12").type_text("pass").press("Enter");
    assert!(s.frame().contains("口令不对"), "{}", s.frame());
    // A click puts the cursor into what is typed.
    s.type_text("穗七号门口的灯").click(7, 2).type_text("稻").press("Enter");
    assert!(s.frame().contains("F2今日"), "{}", s.frame());
    drop(s);
    assert!(Workbench::open(&home, "pass", clock(0), &mut |_| {}).is_err());
    let bench = Workbench::open(&home, "稻穗七号门口的灯", clock(0), &mut |_| {}).unwrap().0;
    let s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    assert!(s.frame().contains("张晓敏"), "{}", s.frame());
    // The newest backup opens with the new one.
    assert!(!keeping::automatic_backups(&home).is_empty());
}
