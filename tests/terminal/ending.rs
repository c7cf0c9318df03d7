//! Being told to end, by a system that shuts down, and being ended without a word.

use std::{fs, process::Command, thread, time::Duration};

use super::{Terminal, is_there};

/// The program that runs in the window: the child of its shell.
fn program(terminal: &Terminal) -> String {
    let shell = terminal.tmux(&["display-message", "-p", "#{pane_pid}"]);
    let shell = shell.trim();
    let children = fs::read_to_string(format!("/proc/{shell}/task/{shell}/children")).unwrap();
    children.split_whitespace().next().unwrap().to_owned()
}

/// Tells the program to end; it gives the terminal back.
pub(super) fn told_to_end(terminal: &Terminal) {
    assert!(Command::new("kill").args(["-TERM", &program(terminal)]).status().unwrap().success());
    terminal.wait_for("EXIT 0");
    let state = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}";
    assert_eq!(terminal.tmux(&["display-message", "-p", state]).trim(), "0 0 1");
}

#[test]
fn told_to_end_it_keeps_what_is_being_typed_and_gives_the_terminal_back() {
    if !is_there() || !cfg!(target_os = "linux") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let ledger = home.path().join("ledger").display().to_string();
    let words = format!("demo --residents 60 --lang zh --keep --home '{ledger}'");
    let terminal = Terminal::running(home, 80, 24, &words);
    terminal.wait_for("今天该回谁的话");
    terminal.press("F4");
    terminal.wait_for("居民");
    terminal.press("n");
    terminal.wait_for("姓名");
    terminal.type_text("尚未写完");
    terminal.wait_for_cursor_behind("尚未写完");
    told_to_end(&terminal);
    let again = format!("'{}' --lang zh --home '{ledger}'", env!("CARGO_BIN_EXE_minqing"));
    terminal.tmux(&["respawn-window", "-k", &again]);
    terminal.wait_for("有 1 份没写完的表单");
}

/// Longer than the pause after which what is being typed is kept, on any machine.
const PAUSE: Duration = Duration::from_secs(3);

#[test]
fn killed_over_a_form_it_has_kept_what_was_typed_before_the_last_pause() {
    if !is_there() || !cfg!(target_os = "linux") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let ledger = home.path().join("ledger").display().to_string();
    let words = format!("demo --residents 60 --lang zh --keep --home '{ledger}'");
    let terminal = Terminal::running(home, 80, 24, &words);
    terminal.wait_for("今天该回谁的话");
    terminal.press("F6");
    terminal.wait_for("[F6事项]");
    terminal.press("n");
    terminal.wait_for("登记事项");
    terminal.type_text("楼道灯不亮（二单元）");
    terminal.press("Left");
    terminal.wait_for_cursor_behind("楼道灯不亮（二单元");
    thread::sleep(PAUSE);
    assert!(Command::new("kill").args(["-KILL", &program(&terminal)]).status().unwrap().success());
    terminal.wait_for("EXIT 137");
    let again = format!("'{}' --lang zh --home '{ledger}'", env!("CARGO_BIN_EXE_minqing"));
    terminal.tmux(&["respawn-window", "-k", &again]);
    terminal.wait_for("有 1 份没写完的表单");
    terminal.press("F6");
    terminal.wait_for("[F6事项]");
    terminal.press("n");
    terminal.wait_for("楼道灯不亮（二单元）");
    terminal.wait("the cursor in that field", |screen| {
        let (_, y, seen) = terminal.cursor();
        seen && screen.lines().nth(y).is_some_and(|line| line.contains("楼道灯不亮"))
    });
}
