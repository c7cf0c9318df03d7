//! Loro: a map of maps. By itself it makes one change of what a writer commits
//! within 1,000 seconds; here every commit is kept, as with everybody else.

use loro::{Container, ExportMode, LoroDoc, LoroMap, ValueOrContainer, VersionVector};

use crate::replica::{self, FIELDS, PHONE, Replica, Side};

const ROOT: &str = "residents";

pub struct Village(LoroDoc);

impl Village {
    fn resident(&self, number: usize) -> LoroMap {
        match self.0.get_map(ROOT).get(&replica::key(number)) {
            Some(ValueOrContainer::Container(Container::Map(map))) => map,
            other => panic!("resident {number} is {other:?}"),
        }
    }
}

impl Replica for Village {
    fn settled(records: usize) -> Self {
        let doc = LoroDoc::new();
        let root = doc.get_map(ROOT);
        for number in 0..records {
            let map = root.insert_container(&replica::key(number), LoroMap::new()).unwrap();
            for (field, value) in FIELDS.iter().zip(replica::fields(number)) {
                map.insert(field, value).unwrap();
            }
            if number % 2000 == 1999 {
                doc.commit();
            }
        }
        doc.commit();
        Self(doc)
    }

    fn saved(&mut self) -> Vec<u8> {
        self.0.export(ExportMode::Snapshot).unwrap()
    }

    fn opened(bytes: &[u8], side: Side) -> Self {
        let doc = LoroDoc::from_snapshot(bytes).unwrap();
        doc.set_peer_id(match side {
            Side::A => 0x5bd1_e995_0a0a_0a0a,
            Side::B => 0x5bd1_e995_0b0b_0b0b,
        })
        .unwrap();
        doc.set_change_merge_interval(-1);
        Self(doc)
    }

    fn met(&mut self) -> Vec<u8> {
        self.0.oplog_vv().encode()
    }

    fn edit(&mut self, number: usize, phone: &str) {
        self.resident(number).insert(FIELDS[PHONE], phone).unwrap();
        self.0.commit();
    }

    fn since(&mut self, met: &[u8]) -> Vec<u8> {
        self.0.export(ExportMode::updates(&VersionVector::decode(met).unwrap())).unwrap()
    }

    fn take(&mut self, sent: &[u8]) {
        let status = self.0.import(sent).unwrap();
        assert!(status.pending.is_none(), "something that came is still waiting");
    }

    fn phone(&mut self, number: usize) -> String {
        let value = self.resident(number).get(FIELDS[PHONE]).unwrap().into_value().unwrap();
        value.into_string().unwrap().to_string()
    }
}
