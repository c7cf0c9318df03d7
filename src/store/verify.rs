//! Checking sled's contents instead of believing them.

use super::{
    engine::Engine,
    error::StoreError,
    fold::{Empty, Fold, Taken, Totals},
    ledger_store::LedgerStore,
    orders, rows,
};
use crate::log::{
    chain,
    commit::{Dot, Envelope, PeerId},
    record::StateSum,
    vector::Vector,
};

/// Reads every value and answers the stored figures if they are the figures of
/// what is stored; [`StoreError::Damaged`] otherwise.
pub(super) fn totals(engine: &Engine) -> Result<Totals, StoreError> {
    let stored = rows::totals(engine)?;
    let mut counted = Totals {
        newest: stored.newest,
        crests: stored.crests.clone(),
        recast: stored.recast,
        erased: stored.erased.clone(),
        stale: stored.stale,
        ..Totals::new(stored.trust.forgotten())
    };
    let mut state = StateSum::default();
    for entry in rows::records(engine, &[])? {
        let (id, record) = entry?;
        state.add(&record.digest(id));
        if record.writes().any(|(slot, dot)| stored.erased.covers(dot, slot.about(id))) {
            return Err(StoreError::damaged(format!("record {id} holds values that were erased")));
        }
        *counted.records.entry(id.ledger()).or_default() += 1;
        if record.has_conflict() {
            counted.conflicts.insert(id);
        }
    }
    counted.state = state;
    let mut row: Option<(PeerId, u64, [u8; 32])> = None;
    for entry in rows::envelopes(engine, rows::COMMIT)? {
        let (dot, envelope) = entry?;
        let (seq, hash) = match row {
            Some((peer, seq, hash)) if peer == dot.peer => (seq, hash),
            Some(_) | None => (0, chain::genesis(dot.peer)),
        };
        let extended = chain::extend(&hash, &envelope.commit);
        if dot != envelope.commit.dot || dot.seq != seq + 1 || extended != Ok(envelope.hash) {
            return Err(StoreError::damaged("the commits in sled are not one chain a laptop"));
        }
        expect_erased(&envelope, &stored)?;
        if orders::of(&envelope.commit).any(|scope| !stored.erased.has(scope)) {
            return Err(StoreError::damaged("an order to erase is not in force"));
        }
        counted.heads.advance(&envelope.commit, envelope.hash);
        counted.trust.note(&envelope.commit);
        row = Some((dot.peer, dot.seq, envelope.hash));
    }
    for entry in rows::envelopes(engine, rows::WAITING)? {
        let (dot, envelope) = entry?;
        expect_erased(&envelope, &stored)?;
        counted.trust.note(&envelope.commit);
        if let Some(missing) = stored.waiting.get(&dot) {
            counted.waiting.insert(dot, *missing);
        }
    }
    if counted == stored {
        Ok(stored)
    } else {
        Err(StoreError::damaged("sled's figures are not those of its contents"))
    }
}

/// Finds a value in a commit that was ordered to be erased.
fn expect_erased(envelope: &Envelope, totals: &Totals) -> Result<(), StoreError> {
    let Dot { peer, seq } = envelope.commit.dot;
    if totals.erased.touch(&envelope.commit) {
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
) -> Result<Vec<String>, StoreError> {
    let mut broken = Vec::new();
    if let Err(error) = totals(engine) {
        broken.push(error.to_string());
    }
    if store.journal_remembers() {
        broken.push("the journal holds values that were erased".to_owned());
    }
    let mut begun = Totals::new(store.totals().trust.clone());
    begun.erased = store.totals().erased.clone();
    let mut fold = Fold::new(&Empty, begun, now_ms);
    for envelope in store.in_order(&Vector::default()) {
        let envelope = envelope?;
        let Dot { peer, seq } = envelope.commit.dot;
        if fold.take(envelope)? == Taken::Forked {
            broken.push(format!("commit {seq} of peer {peer} does not follow from those before it"));
        }
        fold.applied.clear();
    }
    fold.settle()?;
    for Dot { peer, seq } in fold.totals.waiting.keys() {
        broken.push(format!("commit {seq} of peer {peer} was applied before its causes"));
    }
    let mut stored = 0;
    for entry in rows::records(engine, &[])? {
        let (id, record) = entry?;
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
