//! Two laptops as they are before the day, made through the command line.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// The moment at which the day begins, which all windows show, and one of the week before it.
pub(super) const TODAY: &str = "2026-11-22T08:30:00+08:00";
const BEFORE: &str = "2026-11-13T09:00:00+08:00";

/// Those whom the group has to call on.
pub(super) const CALLED: [(&str, &str); 5] =
    [("王桂兰", "三组"), ("仇英", "一组"), ("欧阳春华", "一组"), ("单小明", "三组"), ("长孙无忌", "三组")];

/// A laptop and the moment its clock shows.
struct Laptop {
    home: PathBuf,
    now: &'static str,
}

impl Laptop {
    fn json(&self, words: &[&str]) -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_minqing"))
            .args([words, &["--json"]].concat())
            .env("MINQING_HOME", &self.home)
            .env("MINQING_PASSPHRASE", "demo")
            .env("MINQING_INVITE_PASSPHRASE", "八月桂花")
            .env("MINQING_NOW", self.now)
            .env("LANG", "zh_CN.UTF-8")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?} ended with {:?}: {told}", output.status.code());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{words:?}: {error}: {told}"))
    }

    fn export(&self, to: &Path) -> String {
        self.json(&["bundle", "export", "--to", to.to_str().unwrap()])["file"].as_str().unwrap().to_owned()
    }

    fn person(&self, name: &str) -> String {
        let found = self.json(&["list", "residents", name]);
        found["items"][0]["id"].as_str().unwrap().to_owned()
    }
}

/// A folder with the ledger of the laptop that the day is spent at (`a`), the bundle of a
/// second one (`b.mqb`), which wrote of somebody what the first writes otherwise, and a stick (`usb`).
pub(super) fn morning() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut a = Laptop { home: path("a"), now: BEFORE };
    let mut b = Laptop { home: path("b"), now: BEFORE };
    std::fs::create_dir(path("usb")).unwrap();
    let words =
        ["init", "--group", "太湖社区工作组", "--member", "张晓敏", "--community", "太湖社区", "--code", "A"];
    a.json(&words);
    for (order, name) in ["一组", "三组"].iter().enumerate() {
        a.json(&["add", "neighbourhoods", &format!("name={name}"), &format!("order={order}")]);
    }
    // As long as each is on the list, so is it told.
    for (day, (name, place)) in CALLED.iter().enumerate() {
        a.json(&[
            "add",
            "residents",
            &format!("name={name}"),
            &format!("neighbourhood={place}"),
            "address=幸福路5号",
            "phone=13812342210",
            "visit_facts=老党员",
            "visit_basis=支部名册",
            &format!("visit_since=2026-11-0{}", day + 1),
        ]);
    }
    let lamp =
        ["title=三组路灯连续五天不亮", "from=王桂兰", "neighbourhood=三组", "detail=晚上接孩子看不清路"];
    a.json(&[&["add", "issues", "kind=request"], &lamp[..]].concat());
    a.now = "2026-11-19T10:00:00+08:00";
    a.json(&["add", "issues", "kind=request", "title=沟渠堵塞", "from=仇英", "neighbourhood=一组"]);
    let invitation = path("b.mqi").to_str().unwrap().to_owned();
    a.json(&["peers", "invite", "--to", &invitation]);
    b.now = a.now;
    b.json(&["join", &invitation, "--member", "李强"]);
    let hello = b.export(&path("hello.mqb"));
    a.json(&["bundle", "import", &hello]);
    let welcome = a.export(&path("welcome.mqb"));
    b.json(&["bundle", "import", &welcome]);
    let person = a.person("仇英");
    a.json(&["edit", &person, "note=常年在家"]);
    b.now = "2026-11-21T18:00:00+08:00";
    b.json(&["edit", &person, "note=住在女儿家"]);
    b.export(&path("b.mqb"));
    folder
}

/// A folder with the ledger of a lead and an invitation (`a.mqi`) for somebody new.
pub(super) fn invited() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let lead = Laptop { home: path("a"), now: TODAY };
    lead.json(&["init", "--group", "太湖社区工作组", "--member", "张晓敏", "--code", "A"]);
    lead.json(&["add", "issues", "kind=request", "title=三组路灯连续五天不亮", "from=王桂兰"]);
    lead.json(&["peers", "invite", "--to", path("a.mqi").to_str().unwrap()]);
    folder
}
