//! Ctrl-C during long work.
//!
//! Elsewhere it ends the program at once, as everywhere: what was acknowledged
//! is kept, and nothing is half written that would count. While long work holds
//! it, the first one asks the work to end, which takes its unfinished files
//! away; a second one ends the program at once.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use signal_hook::{consts::SIGINT, flag};

/// Ctrl-C, held as long as this lives.
pub(super) struct Interrupt(Option<&'static Flags>);

struct Flags {
    /// It was pressed since it was held.
    pressed: Arc<AtomicBool>,
    /// The next one ends the program at once.
    ends: Arc<AtomicBool>,
}

/// The handlers, set up the first time they are wanted; none where the system has none.
static FLAGS: OnceLock<Option<Flags>> = OnceLock::new();

impl Flags {
    fn new() -> Option<Self> {
        let flags = Self { pressed: Arc::default(), ends: Arc::new(AtomicBool::new(true)) };
        // In this order: the first finds that it does not end the program, and then sees to it that the next does.
        flag::register_conditional_default(SIGINT, Arc::clone(&flags.ends)).ok()?;
        flag::register(SIGINT, Arc::clone(&flags.pressed)).ok()?;
        flag::register(SIGINT, Arc::clone(&flags.ends)).ok()?;
        Some(flags)
    }
}

impl Interrupt {
    /// Holds it from now on.
    pub(super) fn held() -> Self {
        let flags = FLAGS.get_or_init(Flags::new).as_ref();
        if let Some(flags) = flags {
            flags.pressed.store(false, Ordering::SeqCst);
            flags.ends.store(false, Ordering::SeqCst);
        }
        Self(flags)
    }

    /// Whether the work is to end.
    pub(super) fn was_pressed(&self) -> bool {
        self.0.is_some_and(|flags| flags.pressed.load(Ordering::SeqCst))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        if let Some(flags) = self.0 {
            flags.ends.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_it_is_held_it_asks_and_does_not_end_the_program() {
        let held = Interrupt::held();
        assert!(!held.was_pressed());
        // The program that runs this test would be gone.
        signal_hook::low_level::raise(SIGINT).unwrap();
        assert!(held.was_pressed());
        let flags = held.0.unwrap();
        assert!(flags.ends.load(Ordering::SeqCst), "the next one ends it");
        drop(held);
        let again = Interrupt::held();
        assert!(!again.was_pressed() && !flags.ends.load(Ordering::SeqCst));
        drop(again);
        assert!(flags.ends.load(Ordering::SeqCst), "nobody holds it");
    }
}
