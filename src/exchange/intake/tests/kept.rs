//! What no field takes is kept, and what follows from something else is not asked for.

use super::{bench, csv, fates, only, take, warnings};
use crate::{
    domain::{
        issues::{issues, steps},
        roster::{households, residents},
        visits,
        wording::Lang,
    },
    exchange::intake::{Fate, IntakeReport, RowProblem},
    workbench::Workbench,
};

fn used(report: &IntakeReport) -> Vec<&str> {
    report.columns.iter().filter(|column| column.note.is_none()).map(|column| column.name.as_str()).collect()
}

fn texts(bench: &Workbench, ledger: &str, tag: u16) -> Vec<String> {
    bench.standing(ledger).unwrap().iter().map(|row| row.text(tag).to_owned()).collect()
}

#[test]
fn nobody_is_left_out_for_a_birth_date_that_cannot_be_read() {
    let (_folder, mut bench) = bench();
    let odd = ["90.12.12", "一九五〇年三月", "60岁", "1975年5月", "11-22", "2028-01-01", "1950-02-30"];
    let lines: Vec<String> =
        odd.iter().enumerate().map(|(at, text)| format!("居民{at},三组,{text}")).collect();
    let sheet = csv(&format!("姓名,组别,出生年月\n王桂兰,三组,1949-12-31\n{}\n", lines.join("\n")));
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((report.counts.taken, report.counts.refused), (8, 0));
    assert!(warnings(&report, 0).is_empty() && report.rows[1].name == "居民0");
    let rows = bench.standing(residents::ID).unwrap();
    for (at, text) in odd.iter().enumerate() {
        let row = rows.iter().find(|row| row.text(residents::NAME) == format!("居民{at}")).unwrap();
        assert_eq!(
            (row.date(residents::BORN), row.text(residents::NOTE)),
            (None, &*format!("出生日期：{text}"))
        );
        let told =
            report.rows[at + 1].warnings.iter().find(|told| matches!(told, RowProblem::SetAside { .. }));
        let said = told.unwrap().sentence(Lang::Zh);
        assert!(said.contains(text) && said.contains("备注"), "{said}");
    }
    let again = take(&mut bench, &sheet, "residents");
    assert_eq!((again.counts.taken, again.counts.changed), (0, 0));
}

#[test]
fn of_a_row_that_was_not_taken_nothing_is_said_to_be_written() {
    let (_folder, mut bench) = bench();
    let sheet = csv(
        "姓名,组别,出生年月,电话,身份证号\n王芳,三组,1966年5月,1380000555,123\n,三组,1966年5月,1380000555,123\n",
    );
    let report = take(&mut bench, &sheet, "residents");
    assert_eq!((report.counts.taken, report.counts.refused), (1, 1));
    let said = |row: usize, lang| -> Vec<String> {
        report.rows[row].warnings.iter().map(|told| told.sentence(lang)).collect()
    };
    let zh = said(0, Lang::Zh);
    assert!(zh.iter().any(|told| told.contains("没有到日") && told.contains("原文写进了备注")), "{zh:?}");
    assert!(zh.iter().any(|told| told.contains("10 位（应为 11 位），已照原样保存")), "{zh:?}");
    let (zh, en) = (said(1, Lang::Zh), said(1, Lang::En));
    assert_eq!((zh.len(), en.len()), (3, 3), "what is wrong is told all the same: {zh:?}");
    assert!(zh.iter().any(|told| told.contains("没有到日")) && zh.iter().any(|told| told.contains("10 位")));
    for told in zh.iter().chain(&en) {
        for claim in ["写进了", "保存", "in the note (", "kept"] {
            assert!(!told.contains(claim), "{told}");
        }
    }
}

#[test]
fn a_list_of_households_tells_the_address_in_parts() {
    let (_folder, mut bench) = bench();
    let sheet = csv("户号,组,楼栋,单元,室,户主,家庭人口,联系人,联系电话\n\
         3-1,三组,5,2单元,301,王桂兰,3,王小明,13800001111\n");
    let report = take(&mut bench, &sheet, "households");
    assert_eq!((report.counts.taken, report.more.neighbourhoods), (1, 1), "{:?}", report.rows);
    let home = only(&bench, households::ID);
    assert_eq!(home.text(households::ADDRESS), "5栋2单元301");
    assert_eq!(home.text(households::NOTE), "联系人：王小明");
    assert_eq!(bench.find_in(households::ID, "3-1").unwrap(), home.id);
    assert_eq!(bench.find_in(households::ID, "５栋 2单元301").unwrap(), home.id);
}

#[test]
fn the_length_of_a_leave_follows_from_its_days() {
    let (_folder, mut bench) = bench();
    let member = bench.name_of(bench.member());
    let sheet = csv(&format!(
        "姓名,类别,事由,开始日期,结束日期,请假天数\n{member},事假,家里有事,2026-11-10,2026-11-12,3天\n\
         {member},病假,看病,2026-11-20,2026-11-20,\n"
    ));
    let report = take(&mut bench, &sheet, "leaves");
    assert_eq!((report.counts.taken, report.counts.refused), (2, 0), "{:?}", report.rows);
    let length = bench.ledger("leaves").unwrap().field_by_key("length").unwrap().tag;
    let mut told = texts(&bench, "leaves", length);
    told.sort();
    assert_eq!(told, ["one", "three"]);
}

#[test]
fn a_book_of_hazards_and_one_of_disputes_lose_nothing_about_the_matter() {
    let (_folder, mut bench) = bench();
    let hazards = csv(
        "编号,检查日期,检查人,部位,隐患描述,类别,级别,整改措施,责任人,资金,期限,应急措施,完成日期,复查人,复查结果,销号\n\
         1,2026-11-01,张晓敏,3栋楼道,楼道堆放杂物,消防,一般,清理,李强,500,2026-11-15,劝离,2026-11-10,张晓敏,合格,已销号\n",
    );
    let report = take(&mut bench, &hazards, "issues");
    assert_eq!((report.counts.taken, used(&report).len()), (1, 16), "{:?}", report.columns);
    assert_eq!(report.more.steps, 1);
    let hazard = only(&bench, issues::ID);
    assert_eq!((hazard.text(issues::KIND), hazard.text(issues::SOURCE)), ("hazard", "1"));
    let found = bench.cases().unwrap().remove(0).standing;
    assert_eq!(found.due.to_string(), "2026-11-15");
    assert_eq!(found.steps[0].row.text(steps::PART), "3栋楼道");
    assert_eq!(warnings(&report, 0), ["not_ended"]);
    let detail = hazard.text(issues::DETAIL);
    for line in ["部位：3栋楼道", "级别：一般", "期限：2026-11-15", "复查结果：合格", "销号：已销号"]
    {
        assert!(detail.lines().any(|own| own == line), "{detail}");
    }
    let disputes =
        csv("序号,单位,矛盾纠纷简要情况,责任单位/责任人,化解时限,化解情况,交办督办情况,销号情况\n\
         1,三组,楼上漏水,李强,2026-11-30,正在调解,街道督办,未销号\n");
    let report = take(&mut bench, &disputes, "issues");
    assert_eq!((report.counts.taken, used(&report).len()), (1, 7), "{:?}", report.columns);
    let rows = bench.standing(issues::ID).unwrap();
    let dispute = rows.iter().find(|row| row.text(issues::KIND) == "dispute").unwrap();
    assert!(dispute.text(issues::DETAIL).contains("化解情况：正在调解"));
    assert_eq!(take(&mut bench, &disputes, "issues").counts.taken, 0);
}

#[test]
fn a_register_of_visits_keeps_whom_and_what_was_done() {
    let (_folder, mut bench) = bench();
    take(&mut bench, &csv("姓名,组别\n王桂兰,三组\n"), "residents");
    let member = bench.name_of(bench.member());
    let sheet = csv(&format!(
        "序号,走访日期,走访人,户主/走访对象,走访方式,家庭基本情况,反映问题/意见建议,现场解答或处理,是否转办(编号),备注\n\
         1,2026-11-02,{member},王桂兰,入户,老两口,路灯不亮,已报修,否,约周五再看\n\
         2,2026-11-03,{member},没登记的人,入户,,井盖松动,,,\n"
    ));
    let report = take(&mut bench, &sheet, "visits");
    assert_eq!((report.counts.taken, report.counts.refused), (1, 1), "{:?}", report.rows);
    let rows = bench.standing(visits::ID).unwrap();
    let first = rows.iter().find(|row| row.text(visits::WORDS) == "路灯不亮").unwrap();
    assert!(first.reference(visits::RESIDENT).is_some());
    let lines: Vec<&str> = first.text(visits::SUMMARY).lines().collect();
    assert_eq!(lines[0], "老两口");
    assert!(lines.contains(&"现场解答或处理：已报修") && lines.contains(&"备注：约周五再看"), "{lines:?}");
    assert!(matches!(report.rows[1].fate, Fate::Refused(ref why) if why.contains(&RowProblem::Stranger)));
    // A household whose head is no resident is visited all the same, and so is one by its address.
    take(&mut bench, &csv("户号,住址,户主\n3-1,三组1号,没登记的人\n3-2,三组 2 号,\n"), "households");
    let again = take(&mut bench, &sheet, "visits");
    assert_eq!(
        (again.counts.taken, again.counts.merged, again.counts.refused),
        (1, 1, 0),
        "{:?}",
        again.rows
    );
    let home =
        csv("走访日期,走访对象,住址,反映问题\n2026-11-04,租户,三组２号,漏水\n2026-11-05,租户,五组9号,漏水\n");
    assert_eq!(fates(&take(&mut bench, &home, "visits")), ["taken", "refused"]);
    // A sheet that tells of no home or person at all is of another sort.
    let fields = csv("走访日期,走访地点,反映问题\n2026-11-06,田间,沟渠堵了\n");
    assert_eq!(fates(&take(&mut bench, &fields, "visits")), ["taken"]);
}

// Shows A6, B10, E8.
#[test]
fn books_of_disputes_and_hazards_are_known_by_their_usual_headings() {
    let (_folder, mut bench) = bench();
    let member = bench.name_of(bench.member());
    let disputes = csv(&format!(
        "突出矛盾纠纷台账,,,,,,,\n序号,单位,突出矛盾纠纷简要情况,责任单位,责任人,化解时限,化解情况,销号情况\n\
         1,三组,楼上漏水争执,社区,{member},2026-12-30,正在调解,未销号\n2,三组,停车争执,社区,外人,2026-12-30,已和好,已销号\n"
    ));
    let report = take(&mut bench, &disputes, "issues");
    assert_eq!((report.counts.taken, report.more.steps), (2, 1), "{:?}", report.rows);
    assert_eq!(
        [warnings(&report, 0), warnings(&report, 1)],
        [vec!["idle_day"], vec!["idle_day", "not_ended"]]
    );
    let cases = bench.cases().unwrap();
    let leak = cases.iter().find(|case| case.issue.text(issues::TITLE) == "楼上漏水争执").unwrap();
    assert_eq!((leak.issue.text(issues::KIND), leak.standing.owner), ("dispute", Some(bench.member())));
    assert!(leak.standing.due < jiff::civil::date(2026, 12, 30), "a sheet extends nothing");
    let hazards = csv(&format!(
        "隐患编号,检查日期,隐患名称,隐患描述,部位,级别,责任人,整改期限\n\
         YH-2026-01,2026-11-10,消防通道堵塞,堆了三车旧家具,3栋一楼,重大,{member},2026-12-20\n\
         YH-2026-02,2026-11-10,电线裸露,,,一般,{member},2026-11-18\n\
         YH-2026-03,2026-11-10,井盖松动,,路口,一般,物业,2026-11-01\n"
    ));
    let report = take(&mut bench, &hazards, "issues");
    assert_eq!((report.counts.taken, report.more.steps), (3, 3), "{:?}", report.rows);
    assert_eq!([warnings(&report, 0), warnings(&report, 1)], [vec![], vec!["not_found"]]);
    assert_eq!(warnings(&report, 2), ["idle_day", "not_found"]);
    let cases = bench.cases().unwrap();
    let due = |title: &str| {
        let case = cases.iter().find(|case| case.issue.text(issues::TITLE) == title).unwrap();
        assert_eq!(case.issue.text(issues::KIND), "hazard");
        case.standing.due.to_string()
    };
    assert_eq!([due("消防通道堵塞"), due("电线裸露")], ["2026-12-20", "2026-11-18"]);
    assert_eq!(due("井盖松动"), "2026-11-25", "a day before it was found is none");
    let blocked = cases.iter().find(|case| case.issue.text(issues::SOURCE) == "YH-2026-01").unwrap();
    assert!(blocked.issue.text(issues::DETAIL).contains("隐患描述：堆了三车旧家具"));
    let again = take(&mut bench, &hazards, "issues");
    assert_eq!((again.counts.taken, again.counts.changed, again.more.steps), (0, 0, 0), "{:?}", again.rows);
}

#[test]
fn a_leave_sheet_is_known_by_its_usual_headings() {
    let (_folder, mut bench) = bench();
    let member = bench.name_of(bench.member());
    let sheet = csv(&format!(
        "请假人,请假类别,请假事由,开始时间,结束时间,天数\n{member},事假,家里有事,2026-11-10 08:30,2026-11-12,3天\n"
    ));
    let report = take(&mut bench, &sheet, "leaves");
    assert_eq!((report.counts.taken, report.counts.refused), (1, 0), "{:?}", report.rows);
    let span =
        csv(&format!("姓名,类别,事由,起止时间,请假天数\n{member},公假,开会,2026-11-16至2026年11月17日,2\n"));
    let report = take(&mut bench, &span, "leaves");
    assert_eq!((report.counts.taken, report.counts.refused), (1, 0), "{:?}", report.rows);
    let ledger = bench.ledger("leaves").unwrap();
    let to = ledger.field_by_key("to").unwrap().tag;
    let mut told: Vec<String> = bench
        .standing("leaves")
        .unwrap()
        .iter()
        .filter_map(|row| row.date(to))
        .map(|day| day.to_string())
        .collect();
    told.sort();
    assert_eq!(told, ["2026-11-12", "2026-11-17"]);
}

// Shows A6, E1.
#[test]
fn the_five_sorts_of_a_hotline_are_no_kinds_and_refuse_no_row() {
    let (_folder, mut bench) = bench();
    let member = bench.name_of(bench.member());
    let sheet = csv(&format!(
        "工单编号,类型,诉求内容,分类,紧急程度\nG-100001,投诉,楼下噪声,,一般\nG-100002,求助,老人要轮椅,民政,一般\n\
         G-100003,咨询,医保怎么转,,加急\nG-100004,建议,加一盏路灯,,\nG-100005,举报,有人乱倒垃圾,,\n\
         G-100006,举报,{member}收礼,,\nG-100007,举报,{member}吃拿卡要,作风,\nG-100008,纠纷,两家争墙,,\nG-100009,物业,电梯坏了,,\n"
    ));
    let report = take(&mut bench, &sheet, "issues");
    let refused: Vec<u32> =
        report.rows.iter().filter(|row| row.fate.key() == "refused").map(|row| row.row).collect();
    assert_eq!(refused, [6, 7, 8], "{:?}", report.rows);
    let Fate::Refused(why) = &report.rows[4].fate else { panic!() };
    assert!(why[0].sentence(Lang::Zh).contains("minqing informer add"), "{why:?}");
    let rows = bench.standing(issues::ID).unwrap();
    let by = |number: &str| rows.iter().find(|row| row.text(issues::SOURCE) == number).unwrap();
    assert_eq!(by("G-100001").text(issues::CATEGORY), "投诉");
    let help = by("G-100002");
    assert_eq!(help.text(issues::CATEGORY), "民政");
    assert!(help.text(issues::DETAIL).contains("类型：求助"));
    assert_eq!(by("G-100004").text(issues::NATURE), "suggestion");
    assert_eq!(by("G-100008").text(issues::KIND), "dispute");
    assert_eq!(
        (by("G-100009").text(issues::KIND), by("G-100009").text(issues::CATEGORY)),
        ("request", "物业")
    );
    assert!(warnings(&report, 0).is_empty() && warnings(&report, 8) == ["set_aside"]);
    assert!(
        by("G-100003").text(issues::DETAIL).contains("紧急程度：加急")
            && warnings(&report, 2) == ["set_aside"]
    );
    assert_eq!(by("G-100003").text(issues::TITLE), "医保怎么转");
    let named = csv("类型,诉求内容,被举报人\n举报,克扣补助,某干部\n");
    assert_eq!(fates(&take(&mut bench, &named, "issues")), ["refused"]);
    // A number in a title is covered where it is read, and the row is known again by it.
    let told = csv("主题,详情\n打13912345678说的,身份证110105194912310021\n");
    assert_eq!(fates(&take(&mut bench, &told, "issues")), ["taken"]);
    let again = take(&mut bench, &told, "issues");
    assert_eq!((again.counts.taken, again.counts.changed), (0, 0), "{:?}", again.rows);
    let rows = bench.standing(issues::ID).unwrap();
    assert!(rows.iter().any(|row| row.text(issues::TITLE) == "打139****5678说的"));
    // Whoever has looked at it says that it is none.
    let said = csv("类型,诉求内容,不属检举控告\n举报,有人乱倒垃圾,是\n举报,张五收钱,\n");
    assert_eq!(fates(&take(&mut bench, &said, "issues")), ["taken", "refused"]);
}

// Shows E2.
#[test]
fn a_row_that_names_a_member_is_hinted_at_before_and_after_it_comes_in() {
    let (_folder, mut bench) = bench();
    let sheet = csv(
        "诉求内容,反映人,涉及的人或单位\n张晓敏上次答应修灯,赵六,\n张晓敏不理人,钱七,张晓敏\n沟渠堵塞,孙八,\n",
    );
    let mut order = super::mapped("issues", &[]);
    for dry_run in [true, false] {
        order.dry_run = dry_run;
        let report = crate::exchange::intake::take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
        let told = [0, 1, 2].map(|row| warnings(&report, row).contains(&"names_member"));
        assert_eq!(told, [true, false, false], "{dry_run}: {:?}", report.rows);
    }
    // What a later sheet adds to an issue is looked at as well.
    let more = csv("编号,反映事项\nMS-1,路灯不亮\n");
    assert!(warnings(&take(&mut bench, &more, "issues"), 0).is_empty());
    let more = csv("编号,反映事项,详情\nMS-1,路灯不亮,张晓敏说归他管\n");
    assert_eq!(warnings(&take(&mut bench, &more, "issues"), 0), ["names_member"]);
}

// Shows E8.
#[test]
fn a_hazard_that_is_not_found_by_its_row_says_what_it_lacks() {
    let (_folder, mut bench) = bench();
    let sheet = csv(
        "隐患描述,部位,级别,责任人,整改期限\n堆物,楼道,一般,,\n裂缝,外墙,三级,某物业,2026-12-01\n积水,地下室,一般,某物业,2026-12-01\n",
    );
    let report = take(&mut bench, &sheet, "issues");
    let told = [0, 1, 2].map(|row| warnings(&report, row).contains(&"not_found"));
    assert_eq!(told, [true, true, false], "{:?}", report.rows);
    let said: Vec<String> = report.rows[1].warnings.iter().map(|it| it.sentence(Lang::Zh)).collect();
    assert!(said.iter().any(|it| it.contains("缺级别（一般、重大）；")), "{said:?}");
    let rows = bench.standing(issues::ID).unwrap();
    let heap = rows.iter().find(|row| row.text(issues::DETAIL).contains("楼道")).unwrap();
    assert!(heap.text(issues::DETAIL).contains("级别：一般"), "{heap:?}");
}

#[test]
fn the_number_on_paper_is_kept_found_and_brings_nothing_twice() {
    let (_folder, mut bench) = bench();
    let sheet = csv("编号,反映事项,反映人\n1,路灯不亮,赵六\n2,沟渠堵塞,钱七\nMS-2026-003,井盖松动,孙八\n");
    assert_eq!(take(&mut bench, &sheet, "issues").counts.taken, 3);
    let changed =
        csv("编号,反映事项,反映人,联系电话\n1,路灯不亮,赵六,13900001111\nMS-2026-003,井盖又松了,孙八,\n");
    let again = take(&mut bench, &changed, "issues");
    assert_eq!((again.counts.taken, again.counts.changed), (0, 1), "{:?}", again.rows);
    // Another book begins with number 1 as well.
    let other = csv("编号,反映事项\n1,公厕停水\n");
    assert_eq!(take(&mut bench, &other, "issues").counts.taken, 1);
    assert_eq!(take(&mut bench, &other, "issues").counts.taken, 0);
    // Our own number on a sheet that somebody made of ours is no other book's.
    let lamp = bench.standing(issues::ID).unwrap();
    let lamp = lamp.iter().find(|row| row.text(issues::TITLE) == "路灯不亮").unwrap();
    let own = csv(&format!("编号,内容\n{},路灯不亮\n", lamp.text(issues::NUMBER)));
    let again = take(&mut bench, &own, "issues");
    assert_eq!((again.counts.taken, again.counts.changed), (0, 0), "{:?}", again.rows);
    let found = bench.standing(issues::ID).unwrap();
    let well = found.iter().find(|row| row.text(issues::SOURCE) == "MS-2026-003").unwrap();
    assert_eq!(well.text(issues::TITLE), "井盖松动");
}

#[test]
fn a_phone_is_nobodys_title_and_goes_to_no_text() {
    let (_folder, mut bench) = bench();
    let sheet = csv("联系电话,来源\n13900003333,甲\n");
    for key in ["detail", "title"] {
        let order = super::mapped("issues", &[("联系电话", key)]);
        let taken = crate::exchange::intake::take_in(&mut bench, &sheet, &order, &mut |_, _| {});
        assert!(taken.is_err(), "{taken:?}");
    }
    let words = csv("诉求内容,联系电话\n请打13900003333说路灯的事,13900003333\n13900003333,13900003333\n");
    let report = take(&mut bench, &words, "issues");
    assert_eq!(fates(&report), ["taken", "refused"]);
    let issue = only(&bench, issues::ID);
    assert_eq!(
        (issue.text(issues::TITLE), issue.text(issues::PHONE)),
        ("请打***********说路灯的事", "13900003333")
    );
}
