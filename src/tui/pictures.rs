//! Pictures of figures: what is drawn follows from numbers that the reports tell
//! too, from the room there is, and from the ink.
//!
//! Each is a function of those alone. Beside every bar stands its number, so
//! that nothing is told by length or colour only; and what is drawn is of
//! matters, items, money and days, in their own order, never an order of people.

pub(super) mod bar;
pub(super) mod columns;
pub(super) mod funds;
pub(super) mod kinds;
pub(super) mod spark;
pub(super) mod strip;

#[cfg(test)]
mod tests;
