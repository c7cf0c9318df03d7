//! Ctrl-C during long work, and being told to end from outside (SIGTERM).
//!
//! Elsewhere either ends the program at once, as everywhere: what was acknowledged
//! is kept, and nothing is half written that would count. While long work holds
//! them, the first one asks the work to end, which takes its unfinished files
//! away; a second one ends the program at once. A hang-up is left as it was found: `nohup`
//! says that it is to be ignored.

use std::{
    mem,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    SigId,
    consts::{SIGINT, SIGTERM},
    flag, low_level,
};

/// Ctrl-C and SIGTERM, held as long as this lives.
pub(super) struct Interrupt(Option<&'static Flags>);

struct Flags {
    /// One came since they were held.
    came: Arc<AtomicBool>,
    /// The next one ends the program at once.
    ends: Arc<AtomicBool>,
    /// What is done at SIGTERM, until the screen does it.
    at_term: Mutex<Vec<SigId>>,
}

/// The handlers, set up the first time they are wanted; none where the system has none.
static FLAGS: OnceLock<Option<Flags>> = OnceLock::new();

/// Whether the screen sees to SIGTERM: it gives the terminal back first.
static SCREEN: AtomicBool = AtomicBool::new(false);

impl Flags {
    fn new() -> Option<Self> {
        let (came, ends) = (Arc::default(), Arc::new(AtomicBool::new(true)));
        let heed = |signal| -> Option<Vec<SigId>> {
            // In this order: the first finds that it does not end the program, and then sees to it that the next does.
            Some(vec![
                flag::register_conditional_default(signal, Arc::clone(&ends)).ok()?,
                flag::register(signal, Arc::clone(&came)).ok()?,
                flag::register(signal, Arc::clone(&ends)).ok()?,
            ])
        };
        heed(SIGINT)?;
        let at_term = if SCREEN.load(Ordering::SeqCst) { Vec::new() } else { heed(SIGTERM)? };
        Some(Self { came, ends, at_term: Mutex::new(at_term) })
    }
}

impl Interrupt {
    /// Holds them from now on.
    pub(super) fn held() -> Self {
        let flags = FLAGS.get_or_init(Flags::new).as_ref();
        if let Some(flags) = flags {
            flags.came.store(false, Ordering::SeqCst);
            flags.ends.store(false, Ordering::SeqCst);
        }
        Self(flags)
    }

    /// Whether the work is to end.
    pub(super) fn came(&self) -> bool {
        self.0.is_some_and(|flags| flags.came.load(Ordering::SeqCst))
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        if let Some(flags) = self.0 {
            flags.ends.store(true, Ordering::SeqCst);
        }
    }
}

/// From now on the screen sees to SIGTERM.
pub(super) fn leave_to_screen() {
    SCREEN.store(true, Ordering::SeqCst);
    let Some(Some(flags)) = FLAGS.get() else { return };
    for id in mem::take(&mut *flags.at_term.lock().unwrap_or_else(PoisonError::into_inner)) {
        low_level::unregister(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_it_is_held_it_asks_and_does_not_end_the_program() {
        let held = Interrupt::held();
        assert!(!held.came());
        let flags = held.0.unwrap();
        drop(held);
        for signal in [SIGINT, SIGTERM] {
            let held = Interrupt::held();
            assert!(!held.came() && !flags.ends.load(Ordering::SeqCst));
            // The program that runs this test would be gone.
            low_level::raise(signal).unwrap();
            assert!(held.came());
            assert!(flags.ends.load(Ordering::SeqCst), "the next one ends it");
            drop(held);
            assert!(flags.ends.load(Ordering::SeqCst), "nobody holds it");
        }
    }
}
