//! Whatever a bundle holds, reading it ends: with its commits, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/hostile/bundle.rs"]
mod bundle;

fuzz_target!(|input: &[u8]| {
    let _ = bundle::read(input);
});
