//! Whatever a sheet's file holds, reading it ends: with rows, or an error.
//!
//! The reader of workbooks may panic, which is caught where it is called, and
//! may ask for more memory than the sandbox gives, which ends the child. So
//! here a panic that is caught is no finding, and neither is asking for more
//! than [`MOST`]: only what the sandbox would not turn into a sentence is.

#![no_main]

use std::{alloc::System, panic, sync::Once};

use cap::Cap;
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/hostile/sheet.rs"]
mod sheet;

/// Ten times what the sandbox gives.
const MOST: usize = 1 << 30;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, MOST);

static QUIET: Once = Once::new();

fuzz_target!(|input: &[u8]| {
    // The harness ends the process at the first panic, caught or not; one that
    // is not caught still ends it.
    QUIET.call_once(|| panic::set_hook(Box::new(|_info| {})));
    let _ = sheet::read(input);
});
