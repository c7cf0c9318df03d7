//! Visits, phases, plan, units and the report of coverage, as scripts use them.

use super::*;

fn village() -> Desk {
    let desk = stocked().0;
    desk.done(&["add", "neighbourhoods", "name=一组"]);
    desk.done(&["add", "members", "name=李强", "role=worker"]);
    desk.done(&["add", "households", "address=幸福路5号", "neighbourhood=一组"]);
    desk.done(&["add", "residents", "name=仇英", "household=幸福路5号", "neighbourhood=一组"]);
    desk
}

// Shows A17.
#[test]
fn a_newcomer_has_a_book_to_read_and_steps_to_take_and_the_group_adds_its_own() {
    let desk = Desk::new();
    desk.done(&["add", "members", "name=陈静"]);
    let contents = desk.json(&["handbook"]);
    assert!(contents["total"].as_u64().is_some_and(|total| total >= 6), "{contents}");
    let page = desk.json(&["handbook", "诉求"]);
    assert!(page["text"].as_str().is_some_and(|text| text.contains("没有答复不能办结")), "{page}");
    let english = desk.json(&["--lang", "en", "handbook", "issue"]);
    assert!(
        english["text"].as_str().is_some_and(|text| text.contains("Nothing is closed without an answer"))
    );
    assert_eq!(code(&desk.run(&["handbook", "没有这一页"])), 1);
    desk.done(&["add", "handbook_pages", "name=本组值班规定", "text=周一至周五到岗"]);
    assert_eq!(desk.json(&["handbook", "值班规定"])["text"], "周一至周五到岗");
    let welcome = ["handbook", "--newcomer", "陈静", "--guide", "张晓敏", "--from", "2026-11-02"];
    let begun = desk.json(&welcome);
    let steps = desk.json(&["list", "first_steps", "--where", "member=陈静", "--sort", "due_on"]);
    assert_eq!(begun["total"], steps["total"]);
    let due: Vec<(&str, &str)> = steps["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| (item["stage"].as_str().unwrap_or(""), item["due_on"].as_str().unwrap_or("")))
        .collect();
    for wanted in [("day", "2026-11-02"), ("week", "2026-11-08"), ("month", "2026-12-01")] {
        assert!(due.contains(&wanted), "{wanted:?} {due:?}");
    }
    assert_eq!(desk.json(&welcome)["total"], 0, "nothing is doubled");
}

// Shows A19.
#[test]
fn a_lead_sees_everything_and_the_view_of_ones_own_part_is_told() {
    let desk = Desk::new();
    desk.done(&["add", "neighbourhoods", "name=三组"]);
    desk.done(&["add", "issues", "title=路灯不亮", "neighbourhood=三组"]);
    assert_eq!(desk.json(&["list", "issues", "--mine"])["total"], 1);
    let today = desk.json(&["today", "--mine"]);
    assert_eq!((&today["others"], today["total"].as_u64().is_some_and(|total| total > 0)), (&0.into(), true));
}

// Shows B8, B5, H5, A4.
#[test]
fn a_visit_is_one_command_and_what_is_known_before_is_another() {
    let desk = village();
    let refused = desk.run(&["visit", "仇英", "--category", "信访老户", "--words", "还好"]);
    assert_eq!(code(&refused), 1, "nobody is a petitioner without an open issue");
    let visit = desk.json(&[
        "visit",
        "仇英",
        "--category",
        "exemplar",
        "--words",
        "想带大家种菇",
        "--confirmed",
        "--advice",
        "办个合作社",
        "--need",
        "技术",
        "--issue",
        "修机耕路",
        "--line",
        "帮民富",
        "--line",
        "访民情",
        "--way",
        "入户",
        "--place",
        "田间",
        "--evidence",
        "prosperity/work_wishes=两人想就近上班",
    ]);
    assert_eq!((&visit["category"], &visit["confirmed"]), (&Json::from("exemplar"), &Json::from(true)));
    let raised: Vec<(&str, &Json)> = visit["raised"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| (issue["title"].as_str().unwrap(), &issue["nature"]))
        .collect();
    assert!(raised.contains(&("办个合作社", &Json::from("suggestion"))), "{raised:?}");
    assert!(raised.contains(&("修机耕路", &Json::Null)), "{raised:?}");
    assert_eq!(visit["lines"].as_array().unwrap().len(), 2);
    let check = desk.json(&["check", "prosperity", "work_wishes", "--at", "一组"]);
    assert_eq!((&check["state"], &check["basis"]), (&Json::from("working"), &Json::from("两人想就近上班")));
    let number = visit["raised"][0]["number"].as_str().unwrap().to_owned();
    desk.done(&["issue", "reply", &number, "--text", "下周来看"]);
    let brief = desk.json(&["visit", "仇英", "--brief"]);
    assert_eq!(brief["issues"].as_array().unwrap().len(), 2);
    assert!(
        brief["issues"].as_array().unwrap().iter().any(|issue| issue["last_answer"]["text"] == "下周来看")
    );
    assert_eq!(brief["recent"]["days"], 0);
    assert_eq!(brief["called"][0]["category"], "petitioner");
    // For what the list has him, and with a hint that somebody was here.
    let again = desk.run(&["visit", "仇英", "--json"]);
    assert!(
        stderr(&again).contains("已有人走访这一户") && stderr(&again).contains("没有记下原话"),
        "{}",
        stderr(&again)
    );
    let again: Json = document(&again);
    assert_eq!((&again["category"], &again["empty"]), (&Json::from("petitioner"), &Json::from(true)));
}

// Shows B2, A7, A3.
#[test]
fn the_report_of_coverage_names_who_was_not_reached_and_why() {
    let desk = village();
    desk.done(&["edit", &person(&desk), "visit_facts=老党员、致富典型", "visit_basis=支部名册"]);
    desk.done(&["add", "postings", "neighbourhood=一组", "member=李强", "from=2026-01-01"]);
    let report = desk.json(&["report", "coverage"]);
    let gauge = |report: &Json, key: &str| {
        let all = report["categories"].as_array().unwrap();
        let own = all.iter().find(|item| item["category"] == key).unwrap();
        [own["due"].clone(), own["visited"].clone(), own["left"].clone()].map(|count| count.as_u64().unwrap())
    };
    assert_eq!(report["categories"].as_array().unwrap().len(), 6);
    assert_eq!(gauge(&report, "veteran_member"), [1, 0, 1]);
    let told = desk.done(&["report", "coverage"]);
    assert!(told.contains("仇英") && told.contains("老党员：支部名册") && told.contains("李强"), "{told}");
    desk.done(&["visit", "仇英", "--date", "2026-11-20", "--words", "好"]);
    let report = desk.json(&["report", "coverage"]);
    assert_eq!((gauge(&report, "veteran_member"), gauge(&report, "exemplar")), ([1, 1, 0], [1, 1, 0]));
    let place =
        report["neighbourhoods"].as_array().unwrap().iter().find(|place| place["name"] == "一组").unwrap();
    assert_eq!(
        (&place["households"], &place["visited"], &place["posted"][0]),
        (&1.into(), &1.into(), &"李强".into())
    );
    desk.done(&["add", "phases", "name=后期活动", "from=2026-11-21"]);
    assert_eq!(gauge(&desk.json(&["report", "coverage", "--phase", "后期活动"]), "exemplar"), [1, 0, 1]);
    assert_eq!(gauge(&desk.json(&["report", "coverage", "--to", "2026-11-20"]), "exemplar"), [1, 1, 0]);
    let file = desk.path("走访.csv");
    assert_eq!(desk.json(&["report", "coverage", "--out", &file])["rows"], 2);
    let sheet = fs::read_to_string(&file).unwrap();
    assert!(
        sheet.contains("仇英") && !sheet.contains("支部名册"),
        "what a reason rests on stays here: {sheet}"
    );
    assert_eq!(code(&desk.run(&["report", "coverage", "--out", &file])), 1, "nothing is written over");
}

fn person(desk: &Desk) -> String {
    let found = desk.json(&["list", "residents", "仇英"]);
    found["items"][0]["id"].as_str().expect("an id").to_owned()
}

// Shows A1, A2, A3, A4.
#[test]
fn lists_take_a_phase_and_unfinished_issues_are_carried_over_with_their_first_day() {
    let desk = village();
    desk.done(&["visit", "仇英", "--category", "hardship", "--date", "2026-11-10", "--words", "好"]);
    desk.done(&["add", "phases", "name=前期活动", "authority=市委", "from=2026-09-01", "discipline=不扰民"]);
    desk.done(&[
        "add",
        "phases",
        "name=后期活动",
        "authority=党工委",
        "from=2027-01-01",
        "switch=更换计划、重排挂点",
    ]);
    let total = |ledger: &str, phase: &str| desk.json(&["list", ledger, "--phase", phase])["total"].clone();
    assert_eq!((total("visits", "前期活动"), total("visits", "后期活动")), (1.into(), 0.into()));
    // The open issue is in both, and registered once.
    assert_eq!((total("issues", "前期活动"), total("issues", "后期活动")), (1.into(), 1.into()));
    let over = desk.json(&["phase", "后期活动"]);
    assert_eq!(over["carried_over"][0]["number"], "A-1");
    assert_eq!(over["to_switch"].as_array().unwrap().len(), 2);
    let first = over["carried_over"][0]["first"].as_str().unwrap().to_owned();
    let shown = desk.json(&["show", "A-1"]);
    assert_eq!((&shown["phase"], &shown["carried_over"]), (&"前期活动".into(), &Json::Null));
    let later = [("MINQING_NOW", "2027-01-05T08:30:00+08:00")];
    let told = stdout(&minqing(&desk.home(), &["show", "A-1"], &later));
    assert!(told.contains(&format!("前期带入，首次登记 {first}")), "{told}");
    // A report is of a phase, or of the whole.
    let month = |phase: &str| -> Json {
        let told = minqing(&desk.home(), &["report", "monthly", "--phase", phase, "--json"], &later);
        serde_json::from_str(&stdout(&told)).unwrap()
    };
    let (before, after) = (month("前期活动"), month("后期活动"));
    assert_eq!((&before["from"], &before["to"]), (&"2026-09-01".into(), &"2026-12-31".into()));
    assert_eq!((&before["open_before"], &before["registered"]), (&0.into(), &1.into()));
    assert_eq!((&after["from"], &after["to"]), (&"2027-01-01".into(), &"2027-01-05".into()));
    assert_eq!(
        (&after["open_before"], &after["registered"], &after["open"]),
        (&1.into(), &0.into(), &1.into())
    );
    let over = desk.done(&["phase", "后期活动"]);
    assert!(over.contains("[ ] 更换计划") && over.contains("A-1"), "{over}");
    assert_eq!(code(&desk.run(&["list", "visits", "--phase", "没有的"])), 1);
}

// Shows A5, A6, A9, A14, A15.
#[test]
fn the_plan_and_the_tree_of_units_are_shown() {
    let desk = village();
    desk.done(&["add", "units", "name=党工委", "kind=党工委"]);
    desk.done(&["add", "units", "name=党政办公室", "parent=党工委", "duties=跟踪督查"]);
    desk.done(&["add", "postings", "neighbourhood=一组", "enterprise=禾穗食品厂", "from=2026-01-01"]);
    let units = desk.done(&["units"]);
    assert!(units.contains("党工委\n  党政办公室  跟踪督查") && units.contains("企业 禾穗食品厂"), "{units}");
    let root = desk.json(&["units"])["items"][0]["id"].as_str().unwrap().to_owned();
    let circle = desk.run(&["edit", &root, "parent=党政办公室"]);
    assert!(code(&circle) == 1 && stderr(&circle).contains("下级"), "{}", stderr(&circle));
    desk.done(&["add", "goals", "name=走遍一组", "target=40", "measure=走访户数", "from=2026-11-01"]);
    let task = desk.done(&[
        "add",
        "tasks",
        "name=看仇英",
        "from=2026-11-22",
        "owner=李强",
        "resident=仇英",
        "goal=走遍一组",
    ]);
    let days = ["plan", "--from", "2026-11-20", "--to", "2026-11-25"];
    let plan = desk.json(&days);
    assert_eq!((&plan["tasks"][0]["done"], &plan["goals"][0]["reached"]), (&false.into(), &0.into()));
    assert_eq!(plan["days"][0]["planned"], 1);
    let bare = desk.run(&["edit", task.trim(), "done_on=今天"]);
    assert!(code(&bare) == 1 && stderr(&bare).contains("依据"), "{}", stderr(&bare));
    desk.done(&["visit", "仇英", "--category", "hardship", "--date", "2026-11-22", "--words", "好"]);
    let plan = desk.json(&days);
    assert_eq!((&plan["tasks"][0]["done"], &plan["goals"][0]["reached"]), (&true.into(), &1.into()));
    // It is due tomorrow: soon is as many days as are told.
    assert!(!desk.done(&["plan", "--soon", "0"]).contains("A-1"));
    assert!(desk.done(&["plan", "--soon", "30"]).contains("A-1"));
}

// Shows C3, C4.
#[test]
fn the_third_list_refuses_what_nobody_follows_up_and_takes_new_items() {
    let desk = village();
    let bare = desk.run(&["check", "harmony", "fire_hazards", "--at", "一组", "--clear", "--basis", "看过"]);
    assert!(code(&bare) == 1 && stderr(&bare).contains("下一步"), "{}", stderr(&bare));
    let no_basis = desk.run(&["check", "prosperity", "work_wishes", "--at", "一组", "--clear"]);
    assert!(code(&no_basis) == 1 && stderr(&no_basis).contains("依据"), "{}", stderr(&no_basis));
    desk.done(&["check", "harmony", "--add", "独居老人用气", "--hint", "哪几户"]);
    assert_eq!(code(&desk.run(&["check", "harmony", "--add", "独居老人用气"])), 1);
    let next = ["--at", "一组", "--working", "--next", "上门看"];
    let check = desk.json(&[&["check", "harmony", "独居老人用气"][..], &next].concat());
    assert_eq!((&check["state"], &check["counted"]), (&"working".into(), &"working".into()));
    desk.done(&["check", "harmony", "--retire", "独居老人用气"]);
    assert!(!desk.done(&["check", "harmony"]).contains("独居老人用气"));
    assert_eq!(code(&desk.run(&["check", "harmony", "独居老人用气", "--at", "一组"])), 1);
}

// Shows E5, E6.
#[test]
fn disputes_are_listed_with_who_leads_each_and_a_sheet_tells_the_lawful_ways() {
    let desk = village();
    let add = |more: &[&str]| {
        let issue = desk.json(&[&["add", "issues", "from=仇英", "neighbourhood=一组"], more].concat());
        issue["number"].as_str().unwrap().to_owned()
    };
    let bus = add(&["title=三十户要求通公交", "scale=group"]);
    let wall = add(&["title=两家争院墙", "kind=dispute"]);
    let listed = desk.json(&["report", "disputes"]);
    let numbers: Vec<&str> =
        listed["items"].as_array().unwrap().iter().map(|item| item["number"].as_str().unwrap()).collect();
    assert_eq!((numbers[0], numbers.contains(&wall.as_str())), (bus.as_str(), true));
    assert_eq!(listed["unled"], 1);
    desk.done(&["edit", &bus, "sponsor=李强"]);
    desk.done(&["issue", "mediate", &wall, "text=两家都到场"]);
    let file = desk.path("突出矛盾.csv");
    let told = desk.done(&["report", "disputes", "--out", &file]);
    let sheet = fs::read_to_string(&file).unwrap();
    for told in [told, sheet] {
        for part in ["包案人", "李强", "两家争院墙", "调解"] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(!told.contains("仇英") && !told.contains("还没有包案人"), "matters, not people: {told}");
    }
    let ways = desk.json(&["issue", "analysis", &bus])["lawful_ways"].as_str().unwrap().to_owned();
    assert!(ways.contains("12345") && ways.contains("复查"), "{ways}");
    // Who reads the answer is told them as well, in his language.
    let told = desk.done(&["issue", "analysis", &bus]);
    assert!(told.contains("还没有分析单") && told.contains(&ways), "{told}");
    let english = desk.done(&["--lang", "en", "issue", "analysis", &bus]);
    assert!(english.contains("lawful ways: in person"), "{english}");
}

#[test]
fn a_dispute_is_listed_with_the_words_of_its_last_step() {
    let desk = village();
    let issue = desk.json(&["add", "issues", "from=仇英", "title=两家争院墙", "kind=dispute"]);
    let number = issue["number"].as_str().unwrap().to_owned();
    desk.done(&["issue", "mediate", &number, "text=两家都到场，约好量一量，电话13911112222"]);
    let told = desk.done(&["report", "disputes"]);
    assert!(told.contains("调解：两家都到场，约好量一量"), "{told}");
    assert!(!told.contains("13911112222"), "{told}");
}

#[test]
fn that_somebody_was_here_is_told_with_his_name_or_without_a_gap() {
    let desk = village();
    desk.done(&["visit", "仇英", "--words", "好"]);
    let again = stderr(&desk.run(&["visit", "仇英", "--words", "还好"]));
    assert!(again.contains("已有人走访这一户：张晓敏"), "{again}");
    let desk = village();
    desk.done(&["add", "visits", "date=2026-11-29", "resident=仇英", "words=路过"]);
    let told = stderr(&desk.run(&["visit", "仇英", "--words", "还好"]));
    assert!(told.contains("1 天前（2026-11-29）已有人走访这一户，请想想是否打扰"), "{told}");
}

#[test]
fn a_mobile_number_in_words_is_masked_on_ones_own_laptop_until_a_reason_is_told() {
    let desk = village();
    let detail = "detail=漏水，打139 1111 2222找她";
    let issue = desk.json(&["add", "issues", "from=仇英", "title=厨房漏水", detail]);
    let number = issue["number"].as_str().unwrap().to_owned();
    desk.done(&["visit", "仇英", "--words", "她女儿的号码是13922223333"]);
    for told in [
        desk.done(&["show", &number]),
        desk.json(&["show", &number]).to_string(),
        desk.json(&["list", "issues"]).to_string(),
        desk.json(&["list", "visits"]).to_string(),
    ] {
        assert!(told.contains("139****2222") || told.contains("139****3333"), "{told}");
        assert!(!told.contains("139 1111 2222") && !told.contains("13922223333"), "{told}");
    }
    assert!(desk.done(&["show", &number, "--unmasked", "回电话"]).contains("139 1111 2222"));
}

#[test]
fn the_month_of_visits_counts_households_once_and_nobody() {
    let desk = village();
    desk.done(&["visit", "仇英", "--date", "2026-10-20", "--words", "好"]);
    desk.done(&["visit", "仇英", "--date", "2026-11-20", "--words", "路灯不亮", "--issue", "路灯不亮"]);
    desk.done(&["visit", "仇英", "--date", "2026-11-21", "--words", "好", "--way", "电话"]);
    let file = desk.path("走访月报.csv");
    let told = desk.json(&["report", "visits", "--month", "2026-11", "--out", &file]);
    let pair = |key: &str| [told[key]["now"].as_u64().unwrap(), told[key]["total"].as_u64().unwrap()];
    assert_eq!((pair("at_home"), pair("otherwise"), pair("visits")), ([1, 1], [0, 0], [2, 3]), "{told}");
    // With the one that was there before.
    assert_eq!(told["classes"][""]["now"], 2, "{told}");
    let sheet = fs::read_to_string(&file).unwrap();
    assert!(sheet.contains("入户走访户数,1,1") && !sheet.contains("仇英"), "{sheet}");
    let october = desk.json(&["report", "visits", "--month", "2026-10"]);
    assert_eq!((&october["visits"]["now"], &october["to"]), (&1.into(), &"2026-10-31".into()));
}
