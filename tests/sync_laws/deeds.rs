//! What can happen, as data: a story is a list of steps that a seed gives.
//!
//! A step holds bare numbers, and what they point at is found when it is done.
//! So any of them can be left out of a story, and the rest still is one.

use proptest::{
    prelude::Rng as _,
    test_runner::{RngAlgorithm, TestRng},
};

/// Steps of one story at least, and how many more there may be.
const STEPS: (u64, u64) = (40, 81);

/// One thing that a laptop does, or that befalls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Writes a field with one value.
    Edit { record: u64, field: u64 },
    /// Puts an element into a set, or takes it out.
    Element { record: u64, element: u64, put: bool },
    /// Deletes a card.
    Delete { record: u64 },
    /// Writes again what a field held before, as an undo does.
    Restore { record: u64, field: u64, back: u64 },
    /// Writes several records at once.
    Bulk { field: u64 },
    /// Registers an issue.
    Register { issue: u64 },
    /// Adds a step to an issue.
    Advance { issue: u64, kind: u64 },
    /// Orders something to be erased.
    Erase { record: u64, what: u64 },
    /// Puts a bundle into the pool.
    Export { form: u64, to: u64 },
    /// Takes a bundle of the pool in: new or old, or once more.
    Import { bundle: u64 },
    /// Takes in a bundle that was cut off or altered on its way.
    Damage { bundle: u64, place: u64, cut: bool },
    /// Takes in a bundle that somebody of the group forged.
    Forge { bundle: u64, how: u64 },
    /// Loses a bundle of the pool.
    Lose { bundle: u64 },
    /// Somebody sets up a laptop: invited, or not, or without the group's keys.
    Join { how: u64 },
    /// Enrols a laptop, or takes its revocation back.
    Confirm { of: u64, lead: bool },
    /// Revokes a laptop.
    Revoke { of: u64, less: u64 },
    /// Backs up and shortens the journal.
    Keep,
    /// Goes on from a backup, as a laptop of its own.
    Succeed { of: u64 },
    /// Goes on as a second laptop with the same key.
    Clone { of: u64 },
    /// Its folder is copied away, to be put back some day.
    PutAway,
    /// It goes on from the folder that was copied away.
    PutBack,
    /// The clock of the laptop is set by so many days.
    Skew { days: u64, ahead: bool },
    /// Its clock is set right again.
    Correct,
    /// Weeks go by.
    Pass { weeks: u64 },
    /// The power fails, and sled is found as it was, older, or gone.
    Crash { sled: u64 },
    /// It is closed and opened again.
    Reopen,
}

/// How often installations are copied.
pub(super) const COPIES: u64 = 12;

/// Draws the numbers of a deed.
type Draw = fn(&mut Dice) -> Deed;

/// How often each deed is drawn, in parts. Records are few, so that it often is one.
const PARTS: [(u64, Draw); 27] = [
    (150, |d| Deed::Edit { record: d.roll(3), field: d.roll(2) }),
    (50, |d| Deed::Element { record: d.roll(3), element: d.roll(2), put: d.roll(3) > 0 }),
    (30, |d| Deed::Delete { record: d.roll(3) }),
    (40, |d| Deed::Restore { record: d.roll(3), field: d.roll(2), back: d.roll(4) }),
    (15, |d| Deed::Bulk { field: d.roll(2) }),
    (18, |d| Deed::Register { issue: d.roll(2) }),
    (110, |d| Deed::Advance { issue: d.roll(2), kind: d.roll(8) }),
    (30, |d| Deed::Erase { record: d.roll(6), what: d.roll(12) }),
    (150, |d| Deed::Export { form: d.roll(4), to: d.roll(8) }),
    (270, |d| Deed::Import { bundle: d.roll(12) }),
    (40, |d| Deed::Import { bundle: d.roll(1 << 16) }),
    (10, |d| Deed::Damage { bundle: d.roll(6), place: d.roll(1 << 30), cut: d.roll(3) == 0 }),
    (10, |d| Deed::Forge { bundle: d.roll(6), how: d.roll(12) }),
    (12, |d| Deed::Lose { bundle: d.roll(1 << 16) }),
    (14, |d| Deed::Join { how: d.roll(4) }),
    (22, |d| Deed::Confirm { of: d.roll(8), lead: d.roll(3) == 0 }),
    (12, |d| Deed::Revoke { of: d.roll(8), less: d.roll(3) }),
    (12, |_| Deed::Keep),
    (8, |d| Deed::Succeed { of: d.roll(8) }),
    (COPIES, |d| Deed::Clone { of: d.roll(8) }),
    (COPIES, |_| Deed::PutAway),
    (COPIES, |_| Deed::PutBack),
    (12, |d| Deed::Skew { days: d.roll(1500), ahead: d.roll(2) == 0 }),
    (12, |_| Deed::Correct),
    (15, |d| Deed::Pass { weeks: 1 + d.roll(9) }),
    (25, |d| Deed::Crash { sled: d.roll(8) }),
    (10, |_| Deed::Reopen),
];

/// A deed, who does it, and whether the power fails meanwhile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Its place in the whole story: what it writes is marked by it.
    pub(super) number: u64,
    /// Which laptop.
    pub(super) at: u64,
    /// What.
    pub(super) deed: Deed,
    /// After how many writes to the disk the power fails, and how the disk is found then.
    pub(super) cut: Option<(u64, u64)>,
}

/// A story.
#[derive(Debug, Clone)]
pub(super) struct Story {
    /// Laptops that belong to the group from the beginning.
    pub(super) laptops: u64,
    /// What happens.
    pub(super) steps: Vec<Step>,
    /// In which order and form all meet at the end.
    pub(super) meeting: u64,
}

impl Story {
    /// The story of a seed.
    pub(super) fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let laptops = 2 + dice.roll(5);
        let whole: u64 = PARTS.iter().map(|(parts, _)| parts).sum();
        let count = STEPS.0 + dice.roll(STEPS.1);
        let steps = (0..count).map(|number| {
            let mut left = dice.roll(whole);
            let drawn = PARTS.iter().find(|(parts, _)| {
                let is_it = left < *parts;
                left = left.saturating_sub(*parts);
                is_it
            });
            let deed = drawn.map_or(Deed::Keep, |(_, draw)| draw(&mut dice));
            let cut = (dice.roll(20) == 0).then(|| (dice.roll(10), dice.roll(16)));
            Step { number, at: dice.roll(1 << 16), deed, cut }
        });
        let steps = steps.collect();
        Self { laptops, steps, meeting: dice.roll(1 << 16) }
    }

    /// The same without one of its steps.
    pub(super) fn without(&self, at: usize, count: usize) -> Self {
        let mut shorter = self.clone();
        shorter.steps.drain(at..(at + count).min(self.steps.len()));
        shorter
    }
}

/// Numbers that follow from a seed.
pub(super) struct Dice(TestRng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    /// One of so many, from 0.
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0.next_u64() % sides
    }
}
