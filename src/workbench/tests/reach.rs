//! Who has what, as each laptop can tell.

use super::*;
use crate::{
    bundle::plan::Gap,
    log::commit::PeerId,
    workbench::{peers::Laptop, reach},
};

/// Another laptop that joins by an invitation of its own; not enrolled yet.
pub(super) fn newcomer(a: &mut Workbench, folder: &Path, name: &str) -> Workbench {
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: name.into(), letter: None };
    let told = Some("told by voice".to_owned());
    let home = folder.join(name);
    Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, clock(2), &mut |_| {}).unwrap()
}

fn only_for(peer: PeerId) -> ExportOrder {
    ExportOrder { peers: vec![peer], ..ExportOrder::default() }
}

fn laptop(bench: &Workbench, peer: PeerId) -> Laptop {
    bench.laptops().unwrap().into_iter().find(|laptop| laptop.peer == peer).unwrap()
}

const DAY: i64 = 24 * 60;

#[test]
fn what_a_laptop_lacks_is_told_by_ranges_and_since_when_until_its_own_word_comes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let before = a.store.totals().held().get(a.peer());
    for day in [3, 5] {
        a.set_clock(clock(day * DAY));
        resident(&mut a, "仇英");
    }
    b.set_clock(clock(4 * DAY));
    let theirs = resident(&mut b, "单小明");
    exchange(&mut b, &mut a, folder.path());
    a.set_clock(clock(6 * DAY));
    let told = laptop(&a, b.peer());
    let missing: Vec<(String, u64, u64)> =
        told.lack.holes.iter().map(|hole| (hole.letter.clone(), hole.from, hole.to)).collect();
    let last = a.store.totals().held().get(a.peer());
    assert_eq!(missing, [("A".to_owned(), before + 1, last)]);
    assert_eq!(told.lacks, last - before);
    assert_eq!(told.lack.since, Some(clock(3 * DAY).now()));
    assert_eq!(told.heard, Some(clock(4 * DAY).now()));
    let from = before + 1;
    let words = told.lack.told(a.now(), Lang::Zh);
    assert!(words.starts_with(&format!("缺 A 的 {from}–{last}，自 11月")), "{words}");

    // Written for it, but perhaps never brought: nothing is assumed.
    let first = a.export(folder.path(), &only_for(b.peer())).unwrap();
    assert_eq!(first.commits, last - before);
    assert_eq!(laptop(&a, b.peer()).lacks, last - before);
    assert_eq!(a.export(folder.path(), &only_for(b.peer())).unwrap().ranges, first.ranges);
    b.set_clock(clock(7 * DAY));
    b.import_bundle(&first.file, None, &mut |_| {}).unwrap();
    exchange(&mut b, &mut a, folder.path());
    let told = laptop(&a, b.peer());
    assert_eq!((told.lacks, told.lack.since), (0, None));
    // No clock here has heard from tomorrow.
    assert_eq!(told.heard, Some(a.now()));
    assert!(a.row(theirs).unwrap().is_some());
    assert_eq!(laptop(&a, a.peer()).heard, None);
}

#[test]
fn only_laptops_of_the_group_count_when_it_is_asked_what_anybody_may_lack() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut c = newcomer(&mut a, folder.path(), "陈静");
    exchange(&mut c, &mut a, folder.path());
    let id = resident(&mut a, "解晓东");
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let lacking = laptop(&a, c.peer()).lacks;
    assert!(lacking > 0 && a.export(folder.path(), &ExportOrder::default()).unwrap().commits >= lacking);
    a.revoke(c.peer(), None).unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(a.export(folder.path(), &ExportOrder::default()).unwrap().commits, 0);
    // A stranger neither keeps anything back nor asks for everything.
    let mut d = newcomer(&mut a, folder.path(), "周敏");
    let file = d.export(folder.path(), &ExportOrder::default()).unwrap().file;
    b.import_bundle(&file, None, &mut |_| {}).unwrap();
    edit(&mut b, id, "note", "之后");
    let commits = b.export(folder.path(), &ExportOrder::default()).unwrap().commits;
    assert!(commits > 0 && commits < b.export(folder.path(), &full()).unwrap().commits);
}

fn full() -> ExportOrder {
    ExportOrder { full: true, ..ExportOrder::default() }
}

#[test]
fn a_laptop_that_was_never_met_is_enrolled_by_what_another_relays() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut c) = pair(folder.path());
    let mut b = newcomer(&mut a, folder.path(), "陈静");
    let written = resident(&mut b, "仇英");
    // C is no lead: what B wrote is set aside there, and passed on all the same.
    let first = b.export(folder.path(), &ExportOrder::default()).unwrap().file;
    let plan = c.import_bundle(&first, None, &mut |_| {}).unwrap().plan;
    assert_eq!(plan.aside.get(&b.peer()), Some(&2));
    assert!(c.row(written).unwrap().is_none());
    assert!(laptop(&c, b.peer()).membership.is_none());
    let relayed = c.export(folder.path(), &ExportOrder::default()).unwrap();
    assert!(relayed.ranges.iter().any(|range| range.peer == b.peer()));
    let plan = a.import_bundle(&relayed.file, None, &mut |_| {}).unwrap().plan;
    assert_eq!(plan.enrols, [b.peer()]);
    assert!(a.row(written).unwrap().is_some() && laptop(&a, b.peer()).is_confirmed());
    exchange(&mut a, &mut c, folder.path());
    assert!(c.row(written).unwrap().is_some() && laptop(&c, b.peer()).is_confirmed());
    assert_eq!(a.digest(), c.digest());
}

#[test]
fn what_is_set_aside_is_relayed_from_where_the_other_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut c) = pair(folder.path());
    let mut d = newcomer(&mut a, folder.path(), "周敏");
    exchange(&mut d, &mut a, folder.path());
    exchange(&mut a, &mut d, folder.path());
    exchange(&mut a, &mut c, folder.path());
    let mut b = newcomer(&mut a, folder.path(), "陈静");
    exchange(&mut b, &mut c, folder.path());
    exchange(&mut c, &mut d, folder.path());
    let later = resident(&mut b, "仇英");
    exchange(&mut b, &mut d, folder.path());
    assert!(d.row(later).unwrap().is_none());
    // C has the first of B's commits already; all of them are only waiting with D.
    let written = d.export(folder.path(), &only_for(c.peer())).unwrap();
    assert!(written.ranges.iter().any(|range| range.peer == b.peer() && range.from > 1), "{written:?}");
    c.import_bundle(&written.file, None, &mut |_| {}).unwrap();
    exchange(&mut c, &mut a, folder.path());
    assert!(a.row(later).unwrap().is_some());
}

#[test]
fn a_hole_is_named_by_its_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut c = newcomer(&mut a, folder.path(), "陈静");
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut a, &mut c, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let first = b.store.totals().held().get(b.peer()) + 1;
    resident(&mut b, "单小明");
    resident(&mut b, "解晓东");
    exchange(&mut b, &mut a, folder.path());
    let theirs = resident(&mut a, "仇英");
    // What B wrote is lost on its way to C, which gets only what A wrote after it.
    let full = a.export(folder.path(), &only_for(b.peer())).unwrap().file;
    let plan = c.import_bundle(&full, None, &mut |_| {}).unwrap().plan;
    assert_eq!(plan.waiting_for, [Gap { peer: b.peer(), from: first, to: first + 1 }]);
    let status = c.status().unwrap();
    let last = first + 1;
    assert_eq!(status.waiting, 1);
    assert_eq!(reach::told(&status.waiting_for, Lang::Zh), format!("B 的 {first}–{last}"));
    assert_eq!(reach::told(&status.waiting_for, Lang::En), format!("{first}–{last} of B"));
    exchange(&mut b, &mut c, folder.path());
    assert!(c.row(theirs).unwrap().is_some() && c.status().unwrap().waiting_for.is_empty());
}
