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
        recusal,
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

fn risk_by_another_word(bench: &mut Workbench, title: &'static str) -> bool {
    bench.declare_field("meetings", &Field::new(0, "own_grade", title, "Grade", Kind::Text)).is_err()
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
    ("material changed by no keeper", "core", |w| { known(w, material); on_b(w, edit_material) }, material_stays),
    ("material changed by no keeper", "bundle", |w| { known(w, material); w.bundle(&|b| vec![put(the_material(b), informers::TEXT, &text("没有的事"))]) }, material_stays),
    ("material ended before its informer is told", "core", |w| { known(w, material); w.core(|b| { let id = the_material(b); b.change_informer(id, &[(informers::RESULT, said("已受理"))]) }) }, material_stays),
    ("material ended before its informer is told", "command", |w| { known(w, material); w.command(&["informer", "result", "控A-1", "--text", "已受理"]) }, material_stays),
    ("material ended before its informer is told", "bundle", |w| { known(w, material); w.bundle(&|b| vec![put(the_material(b), informers::RESULT, &text("已受理"))]) }, material_stays),
    ("resting on a consent that was withdrawn", "core", |w| { withdrawn(w); w.core(|b| add(b, "hardship", ON_CONSENT)) }, nothing_rests_on_what_was_withdrawn),
    ("resting on a consent that was withdrawn", "bundle", |w| { withdrawn(w); w.bundle(&|b| forged(b, "hardship", ON_CONSENT)) }, nothing_rests_on_what_was_withdrawn),
    ("a phone declared open", "command", open_phone_file, no_number_lies_open),
    ("a phone declared open", "bundle", |w| w.bundle(&open_phone_card), no_number_lies_open),
    ("a phone as the title of an issue", "sheet", phone_into_title, no_issue_is_a_phone),
    ("a visit to somebody who is nowhere", "sheet", |w| w.sheet("visits", "走访日期,走访对象,住址,反映问题\n2026-11-20,没登记的人,没登记的路1号,路灯\n"), nobody_is_visited),
    ("an ID number in free text", "sheet", number_into_text, no_number_lies_open),
    ("people graded by another word", "core", |w| w.core(|b| if ["安全等级", "表现分", "信教情况", "拖欠", "帮教对象"].into_iter().all(|title| risk_by_another_word(b, title)) { b.declare_field("meetings", &Field::new(0, "own_grade", "危险程度", "Grade", Kind::Text)) } else { Ok(()) }), nobody_is_graded),
    ("people graded by another word", "sheet", |w| w.sheet("residents", "姓名,危险程度\n李四,高\n"), nobody_is_graded),
    ("somebody's illness edited into a bulletin", "core", |w| { known(w, |a| { add(a, "bulletins", &[("title", "第一期"), ("solve", "路灯修好了")]).unwrap(); }); w.core(|b| { let id = b.find_in("bulletins", "第一期")?; edit(b, id, "solve", "三组糖尿病老人买药已解决") }) }, |b| b.rows("bulletins").unwrap().iter().all(|row| !row.values.values().flatten().any(|value| value.as_text().is_some_and(|it| it.contains("糖尿"))))),
];

fn edit_material(bench: &mut Workbench) -> Result<(), Error> {
    let id = the_material(bench);
    let mut draft = minqing::workbench::draft::Draft::new();
    draft.set(id, informers::TEXT, Some(text("没有的事")));
    bench.commit(draft)
}
