//! Help projects, oversight and bulletins from the command line.

use std::{fs, path::Path};

use serde_json::Value as Json;

use super::{Desk, code, minqing, stderr, stdout};

const NOW: &[(&str, &str)] = &[("MINQING_NOW", "2026-11-22T09:00:00+08:00")];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    for (number, address) in [("0035", "幸福路5号"), ("0036", "幸福路6号"), ("0037", "幸福路7号")]
    {
        let (number, address) = (format!("number={number}"), format!("address={address}"));
        desk.done(&["add", "households", &address, &number, "neighbourhood=三组"]);
    }
    desk.done(&[
        "add",
        "projects",
        "title=修三组路灯",
        "kind=public_good",
        "before=晚上看不清路",
        "before_photo=L-01",
    ]);
    let accepted =
        ["kind=accepted", "day=2026-11-20", "after=六盏全亮", "after_photo=L-02", "accepted_by=居民代表"];
    desk.done(&[&["add", "project_results", "project=修三组路灯"], &accepted[..]].concat());
    let decision = "decision=11-02 居民会议，到 30 户，同意 28 户";
    desk.done(&[
        "add",
        "funds",
        "title=自愿出资",
        "project=修三组路灯",
        "source=residents",
        "planned=3000",
        decision,
    ]);
    let came = |household: &str, more: &[&str]| {
        let household = format!("household={household}");
        let own = ["add", "receipts", "fund=自愿出资", "day=2026-11-03", "amount=100", &household];
        desk.done(&[&own[..], more].concat());
    };
    came("幸福路5号", &[]);
    came("幸福路6号", &["anonymous=是", "donor=王桂兰"]);
    desk
}

// Shows F1, F9, D15.
#[test]
fn a_disclosure_tells_households_by_number_hides_who_wished_it_and_lists_nobody_who_gave_nothing() {
    let desk = desk();
    let file = desk.path("公示.txt");
    desk.done(&["project", "disclose", "修三组路灯", "--place", "三组公示栏", "--out", &file]);
    let text = fs::read_to_string(&file).expect("it was written");
    assert!(text.contains("0035号户  100") && text.contains("未具名 1 笔，合计 100"), "{text}");
    for told in ["晚上看不清路", "L-01", "六盏全亮", "L-02", "验收人：居民代表"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let exports = ["receipts.csv", "receipts.json", "receipts.xlsx"].map(|name| desk.path(name));
    let mut told = vec![text];
    for export in &exports[..2] {
        desk.done(&["export", "receipts", export, "--unmasked", "核对"]);
        told.push(fs::read_to_string(export).expect("it was written"));
    }
    told.push(desk.done(&["list", "receipts"]));
    told.push(desk.done(&["list", "receipts", "--json"]));
    told.push(desk.done(&["project", "show", "修三组路灯", "--json"]));
    told.push(desk.done(&["project", "board"]));
    for text in &told {
        for word in ["王桂兰", "幸福路6号", "0036", "幸福路7号", "0037"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    // The households themselves are listed alike, whatever they gave.
    let listed = desk.done(&["list", "households", "--where", "number=0037", "--json"]);
    let rows: serde_json::Value = serde_json::from_str(&listed).expect("a list");
    let row = rows["items"][0].as_object().expect("a household");
    // What is drawn as an id may hold any figures.
    let is_sum =
        |value: &serde_json::Value| *value == 100 || value.as_str().is_some_and(|text| text == "100");
    assert!(!row.is_empty() && !row.values().any(is_sum), "{listed}");
    assert!(!listed.contains("funds") && !listed.contains("receipt"), "{listed}");
    let wrong = desk.run(&["list", "households", "--where", "paid=no"]);
    assert_eq!(code(&wrong), 1, "{}", stdout(&wrong));
    let again = desk.run(&["project", "disclose", "修三组路灯", "--out", &file]);
    assert_eq!(code(&again), 1, "a file is not written over");
}

#[test]
fn what_is_spent_beyond_what_came_is_kept_and_warned_about() {
    let desk = desk();
    let spend = [
        "add",
        "spendings",
        "purpose=灯头",
        "project=修三组路灯",
        "day=2026-11-05",
        "amount=500",
        "voucher=记-7",
    ];
    let output = desk.run(&spend);
    assert_eq!(code(&output), 0);
    assert!(stderr(&output).contains("支出超过到账 300 元"), "{}", stderr(&output));
    let board = desk.json(&["project", "board"]);
    assert_eq!(board["items"][0]["money"]["overspent"]["fen"], 30_000);
    assert_eq!(board["projects"]["done"], 1);
    let refused = desk.run(&[
        "add",
        "spendings",
        "purpose=x",
        "project=修三组路灯",
        "day=今天",
        "amount=0",
        "voucher=1",
    ]);
    assert_eq!(code(&refused), 1);
}

// Shows F8.
#[test]
fn an_offer_names_nobody_who_did_not_agree() {
    let desk = desk();
    desk.done(&["add", "residents", "name=单小明", "phone=13800001111", "neighbourhood=三组", "tags=低保"]);
    let wish = ["add", "job_wishes", "number=Q-01", "wants=电工", "told_on=今天", "resident=单小明"];
    desk.done(&[&wish[..], &["priority=残疾人"]].concat());
    let told = desk.done(&["project", "offer", "--to", "制衣厂", "单小明"]);
    assert!(told.contains("三组：电工"), "{told}");
    assert!(!told.contains("低保") && !told.contains("残疾"), "{told}");
    assert!(!told.contains("单小明") && !told.contains("1380000") && !told.contains("1111"), "{told}");
}

#[test]
fn every_paper_that_goes_out_is_in_the_log_of_exports() {
    let desk = desk();
    desk.done(&["add", "residents", "name=单小明", "phone=13800001111", "neighbourhood=三组"]);
    desk.done(&["add", "job_wishes", "number=Q-01", "wants=电工", "told_on=今天", "resident=单小明"]);
    let log = || -> Vec<String> {
        let items = desk.json(&["list", "exports"])["items"].as_array().unwrap().clone();
        let told = |item: &Json, key: &str| item[key].as_str().unwrap_or_default().to_owned();
        let line = |item: &Json| ["scope", "purpose", "to", "form"].map(|key| told(item, key)).join("|");
        items.iter().map(line).collect()
    };
    // What is only looked at goes nowhere.
    desk.done(&["project", "offer", "--to", "制衣厂", "单小明"]);
    desk.done(&["project", "disclose", "修三组路灯"]);
    assert!(log().is_empty(), "{:?}", log());
    desk.done(&["project", "offer", "--to", "制衣厂", "单小明", "--out", &desk.path("推荐单.txt")]);
    let out = desk.path("公示.txt");
    desk.done(&["project", "disclose", "修三组路灯", "--place", "三组公示栏", "--out", &out]);
    let new = ["bulletin", "new", "--title", "十一月工作", "--from", "2026-11-01", "--to", "2026-11-30"];
    desk.done(&new);
    desk.done(&["bulletin", "edit", "十一月工作", "report_to=党工委"]);
    desk.done(&["bulletin", "export", "十一月工作", &desk.path("一.txt")]);
    let own = ["--purpose", "送阅", "--to", "街道"];
    desk.done(&[&["bulletin", "export", "十一月工作", &desk.path("二.txt")][..], &own].concat());
    let hollow = desk.run(&["bulletin", "export", "十一月工作", &desk.path("三.txt"), "--to", "。"]);
    assert!(code(&hollow) == 1 && !Path::new(&desk.path("三.txt")).exists());
    desk.done(&["add", "own_checks", "member=张晓敏", "from=2026-01-01", "to=2026-12-31", "verdict=agreed"]);
    let sheet = ["report", "member", "张晓敏", "--from", "2026-01-01", "--to", "2026-12-31"];
    desk.done(&[&sheet[..], &["--out", &desk.path("情况单.txt")]].concat());
    desk.done(&["report", "disputes", "--out", &desk.path("矛盾.csv")]);
    desk.done(&["report", "coverage", "--out", &desk.path("未访.csv")]);
    let mut told = log();
    told.sort();
    let mut wanted = [
        "project offer|推荐岗位|制衣厂|masked",
        "收支公示 修三组路灯|公示|三组公示栏|public",
        "简报 十一月工作|印发简报|党工委|public",
        "简报 十一月工作|送阅|街道|public",
        "参与情况单 张晓敏|年度考核、述职述廉||masked",
        "报表 突出矛盾|||masked",
        "报表 走访覆盖|||masked",
    ];
    wanted.sort_unstable();
    assert_eq!(told, wanted);
}

// Shows J2, J4, J6.
#[test]
fn a_sample_is_printed_with_its_seed_and_drawn_again_by_it() {
    let desk = desk();
    for n in 0..6 {
        desk.done(&["add", "issues", &format!("title=事项{n}"), "from=仇英"]);
    }
    let draw = ["inspect", "draw", "--topic", "答复及时", "--from", "issues", "--size", "3"];
    let first = desk.json(&draw);
    let seed = first["seed"].as_str().expect("a seed").to_owned();
    assert_eq!((first["drawn_from"].as_u64(), first["sample"].as_array().map(Vec::len)), (Some(6), Some(3)));
    let again = desk.done(&[&draw[..], &["--seed", &seed]].concat());
    assert!(again.contains(&seed), "{again}");
    let same = desk.json(&[&draw[..], &["--seed", &seed]].concat());
    assert_eq!(first["sample"], same["sample"]);
    let residents = ["inspect", "draw", "--topic", "x", "--from", "households", "--size", "1"];
    assert_eq!(code(&desk.run(&[&residents[..], &["--kind", "unannounced"]].concat())), 1);

    let fact = [
        "add",
        "findings",
        "fact=台账两月未记",
        "kind=weak",
        "evidence=台账",
        "day=2026-11-20",
        "group=三组驻点",
    ];
    let finding = desk.done(&fact);
    let number = desk.done(&["inspect", "raise", &finding, "--as", "supervision", "--owner", "张晓敏"]);
    desk.done(&["add", "reminders", "text=月底前补齐", &format!("issue={number}"), "day=2026-11-22"]);
    let report = desk.json(&["report", "oversight", "--from", "2026-11-01"]);
    assert_eq!(report["slips"][0]["owner_name"], "张晓敏");
    assert_eq!(report["slips"][0]["reminders"][0], "2026-11-22 月底前补齐");
    assert_eq!(report["findings"][0]["stage"], "found");
}

// Shows J1.
#[test]
fn a_fact_sheet_is_written_out_only_once_the_member_has_checked_it() {
    let desk = desk();
    let file = desk.path("情况单.docx");
    let sheet = ["report", "member", "张晓敏", "--from", "2026-01-01", "--to", "2026-12-31"];
    let early = desk.run(&[&sheet[..], &["--out", &file]].concat());
    assert_eq!(code(&early), 1);
    assert!(stderr(&early).contains("本人还没有核对") && !Path::new(&file).exists());
    assert!(desk.done(&sheet).contains("不得作为考核材料"));
    desk.done(&["add", "own_checks", "member=张晓敏", "from=2026-01-01", "to=2026-12-31", "verdict=agreed"]);
    desk.done(&[&sheet[..], &["--out", &file]].concat());
    assert!(fs::read(&file).expect("it was written").starts_with(b"PK"));
    let text = desk.path("情况单.txt");
    desk.done(&[&sheet[..], &["--out", &text]].concat());
    let told = fs::read_to_string(&text).expect("it was written");
    assert!(told.contains("本人已于") && told.contains("本人签字"), "{told}");
    // Something happened since: he has not seen that.
    let number = desk.json(&["add", "issues", "title=沟渠堵塞", "from=仇英"])["number"].clone();
    desk.done(&["issue", "accept", number.as_str().expect("a number")]);
    let later = desk.run(&[&sheet[..], &["--out", &desk.path("又一份.txt")]].concat());
    assert_eq!(code(&later), 1);
    let told = desk.done(&sheet);
    assert!(told.contains("须重新核对") && !told.contains("本人已于"), "{told}");
}

// Shows D10.
#[test]
fn a_household_s_own_words_of_its_income_are_in_no_bulletin_that_goes_out() {
    let desk = desk();
    let note = ["add", "income_notes", "date=2026-11-18", "household=幸福路5号", "voluntary=yes"];
    desk.done(&[&note[..], &["words=今年种了三亩大棚，多卖八千元。", "amount=8000"]].concat());
    // Written before the household told it: no rule could know.
    let new = ["bulletin", "new", "--title", "十一月工作", "--from", "2026-11-01", "--to", "2026-11-30"];
    assert_eq!(code(&minqing(&desk.home(), &new, NOW)), 0);
    desk.done(&[
        "bulletin",
        "edit",
        "十一月工作",
        "help=路灯修好了。某户今年多收了三千斤橘子。",
        "mark=内部资料",
    ]);
    desk.done(&[&note[..], &["words=今年多收了三千斤橘子"]].concat());
    let refused = desk.run(&["bulletin", "edit", "十一月工作", "help=今年种了三亩大棚，多卖八千元"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("增收自述"), "{}", stderr(&refused));
    let (txt, docx) = (desk.path("简报.txt"), desk.path("简报.docx"));
    desk.done(&["bulletin", "export", "十一月工作", &txt]);
    desk.done(&["bulletin", "export", "十一月工作", &docx]);
    let archive = fs::File::open(&docx).expect("it was written");
    let mut archive = zip::ZipArchive::new(archive).expect("an archive");
    let mut parts = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        std::io::Read::read_to_string(&mut part, &mut parts).expect("text");
    }
    let told = [
        fs::read_to_string(&txt).expect("it was written"),
        parts,
        desk.json(&["bulletin", "show", "十一月工作"]).to_string(),
        desk.json(&["bulletin", "list"]).to_string(),
    ];
    for text in told {
        assert!(text.contains("路灯修好了") && text.contains("内部资料"), "{text}");
        for word in ["橘子", "大棚", "8000"] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
}

// Shows I5.
#[test]
fn a_bulletin_goes_out_in_lines_of_28_characters_and_names_no_resident() {
    let desk = desk();
    desk.done(&["add", "residents", "name=单小明"]);
    let new = ["bulletin", "new", "--title", "十一月工作", "--from", "2026-11-01", "--to", "2026-11-30"];
    let begun = minqing(&desk.home(), &new, NOW);
    assert_eq!(code(&begun), 0, "{}", stderr(&begun));
    let long = format!("solve={}", "群众反映的路灯已经修好，".repeat(6));
    desk.done(&["bulletin", "edit", "十一月工作", &long, "report_to=党工委", "copies=30"]);
    for text in ["solve=单小明家", "harmony=慰问低保户"] {
        let refused = desk.run(&["bulletin", "edit", "十一月工作", text]);
        assert_eq!(code(&refused), 1, "{text}");
    }
    let refused = desk.run(&["bulletin", "review", "十一月工作"]);
    assert!(code(&refused) == 1 && stderr(&refused).contains("自己写的不能自己审"));
    let file = desk.path("简报.txt");
    desk.done(&["bulletin", "export", "十一月工作", &file]);
    let text = fs::read_to_string(&file).expect("it was written");
    assert!(
        text.contains("（未签发，草稿）") && text.contains("报：党工委") && text.contains("共印30份"),
        "{text}"
    );
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    // A sign that may not begin a line hangs over by one character.
    assert!(text.lines().all(|line| width(line) <= 58), "{text}");
    assert_eq!(desk.json(&["bulletin", "list"])["items"][0]["stage"], "draft");
    // Written before anybody knew that it names a resident: no rule could know, and nothing prints it.
    desk.done(&["bulletin", "edit", "十一月工作", "safe=赵小兰家的电线换好了"]);
    desk.done(&["add", "residents", "name=赵小兰"]);
    let file = desk.path("再印.txt");
    desk.done(&["bulletin", "export", "十一月工作", &file]);
    let printed = fs::read_to_string(&file).expect("it was written");
    let listed = desk.json(&["bulletin", "list"]).to_string();
    for told in [
        printed,
        desk.done(&["bulletin", "show", "十一月工作"]),
        desk.json(&["bulletin", "show", "十一月工作"]).to_string(),
    ] {
        assert!(told.contains("赵某某家的电线"), "{told}");
        assert!(!told.contains("赵小兰") && !listed.contains("赵小兰"), "{told}");
    }
}
