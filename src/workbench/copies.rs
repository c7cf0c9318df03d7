//! What a laptop does when its installation turns out to have been copied.
//!
//! Of the copies the one whose row keeps the name goes on as it is. Every other
//! one takes a new key, as a workspace that was restored does, says whom it
//! succeeds, and goes on as a laptop of its own; what it wrote before stays
//! under the name of its row ([`crate::log::lines`]).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    bundle::format::Outer,
    domain::{team, value::Value},
    log::commit::{Cause, Dot, Point, Print},
    store::{StoreError, codec, placing::Placing},
};

/// The last own commit before copies of this installation came to light.
const OWN_END: &str = "own.end";

/// What the key before the present one said of this one.
const SUCCESSION: &str = "own.succession";

impl Workbench {
    /// Takes note of which row is this laptop's own before a bundle is taken in
    /// that holds commits under its name: another copy may have written them.
    pub(super) fn remember_own_row(&mut self, outer: &Outer) -> Result<(), Error> {
        let own = self.peer();
        let Some(head) = self.store.totals().heads.get(own) else { return Ok(()) };
        let end = Point { dot: Dot { peer: own, seq: head.seq }, print: Print::of(&head.hash) };
        let coded = codec::encode(&end);
        let is_told = outer.ranges.iter().any(|range| range.peer == own);
        if !is_told || self.store.read_note(OWN_END)?.as_ref() == Some(&coded) {
            return Ok(());
        }
        Ok(self.store.note(OWN_END, coded, self.clock.now_ms())?)
    }

    /// Goes on under a new key where the row of this laptop lost its name to
    /// another copy; also where it cannot be told which one is its own. Answers
    /// the new letter.
    pub(super) fn part_from_copies(&mut self) -> Result<Option<String>, Error> {
        let own = self.peer();
        if !self.store.totals().lines.is_copied(own) {
            return Ok(None);
        }
        let end = self.store.read_note(OWN_END)?;
        if let Some(end) = end.and_then(|bytes| codec::decode::<Point>(&bytes).ok())
            && self.store.placing().resolve(end)?.is_some_and(|at| at.peer == own)
        {
            return Ok(None);
        }
        let letter = self.letters()?.free();
        let fresh = self.secrets.renewed(letter.clone())?;
        let words = self.secrets.succession(fresh.peer());
        // The old key is gone from here on: its words are kept first.
        self.store.note(SUCCESSION, words.into_bytes(), self.clock.now_ms())?;
        self.vault.set_secrets(&fresh.bytes())?;
        self.secrets = fresh;
        self.store.own(&self.secrets.trust());
        self.introduce_anew()?;
        Ok(Some(letter))
    }

    /// Writes the first commit under a new key, where that is still to be done.
    pub(super) fn introduce_anew(&mut self) -> Result<(), Error> {
        let own = self.peer();
        if self.store.totals().heads.get(own).is_some() {
            return Ok(());
        }
        let Some(words) = self.store.read_note(SUCCESSION)? else { return Ok(()) };
        let words = String::from_utf8(words).map_err(|_not_text| StoreError::damaged("a note"))?;
        let mut draft = Draft::new();
        self.introduce(&mut draft)?;
        draft.set(Self::peer_record(own), team::peers::SUCCEEDS, Value::text(words));
        self.write(draft, Cause::Housekeeping)?;
        self.forget_rows();
        Ok(())
    }
}
