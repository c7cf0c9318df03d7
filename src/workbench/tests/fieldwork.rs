//! Visits, checklists, phases, plans and slips, as the faces and bundles bring them.

use jiff::civil::{Date, date};

use super::{change as edit, enter as try_add, entered as add, *};
use crate::{
    domain::{
        calling::{Gauge, Reason},
        diaries,
        organisation::{handovers, units},
        phases::Period,
        plan::{Done, goals, tasks},
        row::Row,
        visits::VisitCategory,
    },
    workbench::{
        checks::{self, Tick},
        planning::PersonalSummary,
        visit::{Evidence, Raised, VisitReport, Visited},
    },
};

/// The day of `clock(0)`.
const TODAY: Date = date(2026, 11, 18);

fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

fn village(home: &Path) -> Workbench {
    let mut bench = found(home);
    add(&mut bench, "members", &[("name", "李强"), ("role", "worker")]);
    add(&mut bench, "neighbourhoods", &[("name", "三组")]);
    add(&mut bench, "households", &[("address", "幸福路5号"), ("neighbourhood", "三组"), ("head", "王桂兰")]);
    add(
        &mut bench,
        "residents",
        &[("name", "王桂兰"), ("household", "幸福路5号"), ("neighbourhood", "三组")],
    );
    bench
}

fn visit(bench: &mut Workbench, fields: &[(&str, &str)]) -> Visited {
    bench.visit(&VisitReport { fields: pairs(fields), ..VisitReport::default() }).unwrap()
}

// Shows A4, B8, H7.
#[test]
fn one_visit_brings_issues_needs_and_evidence_in_one_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let before = a.store.totals().heads.get(a.peer()).map_or(0, |head| head.seq);
    let report = VisitReport {
        fields: pairs(&[
            ("category", "hardship"),
            ("resident", "王桂兰"),
            ("words", "晚上看不清路"),
            ("advice", "路口装个镜子\n还有护栏"),
            ("needs", "换灯、送药"),
        ]),
        raised: vec![Raised {
            title: "路灯不亮".into(), fields: pairs(&[("category", "市政公共设施")])
        }],
        evidence: vec![Evidence {
            list: Clarity::Prosperity,
            item: checklists::checklists()[0].items[0].id.clone(),
            basis: "她家有两亩空地".into(),
            owner: None,
            next: None,
        }],
    };
    let visited = a.visit(&report).unwrap();
    assert_eq!(a.store.totals().heads.get(a.peer()).unwrap().seq, before + 1);
    assert!(!visited.is_empty);
    let row = a.existing(visited.visit).unwrap();
    assert_eq!(row.date(visits::DATE), Some(TODAY));
    assert_eq!(row.references(visits::VISITORS).collect::<Vec<_>>(), [a.member()]);
    assert!(row.reference(visits::HOUSEHOLD).is_some());
    let issues: Vec<Row> = visited.issues.iter().map(|id| a.existing(*id).unwrap()).collect();
    let titles: Vec<(&str, &str, &str)> = issues
        .iter()
        .map(|row| (row.text(issues::TITLE), row.text(issues::NATURE), row.text(issues::FROM)))
        .collect();
    assert!(titles.contains(&("路口装个镜子", "suggestion", "王桂兰")), "{titles:?}");
    assert!(titles.contains(&("路灯不亮", "", "王桂兰")));
    // What was suggested is owed an answer like the rest.
    assert!(a.cases().unwrap().iter().all(|case| !case.standing.answered));
    let person = a.find_in("residents", "王桂兰").unwrap();
    let tags: Vec<String> = a
        .existing(person)
        .unwrap()
        .all(residents::TAGS)
        .iter()
        .filter_map(|v| v.as_text().map(str::to_owned))
        .collect();
    assert!(tags.contains(&"换灯".to_owned()) && tags.contains(&"送药".to_owned()), "{tags:?}");
    let check = a.existing(visited.checks[0]).unwrap();
    assert_eq!(check.text(checklists::BASIS), "她家有两亩空地");
    assert_eq!(checks::state(&check), CheckState::Working);
    assert_eq!(check.references(checklists::LINKS).collect::<Vec<_>>(), [visited.visit]);
}

// Shows C3.
#[test]
fn what_a_visit_tells_for_the_third_list_has_its_owner_and_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let mut report = VisitReport {
        fields: pairs(&[("category", "hardship"), ("resident", "王桂兰"), ("words", "楼上漏水吵起来了")]),
        raised: vec![],
        evidence: vec![Evidence {
            list: Clarity::Harmony,
            item: checklists::checklists()[2].items[0].id.clone(),
            basis: "盗窃".into(),
            owner: None,
            next: None,
        }],
    };
    let refused = a.visit(&report).unwrap_err();
    assert!(matches!(refused, Error::Refused(Refusal::NoFollowUp)), "{refused:?}");
    assert!(a.standing(checklists::ID).unwrap().is_empty());
    (report.evidence[0].owner, report.evidence[0].next) = (Some(a.member()), Some("报派出所".into()));
    let visited = a.visit(&report).unwrap();
    assert_eq!(checks::state(&a.existing(visited.checks[0]).unwrap()), CheckState::Working);
}

#[test]
fn evidence_that_says_nothing_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let report = |basis: &str| VisitReport {
        fields: pairs(&[("resident", "王桂兰"), ("words", "还好")]),
        raised: vec![],
        evidence: vec![Evidence {
            list: Clarity::Prosperity,
            item: checklists::checklists()[0].items[0].id.clone(),
            basis: basis.into(),
            owner: None,
            next: None,
        }],
    };
    for basis in ["。", ".", "　", "...", "-", "无"] {
        let refused = a.visit(&report(basis)).unwrap_err();
        assert!(matches!(refused, Error::Refused(Refusal::Missing("basis"))), "{basis}: {refused:?}");
    }
    assert!(a.standing(visits::ID).unwrap().is_empty() && a.standing(checklists::ID).unwrap().is_empty());
    a.visit(&report("有两亩地")).unwrap();
}

// Shows B8.
#[test]
fn a_suggestion_becomes_an_issue_from_every_path_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let id = add(
        &mut a,
        "visits",
        &[("date", "今天"), ("category", "exemplar"), ("household", "幸福路5号"), ("words", "好")],
    );
    assert!(a.standing("issues").unwrap().is_empty());
    edit(&mut a, id, &[("advice", "办个电商班")]).unwrap();
    edit(&mut a, id, &[("advice", "办个电商班，晚上上课")]).unwrap();
    edit(&mut a, id, &[("needs", "技术")]).unwrap();
    let issues = a.standing("issues").unwrap();
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].text(issues::NATURE), issues[0].text(issues::FROM)), ("suggestion", "王桂兰"));
    assert_eq!(a.existing(id).unwrap().references(visits::ISSUES).collect::<Vec<_>>(), [issues[0].id]);
    // She lives there alone: what is needed stands on her card.
    let person = a.find_in("residents", "王桂兰").unwrap();
    assert_eq!(a.existing(person).unwrap().all(residents::TAGS).len(), 1);
    // "None" is no suggestion.
    add(&mut a, "visits", &[("date", "今天"), ("category", "exemplar"), ("advice", "无")]);
    assert_eq!(a.standing("issues").unwrap().len(), 1);
}

// Shows B4.
#[test]
fn what_worked_for_somebody_is_collected_in_the_first_list_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let place = a.find_in("neighbourhoods", "三组").unwrap();
    let examples = checklists::check_id(Clarity::Prosperity, "good_examples", place);
    let basis = |a: &Workbench| a.row(examples).unwrap().map(|row| row.text(checklists::BASIS).to_owned());
    visit(&mut a, &[("category", "exemplar"), ("resident", "王桂兰"), ("experience", "无")]);
    assert_eq!(basis(&a), None);
    let told = [
        ("category", "exemplar"),
        ("resident", "王桂兰"),
        ("experience", "大棚种菇，两年回本"),
        ("takes_along", "愿意带"),
    ];
    let visited = visit(&mut a, &told);
    assert!(!visited.is_empty);
    let row = a.existing(visited.visit).unwrap();
    assert_eq!(row.text(visits::TAKES_ALONG), "willing");
    assert_eq!(row.references(visits::CHECKS).collect::<Vec<_>>(), [examples]);
    assert_eq!(basis(&a).as_deref(), Some("大棚种菇，两年回本"));
    assert_eq!(checks::state(&a.existing(examples).unwrap()), CheckState::Working);
    // Corrected, it is not written down a second time; another's is added.
    edit(&mut a, visited.visit, &[("experience", "大棚种菇，三年回本")]).unwrap();
    assert_eq!(basis(&a).as_deref(), Some("大棚种菇，两年回本"));
    visit(&mut a, &[("category", "exemplar"), ("household", "幸福路5号"), ("experience", "网上卖干菇")]);
    assert_eq!(basis(&a).as_deref(), Some("大棚种菇，两年回本\n网上卖干菇"));
}

// Shows H7, H5.
#[test]
fn an_empty_visit_and_one_too_soon_are_told_and_not_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let fields = [("category", "hardship"), ("resident", "王桂兰"), ("date", "2026-11-16")];
    let first = visit(&mut a, &fields);
    assert!(first.is_empty && first.before.recent.is_none());
    assert_eq!(a.told_of_visit(&first, Lang::Zh).len(), 1);
    let second = visit(&mut a, &[("category", "hardship"), ("household", "幸福路5号"), ("words", "好多了")]);
    assert_eq!(second.before.recent.as_ref().map(|recent| recent.days), Some(2));
    let told = a.told_of_visit(&second, Lang::Zh).join("\n");
    assert!(told.contains("2 天前（2026-11-16）已有人走访这一户：张晓敏"), "{told}");
    // The group says how many days.
    let group = a.group_id();
    edit(&mut a, group, &[("revisit_days", "1")]).unwrap();
    let day = date(2026, 11, 20);
    let home = a.find_in("households", "幸福路5号").unwrap();
    assert!(a.before_visit(Some(home), None, day).unwrap().recent.is_none());
    edit(&mut a, group, &[("revisit_days", "5")]).unwrap();
    assert!(a.before_visit(Some(home), None, day).unwrap().recent.is_some());
}

// Shows B5.
#[test]
fn a_visit_to_a_petitioner_brings_his_issues_and_the_last_answers_and_ends_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let person = a.find_in("residents", "王桂兰").unwrap();
    let gauge = |a: &Workbench| a.coverage(Period::default()).unwrap().gauge(VisitCategory::Petitioner, None);
    assert_eq!(gauge(&a), Gauge::default());
    let lamp = add(&mut a, "issues", &[("title", "路灯不亮"), ("resident", "王桂兰"), ("from", "王桂兰")]);
    add(&mut a, "issues", &[("title", "下水堵了"), ("resident", "王桂兰"), ("from", "王桂兰")]);
    a.take_step(lamp, StepKind::Reply, &[(steps::TEXT, Value::Text("正在联系电工".into()))]).unwrap();
    a.take_step(lamp, StepKind::Reply, &[(steps::TEXT, Value::Text("三天内换".into()))]).unwrap();
    assert_eq!(gauge(&a), Gauge { due: 1, visited: 0 });
    let called = &a.coverage(Period::default()).unwrap().called[0];
    let both = [vec!["A-1".to_owned(), "A-2".into()], vec!["A-2".into(), "A-1".into()]];
    assert!(both.map(Reason::Waits).contains(&called.reason), "{called:?}");
    let before = a.before_visit(None, Some(person), a.today()).unwrap();
    let told = a.told_before_visit(&before, Lang::Zh).join("\n");
    assert!(told.contains("A-1 路灯不亮") && told.contains("上次答复 2026-11-18：三天内换"), "{told}");
    assert!(!told.contains("正在联系电工"), "{told}");
    assert!(told.contains("A-2 下水堵了") && told.contains("还没有答复"), "{told}");
    visit(&mut a, &[("category", "petitioner"), ("resident", "王桂兰"), ("words", "等着呢")]);
    assert_eq!(gauge(&a), Gauge { due: 1, visited: 1 });
    for case in a.cases().unwrap() {
        let text = (steps::TEXT, Value::Text("办好了".into()));
        let outcome = (steps::OUTCOME, Value::Choice("solved".into()));
        a.take_step(case.issue.id, StepKind::Reply, std::slice::from_ref(&text)).unwrap();
        a.take_step(case.issue.id, StepKind::Resolve, &[text, outcome]).unwrap();
    }
    assert_eq!(gauge(&a), Gauge::default());
}

// Shows B2, B3, A6, A7.
#[test]
fn facts_need_their_basis_get_their_day_and_make_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let person = a.find_in("residents", "王桂兰").unwrap();
    let bare = edit(&mut a, person, &[("visit_facts", "老党员、老同志")]);
    assert_eq!(refused(bare), Refusal::NoBasis);
    edit(&mut a, person, &[("visit_facts", "老党员、老同志"), ("visit_basis", "支部名册")]).unwrap();
    assert_eq!(a.existing(person).unwrap().date(residents::VISIT_SINCE), Some(TODAY));
    let home = a.find_in("households", "幸福路5号").unwrap();
    edit(&mut a, home, &[("visit_facts", "困难群众"), ("visit_basis", "低保证")]).unwrap();
    let posted =
        add(&mut a, "postings", &[("neighbourhood", "三组"), ("member", "李强"), ("from", "2026-11-01")]);
    let covered = a.coverage(Period::default()).unwrap();
    assert_eq!(covered.called.len(), 3);
    let place = a.find_in("neighbourhoods", "三组").unwrap();
    let walked = &covered.places[&place];
    assert_eq!((walked.households, walked.visited, walked.posted.len()), (1, 0, 1));
    assert_eq!(
        walked.posted[0],
        a.existing(posted).unwrap().reference(crate::domain::organisation::postings::MEMBER).unwrap()
    );
    // From a day to a day, by the member's own card, and enterprises beside members.
    edit(&mut a, posted, &[("to", "2026-11-17")]).unwrap();
    assert!(a.posted(TODAY).unwrap()[&place].is_empty());
    let member = a.find_in("members", "李强").unwrap();
    edit(&mut a, member, &[("posted", "三组")]).unwrap();
    assert_eq!(a.posted(TODAY).unwrap()[&place], [member]);
    let beside = [("neighbourhood", "三组"), ("enterprise", "禾穗纺织"), ("from", "2026-11-01")];
    add(&mut a, "postings", &beside);
    assert_eq!(a.posted(TODAY).unwrap()[&place], [member]);
    visit(&mut a, &[("category", "veteran_member"), ("resident", "王桂兰"), ("words", "身体还行")]);
    let covered = a.coverage(Period::default()).unwrap();
    assert_eq!(covered.places[&place].visited, 1);
    assert_eq!(covered.gauge(VisitCategory::VeteranComrade, Some(place)), Gauge { due: 1, visited: 1 });
    assert_eq!(covered.gauge(VisitCategory::Hardship, None), Gauge { due: 1, visited: 1 });
}

// Shows C3, C4.
#[test]
fn an_item_of_the_third_list_is_saved_only_with_owner_and_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let place = a.find_in("neighbourhoods", "三组").unwrap();
    let working = Tick { state: Some(CheckState::Working), ..Tick::default() };
    let bare = a.tick(Clarity::Harmony, "fire_hazards", place, &working);
    assert_eq!(refused(bare), Refusal::NoFollowUp);
    let told = Tick { next: Some("周五复查".into()), ..working.clone() };
    let check = a.tick(Clarity::Harmony, "fire_hazards", place, &told).unwrap();
    assert_eq!(a.existing(check).unwrap().reference(checklists::OWNER), Some(a.member()));
    // The next step cannot be taken away from what goes on.
    let emptied =
        a.tick(Clarity::Harmony, "fire_hazards", place, &Tick { next: Some(" ".into()), ..Tick::default() });
    assert_eq!(refused(emptied), Refusal::NoFollowUp);
    // An open issue says who follows it up and what comes next.
    let issue = add(&mut a, "issues", &[("title", "楼道堆物"), ("kind", "hazard")]);
    let linked = Tick { links: vec![issue], ..working };
    let check = a.tick(Clarity::Harmony, "public_order", place, &linked).unwrap();
    assert!(a.existing(check).unwrap().text(checklists::NEXT).contains("A-1"));
    let unlinked = Tick { unlinks: vec![issue], ..Tick::default() };
    a.tick(Clarity::Harmony, "public_order", place, &unlinked).unwrap();
    assert_eq!(a.existing(check).unwrap().references(checklists::LINKS).count(), 0);
    // What it is no longer linked to says nothing of what comes next.
    let anew =
        Tick { unlinks: vec![issue], links: Vec::new(), state: Some(CheckState::Working), ..Tick::default() };
    let other = Tick { links: vec![issue], ..Tick::default() };
    a.tick(Clarity::Harmony, "shared_demands", place, &other).unwrap();
    assert_eq!(refused(a.tick(Clarity::Harmony, "shared_demands", place, &anew)), Refusal::NoFollowUp);
    let clear = Tick { state: Some(CheckState::Clear), ..Tick::default() };
    assert_eq!(
        refused(a.tick(Clarity::Concerns, &checklists::checklists()[1].items[0].id, place, &clear)),
        Refusal::NoBasis
    );
}

// Shows C4.
#[test]
fn items_added_on_two_laptops_are_both_kept_and_one_added_twice_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    a.add_item(Clarity::Harmony, "独居老人用气", "哪几户").unwrap();
    a.add_item(Clarity::Harmony, "电梯困人", "").unwrap();
    b.add_item(Clarity::Harmony, "独居老人用气", "哪几户").unwrap();
    b.add_item(Clarity::Harmony, "水塘护栏", "").unwrap();
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let own = |bench: &Workbench| {
        let shipped = checklists::checklists()[2].items.len();
        let items = bench.checklists().unwrap().remove(2).items;
        items.into_iter().skip(shipped).map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(own(&a), own(&b));
    assert_eq!(own(&a).len(), 3);
    assert!(a.conflicts().unwrap().is_empty());
    let place = add(&mut a, "neighbourhoods", &[("name", "三组")]);
    let next = Tick { state: Some(CheckState::Working), next: Some("上门看".into()), ..Tick::default() };
    let check = a.tick(Clarity::Harmony, "电梯困人", place, &next).unwrap();
    let share = |a: &Workbench| a.shares().unwrap()[&(place, Clarity::Harmony)];
    assert_eq!(share(&a).working, 1);
    let clear = Tick { state: Some(CheckState::Clear), basis: Some("逐户看过".into()), ..next.clone() };
    a.tick(Clarity::Harmony, "fire_hazards", place, &clear).unwrap();
    assert_eq!((share(&a).working, share(&a).clear), (1, 1));
    assert_eq!(a.name_of(check), "电梯困人");
    // Retired, it is asked for no longer; taken up again, its tick counts.
    let before = share(&a).items;
    a.retire_item(Clarity::Harmony, "电梯困人").unwrap();
    assert_eq!((share(&a).working, share(&a).items), (0, before - 1));
    assert!(matches!(a.tick(Clarity::Harmony, "电梯困人", place, &next), Err(Error::NoItem(_))));
    a.add_item(Clarity::Harmony, "电梯困人", "").unwrap();
    assert_eq!((share(&a).working, share(&a).items), (1, before));
}

// Shows B11.
#[test]
fn a_private_diary_is_shown_to_its_writer_alone_and_an_open_one_to_the_lead() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let mut write = |title: &str, open: &str| {
        add(&mut b, "diaries", &[("title", title), ("date", "今天"), ("text", "学到很多"), ("open", open)])
    };
    let (private, open) = (write("心里话", ""), write("办成一件事", "是"));
    let own =
        add(&mut a, "diaries", &[("title", "组长日记"), ("date", "今天"), ("text", "很忙"), ("open", "是")]);
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    // Asked for alone, before anybody has listed them.
    assert!(a.row(private).unwrap().is_none() && b.row(private).unwrap().is_some());
    let titles = |bench: &Workbench| {
        let rows = bench.standing("diaries").unwrap();
        let mut titles: Vec<String> = rows.iter().map(|row| row.text(diaries::TITLE).to_owned()).collect();
        titles.sort();
        titles
    };
    assert_eq!(titles(&a), ["办成一件事", "组长日记"]);
    assert_eq!(titles(&b), ["办成一件事", "心里话"]);
    assert!(a.row(private).unwrap().is_none() && a.row(open).unwrap().is_some());
    assert!(a.find(&private.to_string()).is_err());
    assert!(edit(&mut a, private, &[("text", "改掉")]).is_err());
    // It travels all the same: both hold the same commits.
    assert_eq!(a.digest(), b.digest());
    assert_eq!(a.existing(own).unwrap().reference(diaries::MEMBER), Some(a.member()));
}

// Shows B11, H7.
#[test]
fn a_personal_summary_counts_deeds_that_were_entered_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    visit(&mut a, &[("category", "hardship"), ("resident", "王桂兰"), ("advice", "装灯")]);
    let issue = a.standing("issues").unwrap()[0].id;
    a.take_step(issue, StepKind::Reply, &[(steps::TEXT, Value::Text("好".into()))]).unwrap();
    let summary = a.personal_summary(a.member(), Period::default()).unwrap();
    assert_eq!((summary.visits, summary.homes.len(), summary.replies, summary.results), (1, 1, 1, 0));
    let other = a.find_in("members", "李强").unwrap();
    assert_eq!(a.personal_summary(other, Period::default()).unwrap(), PersonalSummary::default());
}

// Shows A1, A2, A3, A4.
#[test]
fn the_phase_follows_from_the_day_and_takes_over_what_is_unfinished_with_its_first_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let first = add(&mut a, "phases", &[("name", "前期活动"), ("authority", "市委"), ("from", "2026-09-01")]);
    let second = add(
        &mut a,
        "phases",
        &[
            ("name", "后期活动"),
            ("from", "2026-12-01"),
            ("switch", "更换计划、重排挂点"),
            ("items", "自填一、自填二"),
        ],
    );
    let visited = visit(&mut a, &[("category", "hardship"), ("resident", "王桂兰"), ("words", "好")]).visit;
    let lamp = add(&mut a, "issues", &[("title", "路灯不亮"), ("from", "王桂兰")]);
    let done = add(&mut a, "issues", &[("title", "楼道堆物"), ("from", "王桂兰")]);
    let text = (steps::TEXT, Value::Text("办好了".into()));
    a.take_step(done, StepKind::Reply, std::slice::from_ref(&text)).unwrap();
    a.take_step(done, StepKind::Resolve, &[text, (steps::OUTCOME, Value::Choice("solved".into()))]).unwrap();
    add(&mut a, "tasks", &[("name", "走完三组"), ("from", "2026-11-20"), ("owner", "李强")]);
    let commits = a.store.totals().heads.get(a.peer()).unwrap().seq;
    a.set_clock(clock(20 * 24 * 60));
    let of = |a: &Workbench, id: RecordId| a.phase_of(&a.existing(id).unwrap()).unwrap().unwrap().id;
    assert_eq!((of(&a, visited), of(&a, lamp)), (first, first));
    let over = a.switch_over(second).unwrap();
    let carried: Vec<(&str, Date)> =
        over.carried.iter().map(|one| (one.number.as_str(), one.first)).collect();
    assert_eq!(carried, [("A-1", TODAY)]);
    assert_eq!((over.tasks.len(), over.unticked.len()), (1, 2));
    // Nothing was registered again, and the one visit counts in the reports of whichever phase has its day.
    assert_eq!(a.store.totals().heads.get(a.peer()).unwrap().seq, commits);
    edit(&mut a, second, &[("from", "2026-11-10"), ("switched", "更换计划")]).unwrap();
    assert_eq!((of(&a, visited), of(&a, lamp)), (second, second));
    assert_eq!(a.switch_over(second).unwrap().unticked, ["重排挂点"]);
    let bad = edit(&mut a, first, &[("to", "2026-08-01")]);
    assert_eq!(refused(bad), Refusal::EndsBefore(date(2026, 9, 1)));
}

// Shows A14, A15, A16.
#[test]
fn a_plan_is_measured_by_what_was_entered() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let goal = add(
        &mut a,
        "goals",
        &[
            ("name", "走遍三组"),
            ("target", "40"),
            ("measure", "households"),
            ("from", "2026-11-01"),
            ("annual", "全年走遍"),
        ],
    );
    let planned = add(
        &mut a,
        "tasks",
        &[
            ("name", "看王桂兰"),
            ("from", "2026-11-18"),
            ("owner", "张晓敏"),
            ("goal", "走遍三组"),
            ("resident", "王桂兰"),
        ],
    );
    let meeting = add(&mut a, "tasks", &[("name", "开院坝会"), ("from", "2026-11-16"), ("owner", "李强")]);
    let week = Period { from: Some(date(2026, 11, 16)), to: Some(date(2026, 11, 22)) };
    let told = a.planned(week).unwrap();
    assert_eq!(
        told.iter().map(|one| (one.task.id, one.is_visit(), one.late)).collect::<Vec<_>>(),
        [(meeting, false, true), (planned, true, false)]
    );
    add(&mut a, "tasks", &[("name", "年底小结"), ("from", "2026-12-25"), ("owner", "李强")]);
    assert_eq!((a.soon(7).unwrap().len(), a.soon(60).unwrap().len()), (2, 3));
    let agenda = a.agenda(0).unwrap();
    let told = agenda.items.iter().filter(|item| item.reason.get(Lang::Zh).contains("工作计划"));
    let titles: Vec<&str> = told.map(|item| item.title.get(Lang::Zh)).collect();
    assert_eq!(titles, ["开院坝会", "看王桂兰"]);
    let made = visit(&mut a, &[("category", "hardship"), ("resident", "王桂兰"), ("words", "好")]).visit;
    assert_eq!(a.planned(week).unwrap()[1].done, Some(Done::Visited(made, TODAY)));
    let progress = &a.goals().unwrap()[0];
    assert_eq!(
        (progress.goal.id, progress.target, progress.done, progress.tasks),
        (goal, Some(40), 1, (1, 1))
    );
    let bare = edit(&mut a, meeting, &[("done_on", "今天")]);
    assert_eq!(refused(bare), Refusal::NoBasis);
    edit(&mut a, meeting, &[("done_on", "今天"), ("basis", "会议记录")]).unwrap();
    assert!(a.soon(7).unwrap().is_empty());
    add(&mut a, "issues", &[("title", "路灯不亮"), ("from", "王桂兰")]);
    assert_eq!((a.soon(0).unwrap().len(), a.soon(3).unwrap().len()), (0, 1), "first contact is owed soon");
    let marks = a.days(week).unwrap();
    assert_eq!((marks[&TODAY].visits, marks[&TODAY].done, marks[&TODAY].planned), (1, 1, 0));
    assert_eq!(refused(edit(&mut a, goal, &[("done", "9")])), Refusal::NoBasis);
}

// Shows E13, A5, A9.
#[test]
fn a_slip_assigns_what_it_hands_over_in_the_same_commit() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = village(&folder.path().join("a"));
    let lamp = add(&mut a, "issues", &[("title", "路灯不亮"), ("from", "王桂兰")]);
    a.take_step(lamp, StepKind::Accept, &[]).unwrap();
    let task = add(&mut a, "tasks", &[("name", "开院坝会"), ("from", "2026-11-20"), ("owner", "张晓敏")]);
    let other = a.find_in("members", "李强").unwrap();
    let commits = a.store.totals().heads.get(a.peer()).unwrap().seq;
    let number = a.existing(lamp).unwrap().text(issues::NUMBER).to_owned();
    let slip = add(
        &mut a,
        "handovers",
        &[
            ("date", "今天"),
            ("from", "张晓敏"),
            ("to", "李强"),
            ("issues", &number),
            ("households", "幸福路5号"),
            ("tasks", "开院坝会"),
            ("notes", "钥匙在抽屉"),
        ],
    );
    assert_eq!(a.store.totals().heads.get(a.peer()).unwrap().seq, commits + 1);
    let case = a.case(lamp).unwrap();
    assert_eq!(case.standing.owner, Some(other));
    let assigned = case.standing.steps.iter().rfind(|step| step.kind == StepKind::Assign);
    let last = &assigned.unwrap().row;
    assert!(
        last.text(steps::HANDOVER).contains("张晓敏 → 李强 钥匙在抽屉"),
        "{}",
        last.text(steps::HANDOVER)
    );
    assert_eq!(a.existing(task).unwrap().reference(tasks::OWNER), Some(other));
    assert!(a.existing(slip).unwrap().stands());
    // A slip that hands nothing over, and one about a closed issue.
    let empty = try_add(&mut a, "handovers", &[("date", "今天"), ("from", "张晓敏"), ("to", "李强")]);
    assert_eq!(refused(empty), Refusal::NothingHandedOver);
    let own =
        try_add(&mut a, "handovers", &[("date", "今天"), ("from", "李强"), ("to", "李强"), ("notes", "好")]);
    assert_eq!(refused(own), Refusal::ToOneself);
    let root = add(&mut a, "units", &[("name", "党工委"), ("kind", "党工委"), ("duties", "统一领导")]);
    let group = add(&mut a, "units", &[("name", "工作组"), ("parent", "党工委"), ("members", "李强")]);
    assert_eq!(a.existing(group).unwrap().references(units::MEMBERS).collect::<Vec<_>>(), [other]);
    assert_eq!(refused(edit(&mut a, root, &[("parent", "工作组")])), Refusal::InCircle);
    assert_eq!(a.existing(root).unwrap().reference(units::PARENT), None);
    let slip = a.existing(slip).unwrap();
    assert_eq!(slip.references(handovers::ISSUES).collect::<Vec<_>>(), [lamp]);
    assert!(goals::ledger().field_by_key("target").is_some());
}
