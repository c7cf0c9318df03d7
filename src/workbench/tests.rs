//! Two laptops in one folder.

mod agenda;
mod clocks;
mod led;
mod ledgers;
mod matters;
mod facts;
mod following;
mod meeting;
mod projects;
mod once;
mod overseeing;
mod printing;
mod newer;
mod reach;
mod reading;

use std::{fs, path::Path};

use jiff::Timestamp;

use super::{
    bench::{Founding, Workbench},
    clock::Clock,
    conflicts::Settlement,
    draft::Draft,
    error::Error,
    peers::{Joining, Offer},
    sync::ExportOrder,
};
use crate::{
    domain::{
        checklists::{self, CheckState, Clarity},
        id::RecordId,
        issues::{issues, steps},
        roster::{neighbourhoods, residents},
        rules::Refusal,
        standing::{Status, StepKind},
        value::Value,
        visits,
        wording::Lang,
    },
    store::{Cost, StoreError},
};

mod copies;
#[path = "../../tests/fixtures/copying.rs"]
mod copying;
mod enrol;
mod fieldwork;
mod erasure;
mod people;
mod revoked;
mod rows;
mod anonymous;
mod recusals;
mod referring;
mod apart;
mod terms;
mod told;
mod sweep;
mod hanging;
mod unfinished;
mod stopped;
mod exported;

#[path = "../../tests/fixtures/entering.rs"]
pub(crate) mod entering;

use copying::copy;
use entering::{change, enter};

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn clock(minute: i64) -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_000_000 + minute * 60).unwrap())
}

pub(super) fn found(home: &Path) -> Workbench {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "a".into(),
    };
    Workbench::create(home, &founding, "pass", QUICK, clock(0)).unwrap()
}

fn pair(folder: &Path) -> (Workbench, Workbench) {
    let mut a = found(&folder.join("a"));
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("told by voice".to_owned());
    let b =
        Workbench::join(&folder.join("b"), &invitation, told, &joining, "pass", QUICK, clock(1), &mut |_| {});
    let mut b = b.unwrap();
    // Its first bundle enrols it.
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    (a, b)
}

fn exchange(from: &mut Workbench, to: &mut Workbench, folder: &Path) {
    let file = from.export(folder, &ExportOrder::default()).unwrap().file;
    to.import_bundle(&file, None, &mut |_| {}).unwrap();
}

fn resident(bench: &mut Workbench, name: &str) -> RecordId {
    entered(bench, "residents", &[("name", name), ("phone", "13800001111")])
}

fn edit(bench: &mut Workbench, id: RecordId, key: &str, text: &str) {
    change(bench, id, &[(key, text)]).unwrap();
}

/// Enters what nothing forbids.
fn entered(bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]) -> RecordId {
    enter(bench, ledger, pairs).unwrap()
}

/// By what something was refused.
fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn issue(bench: &mut Workbench, title: &str) -> RecordId {
    entered(bench, "issues", &[("title", title), ("from", "王桂兰")])
}

fn close(bench: &mut Workbench, id: RecordId) {
    bench.take_step(id, StepKind::Reply, &[text(steps::TEXT, "下月开班")]).unwrap();
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "已报名")];
    bench.take_step(id, StepKind::Resolve, &solved).unwrap();
}

fn text(tag: u16, text: &str) -> (u16, Value) {
    (tag, Value::Text(text.into()))
}

#[test]
fn two_laptops_edit_one_field_and_settle_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    assert_eq!(b.letter(), "B");
    let id = resident(&mut a, "单小明");
    exchange(&mut a, &mut b, folder.path());
    edit(&mut a, id, "phone", "13800002222");
    edit(&mut b, id, "phone", "13800003333");
    edit(&mut b, id, "note", "家里有老人");
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(a.digest(), b.digest());
    let conflicts = a.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].tag, residents::PHONE);
    assert_eq!(conflicts[0].candidates.len(), 2);
    assert_eq!(a.row(id).unwrap(), b.row(id).unwrap());
    assert_eq!(a.row(id).unwrap().unwrap().text(residents::NOTE), "家里有老人");
    a.settle(&conflicts[0], &Settlement::Keep(1)).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert!(a.conflicts().unwrap().is_empty() && b.conflicts().unwrap().is_empty());
    assert_eq!(a.digest(), b.digest());
    assert!(a.doctor().unwrap().is_empty() && b.doctor().unwrap().is_empty());
}

#[test]
fn everything_survives_closing_and_a_lost_database() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    let id = resident(&mut a, "仇英");
    let digest = a.digest();
    a.close().unwrap();
    let (mut a, opening) = Workbench::open(&home, "pass", clock(9), &mut |_| {}).unwrap();
    assert!(opening.rebuilt.is_none());
    assert_eq!(a.digest(), digest);
    let second = resident(&mut a, "解晓东");
    let digest = a.digest();
    a.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (a, _) = Workbench::open(&home, "pass", clock(10), &mut |_| {}).unwrap();
    assert_eq!(a.digest(), digest);
    assert!(a.row(id).unwrap().is_some() && a.row(second).unwrap().is_some());
    assert!(a.doctor().unwrap().is_empty());
}

#[test]
fn an_issue_is_answered_before_it_is_resolved_and_reopening_elsewhere_wins() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = issue(&mut a, "路灯不亮");
    assert_eq!(a.row(id).unwrap().unwrap().text(issues::NUMBER), "A-1");
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "换了灯")];
    let refused = a.take_step(id, StepKind::Resolve, &solved);
    assert!(matches!(refused, Err(Error::Refused(Refusal::NotAnswered))));
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "三天内换好")]).unwrap();
    a.take_step(id, StepKind::Resolve, &solved).unwrap();
    exchange(&mut a, &mut b, folder.path());
    let rated = [(steps::RATING, Value::Choice("declined".into()))];
    a.take_step(id, StepKind::Callback, &rated).unwrap();
    b.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]).unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let standing = bench.case(id).unwrap().standing;
        assert!(
            standing.contested && standing.status == Status::Accepted
                || standing.status == Status::Registered
        );
        assert!(!standing.is_closed());
    }
}

#[test]
fn an_interrupted_beginning_can_be_begun_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    found(&home).close().unwrap();
    // As if the power had failed before the first commit was through.
    fs::write(home.join("beginning"), b"").unwrap();
    let opened = Workbench::open(&home, "pass", clock(1), &mut |_| {});
    assert!(matches!(opened, Err(Error::Store(StoreError::NotAWorkspace { .. }))));
    let again = found(&home);
    assert_eq!(again.standing("members").unwrap().len(), 1);
    again.close().unwrap();
    let founding =
        Founding { group: "组".into(), community: String::new(), member: "甲".into(), letter: "A".into() };
    let refused = Workbench::create(&home, &founding, "pass", QUICK, clock(2));
    assert!(matches!(refused, Err(Error::Store(StoreError::Exists { .. }))));
}

#[test]
fn a_petitioner_is_only_who_has_an_open_issue() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "单小明");
    let visit = |a: &mut Workbench| {
        let mut draft = Draft::new();
        let id = a.begin_record(&mut draft, "visits", None).unwrap();
        let pairs = [("date", "今天"), ("category", "petitioner"), ("resident", "单小明")];
        let pairs = pairs.map(|(key, text)| (key.to_owned(), text.to_owned()));
        a.fill(&mut draft, id, &pairs).unwrap();
        a.commit(draft)
    };
    assert!(matches!(visit(&mut a), Err(Error::Refused(Refusal::NotAPetitioner))));
    let id = issue(&mut a, "想学电工");
    edit(&mut a, id, "resident", &person.to_string());
    visit(&mut a).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "下月开班")]).unwrap();
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "已报名")];
    a.take_step(id, StepKind::Resolve, &solved).unwrap();
    assert!(matches!(visit(&mut a), Err(Error::Refused(Refusal::NotAPetitioner))));
}

#[test]
fn a_visit_is_judged_however_it_comes_to_a_petitioner() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "单小明");
    let other = resident(&mut a, "仇英");
    let id = issue(&mut a, "想学电工");
    edit(&mut a, id, "resident", &person.to_string());
    let mut draft = Draft::new();
    let visit = a.begin_record(&mut draft, "visits", None).unwrap();
    let pairs = [("date", "今天"), ("category", "hardship"), ("resident", &other.to_string())];
    a.fill(&mut draft, visit, &pairs.map(|(key, text)| (key.to_owned(), text.to_owned()))).unwrap();
    a.commit(draft).unwrap();
    let change = |a: &mut Workbench, pairs: &[(&str, &str)]| {
        let mut draft = Draft::new();
        let pairs: Vec<_> = pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        a.fill(&mut draft, visit, &pairs).unwrap();
        a.commit(draft)
    };
    let refused = |done| matches!(done, Err(Error::Refused(Refusal::NotAPetitioner)));
    assert!(refused(change(&mut a, &[("category", "petitioner")])));
    change(&mut a, &[("category", "petitioner"), ("resident", "单小明")]).unwrap();
    assert!(refused(change(&mut a, &[("resident", "仇英")])));
    change(&mut a, &[("words", "路灯不亮")]).unwrap();
}

#[test]
fn a_settlement_is_judged_like_an_edit() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let person = resident(&mut a, "单小明");
    let id = issue(&mut a, "想学电工");
    edit(&mut a, id, "resident", &person.to_string());
    let mut draft = Draft::new();
    let visit = a.begin_record(&mut draft, "visits", None).unwrap();
    let pairs = [("date", "今天"), ("category", "hardship"), ("resident", "单小明")];
    a.fill(&mut draft, visit, &pairs.map(|(key, text)| (key.to_owned(), text.to_owned()))).unwrap();
    a.commit(draft).unwrap();
    exchange(&mut a, &mut b, folder.path());
    edit(&mut a, visit, "category", "petitioner");
    edit(&mut b, visit, "category", "exemplar");
    exchange(&mut b, &mut a, folder.path());
    close(&mut a, id);
    let conflicts = a.conflicts().unwrap();
    let conflict = &conflicts[0];
    let is_petitioner = |at: usize| conflict.candidates[at].value == Some(Value::Choice("petitioner".into()));
    let (bad, good) = if is_petitioner(0) { (0, 1) } else { (1, 0) };
    let settled = a.settle(conflict, &Settlement::Keep(bad));
    assert!(matches!(settled, Err(Error::Refused(Refusal::NotAPetitioner))), "{settled:?}");
    a.settle(conflict, &Settlement::Keep(good)).unwrap();
    assert_eq!(a.row(visit).unwrap().unwrap().text(visits::CATEGORY), "exemplar");
}

#[test]
fn nobody_stays_a_petitioner_when_the_issue_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "单小明");
    let id = issue(&mut a, "想学电工");
    edit(&mut a, id, "resident", &person.to_string());
    let mut draft = Draft::new();
    let visit = a.begin_record(&mut draft, "visits", None).unwrap();
    let pairs = [("date", "今天"), ("category", "petitioner"), ("resident", "单小明")];
    a.fill(&mut draft, visit, &pairs.map(|(key, text)| (key.to_owned(), text.to_owned()))).unwrap();
    a.commit(draft).unwrap();
    let shown = |a: &Workbench| {
        let listed = a.rows("visits").unwrap()[0].text(visits::CATEGORY).to_owned();
        assert_eq!(a.row(visit).unwrap().unwrap().text(visits::CATEGORY), listed);
        listed
    };
    assert_eq!(shown(&a), "petitioner");
    close(&mut a, id);
    // Without the cache, and with it.
    assert_eq!(a.row(visit).unwrap().unwrap().text(visits::CATEGORY), "");
    assert_eq!(shown(&a), "");
    // The entry can still be added to, and is as it was once the issue is open again.
    edit(&mut a, visit, "words", "路灯不亮");
    assert_eq!(shown(&a), "");
    a.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "没有开班")]).unwrap();
    assert_eq!(shown(&a), "petitioner");
}

#[test]
fn a_result_goes_with_the_reply_it_rests_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "路灯不亮");
    let reply = a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "三天内换好")]).unwrap();
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "已换")];
    a.take_step(id, StepKind::Resolve, &solved).unwrap();
    let mut draft = Draft::new();
    draft.strike(reply, "误登");
    a.commit(draft).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "再看看")]).unwrap();
    assert_eq!(a.case(id).unwrap().standing.status, Status::Replied);
    a.take_step(id, StepKind::Resolve, &solved).unwrap();
    assert!(a.case(id).unwrap().standing.is_closed());
}

#[test]
fn what_has_its_id_from_its_name_comes_back_empty_after_its_deletion() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let place = |a: &mut Workbench, pairs: &[(&str, &str)]| {
        let mut draft = Draft::new();
        let place = a.begin_record(&mut draft, "neighbourhoods", Some("三组")).unwrap();
        let pairs: Vec<_> = pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        a.fill(&mut draft, place, &pairs).unwrap();
        a.commit(draft).map(|()| place)
    };
    let first = place(&mut a, &[("name", "三组"), ("note", "旧")]).unwrap();
    let item = checklists::checklists().remove(0).items.remove(0).id;
    let with = |basis: Option<&str>| super::checks::Tick {
        state: Some(if basis.is_some() { CheckState::Clear } else { CheckState::Working }),
        basis: basis.map(str::to_owned),
        ..Default::default()
    };
    let check = a.tick(Clarity::Prosperity, &item, first, &with(Some("看过合同"))).unwrap();
    a.undo().unwrap();
    assert!(a.row(check).unwrap().unwrap().deleted);
    assert_eq!(a.tick(Clarity::Prosperity, &item, first, &with(None)).unwrap(), check);
    let row = a.row(check).unwrap().unwrap();
    assert!(row.stands());
    assert_eq!(row.text(checklists::BASIS), "");
    assert_eq!((row.text(checklists::ITEM), row.reference(checklists::NEIGHBOURHOOD)), (&*item, Some(first)));
    assert_eq!(a.shares().unwrap()[&(first, Clarity::Prosperity)].working, 1);

    let mut draft = Draft::new();
    draft.delete(first);
    a.commit(draft).unwrap();
    assert!(a.standing("neighbourhoods").unwrap().is_empty());
    assert_eq!(place(&mut a, &[("name", "三组")]).unwrap(), first);
    let row = a.row(first).unwrap().unwrap();
    assert!(row.stands());
    assert_eq!((row.text(neighbourhoods::NAME), row.values.len()), ("三组", 1));
    let again = a.begin_record(&mut Draft::new(), "neighbourhoods", Some("三组"));
    assert!(matches!(again, Err(Error::Already(_))));
}

#[test]
fn only_a_bundle_that_the_group_opens_counts_as_exported() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, b) = pair(folder.path());
    resident(&mut a, "仇英");
    let owed = a.unexported().unwrap();
    assert!(owed > 0);
    let sealed = ExportOrder { passphrase: Some("told by voice".into()), ..ExportOrder::default() };
    a.export(folder.path(), &sealed).unwrap();
    assert_eq!(a.unexported().unwrap(), owed);
    a.export(folder.path(), &ExportOrder::default()).unwrap();
    assert_eq!(a.unexported().unwrap(), 0);
    // One for the only other laptop is one for everybody.
    resident(&mut a, "曾国华");
    a.export(folder.path(), &ExportOrder { peers: vec![b.peer()], ..ExportOrder::default() }).unwrap();
    assert_eq!(a.unexported().unwrap(), 0);
}

#[test]
fn undo_restores_and_redo_repeats_also_after_a_sync() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "曾国华");
    edit(&mut a, id, "phone", "13811112222");
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    a.undo().unwrap();
    assert_eq!(a.row(id).unwrap().unwrap().text(residents::PHONE), "13800001111");
    a.redo().unwrap();
    assert_eq!(a.row(id).unwrap().unwrap().text(residents::PHONE), "13811112222");
    a.undo().unwrap();
    a.undo().unwrap();
    assert!(a.row(id).unwrap().unwrap().deleted);
    assert!(matches!(a.undo(), Err(Error::NothingToUndo)));
    let kept = issue(&mut a, "想学电工");
    assert!(matches!(a.undo(), Err(Error::Refused(Refusal::Undeletable))));
    assert!(a.row(kept).unwrap().unwrap().stands());
    let second = resident(&mut a, "仇英");
    let also_kept = issue(&mut a, "路灯不亮");
    // What was done last stays, and so nothing older goes in its place, unless it is named.
    let seen = a.undoable(5).unwrap();
    assert!(seen.deeds.is_empty() && seen.older[0].records == [second]);
    let told = seen.hurdle.unwrap().sentence(&a, Lang::Zh);
    assert!(told.contains("新增事项 1 条（路灯不亮）"), "{told}");
    assert!(matches!(a.undo(), Err(Error::Refused(Refusal::Undeletable))));
    assert!(a.row(second).unwrap().unwrap().stands());
    assert!(seen.older[0].sentence(&a, Lang::Zh).contains("在电脑 A 上新增居民 1 条（仇英）"));
    let named = Some(seen.older[0].seq);
    let undone = a.undo_chosen(named, None).unwrap();
    assert_eq!((undone.deed.as_ref(), undone.records.as_slice()), (seen.older.first(), [second].as_slice()));
    assert!(a.row(second).unwrap().unwrap().deleted && a.row(also_kept).unwrap().unwrap().stands());
    assert!(matches!(a.undo_chosen(named, None), Err(Error::NoAct(_))));
    a.redo().unwrap();
    assert!(a.row(second).unwrap().unwrap().stands());
    // To do it again was done last.
    a.undo().unwrap();
    assert!(matches!(a.undo(), Err(Error::Refused(Refusal::Undeletable))));
    let _ = b;
}

#[test]
fn a_tick_made_on_two_laptops_is_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut draft = Draft::new();
    let place = a.begin_record(&mut draft, "neighbourhoods", Some("三组")).unwrap();
    a.fill(&mut draft, place, &[("name".into(), "三组".into())]).unwrap();
    a.commit(draft).unwrap();
    exchange(&mut a, &mut b, folder.path());
    let item = checklists::checklists().remove(0).items.remove(0).id;
    let tick = |state| {
        let basis = Some("逐户问过".to_owned());
        super::checks::Tick { state: Some(state), basis, ..Default::default() }
    };
    let here = a.tick(Clarity::Prosperity, &item, place, &tick(CheckState::Clear)).unwrap();
    let there = b.tick(Clarity::Prosperity, &item, place, &tick(CheckState::Clear)).unwrap();
    assert_eq!(here, there);
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    assert!(a.conflicts().unwrap().is_empty());
    assert_eq!(a.shares().unwrap()[&(place, Clarity::Prosperity)].clear, 1);
}

#[test]
fn a_backup_restores_elsewhere_with_the_passphrase_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = resident(&mut a, "翟天临");
    let file = folder.path().join("all.mqb");
    a.backup(&file).unwrap();
    let home = folder.path().join("c");
    let restore = |passphrase| Workbench::restore(&home, &file, passphrase, QUICK, clock(2), &mut |_| {});
    assert_eq!(restore("other").unwrap_err().exit_code(), 4);
    assert!(!home.exists());
    assert_eq!(restore("pass").unwrap(), "B");
    let (mut c, _) = Workbench::open(&home, "pass", clock(3), &mut |_| {}).unwrap();
    assert!(c.row(id).unwrap().is_some());
    // Both go on, and neither takes the other for a copy of itself.
    let (here, there) = (issue(&mut a, "路灯不亮"), issue(&mut c, "沟渠堵塞"));
    exchange(&mut a, &mut c, folder.path());
    exchange(&mut c, &mut a, folder.path());
    assert_eq!(a.digest(), c.digest());
    let numbers = [here, there].map(|id| a.row(id).unwrap().unwrap().text(issues::NUMBER).to_owned());
    assert_eq!(numbers, ["A-1", "B-1"]);
}

#[test]
fn an_undo_does_not_take_a_colleagues_additions_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "冼星");
    exchange(&mut a, &mut b, folder.path());
    edit(&mut b, id, "note", "家里有老人");
    exchange(&mut b, &mut a, folder.path());
    assert!(matches!(a.undo(), Err(Error::ChangedSince)));
    assert!(a.row(id).unwrap().unwrap().stands());
}

#[test]
fn an_entry_struck_by_an_undo_stands_again_after_the_redo() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "路灯不亮");
    let reply = a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "三天内换好")]).unwrap();
    a.undo().unwrap();
    assert!(!a.row(reply).unwrap().unwrap().stands());
    assert_eq!(a.case(id).unwrap().standing.status, Status::Registered);
    a.redo().unwrap();
    assert!(a.row(reply).unwrap().unwrap().stands());
    assert_eq!(a.case(id).unwrap().standing.status, Status::Replied);
}

/// A range whose last commits wait for a laptop that this one has not met.
#[test]
fn half_a_range_that_waits_is_passed_on_and_backed_up() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let invitation = a.invite(folder.path(), "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: "陈静".into(), letter: None };
    let told = Some("told by voice".to_owned());
    let home = folder.path().join("c");
    let mut c =
        Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, clock(2), &mut |_| {}).unwrap();
    exchange(&mut c, &mut a, folder.path());
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut a, &mut c, folder.path());

    let first = resident(&mut b, "仇英");
    let theirs = resident(&mut a, "单小明");
    exchange(&mut a, &mut b, folder.path());
    edit(&mut b, first, "note", "之后");
    // Only for A, which has its own commit: C meets B's second one without its cause.
    let order = ExportOrder { peers: vec![a.peer()], ..ExportOrder::default() };
    let file = b.export(folder.path(), &order).unwrap().file;
    let plan = c.import_bundle(&file, None, &mut |_| {}).unwrap().plan;
    assert_eq!((plan.commits, plan.waiting, plan.waiting_for.len()), (1, 1, 1));
    assert_eq!(c.row(first).unwrap().unwrap().text(residents::NOTE), "");

    for _ in 0..3 {
        c.keep().unwrap();
    }
    c.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (mut c, _) = Workbench::open(&home, "pass", clock(9), &mut |_| {}).unwrap();
    assert_eq!(c.status().unwrap().waiting, 1);

    let full = ExportOrder { full: true, ..ExportOrder::default() };
    let file = c.export(folder.path(), &full).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert_eq!(a.row(first).unwrap().unwrap().text(residents::NOTE), "之后");
    exchange(&mut a, &mut c, folder.path());
    assert!(c.row(theirs).unwrap().is_some());
    assert_eq!(c.row(first).unwrap().unwrap().text(residents::NOTE), "之后");
    assert_eq!(c.digest(), a.digest());
    assert!(c.doctor().unwrap().is_empty() && a.doctor().unwrap().is_empty());
}

#[test]
fn taking_a_bundle_in_again_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    resident(&mut a, "解晓东");
    let file = a.export(folder.path(), &ExportOrder::default()).unwrap().file;
    b.import_bundle(&file, None, &mut |_| {}).unwrap();
    let before = b.store.journal_bytes();
    b.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert_eq!(b.store.journal_bytes(), before);
    // Its own, and an empty one.
    let before = a.store.journal_bytes();
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert_eq!(a.store.journal_bytes(), before);
    exchange(&mut b, &mut a, folder.path());
    let empty =
        a.export(folder.path(), &ExportOrder { peers: vec![b.peer()], ..ExportOrder::default() }).unwrap();
    assert_eq!(empty.commits, 0);
    assert_eq!(b.import_bundle(&empty.file, None, &mut |_| {}).unwrap().plan.commits, 0);
    let lacks = |bench: &Workbench| bench.laptops().unwrap().iter().map(|laptop| laptop.lacks).sum::<u64>();
    assert_eq!((lacks(&a), lacks(&b)), (0, 0));
}

fn reopen(home: &Path) -> (Workbench, crate::store::ledger_store::Opening) {
    Workbench::open(home, "pass", clock(20), &mut |_| {}).unwrap()
}

#[test]
fn nothing_is_founded_on_top_of_a_workspace_without_keys() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    let id = resident(&mut a, "仇英");
    a.close().unwrap();
    fs::remove_file(home.join("keys")).unwrap();
    fs::remove_file(home.join("keys.copy")).unwrap();
    let founding =
        Founding { group: "组".into(), community: String::new(), member: "甲".into(), letter: "A".into() };
    let created = Workbench::create(&home, &founding, "pass", QUICK, clock(2)).map(drop);
    let opened = Workbench::open(&home, "pass", clock(2), &mut |_| {}).map(drop);
    for refused in [created, opened] {
        let error = refused.unwrap_err();
        let Error::Store(StoreError::KeysLost { backup: Some(backup), .. }) = &error else {
            panic!("{error}")
        };
        for lang in [Lang::Zh, Lang::En] {
            let sentence = error.sentence(lang);
            assert!(sentence.contains(&format!("minqing restore {}", backup.display())), "{sentence}");
            assert!(!sentence.contains("minqing init"), "{sentence}");
        }
        let other = folder.path().join("b");
        if !other.exists() {
            Workbench::restore(&other, backup, "pass", QUICK, clock(3), &mut |_| {}).unwrap();
        }
        assert!(reopen(&other).0.row(id).unwrap().is_some());
    }
    fs::remove_dir_all(home.join("backups")).unwrap();
    let opened = Workbench::open(&home, "pass", clock(2), &mut |_| {}).map(drop);
    assert!(matches!(opened, Err(Error::Store(StoreError::KeysLost { backup: None, .. }))));
}

#[test]
fn a_backup_that_cannot_be_written_is_a_warning_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    fs::write(home.join("backups"), b"in the way").unwrap();
    let id = resident(&mut a, "仇英");
    assert!(a.finish().is_some());
    assert!(home.join("checkpoint").exists(), "it was closed");
    let (a, opening) = reopen(&home);
    assert!(opening.rebuilt.is_none() && a.row(id).unwrap().is_some());
    a.status().unwrap();
    assert!(a.finish().is_none(), "nothing was written: no backup is due");
    // Rebuilt, and the backup after it fails.
    for file in ["conf", "db"].map(|name| home.join("sled").join(name)) {
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, bytes.iter().map(|byte| byte ^ 0x55).collect::<Vec<u8>>()).unwrap();
    }
    let (mut a, opening) = reopen(&home);
    assert!(opening.rebuilt.is_some() && opening.is_lossless(), "{opening:?}");
    assert!(a.row(id).unwrap().is_some());
    edit(&mut a, id, "note", "之后");
    assert!(a.close().is_err());
    fs::remove_file(home.join("backups")).unwrap();
    let (mut a, _) = reopen(&home);
    assert_eq!(a.row(id).unwrap().unwrap().text(residents::NOTE), "之后");
    edit(&mut a, id, "note", "又一次");
    assert!(a.finish().is_none());
}

fn is_own_gap(bench: &mut Workbench) -> bool {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, "residents", None).unwrap();
    bench.fill(&mut draft, id, &[("name".into(), "甲".into())]).unwrap();
    matches!(bench.commit(draft), Err(Error::Store(StoreError::OwnGap { .. })))
}

#[test]
fn where_own_commits_are_missing_nothing_is_written_until_they_are_back() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let (mut a, mut b) = pair(folder.path());
    resident(&mut a, "仇英");
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for _ in 0..3 {
        a.keep().unwrap();
    }
    let digest = a.digest();
    a.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    fs::remove_dir_all(home.join("backups")).unwrap();
    let (mut a, opening) = reopen(&home);
    assert!(opening.incomplete && opening.rebuilt.is_some());
    assert!(is_own_gap(&mut a));
    assert!(!a.doctor().unwrap().is_empty());
    // It is remembered, after a clean close and after another rebuilding.
    a.close().unwrap();
    let (mut a, opening) = reopen(&home);
    assert!(opening.incomplete && opening.rebuilt.is_none(), "{opening:?}");
    assert!(is_own_gap(&mut a));
    for _ in 0..3 {
        a.keep().unwrap();
    }
    a.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (mut a, opening) = reopen(&home);
    assert!(opening.incomplete, "{opening:?}");
    assert!(is_own_gap(&mut a));
    let full = ExportOrder { full: true, ..ExportOrder::default() };
    let file = b.export(folder.path(), &full).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert_eq!(a.digest(), digest);
    resident(&mut a, "单小明");
    assert_eq!(a.doctor().unwrap(), Vec::<String>::new());
    a.close().unwrap();
    assert!(!reopen(&home).1.incomplete);
}

#[test]
fn a_number_that_a_colleague_knows_is_not_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let (mut a, mut b) = pair(folder.path());
    exchange(&mut b, &mut a, folder.path());
    let from = a.store.journal_bytes();
    let id = resident(&mut a, "仇英");
    let to = a.store.journal_bytes();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    drop(a);
    let segment = home.join("journal/00000001.mqj");
    let mut bytes = fs::read(&segment).unwrap();
    bytes[usize::try_from(u64::midpoint(from, to)).unwrap()] ^= 1;
    fs::write(&segment, bytes).unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (mut a, opening) = reopen(&home);
    assert!(opening.unfilled == 1 && !opening.is_lossless(), "{opening:?}");
    assert!(a.row(id).unwrap().is_none());
    assert!(is_own_gap(&mut a));
    let full = ExportOrder { full: true, ..ExportOrder::default() };
    let file = b.export(folder.path(), &full).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    assert!(a.row(id).unwrap().is_some());
    assert!(!is_own_gap(&mut a));
}

#[test]
fn the_doctor_reads_the_newest_backups() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    a.keep().unwrap();
    let file = a.keep().unwrap().file;
    assert!(a.doctor().unwrap().is_empty());
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    fs::write(&file, bytes).unwrap();
    let broken = a.doctor().unwrap();
    assert!(broken.len() == 1 && broken[0].contains("backup"), "{broken:?}");
}

#[test]
fn a_commit_that_no_bundle_could_carry_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = resident(&mut a, "仇英");
    let before = (a.digest(), a.store.journal_bytes());
    let mut draft = Draft::new();
    draft.set(id, residents::NOTE, Some(Value::Text("x".repeat(41 << 20))));
    let refused = a.commit(draft);
    assert!(matches!(refused, Err(Error::Store(StoreError::TooLarge { .. }))), "{refused:?}");
    assert_eq!((a.digest(), a.store.journal_bytes()), before);
}

#[test]
fn settling_a_conflict_is_not_undone_at_the_cost_of_one_side() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "单小明");
    exchange(&mut a, &mut b, folder.path());
    edit(&mut a, id, "note", "甲说");
    edit(&mut b, id, "note", "乙说");
    exchange(&mut b, &mut a, folder.path());
    let conflict = a.conflicts().unwrap().remove(0);
    a.settle(&conflict, &Settlement::Keep(0)).unwrap();
    let kept = a.row(id).unwrap().unwrap().text(residents::NOTE).to_owned();
    assert!(matches!(a.undo(), Err(Error::ChangedSince)));
    assert_eq!(a.row(id).unwrap().unwrap().text(residents::NOTE), kept);
    // Nothing older is offered in its place that would be refused in its turn.
    let seen = a.undoable(1).unwrap();
    assert!(seen.hurdle.is_some() && seen.deeds.is_empty());
    for deed in &seen.older {
        a.undo_chosen(Some(deed.seq), None).unwrap();
    }
}

#[test]
fn backups_alone_bring_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut a = found(&home);
    let id = resident(&mut a, "仇英");
    a.keep().unwrap();
    let digest = a.digest();
    a.close().unwrap();
    for gone in ["sled", "journal"] {
        fs::remove_dir_all(home.join(gone)).unwrap();
    }
    let (a, opening) = reopen(&home);
    assert!(opening.rebuilt.is_some());
    assert!(a.row(id).unwrap().is_some());
    assert_eq!(a.digest(), digest);
}

#[test]
fn a_stick_that_is_not_there_does_not_become_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let before = a.unexported().unwrap();
    let missing = folder.path().join("usb");
    assert!(matches!(a.export(&missing, &ExportOrder::default()), Err(Error::NoFolder(_))));
    assert!(!missing.exists());
    assert_eq!(a.unexported().unwrap(), before);
}
