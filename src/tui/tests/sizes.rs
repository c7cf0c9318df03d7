//! Any terminal, any frame: nothing panics, nothing is torn.

use super::session;

#[test]
fn no_frame_panics_at_any_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let ways: [&[&str]; 18] = [
        &["F2"],
        &["F3"],
        &["F3", "Enter"],
        &["F3", "Enter", "n"],
        &["F4"],
        &["F5"],
        &["F5", "Tab"],
        &["F5", "v"],
        &["F4", "Enter"],
        &["F6"],
        &["F6", "Enter"],
        &["F10"],
        &["F8"],
        &["F8", "End", "Enter", "Enter"],
        &["F8", "a"],
        &["F6", "n", "路", "灯", "Tab", "Tab", "Space"],
        &["F4", "d"],
        &["?"],
    ];
    for way in ways {
        s.resize(80, 24);
        for key in way {
            s.press(key);
        }
        for width in (20..=200).step_by(20).chain([79, 80, 99, 100]) {
            for height in (5..=60).step_by(7).chain([23, 24]) {
                s.resize(width, height);
                let frame = s.frame();
                assert!(frame.lines().all(|line| super::super::cells::width(line) <= usize::from(width)));
            }
        }
        s.resize(80, 24);
        for _ in 0..4 {
            s.press("Esc");
        }
    }
}

#[test]
fn a_small_window_says_so_and_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("半截");
    s.resize(60, 20);
    assert!(s.frame().contains("窗口太小"), "{}", s.frame());
    s.press("Esc");
    s.resize(80, 24);
    assert!(s.frame().contains("半截"), "{}", s.frame());
}

#[test]
fn the_cursor_is_where_the_text_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    assert_eq!(s.cursor(), None);
    s.press("F6").press("n");
    let (left, row) = s.cursor().unwrap();
    for (keys, columns) in [("路", 2), ("灯", 4), ("a", 5)] {
        s.type_text(keys);
        assert_eq!(s.cursor(), Some((left + columns, row)));
    }
    s.press("Left");
    assert_eq!(s.cursor(), Some((left + 4, row)));
    s.press("Backspace");
    assert_eq!(s.cursor(), Some((left + 2, row)));
    s.press("Home");
    assert_eq!(s.cursor(), Some((left, row)));
    let line = s.frame().lines().nth(usize::from(row)).unwrap().to_owned();
    assert!(line.contains("路a"));
    s.press("Esc").press("/").type_text("路");
    let (x, y) = s.cursor().unwrap();
    let head = s.frame().lines().nth(usize::from(y)).unwrap().split("/路").next().unwrap().to_owned();
    assert_eq!(usize::from(x), super::super::cells::width(&head) + 3);
}
