//! The steps of every peer that keeps a whole replica in memory.

use std::{
    fs::{self, File},
    io::Write as _,
    path::Path,
    time::Instant,
};

use crate::{
    apart,
    person::{Person, changed, person},
};

/// The fields of a resident, in the order of [`fields`].
pub const FIELDS: [&str; 4] = ["name", "address", "phone", "note"];

/// The field that is edited, in [`FIELDS`].
pub const PHONE: usize = 2;

/// How much there is, and how far the two went apart.
pub struct Work {
    pub records: usize,
    pub edits: usize,
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    A,
    B,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The name of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }
}

impl Work {
    /// What one side changes, in order: the resident and the new telephone.
    pub fn edits(&self, side: Side) -> impl Iterator<Item = (usize, String)> {
        let edits = apart::edits(side == Side::B, self.records, self.edits);
        edits.map(|(number, phone)| (number, changed(phone)))
    }

    /// What must stand after the import: a telephone that only one side
    /// changed, of either. None if they went round the village.
    pub fn expected(&self) -> Vec<(usize, String)> {
        if self.edits == 0 || self.edits + self.edits * 2 / 3 > self.records {
            return Vec::new();
        }
        self.edits(Side::A).take(1).chain(self.edits(Side::B).last()).collect()
    }

    pub fn keep(&self, folder: &Path) {
        fs::write(folder.join("work"), format!("{} {}", self.records, self.edits)).unwrap();
    }

    pub fn kept(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("work")).unwrap();
        let (records, edits) = text.split_once(' ').unwrap();
        Self { records: records.parse().unwrap(), edits: edits.parse().unwrap() }
    }
}

/// The values of a resident.
pub fn fields(number: usize) -> [String; 4] {
    let Person { name, address, phone, note } = person(number);
    [name, address, phone, note]
}

/// Sixteen bytes that name a resident and do not compress, as minqing's do not.
pub fn id(number: usize) -> [u8; 16] {
    let half = |salt: u64| {
        let mixed = (number as u64 ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb).to_le_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half(0));
    bytes[8..].copy_from_slice(&half(1 << 40));
    bytes
}

/// The same in letters, for those whose keys are text.
pub fn key(number: usize) -> String {
    id(number).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One of the two replicas.
pub trait Replica: Sized {
    /// The first, with everybody in it.
    fn settled(records: usize) -> Self;
    /// All of it, as a file.
    fn saved(&mut self) -> Vec<u8>;
    fn opened(bytes: &[u8], side: Side) -> Self;
    /// What the other one has after they met: what [`Self::since`] needs.
    fn met(&mut self) -> Vec<u8>;
    /// One field of one resident, as a commit of its own.
    fn edit(&mut self, number: usize, phone: &str);
    /// What was done since they met.
    fn since(&mut self, met: &[u8]) -> Vec<u8>;
    fn take(&mut self, sent: &[u8]);
    fn phone(&mut self, number: usize) -> String;
}

/// Writes the two replicas and what they had when they met.
pub fn make<R: Replica>(folder: &Path, work: &Work) -> Option<f64> {
    let mut first = R::settled(work.records);
    fs::write(folder.join("met"), first.met()).unwrap();
    let together = first.saved();
    drop(first);
    for side in Side::BOTH {
        let mut replica = R::opened(&together, side);
        for (number, phone) in work.edits(side) {
            replica.edit(number, &phone);
        }
        fs::write(folder.join(side.name()), replica.saved()).unwrap();
    }
    work.keep(folder);
    None
}

/// Writes `sent`.
pub fn export<R: Replica>(folder: &Path) -> Option<f64> {
    let met = fs::read(folder.join("met")).unwrap();
    let mut replica = opened::<R>(folder, Side::B);
    let start = Instant::now();
    let sent = replica.since(&met);
    let took = start.elapsed();
    durable(&folder.join("sent"), &sent);
    Some(took.as_secs_f64())
}

/// Takes `sent` in. What came is kept beside the replica, which is the least
/// that a program would write before it says that it has it.
pub fn import<R: Replica>(folder: &Path) -> Option<f64> {
    let mut replica = opened::<R>(folder, Side::A);
    let start = Instant::now();
    let sent = fs::read(folder.join("sent")).unwrap();
    replica.take(&sent);
    durable(&folder.join("a.came"), &sent);
    let took = start.elapsed();
    for (number, phone) in Work::kept(folder).expected() {
        assert_eq!(replica.phone(number), phone, "resident {number} after the import");
    }
    Some(took.as_secs_f64())
}

fn opened<R: Replica>(folder: &Path, side: Side) -> R {
    R::opened(&fs::read(folder.join(side.name())).unwrap(), side)
}

fn durable(path: &Path, bytes: &[u8]) {
    let mut file = File::create(path).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_data().unwrap();
}
