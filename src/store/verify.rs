//! Checking sled's contents instead of believing them.

use super::{
    engine::Engine,
    error::StoreError,
    fold::{Empty, Fold, Taken, Totals},
    ledger_store::LedgerStore,
    orders,
    placing::{Applied, Placing},
    rows,
};
use crate::log::{
    chain,
    commit::{Dot, Envelope, PeerId},
    heads::End,
    record::StateSum,
    vector::Vector,
};

/// Reads every value and answers the stored figures if they are the figures of
/// what is stored; [`StoreError::Damaged`] otherwise. `look` is called for each
/// of them and may end it.
pub(super) fn totals(
    engine: &Engine,
    look: &mut dyn FnMut() -> Result<(), StoreError>,
) -> Result<Totals, StoreError> {
    let stored = rows::totals(engine)?;
    let mut counted = Totals {
        newest: stored.newest,
        crests: stored.crests.clone(),
        lines: stored.lines.clone(),
        loose: stored.loose.clone(),
        led: stored.led.clone(),
        recast: stored.recast,
        renaming: stored.renaming,
        erased: stored.erased.clone(),
        stale: stored.stale,
        ..Totals::new(stored.trust.forgotten())
    };
    let placing = Applied::new(engine, &stored);
    let mut state = StateSum::default();
    for entry in rows::records(engine, &[])? {
        let (id, mut record) = entry?;
        look()?;
        state.add(&record.digest(id));
        *counted.records.entry(id.ledger()).or_default() += 1;
        if record.has_conflict() {
            counted.conflicts.insert(id);
        }
        for scope in stored.erased.about(id) {
            let meant = scope.what.placed(|point| placing.resolve(point))?;
            if meant.is_some_and(|what| record.erase(what)) {
                return Err(StoreError::damaged(format!("record {id} holds values that were erased")));
            }
        }
    }
    counted.state = state;
    let unchained = || StoreError::damaged("the commits in sled are not one chain a laptop");
    let mut row: Option<(PeerId, u64, [u8; 32])> = None;
    for entry in rows::applied(engine)? {
        let (at, envelope) = entry?;
        look()?;
        let name = envelope.commit.dot;
        let before = match row {
            Some((peer, seq, hash)) if peer == at.peer => (seq, hash),
            Some(_) | None => (0, placing.begins_with(at.peer, &envelope)?.ok_or_else(unchained)?),
        };
        let extended = chain::extend(&envelope.previous, &envelope.commit);
        let is_next = (at.seq, envelope.previous) == (before.0 + 1, before.1);
        if stored.lines.name(at) != name || !is_next || extended != Ok(envelope.hash) {
            return Err(unchained());
        }
        expect_erased(&envelope, &stored)?;
        if orders::of(&envelope.commit).any(|scope| !stored.erased.has(scope)) {
            return Err(StoreError::damaged("an order to erase is not in force"));
        }
        let mut seen = Vec::new();
        for point in &envelope.commit.seen {
            seen.push(placing.resolve(*point)?.ok_or_else(unchained)?);
        }
        let end = End { hash: envelope.hash, stamp: envelope.commit.stamp };
        counted.heads.advance(at, end, &seen, placing.begin_of(&envelope, at)?);
        counted.trust.note(envelope.point(), at.peer, &envelope.commit);
        row = Some((at.peer, at.seq, envelope.hash));
    }
    for entry in rows::all_waiting(engine)? {
        let envelope = entry?;
        let point = envelope.point();
        expect_erased(&envelope, &stored)?;
        if let Some(row) = stored.trust.noted(point) {
            counted.trust.note(point, row, &envelope.commit);
        }
        if let Some(waits) = stored.waiting.get(&point) {
            counted.waiting.insert(point, *waits);
        }
    }
    counted.trust.follow_courses_of(&stored.trust);
    if counted == stored {
        Ok(stored)
    } else {
        Err(StoreError::damaged("sled's figures are not those of its contents"))
    }
}

/// Finds a value in a commit that was ordered to be erased.
fn expect_erased(envelope: &Envelope, totals: &Totals) -> Result<(), StoreError> {
    let Dot { peer, seq } = envelope.commit.dot;
    if totals.erased.touch(envelope) {
        return Err(StoreError::damaged(format!(
            "commit {seq} of peer {peer} holds values that were erased"
        )));
    }
    Ok(())
}

/// Folds all commits anew in memory and compares; answers what is broken.
pub(super) fn everything(
    store: &LedgerStore,
    engine: &Engine,
    now_ms: u64,
    look: &mut dyn FnMut() -> Result<(), StoreError>,
) -> Result<Vec<String>, StoreError> {
    let mut broken = Vec::new();
    match totals(engine, look) {
        Ok(_) => {}
        Err(StoreError::Stopped) => return Err(StoreError::Stopped),
        Err(error) => broken.push(error.to_string()),
    }
    if store.journal_remembers() {
        broken.push("the journal holds values that were erased".to_owned());
    }
    let mut fold = Fold::new(&Empty, store.totals().anew(), now_ms);
    for envelope in store.in_order(&Vector::default()) {
        let (Dot { peer, seq }, envelope) = envelope?;
        look()?;
        if fold.take(envelope)? == Taken::Broken {
            broken.push(format!("commit {seq} of peer {peer} does not follow from those before it"));
        }
        fold.applied.clear();
    }
    fold.settle()?;
    for Dot { peer, seq } in fold.totals.waiting.keys().map(|point| point.dot) {
        broken.push(format!("commit {seq} of peer {peer} was applied before its causes"));
    }
    let mut stored = 0;
    for entry in rows::records(engine, &[])? {
        let (id, record) = entry?;
        look()?;
        stored += 1;
        if fold.records.get(&id).is_none_or(|folded| folded.digest(id) != record.digest(id)) {
            broken.push(format!("record {id} is not the fold of its commits"));
        }
    }
    if stored != fold.records.len() {
        broken.push(format!("{} records follow from the commits, {stored} are stored", fold.records.len()));
    }
    if fold.totals.digest() != store.totals().digest() {
        broken.push("the digest is not that of the commits".to_owned());
    }
    Ok(broken)
}
