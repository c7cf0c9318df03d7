//! Colours in a real terminal: where they were asked for, and nowhere else; without them
//! weight and marks tell the same, and pictures keep their shapes.

use tempfile::TempDir;

use super::{Terminal, hand::Hand, is_there, laptops::morning};

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

/// The themes in their order behind that of the terminal: text, its ground, what is selected.
const THEMES: [(&str, [&str; 3]); 3] = [
    ("浅色", ["38;5;235", "48;5;255", "48;5;153"]),
    ("深色", ["38;5;252", "48;5;235", "48;5;24"]),
    ("高对比", ["38;5;231", "48;5;16", "48;5;226"]),
];

/// The screen without the notice of what was chosen and the footer below it.
fn body(screen: &str) -> String {
    let lines: Vec<&str> = screen.lines().collect();
    lines[..lines.len() - 2].join("\n")
}

#[test]
fn a_theme_that_is_chosen_is_seen_at_once_and_tells_the_same() {
    if !is_there() {
        return;
    }
    let hand = Hand::new(Terminal::running(morning(), 80, 24, "--home a --lang zh-CN"));
    hand.sees("今天该回谁的话");
    hand.press(&["F5"]);
    let plain = hand.sees("老党员");
    assert!(plain.contains('░'), "{plain}");
    for (name, colours) in THEMES {
        hand.press(&["C-p"]);
        hand.write("换主题");
        hand.sees("> 换主题");
        hand.press(&["Enter"]);
        let screen = hand.sees(&format!("外观已记住：{name}"));
        assert_eq!(body(&screen), body(&plain), "{name}");
        let captured = hand.terminal.tmux(&["capture-pane", "-e", "-p"]);
        for (own, all) in THEMES {
            // A ground that another has too is told by the rest.
            let seen = all.iter().all(|colour| {
                captured.contains(&format!("{colour}m")) || captured.contains(&format!("{colour};"))
            });
            assert_eq!(seen, own == name, "{own} while {name}: {captured}");
        }
        assert!(colours.iter().all(|colour| captured.contains(colour)), "{name}: {captured}");
    }
}

#[test]
fn bars_of_money_and_of_the_year_keep_their_shapes_without_colours() {
    if !is_there() {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let ledger = home.path().join("ledger").display().to_string();
    let terminal = Terminal { home };
    terminal.runs("NO_COLOR=1", 120, 36, &format!("demo --residents 60 --lang zh --home '{ledger}'"));
    let hand = Hand::new(terminal);
    hand.sees("今天该回谁的话");
    hand.press(&["F7"]);
    hand.write("排水沟");
    hand.sees("/排水沟");
    hand.press(&["Enter", "Enter", "End"]);
    let money = hand.sees("到账");
    let bar = |screen: &str, title: &str| {
        let line = screen.lines().find(|line| line.contains(title) && line.contains('█'));
        line.unwrap_or_else(|| panic!("no bar of {title}:\n{screen}")).matches('█').count()
    };
    let [planned, came, spent] = ["计划  ", "到账  ", "支出  "].map(|title| bar(&money, title));
    assert!(planned > came && came > spent && spent > 0, "{planned} {came} {spent}:\n{money}");
    let is_plain = |hand: &Hand| {
        let captured = hand.terminal.tmux(&["capture-pane", "-e", "-p"]);
        let seen = Drawn { text: hand.terminal.screen(), styles: styles(&captured) };
        assert!(!seen.is_coloured() && seen.has(BOLD), "{:?}\n{}", seen.styles, seen.text);
    };
    is_plain(&hand);
    hand.press(&["F9", "End"]);
    let year = hand.sees("未了结的登记多久了");
    assert!(bar(&year, "8-15 天") > 0, "{year}");
    is_plain(&hand);
}
