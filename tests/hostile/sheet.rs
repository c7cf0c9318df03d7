//! Bytes into the reader of sheets; the first byte tells what the file is called.

use std::{fs, path::PathBuf, sync::LazyLock};

use minqing::exchange::{
    error::SheetError,
    sheet::{self, Limits, Sheet},
};

/// What a file may be called.
pub(crate) const NAMES: [&str; 6] = ["a.csv", "a.xlsx", "a.xls", "a.ods", "a.et", "a"];

/// Less than the program allows, so that each reading is quick.
const LIMITS: Limits =
    Limits { rows: 10_000, columns: 256, cells: 200_000, text_bytes: 4 << 20, file_bytes: 4 << 20 };

/// A folder that is in memory where there is such a thing.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let base = if memory.is_dir() { memory } else { std::env::temp_dir() };
    let folder = tempfile::Builder::new().prefix("minqing-sheet-").tempdir_in(base).expect("a folder");
    folder.keep()
});

/// Reads the input as a file; every answer can be shown.
pub(crate) fn read(input: &[u8]) -> Result<Sheet, SheetError> {
    let Some((way, bytes)) = input.split_first() else { return Err(SheetError::Empty) };
    let name = NAMES.get(usize::from(*way) % NAMES.len()).copied().unwrap_or("a");
    let path = FOLDER.join(format!("{}-{name}", std::process::id()));
    fs::write(&path, bytes)?;
    let read = sheet::read(&path, None, &LIMITS);
    fs::remove_file(&path)?;
    match &read {
        Ok(sheet) => {
            assert!(sheet.rows.is_sorted_by(|a, b| a.number < b.number), "rows out of order");
            assert!(
                sheet.rows.len() <= LIMITS.rows
                    && sheet.rows.iter().all(|row| row.cells.len() <= LIMITS.columns)
            );
            for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
                let _ = (cell.text(), cell.doubtful());
            }
        }
        Err(error) => assert!(!error.sentence(true).is_empty() && !error.sentence(false).is_empty()),
    }
    read
}
