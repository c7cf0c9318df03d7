//! What was handed out: which of its own commits this laptop has written into bundles, and for whom.

use super::{bench::Workbench, error::Error};
use crate::{
    log::{commit::PeerId, vector::Vector},
    store::codec,
};

/// What this laptop exported last for the whole group; what it did for one laptop, behind a
/// point and that laptop's id.
pub(super) const EXPORTED: &str = "exported";

impl Workbench {
    /// Writes down that a bundle with all that is here beyond what these laptops have was
    /// written for them; nobody named means the whole group.
    pub(super) fn note_exported(&mut self, peers: &[PeerId]) -> Result<(), Error> {
        let held = codec::encode(&self.store.totals().held());
        let notes = peers.iter().map(|peer| note_for(*peer));
        let whole = peers.is_empty().then(|| EXPORTED.to_owned());
        for note in notes.chain(whole) {
            self.store.note(&note, held.clone(), self.clock.now_ms())?;
        }
        Ok(())
    }

    /// Own commits that were not exported yet: to nobody, or not to all that belong to the group.
    pub fn unexported(&self) -> Result<u64, Error> {
        let (written, whole) = (self.written(), self.read_vector(EXPORTED)?.get(self.peer()));
        let least = self.exported_to()?.into_iter().map(|(_, seq)| seq).min();
        Ok(written.saturating_sub(least.unwrap_or(whole)))
    }

    /// The laptops for which something was not exported yet.
    pub fn not_exported_for(&self) -> Result<Vec<PeerId>, Error> {
        let (written, all) = (self.written(), self.exported_to()?);
        Ok(all.into_iter().filter(|(_, seq)| *seq < written).map(|(peer, _)| peer).collect())
    }

    /// How many commits this laptop has written.
    fn written(&self) -> u64 {
        self.store.totals().heads.get(self.peer()).map_or(0, |head| head.seq)
    }

    /// Every other laptop that belongs to the group, and the last own commit exported for it.
    fn exported_to(&self) -> Result<Vec<(PeerId, u64)>, Error> {
        let own = self.peer();
        let whole = self.read_vector(EXPORTED)?.get(own);
        self.others()
            .into_iter()
            .map(|peer| {
                let alone: Vector = self.read_vector(&note_for(peer))?;
                Ok((peer, alone.get(own).max(whole)))
            })
            .collect()
    }
}

fn note_for(peer: PeerId) -> String {
    format!("{EXPORTED}.{peer}")
}
