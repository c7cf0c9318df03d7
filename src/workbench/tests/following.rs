//! What is told before a visit, and what follows something that was done.

use jiff::civil::date;

use super::{enter as add, *};
use crate::workbench::agenda::Section;

fn reasons(bench: &Workbench, days: u16) -> Vec<String> {
    let agenda = bench.agenda(days).unwrap();
    let all = agenda.of(Section::Plans).chain(agenda.of(Section::Rechecks));
    all.map(|item| format!("{} {} {}", item.title.zh, item.reason.zh, item.basis.zh)).collect()
}

// Shows B3.
#[test]
fn before_a_visit_the_hardship_record_and_the_help_are_told_and_nothing_sensitive() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let home = add(&mut a, "households", &[("address", "幸福路5号")]).unwrap();
    let person = add(&mut a, "residents", &[("name", "王桂兰"), ("household", "幸福路5号")]).unwrap();
    let own = [("title", "送米"), ("kind", "care"), ("households", "幸福路5号"), ("owner", "张晓敏")];
    add(&mut a, "projects", &own).unwrap();
    let listed =
        [("resident", "王桂兰"), ("listed_on", "2026-10-20"), ("kinds", "医疗"), ("health", "糖尿病")];
    let more = [("ground", "法定职责"), ("basis", "低保证"), ("helper", "张晓敏")];
    let hardship = add(&mut a, "hardship", &[&listed[..], &more[..]].concat()).unwrap();
    for (home, person) in [(Some(home), None), (None, Some(person))] {
        let before = a.before_visit(home, person, a.today()).unwrap();
        let told = a.told_before_visit(&before, Lang::Zh).join("\n");
        assert!(told.contains("困难台账：王桂兰 2026-10-20 登记，帮扶人 张晓敏"), "{told}");
        assert!(
            told.contains("帮扶项目：送米") && !told.contains("糖尿病") && !told.contains("医疗"),
            "{told}"
        );
    }
    edit(&mut a, hardship, "ended_on", "2026-11-01");
    let before = a.before_visit(Some(home), None, a.today()).unwrap();
    assert!(before.hardship.is_empty() && before.projects.len() == 1);
}

// Shows E2, A9.
#[test]
fn what_was_passed_on_is_asked_after_until_something_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    add(&mut a, "units", &[("name", "区城管局")]).unwrap();
    let id = issue(&mut a, "路灯不亮");
    let step = a.take_step(id, StepKind::Transfer, &[text(steps::UNIT, " 区 城管局。")]).unwrap();
    assert_eq!(a.existing(step).unwrap().text(steps::UNIT), "区城管局");
    let other = issue(&mut a, "水管漏水");
    let free = a.take_step(other, StepKind::Transfer, &[text(steps::UNIT, "自来水公司")]).unwrap();
    assert_eq!(a.existing(free).unwrap().text(steps::UNIT), "自来水公司");
    assert!(reasons(&a, 0).is_empty(), "not on the first day");
    let told = reasons(&a, 7);
    assert!(told.iter().any(|line| line.contains("转给区城管局，还没有反馈")), "{told:?}");
    let mut a = {
        a.close().unwrap();
        Workbench::open(&folder.path().join("a"), "pass", clock(5), &mut |_| {}).unwrap().0
    };
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "城管局下周修")]).unwrap();
    let told = reasons(&a, 7);
    assert!(!told.iter().any(|line| line.contains("区城管局")), "{told:?}");
    assert!(told.iter().any(|line| line.contains("自来水公司")), "{told:?}");
}

// Shows E7, E13, F2.
#[test]
fn agreements_hand_overs_and_enterprises_money_are_followed_up() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, _b) = pair(folder.path());
    let dispute = [("title", "楼上漏水"), ("kind", "dispute"), ("from", "王桂兰")];
    let id = add(&mut a, "issues", &dispute).unwrap();
    a.take_step(id, StepKind::Mediate, &[text(steps::TEXT, "谈过")]).unwrap();
    let soon = a.today().checked_add(jiff::Span::new().days(3)).unwrap();
    a.take_step(id, StepKind::Agree, &[text(steps::TEXT, "赔三百"), (steps::UNTIL, Value::Date(soon))])
        .unwrap();
    let slip = [("date", "今天"), ("from", "张晓敏"), ("to", "李强"), ("notes", "钥匙两把")];
    add(&mut a, "handovers", &slip).unwrap();
    add(&mut a, "projects", &[("title", "修路灯"), ("kind", "public_good")]).unwrap();
    let fund =
        [("title", "食品厂赞助"), ("project", "修路灯"), ("source", "enterprise"), ("enterprise", "食品厂")];
    let agreed = [("consent", "2026-11-01"), ("consent_paper", "档案柜")];
    let fund = add(&mut a, "funds", &[&fund[..], &agreed[..]].concat()).unwrap();
    add(&mut a, "receipts", &[("fund", "食品厂赞助"), ("day", "今天"), ("amount", "100")]).unwrap();
    let told = reasons(&a, 7);
    for words in ["履行回访", "张晓敏 交给 李强", "向企业反馈用途"] {
        assert!(told.iter().any(|line| line.contains(words)), "{words}: {told:?}");
    }
    // Not kept: it is asked again, on the day that was named or a term later, until it is.
    let not_kept = (steps::PASSED, Value::Bool(false));
    a.set_clock(clock(4 * 24 * 60));
    a.take_step(id, StepKind::Perform, std::slice::from_ref(&not_kept)).unwrap();
    let asks =
        |bench: &Workbench, within| reasons(bench, within).iter().any(|line| line.contains("履行回访"));
    assert_eq!((asks(&a, 29), asks(&a, 30)), (false, true));
    let day = a.today().checked_add(jiff::Span::new().days(6)).unwrap();
    a.take_step(id, StepKind::Perform, &[not_kept, (steps::UNTIL, Value::Date(day))]).unwrap();
    assert_eq!((asks(&a, 5), asks(&a, 6)), (false, true));
    a.take_step(id, StepKind::Perform, &[(steps::PASSED, Value::Bool(true))]).unwrap();
    edit(&mut a, fund, "told_back", "今天");
    let told = reasons(&a, 7);
    assert!(!told.iter().any(|line| line.contains("履行") || line.contains("反馈用途")), "{told:?}");
}

// Shows D15, E12.
#[test]
fn whoever_did_a_good_deed_does_not_accept_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let deed = [("name", "修路灯"), ("owner", "张晓敏"), ("started", "2026-10-01"), ("before", "不亮")];
    let done = [("after", "亮了"), ("done_on", "2026-10-20"), ("accepted_on", "2026-10-21")];
    let all = [&deed[..], &done[..]].concat();
    let own = refused(add(&mut a, "good_deeds", &[&all[..], &[("accepted_by", "张 晓敏")]].concat()));
    assert!(own.sentence(Lang::Zh).contains("验收人"), "{own:?}");
    add(&mut a, "good_deeds", &[&all[..], &[("accepted_by", "三组组长")]].concat()).unwrap();
    assert_eq!(a.counted("good_deeds").unwrap().len(), 1);
    assert!(a.today() > date(2026, 10, 21));
}
