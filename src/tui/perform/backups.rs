//! Backups, here and elsewhere.

use super::{Performer, path};
use crate::{
    say,
    tui::{
        event::{Answer, Done},
        wording::told_bytes,
    },
    workbench::{Error, progress::Progress},
};

impl Performer {
    /// Backs up into the workspace, or to what was named.
    pub(super) fn back_up(&mut self, to: &str, tell: &mut dyn FnMut(Answer)) -> Result<Done, Error> {
        let mut hearing = self.hearing(tell);
        let progress = &mut |it: Progress<'_>| hearing.hear(it);
        let backup = if to.is_empty() {
            self.bench.keep_telling(progress)?
        } else {
            self.bench.backup_elsewhere(&path(to), progress)?
        };
        let (file, size) = (backup.file.display().to_string(), told_bytes(backup.bytes));
        let sentence = say!(
            self.lang,
            "已备份（{size}），读回核对过：{file}",
            "backed up ({size}) and read back: {file}"
        );
        Ok(Done { sentence, record: None })
    }
}
