//! What says nothing lays out no frame, and what is let pass so never was worth one. While nobody
//! does anything none is laid out either.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use jiff::Timestamp;

use super::{
    WAYS, session, small,
    working::{PATIENCE, opening},
};
use crate::{
    domain::wording::Lang,
    tui::{
        PAUSE, ToWorker, converse,
        event::Event,
        key::Key,
        live,
        model::Model,
        perform::Performer,
        terminal::Canvas,
        update::{says_nothing, update},
    },
    workbench::clock::{Clock, Stopwatch},
};

/// Counts the frames that are laid out.
struct Counter(Arc<AtomicU32>);

impl Canvas for Counter {
    fn draw(&mut self, _model: &Model) -> std::io::Result<()> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// How many frames the loop lays out for what arrives, beside the first.
fn frames(arriving: impl IntoIterator<Item = Event>) -> u32 {
    let folder = tempfile::tempdir().unwrap();
    let mut performer = Performer::new(small(&folder.path().join("a")), Lang::Zh);
    let mut model = Model::new(performer.snapshot().unwrap(), Lang::Zh, false, (120, 36));
    let count = Arc::new(AtomicU32::new(0));
    let (effects, _asked) = mpsc::channel();
    let (forms, _given) = mpsc::channel();
    let (ending, keeper) = (performer.ending.clone(), performer.bench.keeper());
    let to_worker = ToWorker { effects, ending, keeper, forms };
    let (events, heard) = mpsc::channel();
    for event in arriving {
        events.send(event).unwrap();
    }
    // Nothing more comes: the loop ends once it has taken all of it in.
    drop(events);
    let mut canvas = Counter(Arc::clone(&count));
    assert!(converse(&mut model, &mut canvas, &heard, &to_worker, &AtomicU32::new(0)).unwrap().is_none());
    count.load(Ordering::Relaxed) - 1
}

/// Events that say nothing, at this size, while the mouse holds nothing.
fn idle((width, height): (u16, u16)) -> [Event; 4] {
    [Event::Resize(width, height), Event::Drag(40, 12), Event::Release, Event::Drag(0, 0)]
}

#[test]
fn what_says_nothing_lays_out_no_frame() {
    for event in idle((120, 36)) {
        let name = format!("{event:?}");
        assert_eq!(frames([event]), 0, "{name}");
    }
    assert_eq!(frames(idle((120, 36))), 0);
    // A screen that is locked already is not locked again, and has nothing to scroll.
    let locked = || Event::Key(Key::F(12));
    for event in [Event::Idle, Event::Wheel(3, (5, 5))] {
        let name = format!("{event:?}");
        assert_eq!(frames([locked(), event]), 1, "{name}");
    }
}

#[test]
fn what_says_something_is_seen_whatever_comes_with_it() {
    let something = || [Event::Key(Key::Down), Event::Resize(100, 30), Event::Click(5, 1), Event::Idle];
    for event in something() {
        let name = format!("{event:?}");
        assert_eq!(frames([event]), 1, "{name}");
    }
    for event in something() {
        let name = format!("{event:?}");
        let size = if let Event::Resize(width, height) = event { (width, height) } else { (120, 36) };
        let [before, ..] = idle((120, 36));
        let behind = idle(size);
        assert_eq!(frames([before, event].into_iter().chain(behind)), 1, "{name}");
    }
    // There and back again: the terminal may have lost what stood at its edges.
    assert_eq!(frames([Event::Resize(100, 30), Event::Resize(120, 36)]), 1);
}

// Taken in all the same, what is let pass changes no cell and asks for nothing, wherever one is.
#[test]
fn what_is_let_pass_would_have_changed_no_cell() {
    let folder = tempfile::tempdir().unwrap();
    let mut passed = 0;
    for (number, size) in [(80, 24), (120, 36)].into_iter().enumerate() {
        let mut s = session(&folder.path().join(number.to_string()), size.0, size.1);
        let locked: &[&str] = &["F12"];
        for way in WAYS.into_iter().chain([locked]) {
            s.model().popups.clear();
            s.press("Esc").press("Esc").press("Esc");
            for key in way {
                s.press(key);
            }
            let further = [Event::Idle, Event::Wheel(3, (5, 5)), Event::Wheel(-3, (5, 5))];
            for event in idle(size).into_iter().chain(further) {
                if !says_nothing(s.model(), &event) {
                    continue;
                }
                let (name, before) = (format!("{way:?} {event:?}"), s.drawn());
                let effects = update(s.model(), event);
                assert!(effects.is_empty(), "{name}: {effects:?}");
                assert!(s.drawn() == before, "{name}\n{}", s.frame());
                passed += 1;
            }
        }
    }
    assert_eq!(passed, 2 * (WAYS.len() * 4 + 7));
}

#[test]
fn a_rule_that_the_mouse_holds_is_drawn_on_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F6");
    let rule = s
        .frame()
        .lines()
        .nth(8)
        .and_then(|line| line.split_once('│').map(|(before, _)| crate::tui::cells::width(before)));
    let x = u16::try_from(rule.unwrap()).unwrap();
    assert!(says_nothing(s.model(), &Event::Drag(x + 5, 8)) && says_nothing(s.model(), &Event::Release));
    s.click(x, 8);
    assert!(!says_nothing(s.model(), &Event::Drag(x + 5, 8)) && !says_nothing(s.model(), &Event::Release));
    s.drag(x + 5, 8).release();
    assert!(says_nothing(s.model(), &Event::Release), "{}", s.frame());
}

/// Counts frames, and notes whether the worker is at something.
struct Watcher {
    frames: Arc<AtomicU32>,
    is_busy: Arc<AtomicBool>,
}

impl Canvas for Watcher {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        self.is_busy.store(model.busy.is_some(), Ordering::SeqCst);
        self.frames.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Watcher {
    /// Waits until nothing more comes of what was done, as long as that may take; how many frames
    /// there were until then.
    fn rest(&self) -> u32 {
        let watch = Stopwatch::start();
        loop {
            let before = self.frames.load(Ordering::SeqCst);
            thread::sleep(PAUSE * 2);
            let is_calm = self.frames.load(Ordering::SeqCst) == before && before > 0;
            if is_calm && !self.is_busy.load(Ordering::SeqCst) || watch.elapsed() > PATIENCE {
                return before;
            }
        }
    }
}

/// How long nobody does anything: the worker looks several times whether it is another day.
const IDLE: Duration = Duration::from_secs(3);

/// Does something, waits until all of it is done, and then a while; how many frames came in that.
fn frames_at_rest(hand: impl FnOnce(&Sender<Event>), meanwhile: Option<fn() -> Event>) -> u32 {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    // A second before midnight, where that clock stays: what is left of the day is slept through again and again.
    bench.set_clock(Clock::Fixed("2026-11-22T23:59:59+08:00".parse::<Timestamp>().unwrap()));
    let mut performer = Performer::new(bench, Lang::Zh);
    assert_eq!(performer.until_look_at_day(), Duration::from_secs(1));
    let model = opening(performer.snapshot().unwrap());
    let (events, arriving) = mpsc::channel();
    let (frames, is_busy) = (Arc::default(), Arc::new(AtomicBool::new(true)));
    let watcher = Watcher { frames: Arc::clone(&frames), is_busy: Arc::clone(&is_busy) };
    let canvas = Box::new(Watcher { frames, is_busy });
    thread::scope(|scope| {
        let own = events.clone();
        let shown = scope.spawn(move || live(performer, model, canvas, own, &arriving, &AtomicU32::new(0)));
        let opened = watcher.rest();
        hand(&events);
        let before = watcher.rest();
        let watch = Stopwatch::start();
        while watch.elapsed() < IDLE {
            thread::sleep(IDLE / 15);
            if let Some(event) = meanwhile {
                events.send(event()).unwrap();
            }
        }
        let drawn = watcher.frames.load(Ordering::SeqCst) - before;
        events.send(Event::Gone).unwrap();
        assert!(shown.join().unwrap().unwrap().is_none());
        assert!(opened > 0);
        drawn
    })
}

// The whole loop, with the worker and who keeps forms: what passes by itself is no reason for a frame.
#[test]
fn no_frame_is_drawn_unless_something_arrived() {
    let press = |keys: &'static [&'static str]| {
        move |events: &Sender<Event>| {
            for key in keys {
                let text = || Event::Paste((*key).to_owned());
                events.send(Key::parse(key).map_or_else(text, Event::Key)).unwrap();
            }
        }
    };
    thread::scope(|scope| {
        // Today; the laptops with their inbox; a form with a draft; everything found; a locked
        // screen, which is told each minute that nobody comes.
        let mut rests: Vec<_> = [&["F2"][..], &["F10"], &["F6", "n", "井盖松动"], &["Ctrl-F", "王"]]
            .map(|keys| scope.spawn(move || (keys, frames_at_rest(press(keys), None))))
            .into_iter()
            .collect();
        let locked: &[&str] = &["F12"];
        let idle = || Event::Idle;
        rests.push(scope.spawn(move || (locked, frames_at_rest(press(locked), Some(idle)))));
        for rest in rests {
            let (keys, drawn) = rest.join().unwrap();
            assert_eq!(drawn, 0, "{keys:?}");
        }
    });
}

// What arrives at once is one frame.
#[test]
fn fifty_keys_that_come_together_are_one_frame() {
    assert_eq!(frames(std::iter::repeat_with(|| Event::Key(Key::Down)).take(50)), 1);
}
