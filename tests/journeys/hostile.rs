//! Files that are not what they say: a sentence each, no panic, little memory,
//! and the workspace as it was.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

#[path = "../../src/exchange/samples/made.rs"]
mod made;

/// The most memory an import of such a file may take, in KiB.
const MOST: u64 = 300 * 1024;

/// How a run of the program ended.
struct Ended {
    code: Option<i32>,
    said: String,
    /// The most resident memory seen of it and its children together, in KiB.
    peak: u64,
}

fn minqing(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
    command
        .args(words)
        .env("MINQING_HOME", home)
        .env("MINQING_PASSPHRASE", "口令")
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null());
    command
}

fn watch(home: &Path, words: &[&str]) -> Ended {
    let mut child = minqing(home, words).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        peak = peak.max(resident(child.id()));
        thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    Ended { code: output.status.code(), said: String::from_utf8_lossy(&output.stderr).into_owned(), peak }
}

/// Resident memory of a process and its children; 0 where it cannot be read.
fn resident(pid: u32) -> u64 {
    let own = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let own = own
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let children: u64 =
        children.split_whitespace().filter_map(|child| child.parse().ok()).map(resident).sum();
    own.unwrap_or(0) + children
}

#[test]
fn hostile_files_get_a_sentence_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let init = minqing(&home, &["init", "--group", "工作组", "--member", "张晓敏"]).output().unwrap();
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
    let digest = || minqing(&home, &["status", "--json"]).output().unwrap().stdout;
    let before = digest();

    let bomb = "<dimension ref=\"A1:XFD1048576\"/><sheetData>\
        <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c></row>\
        <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    let repeated = "<table:table-row table:number-rows-repeated=\"1000000\">\
        <table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"string\">\
        <text:p>x</text:p></table:table-cell></table:table-row>";
    let mut damaged = "姓名,联系电话\n居民,13800000000\n".as_bytes().to_vec();
    damaged.extend_from_slice(b"\xff\xfe\xff\x81,\x80\n");
    let files: [(&str, Vec<u8>); 7] = [
        ("encrypted.xlsx", made::compound(&["EncryptionInfo", "EncryptedPackage"], 0xFFFF_FFFE)),
        ("text.xlsx", "姓名,电话\n王桂兰,13800000000\n".as_bytes().to_vec()),
        ("bomb.xlsx", made::xlsx(bomb)),
        ("repeated.ods", made::ods(repeated)),
        ("damaged.csv", damaged),
        ("empty.csv", Vec::new()),
        ("rubbish.xls", (0..4096_u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[1]).collect()),
    ];
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let ended = watch(&home, &["import", path.to_str().unwrap(), "--into", "residents"]);
        assert_eq!(ended.code, Some(1), "{name}: {}", ended.said);
        let sentence = ended.said.trim();
        assert!(!sentence.is_empty() && !sentence.contains("panicked"), "{name}: {sentence}");
        assert!(sentence.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{name}: {sentence}");
        assert!(ended.peak < MOST, "{name} took {} KiB", ended.peak);
    }
    assert_eq!(digest(), before);
}
