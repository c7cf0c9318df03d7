//! Which words people are never met with (domain.md A8, §4.2 rules 1 and 2).

use std::{fs, path::Path};

/// Words that make a request a nuisance, or a person a risk.
const NEVER: [&str; 12] = [
    "缠访",
    "闹访",
    "非访",
    "刁民",
    "钉子户",
    "重点人员",
    "稳控",
    "涉稳",
    "信访风险",
    "维稳对象",
    "走访对象得分",
    "预警等级",
];

/// Where such words name what is left out, or are tried on the program.
const EXCEPT: [&str; 6] = [
    "src/domain/labels.rs",
    "src/exchange/intake/tests.rs",
    "src/exchange/intake/tests/round_trip.rs",
    "src/tui/tests/ledgers.rs",
    "src/workbench/tests/ledgers.rs",
    "src/workbench/tests/people.rs",
];

// Shows A8.
#[test]
fn nobody_is_called_a_nuisance_or_a_risk() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut read = 0;
    for folder in ["src", "assets"] {
        judge(root, &root.join(folder), &mut found, &mut read);
    }
    assert!(read > 100, "the sources were not found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_word_in_a_text_is_found_and_one_in_a_comment_is_not() {
    assert_eq!(words("say!(lang, \"他又来缠访\")"), ["缠访"]);
    assert!(words("    /// Columns such as 稳控 are passed over.\n// 闹访\n").is_empty());
    assert!(words("居民反映的诉求").is_empty());
}

fn judge(root: &Path, folder: &Path, found: &mut Vec<String>, read: &mut usize) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            judge(root, &path, found, read);
            continue;
        }
        let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
        // What is no text, such as a bundle, has no wording.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        *read += 1;
        if !EXCEPT.contains(&name.as_str()) {
            // The tests in a file are read by nobody who uses the program.
            let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.extend(words(product).into_iter().map(|word| format!("{name}: {word}")));
        }
    }
}

/// The words that stand in a text, its comments left out.
fn words(text: &str) -> Vec<&'static str> {
    let is_comment = |line: &&str| ["//", "#"].iter().any(|mark| line.trim_start().starts_with(mark));
    let read: Vec<&str> = text.lines().filter(|line| !is_comment(line)).collect();
    let read = read.join("\n");
    NEVER.into_iter().filter(|word| read.contains(word)).collect()
}
