//! 企业与捐赠 (domain.md §1F).

use super::*;

// Shows F7, A6.
#[test]
fn an_enterprise_stands_by_a_neighbourhood_from_a_day_to_a_day() {
    let mut desk = Desk::new();
    desk.keep(
        "enterprises",
        "name=禾穗纺织; industry=纺织; contact=赵敏; phone=13900000001; offers=jobs、money、goods、technology、market",
    );
    let base = "enterprise=禾穗纺织; neighbourhood=三组; contact=张晓敏";
    desk.refuse("pairings", base, "起");
    desk.refuse("pairings", &format!("{base}; from=2026-10-01; to=2026-09-01"), "不能早于开始");
    let pair = desk.keep("pairings", &format!("{base}; from=2026-09-01; to=2026-11-01; offers=jobs"));
    desk.stop(pair, "offers=money", "不得摊派");
    desk.stop(pair, "offers=goods", "不得摊派");
    for offer in ["technology", "market", "jobs"] {
        desk.go_on(pair, &format!("offers={offer}"));
    }
    desk.go_on(pair, "offers=money; consent=协议 2026-3");
    desk.reminds(pair, on(11, 1), "续下去还是小结");
    desk.stop(pair, "summed_on=2026-11-02", "小结要写内容");
    desk.go_on(pair, "summed_on=2026-11-02; summary=安排 6 人上岗");
    desk.is_done(pair, "续下去还是小结");
}

// Shows F12.
#[test]
fn what_an_enterprise_asks_for_is_an_issue_like_any_other() {
    let mut desk = Desk::new();
    let asked = issue(&mut desk.bench, "园区门口修路，货车进不来");
    let firm = desk.keep("enterprises", &format!("name=禾穗纺织; issues={asked}"));
    assert_eq!(desk.seen(firm, "issues"), desk.bench.name_of(asked));
    // So it cannot be closed without an answer.
    let solved = [(steps::OUTCOME, Value::Choice("solved".into())), text(steps::TEXT, "路修好了")];
    assert!(desk.bench.take_step(asked, StepKind::Resolve, &solved).is_err());
    assert!(desk.bench.ledger("enterprises").unwrap().about.zh.contains("事项"));
}

// Shows F9.
#[test]
fn a_donor_who_wishes_to_stay_unnamed_is_named_nowhere() {
    let mut desk = Desk::new();
    let firm = desk.keep("enterprises", "name=禾穗纺织");
    let base =
        "cause=资助大学生; date=2026-08-20; kind=money; amount=5000; recipient=禾穗慈善总会; anonymous=yes";
    desk.refuse("donations", &format!("{base}; donor=某先生"), "要求匿名");
    desk.refuse("donations", &format!("{base}; enterprise={firm}"), "要求匿名");
    let unnamed = desk.keep("donations", &format!("{base}; private_donor=赵先生"));
    assert_eq!(desk.seen(unnamed, "private_donor"), "***");
    let base = "number=Z-01; student=李小禾; stage=college; from=2026-09-01; anonymous=yes";
    desk.refuse("study_aid", &format!("{base}; under_14=no; sponsor=某先生"), "要求匿名");
    desk.refuse("study_aid", &format!("{base}; under_14=yes"), "监护人同意");
    let aid = desk.keep("study_aid", &format!("{base}; under_14=no; private_sponsor=赵先生"));
    assert_eq!(desk.seen(aid, "private_sponsor"), "***");
    assert_eq!(desk.seen(aid, "student"), "***");
    assert_eq!(desk.bench.name_of(aid), "Z-01");
    desk.stop(aid, "anonymous=no", "要写资助人");
    desk.stop(aid, "to=2026-08-01", "不能早于开始");
}

// Shows F10.
#[test]
fn a_donation_has_its_amount_recipient_receipt_and_use() {
    let mut desk = Desk::new();
    let base = "cause=园区捐款; date=2026-08-20; anonymous=no; kind=money";
    desk.refuse("donations", &format!("{base}; amount=516万; donor=禾穗纺织"), "受赠单位");
    let base = format!("{base}; recipient=禾穗慈善总会");
    desk.refuse("donations", &format!("{base}; donor=禾穗纺织"), "要写金额");
    desk.refuse("donations", &format!("{base}; amount=516万"), "要写捐赠人");
    let given = desk.keep("donations", &format!("{base}; donor=禾穗纺织; amount=516万"));
    assert_eq!(desk.seen(given, "amount"), "5,160,000 元");
    desk.reminds(given, on(9, 4), "还没有票据");
    desk.go_on(given, "receipt=P-0098");
    desk.is_done(given, "还没有票据");
    desk.reminds(given, on(11, 18), "告诉捐赠人");
    desk.stop(given, "told_on=2026-11-18", "用在哪里");
    desk.stop(given, "told_on=2026-08-18; used_for=助学", "不能早于捐赠日期");
    desk.go_on(given, "told_on=2026-11-18; used_for=助学 30 人");
    desk.is_done(given, "告诉捐赠人");
}

// Shows F14.
#[test]
fn an_appeal_is_named_and_what_became_of_a_student_is_the_students_to_tell() {
    let mut desk = Desk::new();
    for (kind, why) in [("goods", "是什么、多少"), ("labour", "是什么、多少")] {
        let base =
            format!("cause=救灾; date=2026-08-20; anonymous=no; donor=一组; recipient=红十字会; kind={kind}");
        desk.refuse("donations", &base, why);
        let given = desk.keep("donations", &format!("{base}; goods=被子 40 床; campaign=抗洪专项"));
        // A receipt is asked for money and goods, not for work.
        assert_eq!(
            desk.reminded(given, on(12, 31)).iter().any(|(_, of)| of.contains("还没有票据")),
            kind == "goods"
        );
    }
    let aid = desk.keep(
        "study_aid",
        "number=Z-02; student=李小禾; stage=college; from=2022-09-01; anonymous=no; sponsor=禾穗纺织; under_14=no",
    );
    desk.stop(aid, "became=在本地医院工作", "学生本人没有同意");
    desk.go_on(aid, "consent_on=2026-10-01; became=在本地医院工作");
    assert_eq!(desk.seen(aid, "became"), "***");
}

// Shows F11.
#[test]
fn what_an_enterprise_does_is_told_as_facts_with_their_source() {
    let mut desk = Desk::new();
    desk.keep("enterprises", "name=禾穗纺织");
    let base = "fact=录用本社区 6 人; enterprise=禾穗纺织; date=2026-10-01; kind=jobs";
    desk.refuse("enterprise_facts", base, "出处");
    desk.keep("enterprise_facts", &format!("{base}; source=用工备案"));
}
