//! Matters on two laptops: several voices, merging, sheets, informer material, figures.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::{
    analyses,
    figures::{Board, Monthly, State, hotspots},
    hot_topics, informers,
    procedure::Objection,
    team::{accesses, members},
    voices,
};

fn voice(bench: &mut Workbench, issue: RecordId, name: &str) -> RecordId {
    bench.add_voice(issue, &[text(voices::NAME, name)]).unwrap()
}

fn reply_to(bench: &mut Workbench, issue: RecordId, voices: &[RecordId]) -> Result<RecordId, Error> {
    let mut fields = vec![text(steps::TEXT, "三天内修好")];
    fields.extend(voices.iter().map(|id| (steps::VOICES, Value::Ref(*id))));
    bench.take_step(issue, StepKind::Reply, &fields)
}

fn solve(bench: &mut Workbench, issue: RecordId) -> Result<RecordId, Error> {
    let outcome = (steps::OUTCOME, Value::Choice("solved".into()));
    bench.take_step(issue, StepKind::Resolve, &[outcome, text(steps::TEXT, "已修好")])
}

// Shows E1.
#[test]
fn two_laptops_that_merge_crosswise_agree_and_everybody_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let one = issue(&mut a, "路灯不亮");
    exchange(&mut a, &mut b, folder);
    b.set_clock(clock(5));
    let other = issue(&mut b, "三组路灯不亮");
    let third = voice(&mut b, other, "李明");
    exchange(&mut b, &mut a, folder);
    a.merge(one, other).unwrap();
    b.merge(other, one).unwrap();
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    assert_eq!(a.digest(), b.digest());
    for bench in [&a, &b] {
        let (head, part) = (bench.case(one).unwrap(), bench.case(other).unwrap());
        assert_eq!((head.standing.merged_into, part.standing.merged_into), (None, Some(one)));
        assert_eq!(head.standing.merged, [other]);
        assert_eq!(head.standing.unanswered().count(), 3);
        assert_eq!(bench.cases().unwrap().len(), 2);
    }
    assert_eq!(refused(reply_to(&mut b, other, &[])), Objection::Merged.into());
    reply_to(&mut b, one, &[]).unwrap();
    assert_eq!(refused(solve(&mut b, one)), Refusal::Waiting(2));
    reply_to(&mut b, one, &[other, third]).unwrap();
    solve(&mut b, one).unwrap();
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        assert!(bench.case(one).unwrap().standing.is_closed());
        assert!(bench.case(other).unwrap().standing.is_closed());
    }
}

// Shows E1.
#[test]
fn only_open_issues_of_one_kind_are_merged_and_nobody_joins_a_closed_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(folder.path());
    let (one, other) = (issue(&mut a, "路灯不亮"), issue(&mut a, "路灯又不亮"));
    assert_eq!(refused(a.merge(one, one)), Objection::NotOneMatter.into());
    edit(&mut a, other, "kind", "hazard");
    assert_eq!(refused(a.merge(one, other)), Objection::NotOneMatter.into());
    edit(&mut a, other, "kind", "request");
    let nobody = a.add_voice(one, &[text(voices::WORDS, "看不清路")]);
    assert_eq!(refused(nobody), Refusal::Missing("name"));
    close(&mut a, one);
    assert_eq!(refused(a.merge(one, other)), Objection::NotOneMatter.into());
    assert_eq!(refused(a.add_voice(one, &[text(voices::NAME, "李明")])), Refusal::Closed);
}

// Shows B5, E1.
#[test]
fn whoever_else_raised_an_open_issue_waits_for_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(folder.path());
    let person = resident(&mut a, "桂兰芳");
    let id = issue(&mut a, "路灯不亮");
    assert!(!a.waiting_residents().unwrap().contains(&person));
    let own = a.add_voice(id, &[(voices::RESIDENT, Value::Ref(person))]).unwrap();
    assert!(a.waiting_residents().unwrap().contains(&person));
    assert_eq!(a.existing(own).unwrap().text(voices::NAME), "桂兰芳");
    reply_to(&mut a, id, &[own]).unwrap();
    reply_to(&mut a, id, &[]).unwrap();
    solve(&mut a, id).unwrap();
    assert!(!a.waiting_residents().unwrap().contains(&person));
}

// Shows E5, E6.
#[test]
fn an_analysis_is_one_sheet_and_not_saved_without_what_who_and_when() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "三十户要求通公交");
    edit(&mut a, id, "scale", "group");
    exchange(&mut a, &mut b, folder);
    let all = [
        (analyses::DEMAND, Value::text("要求通公交")),
        (analyses::MEASURES, Value::text("与公交公司协商设站")),
        (analyses::OWNER, Some(Value::Ref(a.member()))),
        (analyses::UNTIL, Some(Value::Date(date(2026, 12, 20)))),
    ];
    for at in 0..all.len() {
        let lacking: Vec<_> =
            all.iter().enumerate().filter(|(own, _)| *own != at).map(|(_, f)| f.clone()).collect();
        assert!(matches!(refused(a.analyse(id, &lacking)), Refusal::Required(_)), "without {at}");
    }
    reply_to(&mut a, id, &[]).unwrap();
    assert_eq!(refused(solve(&mut a, id)), Objection::Unanalysed.into());
    let (here, there) = (a.analyse(id, &all).unwrap(), b.analyse(id, &all).unwrap());
    assert_eq!(here, there);
    exchange(&mut b, &mut a, folder);
    solve(&mut a, id).unwrap();
    let emptied = a.analyse(id, &[(analyses::MEASURES, None)]);
    assert!(matches!(refused(emptied), Refusal::Required(_)));
}

#[test]
fn informer_material_is_seen_by_leads_only_and_never_goes_to_whom_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let material = [
        (informers::ABOUT, Value::Text("城管科 李 强".into())),
        text(informers::TEXT, "收受土特产"),
        text(informers::FROM, "王桂兰"),
    ];
    let id = a.enter_informer(&material).unwrap();
    let named = a.name_of(id);
    exchange(&mut a, &mut b, folder);
    // Neither by its number nor by its id do the ordinary ways lead there.
    assert!(a.find(&id.to_string()).is_err() && a.find(&named).is_err());
    assert_eq!(a.find_informer(&named).unwrap(), id);
    assert_eq!(refused(b.look_at_informers("看看")), Refusal::KeptApart);
    assert_eq!(refused(b.look_at_informer(id, "看看")), Refusal::KeptApart);
    let looks = |bench: &Workbench| {
        let rows = bench.rows(accesses::ID).unwrap();
        rows.iter().filter(|row| row.text(accesses::SCOPE) == "informers").count()
    };
    assert_eq!(looks(&a), 0);
    assert!(a.look_at_informer(id, " ").is_err(), "no look without its reason");
    assert_eq!(a.look_at_informers("每周核对").unwrap().len(), 1);
    a.look_at_informer(id, "准备移交").unwrap();
    assert_eq!(looks(&a), 2);
    let mut draft = Draft::new();
    let member = a.begin_record(&mut draft, members::ID, None).unwrap();
    a.fill(&mut draft, member, &[("name".into(), "李强".into())]).unwrap();
    a.commit(draft).unwrap();
    let keeper = a.change_informer(id, &[(informers::KEEPER, Value::Ref(member))]);
    assert_eq!(refused(keeper), Objection::Recused.into());
    let unit = a.change_informer(id, &[text(informers::HANDED, "街道城管科")]);
    assert_eq!(refused(unit), Objection::Recused.into());
    a.change_informer(id, &[text(informers::HANDED, "区纪委监委")]).unwrap();
    // Who is named in it sees nothing of it, lead or not.
    let own = a.member();
    edit(&mut a, own, "name", "李强");
    assert!(a.look_at_informers("每周核对").unwrap().is_empty());
    assert!(a.find_informer(&named).is_err());
}

// Shows E1.
#[test]
fn an_issue_about_a_member_is_not_given_to_him_on_any_laptop() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "反映工作人员态度");
    let own = a.name_of(a.member());
    let mut draft = Draft::new();
    let told = [("about".to_owned(), own), ("about_reason".to_owned(), "反映的就是他".to_owned())];
    a.fill(&mut draft, id, &told).unwrap();
    a.commit(draft).unwrap();
    exchange(&mut a, &mut b, folder);
    let to = [(steps::OWNER, Value::Ref(a.member()))];
    for bench in [&mut a, &mut b] {
        assert_eq!(refused(bench.take_step(id, StepKind::Assign, &to)), Objection::Recused.into());
    }
    b.take_step(id, StepKind::Accept, &[]).unwrap();
}

// Shows A9, D12, F12.
#[test]
fn an_enterprise_is_answered_like_anybody_and_several_work_on_its_matter() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(folder.path());
    let id = issue(&mut a, "厂门口常停电");
    let own = a.name_of(a.member());
    for (key, told) in [
        ("reflector", "企业"),
        ("nature", "发展难题"),
        ("channel", "走访收集"),
        ("helpers", own.as_str()),
        ("claims", "第二党小组、永兴纸箱厂"),
    ] {
        edit(&mut a, id, key, told);
    }
    a.take_step(id, StepKind::Assign, &[(steps::OWNER, Value::Ref(a.member()))]).unwrap();
    let row = a.existing(id).unwrap();
    assert_eq!((row.text(issues::REFLECTOR), row.text(issues::NATURE)), ("enterprise", "growth"));
    assert_eq!((row.all(issues::HELPERS).len(), row.all(issues::CLAIMS).len()), (1, 2));
    assert_eq!(refused(solve(&mut a, id)), Refusal::NotAnswered);
    reply_to(&mut a, id, &[]).unwrap();
    solve(&mut a, id).unwrap();
    assert!(a.case(id).unwrap().standing.is_closed());
}

/// One of the things that people do with issues.
#[derive(Debug, Clone)]
enum Deed {
    Raise,
    Reply,
    Solve,
    Explain,
    Reopen,
    Transfer,
    Merge(usize),
    Join,
    Later(i64),
}

fn deed() -> impl Strategy<Value = (Deed, usize)> {
    let deeds = prop_oneof![
        3 => Just(Deed::Raise),
        4 => Just(Deed::Reply),
        3 => Just(Deed::Solve),
        1 => Just(Deed::Explain),
        1 => Just(Deed::Reopen),
        1 => Just(Deed::Transfer),
        1 => (0_usize..6).prop_map(Deed::Merge),
        1 => Just(Deed::Join),
        3 => (1_i64..20).prop_map(Deed::Later),
    ];
    (deeds, 0_usize..6)
}

#[test]
fn who_is_named_today_changes_no_figure_of_an_earlier_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(folder.path());
    let id = issue(&mut a, "要求通公交");
    edit(&mut a, id, "scale", "group");
    a.take_step(id, StepKind::Transfer, &[text(steps::UNIT, "街道城管科")]).unwrap();
    let before = a.now();
    a.set_clock(clock(3 * 1_440));
    let facts = a.facts_at(crate::domain::calendar::day(before)).unwrap();
    assert!(facts[&id].transferred);
    let then = |bench: &Workbench| bench.cases_at(before).unwrap().remove(0).standing;
    assert!(then(&a).unanalysed && !then(&a).bars_unit("街道城管科"));
    // Somebody finds out whom it is about, and writes the sheet.
    let mut draft = Draft::new();
    let named = [("about", "街道城管科 王强"), ("about_reason", "查明了是谁")];
    let named: Vec<_> = named.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec();
    a.fill(&mut draft, id, &named).unwrap();
    a.commit(draft).unwrap();
    let sheet = [
        (analyses::DEMAND, Value::text("要求通公交")),
        (analyses::MEASURES, Value::text("与公交公司协商设站")),
        (analyses::OWNER, Some(Value::Ref(a.member()))),
        (analyses::UNTIL, Some(Value::Date(date(2026, 12, 20)))),
    ];
    let sheet = a.analyse(id, &sheet).unwrap();
    let now = a.case(id).unwrap().standing;
    assert!(now.bars_unit("街道城管科") && !now.unanalysed);
    assert_eq!(a.facts_at(crate::domain::calendar::day(before)).unwrap(), facts);
    assert!(then(&a).unanalysed && !then(&a).bars_unit("街道城管科"));
    // Nor does what was taken back since.
    a.set_clock(clock(6 * 1_440));
    let later = a.now();
    a.set_clock(clock(9 * 1_440));
    let mut draft = Draft::new();
    draft.remove(id, issues::ABOUT, &Value::Text("街道城管科 王强".into()));
    draft.set(id, issues::ABOUT_REASON, Value::text("弄错了人"));
    draft.delete(sheet);
    a.commit(draft).unwrap();
    let between = a.cases_at(later).unwrap().remove(0).standing;
    assert!(between.bars_unit("街道城管科") && !between.unanalysed);
    assert!(!a.case(id).unwrap().standing.bars_unit("街道城管科"));
}

// Shows C2.
#[test]
fn a_topic_that_was_computed_is_judged_once_on_all_laptops_and_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let lamp = issue(&mut a, "路灯不亮");
    edit(&mut a, lamp, "category", "公共设施");
    exchange(&mut a, &mut b, folder.path());
    let (today, month) = (a.today(), a.today().first_of_month());
    let none = a.judge_hot_topic("噪声", None, month, "hot", "想当然");
    assert!(matches!(none, Err(Error::Refused(Refusal::Said(why))) if why == hot_topics::NO_TOPIC));
    let bare = a.judge_hot_topic("公共设施", None, month, "hot", "。");
    assert!(matches!(bare, Err(Error::Refused(Refusal::Missing("judgement")))), "{bare:?}");
    let judged = a.judge_hot_topic("公共设施", None, month, "ordinary", "只有一盏").unwrap();
    let same = b.judge_hot_topic("公共设施", None, month, "hot", "四户都提到").unwrap();
    assert_eq!(judged, same);
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        let topics = bench.hot_topics(month, today).unwrap();
        let row = topics[0].judgement.as_ref().unwrap();
        assert_eq!((topics.len(), row.int(hot_topics::MATTERS)), (1, Some(1)));
        assert!(row.conflicts.contains(&hot_topics::VERDICT), "two judgements are shown as two");
    }
    // One under another record is none.
    let mut draft = Draft::new();
    let stray = crate::workbench::bench::draw_id(hot_topics::ID).unwrap();
    draft.insert(stray);
    draft.set(stray, hot_topics::CLASS, Value::text("公共设施"));
    draft.set(stray, hot_topics::MONTH, Some(Value::Date(month)));
    draft.set(stray, hot_topics::VERDICT, Some(Value::Choice("hot".into())));
    draft.set(stray, hot_topics::JUDGEMENT, Value::text("另一条"));
    assert!(a.commit(draft).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever was done: each figure is what counting the entries by hand gives,
    /// and the month adds up.
    // Shows C2, D11, E4.
    #[test]
    fn every_figure_is_a_recount_of_the_entries(deeds in prop::collection::vec(deed(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let mut a = found(folder.path());
        let (mut minute, mut ids) = (0_i64, Vec::new());
        for (deed, at) in deeds {
            a.set_clock(clock(minute));
            let chosen = ids.get(at % ids.len().max(1)).copied();
            minute += 1;
            let (Some(id), false) = (chosen, matches!(deed, Deed::Raise)) else {
                ids.push(issue(&mut a, "路灯不亮"));
                continue;
            };
            // What is refused is refused: only legal deeds leave a trace.
            match deed {
                Deed::Raise => {}
                Deed::Reply => {
                    let waiting: Vec<_> = a.case(id).unwrap().standing.unanswered().map(|v| v.id).collect();
                    let _ = reply_to(&mut a, id, &waiting);
                }
                Deed::Solve => { let _ = solve(&mut a, id); }
                Deed::Explain => {
                    let outcome = (steps::OUTCOME, Value::Choice("explained".into()));
                    let parts = [outcome, text(steps::TEXT, "说明"), text(steps::REASON, "依据"), text(steps::REMEDY, "途径")];
                    let _ = a.take_step(id, StepKind::Resolve, &parts);
                }
                Deed::Reopen => { let _ = a.take_step(id, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]); }
                Deed::Transfer => { let _ = a.take_step(id, StepKind::Transfer, &[text(steps::UNIT, "街道")]); }
                Deed::Merge(other) => { let _ = a.merge(id, ids[other % ids.len()]); }
                Deed::Join => { let _ = a.add_voice(id, &[(voices::ANONYMOUS, Value::Bool(true))]); }
                Deed::Later(days) => minute += days * 1_440,
            }
        }
        let today = a.today();
        let from = today.first_of_month();
        let (before, now) = (a.facts_at(from.yesterday().unwrap()).unwrap(), a.facts_at(today).unwrap());
        // By hand: what the screens show now, and the rows of the ledgers.
        let cases = a.cases().unwrap();
        let heads: Vec<_> = cases.iter().filter(|case| case.standing.merged_into.is_none()).collect();
        let month = Monthly::count(&before, &now);
        prop_assert_eq!(month.registered_total, cases.len());
        prop_assert_eq!(month.closed_total.all, heads.iter().filter(|case| case.standing.is_closed()).count());
        let solved = heads.iter().filter(|case| case.standing.outcome.as_deref() == Some("solved")).count();
        prop_assert_eq!(month.closed_total.solved, solved);
        prop_assert_eq!(month.open, heads.iter().filter(|case| !case.standing.is_closed()).count());
        prop_assert_eq!(
            month.open_before + month.registered + month.reopened,
            month.closed.all + month.merged + month.open
        );
        prop_assert!(month.transferred <= month.open);
        let board = Board::count(&now, date(2000, 1, 1), today);
        prop_assert_eq!(board.registered, board.done + board.working + board.told);
        prop_assert_eq!(board.registered, heads.len());
        let spots = hotspots(&now, date(2000, 1, 1), today);
        prop_assert_eq!(spots.iter().map(|spot| spot.matters).sum::<usize>(), heads.len());
        for (id, fact) in &now {
            let standing = a.case(*id).unwrap().standing;
            prop_assert_eq!(fact.state == State::Merged, standing.merged_into.is_some());
            prop_assert!(fact.state != State::Closed || standing.answered);
        }
        // An earlier day is counted from what was there by then, not from what came later.
        for (id, fact) in &before {
            let was_there = a.existing(*id).unwrap().instant(issues::REGISTERED).unwrap();
            prop_assert!(crate::domain::calendar::day(was_there) < from && fact.registered < from);
        }
    }
}
