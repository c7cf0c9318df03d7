//! The day through the keyboard.

use minqing::{
    domain::{calendar, issues::steps, roster::residents, standing::Status, wording::Lang},
    tui::Session,
};

use super::core::morning;

/// Opens a form on the resident and writes one field, `tabs` below the first.
fn write(session: &mut Session, tabs: usize, text: &str) {
    session.press("F4").press("/").press("Ctrl-U").type_text("居民1").press("Enter").press("e");
    for _ in 0..tabs {
        session.press("Tab");
    }
    session.press("Ctrl-U").type_text(text).press("Ctrl-S");
    assert!(!session.frame().contains("Ctrl-S"), "the form is still open:\n{}", session.frame());
}

/// Writes a bundle into the folder of the day and answers its file.
fn export(session: &mut Session, folder: &std::path::Path, name: &str) -> String {
    let file = folder.join(name).display().to_string();
    session.press("F10").press("x").press("Ctrl-U").type_text(&file).press("Ctrl-S");
    assert!(session.frame().contains("已导出"), "{}", session.frame());
    file
}

/// Takes a bundle in after its preview.
fn import(session: &mut Session, file: &str) {
    take_in(session, file, "已导入");
}

/// The same of one that was taken in before.
fn import_again(session: &mut Session, file: &str) {
    take_in(session, file, "没有新内容");
}

fn take_in(session: &mut Session, file: &str, told: &str) {
    session.press("F10").press("i").press("Ctrl-U").type_text(file).press("Ctrl-S");
    assert!(session.frame().contains("导入预览"), "{}", session.frame());
    session.press("Enter");
    assert!(session.frame().contains(told), "{}", session.frame());
}

#[test]
fn the_day_by_keys() {
    let Some(pair) = morning() else { return };
    let folder = pair.folder.path().to_owned();
    let mut a = Session::new(pair.a, Lang::Zh, 120, 36).unwrap();
    let mut b = Session::new(pair.b, Lang::Zh, 80, 24).unwrap();

    write(&mut a, 4, "13800000001");
    write(&mut b, 4, "13800000002");
    write(&mut b, 3, "太湖社区3栋201");
    a.press("F3").press("n").type_text("三组").press("Ctrl-S");
    a.press("Enter").press("Space").press("Space").type_text("座谈会上问的").press("Ctrl-S");
    assert!(a.frame().contains("[x]"), "{}", a.frame());
    a.press("Esc").press("F6").press("n").type_text("三组路灯连续五天不亮").press("Ctrl-S");
    assert!(a.frame().contains("A-121"), "{}", a.frame());
    // The rule holds on the screen as everywhere.
    a.press("o");
    assert!(a.frame().contains("还没有答复反映人"), "{}", a.frame());
    a.press("r").type_text("三天内换好").press("Ctrl-S");
    a.press("o").press("Right").press("Tab").type_text("换了灯").press("Ctrl-S");
    let issue = a.bench().find("A-121").unwrap();
    assert_eq!(a.bench().case(issue).unwrap().standing.status, Status::Resolved);
    b.press("F6").press("r").type_text("下周给您答复").press("Ctrl-S");

    let (from_a, from_b) = (export(&mut a, &folder, "a.mqb"), export(&mut b, &folder, "b.mqb"));
    import(&mut b, &from_a);
    import(&mut a, &from_b);
    import_again(&mut a, &from_b);
    import_again(&mut b, &from_a);
    assert_eq!(a.bench().digest(), b.bench().digest());
    assert!(a.frame().contains("冲突 1 !") && b.frame().contains("冲突 1 !"), "{}\n{}", a.frame(), b.frame());

    b.press("F10").press("End").press("Enter");
    assert!(b.frame().contains("电脑 A") && b.frame().contains("电脑 B"), "{}", b.frame());
    b.press("Down").press("Enter");
    assert!(!b.frame().contains("冲突 1 !"), "{}", b.frame());
    let from_b = export(&mut b, &folder, "settled.mqb");
    import(&mut a, &from_b);
    assert!(!a.frame().contains("冲突 1 !"), "{}", a.frame());
    assert_eq!(a.bench().digest(), b.bench().digest());

    let replies = a.bench().standing("steps").unwrap();
    let told = replies.iter().find(|step| step.text(steps::TEXT) == "下周给您答复").expect("B's reply");
    assert_eq!(calendar::rfc3339(told.instant(steps::AT).unwrap()), "2026-11-22T08:30:00+08:00");
    for session in [a, b] {
        let bench = session.into_bench();
        let person = bench.find_in("residents", "居民1").unwrap();
        assert_eq!(bench.row(person).unwrap().unwrap().text(residents::ADDRESS), "太湖社区3栋201");
        bench.close().unwrap();
    }
}
