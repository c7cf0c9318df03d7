//! Neighbourhoods and households do not go from under those who live there.

use super::{clock, exchange, found, pair};
use crate::{
    domain::{
        id::RecordId,
        issues::issues,
        roster::{households, neighbourhoods, residents},
        rules::Refusal,
        wording::Lang,
    },
    workbench::{bench::Workbench, draft::Draft, error::Error},
};

fn add(bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]) -> RecordId {
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    let name = pairs.iter().find(|(key, _)| key == "name").map(|(_, name)| name.clone());
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, ledger, name.as_deref()).unwrap();
    bench.fill(&mut draft, id, &pairs).unwrap();
    bench.commit(draft).unwrap();
    id
}

fn delete(bench: &mut Workbench, id: RecordId) -> Result<(), Error> {
    let mut draft = Draft::new();
    draft.delete(id);
    bench.commit(draft)
}

fn stands(bench: &Workbench, id: RecordId) -> bool {
    let listed = bench.standing(&bench.ledger_of(id).unwrap().id).unwrap().iter().any(|row| row.id == id);
    // One row, and the list of them, say the same.
    assert_eq!(bench.existing(id).unwrap().stands(), listed);
    listed
}

// Shows A7.
#[test]
fn what_something_hangs_on_is_emptied_into_another_before_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"));
    let (third, second) = (
        add(&mut bench, neighbourhoods::ID, &[("name", "三组")]),
        add(&mut bench, neighbourhoods::ID, &[("name", "二组")]),
    );
    let home = add(&mut bench, households::ID, &[("address", "湖滨巷1号"), ("neighbourhood", "三组")]);
    let other = add(&mut bench, households::ID, &[("address", "湖滨巷2号"), ("neighbourhood", "二组")]);
    let person = add(
        &mut bench,
        residents::ID,
        &[("name", "程一"), ("neighbourhood", "三组"), ("household", "湖滨巷1号")],
    );
    let matter =
        add(&mut bench, issues::ID, &[("title", "路灯不亮"), ("neighbourhood", "三组"), ("from", "程一")]);
    for gone in [third, home] {
        let Err(Error::Refused(Refusal::Said(why))) = delete(&mut bench, gone) else { panic!("it went") };
        assert!(why.zh.contains("居民 1"), "{}", why.zh);
    }
    let hanging = bench.hanging(third).unwrap();
    assert_eq!(hanging.told(Lang::Zh), "居民 1、户 1、事项 1");
    assert!(bench.empty_into(third, third).is_err() && bench.empty_into(third, home).is_err());
    bench.empty_into(third, second).unwrap();
    assert!(!stands(&bench, third));
    for (id, tag) in [
        (person, residents::NEIGHBOURHOOD),
        (home, households::NEIGHBOURHOOD),
        (matter, issues::NEIGHBOURHOOD),
    ] {
        assert_eq!(bench.existing(id).unwrap().reference(tag), Some(second));
    }
    bench.empty_into(home, other).unwrap();
    assert_eq!(bench.existing(person).unwrap().reference(residents::HOUSEHOLD), Some(other));
    // One commit each, taken back whole.
    bench.undo().unwrap();
    bench.undo().unwrap();
    assert!(stands(&bench, third) && stands(&bench, home));
    assert_eq!(bench.existing(person).unwrap().reference(residents::NEIGHBOURHOOD), Some(third));
    // What nothing hangs on goes.
    let empty = add(&mut bench, neighbourhoods::ID, &[("name", "九组")]);
    delete(&mut bench, empty).unwrap();
    assert!(!stands(&bench, empty));
}

// Shows A7.
#[test]
fn a_deletion_by_bundle_takes_nobody_out_of_sight() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let place = add(&mut a, neighbourhoods::ID, &[("name", "四组")]);
    let home = add(&mut a, households::ID, &[("address", "湖滨巷9号"), ("neighbourhood", "四组")]);
    exchange(&mut a, &mut b, folder.path());
    // Neither knows of the other.
    let person = add(
        &mut b,
        residents::ID,
        &[("name", "程二"), ("household", "湖滨巷9号"), ("neighbourhood", "四组")],
    );
    a.rows(households::ID).unwrap();
    delete(&mut a, home).unwrap();
    delete(&mut a, place).unwrap();
    assert!(!stands(&a, home) && !stands(&a, place));
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert!(stands(bench, home) && stands(bench, place));
        let shares = bench.shares().unwrap();
        assert!(shares.keys().any(|(at, _)| *at == place), "it is in the matrix");
    }
    // It is counted where nothing was read of it before as well.
    a.close().unwrap();
    let a = Workbench::open(&folder.path().join("a"), "pass", clock(0), &mut |_| {}).unwrap().0;
    assert_eq!(a.status().unwrap().counts.get(households::ID), Some(&1));
    // Once they live elsewhere the deletion counts.
    let mut draft = Draft::new();
    draft.set(person, residents::HOUSEHOLD, None);
    draft.set(person, residents::NEIGHBOURHOOD, None);
    b.commit(draft).unwrap();
    assert!(!stands(&b, home) && !stands(&b, place));
}
