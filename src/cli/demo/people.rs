//! Neighbourhoods, households and residents.

use jiff::civil::Date;

use super::{
    dice::Dice,
    names::{Names, Person},
};
use crate::{
    domain::{
        id::RecordId,
        roster::{households, neighbourhoods, residents},
        value::Value,
    },
    workbench::{Error, Workbench, draft::Draft},
};

/// Households in one commit.
const BATCH: usize = 100;

/// Everybody who lives there.
pub(super) struct People {
    /// The neighbourhoods with their names.
    pub(super) places: Vec<(RecordId, String)>,
    /// Grown-up residents, who ask and are visited.
    pub(super) adults: Vec<Resident>,
}

/// Somebody who lives there.
#[derive(Debug, Clone)]
pub(super) struct Resident {
    pub(super) id: RecordId,
    pub(super) name: String,
    pub(super) phone: String,
    pub(super) place: RecordId,
    pub(super) household: RecordId,
}

/// Somebody and what he is to the head of the household.
struct Member {
    person: Person,
    relation: &'static str,
}

impl People {
    /// Settles so many residents in households of about three.
    pub(super) fn settle(
        bench: &mut Workbench,
        names: &Names,
        dice: &mut Dice,
        members: &[RecordId],
        residents: u32,
    ) -> Result<Self, Error> {
        let mut people = Self { places: places(bench, names, dice, members)?, adults: Vec::new() };
        let mut left = residents as usize;
        let homes = (left / 3).max(1);
        let mut draft = Draft::new();
        for home in 0..homes {
            let after = homes - home - 1;
            let wanted = dice.pick(&[1, 2, 2, 3, 3, 3, 4, 4, 5]).copied().unwrap_or(3);
            let size =
                wanted.clamp(left.saturating_sub(after * 5).max(1), left.saturating_sub(after).clamp(1, 5));
            left -= size.min(left);
            let mut family = family(names, dice, bench.today(), size);
            if let Some(rare) = (home % 7 == 3).then(|| names.rare.whole_names.get(home / 7)).flatten() {
                family[0].person.name.clone_from(rare);
            }
            people.move_in(bench, names, dice, &mut draft, home, &family)?;
            if home % BATCH == BATCH - 1 {
                bench.commit(std::mem::take(&mut draft))?;
            }
        }
        bench.commit(draft)?;
        Ok(people)
    }

    /// Somebody of a neighbourhood, or of any where nobody lives there.
    pub(super) fn somebody(&self, dice: &mut Dice, place: Option<RecordId>) -> Option<&Resident> {
        let there: Vec<&Resident> =
            self.adults.iter().filter(|resident| place.is_none_or(|place| resident.place == place)).collect();
        dice.pick(&there).copied().or_else(|| dice.pick(&self.adults))
    }

    fn move_in(
        &mut self,
        bench: &Workbench,
        names: &Names,
        dice: &mut Dice,
        draft: &mut Draft,
        number: usize,
        family: &[Member],
    ) -> Result<(), Error> {
        let at = number % self.places.len().max(1);
        let (Some(area), Some((place, _))) = (names.neighbourhoods.get(at), self.places.get(at).cloned())
        else {
            return Ok(());
        };
        let address = area.address(dice);
        let household = bench.begin_record(draft, households::ID, None)?;
        let phone = dice.phone();
        draft.set(household, households::ADDRESS, Value::text(address.clone()));
        draft.set(household, households::NUMBER, Value::text(format!("HS{:05}", number + 1)));
        draft.set(household, households::NEIGHBOURHOOD, Some(Value::Ref(place)));
        draft.set(
            household,
            households::HEAD,
            family.first().and_then(|head| Value::text(head.person.name.clone())),
        );
        draft.set(household, households::PHONE, Value::text(phone.clone()));
        draft.set(household, households::SIZE, i64::try_from(family.len()).ok().map(Value::Int));
        if dice.percent(12)
            && let Some(tag) = dice.pick(&names.tags)
        {
            draft.set(household, households::NOTE, Value::text(format!("{}：{}", tag.name, tag.note)));
        }
        for (place_in_family, Member { person, relation }) in family.iter().enumerate() {
            let id = bench.begin_record(draft, residents::ID, None)?;
            let grown = bench.today().year() - person.born.year() >= 18;
            let own = if place_in_family == 0 { phone.clone() } else { dice.phone() };
            draft.set(id, residents::NAME, Value::text(person.name.clone()));
            draft.set(id, residents::NEIGHBOURHOOD, Some(Value::Ref(place)));
            draft.set(id, residents::HOUSEHOLD, Some(Value::Ref(household)));
            draft.set(id, residents::ADDRESS, Value::text(address.clone()));
            draft.set(id, residents::ID_NUMBER, Value::text(names.id_number(dice, person)));
            let sex = if person.male { "male" } else { "female" };
            draft.set(id, residents::SEX, Some(Value::Choice(sex.to_owned())));
            draft.set(id, residents::BORN, Some(Value::Date(person.born)));
            draft.set(id, residents::RELATION, Value::text(*relation));
            if grown {
                draft.set(id, residents::PHONE, Value::text(own.clone()));
            }
            if dice.percent(8)
                && let Some(need) = dice.pick(&names.needs)
            {
                draft.add(id, residents::TAGS, &Value::Text(need.name.clone()));
                draft.set(id, residents::NOTE, Value::text(need.note.clone()));
            }
            if grown {
                let name = person.name.clone();
                self.adults.push(Resident { id, name, phone: own, place, household });
            }
        }
        Ok(())
    }
}

fn places(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
) -> Result<Vec<(RecordId, String)>, Error> {
    let mut draft = Draft::new();
    let mut places = Vec::new();
    for (at, area) in names.neighbourhoods.iter().enumerate() {
        let id = bench.begin_record(&mut draft, neighbourhoods::ID, Some(&area.name))?;
        draft.set(id, neighbourhoods::NAME, Value::text(area.name.clone()));
        draft.set(id, neighbourhoods::ORDER, Some(Value::Int(area.number)));
        draft.set(id, neighbourhoods::LEADER, Value::text(names.adult(dice, bench.today()).name));
        if let Some(member) = members.get(at) {
            draft.add(id, neighbourhoods::MEMBERS, &Value::Ref(*member));
        }
        places.push((id, area.name.clone()));
    }
    bench.commit(draft)?;
    Ok(places)
}

/// A household of so many: a head, often a spouse, children, a parent.
fn family(names: &Names, dice: &mut Dice, today: Date, size: usize) -> Vec<Member> {
    let male = dice.percent(65);
    let age = if size <= 2 { dice.between(30, 86) } else { dice.between(30, 58) };
    let head = names.person(dice, today, male, age, None);
    let surname = head.surname.clone();
    let mut family = vec![Member { person: head, relation: "户主" }];
    for place in 1..size {
        let member = match place {
            1 => {
                let years = age + dice.between(-4, 4);
                Member { person: names.person(dice, today, !male, years, None), relation: "配偶" }
            }
            4 => {
                let mother = dice.percent(60);
                let years = (age + dice.between(23, 30)).min(95);
                let name = if mother { None } else { Some(surname.as_str()) };
                let relation = if mother { "母亲" } else { "父亲" };
                Member { person: names.person(dice, today, !mother, years, name), relation }
            }
            _ => {
                let son = dice.percent(52);
                let years = (age - dice.between(23, 32)).max(0);
                let relation = if son { "子" } else { "女" };
                Member { person: names.person(dice, today, son, years, Some(&surname)), relation }
            }
        };
        family.push(member);
    }
    family
}
