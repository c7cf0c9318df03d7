//! The command face, one file per command.
//!
//! Scripts rely on the names of commands, on the fields in JSON and on the exit
//! codes: they are added to, and not changed. Standard output carries the answer and nothing else; everything
//! said beside it goes to standard error.

mod failure;
mod arguments;
mod usage;
mod face;
mod passphrase;
mod passphrase_file;
mod wanted_file;
mod progress;
mod interrupt;
mod table;
mod record;
mod case;
mod select;
mod doubts;
mod ui;
mod first_start;
mod init;
mod join;
mod demo;
mod status;
mod today;
mod handbook;
mod hotspot;
mod import;
mod list;
mod show;
mod add;
mod edit;
mod remove;
mod undo;
mod redo;
mod check;
mod visit;
mod phase;
mod plan;
mod units;
mod report;
mod issue;
mod paper_file;
mod project;
mod inspect;
mod bulletin;
mod informer;
mod bundle;
mod conflicts;
mod peers;
mod person;
mod doctor;
mod backup;
mod restore;
mod new_passphrase;
mod ledgers;
mod export;
mod retention;
mod completions;
mod man;
mod keys;
mod read_sheet;
mod replay;

use std::{env, ffi::OsString};

use arguments::{Arguments, Command};
use face::Face;
use failure::{Answer, DONE, USAGE};

/// Reads the arguments, does what they say, answers the exit code.
pub fn run() -> u8 {
    let words: Vec<OsString> = env::args_os().collect();
    let Arguments { global, command } = match usage::read(&words) {
        Ok(arguments) => arguments,
        Err(error) => {
            match usage::sentence(&error, &words) {
                Some(sentence) => face::note(table::plain(&sentence)),
                // Help that nobody reads to its end is no failure.
                None => drop(error.print()),
            }
            return if error.use_stderr() { USAGE } else { DONE };
        }
    };
    let face = Face::new(&global);
    match perform(&face, command) {
        Ok(code) => code,
        Err(failure) => {
            if let Some(sentence) = failure.sentence(face.lang) {
                face.note(table::plain_lines(sentence));
            }
            failure.code
        }
    }
}

fn perform(face: &Face, command: Option<Command>) -> Answer {
    match command {
        None => ui::open(face),
        Some(Command::Init(order)) => init::run(face, &order),
        Some(Command::Join(order)) => join::run(face, &order),
        Some(Command::Demo(order)) => demo::run(face, &order),
        Some(Command::Status) => status::run(face),
        Some(Command::Today(order)) => today::run(face, &order),
        Some(Command::Import(order)) => import::run(face, &order),
        Some(Command::List(order)) => list::run(face, &order),
        Some(Command::Show(order)) => show::run(face, &order),
        Some(Command::Add(order)) => add::run(face, &order),
        Some(Command::Edit(order)) => edit::run(face, &order),
        Some(Command::Remove(order)) => remove::run(face, &order),
        Some(Command::Undo(order)) => undo::run(face, &order),
        Some(Command::Redo(order)) => redo::run(face, &order),
        Some(Command::Check(order)) => check::run(face, &order),
        Some(Command::Visit(order)) => visit::run(face, &order),
        Some(Command::Plan(order)) => plan::run(face, &order),
        Some(Command::Phase(order)) => phase::run(face, &order),
        Some(Command::Units(order)) => units::run(face, &order),
        Some(Command::Report(order)) => report::run(face, &order),
        Some(Command::Hotspot(order)) => hotspot::run(face, &order),
        Some(Command::Handbook(order)) => handbook::run(face, &order),
        Some(Command::Issue(order)) => issue::run(face, &order),
        Some(Command::Informer(order)) => informer::run(face, &order),
        Some(Command::Project(order)) => project::run(face, &order),
        Some(Command::Inspect(order)) => inspect::run(face, &order),
        Some(Command::Bulletin(order)) => bulletin::run(face, &order),
        Some(Command::Bundle(order)) => bundle::run(face, &order),
        Some(Command::Conflicts(order)) => conflicts::run(face, order.command),
        Some(Command::Peers(order)) => peers::run(face, order.command),
        Some(Command::Person(order)) => person::run(face, &order),
        Some(Command::Doctor) => doctor::run(face),
        Some(Command::Backup(order)) => backup::run(face, &order),
        Some(Command::Restore(order)) => restore::run(face, &order),
        Some(Command::Passphrase(order)) => new_passphrase::run(face, &order),
        Some(Command::Ledgers(order)) => ledgers::run(face, &order),
        Some(Command::Export(order)) => export::run(face, &order),
        Some(Command::Retention(order)) => retention::run(face, &order),
        Some(Command::Completions(order)) => completions::run(face, &order),
        Some(Command::Man(order)) => man::run(face, &order),
        Some(Command::Keys(order)) => keys::run(face, &order),
        Some(Command::Replay(order)) => replay::run(face, &order),
        Some(Command::ReadSheet(order)) => Ok(read_sheet::run(&order)),
    }
}
