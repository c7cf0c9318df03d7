//! The file with which laptops agree.
//!
//! One file, written once and never modified: an outer header in clear, then
//! an age stream around zstd around length-prefixed frames. Reading is *verify
//! → plan → apply*: nothing is touched until the whole file is verified, and
//! the plan can be declined. `docs/bundle-format.md` tells it byte by byte.

pub mod error;
pub mod format;
pub mod seal;
pub mod write;
pub mod read;
pub mod verify;
pub mod plan;

pub use error::BundleError;
