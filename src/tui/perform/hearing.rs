//! How far long work is, told to the screen; and the word that it is to end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use super::Performer;
#[cfg(test)]
use crate::workbench::progress::Stage;
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

/// Where long work waits until something arrives.
#[cfg(test)]
#[derive(Clone)]
pub(in crate::tui) struct Gate {
    /// At this step of this stage, else at the first.
    pub(in crate::tui) at: Option<(Stage, u64)>,
    pub(in crate::tui) opens: Arc<std::sync::Mutex<std::sync::mpsc::Receiver<()>>>,
}

#[cfg(test)]
impl Gate {
    /// Whether work waits where it is now.
    fn holds(&self, course: &Course) -> bool {
        let is_there = |(stage, done)| course.stage == stage && course.done >= done;
        course.can_stop && self.at.is_none_or(is_there)
    }
}

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
    gate: Option<Gate>,
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
        // Where it waits is told, whenever that is.
        #[cfg(test)]
        let gate = self.gate.take_if(|gate| gate.holds(&course));
        #[cfg(test)]
        let is_news = is_news || gate.is_some();
        if is_news {
            self.told = Some((now, course));
            let far = Far { job: self.job, course, rate: self.pace.rate(), left: self.pace.left() };
            (self.tell)(Answer::Progress(far));
        }
        #[cfg(test)]
        if let Some(gate) = gate {
            gate.opens.lock().unwrap().recv().unwrap();
        }
    }
}
