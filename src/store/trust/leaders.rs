//! What was written by a lead: by what its laptop was when it wrote, not by what it is now.
//!
//! A lead who was revoked wrote as a lead up to the last commit that is trusted;
//! a member who is made a lead has not been one before.

use std::collections::BTreeMap;

use super::{Act, Ended, Membership, Trust, card};
use crate::{
    domain::id::RecordId,
    log::commit::{Dot, PeerId, Point},
};

/// Who led, from which words on, and up to where.
#[derive(Debug)]
pub struct Leaders<'t> {
    trust: &'t Trust,
    ended: BTreeMap<RecordId, Ended>,
    /// The words by which each came to lead.
    made: BTreeMap<RecordId, Vec<Point>>,
}

impl Trust {
    /// Who led when.
    pub fn leaders(&self) -> Leaders<'_> {
        let (_, ended) = self.settled();
        let mut made: BTreeMap<RecordId, Vec<Point>> = BTreeMap::new();
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
                made.entry(new).or_default().push(*point);
            }
        }
        Leaders { trust: self, ended, made }
    }
}

/// Whether somebody led when he wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Led<'l> {
    /// He did not.
    Never,
    /// He did, whatever he had seen.
    Always,
    /// He did if he had seen one of these words.
    Since(&'l [Point]),
}

impl Leaders<'_> {
    /// Whether a commit in a row, which its writer named so, was written by a
    /// lead. What he had seen tells, not what the clocks said.
    pub fn led(&self, row: PeerId, name: Dot) -> Led<'_> {
        let Some(root) = self.trust.root else { return Led::Always };
        let of = card(name.peer);
        let counts = if self.ended.contains_key(&of) {
            self.trust.judged.leads.contains_key(&of) && self.trust.speaks(&self.ended, name, row)
        } else {
            self.trust.membership(name.peer) == Some(Membership::Lead)
        };
        match self.made.get(&of) {
            _ if !counts => Led::Never,
            _ if name.peer == root => Led::Always,
            Some(words) => Led::Since(words),
            None => Led::Never,
        }
    }
}
