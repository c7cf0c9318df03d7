//! Terms and holidays of a group, and the agenda that follows.

use jiff::civil::date;

use super::*;
use crate::{
    domain::{
        deadlines::Stage,
        rules::Refusal,
        terms::{self, breach::Breach},
        workdays,
    },
    workbench::agenda::{Agenda, Section},
};

fn add(
    bench: &mut Workbench,
    ledger: &str,
    name: Option<&str>,
    pairs: &[(&str, &str)],
) -> Result<RecordId, Error> {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, ledger, name)?;
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    bench.fill(&mut draft, id, &pairs)?;
    bench.commit(draft)?;
    Ok(id)
}

/// Ten in the morning of a day.
fn on(day: &str) -> Clock {
    Clock::Fixed(format!("{day}T10:00:00+08:00").parse().unwrap())
}

fn told(agenda: &Agenda, section: Section) -> Vec<(&str, &str)> {
    agenda.of(section).map(|item| (item.title.get(Lang::Zh), item.reason.get(Lang::Zh))).collect()
}

#[test]
fn a_holiday_that_two_laptops_enter_is_one_record_and_moves_working_days_on_both() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    // Only leads enter holidays.
    a.confirm(b.peer(), true).unwrap();
    exchange(&mut a, &mut b, folder);
    let day = |kind: &'static str| [("day", "2027-02-05"), ("kind", kind), ("name", "除夕")];
    let first = add(&mut a, workdays::ID, Some("2027-02-05"), &day("off")).unwrap();
    // However the day is written, it is that record.
    let other = add(&mut b, workdays::ID, Some("2027年2月5日"), &day("off")).unwrap();
    assert_eq!(first, other);
    exchange(&mut a, &mut b, folder);
    exchange(&mut b, &mut a, folder);
    for bench in [&a, &b] {
        assert_eq!(bench.standing(workdays::ID).unwrap().len(), 1);
        assert!(!bench.deadlines().unwrap().workdays.is_working(date(2027, 2, 5)));
    }
    let again = add(&mut a, workdays::ID, Some("2027-02-05"), &day("work"));
    assert!(matches!(again, Err(Error::Already(_))), "{again:?}");
    // The day of a record does not change under its id.
    let mut draft = Draft::new();
    a.fill(&mut draft, first, &[("day".into(), "2027-02-06".into())]).unwrap();
    assert!(matches!(a.commit(draft), Err(Error::Refused(Refusal::Breach(Breach::Named)))));
    edit(&mut a, first, "kind", "班");
    assert!(a.deadlines().unwrap().workdays.is_working(date(2027, 2, 5)));
}

#[test]
fn a_term_that_the_group_sets_moves_what_is_due_on_every_laptop_and_no_statute_is_made_laxer() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut a, mut b) = pair(folder);
    a.set_clock(on("2026-11-23"));
    let id = issue(&mut a, "路灯不亮");
    assert_eq!(a.case(id).unwrap().standing.due, date(2026, 11, 30));
    let term = |key: &'static str, value: &'static str, unit: &'static str| {
        [("key", key), ("value", value), ("unit", unit), ("basis", "街道规定")]
    };
    add(&mut a, terms::ID, Some("ordinary"), &term("ordinary", "3", "working_days")).unwrap();
    exchange(&mut a, &mut b, folder);
    b.set_clock(on("2026-11-23"));
    for bench in [&a, &b] {
        let standing = bench.case(id).unwrap().standing;
        assert_eq!(standing.due, date(2026, 11, 26));
        assert_eq!(standing.running.result.unwrap().term.basis.get(Lang::Zh), "街道规定");
    }
    for (key, value, unit) in [("petition", "90", "days"), ("信访办理", "60", "工作日")] {
        let refused = add(&mut a, terms::ID, Some(key), &term(key, value, unit));
        assert!(
            matches!(refused, Err(Error::Refused(Refusal::Breach(Breach::LaxerThanLaw)))),
            "{key} {refused:?}"
        );
    }
    let foreign = add(&mut a, terms::ID, None, &term("petition", "30", "days"));
    assert!(matches!(foreign, Err(Error::Refused(Refusal::Breach(Breach::Named)))), "{foreign:?}");
}

// Shows A20.
#[test]
fn who_must_be_answered_comes_first_and_danger_before_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    // A Monday.
    bench.set_clock(on("2026-11-02"));
    let late = issue(&mut bench, "路灯不亮");
    bench.set_clock(on("2026-11-16"));
    let replied = issue(&mut bench, "沟渠堵塞");
    let promised = [text(steps::TEXT, "周五前清掏"), (steps::PROMISED, Value::Date(date(2026, 11, 20)))];
    bench.take_step(replied, StepKind::Reply, &promised).unwrap();
    bench.set_clock(on("2026-11-23"));
    let fresh = issue(&mut bench, "想学电工");
    let danger = add(&mut bench, "issues", None, &[("title", "墙要倒了"), ("urgency", "danger")]).unwrap();
    let agenda = bench.agenda(7).unwrap();
    let records: Vec<Option<RecordId>> = agenda.items.iter().map(|item| item.record).collect();
    assert_eq!(
        records,
        [danger, late, fresh, replied, replied].map(Some),
        "danger, late, not yet answered, promised, waiting for a result"
    );
    assert_eq!(
        told(&agenda, Section::Answers),
        [
            ("墙要倒了", "紧急危险 剩 2 小时 0 分"),
            ("路灯不亮", "一般 超 14 天"),
            ("想学电工", "首次联系 剩 2 天（含 2 个工作日）")
        ]
    );
    assert_eq!(told(&agenda, Section::Promises), [("沟渠堵塞", "答应 2026-11-20  超 3 天")]);
    assert_eq!(told(&agenda, Section::Results), [("沟渠堵塞", "一般 今天")]);
    assert!(
        agenda
            .items
            .iter()
            .all(|item| !item.basis.get(Lang::Zh).is_empty() && !item.basis.get(Lang::En).is_empty())
    );
    assert_eq!(agenda.pressing(), 2);
    // An answer is owed from the first day on, however many days there are for it.
    assert_eq!(bench.agenda(0).unwrap().of(Section::Answers).count(), 3);
    // A later answer that promises nothing takes the promise's place; nothing is closed by itself.
    bench.take_step(replied, StepKind::Reply, &[text(steps::TEXT, "改到下周")]).unwrap();
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Promises), []);
    close(&mut bench, late);
    bench.set_clock(on("2026-12-23"));
    let agenda = bench.agenda(0).unwrap();
    assert!(agenda.items.iter().all(|item| item.record != Some(late)));
    assert_eq!(agenda.of(Section::Answers).filter(|item| item.stage == Stage::Overdue).count(), 2);
}

// Shows D4.
#[test]
fn festivals_and_lunar_birthdays_are_spoken_of_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    add(&mut bench, "residents", None, &[("name", "王桂兰"), ("lunar_birthday", "腊月三十")]).unwrap();
    let gone =
        add(&mut bench, "residents", None, &[("name", "单小明"), ("lunar_birthday", "腊月廿九")]).unwrap();
    let mut draft = Draft::new();
    draft.delete(gone);
    bench.commit(draft).unwrap();
    bench.set_clock(on("2027-01-20"));
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Greetings), []);
    // 腊月 has no thirtieth: the eve is 5 February, spoken of from 15 days before.
    bench.set_clock(on("2027-01-21"));
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Greetings), [("春节前慰问", "节日慰问 剩 15 天")]);
    bench.set_clock(on("2027-01-29"));
    let agenda = bench.agenda(7).unwrap();
    assert_eq!(
        told(&agenda, Section::Greetings),
        [("春节前慰问", "节日慰问 剩 7 天"), ("王桂兰 生日", "农历生日 剩 7 天")]
    );
    let basis = agenda.of(Section::Greetings).nth(1).unwrap().basis.get(Lang::Zh).to_owned();
    assert!(basis.contains("今年没有这一天，按腊月廿九过：2027-02-05"), "{basis}");
}

// Shows C4.
#[test]
fn an_item_of_the_three_lists_comes_back_on_its_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    let place = add(&mut bench, "neighbourhoods", Some("三组"), &[("name", "三组")]).unwrap();
    let list = checklists::checklists().remove(2);
    let tick = crate::workbench::checks::Tick {
        state: Some(CheckState::Working),
        review: Some(date(2026, 12, 1)),
        next: Some("约两家见面".into()),
        owner: Some(bench.member()),
        ..Default::default()
    };
    bench.tick(Clarity::Harmony, &list.items[0].id, place, &tick).unwrap();
    bench.set_clock(on("2026-11-23"));
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Rechecks), []);
    let agenda = bench.agenda(8).unwrap();
    let item = agenda.of(Section::Rechecks).next().unwrap();
    assert_eq!((item.place.as_str(), item.who.get(Lang::Zh)), ("三组", "张晓敏"));
    assert_eq!(item.basis.get(Lang::Zh), "约两家见面");
    bench.set_clock(on("2026-12-03"));
    assert_eq!(bench.agenda(0).unwrap().of(Section::Rechecks).next().unwrap().stage, Stage::Overdue);
}

#[test]
fn a_year_without_holidays_is_told_where_a_day_depends_on_it_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    bench.set_clock(on("2026-11-23"));
    issue(&mut bench, "路灯不亮");
    assert_eq!(bench.agenda(7).unwrap().gaps, []);
    bench.set_clock(on("2026-12-30"));
    issue(&mut bench, "想学电工");
    let agenda = bench.agenda(7).unwrap();
    let years: Vec<i16> = agenda.gaps.iter().map(|gap| gap.year).collect();
    assert_eq!(years, [2027]);
    let item = agenda.of(Section::Answers).find(|item| item.title.get(Lang::Zh) == "想学电工").unwrap();
    assert_eq!(workdays::told(&item.gaps, Lang::Zh).unwrap(), "2027 年安排未录入，按周末计算");
}

#[test]
fn an_extension_says_when_the_person_was_told_and_assumes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    bench.set_clock(on("2026-11-23"));
    let id = issue(&mut bench, "路灯不亮");
    let parts = [
        (steps::UNTIL, Value::Date(date(2026, 12, 10))),
        text(steps::APPROVER, "王组长"),
        text(steps::REASON, "等灯具"),
    ];
    let refused = bench.take_step(id, StepKind::Extend, &parts);
    assert!(matches!(refused, Err(Error::Refused(Refusal::Missing("way")))), "{refused:?}");
    let told = [parts.as_slice(), &[(steps::WAY, Value::Choice("phone".into()))]].concat();
    let refused = bench.take_step(id, StepKind::Extend, &told);
    assert!(matches!(refused, Err(Error::Refused(Refusal::Missing("noticed")))), "{refused:?}");
    let told = [told.as_slice(), &[(steps::NOTICED, Value::Date(date(2026, 11, 23)))]].concat();
    bench.take_step(id, StepKind::Extend, &told).unwrap();
    let standing = bench.case(id).unwrap().standing;
    assert_eq!(standing.due, date(2026, 12, 10));
    assert_eq!(standing.steps[0].row.date(steps::NOTICED), Some(date(2026, 11, 23)));
    bench.take_step(id, StepKind::Transfer, &[text(steps::UNIT, "供电所")]).unwrap();
    assert_eq!(bench.case(id).unwrap().standing.due, date(2026, 12, 10));
}

// What was told last is what somebody waits for: of the answer, or of the extension after it.
#[test]
fn what_was_promised_moves_with_an_extension_that_was_told_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    bench.set_clock(on("2026-11-23"));
    let id = issue(&mut bench, "路灯不亮");
    let promised = [text(steps::TEXT, "周三前换好"), (steps::PROMISED, Value::Date(date(2026, 11, 25)))];
    bench.take_step(id, StepKind::Reply, &promised).unwrap();
    let promise = |bench: &mut Workbench| {
        let agenda = bench.agenda(30).unwrap();
        let own: Vec<String> =
            agenda.of(Section::Promises).map(|item| item.reason.get(Lang::Zh).to_owned()).collect();
        own.join("；")
    };
    assert_eq!(promise(&mut bench), "答应 2026-11-25  剩 2 天");
    bench.set_clock(on("2026-11-24"));
    let told = [
        (steps::UNTIL, Value::Date(date(2026, 12, 10))),
        text(steps::APPROVER, "王组长"),
        text(steps::REASON, "等灯具"),
        (steps::WAY, Value::Choice("phone".into())),
        (steps::NOTICED, Value::Date(date(2026, 11, 24))),
    ];
    bench.take_step(id, StepKind::Extend, &told).unwrap();
    assert_eq!(promise(&mut bench), "答应 2026-12-10  剩 16 天");
    // Whoever promises an earlier day after that is held to it.
    bench.set_clock(on("2026-11-26"));
    let sooner = [text(steps::TEXT, "灯具到了"), (steps::PROMISED, Value::Date(date(2026, 11, 28)))];
    bench.take_step(id, StepKind::Reply, &sooner).unwrap();
    assert_eq!(promise(&mut bench), "答应 2026-11-28  剩 2 天");
}

// Shows J6, J8.
#[test]
fn a_slip_and_a_finding_that_are_due_are_told_as_such_until_they_are_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    bench.set_clock(on("2026-11-02"));
    let slip = |title: &'static str| [("title", title), ("kind", "supervision")];
    let late = add(&mut bench, "issues", None, &slip("排水沟限期清通")).unwrap();
    let limit = [(steps::LIMIT, Value::Date(date(2026, 11, 12)))];
    bench.take_step(late, StepKind::Accept, &limit).unwrap();
    bench.take_step(late, StepKind::Reply, &[text(steps::TEXT, "先清上半段")]).unwrap();
    add(
        &mut bench,
        "reminders",
        None,
        &[("text", "今天报进度"), ("issue", "排水沟限期清通"), ("day", "2026-11-16")],
    )
    .unwrap();
    let fact = [
        ("fact", "宣传栏过期没有换"),
        ("kind", "lax"),
        ("evidence", "照片 X-11"),
        ("day", "2026-11-03"),
        ("group", "禾穗社区工作组"),
    ];
    let finding = add(&mut bench, "findings", None, &fact).unwrap();
    let step = |kind: &'static str, day: &'static str, more: &[(&'static str, &'static str)]| {
        [&[("text", "换栏"), ("finding", "宣传栏过期没有换"), ("kind", kind), ("day", day)], more].concat()
    };
    add(&mut bench, "rectifications", None, &step("criticism", "2026-11-03", &[("way", "oral")])).unwrap();
    let due = [("requirement", "三天内换"), ("deadline", "2026-11-26")];
    add(&mut bench, "rectifications", None, &step("notice", "2026-11-04", &due)).unwrap();

    bench.set_clock(on("2026-11-23"));
    let agenda = bench.agenda(7).unwrap();
    assert_eq!(
        told(&agenda, Section::Slips),
        [("排水沟限期清通", "督办 超 11 天"), ("宣传栏过期没有换", "整改 剩 3 天（含 3 个工作日）")]
            .map(|(title, reason)| (title, reason.split('（').next().unwrap()))
    );
    let item = agenda.of(Section::Slips).next().unwrap();
    assert_eq!((item.record, item.stage, item.who.get(Lang::Zh)), (Some(late), Stage::Overdue, "张晓敏"));
    assert!(item.basis.get(Lang::Zh).ends_with("催办 1 次，最后 2026-11-16：今天报进度"), "{:?}", item.basis);
    // It is owed to those above: nobody's own matter waits for a result.
    assert_eq!(told(&agenda, Section::Results), []);
    // What is not near is left out.
    bench.set_clock(on("2026-11-16"));
    assert!(bench.agenda(7).unwrap().of(Section::Slips).all(|item| item.record != Some(finding)));
    // Over: neither is told any more.
    bench.set_clock(on("2026-11-30"));
    let off = [("result", "struck_off")];
    add(&mut bench, "rectifications", None, &step("recheck", "2026-11-30", &off)).unwrap();
    close(&mut bench, late);
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Slips), []);
}

// Shows D4.
#[test]
fn whom_a_care_project_or_a_plan_is_for_is_told_on_their_days() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(folder.path());
    bench.set_clock(on("2026-11-23"));
    add(&mut bench, "households", None, &[("address", "松针路 5 号")]).unwrap();
    add(&mut bench, "residents", None, &[("name", "王桂兰"), ("lunar_birthday", "腊月廿八")]).unwrap();
    let care = |title: &'static str, more: &[(&'static str, &'static str)]| {
        [&[("title", title), ("kind", "care"), ("households", "松针路 5 号")], more].concat()
    };
    // 2027-01-29 is 腊月廿二; 腊月 has no thirtieth this year, and the eve is 2027-02-05.
    let birthday = [("occasion", "lunar_birthday"), ("lunar_day", "腊月三十")];
    let own = add(&mut bench, "projects", None, &care("陪老人过生日", &birthday)).unwrap();
    add(&mut bench, "projects", None, &care("年前看望", &[("occasion", "spring_festival")])).unwrap();
    let economy = [("title", "缝纫组"), ("kind", "economy"), ("lunar_day", "腊月三十")];
    add(&mut bench, "projects", None, &economy).unwrap();
    let plan = [
        ("resident", "王桂兰"),
        ("occasions", "spring_festival、birthday"),
        ("owner", "张晓敏"),
        ("brings", "米和油"),
    ];
    let plan = add(&mut bench, "care_plans", None, &plan).unwrap();
    assert_eq!(told(&bench.agenda(7).unwrap(), Section::Greetings), []);
    bench.set_clock(on("2027-01-29"));
    let agenda = bench.agenda(7).unwrap();
    let mut lines = told(&agenda, Section::Greetings);
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            ("年前看望", "春节前慰问 剩 7 天"),
            ("春节前慰问", "节日慰问 剩 7 天"),
            ("王桂兰 生日", "农历生日 剩 6 天"),
            ("看望 王桂兰", "春节前慰问 剩 7 天"),
            ("陪老人过生日", "农历日子慰问 剩 7 天"),
        ]
    );
    let item = agenda.of(Section::Greetings).find(|item| item.record == Some(own)).unwrap();
    assert!(item.basis.get(Lang::Zh).contains("今年没有这一天，按腊月廿九过"), "{:?}", item.basis);
    let item = agenda.of(Section::Greetings).find(|item| item.record == Some(plan)).unwrap();
    assert!(item.basis.get(Lang::Zh).ends_with("打算带：米和油") && item.who.get(Lang::Zh) == "张晓敏");
    // A birthday that stands on the card is told once, and what is over is told no more.
    let person = bench.find_in("residents", "王桂兰").unwrap();
    edit(&mut bench, person, "lunar_birthday", "腊月廿八");
    edit(&mut bench, plan, "ended_on", "2027-03-01");
    let after = [
        ("after", "都去过了"),
        ("project", "年前看望"),
        ("kind", "accepted"),
        ("day", "2027-01-28"),
        ("accepted_by", "居民代表"),
    ];
    add(&mut bench, "project_results", None, &after).unwrap();
    let agenda = bench.agenda(7).unwrap();
    let lines = told(&agenda, Section::Greetings);
    assert_eq!(lines.iter().filter(|(_, reason)| reason.starts_with("农历生日")).count(), 1, "{lines:?}");
    assert!(lines.iter().all(|(title, _)| *title != "年前看望"), "{lines:?}");
    edit(&mut bench, plan, "ended_on", "2027-01-20");
    assert!(bench.agenda(7).unwrap().items.iter().all(|item| item.record != Some(plan)));
}
