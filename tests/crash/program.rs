//! The same promises asked of the built program.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::Value;

use super::Dice;

fn program(home: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
    command
        .args(words)
        .env("MINQING_HOME", home)
        .env("MINQING_PASSPHRASE", "口令")
        .env("MINQING_INVITE_PASSPHRASE", "八月桂花")
        .env("MINQING_NOW", "2026-11-22T08:30:00+08:00")
        .stdin(Stdio::null());
    command
}

fn json(home: &Path, words: &[&str]) -> Value {
    let output = program(home, &[words, &["--json"]].concat()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?} ended with {:?}: {told}", output.status.code());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn digest(home: &Path) -> String {
    json(home, &["status"])["digest"].as_str().unwrap().to_owned()
}

/// Runs it and ends it without warning after `after`; answers what it printed,
/// if it came to its end by itself.
fn run_and_kill(home: &Path, words: &[&str], after: Duration) -> Option<String> {
    let mut child = program(home, words).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(after);
    let ended = child.try_wait().unwrap().is_some();
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    (ended && output.status.success()).then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn init(home: &Path) {
    json(home, &["init", "--group", "工作组", "--member", "张晓敏", "--code", "A"]);
}

#[test]
fn a_hundred_killed_commands_lose_nothing_that_was_printed() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    init(&home);
    let mut dice = Dice(0x5eed_0004);
    let mut printed = BTreeSet::new();
    for round in 0..100 {
        let name = format!("name=居民{round}");
        let wait = Duration::from_millis(100 + dice.roll(300));
        if let Some(out) = run_and_kill(&home, &["add", "residents", &name, "--json"], wait) {
            let id: Value = serde_json::from_str(&out).unwrap();
            printed.insert(id["id"].as_str().unwrap().to_owned());
        }
        if round % 10 == 9 {
            assert_eq!(json(&home, &["doctor"])["ok"], true, "after kill {round}");
        }
    }
    let listed = json(&home, &["list", "residents", "--limit", "1000"]);
    let there: BTreeSet<&str> =
        listed["items"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    let lost: Vec<&String> = printed.iter().filter(|id| !there.contains(id.as_str())).collect();
    assert!(lost.is_empty(), "{} of {} are lost", lost.len(), printed.len());
    assert!(printed.len() > 10, "only {} came to their end: nothing was tried", printed.len());
    assert!(printed.len() < 100, "none was killed: nothing was tried");
}

#[test]
fn an_import_that_is_killed_happened_or_did_not_and_repeating_completes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    let (a, b) = (path("a"), path("b"));
    init(&a);
    let invitation = path("invitation.mqi");
    json(&a, &["peers", "invite", "--to", invitation.to_str().unwrap()]);
    json(&b, &["join", invitation.to_str().unwrap(), "--member", "李强"]);
    let rows: Vec<String> =
        (0..3_000).map(|n| format!("居民{n},138{n:08},太湖社区{}栋{n}室", n % 40)).collect();
    fs::write(path("roster.csv"), format!("姓名,联系电话,住址\n{}\n", rows.join("\n"))).unwrap();
    json(&a, &["import", path("roster.csv").to_str().unwrap(), "--into", "residents"]);
    let written = json(&a, &["bundle", "export", "--to", path("a.mqb").to_str().unwrap()]);
    let bundle = written["file"].as_str().unwrap();

    let before = digest(&b);
    let whole = path("whole");
    copy(&b, &whole);
    json(&whole, &["bundle", "import", bundle]);
    let after = digest(&whole);
    assert_ne!(before, after);

    let mut dice = Dice(0x5eed_0005);
    let (mut happened, mut did_not) = (0, 0);
    for round in 0..50 {
        let home = path("round");
        copy(&b, &home);
        run_and_kill(&home, &["bundle", "import", bundle], Duration::from_millis(120 + dice.roll(600)));
        let found = digest(&home);
        if found == after {
            happened += 1;
        } else {
            assert_eq!(found, before, "half of an import after kill {round}");
            did_not += 1;
        }
        json(&home, &["bundle", "import", bundle]);
        assert_eq!(digest(&home), after);
        fs::remove_dir_all(&home).unwrap();
    }
    assert!(
        happened > 0 && did_not > 0,
        "{happened} happened and {did_not} did not: the kills all came at one side"
    );
}
