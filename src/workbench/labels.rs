//! No label sticks to a person, by whatever path it comes (domain.md §4.2 rule 1).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::{
    domain::{
        field::{Field, Kind},
        identity,
        issues::issues,
        labels,
        ledger::Ledger,
        roster::residents,
        row::Row,
        rules::Refusal,
        value::Value,
    },
    store::codec,
};

/// What somebody should look at of a record that was kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A text of a person's card labels the person.
    Label(u16),
    /// A child under fourteen is told of by name, without a guardian's consent.
    Minor,
    /// Another resident has the ID number of this one.
    SameNumber,
    /// Another resident of the same neighbourhood has the name of this one.
    SameName,
    /// The birth date is not the one in the ID number.
    BornOtherwise,
    /// What the issue is about is none of the classes to choose from.
    Unlisted,
    /// Somebody of this name or number was erased at his own wish.
    Erased,
    /// Words tell of a member by name, and nothing says that it is about him.
    NamesMember,
    /// What a visit raised is kept from a member because of another issue of it.
    BarsAlong,
}

impl Workbench {
    /// Refuses words that label people in what a card says of them.
    pub(super) fn judge_labels(&self, draft: &Draft) -> Result<(), Error> {
        for change in draft.changes.iter().filter(|change| !change.cell.is_none()) {
            let ledger = self.ledger_of(change.record)?;
            let Some(field) = ledger.field(change.slot.tag).filter(|field| labels::is_free_text(field))
            else {
                continue;
            };
            let written = codec::element_value(&change.slot).or_else(|| codec::value(&change.cell));
            if let Some(Value::Text(text)) = written
                && labels::is_about_people(ledger)
                && let Some(word) = labels::label_in(&text)
            {
                return Err(Refusal::Label { field: field.title.clone(), word }.into());
            }
        }
        Ok(())
    }

    /// What is doubtful about a person's card, for whoever has just written it.
    pub fn doubts(&self, row: &Row) -> Result<Vec<Doubt>, Error> {
        let ledger = self.ledger_of(row.id)?;
        let mut doubts = Vec::new();
        if labels::is_about_people(ledger) {
            let labelled = |field: &&Field| {
                matches!(field.kind, Kind::Text | Kind::LongText)
                    && labels::label_in(row.text(field.tag)).is_some()
            };
            doubts.extend(ledger.fields.iter().filter(labelled).map(|field| Doubt::Label(field.tag)));
        }
        if ledger.id == residents::ID {
            let told = [residents::NAME, residents::PHONE, residents::ID_NUMBER];
            if self.was_erased(told.iter().map(|tag| row.text(*tag)))? {
                doubts.push(Doubt::Erased);
            }
        }
        if ledger.id == residents::ID && self.is_unled_minor(row.id)? {
            doubts.push(Doubt::Minor);
        }
        if ledger.id == residents::ID {
            doubts.extend(self.doubles(row)?);
        }
        if ledger.id == issues::ID && self.unlisted_class(row)?.is_some() {
            doubts.push(Doubt::Unlisted);
        }
        if self.names_a_member(row)? {
            doubts.push(Doubt::NamesMember);
        }
        if self.bars_along(row)? {
            doubts.push(Doubt::BarsAlong);
        }
        Ok(doubts)
    }

    /// Whether this is perhaps somebody who is there already.
    fn doubles(&self, row: &Row) -> Result<Vec<Doubt>, Error> {
        let mut doubts = Vec::new();
        let number = row.text(residents::ID_NUMBER);
        if let (Some(born), Some(told)) = (row.date(residents::BORN), identity::born(number))
            && born != told
        {
            doubts.push(Doubt::BornOtherwise);
        }
        let mut others = self.standing(residents::ID)?;
        others.retain(|other| other.id != row.id);
        if !number.is_empty() && others.iter().any(|other| other.text(residents::ID_NUMBER) == number) {
            doubts.push(Doubt::SameNumber);
        } else if others.iter().any(|other| {
            other.text(residents::NAME) == row.text(residents::NAME)
                && other.reference(residents::NEIGHBOURHOOD) == row.reference(residents::NEIGHBOURHOOD)
        }) {
            doubts.push(Doubt::SameName);
        }
        Ok(doubts)
    }
}

/// Leaves labels out of what a person's card says: one that came by a bundle
/// from a laptop that knows no better is kept in the log and shown nowhere.
pub(super) fn hide(ledger: &Ledger, row: &mut Row) {
    for (tag, values) in &mut row.values {
        let Some(field) = ledger.field(*tag).filter(|field| labels::is_free_text(field)) else { continue };
        if field.many {
            values.retain(|value| value.as_text().is_none_or(|text| labels::label_in(text).is_none()));
        } else if let [Value::Text(text)] = values.as_mut_slice() {
            *text = labels::without_labels(text);
            values.retain(|value| value.as_text() != Some(""));
        }
    }
    row.values.retain(|_, values| !values.is_empty());
}
