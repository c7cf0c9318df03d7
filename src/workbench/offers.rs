//! What enterprises are handed of people who look for work: needs without who
//! has them, unless the person agreed (domain.md F8; 个保法 23).

use jiff::civil::Date;

use super::{bench::Workbench, error::Error, fits::WISHES};
use crate::domain::{calendar, id::RecordId, input, roster::residents, row::Row, wording::Lang};

/// One person on a sheet for an enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The record, for the group's own eyes; no sheet shows it.
    pub resident: RecordId,
    /// What is told without consent: neighbourhood, sex, age by tens, the work looked for.
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
            sheet.push(Offered { resident: *id, need: self.need_of(&person, lang)?, contact });
        }
        Ok(sheet)
    }

    /// `三组，女，40–49 岁：缝纫（会平缝；白天）`: what the person looks for, as
    /// it was entered; never a label, a preference or anything else of the card.
    fn need_of(&self, person: &Row, lang: Lang) -> Result<String, Error> {
        let place = person.reference(residents::NEIGHBOURHOOD).map(|id| self.name_of(id));
        let sex = match person.text(residents::SEX) {
            "male" => Some(lang.pick("男", "male").to_owned()),
            "female" => Some(lang.pick("女", "female").to_owned()),
            _ => None,
        };
        let age = person.date(residents::BORN).map(|born| age_band(born, self.today(), lang));
        let who: Vec<String> = [place, sex, age].into_iter().flatten().collect();
        let mut wishes = Vec::new();
        let declared = self.ledger(WISHES)?;
        let tag = |key: &str| declared.field_by_key(key).map_or(0, |field| field.tag);
        for wish in self.standing(WISHES)? {
            if wish.reference(tag("resident")) == Some(person.id) && self.is_still_wanted(WISHES, &wish)? {
                let told = |key: &str| Some(wish.text(tag(key))).filter(|told| input::says_something(told));
                let more: Vec<&str> = ["skills", "available"].into_iter().filter_map(told).collect();
                let more = more.join(lang.pick("；", "; "));
                let wants = wish.text(tag("wants"));
                wishes.push(match more.as_str() {
                    "" => wants.to_owned(),
                    more => crate::say!(lang, "{wants}（{more}）", "{wants} ({more})"),
                });
            }
        }
        if wishes.is_empty() {
            wishes.push(lang.pick("还没有登记求职意愿", "no wish for work is entered yet").to_owned());
        }
        let (who, wishes) = (who.join(lang.pick("，", ", ")), wishes.join(lang.pick("、", ", ")));
        let stroke = if who.is_empty() { "" } else { lang.pick("：", ": ") };
        Ok(format!("{who}{stroke}{wishes}"))
    }
}

/// An age by tens: the year of birth would tell more than an enterprise needs.
fn age_band(born: Date, today: Date, lang: Lang) -> String {
    let from = (calendar::age(born, today).max(0) / 10) * 10;
    let to = from + 9;
    crate::say!(lang, "{from}–{to} 岁", "{from}–{to}")
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
            assert_eq!(age_band(born, today, Lang::Zh), told);
        }
    }
}
