//! Where records stand that nobody writes a state of, read; kept while nothing
//! that they follow from has changed.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use crate::{
    domain::{
        consent::{self, Purpose, Said, consents},
        id::RecordId,
        oversight::{commendations, findings, honour_steps, rectifications},
        retention::periods,
        roster::residents,
        row::Row,
        team::peers,
    },
    tui::snapshot::Standings,
    workbench::{Error, Workbench},
};

/// What standings follow from.
const SOURCES: [&str; 8] = [
    findings::ID,
    rectifications::ID,
    commendations::ID,
    honour_steps::ID,
    consents::ID,
    residents::ID,
    peers::ID,
    periods::ID,
];

/// Standings with the rows they were made of.
pub(in crate::tui::perform) struct Known {
    rows: Vec<Arc<Vec<Row>>>,
    ledgers: usize,
    standings: Arc<Standings>,
}

/// Reads them, or answers what is known still.
pub(super) fn gather(bench: &Workbench, known: &mut Option<Known>) -> Result<Arc<Standings>, Error> {
    let rows: Result<Vec<_>, Error> = SOURCES.iter().map(|ledger| bench.rows(ledger)).collect();
    let rows = rows?;
    let ledgers = bench.catalog().iter().count();
    if let Some(known) = known
        && known.ledgers == ledgers
        && known.rows.iter().zip(&rows).all(|(one, other)| Arc::ptr_eq(one, other))
    {
        return Ok(Arc::clone(&known.standings));
    }
    let standings = Arc::new(Standings {
        findings: bench.findings()?.into_iter().map(|found| (found.finding.id, found.standing)).collect(),
        honours: bench.honours()?.into_iter().map(|(row, stage)| (row.id, stage)).collect(),
        consents: words(bench)?,
        periods: bench.periods()?,
    });
    *known = Some(Known { rows, ledgers, standings: Arc::clone(&standings) });
    Ok(standings)
}

/// What stands of each subject of consent, by every word about it.
fn words(bench: &Workbench) -> Result<HashMap<RecordId, Said>, Error> {
    let rows = bench.rows(consents::ID)?;
    let mut by_subject: HashMap<(RecordId, Purpose, String), Vec<&Row>> = HashMap::new();
    for row in rows.iter() {
        if let Some(subject) = consent::subject(row) {
            by_subject.entry(subject).or_default().push(row);
        }
    }
    let mut born = HashMap::new();
    let mut told = HashMap::new();
    for ((resident, ..), words) in by_subject {
        let born = match born.entry(resident) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                *unknown.insert(bench.row(resident)?.and_then(|row| row.date(residents::BORN)))
            }
        };
        if let Some(said) = consent::standing(&words, born) {
            told.extend(words.iter().map(|row| (row.id, said)));
        }
    }
    Ok(told)
}
