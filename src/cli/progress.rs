//! Long work on the command line: a bar on standard error, where that is a
//! terminal, and Ctrl-C, which ends the work where it leaves nothing half done.

use std::{
    cell::RefCell,
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::interrupt::Interrupt;
use crate::{
    domain::wording::Lang,
    say,
    workbench::progress::{Pace, Progress, told_left},
};

/// How far long work has come; silent where nobody watches, or a program does.
pub(super) struct Bar {
    shown: ProgressBar,
    what: &'static str,
    lang: Lang,
    pace: RefCell<Pace>,
    /// Ctrl-C and SIGTERM are the bar's as long as it is there.
    interrupt: Interrupt,
}

impl Bar {
    /// A bar that shows itself once there is something to show; none at all where it is `silent`.
    pub(super) fn new(what: &'static str, lang: Lang, silent: bool) -> Self {
        let shown = ProgressBar::hidden();
        if !silent && io::stderr().is_terminal() {
            shown.set_draw_target(ProgressDrawTarget::stderr());
        }
        Self { shown, what, lang, pace: RefCell::default(), interrupt: Interrupt::held() }
    }

    /// Shows where the work is, and ends it where somebody pressed Ctrl-C or told the program to end.
    pub(super) fn hear(&self, progress: Progress<'_>) {
        let (course, lang) = (progress.course, self.lang);
        if self.interrupt.came() && course.can_stop {
            progress.stop();
        }
        let mut pace = self.pace.borrow_mut();
        pace.note(self.shown.elapsed(), &course);
        let template = match course.total {
            Some(_) => "{msg} {wide_bar} {prefix}",
            None => "{spinner} {msg} {prefix}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.shown.set_style(style);
        }
        let (what, stage) = (self.what, course.stage.title(lang));
        self.shown.set_message(say!(lang, "{what}：{stage}", "{what}: {stage}"));
        self.shown.set_prefix(counted(&pace, course.done, course.total, lang));
        match course.total {
            Some(total) => self.shown.set_length(total),
            None => self.shown.unset_length(),
        }
        self.shown.set_position(course.done);
        // A stage that counts nothing still moves.
        if course.done == 0 && course.total.is_none() {
            self.shown.enable_steady_tick(Duration::from_millis(150));
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.shown.finish_and_clear();
    }
}

/// How much is done, how fast, and how long it still takes, as far as that means anything.
fn counted(pace: &Pace, done: u64, total: Option<u64>, lang: Lang) -> String {
    let mut told = match (done, total) {
        (0, None) => String::new(),
        (done, None) => HumanCount(done).to_string(),
        (done, Some(total)) => format!("{}/{}", HumanCount(done), HumanCount(total)),
    };
    if let Some(rate) = pace.rate() {
        let rate = HumanCount(rate);
        told += &say!(lang, " {rate}/秒", " {rate}/s");
    }
    if let Some(left) = pace.left() {
        told = told + " " + &told_left(left, lang);
    }
    told
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}
