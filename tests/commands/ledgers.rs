//! Ledgers and fields of a group's own, from the command line.

use super::*;

const BOOKS: &str = r#"
id = "books"
nature = "entry"
title = { zh = "借书登记", en = "Books lent" }
about = "借出时登记"

[[field]]
key = "book"
title = { zh = "书名", en = "Book" }
kind = "text"
required = true
column = 16

[[field]]
key = "reader"
title = { zh = "借书人", en = "Reader" }
kind = "ref"
of = "residents"

[[field]]
key = "lent"
title = { zh = "借出", en = "Lent" }
kind = "date"

[[field]]
key = "back"
title = { zh = "归还", en = "Back" }
kind = "date"

[[rule]]
need = ["lent"]
when = { back = ["*"] }
why = { zh = "归还的要写借出日期", en = "what came back was lent on some day" }
"#;

/// A ledger that says of no field that it is listed.
const STAIRS: &str = r#"
id = "stairs"
nature = "card"
title = { zh = "楼长名册", en = "Stairs" }

[[field]]
key = "name"
title = { zh = "楼长", en = "Name" }
kind = "text"
required = true

[[field]]
key = "stair"
title = { zh = "楼栋", en = "Stair" }
kind = "text"
"#;

fn books() -> (Desk, String) {
    let desk = Desk::new();
    let file = desk.path("books.toml");
    fs::write(&file, BOOKS).expect("a file that can be written");
    (desk, file)
}

#[test]
fn a_ledger_from_a_file_is_used_like_any_other() {
    let (desk, file) = books();
    let told = desk.json(&["ledgers", "add", &file]);
    assert_eq!(told["fields"], serde_json::json!(["book", "reader", "lent", "back"]));
    desk.done(&["add", "residents", "name=王桂兰"]);
    let id = desk.done(&["add", "借书登记", "book=植物图鉴", "reader=王桂兰", "lent=2026-11-02"]);
    assert_eq!(desk.json(&["list", "books", "--where", "reader=王桂兰", "--sort", "lent"])["total"], 1);
    let refused = desk.run(&["add", "books", "book=鸟类", "back=2026-11-02"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("归还的要写借出日期"), "{}", stderr(&refused));
    let shown = desk.json(&["show", &id, "--history"]);
    assert_eq!((&shown["faults"], &shown["reader_name"]), (&serde_json::json!([]), &Json::from("王桂兰")));
    assert!(shown["history"][0]["fields"].as_array().unwrap().contains(&Json::from("book")));
    desk.done(&["edit", &id, "back=2026-11-09"]);
    desk.done(&["undo"]);
    assert_eq!(desk.json(&["show", &id])["back"], Json::Null);
    desk.done(&["export", "books", &desk.path("books.csv")]);
    let listed = desk.json(&["ledgers", "books"]);
    assert_eq!((&listed["items"][0]["source"], listed["total"].as_u64()), (&Json::from("own"), Some(1)));
    // The declaration goes out as a file, and comes in again unchanged.
    let out = desk.path("out.toml");
    desk.done(&["ledgers", "write", "books", &out]);
    assert!(fs::read_to_string(&out).unwrap().contains("归还的要写借出日期"));
    desk.done(&["ledgers", "add", &out]);
    assert_eq!(code(&desk.run(&["ledgers", "write", "books", &out])), 1, "what is there is not written over");
}

#[test]
fn fields_are_added_changed_retired_and_restored() {
    let (desk, file) = books();
    desk.done(&["ledgers", "add", &file]);
    desk.done(&[
        "ledgers",
        "field",
        "books",
        "state",
        "--title",
        "品相",
        "--kind",
        "choice",
        "--choices",
        "good=完好,worn=旧",
    ]);
    let id = desk.done(&["add", "books", "book=植物图鉴", "state=旧"]);
    desk.done(&["ledgers", "field", "books", "state", "--choices", "lost=遗失", "--retire-choice", "worn"]);
    let choices = desk.json(&["ledgers", "books"])["items"][0]["fields"][4]["choices"].clone();
    let keys: Vec<&str> =
        choices.as_array().unwrap().iter().map(|choice| choice["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["good", "worn", "lost"]);
    assert!(desk.done(&["show", &id]).contains("旧"), "an answer outlives its choice");
    let refused = desk.run(&["ledgers", "field", "books", "state", "--kind", "int"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("类型不能再改"), "{}", stderr(&refused));
    let told = desk.json(&["ledgers", "retire", "books", "state"]);
    assert_eq!(told["retired"], serde_json::json!(["state"]));
    let shown = desk.done(&["show", &id]);
    assert!(shown.contains("已停用的栏") && shown.contains("旧"), "{shown}");
    assert_eq!(desk.json(&["show", &id])["retired"]["state"], "worn");
    desk.done(&["ledgers", "restore", "books", "state"]);
    assert_eq!(desk.json(&["show", &id])["state"], "worn");
    // One of the program's takes fields as well; what it brings is not changed.
    desk.done(&["ledgers", "field", "trainings", "host_name", "--title", "主持", "--kind", "text"]);
    for args in [
        &["ledgers", "field", "trainings", "topic", "--title", "主题"][..],
        &["ledgers", "retire", "trainings", "topic"],
        &["ledgers", "hide", "residents"],
        &["ledgers", "field", "trainings", "level", "--title", "风险等级", "--kind", "text"],
    ] {
        assert_eq!(code(&desk.run(args)), 1, "{args:?}");
    }
    desk.done(&["ledgers", "hide", "trainings"]);
    assert_eq!(desk.json(&["ledgers", "trainings"])["items"][0]["hidden"], true);
    desk.done(&["ledgers", "unhide", "trainings"]);
    assert_eq!(desk.json(&["ledgers", "trainings"])["items"][0]["hidden"], false);
}

#[test]
fn a_file_that_cannot_be_taken_says_where_and_what_to_write() {
    let (desk, file) = books();
    for (from, to, zh, en) in [
        ("kind = \"date\"", "kind = \"day\"", "lent kind：只能写其中之一", "lent kind: write one of"),
        (
            "nature = \"entry\"",
            "nature = \"issue\"",
            "nature：只能写其中之一",
            "nature: write one of: card, entry",
        ),
        ("key = \"book\"", "key = \"书\"", "key：这里要写小写英文字母开头", "key: write small letters"),
        ("title = {", "colour = 1\ntitle = {", "colour：没有这一项", "colour: no such key"),
        ("id = \"books\"", "id = \"residents\"", "程序自带的", "the program's own"),
        ("of = \"residents\"", "of = \"readers\"", "没有 readers 这本台账", "there is no ledger readers"),
    ] {
        fs::write(&file, BOOKS.replacen(from, to, 1)).unwrap();
        for (lang, words) in [("zh", zh), ("en", en)] {
            let output = desk.run(&["--lang", lang, "ledgers", "add", &file]);
            assert_eq!(code(&output), 1, "{to}");
            let said = stderr(&output);
            assert!(said.contains("books.toml") && said.contains(words), "{said}");
        }
    }
    assert_eq!(code(&desk.run(&["ledgers", "books"])), 1, "nothing of it was taken in");
    // Files of the workspace's own are taken in when it is opened; a bad one keeps nobody from work.
    let config = desk.home().join("config/ledgers");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("books.toml"), BOOKS).unwrap();
    fs::write(config.join("bad.toml"), "id = 1").unwrap();
    desk.done(&["add", "books", "book=植物图鉴"]);
    let notices = desk.json(&["status"])["notices"].to_string();
    assert!(notices.contains("bad.toml"), "{notices}");
    // Without the passphrase the program's own are listed still.
    let output = minqing(&desk.home(), &["ledgers", "--json"], &[("MINQING_PASSPHRASE", "")]);
    assert_eq!(code(&output), 0);
    assert!(document(&output)["items"].as_array().unwrap().iter().all(|item| item["source"] != "own"));
}

#[test]
fn a_ledger_without_columns_lists_its_first_fields_and_keeps_its_name() {
    let desk = Desk::new();
    let file = desk.path("楼长.toml");
    fs::write(&file, STAIRS).unwrap();
    desk.done(&["ledgers", "add", &file]);
    desk.done(&["add", "stairs", "name=老赵", "stair=5栋"]);
    let listed = desk.done(&["list", "stairs"]);
    assert!(listed.contains("老赵") && listed.contains("5栋"), "{listed}");
    let refused = desk.run(&["ledgers", "retire", "stairs", "name"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("不能停用"), "{}", stderr(&refused));
    desk.done(&["ledgers", "retire", "stairs", "stair"]);
    let core = desk.run(&["ledgers", "field", "residents", "nick", "--title", "小名", "--kind", "text"]);
    assert!(code(&core) == 1 && stderr(&core).contains("另建一本台账"), "{}", stderr(&core));
}
