//! What takes a lead: terms of the group's own, and signatures.

use super::*;
use crate::domain::{
    bulletins::{Printing, bulletin_steps, content},
    terms::{self, term_id},
};

fn set(bench: &Workbench, key: &str, days: &str) -> Draft {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, terms::ID, Some(key)).unwrap();
    let pairs = [("key", key), ("value", days), ("unit", "days"), ("basis", "街道规定")];
    let pairs = pairs.map(|(key, text)| (key.to_owned(), text.to_owned()));
    bench.fill(&mut draft, id, &pairs).unwrap();
    draft
}

fn change(key: &str, days: i64) -> Draft {
    let mut draft = Draft::new();
    draft.set(term_id(key), terms::VALUE, Some(Value::Int(days)));
    draft
}

fn days(bench: &Workbench, key: &str) -> i32 {
    bench.deadlines().unwrap().terms.get(key).unwrap().value
}

fn only_a_lead(result: Result<(), Error>) {
    match result {
        Err(Error::Refused(Refusal::Said(why))) => assert_eq!(why, terms::ONLY_A_LEAD),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_term_is_a_leads_and_what_others_wrote_over_it_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let draft = set(&b, "ordinary", "5");
    only_a_lead(b.commit(draft.clone()));
    assert_eq!(days(&b, "ordinary"), 7);
    // By a forged bundle.
    b.write_unjudged(draft);
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        assert_eq!(days(bench, "ordinary"), 7);
        assert!(bench.standing(terms::ID).unwrap().is_empty());
    }
    let draft = set(&a, "difficult", "12");
    a.commit(draft).unwrap();
    exchange(&mut a, &mut b, folder);
    only_a_lead(b.commit(change("difficult", 90)));
    let mut gone = Draft::new();
    gone.delete(term_id("difficult"));
    only_a_lead(b.commit(gone.clone()));
    b.write_unjudged(change("difficult", 90));
    b.write_unjudged(gone);
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        assert_eq!(days(bench, "difficult"), 12);
        let row = bench.row(term_id("difficult")).unwrap().unwrap();
        assert_eq!((row.stands(), row.int(terms::VALUE)), (true, Some(12)));
    }
    // Who is made a lead sets terms from then on, and had set none before.
    a.confirm(b.peer(), true).unwrap();
    exchange(&mut a, &mut b, folder);
    assert_eq!((days(&b, "ordinary"), days(&b, "difficult")), (7, 12));
    b.commit(change("difficult", 9)).unwrap();
    exchange(&mut b, &mut a, folder);
    assert_eq!((days(&a, "difficult"), days(&b, "difficult")), (9, 9));
    // And what he had set stays when he is revoked.
    a.revoke(b.peer(), None).unwrap();
    assert_eq!(days(&a, "difficult"), 9);
}

// Shows I5.
#[test]
fn a_signature_is_what_it_was_when_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
    let at = |bench: &Workbench, id| bench.bulletin(id).unwrap().printed.printing;
    let [one, two] = ["第一期", "第二期"].map(|title| {
        let id = a.new_bulletin(title, from, to).unwrap();
        edit(&mut a, id, "harmony", "三组议定了路灯的管护。");
        id
    });
    exchange(&mut a, &mut b, folder);
    // Signed by a member who did not lead, as a forged bundle would bring it.
    b.step_bulletin(one, "review", "").unwrap();
    let mut draft = Draft::new();
    let step = bench_step(&mut draft, one, &content(&b.bulletin(one).unwrap().bulletin));
    draft.set(step, bulletin_steps::NUMBER, Some(Value::Int(7)));
    b.write_unjudged(draft);
    a.confirm(b.peer(), true).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        assert_eq!(at(bench, one), Printing::Reviewed, "he leads now, and did not when he signed");
    }
    // Signed by a lead, who leaves afterwards.
    edit(&mut a, two, "solve", "路灯修好了。");
    exchange(&mut a, &mut b, folder);
    b.step_bulletin(two, "review", "").unwrap();
    b.step_bulletin(two, "sign", "").unwrap();
    exchange(&mut b, &mut a, folder);
    assert_eq!(at(&a, two), Printing::Signed);
    a.revoke(b.peer(), None).unwrap();
    assert_eq!(at(&a, two), Printing::Signed);
    assert!(a.bulletin(two).unwrap().number(Lang::Zh).is_some());
    let mut draft = Draft::new();
    a.fill(&mut draft, two, &[("solve".into(), "再改".into())]).unwrap();
    assert!(a.commit(draft).is_err(), "what is signed is not changed");
}

fn bench_step(draft: &mut Draft, bulletin: RecordId, about: &str) -> RecordId {
    let id = crate::workbench::bench::draw_id(bulletin_steps::ID).unwrap();
    draft.insert(id);
    draft.set(id, bulletin_steps::BULLETIN, Some(Value::Ref(bulletin)));
    draft.set(id, bulletin_steps::KIND, Some(Value::Choice("sign".into())));
    draft.set(id, bulletin_steps::CONTENT, Value::text(about));
    draft.set(id, bulletin_steps::DAY, Some(Value::Date(jiff::civil::date(2026, 11, 22))));
    draft.set(id, bulletin_steps::YEAR, Some(Value::Int(2026)));
    id
}
