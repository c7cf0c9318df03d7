//! Visits that were made for one of the six and are in none of its figures (domain.md B2–B5):
//! who was visited is not on that list. Nobody's work is to vanish; whether somebody belongs
//! on the list is for people to say on the card.

use std::collections::{BTreeMap, HashSet};

use super::{Called, RecordId, Row, VisitCategory, visits};
use crate::domain::phases::Period;

/// A visit of which no gauge tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlisted {
    /// The visit.
    pub visit: RecordId,
    /// The resident, or the household, that was visited.
    pub who: RecordId,
    /// For which of the six.
    pub category: VisitCategory,
}

/// Those of these days, in their order; `homes` tells in which household a resident lives.
/// Who waited for an answer is on no list once it came: such visits are not told.
pub fn unlisted<'v>(
    called: &[Called],
    made: impl IntoIterator<Item = &'v Row>,
    homes: &BTreeMap<RecordId, RecordId>,
    period: Period,
) -> Vec<Unlisted> {
    let own: HashSet<_> = called.iter().map(|line| (line.who, line.category)).collect();
    // A visit to a household that names nobody counts for whoever lives there.
    let of_household = called.iter().filter_map(|line| Some((*homes.get(&line.who)?, line.category)));
    let through: HashSet<_> = of_household.collect();
    let of_these_days = |visit: &&Row| visit.date(visits::DATE).is_some_and(|day| period.contains(day));
    let mut found = Vec::new();
    for visit in made.into_iter().filter(of_these_days) {
        let (to, at) = (visit.reference(visits::RESIDENT), visit.reference(visits::HOUSEHOLD));
        let Some(who) = to.or(at) else { continue };
        let home = at.or_else(|| homes.get(&who).copied());
        let is_listed = |category: VisitCategory| {
            own.contains(&(who, category))
                || home.is_some_and(|home| own.contains(&(home, category)))
                || to.is_none() && through.contains(&(who, category))
        };
        let categories = visit.all(visits::CATEGORY).iter();
        let categories = categories.filter_map(|value| VisitCategory::from_key(value.as_text()?));
        let beside =
            categories.filter(|category| *category != VisitCategory::Petitioner && !is_listed(*category));
        found.extend(beside.map(|category| Unlisted { visit: visit.id, who, category }));
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{super::Reason, *};
    use crate::domain::{
        field::Tag,
        testing::{card, id},
        value::Value,
    };

    fn called(who: RecordId, category: VisitCategory) -> Called {
        Called {
            who, category, place: None, reason: Reason::Fact("名册".into()), since: None, visited: None
        }
    }

    // Shows B2, B5.
    #[test]
    fn a_visit_for_a_list_that_nobody_put_the_person_on_is_told_and_no_other() {
        let (person, other, home) = (id("residents", 1), id("residents", 2), id("households", 1));
        let visit = |n: u8, (tag, who): (Tag, RecordId), category: &str, day| {
            let category = Value::Choice(category.to_owned());
            let day = Value::Date(day);
            card(visits::ID, n, &[(visits::DATE, day), (tag, Value::Ref(who)), (visits::CATEGORY, category)])
        };
        let (near, far) = (date(2026, 11, 18), date(2026, 9, 1));
        let rows = [
            visit(1, (visits::RESIDENT, person), "veteran_member", near),
            visit(2, (visits::RESIDENT, person), "hardship", near),
            visit(3, (visits::RESIDENT, other), "veteran_member", near),
            visit(4, (visits::HOUSEHOLD, home), "hardship", near),
            visit(5, (visits::RESIDENT, other), "exemplar", far),
            visit(6, (visits::RESIDENT, other), "petitioner", near),
        ];
        let list = [called(person, VisitCategory::Hardship)];
        let homes = BTreeMap::from([(person, home)]);
        let days = Period { from: Some(date(2026, 11, 1)), to: None };
        let found = unlisted(&list, &rows, &homes, days);
        let told: Vec<_> = found.iter().map(|it| (it.visit, it.who, it.category)).collect();
        let member = VisitCategory::VeteranMember;
        assert_eq!(told, [(rows[0].id, person, member), (rows[2].id, other, member)]);
        // A household on the list stands for whoever lives there.
        let found = unlisted(&[called(home, member)], &rows[..1], &homes, days);
        assert!(found.is_empty(), "{found:?}");
    }
}
