//! The command line as scripts meet it: exit codes, one JSON document, refusals in words.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

#[path = "commands/projects.rs"]
mod projects;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use minqing::store::WorkspaceLock;
use serde_json::Value as Json;
use tempfile::TempDir;

#[path = "fixtures/copying.rs"]
mod copying;
#[path = "commands/forbidden.rs"]
mod forbidden;
#[path = "commands/ledgers.rs"]
mod ledgers;
#[path = "commands/people.rs"]
mod people;
#[path = "commands/passphrase.rs"]
mod passphrase;
#[path = "commands/unfinished_files.rs"]
mod unfinished_files;
#[path = "commands/field.rs"]
mod field;
#[path = "commands/replay.rs"]
mod replay;

/// The moment of all commands that name no other: what is of a month stays in it
/// whenever the tests run.
const NOW: &str = "2026-11-30T10:00:00+08:00";

/// Runs the program with nothing of the surroundings but what is told.
fn minqing(home: &Path, args: &[&str], more: &[(&str, &str)]) -> Output {
    prepared(home, args, more).output().expect("the program starts")
}

fn prepared(home: &Path, args: &[&str], more: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_minqing"));
    for name in ["MINQING_INVITE_PASSPHRASE", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
        .env("MINQING_HOME", home)
        .env("MINQING_PASSPHRASE", "口令")
        .env("MINQING_NOW", NOW)
        .stdin(Stdio::null());
    for (name, value) in more {
        if value.is_empty() {
            command.env_remove(name)
        } else {
            command.env(name, value)
        };
    }
    command.args(args);
    command
}

/// A workspace of its own.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        desk.done(&["init", "--group", "禾穗组", "--member", "张晓敏", "--community", "禾穗社区"]);
        desk
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("a")
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, args: &[&str]) -> Output {
        minqing(&self.home(), args, &[])
    }

    /// What a command that must succeed says.
    fn done(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        stdout(&output).trim_end().to_owned()
    }

    /// The document of a command that must succeed.
    fn json(&self, args: &[&str]) -> Json {
        let output = self.run(&[args, &["--json"]].concat());
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        document(&output)
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output is exactly one document.
fn document(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} in {:?}", String::from_utf8_lossy(&output.stdout)))
}

/// A workspace with a neighbourhood, a resident and an issue.
fn stocked() -> (Desk, String) {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    let id = desk.done(&["add", "residents", "name=王桂兰", "neighbourhood=三组", "phone=13900001234"]);
    desk.done(&["add", "issues", "title=路灯不亮", "from=王桂兰", "urgency=utility", "neighbourhood=三组"]);
    (desk, id)
}

/// The names of the commands, as the help lists them.
fn commands_in(help: &str) -> Vec<String> {
    let lines =
        help.lines().skip_while(|line| !line.contains("Commands:") && !line.contains("Steps:")).skip(1);
    let names = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix("  "));
    let first = names.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_whitespace().next());
    first.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn every_command_explains_itself_in_both_languages_with_examples() {
    let nowhere = Path::new("nowhere");
    let help = stdout(&minqing(nowhere, &["--help"], &[]));
    let commands = commands_in(&help);
    assert!(commands.len() >= 22, "{commands:?}");
    assert!(!commands.iter().any(|name| name == "read-sheet"));
    let mut all: Vec<Vec<String>> = Vec::new();
    for name in commands {
        let help = stdout(&minqing(nowhere, &[&name, "--help"], &[]));
        all.extend(commands_in(&help).into_iter().map(|child| vec![name.clone(), child]));
        all.push(vec![name]);
    }
    assert!(all.len() >= 35, "{all:?}");
    for command in all {
        for lang in ["zh-CN", "en"] {
            let mut args: Vec<&str> = command.iter().map(String::as_str).collect();
            args.extend(["--lang", lang, "--help"]);
            let output = minqing(nowhere, &args, &[]);
            let text = stdout(&output);
            assert_eq!(code(&output), 0, "{command:?}");
            assert!(text.contains(" · ") && text.contains("例子 Examples:"), "{command:?}: {text}");
        }
    }
    let version = stdout(&minqing(nowhere, &["--version"], &[]));
    assert_eq!(version.trim_end(), format!("minqing {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_is_no_command_is_a_usage_error() {
    let nowhere = Path::new("nowhere");
    let wrong: [&[&str]; 16] = [
        &["report"],
        &["bulletin", "new"],
        &["person", "export"],
        &["issue", "merge", "A-1"],
        &["peers", "revoke"],
        &["list"],
        &["add", "residents"],
        &["add", "residents", "name"],
        &["undo", "--count", "0"],
        &["issue", "reply", "A-1"],
        &["issue", "callback", "A-1", "--rating", "5"],
        &["conflicts", "resolve", "x", "phone"],
        &["check", "nothing"],
        &["check", "harmony", "fire_hazards", "--clear", "--open"],
        &["--lang", "fr", "status"],
        &["--now", "yesterday", "status"],
    ];
    for args in wrong {
        let output = minqing(nowhere, args, &[]);
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_refusal_exits_1_and_says_what_to_do_in_the_language_asked_for() {
    let (desk, id) = stocked();
    let refused: [(&[&str], &str, &str); 9] = [
        (&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "好了"], "请先答复", "reply first"),
        (&["issue", "callback", "A-1", "--rating", "satisfied"], "还没有结果", "no result yet"),
        (&["list", "nothing"], "minqing ledgers", "minqing ledgers"),
        (&["list", "residents", "--where", "height=2"], "minqing ledgers", "minqing ledgers"),
        (&["show", "ffffffff"], "minqing list", "minqing list"),
        (&["add", "residents", "phone=1"], "必须填写", "must be filled in"),
        (&["add", "residents", "name=甲", "neighbourhood=九组"], "找不到", "no record"),
        (&["add", "steps", "text=x"], "由程序填写", "by the program"),
        (&["show", &id, "--unmasked", "  "], "理由", "reason"),
    ];
    for (args, zh, en) in refused {
        for (lang, wanted) in [("zh-CN", zh), ("en", en)] {
            let output = desk.run(&[args, &["--json", "--lang", lang]].concat());
            let said = stderr(&output);
            assert_eq!(code(&output), 1, "{args:?}: {said}");
            assert!(output.stdout.is_empty() && said.contains(wanted), "{args:?}: {said}");
        }
    }
    let english = minqing(&desk.home(), &["show", "ffffffff"], &[("LANG", "en_GB.UTF-8")]);
    assert!(stderr(&english).contains("no record"));
    let chinese = minqing(&desk.home(), &["show", "ffffffff"], &[("LANG", "C")]);
    assert!(stderr(&chinese).contains("找不到"));
    let nowhere = minqing(&desk.folder.path().join("none"), &["status"], &[]);
    assert_eq!(code(&nowhere), 1);
    assert!(stderr(&nowhere).contains("minqing init"));
    let again = desk.run(&["init", "--group", "G", "--member", "M"]);
    assert_eq!(code(&again), 1);
}

#[test]
fn a_wrong_or_missing_passphrase_exits_4_and_a_file_can_hold_it() {
    let desk = Desk::new();
    let wrong = minqing(&desk.home(), &["status"], &[("MINQING_PASSPHRASE", "别的")]);
    assert_eq!(code(&wrong), 4, "{}", stderr(&wrong));
    let none = minqing(&desk.home(), &["status"], &[("MINQING_PASSPHRASE", "")]);
    assert_eq!(code(&none), 4);
    assert!(stderr(&none).contains("--passphrase-file") && none.stdout.is_empty());
    let file = desk.path("word");
    fs::write(&file, "口令\n").unwrap();
    let args = ["status", "--passphrase-file", &file];
    assert_eq!(code(&minqing(&desk.home(), &args, &[("MINQING_PASSPHRASE", "")])), 0);
    let uninvited = minqing(&desk.home(), &["peers", "invite", "--to", &desk.path("i.mqi")], &[]);
    assert_eq!(code(&uninvited), 4, "{}", stderr(&uninvited));
}

#[test]
fn a_workspace_open_elsewhere_names_its_holder() {
    let desk = Desk::new();
    let held = WorkspaceLock::acquire(&desk.home()).unwrap();
    let output = desk.run(&["status", "--json"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains(&std::process::id().to_string()), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    drop(held);
    desk.done(&["status"]);
}

#[test]
fn answers_in_json_are_one_document_with_the_names_of_the_contract() {
    let (desk, id) = stocked();
    let has = |item: &Json, keys: &[&str]| {
        for key in keys {
            assert!(item.get(key).is_some(), "{key} in {item}");
        }
    };
    let everywhere = ["id", "ledger", "created", "updated", "by", "conflicts"];
    let status = desk.json(&["status"]);
    has(&status, &["replica", "member", "group", "counts", "overdue", "conflicts", "unexported", "digest"]);
    has(&status, &["clocks"]);
    let residents = desk.json(&["list", "residents"]);
    assert_eq!(residents["total"], 1);
    let resident = &residents["items"][0];
    has(resident, &everywhere);
    has(
        resident,
        &["name", "household", "neighbourhood", "address", "phone", "id_number", "sex", "born", "relation"],
    );
    has(resident, &["tags", "note"]);
    assert_eq!(
        (&resident["neighbourhood_name"], &resident["tags"]),
        (&Json::from("三组"), &Json::Array(vec![]))
    );
    let issue = desk.json(&["show", "A-1", "--history"]);
    has(&issue, &everywhere);
    has(
        &issue,
        &["number", "kind", "category", "title", "detail", "from", "anonymous", "neighbourhood", "owner"],
    );
    has(
        &issue,
        &["urgency", "registered", "due", "status", "overdue", "steps", "replies", "outcome", "history"],
    );
    assert_eq!((&issue["status"], &issue["outcome"]), (&Json::from("registered"), &Json::Null));
    let replied = desk.json(&["issue", "reply", "A-1", "--text", "今晚换灯", "--way", "phone"]);
    assert_eq!(replied["status"], "replied");
    has(&replied["steps"][0], &["at", "by", "kind", "text"]);
    let check = desk.json(&["check", "harmony", "消防隐患", "--at", "三组", "--working", "--link", "A-1"]);
    has(&check, &["list", "item", "neighbourhood", "state", "basis", "links", "review"]);
    assert_eq!((&check["state"], &check["list"]), (&Json::from("working"), &Json::from("harmony")));
    assert_eq!(check["links"].as_array().map(Vec::len), Some(1));
    let check = desk.json(&["check", "harmony", "消防隐患", "--at", "三组", "--unlink", "A-1"]);
    assert_eq!(check["links"].as_array().map_or(0, Vec::len), 0, "{check}");
    let short: String = id.chars().take(8).collect();
    let edited = desk.json(&["edit", &short, "note=家里有老人", "phone="]);
    assert_eq!((&edited["note"], &edited["phone"]), (&Json::from("家里有老人"), &Json::Null));
    assert_eq!(desk.json(&["undo"])["undone"], 1);
    assert_eq!(desk.json(&["redo"])["redone"], 1);
    assert_eq!(desk.json(&["conflicts"])["total"], 0);
    assert_eq!(desk.json(&["doctor"])["ok"], true);
    let peers = desk.json(&["peers"]);
    has(&peers["items"][0], &["peer", "letter", "member", "own", "confirmed", "commits", "lacks", "ahead"]);
    has(&peers["items"][0], &["behind"]);
    has(&peers["items"][0], &["lacking", "lacking_since", "heard"]);
    let ledgers = desk.json(&["ledgers"]);
    has(
        &ledgers["items"][4]["fields"][0],
        &["key", "title", "type", "required", "privacy", "many", "choices"],
    );
    let exported = desk.json(&["bundle", "export", "--to", &desk.path("out.mqb")]);
    has(&exported, &["file", "bytes", "commits", "ranges", "recipients"]);
    has(
        &desk.json(&["bundle", "inspect", &desk.path("out.mqb")]),
        &["purpose", "from", "ranges", "recipients"],
    );
    let imported = desk.json(&["bundle", "import", &desk.path("out.mqb")]);
    let names = ["file", "from", "new", "changed", "conflicting", "erased", "already_had", "waiting_for"];
    has(&imported["bundles"][0], &names);
    has(&desk.json(&["backup", &desk.path("all.mqb")]), &["file", "bytes", "commits"]);
    has(&desk.json(&["export", "residents", &desk.path("r.xlsx")]), &["file", "rows", "masked"]);
    let before = desk.run(&["--json", "list", "issues", "--where", "status=replied"]);
    assert_eq!(document(&before)["total"], 1);
}

#[test]
fn lists_find_filter_sort_and_count() {
    let desk = Desk::new();
    for (name, title) in [("张三", "想学电工"), ("李四", "路灯不亮"), ("单小明", "井盖松动")]
    {
        desk.done(&["add", "residents", &format!("name={name}"), "sex=男"]);
        desk.done(&["add", "issues", &format!("title={title}"), &format!("from={name}")]);
    }
    desk.done(&["issue", "accept", "A-2"]);
    let total = |args: &[&str]| desk.json(&[&["list"], args].concat())["total"].as_u64().unwrap();
    assert_eq!(total(&["residents", "zs"]), 1);
    assert_eq!(total(&["居民", "shanxm"]), 1);
    assert_eq!(total(&["residents", "--where", "sex=male"]), 3);
    assert_eq!(total(&["residents", "--where", "性别=女"]), 0);
    assert_eq!(total(&["residents", "--where", "note="]), 3);
    assert_eq!(total(&["issues", "A-3"]), 1);
    assert_eq!(total(&["issues", "--where", "owner=张晓敏"]), 1);
    assert_eq!(total(&["issues", "--where", "overdue=false", "--where", "状态=已登记"]), 2);
    let page = desk.json(&["list", "issues", "--sort=-number", "--limit", "1", "--offset", "1"]);
    assert_eq!((&page["total"], &page["items"][0]["number"]), (&Json::from(3), &Json::from("A-2")));
    let table = desk.done(&["list", "issues"]);
    assert!(table.contains("路灯不亮") && !table.contains('\u{1b}'));
    assert!(desk.done(&["--color", "always", "list", "issues"]).contains('\u{1b}'));
}

#[test]
fn residents_are_found_by_where_they_live_and_stand_by_place_address_and_name() {
    let desk = Desk::new();
    for (name, order) in [("三组", "3"), ("一组", "1")] {
        desk.done(&["add", "neighbourhoods", &format!("name={name}"), &format!("order={order}")]);
    }
    desk.done(&["add", "households", "address=幸福路9号", "neighbourhood=三组", "number=0917"]);
    for (name, place, more) in [
        ("丁四", "三组", "household=幸福路9号"),
        ("甲一", "三组", "address=幸福路2号"),
        ("乙二", "一组", "address=光明街5号"),
        ("丙三", "一组", "address=光明街1号"),
    ] {
        desk.done(&["add", "residents", &format!("name={name}"), &format!("neighbourhood={place}"), more]);
    }
    let names = |args: &[&str]| -> Vec<String> {
        let found = desk.json(&[&["list", "residents"], args].concat());
        let items = found["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&[]), ["丙三", "乙二", "甲一", "丁四"]);
    assert_eq!(names(&["三组"]), ["甲一", "丁四"]);
    assert_eq!(names(&["幸福路9号"]), ["丁四"]);
    assert_eq!(names(&["0917"]), ["丁四"]);
    assert_eq!(names(&["--limit", "1", "--offset", "2"]), ["甲一"]);
}

#[test]
fn numbers_are_masked_until_a_reason_is_written_down() {
    let (desk, id) = stocked();
    for args in [vec!["list", "residents"], vec!["show", &id], vec!["list", "residents", "--json"]] {
        let text = desk.done(&args);
        assert!(text.contains("139****1234") && !text.contains("13900001234"), "{text}");
    }
    assert_eq!(desk.json(&["list", "accesses"])["total"], 0);
    assert_eq!(desk.json(&["show", &id, "--unmasked", "核对电话"])["phone"], "13900001234");
    desk.done(&["export", "residents", &desk.path("full.csv"), "--unmasked", "上报"]);
    assert!(fs::read_to_string(desk.path("full.csv")).unwrap().contains("13900001234"));
    let found = |wanted: &str| {
        desk.json(&["list", "residents", "--where", &format!("phone={wanted}")])["total"].clone()
    };
    assert_eq!([found("1234"), found("139****1234")], [1, 1]);
    assert_eq!([found("13900001234"), found("1390000"), found("")], [0, 0, 0]);
    desk.done(&["add", "residents", "name=李四", "phone=13900991233"]);
    let sorted = desk.json(&["list", "residents", "--sort", "phone"]);
    assert_eq!(sorted["items"][0]["phone"], "139****1233", "by what is shown");
    desk.done(&["export", "residents", &desk.path("masked.csv"), "--where", "neighbourhood=三组"]);
    let masked = fs::read_to_string(desk.path("masked.csv")).unwrap();
    assert!(masked.contains("139****1234") && !masked.contains("13900001234"));
    let log = desk.json(&["list", "accesses"]);
    assert_eq!(log["total"], 2);
    assert_eq!(
        (&log["items"][0]["reason"], &log["items"][0]["record"]),
        (&Json::from("核对电话"), &Json::from(id))
    );
    let unknown = desk.run(&["export", "residents", &desk.path("r.pdf"), "--unmasked", "上报"]);
    assert_eq!(code(&unknown), 1);
    assert_eq!(desk.json(&["list", "accesses"])["total"], 2);
}

#[test]
fn two_laptops_disagree_and_agree_again() {
    let (desk, id) = stocked();
    let voice = [("MINQING_INVITE_PASSPHRASE", "当面说")];
    let (a, b) = (desk.home(), desk.folder.path().join("b"));
    let done = |home: &Path, args: &[&str]| {
        let output = minqing(home, args, &voice);
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    done(&a, &["peers", "invite", "--to", &desk.path("i.mqi")]);
    let wrong = minqing(&b, &["join", &desk.path("i.mqi"), "--member", "李强"], &[(voice[0].0, "不是")]);
    assert_eq!(code(&wrong), 4, "{}", stderr(&wrong));
    done(&b, &["join", &desk.path("i.mqi"), "--member", "李强"]);
    done(&a, &["edit", &id, "phone=13900000001"]);
    done(&b, &["edit", &id, "phone=13900000002"]);
    let usb = desk.folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    let folder = usb.display().to_string();
    done(&a, &["bundle", "export", "--to", &folder]);
    done(&b, &["bundle", "export", "--to", &folder, "--passphrase"]);
    let sealed = minqing(&a, &["bundle", "import", &folder], &[]);
    assert_eq!(code(&sealed), 3, "own bundle passed over, the other named: {}", stderr(&sealed));
    let preview: Json =
        serde_json::from_str(&done(&a, &["bundle", "import", &folder, "--dry-run", "--json"])).unwrap();
    let bundles = preview["bundles"].as_array().unwrap();
    assert_eq!(bundles.iter().filter(|bundle| bundle["conflicting"] == 1).count(), 1, "{preview}");
    assert_eq!(desk.json(&["conflicts"])["total"], 0);
    done(&a, &["bundle", "import", &folder]);
    done(&b, &["bundle", "import", &folder]);
    let conflicts = desk.json(&["conflicts", "list"]);
    let conflict = &conflicts["items"][0];
    assert_eq!((&conflict["field"], &conflict["ledger"]), (&Json::from("phone"), &Json::from("residents")));
    assert!(
        !conflicts.to_string().contains("13900000001") && conflict["values"][1]["value"] == "139****0001"
    );
    let beyond = desk.run(&["conflicts", "resolve", &id, "phone", "--keep", "3"]);
    assert_eq!(code(&beyond), 1);
    done(&a, &["conflicts", "resolve", &id, "联系电话", "--keep", "2"]);
    done(&a, &["bundle", "export", "--to", &desk.path("settled.mqb"), "--for", "B"]);
    done(&b, &["bundle", "import", &desk.path("settled.mqb")]);
    let digest = |home: &Path| {
        let status: Json = serde_json::from_str(&done(home, &["status", "--json"])).unwrap();
        (status["digest"].clone(), status["conflicts"].clone())
    };
    assert_eq!(digest(&a), digest(&b));
    assert_eq!(digest(&a).1, 0);
}

#[test]
fn a_folder_is_a_meeting_place() {
    let (desk, _) = stocked();
    let voice = [("MINQING_INVITE_PASSPHRASE", "当面说")];
    let (a, b) = (desk.home(), desk.folder.path().join("b"));
    let usb = desk.folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    let folder = usb.display().to_string();
    let run = |home: &Path, args: &[&str]| {
        let output = minqing(home, args, &voice);
        (code(&output), stdout(&output), stderr(&output))
    };
    let json = |home: &Path, args: &[&str]| -> Json {
        let (_, out, err) = run(home, &[args, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{args:?}: {err}"))
    };
    run(&a, &["peers", "invite", "--to", &desk.path("i.mqi")]);
    run(&b, &["join", &desk.path("i.mqi"), "--member", "李强"]);
    assert_eq!(run(&b, &["bundle", "export", "--to", &folder]).0, 0);
    assert_eq!(run(&a, &["bundle", "import", &folder]).0, 0);
    let peers = json(&a, &["peers"]);
    let theirs = peers["items"].as_array().unwrap().iter().find(|it| it["letter"] == "B").unwrap();
    assert_eq!(theirs["lacking"][0]["letter"], "A", "{theirs}");
    assert!(theirs["lacks"].as_u64().unwrap() > 0);
    assert!(theirs["lacking_since"].is_string() && theirs["heard"].is_string());
    let listed = run(&a, &["peers"]).1;
    assert!(listed.contains("缺 A 的 ") && listed.contains("，自 "), "{listed}");

    let for_b = json(&a, &["bundle", "export", "--to", &folder, "--for", "B"]);
    assert_eq!(for_b["commits"], theirs["lacks"]);
    let whole = fs::read(for_b["file"].as_str().unwrap()).unwrap();
    fs::write(usb.join("half.mqb"), whole.get(..whole.len() / 2).unwrap()).unwrap();
    fs::write(usb.join("copying.mqb.partial"), &whole).unwrap();
    fs::write(usb.join("照片.jpg"), "别的文件").unwrap();
    let (exit, _, told) = run(&b, &["bundle", "import", &folder]);
    assert_eq!(exit, 3, "{told}");
    assert!(told.contains("half.mqb") && told.contains("copying.mqb.partial") && !told.contains("jpg"));
    assert_eq!(run(&b, &["status", "--json"]).0, 0);
    let again = json(&b, &["bundle", "import", &folder]);
    let skipped = again["bundles"].as_array().unwrap();
    assert!(skipped.iter().all(|bundle| bundle["skipped"] == true) && skipped.len() == 2, "{again}");
    let kinds = again["refused"].as_array().unwrap();
    assert!(kinds.len() == 2 && kinds.iter().all(|it| it["kind"] == "unfinished"), "{again}");
    fs::remove_file(usb.join("half.mqb")).unwrap();
    fs::remove_file(usb.join("copying.mqb.partial")).unwrap();
    let (exit, said, _) = run(&b, &["bundle", "import", &folder]);
    assert!(exit == 0 && said.contains("跳过 2 个"), "{said}");
    let digest = |home: &Path| json(home, &["status"])["digest"].clone();
    assert_eq!(digest(&a), digest(&b));
}

#[test]
fn damaged_files_exit_5_and_foreign_ones_4() {
    let (desk, other) = (stocked().0, Desk::new());
    let file = desk.path("out.mqb");
    desk.done(&["bundle", "export", "--to", &file]);
    let foreign = other.run(&["bundle", "import", &file]);
    assert_eq!(code(&foreign), 4, "{}", stderr(&foreign));
    let bytes = fs::read(&file).unwrap();
    let cut = desk.path("cut.mqb");
    fs::write(&cut, bytes.get(..bytes.len() - 20).unwrap()).unwrap();
    let text = desk.path("text.mqb");
    fs::write(&text, "这不是同步包，只是一段文字而已").unwrap();
    for damaged in [&cut, &text] {
        let output = desk.run(&["bundle", "import", damaged, "--json"]);
        assert_eq!(code(&output), 5, "{damaged}: {}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
    let part = desk.run(&["bundle", "import", &cut, &file, "--json"]);
    assert_eq!(code(&part), 3);
    let told = document(&part);
    assert_eq!(
        (told["refused"].as_array().unwrap().len(), told["bundles"].as_array().unwrap().len()),
        (1, 1)
    );
    assert!(stderr(&part).contains("cut.mqb"));
    // An own bundle in a folder is not passed over unread, the first time.
    let usb = desk.folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    fs::copy(&file, usb.join("whole.mqb")).unwrap();
    let mut bytes = bytes;
    let middle = bytes.len() - 40;
    bytes[middle] ^= 1;
    fs::write(usb.join("spoilt.mqb"), bytes).unwrap();
    let damaged = desk.run(&["bundle", "import", &desk.path("usb"), "--json"]);
    assert_eq!(code(&damaged), 3, "{}", stderr(&damaged));
    assert!(stderr(&damaged).contains("spoilt.mqb"));
    // Now all that is in either of them is known to be here.
    let again = desk.run(&["bundle", "import", &desk.path("usb")]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    let purpose = desk.run(&["restore", &file, "--home", &desk.path("r")]);
    assert_eq!(code(&purpose), 1);
}

#[test]
fn a_backup_restores_where_nothing_is() {
    let (desk, _) = stocked();
    let file = desk.path("all.mqb");
    desk.done(&["backup", &file]);
    assert_eq!(code(&desk.run(&["backup", &file])), 1);
    assert_eq!(code(&desk.run(&["restore", &file])), 1);
    let home = desk.path("elsewhere");
    let wrong =
        minqing(&desk.home(), &["restore", &file, "--home", &home], &[("MINQING_PASSPHRASE", "别的")]);
    assert_eq!(code(&wrong), 4);
    desk.done(&["restore", &file, "--home", &home]);
    let usb = desk.folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    let written = desk.json(&["backup", &desk.path("usb")]);
    let name = Path::new(written["file"].as_str().unwrap()).to_path_buf();
    assert!(name.starts_with(&usb) && name.is_file());
    assert!(name.file_name().unwrap().to_str().unwrap().starts_with("minqing-A-"), "{name:?}");
    let restored = desk.json(&["status", "--home", &home]);
    assert_eq!(restored["counts"]["residents"], desk.json(&["status"])["counts"]["residents"]);
}

#[test]
fn refused_rows_are_named_and_the_rest_is_taken() {
    let desk = Desk::new();
    let file = desk.path("名册.csv");
    fs::write(
        &file,
        "姓名,联系电话,出生日期\n张三,13900000001,1980-01-02\n,13900000002,1990-02-03\n李四,,不知道\n",
    )
    .unwrap();
    let dry = desk.run(&["import", &file, "--into", "居民", "--dry-run", "--json"]);
    assert_eq!(code(&dry), 3, "{}", stderr(&dry));
    assert_eq!(desk.json(&["list", "residents"])["total"], 0);
    let output = desk.run(&["import", &file, "--into", "residents", "--json"]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    let report = document(&output);
    assert_eq!((&report["taken"], &report["merged"]), (&Json::from(2), &Json::from(0)));
    let refused: Vec<u64> =
        report["refused"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    // A birth date that nobody can read keeps nobody out: it is told, and kept in the note.
    assert_eq!(refused, [3]);
    assert!(report["columns"].is_array() && report["warnings"].is_array());
    let said = stderr(&output);
    assert!(said.contains('3') && said.contains('4') && !said.contains("13900000002"), "{said}");
    assert_eq!(desk.json(&["list", "residents"])["total"], 2);
    let missing = desk.run(&["import", &desk.path("none.xlsx"), "--into", "residents"]);
    assert_eq!(code(&missing), 1);
}

#[test]
fn an_undo_takes_nothing_older_back_unless_it_is_named() {
    let (desk, id) = stocked();
    let output = desk.run(&["undo"]);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("新增事项 1 条") && said.contains("minqing undo --act"), "{said}");
    let told = desk.json(&["undo", "--dry-run"]);
    assert_eq!((&told["undone"], &told["older"][0]["records"][0]), (&Json::from(0), &Json::from(id)));
    let number = told["older"][0]["seq"].to_string();
    let output = desk.run(&["undo", "--act", &number, "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(document(&output)["records"], told["older"][0]["records"]);
    assert_eq!(code(&desk.run(&["undo", "--act", &number])), 1);
}

#[test]
fn weak_passphrases_are_warned_of_and_taken() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["init", "--group", "G", "--member", "M", "--json"];
    let output = minqing(&folder.path().join("a"), &args, &[]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("不到 8 个字") && document(&output)["group"] == "G");
    let strong = [("MINQING_PASSPHRASE", "禾穗社区工作组的口令")];
    let home = folder.path().join("b");
    let output = minqing(&home, &args, &strong);
    assert_eq!((code(&output), stderr(&output).as_str()), (0, ""));
    let file = folder.path().join("i.mqi").display().to_string();
    let invite = ["peers", "invite", "--to", &file, "--json", "--lang", "en"];
    let output = minqing(&home, &invite, &[strong[0], ("MINQING_INVITE_PASSPHRASE", "1234567890")]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("only digits") && document(&output)["file"] == file.as_str());
    let wrong = minqing(&home, &["status"], &[]);
    assert_eq!(code(&wrong), 4);
    assert!(!stderr(&wrong).contains("再试一次"), "{}", stderr(&wrong));
}

#[test]
fn a_phone_that_is_none_is_kept_and_doubted() {
    let desk = Desk::new();
    let output = desk.run(&["add", "residents", "name=王桂兰", "phone=abc", "--json"]);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("不像电话号码"), "{}", stderr(&output));
    let id = document(&output)["id"].as_str().unwrap().to_owned();
    let output = desk.run(&["edit", &id, "phone=12", "--lang", "en"]);
    assert!(stderr(&output).contains("does not look like a phone"), "{}", stderr(&output));
    assert_eq!(stderr(&desk.run(&["edit", &id, "phone=13900001234"])), "");
    let file = desk.path("名册.csv");
    fs::write(&file, "姓名,联系电话,居民小组\n张三,abc,五组\n李四,13900000002,六组\n").unwrap();
    let dry = desk.run(&["import", &file, "--into", "residents", "--dry-run", "--json"]);
    assert_eq!(code(&dry), 0, "{}", stderr(&dry));
    assert_eq!(document(&dry)["warnings"][0]["kinds"][0], "phone_doubtful");
    // The neighbourhoods that it begins are named, before and after.
    let begun = Json::from(vec!["五组", "六组"]);
    assert_eq!(document(&dry)["begun"]["neighbourhoods"], begun);
    let told = stdout(&desk.run(&["import", &file, "--into", "residents", "--dry-run"]));
    assert!(told.contains("会新建居民小组 2 个：五组、六组"), "{told}");
    assert!(told.contains("表头在第 1 行：姓名 → 姓名，联系电话 → 联系电话，居民小组 → 居民小组"), "{told}");
    let english = stdout(&desk.run(&["import", &file, "--into", "residents", "--dry-run", "--lang", "en"]));
    assert!(english.contains("would begin 2 neighbourhoods: 五组, 六组"), "{english}");
    let report = desk.json(&["import", &file, "--into", "residents"]);
    assert_eq!(
        (&report["begun"]["neighbourhoods"], &report["more"]["neighbourhoods"]),
        (&begun, &Json::from(2))
    );
    let again = desk.json(&["import", &file, "--into", "residents"]);
    assert_eq!(again["begun"]["neighbourhoods"], Json::Array(Vec::new()));
}

#[test]
fn a_condition_that_never_holds_is_a_usage_error_that_names_the_choices() {
    let (desk, _) = stocked();
    desk.done(&["issue", "reply", "A-1", "--text", "今晚换灯", "--way", "电话"]);
    desk.done(&["issue", "resolve", "A-1", "--outcome", "已解决", "--text", "换了"]);
    desk.done(&["issue", "callback", "A-1", "--rating", "基本满意", "--way", "电话"]);
    let file = desk.path("x.csv");
    let wrong: [(&[&str], &str); 7] = [
        (&["list", "issues", "--where", "urgency=hot"], "utility"),
        (&["list", "issues", "--where", "状态=好了"], "已登记 (registered)"),
        (&["list", "issues", "--where", "overdue=maybe"], "是 或 否"),
        (&["list", "issues", "--where", "due=someday"], "日期看不懂"),
        (&["list", "residents", "--where", "born=很久以前"], "born=很久以前：“很久以前”不是出生日期"),
        (&["list", "issues", "--where", "outcome=good"], "partly_solved"),
        (&["export", "residents", &file, "--where", "sex=x"], "男 (male)"),
    ];
    for (args, wanted) in wrong {
        let output = desk.run(&[args, &["--json"]].concat());
        assert_eq!(code(&output), 2, "{args:?}: {}", stderr(&output));
        assert!(
            output.stdout.is_empty() && stderr(&output).contains(wanted),
            "{args:?}: {}",
            stderr(&output)
        );
    }
    assert!(!Path::new(&file).exists());
    for outcome in ["solved", "已解决"] {
        let found = desk.json(&["list", "issues", "--where", &format!("outcome={outcome}")]);
        assert_eq!(found["total"], 1);
    }
    for (condition, total) in [("sex=男性", 0), ("born=", 1), ("created=今天", 1), ("overdue=否", 1)] {
        let ledger = if condition == "overdue=否" { "issues" } else { "residents" };
        assert_eq!(desk.json(&["list", ledger, "--where", condition])["total"], total, "{condition}");
    }
}

// Shows F8, F9.
#[test]
fn what_goes_to_an_enterprise_or_on_a_board_names_nobody_who_did_not_agree() {
    let desk = Desk::new();
    desk.done(&["add", "residents", "name=王桂兰", "phone=13812342210"]);
    desk.done(&["add", "enterprises", "name=禾穗纺织"]);
    desk.done(&["add", "jobs", "post=缝纫工", "enterprise=禾穗纺织", "priority=zero_employment"]);
    let wish = ["number=Q-01", "wants=白班", "priority=零就业家庭", "told_on=2026-10-01", "resident=王桂兰"];
    let wish = desk.done(&[&["add", "job_wishes"], &wish[..]].concat());
    let gift = ["cause=助学", "date=2026-10-01", "anonymous=yes", "private_donor=赵先生", "kind=money"];
    let gift = [&["add", "donations"], &gift[..], &["amount=5000", "recipient=慈善总会"]].concat();
    let gift = desk.done(&gift);
    let named = ["add", "donations", "cause=助学", "date=2026-10-01", "anonymous=yes", "donor=赵先生"];
    let refused = desk.run(&[&named[..], &["kind=money", "amount=5000", "recipient=慈善总会"]].concat());
    assert!(code(&refused) == 1 && stderr(&refused).contains("匿名"), "{}", stderr(&refused));
    for (ledger, id, secret) in [("job_wishes", &wish, "王桂兰"), ("donations", &gift, "赵先生")] {
        let mut told = vec![desk.done(&["list", ledger]), desk.done(&["show", id])];
        told.extend([desk.json(&["list", ledger]).to_string(), desk.json(&["show", id]).to_string()]);
        for ending in ["csv", "json"] {
            let file = desk.path(&format!("{ledger}.{ending}"));
            desk.done(&["export", ledger, &file]);
            told.push(fs::read_to_string(file).unwrap());
        }
        for told in told {
            assert!(!told.contains(secret), "{told}");
        }
        assert!(desk.done(&["show", id, "--unmasked", "核对"]).contains(secret));
    }
    let fits = desk.json(&["show", &wish]);
    assert_eq!(fits["fits"][0]["name"], "缝纫工");
    // Which preference is met tells of means and health: that they fit is all that is told.
    assert!(fits["fits"][0].get("meets").is_none() && !fits.to_string().contains("zero_employment"));
    let told = desk.done(&["show", &wish]);
    assert!(told.contains("由人定）：缝纫工") && !told.contains("零就业"), "{told}");
}

#[test]
fn a_demonstration_of_its_own_is_removed_at_its_end_unless_it_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let temporary = folder.path().display().to_string();
    let left = || fs::read_dir(folder.path()).unwrap().count();
    let run = |args: &[&str]| {
        let surroundings = [("TMPDIR", &*temporary), ("TMP", &*temporary), ("MINQING_PASSPHRASE", "")];
        let mut command = prepared(folder.path(), args, &surroundings);
        let output = command.env_remove("MINQING_HOME").output().unwrap();
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stderr(&output)
    };
    let said = run(&["demo", "--no-ui", "--json", "--residents", "20"]);
    assert!(said.contains(&temporary) && said.contains("已删除"), "{said}");
    assert_eq!(left(), 0);
    let said = run(&["demo", "--no-ui", "--json", "--residents", "20", "--keep"]);
    assert!(said.contains(&temporary) && !said.contains("已删除"), "{said}");
    assert_eq!(left(), 1);
}

#[test]
fn wrong_arguments_and_the_systems_words_are_told_in_the_language_asked_for() {
    let desk = Desk::new();
    let said = |args: &[&str]| {
        let output = desk.run(args);
        assert!(output.stdout.is_empty());
        (code(&output), stderr(&output))
    };
    let (exit, chinese) = said(&["lst"]);
    assert!(exit == 2 && chinese.contains("没有“lst”这个命令") && !chinese.contains("error"), "{chinese}");
    let (exit, english) = said(&["lst", "--lang", "en"]);
    assert!(exit == 2 && english.contains("unrecognized subcommand"), "{english}");
    let absent = desk.path("none.mqb");
    let (exit, chinese) = said(&["bundle", "import", &absent]);
    assert!(exit == 1 && chinese.contains("没有这个文件或文件夹"), "{chinese}");
    let (_, english) = said(&["bundle", "import", &absent, "--lang", "en"]);
    assert!(!english.contains("没有"), "{english}");
    let (exit, chinese) = said(&["import", &desk.path("none.xlsx"), "--into", "residents"]);
    assert!(exit == 1 && chinese.contains("没有这个文件或文件夹"), "{chinese}");
    let help = desk.done(&["list", "--help"]);
    assert!(help.contains("用法 Usage: minqing list") && help.contains("选项 Options:"), "{help}");
}

#[test]
fn an_undo_names_what_it_takes_back_and_can_be_seen_before() {
    let desk = Desk::new();
    let now = [("MINQING_NOW", "2031-05-06T09:30:00+08:00")];
    let at = |args: &[&str]| minqing(&desk.home(), args, &now);
    for args in [&["add", "residents", "name=王桂兰"][..], &["add", "neighbourhoods", "name=三组"]] {
        assert_eq!(code(&at(args)), 0);
    }
    let seen = at(&["undo", "--dry-run", "--count", "2", "--json"]);
    let told = document(&seen);
    assert_eq!((&told["dry_run"], &told["actions"][0]["letter"]), (&Json::from(true), &Json::from("A")));
    assert_eq!(told["actions"][0]["ledgers"]["neighbourhoods"]["began"], 1);
    assert_eq!(told["actions"][1]["ledgers"]["residents"]["began"], 1);
    assert_eq!(told["actions"][1]["at"], "2031-05-06T09:30:00+08:00");
    let seen = stdout(&at(&["undo", "--dry-run"]));
    assert!(seen.contains("没有改动") && seen.contains("新增居民小组 1 条（三组）"), "{seen}");
    assert_eq!(desk.json(&["list", "neighbourhoods"])["total"], 1);
    let undone = stdout(&at(&["undo", "--lang", "en"]));
    assert!(undone.contains("on laptop A") && undone.contains("三组"), "{undone}");
    let undone = stdout(&at(&["undo"]));
    assert!(undone.contains("2031-05-06 09:30") && undone.contains("新增居民 1 条（王桂兰）"), "{undone}");
    assert_eq!(code(&at(&["undo", "--dry-run"])), 1);
}

#[test]
fn nobody_reading_to_the_end_is_no_error() {
    for args in [&["ledgers", "--json"][..], &["man"], &["completions", "zsh"], &["--help"]] {
        let mut child = prepared(Path::new("nowhere"), args, &[])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        assert!(output.stderr.is_empty(), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn the_demonstration_goes_through_a_day_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("d");
    let run = |args: &[&str]| minqing(&home, args, &[("MINQING_PASSPHRASE", "")]);
    let output = run(&["demo", "--no-ui", "--json", "--residents", "60"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("demo"));
    let day = document(&output);
    assert_eq!(
        (&day["status"]["counts"]["residents"], &day["status"]["counts"]["households"]),
        (&Json::from(60), &Json::from(20))
    );
    assert_eq!(
        (&day["bundles"][0]["conflicting"], &day["conflicts"][0]["field"]),
        (&Json::from(1), &Json::from("phone"))
    );
    assert!(
        day["status"]["overdue"].as_u64().unwrap() > 0
            && Path::new(day["exported"]["file"].as_str().unwrap()).exists()
    );
    let status = run(&["status", "--json"]);
    assert_eq!(document(&status)["digest"], day["digest"]);
    assert_eq!(code(&run(&["doctor"])), 0);
    for wanted in ["registered", "accepted", "transferred", "replied", "resolved", "called_back"] {
        let listed = run(&["list", "issues", "--json", "--where", &format!("status={wanted}")]);
        assert!(document(&listed)["total"].as_u64().unwrap() > 0, "{wanted}");
    }
    let again = run(&["demo", "--no-ui", "--json"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    assert_eq!(document(&again)["digest"], day["digest"]);
    fs::create_dir(folder.path().join("full")).unwrap();
    fs::write(folder.path().join("full/diary"), "x").unwrap();
    let taken = minqing(&folder.path().join("full"), &["demo", "--no-ui"], &[]);
    assert_eq!(code(&taken), 1);
}

#[test]
fn a_person_is_shown_everything_and_erased_on_request() {
    let (desk, id) = stocked();
    let issue = desk.json(&["list", "issues"])["items"][0]["id"].as_str().unwrap().to_owned();
    desk.done(&["edit", &issue, &format!("resident={id}")]);
    let out = desk.path("本人.json");
    desk.done(&["person", "export", &id, "--out", &out]);
    let held: Json = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    assert_eq!(
        (&held["person"]["phone"], &held["issues"][0]["number"]),
        (&"13900001234".into(), &"A-1".into())
    );
    assert_eq!(held["accesses"].as_array().unwrap().len(), 1);
    assert!(held["history"][&id].as_array().unwrap().iter().all(|event| event["by_name"] == "张晓敏"));
    assert_eq!(code(&desk.run(&["person", "export", &id, "--out", &out])), 1, "no file is overwritten");

    let erase = ["person", "erase", &id, "--reason", "本人要求删除"];
    let preview = desk.json(&[&erase[..], &["--dry-run"]].concat());
    assert_eq!((&preview["dry_run"], &preview["records"]), (&true.into(), &1.into()));
    assert_eq!(preview["values"][0]["fields"], serde_json::json!(["from", "resident", "phone"]));
    assert_eq!(code(&desk.run(&erase)), 2, "it is not done unasked");
    assert_eq!(code(&desk.run(&["person", "erase", &issue, "--reason", "x", "--yes"])), 1);
    let telling = desk.run(&["person", "erase", &id, "--reason", "王桂兰不愿意", "--yes"]);
    assert_eq!(code(&telling), 1);
    assert_eq!(desk.json(&["list", "residents"])["total"], 1);
    let done = desk.json(&[&erase[..], &["--yes"]].concat());
    assert_eq!(done["person"], id.as_str());
    assert_eq!(desk.json(&["list", "residents"])["total"], 0);
    let kept = desk.json(&["show", "A-1", "--history"]);
    assert_eq!(
        (&kept["number"], &kept["from"], &kept["resident"]),
        (&"A-1".into(), &Json::Null, &Json::Null)
    );
    assert!(
        kept["history"].as_array().unwrap().last().unwrap()["fields"]
            .as_array()
            .unwrap()
            .contains(&"erased".into())
    );
    assert_eq!(code(&desk.run(&["edit", &id, "note=x"])), 1);
    assert_eq!(desk.json(&["doctor"])["ok"], true);
    assert_eq!(desk.json(&["peers"])["items"][0]["erasures_missing"], serde_json::json!([]));
}

#[test]
fn a_laptop_that_has_not_heard_of_an_erasure_is_named() {
    let (desk, id) = stocked();
    let other = desk.folder.path().join("b");
    let voice = [("MINQING_INVITE_PASSPHRASE", "禾穗社区的当面口令")];
    let mut files = 0;
    let mut carry = |from: &Path, to: &Path| {
        files += 1;
        let file = desk.path(&format!("{files}.mqb"));
        for (home, args) in
            [(from, ["bundle", "export", "--to", &file]), (to, ["bundle", "import", &file, "--json"])]
        {
            let output = minqing(home, &args, &voice);
            assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        }
    };
    let invitation = desk.path("i.mqi");
    assert_eq!(code(&minqing(&desk.home(), &["peers", "invite", "--to", &invitation], &voice)), 0);
    assert_eq!(code(&minqing(&other, &["join", &invitation, "--member", "李强"], &voice)), 0);
    carry(&other, &desk.home());
    carry(&desk.home(), &other);
    let missing = || desk.json(&["peers", "list"])["items"][1]["erasures_missing"].clone();
    assert_eq!(missing(), serde_json::json!([]));
    desk.done(&["person", "erase", &id, "--reason", "本人要求删除", "--yes"]);
    assert_eq!(missing(), serde_json::json!([id]));
    assert!(!desk.done(&["peers", "list"]).is_empty());
    carry(&desk.home(), &other);
    assert_eq!(missing(), serde_json::json!([id]), "it has not answered yet");
    carry(&other, &desk.home());
    assert_eq!(missing(), serde_json::json!([]));
}

#[test]
fn two_laptops_with_one_letter_and_their_issues_are_told_apart_by_a_list() {
    let (desk, _) = stocked();
    let voice = [("MINQING_INVITE_PASSPHRASE", "禾穗社区的当面口令")];
    let usb = desk.folder.path().join("usb");
    fs::create_dir(&usb).unwrap();
    for (home, member) in [("b", "李强"), ("c", "周敏")] {
        let (home, invitation) = (desk.folder.path().join(home), desk.path(&format!("{member}.mqi")));
        for (at, args) in [
            (&desk.home(), vec!["peers", "invite", "--to", &invitation]),
            (&home, vec!["join", &invitation, "--member", member, "--code", "c"]),
            (
                &home,
                vec!["add", "issues", "title=水管", "from=某人", "urgency=utility", "neighbourhood=三组"],
            ),
            (&home, vec!["bundle", "export", "--to", &desk.path("usb")]),
        ] {
            let output = minqing(at, &args, &voice);
            assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        }
    }
    desk.done(&["bundle", "import", &desk.path("usb")]);
    let refused = |args: &[&str]| {
        let output = desk.run(args);
        assert_eq!(code(&output), 1, "{args:?}");
        stderr(&output)
    };
    for args in [&["peers", "confirm", "C"][..], &["peers", "rename", "c", "D"], &["peers", "revoke", "C"]] {
        let told = refused(args);
        assert!(told.contains("2 台电脑") && told.contains("李强") && told.contains("周敏"), "{told}");
        let example = told.trim().rsplit_once("如 ").unwrap().1;
        assert_eq!(example.len(), 8, "{told}");
    }
    let told = refused(&["show", "C-1"]);
    assert!(told.contains("2 条记录") && told.contains("水管"), "{told}");
    let example = told.trim().rsplit_once("如 ").unwrap().1;
    assert!(desk.done(&["show", example]).contains("水管"));
    for args in [&["peers", "confirm", "Z"][..], &["bundle", "export", "--to", "x.mqb", "--for", "Z"]] {
        assert!(refused(args).contains("minqing peers list"));
    }
    let first = desk.json(&["peers"])["items"][1]["peer"].as_str().unwrap().to_owned();
    let renamed = desk.done(&["peers", "rename", &first, "d"]);
    assert!(renamed.contains("改为 D；请导出同步包"), "{renamed}");
    assert!(desk.done(&["peers", "confirm", "D"]).contains("请导出同步包"));
}

#[test]
fn a_file_of_another_purpose_is_called_what_it_is() {
    let desk = stocked().0;
    let voice = [("MINQING_INVITE_PASSPHRASE", "禾穗社区的当面口令")];
    let (bundle, backup, invitation) = (desk.path("x.mqb"), desk.path("y.mqb"), desk.path("i.mqi"));
    desk.done(&["bundle", "export", "--to", &bundle]);
    desk.done(&["backup", &backup]);
    assert_eq!(code(&minqing(&desk.home(), &["peers", "invite", "--to", &invitation], &voice)), 0);
    let bytes = fs::read(&invitation).unwrap();
    let cut = desk.path("cut.mqi");
    fs::write(&cut, bytes.get(..bytes.len() - 200).unwrap()).unwrap();
    let none = desk.folder.path().join("none");
    let folder = desk.folder.path().display().to_string();
    let empty = desk.path("empty");
    fs::create_dir(&empty).unwrap();
    for (args, exit, wanted) in [
        (
            ["join", &bundle],
            1,
            "这是同步包；F10“导入”，或用 minqing bundle import 导入（这里要的是邀请文件）",
        ),
        (
            ["join", &backup],
            1,
            "这是备份文件；在新电脑上第一次打开时选“从备份恢复”，或用 minqing restore 恢复",
        ),
        (["join", &folder], 1, "里有 2 份邀请文件，请写出要用的那一份"),
        (["join", &empty], 1, "里没有邀请文件（.mqi）；看看是不是别的文件夹"),
        (["restore", &folder], 1, "是文件夹，要的是备份文件"),
        (["join", &cut], 5, "邀请文件不完整或已损坏（加密部分"),
        (
            ["restore", &bundle],
            1,
            "这是同步包；F10“导入”，或用 minqing bundle import 导入（这里要的是备份文件）",
        ),
        (
            ["restore", &invitation],
            1,
            "这是邀请文件；在新电脑上第一次打开时选“凭邀请文件加入”，或用 minqing join 加入",
        ),
    ] {
        let member = if args[0] == "join" { &["--member", "李强"][..] } else { &[] };
        let output = minqing(&none, &[&args, member].concat(), &voice);
        let told = stderr(&output);
        assert!(code(&output) == exit && told.contains(wanted), "{args:?}: {told}");
        assert!(!none.exists());
    }
    let wrong = minqing(&none, &["join", &invitation, "--member", "李强"], &[(voice[0].0, "不是这个口令")]);
    assert!(code(&wrong) == 4 && stderr(&wrong).contains("邀请口令不对"), "{}", stderr(&wrong));
    let other = Desk::new();
    let group = desk.json(&["bundle", "inspect", &bundle])["group"].as_str().unwrap().to_owned();
    let told = stderr(&other.run(&["bundle", "import", &bundle]));
    assert!(told.contains(group.get(..8).unwrap()), "{told}");
}

#[test]
fn an_item_that_is_asked_about_is_shown_and_not_written() {
    let desk = stocked().0;
    let question = ["check", "harmony", "fire_hazards", "--at", "三组"];
    let commits = |desk: &Desk| desk.json(&["peers"])["items"][0]["commits"].clone();
    let before = commits(&desk);
    assert!(desk.done(&question).starts_with("三组 · 消防隐患：未摸清"));
    assert_eq!(desk.json(&question)["state"], "open");
    assert_eq!(commits(&desk), before);
    desk.done(&[&question[..], &["--working", "--next", "周五复查"]].concat());
    let told = desk.done(&question);
    assert!(told.starts_with("三组 · 消防隐患：正在摸") && told.contains("周五复查"), "{told}");
    assert_eq!(desk.json(&question)["state"], "working");
}

#[test]
fn a_laptop_whose_clock_is_wrong_is_named_until_it_is_put_right() {
    let (desk, id) = stocked();
    let (a, b) = (desk.home(), desk.folder.path().join("b"));
    let (today, next_year, last_year) =
        ("2026-11-22T08:30:00+08:00", "2027-11-22T08:30:00+08:00", "2025-11-22T08:30:00+08:00");
    let done = |home: &Path, now: &str, args: &[&str]| {
        let output = minqing(home, args, &[("MINQING_INVITE_PASSPHRASE", "当面说"), ("MINQING_NOW", now)]);
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    let json = |home: &Path, now: &str, args: &[&str]| -> Json {
        serde_json::from_str(&done(home, now, &[args, &["--json"]].concat())).unwrap()
    };
    let mut files = 0;
    let mut carry = |from: &Path, now: &str, to: &Path, then: &str| {
        files += 1;
        let file = desk.path(&format!("{files}.mqb"));
        done(from, now, &["bundle", "export", "--to", &file]);
        done(to, then, &["bundle", "import", &file])
    };
    // The desk was set up by the machine's own clock, whatever that shows.
    done(&a, today, &["edit", &id, "note=一"]);
    done(&a, today, &["peers", "invite", "--to", &desk.path("i.mqi")]);
    done(&b, today, &["join", &desk.path("i.mqi"), "--member", "李强"]);
    carry(&b, today, &a, today);
    carry(&a, today, &b, today);
    assert_eq!(json(&a, today, &["status"])["clocks"], Json::Array(vec![]));

    done(&b, next_year, &["edit", &id, "note=二"]);
    let told = carry(&b, next_year, &a, today);
    assert!(told.contains("电脑 B（李强）的时钟快了一天以上"), "{told}");
    let list = done(&a, today, &["peers"]);
    assert!(list.contains("时钟快了一天以上"), "{list}");
    let status = json(&a, today, &["status"]);
    let named = |key: &str| {
        let clocks = status["clocks"].as_array().unwrap();
        clocks.iter().any(|it| it["clock"] == key && it["name"].as_str().unwrap().starts_with('B'))
    };
    assert!(named("ahead"), "{status}");
    let english = done(&a, today, &["--lang", "en", "status"]);
    assert!(english.contains("the clock of laptop B (李强) is more than a day ahead"), "{english}");
    let ahead = |home: &Path, now: &str| {
        let peers = json(home, now, &["peers", "list"]);
        let b = peers["items"].as_array().unwrap().iter().find(|it| it["letter"] == "B").unwrap().clone();
        (b["ahead"].clone(), b["behind"].clone())
    };
    assert_eq!(ahead(&a, today), (true.into(), false.into()));

    // It does not win for ever, and put right it is flagged no more.
    done(&a, today, &["edit", &id, "note=三"]);
    carry(&a, today, &b, today);
    assert_eq!(json(&b, today, &["show", &id])["note"], "三");
    done(&b, today, &["edit", &id, "note=四"]);
    carry(&b, today, &a, today);
    assert_eq!(json(&a, today, &["show", &id])["note"], "四");
    assert_eq!(ahead(&a, today), (false.into(), false.into()));

    done(&b, last_year, &["edit", &id, "note=五"]);
    carry(&b, last_year, &a, today);
    assert_eq!(ahead(&a, today), (false.into(), true.into()));
    let own = done(&b, last_year, &["status"]);
    assert!(own.contains("这台电脑的时钟多半慢了：它显示 2025-11-22 08:30"), "{own}");
    assert_eq!(json(&a, today, &["show", &id])["note"], "五");
}

// Shows A20.
#[test]
fn today_tells_who_must_be_answered_and_why() {
    let desk = Desk::new();
    let at = |args: &[&str], now: &str| {
        let output = desk.run(&[args, &["--now", now]].concat());
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    let monday = "2026-12-28T09:00:00+08:00";
    at(&["add", "issues", "title=路灯不亮", "from=王桂兰"], monday);
    at(&["add", "issues", "title=墙要倒了", "urgency=紧急危险"], monday);
    let told = at(&["today", "--days", "7"], monday);
    let (danger, lamp) = (told.find("墙要倒了").unwrap(), told.find("路灯不亮").unwrap());
    assert!(danger < lamp && told.contains("剩 2 小时 0 分") && told.contains("依据："), "{told}");
    let json: Json = serde_json::from_str(&at(&["today", "--json"], "2026-12-31T09:00:00+08:00")).unwrap();
    let first = &json["items"][0];
    assert_eq!(
        (&first["section"], &first["stage"], &first["number"]),
        (&"answers".into(), &"overdue".into(), &"A-2".into())
    );
    assert_eq!(json["total"], 2, "{json}");
    assert_eq!(json["holidays_missing"], Json::Array(vec![]), "no day of it lies in 2027: {json}");
    let wednesday = "2026-12-30T09:00:00+08:00";
    at(&["add", "issues", "title=想学电工"], wednesday);
    assert!(at(&["today"], wednesday).contains("! 2027 年安排未录入，按周末计算"));
    let json: Json = serde_json::from_str(&at(&["today", "--json"], wednesday)).unwrap();
    // The group tells the program what 2027 has: by the day, and as often as it likes to correct it.
    assert_eq!(json["holidays_missing"][0]["year"], 2027);
    let day = desk.done(&["add", "holidays", "day=2027-01-01", "kind=休", "name=元旦"]);
    desk.done(&["edit", &day, "kind=班"]);
    let refused = desk.run(&["edit", &day, "day=2027-01-02"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("另登记一条"), "{}", stderr(&refused));
    let laxer = desk.run(&["add", "terms", "key=petition", "value=90", "unit=days", "basis=本地"]);
    assert_eq!(code(&laxer), 1);
    assert!(stderr(&laxer).contains("只能更严"), "{}", stderr(&laxer));
}

#[test]
fn an_extension_needs_how_the_person_was_told_and_stays_within_the_term() {
    let desk = Desk::new();
    let now = ["--now", "2026-11-23T09:00:00+08:00"];
    let run = |args: &[&str]| desk.run(&[args, &now].concat());
    run(&["add", "issues", "title=路灯不亮"]);
    let extend = ["issue", "extend", "A-1", "--approver", "王组长", "--reason", "等灯具"];
    let refused = run(&[&extend[..], &["--until", "2026-12-10"]].concat());
    assert!(code(&refused) == 1 && stderr(&refused).contains("还缺“方式"), "{}", stderr(&refused));
    let far = run(&[&extend[..], &["--until", "2027-03-01", "--way", "phone", "--noticed", "今天"]].concat());
    assert!(code(&far) == 1 && stderr(&far).contains("最多延到 2026-12-15"), "{}", stderr(&far));
    // That the person was told today is said, never assumed.
    let untold = run(&[&extend[..], &["--until", "2026-12-10", "--way", "phone"]].concat());
    assert!(code(&untold) == 1 && stderr(&untold).contains("告知日期"), "{}", stderr(&untold));
    let taken =
        run(&[&extend[..], &["--until", "2026-12-10", "--way", "phone", "--noticed", "今天"]].concat());
    assert_eq!(code(&taken), 0, "{}", stderr(&taken));
    let shown: Json = document(&run(&["show", "A-1", "--json"]));
    assert_eq!((&shown["due"], &shown["extensions"]), (&"2026-12-10".into(), &1.into()));
    assert!(shown["term"]["basis"].as_str().unwrap().contains("7 天"), "{shown}");
}

// Shows E1.
#[test]
fn reports_of_one_matter_are_suggested_merged_and_answered_one_by_one() {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    for (title, from) in [("路灯连续五天不亮", "王桂兰"), ("三组路灯不亮", "李明")] {
        let (title, from) = (format!("title={title}"), format!("from={from}"));
        desk.done(&["add", "issues", &title, &from, "neighbourhood=三组", "category=市政公共设施"]);
    }
    let found = desk.json(&["issue", "duplicates", "A-1"]);
    assert_eq!((&found["items"][0]["number"], &found["total"]), (&Json::from("A-2"), &Json::from(1)));
    assert!(!found["items"][0]["why"].as_str().unwrap().contains("李明"));
    let merged = desk.json(&["issue", "merge", "A-1", "A-2"]);
    assert_eq!(
        (&merged["number"], &merged["merged"][0], &merged["waiting"]),
        (&"A-1".into(), &"A-2".into(), &2.into())
    );
    assert_eq!(desk.json(&["show", "A-2"])["merged_into_number"], "A-1");
    desk.done(&["issue", "voice", "A-1", "anonymous=是"]);
    let refused = desk.run(&["issue", "reply", "A-2", "--text", "今晚换灯"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("已并入"), "{}", stderr(&refused));
    let told = desk.done(&["issue", "reply", "A-1", "--text", "今晚换灯"]);
    assert!(told.contains("3 位反映人，还有 2 位没有答复：2 匿名、3 李明"), "{told}");
    desk.done(&["issue", "reply", "A-1", "--text", "今晚换灯", "--to", "李明"]);
    let refused = desk.run(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "换了"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("还有 1 位"), "{}", stderr(&refused));
    desk.done(&["issue", "reply", "A-1", "--text", "已公告", "--way", "public", "--everybody"]);
    let closed = desk.json(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "换了"]);
    assert_eq!((&closed["status"], &closed["waiting"]), (&"resolved".into(), &0.into()));
    assert_eq!(desk.json(&["show", "A-2"])["outcome"], "solved");
}

// Shows C2, D11, E4.
#[test]
fn the_month_and_its_hot_topics_are_counted_and_written_out() {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    for title in ["路灯不亮", "井盖松动", "噪声扰民"] {
        let title = format!("title={title}");
        desk.done(&["add", "issues", &title, "from=王桂兰", "neighbourhood=三组", "category=噪声"]);
    }
    desk.done(&["issue", "reply", "A-1", "--text", "今晚换灯"]);
    let solved = ["--outcome", "solved", "--text", "换了", "--level", "community"];
    desk.done(&[&["issue", "resolve", "A-1"], &solved[..]].concat());
    let upward = ["issue", "transfer", "A-2", "--to", "街道城管科", "--level", "street"];
    let refused = desk.run(&upward);
    assert!(stderr(&refused).contains("已做工作"), "{}", stderr(&refused));
    desk.done(&[&upward[..], &["--done", "已设围挡"]].concat());
    let month = desk.json(&["report", "monthly"]);
    for (key, number) in
        [("registered_total", 3), ("open_before", 0), ("registered", 3), ("open", 2), ("transferred", 1)]
    {
        assert_eq!(month[key], number, "{key}: {month}");
    }
    assert_eq!((&month["closed"]["solved"], &month["board"]["working"]), (&1.into(), &2.into()));
    assert_eq!(month["grassroots"]["percent"], 100);
    let spots = desk.json(&["report", "hotspots"]);
    assert_eq!(spots["total"], 1);
    assert_eq!((&spots["items"][0]["class"], &spots["items"][0]["matters"]), (&"噪声".into(), &3.into()));
    assert!(!spots.to_string().contains("王桂兰"), "{spots}");
    // What was counted is judged by a human, and what waits for that is told.
    assert_eq!((&spots["items"][0]["judgement"], &spots["unjudged"]), (&Json::Null, &1.into()));
    let judge = |class: &str| {
        let at = ["--at", "三组", "--verdict", "是热点", "--text", "夜间施工，三户都提到"];
        desk.run(&[&["hotspot", class][..], &at].concat())
    };
    let refused = judge("排水");
    assert!(code(&refused) == 1 && stderr(&refused).contains("没有这一类的事项"), "{}", stderr(&refused));
    assert_eq!(code(&judge("噪声")), 0, "{}", stderr(&judge("噪声")));
    let spots = desk.json(&["report", "hotspots"]);
    let judged = &spots["items"][0]["judgement"];
    assert_eq!((&judged["verdict"], &judged["matters_then"]), (&"hot".into(), &3.into()), "{spots}");
    assert!(judged["text"] == "夜间施工，三户都提到" && judged["by_name"] == "张晓敏", "{spots}");
    assert!(judged["at"].as_str().is_some_and(|at| at.len() > 10) && spots["unjudged"] == 0, "{spots}");
    assert_eq!(desk.json(&["report", "hotspots", "--unjudged"])["total"], 0);
    for (report, name) in [("monthly", "月报.xlsx"), ("hotspots", "热点.csv")] {
        let file = desk.path(name);
        desk.done(&["report", report, "--out", &file]);
        assert!(fs::metadata(&file).unwrap().len() > 40);
        assert_eq!(code(&desk.run(&["report", report, "--out", &file])), 1, "a file is not written over");
    }
    let csv = fs::read_to_string(desk.path("热点.csv")).unwrap();
    assert!(csv.contains("噪声,三组,") && !csv.contains("王桂兰"), "{csv}");
    assert!(csv.contains("是热点,夜间施工，三户都提到,张晓敏,"), "{csv}");
    assert_eq!(code(&desk.run(&["report", "monthly", "--from", "2026-12-02", "--to", "2026-12-01"])), 1);
}

// Shows B9.
#[test]
fn a_summary_has_four_figures_and_each_is_a_recount() {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    for address in ["幸福路5号", "幸福路6号"] {
        desk.done(&["add", "households", &format!("address={address}"), "neighbourhood=三组"]);
    }
    let visit = |address: &str, words: &str| {
        let (home, words) = (format!("household={address}"), format!("words={words}"));
        desk.done(&["add", "visits", "date=昨天", "category=hardship", &home, &words]);
    };
    visit("幸福路5号", "路灯不亮");
    visit("幸福路5号", "沟渠堵了");
    // Where nothing was told, nobody was reached.
    visit("幸福路6号", "");
    desk.done(&["add", "issues", "title=路灯不亮", "from=王桂兰"]);
    desk.done(&["add", "issues", "title=沟渠堵塞", "from=李明"]);
    desk.done(&["issue", "reply", "A-1", "--text", "今晚换灯"]);
    desk.done(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "换了"]);
    desk.done(&["issue", "callback", "A-1", "--rating", "satisfied", "--way", "phone"]);
    let told = desk.json(&["report", "summary", "--from", "2000-01-01"]);
    assert_eq!((&told["visits"]["households"], &told["visits"]["visits"]), (&1.into(), &2.into()), "{told}");
    let requests = &told["requests"];
    assert_eq!(
        (&requests["registered"], &requests["done"], &requests["working"]),
        (&2.into(), &1.into(), &1.into())
    );
    assert_eq!(
        (&told["satisfaction"]["ratings"]["satisfied"], &told["satisfaction"]["in_time"]),
        (&1.into(), &1.into())
    );
    assert_eq!(
        (&told["income"]["projects"], told["income"]["others"].as_array().map(Vec::len)),
        (&0.into(), Some(4))
    );
    assert!(!told.to_string().contains("张晓敏"), "it is of nobody: {told}");
    let none = desk.json(&["report", "summary", "--from", "2000-01-01", "--to", "2000-12-31"]);
    assert_eq!((&none["visits"]["households"], &none["requests"]["registered"]), (&0.into(), &0.into()));
    let file = desk.path("小结.csv");
    desk.done(&["report", "summary", "--from", "2000-01-01", "--out", &file]);
    let csv = fs::read_to_string(&file).unwrap();
    for head in ["走访（了解民情）", "诉求（关注民生）", "增收（帮助民富）", "满意（深得民心）"]
    {
        assert!(csv.contains(head), "{csv}");
    }
}

#[test]
fn informer_material_is_in_no_list_no_sheet_and_no_search() {
    let desk = Desk::new();
    let added = desk.json(&["informer", "add", "about=城管科王强", "text=收受土特产", "from=李明"]);
    let (id, number) = (added["id"].as_str().unwrap(), added["number"].as_str().unwrap());
    let file = desk.path("x.csv");
    for args in [
        &["list", "informers"][..],
        &["list", "检举控告", "收受"],
        &["export", "informers", &file],
        &["show", id],
        &["show", number],
        &["edit", id, "text=x"],
        &["add", "informers", "text=x"],
    ] {
        let output = desk.run(args);
        assert_eq!(code(&output), 1, "{args:?}");
        assert!(!stdout(&output).contains("收受") && !stderr(&output).contains("收受"), "{args:?}");
    }
    assert!(!Path::new(&file).exists());
    assert_eq!(code(&desk.run(&["informer", "list"])), 2, "no look without its reason");
    let listed = desk.json(&["informer", "list", "--reason", "每周核对"]);
    assert!(!listed.to_string().contains("收受") && listed["total"] == 1, "{listed}");
    assert_eq!(desk.json(&["informer", "show", number, "--reason", "准备移交"])["text"], "收受土特产");
    assert_eq!(desk.json(&["list", "accesses"])["total"], 2);
    let refused = desk.run(&["informer", "hand", number, "--to", "城管科"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("回避"), "{}", stderr(&refused));
    desk.done(&["informer", "hand", number, "--to", "区纪委监委"]);
}

// Shows E8, E13.
#[test]
fn the_steps_of_a_kind_are_told_and_taken_and_the_handler_can_be_reached() {
    let desk = Desk::new();
    let own = desk.json(&["list", "members"])["items"][0]["id"].as_str().unwrap().to_owned();
    desk.done(&["edit", &own, "contact=社区 8880001"]);
    desk.done(&["add", "issues", "title=楼道堆物", "kind=hazard", "from=王桂兰"]);
    assert_eq!(desk.json(&["issue", "accept", "A-1"])["handler_contact"], "社区 8880001");
    let steps = desk.json(&["issue", "steps", "A-1"]);
    let named: Vec<&str> =
        steps["items"].as_array().unwrap().iter().filter_map(|s| s["step"].as_str()).collect();
    assert!(
        named.contains(&"find") && !named.contains(&"recheck") && !named.contains(&"mediate"),
        "{named:?}"
    );
    let refused = desk.run(&["issue", "mediate", "A-1", "text=x"]);
    assert!(stderr(&refused).contains("“隐患”没有这一步"), "{}", stderr(&refused));
    let found = ["severity=一般", "part=3栋", "party=物业", "until=下周三", "photo=P-12"];
    desk.done(&[&["issue", "find", "A-1"], &found[..]].concat());
    desk.done(&["issue", "recheck", "A-1", "passed=是"]);
    desk.done(&["issue", "reply", "A-1", "--text", "已清走"]);
    let closed = desk.json(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "已清走"]);
    assert_eq!((&closed["status"], &closed["steps"][1]["photo"]), (&"resolved".into(), &"P-12".into()));
    // There is no way to close several at once.
    let help = desk.done(&["issue", "resolve", "--help"]);
    assert!(help.contains("<ID>") && !help.contains("<ID>..."), "{help}");
    assert_eq!(code(&desk.run(&["issue", "resolve", "A-1", "A-2", "--outcome", "solved", "--text", "x"])), 2);
}

#[test]
fn errors_are_told_all_at_once_and_name_what_was_written() {
    let (desk, id) = stocked();
    let said = |args: &[&str]| {
        let output = desk.run(args);
        assert_eq!(code(&output), 1, "{args:?}: {}", stderr(&output));
        stderr(&output)
    };
    let all = said(&["add", "residents", "born=2027-13-1", "sex=中", "phone=1"]);
    assert!(
        all.contains("出生日期：“2027-13-1”") && all.contains("性别：") && all.contains("“姓名”必须填写"),
        "{all}"
    );
    assert!(said(&["add", "residents", "name=张伟", "born=2028-01-01"]).contains("还没有到"));
    assert!(said(&["add", "residents", "name=张伟", "born=1975年5月"]).contains("备注"));
    let folder = desk.path("没有的文件夹/");
    assert!(said(&["backup", &folder]).contains("这个文件夹，请先建好"));
    let name = desk.json(&["show", &id])["name"].as_str().unwrap().to_owned();
    for args in [&["show", "residents", &name][..], &["show", &name], &["show", "居民", &name]] {
        assert_eq!(desk.json(args)["id"], Json::from(id.as_str()), "{args:?}");
    }
    let list = desk.done(&["ledgers"]);
    assert!(list.lines().count() < 120 && list.contains("residents") && list.contains("姓名"), "{list}");
    assert!(desk.done(&["ledgers", "--all"]).lines().count() > 300);
}

#[test]
fn an_export_in_json_has_the_keys_of_the_contract() {
    let (desk, _) = stocked();
    let file = desk.path("issues.json");
    desk.json(&["export", "issues", &file, "--lang", "zh-CN"]);
    let told: Json = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let listed = desk.json(&["list", "issues"])["items"][0].clone();
    for key in ["id", "ledger", "number", "kind", "title", "status", "overdue", "registered", "neighbourhood"]
    {
        assert_eq!(told[0][key], listed[key], "{key}: {told}");
    }
    assert!(told[0].as_object().unwrap().keys().all(|key| key.is_ascii()), "{told}");
}
