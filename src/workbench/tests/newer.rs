//! What a newer version wrote is refused with a sentence, or kept and passed on.
//!
//! `tests/fixtures/newer` holds two laptops as this version left them, what a
//! third of a later version of the same format wrote, and files of shapes that
//! this version cannot read. All data in it is invented. Until a format is
//! released, `MINQING_WRITE_FIXTURES=1 cargo test --lib newer` writes it anew.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use ed25519_dalek::Signer;
use serde::Serialize;

use super::{reach::newcomer, *};
use crate::{
    bundle::{
        BundleError,
        format::{self, Inner, MAGIC, Origin, Outer, Purpose, Sealing},
        read::Reader,
        seal::{self, Lock, Ring},
        verify::{self, Orders},
    },
    domain::{
        field::{Kind, Tag},
        id::LedgerTag,
        team,
    },
    log::{
        bytes::Bytes,
        commit::{Cause, Commit, Dot, Entry, Point, Salt, Slot},
        stamp::Stamp,
        vector::Vector,
    },
    store::{codec, trust::Membership},
    workbench::{bench, folder::Standing, sync},
};

const PASSPHRASE: &str = "pass";
const TOLD: &str = "水杉 newer";
/// Fields that no ledger of this version has.
const FIELD: Tag = 990;
const SET: Tag = 991;
const ODD: Tag = 992;
/// A type of value that this version does not know.
const KIND: u8 = 99;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newer")
}

/// A laptop of the fixtures, in a folder of its own.
fn old(folder: &Path, name: &str) -> Workbench {
    let home = folder.join(name);
    copy(&fixtures().join(name), &home);
    Workbench::open(&home, PASSPHRASE, clock(99), &mut |_| {}).unwrap().0
}

fn drone() -> RecordId {
    RecordId::new(LedgerTag::of("drones"), [7; 12])
}

fn odd() -> Value {
    Value::Unknown(KIND, vec![3, 1, 4, 1, 5])
}

fn named(bench: &Workbench, name: &str) -> RecordId {
    bench.find_in(residents::ID, name).unwrap()
}

/// Every commit of a bundle, as it is coded.
fn commits(file: &Path) -> BTreeMap<Dot, Vec<u8>> {
    let ring = Ring { passphrase: Some(TOLD.to_owned()), ..Ring::default() };
    let mut found = BTreeMap::new();
    verify::verify(Reader::open(file, &ring).unwrap(), Orders::Inside, &mut |envelope| {
        found.insert(envelope.commit.dot, codec::encode(&envelope.commit));
        Ok(())
    })
    .unwrap();
    found
}

fn sealed(full: bool) -> ExportOrder {
    ExportOrder { full, passphrase: Some(TOLD.to_owned()), ..ExportOrder::default() }
}

fn take(bench: &mut Workbench, file: &Path) -> sync::Preview {
    bench.import_bundle(file, Some(TOLD.to_owned()), &mut |_| {}).unwrap()
}

#[test]
fn files_of_a_later_version_are_refused_with_a_sentence_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mut b = old(folder.path(), "b");
    let (digest, journal) = (b.digest(), b.store.journal_bytes());
    for name in ["format-2.mqb", "purpose.mqb", "cause.mqb"] {
        let file = fixtures().join(name);
        let refused = b.import_bundle(&file, Some(TOLD.to_owned()), &mut |_| {}).unwrap_err();
        let previewed = b.preview(&file, Some(TOLD.to_owned())).unwrap_err();
        for error in [&refused, &previewed] {
            assert_eq!(error.exit_code(), 5, "{name}: {error:?}");
            let (zh, en) = (error.sentence(Lang::Zh), error.sentence(Lang::En));
            assert!(zh.contains("升级") && en.to_lowercase().contains("upgrade"), "{name}: {zh} {en}");
        }
        // Only what the sealed part holds cannot be told without opening it.
        let inspected = sync::inspect(&file);
        assert_eq!(inspected.is_ok(), name == "cause.mqb", "{name}");
        assert!(inspected.is_ok_and(|_| true) || refused.exit_code() == 5);
        assert_eq!((b.digest(), b.store.journal_bytes()), (digest.clone(), journal), "{name}");
    }
    let refused = sync::inspect(&fixtures().join("format-2.mqb")).unwrap_err();
    assert!(matches!(refused, Error::Bundle(BundleError::TooNew { found: 2, .. })), "{refused:?}");
    let found = b.look_into(&fixtures()).unwrap();
    let later = found.iter().find(|found| found.file.ends_with("format-2.mqb")).unwrap();
    assert_eq!((&later.standing, later.code), (&Standing::Wrong, 5));
    assert!(b.doctor().unwrap().is_empty());
}

#[test]
fn what_a_later_version_wrote_is_kept_passed_on_as_it_came_and_left_alone_by_edits() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut b, mut c) = (old(folder, "b"), old(folder, "c"));
    let bundle = fixtures().join("bundle.mqb");
    let plan = take(&mut b, &bundle).plan;
    assert_eq!((plan.waiting, plan.conflicting.len()), (0, 0));
    let digest = fs::read_to_string(fixtures().join("digest")).unwrap();
    assert_eq!(b.digest(), digest.trim());

    // Relayed, byte for byte.
    let relayed = b.export(folder, &sealed(true)).unwrap().file;
    let passed_on = commits(&relayed);
    let original = commits(&bundle);
    assert!(original.len() > 3 && original.iter().all(|(dot, bytes)| passed_on.get(dot) == Some(bytes)));
    take(&mut c, &relayed);
    assert_eq!((c.digest(), c.doctor().unwrap()), (b.digest(), vec![]));
    shows_nothing_wrong(&b);
    shows_nothing_wrong(&c);

    // Edits of what is known leave the rest as it was.
    let id = named(&b, "王桂兰");
    let before = b.store.record(id).unwrap().unwrap();
    edit(&mut b, id, "phone", "13800009999");
    edit(&mut b, id, "note", "老版本写的");
    b.undo().unwrap();
    let after = b.store.record(id).unwrap().unwrap();
    let slots =
        [Slot::single(FIELD), Slot::single(ODD), codec::element(SET, &odd()), Slot::single(residents::SEX)];
    for slot in slots {
        assert!(before.value(&slot).is_some(), "{slot:?}");
        assert_eq!(before.versions(&slot), after.versions(&slot), "{slot:?}");
    }
    assert_eq!(b.row(id).unwrap().unwrap().text(residents::PHONE), "13800009999");
    exchange(&mut b, &mut c, folder);
    assert_eq!((b.digest(), b.row(id).unwrap()), (c.digest(), c.row(id).unwrap()));
    shows_nothing_wrong(&c);

    // Also through a backup, a rebuilding and a laptop of its own.
    let (digest, home) = (b.digest(), b.home().to_path_buf());
    b.keep().unwrap();
    b.close().unwrap();
    fs::remove_dir_all(home.join("sled")).unwrap();
    let (b, _) = Workbench::open(&home, PASSPHRASE, clock(100), &mut |_| {}).unwrap();
    assert_eq!(b.digest(), digest);
    shows_nothing_wrong(&b);
}

/// Everything a face asks for can be answered, and nothing in it is odd.
fn shows_nothing_wrong(bench: &Workbench) {
    assert!(bench.doctor().unwrap().is_empty());
    let status = bench.status().unwrap();
    assert_eq!((status.conflicts, status.waiting, status.contested), (0, 0, 0));
    assert!(status.clocks.is_empty(), "{:?}", status.clocks);
    for ledger in bench.catalog().iter() {
        for row in bench.rows(&ledger.id).unwrap().iter() {
            for field in &ledger.fields {
                for value in row.all(field.tag) {
                    let shown = bench.show(field, value, Lang::Zh);
                    assert!(!shown.contains("Unknown("), "{shown}");
                }
            }
            bench.history(row.id).unwrap();
        }
    }
    let people = bench.rows(residents::ID).unwrap();
    let person = people.iter().find(|row| row.text(residents::NAME) == "王桂兰").unwrap();
    let sex = bench.ledger(residents::ID).unwrap().field(residents::SEX).unwrap();
    assert!(matches!(sex.kind, Kind::Choice(..)));
    assert_eq!(person.text(residents::SEX), "later");
    let cases = bench.cases().unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].standing.status, Status::Accepted, "a step of an unknown kind changes nothing");
    assert!(bench.row(drone()).is_err() || bench.row(drone()).unwrap().is_none());
    assert!(bench.store.record(drone()).unwrap().is_some());
    let laptops = bench.laptops().unwrap();
    let d = laptops.iter().find(|laptop| laptop.called.is_none() && laptop.letter == "D").unwrap();
    assert_eq!(d.membership, Some(Membership::Member), "a word that is not known changes nothing");
}

/// A commit of a version with one more reason to write one.
#[derive(Serialize)]
struct LaterWire {
    range: u32,
    stamp: Stamp,
    author: RecordId,
    cause: LaterCause,
    seen: Vec<Point>,
    entries: Vec<Entry>,
    salt: Salt,
}

#[derive(Serialize)]
#[expect(dead_code, reason = "those before the new one are there for its number")]
enum LaterCause {
    Act,
    Undo(u64),
    Redo(u64),
    Housekeeping,
    Agreed { by: Vec<Dot>, text: String },
}

#[derive(Serialize)]
enum LaterFrame {
    Head(Inner),
    Commit(LaterWire),
    Foot { commits: u64, digest: [u8; 32] },
}

/// A bundle that is right in every way, but for the reason of its commit.
fn write_later_cause(a: &Workbench, file: &Path) {
    let last = a.store.totals().heads.get(a.peer()).unwrap().seq;
    let since: Vector = a
        .store
        .totals()
        .held()
        .iter()
        .map(|dot| Dot { seq: if dot.peer == a.peer() { last - 1 } else { dot.seq }, ..dot })
        .collect();
    let (cover, _) = a.cover(&since, Purpose::Exchange, Sealing::Passphrase).unwrap();
    let commit = a.store.commit(Dot { peer: a.peer(), seq: last }).unwrap().unwrap().commit;
    let Commit { dot: _, stamp, author, cause: _, seen, entries, salt } = commit;
    let cause = LaterCause::Agreed { by: Vec::new(), text: "两人商定".into() };
    let wire = LaterWire { range: 0, stamp, author, cause, seen, entries, salt };
    let mut out = Vec::new();
    let outer = format::write_outer(&mut out, &cover.outer).unwrap();
    let statement = Origin::statement(&outer, &cover.knowledge, &cover.secrets);
    let vouch = |key: &[u8; 32]| *blake3::keyed_hash(key, &statement).as_bytes();
    let origin = Origin {
        key: *cover.writer.signing.verifying_key().as_bytes(),
        signature: Bytes(cover.writer.signing.sign(&statement).to_bytes().to_vec()),
        vouchers: cover.writer.vouchers.iter().map(vouch).collect(),
    };
    let (seams, knowledge) = (cover.seams.clone(), cover.knowledge.clone());
    let head = Inner { outer, seams, knowledge, secrets: cover.secrets.clone(), origin };
    let sealed = seal::seal(&Lock::Passphrase(TOLD.to_owned()), &mut out).unwrap();
    let mut frames = zstd::Encoder::new(sealed, 3).unwrap();
    let mut hasher = blake3::Hasher::new();
    let mut put = |frame: &LaterFrame, hasher: &mut blake3::Hasher| {
        let body = codec::encode(frame);
        for part in [&u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body] {
            hasher.update(part);
            frames.write_all(part).unwrap();
        }
    };
    put(&LaterFrame::Head(head), &mut hasher);
    put(&LaterFrame::Commit(wire), &mut hasher);
    let digest = *hasher.finalize().as_bytes();
    put(&LaterFrame::Foot { commits: 1, digest }, &mut hasher);
    frames.finish().unwrap().finish().unwrap();
    fs::write(file, out).unwrap();
}

/// The part in clear of a file of any format.
fn header(number: u16, body: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(number.to_le_bytes());
    bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
    bytes.extend(body);
    let checksum = blake3::hash(&bytes);
    bytes.extend(&checksum.as_bytes()[..16]);
    bytes
}

/// Not a test of anything unless it is asked to write.
#[test]
fn write_newer_fixtures() {
    if std::env::var_os("MINQING_WRITE_FIXTURES").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (at, folder) = (fixtures(), folder.path());
    if at.exists() {
        fs::remove_dir_all(&at).unwrap();
    }
    fs::create_dir_all(&at).unwrap();
    let (mut a, mut b) = pair(folder);
    let mut c = newcomer(&mut a, folder, "陈静");
    let mut d = newcomer(&mut a, folder, "王磊");
    exchange(&mut c, &mut a, folder);
    exchange(&mut d, &mut a, folder);
    let person = resident(&mut a, "王桂兰");
    let other = resident(&mut a, "单小明");
    let matter = issue(&mut a, "路灯不亮");
    a.take_step(matter, StepKind::Accept, &[]).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut a, &mut c, folder);
    for (name, bench) in [("b", b), ("c", c)] {
        let home = bench.home().to_path_buf();
        bench.close().unwrap();
        for part in ["keys", "keys.copy"] {
            fs::create_dir_all(at.join(name)).unwrap();
            fs::copy(home.join(part), at.join(name).join(part)).unwrap();
        }
        for part in ["journal", "backups"] {
            if home.join(part).exists() {
                copy(&home.join(part), &at.join(name).join(part));
            }
        }
    }

    // From here on as a later version would.
    let choice = |key: &str| Some(Value::Choice(key.to_owned()));
    let mut draft = Draft::new();
    draft.insert(drone());
    draft.set(drone(), 20, Value::text("巡河无人机"));
    draft.set(drone(), 21, Some(odd()));
    draft.add(drone(), 22, &odd());
    a.write(draft, Cause::Act).unwrap();
    let mut draft = Draft::new();
    draft.set(person, FIELD, Value::text("以后才有的栏目"));
    draft.set(person, ODD, Some(odd()));
    draft.add(person, SET, &odd());
    draft.set(person, residents::SEX, choice("later"));
    draft.set(other, residents::NOTE, Some(odd()));
    draft.set(other, residents::BORN, Some(odd()));
    draft.add(other, residents::TAGS, &odd());
    draft.set(matter, issues::URGENCY, choice("later"));
    draft.set(matter, issues::KIND, choice("later"));
    a.write(draft, Cause::Act).unwrap();
    let mut draft = Draft::new();
    let step = bench::draw_id(steps::ID).unwrap();
    draft.insert(step);
    draft.set(step, steps::ISSUE, Some(Value::Ref(matter)));
    draft.set(step, steps::KIND, choice("mediate"));
    draft.set(step, steps::TEXT, Value::text("居中调解"));
    a.write(draft, Cause::Act).unwrap();
    let mut draft = Draft::new();
    draft.set(Workbench::peer_record(d.peer()), team::peers::MEMBERSHIP, Value::text("9 guest until 2031"));
    a.write(draft, Cause::Housekeeping).unwrap();
    a.export(&at.join("bundle.mqb"), &sealed(true)).unwrap();
    fs::write(at.join("digest"), a.digest() + "\n").unwrap();

    write_later_cause(&a, &at.join("cause.mqb"));
    let (cover, _) = a.cover(&Vector::default(), Purpose::Exchange, Sealing::Passphrase).unwrap();
    let outer: &Outer = &cover.outer;
    let mut body = codec::encode(outer);
    body[0] = 9;
    let purpose = [header(format::FORMAT, &body), vec![0; 64]].concat();
    fs::write(at.join("purpose.mqb"), purpose).unwrap();
    let later = [header(2, &[0xA5; 777]), vec![0x5A; 99]].concat();
    fs::write(at.join("format-2.mqb"), later).unwrap();
}
