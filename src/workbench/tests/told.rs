//! When people were told what, and what is still to be said, on whichever laptop it was written.

use jiff::civil::{Date, date};

use super::*;
use crate::{domain::deadlines::days_after, workbench::agenda::Section};

fn reasons(bench: &Workbench, section: Section) -> Vec<String> {
    let agenda = bench.agenda(7).unwrap();
    agenda.of(section).map(|item| item.reason.zh.to_string()).collect()
}

// Shows J1, J10.
#[test]
fn an_answer_is_timely_by_the_first_contact_and_none_is_late() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "路灯不亮");
    a.take_step(id, StepKind::Accept, &[]).unwrap();
    let (from, to) = (date(2026, 11, 1), date(2026, 11, 30));
    let counted = |bench: &Workbench| {
        let told = bench.outcomes(&bench.cases().unwrap(), from, to).unwrap();
        (told.in_time, told.late, told.unanswered)
    };
    let sheet = |bench: &Workbench| -> Vec<String> {
        let sheet = bench.fact_sheet(bench.member(), from, to, Lang::Zh).unwrap();
        sheet.chapters.into_iter().flat_map(|chapter| chapter.lines).collect()
    };
    assert_eq!(counted(&a), (0, 0, 0));
    // Five days on: the result has time, the first contact has not.
    a.set_clock(clock(5 * 24 * 60));
    assert!(a.today() <= a.case(id).unwrap().standing.due);
    assert_eq!(counted(&a), (0, 0, 1));
    assert!(sheet(&a).iter().any(|line| line.contains("没有答复，已过期")), "{:?}", sheet(&a));
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "今晚换")]).unwrap();
    assert_eq!(counted(&a), (0, 1, 0));
    assert!(sheet(&a).iter().any(|line| line.ends_with("答复，期限后")), "{:?}", sheet(&a));
    // A reopening gives nobody time that is past, and a later answer has no time of its own.
    close(&mut a, id);
    a.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "再换")]).unwrap();
    assert_eq!(counted(&a), (0, 1, 0));
    assert_eq!(sheet(&a).iter().filter(|line| line.contains("答复，")).count(), 1, "{:?}", sheet(&a));
    // What was so then is told of those days.
    let before = a.outcomes(&a.cases().unwrap(), from, days_after(a.today(), -1)).unwrap();
    assert_eq!((before.late, before.unanswered), (0, 1));
    let summary = a.summary(from, to).unwrap();
    assert_eq!((summary.in_time, summary.late, summary.unanswered), (0, 1, 0));
}

// Shows E13.
#[test]
fn two_laptops_that_take_a_matter_on_at_once_are_both_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "路灯不亮");
    exchange(&mut a, &mut b, folder);
    a.take_step(id, StepKind::Accept, &[]).unwrap();
    b.take_step(id, StepKind::Accept, &[]).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    let is_told = |bench: &Workbench| {
        reasons(bench, Section::Results).iter().any(|told| told.contains("各自受理，请定一位"))
    };
    assert!(is_told(&a) && is_told(&b));
    assert_eq!(a.case(id).unwrap().standing.rivals.len(), 2);
    let settled = [(steps::OWNER, Value::Ref(b.member())), text(steps::HANDOVER, "电话里定了")];
    a.take_step(id, StepKind::Assign, &settled).unwrap();
    exchange(&mut a, &mut b, folder);
    assert!(!is_told(&a) && !is_told(&b));
    assert_eq!(a.case(id).unwrap().standing.owner, Some(b.member()));
}

// Shows E7.
#[test]
fn an_agreement_is_asked_after_on_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "两家争院墙");
    edit(&mut a, id, "kind", "纠纷");
    a.take_step(id, StepKind::Mediate, &[text(steps::TEXT, "两家都到场")]).unwrap();
    let day: Date = days_after(a.today(), 5);
    a.take_step(id, StepKind::Agree, &[text(steps::TEXT, "各让半米"), (steps::UNTIL, Value::Date(day))])
        .unwrap();
    let told = reasons(&a, Section::Rechecks);
    assert!(told.iter().any(|reason| reason.starts_with("履行回访 剩 5 天")), "{told:?}");
    a.set_clock(clock(28 * 24 * 60));
    let told = reasons(&a, Section::Rechecks);
    assert!(told.iter().any(|reason| reason.starts_with("履行回访 超 23 天")), "{told:?}");
    assert!(told.iter().any(|reason| reason.starts_with("司法确认 剩 2 天")), "{told:?}");
    a.take_step(id, StepKind::Perform, &[(steps::PASSED, Value::Bool(true))]).unwrap();
    assert_eq!(reasons(&a, Section::Rechecks), Vec::<String>::new());
}

// Shows E8.
#[test]
fn a_grave_hazard_that_was_answered_is_still_to_be_reported_today() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "变电箱漏电");
    edit(&mut a, id, "kind", "隐患");
    let found = [
        (steps::SEVERITY, Value::Choice("major".into())),
        text(steps::PART, "变电箱"),
        text(steps::PARTY, "供电所"),
        (steps::WAY, Value::Choice("phone".into())),
        (steps::UNTIL, Value::Date(days_after(a.today(), 10))),
    ];
    a.take_step(id, StepKind::Find, &found).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "已拉警戒")]).unwrap();
    let told = reasons(&a, Section::Results);
    assert!(told.iter().any(|reason| reason == "隐患告知上报 今天"), "{told:?}");
    let report = [
        text(steps::UNIT, "消防救援大队"),
        (steps::LEVEL, Value::Choice("street".into())),
        text(steps::DONE, "拉了警戒"),
    ];
    a.take_step(id, StepKind::Transfer, &report).unwrap();
    let told = reasons(&a, Section::Results);
    assert!(!told.iter().any(|reason| reason.contains("隐患告知上报")), "{told:?}");
}
