//! An invented village for the benches: always the same people.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use minqing::{
    domain::{id::RecordId, roster::residents, value::Value},
    exchange::write::{self, OutCell},
    workbench::{
        Cost, Workbench,
        bench::Founding,
        clock::Clock,
        draft::Draft,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

mod person;

pub(crate) use person::{Person, changed, person};

/// The cheapest key derivation: it is not what is measured.
pub(crate) const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// How many residents one commit brings, as an import of a sheet does.
const BATCH: usize = 2000;

/// Where the benches may write: a real disk, below the target folder.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("bench-").tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// The clock of every bench but those that read many: one that stands.
pub(crate) fn clock() -> Clock {
    Clock::Fixed(Timestamp::from_second(1_795_000_000).unwrap())
}

/// A group that was just founded.
pub(crate) fn found(home: &Path) -> Workbench {
    let founding = Founding {
        group: "太湖社区工作组".into(),
        community: "太湖社区".into(),
        member: "张晓敏".into(),
        letter: "A".into(),
    };
    Workbench::create(home, &founding, "pass", QUICK, clock()).unwrap()
}

/// Opens it again.
pub(crate) fn open(home: &Path) -> Workbench {
    Workbench::open(home, "pass", clock(), &mut |_| {}).unwrap().0
}

/// Brings so many residents in.
pub(crate) fn settle(bench: &mut Workbench, count: usize) -> Vec<RecordId> {
    let mut ids = Vec::with_capacity(count);
    for first in (0..count).step_by(BATCH) {
        let mut draft = Draft::new();
        for number in first..(first + BATCH).min(count) {
            let Person { name, address, phone, note } = person(number);
            let id = bench.begin_record(&mut draft, residents::ID, None).unwrap();
            draft.set(id, residents::NAME, Value::text(name));
            draft.set(id, residents::ADDRESS, Value::text(address));
            draft.set(id, residents::PHONE, Value::text(phone));
            draft.set(id, residents::NOTE, Value::text(note));
            ids.push(id);
        }
        bench.commit(draft).unwrap();
    }
    ids
}

/// One commit that changes one field of one resident.
pub(crate) fn edit(bench: &mut Workbench, id: RecordId, number: usize) {
    let mut draft = Draft::new();
    draft.set(id, residents::PHONE, Value::text(changed(number)));
    bench.commit(draft).unwrap();
}

/// Two laptops of one group, enrolled, with the same residents.
pub(crate) fn pair(folder: &Path, count: usize) -> (Workbench, Workbench, Vec<RecordId>) {
    let mut a = found(&folder.join("a"));
    let ids = settle(&mut a, count);
    let invitation = a.invite(folder, "told by voice", &Offer::default()).unwrap();
    let joining = Joining { member: "李强".into(), letter: None };
    let told = Some("told by voice".to_owned());
    let home = folder.join("b");
    let mut b =
        Workbench::join(&home, &invitation, told, &joining, "pass", QUICK, clock(), &mut |_| {}).unwrap();
    // Its first bundle enrols it, and the answer tells it so.
    let first = b.export(folder, &ExportOrder::default()).unwrap().file;
    a.import_bundle(&first, None, &mut |_| {}).unwrap();
    let answer = a.export(folder, &ExportOrder::default()).unwrap().file;
    b.import_bundle(&answer, None, &mut |_| {}).unwrap();
    (a, b, ids)
}

/// Writes a list of so many residents as the office would send it, in the
/// format its suffix says.
pub(crate) fn list(path: &Path, count: usize) {
    let header = ["姓名", "住址", "联系电话", "备注"].map(str::to_owned);
    let row = |number| {
        let Person { name, address, phone, note } = person(number);
        [name, address, phone, note].map(OutCell::Text).to_vec()
    };
    write::write(path, "名单", &header, (0..count).map(row)).unwrap();
}

/// Copies a workspace that is closed.
pub(crate) fn copy(from: &Path, to: &Path) -> PathBuf {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    to.to_path_buf()
}

/// The bytes below a folder.
pub(crate) fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(
            |entry| if entry.path().is_dir() { size(&entry.path()) } else { entry.metadata().unwrap().len() },
        )
        .sum()
}
