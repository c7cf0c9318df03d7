//! Sheets into a workspace, as somebody would bring them.

mod declared;
mod kept;
mod privacy;
mod round_trip;

use std::{fmt::Write as _, path::Path};

use jiff::Timestamp;
use proptest::{prelude::*, test_runner::TestCaseError};

use super::*;
use crate::{
    domain::{
        calendar,
        exports::Form,
        id::RecordId,
        issues::{issues, steps},
        roster::{households, residents},
        standing::{Status, StepKind},
        value::Value,
        wording::Lang,
    },
    exchange::{
        ledger_file,
        samples::{read_as, shared},
        sheet::{self, Cell, Limits, Row},
    },
    workbench::{Cost, bench::Founding, clock::Clock, draft::Draft},
};

fn found(home: &Path) -> Workbench {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: String::new(),
        member: "张晓敏".into(),
        letter: "a".into(),
    };
    let clock = Clock::Fixed(Timestamp::from_second(1_795_000_000).unwrap());
    Workbench::create(home, &founding, "pass", Cost { memory_kib: 64, passes: 1, lanes: 1 }, clock).unwrap()
}

fn bench() -> (tempfile::TempDir, Workbench) {
    let folder = tempfile::tempdir().unwrap();
    let bench = found(&folder.path().join("a"));
    (folder, bench)
}

fn csv(text: &str) -> Sheet {
    read_as("名单.csv", text.as_bytes()).unwrap()
}

fn real(name: &str) -> Option<Sheet> {
    shared(name).map(|path| sheet::read(&path, None, &Limits::default()).unwrap())
}

fn take(bench: &mut Workbench, sheet: &Sheet, ledger: &str) -> IntakeReport {
    take_in(bench, sheet, &IntakeOrder::new(ledger), &mut |_, _| {}).unwrap()
}

fn mapped(ledger: &str, maps: &[(&str, &str)]) -> IntakeOrder {
    let maps = maps.iter().map(|(column, key)| ((*column).to_owned(), (*key).to_owned())).collect();
    IntakeOrder { maps, ..IntakeOrder::new(ledger) }
}

fn counts(report: &IntakeReport) -> [usize; 5] {
    let Counts { taken, merged, changed, refused, totals } = report.counts;
    assert_eq!(taken + merged + refused + totals, report.rows.len());
    [taken, merged, changed, refused, totals]
}

fn fates(report: &IntakeReport) -> Vec<&'static str> {
    report.rows.iter().map(|row| row.fate.key()).collect()
}

fn warnings(report: &IntakeReport, row: usize) -> Vec<&'static str> {
    report.rows[row].warnings.iter().map(RowProblem::key).collect()
}

fn only(bench: &Workbench, ledger: &str) -> crate::domain::row::Row {
    let mut rows = bench.standing(ledger).unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[test]
fn one_home_written_full_width_and_half_width_is_one_household() {
    let (_folder, mut bench) = bench();
    let sheet =
        csv("姓名,组别,住址,与户主关系\n赵大海,三组,１号院２单元301,户主\n钱小兰,三组,1号院 2单元301,妻\n");
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((report.counts.taken, report.more.households), (2, 1));
}

#[test]
fn a_namesake_of_the_neighbourhood_is_told_and_kept() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,组别\n张小妹,三组\n"), "residents");
    let again = take(
        &mut bench,
        &csv("姓名,组别,电话\n张小妹,三组,13800000001\n张小妹,四组,13800000002\n"),
        "residents",
    );
    assert_eq!(again.counts.taken, 2);
    let warned: Vec<&[RowProblem]> = again.rows.iter().map(|row| row.warnings.as_slice()).collect();
    assert_eq!(warned, [&[RowProblem::SameName][..], &[]]);
}

#[test]
fn headings_and_words_of_real_books_of_issues_are_known() {
    let (_folder, mut bench) = bench();
    let sheet = csv("序号或来信编号,信访类型,接件时间,姓名,反映事项,诉求人类别,事件规模\n\
         L-1,来访,2026-11-02,赵六,三组路灯不亮,反映人,个体性事件\n");
    let report = take(&mut bench, &sheet, "issues");
    assert_eq!((report.counts.taken, report.counts.refused), (1, 0));
    let issue = bench.rows("issues").unwrap()[0].clone();
    for (tag, key) in
        [(issues::CHANNEL, "contact"), (issues::REFLECTOR, "individual"), (issues::SCALE, "individual")]
    {
        assert_eq!(issue.text(tag), key);
    }
    assert_eq!((issue.text(issues::TITLE), issue.text(issues::FROM)), ("三组路灯不亮", "赵六"));
}

// Shows E7, B10.
#[test]
fn a_sheet_of_issues_tells_how_they_were_handled_and_brings_none_of_it_in() {
    let (folder, mut bench) = bench();
    take(&mut bench, &csv("内容,反映人\n路灯不亮,赵六\n沟渠堵塞,钱七\n"), "issues");
    let mut cases = bench.cases().unwrap();
    cases.sort_by_key(|case| case.issue.text(issues::TITLE).to_owned());
    let lamp = cases.pop().unwrap().issue.id;
    let text = |text: &str| (steps::TEXT, Value::Text(text.into()));
    let way = (steps::WAY, Value::Choice("in_person".into()));
    bench.take_step(lamp, StepKind::Accept, &[]).unwrap();
    bench.take_step(lamp, StepKind::Reply, &[text("周五换灯，有事打 13800000001"), way]).unwrap();
    let solved = (steps::OUTCOME, Value::Choice("solved".into()));
    bench.take_step(lamp, StepKind::Resolve, &[text("已换灯"), solved]).unwrap();

    let told = |form: Form, name: &str| {
        let path = folder.path().join(name);
        ledger_file::export(&bench, "issues", &|_| true, &path, form).unwrap();
        let sheet = sheet::read(&path, None, &Limits::default()).unwrap();
        let mut rows = sheet.rows.iter().map(|row| row.cells.iter().map(Cell::text).collect::<Vec<_>>());
        let header = rows.next().unwrap();
        let rows: Vec<_> = rows.collect();
        move |title: &str| {
            let at = header.iter().position(|name| name == title)?;
            let row = rows.iter().find(|row| row.iter().any(|cell| cell.contains("路灯")))?;
            Some(row.get(at).cloned().unwrap_or_default())
        }
    };
    let masked = told(Form::Masked, "masked.csv");
    for (title, expected) in [
        ("状态", "已办结"),
        ("责任人", "张晓敏"),
        ("是否超期", "否"),
        ("最近答复", "周五换灯，有事打 138****0001"),
        ("结果", "已解决"),
        ("化解（办理）情况", "已换灯"),
        ("办结日期", "2026-11-18"),
    ] {
        assert_eq!(masked(title).as_deref(), Some(expected), "{title}");
    }
    let course = masked("办理经过").unwrap();
    assert!(["受理", "回音", "已换灯"].iter().all(|word| course.contains(word)), "{course}");
    assert!(told(Form::Full, "full.csv")("最近答复").unwrap().contains("13800000001"));
    let public = told(Form::Public, "public.csv");
    assert_eq!((public("状态").as_deref(), public("最近答复")), (Some("已办结"), None));

    let back = sheet::read(&folder.path().join("masked.csv"), None, &Limits::default()).unwrap();
    let report = take(&mut bench, &back, "issues");
    let note = |title: &str| report.columns.iter().find(|column| column.name == title).unwrap().note;
    assert_eq!(
        (note("状态"), note("编号"), note("内容")),
        (Some(ColumnNote::Derived), Some(ColumnNote::Derived), None)
    );
    assert_eq!((report.counts.taken, report.more.replies), (0, 0));
}

#[test]
fn the_roster_under_a_merged_title_is_taken_whole_and_once() {
    let Some(sheet) = real("rosters/residents-merged-title.xls") else { return };
    let (_folder, mut bench) = bench();
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((report.header_row, counts(&report)), (2, [13, 0, 0, 0, 0]));
    let left: Vec<_> = report.columns.iter().filter(|column| column.note.is_some()).collect();
    assert_eq!(left.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["学历", "工作单位"]);
    assert!(left.iter().all(|column| column.note == Some(ColumnNote::Unknown)));
    let rows = bench.standing("residents").unwrap();
    let numbers = rows.iter().filter(|row| row.text(residents::ID_NUMBER).len() == 18).count();
    assert_eq!((rows.len(), numbers), (13, 13));
    assert!(
        report.rows.iter().filter(|row| !row.warnings.is_empty()).count() > 6,
        "most checksums are wrong"
    );
    let digest = bench.digest();
    let again = take(&mut bench, &sheet, "residents");
    assert_eq!((counts(&again), again.commits), ([0, 13, 0, 0, 0], 0));
    assert_eq!(bench.digest(), digest);
    bench.undo().unwrap();
    assert!(bench.standing("residents").unwrap().is_empty());
}

#[test]
fn answered_messages_become_issues_with_their_replies() {
    let Some(sheet) = real("messages/replies.xlsx") else { return };
    let (_folder, mut bench) = bench();
    let report = take(&mut bench, &sheet, "issues");
    assert_eq!((counts(&report), report.more.replies), ([120, 0, 0, 0, 0], 120));
    assert!(report.rows.iter().all(|row| row.warnings.is_empty()));
    let cases = bench.cases().unwrap();
    assert_eq!(cases.len(), 120);
    for case in &cases {
        assert_eq!(case.standing.status, Status::Replied);
        assert!(case.standing.outcome.is_none());
        assert!(!case.issue.text(issues::DETAIL).starts_with(char::is_whitespace));
    }
    let case = cases.iter().find(|case| case.issue.text(issues::SOURCE) == "2549").unwrap();
    assert_eq!(case.issue.text(issues::FROM), "A00045581");
    let moment = |at| calendar::rfc3339(at);
    assert_eq!(moment(case.issue.instant(issues::REGISTERED).unwrap()), "2019-04-25T09:32:09+08:00");
    assert_eq!(moment(case.standing.steps[0].row.instant(steps::AT).unwrap()), "2019-05-10T14:56:53+08:00");
    let digest = bench.digest();
    let again = take(&mut bench, &sheet, "issues");
    assert_eq!((counts(&again), again.more.replies), ([0, 120, 0, 0, 0], 0));
    assert_eq!(bench.digest(), digest);
}

#[test]
fn messages_without_answers_stay_owed() {
    let Some(sheet) = real("messages/messages.xlsx") else { return };
    let (_folder, mut bench) = bench();
    let report = take(&mut bench, &sheet, "issues");
    assert_eq!((counts(&report), report.more), ([30, 0, 0, 0, 0], More::default()));
    assert!(bench.cases().unwrap().iter().all(|case| case.standing.status == Status::Registered));
    assert_eq!(counts(&take(&mut bench, &sheet, "issues")), [0, 30, 0, 0, 0]);
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let (_folder, mut bench) = bench();
    let sheet = csv("姓名,电话,居民小组,户号\n王芳,13812340001,三组,3-1\n王芳,13812340001,三组,3-1\n,1,,\n");
    let digest = bench.digest();
    let order = IntakeOrder { dry_run: true, ..IntakeOrder::new("residents") };
    let dry = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    assert_eq!((bench.digest(), dry.commits), (digest, 0));
    let wet = take(&mut bench, &sheet, "residents");
    assert_eq!((dry.counts, dry.more, fates(&dry)), (wet.counts, wet.more, fates(&wet)));
    assert_eq!((counts(&wet), wet.more.neighbourhoods, wet.more.households), ([1, 1, 0, 1, 0], 1, 1));
    assert_eq!(warnings(&wet, 1), ["twice_in_file"]);
    let plan = plan(&bench, &sheet, &order).unwrap();
    assert_eq!((plan.header_row, plan.rows, plan.columns), (1, 3, wet.columns));
}

#[test]
fn foreign_requests_come_in_by_mapping() {
    let Some(sheet) = real("requests311/nyc311_100rows_test_sample2.csv") else { return };
    let (_folder, mut bench) = bench();
    let order = mapped(
        "issues",
        &[
            ("Unique Key", "source"),
            ("Complaint Type", "title"),
            ("Descriptor", "detail"),
            ("Created Date", "registered"),
            ("Resolution Description", "steps.text"),
        ],
    );
    let report = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    let [taken, merged, _, refused, _] = counts(&report);
    assert_eq!(
        (taken + merged, refused),
        (100, 0),
        "{:?}",
        report.rows.iter().find(|row| row.fate.key() == "refused")
    );
    let again = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    assert_eq!((again.counts.taken, again.counts.changed, again.more.replies), (0, 0, 0));
}

#[test]
fn an_empty_id_never_equals_another() {
    let (_folder, mut bench) = bench();
    let sheet = csv("姓名,身份证号,联系电话,住址\n王芳,,,\n李强,,,\n王芳,,,\n王芳,,,三组5号\n王芳,无,无,\n");
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!(counts(&report), [5, 0, 0, 0, 0]);
    assert_eq!(counts(&take(&mut bench, &sheet, "residents")), [0, 5, 0, 0, 0]);
    let known = csv("姓名,联系电话\n王芳,13812340001\n");
    assert_eq!(
        counts(&take(&mut bench, &known, "residents")),
        [1, 0, 0, 0, 0],
        "a name alone matches nobody"
    );
}

#[test]
fn people_are_matched_by_what_tells_them_apart() {
    let (_folder, mut bench) = bench();
    let first = csv("姓名,身份证号,联系电话,住址\n\
         张三,11010519491231002X,,\n\
         李四,,13812340001,\n\
         王五,,,三组5号\n\
         赵六,11010519491231002x,,\n\
         李四,44052418800101001 4,13812340001,\n");
    let report = take(&mut bench, &first, "residents");
    // A number is one person's: under another name somebody would be lost.
    assert_eq!(fates(&report), ["taken", "taken", "taken", "refused", "merged"]);
    assert!(matches!(
        &report.rows[3].fate,
        Fate::Refused(why) if why[..] == [RowProblem::OtherName { name: "张三".into() }]
    ));
    let nobody_lost = take(&mut bench, &csv("姓名,身份证号\n赵六,\n"), "residents");
    assert_eq!(fates(&nobody_lost), ["taken"]);
    let second = csv("姓名,身份证号,联系电话,住址\n\
         李四,,13812340001,八组1号\n\
         李四,340821199809091236,13812340001,\n\
         王五,,13812340009,三组5号\n");
    let report = take(&mut bench, &second, "residents");
    assert_eq!(fates(&report), ["merged", "taken", "merged"], "two ID numbers are two people");
    let third = csv("姓名,联系电话\n李四,13812340001\n");
    let report = take(&mut bench, &third, "residents");
    assert!(
        matches!(&report.rows[0].fate, Fate::Refused(why) if why[..] == [RowProblem::Ambiguous { records: 2 }])
    );
}

#[test]
fn a_spoilt_id_number_neither_matches_nor_overwrites() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,身份证号,电话\n王芳,440524188001010014,13812340001\n"), "residents");
    let text = |text: &str| Cell::Text(text.to_owned());
    let row = |number, cells| Row { number, cells };
    let spoilt = Cell::Number(440_524_188_001_010_014.0);
    let sheet = Sheet {
        name: "表".into(),
        rows: vec![
            row(1, vec![text("姓名"), text("身份证号"), text("电话")]),
            row(2, vec![text("王芳"), spoilt.clone(), text("13812340001")]),
            row(3, vec![text("王莉"), spoilt.clone(), Cell::Empty]),
            row(4, vec![text("王莉"), spoilt, Cell::Empty]),
        ],
    };
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!(fates(&report), ["merged", "taken", "taken"]);
    assert_eq!(warnings(&report, 0), ["lost_digits", "kept"]);
    let told = report.rows[0].warnings[1].sentence(Lang::Zh);
    assert!(!told.contains("4405"), "{told}");
    let rows = bench.standing("residents").unwrap();
    assert!(rows.iter().any(|row| row.text(residents::ID_NUMBER) == "440524188001010014"));
}

#[test]
fn a_merge_fills_what_is_empty_and_keeps_what_is_there() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,电话,备注,需要的帮助\n王芳,13812340001,独居,\n"), "residents");
    let sheet = csv("姓名,电话,备注,性别,需要的帮助\n王芳,138 1234 0001,别的,女,就业、就医\n");
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((counts(&report), warnings(&report, 0)), ([0, 1, 1, 0, 0], vec!["kept"]));
    let row = only(&bench, "residents");
    assert_eq!((row.text(residents::NOTE), row.text(residents::SEX)), ("独居", "female"));
    assert_eq!(row.all(residents::TAGS).len(), 2);
    assert_eq!(counts(&take(&mut bench, &sheet, "residents")), [0, 1, 0, 0, 0]);
}

#[test]
fn columns_are_taken_only_when_known_asked_for_and_harmless() {
    let (_folder, mut bench) = bench();
    let sheet = csv("姓名(必填),重点人员类别,学历,联系电话：,手机\n王芳,甲,硕士,13812340001,13812340002\n");
    let notes = |report: &IntakeReport| report.columns.iter().map(|column| column.note).collect::<Vec<_>>();
    let order = mapped("residents", &[("学历", "note"), ("重点人员类别", "note"), ("联系电话", "-")]);
    let report = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    assert_eq!(notes(&report), [None, Some(ColumnNote::Risk), None, Some(ColumnNote::Skipped), None]);
    let row = only(&bench, "residents");
    assert_eq!((row.text(residents::NOTE), row.text(residents::PHONE)), ("硕士", "13812340002"));
    let plain = plan(&bench, &sheet, &IntakeOrder::new("residents")).unwrap();
    assert_eq!(plain.columns[4].note, Some(ColumnNote::MappedTwice));
    let order = mapped("residents", &[("没有这列", "note")]);
    assert!(matches!(plan(&bench, &sheet, &order), Err(IntakeError::NoColumn { .. })));
    let order = mapped("residents", &[("学历", "religion")]);
    assert!(matches!(plan(&bench, &sheet, &order), Err(IntakeError::Work(Error::NoField { .. }))));
    for note in [ColumnNote::Unknown, ColumnNote::Risk, ColumnNote::Skipped, ColumnNote::MappedTwice] {
        assert!(
            note.sentence("学历", None, Lang::Zh).contains("学历")
                && note.sentence("x", Some("note"), Lang::En).contains('x')
        );
    }
}

// Shows A8.
#[test]
fn words_that_label_people_come_in_by_no_column_and_by_no_cell() {
    let (_folder, mut bench) = bench();
    let sheet = csv(
        "姓名,关注程度,困难程度,人员现状,稳控责任人,宗教信仰,银行卡号,需要的帮助,备注,出生日期\n\
         王芳,一级,特困,稳定,李所长,无,6222020000,\"重点人员、学电工\",\"独居，列为稳控对象，要送药\",1960-05-01\n\
         王小明,,,,,,,,,2020-05-01\n",
    );
    let order = mapped("residents", &[("人员现状", "note"), ("宗教信仰", "note"), ("银行卡号", "tags")]);
    let report = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    let notes: Vec<_> = report.columns.iter().skip(1).take(6).map(|column| column.note).collect();
    let (risk, never) = (Some(ColumnNote::Risk), Some(ColumnNote::Never));
    assert_eq!(notes, [risk, risk, risk, risk, never, never]);
    assert_eq!(warnings(&report, 0), ["label", "label"]);
    assert_eq!(warnings(&report, 1), ["minor"]);
    let rows = bench.standing("residents").unwrap();
    let row = rows.iter().find(|row| row.text(residents::NAME) == "王芳").unwrap();
    assert_eq!(row.all(residents::TAGS), [Value::Text("学电工".into())]);
    assert_eq!(row.text(residents::NOTE), "独居，要送药");
    // A matter is told in whatever words it was told.
    let sheet = csv("标题,详情\n反映邻居,说隔壁有吸毒人员\n");
    take_in(&mut bench, &sheet, &IntakeOrder::new("issues"), &mut |_, _| {}).unwrap();
    assert_eq!(bench.standing("issues").unwrap()[0].text(issues::DETAIL), "说隔壁有吸毒人员");
}

#[test]
fn households_come_with_their_people() {
    let (_folder, mut bench) = bench();
    let sheet = csv("户号,姓名,与户主关系,住址,小组\n\
         1,王大山,户主,三组1号,三组\n\
         1,李梅,配偶,三组1号,三组\n\
         1,赵小东,户主,五组1号,五组\n\
         ,钱进,户主,五组2号,五组\n");
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!(
        (counts(&report), report.more.households, report.more.neighbourhoods),
        ([4, 0, 0, 0, 0], 3, 2)
    );
    let homes = bench.standing("households").unwrap();
    let mut heads: Vec<&str> = homes.iter().map(|home| home.text(households::HEAD)).collect();
    heads.sort_unstable();
    assert_eq!(heads, ["王大山", "赵小东", "钱进"]);
    assert_eq!(counts(&take(&mut bench, &sheet, "residents")), [0, 4, 0, 0, 0]);
    let list = csv("户号,住址,小组,户主,家庭人口\n1,三组1号,三组,王大山,4\n,五组2号,五组,,x\n合计,,,,4\n");
    let report = take(&mut bench, &list, "households");
    assert_eq!(fates(&report), ["merged", "refused", "total"]);
    assert_eq!(bench.standing("households").unwrap().len(), 3);
}

// Shows E2.
#[test]
fn what_was_done_is_no_reply_to_whoever_asked() {
    let (_folder, mut bench) = bench();
    let sheet = csv("留言编号,留言主题,办理情况\n7,路灯不亮,未办理\n");
    assert_eq!(fates(&take(&mut bench, &sheet, "issues")), ["taken"]);
    assert!(bench.standing("steps").unwrap().is_empty());
    assert!(!bench.cases().unwrap()[0].standing.answered);
}

#[test]
fn a_reply_without_time_counts_as_given_now_and_only_once() {
    let (_folder, mut bench) = bench();
    let sheet = csv(
        "留言编号,留言详情,答复意见\n7,路灯坏了，晚上看不见，请派人来修一修，老人出门不方便，容易摔跤。,已换灯\n8,,\n",
    );
    let report = take(&mut bench, &sheet, "issues");
    assert_eq!(fates(&report), ["taken", "refused"]);
    assert_eq!(warnings(&report, 0), ["reply_without_time"]);
    let row = only(&bench, "issues");
    assert_eq!(row.text(issues::TITLE).chars().count(), 30);
    let later = csv("留言编号,留言主题,答复意见\n7,路灯,已换灯\n7,路灯,又修了一次\n");
    let report = take(&mut bench, &later, "issues");
    assert_eq!((fates(&report), report.more.replies), (vec!["merged", "merged"], 1));
    assert_ne!(only(&bench, "issues").text(issues::TITLE), "路灯", "what was there is kept");
    assert!(warnings(&report, 0).contains(&"kept"));
    assert_eq!(bench.standing("steps").unwrap().len(), 2);
}

#[test]
fn a_field_may_be_named_to_match_by() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,电话\n王芳,13812340001\n,13812340002\n"), "residents");
    let order = IntakeOrder { match_on: Some("phone".into()), ..IntakeOrder::new("residents") };
    let sheet = csv("姓名,电话,性别\n王方,13812340001,女\n李梅,,女\n李梅,,女\n");
    let report = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    assert_eq!(fates(&report), ["merged", "taken", "taken"]);
}

#[test]
fn an_old_office_csv_is_read_and_a_ledger_comes_out_and_in_again() {
    let text = "姓名,身份证号,电话,居民小组\n单小明,340821199809091236,13812340001,三组\n合计,,,1\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let sheet = read_as("名单.csv", &bytes).unwrap();
    for name in ["全部.xlsx", "全部.csv"] {
        let (folder, mut bench) = bench();
        assert_eq!(counts(&take(&mut bench, &sheet, "residents")), [1, 0, 0, 0, 1]);
        let path = folder.path().join(name);
        assert_eq!(ledger_file::export(&bench, "residents", &|_| true, &path, Form::Masked).unwrap(), 1);
        let back = sheet::read(&path, None, &Limits::default()).unwrap();
        let cells: Vec<String> = back.rows[1].cells.iter().map(Cell::text).collect();
        assert!(
            cells.contains(&"138****0001".to_owned()) && cells.contains(&"**************1236".to_owned())
        );
        let report = take(&mut bench, &back, "residents");
        assert!(warnings(&report, 0).contains(&"masked"), "{report:?}");
        let path = folder.path().join(name);
        ledger_file::export(
            &bench,
            "residents",
            &|row| !row.text(residents::PHONE).is_empty(),
            &path,
            Form::Full,
        )
        .unwrap();
        let back = sheet::read(&path, None, &Limits::default()).unwrap();
        assert!(back.rows[1].cells.contains(&Cell::Text("340821199809091236".to_owned())));
        assert_eq!(counts(&take(&mut bench, &back, "residents")), [0, 1, 0, 0, 0]);
    }
    let (folder, bench) = bench();
    let nowhere =
        ledger_file::export(&bench, "residents", &|_| true, &folder.path().join("a.pdf"), Form::Masked);
    assert!(nowhere.is_err());
}

#[test]
fn ledgers_that_the_program_fills_take_no_sheet() {
    let (_folder, mut bench) = bench();
    let sheet = csv("时间,内容\n2026-11-22,x\n");
    for ledger in ["steps", "accesses", "checks"] {
        let refused = take_in(&mut bench, &sheet, &IntakeOrder::new(ledger), &mut |_, _| {});
        assert!(matches!(refused, Err(IntakeError::Work(Error::Refused(_)))), "{ledger}");
    }
    let nothing = take_in(&mut bench, &csv("甲,乙\n1,2\n"), &IntakeOrder::new("residents"), &mut |_, _| {});
    let error = nothing.unwrap_err();
    assert!(matches!(error, IntakeError::NothingMapped { .. }));
    assert!(error.sentence(Lang::Zh).contains("姓名") && error.exit_code() == 1);
}

#[test]
fn a_deleted_person_is_taken_anew() {
    let (_folder, mut bench) = bench();
    let sheet = csv("姓名,电话,小组\n王芳,13812340001,三组\n");
    let first = take(&mut bench, &sheet, "residents");
    let Fate::Taken(id) = first.rows[0].fate else { unreachable!("taken") };
    let mut draft = Draft::new();
    draft.delete(id);
    draft.delete(crate::workbench::lookup::neighbourhood_id("三组"));
    bench.commit(draft).unwrap();
    let again = take(&mut bench, &sheet, "residents");
    assert_eq!((counts(&again), again.more.neighbourhoods), ([1, 0, 0, 0, 0], 1));
    assert_eq!(bench.standing("neighbourhoods").unwrap().len(), 1);
    let _: RecordId = id;
}

fn any_cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        4 => prop_oneof![Just("甲".to_owned()), Just("乙".to_owned()), Just("合计".to_owned())],
        2 => prop_oneof![Just("13812340001".to_owned()), Just("13812340002".to_owned()), Just("无".to_owned())],
        2 => prop_oneof![Just("11010519491231002X".to_owned()), Just("440524188001010014".to_owned())],
        1 => prop_oneof![Just("2026-11-22".to_owned()), Just("=1".to_owned()), Just("\u{1b}[31m".to_owned())],
    ]
}

/// Takes rows in twice: each is accounted for once, and a second time nothing is new.
fn account_for(rows: &[Vec<String>], ledger: &str) -> Result<(), TestCaseError> {
    let header = match ledger {
        "residents" => "姓名,电话,身份证号,住址,户号,小组,出生日期",
        "households" => "住址,户号,小组,户主,电话,备注,需要的帮助",
        "issues" => "主题,留言编号,详情,答复意见,答复时间,小组,留言时间",
        "visits" => "日期,类别,户主,走访人,原话,归纳,地点",
        _ => "姓名,单位,手机,职责,驻点小组,甲,乙",
    };
    let lines = rows.iter().map(|cells| cells.join(","));
    let sheet = csv(&std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>().join("\n"));
    let order = IntakeOrder { header_row: Some(1), ..IntakeOrder::new(ledger) };
    let (_folder, mut bench) = bench();
    let before = bench.standing(ledger).unwrap().len();
    let report = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    let [taken, ..] = counts(&report);
    prop_assert_eq!(report.rows.len(), sheet.rows.len() - 1);
    let numbers: Vec<u32> = report.rows.iter().map(|row| row.row).collect();
    prop_assert_eq!(numbers, sheet.rows[1..].iter().map(|row| row.number).collect::<Vec<_>>());
    prop_assert_eq!(bench.standing(ledger).unwrap().len(), before + taken);
    for problem in report.rows.iter().flat_map(|row| &row.warnings) {
        prop_assert!(!problem.sentence(Lang::Zh).is_empty() && problem.sentence(Lang::En).len() > 3);
    }
    let again = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    prop_assert_eq!((again.counts.taken, again.more), (0, More::default()), "{:?}", again.rows);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_accounted_for_once_and_a_second_time_nothing_is_new(
        rows in proptest::collection::vec(proptest::collection::vec(any_cell(), 7), 0..14),
        ledger in prop_oneof![Just("residents"), Just("households"), Just("issues"), Just("visits"), Just("members")],
    ) {
        account_for(&rows, ledger)?;
    }
}

#[test]
fn rows_of_nothing_but_a_terminals_colours_are_accounted_for() {
    let coloured = |cells: usize| {
        let cell = |at| if at < cells { "\u{1b}[31m".to_owned() } else { String::new() };
        (0..7).map(cell).collect::<Vec<_>>()
    };
    for cells in [2, 7] {
        for ledger in ["residents", "households", "issues", "visits", "members"] {
            account_for(&[coloured(cells), coloured(cells)], ledger).unwrap();
        }
    }
}

#[test]
fn a_row_that_the_core_refuses_does_not_take_its_neighbours_along() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名\n单小明\n仇英\n"), "residents");
    let mut text = String::from("走访日期,走访类别,走访对象,原话\n");
    for at in 0..9 {
        let category = if at == 2 || at == 7 { "信访老户" } else { "困难群众" };
        writeln!(text, "2026-11-0{},{category},单小明,第{at}句", at % 9 + 1).unwrap();
    }
    let sheet = csv(&text);
    let order = IntakeOrder { dry_run: true, ..IntakeOrder::new("visits") };
    let dry = take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    let report = take(&mut bench, &sheet, "visits");
    assert_eq!((fates(&dry), dry.commits), (fates(&report), 0));
    assert_eq!(counts(&report), [7, 0, 0, 2, 0]);
    assert_eq!(report.rows.iter().map(|row| row.row).collect::<Vec<_>>(), (2..=10).collect::<Vec<_>>());
    assert_eq!((report.rows[2].fate.key(), report.rows[7].fate.key()), ("refused", "refused"));
    let Fate::Refused(reasons) = &report.rows[2].fate else { panic!("taken") };
    assert_eq!(reasons[0].key(), "rule");
    assert!(reasons[0].sentence(Lang::Zh).contains("信访老户"));
    assert_eq!(bench.standing("visits").unwrap().len(), 7);
}

#[test]
fn long_texts_make_smaller_commits() {
    let (_folder, mut bench) = bench();
    // Each about 30 kB.
    let long = "长".repeat(10_000);
    let mut text = String::from("内容,详情\n");
    for at in 0..300 {
        writeln!(text, "第{at}件,{at}{long}").unwrap();
    }
    let sheet = csv(&text);
    let report = take(&mut bench, &sheet, "issues");
    assert_eq!((counts(&report), report.commits), ([300, 0, 0, 0, 0], 3));
    assert_eq!(counts(&take(&mut bench, &sheet, "issues")), [0, 300, 0, 0, 0]);
}

#[test]
fn the_field_named_for_what_has_none_is_one_of_the_ledger() {
    let (_folder, mut bench) = bench();
    for (ledger, name, spare) in
        [("issues", "内容", "detail"), ("residents", "姓名", "note"), ("visits", "走访日期", "summary")]
    {
        let order = IntakeOrder { dry_run: true, ..IntakeOrder::new(ledger) };
        let report =
            take_in(&mut bench, &csv(&format!("{name},学历\n2026-11-01,x\n")), &order, &mut |_, _| {});
        let report = report.unwrap();
        assert_eq!(report.spare.as_deref(), Some(spare));
        assert!(bench.ledger(ledger).unwrap().field_by_key(spare).is_some());
        let told = report.columns[1].note.unwrap().sentence("学历", report.spare.as_deref(), Lang::Zh);
        assert!(told.contains(&format!("--map \"学历={spare}\"")), "{told}");
        // Nobody is told how to take in what is asked of nobody.
        let told = report.columns[1].note.unwrap().sentence("民族", report.spare.as_deref(), Lang::Zh);
        assert!(!told.contains("--map"), "{told}");
    }
}
