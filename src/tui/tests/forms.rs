//! Forms higher than the window, and long text in them.

use jiff::civil::date;

use super::{projects::works, session};
use crate::{
    domain::{funds::receipts, wording::Lang},
    tui::Session,
};

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

/// A money form of the project with a source, begun at its amount.
fn receipt(s: &mut Session) {
    s.press("F7").press("r");
    let (_, _, line) = line_of_cursor(s);
    assert!(line.contains("金额"), "{}", s.frame());
}

/// Goes to the field of this label.
fn to_field(s: &mut Session, label: &str) {
    for _ in 0..30 {
        if s.cursor().is_some() && line_of_cursor(s).2.contains(label) {
            return;
        }
        s.press("Tab");
    }
    panic!("no {label} in\n{}", s.frame());
}

#[test]
fn days_and_amounts_are_typed_as_people_say_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(works(&folder.path().join("a")), Lang::Zh, 80, 24).unwrap();
    // It is Sunday 2026-11-22.
    for (day, read, amount, fen) in [
        ("昨天", date(2026, 11, 21), "1.2万", 1_200_000),
        ("前天", date(2026, 11, 20), "1,200.50", 120_050),
        ("上周五", date(2026, 11, 13), "１２００．５", 120_050),
        ("11-20", date(2026, 11, 20), "￥ 1200 元", 120_000),
        ("3月5日", date(2026, 3, 5), "516 万元", 516_000_000),
        ("２０２６－１１－０２", date(2026, 11, 2), "0.05", 5),
        ("last friday", date(2026, 11, 13), "3", 300),
        ("今天", date(2026, 11, 22), "12", 1_200),
    ] {
        let before: Vec<_> = s.bench().rows("receipts").unwrap().iter().map(|row| row.id).collect();
        receipt(&mut s);
        s.press("Ctrl-U").type_text(amount);
        to_field(&mut s, "日期");
        s.press("Ctrl-U").type_text(day).press("Ctrl-S");
        assert!(s.frame().contains("[F7帮扶]") && !s.frame().contains("Ctrl-S 提交"), "{day}: {}", s.frame());
        let rows = s.bench().rows("receipts").unwrap();
        let row = rows.iter().find(|row| !before.contains(&row.id)).unwrap();
        assert_eq!(
            (row.date(receipts::DAY), row.int(receipts::AMOUNT)),
            (Some(read), Some(fen)),
            "{day} {amount}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_told_in_the_line_below_its_field_and_the_rest_stays() {
    let folder = tempfile::tempdir().unwrap();
    for size in [(80, 24), (120, 36)] {
        let home = folder.path().join(size.0.to_string());
        let mut s = Session::new(works(&home), Lang::Zh, size.0, size.1).unwrap();
        let count = s.bench().rows("receipts").unwrap().len();
        receipt(&mut s);
        for (label, typed, told, right) in [
            ("金额", "约1200", "金额看不懂，请写成 1200、1,200.50 或 1.2万（元）", "1200"),
            ("日期", "没有的日子", "日期看不懂“没有的日子”，请写成 2026-11-22、11-22 或 昨天", "昨天"),
        ] {
            to_field(&mut s, label);
            s.press("Ctrl-U").type_text(typed).press("Ctrl-S");
            let (x, y, line) = line_of_cursor(&s);
            let frame = s.frame();
            assert!(line.starts_with('>') && line.contains(label) && line.contains(typed), "{frame}");
            assert_eq!(usize::from(x), crate::tui::cells::width(line.trim_end()), "{frame}");
            let below = frame.lines().nth(usize::from(y) + 1).unwrap_or_default();
            assert!(below.trim() == format!("! {told}"), "{below}\n{frame}");
            assert_eq!(s.bench().rows("receipts").unwrap().len(), count);
            s.press("Ctrl-U").type_text(right);
            assert!(!s.frame().contains(told), "it is typed anew: {}", s.frame());
        }
        s.press("Ctrl-S");
        assert_eq!(s.bench().rows("receipts").unwrap().len(), count + 1, "{}", s.frame());
    }
}

#[test]
fn a_day_in_words_becomes_the_day_once_its_field_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(works(&folder.path().join("a")), Lang::Zh, 80, 24).unwrap();
    receipt(&mut s);
    to_field(&mut s, "日期");
    s.press("Ctrl-U").type_text("昨天");
    assert!(line_of_cursor(&s).2.contains("昨天"), "{}", s.frame());
    s.press("Tab");
    assert!(s.frame().contains("2026-11-21") && !s.frame().contains("昨天"), "{}", s.frame());
    // What cannot be read stays as it was typed.
    to_field(&mut s, "日期");
    s.press("Ctrl-U").type_text("哪天").press("Tab");
    assert!(s.frame().contains("哪天") && s.frame().contains("! 日期看不懂"), "{}", s.frame());
}

#[test]
fn what_a_rule_says_of_one_field_leads_back_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F5").press("v");
    to_field(&mut s, "走访日期");
    s.press("Ctrl-U").type_text("2027-1-5");
    to_field(&mut s, "群众原话");
    s.type_text("路灯不亮").press("Ctrl-S");
    let (_, y, line) = line_of_cursor(&s);
    assert!(
        line.starts_with('>') && line.contains("走访日期") && line.contains("2027-01-05"),
        "{}",
        s.frame()
    );
    let below = s.frame().lines().nth(usize::from(y) + 1).unwrap_or_default().trim().to_owned();
    assert!(below.starts_with("! 走访日期还没到"), "{below} {}", s.frame());
    // A source of a receipt that is worth nothing.
    let mut s = Session::new(works(&folder.path().join("b")), Lang::Zh, 80, 24).unwrap();
    receipt(&mut s);
    s.press("Ctrl-U").type_text("0");
    to_field(&mut s, "捐助人");
    s.press("Ctrl-S");
    assert!(line_of_cursor(&s).2.contains("金额"), "{}", s.frame());
}

#[test]
fn a_birth_date_is_asked_for_as_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F4").press("n");
    let frame = s.frame();
    let line = frame.lines().find(|line| line.contains("出生日期")).unwrap();
    assert!(line.contains("如 1950-03-12") && !line.contains("昨天"), "{frame}");
    to_field(&mut s, "出生日期");
    s.type_text("1950-03-12").press("Tab");
    assert!(!s.frame().contains("! "), "{}", s.frame());
}
