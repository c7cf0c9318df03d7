//! What the list of residents tells besides where the screen is wide; derived for the rows
//! that are drawn, and for all of them only where somebody sorts by it.

use jiff::civil::Date;

use crate::{
    domain::{
        calendar,
        field::Field,
        id::RecordId,
        roster::{households, is_head, residents},
        row::Row,
        wording::Lang,
    },
    tui::snapshot::{Roster, Snapshot},
};

/// What a further column tells of a row.
#[derive(Debug, Clone)]
pub(in crate::tui) enum Further<'a> {
    /// Years of age.
    Age(i16),
    /// The day of the last visit.
    Seen(Date),
    /// The head of the household.
    Head(&'a str),
    /// Why a visit is owed, as the field says it.
    Reason(&'a Row, &'a Field),
}

impl Further<'_> {
    /// As it stands in its cells.
    pub(in crate::tui) fn told(&self, data: &Snapshot, lang: Lang) -> String {
        match self {
            Self::Age(years) => years.to_string(),
            Self::Seen(day) => day.to_string(),
            Self::Head(name) => (*name).to_owned(),
            Self::Reason(row, field) => data.shown(row, field, lang),
        }
    }
}

/// What a further column tells of a resident, or of a household in which nobody is
/// registered; none where nothing is known.
pub(in crate::tui) fn further<'a>(data: &'a Snapshot, id: RecordId, key: &str) -> Option<Further<'a>> {
    let roster = &data.roster;
    let resident = roster.resident(id);
    let house = match resident {
        Some(row) => row.reference(residents::HOUSEHOLD).and_then(|id| roster.household(id)),
        None => roster.household(id),
    };
    match key {
        "age" => resident?.date(residents::BORN).and_then(|born| age(born, data.today)).map(Further::Age),
        "seen" => {
            data.last_visit([Some(id), house.map(|row| row.id)].into_iter().flatten()).map(Further::Seen)
        }
        "head" => head(roster, house?).map(Further::Head),
        "reason" => {
            let (row, tag) = match resident {
                Some(row) => (row, residents::VISIT_FACTS),
                None => (house?, households::VISIT_FACTS),
            };
            let field = data.catalog.of(id)?.field(tag)?;
            (!row.all(tag).is_empty()).then_some(Further::Reason(row, field))
        }
        _ => None,
    }
}

/// Who is the head: as the household says, else who lives there as its head.
fn head<'a>(roster: &'a Roster, house: &'a Row) -> Option<&'a str> {
    let own = house.text(households::HEAD);
    let living = || {
        let found = roster.living_in(house.id).find(|row| is_head(row));
        found.map(|row| row.text(residents::NAME))
    };
    Some(own).filter(|own| !own.is_empty()).or_else(living)
}

/// Whole years of age; none before the birth.
fn age(born: Date, today: Date) -> Option<i16> {
    Some(calendar::age(born, today)).filter(|years| *years >= 0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_age_is_counted_in_whole_years() {
        let today = date(2026, 11, 22);
        assert_eq!(age(date(1951, 11, 22), today), Some(75));
        assert_eq!(age(date(1951, 11, 23), today), Some(74));
        assert_eq!(age(date(2026, 11, 22), today), Some(0));
        assert_eq!(age(date(2026, 11, 23), today), None);
        assert_eq!(age(date(2028, 2, 29), date(2029, 2, 28)), Some(0));
    }
}
