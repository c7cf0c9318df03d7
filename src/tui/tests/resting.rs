//! What says nothing lays out no frame, and what is let pass so never was worth one.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
    mpsc,
};

use super::{WAYS, session, small};
use crate::{
    domain::wording::Lang,
    tui::{
        ToWorker, converse,
        event::Event,
        key::Key,
        model::Model,
        perform::Performer,
        terminal::Canvas,
        update::{says_nothing, update},
    },
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
