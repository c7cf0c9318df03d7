//! Neighbourhoods, households and residents.

use jiff::{ToSpan, civil::Date};

use super::{
    dice::Dice,
    names::{Names, Person},
};
use crate::{
    domain::{
        id::RecordId,
        lunar::{LunarDay, years},
        roster::{households, neighbourhoods, residents},
        value::Value,
    },
    workbench::{
        Error, Workbench,
        draft::Draft,
        progress::{self, Progress, Stage},
    },
};

/// Households in one commit.
const BATCH: usize = 100;

/// From which age somebody counts as old here.
pub(super) const OLD: i16 = 60;

/// In so many days the first of the old have their lunar birthdays, whatever the day is.
const BIRTHDAYS: [i64; 3] = [1, 3, 6];

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
    pub(super) age: i16,
}

/// Somebody and what he is to the head of the household.
struct Member {
    person: Person,
    relation: &'static str,
    /// His birthday, where it is to be near.
    lunar: Option<LunarDay>,
}

impl Member {
    fn new(person: Person, relation: &'static str) -> Self {
        Self { person, relation, lunar: None }
    }

    fn age(&self, today: Date) -> i16 {
        today.year() - self.person.born.year()
    }

    /// Lets him be born on the day that is his lunar birthday in so many days.
    fn keep_birthday(&mut self, today: Date, days: i64) {
        let near = today.checked_add(days.days()).ok().and_then(years::from_solar);
        let Some((_, lunar)) = near else { return };
        if let Some(born) = years::kept_in(self.person.born.year(), lunar) {
            (self.person.born, self.lunar) = (born, Some(lunar));
        }
    }
}

impl People {
    /// Settles so many residents in households of about three.
    pub(super) fn settle(
        bench: &mut Workbench,
        names: &Names,
        dice: &mut Dice,
        members: &[RecordId],
        residents: u32,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Self, Error> {
        let mut people = Self { places: places(bench, names, dice, members)?, adults: Vec::new() };
        let mut left = residents as usize;
        let homes = (left / 3).max(1);
        let mut birthdays = BIRTHDAYS.iter();
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
            if let Some(old) = family.iter_mut().find(|member| member.age(bench.today()) > OLD)
                && let Some(days) = birthdays.next()
            {
                old.keep_birthday(bench.today(), *days);
            }
            people.move_in(bench, names, dice, &mut draft, home, &family)?;
            if home % BATCH == BATCH - 1 {
                bench.commit(std::mem::take(&mut draft))?;
                let settled = u64::from(residents).saturating_sub(left as u64);
                progress::step(progress, Stage::Settling, settled, Some(u64::from(residents)))?;
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
        for (place_in_family, Member { person, relation, lunar }) in family.iter().enumerate() {
            let id = bench.begin_record(draft, residents::ID, None)?;
            let age = bench.today().year() - person.born.year();
            let grown = age >= 18;
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
            let born = years::from_solar(person.born).map(|(_, day)| day);
            if let Some(day) = lunar.or(born.filter(|_| age >= OLD && dice.percent(60))) {
                draft.set(id, residents::LUNAR_BIRTHDAY, Value::text(day.to_string()));
            }
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
                self.adults.push(Resident { id, name, phone: own, place, household, age });
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
    let mut family = vec![Member::new(head, "户主")];
    for place in 1..size {
        let member = match place {
            1 => {
                let years = age + dice.between(-4, 4);
                Member::new(names.person(dice, today, !male, years, None), "配偶")
            }
            4 => {
                let mother = dice.percent(60);
                let years = (age + dice.between(23, 30)).min(95);
                let name = if mother { None } else { Some(surname.as_str()) };
                let relation = if mother { "母亲" } else { "父亲" };
                Member::new(names.person(dice, today, !mother, years, name), relation)
            }
            _ => {
                let son = dice.percent(52);
                let years = (age - dice.between(23, 32)).max(0);
                let relation = if son { "子" } else { "女" };
                Member::new(names.person(dice, today, son, years, Some(&surname)), relation)
            }
        };
        family.push(member);
    }
    family
}
