//! The day through the built program, with `--json`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

use super::{REPLIES, ROSTER, shared};

/// A laptop: a workspace and the program.
struct Laptop {
    home: PathBuf,
    passphrase: &'static str,
}

impl Laptop {
    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_minqing"))
            .args(words)
            .env("MINQING_HOME", &self.home)
            .env("MINQING_PASSPHRASE", self.passphrase)
            .env("MINQING_INVITE_PASSPHRASE", "八月桂花")
            .env("MINQING_NOW", "2026-11-22T08:30:00+08:00")
            .env("LANG", "zh_CN.UTF-8")
            .output()
            .unwrap()
    }

    /// Runs it with `--json`, expects success and reads its one document.
    fn json(&self, words: &[&str]) -> Value {
        let output = self.run(&[words, &["--json"]].concat());
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?} ended with {:?}: {told}", output.status.code());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{words:?}: {error}: {told}"))
    }

    fn digest(&self) -> String {
        self.json(&["status"])["digest"].as_str().unwrap().to_owned()
    }

    fn export(&self, folder: &Path) -> String {
        let written = self.json(&["bundle", "export", "--to", folder.to_str().unwrap()]);
        written["file"].as_str().unwrap().to_owned()
    }
}

#[test]
fn the_day_through_the_command_line() {
    let (Some(roster), Some(replies)) = (shared(ROSTER), shared(REPLIES)) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let a = Laptop { home: path("a"), passphrase: "甲的口令" };
    let b = Laptop { home: path("b"), passphrase: "乙的口令" };
    let stick = path("stick");
    std::fs::create_dir(&stick).unwrap();

    a.json(&[
        "init",
        "--group",
        "太湖社区工作组",
        "--member",
        "张晓敏",
        "--community",
        "太湖社区",
        "--code",
        "A",
    ]);
    let people = a.json(&["import", roster.to_str().unwrap(), "--into", "residents"]);
    assert_eq!(people["taken"], 13);
    let messages = a.json(&["import", replies.to_str().unwrap(), "--into", "issues"]);
    assert_eq!(messages["taken"], 120);
    let again = a.json(&["import", replies.to_str().unwrap(), "--into", "issues"]);
    assert_eq!((&again["taken"], &again["merged"]), (&0.into(), &120.into()));

    let invitation = path("invitation.mqi");
    a.json(&["peers", "invite", "--to", invitation.to_str().unwrap()]);
    b.json(&["join", invitation.to_str().unwrap(), "--member", "李强"]);
    let laptops = b.json(&["peers", "list"]);
    assert_eq!(laptops["total"], 2);
    let confirmed = |laptop: &Laptop, letter: &str| {
        let laptops = laptop.json(&["peers", "list"]);
        let items = laptops["items"].as_array().unwrap();
        items.iter().find(|item| item["letter"] == letter).unwrap()["confirmed"].clone()
    };
    assert_eq!(confirmed(&b, "B"), false, "nobody has heard of it yet");
    let hello = b.export(&stick);
    a.json(&["bundle", "import", &hello]);
    let welcome = a.export(&stick);
    b.json(&["bundle", "import", &welcome]);
    assert_eq!((confirmed(&a, "B"), confirmed(&b, "B")), (true.into(), true.into()));
    assert_eq!(a.digest(), b.digest());

    let found = a.json(&["list", "residents", "居民1", "--where", "name=居民1"]);
    assert_eq!(found["total"], 1);
    let person = found["items"][0]["id"].as_str().unwrap();
    assert_eq!(found["items"][0]["phone"], "180****1234");
    a.json(&["edit", person, "phone=13800000001"]);
    b.json(&["edit", person, "phone=13800000002"]);
    a.json(&["edit", person, "note=独居"]);
    b.json(&["edit", person, "address=太湖社区3栋201"]);
    a.json(&["add", "neighbourhoods", "name=三组"]);
    let items = a.json(&["check", "prosperity"]);
    let item = items["items"][0]["id"].as_str().unwrap();
    a.json(&["check", "prosperity", item, "--at", "三组", "--clear", "--basis", "走访12户"]);

    // The rule holds here as everywhere: first the reply, then the result.
    let issue =
        a.json(&["add", "issues", "title=三组路灯不亮", "from=王桂兰", "kind=request", "neighbourhood=三组"]);
    let issue = issue["id"].as_str().unwrap();
    let refused = a.run(&["issue", "resolve", "A-121", "--outcome", "solved", "--text", "换了灯"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("答复"));
    a.json(&["issue", "reply", issue, "--text", "三天内换好"]);
    let resolved = a.json(&["issue", "resolve", "A-121", "--outcome", "solved", "--text", "换了灯"]);
    assert_eq!(resolved["status"], "resolved");
    b.json(&["issue", "reply", "A-1", "--text", "下周给您答复"]);

    let (from_a, from_b) = (a.export(&stick), b.export(&stick));
    b.json(&["bundle", "import", &from_a]);
    let preview = a.json(&["bundle", "import", &from_b, "--dry-run"]);
    assert_eq!(preview["bundles"][0]["conflicting"], 1);
    a.json(&["bundle", "import", &from_b]);
    a.json(&["bundle", "import", &from_b]);
    b.json(&["bundle", "import", stick.to_str().unwrap()]);
    assert_eq!(a.digest(), b.digest());

    let (here, there) = (a.json(&["conflicts", "list"]), b.json(&["conflicts", "list"]));
    assert_eq!((&here["total"], &here["items"]), (&1.into(), &there["items"]));
    assert_eq!(here["items"][0]["field"], "phone");
    b.json(&["conflicts", "resolve", person, "phone", "--keep", "1"]);
    let from_b = b.export(&stick);
    a.json(&["bundle", "import", &from_b]);
    for laptop in [&a, &b] {
        assert_eq!(laptop.json(&["conflicts", "list"])["total"], 0);
        assert_eq!(laptop.json(&["doctor"])["ok"], true);
    }
    assert_eq!(a.digest(), b.digest());
    assert_eq!(a.json(&["show", person])["address"], "太湖社区3栋201");
}
