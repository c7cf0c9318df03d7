//! The day through the core.

use std::path::Path;

use jiff::Timestamp;
use minqing::{
    domain::{
        calendar,
        checklists::{CheckState, Clarity, checklists},
        id::RecordId,
        issues::steps,
        roster::residents,
        standing::{Status, StepKind},
        value::Value,
    },
    exchange::{
        intake::{self, Fate, IntakeOrder, IntakeReport},
        sheet::{self, Limits},
    },
    store::Cost,
    workbench::{
        Workbench,
        bench::Founding,
        checks::Tick,
        clock::Clock,
        conflicts::Settlement,
        draft::Draft,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

use super::{REPLIES, ROSTER, shared};

const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn clock() -> Clock {
    Clock::Fixed("2026-11-22T08:30:00+08:00".parse::<Timestamp>().unwrap())
}

fn take_in(bench: &mut Workbench, file: &Path, ledger: &str) -> IntakeReport {
    let sheet = sheet::read(file, None, &Limits::default()).unwrap();
    intake::take_in(bench, &sheet, &IntakeOrder::new(ledger), &mut |_, _| {}).unwrap()
}

fn edit(bench: &mut Workbench, id: RecordId, key: &str, text: &str) {
    let mut draft = Draft::new();
    bench.fill(&mut draft, id, &[(key.to_owned(), text.to_owned())]).unwrap();
    bench.commit(draft).unwrap();
}

fn reply(bench: &mut Workbench, issue: RecordId, text: &str) {
    bench.take_step(issue, StepKind::Reply, &[(steps::TEXT, Value::Text(text.to_owned()))]).unwrap();
}

/// Two laptops of one group, after A's morning.
pub(super) struct Pair {
    pub(super) folder: tempfile::TempDir,
    pub(super) a: Workbench,
    pub(super) b: Workbench,
}

impl Pair {
    fn bundle(&mut self, from_a: bool) -> std::path::PathBuf {
        let bench = if from_a { &mut self.a } else { &mut self.b };
        bench.export(self.folder.path(), &ExportOrder::default()).unwrap().file
    }

    fn take(&mut self, into_a: bool, file: &Path) {
        let bench = if into_a { &mut self.a } else { &mut self.b };
        bench.import_bundle(file, None, &mut |_| {}).unwrap();
    }
}

pub(super) fn morning() -> Option<Pair> {
    let (roster, replies) = (shared(ROSTER)?, shared(REPLIES)?);
    let folder = tempfile::tempdir().unwrap();
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut a = Workbench::create(&folder.path().join("a"), &founding, "甲", QUICK, clock()).unwrap();

    let people = take_in(&mut a, &roster, "residents");
    assert_eq!((people.rows.len(), people.counts.taken), (13, 13));
    let skipped: Vec<&str> = people
        .columns
        .iter()
        .filter(|column| column.field.is_none())
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(skipped, ["学历", "工作单位"]);

    let messages = take_in(&mut a, &replies, "issues");
    assert_eq!((messages.rows.len(), messages.counts.taken, messages.more.replies), (120, 120, 120));
    assert!(messages.rows.iter().all(|row| matches!(row.fate, Fate::Taken(_))));

    let invitation = a.invite(folder.path(), "八月桂花", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("八月桂花".to_owned());
    let home = folder.path().join("b");
    let b = Workbench::join(&home, &invitation, told, &joining, "乙", QUICK, clock(), &mut |_| {}).unwrap();
    assert_eq!((b.letter(), b.digest() == a.digest()), ("B", false), "B has introduced itself");
    let mut pair = Pair { folder, a, b };
    // Its first bundle enrols it, and A's answer tells it so.
    let hello = pair.bundle(false);
    pair.take(true, &hello);
    let welcome = pair.bundle(true);
    pair.take(false, &welcome);
    assert_eq!(pair.a.digest(), pair.b.digest());
    Some(pair)
}

#[test]
fn messages_become_issues_that_are_answered_and_not_yet_resolved() {
    let Some(pair) = morning() else { return };
    let cases = pair.a.cases().unwrap();
    assert_eq!(cases.len(), 120);
    assert!(cases.iter().all(|case| case.standing.status == Status::Replied));
    let first = cases
        .iter()
        .find(|case| case.issue.text(minqing::domain::issues::issues::SOURCE) == "2549")
        .expect("message 2549");
    let at = first.issue.instant(minqing::domain::issues::issues::REGISTERED).unwrap();
    assert_eq!(calendar::rfc3339(at), "2019-04-25T09:32:09+08:00");
    let answer = first.standing.steps.first().unwrap();
    assert_eq!(calendar::rfc3339(answer.at), "2019-05-10T14:56:53+08:00");
}

#[test]
fn two_laptops_end_the_day_with_one_ledger() {
    let Some(mut pair) = morning() else { return };
    let people = pair.b.standing("residents").unwrap();
    let person = people.iter().find(|row| row.text(residents::NAME) == "居民1").unwrap().id;

    edit(&mut pair.a, person, "phone", "13800000001");
    edit(&mut pair.b, person, "phone", "13800000002");
    edit(&mut pair.a, person, "note", "独居，晚上在家");
    edit(&mut pair.b, person, "address", "太湖社区3栋201");
    let mut draft = Draft::new();
    let place = pair.a.begin_record(&mut draft, "neighbourhoods", Some("三组")).unwrap();
    pair.a.fill(&mut draft, place, &[("name".into(), "三组".into())]).unwrap();
    pair.a.commit(draft).unwrap();
    let lists = checklists();
    let state = |state| Tick { state: Some(state), basis: Some("逐户问过".into()), ..Tick::default() };
    pair.a.tick(Clarity::Prosperity, &lists[0].items[0].id, place, &state(CheckState::Clear)).unwrap();
    let issues = pair.a.cases().unwrap();
    reply(&mut pair.a, issues[0].issue.id, "已经派人去看");
    reply(&mut pair.b, issues[1].issue.id, "下周给您答复");

    // Both orders, and twice.
    let (from_a, from_b) = (pair.bundle(true), pair.bundle(false));
    pair.take(false, &from_a);
    pair.take(true, &from_b);
    pair.take(true, &from_b);
    pair.take(false, &from_a);
    assert_eq!(pair.a.digest(), pair.b.digest());

    // B ticks what A ticked, once it has the neighbourhood.
    pair.b.tick(Clarity::Prosperity, &lists[0].items[1].id, place, &state(CheckState::Working)).unwrap();
    let from_b = pair.bundle(false);
    pair.take(true, &from_b);
    assert_eq!(pair.a.digest(), pair.b.digest());
    assert_eq!(pair.a.shares().unwrap(), pair.b.shares().unwrap());

    let (here, there) = (pair.a.conflicts().unwrap(), pair.b.conflicts().unwrap());
    assert_eq!((here.len(), &here), (1, &there));
    assert_eq!((here[0].record, here[0].tag), (person, residents::PHONE));
    for bench in [&pair.a, &pair.b] {
        let row = bench.row(person).unwrap().unwrap();
        assert_eq!(row.text(residents::NOTE), "独居，晚上在家");
        assert_eq!(row.text(residents::ADDRESS), "太湖社区3栋201");
    }

    pair.b.settle(&there[0], &Settlement::Keep(0)).unwrap();
    let from_b = pair.bundle(false);
    pair.take(true, &from_b);
    assert!(pair.a.conflicts().unwrap().is_empty() && pair.b.conflicts().unwrap().is_empty());
    assert_eq!(pair.a.digest(), pair.b.digest());
    assert_eq!(pair.a.row(person).unwrap(), pair.b.row(person).unwrap());
    for bench in [pair.a, pair.b] {
        assert_eq!(bench.doctor().unwrap(), Vec::<String>::new());
        bench.close().unwrap();
    }
}
