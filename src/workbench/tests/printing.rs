//! Bulletins as two laptops make them.

use super::{enter as add, *};
use crate::domain::{
    bulletins::{self, Printing, bulletins as own},
    roster::households,
};

fn period() -> (jiff::civil::Date, jiff::civil::Date) {
    (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30))
}

fn begin(bench: &mut Workbench, title: &str) -> RecordId {
    let (from, to) = period();
    let id = bench.new_bulletin(title, from, to).unwrap();
    // There is something in it to be reviewed.
    edit(bench, id, "harmony", "三组议定了路灯的管护。");
    id
}

fn at(bench: &Workbench, id: RecordId) -> Printing {
    bench.bulletin(id).unwrap().printed.printing
}

// Shows B1, I5.
#[test]
fn a_draft_is_made_of_data_in_five_sections_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    add(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    add(&mut a, "households", &[("address", "幸福路5号"), ("neighbourhood", "三组"), ("head", "王桂兰")])
        .unwrap();
    resident(&mut a, "单小明");
    let visit = [("date", "2026-11-18"), ("category", "veteran_member"), ("household", "幸福路5号")];
    let visit = [&visit[..], &[("words", "都好")]].concat();
    add(&mut a, "visits", &visit).unwrap();
    let lamp = issue(&mut a, "单小明家门口路灯不亮，电话13800001111");
    close(&mut a, lamp);
    let aid = issue(&mut a, "王桂兰申请低保");
    close(&mut a, aid);
    let hazard = issue(&mut a, "幸福路5号楼道堆物");
    edit(&mut a, hazard, "kind", "hazard");
    let dispute = issue(&mut a, "两家为排水吵架");
    edit(&mut a, dispute, "kind", "dispute");
    let project =
        add(&mut a, "projects", &[("title", "单小明学电工"), ("kind", "economy")]).unwrap().to_string();
    add(&mut a, "milestones", &[("title", "报名"), ("project", &project)]).unwrap();
    let (from, to) = period();
    let id = a.new_bulletin("第一期", from, to).unwrap();
    let row = a.row(id).unwrap().unwrap();
    assert!(row.text(own::VISIT).contains("三组"), "{}", row.text(own::VISIT));
    assert!(
        row.text(own::SOLVE).contains("单某某家门口路灯不亮，电话（号码略）：已解决"),
        "{}",
        row.text(own::SOLVE)
    );
    assert!(row.text(own::SAFE).contains("登记2件"), "{}", row.text(own::SAFE));
    assert!(row.text(own::HELP).contains("单某某学电工"), "{}", row.text(own::HELP));
    let all: String = bulletins::SECTIONS.iter().map(|tag| row.text(*tag)).collect();
    for word in ["单小明", "王桂兰", "幸福路5号", "13800001111", "低保"] {
        assert!(!all.contains(word), "{word}: {all}");
    }
}

// Shows I5.
#[test]
fn nobody_writes_a_resident_or_an_illness_into_a_bulletin() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    resident(&mut a, "单小明");
    let id = begin(&mut a, "第一期");
    for (text, refusal) in [
        ("单小明说路灯好了", bulletins::NAMES_SOMEBODY),
        ("慰问残疾居民", bulletins::sensitive("残疾")),
        ("低保申请办结", bulletins::sensitive("低保")),
    ] {
        for key in ["solve", "title", "foreword"] {
            let mut draft = Draft::new();
            a.fill(&mut draft, id, &[(key.into(), text.into())]).unwrap();
            assert_eq!(refused(a.commit(draft)), Refusal::Said(refusal.clone()), "{key}: {text}");
            let other = [("title", "另一期"), (key, text)];
            let other: &[(&str, &str)] = if key == "title" { &other[1..] } else { &other };
            assert_eq!(
                refused(add(&mut a, "bulletins", other)),
                Refusal::Said(refusal.clone()),
                "{key}: {text}"
            );
        }
    }
    edit(&mut a, id, "solve", "单某某说路灯好了");
    // A place that is called as a neighbourhood is, is no address.
    add(&mut a, "neighbourhoods", &[("name", "湖滨1组")]).unwrap();
    add(&mut a, "households", &[("address", "湖滨1组")]).unwrap();
    assert!(a.standing(households::ID).unwrap().len() == 1);
    edit(&mut a, id, "solve", "湖滨1组路灯好了");
}

// Shows D10.
#[test]
fn what_a_household_told_of_its_income_enters_no_bulletin_by_any_path() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    add(&mut b, "households", &[("address", "幸福路5号")]).unwrap();
    let told = "今年种了三亩大棚，多卖八千元。";
    let note = [
        ("date", "2026-11-18"),
        ("household", "幸福路5号"),
        ("voluntary", "yes"),
        ("way", "farming"),
        ("words", told),
        ("amount", "8000"),
    ];
    add(&mut b, "income_notes", &note).unwrap();
    // Nothing of it is in what the program drafts.
    let (from, to) = period();
    let id = b.new_bulletin("第一期", from, to).unwrap();
    let drafted: String = bulletins::SECTIONS
        .iter()
        .map(|tag| b.bulletin(id).unwrap().bulletin.text(*tag).to_owned())
        .collect();
    for word in ["大棚", "8000", "八千", "种养"] {
        assert!(!drafted.contains(word), "{drafted}");
    }
    // Nobody writes it into one, into whichever field, in one piece or two.
    for pairs in [
        vec![("help", "路灯好了。今年种了三亩大棚，多卖八千元。")],
        vec![("mark", "今年种了三亩大棚多卖八千元")],
        vec![("foreword", "今年种了三亩大棚。多卖八千元！")],
        vec![("safe", "今年种了三亩大棚，"), ("help", "多卖八千元")],
    ] {
        let mut draft = Draft::new();
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect();
        b.fill(&mut draft, id, &pairs).unwrap();
        assert_eq!(refused(b.commit(draft)), Refusal::Said(bulletins::KEPT_BACK), "{pairs:?}");
    }
    // What another version or a forged bundle brings is printed without it, and not signed.
    let mut draft = Draft::new();
    draft.set(id, own::HELP, Value::text("路灯好了。今年种了三亩大棚，多卖八千元。"));
    draft.set(id, own::REPORT_TO, Value::text(told));
    b.write_unjudged(draft);
    exchange(&mut b, &mut a, folder.path());
    let issue = a.bulletin(id).unwrap();
    let known = a.known_people().unwrap();
    assert_eq!(known.publishable(issue.bulletin.text(own::HELP)), "路灯好了。");
    assert_eq!(known.without_what_is_kept_back(issue.bulletin.text(own::REPORT_TO)), "");
    a.step_bulletin(id, "review", "").unwrap();
    assert_eq!(refused(a.step_bulletin(id, "sign", "")), Refusal::Said(bulletins::KEPT_BACK));
}

// Shows I5.
#[test]
fn review_signature_and_number_follow_each_other_and_two_numbers_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let one = begin(&mut b, "第一期");
    assert_eq!(refused(b.step_bulletin(one, "review", "")), Refusal::Said(bulletins::OWN_TEXT));
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(refused(a.step_bulletin(one, "sign", "")), Refusal::Said(bulletins::NOT_REVIEWED));
    a.step_bulletin(one, "review", "可以").unwrap();
    assert_eq!(at(&a, one), Printing::Reviewed);
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(refused(b.step_bulletin(one, "sign", "")), Refusal::Said(bulletins::NO_LEAD));
    // A change after the review is not reviewed.
    edit(&mut b, one, "harmony", "又改了一稿。");
    assert_eq!(at(&b, one), Printing::Draft);
    exchange(&mut b, &mut a, folder.path());
    a.step_bulletin(one, "review", "可以").unwrap();
    assert_eq!(refused(a.step_bulletin(one, "archive", "")), Refusal::Said(bulletins::NOT_SIGNED));
    a.step_bulletin(one, "sign", "").unwrap();
    assert_eq!(a.bulletin(one).unwrap().number(Lang::Zh).unwrap(), "2026年第1期");
    assert_eq!(a.find_bulletin("1").unwrap(), one);
    let mut draft = Draft::new();
    a.fill(&mut draft, one, &[("solve".into(), "再改".into())]).unwrap();
    assert_eq!(refused(a.commit(draft)), Refusal::Said(bulletins::SIGNED_ALREADY));
    let mut draft = Draft::new();
    draft.delete(one);
    assert_eq!(refused(a.commit(draft)), Refusal::Said(bulletins::SIGNED_ALREADY));
    a.step_bulletin(one, "archive", "").unwrap();
    assert_eq!(at(&a, one), Printing::Archived);

    // Two leads sign without seeing each other.
    let lead = b.peer();
    a.confirm(lead, true).unwrap();
    exchange(&mut a, &mut b, folder.path());
    let (two, three) = (begin(&mut a, "甲"), begin(&mut b, "乙"));
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    a.step_bulletin(three, "review", "").unwrap();
    b.step_bulletin(two, "review", "").unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    a.step_bulletin(two, "sign", "").unwrap();
    b.step_bulletin(three, "sign", "").unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let numbers = [two, three].map(|id| bench.bulletin(id).unwrap().number(Lang::Zh).unwrap());
        assert!(numbers.iter().all(|number| number.starts_with("2026年第2期·")), "{numbers:?}");
        assert_ne!(numbers[0], numbers[1]);
        assert!(bench.find_bulletin("2").is_err(), "two are called so");
    }

    // Numbers begin again with the year (domain.md §5).
    for bench in [&mut a, &mut b] {
        bench.set_clock(clock(50 * 24 * 60));
    }
    let next = begin(&mut a, "新年第一期");
    exchange(&mut a, &mut b, folder.path());
    b.step_bulletin(next, "review", "").unwrap();
    exchange(&mut b, &mut a, folder.path());
    a.step_bulletin(next, "sign", "").unwrap();
    assert_eq!(a.bulletin(next).unwrap().number(Lang::Zh).unwrap(), "2027年第1期");
    assert_eq!((a.find_bulletin("1").unwrap(), a.find_bulletin("2026-1").unwrap()), (next, one));
}

// Ids are random: they decide nothing that people see.
#[test]
fn bulletins_without_a_number_stand_newest_first_also_where_they_are_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (from, to) = period();
    let made: Vec<RecordId> =
        (0..6).map(|at| a.new_bulletin(&format!("第{at}稿"), from, to).unwrap()).collect();
    let listed: Vec<RecordId> = a.bulletins().unwrap().iter().map(|issue| issue.bulletin.id).collect();
    assert_eq!(listed, made.into_iter().rev().collect::<Vec<_>>());
}
