//! Being told to end: by a system that shuts down, by a terminal that is closed.
//!
//! What is being filled in is kept then and the terminal given back, as when
//! somebody leaves. A Windows console that is closed takes its window with it:
//! there is nothing to give back, and what was typed lies on the disk as soon
//! as the hands pause.

use std::sync::mpsc::Sender;
#[cfg(unix)]
use std::{
    sync::{Mutex, PoisonError},
    thread,
};

#[cfg(unix)]
use signal_hook::{
    consts::{SIGHUP, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};

use super::event::Event;

/// Who is told; nobody while only the guide is shown.
#[cfg(unix)]
static TOLD: Mutex<Option<Sender<Event>>> = Mutex::new(None);

/// From now on the terminal is given back before the program is ended from outside.
#[cfg(unix)]
pub(super) fn heed(restore: fn()) {
    static LISTENER: std::sync::Once = std::sync::Once::new();
    LISTENER.call_once(|| {
        // A system that lets nobody listen ends the program as it always did.
        let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP]) else { return };
        thread::spawn(move || {
            for signal in signals.forever() {
                // Only the first one can wait for the work in hand to end.
                let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner).take();
                if told.is_some_and(|events| events.send(Event::Gone).is_ok()) {
                    continue;
                }
                restore();
                drop(emulate_default_handler(signal));
            }
        });
    });
}

/// There is none that could be given back.
#[cfg(not(unix))]
pub(super) fn heed(_restore: fn()) {}

/// Whoever is to keep what is being filled in when the program is told to end.
#[cfg(unix)]
pub(super) fn tell(events: Sender<Event>) {
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
}

/// Nobody can be told in time.
#[cfg(not(unix))]
pub(super) fn tell(_events: Sender<Event>) {}
