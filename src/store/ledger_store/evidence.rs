//! What the files tell of what may be missing.

use super::Opening;
use crate::{
    log::vector::Vector,
    store::journal::{Position, Report},
};

/// What `heads` does not include of `floor`.
pub(super) fn beyond(floor: &Vector, heads: &Vector) -> Vector {
    floor.iter().filter(|dot| !heads.covers(*dot)).collect()
}

/// What catching up with the journal came to.
pub(super) struct Caught {
    pub(super) commits: u64,
    /// What had been applied at some positions.
    pub(super) floors: Vec<(Position, Vector)>,
}

impl Caught {
    /// What had been applied at any of the positions.
    pub(super) fn floor(&self) -> Vector {
        self.floors.iter().flat_map(|(_, floor)| floor.iter()).collect()
    }

    /// Up to here everything that was ever applied is among what `heads` includes.
    pub(super) fn proven(&self, heads: &Vector) -> Position {
        let reached = self.floors.iter().filter(|(_, floor)| heads.dominates(floor));
        reached.map(|(at, _)| *at).max().unwrap_or_default()
    }
}

/// What the files told of the journal before anything was done.
pub(super) struct Evidence {
    pub(super) report: Report,
    /// How far sled had come at the last clean close, whether or not its files are those.
    pub(super) closed: Position,
}

impl Evidence {
    /// Counts what may be missing, when everything before `proven` is there
    /// and the journal ends at `end`.
    pub(super) fn weigh(&self, proven: Position, end: Position, opening: &mut Opening) {
        let Report { torn, damaged, .. } = &self.report;
        let suspect = torn.iter().filter(|torn| {
            let end = torn.position.offset.saturating_add(torn.bytes);
            let end = Position { offset: end, ..torn.position };
            (torn.suspect || self.closed > torn.position) && end > proven
        });
        // Sled had more than the journal still tells of.
        let is_short = self.closed > end && self.closed > proven;
        opening.suspect = suspect.count() + usize::from(is_short);
        opening.unfilled = damaged.iter().filter(|damage| damage.to > proven).count();
    }
}
