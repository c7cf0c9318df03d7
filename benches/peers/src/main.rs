//! Two replicas of the same village in the hands of others: what `benches/cost`
//! measures beside minqing.
//!
//!   peers NAME make FOLDER RECORDS EDITS   two replicas that met, then worked apart
//!   peers NAME export FOLDER               what the second has for the first
//!   peers NAME import FOLDER               the first takes it in
//!
//! The steps are programs of their own, as they are in minqing, so that the
//! kernel tells the memory of each. `export` and `import` print the seconds of
//! the work itself, without opening the replica from its file.

mod automerge_doc;
mod floor;
mod loro_doc;
mod replica;
mod task_server;

/// The same edits as minqing is measured with.
#[path = "../../village/apart.rs"]
mod apart;
/// And the same people.
#[path = "../../village/person.rs"]
mod person;

use std::{env, path::Path, process::ExitCode};

use replica::{Work, export, import, make};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let [name, step, folder, rest @ ..] = words.as_slice() else { return usage() };
    let folder = Path::new(folder);
    let work = match (*step, rest) {
        ("make", [records, edits]) => match (records.parse(), edits.parse()) {
            (Ok(records), Ok(edits)) => Some(Work { records, edits }),
            (Err(_), _) | (_, Err(_)) => return usage(),
        },
        ("export" | "import", []) => None,
        (_, _) => return usage(),
    };
    let told = match (*name, *step, work) {
        ("floor", "export", _) => export::<floor::Log>(folder),
        ("floor", "import", _) => import::<floor::Log>(folder),
        ("floor", _, Some(work)) => make::<floor::Log>(folder, &work),
        ("loro", "export", _) => export::<loro_doc::Village>(folder),
        ("loro", "import", _) => import::<loro_doc::Village>(folder),
        ("loro", _, Some(work)) => make::<loro_doc::Village>(folder, &work),
        ("automerge", "export", _) => export::<automerge_doc::Village>(folder),
        ("automerge", "import", _) => import::<automerge_doc::Village>(folder),
        ("automerge", _, Some(work)) => make::<automerge_doc::Village>(folder, &work),
        ("taskchampion", "export", _) => task_server::export(folder),
        ("taskchampion", "import", _) => task_server::import(folder),
        ("taskchampion", _, Some(work)) => task_server::make(folder, &work),
        (_, _, _) => return usage(),
    };
    if let Some(seconds) = told {
        println!("{seconds:.4}");
    }
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!(
        "peers (floor|loro|automerge|taskchampion) (make FOLDER RECORDS EDITS|export FOLDER|import FOLDER)"
    );
    ExitCode::from(2)
}
