//! What moves a deadline, and what is counted, on whatever laptop it was written.

use jiff::civil::{Date, date};

use super::{enter as add, *};
use crate::domain::{
    deadlines::days_after, figures::Monthly, oversight::rectifying, plan::tasks, procedure::Objection,
    terms::breach::Breach, workdays,
};

fn due(bench: &Workbench, id: RecordId) -> Date {
    bench.case(id).unwrap().standing.due
}

fn extension(bench: &Workbench, until: Date, approver: &str) -> Vec<(u16, Value)> {
    vec![
        (steps::UNTIL, Value::Date(until)),
        text(steps::REASON, "等材料"),
        text(steps::APPROVER, approver),
        (steps::WAY, Value::Choice("phone".into())),
        (steps::NOTICED, Value::Date(bench.today())),
    ]
}

// Shows E1.
#[test]
fn editing_an_issue_moves_no_deadline_and_only_a_lead_corrects_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut b, "路灯不亮");
    let first = due(&b, id);
    change(&mut b, id, &[("procedure", "信访")]).unwrap();
    assert_eq!(due(&b, id), first);
    let reason = [text(steps::REASON, "登记时漏选，本来就是信访件")];
    assert_eq!(refused(b.take_step(id, StepKind::Correct, &reason)), Breach::LeadCorrects.into());
    // By a bundle it counts for nothing either.
    let mut draft = Draft::new();
    b.add_step(&mut draft, id, StepKind::Correct, &reason).unwrap();
    b.link_steps(&mut draft).unwrap();
    b.write_unjudged(draft);
    exchange(&mut b, &mut a, folder);
    assert_eq!((due(&a, id), due(&b, id)), (first, first));
    assert!(matches!(
        a.take_step(id, StepKind::Correct, &[]),
        Err(Error::Refused(Refusal::Missing("reason")))
    ));
    a.take_step(id, StepKind::Correct, &reason).unwrap();
    assert!(due(&a, id) > first);
    exchange(&mut a, &mut b, folder);
    assert_eq!(due(&a, id), due(&b, id));
    // Once put right, there is nothing more to correct, and going back keeps what is earlier.
    change(&mut b, id, &[("procedure", "一般")]).unwrap();
    assert_eq!(due(&b, id), first);
}

// Shows E1.
#[test]
fn of_a_kind_changed_here_and_an_answer_given_there_both_laptops_tell_the_same_clocks() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut b, "院里搭了棚子");
    exchange(&mut b, &mut a, folder);
    let clocks = |bench: &Workbench| {
        let running = bench.case(id).unwrap().standing.running;
        let told = running.contact.iter().chain(&running.result);
        told.map(|clock| (clock.term.key.clone(), clock.day)).collect::<Vec<_>>()
    };
    let of = |key: &str, month, day| (key.to_owned(), date(2026, month, day));
    // Wednesday 18 November: Thu 19, Fri 20; seven days to the 25th, which no kind makes longer.
    let plain = [of("contact", 11, 20), of("ordinary", 11, 25)];
    let violation = [of("violation_notice", 11, 20), of("ordinary", 11, 25)];
    assert_eq!(clocks(&b), plain);
    // Neither knows of the other.
    change(&mut a, id, &[("kind", "乱建抢种")]).unwrap();
    b.take_step(id, StepKind::Reply, &[text(steps::TEXT, "明天去看")]).unwrap();
    assert_eq!((clocks(&a), clocks(&b)), (violation.to_vec(), plain[1..].to_vec()));
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    assert_eq!((clocks(&a), clocks(&b)), (violation.to_vec(), violation.to_vec()));
    change(&mut b, id, &[("kind", "诉求")]).unwrap();
    exchange(&mut b, &mut a, folder);
    assert_eq!((clocks(&a), clocks(&b)), (plain[1..].to_vec(), plain[1..].to_vec()));
    assert_eq!(a.digest(), b.digest());
}

// Shows E6.
#[test]
fn a_groups_matter_made_small_still_needs_its_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "排水");
    change(&mut a, id, &[("scale", "群体")]).unwrap();
    change(&mut a, id, &[("scale", "个体")]).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "本周看现场")]).unwrap();
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "已疏通")];
    assert_eq!(refused(a.take_step(id, StepKind::Resolve, &solved)), Objection::Unanalysed.into());
}

#[test]
fn nobody_approves_his_own_extension_and_no_notice_is_assumed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "路灯不亮");
    let first = due(&a, id);
    let until = days_after(first, 3);
    let own = extension(&a, until, " 张晓敏 ");
    assert_eq!(refused(a.take_step(id, StepKind::Extend, &own)), Breach::OwnApproval.into());
    let untold: Vec<_> =
        extension(&a, until, "李强").into_iter().filter(|(tag, _)| *tag != steps::NOTICED).collect();
    assert_eq!(refused(a.take_step(id, StepKind::Extend, &untold)), Refusal::Missing("noticed"));
    let mut draft = Draft::new();
    a.add_step(&mut draft, id, StepKind::Extend, &own).unwrap();
    a.link_steps(&mut draft).unwrap();
    a.write_unjudged(draft);
    exchange(&mut a, &mut b, folder);
    assert_eq!((due(&a, id), due(&b, id)), (first, first));
    a.take_step(id, StepKind::Extend, &extension(&a, until, "李强")).unwrap();
    assert_eq!(due(&a, id), until);
}

#[test]
fn what_was_promised_lies_ahead_and_whoever_is_called_back_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let id = issue(&mut a, "路灯不亮");
    let yesterday = days_after(a.today(), -1);
    let promise = |day| [text(steps::TEXT, "修"), (steps::PROMISED, Value::Date(day))];
    assert_eq!(refused(a.take_step(id, StepKind::Reply, &promise(yesterday))), Breach::PromisedBefore.into());
    a.take_step(id, StepKind::Reply, &promise(a.today())).unwrap();
    close(&mut a, id);
    for empty in [vec![], vec![text(steps::TEXT, "没人接")]] {
        assert_eq!(refused(a.take_step(id, StepKind::Callback, &empty)), Refusal::Missing("rating"));
    }
    // An empty one that came all the same is none.
    let mut draft = Draft::new();
    a.add_step(&mut draft, id, StepKind::Callback, &[]).unwrap();
    a.link_steps(&mut draft).unwrap();
    a.write_unjudged(draft);
    assert_eq!(a.case(id).unwrap().standing.status, Status::Resolved);
}

#[test]
fn holidays_are_a_leads_to_enter_also_by_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let told = [("day", "2026-11-19"), ("kind", "休"), ("name", "停工")];
    assert_eq!(refused(add(&mut b, workdays::ID, &told)), Refusal::Said(workdays::ONLY_A_LEAD));
    let id = issue(&mut a, "路灯不亮");
    let contact = |bench: &Workbench| bench.case(id).unwrap().standing.running.contact.unwrap().day;
    let before = contact(&a);
    let day = date(2026, 11, 19);
    let mut draft = Draft::new();
    let record = workdays::holiday_id(day);
    draft.insert(record);
    draft.set(record, workdays::DAY, Some(Value::Date(day)));
    draft.set(record, workdays::KIND, Some(Value::Choice("off".into())));
    b.write_unjudged(draft);
    exchange(&mut b, &mut a, folder);
    exchange(&mut a, &mut b, folder);
    assert_eq!((contact(&a), contact(&b)), (before, before));
    assert!(a.row(record).unwrap().is_none_or(|row| !row.stands()));
    add(&mut a, workdays::ID, &[("day", "2026-11-19"), ("kind", "休"), ("name", "停工")]).unwrap();
    assert!(contact(&a) > before);
}

// Shows J8.
#[test]
fn the_checked_side_speaks_for_itself_in_a_rectification() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    let id = issue(&mut a, "台账没登");
    change(&mut a, id, &[("kind", "整改")]).unwrap();
    let mut draft = Draft::new();
    let named = [("about", "李强"), ("about_reason", "抽查发现")];
    a.fill(&mut draft, id, &named.map(|(key, text)| (key.to_owned(), text.to_owned()))).unwrap();
    a.commit(draft).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "已通知")]).unwrap();
    let told = [
        (steps::OUTCOME, Value::Choice("explained".into())),
        text(steps::TEXT, "口头说过"),
        text(steps::REASON, "小事"),
        text(steps::REMEDY, "可申诉"),
    ];
    let unproven = |kind| Refusal::from(Objection::Unproven(kind));
    assert_eq!(refused(a.take_step(id, StepKind::Resolve, &told)), unproven(StepKind::Notice));
    let notice = [
        text(steps::TEXT, "三组没登"),
        text(steps::DEMAND, "补登"),
        (steps::UNTIL, Value::Date(days_after(a.today(), 5))),
    ];
    a.take_step(id, StepKind::Notice, &notice).unwrap();
    let words = [text(steps::TEXT, "无异议")];
    let own = Refusal::Said(rectifying::NOT_THEIR_OWN);
    assert_eq!(refused(a.take_step(id, StepKind::Statement, &words)), own);
    let mut draft = Draft::new();
    a.add_step(&mut draft, id, StepKind::Statement, &words).unwrap();
    a.link_steps(&mut draft).unwrap();
    a.write_unjudged(draft);
    assert_eq!(refused(a.take_step(id, StepKind::Resolve, &told)), unproven(StepKind::Statement));
    exchange(&mut a, &mut b, folder);
    b.take_step(id, StepKind::Statement, &[text(steps::TEXT, "换届交接，马上补")]).unwrap();
    exchange(&mut b, &mut a, folder);
    a.take_step(id, StepKind::Resolve, &told).unwrap();
}

// Shows A14.
#[test]
fn what_lies_on_a_day_to_come_is_a_plan_and_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "单小明").to_string();
    let tomorrow = days_after(a.today(), 1).to_string();
    let mut told = vec![("date", tomorrow.as_str()), ("category", "hardship"), ("resident", person.as_str())];
    add(&mut a, "visits", &told).unwrap();
    assert_eq!(a.done_visits().unwrap().iter().count(), 0, "it is planned");
    assert!(
        a.coverage(crate::domain::phases::Period::default())
            .unwrap()
            .called
            .iter()
            .all(|it| it.visited.is_none())
    );
    told.push(("words", "灯坏了"));
    assert!(matches!(refused(add(&mut a, "visits", &told)), Refusal::SaidOf(field, _) if field == "date"));
    // Nor is it made by its day alone, when that is over and nothing was told.
    a.set_clock(clock(2 * 24 * 60));
    let planned = a.standing("visits").unwrap()[0].id;
    let is_asked_after = |bench: &Workbench| {
        let agenda = bench.agenda(0).unwrap();
        agenda.items.iter().any(|item| item.reason.zh == "安排的走访 超 1 天")
    };
    assert_eq!((a.done_visits().unwrap().iter().count(), is_asked_after(&a)), (0, true));
    change(&mut a, planned, &[("words", "灯亮了")]).unwrap();
    assert_eq!((a.done_visits().unwrap().iter().count(), is_asked_after(&a)), (1, false));
    told[0] = ("date", "今天");
    add(&mut a, "visits", &told).unwrap();
    assert_eq!(a.done_visits().unwrap().iter().count(), 2);
    // Nor is one made that tells nothing, and nobody is asked after it; once it tells something it counts.
    told.pop();
    let hollow = add(&mut a, "visits", &[&told[..], &[("words", "。"), ("needs", "无")]].concat()).unwrap();
    assert_eq!((a.done_visits().unwrap().iter().count(), is_asked_after(&a)), (2, false));
    change(&mut a, hollow, &[("takes_along", "没有说")]).unwrap();
    assert_eq!(a.done_visits().unwrap().iter().count(), 2);
    change(&mut a, hollow, &[("takes_along", "愿意带")]).unwrap();
    assert_eq!(a.done_visits().unwrap().iter().count(), 3);
    let tomorrow = days_after(a.today(), 1).to_string();
    let task = [
        ("name", "开会"),
        ("from", "今天"),
        ("owner", "张晓敏"),
        ("done_on", tomorrow.as_str()),
        ("basis", "记录"),
    ];
    assert!(
        matches!(refused(add(&mut a, tasks::ID, &task)), Refusal::SaidOf(field, _) if field == "done_on")
    );
}

// Shows F1.
#[test]
fn money_moves_on_its_day_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (project, fund) = projects::works(&mut a);
    let id = a.find_in("projects", &project).unwrap();
    let moved = |bench: &Workbench| {
        let total = &bench.help_project(id).unwrap().purse.total;
        (total.received, total.spent)
    };
    let tomorrow = days_after(a.today(), 1).to_string();
    let came = [("fund", fund.as_str()), ("amount", "100")];
    let gone = [("project", project.as_str()), ("purpose", "水泥"), ("amount", "40"), ("voucher", "1号")];
    for (ledger, told) in [("receipts", &came[..]), ("spendings", &gone[..])] {
        let early = [told, &[("day", tomorrow.as_str())]].concat();
        let refused = refused(add(&mut a, ledger, &early));
        assert!(matches!(refused, Refusal::SaidOf(field, _) if field == "day"), "{ledger}");
        // As a bundle brings it: it has not moved yet.
        let mut draft = Draft::new();
        let row = crate::workbench::bench::draw_id(ledger).unwrap();
        draft.insert(row);
        let pairs: Vec<(String, String)> =
            early.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        a.fill(&mut draft, row, &pairs).unwrap();
        a.write_unjudged(draft);
        assert_eq!(moved(&a), (0, 0), "{ledger}");
    }
    for (ledger, told) in [("receipts", &came[..]), ("spendings", &gone[..])] {
        add(&mut a, ledger, &[told, &[("day", "今天")]].concat()).unwrap();
    }
    assert_eq!(moved(&a), (10_000, 4_000));
}

// Shows D11.
#[test]
fn one_count_everywhere_of_what_was_merged_and_reopened() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let place = add(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    let all: Vec<RecordId> = ["路灯", "排水", "垃圾", "停车", "路灯不亮"]
        .iter()
        .map(|title| {
            let id = issue(&mut a, title);
            change(&mut a, id, &[("neighbourhood", "三组")]).unwrap();
            id
        })
        .collect();
    for id in &all[..2] {
        close(&mut a, *id);
        a.take_step(*id, StepKind::Reopen, &[text(steps::TEXT, "又坏了")]).unwrap();
    }
    close(&mut a, all[2]);
    a.merge(all[4], all[0]).unwrap();
    let yesterday = days_after(a.today(), -1);
    let (before, now) = (a.facts_at(yesterday).unwrap(), a.facts_at(a.today()).unwrap());
    let month = Monthly::count(&before, &now);
    assert_eq!((month.registered_total, month.registered, month.reopened, month.merged), (5, 5, 2, 1));
    assert_eq!((month.closed.all, month.closed.solved, month.closed.undone, month.open), (3, 1, 2, 3));
    let cases = a.cases().unwrap();
    let group = a
        .groups(&cases, crate::domain::phases::Period::default())
        .unwrap()
        .into_iter()
        .find(|group| group.place == place)
        .unwrap();
    assert_eq!(group.open.0, 3);
    let board = a.needs_board(&[], &cases);
    assert_eq!((board.registered, board.done, board.working, board.explained), (4, 1, 3, 0));
    assert_eq!(a.soon(30).unwrap().len(), 3);
    assert_eq!(a.outcomes(&cases, a.today(), a.today()).unwrap().solved, 1);
    let spots = crate::domain::figures::hotspots(&now, a.today(), a.today());
    assert_eq!(spots.iter().map(|spot| spot.open).sum::<usize>(), 3);
    // What is late by its first contact is late everywhere, and told first by how late it is.
    a.set_clock(clock(5 * 24 * 60));
    let cases = a.cases().unwrap();
    let late = cases.iter().filter(|case| case.standing.merged_into.is_none());
    let late = late.filter(|case| case.standing.is_overdue(a.today())).count();
    assert_eq!(late, 3);
    assert_eq!(a.status().unwrap().overdue, 3);
    assert_eq!(a.agenda(0).unwrap().pressing(), 3);
}

// Shows E5.
#[test]
fn the_most_pressing_conflicts_are_listed_by_matter_the_larger_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let (lamp, quarrel, many) = (issue(&mut a, "路灯"), issue(&mut a, "噪声"), issue(&mut a, "征地"));
    change(&mut a, quarrel, &[("kind", "纠纷")]).unwrap();
    change(&mut a, many, &[("scale", "较大群体")]).unwrap();
    let listed =
        |a: &Workbench| a.contentions().unwrap().iter().map(|one| one.case.issue.id).collect::<Vec<_>>();
    assert_eq!(listed(&a), [many, quarrel]);
    change(&mut a, lamp, &[("nature", "矛盾")]).unwrap();
    assert_eq!(listed(&a).len(), 3);
    let told = [
        (steps::OUTCOME, Value::Choice("explained".into())),
        text(steps::TEXT, "讲清"),
        text(steps::REASON, "依据"),
        text(steps::REMEDY, "可起诉"),
    ];
    a.take_step(quarrel, StepKind::Reply, &[text(steps::TEXT, "听了双方")]).unwrap();
    a.take_step(quarrel, StepKind::Resolve, &told).unwrap();
    assert_eq!(listed(&a), [many, lamp]);
}
