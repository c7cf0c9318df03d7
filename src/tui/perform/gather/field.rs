//! What F5 shows, read.

use crate::{
    domain::{diaries, phases::Period},
    tui::snapshot::Fieldwork,
    workbench::{Error, Workbench},
};

/// Reads it.
pub(super) fn gather(bench: &Workbench) -> Result<Fieldwork, Error> {
    let today = bench.today();
    let phase = bench.phases()?.into_iter().find(|(_, period)| period.contains(today));
    let phase = phase.map(|(row, period)| (row.text(crate::domain::phases::NAME).to_owned(), period));
    let period = phase.as_ref().map_or(Period::default(), |(_, period)| *period);
    let month = Period { from: Some(today.first_of_month()), to: Some(today.last_of_month()) };
    let mut entries = bench.standing(diaries::ID)?;
    entries.sort_by_key(|row| std::cmp::Reverse((row.date(diaries::DATE), row.place())));
    Ok(Fieldwork {
        coverage: bench.coverage(period)?,
        phase,
        days: bench.days(Period::default())?,
        planned: bench.planned(Period::default())?,
        goals: bench.goals()?,
        diaries: entries,
        summary: bench.personal_summary(bench.member(), month)?,
        revisit_days: bench.revisit_days()?,
    })
}
