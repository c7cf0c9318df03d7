//! What would be here after some bundles were taken in, so that the next one is
//! judged on top of them and not on top of what is here now.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use crate::{
    bundle::{
        plan::{Left, Plan},
        seal::Ring,
    },
    domain::id::RecordId,
    log::{
        commit::{Dot, Envelope, PeerId, Point},
        record::Record,
    },
    store::{
        StoreError,
        fold::{Base, Totals},
        ledger_store::LedgerStore,
        placing::Trace,
    },
    workbench::{Error, Workbench, progress::Progress, sync::Preview},
};

/// What plans would leave, were they carried out.
pub(super) struct Foreseen {
    /// The figures.
    pub(super) totals: Totals,
    records: HashMap<RecordId, Record>,
    waiting: BTreeMap<Point, Envelope>,
    traces: BTreeMap<PeerId, Vec<(u64, Vec<Trace>)>>,
    /// Invitations by which laptops would be enrolled: each is for one.
    used: BTreeSet<RecordId>,
}

/// The same on top of the store.
struct Above<'a> {
    store: &'a LedgerStore,
    foreseen: &'a Foreseen,
}

impl Base for Above<'_> {
    fn record(&self, id: RecordId) -> Result<Option<Record>, StoreError> {
        match self.foreseen.records.get(&id) {
            Some(record) => Ok(Some(record.clone())),
            None => self.store.record(id),
        }
    }

    fn commit(&self, dot: Dot) -> Result<Option<Envelope>, StoreError> {
        // Those that would be applied are not kept: a plan writes nothing into them.
        self.store.commit(dot)
    }

    fn waiting(&self, point: Point) -> Result<Option<Envelope>, StoreError> {
        match self.foreseen.waiting.get(&point) {
            Some(envelope) => Ok(Some(envelope.clone())),
            None => self.store.waiting(point),
        }
    }

    fn trace(&self, at: Dot) -> Result<Option<Trace>, StoreError> {
        let parts = self.foreseen.traces.get(&at.peer).into_iter().flatten();
        let found = parts.rev().find_map(|(first, traces)| {
            let nth = usize::try_from(at.seq.checked_sub(*first)?).ok()?;
            traces.get(nth).cloned()
        });
        match found {
            Some(trace) => Ok(Some(trace)),
            None => self.store.trace(at),
        }
    }
}

impl Foreseen {
    /// Nothing more than what is here.
    pub(super) fn new(totals: Totals) -> Self {
        Self {
            totals,
            records: HashMap::new(),
            waiting: BTreeMap::new(),
            traces: BTreeMap::new(),
            used: BTreeSet::new(),
        }
    }

    fn add(&mut self, left: Left) {
        let Left { totals, records, waiting, traces, news: _ } = left;
        // Where commits would be set aside all is folded anew: that is not foreseen.
        self.totals = Totals { recast: false, renaming: None, ..totals };
        for (row, part) in traces {
            self.traces.entry(row).or_default().push(part);
        }
        self.records.extend(records);
        self.waiting.extend(waiting);
        let totals = &self.totals;
        self.waiting.retain(|point, _| totals.waiting.contains_key(point));
    }
}

impl Workbench {
    /// Works out what a bundle would change after those before it.
    pub(super) fn foresee(
        &self,
        foreseen: &mut Foreseen,
        file: &Path,
        ring: &Ring,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Preview, Error> {
        let above = Above { store: &self.store, foreseen };
        let totals = above.foreseen.totals.clone();
        let used = &above.foreseen.used;
        let (outer, planned, _) = self.plan_on(&above, totals, (file, ring), used, progress)?;
        let (used, enrols): (Vec<_>, Vec<_>) = planned.enrols.into_iter().unzip();
        let (plan, left) = planned.planner.finish_with()?;
        foreseen.add(left);
        foreseen.used.extend(used);
        let (plan, clocks) = (Plan { enrols, ..plan }, self.wrong_clocks_with(&outer)?);
        Ok(Preview { file: file.to_path_buf(), outer, plan, renewed: None, clocks })
    }
}
