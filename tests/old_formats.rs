//! What an earlier version wrote opens for ever.
//!
//! `tests/fixtures/format-N` holds what the program wrote when N was its
//! format: a bundle, an invitation, a backup, and a workspace without its
//! database (which is a cache). All data in them is invented. Fixtures of a
//! released format are never written again; until then,
//! `MINQING_WRITE_FIXTURES=1 cargo test --test old_formats` writes those of the
//! present one and says the digest to be stated below.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::date};
use minqing::{
    bundle::{
        format::{Purpose, Sealing},
        read,
    },
    domain::{
        checklists::{self, CheckState, Clarity},
        issues::{issues, steps},
        roster::{neighbourhoods, residents},
        standing::{Status, StepKind},
        value::Value,
    },
    store::Cost,
    workbench::{
        Workbench,
        bench::Founding,
        checks::Tick,
        clock::Clock,
        draft::Draft,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

#[path = "fixtures/copying.rs"]
mod copying;

use copying::copy;

const DIGEST: &str = "4c668243039bf0176e521804426d3b17901591a6f364f219796cccf48a154f5d";
const PASSPHRASE: &str = "山茶花 format 1";
const FORGOTTEN: &str = "本人要求删除";
const TOLD: &str = "木棉花 format 1";
const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/format-1")
}

fn clock(minute: i64) -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_000_000 + minute * 60).unwrap())
}

/// What the laptop that wrote the fixtures had: rows, a set, a conflict, an
/// issue from registration to result, a tick, a deletion, an undo, an erasure.
fn holds_everything(bench: &Workbench) {
    let people = bench.rows(residents::ID).unwrap();
    let named = |name: &str| people.iter().find(|row| row.text(residents::NAME) == name).unwrap();
    assert_eq!(people.len(), 3);
    let kept = named("单小明");
    assert!(kept.stands());
    assert_eq!(kept.text(residents::PHONE), "13800002222");
    assert_eq!(kept.conflicts, [residents::PHONE]);
    assert_eq!(kept.text(residents::SEX), "male");
    assert_eq!(kept.date(residents::BORN), Some(date(1950, 2, 28)));
    assert_eq!(kept.text(residents::NOTE), "");
    assert_eq!(kept.all(residents::TAGS), [Value::Text("取暖".into()), Value::Text("送药".into())]);
    assert!(named("仇英").deleted);
    let erased = bench.erasures().unwrap();
    let [erased] = erased.as_slice() else { panic!("{erased:?}") };
    let forgotten = people.iter().find(|row| row.id == erased.record).unwrap();
    assert!(!forgotten.stands() && forgotten.values.is_empty() && erased.reason == FORGOTTEN);

    let conflicts = bench.conflicts().unwrap();
    let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    let values: Vec<_> = conflict.candidates.iter().map(|one| one.value.clone().unwrap()).collect();
    assert_eq!(values, [Value::Text("13800002222".into()), Value::Text("13800003333".into())]);

    let cases = bench.cases().unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].issue.text(issues::NUMBER), "A-1");
    assert_eq!(cases[0].standing.status, Status::Resolved);
    assert_eq!(cases[0].standing.outcome.as_deref(), Some("solved"));
    assert_eq!(cases[0].standing.steps.len(), 3);

    let places = bench.rows(neighbourhoods::ID).unwrap();
    assert_eq!(places.len(), 1);
    let share = bench.shares().unwrap()[&(places[0].id, Clarity::Prosperity)];
    // It was ticked before a basis was asked for: it is kept, and not counted as clear (domain.md C4).
    assert_eq!((share.clear, share.review), (0, Some(date(2027, 3, 1))));
    let ticks = bench.rows(checklists::ID).unwrap();
    assert_eq!(ticks[0].text(checklists::STATE), "clear");
    assert!(bench.doctor().unwrap().is_empty());
}

#[test]
fn a_workspace_of_format_1_opens_without_its_database() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("w");
    copy(&fixtures().join("workspace"), &home);
    let (bench, opening) = Workbench::open(&home, PASSPHRASE, clock(99), &mut |_| {}).unwrap();
    assert_eq!((opening.journal_damage, opening.incomplete), (0, false));
    assert_eq!(bench.digest(), DIGEST);
    holds_everything(&bench);
}

#[test]
fn a_backup_of_format_1_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("w");
    let file = fixtures().join("backup.mqb");
    assert_eq!(read::inspect(&file).unwrap().purpose, Purpose::Backup);
    Workbench::restore(&home, &file, PASSPHRASE, QUICK, clock(99), &mut |_| {}).unwrap();
    let (bench, _) = Workbench::open(&home, PASSPHRASE, clock(99), &mut |_| {}).unwrap();
    assert_ne!(bench.digest(), DIGEST, "it has introduced itself as a laptop of its own");
    holds_everything(&bench);
}

#[test]
fn an_invitation_and_a_bundle_of_format_1_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    let (invitation, bundle) = (fixtures().join("invitation.mqi"), fixtures().join("bundle.mqb"));
    let told = read::inspect(&invitation).unwrap();
    assert_eq!(
        (told.purpose, told.sealing, told.letter.as_str()),
        (Purpose::Invitation, Sealing::Passphrase, "A")
    );
    let sent = read::inspect(&bundle).unwrap();
    assert_eq!((sent.purpose, sent.sealing, sent.letter.as_str()), (Purpose::Exchange, Sealing::Group, "A"));
    assert_eq!((sent.ranges.len(), sent.recipients.len()), (2, 3));
    assert_eq!(sent.commits, sent.ranges.iter().map(|range| range.to - range.from + 1).sum::<u64>());
    assert_eq!(sent.group, told.group);

    let joining = Joining { member: "陈静".into(), letter: Some("C".into()) };
    let home = folder.path().join("c");
    let mut bench = Workbench::join(
        &home,
        &invitation,
        Some(TOLD.to_owned()),
        &joining,
        "pass",
        QUICK,
        clock(99),
        &mut |_| {},
    )
    .unwrap();
    let plan = bench.import_bundle(&bundle, None, &mut |_| {}).unwrap().plan;
    assert_eq!(
        (plan.already_had, plan.commits, plan.waiting),
        (told.commits, sent.commits - told.commits, 0)
    );
    holds_everything(&bench);
}

/// Not a test of anything unless it is asked to write.
#[test]
fn write_fixtures() {
    if std::env::var_os("MINQING_WRITE_FIXTURES").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (at, home) = (fixtures(), folder.path().join("a"));
    if at.exists() {
        fs::remove_dir_all(&at).unwrap();
    }
    fs::create_dir_all(&at).unwrap();
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    let mut a = Workbench::create(&home, &founding, PASSPHRASE, QUICK, clock(0)).unwrap();
    let mut draft = Draft::new();
    let place = a.begin_record(&mut draft, neighbourhoods::ID, Some("三组")).unwrap();
    a.fill(&mut draft, place, &[("name".into(), "三组".into())]).unwrap();
    let kept = a.begin_record(&mut draft, residents::ID, None).unwrap();
    draft.set(kept, residents::NAME, Some(Value::Text("单小明".into())));
    draft.set(kept, residents::PHONE, Some(Value::Text("13800001111".into())));
    draft.set(kept, residents::SEX, Some(Value::Choice("male".into())));
    draft.set(kept, residents::BORN, Some(Value::Date(date(1950, 2, 28))));
    draft.set(kept, residents::NEIGHBOURHOOD, Some(Value::Ref(place)));
    draft.add(kept, residents::TAGS, &Value::Text("取暖".into()));
    let gone = a.begin_record(&mut draft, residents::ID, None).unwrap();
    draft.set(gone, residents::NAME, Some(Value::Text("仇英".into())));
    a.commit(draft).unwrap();
    let mut draft = Draft::new();
    let forgotten = a.begin_record(&mut draft, residents::ID, None).unwrap();
    draft.set(forgotten, residents::NAME, Some(Value::Text("丁小满".into())));
    a.commit(draft).unwrap();
    a.erase_person(forgotten, FORGOTTEN, &[]).unwrap();
    let invitation = a.invite(folder.path(), TOLD, &Offer::default()).unwrap();
    fs::copy(&invitation, at.join("invitation.mqi")).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some(TOLD.to_owned());
    let other = folder.path().join("b");
    let mut b =
        Workbench::join(&other, &invitation, told, &joining, PASSPHRASE, QUICK, clock(1), &mut |_| {})
            .unwrap();

    let set = |bench: &mut Workbench, tag, value: &str| {
        let mut draft = Draft::new();
        draft.set(kept, tag, Some(Value::Text(value.into())));
        bench.commit(draft).unwrap();
    };
    set(&mut b, residents::PHONE, "13800003333");
    let mut draft = Draft::new();
    draft.add(kept, residents::TAGS, &Value::Text("送药".into()));
    b.commit(draft).unwrap();
    a.close().unwrap();
    let mut a = Workbench::open(&home, PASSPHRASE, clock(5), &mut |_| {}).unwrap().0;
    set(&mut a, residents::PHONE, "13800002222");
    set(&mut a, residents::NOTE, "将被撤销");
    a.undo().unwrap();
    let file = b.export(folder.path(), &ExportOrder::default()).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    a.keep().unwrap();

    let mut draft = Draft::new();
    draft.delete(gone);
    a.commit(draft).unwrap();
    let mut draft = Draft::new();
    let issue = a.begin_record(&mut draft, issues::ID, None).unwrap();
    draft.set(issue, issues::TITLE, Some(Value::Text("路灯不亮".into())));
    draft.set(issue, issues::FROM, Some(Value::Text("王桂兰".into())));
    a.commit(draft).unwrap();
    let text = |words: &str| (steps::TEXT, Value::Text(words.into()));
    a.take_step(issue, StepKind::Accept, &[]).unwrap();
    a.take_step(issue, StepKind::Reply, &[text("三天内换好")]).unwrap();
    let solved = [text("换了灯"), (steps::OUTCOME, Value::Choice("solved".into()))];
    a.take_step(issue, StepKind::Resolve, &solved).unwrap();
    a.keep().unwrap();
    a.keep().unwrap();
    let item = checklists::checklists().remove(0).items.remove(0).id;
    let tick = Tick {
        state: Some(CheckState::Clear),
        basis: Some("逐户问过".to_owned()),
        review: Some(date(2027, 3, 1)),
        ..Tick::default()
    };
    a.tick(Clarity::Prosperity, &item, place, &tick).unwrap();

    holds_everything(&a);
    a.backup(&at.join("backup.mqb")).unwrap();
    let full = ExportOrder { full: true, ..ExportOrder::default() };
    a.export(&at.join("bundle.mqb"), &full).unwrap();
    println!("const DIGEST: &str = \"{}\";", a.digest());
    a.close().unwrap();
    for part in ["keys", "keys.copy"] {
        fs::create_dir_all(at.join("workspace")).unwrap();
        fs::copy(home.join(part), at.join("workspace").join(part)).unwrap();
    }
    for part in ["journal", "backups"] {
        copy(&home.join(part), &at.join("workspace").join(part));
    }
}
