//! TaskChampion: two replicas in SQLite that meet at a server in a folder. What
//! it calls a sync is both: taking what stands there and leaving what is new.

use std::{fs, path::Path, time::Instant};

use rusqlite::Connection;
use taskchampion::{
    Operations, Replica, Server, ServerConfig, SqliteStorage, TaskData, Uuid, storage::AccessMode,
};
use tokio::runtime::{Builder, Runtime};

use crate::replica::{self, FIELDS, PHONE, Side, Work};

/// Operations in one commit while the village is settled.
const BATCH: usize = 2000;

struct Here {
    runtime: Runtime,
    server: Box<dyn Server>,
}

impl Here {
    fn at(folder: &Path) -> Self {
        let runtime = Builder::new_current_thread().build().unwrap();
        let server_dir = folder.join("server");
        fs::create_dir_all(&server_dir).unwrap();
        let server = runtime.block_on(ServerConfig::Local { server_dir }.into_server()).unwrap();
        Self { runtime, server }
    }

    fn open(&self, folder: &Path, side: Side) -> Replica<SqliteStorage> {
        let storage = SqliteStorage::new(folder.join(side.name()), AccessMode::ReadWrite, true);
        Replica::new(self.runtime.block_on(storage).unwrap())
    }

    fn sync(&mut self, replica: &mut Replica<SqliteStorage>) {
        self.runtime.block_on(replica.sync(&mut self.server, true)).unwrap();
    }

    fn task(&self, replica: &mut Replica<SqliteStorage>, number: usize) -> TaskData {
        let id = Uuid::from_bytes(replica::id(number));
        self.runtime.block_on(replica.get_task_data(id)).unwrap().unwrap()
    }

    fn commit(&self, replica: &mut Replica<SqliteStorage>, operations: Operations) {
        self.runtime.block_on(replica.commit_operations(operations)).unwrap();
    }
}

/// Makes the two replicas.
pub fn make(folder: &Path, work: &Work) -> Option<f64> {
    let mut here = Here::at(folder);
    let [mut a, mut b] = Side::BOTH.map(|side| here.open(folder, side));
    let mut operations = Operations::new();
    for number in 0..work.records {
        let mut task = TaskData::create(Uuid::from_bytes(replica::id(number)), &mut operations);
        for (field, value) in FIELDS.iter().zip(replica::fields(number)) {
            task.update(*field, Some(value), &mut operations);
        }
        if operations.len() >= BATCH {
            here.commit(&mut a, std::mem::take(&mut operations));
        }
    }
    here.commit(&mut a, operations);
    here.sync(&mut a);
    here.sync(&mut b);
    for (side, replica) in Side::BOTH.into_iter().zip([&mut a, &mut b]) {
        for (number, phone) in work.edits(side) {
            let mut operations = Operations::new();
            here.task(replica, number).update(FIELDS[PHONE], Some(phone), &mut operations);
            here.commit(replica, operations);
        }
    }
    work.keep(folder);
    None
}

/// The second leaves at the server what it has; `sent` is a copy of it.
pub fn export(folder: &Path) -> Option<f64> {
    let mut here = Here::at(folder);
    let mut b = here.open(folder, Side::B);
    let before = versions(folder).len();
    let start = Instant::now();
    here.sync(&mut b);
    let took = start.elapsed();
    let sent: Vec<u8> = versions(folder).split_off(before).concat();
    fs::write(folder.join("sent"), sent).unwrap();
    Some(took.as_secs_f64())
}

/// The first takes it from there.
pub fn import(folder: &Path) -> Option<f64> {
    let mut here = Here::at(folder);
    let mut a = here.open(folder, Side::A);
    let start = Instant::now();
    here.sync(&mut a);
    let took = start.elapsed();
    for (number, phone) in Work::kept(folder).expected() {
        let task = here.task(&mut a, number);
        assert_eq!(task.get(FIELDS[PHONE]), Some(phone.as_str()), "resident {number} after the sync");
    }
    Some(took.as_secs_f64())
}

/// What was left at the server, in order.
fn versions(folder: &Path) -> Vec<Vec<u8>> {
    let file = folder.join("server/taskchampion-local-sync-server.sqlite3");
    let server = Connection::open(file).unwrap();
    let mut all = server.prepare("SELECT CAST(data AS BLOB) FROM versions ORDER BY rowid").unwrap();
    all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
