//! What enterprises are handed of people who look for work: needs without who
//! has them, unless the person agreed (domain.md F8; 个保法 23).

use jiff::civil::Date;

use super::{bench::Workbench, error::Error};
use crate::domain::{id::RecordId, roster::residents, row::Row, value::Value, wording::Lang};

/// One person on a sheet for an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The record, for the group's own eyes; no sheet shows it.
    pub resident: RecordId,
    /// What is told without consent: neighbourhood, sex, age by tens, needs.
    pub need: String,
    /// Name and phone, where the person agreed.
    pub contact: Option<(String, String)>,
}

impl Workbench {
    /// The sheet of these residents for an enterprise. Whose consent `agreed`
    /// does not tell of stays without name, address and number.
    pub fn offer_sheet(
        &self,
        people: &[RecordId],
        agreed: &dyn Fn(RecordId) -> bool,
        lang: Lang,
    ) -> Result<Vec<Offered>, Error> {
        let mut sheet = Vec::new();
        for id in people {
            let person = self.existing(*id)?;
            if !person.stands() {
                continue;
            }
            let contact = agreed(*id)
                .then(|| (person.text(residents::NAME).to_owned(), person.text(residents::PHONE).to_owned()));
            sheet.push(Offered { resident: *id, need: self.need_of(&person, lang), contact });
        }
        Ok(sheet)
    }

    /// `三组，女，40–49 岁：缝纫、就近就业`.
    fn need_of(&self, person: &Row, lang: Lang) -> String {
        let place = person.reference(residents::NEIGHBOURHOOD).map(|id| self.name_of(id));
        let sex = match person.text(residents::SEX) {
            "male" => Some(lang.pick("男", "male").to_owned()),
            "female" => Some(lang.pick("女", "female").to_owned()),
            _ => None,
        };
        let age = person.date(residents::BORN).and_then(|born| age_band(born, self.today(), lang));
        let who: Vec<String> = [place, sex, age].into_iter().flatten().collect();
        let needs: Vec<&str> = person.all(residents::TAGS).iter().filter_map(Value::as_text).collect();
        let (who, needs) = (who.join(lang.pick("，", ", ")), needs.join(lang.pick("、", ", ")));
        format!("{who}{}{needs}", lang.pick("：", ": "))
    }
}

/// An age by tens: the year of birth would tell more than an enterprise needs.
fn age_band(born: Date, today: Date, lang: Lang) -> Option<String> {
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    let years = today.year().checked_sub(born.year())? - i16::from(before_birthday);
    let from = (years.max(0) / 10) * 10;
    let to = from + 9;
    Some(crate::say!(lang, "{from}–{to} 岁", "{from}–{to}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_age_is_told_by_tens() {
        let today = date(2026, 11, 22);
        for (born, told) in
            [(date(1976, 11, 22), "50–59 岁"), (date(1976, 11, 23), "40–49 岁"), (date(2020, 1, 1), "0–9 岁")]
        {
            assert_eq!(age_band(born, today, Lang::Zh).unwrap(), told);
        }
    }
}
