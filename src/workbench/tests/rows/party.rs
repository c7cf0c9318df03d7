//! 党建 (domain.md §1G).

use super::*;

// Shows G1.
#[test]
fn a_branch_that_calls_itself_good_says_by_which_facts() {
    let mut desk = Desk::new();
    desk.keep("party_branches", "name=第一支部; kind=branch; secretary=陈水根; members=12");
    desk.refuse("party_branches", "name=三组党小组; kind=group", "写所属支部");
    desk.keep("party_branches", "name=三组党小组; kind=group; parent=第一支部; neighbourhood=三组");
    let counts = ["leadership", "membership", "working", "achievement", "people"];
    let with = |good: Option<&str>, facts: bool| {
        let told = counts.into_iter().map(|count| {
            let verdict = if good == Some(count) { "yes" } else { "working" };
            let facts = if facts { format!("; {count}_facts=每月议事一次") } else { String::new() };
            format!("; {count}={verdict}{facts}")
        });
        format!("branch=第一支部; date=2026-10-01{}", told.collect::<String>())
    };
    for count in counts {
        desk.refuse("five_good", &with(Some(count), false), "事实");
        desk.keep("five_good", &with(Some(count), true));
        // Each of the five is looked at.
        desk.refuse("five_good", &with(None, false).replace(&format!("; {count}=working"), ""), "好");
    }
    desk.keep("five_good", &with(None, false));
}

// Shows G2.
#[test]
fn a_promise_is_kept_first_and_people_speak_for_themselves() {
    let mut desk = Desk::new();
    desk.keep("party_branches", "name=第一支部; kind=branch");
    let base = "promise=每周陪独居老人一次; member=周建国; branch=第一支部";
    for lead in ["study", "work", "service", "discipline", "spirit"] {
        let told = format!("{base}; lead={lead}; promised_on=2026-09-01");
        desk.refuse("five_lead", &format!("{told}; due_on=2026-08-01"), "不能早于承诺日期");
        let promise = desk.keep("five_lead", &format!("{told}; due_on=2026-10-01"));
        desk.reminds(promise, on(10, 1), "做到了没有");
        desk.stop(promise, "people_said=常来", "做到以后才由群众说");
        desk.stop(promise, "kept_on=2026-10-01", "怎么做到的");
        desk.stop(promise, "kept_on=2026-08-31; kept=去了五次", "不能早于承诺日期");
        desk.go_on(promise, "kept_on=2026-10-01; kept=去了五次");
        desk.is_done(promise, "做到了没有");
        desk.reminds(promise, on(10, 8), "听听群众怎么说");
        desk.stop(promise, "people_said=常来", "不能代填");
        let heard = "people_said=常来; heard_from=三组老人; heard_how=in_person";
        desk.stop(promise, &format!("{heard}; heard_on=2026-09-30"), "做到以后才由群众说");
        desk.go_on(promise, &format!("{heard}; heard_on=2026-10-05"));
        desk.is_done(promise, "听听群众怎么说");
    }
    desk.refuse(
        "five_lead",
        &format!("{base}; lead=rank; promised_on=2026-09-01; due_on=2026-10-01"),
        "可选",
    );
}

// Shows G3, G4.
#[test]
fn what_a_branch_takes_on_is_done_or_given_back_with_its_reason() {
    let mut desk = Desk::new();
    desk.keep("party_branches", "name=第一支部; kind=branch");
    let asked = issue(&mut desk.bench, "沟渠堵塞");
    let base = format!("task=清沟渠; matter={asked}; who=周建国; claimed_on=2026-09-01; due_on=2026-09-20");
    for kind in ["party_member", "branch"] {
        desk.refuse("claims", &format!("{base}; kind={kind}"), "哪个党组织");
        let claim = desk.keep("claims", &format!("{base}; kind={kind}; branch=第一支部; days=3"));
        desk.reminds(claim, on(9, 20), "办成没有");
        desk.stop(claim, "done_on=2026-09-18", "办成什么");
        desk.stop(claim, "done_on=2026-08-18; result=通了", "不能早于认领日期");
        desk.stop(claim, "given_up_on=2026-09-18", "好另找人办");
        desk.stop(
            claim,
            "given_up_on=2026-09-18; reason=要机械; done_on=2026-09-18; result=通了",
            "不算办成",
        );
        desk.go_on(claim, "done_on=2026-09-18; result=通了 300 米");
        desk.is_done(claim, "办成没有");
    }
    desk.refuse("claims", &format!("{base}; kind=unit; due_on=2026-08-01"), "不能早于认领日期");
}

// Shows A19.
#[test]
fn one_matter_is_taken_on_by_several() {
    let mut desk = Desk::new();
    let asked = issue(&mut desk.bench, "沟渠堵塞");
    let base = format!("task=清沟渠; matter={asked}; claimed_on=2026-09-01; due_on=2026-09-20");
    for (kind, who) in [("resident", "王桂兰"), ("enterprise", "禾穗纺织"), ("unit", "街道城管科")]
    {
        let claim = desk.keep("claims", &format!("{base}; kind={kind}; who={who}; others=物业、第一支部"));
        let row = desk.bench.row(claim).unwrap().unwrap();
        let others = desk.bench.ledger("claims").unwrap().field_by_key("others").unwrap().tag;
        assert_eq!(row.all(others).len(), 2);
    }
}
