//! What is one thing is entered once, and owes once what the largest of it owes.

use jiff::civil::date;

use super::{enter as add, *};
use crate::domain::{analyses, oversight::findings, procedure::Objection};

// Shows A6, F7.
#[test]
fn an_enterprise_by_a_neighbourhood_is_entered_once_and_read_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    add(&mut a, "neighbourhoods", &[("name", "一组")]).unwrap();
    for name in ["禾穗食品厂", "丰收机械厂"] {
        add(&mut a, "enterprises", &[("name", name)]).unwrap();
    }
    let pairing = |firm: &'static str, from: &'static str, to: &'static str| {
        let own = [("enterprise", firm), ("neighbourhood", "一组"), ("from", from), ("contact", "张晓敏")];
        let mut own = own.to_vec();
        own.extend(Some(("to", to)).filter(|(_, to)| !to.is_empty()));
        own
    };
    let firms = |bench: &Workbench| bench.posts().unwrap()[0].enterprises.clone();
    add(&mut a, "pairings", &pairing("禾穗食品厂", "2026-01-01", "")).unwrap();
    assert_eq!(firms(&a), ["禾穗食品厂"]);
    let posting =
        |from: &'static str| [("neighbourhood", "一组"), ("enterprise", "禾穗食品厂"), ("from", from)];
    let again = refused(add(&mut a, "postings", &posting("2026-05-01")));
    assert!(again.sentence(Lang::Zh).contains("不用再登"), "{again:?}");
    assert!(add(&mut a, "pairings", &pairing("禾穗食品厂", "2026-05-01", "")).is_err());
    // Another time, and another enterprise, are others; and the other way about.
    add(
        &mut a,
        "postings",
        &[("neighbourhood", "一组"), ("enterprise", "丰收机械厂"), ("from", "2026-02-01")],
    )
    .unwrap();
    add(&mut a, "pairings", &pairing("丰收机械厂", "2025-01-01", "2025-12-31")).unwrap();
    assert!(add(&mut a, "pairings", &pairing("丰收机械厂", "2026-03-01", "")).is_err());
    assert_eq!(firms(&a), ["禾穗食品厂", "丰收机械厂"]);
    assert!(
        a.organisation_lines(Lang::Zh)
            .unwrap()
            .iter()
            .any(|line| line.contains("企业 禾穗食品厂、丰收机械厂"))
    );
    // From a day to a day: of one that ended yesterday nothing is told today.
    let pairs = a.standing("pairings").unwrap();
    let first = pairs.iter().find(|row| a.name_of(row.id).contains("禾穗")).unwrap().id;
    change(&mut a, first, &[("to", "2026-11-17")]).unwrap();
    assert_eq!(firms(&a), ["丰收机械厂"]);
}

// Shows J8.
#[test]
fn a_finding_is_put_right_in_one_place_where_the_checked_side_speaks_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let fact = |text: &'static str| {
        [
            ("fact", text),
            ("kind", "absent"),
            ("evidence", "值班表"),
            ("day", "2026-11-20"),
            ("member", "李强"),
        ]
    };
    let finding = add(&mut a, "findings", &fact("下午无人在岗")).unwrap();
    // Nor is it an issue of its own beside it.
    let direct = [("title", "下午，无人在岗"), ("kind", "rectification"), ("from", "督查")];
    assert!(refused(add(&mut a, "issues", &direct)).sentence(Lang::Zh).contains("督查发现"));
    let owner = a.find_in("members", "李强").unwrap();
    assert_eq!(
        refused(a.raise_from_finding(finding, "rectification", Some(owner))),
        Objection::Recused.into()
    );
    let raised = a.raise_from_finding(finding, "rectification", None).unwrap();
    assert_eq!(a.existing(finding).unwrap().reference(findings::ISSUE), Some(raised));
    let of = finding.to_string();
    let criticism =
        [("finding", &*of), ("kind", "criticism"), ("text", "批评"), ("day", "2026-11-20"), ("way", "oral")];
    assert!(refused(add(&mut a, "rectifications", &criticism)).sentence(Lang::Zh).contains("不另记一遍"));
    // Who answers there is whom it is about, on his own laptop.
    let notice = [
        text(steps::TEXT, "限期"),
        text(steps::DEMAND, "补班"),
        (steps::UNTIL, Value::Date(date(2026, 12, 20))),
    ];
    a.take_step(raised, StepKind::Notice, &notice).unwrap();
    let says = [text(steps::TEXT, "去办事了"), text(steps::PARTY, "李强")];
    assert!(refused(a.take_step(raised, StepKind::Statement, &says)).sentence(Lang::Zh).contains("本人"));
    exchange(&mut a, &mut b, folder.path());
    b.take_step(raised, StepKind::Statement, &says).unwrap();

    // What is begun in the ledger is raised as no rectification; as a slip it may be.
    let other = add(&mut a, "findings", &fact("台账两月未记")).unwrap();
    let of = other.to_string();
    let criticism =
        [("finding", &*of), ("kind", "criticism"), ("text", "批评"), ("day", "2026-11-20"), ("way", "oral")];
    add(&mut a, "rectifications", &criticism).unwrap();
    assert!(
        refused(a.raise_from_finding(other, "rectification", None)).sentence(Lang::Zh).contains("整改记录")
    );
    a.raise_from_finding(other, "supervision", None).unwrap();
    // And what is an open rectification is found no second time.
    let direct = [("title", "值班电话无人接"), ("kind", "rectification"), ("from", "督查")];
    add(&mut a, "issues", &direct).unwrap();
    assert!(
        refused(add(&mut a, "findings", &fact("值班电话，无人接"))).sentence(Lang::Zh).contains("整改事项")
    );
}

// Shows E6.
#[test]
fn a_groups_matter_owes_its_sheet_also_inside_a_single_persons_issue() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (single, group) = (issue(&mut a, "路灯不亮"), issue(&mut a, "三十户要求修路灯"));
    edit(&mut a, group, "scale", "group");
    a.take_step(group, StepKind::Merge, &[(steps::INTO, Value::Ref(single))]).unwrap();
    assert!(a.case(single).unwrap().standing.unanalysed);
    let answer = |bench: &mut Workbench| {
        let all = bench.case(single).unwrap().standing.voices;
        for voice in all {
            let told = [text(steps::TEXT, "下周修"), (steps::VOICES, Value::Ref(voice.id))];
            bench.take_step(single, StepKind::Reply, &told).unwrap();
        }
    };
    answer(&mut a);
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "亮了")];
    assert_eq!(refused(a.take_step(single, StepKind::Resolve, &solved)), Objection::Unanalysed.into());
    let sheet = [
        (analyses::DEMAND, Value::text("修路灯")),
        (analyses::MEASURES, Value::text("与电力公司协商")),
        (analyses::OWNER, Some(Value::Ref(a.member()))),
        (analyses::UNTIL, Some(Value::Date(date(2026, 12, 20)))),
    ];
    a.analyse(single, &sheet).unwrap();
    a.take_step(single, StepKind::Resolve, &solved).unwrap();
    assert!(a.case(single).unwrap().standing.is_closed());
}

#[test]
fn a_household_is_found_by_its_number_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let home = add(&mut a, "households", &[("address", "幸福路1号"), ("number", "3-1")]).unwrap();
    let person = add(&mut a, "residents", &[("name", "孙八"), ("household", "3-1")]).unwrap();
    assert_eq!(a.existing(person).unwrap().reference(residents::HOUSEHOLD), Some(home));
    assert!(add(&mut a, "residents", &[("name", "周九"), ("household", "3-2")]).is_err());
}
