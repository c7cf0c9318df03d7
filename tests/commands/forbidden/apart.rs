//! What is kept from whom it is about, and from everybody: who asked, what
//! informs against somebody, numbers in free text, what rests on a consent that
//! was withdrawn.

use minqing::{
    domain::{
        consent::{Purpose, Said},
        declared::own::{field_id, fields},
        field::{Field, Kind, Privacy},
        handling,
        id::RecordId,
        informers,
        issues::{issues, steps},
        oversight::rectifications,
        projects::projects,
        recusal,
        row::Row,
        standing::StepKind,
        value::Value,
        visits, voices,
    },
    exchange::{
        intake::{self, IntakeOrder},
        sheet::{self, Limits},
    },
    log::commit::Change,
    workbench::{Error, Workbench, consents::Word},
};

use super::{
    Line, World, add, edit,
    entered::{forged, said},
    entries::no_number_is_read,
    fresh, lives, of, open,
    others::known,
    put, put_in, text,
};

/// What somebody on B tries is refused.
fn on_b<T>(world: &World, act: impl FnOnce(&mut Workbench) -> Result<T, Error>) -> bool {
    let mut b = open(&world.home("b"));
    let told = act(&mut b);
    world.meet(told.as_ref().err());
    b.close().unwrap();
    told.is_err()
}

/// An issue about the member of each laptop.
fn about_both(world: &World) {
    known(world, |a| {
        for (title, whom) in [("补助少了", "李强"), ("登记慢了", "张晓敏")] {
            add(
                a,
                "issues",
                &[("title", title), ("about", whom), ("from", "仇英"), ("phone", "13912340000")],
            )
            .unwrap();
        }
    });
}

fn about_b(bench: &Workbench) -> RecordId {
    bench.find("A-2").unwrap()
}

/// Nobody reads who asked about himself.
fn nobody_reads_who_asked(bench: &Workbench) -> bool {
    let own = bench.existing(bench.member()).unwrap();
    bench.rows(issues::ID).unwrap().iter().all(|row| {
        let is_own = recusal::bars_member(handling::about(row), &own);
        !is_own
            || ["", "（回避）", "匿名"].contains(&row.text(issues::FROM))
                && row.text(issues::PHONE).is_empty()
    })
}

/// What is about a member has no voice, no merged issue and no visit through him.
fn nothing_through_whom_it_is_about(bench: &Workbench) -> bool {
    let Ok(id) = bench.find("A-2") else { return true };
    let standing = bench.case(id).unwrap().standing;
    let linked =
        bench.rows(visits::ID).unwrap().iter().any(|row| row.references(visits::ISSUES).any(|it| it == id));
    standing.voices.len() == 1 && standing.merged.is_empty() && !linked
}

fn forged_voice(bench: &Workbench) -> Vec<Change> {
    let id = fresh(voices::ID);
    vec![
        lives(id, true),
        put(id, voices::ISSUE, &Value::Ref(about_b(bench))),
        put(id, voices::NAME, &text("冒名")),
    ]
}

fn forged_link(bench: &Workbench) -> Vec<Change> {
    let id = fresh(visits::ID);
    vec![
        lives(id, true),
        put(id, visits::DATE, &Value::Date(bench.today())),
        put(id, visits::WORDS, &text("上门找她")),
        put_in(id, visits::ISSUES, &Value::Ref(about_b(bench))),
    ]
}

fn forged_merge(bench: &Workbench) -> Vec<Change> {
    let id = fresh(steps::ID);
    vec![
        lives(id, true),
        put(id, steps::ISSUE, &Value::Ref(bench.find("A-1").unwrap())),
        put(id, steps::KIND, &Value::Choice("merge".into())),
        put(id, steps::INTO, &Value::Ref(about_b(bench))),
        put(id, steps::AT, &Value::Instant(bench.now())),
    ]
}

fn forged_informing(bench: &Workbench) -> Vec<Change> {
    let id = fresh(issues::ID);
    vec![
        lives(id, true),
        put(id, issues::TITLE, &text("举报张晓敏收礼")),
        put(id, issues::FROM, &text("仇英")),
        put(id, issues::NUMBER, &text("B-9")),
        put(id, issues::KIND, &Value::Choice("request".into())),
        put(id, issues::REGISTERED, &Value::Instant(bench.now())),
    ]
}

fn material(bench: &mut Workbench) {
    let fields = [
        (informers::ABOUT, said("城管科王某")),
        (informers::TEXT, said("吃请")),
        (informers::FROM, said("仇英")),
    ];
    bench.enter_informer(&fields).unwrap();
}

fn the_material(bench: &Workbench) -> RecordId {
    bench.standing(informers::ID).unwrap()[0].id
}

/// Material says what it said, and is not over before its informer was told.
fn material_stays(bench: &Workbench) -> bool {
    let all = bench.rows(informers::ID).unwrap();
    all.iter().all(|row| row.text(informers::TEXT) == "吃请" && !informers::is_closed(row))
}

fn withdrawn(world: &World) {
    known(world, |a| {
        let resident = of(a, "仇英");
        for said in [Said::Given, Said::Withdrawn] {
            let (detail, way, guardian) = (String::new(), "oral".to_owned(), String::new());
            a.consent(&Word {
                resident,
                purpose: Purpose::Sensitive,
                detail,
                said,
                day: None,
                way,
                guardian,
            })
            .unwrap();
        }
    });
}

const ON_CONSENT: &[(&str, &str)] = &[
    ("resident", "仇英"),
    ("listed_on", "2026-11-01"),
    ("kinds", "医疗"),
    ("ground", "本人同意"),
    ("consent_on", "2026-11-01"),
    ("basis", "诊断书"),
    ("health", "腰腿不便"),
];

/// What somebody said of being told of as an example, and what was written down of him.
fn deed_of_a_withdrawn(world: &World) {
    known(world, |a| {
        let resident = of(a, "仇英");
        for said in [Said::Given, Said::Withdrawn] {
            let (detail, way, guardian) = ("姓名".to_owned(), "oral".to_owned(), String::new());
            let purpose = Purpose::Publicity;
            a.consent(&Word { resident, purpose, detail, said, day: None, way, guardian }).unwrap();
        }
        let deed =
            [("deed", "带头种大棚"), ("who", "仇英"), ("found_on", "2026-11-01"), ("resident", "仇英")];
        add(a, "exemplars", &[&deed[..], &[("published_at", "宣传栏")]].concat()).unwrap();
    });
}

fn consented_today(world: &World) {
    known(world, |a| {
        let (resident, purpose, said) = (of(a, "仇英"), Purpose::Sensitive, Said::Given);
        let (detail, way, guardian) = (String::new(), "oral".to_owned(), String::new());
        a.consent(&Word { resident, purpose, detail, said, day: None, way, guardian }).unwrap();
    });
}

fn nobody_is_published(bench: &Workbench) -> bool {
    let day = bench.ledger("exemplars").unwrap().field_by_key("published_on").unwrap().tag;
    bench.rows("exemplars").unwrap().iter().all(|row| row.all(day).is_empty())
}

fn nothing_rests_on_what_was_withdrawn(bench: &Workbench) -> bool {
    let health = bench.ledger("hardship").unwrap().field_by_key("health").unwrap().tag;
    bench.rows("hardship").unwrap().iter().all(|row| row.text(health).is_empty())
}

fn no_number_lies_open(bench: &Workbench) -> bool {
    let fields = bench.catalog().iter().flat_map(|ledger| &ledger.fields);
    let mut own = fields.filter(|field| field.key == "own_tel");
    own.all(|field| field.privacy >= Privacy::Personal)
        && bench
            .rows(issues::ID)
            .unwrap()
            .iter()
            .all(|row| !row.text(issues::DETAIL).contains("11010519491231002X"))
}

const OPEN_PHONE: &str = "id = \"tenants\"\nnature = \"card\"\ntitle = \"租户\"\n[[field]]\nkey = \"name\"\ntitle = \"名称\"\nkind = \"text\"\n[[field]]\nkey = \"own_tel\"\ntitle = \"电话\"\nkind = \"phone\"\nprivacy = \"open\"\n";

fn open_phone_file(world: &World) -> bool {
    let file = world.home("tenants.toml");
    std::fs::write(&file, OPEN_PHONE).unwrap();
    world.command(&["ledgers", "add", &file.display().to_string()])
}

fn open_phone_card(bench: &Workbench) -> Vec<Change> {
    let _ = bench;
    let id = field_id("meetings", "own_tel");
    vec![
        lives(id, true),
        put(id, fields::TITLE, &text("电话")),
        put(id, fields::KEY, &text("own_tel")),
        put(id, fields::LEDGER, &text("meetings")),
        put(id, fields::KIND, &text("phone")),
        put(id, fields::PRIVACY, &Value::Choice("open".into())),
    ]
}

/// Whether a column of phones that is sent into the title stays out.
fn phone_into_title(world: &World) -> bool {
    let file = world.home("phones.csv");
    std::fs::write(&file, "联系电话,来源\n13900003333,甲\n").unwrap();
    let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
    let mut bench = open(&world.home("a"));
    let maps = vec![("联系电话".to_owned(), "title".to_owned())];
    let order = IntakeOrder { maps, ..IntakeOrder::new("issues") };
    let taken = intake::take_in(&mut bench, &sheet, &order, &mut |_, _| {});
    bench.close().unwrap();
    taken.is_err()
}

fn no_issue_is_a_phone(bench: &Workbench) -> bool {
    bench.rows("issues").unwrap().iter().all(|row| !row.text(issues::TITLE).contains("13900003333"))
}

fn nobody_is_visited(bench: &Workbench) -> bool {
    bench
        .standing("visits")
        .unwrap()
        .iter()
        .all(|row| [visits::RESIDENT, visits::HOUSEHOLD].iter().any(|tag| row.reference(*tag).is_some()))
}

/// Whether a column of ID numbers that is sent into free text stays out.
fn number_into_text(world: &World) -> bool {
    let file = world.home("numbers.csv");
    std::fs::write(&file, "内容,身份证号\n路灯坏了,11010519491231002X\n").unwrap();
    let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
    let mut bench = open(&world.home("a"));
    let order = IntakeOrder {
        maps: vec![("身份证号".to_owned(), "detail".to_owned())],
        ..IntakeOrder::new("issues")
    };
    let report = intake::take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    bench.close().unwrap();
    report.columns[1].note == Some(intake::ColumnNote::Number)
}

/// Titles that grade people or tell what is asked of nobody.
const GRADING: [&str; 15] = [
    "安全等级",
    "表现分",
    "信教情况",
    "拖欠",
    "帮教对象",
    "风险",
    "分级管理",
    "红黄绿",
    "表现等次",
    "稳定程度",
    "评级",
    "颜色标识",
    "重点与一般",
    "欠费",
    "服刑情况",
];

fn graded_card(bench: &Workbench) -> Vec<Change> {
    let _ = bench;
    let id = field_id("meetings", "own_grade");
    vec![
        lives(id, true),
        put(id, fields::TITLE, &text("分级管理")),
        put(id, fields::KEY, &text("own_grade")),
        put(id, fields::LEDGER, &text("meetings")),
        put(id, fields::KIND, &text("text")),
    ]
}

fn risk_by_another_word(bench: &mut Workbench, title: &'static str) -> bool {
    bench.declare_field("meetings", &Field::new(0, "own_grade", title, "Grade", Kind::Text)).is_err()
}

/// A visit of the lead's and a project of his, both of what is about B's member.
fn referring_to_b(world: &World) {
    about_both(world);
    known(world, |a| {
        let issue = ("issues", "A-2");
        add(a, "visits", &[("date", "今天"), ("words", "听他说"), ("resident", "仇英"), issue]).unwrap();
        add(a, "projects", &[("title", "补发补助"), ("kind", "public_good"), issue]).unwrap();
    });
}

/// Nothing refers to what is about a member through him, and what refers to it is as the lead wrote it.
fn no_part_in_what_refers_to_it(bench: &Workbench) -> bool {
    let own = ["A-2", "A-3"].map(|number| bench.find(number).ok());
    let all = bench.rows(projects::ID).unwrap();
    let linked = |row: &&Row| row.references(projects::ISSUES).any(|id| own.contains(&Some(id)));
    let all_his = all.iter().filter(linked).all(|row| row.text(projects::TITLE) == "补发补助");
    let told = bench.rows(visits::ID).unwrap();
    let said = |row: &Row| row.text(visits::WORDS).to_owned();
    all_his && told.iter().all(|row| row.stands() && said(row) != "他没说")
}

fn the_visit(bench: &Workbench) -> RecordId {
    let all = bench.rows(visits::ID).unwrap();
    all.iter().find(|row| ["听他说", "（回避）"].contains(&row.text(visits::WORDS))).unwrap().id
}

fn forged_project(bench: &Workbench) -> Vec<Change> {
    let id = fresh(projects::ID);
    vec![
        lives(id, true),
        put(id, projects::TITLE, &text("给自己办")),
        put(id, projects::KIND, &Value::Choice("public_good".into())),
        put_in(id, projects::ISSUES, &Value::Ref(about_b(bench))),
    ]
}

/// A finding on a group, with criticism and notice, by whose laptop this is.
fn a_group_notified(bench: &mut Workbench) {
    let found =
        [("fact", "漏记"), ("kind", "lax"), ("evidence", "台账"), ("day", "2026-11-20"), ("group", "二组")];
    add(bench, "findings", &found).unwrap();
    for step in [
        &[("kind", "criticism"), ("way", "oral")][..],
        &[("kind", "notice"), ("requirement", "补齐"), ("deadline", "2026-12-20")],
    ] {
        let own = [("text", "批评"), ("finding", "漏记"), ("day", "2026-11-20")];
        add(bench, "rectifications", &[&own[..], step].concat()).unwrap();
    }
}

const RECEIPT: &[(&str, &str)] =
    &[("text", "已改"), ("finding", "漏记"), ("kind", "receipt"), ("day", "2026-11-21")];

fn forged_receipt(bench: &Workbench) -> Vec<Change> {
    let id = fresh(rectifications::ID);
    vec![
        lives(id, true),
        put(id, rectifications::TEXT, &text("又改了")),
        put(id, rectifications::FINDING, &Value::Ref(bench.findings().unwrap()[0].finding.id)),
        put(id, rectifications::KIND, &Value::Choice("receipt".into())),
        put(id, rectifications::DAY, &Value::Date(bench.today())),
    ]
}

/// The group's receipt, written on B.
fn reported_by_b(world: &World) {
    known(world, a_group_notified);
    let mut b = open(&world.home("b"));
    add(&mut b, "rectifications", RECEIPT).unwrap();
    b.close().unwrap();
}

fn nobody_else_spoke(bench: &Workbench) -> bool {
    bench.findings().unwrap().iter().all(|found| found.standing.receipts.is_empty())
}

fn reported_once(bench: &Workbench) -> bool {
    bench.findings().unwrap().iter().all(|found| found.standing.receipts.len() <= 1)
}

/// Whether a column of somebody's own that is sent into free text stays out.
fn own_into_text(world: &World, column: &str) -> bool {
    let file = world.home("own.csv");
    std::fs::write(&file, format!("内容,{column}\n楼道漏水,13900003333\n")).unwrap();
    let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
    let mut bench = open(&world.home("a"));
    let order =
        IntakeOrder { maps: vec![(column.to_owned(), "detail".to_owned())], ..IntakeOrder::new("issues") };
    let report = intake::take_in(&mut bench, &sheet, &order, &mut |_, _| {}).unwrap();
    bench.close().unwrap();
    report.columns[1].note.is_some() && report.columns[1].field.is_none()
}

fn nothing_of_his_own_in_text(bench: &Workbench) -> bool {
    bench.rows(issues::ID).unwrap().iter().all(|row| !row.text(issues::DETAIL).contains("13900003333"))
}

fn nobody_is_graded(bench: &Workbench) -> bool {
    bench.catalog().get("meetings").unwrap().field_by_key("own_grade").is_none()
}

#[rustfmt::skip]
pub(super) const APART: &[Line] = &[
    ("what informs against somebody among the issues", "core", |w| w.core(|b| add(b, "issues", &[("title", "举报李强收礼"), ("from", "仇英")])), nobody_reads_who_asked),
    ("what informs against somebody among the issues", "command", |w| w.command(&["add", "issues", "title=举报李强收礼", "about=李强"]), nobody_reads_who_asked),
    ("what informs against somebody among the issues", "sheet", |w| w.sheet("issues", "内容,反映人\n控告李强,仇英\n"), nobody_reads_who_asked),
    ("what informs against somebody among the issues", "bundle", |w| w.bundle(&forged_informing), nobody_reads_who_asked),
    ("who asked told to whom it is about", "core", |w| { about_both(w); on_b(w, |b| b.row_in_full(about_b(b))) }, nobody_reads_who_asked),
    ("who asked told to whom it is about", "command", |w| { about_both(w); w.command(&["show", "A-3", "--unmasked", "想看"]) }, nobody_reads_who_asked),
    ("somebody who asked through whom it is about", "core", |w| { about_both(w); on_b(w, |b| b.add_voice(about_b(b), &[(voices::NAME, text("冒名"))])) }, nothing_through_whom_it_is_about),
    ("somebody who asked through whom it is about", "bundle", |w| { about_both(w); w.bundle(&forged_voice) }, nothing_through_whom_it_is_about),
    ("a visit linked by whom it is about", "core", |w| { about_both(w); on_b(w, |b| add(b, "visits", &[("date", "今天"), ("words", "上门找她"), ("issues", "A-2")])) }, nothing_through_whom_it_is_about),
    ("a visit linked by whom it is about", "bundle", |w| { about_both(w); w.bundle(&forged_link) }, nothing_through_whom_it_is_about),
    ("merged by whom it is about", "core", |w| { about_both(w); on_b(w, |b| { let (kept, other) = (about_b(b), b.find("A-1")?); b.merge(kept, other) }) && on_b(w, |b| b.take_step(about_b(b), StepKind::Accept, &[])) }, nothing_through_whom_it_is_about),
    ("merged by whom it is about", "command", |w| { about_both(w); w.command(&["issue", "merge", "A-3", "A-1"]) }, nothing_through_whom_it_is_about),
    ("merged by whom it is about", "bundle", |w| { about_both(w); w.bundle(&forged_merge) }, nothing_through_whom_it_is_about),
    ("a record that refers to it by whom it is about", "core", |w| { about_both(w); on_b(w, |b| add(b, "projects", &[("title", "给自己办"), ("kind", "public_good"), ("issues", "A-2")])) }, no_part_in_what_refers_to_it),
    ("a record that refers to it by whom it is about", "command", |w| { about_both(w); w.command(&["add", "projects", "title=给自己办", "kind=public_good", "issues=A-3"]) }, no_part_in_what_refers_to_it),
    ("a record that refers to it by whom it is about", "sheet", |w| { about_both(w); w.sheet("projects", "项目,帮助,来自哪些事项\n给自己办,惠民实事,A-3\n") }, no_part_in_what_refers_to_it),
    ("a record that refers to it by whom it is about", "bundle", |w| { about_both(w); w.bundle(&forged_project) }, no_part_in_what_refers_to_it),
    ("what refers to it changed by whom it is about", "core", |w| { referring_to_b(w); on_b(w, |b| { let id = the_visit(b); edit(b, id, "words", "他没说") }) }, no_part_in_what_refers_to_it),
    ("what refers to it changed by whom it is about", "command", |w| { referring_to_b(w); let id = w.look(the_visit).to_string(); w.command_of("b", &["edit", &id, "words=他没说"]) }, no_part_in_what_refers_to_it),
    ("what refers to it changed by whom it is about", "bundle", |w| { referring_to_b(w); w.bundle(&|b| vec![put(the_visit(b), visits::WORDS, &text("他没说"))]) }, no_part_in_what_refers_to_it),
    ("a group's words by whoever found it", "core", |w| { known(w, a_group_notified); w.core(|b| add(b, "rectifications", RECEIPT)) }, nobody_else_spoke),
    ("a group's words by whoever found it", "command", |w| { known(w, a_group_notified); w.command(&["add", "rectifications", "text=已改", "finding=漏记", "kind=statement", "day=2026-11-21"]) }, nobody_else_spoke),
    ("a group's words by whoever found it", "sheet", |w| { known(w, a_group_notified); w.sheet("rectifications", "内容,哪个问题,步骤,日期\n已改,漏记,整改回执,2026-11-21\n") }, nobody_else_spoke),
    ("a group's words by whoever found it", "bundle", |w| { let mut b = open(&w.home("b")); a_group_notified(&mut b); b.close().unwrap(); w.bundle(&forged_receipt) }, nobody_else_spoke),
    ("a second receipt before anybody looked", "core", |w| { reported_by_b(w); on_b(w, |b| add(b, "rectifications", RECEIPT)) }, reported_once),
    ("a second receipt before anybody looked", "command", |w| { reported_by_b(w); w.command_of("b", &["add", "rectifications", "text=又改了", "finding=漏记", "kind=receipt", "day=2026-11-21"]) }, reported_once),
    ("a second receipt before anybody looked", "bundle", |w| { reported_by_b(w); w.bundle(&forged_receipt) }, reported_once),
    ("an identity number in an issue", "core", |w| w.core(|b| add(b, "issues", &[("title", "11010519491231002X的人"), ("from", "仇英")])), no_number_is_read),
    ("an identity number in an issue", "command", |w| w.command(&["add", "issues", "title=路灯", "from=仇英", "detail=他的证号11010519491231002X"]), no_number_is_read),
    ("an identity number in an issue", "sheet", |w| w.sheet("issues", "内容,反映人\n证号11010519491231002X,仇英\n"), no_number_is_read),
    ("an identity number in an issue", "bundle", |w| w.bundle(&|b| vec![put(b.find("A-1").unwrap(), issues::DETAIL, &text("证号11010519491231002X"))]), no_number_is_read),
    ("somebody's own sent into open text", "sheet", |w| ["民族", "低保等级", "联系电话", "政治面貌", "用药情况", "风险"].iter().all(|column| own_into_text(w, column)), nothing_of_his_own_in_text),
    ("material changed by no keeper", "core", |w| { known(w, material); on_b(w, edit_material) }, material_stays),
    ("material changed by no keeper", "bundle", |w| { known(w, material); w.bundle(&|b| vec![put(the_material(b), informers::TEXT, &text("没有的事"))]) }, material_stays),
    ("material ended before its informer is told", "core", |w| { known(w, material); w.core(|b| { let id = the_material(b); b.change_informer(id, &[(informers::RESULT, said("已受理"))]) }) }, material_stays),
    ("material ended before its informer is told", "command", |w| { known(w, material); w.command(&["informer", "result", "控A-1", "--text", "已受理"]) }, material_stays),
    ("material ended before its informer is told", "bundle", |w| { known(w, material); w.bundle(&|b| vec![put(the_material(b), informers::RESULT, &text("已受理"))]) }, material_stays),
    ("resting on a consent that was withdrawn", "core", |w| { withdrawn(w); w.core(|b| add(b, "hardship", ON_CONSENT)) }, nothing_rests_on_what_was_withdrawn),
    ("resting on a consent that was withdrawn", "bundle", |w| { withdrawn(w); w.bundle(&|b| forged(b, "hardship", ON_CONSENT)) }, nothing_rests_on_what_was_withdrawn),
    ("resting on a day on which nobody consented", "core", |w| { consented_today(w); w.core(|b| add(b, "hardship", ON_CONSENT)) }, nothing_rests_on_what_was_withdrawn),
    ("published on the day of its withdrawal", "core", |w| { deed_of_a_withdrawn(w); w.core(|b| { let id = b.find_in("exemplars", "带头种大棚")?; edit(b, id, "published_on", "今天") }) }, nobody_is_published),
    ("a phone declared open", "command", open_phone_file, no_number_lies_open),
    ("a phone declared open", "bundle", |w| w.bundle(&open_phone_card), no_number_lies_open),
    ("a phone as the title of an issue", "sheet", phone_into_title, no_issue_is_a_phone),
    ("a visit to somebody who is nowhere", "sheet", |w| w.sheet("visits", "走访日期,走访对象,住址,反映问题\n2026-11-20,没登记的人,没登记的路1号,路灯\n"), nobody_is_visited),
    ("an ID number in free text", "sheet", number_into_text, no_number_lies_open),
    ("people graded by another word", "command", |w| GRADING.iter().all(|title| w.command(&["ledgers", "field", "meetings", "own_grade", "--title", title, "--kind", "text"])), nobody_is_graded),
    ("people graded by another word", "bundle", |w| w.bundle(&graded_card), nobody_is_graded),
    ("people graded by another word", "core", |w| w.core(|b| if GRADING.into_iter().all(|title| risk_by_another_word(b, title)) { b.declare_field("meetings", &Field::new(0, "own_grade", "危险程度", "Grade", Kind::Text)) } else { Ok(()) }), nobody_is_graded),
    ("people graded by another word", "sheet", |w| w.sheet("residents", "姓名,危险程度\n李四,高\n"), nobody_is_graded),
    ("somebody's illness edited into a bulletin", "core", |w| { known(w, |a| { add(a, "bulletins", &[("title", "第一期"), ("solve", "路灯修好了")]).unwrap(); }); w.core(|b| { let id = b.find_in("bulletins", "第一期")?; edit(b, id, "solve", "三组糖尿病老人买药已解决") }) }, |b| b.rows("bulletins").unwrap().iter().all(|row| !row.values.values().flatten().any(|value| value.as_text().is_some_and(|it| it.contains("糖尿"))))),
];

fn edit_material(bench: &mut Workbench) -> Result<(), Error> {
    let id = the_material(bench);
    let mut draft = minqing::workbench::draft::Draft::new();
    draft.set(id, informers::TEXT, Some(text("没有的事")));
    bench.commit(draft)
}
