//! What lists and papers tell of the records: disputes, sections of a bulletin, facts of the groups.

use super::{enter as add, *};
use crate::domain::{bulletins::bulletins, funds, phases::Period};

// Shows E5, A10.
#[test]
fn open_disputes_and_what_concerns_many_stand_with_who_leads_each() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let of = |bench: &mut Workbench, title: &str, more: &[(&str, &str)]| {
        add(bench, "issues", &[&[("title", title), ("from", "王桂兰")], more].concat()).unwrap()
    };
    let wall = of(&mut a, "两家争院墙", &[("kind", "dispute")]);
    let bus = of(&mut a, "三十户要求通公交", &[("scale", "group")]);
    let noise = of(&mut a, "广场舞噪声", &[("nature", "conflict")]);
    of(&mut a, "路灯不亮", &[]);
    let led = |bench: &Workbench| -> Vec<(RecordId, bool, bool)> {
        let all = bench.contentions().unwrap().into_iter();
        all.map(|one| (one.case.issue.id, one.sponsor.is_some(), one.lacks_sponsor())).collect()
    };
    // What concerns many is in front; the others by the day they are due.
    assert_eq!(led(&a), [(bus, false, true), (noise, false, false), (wall, false, false)]);
    assert_eq!(a.contentions().unwrap()[2].last().map(|step| step.kind), None);
    edit(&mut a, bus, "sponsor", "张晓敏");
    assert_eq!(led(&a)[0], (bus, true, false));
    let own = a.leaders_own(&a.cases().unwrap(), Period::default()).unwrap();
    assert!(own[0].issues.iter().any(|told| told.contains("三十户要求通公交")), "{own:?}");
    a.take_step(wall, StepKind::Mediate, &[text(steps::TEXT, "两家都到场")]).unwrap();
    assert_eq!(a.contentions().unwrap()[2].last().map(|step| step.kind), Some(StepKind::Mediate));
    // What goes on in another stands there; what has its result is gone.
    a.merge(bus, noise).unwrap();
    assert_eq!(led(&a).iter().map(|one| one.0).collect::<Vec<_>>(), [bus, wall]);
    a.take_step(wall, StepKind::Agree, &[text(steps::TEXT, "各让半米")]).unwrap();
    a.take_step(wall, StepKind::Perform, &[(steps::PASSED, Value::Bool(true))]).unwrap();
    close(&mut a, wall);
    assert_eq!(led(&a).len(), 1);
}

// Shows A13.
#[test]
fn a_bulletin_begins_with_what_its_phase_stands_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let foreword = |bench: &mut Workbench, from: i8, to: i8| {
        let (from, to) = (jiff::civil::date(2026, 11, from), jiff::civil::date(2026, 11, to));
        let id = bench.new_bulletin("一周情况", from, to).unwrap();
        bench.existing(id).unwrap().text(bulletins::FOREWORD).to_owned()
    };
    assert_eq!(foreword(&mut a, 9, 15), "", "nothing is made up");
    let named = [("name", "前期活动"), ("from", "2026-11-01"), ("main_line", "听民声"), ("core", "办实事")];
    add(&mut a, "phases", &named).unwrap();
    assert_eq!(foreword(&mut a, 9, 15), "主线：听民声；核心：办实事");
    add(&mut a, "phases", &[("name", "后期活动"), ("from", "2026-11-16"), ("theme", "和谐")]).unwrap();
    assert_eq!(foreword(&mut a, 9, 15), "主线：听民声；核心：办实事");
    assert_eq!(foreword(&mut a, 16, 22), "主题：和谐");
}

// Shows B1.
#[test]
fn the_last_two_sections_count_the_five_gifts_the_council_and_the_party() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let section = |bench: &mut Workbench, tag| {
        let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
        let id = bench.new_bulletin("十一月", from, to).unwrap();
        bench.existing(id).unwrap().text(tag).to_owned()
    };
    let (gifts, last) = (bulletins::HELP, bulletins::HARMONY);
    assert_eq!((section(&mut a, gifts), section(&mut a, last)), (String::new(), String::new()));
    resident(&mut a, "单小明");
    add(&mut a, "policies", &[("name", "社保补贴")]).unwrap();
    for (day, outcome, settled) in [
        ("2026-11-02", "done", "2026-11-20"),
        ("2026-11-03", "applying", ""),
        ("2026-10-03", "done", "2026-10-09"),
    ] {
        let own = [("policy", "社保补贴"), ("date", day), ("outcome", outcome), ("settled_on", settled)];
        add(&mut a, "policy_deliveries", &own).unwrap();
    }
    let grant = [("purpose", "豆腐坊"), ("kind", "loan"), ("applied_on", "2026-10-01"), ("applied", "2万")];
    let received = [
        ("approved_on", "2026-10-20"),
        ("approved", "2万"),
        ("received_on", "2026-11-05"),
        ("received", "2万"),
    ];
    add(&mut a, "grants", &[&grant[..], &received[..]].concat()).unwrap();
    assert_eq!(section(&mut a, gifts), "五送：送政策2次，办成1件，发展资金到账1笔。");
    let charter = [("name", "章程"), ("version", "一"), ("seats", "9"), ("quorum", "5"), ("majority", "5")];
    let adopted = [("adopted_on", "2026-09-20"), ("adopted_by", "residents"), ("content", "第一条")];
    add(&mut a, "council_charters", &[&charter[..], &adopted[..]].concat()).unwrap();
    let meeting = [("name", "第一次会议"), ("date", "2026-11-06"), ("chair", "陈水根"), ("quorum", "5")];
    let held = [("present", "6"), ("valid", "yes"), ("minutes", "议路灯")];
    add(&mut a, "council_meetings", &[&meeting[..], &held[..]].concat()).unwrap();
    add(&mut a, "party_branches", &[("name", "第一支部"), ("kind", "branch")]).unwrap();
    for (kind, who) in [("party_member", "周建国"), ("resident", "王桂兰")] {
        let own = [("task", "清沟渠"), ("kind", kind), ("who", who), ("branch", "第一支部")];
        let days = [("claimed_on", "2026-11-01"), ("due_on", "2026-11-20"), ("done_on", "2026-11-18")];
        add(&mut a, "claims", &[&own[..], &days[..], &[("result", "通了")]].concat()).unwrap();
    }
    let told = section(&mut a, last);
    assert_eq!(told, "理事会议事1次，党员和支部认领办成1件。");
    let place = add(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    let clear = crate::workbench::checks::Tick {
        state: Some(CheckState::Clear),
        basis: Some("问了四十户".into()),
        ..Default::default()
    };
    a.tick(Clarity::Prosperity, "resources", place, &clear).unwrap();
    assert!(section(&mut a, last).contains("“三清”已摸清1项"), "{}", section(&mut a, last));
}

// Shows A10, J5, J10.
#[test]
fn groups_are_told_with_what_is_late_where_somebody_was_and_what_was_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    add(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    for address in ["幸福路5号", "幸福路6号"] {
        add(&mut a, "households", &[("address", address), ("neighbourhood", "三组")]).unwrap();
    }
    let lamp = [("title", "路灯不亮"), ("from", "王桂兰"), ("neighbourhood", "三组")];
    add(&mut a, "issues", &lamp).unwrap();
    let visit = [("date", "2026-11-16"), ("category", "hardship"), ("household", "幸福路5号")];
    add(&mut a, "visits", &[&visit[..], &[("visitors", "张晓敏"), ("words", "路灯不亮")]].concat()).unwrap();
    let group =
        |bench: &Workbench| bench.groups(&bench.cases().unwrap(), Period::default()).unwrap().remove(0);
    assert_eq!((group(&a).open, group(&a).visited), ((1, 0), (1, 2)));
    // Of other days there was no visit; what is open is so whatever days are asked for.
    let later = Period { from: Some(jiff::civil::date(2026, 11, 17)), to: None };
    let cases = a.cases().unwrap();
    let then = a.groups(&cases, later).unwrap().remove(0);
    assert_eq!((then.open, then.visited), ((1, 0), (0, 2)));
    assert!(a.leaders_own(&cases, later).unwrap()[0].days.is_empty());
    a.set_clock(clock(30 * 24 * 60));
    assert_eq!(group(&a).open, (1, 1));
    assert_eq!(a.leaders_own(&a.cases().unwrap(), Period::default()).unwrap()[0].days, ["2026-11-16"]);
    let project = add(&mut a, "projects", &[("title", "修渠"), ("kind", "public_good")]).unwrap().to_string();
    let (from, to) = (jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
    let done = |bench: &Workbench| bench.outcomes(&bench.cases().unwrap(), from, to).unwrap().projects_done;
    assert_eq!(done(&a), 0);
    let accepted = [("project", &*project), ("kind", "accepted"), ("day", "2026-11-20")];
    let how = [("after", "水通了"), ("accepted_by", "居民代表")];
    add(&mut a, "project_results", &[&accepted[..], &how[..]].concat()).unwrap();
    assert_eq!(done(&a), 1);
}

// Shows F2, F3.
#[test]
fn money_of_enterprises_and_of_the_state_is_followed_to_who_gave_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    add(&mut a, "households", &[("address", "幸福路5号")]).unwrap();
    let project = add(&mut a, "projects", &[("title", "修渠"), ("kind", "public_good")]).unwrap().to_string();
    let gift =
        [("title", "企业赞助"), ("project", &*project), ("source", "enterprise"), ("enterprise", "禾穗纺织")];
    let agreed =
        [("intent", "2026-10-20"), ("consent", "2026-10-28"), ("consent_paper", "盒3"), ("agreed", "5000")];
    let gift = add(&mut a, "funds", &[&gift[..], &agreed[..]].concat()).unwrap();
    let told_back = |bench: &mut Workbench, day: &str| {
        let mut draft = Draft::new();
        bench.fill(&mut draft, gift, &[("told_back".into(), day.into())]).unwrap();
        bench.commit(draft)
    };
    // Nothing came in yet that the enterprise could be told about.
    let early = told_back(&mut a, "2026-11-10").map(|()| gift);
    assert_eq!(refused(early), Refusal::Said(funds::NOTHING_TO_TELL));
    let state =
        [("title", "财政补助"), ("project", &*project), ("source", "fiscal"), ("applied", "2026-10-08")];
    let approved = [("approval", "12号"), ("agreed", "8000"), ("ratio", "1:1")];
    let state = add(&mut a, "funds", &[&state[..], &approved[..]].concat()).unwrap();
    for fund in [gift, state] {
        // Neither is levied on households.
        let came =
            [("fund", fund.to_string()), ("day", "2026-11-03".to_owned()), ("amount", "3000".to_owned())];
        let came: Vec<(&str, &str)> = came.iter().map(|(key, text)| (*key, text.as_str())).collect();
        let levied = add(&mut a, "receipts", &[&came[..], &[("household", "幸福路5号")]].concat());
        assert_eq!(refused(levied), Refusal::SaidOf("household".into(), funds::NOT_FROM_A_HOUSEHOLD));
        let goods = [("in_kind", "水泥 4 吨"), ("basis", "每吨 750 元")];
        add(&mut a, "receipts", &[&came[..], &goods[..]].concat()).unwrap();
    }
    told_back(&mut a, "2026-11-10").unwrap();
    let purse = a.help_project(a.find_in("projects", "修渠").unwrap()).unwrap().purse;
    assert_eq!((purse.total.agreed, purse.total.received), (1_300_000, 600_000));
}

#[test]
fn a_summary_counts_visits_that_were_made_and_not_what_is_planned() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let home = add(&mut a, "households", &[("address", "幸福路1号")]).unwrap();
    let tomorrow = a.today().tomorrow().unwrap();
    let visit = |bench: &mut Workbench, day: jiff::civil::Date, words: &str| {
        let told = [("household", home.to_string()), ("date", day.to_string()), ("words", words.to_owned())];
        add(bench, "visits", &told.each_ref().map(|(key, text)| (*key, text.as_str()))).unwrap();
    };
    visit(&mut a, tomorrow, "");
    assert_eq!(a.summary(a.today(), tomorrow).unwrap().households, 0);
    let today = a.today();
    // A dot in place of words reaches nobody.
    visit(&mut a, today, ".");
    assert_eq!(a.summary(a.today(), tomorrow).unwrap().households, 0);
    visit(&mut a, today, "路灯不亮");
    assert_eq!(a.summary(a.today(), tomorrow).unwrap().households, 1);
}
