//! What is applied only once everything is folded anew.

use std::collections::{BTreeMap, BTreeSet};

use super::{Base, Fold};
use crate::{
    log::{
        commit::{Dot, Point},
        erasure::Scope,
    },
    store::{error::StoreError, orders, placing::Placing, trust::Membership},
};

impl<B: Base> Fold<'_, B> {
    /// What waits only until rows have changed their names: the commits that
    /// count by themselves and whose causes are all here, and those causes,
    /// which stay with them whether or not they count.
    pub fn to_come(&self) -> Result<BTreeSet<Point>, StoreError> {
        if self.totals.renaming.is_none() {
            return Ok(BTreeSet::new());
        }
        let mut causes: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
        let mut effects: BTreeMap<Point, Vec<Point>> = BTreeMap::new();
        let mut lacking: Vec<Point> = Vec::new();
        for point in self.totals.waiting.keys().copied() {
            let held = self.held(point)?;
            let before = held.before();
            let of = causes.entry(point).or_default();
            for cause in held.commit.seen.into_iter().chain((before.dot.seq > 0).then_some(before)) {
                if self.totals.waiting.contains_key(&cause) {
                    of.push(cause);
                    effects.entry(cause).or_default().push(point);
                } else if self.resolve(cause)?.is_none() {
                    lacking.push(point);
                }
            }
        }
        while let Some(point) = lacking.pop() {
            if causes.remove(&point).is_some() {
                lacking.extend(effects.remove(&point).unwrap_or_default());
            }
        }
        let mut begun = Vec::new();
        let mut courses = BTreeMap::new();
        for point in causes.keys().copied() {
            if self.will_count(point, &mut courses)? {
                begun.push(point);
            }
        }
        let mut to_come = BTreeSet::new();
        while let Some(point) = begun.pop() {
            if to_come.insert(point) {
                begun.extend(causes.remove(&point).unwrap_or_default());
            }
        }
        Ok(to_come)
    }

    /// What these commits order to be erased.
    pub fn ordered_by(&self, points: &BTreeSet<Point>) -> Result<Vec<Scope>, StoreError> {
        let mut ordered = Vec::new();
        for point in points {
            ordered.extend(orders::of(&self.held(*point)?.commit));
        }
        Ok(ordered)
    }

    /// Whether a commit that waits counts by itself, whichever row it comes to
    /// be in. `courses` holds what leads to the last trusted commits asked for
    /// before.
    fn will_count(
        &self,
        point: Point,
        courses: &mut BTreeMap<Point, Option<BTreeSet<Point>>>,
    ) -> Result<bool, StoreError> {
        let trust = &self.totals.trust;
        let Point { dot, print } = point;
        if !trust.admits(dot) || trust.is_own(dot.peer) {
            return Ok(trust.admits(dot));
        }
        let Some(Membership::Revoked { after, print: Some(last) }) = trust.membership(dot.peer) else {
            return Ok(true);
        };
        let last = Point { dot: Dot { peer: dot.peer, seq: after }, print: last };
        let course = match courses.get(&last) {
            Some(course) => course,
            None => courses.entry(last).or_insert(self.leading_to(last)?),
        };
        // As long as the last trusted one is not here, all numbers up to it count.
        Ok(course.as_ref().map_or(dot.seq < after || print == last.print, |course| course.contains(&point)))
    }

    /// What waits and leads to a commit, itself included; none where it is not here.
    fn leading_to(&self, last: Point) -> Result<Option<BTreeSet<Point>>, StoreError> {
        let mut course = BTreeSet::new();
        let mut next = last;
        while self.totals.waiting.contains_key(&next) {
            course.insert(next);
            next = self.held(next)?.before();
        }
        let is_here = !course.is_empty() || self.resolve(last)?.is_some();
        Ok(is_here.then_some(course))
    }
}
