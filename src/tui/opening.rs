//! The screen while a workspace is being opened: what is done, how far, how
//! long still, and the way out. A small workspace is open before it is shown.

use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use ratatui::{Frame, layout::Rect, text::Line, widgets::Clear};

use super::{
    cells::{grouped, wrap},
    event::Event,
    key::Key,
    paint,
    terminal::{self, Screen},
    theme::{Looks, Theme},
};
use crate::{
    domain::wording::Lang,
    say,
    workbench::{
        clock::Stopwatch,
        progress::{Course, Pace, Progress, told_left},
    },
};

/// What is done sooner than this needs no screen of its own.
const SOON: Duration = Duration::from_millis(400);

/// How often keys are looked for.
const LOOK: Duration = Duration::from_millis(60);

/// What the screen shows.
#[derive(Debug, Default)]
struct Shown {
    course: Option<Course>,
    pace: Pace,
    /// Whether somebody wants to leave.
    leaves: bool,
}

/// Does the work of opening in a thread of its own, and shows how far it is until
/// it is done. Who leaves ends it at its next step, as `work` then answers; whether
/// somebody wanted to is answered too, since the last step may have been done. Where
/// the terminal cannot be taken over the work is done all the same.
pub fn opening<T: Send>(
    lang: Lang,
    colour: bool,
    work: impl FnOnce(&mut dyn FnMut(Progress<'_>)) -> T + Send,
) -> (T, bool) {
    let leaves = AtomicBool::new(false);
    thread::scope(|scope| {
        let (steps, heard) = mpsc::channel();
        let leaves = &leaves;
        let worker = scope.spawn(move || work(&mut |progress| hear(progress, leaves, &steps)));
        let (watch, mut shown) = (Stopwatch::start(), Shown::default());
        let mut screen = None;
        loop {
            let is_awaited = screen.is_some();
            match heard.recv_timeout(if is_awaited { LOOK } else { SOON.saturating_sub(watch.elapsed()) }) {
                Ok(course) => shown.note(watch.elapsed(), course),
                Err(RecvTimeoutError::Timeout) => {}
                // The work is done, or broke.
                Err(RecvTimeoutError::Disconnected) => break,
            }
            for course in heard.try_iter() {
                shown.note(watch.elapsed(), course);
            }
            if watch.elapsed() < SOON {
                continue;
            }
            if screen.is_none() {
                screen = Some(Screen::open(colour).ok());
            }
            let Some(Some(screen)) = &mut screen else { continue };
            while let Some(event) = terminal::within(Duration::ZERO) {
                if shown.take(&event) {
                    leaves.store(true, Ordering::Relaxed);
                }
                if matches!(event, Event::Gone) {
                    break;
                }
            }
            // A terminal that is gone is told by its keyboard.
            let _ = screen.show(|frame| view(&shown, lang, colour, frame));
        }
        drop(screen);
        match worker.join() {
            Ok(done) => (done, shown.leaves),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Passes a step on, and ends the work where somebody leaves.
fn hear(progress: Progress<'_>, leaves: &AtomicBool, steps: &Sender<Course>) {
    if leaves.load(Ordering::Relaxed) {
        progress.stop();
    }
    // Nobody listens any more once the screen is gone.
    let _ = steps.send(progress.course);
}

impl Shown {
    fn note(&mut self, at: Duration, course: Course) {
        self.pace.note(at, &course);
        self.course = Some(course);
    }

    /// Takes an event; answers whether somebody wants to leave.
    fn take(&mut self, event: &Event) -> bool {
        let leaves = match event {
            Event::Key(key) => matches!(key, Key::Esc | Key::Ctrl('q' | 'c') | Key::Char('q')),
            Event::Gone => true,
            Event::Paste(_)
            | Event::Click(..)
            | Event::Drag(..)
            | Event::Release
            | Event::Wheel(..)
            | Event::Resize(..)
            | Event::Answer(_)
            | Event::Idle
            | Event::Paused
            | Event::Broken(_) => false,
        };
        self.leaves |= leaves;
        leaves
    }

    /// The lines that say it.
    fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(course) = self.course {
            let (stage, unit) = (course.stage.title(lang), course.stage.unit(lang));
            let done = grouped(course.done);
            lines.push(match (course.done, course.total.map(grouped)) {
                (0, None) => say!(lang, "{stage}…", "{stage}…"),
                (_, None) => say!(lang, "{stage}：{done} {unit}", "{stage}: {done} {unit}"),
                (_, Some(total)) => {
                    say!(lang, "{stage}：{done}/{total} {unit}", "{stage}: {done}/{total} {unit}")
                }
            });
            let rate = self.pace.rate().map(grouped).map(|rate| say!(lang, "{rate}/秒", "{rate}/s"));
            let left = self.pace.left().map(|left| told_left(left, lang));
            let told: Vec<String> = rate.into_iter().chain(left).collect();
            lines.push(told.join(" · "));
        }
        lines.push(String::new());
        lines.push(
            if self.leaves {
                lang.pick("正在停下，这一步做完就退出…", "stopping; it ends after this step…")
            } else {
                lang.pick(
                    "打开以后就是今日一屏。Ctrl-Q 离开：什么也不会改动，下次再打开",
                    "F2 comes up once it is open. Ctrl-Q leaves: nothing is changed, open it again later",
                )
            }
            .to_owned(),
        );
        lines
    }
}

fn view(shown: &Shown, lang: Lang, colour: bool, frame: &mut Frame) {
    let area = frame.area();
    frame.render_widget(Clear, area);
    let row = |y: u16| Rect { y: area.y.saturating_add(y), height: u16::from(y < area.height), ..area };
    let title = lang.pick(" 民情台账  正在打开", " Minqing  opening");
    paint::line(&Line::styled(title, Theme::strong()), row(0), frame);
    let room = usize::from(area.width).saturating_sub(2);
    let lines = shown.lines(lang);
    for (line, y) in lines.iter().flat_map(|line| wrap(line, room)).zip(2..) {
        paint::line(&Line::raw(format!(" {line}")), row(y), frame);
    }
    let looks = Looks::new(Vec::new(), "");
    looks.theme(&looks.chosen, colour).dress(frame.buffer_mut());
}

#[cfg(test)]
pub(super) mod tests {
    use ratatui::{Terminal, backend::TestBackend};

    use super::*;
    use crate::{
        tui::{session::text_of, tests::gallery::Picture},
        workbench::progress::{Stage, step},
    };

    fn drawn(shown: &Shown, lang: Lang, (width, height): (u16, u16)) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(shown, lang, false, frame)).unwrap();
        text_of(terminal.backend().buffer())
    }

    fn frame(shown: &Shown, lang: Lang) -> String {
        drawn(shown, lang, (80, 24)).trim_end().to_owned()
    }

    /// What is seen while a workspace is opened; there are no rules on it, so that no look
    /// changes it.
    pub(in crate::tui) fn scenes(lang: Lang, size: (u16, u16), show: &mut dyn FnMut(&str, Picture)) {
        let mut shown = Shown::default();
        let mut hang = |shown: &Shown, name: &str, what: &str| {
            let view = (drawn(shown, lang, size), None);
            show(name, Picture { lines: view.clone(), ascii: view, shows: vec![what.to_owned()] });
        };
        hang(&shown, "opening, nothing told", "opening: nothing told");
        let course = |stage, done, total| Course { stage, done, total, can_stop: true };
        shown.note(Duration::ZERO, course(Stage::Unlocking, 0, None));
        hang(&shown, "opening, a step", "opening: a step");
        for second in 0..=6 {
            shown.note(Duration::from_secs(second), course(Stage::Rebuilding, second * 2_500, Some(123_456)));
        }
        hang(&shown, "opening, how far", "opening: how far");
        shown.leaves = true;
        hang(&shown, "opening, left", "opening: left");
    }

    #[test]
    fn what_is_done_how_far_and_the_way_out_are_told() {
        let mut shown = Shown::default();
        let course = |stage, done, total| Course { stage, done, total, can_stop: true };
        shown.note(Duration::ZERO, course(Stage::Unlocking, 0, None));
        assert!(frame(&shown, Lang::Zh).starts_with(" 民情台账  正在打开\n\n 由口令算出密钥…\n"));
        for second in 0..=6 {
            shown.note(Duration::from_secs(second), course(Stage::Rebuilding, second * 2_500, Some(123_456)));
        }
        let told = frame(&shown, Lang::Zh);
        assert!(told.contains(" 从备份重建：15,000/123,456 次提交\n 2,500/秒 · 约剩 45 秒\n"), "{told}");
        assert!(told.ends_with(" 打开以后就是今日一屏。Ctrl-Q 离开：什么也不会改动，下次再打开"), "{told}");
        let told = frame(&shown, Lang::En);
        let lines = " rebuilding from the backup: 15,000/123,456 commits\n 2,500/s · ~45 s left\n";
        assert!(told.contains(lines) && told.contains("Ctrl-Q leaves"), "{told}");
        assert!(!shown.take(&Event::Key(Key::Char('x'))) && shown.take(&Event::Key(Key::Ctrl('q'))));
        assert!(frame(&shown, Lang::Zh).contains("正在停下"), "{}", frame(&shown, Lang::Zh));
    }

    #[test]
    fn who_leaves_ends_it_at_the_next_step() {
        let (steps, heard) = mpsc::channel();
        let leaves = AtomicBool::new(false);
        let go = || step(&mut |it| hear(it, &leaves, &steps), Stage::Checking, 1, None);
        assert!(go().is_ok());
        leaves.store(true, Ordering::Relaxed);
        assert!(go().is_err());
        assert_eq!(heard.try_iter().count(), 2);
    }

    #[test]
    fn what_is_done_soon_needs_no_terminal() {
        assert_eq!(opening(Lang::Zh, false, |_progress| 7), (7, false));
    }
}
