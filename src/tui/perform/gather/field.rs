//! What F5 shows, read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    domain::{calling, diaries, phases::Period, roster::residents, row::Row, visits},
    tui::snapshot::{Fieldwork, Roster},
    workbench::{Error, Workbench},
};

/// Reads it.
pub(super) fn gather(bench: &Workbench, entered: &[Row], roster: &Roster) -> Result<Fieldwork, Error> {
    let today = bench.today();
    let phase = bench.phases()?.into_iter().find(|(_, period)| period.contains(today));
    let phase = phase.map(|(row, period)| (row.text(crate::domain::phases::NAME).to_owned(), period));
    let period = phase.as_ref().map_or(Period::default(), |(_, period)| *period);
    let month = Period { from: Some(today.first_of_month()), to: Some(today.last_of_month()) };
    let mut entries = bench.standing(diaries::ID)?;
    entries.sort_by_key(|row| std::cmp::Reverse((row.date(diaries::DATE), row.place())));
    let coverage = bench.coverage(period)?;
    let homes = roster.residents.iter().filter(|row| row.stands());
    let homes = homes.filter_map(|row| Some((row.id, row.reference(residents::HOUSEHOLD)?))).collect();
    let standing = || entered.iter().enumerate().filter(|(_, visit)| visit.stands());
    let made = standing().map(|(_, visit)| visit).filter(|visit| visits::is_made(visit, today));
    let unlisted = calling::unlisted(&coverage.called, made, &homes, period);
    let mut visited: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (at, visit) in standing().filter(|(_, visit)| !visits::is_plan(visit, today)) {
        if let Some(day) = visit.date(visits::DATE) {
            visited.entry(day).or_default().push(at);
        }
    }
    let of_phase = visited.iter().rev().filter(|(day, _)| period.contains(**day));
    let of_phase = of_phase.flat_map(|(_, places)| places).filter_map(|at| entered.get(*at));
    let wordless = of_phase.filter(|visit| visits::is_empty(visit)).map(|visit| visit.id).collect();
    Ok(Fieldwork {
        coverage,
        unlisted,
        wordless,
        entered: visited.values().map(Vec::len).sum(),
        visited,
        phase,
        days: bench.days(Period::default())?,
        planned: bench.planned(Period::default())?,
        goals: bench.goals()?,
        diaries: entries,
        summary: bench.personal_summary(bench.member(), month)?,
        revisit_days: bench.revisit_days()?,
    })
}
