//! What a later version wrote, as people meet it: through the program and on the screens.
//!
//! `tests/fixtures/newer` is written, and how it merges is tested, in
//! `src/workbench/tests/newer.rs`, which also says how to write it anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use jiff::Timestamp;
use minqing::{
    domain::wording::Lang,
    tui::Session,
    workbench::{Workbench, clock::Clock},
};
use serde_json::Value as Json;

#[path = "fixtures/copying.rs"]
mod copying;

use copying::copy;

const TOLD: &str = "水杉 newer";
const NOW: i64 = 1_795_000_000 + 99 * 60;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newer");
    folder.join(name).display().to_string()
}

/// A laptop of this version.
fn old(folder: &Path) -> PathBuf {
    let home = folder.join("b");
    copy(Path::new(&fixture("b")), &home);
    home
}

fn run(home: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_minqing"))
        .args(words)
        .env("MINQING_HOME", home)
        .env("MINQING_PASSPHRASE", "pass")
        .env("MINQING_INVITE_PASSPHRASE", TOLD)
        .env("MINQING_NOW", Timestamp::from_second(NOW).unwrap().to_string())
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .unwrap()
}

fn done(home: &Path, words: &[&str]) -> String {
    let output = run(home, words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?} ended with {:?}: {told}", output.status.code());
    String::from_utf8(output.stdout).unwrap()
}

fn json(home: &Path, words: &[&str]) -> Json {
    serde_json::from_str(&done(home, &[words, &["--json"]].concat())).unwrap()
}

#[test]
fn the_program_refuses_a_later_format_with_exit_code_5_and_says_to_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let home = old(folder.path());
    let digest = json(&home, &["status"])["digest"].clone();
    for name in ["format-2.mqb", "purpose.mqb", "cause.mqb"] {
        for words in [["bundle", "inspect"], ["bundle", "import"]] {
            // What the sealed part of a bundle holds, its part in clear does not tell.
            if name == "cause.mqb" && words[1] == "inspect" {
                continue;
            }
            let output = run(&home, &[&words[..], &[&fixture(name)]].concat());
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(5), "{words:?} {name}: {told}");
            assert!(told.contains("请先升级程序"), "{words:?} {name}: {told}");
        }
    }
    assert_eq!(json(&home, &["status"])["digest"], digest);
    assert_eq!(json(&home, &["doctor"])["ok"], true);
}

#[test]
fn the_program_works_on_beside_what_it_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let home = old(folder.path());
    let taken = json(&home, &["bundle", "import", &fixture("bundle.mqb")]);
    assert_eq!(taken["bundles"][0]["waiting"], 0, "{taken}");
    let digest = fs::read_to_string(fixture("digest")).unwrap();
    assert_eq!(json(&home, &["status"])["digest"], digest.trim());
    assert_eq!(json(&home, &["doctor"])["ok"], true);
    assert_eq!(json(&home, &["conflicts"])["total"], 0);
    let odd = |text: &str| text.contains("Unknown") || text.contains("drones");
    for ledger in ["residents", "issues", "households", "members", "visits"] {
        let listed = done(&home, &["list", ledger]);
        assert!(!odd(&listed), "{listed}");
        assert!(!odd(&json(&home, &["list", ledger]).to_string()));
        for suffix in ["csv", "xlsx"] {
            let file = folder.path().join(format!("{ledger}.{suffix}")).display().to_string();
            done(&home, &["export", ledger, &file]);
            assert!(suffix == "xlsx" || !odd(&fs::read_to_string(&file).unwrap()));
        }
    }
    for name in ["王桂兰", "单小明", "A-1"] {
        let mut id = name.to_owned();
        if name != "A-1" {
            let found = json(&home, &["list", "residents", name]);
            found["items"][0]["id"].as_str().unwrap().clone_into(&mut id);
        }
        let shown = done(&home, &["show", &id, "--history"]);
        assert!(!odd(&shown), "{shown}");
        json(&home, &["show", &id, "--history"]);
    }
    assert_eq!(json(&home, &["show", "A-1"])["status"], "accepted");
    done(&home, &["issue", "reply", "A-1", "--text", "今晚换灯"]);
    done(&home, &["backup", &folder.path().join("all.mqb").display().to_string()]);
    assert_eq!(json(&home, &["doctor"])["ok"], true);
}

#[test]
fn the_screens_show_nothing_odd_beside_what_they_do_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let home = old(folder.path());
    done(&home, &["bundle", "import", &fixture("bundle.mqb")]);
    let clock = Clock::Fixed(Timestamp::from_second(NOW).unwrap());
    for lang in [Lang::Zh, Lang::En] {
        let (bench, _) = Workbench::open(&home, "pass", clock, &mut |_| {}).unwrap();
        let mut session = Session::new(bench, lang, 120, 36).unwrap();
        for key in ["F2", "F3", "F4", "F6", "F10"] {
            session.press(key);
            let frame = session.frame();
            assert!(!frame.contains("Unknown") && !frame.contains("drones"), "{key}:\n{frame}");
            // What is under the cursor, and its form, open as well.
            session.press("Enter");
            session.press("Esc").press("e");
            assert!(!session.frame().contains("Unknown"), "{key}:\n{}", session.frame());
            session.press("Esc").press("Esc");
        }
        session.into_bench().close().unwrap();
    }
}
