//! Forms higher than the window, and long text in them.

use super::session;
use crate::tui::Session;

/// The row and text of the line that the cursor stands on.
fn line_of_cursor(s: &Session) -> (u16, u16, String) {
    let (x, y) = s.cursor().unwrap_or_else(|| panic!("no cursor: {}", s.frame()));
    (x, y, s.frame().lines().nth(usize::from(y)).unwrap_or_default().to_owned())
}

#[test]
fn a_form_higher_than_the_window_says_that_there_is_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n");
    let frame = s.frame();
    let rule = |frame: &str, row: usize| frame.lines().nth(row).unwrap_or_default().to_owned();
    assert!(rule(&frame, 22).contains("↓ 下面还有") && rule(&frame, 22).contains(" 栏"), "{frame}");
    assert!(!rule(&frame, 2).contains("↑"), "{frame}");
    s.press("Shift-Tab");
    let frame = s.frame();
    assert!(rule(&frame, 2).contains("↑ 上面还有"), "{frame}");
    assert!(!rule(&frame, 22).contains("↓"), "{frame}");
    s.resize(120, 60);
    assert!(!s.frame().contains("还有"), "{}", s.frame());
}

#[test]
fn the_view_follows_the_cursor_through_text_higher_than_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n");
    while !line_of_cursor(&s).2.contains("详情") {
        s.press("Tab");
    }
    s.paste(&"晚上接孩子看不清路，".repeat(120)).type_text("末尾");
    let (x, y, line) = line_of_cursor(&s);
    let at = line.find("末尾").unwrap_or_else(|| panic!("{}", s.frame()));
    let behind: String = line.chars().take(line.split_at(at).0.chars().count() + 2).collect();
    assert_eq!(usize::from(x), crate::tui::cells::width(&behind), "{}", s.frame());
    assert!((3..22).contains(&y), "{}", s.frame());
    s.press("Home").type_text("开头");
    let (_, y, line) = line_of_cursor(&s);
    assert!(line.contains("开头晚上") && (3..22).contains(&y), "{}", s.frame());
    s.press("End").type_text("了");
    assert!(line_of_cursor(&s).2.contains("末尾了"), "{}", s.frame());
}
