//! Makes what `benches/cost` measures: two laptops with the same residents
//! that have each written so many commits since they last met.
//!
//! `replicas FOLDER RESIDENTS COMMITS`: afterwards FOLDER/a and FOLDER/b are
//! closed workspaces whose passphrase is `pass`.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on says so")]

use std::{env, path::PathBuf};

#[path = "village/apart.rs"]
mod apart;
#[expect(dead_code, reason = "the other bench uses the rest")]
mod village;

fn main() {
    // Cargo passes `--bench` when it runs all benches: then there is nothing to do.
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [folder, residents, commits] = words.as_slice() else { return };
    let (folder, residents, commits) =
        (PathBuf::from(folder), residents.parse().unwrap(), commits.parse::<usize>().unwrap());
    let (mut a, mut b, ids) = village::pair(&folder, residents);
    for (bench, second) in [(&mut a, false), (&mut b, true)] {
        for (resident, phone) in apart::edits(second, ids.len(), commits) {
            village::edit(bench, ids[resident], phone);
        }
    }
    a.close().unwrap();
    b.close().unwrap();
}
