//! Hostile bytes into both readers: none makes them panic, none makes them
//! take in what is not allowed. The fuzz targets begin with these cases, and
//! what they found is kept under `tests/fixtures/hostile`.

use std::{fs, path::Path, slice::from_ref};

use minqing::{
    bundle::format::{Outer, Purpose, Range, Sealing, Seam, Wire},
    domain::{id::RecordId, roster::residents, value::Value},
    log::{
        bytes::Bytes,
        commit::{About, Cause, Cell, Change, Commit, Dot, Entry, PeerId, Point, Print, Salt, Slot},
        stamp::Stamp,
    },
    store::codec,
};

#[path = "../hostile/bundle.rs"]
mod bundle;
#[path = "../../src/exchange/samples/made.rs"]
mod made;
#[path = "../hostile/sheet.rs"]
mod sheet;

fn name(record: RecordId, text: &str) -> Entry {
    let (slot, cell) = (Slot::single(residents::NAME), codec::cell(&Value::Text(text.into())));
    Entry::Kept(Change { record, slot, cell })
}

fn commit(entries: Vec<Entry>, seen: Vec<Point>) -> Commit {
    let dot = Dot { peer: PeerId([0; 16]), seq: 0 };
    let stamp = Stamp { ms: 1_795_000_000_000, counter: 0 };
    let author = RecordId::derived("members", &[b"author"]);
    Commit { dot, stamp, author, cause: Cause::Act, seen, entries, salt: Salt::Whole([3; 16]) }
}

fn piece(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).unwrap().to_le_bytes(), bytes].concat()
}

/// Where each laptop's commits begin, and its commits.
fn commits(starts: [u8; bundle::PEERS], commits: Vec<(u8, Commit)>) -> Vec<u8> {
    let mut out = vec![bundle::COMMITS];
    out.extend(starts);
    for (peer, commit) in commits {
        out.push(peer);
        out.extend(piece(&codec::encode(&Wire::pack(u32::from(peer), commit))));
    }
    out
}

fn frame(body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
}

/// Inputs made by hand, with whether they are taken in.
fn bundles() -> Vec<(&'static str, bool, Vec<u8>)> {
    let record = RecordId::derived(residents::ID, &[b"one"]);
    let plain = || commit(vec![name(record, "单小明")], Vec::new());
    let dot = |byte: u8, seq| Point { dot: Dot { peer: PeerId([byte; 16]), seq }, print: Print([byte; 16]) };
    let mut undo = plain();
    undo.cause = Cause::Undo(u64::MAX);
    let mut late = plain();
    late.stamp = Stamp { ms: u64::MAX, counter: u32::MAX };
    let mut unsalted = plain();
    unsalted.salt = Salt::Parts(vec![None]);
    let about = About { record, tag: residents::PHONE, single: true };
    let erased = commit(vec![Entry::Erased { about, inner: [1; 32] }], Vec::new());
    let odd = Change {
        record: RecordId::from_bytes([0xff; 16]),
        slot: Slot { tag: u16::MAX, element: Bytes(vec![0; 300]) },
        cell: Cell { kind: 255, bytes: Bytes(vec![0xff; 300]) },
    };
    let zeros = vec![0; 4 << 20];
    let raw = |behind: &[u8]| [&[bundle::FRAMES], behind].concat();
    let cover = |outer: &Outer, seams: &[Seam], knowledge: &[Point]| {
        let parts = [codec::encode(outer), codec::encode(&seams), codec::encode(&knowledge)];
        [&[bundle::COVER][..], &parts.map(|part| piece(&part)).concat(), b"foot"].concat()
    };
    let range = |byte: u8, from, to| Range { peer: PeerId([byte; 16]), from, to };
    let outer = |commits, ranges| Outer {
        purpose: Purpose::Backup,
        group: [0; 16],
        sender: PeerId([0; 16]),
        letter: String::new(),
        created_ms: u64::MAX,
        commits,
        ranges,
        sealing: Sealing::Passphrase,
        recipients: vec![String::new(); 3],
        key_file: Bytes(vec![0; 40]),
    };
    let seam = Seam { previous: [0; 32], key: [0xff; 32], signature: Bytes(vec![1]) };
    vec![
        ("no-bytes", false, vec![]),
        ("no-file", false, vec![bundle::FILE]),
        (
            "a-header-of-4-gib",
            false,
            [&[bundle::FILE][..], b"minqing bundle\n\x01\x00\xff\xff\xff\xff"].concat(),
        ),
        ("a-header-cut", false, [&[bundle::FILE][..], b"minqing bundle\n\x01\x00\xff\xff\x3f\x00"].concat()),
        ("no-frames", false, raw(b"")),
        ("a-foot-at-once", false, raw(b"foot")),
        ("a-frame-of-4-gib", false, raw(&[0xff; 4])),
        ("a-frame-cut", false, raw(&[0x00, 0x00, 0x00, 0x02, 1])),
        ("a-second-head", false, raw(&frame(&[0; 8]))),
        ("an-unknown-frame", false, raw(&frame(&[250]))),
        ("a-frame-of-zeros", false, raw(&frame(&zeros))),
        ("a-vector-of-2-64", false, raw(&frame(&[1, 0, 0, 0, 0xfd, 255, 255, 255, 255, 255, 255, 255, 255]))),
        ("nothing-but-a-cover", true, cover(&outer(0, vec![]), &[], &[dot(1, 1), dot(2, 1 << 48)])),
        ("more-commits-than-there-are", false, cover(&outer(u64::MAX, vec![]), &[], &[])),
        ("a-range-without-a-seam", false, cover(&outer(0, vec![range(1, 1, 0)]), &[], &[])),
        ("a-seam-without-a-range", false, cover(&outer(0, vec![]), from_ref(&seam), &[])),
        ("a-range-that-is-not-filled", false, cover(&outer(0, vec![range(1, 7, 9)]), from_ref(&seam), &[])),
        ("a-range-backwards", false, cover(&outer(0, vec![range(1, 9, 7)]), from_ref(&seam), &[])),
        ("a-range-from-0", false, cover(&outer(0, vec![range(1, 0, u64::MAX)]), from_ref(&seam), &[])),
        (
            "two-ranges-of-one",
            false,
            cover(&outer(0, vec![range(1, 7, 7), range(1, 8, 8)]), &[seam.clone(), seam], &[]),
        ),
        ("knowledge-out-of-order", false, cover(&outer(0, vec![]), &[], &[dot(2, 1), dot(1, 1)])),
        ("knowledge-of-0", false, cover(&outer(0, vec![]), &[], &[dot(2, 0)])),
        ("nobody-wrote-anything", true, commits([0; 3], vec![])),
        ("one-commit", true, commits([0; 3], vec![(0, plain())])),
        (
            "three-laptops",
            true,
            commits([0; 3], vec![(0, plain()), (1, plain()), (2, plain()), (0, plain())]),
        ),
        ("a-line-from-the-middle", true, commits([1, 5, 0], vec![(0, plain()), (1, plain()), (2, plain())])),
        ("near-the-last-number", true, commits([2, 2, 2], vec![(0, plain()), (1, plain()), (2, plain())])),
        ("beyond-the-last-number", false, commits([3, 3, 3], vec![(0, plain()), (0, plain()), (0, plain())])),
        ("at-the-end-of-numbers", false, commits([4, 4, 4], vec![(0, plain()), (0, plain()), (0, plain())])),
        ("seen-by-nobody", true, commits([0; 3], vec![(0, commit(vec![], vec![dot(9, 7)]))])),
        ("seen-twice", false, commits([0; 3], vec![(0, commit(vec![], vec![dot(9, 7), dot(9, 7)]))])),
        ("seen-out-of-order", false, commits([0; 3], vec![(0, commit(vec![], vec![dot(9, 7), dot(8, 7)]))])),
        ("seen-the-number-0", false, commits([0; 3], vec![(0, commit(vec![], vec![dot(9, 0)]))])),
        ("seen-the-last-number", true, commits([0; 3], vec![(0, commit(vec![], vec![dot(9, 1 << 48)]))])),
        ("an-erasure", false, commits([0; 3], vec![(0, erased)])),
        ("no-salt", true, commits([0; 3], vec![(0, unsalted)])),
        ("undoes-what-never-was", true, commits([0; 3], vec![(0, undo)])),
        ("from-the-end-of-time", true, commits([0; 3], vec![(0, late), (1, plain())])),
        ("unknown-field", true, commits([0; 3], vec![(0, commit(vec![Entry::Kept(odd)], vec![]))])),
        ("nothing-changed", true, commits([0; 3], vec![(0, commit(vec![], vec![]))])),
    ]
}

/// Files of sheets made by hand; whether they are read is told elsewhere.
fn sheets() -> Vec<(&'static str, Vec<u8>)> {
    let called = |name: &str, bytes: &[u8]| {
        let at = sheet::NAMES.iter().position(|known| *known == name).unwrap();
        [&[u8::try_from(at).unwrap()], bytes].concat()
    };
    let rows = "<dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c>\
        <c r=\"B1\"><v>46348</v></c></row><row r=\"2\"><c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#N/A</v></c></row></sheetData>";
    let table = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\">\
        <text:p>姓名</text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"1.5\"/></table:table-row>";
    let far = "<sheetData><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData>";
    vec![
        ("no-bytes", vec![]),
        ("csv", called("a.csv", "姓名,电话\n\"王桂兰\n\",13800000000\n".as_bytes())),
        ("separator", called("a.csv", b"sep=;\na;b\n'=1;\"\"\"\n")),
        ("open-quote", called("a.csv", b"a,\"b\nc,d\n")),
        ("gb18030", called("a.csv", b"\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\x81\x30\x81\x30,1\n")),
        ("utf-16", called("a", b"\xff\xfeR\0,\0\n\0a\0\t\0")),
        ("utf-16-without-mark", called("a.csv", b"\0a\0,\0b\0\n")),
        ("xlsx", called("a.xlsx", &made::xlsx(rows))),
        ("xlsx-far-cell", called("a.xlsx", &made::xlsx(far))),
        ("ods", called("a.ods", &made::ods(table))),
        ("xls", called("a.xls", &made::compound(&["Workbook"], 0xFFFF_FFFE))),
        ("xls-circle", called("a.xls", &made::compound(&["Workbook"], 1))),
        ("et", called("a.et", &made::compound(&["EncryptionInfo", "EncryptedPackage"], 0xFFFF_FFFE))),
        ("zip", called("a.xlsx", &made::zip(&[("xl/workbook.xml", b"<workbook/>", Some(7))]))),
    ]
}

/// The cases that were found, with the names of their files.
fn found(which: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile").join(which);
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no cases", folder.display());
    files
}

#[test]
fn hostile_bundles_are_refused_or_taken_in_and_nothing_panics() {
    for (name, taken, input) in bundles() {
        let read = bundle::read(&input);
        assert_eq!(read.is_ok(), taken, "{name}: {:?}", read.err());
    }
    for (name, input) in found("bundle") {
        let _ = (name, bundle::read(&input));
    }
}

#[test]
fn hostile_sheets_are_read_or_refused_and_nothing_panics() {
    for (name, input) in sheets() {
        let _ = (name, sheet::read(&input));
    }
    for (name, input) in found("sheet") {
        let _ = (name, sheet::read(&input));
    }
}

/// A salt takes a byte where it comes from and thirty-three where it is held.
#[test]
fn more_salts_than_a_commit_has_entries_are_refused() {
    let most: u32 = 1 << 21;
    let coded = |count: u32| {
        let mut bytes = vec![1, 252];
        bytes.extend_from_slice(&count.to_le_bytes());
        bytes.resize(bytes.len() + count as usize, 0);
        bytes
    };
    assert_eq!(codec::decode::<Salt>(&coded(most)), Ok(Salt::Parts(vec![None; most as usize])));
    assert!(codec::decode::<Salt>(&coded(most + 1)).is_err());
}

/// Writes the cases as files, for a fuzzer to begin with:
/// `MINQING_SEEDS=fuzz/corpus cargo test --test bundles -- --ignored seeds`.
#[test]
#[ignore = "writes files for the fuzz targets"]
fn seeds() {
    let Some(folder) = std::env::var_os("MINQING_SEEDS") else { return };
    let put = |which: &str, name: &str, input: &[u8]| {
        let folder = Path::new(&folder).join(which);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(name), input).unwrap();
    };
    for (name, _, input) in bundles() {
        put("bundle", name, &input);
    }
    for (name, input) in sheets() {
        put("sheet", name, &input);
    }
}
