use jiff::civil::date;

use super::*;
use crate::domain::{
    testing::{card, id},
    value::Value,
};

fn person(n: u8, facts: &[&str]) -> Row {
    let mut values = vec![
        (residents::NEIGHBOURHOOD, Value::Ref(id("neighbourhoods", 1))),
        (residents::HOUSEHOLD, Value::Ref(id("households", n / 10))),
        (residents::VISIT_BASIS, Value::Text("组织部名册".into())),
    ];
    values.extend(facts.iter().map(|key| (residents::VISIT_FACTS, Value::Choice((*key).to_owned()))));
    card(residents::ID, n, &values)
}

fn home(n: u8, facts: &[&str]) -> Row {
    let mut values = vec![(households::NEIGHBOURHOOD, Value::Ref(id("neighbourhoods", 1)))];
    values.extend(facts.iter().map(|key| (households::VISIT_FACTS, Value::Choice((*key).to_owned()))));
    values.push((households::VISIT_BASIS, Value::Text("低保证".into())));
    card(households::ID, n, &values)
}

fn visit(n: u8, resident: Option<u8>, household: Option<u8>, day: Date) -> Row {
    let mut values = vec![(visits::DATE, Value::Date(day))];
    values.extend(resident.map(|n| (visits::RESIDENT, Value::Ref(id("residents", n)))));
    values.extend(household.map(|n| (visits::HOUSEHOLD, Value::Ref(id("households", n)))));
    card(visits::ID, n, &values)
}

const DAY: Date = date(2026, 11, 10);

fn derive(homes: &[Row], people: &[Row], visits: &[Row], waiting: &[Waiting], period: Period) -> Coverage {
    let [households, residents, visits] = [homes, people, visits].map(|rows| rows.iter().collect::<Vec<_>>());
    let (households, residents, visits) = (&households[..], &residents[..], &visits[..]);
    coverage(&Sources { households, residents, visits, waiting, period })
}

// Shows B2, B3, B4.
#[test]
fn who_is_to_be_visited_is_named_with_the_reason_and_one_visit_counts_for_all_of_them() {
    let people =
        [person(11, &["veteran_member", "exemplar"]), person(21, &["veteran_cadre"]), person(12, &[])];
    let homes = [home(1, &[]), home(2, &["hardship"])];
    let visits = [visit(1, Some(11), None, DAY)];
    let covered = derive(&homes, &people, &visits, &[], Period::default());
    let gauge = |category| covered.gauge(category, None);
    assert_eq!(gauge(VisitCategory::VeteranMember), Gauge { due: 1, visited: 1 });
    assert_eq!(gauge(VisitCategory::Exemplar), Gauge { due: 1, visited: 1 });
    assert_eq!(gauge(VisitCategory::VeteranCadre), Gauge { due: 1, visited: 0 });
    assert_eq!(gauge(VisitCategory::Hardship), Gauge { due: 1, visited: 0 });
    assert_eq!(gauge(VisitCategory::VeteranComrade), Gauge::default());
    let of = |category| covered.called.iter().filter(move |called| called.category == category);
    let cadres: Vec<&Called> = of(VisitCategory::VeteranCadre).collect();
    assert_eq!((cadres.len(), cadres[0].who, cadres[0].visited), (1, id("residents", 21), None));
    assert_eq!(cadres[0].reason, Reason::Fact("组织部名册".into()));
    assert_eq!(of(VisitCategory::Exemplar).map(|called| called.visited).collect::<Vec<_>>(), [Some(DAY)]);
}

// Shows A7.
#[test]
fn walked_households_are_counted_once_for_each_neighbourhood() {
    let people = [person(11, &[]), person(12, &[]), person(21, &[])];
    let homes = [home(1, &[]), home(2, &[]), home(3, &[])];
    let visits = [visit(1, Some(11), None, DAY), visit(2, Some(12), None, DAY), visit(3, None, Some(2), DAY)];
    let covered = derive(&homes, &people, &visits, &[], Period::default());
    let walked = &covered.places[&id("neighbourhoods", 1)];
    assert_eq!((walked.households, walked.visited), (3, 2));
}

#[test]
fn a_visit_to_the_household_counts_for_who_lives_there_unless_it_names_another() {
    let people = [person(11, &["veteran_member"]), person(12, &["veteran_comrade"])];
    let gauge = |visits: &[Row], category| {
        derive(&[], &people, visits, &[], Period::default()).gauge(category, None).visited
    };
    let to_home = [visit(1, None, Some(1), DAY)];
    assert_eq!(gauge(&to_home, VisitCategory::VeteranMember), 1);
    assert_eq!(gauge(&to_home, VisitCategory::VeteranComrade), 1);
    let to_one = [visit(1, Some(12), Some(1), DAY)];
    assert_eq!(gauge(&to_one, VisitCategory::VeteranMember), 0);
}

// Shows B5.
#[test]
fn a_petitioner_is_on_the_list_while_an_issue_is_open_and_heard_only_after_asking() {
    let people = [person(11, &[])];
    let waits = |since| Waiting { resident: id("residents", 11), number: "A-1".into(), since };
    let visits = [visit(1, Some(11), None, DAY)];
    let gauge = |waiting: &[Waiting]| {
        derive(&[], &people, &visits, waiting, Period::default()).gauge(VisitCategory::Petitioner, None)
    };
    assert_eq!(gauge(&[]), Gauge::default());
    assert_eq!(gauge(&[waits(date(2026, 11, 11))]), Gauge { due: 1, visited: 0 });
    assert_eq!(gauge(&[waits(date(2026, 11, 10))]), Gauge { due: 1, visited: 1 });
    let two = derive(&[], &people, &visits, &[waits(DAY), waits(DAY)], Period::default());
    assert_eq!(two.called[0].reason, Reason::Waits(vec!["A-1".into(), "A-1".into()]));
    // Nobody is put among them, whatever a bundle says.
    let forged = derive(&[], &[person(11, &["petitioner"])], &[], &[], Period::default());
    assert!(forged.called.is_empty());
}

#[test]
fn visits_outside_the_period_do_not_count() {
    let people = [person(11, &["veteran_member"])];
    let visits = [visit(1, Some(11), None, DAY)];
    let period = Period { from: Some(date(2026, 11, 11)), to: None };
    let covered = derive(&[], &people, &visits, &[], period);
    assert_eq!(covered.gauge(VisitCategory::VeteranMember, None), Gauge { due: 1, visited: 0 });
}

// Shows B3.
#[test]
fn a_fact_without_its_basis_is_refused() {
    let mut card = person(11, &["veteran_member"]);
    assert_eq!(permit_fact(&card), Ok(()));
    card.values.insert(residents::VISIT_BASIS, vec![Value::Text("无".into())]);
    assert_eq!(permit_fact(&card), Err(Refusal::NoBasis));
    card.values.remove(&residents::VISIT_FACTS);
    assert_eq!(permit_fact(&card), Ok(()));
}

// Shows H5.
#[test]
fn a_visit_of_the_last_days_is_told_and_one_of_long_ago_is_not() {
    let visits = [visit(1, Some(11), Some(1), DAY), visit(2, None, Some(2), DAY)];
    let told = |home, day| recent(&visits, home, None, day, 7).map(|recent| recent.days);
    let one = Some(id("households", 1));
    assert_eq!(told(one, date(2026, 11, 13)), Some(3));
    assert_eq!(told(one, date(2026, 11, 17)), Some(7));
    assert_eq!(told(one, date(2026, 11, 18)), None);
    assert_eq!(told(Some(id("households", 3)), date(2026, 11, 13)), None);
    assert_eq!(recent(&visits, None, Some(id("residents", 11)), DAY, 7).map(|recent| recent.days), Some(0));
}
