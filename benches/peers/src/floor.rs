//! The floor: a log of fields whose last writer wins, in memory. No keys, no
//! signatures, no chain, no durability but the file: less cannot be done.

use std::collections::HashMap;

use crate::replica::{self, FIELDS, PHONE, Replica, Side};

/// zstd's level, for what is sent and for the file.
const LEVEL: i32 = 3;

/// One field of one resident, written at one moment by one of the two.
struct Entry {
    id: [u8; 16],
    field: u8,
    stamp: u64,
    writer: u8,
    value: Box<str>,
}

/// Who wrote a field last, and what.
struct Cell {
    stamp: u64,
    writer: u8,
    value: Box<str>,
}

pub struct Log {
    me: u8,
    last: u64,
    entries: Vec<Entry>,
    rows: HashMap<[u8; 16], [Option<Cell>; FIELDS.len()]>,
}

impl Log {
    fn empty(me: u8) -> Self {
        Self { me, last: 0, entries: Vec::new(), rows: HashMap::new() }
    }

    fn write(&mut self, number: usize, field: usize, value: &str) {
        let (stamp, writer) = (self.last + 1, self.me);
        let field = u8::try_from(field).unwrap();
        self.apply(Entry { id: replica::id(number), field, stamp, writer, value: value.into() });
    }

    fn apply(&mut self, entry: Entry) {
        self.last = self.last.max(entry.stamp);
        let cell = &mut self.rows.entry(entry.id).or_default()[usize::from(entry.field)];
        let newer = cell.as_ref().is_none_or(|cell| (cell.stamp, cell.writer) < (entry.stamp, entry.writer));
        if newer {
            let Entry { stamp, writer, .. } = entry;
            *cell = Some(Cell { stamp, writer, value: entry.value.clone() });
        }
        self.entries.push(entry);
    }

    fn packed<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in entries {
            bytes.extend_from_slice(&entry.id);
            bytes.extend_from_slice(&[entry.field, entry.writer]);
            bytes.extend_from_slice(&entry.stamp.to_le_bytes());
            bytes.extend_from_slice(&u16::try_from(entry.value.len()).unwrap().to_le_bytes());
            bytes.extend_from_slice(entry.value.as_bytes());
        }
        zstd::encode_all(bytes.as_slice(), LEVEL).unwrap()
    }

    fn unpack(&mut self, packed: &[u8]) {
        let bytes = zstd::decode_all(packed).unwrap();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let (id, after) = rest.split_first_chunk::<16>().unwrap();
            let ([field, writer], after) = after.split_first_chunk::<2>().unwrap();
            let (stamp, after) = after.split_first_chunk::<8>().unwrap();
            let (length, after) = after.split_first_chunk::<2>().unwrap();
            let (value, after) = after.split_at(u16::from_le_bytes(*length).into());
            let value = str::from_utf8(value).unwrap().into();
            let stamp = u64::from_le_bytes(*stamp);
            self.apply(Entry { id: *id, field: *field, stamp, writer: *writer, value });
            rest = after;
        }
    }
}

impl Replica for Log {
    fn settled(records: usize) -> Self {
        let mut log = Self::empty(0);
        for number in 0..records {
            for (field, value) in replica::fields(number).iter().enumerate() {
                log.write(number, field, value);
            }
        }
        log
    }

    fn saved(&mut self) -> Vec<u8> {
        Self::packed(self.entries.iter())
    }

    fn opened(bytes: &[u8], side: Side) -> Self {
        let mut log = Self::empty(match side {
            Side::A => 0,
            Side::B => 1,
        });
        log.unpack(bytes);
        log
    }

    fn met(&mut self) -> Vec<u8> {
        self.last.to_le_bytes().to_vec()
    }

    fn edit(&mut self, number: usize, phone: &str) {
        self.write(number, PHONE, phone);
    }

    fn since(&mut self, met: &[u8]) -> Vec<u8> {
        let met = u64::from_le_bytes(met.try_into().unwrap());
        Self::packed(self.entries.iter().filter(|entry| entry.stamp > met && entry.writer == self.me))
    }

    fn take(&mut self, sent: &[u8]) {
        self.unpack(sent);
    }

    fn phone(&mut self, number: usize) -> String {
        self.rows[&replica::id(number)][PHONE].as_ref().unwrap().value.to_string()
    }
}
