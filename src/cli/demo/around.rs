//! Whom and what the rows of the demonstration can name.

use jiff::{ToSpan, civil::Date};

use super::{
    dice::Dice,
    lists::Listed,
    matters::Open,
    names::Names,
    people::{People, Resident},
    unreadable,
};
use crate::{
    cli::failure::Failure,
    domain::{
        field::{Field, Kind},
        id::RecordId,
        input,
        issues::issues,
        lunar::years,
        roster::{households, neighbourhoods, residents},
        team::members,
    },
    workbench::Workbench,
};

/// Draws something that is there already.
const DRAWN: &str = "?";

/// Counts: the third member, the second neighbourhood.
const COUNTED: char = '#';

/// What is there already.
pub(super) struct Around<'a> {
    pub(super) names: &'a Names,
    pub(super) members: &'a [RecordId],
    pub(super) people: &'a People,
    pub(super) open: &'a [Open],
    pub(super) listed: &'a [Listed],
}

impl Around<'_> {
    /// Nobody checks himself for another, nor approves his own leave.
    pub(super) fn member_of(&self, bench: &Workbench, ledger: &str, told: String) -> String {
        let own = bench.member();
        let other = self.members.iter().find(|member| **member != own);
        match (ledger, other) {
            ("self_checks" | "conduct_checks", _) => own.to_string(),
            ("leaves", Some(other)) if told == own.to_string() => other.to_string(),
            _ => told,
        }
    }

    /// Whether a text names nothing itself.
    pub(super) fn draws(text: &str) -> bool {
        text.split('、').all(|part| part.starts_with(DRAWN) || part.starts_with(COUNTED))
    }

    /// What is typed for a field of a row that is about this resident.
    pub(super) fn told(
        &self,
        bench: &Workbench,
        dice: &mut Dice,
        field: &Field,
        text: &str,
        resident: Option<&Resident>,
    ) -> Result<String, Failure> {
        let nothing = || unreadable(&format!("{}: {text}", field.key));
        Ok(match &field.kind {
            Kind::Date => self.day(bench, text).ok_or_else(nothing)?.to_string(),
            Kind::Lunar => match self.day(bench, text).and_then(years::from_solar) {
                Some((_, day)) => day.to_string(),
                None => text.to_owned(),
            },
            Kind::Phone if text == DRAWN => dice.phone(),
            Kind::Int if text == DRAWN => bench.today().year().to_string(),
            Kind::Text | Kind::Name if text == DRAWN => self.names.adult(dice, bench.today()).name,
            Kind::Ref(of) if Self::draws(text) => {
                let mut ids = Vec::new();
                for (at, part) in input::parts(field, text).into_iter().enumerate() {
                    // Only the first of several is whom the row is about.
                    let about = resident.filter(|_| at == 0);
                    ids.push(self.one(dice, of, part, about).ok_or_else(nothing)?.to_string());
                }
                ids.join("、")
            }
            Kind::Text
            | Kind::Name
            | Kind::LongText
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Bool
            | Kind::Instant
            | Kind::Choice(_)
            | Kind::Ref(_) => text.to_owned(),
        })
    }

    /// A day so many days from the demonstration's own.
    #[expect(clippy::unused_self, reason = "one of the ways in which a row names something")]
    pub(super) fn day(&self, bench: &Workbench, text: &str) -> Option<Date> {
        let days: i32 = text.parse().ok()?;
        bench.today().checked_add(days.days()).ok()
    }

    /// A member who is named by place, or drawn.
    pub(super) fn member(&self, dice: &mut Dice, text: &str) -> Option<RecordId> {
        self.one(dice, members::ID, text, None)
    }

    fn one(&self, dice: &mut Dice, of: &str, text: &str, about: Option<&Resident>) -> Option<RecordId> {
        let place = text.strip_prefix(COUNTED).and_then(|place| place.parse::<usize>().ok());
        let nth = place.and_then(|place| place.checked_sub(1));
        let somebody = |dice: &mut Dice| about.or_else(|| self.people.somebody(dice, None)).cloned();
        match of {
            members::ID => match nth {
                Some(at) => self.members.get(at).copied(),
                None => dice.pick(self.members).copied(),
            },
            neighbourhoods::ID => match nth {
                Some(at) => self.people.places.get(at),
                None => dice.pick(&self.people.places),
            }
            .map(|(place, _)| *place),
            residents::ID if text != DRAWN => {
                // Somebody who stands on the list for that and has been visited.
                let wanted = text.strip_prefix(DRAWN);
                let is_wanted = |one: &&Listed| one.visited && !one.household && Some(one.category) == wanted;
                let fitting: Vec<&Listed> = self.listed.iter().filter(is_wanted).collect();
                // In a small community nobody may be; somebody is visited all the same.
                let listed = dice.pick(&fitting).map(|one| one.resident.id);
                listed.or_else(|| somebody(dice).map(|resident| resident.id))
            }
            residents::ID => somebody(dice).map(|resident| resident.id),
            households::ID => somebody(dice).map(|resident| resident.household),
            // An issue, also where any record would do.
            issues::ID | "" => dice.pick(self.open).map(|issue| issue.id),
            _ => None,
        }
    }
}
