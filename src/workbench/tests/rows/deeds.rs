//! 好事与帮扶 (domain.md §1D, §1F).

use super::*;

// Shows D2, E12, D15.
#[test]
fn a_good_deed_is_seen_before_and_after_accepted_and_then_disclosed() {
    let mut desk = Desk::new();
    let asked = issue(&mut desk.bench, "路灯不亮");
    let base = "name=修好三组路灯; neighbourhood=三组; owner=张晓敏; started=2026-10-01";
    desk.refuse("good_deeds", base, "办之前");
    let deed = desk.keep(
        "good_deeds",
        &format!("{base}; before=五盏灯不亮; issue={asked}; households=36; beneficiaries=幸福路 5 号"),
    );
    desk.stop(deed, "done_on=2026-10-08", "办之后的样子");
    desk.stop(deed, "accepted_on=2026-10-09; accepted_by=王桂兰", "完成以后才能验收");
    desk.stop(deed, "done_on=2026-09-08; after=全亮", "不能早于开工日期");
    desk.go_on(deed, "done_on=2026-10-08; after=五盏全亮; photos=L-01、L-02");
    desk.reminds(deed, on(10, 15), "还没有验收");
    desk.stop(deed, "disclosed_on=2026-10-10; disclosed_at=宣传栏", "验收以后才公示");
    desk.stop(deed, "accepted_on=2026-10-09", "验收要有验收人");
    desk.stop(deed, "accepted_on=2026-10-07; accepted_by=王桂兰", "不能早于完成日期");
    desk.go_on(deed, "accepted_on=2026-10-09; accepted_by=王桂兰");
    desk.is_done(deed, "还没有验收");
    desk.reminds(deed, on(10, 16), "还没有公示");
    desk.stop(deed, "disclosed_on=2026-10-10", "贴在哪里");
    desk.stop(deed, "disclosed_on=2026-10-08; disclosed_at=宣传栏", "不能早于验收日期");
    desk.go_on(deed, "disclosed_on=2026-10-10; disclosed_at=宣传栏");
    desk.is_done(deed, "还没有公示");
}

// Shows D13.
#[test]
fn an_outcome_is_one_of_three_kinds_and_rests_on_facts() {
    let mut desk = Desk::new();
    let base = "what=沟渠通了; date=2026-10-01; neighbourhood=三组";
    for kind in ["environment", "production", "income"] {
        desk.keep("outcomes", &format!("{base}; kind={kind}; facts=清淤 300 米; households=40"));
    }
    desk.refuse("outcomes", &format!("{base}; kind=other; facts=清淤 300 米"), "可选");
    desk.refuse("outcomes", &format!("{base}; kind=environment"), "事实依据");
}

// Shows F5.
#[test]
fn a_plan_says_where_things_stand_is_adopted_and_then_disclosed() {
    let mut desk = Desk::new();
    let plan = desk.keep("community_plans", "name=社区三年规划; version=一稿; period=2026 至 2028");
    desk.stop(plan, "opinions_from=2026-09-10; opinions_to=2026-09-01", "征求意见止");
    desk.go_on(plan, "opinions_from=2026-09-01; opinions_to=2026-09-10");
    let adopted = "adopted_on=2026-09-20; adopted_by=residents";
    desk.stop(plan, &format!("{adopted}; opinions=路灯先修"), "现状和目标");
    desk.go_on(plan, "situation=路灯少; goals=夜里走得放心");
    desk.stop(plan, adopted, "采纳了什么");
    desk.stop(plan, "adopted_on=2026-09-20; opinions=路灯先修", "由什么会议通过");
    desk.stop(plan, "adopted_on=2026-09-05; adopted_by=residents; opinions=路灯先修", "意见征求完了再通过");
    desk.stop(plan, "disclosed_on=2026-09-21", "通过以后才公示");
    desk.go_on(plan, &format!("{adopted}; opinions=路灯先修"));
    desk.reminds(plan, on(9, 27), "还没有公示");
    desk.stop(plan, "disclosed_on=2026-09-19", "不能早于通过日期");
    desk.go_on(plan, "disclosed_on=2026-09-21");
    desk.is_done(plan, "还没有公示");
    let base = "name=换路灯; plan=社区三年规划; goal=夜里走得放心; cost=3万; source=residents、matching";
    desk.refuse("community_plan_items", base, "责任人");
    desk.refuse(
        "community_plan_items",
        &format!("{base}; owner=张晓敏; starts=2026-10-10; ends=2026-10-01"),
        "完工不能早于开工",
    );
    let item = desk
        .keep("community_plan_items", &format!("{base}; owner=张晓敏; starts=2026-10-01; ends=2026-11-01"));
    desk.reminds(item, on(11, 1), "完成了吗");
    desk.stop(item, "done_on=2026-09-30", "不能早于开工");
    desk.go_on(item, "done_on=2026-10-30");
    desk.is_done(item, "完成了吗");
}

// Shows F6.
#[test]
fn a_place_that_was_cleaned_up_has_a_keeper_and_is_looked_at_again() {
    let mut desk = Desk::new();
    let spot = desk.keep(
        "environment_spots",
        "place=三组垃圾房; neighbourhood=三组; before=垃圾外溢; before_on=2026-10-01",
    );
    desk.reminds(spot, on(10, 16), "还没有整治好");
    desk.stop(spot, "after_on=2026-10-05; after=干净", "谁来保洁");
    desk.stop(spot, "after_on=2026-09-05; after=干净; keeper=老陈", "不能早于发现日期");
    desk.go_on(spot, "after_on=2026-10-05; after=干净; keeper=老陈; photos=H-3; look_on=2026-11-05");
    desk.is_done(spot, "还没有整治好");
    desk.reminds(spot, on(11, 5), "复看");
    desk.go_on(spot, "look_on=2026-12-05");
    desk.reminds(spot, on(12, 5), "复看");
    desk.go_on(spot, "ended_on=2026-12-05");
    desk.is_done(spot, "复看");
}

// Shows D16.
#[test]
fn what_a_member_can_teach_is_taught_and_looked_at_again() {
    let mut desk = Desk::new();
    desk.keep("skills", "skill=果树修剪; member=张晓敏; detail=冬剪; when=周末");
    desk.refuse("lessons", "topic=冬剪; date=2026-10-01; teacher=张晓敏", "教给谁");
    let lesson = desk.keep(
        "lessons",
        "topic=冬剪; date=2026-10-01; teacher=张晓敏; skill=果树修剪; audience=三组果农; count=12",
    );
    desk.stop(lesson, "follow_on=2026-09-01", "不能早于传授日期");
    desk.go_on(lesson, "follow_on=2026-11-01");
    desk.reminds(lesson, on(11, 1), "用上没有");
    desk.stop(lesson, "followed_on=2026-11-02", "用上没有");
    desk.go_on(lesson, "followed_on=2026-11-02; result=五户照着剪了");
    desk.is_done(lesson, "用上没有");
}

// Shows D14.
#[test]
fn a_gap_is_asked_about_again_and_an_arrangement_reviewed() {
    let mut desk = Desk::new();
    let base = "what=没有老年食堂; kind=elderly; neighbourhood=三组; households=28; found_on=2026-09-01";
    desk.refuse("service_gaps", base, "该由谁提供");
    let gap = desk.keep("service_gaps", &format!("{base}; provider=街道民政办"));
    desk.stop(gap, "asked_on=2026-08-01", "不能早于登记日期");
    desk.go_on(gap, "asked_on=2026-09-05");
    desk.reminds(gap, on(9, 20), "再催一次");
    desk.stop(gap, "answered_on=2026-09-21", "答复了什么");
    desk.stop(gap, "answered_on=2026-09-01; answer=明年列入", "不能早于提请日期");
    desk.go_on(gap, "answered_on=2026-09-21; answer=明年列入");
    desk.is_done(gap, "再催一次");
    let base = "name=垃圾房轮值; keeper=居民小组长; how=每户一周; started=2026-09-01";
    desk.refuse("mechanisms", base, "下次复核");
    desk.refuse("mechanisms", &format!("{base}; review_on=2026-08-01"), "不能早于建立日期");
    let lasting = desk.keep("mechanisms", &format!("{base}; review_on=2026-10-01"));
    desk.reminds(lasting, on(10, 1), "还管用吗");
    desk.go_on(lasting, "review_on=2026-11-01; found=都在轮");
    desk.reminds(lasting, on(11, 1), "还管用吗");
    desk.stop(lasting, "ended_on=2026-11-02", "停用要写明原因");
    desk.go_on(lasting, "ended_on=2026-11-02; reason=物业接手");
    desk.is_done(lasting, "还管用吗");
}

// Shows D19.
#[test]
fn what_stays_is_handed_to_somebody_by_a_day() {
    let mut desk = Desk::new();
    for kind in ["people", "arrangement", "project", "funds"] {
        let base = format!("what=豆腐坊账目; kind={kind}; neighbourhood=三组");
        desk.refuse("legacies", &base, "交接期限");
        let legacy = desk.keep("legacies", &format!("{base}; hand_by=2026-11-01"));
        desk.reminds(legacy, on(11, 1), "交接期限");
        desk.stop(legacy, "handed_on=2026-10-30; next=每季对账", "交给谁");
        desk.stop(legacy, "handed_on=2026-10-30; to=居委会", "接着办什么");
        desk.go_on(legacy, "handed_on=2026-10-30; to=居委会; next=每季对账");
        desk.is_done(legacy, "交接期限");
    }
}

// Shows D4.
#[test]
fn whom_to_call_on_is_planned_by_festival_and_lunar_birthday() {
    let mut desk = Desk::new();
    let base = "resident=王桂兰; owner=张晓敏; why=独居";
    desk.refuse("care_plans", base, "什么时候去");
    desk.refuse("care_plans", &format!("{base}; occasions=spring_festival、birthday"), "写上农历生日");
    // It stands on the resident's card, and nobody types it twice.
    desk.refuse("care_plans", &format!("{base}; occasions=birthday; birthday=八月十五"), "由程序填写");
    let resident = desk.bench.find_in("residents", "王桂兰").unwrap();
    let plan = desk.keep("care_plans", &format!("{base}; occasions=spring_festival"));
    // As an earlier version let it be typed.
    desk.as_before(plan, "birthday", Value::Text("六月初一".into()));
    assert_eq!(desk.seen(plan, "birthday"), "六月初一");
    desk.go_on(resident, "lunar_birthday=八月十五");
    desk.go_on(plan, "occasions=spring_festival、double_ninth、birthday");
    assert_eq!(desk.seen(plan, "birthday"), "八月十五");
    // Why somebody is called on is nobody else's business.
    assert_eq!(desk.seen(plan, "why"), "***");
    let base = "resident=王桂兰; occasion=double_ninth; date=2026-10-18; called_by=张晓敏; brought=米";
    desk.refuse("care_calls", &format!("{base}; value=200"), "钱从哪里来");
    desk.keep("care_calls", &format!("{base}; value=200; source=慰问经费; words=腿好多了"));
}
