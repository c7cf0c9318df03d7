//! Whatever refers to an issue, of whatever ledger: whom it is about learns from
//! none of it who told, and has no part in any.

use super::*;
use crate::{
    domain::{
        declared::read::{self, Origin},
        procedure::Objection,
        projects::projects,
        roster::households,
    },
    workbench::{
        conflicts::Conflict,
        visit::{Raised, VisitReport},
    },
};

fn is_recused<T>(result: Result<T, Error>) -> bool {
    matches!(result.err(), Some(Error::Refused(Refusal::OutOfTurn(Objection::Recused))))
}

/// Everything that a laptop shows of all ledgers but those of people, in one text.
fn shown(bench: &Workbench) -> String {
    let people = [residents::ID, households::ID];
    let mut all = Vec::new();
    for ledger in bench.catalog().iter().filter(|ledger| !people.contains(&ledger.id.as_str())) {
        for row in bench.rows(&ledger.id).unwrap().iter() {
            for (tag, values) in &row.values {
                let Some(field) = ledger.field(*tag) else { continue };
                all.extend(values.iter().map(|value| bench.show_in_full(field, value, Lang::Zh)));
            }
        }
    }
    all.push(format!("{:?}", bench.agenda(30).unwrap()));
    all.join("\n")
}

/// Somebody with a card and a home, and an issue of hers about the member of the other laptop.
fn told_of(a: &mut Workbench) -> (RecordId, RecordId) {
    entered(a, "neighbourhoods", &[("name", "三组")]);
    let home = [("address", "三组11号"), ("neighbourhood", "三组"), ("phone", "13922223333")];
    entered(a, "households", &home);
    let own =
        [("name", "冯小宝"), ("neighbourhood", "三组"), ("household", "三组11号"), ("phone", "13911112222")];
    let person = entered(a, "residents", &own);
    let who = person.to_string();
    let issue = [
        ("title", "补助少了"),
        ("about", "李强"),
        ("from", "冯小宝"),
        ("resident", who.as_str()),
        ("detail", "冯小宝（13911112222，家里13922223333，三组11号）说的"),
    ];
    (entered(a, "issues", &issue), person)
}

// Shows E2, B8.
#[test]
fn what_is_raised_on_a_visit_is_about_whom_the_visit_tells_of() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    let who = person.to_string();
    let words = |bench: &Workbench| {
        let all = bench.rows(issues::ID).unwrap();
        all.iter()
            .map(|row| (row.text(issues::TITLE).to_owned(), row.text(issues::FROM).to_owned()))
            .collect()
    };
    let visit = [("date", "今天"), ("resident", who.as_str()), ("issues", "a-1"), ("advice", "把他调走")];
    let visit = entered(&mut a, "visits", &visit);
    let raised = RecordId::derived(issues::ID, &[visit.as_bytes(), b"advice"]);
    let report = VisitReport {
        fields: vec![("resident".to_owned(), who.clone()), ("issues".to_owned(), "a-1".to_owned())],
        raised: vec![Raised { title: "再查一查".to_owned(), fields: Vec::new() }],
        ..VisitReport::default()
    };
    let asked = a.visit(&report).unwrap();
    // A visit that refers to nothing of the kind bars nobody; the names in it are hinted at.
    let free = VisitReport {
        fields: vec![("resident".to_owned(), who.clone())],
        raised: vec![Raised { title: "李强说路灯归他修".to_owned(), fields: Vec::new() }],
        ..VisitReport::default()
    };
    let free = a.visit(&free).unwrap();
    let own = [Value::Text("李强".into())];
    let about = |bench: &Workbench, id| bench.existing(id).unwrap().all(issues::ABOUT).to_vec();
    for id in [issue, raised, asked.issues[0]].into_iter().chain(asked.issues.get(1).copied()) {
        assert_eq!(about(&a, id), own);
    }
    assert!(about(&a, *free.issues.last().unwrap()).is_empty());
    let hint = crate::workbench::bars::NAMES_MEMBER.zh.to_string();
    assert!(a.told_of_visit(&free, Lang::Zh).contains(&hint));
    assert!(!a.told_of_visit(&asked, Lang::Zh).contains(&hint));
    let doubts = a.doubts(&a.existing(*free.issues.last().unwrap()).unwrap()).unwrap();
    assert_eq!(doubts, [crate::workbench::labels::Doubt::NamesMember]);
    exchange(&mut a, &mut b, folder.path());
    let told: Vec<(String, String)> = words(&b);
    for (title, from) in &told {
        assert_eq!(from == "冯小宝", title == "李强说路灯归他修", "{told:?}");
    }
    assert!(is_recused(b.take_step(raised, StepKind::Accept, &[])));
}

/// A ledger of the group's own that refers to issues.
const OWN: &str = "id = \"hearings\"\nnature = \"entry\"\ntitle = \"听取意见\"\n\
    [[field]]\nkey = \"what\"\ntitle = \"听了什么\"\nkind = \"text\"\nrequired = true\n\
    [[field]]\nkey = \"matter\"\ntitle = \"哪件事\"\nkind = \"ref\"\nof = \"issues\"\n\
    [[field]]\nkey = \"speaker\"\ntitle = \"谁说的\"\nkind = \"name\"\n\
    [[field]]\nkey = \"tel\"\ntitle = \"电话\"\nkind = \"phone\"\npurpose = \"回电\"\n";

// Shows E2.
#[test]
fn whom_an_issue_is_about_learns_from_nothing_that_refers_to_it_who_told() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    a.declare(&read::ledger(OWN, Origin::Own).unwrap()).unwrap();
    let who = person.to_string();
    let visit = [("date", "今天"), ("words", "他家孩子说李强不好"), ("issues", "a-1"), ("resident", &who)];
    let visit = entered(&mut a, "visits", &visit);
    let call = [
        ("resident", who.as_str()),
        ("occasion", "其他"),
        ("date", "今天"),
        ("words", "李强扣了补助"),
        ("issues", "a-1"),
    ];
    let call = entered(&mut a, "care_calls", &call);
    let heard = [("what", "龙大海说的"), ("matter", "a-1"), ("speaker", "龙大海"), ("tel", "13944445555")];
    let heard = entered(&mut a, "hearings", &heard);
    let project = [("title", "补发补助"), ("kind", "惠民实事"), ("issues", "a-1"), ("need", "冯小宝要的")];
    let project = entered(&mut a, "projects", &project);
    let other = entered(&mut a, "visits", &[("date", "今天"), ("words", "冯小宝说路灯"), ("resident", &who)]);
    exchange(&mut a, &mut b, folder.path());
    let (here, there) = (shown(&a), shown(&b));
    for word in ["13911112222", "13922223333", "他家孩子说李强不好", "李强扣了补助", "龙大海", "13944445555"]
    {
        assert!(here.contains(word), "{word}: {here}");
        assert!(!there.contains(word), "{word}: {there}");
    }
    assert!(!there.contains("冯小宝要的") && there.contains("（回避）要的") && there.contains("补发补助"));
    let detail = "（回避）（（回避），家里（回避），（回避））说的";
    assert_eq!(b.existing(issue).unwrap().text(issues::DETAIL), detail);
    // Nothing ties any of it to her; what has nothing to do with it is as it was.
    for id in [visit, call, heard, project] {
        let row = b.existing(id).unwrap();
        assert!(!format!("{row:?}").contains(&format!("{person:?}")), "{row:?}");
        assert_eq!(b.row_in_full(id).unwrap().values, row.values);
        assert!(b.conflicts_of(id).unwrap().is_empty());
    }
    assert_eq!(b.existing(other).unwrap().reference(visits::RESIDENT), Some(person));
    assert!(
        !b.person_export(person, "本人要求查阅").is_ok_and(|told| format!("{told:?}").contains("扣了补助"))
    );
    // Both count the issue the same, and he who is not concerned sees all of it.
    assert_eq!(a.case(issue).unwrap().standing.status, b.case(issue).unwrap().standing.status);
    assert_eq!(a.existing(visit).unwrap().reference(visits::RESIDENT), Some(person));
    // Whom it is about changes, and he sees what the others see.
    change(&mut a, issue, &[("about", "城管科"), ("about_reason", "核对后不是他")]).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(b.existing(call).unwrap(), a.existing(call).unwrap());
}

// Shows E2.
#[test]
fn whom_an_issue_is_about_enters_and_changes_nothing_that_refers_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    let who = person.to_string();
    let project =
        entered(&mut a, "projects", &[("title", "补发补助"), ("kind", "惠民实事"), ("issues", "a-1")]);
    let visit = [("date", "今天"), ("words", "听她说"), ("issues", "a-1"), ("resident", who.as_str())];
    let visit = entered(&mut a, "visits", &visit);
    exchange(&mut a, &mut b, folder.path());
    let win = |owner: &'static str| {
        [
            ("what", "补发"),
            ("issue", "a-1"),
            ("owner", owner),
            ("from", "2026-11-20"),
            ("due_on", "2026-11-25"),
        ]
    };
    let deed = |owner: &'static str| {
        [("name", "补发"), ("issue", "a-1"), ("owner", owner), ("started", "2026-11-20"), ("before", "少")]
    };
    let call = [("resident", who.as_str()), ("occasion", "其他"), ("date", "今天"), ("issues", "a-1")];
    for (ledger, pairs) in [
        ("projects", &[("title", "给他办"), ("kind", "惠民实事"), ("issues", "a-1")][..]),
        ("quick_wins", &win("张晓敏")),
        ("good_deeds", &deed("张晓敏")),
        ("care_calls", &call),
        ("visits", &[("date", "今天"), ("words", "找她"), ("issues", "a-1")]),
    ] {
        assert!(is_recused(enter(&mut b, ledger, pairs)), "{ledger}");
    }
    // Nor is any of it given to him by somebody else.
    for (ledger, pairs) in [("quick_wins", win("李强")), ("good_deeds", deed("李强"))] {
        assert!(is_recused(enter(&mut a, ledger, &pairs)), "{ledger}");
    }
    assert!(is_recused(change(&mut b, project, &[("title", "别的")])));
    assert!(is_recused(change(&mut b, visit, &[("words", "她没说")])));
    let mut struck = Draft::new();
    struck.strike(visit, "误登");
    assert!(is_recused(b.commit(struck)));
    // By a bundle, against all of that: kept, and counts for nothing.
    let mut forged = Draft::new();
    forged.set(project, projects::TITLE, Some(Value::Text("别的".into())));
    forged.set(visit, visits::WORDS, Some(Value::Text("她没说".into())));
    forged.strike(visit, "误登");
    let own = crate::workbench::bench::draw_id("projects").unwrap();
    forged.insert(own);
    forged.set(own, projects::TITLE, Some(Value::Text("给他办".into())));
    forged.add(own, projects::ISSUES, &Value::Ref(issue));
    b.write_unjudged(forged);
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        assert_eq!(bench.existing(project).unwrap().text(projects::TITLE), "补发补助");
        assert!(bench.existing(visit).unwrap().stands());
        assert!(bench.existing(own).unwrap().all(projects::ISSUES).is_empty());
    }
    assert_eq!(a.existing(visit).unwrap().text(visits::WORDS), "听她说");
    // Others may.
    entered(&mut a, "quick_wins", &win("张晓敏"));
}

// Shows E2.
#[test]
fn a_visit_of_his_own_does_not_tell_him_that_it_was_linked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    exchange(&mut a, &mut b, folder.path());
    let who = person.to_string();
    let own = [("date", "今天"), ("words", "冯小宝说路灯不亮，13911112222"), ("resident", who.as_str())];
    let visit = entered(&mut b, "visits", &own);
    let before = b.existing(visit).unwrap().values;
    exchange(&mut b, &mut a, folder.path());
    let mut draft = Draft::new();
    draft.add(visit, visits::ISSUES, &Value::Ref(issue));
    a.commit(draft).unwrap();
    assert_eq!(a.existing(visit).unwrap().references(visits::ISSUES).count(), 1);
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(b.existing(visit).unwrap().values, before);
    edit(&mut b, visit, "words", "冯小宝说路灯不亮了");
    let differing: Vec<Conflict> = b.conflicts_of(visit).unwrap();
    assert!(differing.is_empty());
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(a.existing(visit).unwrap().text(visits::WORDS), "冯小宝说路灯不亮了");
}

// Shows E2.
#[test]
fn the_number_on_the_card_of_who_is_only_named_is_not_told_either() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    entered(&mut a, "neighbourhoods", &[("name", "三组")]);
    entered(&mut a, "residents", &[("name", "冯小宝"), ("neighbourhood", "三组"), ("phone", "13911112222")]);
    let home =
        [("address", "三组12号"), ("neighbourhood", "三组"), ("head", "龙大海"), ("phone", "0799-6611234")];
    entered(&mut a, "households", &home);
    let of = |from: &'static str, detail: &'static str| {
        [("title", "补助少了"), ("about", "李强"), ("from", from), ("detail", detail)]
    };
    let one = entered(&mut a, "issues", &of("冯 小宝", "打139 1111 2222找他"));
    let other = entered(&mut a, "issues", &of("龙大海", "三组12号，0799-6611234"));
    let nameless = [("title", "噪声"), ("from", "冯小宝"), ("anonymous", "是"), ("detail", "回13911112222")];
    let nameless = entered(&mut a, "issues", &nameless);
    exchange(&mut a, &mut b, folder.path());
    let detail = |id| b.existing(id).unwrap().text(issues::DETAIL).to_owned();
    assert_eq!(detail(one), "打（回避）找他");
    assert_eq!(detail(other), "（回避），（回避）");
    assert_eq!(detail(nameless), "回匿名");
    assert_eq!(a.existing(one).unwrap().text(issues::DETAIL), "打139 1111 2222找他");
}

/// A visit to somebody with two things asked for, of which one names the member.
fn raised_on(a: &mut Workbench, who: &str) -> (RecordId, [RecordId; 3]) {
    let raised = |title: &str| Raised { title: title.to_owned(), fields: Vec::new() };
    let nameless = Raised {
        title: "有人克扣".to_owned(),
        fields: vec![("anonymous".to_owned(), "是".to_owned()), ("from".to_owned(), String::new())],
    };
    let report = VisitReport {
        fields: vec![("resident".to_owned(), who.to_owned()), ("words".to_owned(), "都说了".to_owned())],
        raised: vec![raised("把李强调走"), raised("路灯不亮"), nameless],
        ..VisitReport::default()
    };
    let visited = a.visit(&report).unwrap();
    // A set has no order of its own.
    let titled = |title: &str| {
        let mut all = visited.issues.iter().copied();
        all.find(|id| a.existing(*id).unwrap().text(issues::TITLE) == title).unwrap()
    };
    (visited.visit, ["把李强调走", "路灯不亮", "有人克扣"].map(titled))
}

fn link(bench: &mut Workbench, visit: RecordId, issue: RecordId) {
    let mut draft = Draft::new();
    draft.add(visit, visits::ISSUES, &Value::Ref(issue));
    bench.commit(draft).unwrap();
}

fn about(bench: &Workbench, issue: RecordId) -> Vec<Value> {
    bench.existing(issue).unwrap().all(issues::ABOUT).to_vec()
}

fn member(name: &str) -> Vec<Value> {
    vec![Value::Text(name.into())]
}

// Shows E2, B8.
#[test]
fn a_later_link_bars_from_what_the_visit_had_raised_whichever_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    let (visit, all) = raised_on(&mut a, &person.to_string());
    exchange(&mut a, &mut b, folder.path());
    assert!(all.iter().all(|id| about(&b, *id).is_empty()));
    assert_eq!(b.existing(all[1]).unwrap().text(issues::FROM), "冯小宝");
    link(&mut a, visit, issue);
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert!(all.iter().all(|id| about(bench, *id) == member("李强")));
    }
    for id in all {
        assert!(is_recused(b.take_step(id, StepKind::Accept, &[])));
        assert!(is_recused(a.take_step(id, StepKind::Assign, &[(steps::OWNER, Value::Ref(b.member()))])));
        assert!(!shown(&b).contains("冯小宝"), "{}", shown(&b));
    }
    // What has nothing to do with him is given back with the reason, and the visit does not tie it.
    let told = [("about", ""), ("about_reason", "路灯与他无关，由他修")];
    assert!(a.bars_along(&a.existing(visit).unwrap()).unwrap());
    change(&mut a, all[1], &told).unwrap();
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert!(about(bench, all[1]).is_empty());
        assert_eq!(about(bench, all[0]), member("李强"));
    }
    assert_eq!(b.existing(all[1]).unwrap().text(issues::FROM), "冯小宝");
    b.take_step(all[1], StepKind::Accept, &[]).unwrap();
    assert!(b.existing(visit).unwrap().all(visits::ISSUES).is_empty());
    assert_eq!(a.existing(visit).unwrap().references(visits::ISSUES).count(), 3);
    // A link that is taken out again bars nobody.
    let mut draft = Draft::new();
    draft.remove(visit, visits::ISSUES, &Value::Ref(issue));
    a.commit(draft).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert!(all.iter().all(|id| about(&a, *id).is_empty() && about(&b, *id).is_empty()));
}

// Shows E2.
#[test]
fn a_bar_follows_whom_the_linked_issue_is_said_to_be_about_later_and_what_was_merged() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    let plain = entered(&mut a, "issues", &[("title", "补助没到账"), ("from", "龙大海")]);
    let (visit, all) = raised_on(&mut a, &person.to_string());
    link(&mut a, visit, plain);
    assert!(about(&a, all[1]).is_empty());
    a.merge(issue, plain).unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!((about(&a, all[1]), about(&b, all[1])), (member("李强"), member("李强")));
    assert!(is_recused(b.take_step(all[1], StepKind::Accept, &[])));
    // Of a unit the bar goes along where it is named, and no lamp stays dark for it.
    let (other, rest) = raised_on(&mut a, &person.to_string());
    let unit = [("title", "态度不好"), ("about", "城管科"), ("from", "冯小宝"), ("not_informing", "是")];
    let unit = entered(&mut a, "issues", &unit);
    link(&mut a, other, unit);
    assert!(about(&a, rest[1]).is_empty());
    change(&mut a, rest[1], &[("title", "城管科不修路灯")]).unwrap();
    assert_eq!(about(&a, rest[1]), member("城管科"));
}

// Shows E2.
#[test]
fn who_entered_it_or_handles_it_already_goes_on_unless_it_names_him() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (issue, person) = told_of(&mut a);
    let (visit, all) = raised_on(&mut a, &person.to_string());
    exchange(&mut a, &mut b, folder.path());
    let (own, of_own) = raised_on(&mut b, &person.to_string());
    for id in all {
        b.take_step(id, StepKind::Accept, &[]).unwrap();
    }
    exchange(&mut b, &mut a, folder.path());
    link(&mut a, visit, issue);
    link(&mut a, own, issue);
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert_eq!(about(bench, all[0]), member("李强"));
        assert!(all[1..].iter().chain(&of_own).all(|id| about(bench, *id).is_empty()));
    }
    // He answers what he had taken on, and it counts everywhere.
    b.take_step(all[1], StepKind::Reply, &[text(steps::TEXT, "已报修")]).unwrap();
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        assert!(bench.case(all[1]).unwrap().standing.answered);
    }
    assert!(is_recused(b.take_step(all[0], StepKind::Reply, &[text(steps::TEXT, "没有这回事")])));
}
