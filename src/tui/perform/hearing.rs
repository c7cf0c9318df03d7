//! How far long work is, told to the screen; and the word that it is to end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::Performer;
use crate::{
    tui::event::{Answer, Far},
    workbench::{
        clock::Stopwatch,
        progress::{Course, Pace, Progress},
    },
};

/// The screen is told no more often than this: more nobody can read.
const APART: Duration = Duration::from_millis(120);

/// Which piece of work is to end, by its number; numbers begin with 1.
#[derive(Debug, Clone, Default)]
pub(in crate::tui) struct Ending(Arc<AtomicU64>);

impl Ending {
    /// Ends a piece of work, as soon as it can be.
    pub(in crate::tui) fn of(&self, job: u64) {
        self.0.store(job, Ordering::Relaxed);
    }

    fn means(&self, job: u64) -> bool {
        self.0.load(Ordering::Relaxed) == job
    }
}

/// Where long work waits at its first step until something arrives.
#[cfg(test)]
pub(in crate::tui) type Gate = Option<Arc<std::sync::Mutex<std::sync::mpsc::Receiver<()>>>>;

/// Hears of one piece of work.
pub(super) struct Hearing<'t> {
    tell: &'t mut dyn FnMut(Answer),
    job: u64,
    ending: Ending,
    watch: Stopwatch,
    pace: Pace,
    /// What was told last, and when.
    told: Option<(Duration, Course)>,
    #[cfg(test)]
    gate: Gate,
}

impl Performer {
    /// Hears of the work that is done now.
    pub(super) fn hearing<'t>(&self, tell: &'t mut dyn FnMut(Answer)) -> Hearing<'t> {
        Hearing {
            tell,
            job: self.job,
            ending: self.ending.clone(),
            watch: Stopwatch::start(),
            pace: Pace::default(),
            told: None,
            #[cfg(test)]
            gate: self.gate.clone(),
        }
    }

    /// Ends what is done next at its first step.
    #[cfg(test)]
    pub(in crate::tui) fn end_next(&self) {
        self.ending.of(self.job + 1);
    }
}

impl Hearing<'_> {
    /// Tells the screen, unless it was told a moment ago; ends the work where that is wanted.
    pub(super) fn hear(&mut self, progress: Progress<'_>) {
        if self.ending.means(self.job) {
            progress.stop();
        }
        let (course, now) = (progress.course, self.watch.elapsed());
        self.pace.note(now, &course);
        let is_news = self.told.is_none_or(|(then, before)| {
            let is_other = (before.stage, before.can_stop) != (course.stage, course.can_stop);
            is_other || now.saturating_sub(then) >= APART
        });
        if is_news {
            self.told = Some((now, course));
            let far = Far { job: self.job, course, rate: self.pace.rate(), left: self.pace.left() };
            (self.tell)(Answer::Progress(far));
        }
        #[cfg(test)]
        if course.can_stop
            && let Some(gate) = self.gate.take()
        {
            gate.lock().unwrap().recv().unwrap();
        }
    }
}
