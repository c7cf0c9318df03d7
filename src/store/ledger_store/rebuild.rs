//! Building sled anew, from the newest backup that verifies and the journal.

use std::path::Path;

use super::{
    LACKING, LedgerStore, Opening, Rescue, Step,
    broken::Moved,
    evidence::{Evidence, beyond},
};
use crate::{
    log::{bytes::Bytes, vector::Vector},
    store::{Engine, Journal, Key, StoreError, codec, line::Line, totals::Totals, trust::Trust},
};

impl LedgerStore {
    /// Does so; what was there before was moved away.
    pub(super) fn rebuild(
        home: &Path,
        (key, trust, evidence): (&Key, &Trust, &Evidence),
        journal: Journal,
        now_ms: u64,
        rescue: &mut dyn Rescue,
        moved: Moved,
        mut opening: Opening,
    ) -> Result<(Self, Opening), StoreError> {
        opening.rebuilt = Some((moved.why, moved.place));
        let engine = Engine::open(&home.join("sled"), key)?;
        let start = journal.start();
        let mut store = Self {
            home: home.to_path_buf(),
            key: key.clone(),
            engine,
            journal,
            totals: Totals::new(trust.clone()),
            applied: start,
            behind: false,
        };
        let mut step = Step::new(&store.engine, store.totals.clone(), now_ms);
        let mut done = 0;
        rescue.backup(&mut |envelope| {
            done += 1;
            step.take(envelope)
        })?;
        store.totals = step.finish()?;
        let caught = store.catch_up(now_ms, &mut |more| rescue.progress(done + more))?;
        opening.replayed = caught.commits;
        let heads = store.totals.named();
        let proven = caught.proven(&heads);
        evidence.weigh(proven, store.applied, &mut opening);
        let mut lacking = store.lacking()?;
        let known = lacking.clone();
        lacking.join(&beyond(&caught.floor(), &heads));
        if lacking != known {
            let line = Line::Note(LACKING.to_owned(), Bytes(codec::encode(&lacking)));
            store.journal.append([codec::encode(&line)])?;
            store.catch_up(now_ms, &mut |_done| {})?;
        }
        opening.incomplete = lacking != Vector::default();
        rescue.progress(done + opening.replayed);
        Ok((store, opening))
    }
}
