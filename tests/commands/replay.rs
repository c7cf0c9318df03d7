//! `minqing replay`: what a report of a bug tells of, done again on a copy.

use super::*;

/// A report that goes to the issues, begins one, and submits it.
fn report(place_of_form: &str) -> String {
    [
        "minqing-events 1",
        "version 0.1.0 linux",
        "lang zh-CN",
        "size 100 30",
        "dropped 0",
        "events",
        "Today/Today key F6",
        "Issues/Issues key n",
        &format!("{place_of_form} typed 字"),
        "Issues/Form typed 字",
        "Issues/Form key Ctrl-S",
    ]
    .join("\n")
        + "\n"
}

/// Every file of a workspace with what is in it.
fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(content(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            all.push((path, bytes));
        }
    }
    all.sort();
    all
}

#[test]
fn a_report_is_done_again_on_a_copy_and_the_workspace_stays_as_it_is() {
    let (desk, _) = stocked();
    let file = desk.path("events.txt");
    fs::write(&file, report("Issues/Form")).unwrap();
    let before = content(&desk.home());
    let told = desk.done(&["replay", &file]);
    assert!(told.contains("已登记：事项") && told.contains("字字") && told.contains("路灯不亮"), "{told}");
    let document = desk.json(&["replay", &file]);
    assert_eq!(document["astray"], Json::Null);
    assert!(document["frame"].as_str().unwrap().contains("字字"));
    assert!(content(&desk.home()) == before, "the workspace itself was written to");
    assert_eq!(desk.json(&["list", "issues"])["total"], 1);
}

#[test]
fn where_it_comes_to_another_place_is_told_and_exits_3() {
    let (desk, _) = stocked();
    let file = desk.path("events.txt");
    fs::write(&file, report("Visits/Form")).unwrap();
    let output = desk.run(&["replay", &file, "--lang", "zh-CN"]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(stderr(&output).contains("第 9 行起走到了别处"), "{}", stderr(&output));
    let output = desk.run(&["replay", &file, "--json", "--lang", "en"]);
    assert_eq!(code(&output), 3);
    let astray = document(&output)["astray"].as_str().unwrap().to_owned();
    assert!(astray.contains("Visits/Form is told, here it is Issues/Form"), "{astray}");
}

#[test]
fn what_is_no_report_and_what_is_not_there_are_refused() {
    let (desk, _) = stocked();
    let file = desk.path("events.txt");
    fs::write(&file, "王桂兰 13900001234\n").unwrap();
    let output = desk.run(&["replay", &file, "--lang", "zh-CN"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("这不是操作记录"), "{}", stderr(&output));
    let output = desk.run(&["replay", &desk.path("none.txt"), "--lang", "zh-CN"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("none.txt 读不了"), "{}", stderr(&output));
    fs::write(&file, report("Issues/Form")).unwrap();
    let output = minqing(&desk.home(), &["replay", &file], &[("MINQING_PASSPHRASE", "别的")]);
    assert_eq!(code(&output), 4, "{}", stderr(&output));
}
