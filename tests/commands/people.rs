//! People, not risks: the rules of domain.md §4.2, as the program shows them.

use std::{fs, path::Path};

use minqing::{
    domain::{
        field::{Field, Kind},
        labels,
        ledger::Catalog,
    },
    exchange::sheet::{self, Limits},
};
use serde_json::Value as Json;

use super::{
    code, document,
    forbidden::{World, of},
    minqing, stderr, stdout,
};

const NOW: &str = "2026-11-22T08:30:00+08:00";

impl World {
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        let output = minqing(&self.home("a"), args, &[("MINQING_NOW", NOW)]);
        (code(&output), stdout(&output).trim_end().to_owned(), stderr(&output))
    }

    fn done(&self, args: &[&str]) -> String {
        let (code, out, err) = self.run(args);
        assert_eq!(code, 0, "{args:?}: {err}");
        out
    }

    fn json(&self, args: &[&str]) -> Json {
        let output = minqing(&self.home("a"), &[args, &["--json"]].concat(), &[("MINQING_NOW", NOW)]);
        assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
        document(&output)
    }

    fn id(&self, name: &str) -> String {
        self.look(|bench| of(bench, name)).to_string()
    }

    fn path(&self, name: &str) -> String {
        self.home(name).display().to_string()
    }
}

/// Every field of every ledger, with its words.
fn fields() -> Vec<(String, Field)> {
    let catalog = Catalog::core();
    let all = catalog.iter().flat_map(|ledger| {
        ledger.fields.iter().map(|field| (format!("{}.{}", ledger.id, field.key), field.clone()))
    });
    all.collect()
}

/// Words of titles, keys and choices of a field.
fn words(field: &Field) -> Vec<String> {
    let mut words = vec![field.key.clone(), field.title.zh.to_string(), field.title.en.to_lowercase()];
    if let Kind::Choice(choices) = &field.kind {
        words.extend(choices.iter().flat_map(|one| [one.key.clone(), one.title.zh.to_string()]));
    }
    words
}

// Rule 1.
// Shows A8.
#[test]
fn no_ledger_has_a_score_a_grade_a_colour_or_a_rank_for_anybody() {
    let barred = [
        "评分",
        "打分",
        "得分",
        "总分",
        "积分",
        "排名",
        "名次",
        "星级",
        "画像",
        "预警",
        "风险",
        "关注程度",
        "等级",
        "score",
        "rank",
        "grade",
        "risk",
        "rating_of",
    ];
    for (name, field) in fields() {
        for word in words(&field) {
            assert!(!barred.iter().any(|barred| word.contains(barred)), "{name}: {word}");
            assert!(!labels::is_risk_column(&word) || word == "信访老户", "{name}: {word}");
            assert!(!labels::is_never_column(&word), "{name}: {word}");
        }
        for column in &field.import {
            assert!(!labels::is_risk_column(column) && !labels::is_never_column(column), "{name}: {column}");
        }
    }
}

// Rule 2.
// Shows A8.
#[test]
fn nobody_is_sorted_by_petitions_and_no_word_of_the_program_insults_anybody() {
    let world = World::new();
    for sort in ["issues", "petitions", "visits", "上访次数", "-count", "重点人员"] {
        for ledger in ["residents", "households"] {
            let (code, out, _) = world.run(&["list", ledger, "--sort", sort]);
            assert_eq!((code, out.as_str()), (1, ""), "{ledger} by {sort}");
        }
    }
    for item in world.json(&["list", "residents"])["items"].as_array().unwrap() {
        let keys: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert!(
            !keys
                .iter()
                .any(|key| ["issues", "count", "petition", "score"].iter().any(|it| key.contains(it))),
            "{keys:?}"
        );
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut read = 0;
    walk(&root.join("src"), &mut |path, text| {
        let is_test = path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
        // What must not come in has to be named where it is kept out.
        if is_test || path.ends_with("domain/labels.rs") {
            return;
        }
        read += 1;
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in own.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in ["缠访", "闹访", "非访", "刁民", "重点人员", "稳控", "催好评"] {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    });
    assert!(read > 100);
}

fn walk(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, see);
        } else if path.extension().is_some_and(|it| it == "rs") {
            see(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

// Rule 3.
// Shows B5.
#[test]
fn a_petitioner_is_one_while_an_issue_is_open_and_no_longer() {
    let world = World::new();
    let visit = world.done(&["add", "visits", "date=今天", "category=petitioner", "resident=王桂兰"]);
    assert_eq!(world.json(&["show", &visit])["category"], "petitioner");
    world.done(&["issue", "reply", "A-1", "--text", "已换灯", "--way", "in_person"]);
    world.done(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "灯亮了"]);
    assert_eq!(world.json(&["show", &visit])["category"], Json::Null);
    assert_eq!(world.json(&["list", "visits", "--where", "category=petitioner"])["total"], 0);
    let dossier = world.path("她.json");
    world.done(&["person", "export", &world.id("王桂兰"), "--out", &dossier]);
    assert!(!fs::read_to_string(&dossier).unwrap().contains("petitioner\""), "it is held against nobody");
}

// Rule 6.
// Shows E2.
#[test]
fn an_anonymous_issue_is_registered_and_answered_in_public() {
    let world = World::new();
    world.done(&["add", "issues", "title=沟渠堵塞", "anonymous=是"]);
    let (code, ..) = world.run(&["issue", "resolve", "A-2", "--outcome", "solved", "--text", "清了"]);
    assert_eq!(code, 1, "it is owed an answer like any other");
    world.done(&["issue", "reply", "A-2", "--text", "周五前清掏，已张贴", "--way", "public"]);
    world.done(&["issue", "resolve", "A-2", "--outcome", "solved", "--text", "清了"]);
    assert_eq!(world.json(&["show", "A-2"])["status"], "resolved");
}

// Rule 7.
#[test]
fn a_rating_is_only_the_persons_own() {
    let world = World::new();
    world.done(&["issue", "reply", "A-1", "--text", "已换灯"]);
    world.done(&["issue", "resolve", "A-1", "--outcome", "solved", "--text", "灯亮了"]);
    let (code, ..) = world.run(&["issue", "callback", "A-1", "--text", "打过电话"]);
    assert_eq!(code, 2, "nobody's rating is filled in for him");
    world.done(&["issue", "callback", "A-1", "--rating", "declined"]);
    let (code, _, err) = world.run(&["issue", "callback", "A-1", "--rating", "5"]);
    assert_eq!(code, 2, "{err}");
    // No sheet brings one.
    let file = world.path("评价.csv");
    fs::write(&file, "内容,满意度,本人评价\n井盖松动,满意,满意\n").unwrap();
    let report = world.json(&["import", &file, "--into", "issues"]);
    let notes: Vec<&Json> =
        report["columns"].as_array().unwrap().iter().map(|column| &column["note"]).collect();
    assert_eq!(notes, [&Json::Null, &Json::from("unknown"), &Json::from("derived")]);
}

// Rule 8.
#[test]
fn numbers_are_masked_in_every_ledger_until_somebody_says_why() {
    let world = World::new();
    world.done(&["edit", "A-1", "phone=13955556666"]);
    world.done(&[
        "add",
        "households",
        "address=幸福路5号",
        "neighbourhood=三组",
        "phone=13977778888",
        "head=王桂兰",
    ]);
    let household = world.json(&["list", "households"])["items"][0]["id"].as_str().unwrap().to_owned();
    for (ledger, id, full) in
        [("issues", "A-1".to_owned(), "13955556666"), ("households", household, "13977778888")]
    {
        for args in [
            vec!["list", ledger],
            vec!["show", &id],
            vec!["list", ledger, "--json"],
            vec!["show", &id, "--json"],
        ] {
            let text = world.done(&args);
            assert!(!text.contains(full), "{args:?}: {text}");
        }
        let sheet = world.path(&format!("{ledger}.csv"));
        world.done(&["export", ledger, &sheet, "--purpose", "核对", "--to", "组内"]);
        assert!(!fs::read_to_string(&sheet).unwrap().contains(full));
        assert_eq!(world.json(&["show", &id, "--unmasked", "回访"])["phone"], full);
    }
    let log = world.json(&["list", "accesses"]);
    let reasons = log["items"].as_array().unwrap().iter().map(|item| item["reason"].as_str().unwrap());
    let mut reasons: Vec<&str> = reasons.collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["回访", "回访", "核对电话"]);
    assert!(log["items"].as_array().unwrap().iter().all(|item| item["by_name"] == "张晓敏"));
    let table = world.done(&["list", "accesses"]);
    assert!(
        table.contains("回访") && table.contains("路灯不亮") && !table.contains("13955556666"),
        "{table}"
    );
}

// Rule 9.
#[test]
fn a_sheet_for_the_notice_board_tells_of_nobody() {
    let world = World::new();
    world.done(&[
        "add",
        "issues",
        "title=王桂兰家门口路灯",
        "from=王桂兰",
        "phone=13955556666",
        "detail=她说看不清",
    ]);
    let sheet = world.path("公示.csv");
    world.done(&["export", "issues", &sheet, "--public", "--purpose", "公示", "--to", "三组公示栏"]);
    let text = fs::read_to_string(&sheet).unwrap();
    assert!(text.contains("王某") && text.contains("王某家门口路灯"), "{text}");
    for private in ["桂兰", "1395555", "看不清", "反映人电话"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    world.done(&[
        "add",
        "households",
        "address=幸福路5号",
        "number=0035",
        "head=王桂兰",
        "phone=13977778888",
    ]);
    let sheet = world.path("户.csv");
    world.done(&["export", "households", &sheet, "--public"]);
    let text = fs::read_to_string(&sheet).unwrap();
    assert!(text.contains("0035") && !text.contains("幸福路") && !text.contains("桂兰"), "{text}");
}

// Rules 10, 11 and 13.
#[test]
fn nothing_lists_who_did_not_pay_totals_a_member_or_counts_a_day() {
    let barred = ["欠缴", "未缴", "欠费", "拖欠", "总分", "打卡", "字数", "照片数", "日均", "daily"];
    for (name, field) in fields() {
        for word in words(&field) {
            assert!(!barred.iter().any(|barred| word.contains(barred)), "{name}: {word}");
        }
    }
    for ledger in Catalog::core().iter() {
        let required = ledger.fields.iter().filter(|field| field.required && field.in_form).count();
        assert!(required <= 8, "{} asks for {required}", ledger.id);
    }
}

// Rule 12.
#[test]
fn every_export_says_what_for_of_what_and_for_whom() {
    let world = World::new();
    let folder = world.path("out");
    fs::create_dir(&folder).unwrap();
    let told = world.json(&[
        "export",
        "residents",
        &folder,
        "--unmasked",
        "上报核对",
        "--to",
        "街道民政办",
        "--where",
        "name=王桂兰",
    ]);
    let file = told["file"].as_str().unwrap().to_owned();
    assert!(file.contains("2026-11-22") && file.contains("含个人信息") && file.contains("居民"), "{file}");
    assert!(sheet::read(Path::new(&file), None, &Limits::default()).is_ok());
    let masked = world.json(&["export", "residents", &folder, "--purpose", "走访", "--to", "组内"]);
    assert!(!masked["file"].as_str().unwrap().contains("含个人信息"));
    let (code, _, err) = world.run(&["export", "issues", &world.path("i.csv")]);
    assert!(code == 0 && err.contains("--purpose"), "{err}");
    let log = world.json(&["list", "exports"]);
    let mut items = log["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 3);
    items.retain(|item| item["purpose"] == "上报核对");
    assert_eq!(
        (&items[0]["purpose"], &items[0]["to"], &items[0]["form"]),
        (&"上报核对".into(), &"街道民政办".into(), &"full".into())
    );
    assert_eq!((&items[0]["rows"], &items[0]["by_name"]), (&1.into(), &"张晓敏".into()));
    assert!(
        items[0]["scope"].as_str().unwrap().contains("居民")
            && !items[0]["scope"].as_str().unwrap().contains("桂兰")
    );
    assert_eq!(world.json(&["list", "accesses"])["total"], 2, "full numbers are an access as well");
    let id = items[0]["id"].as_str().unwrap();
    assert_eq!(world.run(&["edit", id, "to=别处"]).0, 1);
    // By a passphrase, told by voice.
    let args = [
        "export",
        "residents",
        &world.path("r.csv"),
        "--unmasked",
        "上报",
        "--to",
        "街道",
        "--passphrase",
        "--json",
    ];
    let voice = [("MINQING_NOW", NOW), ("MINQING_INVITE_PASSPHRASE", "当面说的口令")];
    let sealed = minqing(&world.home("a"), &args, &voice);
    assert_eq!(super::code(&sealed), 0, "{}", stderr(&sealed));
    let file = document(&sealed)["file"].as_str().unwrap().to_owned();
    let bytes = fs::read(&file).unwrap();
    assert!(file.ends_with(".csv.age") && bytes.starts_with(b"age-encryption.org/v1"));
    assert!(!Path::new(&world.path("r.csv")).exists(), "nothing is left in clear");
}

#[test]
fn consents_and_notices_are_written_down_by_command() {
    let world = World::new();
    let id = world.id("王桂兰");
    let asked = world.json(&["person", "consent", &id]);
    assert!(
        asked["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|item| item["may"] == false && item["said"] == Json::Null)
    );
    world.done(&["person", "consent", &id, "wechat", "--given", "--way", "written"]);
    world.done(&["edit", &id, "wechat=wgl60"]);
    assert_eq!(world.json(&["show", &id])["wechat"], "wgl60");
    let said = world.json(&["person", "consent", &id, "微信", "--withdrawn", "--way", "phone"]);
    assert_eq!((&said["items"][0]["said"], &said["items"][0]["may"]), (&"withdrawn".into(), &false.into()));
    assert_eq!(world.json(&["show", &id])["wechat"], Json::Null);
    assert_eq!(world.run(&["person", "consent", &id, "other", "--given"]).0, 1, "what for is told");
    assert_eq!(world.run(&["person", "consent", "A-1", "photo", "--given"]).0, 1);
    assert_eq!(world.run(&["person", "consent", &id, "nothing", "--given"]).0, 2);
    let child = world.id("王小明");
    let edited = minqing(&world.home("a"), &["edit", &child, "note=随祖母住"], &[("MINQING_NOW", NOW)]);
    assert!(stderr(&edited).contains("有×名未成年人"), "{}", stderr(&edited));
    world.done(&["person", "consent", &child, "minor", "--given", "--guardian", "王大山"]);
    let edited = minqing(&world.home("a"), &["edit", &child, "note=随母亲住"], &[("MINQING_NOW", NOW)]);
    assert!(!stderr(&edited).contains("未成年人"));
    let notice = world.path("告知单.txt");
    world.done(&["person", "notice", &id, "--way", "written", "--out", &notice]);
    let text = fs::read_to_string(&notice).unwrap();
    assert!(text.contains("禾穗组") && text.contains("撤回同意") && text.contains("保存多久"), "{text}");
    assert_eq!(world.json(&["list", "notices"])["items"][0]["resident"], Json::from(id));
    assert!(world.done(&["ledgers", "residents"]).contains("联系本人"));
    assert!(world.done(&["person", "assessment"]).contains("敏感"));
    let group = world.json(&["list", "group"])["items"][0]["id"].as_str().unwrap().to_owned();
    world.done(&["edit", &group, "complaints=街道办 66512345"]);
    assert!(world.done(&["status"]).contains("66512345"));
}

#[test]
fn what_is_due_is_listed_and_cleared_and_a_lost_laptop_told() {
    let world = World::new();
    let id = world.id("仇英");
    world.done(&["edit", &id, "left=2025-01-01"]);
    let due = world.json(&["retention", "--until", "2026-11-22"]);
    assert_eq!(
        (&due["total"], &due["items"][0]["id"], &due["items"][0]["action"]),
        (&1.into(), &id.clone().into(), &"delete".into())
    );
    assert!(world.done(&["retention"]).contains("仇英"));
    assert_eq!(world.run(&["retention", "--until", "someday"]).0, 2);
    assert_eq!(world.run(&["retention", "set", "consents", "6", "--basis", "省事"]).0, 1);
    let set = world.json(&["retention", "set", "visits", "24", "--basis", "会议决定"]);
    assert!(
        set["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["ledger"] == "visits" && item["months"] == 24)
    );
    let backup = world.path("b.mqb");
    world.done(&["backup", &backup]);
    assert_eq!(world.json(&["retention", "clear", &id, "--reason", "保存期满"])["cleared"], 1);
    assert_eq!(world.json(&["retention"])["total"], 0);
    let names = |args: &[&str]| {
        let told = world.json(args);
        told["items"].as_array().unwrap().iter().map(|item| item["name"].to_string()).collect::<String>()
    };
    assert!(!names(&["person", "affected"]).contains("仇英"));
    assert!(names(&["person", "affected", "--backup", &backup]).contains("仇英"), "the backup still has her");
    let lost = names(&["person", "affected", "--laptop", "B"]);
    assert!(lost.contains("王桂兰"), "{lost}");
    let card = world.path("应急单.txt");
    world.done(&["person", "affected", "--laptop", "B", "--out", &card]);
    let text = fs::read_to_string(&card).unwrap();
    assert!(
        text.contains("peers revoke") && text.contains("联系电话") && !text.contains("13912340000"),
        "{text}"
    );
}
