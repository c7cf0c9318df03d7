//! Whoever a matter is about stays away from it, whatever he is called today.

use std::collections::BTreeSet;

use super::*;
use crate::domain::{
    calling::Reason, informers, phases::Period, procedure::Objection, team::members, voices,
};

fn about(bench: &mut Workbench, title: &str, whom: &str) -> RecordId {
    let pairs = [("title", title), ("from", "王桂兰"), ("about", whom), ("not_informing", "是")];
    entered(bench, "issues", &pairs)
}

fn is_recused<T>(result: Result<T, Error>) -> bool {
    matches!(result.err(), Some(Error::Refused(Refusal::OutOfTurn(Objection::Recused))))
}

// Shows J4.
#[test]
fn nobody_makes_himself_an_overseer_or_renames_himself_out_of_what_is_about_him() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let own = b.member();
    a.enter_informer(&[text(informers::ABOUT, "李强"), text(informers::TEXT, "克扣慰问金")]).unwrap();
    exchange(&mut a, &mut b, folder.path());
    for pairs in [[("role", "督查")], [("role", "组长")], [("name", "李坚")], [("unit", "别的单位")]]
    {
        assert!(change(&mut b, own, &pairs).is_err(), "{pairs:?}");
    }
    // The same by a laptop that goes round its own rules: kept, and counts for nothing.
    let mut forged = Draft::new();
    forged.set(own, members::ROLE, Some(Value::Choice("overseer".into())));
    forged.set(own, members::NAME, Some(Value::Text("李坚".into())));
    b.write_unjudged(forged);
    assert!(!b.sees_informers().unwrap());
    assert!(b.look_at_informers("看看").is_err());
    exchange(&mut b, &mut a, folder.path());
    assert_ne!(a.existing(own).unwrap().text(members::ROLE), "overseer");
    // Even named an overseer by the lead he does not see what names him by his old name.
    edit(&mut a, own, "role", "督查");
    exchange(&mut a, &mut b, folder.path());
    assert!(b.sees_informers().unwrap());
    assert!(b.look_at_informers("例行查看").unwrap().is_empty());
    // And takes nothing off the lead's word by writing over it.
    let mut forged = Draft::new();
    forged.set(own, members::ROLE, Some(Value::Choice("lead".into())));
    b.write_unjudged(forged);
    assert_eq!(b.existing(own).unwrap().text(members::ROLE), "overseer");
}

// Shows E2.
#[test]
fn whom_a_matter_is_about_neither_handles_nor_helps_nor_answers_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = about(&mut a, "克扣补助", "李强");
    exchange(&mut a, &mut b, folder.path());
    let own = b.member();
    let mut forged = Draft::new();
    forged.set(own, members::NAME, Some(Value::Text("李坚".into())));
    b.write_unjudged(forged);
    assert!(is_recused(b.take_step(id, StepKind::Reply, &[text(steps::TEXT, "没有这回事")])));
    assert!(is_recused(b.take_step(id, StepKind::Accept, &[])));
    assert!(is_recused(change(&mut b, id, &[("about", ""), ("about_reason", "写错了")])));
    assert!(is_recused(change(&mut b, id, &[("kind", "纠纷")])));
    // What another member's name stands on is still his own.
    let by = [text(steps::TEXT, "没有这回事"), (steps::BY, Value::Ref(a.member()))];
    assert!(is_recused(b.take_step(id, StepKind::Reply, &by)));
    for key in ["helpers", "sponsor"] {
        assert!(is_recused(change(&mut a, id, &[(key, "李强")])), "{key}");
    }
    assert!(is_recused(change(&mut a, id, &[("claims", "李强")])));
    // By a bundle, against all of that: it counts for nothing.
    let mut forged = Draft::new();
    let reply = b.add_step(&mut forged, id, StepKind::Reply, &[text(steps::TEXT, "没有这回事")]).unwrap();
    forged.set(reply, steps::BY, Some(Value::Ref(a.member())));
    forged.set(reply, steps::AT, Some(Value::Instant(b.now())));
    forged.remove(id, issues::ABOUT, &Value::Text("李强".into()));
    forged.set(id, issues::ABOUT_REASON, Some(Value::Text("写错了".into())));
    forged.set(id, issues::SPONSOR, Some(Value::Ref(own)));
    b.write_unjudged(forged);
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let case = bench.case(id).unwrap();
        assert_eq!((case.standing.status, case.standing.answered), (Status::Registered, false));
        assert_eq!(case.issue.all(issues::ABOUT), [Value::Text("李强".into())]);
        assert_eq!(case.issue.reference(issues::SPONSOR), None);
        let listed = bench.cases().unwrap();
        // Nor is it told of as the answer that was given.
        let told = bench.outcomes(&listed, bench.today(), bench.today()).unwrap();
        assert_eq!((told.in_time, told.late, case.last_answer()), (0, 0, None));
        let own = Period { from: None, to: None };
        assert_eq!(bench.personal_summary(bench.member(), own).unwrap().replies, 0);
        assert!(listed.iter().all(|case| !case.standing.answered));
    }
    // His own word is heard: a statement is no handling.
    assert!(StepKind::Statement.is_own_word() && !StepKind::Reply.is_own_word());
}

#[test]
fn whom_it_is_about_changes_with_a_reason_and_goes_along_when_matters_are_merged() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let mut draft = Draft::new();
    let other = a.begin_record(&mut draft, "members", None).unwrap();
    a.fill(&mut draft, other, &[("name".into(), "李强".into())]).unwrap();
    a.commit(draft).unwrap();
    let id = about(&mut a, "克扣补助", "李强");
    assert!(change(&mut a, id, &[("about", "")]).is_err());
    assert!(change(&mut a, id, &[("about", "李强、城管科")]).is_err());
    assert!(change(&mut a, id, &[("about", ""), ("about_reason", "。")]).is_err());
    let into = issue(&mut a, "补助没到账");
    a.merge(into, id).unwrap();
    let given = a.take_step(into, StepKind::Assign, &[(steps::OWNER, Value::Ref(other))]);
    assert!(is_recused(given));
    let mut forged = Draft::new();
    forged.remove(id, issues::ABOUT, &Value::Text("李强".into()));
    a.write_unjudged(forged);
    assert!(a.case(into).unwrap().standing.bars(other));
    change(&mut a, id, &[("about", "城管科"), ("about_reason", "核对后不是本组的李强")]).unwrap();
    assert!(!a.case(into).unwrap().standing.bars(other));
}

// Shows B5, E1, E2.
#[test]
fn whoever_was_entered_before_a_matter_was_about_the_writer_stays_owed_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let person = resident(&mut a, "赵六娘");
    let lamp = issue(&mut a, "路灯不亮");
    let drain = issue(&mut a, "下水道堵了");
    exchange(&mut a, &mut b, folder.path());
    let asks = |bench: &mut Workbench, issue| {
        bench.add_voice(issue, &[(voices::RESIDENT, Value::Ref(person))]).unwrap();
    };
    asks(&mut b, lamp);
    // Written on the one laptop while the other does not know yet, on the issue
    // itself and on what it goes on in.
    let pairs = [("about", "李强"), ("about_reason", "居民说是他答应的"), ("not_informing", "是")];
    change(&mut a, drain, &pairs).unwrap();
    asks(&mut b, drain);
    let other = about(&mut a, "答应的没办", "李强");
    exchange(&mut b, &mut a, folder.path());
    a.merge(other, lamp).unwrap();
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        let waits = |issue| bench.case(issue).unwrap().standing.unanswered().count();
        assert_eq!((waits(lamp), waits(other), waits(drain)), (2, 3, 2));
    }
    // Whom it is about is not told who they are; everybody else is.
    let called = a.coverage(Period::default()).unwrap().called;
    let called = called.into_iter().find(|called| called.who == person);
    let Some(Reason::Waits(numbers)) = called.map(|called| called.reason) else { panic!("nobody waits") };
    assert_eq!(BTreeSet::from_iter(numbers), BTreeSet::from(["A-1".to_owned(), "A-2".to_owned()]));
}

#[test]
fn a_bulletin_and_an_erasure_tell_nothing_of_who_was_informed_against() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = about(&mut a, "举报李四克扣", "李四");
    close(&mut a, id);
    let told = a.compose(a.today(), a.today()).unwrap().concat();
    assert!(told.contains("克扣") && !told.contains("李四"), "{told}");
    let person = resident(&mut a, "王桂兰");
    a.enter_informer(&[text(informers::ABOUT, "李四"), text(informers::TEXT, "王桂兰来说的")]).unwrap();
    let planned = a.erasure_of(person, &[]).unwrap();
    assert!(planned.mentions.iter().all(|id| id.ledger() != crate::domain::id::LedgerTag::of(informers::ID)));
    // Nor does an undo take it back without a reason.
    let entered = a.look_at_informers("核对").unwrap().len();
    assert!(matches!(a.undo(), Err(Error::NeedsReason)));
    assert!(matches!(a.undo_chosen(None, Some("。")), Err(Error::NeedsReason)));
    assert_eq!(a.look_at_informers("核对").unwrap().len(), entered);
    let undone = a.undo_chosen(None, Some("重复登记")).unwrap();
    assert_eq!(a.look_at_informers("核对").unwrap().len(), entered - 1);
    let struck = a.row(undone.records[0]).unwrap().unwrap().struck.unwrap();
    assert!(struck.contains("重复登记"), "{struck}");
}
