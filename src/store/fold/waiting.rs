//! Commits that wait, and what lets them go on.

use std::collections::BTreeSet;

use super::{Admission, Base, Fold, Waits};
use crate::{
    log::{
        commit::{Dot, Envelope, PeerId, Point, Print},
        lines::Lines,
    },
    store::{
        error::StoreError,
        placing::{Place, Placing},
    },
};

impl<B: Base> Fold<'_, B> {
    /// Applies what is set aside and yet counts, because somebody who is trusted
    /// had seen it. To be called when no more comes; answers what was applied.
    pub fn settle(&mut self) -> Result<Vec<Point>, StoreError> {
        let mut done = Vec::new();
        if self.totals.aside().next().is_none() {
            return Ok(done);
        }
        loop {
            let before = done.len();
            let trust = &self.totals.trust;
            // Those of trusted laptops that wait for others' commits, not in their own row.
            let waits = self.totals.waiting.iter().filter(|(point, Waits { missing, previous })| {
                let before = Dot { seq: point.dot.seq.saturating_sub(1), ..point.dot };
                let is_in_row = *missing == Point { dot: before, print: *previous };
                missing != *point && !is_in_row && trust.admits(point.dot)
            });
            for point in waits.map(|(point, _)| *point).collect::<Vec<_>>() {
                for seen in self.past(point)?.unwrap_or_default() {
                    self.resume(seen, false, &mut done)?;
                }
            }
            let mut released = done.split_off(before);
            self.release(&mut released)?;
            done.append(&mut released);
            if done.len() == before {
                self.settle_names()?;
                while std::mem::take(&mut self.is_news) {
                    self.reconsider(&mut done)?;
                    self.settle_names()?;
                }
                return Ok(done);
            }
        }
    }

    /// Everything that waits and that the writer of a waiting commit had seen,
    /// itself included, causes first; `None` where some of it is not here.
    pub(super) fn past(&self, last: Point) -> Result<Option<Vec<Point>>, StoreError> {
        let mut order = Vec::new();
        let mut begun = BTreeSet::new();
        let mut path = vec![(last, false)];
        while let Some((point, is_seen)) = path.pop() {
            if is_seen {
                order.push(point);
                continue;
            }
            if !begun.insert(point) || self.resolve(point)?.is_some() {
                continue;
            }
            if !self.totals.waiting.contains_key(&point) {
                return Ok(None);
            }
            path.push((point, true));
            let held = self.held(point)?;
            let before = held.before();
            let causes = held.commit.seen.into_iter().chain((before.dot.seq > 0).then_some(before));
            path.extend(causes.map(|point| (point, false)));
        }
        Ok(Some(order))
    }

    /// Applies a commit that waited, if its causes are all there, and, where it
    /// is `judged`, it counts by itself.
    pub(super) fn resume(
        &mut self,
        point: Point,
        judged: bool,
        done: &mut Vec<Point>,
    ) -> Result<(), StoreError> {
        let envelope = self.held(point)?;
        let place = self.place(&envelope)?;
        match self.admit(&envelope, place, judged)? {
            Admission::Waits(missing) => {
                self.wait(&envelope, missing);
                return Ok(());
            }
            Admission::Ready(at) => {
                self.apply(envelope, at)?;
                done.push(point);
            }
            Admission::Known => {}
        }
        self.totals.waiting.remove(&point);
        self.totals.loose.remove(&point);
        self.rewaiting.remove(&point);
        if self.waiting.remove(&point).is_none() {
            self.released.push(point);
        }
        Ok(())
    }

    /// Lets a commit wait.
    pub(super) fn wait(&mut self, envelope: &Envelope, missing: Point) {
        let point = envelope.point();
        let waits = Waits { missing, previous: Print::of(&envelope.previous) };
        self.totals.waiting.insert(point, waits);
        if point != missing {
            self.blocked.entry(missing).or_default().push(point);
        }
    }

    /// A commit that waits, from here or from the base.
    pub(super) fn held(&self, point: Point) -> Result<Envelope, StoreError> {
        if let Some(envelope) = self.waiting.get(&point).or_else(|| self.rewaiting.get(&point)) {
            return Ok(envelope.clone());
        }
        let held = self.base.waiting(point)?;
        held.ok_or_else(|| StoreError::damaged("a waiting commit is missing from the store"))
    }

    /// Applies commits that waited for those in `done`, and adds them to it,
    /// until none is ready.
    pub(super) fn release(&mut self, done: &mut Vec<Point>) -> Result<(), StoreError> {
        let mut at = 0;
        while let Some(applied) = done.get(at).copied() {
            at += 1;
            for point in self.blocked.remove(&applied).unwrap_or_default() {
                // It may have been applied with something else it waited for.
                if self.totals.waiting.contains_key(&point) {
                    self.resume(point, true, done)?;
                }
            }
        }
        Ok(())
    }

    /// The row of a commit whose chain leads through commits that wait to one
    /// that was applied; none where some of them are not here.
    pub(super) fn row_of(&self, envelope: &Envelope, place: Place) -> Result<Option<PeerId>, StoreError> {
        let mut place = place;
        let mut walked = envelope.clone();
        loop {
            match place {
                Place::Known => return Ok(None),
                Place::Next(at) => return Ok(Some(at.peer)),
                Place::Branch { .. } => {
                    let root = walked.commit.dot.peer;
                    return Ok(Some(Lines::id(root, &walked.hash)));
                }
                Place::Apart => {}
            }
            let before = walked.before();
            if !self.totals.waiting.contains_key(&before) {
                return Ok(None);
            }
            walked = self.held(before)?;
            place = self.place(&walked)?;
        }
    }
}
