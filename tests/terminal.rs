//! The built program in a real terminal: tmux is the terminal, and reports
//! what stands on the screen and where the cursor is.
//!
//! An input method opens its candidate window at the cursor, so where the
//! cursor really stands matters more here than in other programs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "terminal/colours.rs"]
mod colours;
#[path = "terminal/cursor.rs"]
mod cursor;
#[path = "terminal/day.rs"]
mod day;
#[path = "terminal/ending.rs"]
mod ending;
#[path = "terminal/guide.rs"]
mod guide;
#[path = "terminal/hand.rs"]
mod hand;
#[path = "terminal/laptops.rs"]
mod laptops;

use std::{
    path::Path,
    process::{Command, Output},
    thread,
    time::Duration,
};

use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// A terminal of its own: another tmux server, another home.
struct Terminal {
    home: TempDir,
}

/// tmux; where it is absent that is said, and in CI it must be there.
fn is_there() -> bool {
    let there = Command::new("tmux").arg("-V").output().is_ok_and(|output| output.status.success());
    if !there {
        assert!(std::env::var_os("CI").is_none(), "tmux is absent");
        eprintln!("skipped: tmux is absent, so there is no terminal");
    }
    there
}

impl Terminal {
    /// Opens a window of this size with the demonstration in it.
    fn open(width: u16, height: u16) -> Self {
        let home = tempfile::tempdir().unwrap();
        let ledger = home.path().join("ledger");
        let words = format!("demo --residents 60 --lang zh --home '{}'", ledger.display());
        Self::running(home, width, height, &words)
    }

    /// Opens a window of this size in a folder, with the program in it after these words.
    fn running(home: TempDir, width: u16, height: u16, words: &str) -> Self {
        let terminal = Self { home };
        terminal.runs("", width, height, words);
        terminal
    }

    /// Runs the program in a window of this size, with these variables before it.
    fn runs(&self, variables: &str, width: u16, height: u16, words: &str) {
        let terminal = self;
        let folder = terminal.home.path().to_str().unwrap().to_owned();
        let program = env!("CARGO_BIN_EXE_minqing");
        let script = format!("cd '{folder}'; {variables} '{program}' {words}; echo EXIT $?; sleep 100");
        let (width, height) = (width.to_string(), height.to_string());
        let size = ["-x", &width, "-y", &height];
        let words = [&["-f", "/dev/null", "new-session", "-d"], &size[..], &["sh", "-c", &script]].concat();
        terminal.tmux(&words);
    }

    /// Its folder, for another window.
    fn give_back(mut self) -> TempDir {
        std::mem::replace(&mut self.home, tempfile::tempdir().unwrap())
    }

    fn command(&self, words: &[&str]) -> Output {
        let home: &Path = self.home.path();
        Command::new("tmux")
            .arg("-u")
            .arg("-S")
            .arg(home.join("socket"))
            .args(words)
            .env_remove("TMUX")
            .env_remove("NO_COLOR")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home)
            .env("LC_ALL", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .env("MINQING_PASSPHRASE", "demo")
            .env("MINQING_NOW", laptops::TODAY)
            .output()
            .unwrap()
    }

    fn tmux(&self, words: &[&str]) -> String {
        let output = self.command(words);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "tmux {words:?}: {told}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What stands on the screen.
    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Where the cursor stands, and whether it is seen.
    fn cursor(&self) -> (usize, usize, bool) {
        let told = self.tmux(&["display-message", "-p", "#{cursor_x},#{cursor_y},#{cursor_flag}"]);
        let numbers: Vec<usize> = told.trim().split(',').map(|number| number.parse().unwrap()).collect();
        (numbers[0], numbers[1], numbers[2] == 1)
    }

    fn press(&self, key: &str) {
        self.tmux(&["send-keys", key]);
    }

    fn type_text(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]);
    }

    /// Waits until it holds, and shows the screen if it never does.
    fn wait(&self, what: &str, mut holds: impl FnMut(&str) -> bool) {
        let mut screen = String::new();
        // A minute at least.
        for _ in 0..2_000 {
            screen = self.screen();
            if holds(&screen) {
                return;
            }
            thread::sleep(Duration::from_millis(30));
        }
        panic!("waited in vain for {what}, cursor {:?}:\n{screen}", self.cursor());
    }

    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    /// Waits until the cursor is seen right behind this text, on its line.
    fn wait_for_cursor_behind(&self, text: &str) {
        self.wait(&format!("the cursor behind {text}"), |screen| {
            let (x, y, seen) = self.cursor();
            let line = screen.lines().nth(y).unwrap_or_default();
            let places = line.match_indices(text).map(|(at, _)| line.split_at(at + text.len()).0.width());
            seen && places.into_iter().any(|place| place == x)
        });
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // This server was started here, on a socket of its own.
        self.command(&["kill-server"]);
    }
}

/// The rows of the list: what stands under its title, left of any card.
fn rows(screen: &str) -> Vec<&str> {
    let below = screen.lines().skip_while(|line| !line.contains("联系电话")).skip(1);
    below
        .take_while(|line| !line.starts_with('─'))
        .map(|line| line.split('│').next().unwrap_or_default().trim())
        .filter(|row| !row.is_empty())
        .collect()
}

fn a_sitting(width: u16, height: u16) {
    if !is_there() {
        return;
    }
    let terminal = Terminal::open(width, height);
    // Where there is little room, the key and the name stand close.
    let tab = |key: &str, name: &str| {
        if width < 100 { format!("[{key}{name}]") } else { format!("[{key} {name}]") }
    };
    terminal.wait_for(&tab("F2", "今日"));
    for (key, screen, word) in [
        ("F3", "三清", "居民小组"),
        ("F4", "居民", "联系电话"),
        ("F6", "事项", "待答复"),
        ("F10", "同步", "这台"),
    ] {
        terminal.press(key);
        let screen = tab(key, screen);
        terminal.wait(&screen, |shown| shown.contains(&screen) && shown.contains(word));
    }

    // A surname of two characters, the first of which is mostly read chang.
    terminal.press("F4");
    terminal.wait_for(&tab("F4", "居民"));
    terminal.press("/");
    terminal.wait_for_cursor_behind("/");
    terminal.type_text("zhangsun");
    terminal.wait_for_cursor_behind("/zhangsun");
    terminal.wait("only people called 长孙", |screen| {
        let rows = rows(screen);
        !rows.is_empty() && rows.iter().all(|row| row.contains("长孙"))
    });
    // Escape and a key right behind it would be one key with Alt.
    terminal.press("Escape");
    terminal.wait("the whole list", |screen| !screen.contains("zhangsun"));

    terminal.press("F6");
    terminal.wait_for(&tab("F6", "事项"));
    terminal.press("n");
    terminal.wait_for("登记事项");
    terminal.type_text("三组路灯");
    terminal.wait_for_cursor_behind("三组路灯");
    terminal.press("Left");
    terminal.press("Left");
    terminal.wait_for_cursor_behind("三组");
    terminal.type_text("（𠮷a）");
    terminal.wait_for_cursor_behind("三组（𠮷a）");
    terminal.press("End");
    terminal.wait_for_cursor_behind("三组（𠮷a）路灯");

    // Too small a window says so and waits; what was typed is still there.
    terminal.tmux(&["resize-window", "-x", "60", "-y", "20"]);
    terminal.wait_for("60×20");
    terminal.tmux(&["resize-window", "-x", &width.to_string(), "-y", &height.to_string()]);
    terminal.wait_for_cursor_behind("三组（𠮷a）路灯");

    // The form is not saved: leaving asks once.
    terminal.press("C-q");
    terminal.wait_for("再按一次退出");
    terminal.press("C-q");
    terminal.wait_for("EXIT");
    let screen = terminal.screen();
    assert!(screen.contains("EXIT 0"), "{screen}");
    assert!(!screen.contains("F10"), "the alternate screen was not left:\n{screen}");
    let told = terminal.tmux(&["display-message", "-p", "#{alternate_on},#{mouse_any_flag},#{cursor_flag}"]);
    assert_eq!(told.trim(), "0,0,1", "the terminal was not given back as it was");
}

#[test]
fn a_sitting_in_the_least_window() {
    a_sitting(80, 24);
}

#[test]
fn a_sitting_in_the_usual_window() {
    a_sitting(120, 36);
}
