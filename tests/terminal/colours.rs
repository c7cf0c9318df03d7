//! Colours in a real terminal: where they were asked for, and nowhere else; without them
//! weight and marks tell the same, and pictures keep their shapes.

use tempfile::TempDir;

use super::{Terminal, is_there, laptops::morning};

/// What a screen is drawn with: its text, and its sequences of styles.
struct Drawn {
    text: String,
    styles: Vec<u8>,
}

impl Drawn {
    fn is_coloured(&self) -> bool {
        self.styles.iter().any(|style| matches!(style, 30..=38 | 40..=48 | 90..=107))
    }

    fn has(&self, style: u8) -> bool {
        self.styles.contains(&style)
    }
}

const BOLD: u8 = 1;
const DIM: u8 = 2;

/// The parameters of every sequence of styles in a captured screen.
fn styles(captured: &str) -> Vec<u8> {
    let sequences = captured.split("\u{1b}[").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (parameters, rest) = rest.split_at(end);
        rest.starts_with('m').then_some(parameters)
    });
    sequences.flat_map(|one| one.split([';', ':']).filter_map(|number| number.parse().ok())).collect()
}

/// F5 of a workspace, with these variables and words, after these keys and what they lead to.
fn drawn(home: TempDir, variables: &str, words: &str, keys: &[(&str, &str)]) -> (Drawn, TempDir) {
    let terminal = Terminal { home };
    terminal.runs(variables, 80, 24, &format!("{words} --home a --lang zh-CN"));
    terminal.wait_for("今天该回谁的话");
    for (key, seen) in keys {
        if key.is_ascii() {
            terminal.press(key);
        } else {
            terminal.type_text(key);
        }
        terminal.wait_for(seen);
    }
    terminal.press("F5");
    terminal.wait("the gauges", |screen| screen.contains("老党员") && screen.contains('░'));
    let (text, captured) = (terminal.screen(), terminal.tmux(&["capture-pane", "-e", "-p"]));
    terminal.press("C-q");
    terminal.wait_for("EXIT 0");
    terminal.tmux(&["kill-server"]);
    let home = terminal.give_back();
    (Drawn { text, styles: styles(&captured) }, home)
}

#[test]
fn colours_are_where_they_were_asked_for_and_nowhere_else() {
    if !is_there() {
        return;
    }
    let mut home = morning();
    let mut plain = None;
    let cases = [
        ("", "", true),
        ("NO_COLOR=1", "", false),
        ("NO_COLOR=", "", true),
        ("TERM=dumb", "", false),
        ("", "--color never", false),
        ("NO_COLOR=1", "--color always", true),
        ("NO_COLOR=1", "--color auto", false),
    ];
    for (variables, words, is_coloured) in cases {
        let (seen, back) = drawn(home, variables, words, &[]);
        home = back;
        assert_eq!(seen.is_coloured(), is_coloured, "{variables} {words}: {:?}", seen.styles);
        // What is selected and what is beside the matter are told by weight too.
        assert!(seen.has(BOLD) && seen.has(DIM), "{variables} {words}: {:?}", seen.styles);
        let text = plain.get_or_insert_with(|| seen.text.clone());
        assert_eq!(&seen.text, text, "{variables} {words}");
    }
}

#[test]
fn the_theme_without_colours_has_none_and_its_pictures_keep_their_shapes() {
    if !is_there() {
        return;
    }
    let form = [
        ("C-p", "命令:"),
        ("外观", "> 外观"),
        ("Enter", "[跟随终端]"),
        ("Left", "[无色]"),
        ("C-s", "还有谁"),
    ];
    let keys: Vec<(&str, &str)> = std::iter::once(("F5", "还有谁没走到")).chain(form).collect();
    let (seen, home) = drawn(morning(), "", "", &keys);
    assert!(!seen.is_coloured(), "{:?}", seen.styles);
    assert!(seen.has(BOLD) && seen.has(DIM), "{:?}", seen.styles);
    let gauge = seen.text.lines().find(|line| line.contains("老党员")).unwrap();
    assert!(gauge.contains("应    5  已    0  未    5") && gauge.contains("░░░░"), "{gauge}");
    // It was kept for this laptop, and `--color always` takes nothing back.
    let (again, _home) = drawn(home, "", "--color always", &[]);
    assert!(!again.is_coloured(), "{:?}", again.styles);
}
