//! Faults of the program: caught, so that what was being filled in is kept and
//! a report can be written.
//!
//! What a panic says may hold what somebody typed; only where it happened is
//! noted, and words that stand in the source as they are.

use std::{
    any::Any,
    backtrace::Backtrace,
    cell::Cell,
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind},
    sync::{Mutex, PoisonError},
};

/// Where a fault happened, in words that hold nothing of any record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault(pub(super) String);

/// Where the last panic happened, as the hook noted it.
static LAST: Mutex<Option<String>> = Mutex::new(None);

thread_local! {
    static IS_WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Does some work; a panic becomes a fault.
pub(super) fn watched<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    let before = IS_WATCHED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_WATCHED.set(before);
    done.map_err(|panic| {
        let noted = LAST.lock().unwrap_or_else(PoisonError::into_inner).take();
        Fault(noted.unwrap_or_else(|| literal(&*panic).to_owned()))
    })
}

/// Whether a panic on this thread is about to become a fault.
pub(super) fn is_watched() -> bool {
    IS_WATCHED.get()
}

/// Notes where a panic happens; called by the hook.
pub(super) fn note(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let said = literal(info.payload());
    let trace = Backtrace::force_capture();
    let noted = format!("{place}: {said}\n{trace}");
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(noted);
}

/// What a panic says, where that stands in the source; what was put together may hold contents.
fn literal(panic: &(dyn Any + Send)) -> &'static str {
    panic.downcast_ref::<&'static str>().copied().unwrap_or("(what it says is left out)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_together_is_not_told() {
        let name = String::from("王桂兰");
        let told = literal(&*catch_unwind(AssertUnwindSafe(|| panic!("no such {name}"))).unwrap_err());
        assert!(!told.contains("王桂兰"), "{told}");
        let told = literal(&*catch_unwind(|| panic!("out of order")).unwrap_err());
        assert_eq!(told, "out of order");
        assert!(!is_watched());
        assert_eq!(watched(is_watched), Ok(true));
    }
}
