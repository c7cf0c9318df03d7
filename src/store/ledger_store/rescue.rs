//! Where the store is built anew from, and who hears of it.

use crate::{
    log::{commit::Envelope, vector::Vector},
    store::StoreError,
};

/// What opening asks of the layer above.
pub trait Rescue {
    /// Hands every commit of the newest backup that verifies to `take`, causes
    /// first; answers whether there was one.
    fn backup(
        &mut self,
        take: &mut dyn FnMut(Envelope) -> Result<(), StoreError>,
    ) -> Result<bool, StoreError>;

    /// What the newest backup that can be read says it holds.
    fn reach(&mut self) -> Vector {
        Vector::default()
    }

    /// Hears how many commits were rebuilt so far.
    fn progress(&mut self, done: u64);

    /// Hears that one more entry of sled was looked at; an error ends the opening.
    fn looked(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}
