//! What is kept in memory of what was read is what reading it anew gives.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{entered as add, resident as enter, *};
use crate::domain::{phases::Period, roster::households, row::Row, team::members, voices};

#[derive(Debug, Clone)]
enum Deed {
    Enter,
    Birthday(usize, usize),
    Visit(usize, i64),
    Raise(usize),
    Step(usize, StepKind),
    Merge(usize, usize),
    Join(usize, usize),
    Rename(usize),
    Strike(usize),
    Undo,
    Redo,
    Bundle,
    Erase(usize),
    Later(i64),
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    let steps = [StepKind::Accept, StepKind::Reply, StepKind::Resolve, StepKind::Reopen, StepKind::Transfer];
    prop_oneof![
        2 => Just(Deed::Enter),
        1 => (any::<usize>(), 0..4_usize).prop_map(|(who, day)| Deed::Birthday(who, day)),
        3 => (any::<usize>(), -2..3_i64).prop_map(|(who, day)| Deed::Visit(who, day)),
        4 => any::<usize>().prop_map(Deed::Raise),
        6 => (any::<usize>(), prop::sample::select(steps.to_vec())).prop_map(|(it, kind)| Deed::Step(it, kind)),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(one, other)| Deed::Merge(one, other)),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(it, who)| Deed::Join(it, who)),
        1 => any::<usize>().prop_map(Deed::Rename),
        1 => any::<usize>().prop_map(Deed::Strike),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        2 => Just(Deed::Bundle),
        1 => any::<usize>().prop_map(Deed::Erase),
        2 => (1..4_000_i64).prop_map(Deed::Later),
        1 => Just(Deed::Reopen),
    ]
}

/// Everything that is derived, told as text.
fn told(bench: &Workbench, people: &[RecordId]) -> Vec<String> {
    let today = bench.today();
    let mut told = vec![
        format!("{:?}", bench.all_cases().unwrap()),
        format!("{:?}", bench.agenda(30).unwrap()),
        format!("{:?}", bench.coverage(Period::default()).unwrap()),
        format!("{:?}", bench.status().unwrap()),
        format!("{:?}", bench.goals().unwrap()),
    ];
    told.extend(people.iter().map(|who| {
        let before = bench.before_visit(None, Some(*who), today);
        format!("{:?}", before.map_err(|error| error.to_string()))
    }));
    told
}

/// The plain way to whom a visit is: all who are to be visited, and of them who is meant.
fn plainly_called(bench: &Workbench, who: RecordId) -> Vec<RecordId> {
    let home = bench.existing(who).unwrap().reference(residents::HOUSEHOLD);
    let called = bench.coverage(Period::default()).unwrap().called;
    called.into_iter().map(|called| called.who).filter(|id| *id == who || Some(*id) == home).collect()
}

fn chosen<T: Copy>(all: &[T], at: usize) -> Option<T> {
    all.get(at % all.len().max(1)).copied()
}

/// What is refused is refused: only what is let pass leaves a trace.
fn act(deed: &Deed, a: &mut Workbench, people: &mut Vec<RecordId>, matters: &mut Vec<RecordId>) {
    let who = |at: usize| chosen(people, at);
    match *deed {
        Deed::Enter => {
            let home = add(a, households::ID, &[("address", "幸福路5号")]);
            let id = enter(a, "王桂兰");
            let mut draft = Draft::new();
            draft.set(id, residents::HOUSEHOLD, Some(Value::Ref(home)));
            draft.add(id, residents::VISIT_FACTS, &Value::Choice("hardship".into()));
            draft.set(id, residents::VISIT_BASIS, Value::text("低保名册"));
            a.commit(draft).unwrap();
            people.push(id);
        }
        Deed::Birthday(at, day) => {
            let day = ["十月十五", "10-16", "腊月三十", "闰十月初一"][day];
            let Some(id) = who(at) else { return };
            let mut draft = Draft::new();
            let _ =
                a.fill(&mut draft, id, &[("lunar_birthday".into(), day.into())]).map(|()| a.commit(draft));
        }
        Deed::Visit(at, day) => {
            let mut draft = Draft::new();
            let id = a.begin_record(&mut draft, visits::ID, None).unwrap();
            let day = a.today().checked_add(jiff::Span::new().days(day)).unwrap();
            draft.set(id, visits::DATE, Some(Value::Date(day)));
            draft.set(
                id,
                visits::CATEGORY,
                Some(Value::Choice(["hardship", visits::PETITIONER][at % 2].into())),
            );
            draft.set(id, visits::RESIDENT, who(at).map(Value::Ref));
            draft.add(id, visits::VISITORS, &Value::Ref(a.member()));
            if day <= a.today() {
                draft.set(id, visits::WORDS, Value::text("路灯暗"));
            }
            let _ = a.commit(draft);
        }
        Deed::Raise(at) => {
            let id = issue(a, "路灯不亮");
            matters.push(id);
            let mut draft = Draft::new();
            draft.set(id, issues::RESIDENT, who(at).map(Value::Ref));
            let _ = a.commit(draft);
        }
        Deed::Step(at, kind) => {
            let fields = if kind == StepKind::Transfer {
                vec![text(steps::UNIT, "街道")]
            } else if kind == StepKind::Resolve {
                vec![(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "修好")]
            } else {
                vec![text(steps::TEXT, "三天内修好")]
            };
            let _ = chosen(matters, at).map(|id| a.take_step(id, kind, &fields));
        }
        Deed::Merge(one, other) => {
            let both = chosen(matters, one).zip(chosen(matters, other));
            let _ = both.map(|(one, other)| a.merge(one, other));
        }
        Deed::Join(at, whose) => {
            let fields = [text(voices::NAME, "李明")].into_iter();
            let fields: Vec<_> =
                fields.chain(who(whose).map(|id| (voices::RESIDENT, Value::Ref(id)))).collect();
            let _ = chosen(matters, at).map(|id| a.add_voice(id, &fields));
        }
        Deed::Rename(at) => {
            let mut draft = Draft::new();
            draft.set(a.member(), members::NAME, Value::text(["张晓敏", "张小敏"][at % 2]));
            let _ = a.commit(draft);
        }
        Deed::Strike(at) => {
            let visits = a.standing(visits::ID).unwrap();
            let visits: Vec<RecordId> = visits.iter().map(|row| row.id).collect();
            let Some(id) = chosen(&visits, at) else { return };
            let mut draft = Draft::new();
            draft.strike(id, "记错了");
            let _ = a.commit(draft);
        }
        Deed::Undo => drop(a.undo()),
        Deed::Redo => drop(a.redo()),
        Deed::Erase(at) => drop(who(at).map(|id| a.erase_person(id, "本人要求", &[]))),
        Deed::Bundle | Deed::Later(_) | Deed::Reopen => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    /// Whatever was written, undone, taken in and erased, on whichever of two
    /// laptops: who asks after other questions hears what who asks first hears.
    #[test]
    fn what_was_read_before_changes_no_answer(deeds in prop::collection::vec((any::<bool>(), deed()), 1..16)) {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let (mut a, mut b) = pair(folder);
        let (mut people, mut matters, mut minute) = (Vec::new(), Vec::new(), 10_i64);
        for (at_a, deed) in deeds {
            minute += if let Deed::Later(minutes) = deed { minutes } else { 1 };
            a.set_clock(clock(minute));
            b.set_clock(clock(minute));
            let (here, there) = if at_a { (&mut a, &mut b) } else { (&mut b, &mut a) };
            // All is read before: what is kept must hold what comes.
            told(here, &[]);
            act(&deed, here, &mut people, &mut matters);
            if matches!(deed, Deed::Bundle) {
                told(there, &[]);
                exchange(here, there, folder);
            }
            let here = if matches!(deed, Deed::Bundle) { there } else { here };
            people.retain(|id| here.row(*id).is_ok_and(|row| row.is_some_and(|row| row.stands())));
            let warm = told(here, &people);
            for who in &people {
                let called = here.before_visit(None, Some(*who), here.today()).unwrap().called;
                let called: Vec<RecordId> = called.into_iter().map(|called| called.who).collect();
                prop_assert_eq!(called, plainly_called(here, *who));
            }
            let counts: BTreeMap<String, usize> = here.catalog().iter().map(|ledger| {
                let rows = here.rows(&ledger.id).unwrap();
                (ledger.id.clone(), rows.iter().filter(|row: &&Row| row.stands()).count())
            }).collect();
            here.forget_rows();
            // In an order in which each question is the first that reads its ledgers.
            prop_assert_eq!(&here.status().unwrap().counts, &counts);
            here.forget_rows();
            prop_assert_eq!(format!("{:?}", here.agenda(30).unwrap()), warm[1].as_str());
            here.forget_rows();
            prop_assert_eq!(told(here, &people), warm);
        }
    }
}
