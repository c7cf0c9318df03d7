//! Kills inside what follows from a change: folding everything anew after a
//! revocation, clearing files after an erasure, enrolling who came by an invitation.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
};

use minqing::{
    bundle::{
        read::Reader,
        verify::{self, Orders},
    },
    domain::id::RecordId,
    store::{Vault, codec, engine::Engine, journal::Journal},
    workbench::{
        Workbench, keeping,
        peers::{Joining, Offer},
        secrets::Secrets,
        sync::ExportOrder,
    },
};
use serde_json::Value;

use super::{
    Dice, QUICK, add, clock, found, open,
    program::{Aim, copy, digest, json, kill, start},
};

const ROUNDS: usize = 20;
/// What must be found nowhere once a person is erased.
const NEEDLES: [&str; 2] = ["桂兰芳", "13911112222"];

fn exchange(from: &mut Workbench, to: &mut Workbench, folder: &Path) {
    let file = export(from, folder);
    to.import_bundle(&file, None, &mut |_| {}).unwrap();
}

fn export(from: &mut Workbench, folder: &Path) -> PathBuf {
    from.export(folder, &ExportOrder::default()).unwrap().file
}

/// A laptop that joins; its first bundle is not taken in yet.
fn join(a: &mut Workbench, folder: &Path, name: &str) -> Workbench {
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: name.into(), letter: None };
    let told = Some("told by voice".to_owned());
    Workbench::join(&folder.join(name), &invitation, told, &joining, "pass", QUICK, clock(), &mut |_| {})
        .unwrap()
}

/// Lets a command be killed at chance times on copies of a workspace, and
/// hands each copy on with what the command had said by then; answered is
/// whether it had come to its end.
fn strike(home: &Path, words: &[&str], seed: u64, mut after: impl FnMut(&Path, Option<Value>, &str) -> bool) {
    let round_home = home.with_extension("round");
    copy(home, &round_home);
    let mut aim = Aim::measure(|| {
        json(&round_home, words);
    });
    fs::remove_dir_all(&round_home).unwrap();
    let mut dice = Dice(seed);
    for round in 0..ROUNDS {
        copy(home, &round_home);
        let child = start(&round_home, &[words, &["--json"]].concat());
        thread::sleep(aim.next(&mut dice));
        let told = kill(child);
        aim.learn(after(&round_home, told, &format!("after kill {round}")));
        assert_eq!(json(&round_home, &["doctor"])["ok"], true, "after kill {round}");
        fs::remove_dir_all(&round_home).unwrap();
    }
    aim.check();
}

#[test]
fn a_revocation_that_is_killed_while_it_takes_back_happened_or_did_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    found(&path.join("a"));
    let mut a = open(&path.join("a"));
    let (mut b, mut c) = (join(&mut a, path, "李强"), join(&mut a, path, "陈静"));
    exchange(&mut b, &mut a, path);
    exchange(&mut c, &mut a, path);
    exchange(&mut a, &mut b, path);
    exchange(&mut a, &mut c, path);
    // B has taken in what C wrote; the lead, who has not, revokes it.
    let theirs: Vec<RecordId> = (0..60).map(|n| add(&mut c, &format!("居民{n}"))).collect();
    // Before it: what B wrote after would rest on it, and keep it.
    let ours = add(&mut b, "单小明").to_string();
    exchange(&mut c, &mut b, path);
    assert!(b.row(theirs[0]).unwrap().is_some());
    a.revoke(c.peer(), None).unwrap();
    let news = export(&mut a, path).display().to_string();
    let home = b.home().to_path_buf();
    for bench in [a, b, c] {
        bench.close().unwrap();
    }
    let before = digest(&home);
    let whole = path.join("whole");
    copy(&home, &whole);
    let taken = json(&whole, &["bundle", "import", &news]);
    assert_eq!(taken["bundles"][0]["retracts"], true, "{taken}");
    let after = digest(&whole);
    assert_ne!(before, after);
    strike(&home, &["bundle", "import", &news], 0x5eed_0007, |home, told, when| {
        let holds = digest(home);
        let happened = holds == after;
        assert!(happened || holds == before, "half of a revocation {when}");
        assert!(happened || told.is_none(), "said to be done, and is not, {when}");
        assert!(!home.join("recast").exists(), "{when}");
        json(home, &["bundle", "import", &news]);
        assert_eq!(digest(home), after, "{when}");
        assert_eq!(json(home, &["show", &ours])["name"], "单小明", "{when}");
        happened
    });
}

/// Everything that lies in a workspace's files, unsealed, in which a needle is found.
fn residue(home: &Path) -> Vec<String> {
    let vault = Vault::open(home, "pass").unwrap();
    let mut places: Vec<(String, Vec<u8>)> = Vec::new();
    let engine = Engine::open(&home.join("sled"), vault.key()).unwrap();
    places.extend(engine.scan("ledger", &[]).unwrap().map(|entry| ("sled".to_owned(), entry.unwrap().1)));
    assert!(!places.is_empty(), "there is something to search");
    engine.close().unwrap();
    let (journal, _) = Journal::open(home, vault.key()).unwrap();
    let frames = journal.replay(journal.start());
    places.extend(frames.map(|frame| ("journal".to_owned(), frame.unwrap().bytes)));
    let ring = Secrets::read(vault.secrets()).unwrap().ring(None);
    for file in keeping::automatic_backups(home) {
        let name = file.display().to_string();
        verify::verify(Reader::open(&file, &ring).unwrap(), Orders::Inside, &mut |envelope| {
            places.push((name.clone(), codec::encode(&envelope.commit)));
            Ok(())
        })
        .unwrap();
    }
    let has = |bytes: &[u8], text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    let found = places.into_iter().filter(|(_, bytes)| NEEDLES.iter().any(|text| has(bytes, text)));
    found.map(|(place, _)| place).collect()
}

#[test]
fn an_erasure_that_is_killed_is_finished_by_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    found(&home);
    let mut a = open(&home);
    let words =
        [("name", NEEDLES[0]), ("phone", NEEDLES[1])].map(|(key, text)| (key.to_owned(), text.to_owned()));
    let mut draft = minqing::workbench::draft::Draft::new();
    let person = a.begin_record(&mut draft, "residents", None).unwrap();
    a.fill(&mut draft, person, &words).unwrap();
    a.commit(draft).unwrap();
    let mut others = Vec::new();
    for n in 0..120 {
        others.push(add(&mut a, &format!("居民{n}")));
        if n % 40 == 0 {
            a.keep().unwrap();
        }
    }
    a.close().unwrap();
    assert!(!residue(&home).is_empty(), "the search finds what is there");
    let id = person.to_string();
    let erase = ["person", "erase", &id, "--reason", "本人要求删除", "--yes"];
    strike(&home, &erase, 0x5eed_0008, |home, told, when| {
        let bench = open(home);
        let happened = !bench.erasures().unwrap().is_empty();
        assert!(happened || told.is_none(), "said to be done, and is not, {when}");
        assert!(others.iter().all(|id| bench.row(*id).unwrap().is_some_and(|row| row.stands())), "{when}");
        // Not closed: opening alone brings it to its end.
        drop(bench);
        if happened {
            assert_eq!(residue(home), Vec::<String>::new(), "{when}");
            assert!(!home.join("set-aside").exists() && !home.join("recast").exists(), "{when}");
        } else {
            json(home, &erase);
            assert_eq!(residue(home), Vec::<String>::new(), "{when}");
        }
        happened
    });
}

#[test]
fn a_lead_that_is_killed_before_it_enrols_who_came_does_so_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let home = path.join("a");
    found(&home);
    let mut a = open(&home);
    let ours = add(&mut a, "单小明").to_string();
    let mut c = join(&mut a, path, "陈静");
    let theirs: Vec<String> = (0..40).map(|n| add(&mut c, &format!("居民{n}")).to_string()).collect();
    let first = export(&mut c, path).display().to_string();
    let peer = c.peer().to_string();
    for bench in [a, c] {
        bench.close().unwrap();
    }
    strike(&home, &["bundle", "import", &first], 0x5eed_0009, |home, told, when| {
        let confirmed = || {
            let peers = json(home, &["peers"]);
            let items = peers["items"].as_array().unwrap().clone();
            items.iter().find(|item| item["peer"] == peer.as_str()).map(|item| item["confirmed"] == true)
        };
        // Not taken in, or taken in and enrolled: nothing between is left by opening it.
        let happened = confirmed();
        assert_ne!(happened, Some(false), "{when}");
        assert!(happened.is_some() || told.is_none(), "said to be done, and is not, {when}");
        json(home, &["bundle", "import", &first]);
        assert_eq!(confirmed(), Some(true), "{when}");
        assert_eq!(json(home, &["status"])["aside"], 0, "{when}");
        let listed = json(home, &["list", "residents", "--limit", "1000"])["items"].to_string();
        assert!(theirs.iter().chain([&ours]).all(|id| listed.contains(id.as_str())), "{when}");
        happened.is_some()
    });
}
