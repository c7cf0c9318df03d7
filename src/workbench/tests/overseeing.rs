//! Oversight as two laptops live it.

use super::{enter as add, *};
use crate::{
    domain::{
        checklists::{CheckState, Clarity},
        oversight::{self, honours, honours::Honour, inspections, own_checks, rectifying, rectifying::Stage},
        team::members,
    },
    workbench::{checks::Tick, overseeing::Drawing},
};

fn member(bench: &Workbench, name: &str) -> RecordId {
    bench.find_in(members::ID, name).unwrap()
}

// Shows J2, J4.
#[test]
fn a_sample_is_drawn_alike_on_both_laptops_and_never_from_residents_unannounced() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut pool: Vec<RecordId> = (0..9).map(|n| issue(&mut a, &format!("事项{n}"))).collect();
    exchange(&mut a, &mut b, folder.path());
    let order = Drawing {
        topic: "答复及时".into(),
        kind: "topical".into(),
        pool: pool.clone(),
        told: "issues".into(),
        size: 3,
        seed: None,
    };
    let first = a.draw_inspection(&order).unwrap();
    let first = a.row(first).unwrap().unwrap();
    let seed = first.text(inspections::SEED).to_owned();
    assert_eq!(seed.len(), 12);
    pool.reverse();
    let again = b.draw_inspection(&Drawing { pool, seed: Some(seed), ..order.clone() }).unwrap();
    let again = b.row(again).unwrap().unwrap();
    assert_eq!(first.all(inspections::SAMPLE).len(), 3);
    assert_eq!(first.all(inspections::SAMPLE), again.all(inspections::SAMPLE));

    let person = resident(&mut a, "单小明");
    let want = add(
        &mut a,
        "job_wishes",
        &[("number", "Q-01"), ("wants", "保洁"), ("told_on", "今天"), ("resident", "单小明")],
    )
    .unwrap();
    for pool in [vec![person], vec![want]] {
        let unannounced = Drawing { kind: "unannounced".into(), pool, ..order.clone() };
        let refusal = refused(a.draw_inspection(&unannounced));
        assert_eq!(refusal, Refusal::Said(oversight::NOT_RESIDENTS));
    }
    let of_nothing = Drawing { pool: Vec::new(), ..order.clone() };
    for empty in [of_nothing, Drawing { size: 0, ..order }] {
        assert_eq!(refused(a.draw_inspection(&empty)), Refusal::Said(oversight::NOTHING_TO_DRAW));
    }
    let kept = a.standing(inspections::ID).unwrap();
    assert_eq!(kept.len(), 1, "what is refused is no inspection");
}

// Shows J7, J8.
#[test]
fn the_checked_member_answers_on_his_own_laptop_before_it_is_struck_off() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let fact =
        [("fact", "11-20 下午无人在岗"), ("kind", "absent"), ("evidence", "值班表"), ("day", "2026-11-20")];
    assert_eq!(refused(add(&mut a, "findings", &fact)), Refusal::Said(oversight::ON_NOBODY));
    let finding = add(&mut a, "findings", &[&fact[..], &[("member", "李强")]].concat()).unwrap();
    let of = finding.to_string();
    let step = |bench: &mut Workbench, kind: &str, more: &[(&str, &str)]| {
        let own = [("text", "第一次"), ("finding", &*of), ("kind", kind), ("day", "2026-11-21")];
        add(bench, "rectifications", &[&own[..], more].concat())
    };
    let stage = |bench: &Workbench| bench.findings().unwrap()[0].standing.stage;
    let terms = [("requirement", "按值班表到岗"), ("deadline", "2026-11-25")];
    assert_eq!(refused(step(&mut a, "notice", &terms)), Refusal::Said(rectifying::NOT_CRITICISED));
    step(&mut a, "criticism", &[("way", "oral")]).unwrap();
    assert_eq!(refused(step(&mut a, "notice", &[])), Refusal::Said(rectifying::NO_TERMS));
    step(&mut a, "notice", &terms).unwrap();
    assert_eq!(refused(step(&mut a, "statement", &[])), Refusal::Said(rectifying::NOT_THEIR_OWN));
    let over = [("result", "struck_off")];
    assert_eq!(refused(step(&mut a, "recheck", &over)), Refusal::Said(rectifying::TOO_EARLY));
    exchange(&mut a, &mut b, folder.path());
    step(&mut b, "statement", &[]).unwrap();
    step(&mut b, "receipt", &[]).unwrap();
    assert_eq!(refused(step(&mut b, "recheck", &over)), Refusal::Said(rectifying::ON_ONESELF));
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(stage(&a), Stage::Reported);
    assert_eq!(a.findings().unwrap()[0].standing.statements.len(), 1);
    step(&mut a, "recheck", &over).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!((stage(&a), stage(&b)), (Stage::StruckOff, Stage::StruckOff));
    // Words that somebody else wrote over are not the member's any more.
    let said = b.rows("rectifications").unwrap();
    let said = said.iter().find(|row| row.text(oversight::rectifications::KIND) == "receipt").unwrap().id;
    assert_eq!(a.signer_of(said).unwrap(), Some(member(&a, "李强")));
    let mut draft = Draft::new();
    a.fill(&mut draft, said, &[("text".into(), "改过".into())]).unwrap();
    assert!(a.commit(draft).is_err());
}

// Shows J6.
#[test]
fn a_finding_becomes_a_slip_that_is_reminded_of_until_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let fact = [("fact", "三组台账两月未记"), ("kind", "weak"), ("evidence", "台账"), ("day", "2026-11-20")];
    let finding = add(&mut a, "findings", &[&fact[..], &[("group", "三组驻点")]].concat()).unwrap();
    let owner = a.member();
    let slip = a.raise_from_finding(finding, "supervision", Some(owner)).unwrap();
    assert!(a.raise_from_finding(finding, "supervision", None).is_err(), "once");
    let case = a.case(slip).unwrap();
    assert_eq!((case.issue.text(issues::KIND), case.standing.owner), ("supervision", Some(owner)));
    let number = case.issue.text(issues::NUMBER).to_owned();
    let remind = [("text", "月底前补齐"), ("issue", &*number), ("day", "2026-11-22"), ("to", "张晓敏")];
    add(&mut a, "reminders", &remind).unwrap();
    let plain = issue(&mut a, "路灯不亮").to_string();
    let wrong = [("text", "催"), ("issue", &*plain), ("day", "2026-11-22")];
    assert_eq!(refused(add(&mut a, "reminders", &wrong)), Refusal::Said(oversight::NO_SLIP));
    close(&mut a, slip);
    assert_eq!(refused(add(&mut a, "reminders", &remind)), Refusal::Said(oversight::NO_SLIP));
}

// Shows J9.
#[test]
fn a_commendation_has_facts_for_each_criterion_and_its_withdrawal_leaves_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let facts = [
        ("title", "李强"),
        ("group", "太湖社区工作组"),
        ("solid", "逐户走到"),
        ("outstanding", "调解成功"),
        ("effect", "路灯修好"),
        ("day", "2026-11-20"),
    ];
    for without in ["solid", "outstanding", "effect"] {
        let fewer: Vec<(&str, &str)> = facts.iter().filter(|(key, _)| *key != without).copied().collect();
        assert!(matches!(refused(add(&mut a, "commendations", &fewer)), Refusal::Required(_)), "{without}");
    }
    let id = add(&mut a, "commendations", &facts).unwrap().to_string();
    let step = |a: &mut Workbench, kind: &str, day: &str| {
        let own =
            [("text", "会议定"), ("commendation", &*id), ("kind", kind), ("day", day), ("body", "党政办")];
        add(a, "honour_steps", &own)
    };
    assert_eq!(refused(step(&mut a, "grant", "2026-11-12")), Refusal::Said(honours::OUT_OF_ORDER));
    for kind in ["decision", "publication"] {
        step(&mut a, kind, "2026-11-12").unwrap();
    }
    let early = refused(step(&mut a, "grant", "2026-11-16"));
    assert_eq!(early, Refusal::Said(honours::NOT_PUBLISHED_LONG_ENOUGH));
    for kind in ["grant", "withdrawal"] {
        step(&mut a, kind, "2026-11-17").unwrap();
    }
    assert_eq!(a.honours().unwrap()[0].1, Honour::Withdrawn);
    assert_eq!(a.standing("honour_steps").unwrap().len(), 4, "what went before stays");
}

// Shows J1.
#[test]
fn a_fact_sheet_is_checked_by_the_member_himself_and_only_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
    let own = [("member", "李强"), ("from", "2026-11-01"), ("to", "2026-11-30"), ("verdict", "agreed")];
    assert_eq!(refused(add(&mut a, "own_checks", &own)), Refusal::Said(oversight::NOT_HIS_OWN));
    let lamp = issue(&mut b, "三组路灯不亮");
    b.take_step(lamp, StepKind::Accept, &[]).unwrap();
    let disputed = [&own[..3], &[("verdict", "disputed")]].concat();
    assert_eq!(refused(add(&mut b, "own_checks", &disputed)), Refusal::Said(oversight::NOT_TOLD_WHY));
    let who = b.member();
    let sheet = |bench: &Workbench| bench.fact_sheet(who, from, to, Lang::Zh).unwrap();
    assert!(
        sheet(&b).chapters.iter().any(|chapter| chapter.lines.iter().any(|l| l.contains("三组路灯不亮")))
    );
    assert!(!sheet(&b).is_checked());
    add(&mut b, "own_checks", &[&own[..], &[("statement", "另帮三组修了水管")]].concat()).unwrap();
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        assert!(sheet(bench).is_checked());
        assert_eq!(sheet(bench).check.unwrap().statement, "另帮三组修了水管");
    }
    // What comes later, he has not seen.
    b.take_step(lamp, StepKind::Reply, &[text(steps::TEXT, "三天内修")]).unwrap();
    assert!(!sheet(&b).is_checked() && sheet(&b).check.is_some());
    // No line of the sheet is a sum over the others, and nothing in it is a score.
    let told = format!("{:?}", sheet(&b));
    for word in ["合计", "共计", "总分", "得分", "排名", "名次"] {
        assert!(!told.contains(word), "{word}");
    }
    for field in own_checks::ledger().fields {
        assert!(!["score", "rank", "grade", "total"].contains(&field.key.as_str()));
    }
}

// Shows A10, J5, J10.
#[test]
fn groups_outcomes_and_unclaimed_matters_are_told_as_facts() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    for name in ["一组", "二组"] {
        add(&mut a, "neighbourhoods", &[("name", name)]).unwrap();
    }
    let own = [("title", "沟渠"), ("from", "王桂兰"), ("neighbourhood", "一组"), ("urgency", "danger")];
    let ditch = add(&mut a, "issues", &own).unwrap();
    let project =
        add(&mut a, "projects", &[("title", "修渠"), ("kind", "public_good"), ("neighbourhood", "一组")]);
    let project = project.unwrap().to_string();
    for (title, planned, done) in [("定", "2026-11-01", "2026-11-02"), ("挖", "2026-11-03", "")] {
        let own = [("title", title), ("project", &*project), ("planned", planned), ("done", done)];
        add(&mut a, "milestones", &own).unwrap();
    }
    let cases = a.cases().unwrap();
    assert_eq!(Workbench::unclaimed(&cases).len(), 1);
    let groups = a.groups(&cases, crate::domain::phases::Period::default()).unwrap();
    assert_eq!((groups[0].planned, groups[0].open, groups[0].is_blank), ((2, 1), (1, 0), false));
    assert!(groups[1].is_blank);
    // One item that somebody looked into there, and it is blank no more.
    let second = a.find_in("neighbourhoods", "二组").unwrap();
    let working = Tick { state: Some(CheckState::Working), ..Tick::default() };
    a.tick(Clarity::Prosperity, "resources", second, &working).unwrap();
    let ticked = a.groups(&cases, crate::domain::phases::Period::default()).unwrap();
    assert_eq!(ticked.iter().map(|group| group.is_blank).collect::<Vec<_>>(), [false, false]);
    a.take_step(ditch, StepKind::Accept, &[]).unwrap();
    let cases = a.cases().unwrap();
    assert!(Workbench::unclaimed(&cases).is_empty());
    let leaders = a.leaders_own(&cases, crate::domain::phases::Period::default()).unwrap();
    assert!(leaders[0].issues[0].contains("沟渠"), "{leaders:?}");
    close(&mut a, ditch);
    a.take_step(ditch, StepKind::Callback, &[(steps::RATING, Value::Choice("declined".into()))]).unwrap();
    let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
    let outcomes = a.outcomes(&a.cases().unwrap(), from, to).unwrap();
    assert_eq!((outcomes.solved, outcomes.in_time, outcomes.late), (1, 1, 0));
    assert_eq!(outcomes.ratings, [("declined".to_owned(), 1)].into());
    let before = a.outcomes(&a.cases().unwrap(), from, from).unwrap();
    assert_eq!(before, crate::workbench::facts::Outcomes::default());
}
