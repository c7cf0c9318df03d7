//! How far long work is: told step by step to whoever waits, who may end it.
//!
//! Work that has not made its change yet ends at the next step and leaves
//! nothing behind; work that is making it tells how far it is and goes on.
//! Nothing here knows who listens, or how it is shown.

mod pace;

use std::cell::Cell;

pub use pace::{Pace, told_left};

use crate::{domain::wording::Lang, store::StoreError};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The keys are derived from a passphrase.
    Unlocking,
    /// The database is opened.
    Opening,
    /// Every entry of the database is looked at.
    Checking,
    /// The database is built anew from a backup and the journal.
    Rebuilding,
    /// The ledgers are read into memory, one after the other.
    ReadingLedgers,
    /// A sheet is read.
    ReadingSheet,
    /// The rows of a sheet are looked at.
    TryingRows,
    /// The rows of a sheet are taken in, in batches of which each is kept whole.
    TakingRows,
    /// A bundle is read and verified.
    Reading,
    /// What a bundle brings is brought to the disk; it does not count yet.
    Keeping,
    /// What came is applied.
    Applying,
    /// A bundle or a backup is written.
    Writing,
    /// What was written is read back.
    ReadingBack,
    /// Every change is looked at for what tells of a person.
    Tracing,
    /// The residents of a demonstration are made up.
    Settling,
    /// The rest of a demonstration is made up, part by part.
    Inventing,
    /// The records of a sheet are put together.
    Gathering,
    /// The sheet is written to the disk.
    Saving,
}

impl Stage {
    /// What is being done, in a few words.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Unlocking => lang.pick("由口令算出密钥", "deriving the keys"),
            Self::Opening => lang.pick("打开数据库", "opening the database"),
            Self::Checking => lang.pick("逐条核对", "checking every entry"),
            Self::Rebuilding => lang.pick("从备份重建", "rebuilding from the backup"),
            Self::ReadingLedgers => lang.pick("读各本台账", "reading the ledgers"),
            Self::ReadingSheet => lang.pick("读表格", "reading the sheet"),
            Self::TryingRows => lang.pick("逐行试读", "trying the rows"),
            Self::TakingRows => lang.pick("逐行导入", "taking rows in"),
            Self::Reading => lang.pick("读取核对", "reading and verifying"),
            Self::Keeping => lang.pick("写到盘上", "bringing it to the disk"),
            Self::Applying => lang.pick("并入台账", "applying"),
            Self::Writing => lang.pick("写出", "writing"),
            Self::ReadingBack => lang.pick("读回核对", "reading it back"),
            Self::Tracing => lang.pick("逐次查找涉及的记录", "looking for what tells of the person"),
            Self::Settling => lang.pick("编居民", "making residents up"),
            Self::Inventing => lang.pick("编走访和事项", "making visits and issues up"),
            Self::Gathering => lang.pick("整理记录", "gathering records"),
            Self::Saving => lang.pick("写文件", "writing the file"),
        }
    }

    /// What is counted: commits, entries, rows or ledgers.
    pub fn unit(self, lang: Lang) -> &'static str {
        match self {
            Self::Unlocking | Self::Opening | Self::Checking | Self::Gathering | Self::Saving => {
                lang.pick("条", "entries")
            }
            Self::ReadingLedgers => lang.pick("本", "ledgers"),
            Self::Settling => lang.pick("人", "people"),
            Self::Inventing => lang.pick("部分", "parts"),
            Self::ReadingSheet | Self::TryingRows | Self::TakingRows => lang.pick("行", "rows"),
            Self::Rebuilding
            | Self::Reading
            | Self::Keeping
            | Self::Applying
            | Self::Writing
            | Self::Tracing
            | Self::ReadingBack => lang.pick("次提交", "commits"),
        }
    }
}

/// How far long work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// What is being done.
    pub stage: Stage,
    /// How many of its units are done; 0 of what is not counted.
    pub done: u64,
    /// Of how many, where that is known.
    pub total: Option<u64>,
    /// Whether it can still be ended, with nothing changed by this stage.
    pub can_stop: bool,
}

/// A step of long work, as it is told.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'p> {
    /// How far it is.
    pub course: Course,
    /// Set by who listens; looked at before the next step.
    stop: &'p Cell<bool>,
}

impl Progress<'_> {
    /// Ends the work at this step, where it can be ended.
    pub fn stop(&self) {
        self.stop.set(true);
    }
}

/// Tells of a step after which the work may be ended: [`StoreError::Stopped`] then.
pub fn step(
    progress: &mut dyn FnMut(Progress<'_>),
    stage: Stage,
    done: u64,
    total: Option<u64>,
) -> Result<(), StoreError> {
    let stop = Cell::new(false);
    progress(Progress { course: Course { stage, done, total, can_stop: true }, stop: &stop });
    if stop.get() { Err(StoreError::Stopped) } else { Ok(()) }
}

/// Tells of a step of work that goes on in any case.
pub fn tell(progress: &mut dyn FnMut(Progress<'_>), stage: Stage, done: u64, total: Option<u64>) {
    let stop = Cell::new(false);
    progress(Progress { course: Course { stage, done, total, can_stop: false }, stop: &stop });
}

/// Hears of work that could be ended by itself, within work that cannot.
pub fn going_on(progress: &mut dyn FnMut(Progress<'_>)) -> impl FnMut(Progress<'_>) + '_ {
    |it| tell(progress, it.course.stage, it.course.done, it.course.total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_ends_what_can_be_ended_and_nothing_else() {
        let mut heard = Vec::new();
        assert!(step(&mut |it| heard.push(it.course), Stage::Reading, 1, Some(2)).is_ok());
        assert_eq!(heard, [Course { stage: Stage::Reading, done: 1, total: Some(2), can_stop: true }]);
        let ended = step(&mut |it| it.stop(), Stage::Reading, 1, None);
        assert!(matches!(ended, Err(StoreError::Stopped)), "{ended:?}");
        let mut could = true;
        tell(
            &mut |it| {
                it.stop();
                could = it.course.can_stop;
            },
            Stage::Applying,
            1,
            None,
        );
        assert!(!could);
    }

    #[test]
    fn within_work_that_goes_on_nothing_is_ended() {
        let mut heard = None;
        let mut outer = |it: Progress<'_>| {
            it.stop();
            heard = Some(it.course);
        };
        assert!(step(&mut going_on(&mut outer), Stage::Writing, 1, Some(2)).is_ok());
        assert_eq!(heard, Some(Course { stage: Stage::Writing, done: 1, total: Some(2), can_stop: false }));
    }
}
