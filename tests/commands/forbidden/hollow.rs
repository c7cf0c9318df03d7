//! What says nothing: a dot, a blank or the word for "none" where something has
//! to be told, in every ledger and by every path.

use minqing::{
    domain::{field::Kind, oversight::commendations, rules::Refusal},
    workbench::{Error, STRUCK, Workbench, draft::Draft, logs::Outgoing},
};

use super::{
    World, add,
    entered::{Entered, forged, nothing},
    hand, open,
};

/// What people type to get past a field.
const HOLLOW: [&str; 6] = [".", "、", "…", "\u{3000}.", "\u{200b}", "无"];

fn no_leave_counts(bench: &Workbench) -> bool {
    bench.counted("leaves").unwrap().is_empty()
}

fn nobody_is_nominated(bench: &Workbench) -> bool {
    bench.honours().unwrap().is_empty()
}

fn nothing_is_found(bench: &Workbench) -> bool {
    bench.findings().unwrap().is_empty()
}

#[rustfmt::skip]
const ENTERED: &[Entered] = &[
    Entered { act: "leave for a dot", judge: "judge_content", before: nothing, ledger: "leaves",
        wrong: &[("member", "李强"), ("kind", "personal"), ("reason", "."), ("from", "2026-11-23"), ("to", "2026-11-23"), ("length", "one")],
        mend: &[("reason", "送孩子")], holds: no_leave_counts, except: &[] },
    Entered { act: "a nomination with a dot for a fact", judge: "judge_oversight", before: nothing, ledger: "commendations",
        wrong: &[("title", "表彰"), ("member", "李强"), ("solid", "、"), ("outstanding", "到场"), ("effect", "亮了"), ("day", "2026-11-20")],
        mend: &[("solid", "逐户走访")], holds: nobody_is_nominated, except: &[] },
    Entered { act: "a finding on the evidence of none", judge: "judge_oversight", before: nothing, ledger: "findings",
        wrong: &[("fact", "漏记"), ("kind", "lax"), ("evidence", "无"), ("day", "2026-11-20"), ("member", "李强")],
        mend: &[("evidence", "台账")], holds: nothing_is_found, except: &[] },
];

#[test]
fn what_says_nothing_is_entered_by_no_path() {
    let mut met = Vec::new();
    let broken: Vec<String> = ENTERED.iter().flat_map(|entered| entered.check(&mut met)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_reason_is_a_dot() {
    let world = World::new();
    let mut bench = world.a();
    let (visit, resident) = {
        let visits = bench.standing("visits").unwrap();
        (visits[0].id, super::of(&bench, "王桂兰"))
    };
    for hollow in HOLLOW {
        let missing = |answer: Result<(), Error>| {
            assert!(matches!(answer, Err(Error::Refused(Refusal::Missing(_)))), "{hollow:?}: {answer:?}");
        };
        missing(bench.record_access(Some(resident), "screen", hollow));
        missing(bench.erase_person(resident, hollow, &[]).map(drop));
        missing(bench.set_period("visits", 40, hollow));
        let mut draft = Draft::new();
        draft.strike(visit, hollow);
        missing(bench.commit(draft));
        for (purpose, to) in [(hollow, "街道"), ("核对", hollow)] {
            let outgoing =
                Outgoing { purpose: purpose.into(), to: to.into(), form: "full", ..Outgoing::default() };
            missing(bench.record_export(&outgoing));
        }
    }
    bench.record_access(Some(resident), "screen", "核对电话").unwrap();
    // A strike for no reason that came in strikes nothing out.
    bench.close().unwrap();
    assert!(world.bundle(&|b| {
        let visit = b.standing("visits").unwrap()[0].id;
        vec![super::put(visit, STRUCK, &super::text("."))]
    }));
    assert!(world.a().row(visit).unwrap().unwrap().stands());
}

#[test]
fn a_dot_fills_no_required_text_of_any_ledger() {
    let world = World::new();
    let mut bench = world.a();
    let texts: Vec<(String, String)> = bench
        .catalog()
        .iter()
        .filter(|ledger| ledger.is_open())
        .flat_map(|ledger| {
            let of = ledger.id.clone();
            let fields = ledger.fields.iter().filter(|field| {
                field.required
                    && field.in_form
                    && matches!(field.kind, Kind::Text | Kind::LongText | Kind::Name)
            });
            fields.map(move |field| (of.clone(), field.key.clone()))
        })
        .collect();
    assert!(texts.len() > 90, "{}", texts.len());
    for (ledger, key) in texts {
        let title = bench.ledger(&ledger).unwrap().field_by_key(&key).unwrap().title.zh.to_string();
        let row = minqing::domain::row::Row {
            id: bench.begin_record(&mut Draft::new(), &ledger, Some("…")).unwrap(),
            values: [(
                bench.ledger(&ledger).unwrap().field_by_key(&key).unwrap().tag,
                vec![super::text("…")],
            )]
            .into_iter()
            .collect(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: bench.now(),
            turn: 0,
            updated: bench.now(),
            by: bench.member(),
        };
        let told = bench.faults(&row);
        assert!(told.first().is_some_and(|why| why.zh.contains(&title)), "{ledger}.{key}: {told:?}");
        assert!(add(&mut bench, &ledger, &[(&key, "…")]).is_err(), "{ledger}.{key}");
    }
}

#[test]
fn what_came_hollow_is_told_on_the_laptop_that_got_it() {
    let world = World::new();
    let facts = [
        ("title", "表彰"),
        ("member", "李强"),
        ("solid", "."),
        ("outstanding", "到场"),
        ("effect", "亮了"),
        ("day", "2026-11-20"),
    ];
    assert!(world.bundle(&|bench| forged(bench, commendations::ID, &facts)));
    let args = ["list", "commendations"];
    let listed = super::super::minqing(&world.home("a"), &args, &[("MINQING_NOW", super::NOW)]);
    let listed = super::super::stdout(&listed);
    assert!(listed.contains("“工作扎实的事实”没有写明"), "{listed}");
    let (mut a, mut b) = (world.a(), open(&world.home("b")));
    hand(&mut a, &mut b, world.folder.path());
    assert!(b.honours().unwrap().is_empty());
}
