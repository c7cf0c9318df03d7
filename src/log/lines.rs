//! Copies of installations: rows of commits that go apart behind one name.
//!
//! A disk that was cloned, or a folder that was copied, writes on under the
//! peer's id and numbers of its original. Both rows are the user's work, so both
//! are kept: at the commit where they go apart one of them keeps the peer's id,
//! and the other is adopted as a row of its own, under an id derived from its
//! first commit, numbered from 1. What is applied, and what anybody has seen of
//! anybody, is told by these ids; a commit itself keeps the name its writer
//! gave it, since the chain and its signature bind that.
//!
//! Which row keeps the id follows from the commits alone, so that laptops that
//! hold the same name them the same: the one whose first commit has the lower
//! hash, unless a lead has said which one was trusted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::commit::{Dot, PeerId};

/// A row that was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The peer whose name its commits bear.
    pub root: PeerId,
    /// How many commits of that name come before its first.
    pub before: u64,
}

/// Every row that was adopted, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lines(BTreeMap<PeerId, Line>);

impl Lines {
    /// The id of the row of copies of `root` whose first commit has this hash.
    pub fn id(root: PeerId, first: &[u8; 32]) -> PeerId {
        let mut hasher = blake3::Hasher::new_derive_key("minqing line v1");
        hasher.update(&root.0);
        hasher.update(first);
        let mut id = [0; 16];
        hasher.finalize_xof().fill(&mut id);
        PeerId(id)
    }

    /// Adopts a row.
    pub fn insert(&mut self, id: PeerId, line: Line) {
        self.0.insert(id, line);
    }

    /// Keeps only the rows of which this says so.
    pub fn retain(&mut self, mut keeps: impl FnMut(PeerId) -> bool) {
        self.0.retain(|id, _| keeps(*id));
    }

    /// Lets the row `takes` have the name of `row` behind so many commits of
    /// the name; what `row` holds from there on is `leaves`.
    pub fn exchange(&mut self, row: PeerId, before: u64, leaves: Option<PeerId>, takes: PeerId) {
        let root = self.root(row);
        self.0.remove(&takes);
        self.0.extend(leaves.map(|leaves| (leaves, Line { root, before })));
    }

    /// The row with this id, if it was adopted.
    pub fn get(&self, id: PeerId) -> Option<Line> {
        self.0.get(&id).copied()
    }

    /// Every row that was adopted.
    pub fn iter(&self) -> impl Iterator<Item = (PeerId, Line)> {
        self.0.iter().map(|(id, line)| (*id, *line))
    }

    /// The ids of the rows whose commits bear the name of `root`, its own first.
    pub fn of(&self, root: PeerId) -> impl Iterator<Item = PeerId> {
        let copies = self.0.iter().filter(move |(_, line)| line.root == root);
        std::iter::once(root).chain(copies.map(|(id, _)| *id))
    }

    /// The peers under whose names other rows were adopted here than there.
    pub fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = PeerId> + 'a {
        let mine = self.iter().filter(|(id, line)| other.get(*id) != Some(*line));
        let theirs = other.iter().filter(|(id, line)| self.get(*id) != Some(*line));
        mine.chain(theirs).map(|(_, line)| line.root)
    }

    /// Whether rows go apart behind the name of `root`.
    pub fn is_copied(&self, root: PeerId) -> bool {
        !self.0.is_empty() && self.of(root).nth(1).is_some()
    }

    /// The peer whose name the commits of a row bear.
    pub fn root(&self, id: PeerId) -> PeerId {
        self.get(id).map_or(id, |line| line.root)
    }

    /// The name that the writer of a commit gave it.
    pub fn name(&self, at: Dot) -> Dot {
        match self.get(at.peer) {
            Some(Line { root, before }) => Dot { peer: root, seq: at.seq.saturating_add(before) },
            None => at,
        }
    }

    /// The place in a row of a commit with this name, where it can be in it.
    pub fn place(&self, id: PeerId, name: Dot) -> Option<Dot> {
        let before = self.get(id).map_or(0, |line| line.before);
        let seq = name.seq.checked_sub(before).filter(|seq| *seq > 0)?;
        Some(Dot { peer: id, seq })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_of_a_copy_has_a_name_and_a_place() {
        let root = PeerId([1; 16]);
        let copy = Lines::id(root, &[7; 32]);
        let mut lines = Lines::default();
        assert!(!lines.is_copied(root));
        lines.insert(copy, Line { root, before: 17 });
        assert!(lines.is_copied(root) && !lines.is_copied(copy));
        assert_eq!(lines.of(root).collect::<Vec<_>>(), [root, copy]);
        let (place, name) = (Dot { peer: copy, seq: 1 }, Dot { peer: root, seq: 18 });
        assert_eq!((lines.name(place), lines.place(copy, name)), (name, Some(place)));
        assert_eq!(lines.place(copy, Dot { seq: 17, ..name }), None);
        assert_eq!((lines.name(name), lines.place(root, name)), (name, Some(name)));
        assert_ne!(copy, Lines::id(root, &[8; 32]));
        let none = Lines::default();
        assert_eq!(lines.differing(&none).collect::<Vec<_>>(), [root]);
        assert_eq!(none.differing(&lines).collect::<Vec<_>>(), [root]);
        assert_eq!(lines.differing(&lines.clone()).count(), 0);
    }
}
