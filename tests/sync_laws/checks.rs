//! The laws, looked at after every step.

use std::collections::{BTreeMap, BTreeSet};

use minqing::{
    domain::{
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        standing::{Standing, StepKind},
    },
    log::{
        commit::{Dot, Envelope, PeerId, Point},
        lines::Line,
    },
    store::{
        fold::{Base, Empty, Fold, Taken, Totals},
        rows,
        trust::Membership,
    },
};

use super::{
    Broken, Stop, acts, laptop, marks,
    oracle::View,
    set::Set,
    world::{DAY, World},
};

/// The rows of copies of which anything is applied.
pub(super) fn rows_of(totals: &Totals) -> Vec<(PeerId, Line)> {
    totals.lines.iter().filter(|(row, _)| totals.heads.get(*row).is_some()).collect()
}

impl World {
    /// Checks a laptop against the oracle and against the others.
    pub(super) fn check(&mut self, at: usize, deep: bool) -> Result<(), Broken> {
        let before = self.oracle.views[at].applied.clone();
        let totals = self.laptops[at].totals.clone();
        let found = self.applied(at, &totals)?;
        let mut records = self.orders_in_force(at, &totals)?;
        let wanted = self.oracle.closure(&self.oracle.views[at].held, &totals.trust);
        self.expect_applied(at, &found, &wanted)?;
        self.expect_waiting(at, &totals, &wanted)?;
        records.extend(self.oracle.records(&wanted.without(&before)));
        records.extend(self.oracle.records(&before.without(&wanted)));
        self.oracle.views[at].applied = wanted;
        self.check_trust(at, &totals)?;
        self.check_records(at, &records, deep)?;
        self.check_bytes(at)?;
        self.check_stamps(at, &totals)?;
        if deep {
            self.check_rows(at, &totals)?;
        }
        self.check_issues(at, &records)?;
        self.check_others(at, &totals)
    }

    /// What a laptop has applied, by the hashes of its heads.
    fn applied(&self, at: usize, totals: &Totals) -> Result<Set, Broken> {
        let mut found = Set::default();
        for (peer, head) in totals.heads.iter() {
            let number = self.oracle.find(&head.hash);
            let name = totals.lines.name(Dot { peer, seq: head.seq });
            let number = number.filter(|number| self.oracle.events[*number].dot == name);
            let Some(number) = number else {
                let told = format!("{peer} {} on {at}", head.seq);
                return Err(Broken::new("nothing is applied that nobody wrote", &told));
            };
            found.join(self.oracle.line(number));
        }
        for number in found.iter() {
            if !self.oracle.events[number].past.is_within(&found) {
                let told = format!("{:?} on {at}", self.oracle.events[number].dot);
                return Err(Broken::new("causes come before effects", &told));
            }
        }
        Ok(found)
    }

    fn expect_applied(&self, at: usize, found: &Set, wanted: &Set) -> Result<(), Broken> {
        let held = &self.oracle.views[at].held;
        let strangers = found.without(held);
        if !strangers.is_empty() {
            let told = format!("{:?} on {at}", self.told(&strangers));
            return Err(Broken::new("nothing is applied that did not come here", &told));
        }
        let more = found.without(wanted);
        if !more.is_empty() {
            let told = format!("{:?} on {at}", self.told(&more));
            return Err(Broken::new("only what counts, or was built on, is applied", &told));
        }
        let less = wanted.without(found);
        if !less.is_empty() {
            let told = format!("{:?} on {at}", self.told(&less));
            return Err(Broken::new("what counts is applied", &told));
        }
        Ok(())
    }

    fn expect_waiting(&self, at: usize, totals: &Totals, applied: &Set) -> Result<(), Broken> {
        let waiting = self.oracle.views[at].held.without(applied);
        let waiting: BTreeSet<Point> =
            waiting.iter().map(|number| self.oracle.events[number].point).collect();
        let found = laptop::waiting(totals);
        if found == waiting {
            return Ok(());
        }
        let lost: Vec<&Point> = waiting.difference(&found).collect();
        let more: Vec<&Point> = found.difference(&waiting).collect();
        Err(Broken::new("nothing acknowledged is lost", &format!("{lost:?} not, {more:?} waits on {at}")))
    }

    /// Orders stay in force, and none is that nobody gave; answers the records of the new ones.
    fn orders_in_force(&mut self, at: usize, totals: &Totals) -> Result<BTreeSet<RecordId>, Broken> {
        let found: BTreeSet<_> = totals.erased.iter().collect();
        let View { held, erased, .. } = &self.oracle.views[at];
        if let Some(scope) = erased.difference(&found).next() {
            return Err(Broken::new("what is erased stays erased", &format!("{scope:?} on {at}")));
        }
        let new: BTreeSet<_> = found.difference(erased).copied().collect();
        let given = |scope| held.iter().any(|number| self.oracle.events[number].orders.contains(scope));
        if let Some(scope) = new.iter().find(|scope| !given(scope)) {
            return Err(Broken::new("nobody erases without an order", &format!("{scope:?} on {at}")));
        }
        self.oracle.views[at].erased = found;
        Ok(new.into_iter().map(|scope| scope.record).collect())
    }

    /// Who is trusted was called so by a lead, and who heard the same judges the same.
    fn check_trust(&mut self, at: usize, totals: &Totals) -> Result<(), Broken> {
        let held = &self.oracle.views[at].held;
        // Which row a word is in follows from what else there is of its name.
        let is_copied = totals.lines.iter().next().is_some();
        let heard = if is_copied { held.clone() } else { self.oracle.linked(&self.oracle.words, held) };
        let root = self.root();
        let peers: BTreeSet<PeerId> = self
            .laptops
            .iter()
            .flat_map(|laptop| laptop.former.iter().copied().chain([laptop.peer]))
            .collect();
        let thinks: BTreeMap<PeerId, Membership> =
            peers.iter().filter_map(|peer| Some((*peer, totals.trust.membership(*peer)?))).collect();
        if self.judged[at].0 != heard {
            for peer in &peers {
                let is = thinks.get(peer).copied();
                let wanted = self.oracle.last_word(at, root, *peer);
                if wanted.is_some() && is != wanted {
                    let told = format!("{peer} is {is:?}, and has to be {wanted:?}, on {at}");
                    return Err(Broken::new("the founder's last word counts", &told));
                }
                if let Some(is) = is
                    && !self.oracle.was_said(at, root, *peer, is)
                {
                    return Err(Broken::new("nobody is trusted without a word", &format!("{peer} {is:?}")));
                }
            }
        }
        for (other, (on, judged)) in self.judged.iter().enumerate() {
            // Of a name that went with a folder that was put back nobody is asked any more.
            let judged: BTreeMap<PeerId, Membership> = judged
                .iter()
                .filter(|(peer, _)| peers.contains(peer))
                .map(|(peer, is)| (*peer, *is))
                .collect();
            if other != at && *on == heard && !judged.is_empty() && judged != thinks {
                let told = format!("{at}: {thinks:?}; {other}: {judged:?}");
                return Err(Broken::new("who heard the same judges the same", &told));
            }
        }
        self.judged[at] = (heard, thinks);
        Ok(())
    }

    fn check_records(&self, at: usize, records: &BTreeSet<RecordId>, deep: bool) -> Result<(), Broken> {
        let laptop = &self.laptops[at];
        let all: BTreeMap<_, _> = if deep {
            let all = laptop.disk.cache.records(&[]).map_err(|error| Broken::from(Stop::from(error)))?;
            all.into_iter().map(|(id, record)| (id, Some(record))).collect()
        } else {
            let read = |id: &RecordId| Ok((*id, laptop.record(*id)?));
            records.iter().map(read).collect::<Result<_, Stop>>()?
        };
        for (id, record) in &all {
            if let Some(told) = self.oracle.compare(at, *id, record.as_ref(), &|place| self.which(at, place))
            {
                return Err(Broken::new("nothing is overwritten unseen", &told));
            }
        }
        Ok(())
    }

    /// Of what was erased no byte is left: not in what is in use, and, once the
    /// rest was rewritten, nowhere.
    fn check_bytes(&mut self, at: usize) -> Result<(), Broken> {
        let gone = self.oracle.gone(at);
        if gone.is_empty() {
            return Ok(());
        }
        let disk = &self.laptops[at].disk;
        let left = |bytes: &[u8]| marks::find(bytes).find(|mark| gone.contains(mark));
        if let Some(mark) = disk.cache.bytes().find_map(left) {
            return Err(Broken::new(
                "what is erased is gone from what is in use",
                &format!("{mark} on {at}"),
            ));
        }
        if self.laptops[at].is_stale() {
            self.count("checked: erased, and not yet rewritten");
            return Ok(());
        }
        if let Some(mark) = disk.bytes().find_map(left) {
            return Err(Broken::new(
                "what is erased is gone from the whole disk",
                &format!("{mark} on {at}"),
            ));
        }
        self.count("checked: erased, and gone from every byte");
        Ok(())
    }

    /// No clock is pulled ahead by more than a day.
    fn check_stamps(&self, at: usize, totals: &Totals) -> Result<(), Broken> {
        if totals.newest.ms > self.latest[at] + DAY {
            return Err(Broken::new(
                "nobody's clock pulls another's",
                &format!("{:?} on {at}", totals.newest),
            ));
        }
        Ok(())
    }

    /// What a commit says that its writer had seen is what he had.
    pub(super) fn check_seen(&self, at: usize, number: usize, envelope: &Envelope) -> Result<(), Broken> {
        let event = &self.oracle.events[number];
        let mut claimed = Set::default();
        claimed.insert(number);
        if let Some(before) = self.oracle.find(&envelope.previous) {
            claimed.join(&self.oracle.events[before].past);
        }
        for point in &envelope.commit.seen {
            match self.oracle.meant(*point).filter(|seen| event.past.contains(*seen)) {
                Some(seen) => claimed.join(&self.oracle.events[seen].past),
                None => {
                    return Err(Broken::new("a commit says what its writer had seen", &format!("{point:?}")));
                }
            }
        }
        let totals = &self.laptops[at].totals;
        let head = totals.heads.iter().find(|(_, head)| head.hash == envelope.hash);
        let mut whole = Set::default();
        for place in head.into_iter().flat_map(|(_, head)| head.seen.iter()) {
            if let Some(seen) = self.which(at, place) {
                whole.join(self.oracle.line(seen));
            }
        }
        if claimed == event.past && (head.is_none() || whole == event.past) {
            Ok(())
        } else {
            let told = format!(
                "{:?}: {:?}, {:?}, {:?}",
                event.dot,
                self.told(&claimed),
                self.told(&whole),
                self.told(&event.past)
            );
            Err(Broken::new("a commit says what its writer had seen", &told))
        }
    }

    /// The commit that stands at a place on a laptop.
    fn which(&self, at: usize, place: Dot) -> Option<usize> {
        let laptop = &self.laptops[at];
        let name = laptop.totals.lines.name(place);
        self.oracle.only(name).or_else(|| {
            let held = laptop.disk.cache.commit(place).ok().flatten()?;
            self.oracle.find(&held.hash)
        })
    }

    /// What lies there is what the figures say, and what folding anew gives.
    fn check_rows(&self, at: usize, totals: &Totals) -> Result<(), Broken> {
        let cache = &self.laptops[at].disk.cache;
        let broken = |told: String| Err(Broken::new("the store is the fold of its commits", &told));
        let kept = cache.envelopes(rows::COMMIT).map_err(|error| Broken::from(Stop::from(error)))?;
        let waits = cache.envelopes(rows::WAITING).map_err(|error| Broken::from(Stop::from(error)))?;
        let View { held, applied, .. } = &self.oracle.views[at];
        for (envelopes, of) in [(&kept, applied.clone()), (&waits, held.without(applied))] {
            let mut found = Set::default();
            for envelope in envelopes {
                match self.oracle.find(&envelope.hash) {
                    Some(number) if self.oracle.events[number].dot == envelope.commit.dot => {
                        found.insert(number);
                    }
                    Some(_) | None => return broken(format!("{:?} on {at}", envelope.commit.dot)),
                }
            }
            if found != of {
                return broken(format!("{:?} for {:?} on {at}", self.told(&found), self.told(&of)));
            }
        }
        // The oracle's numbers go up with time: a cause has the lower one.
        let mut all: Vec<_> =
            kept.into_iter().chain(waits).map(|one| (self.oracle.find(&one.hash), one)).collect();
        all.sort_by_key(|(number, _)| *number);
        let all: Vec<Envelope> = all.into_iter().map(|(_, envelope)| envelope).collect();
        let mut begun = Totals::new(totals.trust.forgotten());
        begun.erased = totals.erased.clone();
        let failed = |error| Broken::from(Stop::from(error));
        for _ in 0..all.len() + 2 {
            let mut fold = Fold::new(&Empty, begun, self.latest[at]);
            for envelope in &all {
                if fold.take(envelope.clone()).map_err(failed)? == Taken::Broken {
                    return broken(format!("{:?} on {at} breaks its chain", envelope.commit.dot));
                }
            }
            fold.settle().map_err(failed)?;
            fold.conclude().map_err(failed)?;
            // An order that came here after its writer was revoked counted in this order,
            // and what is erased stays erased: once more, knowing whose commits count.
            if fold.totals.erased != totals.erased {
                begun = Totals { erased: totals.erased.clone(), ..Totals::new(totals.trust.clone()) };
                continue;
            }
            if fold.totals.recast {
                begun = fold.totals.anew();
                continue;
            }
            let anew = &fold.totals;
            let differs = [
                ("the rows", anew.lines != totals.lines),
                ("the heads", anew.heads != totals.heads),
                ("the digest", anew.digest() != totals.digest()),
                ("the conflicts", anew.conflicts != totals.conflicts),
                ("the counts", anew.records != totals.records),
                ("what waits", !anew.waiting.keys().eq(totals.waiting.keys())),
                ("the records", cache.count(rows::RECORD) != fold.records.len()),
            ];
            let differs: Vec<_> =
                differs.iter().filter(|(_, differs)| *differs).map(|(what, _)| *what).collect();
            return if differs.is_empty() { Ok(()) } else { broken(format!("{differs:?} on {at}")) };
        }
        broken(format!("folding anew comes to no end on {at}"))
    }

    /// No issue is closed without a reply and a result that rests on it.
    fn check_issues(&mut self, at: usize, records: &BTreeSet<RecordId>) -> Result<(), Broken> {
        let ledgers = [LedgerTag::of(issues::ID), LedgerTag::of(steps::ID)];
        if !records.iter().any(|id| ledgers.contains(&id.ledger())) {
            return Ok(());
        }
        for issue in (0..2).map(acts::issue_id) {
            let Some(standing) = self.standing(at, issue)?.filter(Standing::is_closed) else { continue };
            let of_kind = |kind| standing.steps.iter().filter(move |step| step.kind == kind);
            let rests = of_kind(StepKind::Resolve)
                .any(|result| of_kind(StepKind::Reply).any(|reply| self.saw(at, result.id, reply.id)));
            if !rests {
                return Err(Broken::new("no issue is closed without an answer", &format!("{issue} on {at}")));
            }
            self.count("checked: a closed issue");
        }
        Ok(())
    }

    /// Whether who began one record had seen the beginning of the other.
    fn saw(&self, at: usize, one: RecordId, other: RecordId) -> bool {
        let begins = |id: RecordId| {
            let applied = self.oracle.views[at].applied.iter();
            applied.min_by_key(|number| (!self.oracle.touches(*number, id), *number))
        };
        match (begins(one), begins(other)) {
            (Some(one), Some(other)) => self.oracle.events[one].past.contains(other),
            _ => false,
        }
    }

    /// Who has applied the same shows the same.
    fn check_others(&mut self, at: usize, totals: &Totals) -> Result<(), Broken> {
        let mut same = 0;
        for other in (0..self.laptops.len()).filter(|other| *other != at) {
            let (one, its) = (&self.oracle.views[at], &self.oracle.views[other]);
            if one.applied == its.applied && one.erased == its.erased {
                same += 1;
                let others = &self.laptops[other].totals;
                if others.digest() != totals.digest() || others.conflicts != totals.conflicts {
                    return Err(Broken::new(
                        "the same commits give the same state",
                        &format!("{at} and {other}"),
                    ));
                }
            }
        }
        if same > 0 {
            self.count("checked: two laptops with the same commits");
        }
        Ok(())
    }
}
