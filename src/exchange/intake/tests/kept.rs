//! What no field takes is kept, and what follows from something else is not asked for.

use super::{bench, csv, only, take, warnings};
use crate::{
    domain::{
        issues::issues,
        roster::{households, residents},
        visits,
    },
    exchange::intake::{IntakeReport, RowProblem},
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
        let said = told.unwrap().sentence(crate::domain::wording::Lang::Zh);
        assert!(said.contains(text) && said.contains("备注"), "{said}");
    }
    let again = take(&mut bench, &sheet, "residents");
    assert_eq!((again.counts.taken, again.counts.changed), (0, 0));
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
    assert_eq!((report.counts.taken, used(&report).len()), (1, 15), "{:?}", report.columns);
    let hazard = only(&bench, issues::ID);
    assert_eq!(hazard.text(issues::KIND), "hazard");
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
    assert_eq!((report.counts.taken, report.counts.refused), (2, 0), "{:?}", report.rows);
    let rows = bench.standing(visits::ID).unwrap();
    let first = rows.iter().find(|row| row.text(visits::WORDS) == "路灯不亮").unwrap();
    assert!(first.reference(visits::RESIDENT).is_some());
    let lines: Vec<&str> = first.text(visits::SUMMARY).lines().collect();
    assert_eq!(lines[0], "老两口");
    assert!(lines.contains(&"现场解答或处理：已报修") && lines.contains(&"备注：约周五再看"), "{lines:?}");
    let second = rows.iter().find(|row| row.text(visits::WORDS) == "井盖松动").unwrap();
    assert_eq!(second.text(visits::SUMMARY), "走访居民：没登记的人");
}
