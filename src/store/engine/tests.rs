//! Tests of the engine: what it keeps, and what it says about broken files.

use super::*;
use proptest::prelude::*;
use std::fs;

fn key() -> Key {
    Key::from_bytes([5; 32])
}

fn filled(dir: &Path, count: u32) {
    let engine = Engine::open(dir, &key()).unwrap();
    for tree in ["commits", "records"] {
        let changes = (0..count).map(|n| (n.to_be_bytes().to_vec(), Some(vec![1; 10 + n as usize % 700])));
        engine.put_batch(tree, changes.collect::<Vec<_>>()).unwrap();
    }
    engine.flush_and_sync().unwrap();
    engine.close().unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            _ = fs::copy(entry.path(), place).unwrap();
        }
    }
}

fn all(engine: &Engine, tree: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    engine.scan(tree, b"").unwrap().collect::<Result<_>>().unwrap()
}

#[test]
fn values_come_back_after_opening_again() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    let engine = Engine::open(&dir, &key()).unwrap();
    assert!(engine.is_empty("records").unwrap());
    engine
        .put_batch(
            "records",
            [
                (b"a1".to_vec(), Some(b"one".to_vec())),
                (b"a2".to_vec(), Some(b"two".to_vec())),
                (b"b1".to_vec(), Some(vec![7; 5000])),
            ],
        )
        .unwrap();
    engine.put_batch("records", [(b"a1".to_vec(), None)]).unwrap();
    engine.close().unwrap();

    let engine = Engine::open(&dir, &key()).unwrap();
    assert_eq!(engine.get("records", b"a1").unwrap(), None);
    assert_eq!(engine.get("records", b"a2").unwrap().unwrap(), b"two");
    assert_eq!(engine.get("commits", b"a2").unwrap(), None);
    let keys = |scan: Scan<'_>| scan.map(|entry| entry.unwrap().0).collect::<Vec<_>>();
    assert_eq!(keys(engine.scan("records", b"a").unwrap()), [b"a2"]);
    assert_eq!(keys(engine.range("records", b"a3".to_vec()..).unwrap()), [b"b1"]);
    let backwards = engine.scan("records", b"").unwrap().rev().map(|entry| entry.unwrap().0);
    assert_eq!(backwards.collect::<Vec<_>>(), [b"b1", b"a2"]);
    engine.clear("records").unwrap();
    assert!(engine.is_empty("records").unwrap());
}

#[test]
fn a_folder_in_use_is_not_called_broken() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    let engine = Engine::open(&dir, &key()).unwrap();
    assert!(matches!(folder::wait_until_free_for(&dir, 2), Err(StoreError::Locked { .. })));
    engine.close().unwrap();
    folder::wait_until_free_for(&dir, 1).unwrap();
}

#[test]
fn an_engine_that_panicked_answers_nothing_more_and_its_place_can_be_used() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    let engine = Engine::open(&dir, &key()).unwrap();
    assert!(!is_guarding());
    let panicked = engine.guarded::<()>(|_| {
        assert!(is_guarding());
        panic!("a page nobody wrote")
    });
    assert!(
        matches!(panicked, Err(StoreError::Unopenable { detail }) if detail.contains("a page nobody wrote"))
    );
    assert!(!is_guarding());
    assert!(matches!(engine.get("t", b"k"), Err(StoreError::Unopenable { .. })));
    assert!(matches!(engine.close(), Err(StoreError::Unopenable { .. })));
    #[cfg(unix)]
    {
        set_aside(&dir, home.path()).unwrap();
        filled(&dir, 3);
    }
}

#[test]
fn it_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
    shared::<crate::store::Journal>();
    shared::<crate::store::Vault>();
}

#[test]
fn values_are_sealed_and_bound_to_their_place() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    let engine = Engine::open(&dir, &key()).unwrap();
    let text = "木棉花开".as_bytes();
    engine.put_batch("records", [(b"k".to_vec(), Some(text.to_vec()))]).unwrap();
    let sealed = engine.guarded(|db| db.open_tree("records")?.get(b"k")).unwrap().unwrap();
    engine.guarded(|db| db.open_tree("records")?.insert(b"other", sealed.clone())).unwrap();
    engine.guarded(|db| db.open_tree("commits")?.insert(b"k", sealed.clone())).unwrap();
    assert_eq!(engine.get("records", b"k").unwrap().unwrap(), text);
    assert!(matches!(engine.get("records", b"other"), Err(StoreError::Damaged { .. })));
    assert!(matches!(engine.get("commits", b"k"), Err(StoreError::Damaged { .. })));
    let oks: Vec<_> = engine.scan("records", b"").unwrap().map(|entry| entry.is_ok()).collect();
    assert_eq!(oks, [true, false]);
    engine.close().unwrap();
    let bytes = fs::read(dir.join("db")).unwrap();
    assert!(memchr::memmem::find(&bytes, text).is_none());
    let engine = Engine::open(&dir, &Key::from_bytes([6; 32])).unwrap();
    assert!(matches!(engine.get("records", b"k"), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_closed_folder_can_be_opened_at_once_again_and_again() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    for n in 0..10_u8 {
        let engine = Engine::open(&dir, &key()).unwrap();
        assert_eq!(all(&engine, "t").len(), usize::from(n));
        engine.put_batch("t", [(vec![n], Some(vec![n; 2000]))]).unwrap();
        if n % 2 == 0 { engine.close().unwrap() } else { drop(engine) }
    }
}

#[test]
fn a_torn_snapshot_does_not_matter() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    filled(&dir, 50);
    fs::write(dir.join("snap.0000000000FFFFFF.generating"), b"half a snapsh").unwrap();
    let engine = Engine::open(&dir, &key()).unwrap();
    assert_eq!(all(&engine, "records").len(), 50);
    assert!(!dir.join("snap.0000000000FFFFFF.generating").exists());
}

#[test]
fn a_bad_snapshot_is_done_without() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    filled(&dir, 50);
    drop(Engine::open(&dir, &key()).unwrap());
    fs::write(dir.join("snap.00000000FFFFFFFF"), [3; 500]).unwrap();
    let engine = Engine::open(&dir, &key()).unwrap();
    assert_eq!(all(&engine, "records").len(), 50);
    engine.close().unwrap();
    let aside = fs::read_dir(&dir).unwrap().any(|entry| name(&entry.unwrap()).starts_with("aside."));
    assert!(!aside);
}

fn name(entry: &fs::DirEntry) -> String {
    entry.file_name().to_string_lossy().into_owned()
}

#[test]
fn every_changed_byte_changes_the_fingerprint() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    fs::create_dir_all(dir.join("blobs")).unwrap();
    fs::write(dir.join("db"), [8; 300]).unwrap();
    fs::write(dir.join("conf"), [1; 20]).unwrap();
    fs::write(dir.join("blobs/7"), [2; 40]).unwrap();
    let before = fingerprint(&dir).unwrap();
    assert_eq!(fingerprint(&dir).unwrap(), before);
    for file in ["db", "conf", "blobs/7"] {
        let path = dir.join(file);
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            fs::write(&path, other).unwrap();
            assert_ne!(fingerprint(&dir).unwrap(), before);
        }
        fs::write(&path, &bytes[1..]).unwrap();
        assert_ne!(fingerprint(&dir).unwrap(), before);
        fs::write(&path, &bytes).unwrap();
    }
    fs::rename(dir.join("blobs/7"), dir.join("blobs/8")).unwrap();
    assert_ne!(fingerprint(&dir).unwrap(), before);
    fs::rename(dir.join("blobs/8"), dir.join("7")).unwrap();
    assert_ne!(fingerprint(&dir).unwrap(), before);
}

#[test]
fn a_clean_close_leaves_files_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    filled(&dir, 200);
    let left = fingerprint(&dir).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert_eq!(fingerprint(&dir).unwrap(), left);
}

#[test]
fn a_folder_set_aside_leaves_its_place_free() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("sled");
    for n in 1..=3 {
        filled(&dir, 1);
        let place = set_aside(&dir, home.path()).unwrap();
        assert_eq!(place, home.path().join(format!("set-aside/{n}-sled")));
        assert!(place.join("db").exists() && !dir.exists());
    }
}

/// What may happen to a file.
#[derive(Debug, Clone)]
enum Harm {
    Delete,
    Truncate(prop::sample::Index),
    Flip(Vec<(prop::sample::Index, u8)>),
    Zero(prop::sample::Index, prop::sample::Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    let flips = prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 1..20);
    prop_oneof![
        1 => Just(Harm::Delete),
        3 => any::<prop::sample::Index>().prop_map(Harm::Truncate),
        6 => flips.prop_map(Harm::Flip),
        3 => (any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(a, b)| Harm::Zero(a, b)),
    ]
}

fn inflict(harm: &Harm, path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    if bytes.is_empty() {
        return;
    }
    match harm {
        Harm::Delete => return fs::remove_file(path).unwrap(),
        Harm::Truncate(at) => bytes.truncate(at.index(bytes.len())),
        Harm::Flip(flips) => {
            for (at, flip) in flips {
                let at = at.index(bytes.len());
                bytes[at] ^= flip;
            }
        }
        Harm::Zero(one, other) => {
            let (one, other) = (one.index(bytes.len()), other.index(bytes.len()));
            bytes[one.min(other)..one.max(other)].fill(0);
        }
    }
    fs::write(path, bytes).unwrap();
}

/// Uses everything there is of an engine; errors are fine, panics are not.
fn exercise(dir: &Path) -> Result<()> {
    let engine = Engine::open(dir, &key())?;
    for tree in ["commits", "records"] {
        for entry in engine.scan(tree, b"")? {
            match entry {
                Ok((_, plain)) => assert!(plain.iter().all(|byte| *byte == 1)),
                Err(StoreError::Damaged { .. } | StoreError::Unopenable { .. }) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        let _ = engine.get(tree, &7_u32.to_be_bytes())?;
        engine.put_batch(tree, [(vec![0, 0, 0, 9], Some(vec![1; 3000]))])?;
    }
    engine.flush_and_sync()?;
    engine.close()
}

#[test]
fn broken_files_are_told_and_nothing_panics_or_hangs() {
    let origin = tempfile::tempdir().unwrap();
    let sound = origin.path().join("sled");
    // Several times, so that there are old pages, several segments and a snapshot.
    for count in [400, 2000, 1999] {
        filled(&sound, count);
    }
    drop(Engine::open(&sound, &key()).unwrap());
    folder::wait_until_free(&sound).unwrap();
    let mut names: Vec<_> = fs::read_dir(&sound).unwrap().map(|entry| name(&entry.unwrap())).collect();
    names.retain(|name| sound.join(name).is_file());
    names.sort();
    assert!(names.len() >= 2, "{names:?}");
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    });
    let what = prop::collection::vec((any::<prop::sample::Index>(), harm()), 1..3);
    runner
        .run(&what, |harms| {
            let home = tempfile::tempdir().unwrap();
            let dir = home.path().join("sled");
            copy(&sound, &dir);
            for (which, harm) in &harms {
                let path = dir.join(&names[which.index(names.len())]);
                if path.exists() {
                    inflict(harm, &path);
                }
            }
            match exercise(&dir) {
                Ok(()) | Err(StoreError::Unopenable { .. } | StoreError::Damaged { .. }) => Ok(()),
                Err(other) => Err(TestCaseError::fail(other.to_string())),
            }
        })
        .unwrap();
}
