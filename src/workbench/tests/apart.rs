//! What is kept from whom it is about, and from everybody: who asked.

use super::*;
use crate::{
    domain::{analyses, informers, procedure::Objection, rules::Refusal, voices},
    workbench::conflicts,
};

fn enter(bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]) -> Result<RecordId, Error> {
    let mut draft = Draft::new();
    let id = bench.begin_record(&mut draft, ledger, None)?;
    let pairs: Vec<(String, String)> =
        pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
    bench.fill(&mut draft, id, &pairs)?;
    bench.commit(draft)?;
    Ok(id)
}

fn is_recused<T>(result: Result<T, Error>) -> bool {
    matches!(result.err(), Some(Error::Refused(Refusal::OutOfTurn(Objection::Recused))))
}

/// Everything that a laptop tells of some issues, in one text.
fn told(bench: &Workbench) -> String {
    let mut all = Vec::new();
    for ledger in ["issues", "steps", "voices", "visits"] {
        all.extend(bench.rows(ledger).unwrap().iter().map(|row| format!("{:?}", row.values)));
    }
    for case in bench.cases().unwrap() {
        all.push(format!("{:?} {case:?}", bench.case(case.issue.id).unwrap()));
    }
    all.push(format!("{:?}", bench.agenda(30).unwrap()));
    all.concat()
}

// Shows E2.
#[test]
fn whom_a_matter_is_about_learns_nowhere_who_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let person = resident(&mut a, "赵六娘");
    let own = person.to_string();
    let id = enter(
        &mut a,
        "issues",
        &[
            ("title", "赵六娘说克扣补助"),
            ("about", "李强"),
            ("from", "赵六娘"),
            ("resident", &own),
            ("phone", "13900001111"),
        ],
    )
    .unwrap();
    a.add_voice(id, &[text(voices::NAME, "钱七郎"), text(voices::PHONE, "13900002222")]).unwrap();
    let voice = a.rows("voices").unwrap()[0].id;
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "赵六娘您好，正在查")]).unwrap();
    let merged = enter(&mut a, "issues", &[("title", "补助没到账"), ("from", "孙八妹")]).unwrap();
    a.merge(id, merged).unwrap();
    enter(&mut a, "visits", &[("date", "今天"), ("words", "赵六娘又来问"), ("issues", "a-1")]).unwrap();
    exchange(&mut a, &mut b, folder.path());
    let there = told(&b);
    let referred = format!("{person:?}");
    for name in ["赵六娘", "13900001111", "钱七郎", "13900002222", "孙八妹", &referred] {
        assert!(told(&a).contains(name), "{name}");
        assert!(!there.contains(name), "{name}: {there}");
    }
    assert!(there.contains("（回避）"));
    // Nor for a reason, nor as somebody's own record, nor among values that differ.
    for record in [id, merged, voice] {
        assert!(matches!(b.row_in_full(record), Err(Error::Refused(Refusal::Said(_)))));
    }
    assert!(a.row_in_full(id).unwrap().text(issues::FROM) == "赵六娘");
    assert!(b.person_export(person, "本人要求查阅").unwrap().issues.is_empty());
    let differing: Vec<conflicts::Conflict> = b.conflicts_of(id).unwrap();
    assert!(differing.is_empty());
    // Both count the same all the same.
    let standing = |bench: &Workbench| {
        let standing = bench.case(id).unwrap().standing;
        (standing.status, standing.answered, standing.voices.len())
    };
    assert_eq!(standing(&a), standing(&b));
}

// Shows E1, E2.
#[test]
fn whom_a_matter_is_about_neither_asks_in_it_nor_visits_nor_merges_nor_analyses() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let id =
        enter(&mut a, "issues", &[("title", "补助少了"), ("about", "李强"), ("from", "赵六娘")]).unwrap();
    let other = issue(&mut a, "路灯不亮");
    exchange(&mut a, &mut b, folder.path());
    assert!(is_recused(b.add_voice(id, &[text(voices::NAME, "冒名")])));
    assert!(is_recused(b.merge(id, other)) && is_recused(b.merge(other, id)));
    assert!(is_recused(enter(&mut b, "visits", &[("date", "今天"), ("words", "找她"), ("issues", "a-1")])));
    let sheet = [
        (analyses::DEMAND, Value::text("没有这回事")),
        (analyses::MEASURES, Value::text("不办")),
        (analyses::OWNER, Some(Value::Ref(a.member()))),
        (analyses::UNTIL, Some(Value::Date(b.today()))),
    ];
    assert!(is_recused(b.analyse(id, &sheet)));
    // By a bundle, against all of that: kept, and counts for nothing.
    let mut forged = Draft::new();
    let mut begin = |ledger: &str, values: &[(u16, Value)]| {
        let record = bench_id(ledger);
        forged.insert(record);
        for (tag, value) in values {
            forged.set(record, *tag, Some(value.clone()));
        }
        record
    };
    begin("voices", &[(voices::ISSUE, Value::Ref(id)), text(voices::NAME, "冒名")]);
    let visit = begin("visits", &[(visits::DATE, Value::Date(b.today())), text(visits::WORDS, "找她")]);
    begin(
        "steps",
        &[
            (steps::ISSUE, Value::Ref(other)),
            (steps::INTO, Value::Ref(id)),
            (steps::KIND, Value::Choice("merge".into())),
            (steps::AT, Value::Instant(b.now())),
        ],
    );
    forged.add(visit, visits::ISSUES, &Value::Ref(id));
    b.write_unjudged(forged);
    exchange(&mut b, &mut a, folder.path());
    for bench in [&a, &b] {
        let standing = bench.case(id).unwrap().standing;
        assert_eq!((standing.voices.len(), standing.merged.len()), (1, 0));
        assert!(bench.case(other).unwrap().standing.merged_into.is_none());
        assert!(bench.existing(visit).unwrap().all(visits::ISSUES).is_empty());
    }
    // Others may.
    a.add_voice(id, &[text(voices::NAME, "钱七郎")]).unwrap();
    enter(&mut a, "visits", &[("date", "今天"), ("words", "听她说"), ("issues", "a-1")]).unwrap();
}

fn bench_id(ledger: &str) -> RecordId {
    super::super::bench::draw_id(ledger).unwrap()
}

// Shows E2.
#[test]
fn what_informs_against_somebody_is_led_to_its_own_register() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let apart = |result: Result<RecordId, Error>| match result {
        Err(Error::Refused(Refusal::Said(why))) => why == informers::BELONGS_APART,
        Ok(_) | Err(_) => false,
    };
    for pairs in [
        &[("title", "举报李四克扣补助"), ("about", "李四")][..],
        &[("title", "举报李强收礼")],
        &[("title", "态度恶劣"), ("category", "投诉"), ("about", "李强")],
        &[("title", "反映问题"), ("detail", "他要检举李强")],
    ] {
        assert!(apart(enter(&mut a, "issues", pairs)), "{pairs:?}");
    }
    let plain = issue(&mut a, "反映问题");
    let mut draft = Draft::new();
    a.fill(&mut draft, plain, &[("title".into(), "控告李强".into())]).unwrap();
    assert!(apart(a.commit(draft).map(|()| plain)));
    enter(&mut a, "issues", &[("title", "举报有人乱倒垃圾"), ("from", "王桂兰")]).unwrap();
    let said = [("title", "李强说举报牌坏了"), ("from", "王桂兰"), ("not_informing", "是")];
    enter(&mut a, "issues", &said).unwrap();
    // One that came by a bundle all the same is about whom its words name.
    let mut forged = Draft::new();
    let id = bench_id("issues");
    forged.insert(id);
    for (tag, words) in [(issues::TITLE, "举报李强收礼"), (issues::NUMBER, "a-99"), (issues::FROM, "赵六娘")]
    {
        forged.set(id, tag, Some(Value::Text(words.into())));
    }
    forged.set(id, issues::KIND, Some(Value::Choice("request".into())));
    a.write_unjudged(forged);
    exchange(&mut a, &mut b, folder.path());
    assert!(!told(&b).contains("赵六娘") && told(&a).contains("赵六娘"));
    assert!(is_recused(b.take_step(id, StepKind::Reply, &[text(steps::TEXT, "没有")])));
}

// Shows E2.
#[test]
fn the_name_of_whoever_asked_anonymously_is_in_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    let person = resident(&mut a, "冉大成");
    let own = person.to_string();
    let anonymous = [("anonymous", "是"), ("resident", own.as_str()), ("phone", "13900000012")];
    let pairs = [("title", "冉大家的噪声"), ("from", "冉大"), ("detail", "冉大成说楼上吵，13900000012")];
    let id = enter(&mut a, "issues", &[&pairs[..], &anonymous].concat()).unwrap();
    a.take_step(id, StepKind::Reply, &[text(steps::TEXT, "冉大您好")]).unwrap();
    enter(&mut a, "visits", &[("date", "今天"), ("words", "冉大在楼下说的"), ("issues", "a-1")]).unwrap();
    let there = told(&a);
    assert!(!there.contains("冉大") && !there.contains("13900000012"), "{there}");
    assert!(there.contains("匿名家的噪声") && there.contains("匿名您好"));
    // For a reason it is told, and writing back what is shown takes nothing away.
    assert_eq!(a.row_in_full(id).unwrap().text(issues::TITLE), "冉大家的噪声");
    edit(&mut a, id, "title", "匿名家的噪声");
    assert_eq!(a.row_in_full(id).unwrap().text(issues::TITLE), "冉大家的噪声");
    edit(&mut a, id, "title", "楼上的噪声");
    assert_eq!(a.existing(id).unwrap().text(issues::TITLE), "楼上的噪声");
    // Whose own visit it was is named by his record: his words there stay.
    let called = [("date", "今天"), ("words", "冉大成想学电工"), ("resident", own.as_str())];
    let visit = enter(&mut a, "visits", &called).unwrap();
    assert!(a.existing(visit).unwrap().text(visits::WORDS).contains("冉大成"));
}

// Shows E2.
#[test]
fn any_member_enters_material_and_whoever_gave_a_name_is_told_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let lead = a.name_of(a.member());
    let against = |who: &str| {
        [text(informers::ABOUT, who), text(informers::TEXT, "收了土特产"), text(informers::FROM, "赵六娘")]
    };
    let id = b.enter_informer(&against("城管科王某")).unwrap();
    assert_eq!(b.where_informers_go(id).unwrap(), informers::LEAD_HANDS_ON);
    let other = b.enter_informer(&against(&lead)).unwrap();
    assert_eq!(b.where_informers_go(other).unwrap(), informers::NAMES_A_LEAD);
    // He who entered it sees none of it, changes none of it, and is not told of its days.
    assert!(matches!(b.look_at_informer(id, "看看"), Err(Error::Refused(Refusal::KeptApart))));
    let mut draft = Draft::new();
    draft.set(id, informers::TEXT, Some(Value::Text("别的".into())));
    assert!(
        matches!(b.commit(draft), Err(Error::Refused(Refusal::Said(why))) if why == informers::ONLY_ENTERED)
    );
    let numbers = |bench: &Workbench| {
        let items = bench.agenda(30).unwrap().items;
        items
            .into_iter()
            .filter(|item| item.number.starts_with('控'))
            .map(|item| (item.number, item.day))
            .collect::<Vec<_>>()
    };
    assert!(numbers(&b).is_empty());
    exchange(&mut b, &mut a, folder.path());
    // The lead is told of what does not name him, by number and day alone.
    assert_eq!(a.look_at_informers("每周核对").unwrap().len(), 1);
    let last = crate::domain::deadlines::days_after(a.today(), 15);
    assert_eq!(numbers(&a), [("控B-1".to_owned(), last)]);
    let all = format!("{:?}", a.agenda(30).unwrap());
    assert!(!all.contains("赵六娘") && !all.contains("土特产"));
    let over = a.change_informer(id, &[text(informers::RESULT, "已受理")]);
    assert!(matches!(over, Err(Error::Refused(Refusal::Said(why))) if why == informers::NOT_TOLD));
    a.change_informer(id, &[text(informers::ANSWER, "已转区纪委监委")]).unwrap();
    a.change_informer(id, &[text(informers::RESULT, "已受理")]).unwrap();
    assert!(numbers(&a).is_empty());
}

// Shows D10, F9, I8.
#[test]
fn a_consent_that_was_withdrawn_binds_where_its_day_is_typed() {
    use crate::domain::consent::{Purpose, Said};
    use crate::workbench::consents::Word;
    let folder = tempfile::tempdir().unwrap();
    let (mut a, mut b) = pair(folder.path());
    let place = enter(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    let home = enter(&mut a, "households", &[("address", "三组2号"), ("neighbourhood", "三组")]).unwrap();
    let own = [("name", "郑二妹"), ("neighbourhood", "三组"), ("household", "三组2号")];
    let person = enter(&mut a, "residents", &own).unwrap();
    let who = person.to_string();
    let hardship = [
        ("resident", who.as_str()),
        ("listed_on", "2026-11-01"),
        ("kinds", "医疗"),
        ("ground", "本人同意"),
        ("consent_on", "2026-11-01"),
        ("basis", "诊断书"),
        ("health", "腰腿不便"),
    ];
    let aid = [
        ("number", "1"),
        ("student", "郑二妹"),
        ("under_14", "否"),
        ("stage", "大专本科"),
        ("anonymous", "是"),
        ("from", "2026-09-01"),
        ("consent_on", "2026-11-01"),
        ("became", "在城里上班"),
    ];
    let note = [("date", "2026-11-01"), ("household", "三组2号"), ("voluntary", "是"), ("words", "种大棚")];
    let all = [
        ("hardship", &hardship[..], "health"),
        ("study_aid", &aid[..], "became"),
        ("income_notes", &note[..], "words"),
    ];
    let before: Vec<RecordId> =
        all.iter().map(|(ledger, pairs, _)| enter(&mut a, ledger, pairs).unwrap()).collect();
    let exemplar =
        [("deed", "带头种大棚"), ("who", "郑二妹"), ("found_on", "2026-11-01"), ("resident", who.as_str())];
    let say = |bench: &mut Workbench, purpose: Purpose, said: Said| {
        let (detail, way, guardian) = ("姓名和事迹".to_owned(), "oral".to_owned(), String::new());
        bench.consent(&Word { resident: person, purpose, detail, said, day: None, way, guardian }).unwrap();
    };
    for purpose in [Purpose::Sensitive, Purpose::Income, Purpose::Publicity] {
        say(&mut a, purpose, Said::Given);
        // Particulars tell no consent apart that is on the list.
        assert_eq!(a.consent_of(person, purpose, "姓名和事迹").unwrap(), Some(Said::Given));
    }
    let told = enter(&mut a, "exemplars", &exemplar).ok();
    let shown = |bench: &Workbench, id: RecordId, ledger: &str, key: &str| {
        let tag = bench.ledger(ledger).unwrap().field_by_key(key).unwrap().tag;
        bench.existing(id).unwrap().one(tag).cloned()
    };
    for (id, (ledger, _, key)) in before.iter().zip(&all) {
        assert!(shown(&a, *id, ledger, key).is_some(), "{ledger}");
    }
    for purpose in [Purpose::Sensitive, Purpose::Income, Purpose::Publicity] {
        say(&mut a, purpose, Said::Withdrawn);
    }
    exchange(&mut a, &mut b, folder.path());
    for bench in [&mut a, &mut b] {
        for (id, (ledger, pairs, key)) in before.iter().zip(&all) {
            assert_eq!(shown(bench, *id, ledger, key), None, "{ledger}");
            assert!(
                matches!(enter(bench, ledger, pairs), Err(Error::Refused(Refusal::NoConsent(_)))),
                "{ledger}"
            );
        }
        if let Some(id) = told {
            assert_eq!(shown(bench, id, "exemplars", "consent"), Some(Value::Bool(false)));
        }
    }
    assert!(told.is_some() && place != home);
    // What a duty asks for needs no consent.
    let duty = [
        ("ground", "法定职责"),
        ("resident", who.as_str()),
        ("listed_on", "2026-11-02"),
        ("kinds", "医疗"),
        ("basis", "医保名册"),
        ("health", "腰腿不便"),
    ];
    enter(&mut a, "hardship", &duty).unwrap();
}

#[test]
fn a_consent_binds_its_day_and_the_head_of_a_household_and_ends_on_the_day_of_its_withdrawal() {
    use crate::domain::consent::{Purpose, Said};
    use crate::workbench::{consents::Word, typed_consents::WITHDRAWN_THAT_DAY};
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    enter(&mut a, "neighbourhoods", &[("name", "三组")]).unwrap();
    let home = [("address", "三组7号"), ("neighbourhood", "三组"), ("head", "周小")];
    enter(&mut a, "households", &home).unwrap();
    // His card tells neither household nor neighbourhood.
    let person = enter(&mut a, "residents", &[("name", "周小")]).unwrap();
    let say = |bench: &mut Workbench, purpose: Purpose, said: Said, day: jiff::civil::Date| {
        let (detail, way, guardian) = ("姓名".to_owned(), "oral".to_owned(), String::new());
        let day = Some(day);
        bench.consent(&Word { resident: person, purpose, detail, said, day, way, guardian }).unwrap();
    };
    let today = a.today();
    let before = today.yesterday().unwrap();
    say(&mut a, Purpose::Income, Said::Withdrawn, before);
    let note = [("date", "今天"), ("household", "三组7号"), ("voluntary", "是"), ("words", "卖菜")];
    let withheld = refused(enter(&mut a, "income_notes", &note));
    assert!(matches!(withheld, Refusal::NoConsent(_)), "{withheld:?}");
    // The day that is typed is one of a consent that stands.
    let who = person.to_string();
    let on = |day: &str| {
        let basis = [("ground", "本人同意"), ("basis", "诊断书"), ("consent_on", day)];
        let own = [("resident", who.as_str()), ("listed_on", "今天"), ("kinds", "医疗")];
        own.iter()
            .chain(&basis)
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect::<Vec<_>>()
    };
    let list = |bench: &mut Workbench, day: &str| {
        let pairs = on(day);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(key, text)| (&**key, &**text)).collect();
        enter(bench, "hardship", &pairs)
    };
    list(&mut a, "2026-11-01").unwrap();
    say(&mut a, Purpose::Sensitive, Said::Given, before);
    let other = refused(list(&mut a, "2026-11-01"));
    assert!(other.sentence(Lang::Zh).contains(&before.to_string()), "{other:?}");
    list(&mut a, &before.to_string()).unwrap();
    // One given before a withdrawal stands no more.
    say(&mut a, Purpose::Sensitive, Said::Withdrawn, today);
    say(&mut a, Purpose::Sensitive, Said::Given, today);
    assert!(list(&mut a, &before.to_string()).is_err());
    list(&mut a, "今天").unwrap();
    // Nothing is published on the day of the withdrawal but what is taken down at once.
    let deed =
        [("deed", "带头种大棚"), ("who", "周小"), ("found_on", "2026-11-01"), ("resident", who.as_str())];
    let deed = enter(&mut a, "exemplars", &deed).unwrap();
    say(&mut a, Purpose::Publicity, Said::Given, before);
    say(&mut a, Purpose::Publicity, Said::Withdrawn, today);
    let shown = [("published_on", "今天"), ("published_at", "宣传栏")];
    assert_eq!(refused(change(&mut a, deed, &shown)), Refusal::Said(WITHDRAWN_THAT_DAY));
    change(&mut a, deed, &[&shown[..], &[("taken_down_on", "今天")]].concat()).unwrap();
}

// Shows I5.
#[test]
fn a_bulletin_tells_what_touches_health_or_aid_by_its_class_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut a = found(&folder.path().join("a"));
    for (title, class, detail) in [
        ("孩子自闭症上学难", "教育", "找不到学校"),
        ("想申请临时救助", "", "家里困难"),
        ("老人取药不便", "医疗", "糖尿病多年"),
        ("路灯不亮", "市政", "修好就行"),
    ] {
        let pairs = [("title", title), ("category", class), ("detail", detail), ("from", "王桂兰")];
        let id = enter(&mut a, "issues", &pairs).unwrap();
        close(&mut a, id);
    }
    let told = a.compose(a.today(), a.today()).unwrap().concat();
    for words in
        ["一件“教育”类事项：已解决", "一件个人事项：已解决", "一件“医疗”类事项：已解决", "路灯不亮：已解决"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    for words in ["自闭", "救助", "取药", "糖尿"] {
        assert!(!told.contains(words), "{words}: {told}");
    }
}
