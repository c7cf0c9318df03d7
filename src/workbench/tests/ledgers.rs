//! Ledgers that a group adds for itself.

use std::fs;

use jiff::civil::date;

use super::{
    entered as add,
    erasure::{REASON, residue, third},
    *,
};
use crate::{
    domain::{
        declared::read::{self, Origin},
        field::{Field, Kind, Privacy},
    },
    log::commit::Cause,
};

const JOBS: &str = r#"
    id = "jobs_found"
    nature = "entry"
    title = { zh = "上岗登记", en = "Jobs found" }
    [[field]]
    key = "post"
    title = { zh = "岗位", en = "Post" }
    kind = "text"
    required = true
    [[field]]
    key = "who"
    title = { zh = "上岗的居民", en = "Who" }
    kind = "ref"
    of = "residents"
    [[field]]
    key = "started"
    title = { zh = "上岗日期", en = "Started" }
    kind = "date"
    [[field]]
    key = "called"
    title = { zh = "回访日期", en = "Called" }
    kind = "date"
    [[field]]
    key = "words"
    title = { zh = "本人的话", en = "Words" }
    kind = "long_text"
    [[field]]
    key = "phone"
    title = { zh = "单位电话", en = "Phone" }
    kind = "phone"
    privacy = "personal"
    purpose = "核对"
    [[field]]
    key = "mates"
    title = { zh = "同去的居民", en = "Mates" }
    kind = "ref"
    of = "residents"
    many = true
    [[rule]]
    need = ["started"]
    when = { who = ["*"] }
    why = { zh = "写了谁上岗，就要写哪天上岗", en = "who started, and when" }
    [[reminder]]
    on = "started"
    after = 30
    until = "called"
    title = { zh = "上岗满 30 天回访", en = "call 30 days after the start" }
"#;

fn declare(bench: &mut Workbench, text: &str) {
    bench.declare(&read::ledger(text, Origin::Own).unwrap()).unwrap();
}

fn field(key: &str, zh: &'static str, kind: Kind) -> Field {
    Field::new(0, key, zh, zh, kind)
}

fn value(bench: &Workbench, id: RecordId, key: &str) -> Option<Value> {
    let tag = bench.ledger_of(id).unwrap().fields.iter().find(|field| field.key == key)?.tag;
    bench.existing(id).unwrap().one(tag).cloned()
}

fn keys(bench: &Workbench, ledger: &str) -> Vec<String> {
    bench.ledger(ledger).unwrap().fields.iter().map(|field| field.key.clone()).collect()
}

#[test]
fn a_ledger_of_one_laptop_is_usable_on_another_after_one_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    assert!(matches!(b.ledger("jobs_found"), Err(Error::NoLedger(_))));
    declare(&mut a, JOBS);
    let first = add(&mut a, "jobs_found", &[("post", "保洁员"), ("started", "2026-11-02")]);
    exchange(&mut a, &mut b, folder.path());
    // Without a restart: listed, read, written, judged.
    assert_eq!(value(&b, first, "post"), Some(Value::Text("保洁员".into())));
    let second = add(&mut b, "jobs_found", &[("post", "门卫"), ("phone", "13800002222")]);
    let ledger = b.ledger("jobs_found").unwrap();
    let phone = ledger.field_by_key("phone").unwrap();
    let shown = b.show(phone, &value(&b, second, "phone").unwrap(), Lang::Zh);
    assert_eq!(shown, "138****2222");
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(value(&a, second, "post"), Some(Value::Text("门卫".into())));
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn records_wait_for_their_declaration_in_whatever_order_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    // Two laptops declare the same; a third hears of the records of one first.
    let mut c = third(&mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    declare(&mut a, JOBS);
    declare(&mut b, JOBS);
    let id = add(&mut b, "jobs_found", &[("post", "门卫")]);
    exchange(&mut b, &mut c, folder.path());
    exchange(&mut a, &mut c, folder.path());
    assert_eq!(value(&c, id, "post"), Some(Value::Text("门卫".into())));
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut c, &mut b, folder.path());
    assert_eq!(value(&a, id, "post"), Some(Value::Text("门卫".into())));
    for bench in [&a, &b, &c] {
        assert_eq!(keys(bench, "jobs_found"), keys(&a, "jobs_found"));
        assert_eq!(bench.conflict_count(), 0, "the same said twice is no conflict");
    }
    // A record of a ledger that is known nowhere is kept, and shown once it is declared.
    let raw = RecordId::new(crate::domain::id::LedgerTag::of("later"), [7; 12]);
    let mut draft = Draft::new();
    draft.insert(raw);
    draft.set(raw, crate::domain::declared::own_tag("later", "what", 0), Value::text("早来的"));
    a.write(draft, Cause::Act).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(b.row(raw).unwrap(), None);
    let later = "id = \"later\"\nnature = \"card\"\ntitle = \"后来的\"\n[[field]]\nkey = \"what\"\ntitle = \"内容\"\nkind = \"text\"";
    declare(&mut b, later);
    assert_eq!(value(&b, raw, "what"), Some(Value::Text("早来的".into())));
}

#[test]
fn two_people_extend_one_ledger_at_once_and_both_fields_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    // One of the program's; each adds a field of his own, and both add the same one.
    a.declare_field("trainings", &field("lecturer", "主讲", Kind::Text)).unwrap();
    a.declare_field("trainings", &field("hours", "学时", Kind::Int)).unwrap();
    b.declare_field("trainings", &field("host", "主办单位", Kind::Text)).unwrap();
    b.declare_field("trainings", &field("hours", "学时", Kind::Int)).unwrap();
    let of_a = add(
        &mut a,
        "trainings",
        &[("topic", "电工"), ("from", "2026-11-02"), ("lecturer", "老陈"), ("hours", "8")],
    );
    let of_b = add(
        &mut b,
        "trainings",
        &[("topic", "月嫂"), ("from", "2026-11-03"), ("host", "街道"), ("hours", "16")],
    );
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let shown = keys(bench, "trainings");
        for key in ["lecturer", "host", "hours"] {
            assert_eq!(shown.iter().filter(|own| *own == key).count(), 1, "{shown:?}");
        }
        assert_eq!(value(bench, of_a, "lecturer"), Some(Value::Text("老陈".into())));
        assert_eq!(value(bench, of_b, "host"), Some(Value::Text("街道".into())));
        assert_eq!(value(bench, of_b, "hours"), Some(Value::Int(16)));
    }
    assert_eq!(a.digest(), b.digest());
    // What the program declares is not theirs to change.
    let refused = a.declare_field("trainings", &field("topic", "主题", Kind::Text)).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::Shipped(_))), "{refused}");
    let refused = a.declare_field("residents", &field("score", "评分", Kind::Int)).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::Shipped(_))), "{refused}");
    let refused = a.declare_field("trainings", &field("risk", "预警等级", Kind::Int)).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::Declaration(_))), "{refused}");
}

#[test]
fn a_field_with_data_is_retired_and_comes_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    declare(&mut a, JOBS);
    let id = add(&mut a, "jobs_found", &[("post", "保洁员"), ("words", "离家近就好")]);
    a.retire_field("jobs_found", "words", true).unwrap();
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        let ledger = bench.ledger("jobs_found").unwrap();
        assert!(ledger.field_by_key("words").is_none());
        let retired: Vec<&Field> = ledger.retired.iter().collect();
        assert_eq!(bench.existing(id).unwrap().text(retired[0].tag), "离家近就好");
    }
    // An undo, then by name: either brings it back as it was.
    a.undo().unwrap();
    assert_eq!(value(&a, id, "words"), Some(Value::Text("离家近就好".into())));
    a.redo().unwrap();
    b.retire_field("jobs_found", "words", false).unwrap();
    assert_eq!(value(&b, id, "words"), Some(Value::Text("离家近就好".into())));
    // Its kind stays while it holds something; another key may be taken.
    let refused = b.declare_field("jobs_found", &field("words", "本人的话", Kind::Int)).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::KindStays(_))), "{refused}");
    // One that holds nothing may become another.
    b.declare_field("jobs_found", &field("called", "回访时间", Kind::Instant)).unwrap();
    b.declare_field("jobs_found", &field("words", "原话", Kind::LongText)).unwrap();
    assert_eq!(b.ledger("jobs_found").unwrap().field_by_key("words").unwrap().title.zh, "原话");
}

#[test]
fn choices_are_added_by_two_and_an_answer_outlives_its_choice() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    declare(&mut a, JOBS);
    let choices = |rows: &[(&str, &'static str, &'static str)]| Kind::choices(rows);
    let base = [("full", "全职", "full"), ("part", "零工", "part")];
    a.declare_field("jobs_found", &field("how", "方式", choices(&base))).unwrap();
    let id = add(&mut a, "jobs_found", &[("post", "门卫"), ("how", "part")]);
    exchange(&mut a, &mut b, folder.path());
    let more = |row| [&base[..], &[row]].concat();
    a.declare_field("jobs_found", &field("how", "方式", choices(&more(("night", "夜班", "night"))))).unwrap();
    b.declare_field("jobs_found", &field("how", "方式", choices(&more(("home", "居家", "home"))))).unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let how = bench.ledger("jobs_found").unwrap().field_by_key("how").unwrap().clone();
        for key in ["full", "part", "night", "home"] {
            assert!(how.choice(key).is_some(), "{key}");
        }
    }
    let mut how = a.ledger("jobs_found").unwrap().field_by_key("how").unwrap().clone();
    if let Kind::Choice(all) = &mut how.kind {
        all.iter_mut().filter(|choice| choice.key == "part").for_each(|choice| choice.retired = true);
    }
    a.declare_field("jobs_found", &how).unwrap();
    let how = a.ledger("jobs_found").unwrap().field_by_key("how").unwrap();
    assert!(how.choice("part").unwrap().retired);
    assert_eq!(a.show(how, &value(&a, id, "how").unwrap(), Lang::Zh), "零工");
}

#[test]
fn privacy_is_raised_by_anybody_lowered_by_a_lead_and_strict_while_they_differ() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    declare(&mut a, JOBS);
    exchange(&mut a, &mut b, folder.path());
    let privacy =
        |bench: &Workbench| bench.ledger("jobs_found").unwrap().field_by_key("words").unwrap().privacy;
    b.declare_field(
        "jobs_found",
        &field("words", "本人的话", Kind::LongText).sensitive().purpose("核对", "checking"),
    )
    .unwrap();
    assert_eq!(privacy(&b), Privacy::Sensitive);
    let refused = b.declare_field("jobs_found", &field("words", "本人的话", Kind::LongText)).unwrap_err();
    assert!(matches!(refused, Error::NotLead), "{refused}");
    a.declare_field(
        "jobs_found",
        &field("words", "本人的话", Kind::LongText).personal().purpose("核对", "checking"),
    )
    .unwrap();
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    assert_eq!((privacy(&a), privacy(&b)), (Privacy::Sensitive, Privacy::Sensitive));
    a.declare_field("jobs_found", &field("words", "本人的话", Kind::LongText)).unwrap();
    assert_eq!(privacy(&a), Privacy::Open);
}

#[test]
fn a_ledger_is_hidden_and_never_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = add(&mut a, "trainings", &[("topic", "电工"), ("from", "2026-11-02")]);
    a.hide_ledger("trainings", true).unwrap();
    declare(&mut a, JOBS);
    let job = add(&mut a, "jobs_found", &[("post", "门卫")]);
    exchange(&mut a, &mut b, folder.path());
    assert!(b.ledger("trainings").unwrap().hidden);
    assert_eq!(value(&b, id, "topic"), Some(Value::Text("电工".into())));
    b.hide_ledger("trainings", false).unwrap();
    assert!(!b.ledger("trainings").unwrap().hidden);
    // Taking the declaration back puts the ledger away, with all its records.
    a.undo().unwrap();
    a.undo().unwrap();
    let ledger = a.ledger("jobs_found").unwrap();
    assert!(ledger.hidden);
    assert!(a.existing(job).unwrap().struck.is_some());
    a.redo().unwrap();
    a.redo().unwrap();
    assert!(!a.ledger("jobs_found").unwrap().hidden);
    assert_eq!(value(&a, job, "post"), Some(Value::Text("门卫".into())));
    assert!(matches!(a.hide_ledger("issues", true), Err(Error::Refused(Refusal::Shipped(_)))));
}

#[test]
fn a_broken_rule_is_refused_here_and_marked_where_it_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    declare(&mut a, JOBS);
    let who = resident(&mut a, "王桂兰");
    let mut draft = Draft::new();
    let id = a.begin_record(&mut draft, "jobs_found", None).unwrap();
    let pairs = [("post".to_owned(), "门卫".to_owned()), ("who".to_owned(), who.to_string())];
    a.fill(&mut draft, id, &pairs).unwrap();
    let refused = a.commit(draft.clone()).unwrap_err();
    assert!(refused.sentence(Lang::Zh).contains("就要写哪天上岗"), "{refused}");
    // A program that does not judge wrote it all the same.
    a.write(draft, Cause::Act).unwrap();
    add(&mut a, "jobs_found", &[("post", "保洁员")]);
    exchange(&mut a, &mut b, folder.path());
    let row = b.existing(id).unwrap();
    assert_eq!(b.faults(&row).len(), 1);
    let counted = b.counted("jobs_found").unwrap();
    assert_eq!((counted.len(), b.standing("jobs_found").unwrap().len()), (1, 2));
    edit(&mut b, id, "started", "2026-11-02");
    assert_eq!(b.counted("jobs_found").unwrap().len(), 2);
}

#[test]
fn what_is_due_is_reminded_of_until_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    declare(&mut a, JOBS);
    let id = add(&mut a, "jobs_found", &[("post", "门卫"), ("started", "2026-11-02")]);
    assert_eq!(a.reminders(date(2026, 12, 1)).unwrap(), []);
    let due = a.reminders(date(2026, 12, 5)).unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].record, due[0].day, &*due[0].name), (id, date(2026, 12, 2), "门卫"));
    edit(&mut a, id, "called", "2026-12-03");
    assert_eq!(a.reminders(date(2026, 12, 5)).unwrap(), []);
}

#[test]
fn files_of_the_workspace_are_taken_in_once_and_a_bad_one_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    found(&home).close().unwrap();
    let config = home.join("config/ledgers");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("jobs.toml"), JOBS).unwrap();
    fs::write(config.join("bad.toml"), JOBS.replace("kind = \"date\"", "kind = \"day\"")).unwrap();
    fs::write(config.join("not-text.toml"), [0xff, 0xfe, 0]).unwrap();
    let open = |minute| Workbench::open(&home, "pass", clock(minute), &mut |_| {}).unwrap().0;
    let mut a = open(1);
    assert_eq!(keys(&a, "jobs_found").len(), 7);
    let told: Vec<String> = a.notices().unwrap().iter().map(|notice| notice.zh.to_string()).collect();
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("bad.toml") && told[0].contains("kind"), "{told:?}");
    // Changed since on a screen: the file that stayed as it was does not undo that.
    a.declare_field("jobs_found", &field("post", "岗位名称", Kind::Text).required()).unwrap();
    a.close().unwrap();
    let a = open(2);
    assert_eq!(a.ledger("jobs_found").unwrap().fields[0].title.zh, "岗位名称");
    let commits = a.unexported().unwrap();
    a.close().unwrap();
    assert_eq!(open(3).unexported().unwrap(), commits);
}

#[test]
fn two_fields_of_one_number_are_told_apart_alike_everywhere() {
    // Two keys that come to one number: found by trying, as chance would.
    let mut seen = std::collections::HashMap::new();
    let (one, other) = (0..100_000)
        .find_map(|n| {
            let key = format!("k{n}");
            let tag = crate::domain::declared::own_tag("trainings", &key, 0);
            seen.insert(tag, key.clone()).map(|before| (before, key))
        })
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    a.declare_field("trainings", &field(&one, "甲", Kind::Text)).unwrap();
    let refused = a.declare_field("trainings", &field(&other, "乙", Kind::Text)).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::Declaration(_))), "{refused}");
    b.declare_field("trainings", &field(&other, "乙", Kind::Text)).unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let tags = |bench: &Workbench| {
        let ledger = bench.ledger("trainings").unwrap();
        [&one, &other].map(|key| ledger.field_by_key(key).unwrap().tag)
    };
    assert_eq!(tags(&a), tags(&b));
    assert_ne!(tags(&a)[0], tags(&a)[1]);
    assert!(a.notices().unwrap().iter().any(|notice| notice.zh.contains("换了编号")));
    // It is no hindrance to go on.
    b.declare_field("trainings", &field("place_2", "第二地点", Kind::Text)).unwrap();
}

#[test]
fn erasing_a_person_reaches_the_ledgers_of_the_group() {
    const NAME: &str = "桂兰芳";
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    declare(&mut a, JOBS);
    let (person, mate) = (resident(&mut a, NAME), resident(&mut a, "王桂兰"));
    let who = person.to_string();
    let about = add(
        &mut a,
        "jobs_found",
        &[
            ("post", "桂兰芳的岗位"),
            ("who", &who),
            ("started", "2026-11-02"),
            ("words", "桂兰芳说离家近"),
            ("phone", "13900001111"),
        ],
    );
    let both = format!("{person}、{mate}");
    let among =
        add(&mut a, "jobs_found", &[("post", "门卫两名"), ("mates", &both), ("words", "桂兰芳介绍来的")]);
    exchange(&mut a, &mut b, folder.path());
    let dossier = a.person_export(person, "本人查阅").unwrap();
    assert!([about, among].iter().all(|id| dossier.others.iter().any(|row| row.id == *id)));
    // Written by a laptop that does not know yet.
    let later =
        add(&mut b, "jobs_found", &[("post", "桂兰芳另一份工"), ("who", &who), ("started", "2026-11-03")]);
    a.erase_person(person, REASON, &[]).unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        for row in bench.rows("jobs_found").unwrap().iter() {
            for value in row.values.values().flatten() {
                assert!(!format!("{value:?}").contains(NAME), "{value:?}");
                assert_ne!(*value, Value::Ref(person));
            }
            assert!(bench.faults(row).is_empty());
        }
        assert_eq!(value(bench, about, "phone"), None);
        assert_eq!(value(bench, about, "started"), Some(Value::Date(date(2026, 11, 2))));
        assert_eq!(value(bench, later, "started"), Some(Value::Date(date(2026, 11, 3))));
        // What is about several people loses what tells of one, and no more.
        assert_eq!(value(bench, among, "post"), Some(Value::Text("门卫两名".into())));
        assert_eq!(value(bench, among, "mates"), Some(Value::Ref(mate)));
        assert_eq!(value(bench, among, "words"), None);
    }
    edit(&mut a, among, "mates", &mate.to_string());
    for bench in [&mut a, &mut b] {
        assert_eq!(residue(bench, folder.path(), &[NAME, "13900001111"]), Vec::<String>::new());
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
    }
}
