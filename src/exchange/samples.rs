//! Files for the tests: real ones where they are, hostile ones made up.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::error::SheetError;
use super::sheet::{self, Limits, Sheet};

mod made;

pub(super) use made::{compound, ods, xlsx, zip};

/// Returns the path of a shared file, or none, with a printed reason, where it is absent.
///
/// In CI absence is a failure.
pub(super) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    let path = if path.exists() {
        path
    } else {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name)
    };
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{name} is absent");
    let _ = writeln!(std::io::stderr(), "skipped: {name} is absent");
    None
}

/// Reads bytes as a file of a name would be read.
pub(super) fn read_as(name: &str, bytes: &[u8]) -> Result<Sheet, SheetError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    sheet::read(&path, None, &Limits::default())
}

/// Returns the texts of a sheet, row by row.
pub(super) fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(sheet::Cell::text).collect()).collect()
}
