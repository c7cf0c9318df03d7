//! Laptops whose clock is wrong.

use super::{reach::newcomer, *};
use crate::workbench::clocks::{Fault, WrongClock};

const DAY: i64 = 24 * 60;
const YEAR: i64 = 365 * DAY;

/// Three laptops that have everything of each other.
fn trio(folder: &Path) -> (Workbench, Workbench, Workbench) {
    let (mut a, mut b) = pair(folder);
    let mut c = newcomer(&mut a, folder, "陈静");
    exchange(&mut c, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    (a, b, c)
}

/// Whose clocks are found to be wrong: letter, fault.
fn wrong(bench: &Workbench) -> Vec<(String, Fault)> {
    let told = |clock: WrongClock| (bench.call(clock.peer).unwrap(), clock.fault);
    bench.wrong_clocks().unwrap().into_iter().map(told).collect()
}

fn is(letter: &str, fault: Fault) -> (String, Fault) {
    (letter.to_owned(), fault)
}

fn at(benches: &mut [&mut Workbench], minute: i64) {
    for bench in benches {
        bench.set_clock(clock(minute));
    }
}

fn note(bench: &Workbench, id: RecordId) -> String {
    bench.row(id).unwrap().unwrap().text(residents::NOTE).to_owned()
}

#[test]
fn right_clocks_are_not_flagged_however_old_a_bundle_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    for bench in [&a, &b, &c] {
        assert_eq!(wrong(bench), []);
    }
    b.set_clock(clock(2 * DAY));
    resident(&mut b, "仇英");
    let old = b.export(folder, &ExportOrder::default()).unwrap().file;
    at(&mut [&mut a, &mut c], 60 * DAY);
    resident(&mut c, "单小明");
    exchange(&mut c, &mut a, folder);
    a.import_bundle(&old, None, &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), [], "it was right when it was written");
    exchange(&mut a, &mut c, folder);
    assert_eq!(wrong(&c), []);
}

#[test]
fn a_clock_a_year_ahead_is_flagged_wins_nothing_for_ever_and_works_at_once_when_it_is_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let id = resident(&mut a, "王桂兰");
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    at(&mut [&mut a, &mut c], DAY);
    b.set_clock(clock(YEAR));
    edit(&mut b, id, "note", "来自明年");
    edit(&mut a, id, "note", "今天的");
    exchange(&mut b, &mut a, folder);
    exchange(&mut b, &mut c, folder);
    assert_eq!(wrong(&c), [is("B", Fault::Ahead)]);
    assert_eq!(wrong(&a), [is("B", Fault::Ahead)]);
    let status = a.status().unwrap();
    let sentence = status.clocks[0].sentence(Lang::Zh);
    assert!(sentence.contains("电脑 B（李强）的时钟快了一天以上"), "{sentence}");
    let laptop = a.laptops().unwrap().into_iter().find(|laptop| laptop.peer == b.peer()).unwrap();
    assert_eq!(laptop.clock.unwrap().key(), "ahead");
    assert_eq!(laptop.heard, Some(a.now()), "nobody has heard from next year");

    // Shown first, but marked; settled by a right clock, it is gone for good.
    assert_eq!(note(&a, id), "来自明年");
    let conflicts = a.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1);
    let ours = conflicts[0].candidates.iter().position(|it| it.value == Value::text("今天的")).unwrap();
    a.settle(&conflicts[0], &Settlement::Keep(ours)).unwrap();
    assert_eq!(note(&a, id), "今天的");
    exchange(&mut a, &mut c, folder);
    assert_eq!((note(&c, id).as_str(), c.conflicts().unwrap().len()), ("今天的", 0));
    edit(&mut c, id, "note", "后来改的");
    exchange(&mut c, &mut a, folder);
    let row = a.row(id).unwrap().unwrap();
    assert_eq!((row.text(residents::NOTE), row.updated), ("后来改的", c.now()), "not changed next year");
    assert_eq!(row, c.row(id).unwrap().unwrap());
    let history = a.history(id).unwrap();
    assert_eq!(history.last().map(|event| event.peer), Some(c.peer()), "nor is that the last of its history");
    for bench in [&a, &c] {
        assert!(bench.now() < clock(2 * DAY).now() && !wrong(bench).is_empty());
    }

    // Its own user is told as well, as soon as it hears of the others.
    exchange(&mut a, &mut b, folder);
    assert!(wrong(&b).contains(&is("B", Fault::Ahead)), "{:?}", wrong(&b));
    let own = b.status().unwrap().clocks.into_iter().find(|clock| clock.own).unwrap();
    assert!(own.sentence(Lang::Zh).contains("这台电脑的时钟多半快了"), "{}", own.sentence(Lang::Zh));

    // Put right, it writes no more in the future, and nobody flags it.
    at(&mut [&mut a, &mut b, &mut c], 2 * DAY);
    assert_eq!(wrong(&b), [], "its own clock is known at once");
    edit(&mut b, id, "note", "调准以后");
    let head = b.store.totals().heads.get(b.peer()).unwrap().stamp.ms;
    assert!(head < b.clock().now_ms() + 60_000, "a corrected clock works at once");
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut c, folder);
    for bench in [&a, &b, &c] {
        assert_eq!((wrong(bench), note(bench, id).as_str()), (vec![], "调准以后"));
        assert_eq!(bench.row(id).unwrap().unwrap().updated, b.now());
        assert!(bench.doctor().unwrap().is_empty());
    }
    // A year later, that it once was ahead proves nothing against anybody.
    at(&mut [&mut a, &mut b, &mut c], YEAR + DAY);
    resident(&mut a, "解晓东");
    exchange(&mut a, &mut c, folder);
    assert_eq!((wrong(&a), wrong(&c)), (vec![], vec![]));
}

#[test]
fn a_bundle_alone_tells_that_its_senders_clock_is_ahead_and_that_it_was_put_right() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, _c) = trio(folder);
    b.set_clock(clock(YEAR));
    let ahead = b.export(folder, &ExportOrder::default()).unwrap().file;
    // Also before it is taken in; nobody else is flagged by it, nor is this clock.
    let foreseen = |a: &Workbench, file: &Path| -> Vec<(String, Fault)> {
        let found = a.preview(file, None).unwrap().clocks.into_iter();
        found.map(|clock| (a.call(clock.peer).unwrap(), clock.fault)).collect()
    };
    assert_eq!((foreseen(&a, &ahead), wrong(&a)), (vec![is("B", Fault::Ahead)], vec![]));
    a.import_bundle(&ahead, None, &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), [is("B", Fault::Ahead)]);
    b.set_clock(clock(5));
    let right = b.export(folder, &ExportOrder::default()).unwrap().file;
    assert_eq!(foreseen(&a, &right), [is("B", Fault::Ahead)], "that it was put right is known once it is in");
    a.import_bundle(&right, None, &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), []);
    a.import_bundle(&ahead, None, &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), [], "the older one again changes nothing");
}

#[test]
fn a_clock_a_year_behind_loses_nothing_and_is_flagged_by_what_it_had_seen() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let id = resident(&mut a, "王桂兰");
    resident(&mut c, "单小明");
    exchange(&mut a, &mut b, folder);
    exchange(&mut c, &mut b, folder);
    b.set_clock(clock(-YEAR));
    assert_eq!(wrong(&b)[0], is("B", Fault::Behind), "its user is told");
    assert!(
        b.wrong_clocks().unwrap()[0]
            .sentence(Lang::En)
            .contains("the clock of this laptop is probably behind")
    );
    edit(&mut b, id, "note", "来自去年");
    assert_eq!(note(&b, id), "来自去年", "what it has seen it replaces");
    // Carried around for weeks, it proves the same.
    let file = b.export(folder, &ExportOrder::default()).unwrap().file;
    at(&mut [&mut a, &mut c], 40 * DAY);
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    exchange(&mut a, &mut c, folder);
    for bench in [&a, &c] {
        assert_eq!((wrong(bench), note(bench, id).as_str()), (vec![is("B", Fault::Behind)], "来自去年"));
    }
    let row = a.row(id).unwrap().unwrap();
    assert_eq!(row.updated, b.now());

    // Written at once on two laptops: a conflict, not lost; settled for good from either side.
    edit(&mut b, id, "note", "又一句");
    edit(&mut a, id, "note", "现在的");
    exchange(&mut b, &mut a, folder);
    let conflict = a.conflicts().unwrap().remove(0);
    assert_eq!(conflict.candidates.len(), 2);
    exchange(&mut a, &mut b, folder);
    let theirs = b.conflicts().unwrap().remove(0);
    b.settle(&theirs, &Settlement::Write(Some(Value::Text("两句合一".into())))).unwrap();
    exchange(&mut b, &mut a, folder);
    assert_eq!((note(&a, id).as_str(), a.conflicts().unwrap().len()), ("两句合一", 0));

    // Put right, even by a bundle with nothing new in it.
    b.set_clock(clock(40 * DAY));
    exchange(&mut b, &mut a, folder);
    assert_eq!(wrong(&a), []);
    assert_eq!(wrong(&b), []);
    resident(&mut b, "仇英");
    exchange(&mut b, &mut c, folder);
    exchange(&mut a, &mut c, folder);
    assert_eq!(wrong(&c), []);
}

#[test]
fn of_two_laptops_both_are_named_since_nobody_can_tell_which_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    resident(&mut a, "王桂兰");
    exchange(&mut a, &mut b, folder);
    b.set_clock(clock(-YEAR));
    resident(&mut b, "仇英");
    exchange(&mut b, &mut a, folder);
    assert_eq!(wrong(&a), [is("A", Fault::Ahead), is("B", Fault::BehindOf("A".into()))]);
    assert_eq!(wrong(&b), [is("B", Fault::Behind), is("A", Fault::Ahead)]);
    b.set_clock(clock(10));
    assert_eq!(wrong(&b), []);
    resident(&mut b, "单小明");
    exchange(&mut b, &mut a, folder);
    assert_eq!(wrong(&a), []);
}

#[test]
fn a_battery_that_died_sets_the_clock_to_1970_and_the_work_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    let id = resident(&mut a, "王桂兰");
    exchange(&mut a, &mut b, folder);
    exchange(&mut c, &mut b, folder);
    b.set_clock(Clock::Fixed(Timestamp::from_second(-5).unwrap()));
    let mut draft = Draft::new();
    b.fill(&mut draft, id, &[("note".into(), "一九六九".into())]).unwrap();
    let refused = b.commit(draft).unwrap_err();
    assert!(matches!(refused, Error::Clock), "{refused:?}");
    assert_eq!(wrong(&b)[0], is("B", Fault::Behind));
    b.set_clock(Clock::Fixed(Timestamp::from_second(60).unwrap()));
    edit(&mut b, id, "note", "一九七零");
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut c, folder);
    for bench in [&a, &c] {
        assert_eq!((wrong(bench), note(bench, id).as_str()), (vec![is("B", Fault::Behind)], "一九七零"));
    }
    edit(&mut c, id, "note", "改回来");
    exchange(&mut c, &mut b, folder);
    assert_eq!(note(&b, id), "改回来");
    at(&mut [&mut a, &mut b, &mut c], 3 * DAY);
    edit(&mut b, id, "note", "调准了");
    exchange(&mut b, &mut a, folder);
    exchange(&mut b, &mut c, folder);
    for bench in [&a, &b, &c] {
        assert_eq!((wrong(bench), note(bench, id).as_str()), (vec![], "调准了"));
    }
    assert_eq!((a.digest(), b.digest()), (b.digest(), b.digest()));
}

#[test]
fn a_clock_that_was_set_back_is_flagged_although_nobody_else_was_seen() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    at(&mut [&mut a, &mut b, &mut c], 100 * DAY);
    resident(&mut b, "仇英");
    exchange(&mut b, &mut a, folder);
    exchange(&mut b, &mut c, folder);
    b.set_clock(clock(10 * DAY));
    resident(&mut b, "单小明");
    let file = b.export(folder, &ExportOrder::default()).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), [is("B", Fault::Behind)]);
    // What says so is kept.
    let home = a.home().to_path_buf();
    a.close().unwrap();
    let (mut a, _) = Workbench::open(&home, "pass", clock(101 * DAY), &mut |_| {}).unwrap();
    assert_eq!(wrong(&a), [is("B", Fault::Behind)]);
    assert!(a.doctor().unwrap().is_empty());
    b.set_clock(clock(101 * DAY));
    resident(&mut b, "解晓东");
    exchange(&mut b, &mut a, folder);
    assert_eq!(wrong(&a), []);
}

#[test]
fn a_laptop_that_others_contradict_is_told_that_it_is_probably_the_wrong_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b, mut c) = trio(folder);
    at(&mut [&mut b, &mut c], 100 * DAY);
    resident(&mut b, "仇英");
    resident(&mut c, "单小明");
    exchange(&mut b, &mut a, folder);
    assert_eq!(wrong(&a), [is("B", Fault::Ahead)], "one against one that was heard of before");
    exchange(&mut c, &mut a, folder);
    assert_eq!(wrong(&a), [is("A", Fault::Behind)], "several are not all wrong");
    let told = a.wrong_clocks().unwrap().remove(0);
    assert_eq!(told.witnesses.len(), 2);
    assert!(
        told.sentence(Lang::Zh).contains("请在系统设置里把日期和时间调准"),
        "{}",
        told.sentence(Lang::Zh)
    );
    a.set_clock(clock(100 * DAY));
    assert_eq!(wrong(&a), []);
}

#[test]
fn who_handles_a_matter_and_when_it_is_due_follow_what_was_known_not_the_clocks() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "路灯不亮");
    exchange(&mut a, &mut b, folder);
    b.set_clock(clock(YEAR));
    let to = |bench: &Workbench| [(steps::OWNER, Value::Ref(bench.member()))];
    b.take_step(id, StepKind::Assign, &to(&b)).unwrap();
    close(&mut b, id);
    b.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]).unwrap();
    let standing = |bench: &Workbench| bench.cases().unwrap().remove(0).standing;
    exchange(&mut b, &mut a, folder);
    assert_eq!(standing(&a).owner, Some(b.member()));
    a.set_clock(clock(DAY));
    let handed = [to(&a)[0].clone(), text(steps::HANDOVER, "已约好周三去看，其余未办")];
    a.take_step(id, StepKind::Assign, &handed).unwrap();
    assert_eq!(standing(&a).owner, Some(a.member()), "not only next year");
    close(&mut a, id);
    assert_eq!(standing(&a).status, Status::Resolved);
    a.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "还是不亮")]).unwrap();
    let due = standing(&a).due;
    assert!(due < clock(YEAR / 2).today(), "{due}");
    a.take_step(id, StepKind::Transfer, &[text(steps::UNIT, "供电所")]).unwrap();
    exchange(&mut a, &mut b, folder);
    let (ours, theirs) = (standing(&a), standing(&b));
    assert_eq!((ours.owner, ours.due, ours.status), (theirs.owner, theirs.due, theirs.status));
    assert_eq!((ours.owner, ours.status), (Some(a.member()), Status::Transferred));
}

#[test]
fn what_a_clock_ahead_registered_is_due_at_once_and_not_next_year() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    b.set_clock(clock(YEAR));
    let id = issue(&mut b, "路灯不亮");
    at(&mut [&mut a, &mut b], DAY);
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        let due = clock(DAY).today();
        assert_eq!(
            (bench.cases().unwrap()[0].standing.due, bench.case(id).unwrap().standing.due),
            (due, due)
        );
    }
    // Nor does an extension put it off that nobody but who gives it approved.
    let member = b.name_of(b.member());
    let later = clock(3 * DAY).today();
    let mut forged = Draft::new();
    let told = [
        text(steps::APPROVER, &member),
        text(steps::REASON, "等材料"),
        (steps::WAY, Value::Choice("phone".into())),
        (steps::NOTICED, Value::Date(b.today())),
        (steps::UNTIL, Value::Date(later)),
        (steps::AT, Value::Instant(b.now())),
        (steps::BY, Value::Ref(b.member())),
    ];
    b.add_step(&mut forged, id, StepKind::Extend, &told).unwrap();
    b.write_unjudged(forged);
    assert_eq!(b.case(id).unwrap().standing.due, b.today());
}
