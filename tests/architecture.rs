//! Reads the sources and holds them to `ARCHITECTURE.md`.
//!
//! Comments and the contents of literals are not judged: the sources are cut
//! into tokens first. Every rule has a test below that shows it can fail.

#[path = "architecture/kept.rs"]
mod kept;
#[path = "architecture/ledgers.rs"]
mod ledgers;
#[path = "architecture/requirements.rs"]
mod requirements;
#[path = "wording.rs"]
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

/// The layers, from the bottom up, and what each of them may reach.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("log", &["domain"]),
    ("store", &["domain", "log"]),
    ("bundle", &["domain", "log", "store"]),
    ("search", &["domain"]),
    ("workbench", &["domain", "log", "store", "bundle", "search"]),
    ("exchange", &["domain", "workbench", "search"]),
    ("tui", &["domain", "search", "workbench", "exchange"]),
    ("cli", &["domain", "search", "workbench", "exchange", "tui"]),
];

/// The roots, which declare or start the layers and may reach all of them.
const ROOTS: &[&str] = &["src/lib.rs", "src/main.rs"];

/// Names that say nothing about what a file is for.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "mod"];

/// The most lines of code a file may have before its tests.
const LONGEST: usize = 400;

#[test]
fn the_house_keeps_its_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for folder in ["src", "tests", "benches"] {
        collect(root, &root.join(folder), &mut sources);
    }
    assert!(
        sources.iter().any(|source| source.path == "src/lib.rs"),
        "no sources were found under {}",
        root.display()
    );
    let findings = judge(&sources);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} rule(s) of ARCHITECTURE.md are broken:\n{}", told.len(), told.join("\n"));
}

/// Reads every Rust file below `folder`; a folder that does not exist is empty.
fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(root, &path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let below = path.strip_prefix(root).expect("a path below the root");
            let name = below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
            let text = fs::read_to_string(&path).expect("a source in UTF-8");
            into.push(Source::new(&name.join("/"), &text));
        }
    }
}

/// One broken rule, where, and what to do.
#[derive(Debug)]
struct Finding {
    path: String,
    line: usize,
    told: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}:{}: {}", self.path, self.line, self.told)
    }
}

/// A source file in tokens.
struct Source {
    path: String,
    tokens: Vec<Token>,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), tokens: tokens(text) }
    }

    fn finding(&self, line: usize, told: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, told: told.into() }
    }

    fn is_product(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// The layer this file belongs to: the first name below `src/`.
    fn layer(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let first = below.split('/').next()?;
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }

    /// The module path of the file itself: `src/store/codec.rs` is `store`, `codec`.
    fn module(&self) -> Vec<&str> {
        if ROOTS.contains(&self.path.as_str()) {
            return Vec::new();
        }
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.strip_suffix(".rs").unwrap_or(below).split('/').collect()
    }

    /// The tokens before the module of tests; none in a file that is only tests.
    fn before_tests(&self) -> &[Token] {
        if self.module().contains(&"tests") {
            return &[];
        }
        let marker = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
        let found = self
            .tokens
            .windows(marker.len())
            .position(|window| window.iter().zip(marker).all(|(token, wanted)| token.text == wanted));
        found.map_or(&self.tokens[..], |at| &self.tokens[..at])
    }

    /// Every path named in the file, groups taken apart, `super` resolved.
    fn paths(&self) -> Vec<Named> {
        let home: Vec<String> = self.module().into_iter().map(str::to_owned).collect();
        named(&self.tokens, &home)
    }
}

/// Judges all sources by all rules.
fn judge(sources: &[Source]) -> Vec<Finding> {
    let macros = exported_macros(sources);
    let mut findings = Vec::new();
    for source in sources {
        findings.extend(judge_name(source));
        if source.is_product() {
            findings.extend(judge_arrows(source, &macros));
            findings.extend(judge_crates(source));
            findings.extend(judge_outside(source));
            findings.extend(judge_prints(source));
            findings.extend(judge_lines(source));
            findings.extend(judge_length(source));
        }
    }
    findings
}

/// Which layer declares a macro: `#[macro_export]` puts it at the root, whence `crate::name!`.
fn exported_macros(sources: &[Source]) -> BTreeMap<String, String> {
    let mut macros = BTreeMap::new();
    for source in sources.iter().filter(|source| source.is_product()) {
        for window in source.tokens.windows(3) {
            if window[0].text == "macro_rules" && window[1].text == "!" {
                macros.insert(window[2].text.clone(), source.layer().unwrap_or_default().to_owned());
            }
        }
    }
    macros
}

fn judge_name(source: &Source) -> Option<Finding> {
    let empty = source
        .path
        .split('/')
        .map(|part| part.strip_suffix(".rs").unwrap_or(part))
        .find(|part| EMPTY_NAMES.contains(part))?;
    let told = if empty == "mod" {
        "a module `foo` stands in `foo.rs` beside `foo/`, not in `mod.rs`".to_owned()
    } else {
        format!("`{empty}` says nothing about what the file is for: name it after the thing in it")
    };
    Some(source.finding(1, told))
}

fn judge_arrows(source: &Source, macros: &BTreeMap<String, String>) -> Vec<Finding> {
    if ROOTS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let Some(home) = source.layer() else { return Vec::new() };
    let Some((_, allowed)) = ARROWS.iter().find(|(layer, _)| *layer == home) else {
        return vec![
            source.finding(1, format!("`{home}` is not a layer of the house: see ARROWS in this test")),
        ];
    };
    let mut findings = Vec::new();
    for path in source.paths().iter().filter(|path| path.starts_with("crate")) {
        let Some(name) = path.segments.get(1) else { continue };
        if name == "*" {
            findings
                .push(source.finding(path.line, "a glob over the whole crate hides where the arrow goes"));
            continue;
        }
        let is_layer = ARROWS.iter().any(|(layer, _)| layer == name);
        let Some(reached) = macros.get(name).or(is_layer.then_some(name)) else {
            let told =
                format!("`crate::{name}` is neither a layer nor a macro of one: name the layer it lives in");
            findings.push(source.finding(path.line, told));
            continue;
        };
        if reached != home && !allowed.contains(&reached.as_str()) {
            let may = if allowed.is_empty() { "nothing".to_owned() } else { allowed.join(", ") };
            let told =
                format!("`{home}` reaches `{}`, but it may reach only: {may}", path.segments.join("::"));
            findings.push(source.finding(path.line, told));
        }
    }
    findings
}

/// Some crates are named in one place only, so that they can be replaced there.
fn judge_crates(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, token) in source.tokens.iter().enumerate() {
        let next = source.tokens.get(at + 1).map_or("", |token| token.text.as_str());
        let before = at.checked_sub(1).map_or("", |at| source.tokens[at].text.as_str());
        let home = match token.text.as_str() {
            "bincode" => "src/store/codec.rs",
            "sled" if next == "::" || before == "use" => "src/store/engine.rs",
            "crossterm" | "ratatui" | "ratatui_textarea" | "tui_input" => "src/tui",
            _ => continue,
        };
        let at_home = match home {
            "src/tui" => source.layer() == Some("tui"),
            // A module and the files of its folder are one place.
            _ => source.path == home || source.path.starts_with(&home.replace(".rs", "/")),
        };
        if !at_home {
            findings.push(source.finding(token.line, format!("`{}` is named only in {home}", token.text)));
        }
    }
    findings
}

/// There is no network, and one file reads the clock.
fn judge_outside(source: &Source) -> Vec<Finding> {
    let mut findings = BTreeMap::new();
    for path in source.paths() {
        let std = path.starts_with("std") || path.starts_with("core");
        if std && path.segments.iter().any(|segment| segment == "net") {
            findings
                .insert(path.line, "there is no network in this program: take a file instead of std::net");
        }
        let reads = path
            .segments
            .windows(2)
            .any(|pair| pair[1] == "now" && ["SystemTime", "Timestamp", "Zoned"].contains(&pair[0].as_str()));
        if reads && source.path != "src/workbench/clock.rs" {
            findings.insert(
                path.line,
                "only src/workbench/clock.rs reads the clock: take the Clock you were given",
            );
        }
    }
    findings.into_iter().map(|(line, told)| source.finding(line, told)).collect()
}

/// Standard output belongs to the command face; tests may say why they skip.
fn judge_prints(source: &Source) -> Vec<Finding> {
    if source.layer() == Some("cli") || source.path == "src/main.rs" {
        return Vec::new();
    }
    source
        .before_tests()
        .windows(2)
        .filter(|pair| pair[1].text == "!")
        .filter(|pair| ["println", "eprintln", "print", "eprint"].contains(&pair[0].text.as_str()))
        .map(|pair| {
            let told = format!("`{}!` belongs to the command face: return the text instead", pair[0].text);
            source.finding(pair[0].line, told)
        })
        .collect()
}

/// What puts text on a screen and says nothing of what it had no room for.
const DRAWS: &[&str] = &[
    "render_widget",
    "render_widget_ref",
    "render_stateful_widget",
    "render_stateful_widget_ref",
    "render",
    "render_ref",
    "set_string",
    "set_stringn",
    "set_line",
    "set_span",
];

/// A chart of ratatui's draws into cells of its own, the rows of which are drawn as lines.
const CHART: &str = "src/tui/pictures/columns.rs";

/// On the screen lines are drawn by one function, which marks what it cuts. The cells of a
/// frame are nobody else's, but for the theme, which dresses what stands in them.
fn judge_lines(source: &Source) -> Vec<Finding> {
    if source.layer() != Some("tui") || source.path == "src/tui/paint.rs" {
        return Vec::new();
    }
    let own = source.before_tests();
    let text = |at: Option<usize>| at.and_then(|at| own.get(at)).map_or("", |token| token.text.as_str());
    let is_cut = |at: &usize| {
        let (before, after) = (|by: usize| text(at.checked_sub(by)), |by: usize| text(Some(at + by)));
        let is_called = [".", "::"].contains(&before(1)) && after(1) == "(";
        let is_chart = source.path == CHART && own[*at].text == "render";
        let is_dressed = [before(4), before(3)] == ["dress", "("];
        is_called && DRAWS.contains(&own[*at].text.as_str()) && !is_chart && after(2) != "Clear"
            || own[*at].text == "buffer_mut" && !is_dressed
    };
    let told = "lines are drawn by `paint::line`, which marks what it cuts";
    (0..own.len()).filter(is_cut).map(|at| source.finding(own[at].line, told)).collect()
}

fn judge_length(source: &Source) -> Option<Finding> {
    let lines: BTreeSet<usize> =
        source.before_tests().iter().flat_map(|token| token.line..=token.end).collect();
    let told =
        format!("{} lines of code, and {LONGEST} is the most: a file has one reason to exist", lines.len());
    (lines.len() > LONGEST).then(|| source.finding(LONGEST, told))
}

/// A path as it is named in a source, beginning with `crate` where it leaves its file.
struct Named {
    segments: Vec<String>,
    line: usize,
}

impl Named {
    fn starts_with(&self, first: &str) -> bool {
        self.segments.first().is_some_and(|segment| segment == first)
    }
}

/// Finds every path, following inline modules so that `super` is known.
fn named(tokens: &[Token], home: &[String]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut module = home.to_vec();
    let mut opened = Vec::new();
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => {
                depth += 1;
                if at >= 2 && tokens[at - 2].text == "mod" {
                    module.push(tokens[at - 1].text.clone());
                    opened.push(depth);
                }
            }
            "}" => {
                if opened.last() == Some(&depth) {
                    opened.pop();
                    module.pop();
                }
                depth = depth.saturating_sub(1);
            }
            _ => {
                let inside = at > 0 && tokens[at - 1].text == "::";
                let goes_on = tokens.get(at + 1).is_some_and(|next| next.text == "::");
                if token.is_name && goes_on && !inside {
                    let mut paths = Vec::new();
                    unfold(tokens, at, &[], &mut paths);
                    found.extend(paths.into_iter().map(|path| resolve(path, &module)));
                }
            }
        }
    }
    found
}

/// Takes a path with nested groups apart, and answers where it ends.
fn unfold(tokens: &[Token], from: usize, before: &[String], into: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let mut at = from;
    let line = tokens.get(from).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        if token.text == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token.text != "}") {
                let next = unfold(tokens, at, &segments, into);
                at = next.max(at + 1);
                while tokens.get(at).is_some_and(|token| token.text != "," && token.text != "}") {
                    at += 1;
                }
                at += usize::from(tokens.get(at).is_some_and(|token| token.text == ","));
            }
            return at + 1;
        }
        if !token.is_name && token.text != "*" {
            break;
        }
        segments.push(token.text.clone());
        at += 1;
        if tokens.get(at).is_none_or(|next| next.text != "::") {
            break;
        }
        at += 1;
    }
    if segments.len() > before.len() {
        into.push(Named { segments, line });
    }
    at
}

/// Rewrites leading `super`s and `self` into a path from the root of the crate.
fn resolve(path: Named, module: &[String]) -> Named {
    let relative = path.starts_with("super") || path.starts_with("self");
    if !relative {
        return path;
    }
    let mut whole = vec!["crate".to_owned()];
    let ups = path.segments.iter().filter(|segment| *segment == "super").count();
    whole.extend(module.iter().take(module.len().saturating_sub(ups)).cloned());
    whole.extend(path.segments.into_iter().filter(|segment| segment != "super" && segment != "self"));
    Named { segments: whole, line: path.line }
}

/// A word, a sign or a literal; comments are none of them.
#[derive(Debug)]
struct Token {
    text: String,
    is_name: bool,
    line: usize,
    end: usize,
}

/// Cuts a source into tokens; the contents of literals are dropped.
fn tokens(text: &str) -> Vec<Token> {
    let signs: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < signs.len() {
        let start = at;
        let token = match Shape::of(&signs[at..]) {
            Shape::Space => None,
            Shape::Comment(length) => {
                at += length - 1;
                None
            }
            Shape::Literal(length) => {
                at += length - 1;
                Some(("\"\"".to_owned(), false))
            }
            Shape::Name(length) => {
                at += length - 1;
                Some((signs[start..=at].iter().collect(), true))
            }
            Shape::Colons => {
                at += 1;
                Some(("::".to_owned(), false))
            }
            Shape::Sign(sign) => Some((sign.to_string(), false)),
        };
        at += 1;
        let end = line + signs[start..at].iter().filter(|sign| **sign == '\n').count();
        if let Some((text, is_name)) = token {
            found.push(Token { text, is_name, line, end });
        }
        line = end;
    }
    found
}

/// What stands at the beginning of a piece of source, and how long it is.
enum Shape {
    Space,
    Comment(usize),
    Literal(usize),
    Name(usize),
    Colons,
    Sign(char),
}

impl Shape {
    fn of(rest: &[char]) -> Self {
        let second = rest.get(1).copied();
        match rest[0] {
            space if space.is_whitespace() => Self::Space,
            '/' if second == Some('/') => Self::Comment(length_until(rest, |sign| sign == '\n')),
            '/' if second == Some('*') => Self::Comment(block_comment(rest)),
            '"' => Self::Literal(quoted(rest, '"')),
            '\'' if second == Some('\\') || rest.get(2) == Some(&'\'') => Self::Literal(quoted(rest, '\'')),
            ':' if second == Some(':') => Self::Colons,
            first if first.is_alphabetic() || first == '_' => Self::word(rest),
            first => Self::Sign(first),
        }
    }

    /// A name, unless the letters are the prefix of a literal (`b""`, `r#""#`).
    fn word(rest: &[char]) -> Self {
        let length = length_until(rest, |sign| !sign.is_alphanumeric() && sign != '_');
        let word: String = rest[..length].iter().collect();
        let hashes = rest[length..].iter().take_while(|sign| **sign == '#').count();
        let quote = rest.get(length + hashes) == Some(&'"');
        match word.as_str() {
            "r" | "br" | "cr" if quote => Self::Literal(raw(rest, length + hashes, hashes)),
            "b" | "c" if quote && hashes == 0 => Self::Literal(length + quoted(&rest[length..], '"')),
            _ => Self::Name(length),
        }
    }
}

fn length_until(rest: &[char], ends: impl Fn(char) -> bool) -> usize {
    rest.iter().position(|sign| ends(*sign)).unwrap_or(rest.len())
}

/// The length of a block comment, which may hold others.
fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < rest.len() {
        match (rest[at], rest[at + 1]) {
            ('/', '*') => (depth, at) = (depth + 1, at + 2),
            ('*', '/') => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of a literal between `quote`s, in which a backslash escapes.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    rest.len().min(at + 1)
}

/// The length of a raw literal whose opening quote stands at `open`.
fn raw(rest: &[char], open: usize, hashes: usize) -> usize {
    let mut at = open + 1;
    while at < rest.len() {
        let closes = rest[at] == '"'
            && rest[at + 1..].iter().take(hashes).filter(|sign| **sign == '#').count() == hashes;
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    rest.len()
}

/// What the rules say about one invented file.
fn told(path: &str, text: &str) -> String {
    let findings = judge(&[Source::new(path, text)]);
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_arrow_down_is_found_in_every_spelling() {
    for text in [
        "use crate::tui::Model;",
        "use crate::{log::Commit, tui::{Model, view}};",
        "use crate::{self, tui};",
        "fn f() { crate::tui::view() }",
        "use super::super::tui::Model;",
        "use super::super::{log, tui};",
        "mod inner { use super::super::super::tui::Model; }",
        "macro_rules! m { () => { $crate::tui::view() } }",
        "#[cfg(test)] mod tests { use crate::tui::Model; }",
    ] {
        assert!(told("src/store/codec.rs", text).contains("`store` reaches `crate::tui"), "{text}");
    }
    assert!(told("src/domain.rs", "use super::log::Commit;").contains("may reach only: nothing"));
    assert!(told("src/search/index.rs", "use crate::log::Commit;").contains("may reach only: domain"));
}

#[test]
fn an_arrow_up_and_a_name_at_home_are_allowed() {
    for text in [
        "use crate::{domain::Field, log::Commit};",
        "use super::engine::Engine;",
        "mod tests { use super::super::engine; use super::*; }",
        "use self::inner::Thing; pub(crate) fn f() {} pub(in crate::store) fn g() {}",
        "// use crate::tui::Model;\n/* /* crate::tui::a */ crate::tui::b */",
        "const A: &str = \"crate::tui::view\"; const B: &str = r#\"\" crate::tui::x\"#;",
        "fn f<'a>(c: &'a str) -> char { let d = '\"'; d } // crate::tui::x\"",
    ] {
        assert_eq!(told("src/store/codec.rs", text), "", "{text}");
    }
    assert_eq!(told("src/main.rs", "use minqing::{cli, tui};"), "");
    assert_eq!(told("src/cli/status.rs", "use crate::tui::Model;"), "");
}

#[test]
fn what_hides_an_arrow_is_found() {
    assert!(told("src/log.rs", "use crate::*;").contains("a glob over the whole crate"));
    assert!(told("src/log.rs", "use super::*;").contains("a glob over the whole crate"));
    assert!(told("src/log.rs", "use crate::Model;").contains("neither a layer nor a macro"));
    assert!(told("src/server.rs", "").contains("not a layer of the house"));
}

#[test]
fn a_macro_at_the_root_counts_for_the_layer_that_declares_it() {
    let declared = Source::new("src/tui/text.rs", "macro_rules! label { () => {} }");
    let from_below = Source::new("src/log.rs", "fn f() { crate::label!() }");
    let from_above = Source::new("src/cli.rs", "fn f() { crate::label!() }");
    let findings = judge(&[declared, from_below, from_above]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].path, "src/log.rs");
}

#[test]
fn a_crate_outside_its_one_place_is_found() {
    let named = |path, text| told(path, text).contains("is named only in");
    assert!(named("src/log.rs", "use bincode::Encode;"));
    assert!(named("src/store/engine.rs", "fn f() { bincode::encode() }"));
    assert!(!named("src/store/codec.rs", "use bincode::Encode;"));
    assert!(named("src/store.rs", "fn f(db: sled::Db) {}"));
    assert!(named("src/store.rs", "use sled;"));
    assert!(!named("src/store/engine.rs", "use sled::Db;"));
    assert!(!named("src/store.rs", "fn f(sled: Engine) { sled.flush() }"));
    assert!(named("src/cli.rs", "use ratatui::crossterm::event;"));
    assert!(!named("src/tui/screen.rs", "use ratatui::crossterm::event;"));
    assert!(!named("src/log.rs", "//! Never names bincode, sled::Db or ratatui.\n"));
}

#[test]
fn the_network_and_the_clock_are_found() {
    for text in ["use std::net::TcpStream;", "use std::{fs, net};", "use std::os::unix::net::UnixStream;"] {
        assert!(told("src/store.rs", text).contains("no network"), "{text}");
    }
    for text in
        ["SystemTime::now()", "std::time::SystemTime::now()", "jiff::Timestamp::now()", "Zoned::now()"]
    {
        let text = format!("fn f() {{ {text} }}");
        assert!(told("src/domain.rs", &text).contains("reads the clock"), "{text}");
        assert_eq!(told("src/workbench/clock.rs", &text), "");
    }
}

#[test]
fn a_print_outside_the_command_face_is_found() {
    let text = "fn f() { println!(\"a\") } #[cfg(test)] mod tests { fn g() { eprintln!(\"b\") } }";
    assert_eq!(told("src/store.rs", text).matches("belongs to the command face").count(), 1);
    assert!(told("src/tui.rs", "fn f() { eprintln!() }").contains("`eprintln!`"));
    assert_eq!(told("src/cli/list.rs", text), "");
    assert_eq!(told("src/main.rs", text), "");
    assert_eq!(told("src/store/tests.rs", text), "");
}

#[test]
fn a_line_that_is_drawn_past_the_mark_of_what_is_cut_is_found() {
    let text = "fn f() { frame.render_widget(Line::raw(told), area); frame.render_widget(Clear, area) }";
    assert_eq!(told("src/tui/chrome.rs", text).matches("paint::line").count(), 1);
    assert_eq!(told("src/tui/paint.rs", text), "");
    assert_eq!(told("src/tui/tests.rs", text), "");
    for past in [
        "chart.render(area, &mut buffer)",
        "Widget::render(line, area, buffer)",
        "frame.render_stateful_widget(list, area, &mut state)",
        "buffer.set_stringn(0, 0, told, 9, style)",
        "buffer.set_line(0, 0, &line, 9)",
        "draw(numbers, frame.buffer_mut())",
    ] {
        let text = format!("fn f() {{ {past} }}");
        assert_eq!(told("src/tui/chrome.rs", &text).matches("paint::line").count(), 1, "{past}");
        let is_chart = past.contains("t.render(") || past.starts_with("Widget::");
        assert_eq!(told("src/tui/pictures/columns.rs", &text).is_empty(), is_chart, "{past}");
    }
    assert_eq!(told("src/tui/view.rs", "fn f() { model.theme.dress(frame.buffer_mut()); }"), "");
}

#[test]
fn an_empty_name_is_found() {
    for path in
        ["src/store/utils.rs", "src/helpers/a.rs", "tests/common.rs", "src/tui/manager.rs", "src/misc.rs"]
    {
        assert!(told(path, "").contains("says nothing"), "{path}");
    }
    assert!(told("src/store/mod.rs", "").contains("beside"));
    assert_eq!(told("src/store/codec.rs", ""), "");
}

#[test]
fn a_file_that_is_too_long_is_found() {
    let code = "const A: u8 = 1;\n".repeat(LONGEST);
    assert_eq!(told("src/log.rs", &code), "");
    assert_eq!(told("src/log.rs", &format!("{code}\n// a word\n\n#[cfg(test)]\nmod tests {{\n{code}}}")), "");
    assert!(told("src/log.rs", &format!("{code}const B: u8 = 2;\n")).contains("401 lines of code"));
    let text = "\n".repeat(LONGEST);
    assert!(told("src/log.rs", &format!("const A: &str = \"{text}\";")).contains("401 lines of code"));
}
