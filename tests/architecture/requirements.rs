//! Which requirement lives where, and which test shows it: read from the
//! sources, written to `docs/requirements.md`.
//!
//! A file says what it is for by naming rows after the words `domain.md`
//! (`domain.md B2–B7`), and a test what it shows by a comment `// Shows B5, E2.`
//! directly above its attributes. So neither can be forgotten in a list that is
//! kept elsewhere. A mark counts only on a test that is compiled and run: one
//! that stands above something else, or is skipped, is told.
//! `requirements.tsv` has the rows, their level (M must, S should, N nothing to
//! build) and `open` where a row does not work yet.
//!
//! `MINQING_BLESS=1 cargo test --test architecture requirements` writes the page anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    path::Path,
};

const ROWS: &str = include_str!("requirements.tsv");

/// One row of the list.
struct Requirement {
    id: &'static str,
    level: &'static str,
    open: bool,
    what: &'static str,
}

/// This file, whose marks are examples.
const OWN: &str = "tests/architecture/requirements.rs";

/// How many rows domain.md §1 has under each letter.
const COUNTS: [(char, u32); 10] = [
    ('A', 20),
    ('B', 11),
    ('C', 4),
    ('D', 19),
    ('E', 13),
    ('F', 14),
    ('G', 4),
    ('H', 7),
    ('I', 9),
    ('J', 10),
];

/// Where rows live and which tests show them, by row.
#[derive(Default)]
struct Found {
    lives: BTreeMap<String, BTreeSet<String>>,
    shown: BTreeMap<String, BTreeSet<String>>,
    /// Marks that show nothing.
    idle: Vec<String>,
}

#[test]
fn every_requirement_is_shown_by_a_test_or_told_to_be_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = read(root);
    let faults: Vec<String> = faults(&rows(), &found).into_iter().chain(found.idle.clone()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let page = page(&rows(), &found);
    let path = root.join("docs/requirements.md");
    if env::var_os("MINQING_BLESS").is_some() {
        fs::write(&path, &page).expect("a page that can be written");
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == page,
        "docs/requirements.md is not what the sources say: MINQING_BLESS=1 cargo test --test architecture requirements"
    );
}

#[test]
fn no_row_is_left_out_of_the_list() {
    let wanted = COUNTS.iter().flat_map(|(letter, last)| (1..=*last).map(move |n| format!("{letter}{n}")));
    let mut listed: Vec<&str> = ids().collect();
    listed.sort_unstable();
    let mut wanted: Vec<String> = wanted.collect();
    wanted.sort_unstable();
    assert_eq!(listed, wanted, "each row of domain.md §1 stands in requirements.tsv, once");
}

/// The ids of all rows.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    rows().into_iter().map(|row| row.id)
}

fn rows() -> Vec<Requirement> {
    let lines = ROWS.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [id, level, state, what] = cells[..] else { panic!("not four cells: {line}") };
            assert!(["-", "open"].contains(&state) && ["M", "S", "N"].contains(&level), "{line}");
            Requirement { id, level, open: state == "open", what }
        })
        .collect()
}

/// Rows that are said to work and are not shown, shown and said to be open,
/// live nowhere, or do not exist.
fn faults(rows: &[Requirement], found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for row in rows.iter().filter(|row| row.level != "N") {
        let shown = found.shown.contains_key(row.id);
        let lives = found.lives.contains_key(row.id);
        match (row.open, shown) {
            (false, false) => faults.push(format!("{}: no test says that it shows it", row.id)),
            (true, true) => faults.push(format!("{}: shown by a test, and said to be open", row.id)),
            (false, true) if !lives => faults.push(format!("{}: no file says that it lives there", row.id)),
            (false, true) | (true, false) => {}
        }
    }
    let known: BTreeSet<&str> = rows.iter().map(|row| row.id).collect();
    for id in found.lives.keys().chain(found.shown.keys()) {
        if !known.contains(id.as_str()) {
            faults.push(format!("{id}: there is no such requirement"));
        }
    }
    faults
}

fn page(rows: &[Requirement], found: &Found) -> String {
    let mut page = String::from(
        "# Requirements\n\nMade from the sources by `MINQING_BLESS=1 cargo test --test architecture requirements`; do not edit.\n\
         M must, S should, N nothing to build.\n\n| # | level | what the program provides | lives in | shown by |\n|---|---|---|---|---|\n",
    );
    for row in rows {
        let cell = |of: &BTreeMap<String, BTreeSet<String>>| {
            let all = of.get(row.id).into_iter().flatten();
            all.map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ")
        };
        let shown = if row.open { "*open*".to_owned() } else { cell(&found.shown) };
        let what = row.what.replace('|', "/");
        let _ = writeln!(page, "| {} | {} | {what} | {} | {shown} |", row.id, row.level, cell(&found.lives));
    }
    page
}

fn read(root: &Path) -> Found {
    let mut found = Found::default();
    for folder in ["src", "assets", "tests"] {
        walk(&root.join(folder), &mut |path, text| {
            let name = path.strip_prefix(root).expect("a path below the root");
            let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            let name = parts.join("/");
            if name == OWN {
                return;
            }
            let is_test =
                name.starts_with("tests/") || parts.iter().any(|part| part == "tests" || part == "tests.rs");
            if !is_test {
                for id in text.split("domain.md").skip(1).flat_map(named) {
                    found.lives.entry(id).or_default().insert(name.clone());
                }
            }
            let marks = marked(text);
            if !marks.is_empty() && !is_compiled(root, &name) {
                found.idle.push(format!("{name}: no other source names this file, so its tests are not run"));
            }
            for mark in marks {
                match mark {
                    Ok((ids, test)) => {
                        for id in ids {
                            found.shown.entry(id).or_default().insert(format!("{name}::{test}"));
                        }
                    }
                    Err(told) => found.idle.push(format!("{name}: {told}")),
                }
            }
        });
    }
    found
}

/// Whether a source belongs to the library or to a test program: the file
/// above it, or another of its folder, names it as a module, or the package does.
fn is_compiled(root: &Path, name: &str) -> bool {
    let path = Path::new(name);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let package = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let above = path.parent().map(|folder| folder.with_extension("rs")).unwrap_or_default();
    let declares = |text: &str| {
        let words = [format!("mod {stem};"), format!("/{stem}.rs\"]"), format!("\"{stem}.rs\"]")];
        text.lines().any(|line| words.iter().any(|word| line.trim().ends_with(word.as_str())))
    };
    let beside = fs::read_dir(root.join(path.parent().unwrap_or(path))).into_iter().flatten().flatten();
    let near = beside.map(|entry| entry.path()).chain([root.join(above)]);
    package.contains(&format!("path = \"{name}\""))
        || near
            .filter(|other| *other != root.join(path))
            .any(|other| other.is_file() && fs::read_to_string(other).is_ok_and(|text| declares(&text)))
}

/// Every text file of the sources below a folder.
fn walk(folder: &Path, take: &mut dyn FnMut(&Path, &str)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        if path.is_dir() {
            walk(&path, take);
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "toml") {
            take(&path, &fs::read_to_string(&path).expect("a source in UTF-8"));
        }
    }
}

/// The rows named at the beginning of a text: `A5–A7, B2 and E1`, until
/// something else is said.
pub(super) fn named(text: &str) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut range = false;
    let parts = text.split_inclusive([' ', ',', '–', ')', '.', ';', ':', '\n']);
    for part in parts {
        let word = part.trim_end_matches([' ', ',', '–', ')', '.', ';', ':', '\n']);
        if let Some((letter, number)) = row_id(word) {
            let from =
                ids.last().and_then(|last| row_id(last)).filter(|(before, _)| range && *before == letter);
            let first = from.map_or(number, |(_, before)| before + 1);
            ids.extend((first..=number).map(|number| format!("{letter}{number}")));
            range = part.ends_with('–');
        } else if word == "to" {
            range = true;
        } else if !matches!(word, "" | "and" | "//!" | "///" | "//" | "#") {
            break;
        }
        if part.ends_with([')', '.', ';', ':']) {
            break;
        }
    }
    ids
}

fn row_id(word: &str) -> Option<(char, u32)> {
    let mut chars = word.chars();
    let letter = chars.next().filter(|letter| ('A'..='J').contains(letter))?;
    Some((letter, chars.as_str().parse().ok()?))
}

/// What a test says that it shows, or why a mark shows nothing.
type Mark = Result<(Vec<String>, String), String>;

/// What tests say that they show: `// Shows B5.` directly above the attributes
/// of a test that is run.
fn marked(text: &str) -> Vec<Mark> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let marks = lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix("// Shows ")?)));
    let mark = |(at, told): (usize, &str)| {
        let ids = named(told);
        let (attributes, rest): (Vec<&str>, Vec<&str>) = {
            let below = lines.get(at + 1..).unwrap_or_default();
            let end = below.iter().position(|line| !line.starts_with("#[")).unwrap_or(below.len());
            (below[..end].to_vec(), below[end..].to_vec())
        };
        let name = rest.first().and_then(|line| line.strip_prefix("fn ")?.split(['(', '<']).next());
        match name {
            _ if ids.is_empty() || !told.ends_with('.') => Err(format!("\"Shows {told}\" names no row")),
            Some(_) if attributes.iter().any(|line| line.starts_with("#[ignore")) => {
                Err(format!("\"Shows {told}\" stands above a test that is skipped"))
            }
            Some(name) if attributes.contains(&"#[test]") => Ok((ids, name.to_owned())),
            Some(_) | None => Err(format!("\"Shows {told}\" stands above no test")),
        }
    };
    marks.map(mark).collect()
}

#[test]
fn rows_are_read_from_what_sources_say() {
    assert_eq!(named(" B2–B4, E1 and H7)."), ["B2", "B3", "B4", "E1", "H7"]);
    assert_eq!(named(" §4.2 rule 8"), Vec::<String>::new());
    assert_eq!(named(" E5 to E7"), ["E5", "E6", "E7"]);
    assert_eq!(named(" C3; A4 paper"), ["C3"]);
    assert_eq!(
        marked("// Shows B5, E2.\n#[test]\nfn nobody_is_a_petitioner() {}"),
        [Ok((vec!["B5".to_owned(), "E2".to_owned()], "nobody_is_a_petitioner".to_owned()))]
    );
}

#[test]
fn a_mark_that_shows_nothing_is_told() {
    for (idle, why) in [
        ("// Shows B5.\nfn a_helper() {}\n#[test]\nfn a_test() {}", "no test"),
        ("// Shows B5.\n\n#[test]\nfn a_test() {}", "no test"),
        ("// Shows B5.\n#[test]\n#[ignore]\nfn a_test() {}", "skipped"),
        ("// Shows B5.\n#[test]\n#[ignore = \"slow\"]\nfn a_test() {}", "skipped"),
        ("// Shows that it works.\n#[test]\nfn a_test() {}", "no row"),
        ("// Shows B5, and more\n#[test]\nfn a_test() {}", "no row"),
        ("// Shows B5.", "no test"),
    ] {
        let told = marked(idle);
        assert!(matches!(&told[..], [Err(told)] if told.contains(why)), "{idle}: {told:?}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(is_compiled(root, "tests/wording.rs") && is_compiled(root, "src/domain/calling/tests.rs"));
    assert!(is_compiled(root, "tests/commands.rs") && is_compiled(root, "tests/architecture/ledgers.rs"));
    assert!(!is_compiled(root, "src/domain/nowhere.rs"));
}

#[test]
fn a_row_without_its_test_is_told() {
    let row = |open| Requirement { id: "B5", level: "M", open, what: "" };
    let set = |key: &str| BTreeMap::from([(key.to_owned(), BTreeSet::from(["x".to_owned()]))]);
    let told = |open, found: &Found| faults(&[row(open)], found).len();
    assert_eq!(told(false, &Found::default()), 1);
    assert_eq!(told(true, &Found::default()), 0);
    assert_eq!(told(true, &Found { lives: set("B5"), shown: set("B5"), ..Found::default() }), 1);
    assert_eq!(told(false, &Found { shown: set("B5"), ..Found::default() }), 1);
    assert_eq!(told(false, &Found { lives: set("B5"), shown: set("B5"), ..Found::default() }), 0);
    assert_eq!(told(true, &Found { lives: set("Z9"), ..Found::default() }), 1);
}
