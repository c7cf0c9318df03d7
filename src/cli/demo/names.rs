//! The parts that people, places and matters are put together from.

use jiff::civil::Date;
use serde::Deserialize;

use super::{dice::Dice, unreadable};
use crate::{cli::failure::Failure, domain::identity};

/// `assets/demo/names.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Names {
    region: String,
    pub(super) community: Both,
    pub(super) group: Both,
    surnames: Vec<Surname>,
    generations: Vec<Generation>,
    pub(super) rare: Rare,
    pub(super) neighbourhoods: Vec<Neighbourhood>,
    pub(super) issues: Vec<Matter>,
    pub(super) visits: Vec<Round>,
    pub(super) tags: Vec<Tag>,
    pub(super) needs: Vec<Tag>,
}

/// A text in both languages.
#[derive(Debug, Deserialize)]
pub(super) struct Both {
    pub(super) zh: String,
}

#[derive(Debug, Deserialize)]
struct Surname {
    zh: String,
    weight: usize,
}

#[derive(Debug, Deserialize)]
struct Generation {
    from: i16,
    to: i16,
    male: Vec<String>,
    female: Vec<String>,
}

/// Names that programs spoil.
#[derive(Debug, Deserialize)]
pub(super) struct Rare {
    pub(super) whole_names: Vec<String>,
}

/// A neighbourhood and how people live there.
#[derive(Debug, Deserialize)]
pub(super) struct Neighbourhood {
    pub(super) number: i64,
    pub(super) name: String,
    estate: String,
    streets: Vec<String>,
    housing: String,
    buildings: usize,
    floors: usize,
}

/// Something that somebody asks for, and how it ends.
#[derive(Debug, Deserialize)]
pub(super) struct Matter {
    pub(super) kind: String,
    pub(super) category: String,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) reply: String,
    pub(super) result: String,
    pub(super) outcome: String,
}

/// What is heard on a visit.
#[derive(Debug, Deserialize)]
pub(super) struct Round {
    pub(super) category: String,
    pub(super) place: String,
    pub(super) words: String,
    pub(super) summary: String,
}

/// A word about a household, and what it means.
#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) note: String,
}

/// Somebody who does not exist.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) surname: String,
    pub(super) male: bool,
    pub(super) born: Date,
}

impl Names {
    /// Reads the file that the program brings.
    pub(super) fn read() -> Result<Self, Failure> {
        toml::from_str(include_str!("../../../assets/demo/names.toml"))
            .map_err(|error| unreadable(&error.to_string()))
    }

    /// Somebody of a sex and an age; children have their parents' surname.
    pub(super) fn person(
        &self,
        dice: &mut Dice,
        today: Date,
        male: bool,
        age: i32,
        surname: Option<&str>,
    ) -> Person {
        let surname = surname.map_or_else(|| self.surname(dice), str::to_owned);
        let year = today.year() - i16::try_from(age).unwrap_or(40);
        let month = i8::try_from(dice.between(1, 12)).unwrap_or(1);
        let day = i8::try_from(dice.between(1, 28)).unwrap_or(1);
        let born = Date::new(year, month, day).unwrap_or(today).min(today);
        let generation = self.generations.iter().find(|g| (g.from..=g.to).contains(&born.year()));
        let fitting = generation.or(if born.year() < 1950 {
            self.generations.first()
        } else {
            self.generations.last()
        });
        let letters = fitting.map_or(&[][..], |g| if male { &g.male } else { &g.female });
        let mut name = surname.clone();
        let first = dice.pick(letters).cloned().unwrap_or_default();
        name.push_str(&first);
        if dice.percent(75) {
            name.push_str(dice.pick(letters).filter(|second| **second != first).map_or("", String::as_str));
        }
        Person { name, surname, male, born }
    }

    /// Somebody who works.
    pub(super) fn adult(&self, dice: &mut Dice, today: Date) -> Person {
        let (male, age) = (dice.percent(50), dice.between(28, 55));
        self.person(dice, today, male, age, None)
    }

    /// An identity number of the division that does not exist, its check character right.
    pub(super) fn id_number(&self, dice: &mut Dice, person: &Person) -> String {
        let order = dice.below(450) * 2 + usize::from(person.male) + 100;
        let body = format!("{}{}{order:03}", self.region, person.born.strftime("%Y%m%d"));
        let check = identity::check_character(&body).map(String::from).unwrap_or_default();
        body + &check
    }

    fn surname(&self, dice: &mut Dice) -> String {
        let mut left = dice.below(self.surnames.iter().map(|surname| surname.weight).sum());
        for surname in &self.surnames {
            match left.checked_sub(surname.weight) {
                Some(rest) => left = rest,
                None => return surname.zh.clone(),
            }
        }
        String::new()
    }
}

impl Neighbourhood {
    /// Where somebody lives.
    pub(super) fn address(&self, dice: &mut Dice) -> String {
        let building = dice.below(self.buildings) + 1;
        let (floor, door) = (dice.below(self.floors) + 1, dice.below(4) + 1);
        match self.housing.as_str() {
            "平房" => {
                let street = dice.pick(&self.streets).unwrap_or(&self.estate);
                format!("{street}{}号", building * 2 + door)
            }
            "电梯楼" => format!("{}{building}栋{floor}{door:02}室", self.estate),
            _ => format!("{}{building}号楼{}单元{floor}0{door}室", self.estate, dice.below(3) + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_readable_and_identity_numbers_have_their_check_character() {
        let names = Names::read().unwrap();
        assert_eq!((names.neighbourhoods.len(), names.region.as_str()), (5, "990101"));
        let today = Date::constant(2026, 11, 22);
        let mut dice = Dice::new(3);
        for age in 0..95 {
            let person = names.person(&mut dice, today, age % 2 == 0, age, None);
            let (number, doubt) = identity::id_number(&names.id_number(&mut dice, &person));
            assert_eq!((number.chars().count(), doubt), (18, None), "{number}");
            assert!(person.name.chars().count() >= 2);
        }
    }

    #[test]
    fn results_are_those_that_an_issue_can_have() {
        let names = Names::read().unwrap();
        let steps = crate::domain::issues::steps::ledger();
        let outcome = steps.field_by_key("outcome").unwrap();
        assert!(names.issues.iter().all(|matter| outcome.choice(&matter.result).is_some()));
        let visits = crate::domain::visits::ledger();
        let category = visits.field_by_key("category").unwrap();
        assert!(names.visits.iter().all(|round| category.choice(&round.category).is_some()));
    }
}
