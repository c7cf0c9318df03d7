//! The mouse does what the keys do.

use super::{WAYS, session, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells, chrome},
};

fn told(s: &mut Session) -> String {
    let id = s.bench().peer().to_string();
    let home = s.bench().home().display().to_string();
    s.frame().replace(id.split_at(8).0, "[id]").replace(&home, "[home]")
}

fn come(s: &mut Session, way: &[&str]) {
    for _ in 0..5 {
        s.press("Esc");
    }
    s.press("F2");
    for key in way {
        s.press(key);
    }
}

// In every place: clicking a word of the footer is pressing its key.
#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 120, 36)] {
        let folder = tempfile::tempdir().unwrap();
        let mut pressed = Session::new(small(&folder.path().join("a")), lang, width, height).unwrap();
        let mut clicked = Session::new(small(&folder.path().join("b")), lang, width, height).unwrap();
        let mut count = 0;
        for way in WAYS {
            come(&mut pressed, way);
            come(&mut clicked, way);
            let hints: Vec<String> =
                chrome::footer(pressed.model()).into_iter().map(|hint| hint.text).collect();
            assert!(!hints.is_empty(), "{way:?}");
            for text in hints {
                come(&mut pressed, way);
                come(&mut clicked, way);
                // What was done before may have taken it away.
                let found = chrome::footer(pressed.model()).into_iter().find(|hint| hint.text == text);
                let Some(chrome::Hint { key: Some(key), columns, .. }) = found else { continue };
                let x = columns.start + 1;
                assert_eq!(told(&mut pressed), told(&mut clicked), "before: {way:?} {text}");
                pressed.press(&key.name());
                clicked.click(x, height - 1);
                let (by_key, by_mouse) = (told(&mut pressed), told(&mut clicked));
                let other = by_key.lines().zip(by_mouse.lines()).find(|(one, other)| one != other);
                assert!(by_key == by_mouse, "{way:?} {text}: {other:?}");
                count += 1;
            }
        }
        assert!(count > 80, "{count}");
    }
}

/// Clicks the first place where the text stands.
fn click(s: &mut Session, text: &str) {
    let frame = s.frame();
    let (y, line) = frame
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("no {text} in {frame}"));
    let x = cells::width(line.split(text).next().unwrap_or_default());
    s.click(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
}

#[test]
fn an_issue_is_registered_given_away_and_printed_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    click(&mut s, "F6事项");
    click(&mut s, "n 登记");
    s.type_text("井盖响");
    // A field of choices turns under the mouse once it is in focus.
    click(&mut s, "类别");
    let before = s.frame();
    click(&mut s, "类别");
    assert_ne!(before, s.frame());
    click(&mut s, "Ctrl-S 提交");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
    // The list of what can be done, its rows, and the palette.
    click(&mut s, "Ctrl-O 操作");
    click(&mut s, "受理  ");
    assert!(s.frame().contains("受理  B-"), "{}", s.frame());
    click(&mut s, "Esc 放下");
    click(&mut s, ": 命令");
    assert!(s.frame().contains("命令:"), "{}", s.frame());
    click(&mut s, "Esc 返回");
    // Marks are set where they stand.
    let row = s.frame().lines().position(|line| line.contains("沟渠堵塞")).unwrap();
    s.click(2, u16::try_from(row).unwrap());
    assert!(s.frame().contains("选了 1 件"), "{}", s.frame());
    click(&mut s, "未导出");
    assert!(s.frame().contains("[F10同步]"), "{}", s.frame());
}

#[test]
fn the_wheel_moves_lists_texts_and_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for way in [&["F6"][..], &["?"], &["Ctrl-P"], &["F8"]] {
        come(&mut s, way);
        let before = s.frame();
        s.wheel(3);
        let after = s.frame();
        assert_ne!(before, after, "{way:?}");
        s.wheel(-3);
        assert_eq!(before, s.frame(), "{way:?}");
    }
}

// Two laptops wrote one phone number each; the mouse chooses and settles.
#[test]
fn a_conflict_is_settled_by_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = super::two(folder.path());
    let id = super::add(&mut a, "residents", &[("name", "王桂兰"), ("phone", "13812342210")]);
    let carry = |from: &mut crate::workbench::Workbench, to: &mut crate::workbench::Workbench| {
        let written = from.export(folder.path(), &crate::workbench::sync::ExportOrder::default()).unwrap();
        to.import_bundle(&written.file, None, &mut |_| {}).unwrap();
    };
    carry(&mut b, &mut a);
    carry(&mut a, &mut b);
    for (bench, phone) in [(&mut a, "13800000001"), (&mut b, "13800000002")] {
        crate::workbench::tests::entering::change(bench, id, &[("phone", phone)]).unwrap();
    }
    carry(&mut b, &mut a);
    let mut s = Session::new(a, Lang::Zh, 80, 24).unwrap();
    s.press("F10");
    for _ in 0..2 {
        click(&mut s, "王桂兰");
    }
    assert!(s.frame().contains("写的人都没看到别人写的"), "{}", s.frame());
    click(&mut s, "138****0002");
    let frame = s.frame();
    assert!(frame.lines().any(|line| line.contains('>') && line.contains("138****0002")), "{frame}");
    click(&mut s, "Enter 保留选中的");
    assert_eq!(s.bench().conflict_count(), 0, "{}", s.frame());
    let row = s.bench().existing(id).unwrap();
    assert_eq!(row.text(crate::domain::roster::residents::PHONE), "13800000002");
}
