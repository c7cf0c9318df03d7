//! What a bundle would change, read to its end.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::revoked;
use crate::{
    bundle::{
        BundleError,
        format::{Inner, Outer, Purpose},
        plan::{Plan, Planner},
        read::{self, Reader},
        seal::Ring,
        verify::{self, Orders},
    },
    domain::id::RecordId,
    log::commit::{Envelope, PeerId},
    store::{
        fold::{Base, Totals},
        trust::Membership,
    },
    workbench::{
        Error, Workbench,
        progress::{self, Progress, Stage},
    },
};

/// What was read of a bundle.
pub(in crate::workbench) struct Reading {
    /// Its part in clear.
    pub(in crate::workbench) outer: Outer,
    /// What it would change.
    pub(in crate::workbench) plan: Plan,
    pub(super) inner: Inner,
    /// Which of its commits are new, in their order.
    pub(super) news: Vec<bool>,
    /// Residents whom it may order to be erased, and who are not yet.
    pub(in crate::workbench) goes: BTreeSet<RecordId>,
}

/// What taking a bundle in would do, with what it would leave.
pub(in crate::workbench) struct Planned<'b, B: Base> {
    pub(in crate::workbench) planner: Planner<'b, B>,
    /// Laptops that came by an invitation and would be enrolled, by it.
    pub(in crate::workbench) enrols: BTreeMap<RecordId, PeerId>,
}

impl Workbench {
    /// What a bundle would change; nothing is written.
    pub(in crate::workbench) fn plan(
        &self,
        file: &Path,
        ring: &Ring,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Reading, Error> {
        let totals = self.store.totals().clone();
        let used = BTreeSet::new();
        let (outer, planned, inner) = self.plan_on(&self.store, totals, (file, ring), &used, progress)?;
        let enrols = planned.enrols.into_values().collect();
        let (plan, left) = planned.planner.finish_with()?;
        let goes = self.people_to_go(&left)?;
        Ok(Reading { outer, plan: Plan { enrols, ..plan }, inner, news: left.news, goes })
    }

    /// Reads a bundle to its end and works out what it would change on top of
    /// `base`, where some invitations are `used` that are open here.
    pub(in crate::workbench) fn plan_on<'b, B: Base>(
        &self,
        base: &'b B,
        totals: Totals,
        (file, ring): (&Path, &Ring),
        used: &BTreeSet<RecordId>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Outer, Planned<'b, B>, Inner), Error> {
        let outer = read::inspect(file)?;
        match outer.purpose {
            Purpose::Exchange => {}
            Purpose::Invitation => return Err(Error::WrongFile("invitation")),
            Purpose::Backup => return Err(Error::WrongFile("backup")),
        }
        if outer.group != self.secrets.group.group {
            return Err(BundleError::ForeignGroup(outer.group).into());
        }
        self.refuse_revoked(base, &totals, file, ring, &outer)?;
        let (planner, inner) = self.read_on(base, totals.clone(), (file, ring), &outer, progress)?;
        // Whom this import will enrol, it takes in at once.
        let mut enrols = self.invited(&planner.strangers())?;
        enrols.retain(|invitation, _| !used.contains(invitation));
        if enrols.is_empty() {
            return Ok((outer, Planned { planner, enrols }, inner));
        }
        let trust = totals.trust.foreseeing(enrols.values().copied());
        let totals = Totals { trust, ..totals };
        let (planner, inner) = self.read_on(base, totals, (file, ring), &outer, progress)?;
        Ok((outer, Planned { planner, enrols }, inner))
    }

    /// Reads a bundle to its end and takes its commits into account.
    fn read_on<'b, B: Base>(
        &self,
        base: &'b B,
        totals: Totals,
        (file, ring): (&Path, &Ring),
        outer: &Outer,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<(Planner<'b, B>, Inner), Error> {
        let mut planner = Planner::new(base, totals, self.clock.now_ms());
        let reader = Reader::open(file, ring)?;
        let (sender, is_doubtful) = (outer.sender, reader.is_doubtful);
        let mut done = 0;
        let (_, inner) = verify::verify(reader, Orders::Anywhere, &mut |envelope: Envelope| {
            done += 1;
            progress::step(progress, Stage::Reading, done, Some(outer.commits))?;
            planner.take(envelope)
        })?;
        if is_doubtful && !self.is_accounted_for(sender, &planner)? {
            return Err(BundleError::Unvouched(sender).into());
        }
        // Of leads that revoke each other one is right, and may have to say so himself.
        if let Some(Membership::Revoked { .. }) = self.membership_of(sender)
            && let Some(Membership::Revoked { after, .. }) = planner.trust().membership(sender)
            && revoked::is_beyond(sender, after, outer, &inner)
        {
            return Err(BundleError::Revoked(sender).into());
        }
        Ok((planner, inner))
    }
}
