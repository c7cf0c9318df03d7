//! People, not risks: consents, labels, logs and retention, on two laptops.

use jiff::civil::date;

use super::{change, clock, close, edit, entered as add, exchange, issue, pair, refused, resident};
use crate::{
    domain::{
        consent::{Purpose, Said, consents},
        exports,
        id::RecordId,
        issues::{issues, steps},
        retention::Action,
        roster::residents,
        rules::Refusal,
        standing::Status,
        team::accesses,
        value::Value,
        visits,
        wording::Lang,
    },
    log::commit::Cause,
    workbench::{Error, Workbench, bench, consents::Word, draft::Draft, labels::Doubt, logs::Outgoing},
};

fn say(
    bench: &mut Workbench,
    resident: RecordId,
    purpose: Purpose,
    said: Said,
    guardian: &str,
) -> Result<RecordId, Error> {
    let (detail, guardian) = (String::new(), guardian.to_owned());
    bench.consent(&Word { resident, purpose, detail, said, day: None, way: "oral".into(), guardian })
}

#[test]
fn a_withdrawal_stops_the_use_on_every_laptop_and_wins_over_a_consent_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "王桂兰");
    assert!(matches!(refused(change(&mut a, id, &[("wechat", "wgl60")])), Refusal::NoConsent(_)));
    say(&mut a, id, Purpose::WeChat, Said::Given, "").unwrap();
    edit(&mut a, id, "wechat", "wgl60");
    exchange(&mut a, &mut b, folder.path());
    let shown = |bench: &Workbench| bench.row(id).unwrap().unwrap().text(residents::WECHAT).to_owned();
    assert_eq!((shown(&a), shown(&b)), ("wgl60".into(), "wgl60".into()));
    assert!(b.may(id, Purpose::WeChat).unwrap() && !b.may(id, Purpose::Photo).unwrap());
    // Withdrawn on one laptop, said again on the other, neither knowing.
    say(&mut b, id, Purpose::WeChat, Said::Withdrawn, "").unwrap();
    assert_eq!(shown(&b), "");
    say(&mut a, id, Purpose::WeChat, Said::Given, "").unwrap();
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert_eq!(bench.consent_of(id, Purpose::WeChat, "").unwrap(), Some(Said::Withdrawn));
        assert_eq!(shown(bench), "");
    }
    assert!(matches!(refused(change(&mut a, id, &[("wechat", "other")])), Refusal::NoConsent(_)));
    // Somebody who knows of both writes the last word.
    say(&mut a, id, Purpose::WeChat, Said::Given, "").unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(shown(&b), "wgl60");
    assert_eq!(a.digest(), b.digest());
}

// Shows E2.
#[test]
fn who_consents_to_nothing_raises_an_issue_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = pair(folder.path());
    let id = resident(&mut a, "王桂兰");
    for purpose in Purpose::ALL.into_iter().filter(|purpose| *purpose != Purpose::Other) {
        say(&mut a, id, purpose, Said::Withdrawn, "").unwrap();
    }
    let raised = issue(&mut a, "路灯不亮");
    edit(&mut a, raised, "resident", &id.to_string());
    close(&mut a, raised);
    assert_eq!(a.case(raised).unwrap().standing.status, Status::Resolved);
    // Nor does anybody need a name.
    let mut draft = Draft::new();
    let anonymous = a.begin_record(&mut draft, issues::ID, None).unwrap();
    let pairs = [("title".to_owned(), "沟渠堵塞".to_owned()), ("anonymous".to_owned(), "是".to_owned())];
    a.fill(&mut draft, anonymous, &pairs).unwrap();
    a.commit(draft).unwrap();
    assert!(
        refused(a.take_step(anonymous, crate::domain::standing::StepKind::Resolve, &[]))
            == Refusal::NotAnswered
    );
    let way = (steps::WAY, Value::Choice("public".into()));
    let said = (steps::TEXT, Value::Text("已张贴答复：周五前清掏".into()));
    a.take_step(anonymous, crate::domain::standing::StepKind::Reply, &[said, way]).unwrap();
    assert!(a.case(anonymous).unwrap().standing.answered);
}

#[test]
fn a_child_is_doubted_until_a_guardian_consents() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = pair(folder.path());
    let id = resident(&mut a, "王小明");
    edit(&mut a, id, "born", "2018-03-01");
    let doubts = |bench: &Workbench| bench.doubts(&bench.existing(id).unwrap()).unwrap();
    assert_eq!(doubts(&a), [Doubt::Minor]);
    assert_eq!(refused(say(&mut a, id, Purpose::Minor, Said::Given, "")), Refusal::Missing("guardian"));
    say(&mut a, id, Purpose::Minor, Said::Given, "王大山").unwrap();
    assert_eq!(doubts(&a), []);
    assert!(matches!(refused(change(&mut a, id, &[("note", "老上访户的孙子")])), Refusal::Label { .. }));
    // A laptop that knows no better wrote it: what labels is not shown.
    let mut draft = Draft::new();
    draft.set(id, residents::NOTE, Some(Value::Text("独居，稳控对象，要送药".into())));
    a.write(draft, Cause::Act).unwrap();
    assert_eq!(a.existing(id).unwrap().text(residents::NOTE), "独居，要送药");
    assert_eq!(doubts(&a), []);
}

#[test]
fn somebody_who_may_be_there_already_is_doubted() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = pair(folder.path());
    let first = resident(&mut a, "王桂兰");
    edit(&mut a, first, "id_number", "11010519491231002X");
    let second = resident(&mut a, "王桂兰");
    let doubts = |bench: &Workbench, id| bench.doubts(&bench.existing(id).unwrap()).unwrap();
    assert_eq!(doubts(&a, second), [Doubt::SameName]);
    edit(&mut a, second, "id_number", "11010519491231002X");
    edit(&mut a, second, "born", "1950-01-01");
    assert_eq!(doubts(&a, second), [Doubt::BornOtherwise, Doubt::SameNumber]);
    edit(&mut a, second, "born", "1949-12-31");
    assert_eq!(doubts(&a, second), [Doubt::SameNumber]);
}

#[test]
fn a_class_that_is_not_to_be_chosen_is_doubted_until_the_group_adds_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = pair(folder.path());
    let id = add(&mut a, "issues", &[("title", "电梯停运"), ("from", "王桂兰"), ("category", "电梯")]);
    let doubts = |bench: &Workbench| bench.doubts(&bench.existing(id).unwrap()).unwrap();
    assert_eq!(doubts(&a), [Doubt::Unlisted]);
    add(&mut a, "classes", &[("title", "电梯"), ("parent", "城乡规划建设管理")]);
    assert_eq!(doubts(&a), []);
}

// Shows A8.
#[test]
fn a_label_sticks_to_nobody_by_any_path() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "王桂兰");
    exchange(&mut a, &mut b, folder.path());
    for word in ["重点人员", "稳 控 对象", "信访老户", "红色预警"] {
        assert!(matches!(refused(change(&mut a, id, &[("tags", word)])), Refusal::Label { .. }), "{word}");
    }
    edit(&mut a, id, "tags", "学电工");
    // A laptop that knows no better wrote it.
    let mut draft = Draft::new();
    draft.add(id, residents::TAGS, &Value::Text("重点人员".into()));
    b.write(draft, Cause::Act).unwrap();
    exchange(&mut b, &mut a, folder.path());
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert_eq!(bench.row(id).unwrap().unwrap().all(residents::TAGS), [Value::Text("学电工".into())]);
    }
    assert_eq!(a.digest(), b.digest());
}

#[test]
fn nobody_changes_who_looked_and_what_went_out() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id = resident(&mut a, "王桂兰");
    a.record_access(Some(id), "screen", "核对电话").unwrap();
    a.record_export(&Outgoing {
        purpose: "上报".into(),
        to: "街道".into(),
        form: "full",
        ..Outgoing::default()
    })
    .unwrap();
    assert_eq!(refused(a.record_access(Some(id), "screen", "  ")), Refusal::Missing("reason"));
    let entry = a.rows(accesses::ID).unwrap()[0].clone();
    let export = a.rows(exports::log::ID).unwrap()[0].clone();
    // The last act is the resident, not the log.
    assert!(a.undoable(1).unwrap().deeds[0].records.contains(&id));
    for (row, tag) in [(&entry, accesses::REASON), (&export, exports::log::TO)] {
        let key = if row.id == entry.id { "reason" } else { "to" };
        assert!(matches!(refused(change(&mut a, row.id, &[(key, "另写的")])), Refusal::Automatic(_)));
        let mut draft = Draft::new();
        draft.strike(row.id, "误记");
        assert_eq!(refused(a.commit(draft)), Refusal::Log);
        let mut draft = Draft::new();
        draft.set(row.id, tag, Value::text("别的"));
        assert_eq!(refused(a.commit(draft)), Refusal::Log);
        let mut draft = Draft::new();
        draft.insert(bench::draw_id(accesses::ID).unwrap());
        assert_eq!(refused(a.commit(draft)), Refusal::Log);
    }
    exchange(&mut a, &mut b, folder.path());
    // A laptop that goes round its own rules.
    let mut draft = Draft::new();
    draft.set(entry.id, accesses::REASON, Value::text("别的理由"));
    draft.strike(entry.id, "误记");
    b.write(draft, Cause::Act).unwrap();
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let row = bench.row(entry.id).unwrap().unwrap();
        assert!(row.stands() && row.text(accesses::REASON) == "核对电话" && row.by == entry.by);
        assert!(bench.rows(accesses::ID).unwrap().contains(&row));
    }
    // That it was tried is seen.
    assert_eq!(a.history(entry.id).unwrap().len(), 2);
    // The log outlives the person, and holds no value of theirs.
    a.erase_person(id, "本人要求删除", &[]).unwrap();
    let row = a.row(entry.id).unwrap().unwrap();
    assert!(row.stands() && row.reference(accesses::RECORD) == Some(id));
    assert!(!a.name_of(id).contains("桂兰"));
}

#[test]
fn what_was_kept_long_enough_is_listed_and_cleared_by_a_lead() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let (gone, waits) = (resident(&mut a, "王桂兰"), resident(&mut a, "仇英"));
    for id in [gone, waits] {
        edit(&mut a, id, "left", "2026-11-01");
    }
    let (done, open) = (issue(&mut a, "路灯不亮"), issue(&mut a, "漏水"));
    edit(&mut a, done, "detail", "王桂兰说晚上看不清");
    edit(&mut a, open, "resident", &waits.to_string());
    close(&mut a, done);
    exchange(&mut a, &mut b, folder.path());
    assert_eq!(a.expired(date(2027, 10, 31)).unwrap(), []);
    let due = a.expired(date(2027, 11, 1)).unwrap();
    assert_eq!(due.iter().map(|one| (one.record, one.action)).collect::<Vec<_>>(), [(gone, Action::Delete)]);
    let all: Vec<RecordId> = a.expired(date(2030, 1, 1)).unwrap().iter().map(|one| one.record).collect();
    assert_eq!(all, [gone, done], "who is owed an answer is needed still");
    assert_eq!(refused(a.clear_expired(&[gone], "期满")), Refusal::NotDue("王桂兰".into()));
    a.set_clock(clock(4 * 366 * 1440));
    assert_eq!(refused(a.clear_expired(&all, "王桂兰期满")), Refusal::TellingReason);
    assert_eq!(refused(a.clear_expired(&all, " ")), Refusal::Missing("reason"));
    assert!(matches!(b.clear_expired(&all, "保存期满"), Err(Error::NotLead)));
    assert_eq!(a.expired(a.today()).unwrap().len(), 2, "nothing was cleared by what was refused");
    assert_eq!(a.clear_expired(&all, "保存期满").unwrap(), 2);
    b.set_clock(clock(4 * 366 * 1440));
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        assert!(bench.expired(bench.today()).unwrap().is_empty());
        let case = bench.case(done).unwrap();
        assert_eq!((case.issue.text(issues::FROM), case.standing.status), ("", Status::Resolved));
        assert!(
            !case.issue.text(issues::DETAIL).contains("桂兰") && case.issue.text(issues::TITLE) == "路灯不亮"
        );
        assert!(bench.existing(gone).unwrap().text(residents::NAME).is_empty());
        assert_eq!(bench.existing(waits).unwrap().text(residents::NAME), "仇英");
    }
    assert_eq!(a.digest(), b.digest());
}

// One tells of the others on his card.
#[test]
fn several_people_are_cleared_by_one_order_everywhere_or_none_is() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let gone = ["王桂兰", "仇英", "单小明"].map(|name| resident(&mut a, name));
    let stays = resident(&mut a, "解晓东");
    edit(&mut a, gone[0], "note", "和仇英同住，常去单小明家");
    for id in gone {
        edit(&mut a, id, "left", "2026-11-01");
    }
    exchange(&mut a, &mut b, folder.path());
    a.set_clock(clock(4 * 366 * 1440));
    b.set_clock(clock(4 * 366 * 1440));
    let due: Vec<RecordId> = a.expired(a.today()).unwrap().iter().map(|one| one.record).collect();
    assert!(due.len() == 3 && gone.iter().all(|id| due.contains(id)), "{due:?}");
    // One that is not due, or a reason that names the last of them: nobody is cleared.
    let (before, digest) = (a.last_own(), a.digest());
    assert_eq!(refused(a.clear_expired(&[gone[0], stays], "保存期满")), Refusal::NotDue("解晓东".into()));
    assert_eq!(refused(a.clear_expired(&gone, "单小明等三人期满")), Refusal::TellingReason);
    assert_eq!((a.last_own(), a.digest()), (before, digest));
    // Once named twice, each is cleared once, all by one change.
    let twice = [gone[0], gone[1], gone[2], gone[1]];
    assert_eq!(a.clear_expired(&twice, "保存期满").unwrap(), 3);
    assert_eq!(a.last_own(), before + 1, "one order");
    exchange(&mut a, &mut b, folder.path());
    for bench in [&a, &b] {
        for id in gone {
            let row = bench.existing(id).unwrap();
            assert!(row.text(residents::NAME).is_empty() && row.text(residents::NOTE).is_empty(), "{row:?}");
        }
        assert_eq!(bench.existing(stays).unwrap().text(residents::NAME), "解晓东");
        assert!(bench.expired(bench.today()).unwrap().is_empty());
    }
    assert_eq!(a.digest(), b.digest());
    // It is no act that somebody takes back.
    let undone = a.undo();
    assert!(a.existing(gone[0]).unwrap().text(residents::NAME).is_empty(), "{undone:?}");
}

#[test]
fn a_group_sets_its_own_periods_and_a_member_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let months = |bench: &Workbench| {
        bench.periods().unwrap().iter().find(|period| period.ledger == visits::ID).map(|period| period.months)
    };
    assert!(matches!(b.set_period(visits::ID, 12, "省事"), Err(Error::NotLead)));
    assert_eq!(refused(a.set_period(consents::ID, 12, "省事")), Refusal::TooShort);
    a.set_period(visits::ID, 24, "工作组会议决定").unwrap();
    exchange(&mut a, &mut b, folder.path());
    assert_eq!((months(&a), months(&b)), (Some(24), Some(24)));
    // A member's word, however it was written, is no lead's.
    let mut draft = Draft::new();
    let id = crate::domain::retention::period_id(visits::ID);
    draft.set(id, crate::domain::retention::periods::MONTHS, Some(Value::Int(1)));
    b.write(draft, Cause::Act).unwrap();
    exchange(&mut b, &mut a, folder.path());
    assert_eq!(months(&a), Some(36));
}

#[test]
fn a_lost_laptop_tells_whose_data_it_has_and_no_values() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let known = resident(&mut a, "王桂兰");
    edit(&mut a, known, "id_number", "11010519491231002X");
    exchange(&mut a, &mut b, folder.path());
    exchange(&mut b, &mut a, folder.path());
    let later = resident(&mut a, "仇英");
    let all = a.affected(None).unwrap();
    let whose: std::collections::BTreeSet<RecordId> = all.iter().map(|one| one.record).collect();
    assert_eq!(whose, [known, later].into());
    let theirs = a.affected(Some(b.peer())).unwrap();
    assert_eq!(theirs.iter().map(|one| (one.record, one.sensitive)).collect::<Vec<_>>(), [(known, true)]);
    assert!(theirs[0].fields.contains(&residents::ID_NUMBER) && theirs[0].fields.contains(&residents::PHONE));
    for lang in [Lang::Zh, Lang::En] {
        let told = a.lost_text(&theirs, lang).unwrap();
        assert!(told.contains("王桂兰") && !told.contains("仇英") && !told.contains("1231002X"), "{told}");
    }
}

#[test]
fn the_notice_says_everything_that_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _) = pair(folder.path());
    let group = a.group_id();
    edit(&mut a, group, "complaints", "街道办 66512345");
    for lang in [Lang::Zh, Lang::En] {
        let told = a.notice_text(lang).unwrap();
        for ledger in a.catalog().iter().filter(|ledger| super::super::retention::tells_of_people(ledger)) {
            for field in ledger.fields.iter().filter(|field| field.in_form && field.purpose.is_some()) {
                assert!(told.contains(field.purpose.as_ref().unwrap().get(lang)), "{}", field.key);
            }
        }
        assert!(told.contains("66512345") && told.contains("太湖社区"), "{told}");
        assert!(a.assessment_text(lang).unwrap().contains("55"));
    }
    let id = resident(&mut a, "王桂兰");
    a.told_resident(id, "written").unwrap();
    let dossier = a.person_export(id, "本人要求查阅").unwrap();
    assert_eq!(dossier.others.len(), 1, "what was told is part of what is held");
}
