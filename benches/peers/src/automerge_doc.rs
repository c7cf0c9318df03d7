//! Automerge: a map of maps.

use automerge::{
    ActorId, AutoCommit, ChangeHash, ObjId, ObjType, ROOT, ReadDoc as _, transaction::Transactable as _,
};

use crate::replica::{self, FIELDS, PHONE, Replica, Side};

pub struct Village(AutoCommit);

impl Village {
    fn resident(&self, number: usize) -> ObjId {
        self.0.get(&ROOT, replica::key(number)).unwrap().unwrap().1
    }
}

impl Replica for Village {
    fn settled(records: usize) -> Self {
        let mut doc = AutoCommit::new();
        for number in 0..records {
            let map = doc.put_object(&ROOT, replica::key(number), ObjType::Map).unwrap();
            for (field, value) in FIELDS.iter().zip(replica::fields(number)) {
                doc.put(&map, *field, value).unwrap();
            }
            if number % 2000 == 1999 {
                doc.commit();
            }
        }
        doc.commit();
        Self(doc)
    }

    fn saved(&mut self) -> Vec<u8> {
        self.0.save()
    }

    fn opened(bytes: &[u8], side: Side) -> Self {
        let mut doc = AutoCommit::load(bytes).unwrap();
        doc.set_actor(ActorId::from(side.name().as_bytes()));
        Self(doc)
    }

    fn met(&mut self) -> Vec<u8> {
        self.0.get_heads().iter().flat_map(|head| head.0).collect()
    }

    fn edit(&mut self, number: usize, phone: &str) {
        let resident = self.resident(number);
        self.0.put(&resident, FIELDS[PHONE], phone).unwrap();
        self.0.commit();
    }

    fn since(&mut self, met: &[u8]) -> Vec<u8> {
        let (heads, _) = met.as_chunks::<32>();
        let heads: Vec<ChangeHash> = heads.iter().map(|head| ChangeHash(*head)).collect();
        self.0.save_after(&heads)
    }

    fn take(&mut self, sent: &[u8]) {
        self.0.load_incremental(sent).unwrap();
    }

    fn phone(&mut self, number: usize) -> String {
        let resident = self.resident(number);
        let (value, _) = self.0.get(&resident, FIELDS[PHONE]).unwrap().unwrap();
        value.as_str().unwrap().to_owned()
    }
}
