//! Commits, causal order, registers and their merge. Knows fields as numbers
//! and values as bytes, not what they mean.
//!
//! The law of this layer: *the same set of commits gives the same state and
//! the same digest*, whatever the order, the duplicates, the interruptions.
//! It holds because a commit is applied only after everything its writer had
//! seen ([`heads::Heads::admit`]), and because a register keeps exactly those
//! values that no later writer had seen ([`record::Record::apply`]).

pub mod bytes;
pub mod commit;
pub mod stamp;
pub mod vector;
pub mod chain;
pub mod erasure;
pub mod heads;
pub mod lines;
pub mod record;
pub mod undo;
