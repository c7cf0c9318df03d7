//! Backups, here and elsewhere.

use super::{Performer, path};
use crate::{
    say,
    tui::{event::Done, wording::told_bytes},
    workbench::Error,
};

impl Performer {
    /// Backs up into the workspace, or to what was named.
    pub(super) fn back_up(&mut self, to: &str) -> Result<Done, Error> {
        let backup =
            if to.is_empty() { self.bench.keep()? } else { self.bench.backup_elsewhere(&path(to))? };
        let (file, size) = (backup.file.display().to_string(), told_bytes(backup.bytes));
        let sentence = say!(
            self.lang,
            "已备份（{size}），读回核对过：{file}",
            "backed up ({size}) and read back: {file}"
        );
        Ok(Done { sentence, record: None })
    }
}
