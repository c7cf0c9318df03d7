//! Which requirement lives where, and which test shows it: read from the
//! sources, written to `docs/requirements.md`.
//!
//! A file says what it is for by naming rows after the words `domain.md`
//! (`domain.md B2–B7`), and a test what it shows by a comment `// Shows B5, E2.`
//! above it. So neither can be forgotten in a list that is kept elsewhere.
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

/// Where rows live and which tests show them, by row.
#[derive(Default)]
struct Found {
    lives: BTreeMap<String, BTreeSet<String>>,
    shown: BTreeMap<String, BTreeSet<String>>,
}

#[test]
fn every_requirement_is_shown_by_a_test_or_told_to_be_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = read(root);
    let faults = faults(&rows(), &found);
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
            if name.starts_with("tests/architecture/") {
                return;
            }
            let is_test =
                name.starts_with("tests/") || parts.iter().any(|part| part == "tests" || part == "tests.rs");
            if !is_test {
                for id in text.split("domain.md").skip(1).flat_map(named) {
                    found.lives.entry(id).or_default().insert(name.clone());
                }
            }
            for (ids, test) in marked(text) {
                for id in ids {
                    found.shown.entry(id).or_default().insert(format!("{name}::{test}"));
                }
            }
        });
    }
    found
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

/// What tests say that they show: `// Shows B5.` above a function.
fn marked(text: &str) -> Vec<(Vec<String>, String)> {
    let mut marked = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(told) = line.trim().strip_prefix("// Shows ") else { continue };
        let name = lines.by_ref().find_map(|line| {
            let rest = line.trim().strip_prefix("fn ")?;
            rest.split(['(', '<']).next().map(str::to_owned)
        });
        marked.extend(name.map(|name| (named(told), name)));
    }
    marked
}

#[test]
fn rows_are_read_from_what_sources_say() {
    assert_eq!(named(" B2–B4, E1 and H7)."), ["B2", "B3", "B4", "E1", "H7"]);
    assert_eq!(named(" §4.2 rule 8"), Vec::<String>::new());
    assert_eq!(named(" E5 to E7"), ["E5", "E6", "E7"]);
    assert_eq!(named(" C3; A4 paper"), ["C3"]);
    assert_eq!(
        marked("// Shows B5, E2.\n#[test]\nfn nobody_is_a_petitioner() {}"),
        [(vec!["B5".to_owned(), "E2".to_owned()], "nobody_is_a_petitioner".to_owned())]
    );
}

#[test]
fn a_row_without_its_test_is_told() {
    let row = |open| Requirement { id: "B5", level: "M", open, what: "" };
    let set = |key: &str| BTreeMap::from([(key.to_owned(), BTreeSet::from(["x".to_owned()]))]);
    let told = |open, found: &Found| faults(&[row(open)], found).len();
    assert_eq!(told(false, &Found::default()), 1);
    assert_eq!(told(true, &Found::default()), 0);
    assert_eq!(told(true, &Found { lives: set("B5"), shown: set("B5") }), 1);
    assert_eq!(told(false, &Found { lives: BTreeMap::new(), shown: set("B5") }), 1);
    assert_eq!(told(false, &Found { lives: set("B5"), shown: set("B5") }), 0);
    assert_eq!(told(true, &Found { lives: set("Z9"), shown: BTreeMap::new() }), 1);
}
