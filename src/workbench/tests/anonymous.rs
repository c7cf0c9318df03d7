//! Who asked without giving a name, whose visit it was, and whose answer.

use super::{enter as try_add, entered as add, *};
use crate::domain::{
    deidentify, phases::Period, roster::households, standing::rating, visits::VisitCategory, voices,
};
use crate::workbench::visit::{Raised, VisitReport};

fn way(key: &str) -> (u16, Value) {
    (steps::WAY, Value::Choice(key.into()))
}

#[test]
fn an_anonymous_issue_names_nobody_on_any_reading_but_one_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "张伟");
    let id = add(
        &mut a,
        "issues",
        &[
            ("title", "夜里噪声"),
            ("from", "张伟"),
            ("resident", &person.to_string()),
            ("phone", "13911112222"),
            ("anonymous", "是"),
        ],
    );
    for row in [a.existing(id).unwrap(), a.case(id).unwrap().issue, a.cases().unwrap()[0].issue.clone()] {
        assert_eq!(row.text(issues::FROM), "匿名");
        assert!(row.reference(issues::RESIDENT).is_none() && row.text(issues::PHONE).is_empty());
    }
    // He is on no list as somebody who waits, and nothing hangs on his card.
    let coverage = a.coverage(Period::default()).unwrap();
    assert!(coverage.called.iter().all(|called| called.category != VisitCategory::Petitioner));
    assert!(a.before_visit(None, Some(person), a.today()).unwrap().cases.is_empty());
    let reply = a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "已约谈"), way("phone")]).unwrap();
    assert_eq!(a.existing(reply).unwrap().text(steps::TO), "");
    // For a reason he is told, and an edit of something else keeps him.
    edit(&mut a, id, "detail", "半夜还有");
    assert_eq!(a.row_in_full(id).unwrap().text(issues::FROM), "张伟");
    // His own rights reach it.
    assert_eq!(a.person_export(person, "本人要求查阅").unwrap().issues.len(), 1);
    // Anonymity does not end by a tick.
    let mut draft = Draft::new();
    a.fill(&mut draft, id, &[("anonymous".into(), "否".into())]).unwrap();
    assert!(a.commit(draft).is_err());
    // Nor by a bundle from a laptop that asked nobody; and it ends where his name comes along.
    let mut forged = Draft::new();
    forged.set(id, issues::ANONYMOUS, Some(Value::Bool(false)));
    a.write_unjudged(forged);
    for row in [a.existing(id).unwrap(), a.cases().unwrap()[0].issue.clone()] {
        assert!(row.is(issues::ANONYMOUS) && row.text(issues::FROM) == "匿名", "{row:?}");
    }
    let other = add(&mut a, "issues", &[("title", "井盖"), ("from", "赵六"), ("anonymous", "是")]);
    change(&mut a, other, &[("from", "赵六"), ("anonymous", "否")]).unwrap();
    assert_eq!(a.existing(other).unwrap().text(issues::FROM), "赵六");
    // Who never asked for it is named as before, whatever is written of it.
    let plain = add(&mut a, "issues", &[("title", "路灯"), ("from", "钱七")]);
    change(&mut a, plain, &[("anonymous", "否")]).unwrap();
    assert_eq!(a.existing(plain).unwrap().text(issues::FROM), "钱七");
    // A bulletin recognises him least of all.
    assert_eq!(a.known_people().unwrap().veil("张伟说"), format!("{}说", deidentify::veiled("张伟")));
}

#[test]
fn what_is_raised_anonymously_on_a_visit_is_not_told_by_the_visit() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "张伟");
    let report = VisitReport {
        fields: vec![("resident".into(), person.to_string())],
        raised: vec![Raised {
            title: "夜里噪声".into(), fields: vec![("anonymous".into(), "是".into())]
        }],
        ..VisitReport::default()
    };
    let visited = a.visit(&report).unwrap();
    assert_eq!(visited.issues.len(), 1);
    assert!(a.existing(visited.visit).unwrap().all(visits::ISSUES).is_empty());
    // One that was linked before it became anonymous neither.
    let open = VisitReport { raised: vec![Raised { title: "路灯".into(), ..Raised::default() }], ..report };
    let visited = a.visit(&open).unwrap();
    assert_eq!(a.existing(visited.visit).unwrap().references(visits::ISSUES).count(), 1);
    edit(&mut a, visited.issues[0], "anonymous", "是");
    assert!(a.existing(visited.visit).unwrap().all(visits::ISSUES).is_empty());
}

#[test]
fn whoever_left_no_way_to_reach_him_is_answered_in_public_or_by_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    for (told, counts) in
        [(None, false), (Some("phone"), false), (Some("public"), true), (Some("message"), true)]
    {
        let id = add(&mut a, "issues", &[("title", "井盖松动"), ("anonymous", "是")]);
        let fields: Vec<(u16, Value)> =
            [text(steps::TEXT, "周五换好")].into_iter().chain(told.map(way)).collect();
        assert_eq!(a.take_step(id, StepKind::Reply, &fields).is_ok(), counts, "{told:?}");
        let mut forged = Draft::new();
        let step = a.add_step(&mut forged, id, StepKind::Reply, &fields).unwrap();
        forged.set(step, steps::AT, Some(Value::Instant(a.now())));
        a.write_unjudged(forged);
        assert_eq!(a.case(id).unwrap().standing.answered, counts, "{told:?}");
    }
    let reached =
        add(&mut a, "issues", &[("title", "井盖松动"), ("anonymous", "是"), ("phone", "13911112222")]);
    a.take_step(reached, StepKind::Reply, &[text(steps::TEXT, "周五换好"), way("phone")]).unwrap();
    assert!(a.case(reached).unwrap().standing.answered);
}

#[test]
fn an_answer_is_not_made_somebody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = issue(&mut a, "路灯不亮");
    exchange(&mut a, &mut b, folder.path());
    a.set_clock(clock(5));
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "周五换"), way("phone")]).unwrap();
    let mut draft = Draft::new();
    a.fill(&mut draft, id, &[("from".into(), "赵六".into())]).unwrap();
    assert!(a.commit(draft).is_err());
    // A laptop that had not seen the answer wrote it: the other is owed one of his own.
    b.set_clock(clock(9));
    edit(&mut b, id, "from", "赵六");
    exchange(&mut b, &mut a, folder.path());
    assert!(!a.case(id).unwrap().standing.answered);
    a.set_clock(clock(12));
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "周五换"), way("phone")]).unwrap();
    assert!(a.case(id).unwrap().standing.answered);
}

#[test]
fn a_visit_to_a_household_is_one_to_whoever_lives_there_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let home = add(&mut a, "households", &[("address", "幸福路5号"), ("head", "王桂兰")]);
    let own = home.to_string();
    let person = add(&mut a, "residents", &[("name", "王桂兰"), ("household", &own)]);
    let report = VisitReport {
        fields: vec![("household".into(), own.clone()), ("words".into(), "想修路".into())],
        raised: vec![Raised { title: "修路".into(), ..Raised::default() }],
        ..VisitReport::default()
    };
    let visited = a.visit(&report).unwrap();
    assert_eq!(a.existing(visited.visit).unwrap().reference(visits::RESIDENT), Some(person));
    assert_eq!(a.existing(visited.issues[0]).unwrap().reference(issues::RESIDENT), Some(person));
    // An ordinary visit needs no category.
    assert_eq!(a.existing(visited.visit).unwrap().text(visits::CATEGORY), "");
    // Where two live the visit names nobody, the issue the head; both are found by his rights.
    add(&mut a, "residents", &[("name", "王小山"), ("household", &own)]);
    let other = a.visit(&report).unwrap();
    assert_eq!(a.existing(other.visit).unwrap().reference(visits::RESIDENT), None);
    assert_eq!(a.existing(other.issues[0]).unwrap().reference(issues::RESIDENT), Some(person));
    let named = add(&mut a, "issues", &[("title", "装灯"), ("from", "王桂兰")]);
    let told = a.person_export(person, "本人要求查阅").unwrap();
    assert_eq!((told.visits.len(), told.issues.len()), (1, 2));
    assert!(told.perhaps.contains(&named) && told.perhaps.contains(&other.visit));
    let planned = a.erasure_of(person, &[]).unwrap();
    assert!(planned.mentions.contains(&named) && planned.mentions.contains(&other.visit));
    // And whoever was erased does not come back without a word.
    let enters = |bench: &mut Workbench| {
        let id = add(bench, "residents", &[("name", "王 桂兰")]);
        bench.doubts(&bench.existing(id).unwrap()).unwrap()
    };
    assert!(!enters(&mut a).contains(&crate::workbench::labels::Doubt::Erased));
    a.erase_person(person, "本人要求删除", &[]).unwrap();
    assert!(enters(&mut a).contains(&crate::workbench::labels::Doubt::Erased));
    assert_eq!(a.existing(home).unwrap().text(households::ADDRESS), "幸福路5号");
}

// Shows B3, D4.
#[test]
fn whoever_is_in_hardship_is_entered_once_masked_and_called_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "王桂兰");
    let whole = [
        ("resident", person.to_string()),
        ("listed_on", "2026-11-20".to_owned()),
        ("kinds", "医疗、生活".to_owned()),
        ("causes", "因病".to_owned()),
        ("security", "城镇低保".to_owned()),
        ("health", "糖尿病".to_owned()),
        ("ground", "法定职责".to_owned()),
        ("basis", "低保证".to_owned()),
    ];
    let pairs: Vec<(&str, &str)> = whole.iter().map(|(key, text)| (*key, text.as_str())).collect();
    let id = add(&mut a, "hardship", &pairs);
    let ledger = a.ledger("hardship").unwrap().clone();
    let row = a.existing(id).unwrap();
    for key in ["kinds", "causes", "security", "health", "basis"] {
        let field = ledger.field_by_key(key).unwrap();
        assert_eq!(a.show(field, row.one(field.tag).unwrap(), Lang::Zh), "***", "{key}");
        assert!(field.purpose.is_some());
    }
    let called = a.coverage(Period::default()).unwrap().called;
    assert!(called.iter().any(|it| it.who == person && it.category == VisitCategory::Hardship));
    let consent: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(key, text)| if *key == "ground" { ("ground", "本人同意") } else { (*key, *text) })
        .collect();
    assert!(try_add(&mut a, "hardship", &consent).is_err());
}

// Shows J10.
#[test]
fn a_rating_is_told_by_its_own_and_for_himself_and_nobody_is_asked_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "路灯不亮");
    let other = a.add_voice(id, &[text(voices::NAME, "赵六")]).unwrap();
    let both = [(steps::VOICES, Value::Ref(id)), (steps::VOICES, Value::Ref(other))];
    let said = [text(steps::TEXT, "换了")];
    a.take_step(id, StepKind::Reply, &[&said[..], &both[..]].concat()).unwrap();
    a.take_step(
        id,
        StepKind::Resolve,
        &[(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "换了")],
    )
    .unwrap();
    let rated = |key: &str, by: &str| [(steps::RATING, Value::Choice(key.into())), way(by)];
    assert!(a.take_step(id, StepKind::Callback, &rated("satisfied", "public")).is_err());
    let of_other = [&rated("satisfied", "phone")[..], &[(steps::VOICES, Value::Ref(other))]].concat();
    a.take_step(id, StepKind::Callback, &of_other).unwrap();
    assert_eq!(a.case(id).unwrap().standing.rating, None);
    a.take_step(id, StepKind::Callback, &[(steps::RATING, Value::Choice(rating::DECLINED.into()))]).unwrap();
    assert!(a.take_step(id, StepKind::Callback, &rated("satisfied", "phone")).is_err());
    let mut forged = Draft::new();
    let call = a.add_step(&mut forged, id, StepKind::Callback, &rated("satisfied", "phone")).unwrap();
    forged.set(call, steps::AT, Some(Value::Instant(a.now())));
    for step in a.case(id).unwrap().standing.regards(StepKind::Callback) {
        forged.add(call, steps::REGARDS, &Value::Ref(step));
    }
    a.write_unjudged(forged);
    assert_eq!(a.case(id).unwrap().standing.rating.as_deref(), Some(rating::DECLINED));
}

// Shows H1, H6, D15.
#[test]
fn nobody_approves_his_own_and_nobody_checks_himself_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let leave = |who: &str| {
        [
            ("member", who.to_owned()),
            ("kind", "事假".to_owned()),
            ("reason", "家里有事".to_owned()),
            ("from", "2026-11-20".to_owned()),
            ("to", "2026-11-20".to_owned()),
            ("length", "1 天以内".to_owned()),
        ]
    };
    let put = |bench: &mut Workbench, who: &str, more: &[(&str, &str)]| {
        let own = leave(who);
        let pairs: Vec<(&str, &str)> =
            own.iter().map(|(key, text)| (*key, text.as_str())).chain(more.iter().copied()).collect();
        try_add(bench, "leaves", &pairs)
    };
    assert!(put(&mut b, "李强", &[("lead_approved", "同意")]).is_err());
    let asked = put(&mut b, "李强", &[]).unwrap();
    let approved = b.ledger("leaves").unwrap().field_by_key("lead_approved").unwrap().tag;
    let mut forged = Draft::new();
    forged.set(asked, approved, Some(Value::Choice("yes".into())));
    b.write_unjudged(forged);
    exchange(&mut b, &mut a, folder.path());
    assert!(a.existing(asked).unwrap().all(approved).is_empty());
    edit(&mut a, asked, "lead_approved", "不同意");
    edit(&mut a, asked, "lead_approved", "同意");
    assert_eq!(a.existing(asked).unwrap().text(approved), "yes");
    let check = |who: &str| {
        ["no_leave", "no_slipping", "no_banquet", "no_gift", "no_burden"]
            .iter()
            .map(|key| ((*key).to_owned(), "做到".to_owned()))
            .chain([("member".to_owned(), who.to_owned()), ("date".to_owned(), "2026-11-20".to_owned())])
            .collect::<Vec<_>>()
    };
    let mut draft = Draft::new();
    let id = a.begin_record(&mut draft, "self_checks", None).unwrap();
    a.fill(&mut draft, id, &check("李强")).unwrap();
    assert!(a.commit(draft.clone()).is_err());
    a.write_unjudged(draft);
    assert!(a.counted("self_checks").unwrap().is_empty());
    let mut draft = Draft::new();
    let id = a.begin_record(&mut draft, "self_checks", None).unwrap();
    a.fill(&mut draft, id, &check("张晓敏")).unwrap();
    a.commit(draft).unwrap();
    assert_eq!(a.counted("self_checks").unwrap().len(), 1);
    let project = add(&mut a, "projects", &[("title", "修灯"), ("kind", "惠民实事"), ("owner", "张晓敏")]);
    let own = project.to_string();
    let done = |by: &'static str| {
        [
            ("project", own.clone()),
            ("kind", "验收办成".into()),
            ("day", "2026-11-20".into()),
            ("after", "亮了".into()),
            ("accepted_by", by.into()),
        ]
    };
    for (by, counts) in [("张晓敏", false), ("居民代表三人", true)] {
        let pairs: [(&str, String); 5] = done(by);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, text)| (*key, text.as_str())).collect();
        assert_eq!(try_add(&mut a, "project_results", &pairs).is_ok(), counts, "{by}");
    }
}
