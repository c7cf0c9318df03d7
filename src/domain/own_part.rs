//! What of the work is a member's own (domain.md A19: 各方只见自己那部分).
//!
//! It is a view and no wall: everybody's laptop holds everything, since laptops
//! that agree by exchanging files must, and whoever wants to see the rest turns
//! the view off. Leads and overseers see all. What nobody has taken on is in
//! everybody's part, so that no request waits where nobody looks.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{
    field::{Kind, Privacy},
    id::RecordId,
    issues::steps,
    ledger::Ledger,
    organisation::{period_of, postings, units},
    recusal::speaks_of,
    roster::neighbourhoods,
    row::Row,
    standing::Standing,
    team::members,
    value::Value,
};

/// A member's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPart {
    /// Whose; none of whoever sees all.
    member: Option<RecordId>,
    /// What he and his units are called.
    names: Vec<String>,
    /// The neighbourhoods at which he is posted.
    places: BTreeSet<RecordId>,
    /// His units.
    units: BTreeSet<RecordId>,
}

/// How a record is tied to somebody's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tie {
    /// It names him, his unit or a place of his.
    Own,
    /// It names others only.
    Others,
    /// It names neither people of the group nor places.
    Nobody,
}

impl OwnPart {
    /// What a member's part is on a day, by where he is posted and to which units he belongs.
    pub fn of(member: &Row, rows: &[Row], all_units: &[Row], today: Date) -> Self {
        let mine = |row: &&Row| row.stands() && row.reference(postings::MEMBER) == Some(member.id);
        let posted = rows.iter().filter(mine).filter(|row| period_of(row).contains(today));
        let own_units = all_units.iter().filter(|row| {
            row.stands()
                && (row.references(units::MEMBERS).any(|id| id == member.id)
                    || row.text(units::NAME).trim() == member.text(members::UNIT).trim())
        });
        let units: Vec<&Row> = own_units.filter(|row| !row.text(units::NAME).trim().is_empty()).collect();
        let names = [member.text(members::NAME), member.text(members::UNIT)].map(str::to_owned);
        let sees_all = matches!(member.text(members::ROLE), "lead" | "overseer");
        Self {
            member: (!sees_all).then_some(member.id),
            names: names
                .into_iter()
                .chain(units.iter().map(|row| row.text(units::NAME).to_owned()))
                .collect(),
            places: posted
                .filter_map(|row| row.reference(postings::NEIGHBOURHOOD))
                .chain(member.references(members::POSTED))
                .collect(),
            units: units.iter().map(|row| row.id).collect(),
        }
    }

    /// The part of whoever sees all.
    pub fn whole() -> Self {
        Self { member: None, names: Vec::new(), places: BTreeSet::new(), units: BTreeSet::new() }
    }

    /// Whether it is less than everything.
    pub fn is_part(&self) -> bool {
        self.member.is_some()
    }

    /// Whether lists begin with it: a member who was given places or a unit of his own.
    pub fn is_default(&self) -> bool {
        self.is_part() && !(self.places.is_empty() && self.units.is_empty())
    }

    /// Whether a record is in it. `tied` answers what a record refers to: a
    /// visit is where its household is, a step where its issue is.
    pub fn has<'l>(
        &self,
        ledger: &Ledger,
        row: &Row,
        tied: &dyn Fn(RecordId) -> Option<(&'l Ledger, Row)>,
    ) -> bool {
        self.is_in(ledger, row, tied, 0)
    }

    fn is_in<'l>(
        &self,
        ledger: &Ledger,
        row: &Row,
        tied: &dyn Fn(RecordId) -> Option<(&'l Ledger, Row)>,
        depth: u8,
    ) -> bool {
        let Some(member) = self.member else { return true };
        if row.by == member || row.id == member || self.places.contains(&row.id) {
            return true;
        }
        let mut tie = Tie::Nobody;
        for field in &ledger.fields {
            for value in row.all(field.tag) {
                match self.tie(&field.kind, field.privacy, value) {
                    Tie::Own => return true,
                    Tie::Others => tie = Tie::Others,
                    Tie::Nobody => {}
                }
            }
        }
        if depth < 2 && tie == Tie::Nobody {
            // It names nobody itself: what it belongs to tells.
            let mut belongs = row
                .values
                .values()
                .flatten()
                .filter_map(|value| if let Value::Ref(id) = value { tied(*id) } else { None })
                .peekable();
            if belongs.peek().is_some() {
                return belongs.any(|(ledger, row)| self.is_in(ledger, &row, tied, depth + 1));
            }
        }
        tie == Tie::Nobody
    }

    fn tie(&self, kind: &Kind, privacy: Privacy, value: &Value) -> Tie {
        match (kind, value) {
            (Kind::Ref(to), Value::Ref(id)) if to == members::ID => own(self.member == Some(*id)),
            (Kind::Ref(to), Value::Ref(id)) if to == neighbourhoods::ID => own(self.places.contains(id)),
            (Kind::Ref(to), Value::Ref(id)) if to == units::ID => own(self.units.contains(id)),
            // Who has claimed it, to whom it was passed.
            (Kind::Text, Value::Text(text)) if privacy == Privacy::Open && self.is_called(text) => Tie::Own,
            _ => Tie::Nobody,
        }
    }

    fn is_called(&self, text: &str) -> bool {
        self.names.iter().any(|name| speaks_of(text, name))
    }

    /// Whether an issue is in it: he handles it, has done something about it, or
    /// it was passed to his unit; or nobody handles it.
    pub fn has_issue<'l>(
        &self,
        ledger: &Ledger,
        issue: &Row,
        standing: &Standing,
        tied: &dyn Fn(RecordId) -> Option<(&'l Ledger, Row)>,
    ) -> bool {
        let Some(member) = self.member else { return true };
        let own_step = || {
            standing.steps.iter().filter(|step| step.row.stands()).any(|step| {
                step.row.reference(steps::BY) == Some(member) || self.is_called(step.row.text(steps::UNIT))
            })
        };
        let unclaimed = standing.owner.is_none() && !standing.is_closed();
        unclaimed || standing.owner == Some(member) || own_step() || self.has(ledger, issue, tied)
    }
}

fn own(is_own: bool) -> Tie {
    if is_own { Tie::Own } else { Tie::Others }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        deadlines::Deadlines,
        issues::issues,
        ledger::Catalog,
        roster::{households, residents},
        testing::{card, id},
        visits,
    };

    fn text(tag: u16, text: &str) -> (u16, Value) {
        (tag, Value::Text(text.into()))
    }

    fn refers(tag: u16, ledger: &str, n: u8) -> (u16, Value) {
        (tag, Value::Ref(id(ledger, n)))
    }

    /// Somebody of the housing office who is posted at the third neighbourhood, wrote nothing himself.
    fn part(role: &str) -> OwnPart {
        let member = card(
            members::ID,
            1,
            &[
                text(members::NAME, "李强"),
                text(members::UNIT, "房管所"),
                (members::ROLE, Value::Choice(role.into())),
            ],
        );
        let posting = |n: u8, place: u8, until: Date| {
            let own = [
                refers(postings::MEMBER, members::ID, 1),
                refers(postings::NEIGHBOURHOOD, neighbourhoods::ID, place),
                (postings::TO, Value::Date(until)),
            ];
            card(postings::ID, n, &own)
        };
        let over = posting(1, 2, date(2026, 6, 30));
        let now = posting(2, 3, date(2026, 12, 31));
        let unit = card(units::ID, 7, &[text(units::NAME, "房管所")]);
        OwnPart::of(&member, &[over, now], &[unit], date(2026, 11, 23))
    }

    fn has(part: &OwnPart, ledger: &str, values: &[(u16, Value)]) -> bool {
        let shipped = Catalog::shipped();
        let rows = [
            card(residents::ID, 3, &[refers(residents::NEIGHBOURHOOD, neighbourhoods::ID, 3)]),
            card(residents::ID, 2, &[refers(residents::NEIGHBOURHOOD, neighbourhoods::ID, 2)]),
            card(households::ID, 3, &[refers(households::NEIGHBOURHOOD, neighbourhoods::ID, 3)]),
        ];
        let tied = |id: RecordId| {
            let row = rows.iter().find(|row| row.id == id)?;
            Some((shipped.of(id)?, row.clone()))
        };
        let mut row = card(ledger, 9, values);
        row.by = id(members::ID, 8);
        let ledger = shipped.get(ledger).unwrap();
        if ledger.id == issues::ID {
            let mut accepted = card(
                steps::ID,
                1,
                &[
                    (steps::KIND, Value::Choice("accept".into())),
                    refers(steps::ISSUE, issues::ID, 9),
                    refers(steps::OWNER, members::ID, 8),
                ],
            );
            accepted.by = id(members::ID, 8);
            let standing = Standing::of(&row, &[&accepted], &Deadlines::shipped());
            return part.has_issue(ledger, &row, &standing, &tied);
        }
        part.has(ledger, &row, &tied)
    }

    // Shows A19.
    #[test]
    fn a_members_part_is_his_places_his_units_and_what_he_takes_on() {
        let part = part("worker");
        assert!(part.is_default());
        for (ledger, values, own) in [
            // Somebody else handles it: by its place, by who helps or has claimed it.
            (issues::ID, vec![refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 3)], true),
            (issues::ID, vec![refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 2)], false),
            (
                issues::ID,
                vec![
                    refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 2),
                    refers(issues::HELPERS, members::ID, 1),
                ],
                true,
            ),
            (
                issues::ID,
                vec![refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 2), text(issues::CLAIMS, "区房管所")],
                true,
            ),
            // Whom a matter is about does not get it for that.
            (
                issues::ID,
                vec![
                    refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 2),
                    text(issues::ABOUT, "房管所 李强"),
                ],
                false,
            ),
            (residents::ID, vec![refers(residents::NEIGHBOURHOOD, neighbourhoods::ID, 3)], true),
            (residents::ID, vec![refers(residents::NEIGHBOURHOOD, neighbourhoods::ID, 2)], false),
            // A visit is where its people are.
            (visits::ID, vec![refers(visits::RESIDENT, residents::ID, 3)], true),
            (visits::ID, vec![refers(visits::RESIDENT, residents::ID, 2)], false),
            (visits::ID, vec![refers(visits::HOUSEHOLD, households::ID, 3)], true),
            // What is tied to nobody is everybody's.
            ("policies", vec![], true),
        ] {
            assert_eq!(has(&part, ledger, &values), own, "{ledger} {values:?}");
        }
    }

    // Shows A19.
    #[test]
    fn leads_see_all_and_what_nobody_has_taken_on_is_everybodys() {
        let elsewhere = [refers(issues::NEIGHBOURHOOD, neighbourhoods::ID, 2)];
        for role in ["lead", "overseer"] {
            assert!(!part(role).is_part() && has(&part(role), issues::ID, &elsewhere), "{role}");
        }
        let issue = card(issues::ID, 9, &elsewhere);
        let issue = Row { by: id(members::ID, 8), ..issue };
        let standing = Standing::of(&issue, &[], &Deadlines::shipped());
        let ledger = issues::ledger();
        assert!(part("worker").has_issue(&ledger, &issue, &standing, &|_| None));
        assert!(!OwnPart::whole().is_default());
    }
}
