//! Where the cursor really stands: the terminal says so, behind every kind of character.

use unicode_width::UnicodeWidthStr;

use super::{Terminal, is_there, laptops::morning};

/// What is typed, cluster by cluster.
const TYPED: [&str; 10] = ["路", "a", "é", "e\u{301}", "𠮷", "😀", "n\u{303}\u{323}", "，", "ｶ", "灯"];

fn behind_everything(width: u16, height: u16) {
    if !is_there() {
        return;
    }
    let terminal = Terminal::running(morning(), width, height, "--home a --lang zh-CN");
    terminal.wait_for("今天该回谁的话");
    terminal.press("F6");
    terminal.wait_for("沟渠堵塞");
    terminal.press("n");
    terminal.wait_for("登记事项");
    terminal.wait("the first field", |screen| {
        let (_, y, seen) = terminal.cursor();
        seen && screen.lines().nth(y).is_some_and(|line| line.contains("内容"))
    });
    let (begin, row, _) = terminal.cursor();
    let mut at = begin;
    let is_at = |at: usize, what: &str| {
        terminal.wait(&format!("the cursor at {at}, {what}"), |_| terminal.cursor() == (at, row, true));
    };
    for text in TYPED {
        terminal.type_text(text);
        at += text.width();
        is_at(at, text);
    }
    // Back over each, as over one; forth again from the middle.
    for text in TYPED.iter().rev() {
        terminal.press("Left");
        at -= text.width();
        is_at(at, text);
    }
    assert_eq!(at, begin);
    for text in &TYPED[..6] {
        terminal.press("Right");
        at += text.width();
        is_at(at, text);
    }
    terminal.type_text("中");
    is_at(at + 2, "中");
    terminal.press("BSpace");
    is_at(at, "what was typed is gone");
    terminal.press("BSpace");
    is_at(at - 2, "a whole emoji is gone");
    let screen = terminal.screen();
    let line = screen.lines().nth(row).unwrap_or_default();
    assert!(!line.contains('😀') && line.trim_end().ends_with("，ｶ灯"), "{screen}");
}

#[test]
fn the_terminals_cursor_is_behind_what_was_typed_in_the_least_window() {
    behind_everything(80, 24);
}

#[test]
fn the_terminals_cursor_is_behind_what_was_typed_in_the_usual_window() {
    behind_everything(120, 36);
}
