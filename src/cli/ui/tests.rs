//! A fault of the program in a real terminal: what whoever sat there sees, and what is left.
//!
//! The program that breaks is this test binary run once more, in a tmux of its own.

use std::{
    env,
    io::{Write, stderr},
    path::Path,
    process::{Command, Output},
    thread,
    time::Duration,
};

use super::*;
use crate::tui::tests::breaking::{make, open, run_until_broken};

const HOME: &str = "MINQING_BREAKING_HOME";

/// What is being typed when it breaks.
const TYPED: &str = "井盖松动";

/// The program that breaks; a test that does nothing unless it is told where.
#[test]
fn breaks() {
    let Some(home) = env::var_os(HOME) else { return };
    let failure = Failure::from(run_until_broken(Path::new(&home), TYPED));
    println!("CODE {}: {}", failure.code, failure.sentence(Lang::Zh).unwrap_or_default());
}

/// A tmux of its own.
struct Tmux<'a>(&'a Path);

impl Tmux<'_> {
    fn try_words(&self, words: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.arg("-u").arg("-S").arg(self.0.join("socket")).args(words);
        command.env_remove("TMUX").env("LC_ALL", "C.UTF-8").env("TERM", "xterm-256color").output().unwrap()
    }

    fn words(&self, words: &[&str]) -> String {
        let output = self.try_words(words);
        assert!(output.status.success(), "tmux {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn wait_for(&self, text: &str) -> String {
        let mut screen = String::new();
        for _ in 0..4_000 {
            screen = self.words(&["capture-pane", "-p", "-J"]);
            if screen.contains(text) {
                return screen;
            }
            thread::sleep(Duration::from_millis(30));
        }
        panic!("waited in vain for {text}:\n{screen}");
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        self.try_words(&["kill-server"]);
    }
}

#[test]
fn a_fault_of_the_screen_gives_the_terminal_back_and_tells_where_the_report_is() {
    if !Command::new("tmux").arg("-V").output().is_ok_and(|output| output.status.success()) {
        assert!(env::var_os("CI").is_none(), "tmux is absent");
        let _ = writeln!(stderr(), "skipped: tmux is absent, so there is no terminal");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    make(&home);
    let tmux = Tmux(folder.path());
    let own = env::current_exe().unwrap().display().to_string();
    let test = "cli::ui::tests::breaks";
    let script = format!(
        "{HOME}='{}' '{own}' --exact {test} --nocapture --test-threads=1; echo EXIT $?; cat",
        home.display()
    );
    let size = ["-x", "200", "-y", "30"];
    tmux.words(&[&["-f", "/dev/null", "new-session", "-d"], &size[..], &["sh", "-c", &script]].concat());
    tmux.wait_for("[F2 今日]");
    assert_eq!(tmux.words(&["display-message", "-p", "#{alternate_on}"]).trim(), "1");
    tmux.words(&["send-keys", "F6"]);
    tmux.wait_for("[F6 事项]");
    tmux.words(&["send-keys", "n"]);
    tmux.wait_for("登记事项");
    tmux.words(&["send-keys", "-l", TYPED]);
    let screen = tmux.wait_for("EXIT");
    let told = screen.replace('\n', "");
    assert!(told.contains("程序出了毛病，停下了") && told.contains("没写完的表单留作草稿"), "{screen}");
    assert!(told.contains("CODE 1"), "{screen}");
    // Nothing of the program is left on the screen, and nothing that a panic says.
    assert!(!screen.contains("F10") && !screen.contains("panicked"), "{screen}");
    assert!(!told.contains(TYPED), "what was typed is told: {screen}");
    let state = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{keypad_flag}";
    assert_eq!(tmux.words(&["display-message", "-p", state]).trim(), "0 0 1 0", "{screen}");
    // What is typed is shown again, and a line ends with Enter.
    tmux.words(&["send-keys", "-l", "回显"]);
    tmux.words(&["send-keys", "Enter"]);
    let screen = tmux.wait_for("回显\n回显");
    // Where the log is, is told, and there it is.
    let report = std::fs::read_dir(home.join("reports")).unwrap().next().unwrap().unwrap().path();
    assert!(told.contains(&report.display().to_string()), "{}: {screen}", report.display());
    let report = std::fs::read_to_string(report).unwrap();
    assert!(report.contains("Issues/Form typed 字") && !report.contains('井'), "{report}");
    // What was being filled in is there at the next start.
    let (forms, trouble) = open(&home).unfinished();
    assert!(trouble.is_none());
    let texts: Vec<String> =
        forms.into_iter().flat_map(|form| form.answers).map(|answered| answered.text).collect();
    assert!(texts.iter().any(|text| text == TYPED), "{texts:?}");
}
