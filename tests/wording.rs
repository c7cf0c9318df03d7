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

/// The texts between quotes on a line of a source.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// Whether a text is English with a mark of Chinese in it; what is filled in is in neither.
fn is_mixed(text: &str) -> bool {
    let (mut plain, mut depth) = (String::new(), 0);
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    let is_chinese = plain.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let words = plain.split(' ').filter(is_word).count();
    !is_chinese && words > 1 && plain.contains(['、', '，', '；', '：', '（', '）'])
}

#[test]
fn english_is_told_in_singular_or_plural_and_with_its_own_marks() {
    assert!(
        is_mixed("assign two together：{told}") && !is_mixed("{name}：{text}") && !is_mixed("交办：{told}")
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut read, mut found) = (0, Vec::new());
    each(&root.join("src"), &mut |path, text| {
        read += 1;
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let is_open = |text: &str| text.contains("(s)");
            if quoted(line).any(|text| is_open(text) || is_mixed(text)) {
                found.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    });
    assert!(read > 100, "the sources were not found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// What is told by the command line alone, or of what no screen does.
const LINE_ALONE: [&str; 10] = [
    // Before there is a workspace that a screen could open.
    "src/workbench/error/below.rs: minqing init",
    "src/workbench/error/below.rs: minqing restore",
    // Of an undo by its number, and of one of what is kept apart.
    "src/workbench/error.rs: minqing undo",
    // Of files that only the command line reads.
    "src/domain/declared/misdeclared.rs: minqing ledgers",
    "src/tui/keys/mistake.rs: minqing keys",
    "src/tui/popups/help.rs: minqing keys",
    // What is written into docs/keys.md.
    "src/tui/keys/listed.rs: minqing keys",
    // Of the program, which is started so.
    "src/tui/guide/view.rs: minqing comes",
    // Words by which a key is derived, and a head of a file.
    "minqing bundle\\n",
    " v1\"",
];

#[test]
fn what_a_key_does_is_told_with_the_screen_and_not_with_the_command_line_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut alone = Vec::new();
    for folder in ["workbench", "domain", "exchange", "bundle", "store", "tui"] {
        each(&root.join("src").join(folder), &mut |path, text| {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            if !name.contains("tests") {
                alone.extend(commands_alone(text).into_iter().map(|line| format!("{name}: {line}")));
            }
        });
    }
    let known = |told: &String| {
        let (name, line) = told.split_once(": ").unwrap_or_default();
        LINE_ALONE.iter().any(|known| match known.split_once(": ") {
            Some((file, command)) => file == name && line.contains(command),
            None => line.contains(known),
        })
    };
    alone.retain(|told| !known(told));
    assert!(alone.is_empty(), "say the screen's way too:\n{}", alone.join("\n"));
}

#[test]
fn a_sentence_that_knows_the_command_line_alone_is_found() {
    assert_eq!(commands_alone("say!(lang, \"用 minqing list 查\")").len(), 1);
    assert!(commands_alone("say!(lang, \"F10 或 minqing peers list 看\")").is_empty());
    assert!(commands_alone("// minqing list\n/// minqing list\n").is_empty());
}

/// Lines of a source whose text names a command, and no screen.
fn commands_alone(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default().lines().map(str::trim);
    let names = |line: &&str| {
        let mut after = line.split("minqing ").skip(1);
        !line.starts_with("//") && after.any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let tells = |line: &&str| {
        let is_key = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        line.split('F').skip(1).any(is_key)
            || ["屏幕", "screen", "第一次打开", "first start"].iter().any(|word| line.contains(word))
    };
    code.filter(names).filter(|line| !tells(line)).map(str::to_owned).collect()
}

/// Reads every source below a folder.
fn each(folder: &Path, read: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            each(&path, read);
        } else if let Ok(text) = fs::read_to_string(&path) {
            read(&path, &text);
        }
    }
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
