//! What was written by a lead: by what its laptop was when it wrote, not by what it is now.
//!
//! A lead who was revoked wrote as a lead up to the last commit that is trusted;
//! a member who is made a lead has not been one before.

use std::collections::BTreeMap;

use super::{Act, Ended, Membership, Trust, card};
use crate::{
    domain::id::RecordId,
    log::{
        commit::{Dot, PeerId, Point},
        stamp::Stamp,
    },
};

/// Who led, from which words on, and up to where.
#[derive(Debug)]
pub struct Leaders<'t> {
    trust: &'t Trust,
    ended: BTreeMap<RecordId, Ended>,
    /// The words by which each came to lead.
    made: BTreeMap<RecordId, Vec<(Stamp, Point)>>,
}

impl Trust {
    /// Who led when.
    pub fn leaders(&self) -> Leaders<'_> {
        let (_, ended) = self.settled();
        let mut made: BTreeMap<RecordId, Vec<(Stamp, Point)>> = BTreeMap::new();
        for (point, acts) in self.acts.iter().filter(|(point, acts)| self.speaks(&ended, point.dot, acts.row))
        {
            let by = card(point.dot.peer);
            for act in &acts.said {
                let leads = |of: &RecordId| self.judged.leads.contains_key(of);
                let new = match act {
                    Act::Said { of, word } if word.membership == Membership::Lead && leads(&by) => *of,
                    Act::Succeeds { original } if leads(&card(*original)) => by,
                    Act::Said { .. } | Act::Succeeds { .. } => continue,
                };
                made.entry(new).or_default().push((acts.stamp, *point));
            }
        }
        Leaders { trust: self, ended, made }
    }
}

impl Leaders<'_> {
    /// Whether a commit was written by a lead: in which row it is, how its
    /// writer named it, when he wrote it, and what he had seen.
    ///
    /// What was written after the words that made a lead was written in their
    /// knowledge; where a clock was wrong, what its writer had seen tells.
    pub fn wrote<E>(
        &self,
        row: PeerId,
        name: Dot,
        stamp: Stamp,
        has_seen: impl Fn(Point) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let Some(root) = self.trust.root else { return Ok(true) };
        let of = card(name.peer);
        let counts = if self.ended.contains_key(&of) {
            self.trust.judged.leads.contains_key(&of) && self.trust.speaks(&self.ended, name, row)
        } else {
            self.trust.membership(name.peer) == Some(Membership::Lead)
        };
        if !counts || name.peer == root {
            return Ok(counts);
        }
        for (at, point) in self.made.get(&of).into_iter().flatten() {
            if *at <= stamp || has_seen(*point)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
