//! The inbox: a folder of the workspace into which people lay bundles by hand.

use std::{
    collections::HashMap,
    fs,
    path::{MAIN_SEPARATOR, MAIN_SEPARATOR_STR, Path},
};

use super::Performer;
use crate::workbench::folder::{Found, Standing};

/// Its name below the workspace.
const INBOX: &str = "inbox";

/// The most files of the inbox that are listed.
const MOST_FILES: usize = 200;

impl Performer {
    /// The bundles that somebody laid into the inbox folder, the newest first.
    pub(super) fn inbox(&mut self) -> Vec<Found> {
        let bench = &self.bench;
        let folder = bench.home().join(INBOX);
        // It is named on the screen: there it is to be. That it cannot be made is nothing to tell.
        let _ = fs::create_dir(&folder);
        let mut found = bench.look_into(&folder).unwrap_or_default();
        found.reverse();
        found.truncate(MOST_FILES);
        let mut read = HashMap::new();
        let looked_at = found.into_iter().map(|found| {
            // A file that has grown is read again, and no other.
            let key = (found.file.clone(), fs::metadata(&found.file).map_or(0, |known| known.len()));
            let known = self.read.get(&key).copied();
            let is_cut_off = known.unwrap_or_else(|| bench.is_cut_off(&found));
            if found.standing == Standing::New {
                read.insert(key, is_cut_off);
            }
            if is_cut_off && found.standing == Standing::New { found.cut_off() } else { found }
        });
        let found = looked_at.collect();
        self.read = read;
        found
    }
}

/// Where it is, so short that it stands in a line: below one's own folder whole, else the end of it.
pub(super) fn told(home: &Path) -> String {
    let inbox = home.join(INBOX);
    let own = std::env::home_dir().filter(|own| own.components().count() > 1);
    if let Some(below) = own.and_then(|own| Some(inbox.strip_prefix(own).ok()?.to_path_buf())) {
        return format!("~{MAIN_SEPARATOR}{}", below.display());
    }
    let names: Vec<_> = inbox.iter().map(|name| name.to_string_lossy()).collect();
    let last = names.get(names.len().saturating_sub(2)..).unwrap_or_default();
    format!("…{MAIN_SEPARATOR}{}", last.join(MAIN_SEPARATOR_STR))
}
