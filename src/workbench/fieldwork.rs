//! What follows from an entry of the field, in the same commit, and the rules
//! that every path meets (domain.md A4, B4, B8, C3, C4, E13, H7).
//!
//! Whoever enters a visit enters it once: the suggestion made there becomes an
//! issue that is owed an answer, the help needed stands on the card, a slip
//! assigns what it hands over. It makes no difference whether the visit came
//! from a screen, a command or a sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    bench::Workbench,
    draft::Draft,
    error::Error,
    visit::{Evidence, place_of},
};
use crate::domain::{
    calling,
    checklists::{self, Clarity},
    diaries,
    field::Tag,
    id::{LedgerTag, RecordId},
    input,
    issues::{issues, steps},
    organisation::{self, handovers, postings, units},
    phases,
    plan::{self, goals, tasks},
    recusal::plain_name,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    standing::StepKind,
    value::Value,
    visits,
};

/// The ledger of who is in hardship.
const HARDSHIP: &str = "hardship";

/// What of a visit something follows from.
const FOLLOWED: [Tag; 5] =
    [visits::ADVICE, visits::NEEDS, visits::RESIDENT, visits::HOUSEHOLD, visits::EXPERIENCE];

/// The item of the first list that tells what worked for somebody (domain.md B4, C1).
const GOOD_EXAMPLES: &str = "good_examples";

/// The nature of an issue that a suggestion becomes (domain.md D12).
const SUGGESTION: &str = "suggestion";

impl Workbench {
    /// Adds to a draft what follows from it.
    pub(super) fn complete_fieldwork(&self, draft: &mut Draft) -> Result<(), Error> {
        for id in touched(draft, visits::ID, &FOLLOWED) {
            self.complete_visit(draft, id)?;
        }
        self.hand_on_bars(draft)?;
        for id in created(draft, HARDSHIP) {
            self.list_hardship(draft, id)?;
        }
        for id in created(draft, handovers::ID) {
            self.complete_handover(draft, id)?;
        }
        for id in created(draft, diaries::ID) {
            draft.set(id, diaries::MEMBER, Some(Value::Ref(self.member())));
        }
        for ledger in [residents::ID, households::ID] {
            let tags = calling::tags_of(RecordId::derived(ledger, &[]));
            for id in touched(draft, ledger, &[tags.facts]) {
                let card = self.row_with(id, draft)?;
                if !card.all(tags.facts).is_empty() && card.date(tags.since).is_none() {
                    draft.set(id, tags.since, Some(Value::Date(self.today())));
                }
            }
        }
        Ok(())
    }

    fn complete_visit(&self, draft: &mut Draft, id: RecordId) -> Result<(), Error> {
        let visit = self.row_with(id, draft)?;
        if !visit.stands() {
            return Ok(());
        }
        let mut person = self.standing_row(visit.reference(visits::RESIDENT), draft)?;
        let alone = visit.reference(visits::HOUSEHOLD).filter(|_| draft.begins(id) && person.is_none());
        if let Some(home) = alone {
            person = self.sole_resident(home)?;
            if let Some(person) = &person {
                draft.set(id, visits::RESIDENT, Some(Value::Ref(person.id)));
            }
        }
        let home = match visit.reference(visits::HOUSEHOLD) {
            Some(home) => Some(home),
            None => person.as_ref().and_then(|row| row.reference(residents::HOUSEHOLD)),
        };
        if draft.begins(id) && visit.reference(visits::HOUSEHOLD).is_none() {
            draft.set(id, visits::HOUSEHOLD, home.map(Value::Ref));
        }
        let home = self.standing_row(home, draft)?;
        for need in visit.all(visits::NEEDS) {
            let (card, tag) = match (&person, &home) {
                (Some(person), _) => (person, residents::TAGS),
                (None, Some(home)) => (home, households::TAGS),
                (None, None) => break,
            };
            if !card.all(tag).contains(need) {
                draft.add(card.id, tag, need);
            }
        }
        self.collect_experience(draft, &visit, person.as_ref(), home.as_ref())?;
        let speaker = self.speaker(person, home.as_ref())?;
        self.raise_suggestion(draft, &visit, speaker.as_ref(), home.as_ref())
    }

    /// Puts whoever is entered as in hardship on the list of those to be called
    /// on: it is entered once (domain.md B3, A4).
    fn list_hardship(&self, draft: &mut Draft, id: RecordId) -> Result<(), Error> {
        let Some(ledger) = self.catalog().get(HARDSHIP) else { return Ok(()) };
        let entry = self.row_with(id, draft)?;
        let of = ledger.field_by_key("resident").and_then(|field| entry.reference(field.tag));
        let Some(person) = self.standing_row(of, draft)? else { return Ok(()) };
        let fact = Value::Choice(visits::VisitCategory::Hardship.key().to_owned());
        if !person.all(residents::VISIT_FACTS).contains(&fact) {
            draft.add(person.id, residents::VISIT_FACTS, &fact);
        }
        if person.text(residents::VISIT_BASIS).is_empty() {
            draft.set(person.id, residents::VISIT_BASIS, Value::text(&*ledger.title.zh));
        }
        if person.date(residents::VISIT_SINCE).is_none() {
            draft.set(person.id, residents::VISIT_SINCE, Some(Value::Date(self.today())));
        }
        Ok(())
    }

    /// The one resident of a household; none where it has several, or nobody.
    ///
    /// A visit to where one person lives is one to that person, and is found by
    /// his rights (个保法 45, 47).
    pub(super) fn sole_resident(&self, home: RecordId) -> Result<Option<Row>, Error> {
        let mut lives = self.residents_of(home)?;
        Ok(if lives.len() == 1 { lives.pop() } else { None })
    }

    /// Whoever spoke on a visit: whom it was to, else the head who is a resident there.
    pub(super) fn speaker(&self, person: Option<Row>, home: Option<&Row>) -> Result<Option<Row>, Error> {
        let (None, Some(home)) = (&person, home) else { return Ok(person) };
        let head = plain_name(home.text(households::HEAD));
        let mut named = self.residents_of(home.id)?;
        named.retain(|row| !head.is_empty() && plain_name(row.text(residents::NAME)) == head);
        Ok(if named.len() == 1 { named.pop() } else { None })
    }

    fn residents_of(&self, home: RecordId) -> Result<Vec<Row>, Error> {
        let rows = self.rows(residents::ID)?;
        let lives = |row: &&Row| {
            row.stands()
                && row.reference(residents::HOUSEHOLD) == Some(home)
                && row.date(residents::LEFT).is_none()
        };
        Ok(rows.iter().filter(lives).cloned().collect())
    }

    /// Adds what worked for somebody to the first list of the neighbourhood
    /// (domain.md B4), once: whoever corrects the visit corrects the list by hand.
    fn collect_experience(
        &self,
        draft: &mut Draft,
        visit: &Row,
        person: Option<&Row>,
        home: Option<&Row>,
    ) -> Result<(), Error> {
        let basis = visit.text(visits::EXPERIENCE);
        let Some(place) = place_of(person, home).filter(|_| input::says_something(basis)) else {
            return Ok(());
        };
        let check = checklists::check_id(Clarity::Prosperity, GOOD_EXAMPLES, place);
        let known = if draft.begins(check) { None } else { self.row(check)? };
        let is_told = known.is_some_and(|row| row.references(checklists::LINKS).any(|id| id == visit.id));
        let is_asked = self.checklists()?.iter().any(|sheet| {
            sheet.list == Clarity::Prosperity && sheet.items.iter().any(|item| item.id == GOOD_EXAMPLES)
        });
        if is_told || !is_asked {
            return Ok(());
        }
        let evidence = Evidence {
            list: Clarity::Prosperity,
            item: GOOD_EXAMPLES.to_owned(),
            basis: basis.to_owned(),
            owner: None,
            next: None,
        };
        let check = self.add_evidence(draft, &evidence, place, visit.id)?;
        draft.add(visit.id, visits::CHECKS, &Value::Ref(check));
        Ok(())
    }

    /// Registers what was suggested on a visit as an issue that is owed an
    /// answer (domain.md B8). Its id follows from the visit, so that it is
    /// raised once, however often and wherever the visit is completed.
    fn raise_suggestion(
        &self,
        draft: &mut Draft,
        visit: &Row,
        person: Option<&Row>,
        home: Option<&Row>,
    ) -> Result<(), Error> {
        let advice = visit.text(visits::ADVICE);
        let issue = RecordId::derived(issues::ID, &[visit.id.as_bytes(), b"advice"]);
        if !input::says_something(advice) || draft.begins(issue) || self.row(issue)?.is_some() {
            return Ok(());
        }
        draft.insert(issue);
        draft.set(issue, issues::TITLE, Value::text(visits::title_of(advice)));
        draft.set(issue, issues::DETAIL, Value::text(advice));
        draft.set(issue, issues::NATURE, Some(Value::Choice(SUGGESTION.to_owned())));
        say_who(draft, issue, person, home);
        draft.add(visit.id, visits::ISSUES, &Value::Ref(issue));
        Ok(())
    }

    fn complete_handover(&self, draft: &mut Draft, id: RecordId) -> Result<(), Error> {
        let slip = self.row_with(id, draft)?;
        let Some(to) = slip.reference(handovers::TO) else { return Ok(()) };
        // What is refused is not completed: the rule tells why.
        organisation::permit_handover(&slip)?;
        let (from, day) = (slip.reference(handovers::FROM), slip.date(handovers::DATE));
        let from = from.map(|from| self.name_of(from)).unwrap_or_default();
        let day = day.map(|day| day.to_string()).unwrap_or_default();
        let notes = slip.text(handovers::NOTES);
        let told = format!("{day} {from} → {} {notes}", self.name_of(to)).trim().to_owned();
        for issue in slip.references(handovers::ISSUES) {
            let fields = [
                (steps::OWNER, Value::Ref(to)),
                (steps::TEXT, Value::Text(format!("交接：{told}"))),
                (steps::HANDOVER, Value::Text(told.clone())),
            ];
            self.add_step(draft, issue, StepKind::Assign, &fields)?;
        }
        for task in slip.references(handovers::TASKS) {
            draft.set(task, tasks::OWNER, Some(Value::Ref(to)));
        }
        Ok(())
    }

    /// Judges what a draft says of checklists, of whom visits are owed to, of
    /// phases, plans, units, postings and slips.
    pub(super) fn judge_fieldwork(&self, draft: &Draft) -> Result<(), Error> {
        let rules: [Rule<'_>; 6] = [
            (checklists::ID, &[], &checklists::permit),
            (phases::ID, &[], &phases::permit),
            (goals::ID, &[], &plan::permit_goal),
            (tasks::ID, &[], &plan::permit_task),
            (postings::ID, &[], &organisation::permit_posting),
            (handovers::ID, &[], &organisation::permit_handover),
        ];
        let facts = [
            (residents::ID, [residents::VISIT_FACTS, residents::VISIT_BASIS]),
            (households::ID, [households::VISIT_FACTS, households::VISIT_BASIS]),
        ];
        let facts = facts.iter().map(|(ledger, tags)| -> Rule<'_> { (ledger, tags, &calling::permit_fact) });
        for (ledger, tags, permit) in rules.into_iter().chain(facts) {
            for id in touched(draft, ledger, tags) {
                let row = self.row_with(id, draft)?;
                if row.stands() {
                    permit(&row)?;
                }
            }
        }
        self.judge_units(draft)
    }

    fn judge_units(&self, draft: &Draft) -> Result<(), Error> {
        let changed = touched(draft, units::ID, &[units::PARENT]);
        if changed.is_empty() {
            return Ok(());
        }
        let mut parents: BTreeMap<RecordId, RecordId> = BTreeMap::new();
        let known = self.rows(units::ID)?;
        let all: BTreeSet<RecordId> = known.iter().map(|row| row.id).chain(changed.iter().copied()).collect();
        for id in all {
            parents.extend(self.row_with(id, draft)?.reference(units::PARENT).map(|parent| (id, parent)));
        }
        for id in changed {
            organisation::permit_parent(id, parents.get(&id).copied(), &parents)?;
        }
        Ok(())
    }

    fn standing_row(&self, id: Option<RecordId>, draft: &Draft) -> Result<Option<Row>, Error> {
        let Some(id) = id else { return Ok(None) };
        if !draft.begins(id) && self.row(id)?.is_none() {
            return Ok(None);
        }
        Ok(Some(self.row_with(id, draft)?).filter(Row::stands))
    }
}

/// Says of an issue who raised it, and where.
pub(super) fn say_who(draft: &mut Draft, issue: RecordId, person: Option<&Row>, home: Option<&Row>) {
    let head = home.map_or("", |row| row.text(households::HEAD));
    let name = person.map_or(head, |row| row.text(residents::NAME));
    let of_home = home.and_then(|row| row.reference(households::NEIGHBOURHOOD));
    let place = person.and_then(|row| row.reference(residents::NEIGHBOURHOOD)).or(of_home);
    draft.set(issue, issues::FROM, Value::text(name));
    if let Some(person) = person {
        draft.set(issue, issues::RESIDENT, Some(Value::Ref(person.id)));
    }
    if let Some(place) = place {
        draft.set(issue, issues::NEIGHBOURHOOD, Some(Value::Ref(place)));
    }
}

/// A ledger, the fields whose change is judged (any where none is named), and the rule.
type Rule<'r> = (&'r str, &'r [Tag], &'r dyn Fn(&Row) -> Result<(), Refusal>);

/// The records of a ledger of which a draft changes one of these fields, or
/// any, in the order in which it does.
fn touched(draft: &Draft, ledger: &str, tags: &[Tag]) -> Vec<RecordId> {
    let ledger = LedgerTag::of(ledger);
    let mut met = BTreeSet::new();
    let own = draft.changes.iter().filter(|change| change.record.ledger() == ledger);
    let decides = own.filter(|change| tags.is_empty() || tags.contains(&change.slot.tag));
    decides.map(|change| change.record).filter(|id| met.insert(*id)).collect()
}

/// The records of a ledger that begin with a draft.
fn created(draft: &Draft, ledger: &str) -> Vec<RecordId> {
    let ledger = LedgerTag::of(ledger);
    draft.created.iter().copied().filter(|id| id.ledger() == ledger).collect()
}
