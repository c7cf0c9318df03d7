//! What was kept although it looks wrong, said beside the answer.

use super::face::Face;
use crate::{
    domain::{field::Kind, id::RecordId, identity, ledger::Ledger},
    exchange::intake::RowProblem,
    workbench::{Error, Workbench},
};

/// Says which of these values look wrong; they are kept as they are.
pub(super) fn tell(face: &Face, ledger: &Ledger, pairs: &[(String, String)]) {
    for problem in pairs.iter().filter_map(|(key, text)| doubt(ledger, key, text)) {
        face.note(problem.sentence(face.lang));
    }
}

/// Says what of a person's card should be looked at again.
pub(super) fn of_person(face: &Face, bench: &Workbench, id: RecordId) -> Result<(), Error> {
    let ledger = bench.ledger_of(id)?;
    for doubt in bench.doubts(&bench.existing(id)?)? {
        face.note(RowProblem::of_doubt(doubt, ledger).sentence(face.lang));
    }
    Ok(())
}

fn doubt(ledger: &Ledger, key: &str, text: &str) -> Option<RowProblem> {
    let field = ledger.field_by_key(key).filter(|_| !text.trim().is_empty())?;
    match field.kind {
        Kind::Phone => {
            let told = |doubt| RowProblem::PhoneDoubtful { field: field.title.clone(), doubt, kept: true };
            identity::phone_doubt(text).map(told)
        }
        Kind::IdNumber => {
            identity::id_number(text).1.map(|doubt| RowProblem::IdDoubtful { doubt, kept: true })
        }
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Choice(_)
        | Kind::Ref(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::roster::residents;

    #[test]
    fn only_numbers_of_people_are_doubted() {
        let ledger = residents::ledger();
        let key = |key, text| doubt(&ledger, key, text).map(|problem| problem.key());
        assert_eq!(key("phone", "abc"), Some("phone_doubtful"));
        assert_eq!(key("id_number", "123"), Some("id_doubtful"));
        for (field, text) in [("phone", ""), ("phone", "13900001234"), ("name", "abc"), ("height", "1")] {
            assert_eq!(key(field, text), None, "{field}={text}");
        }
    }
}
