//! 五不准 (domain.md §1H).

use super::*;

// Shows H1.
#[test]
fn leave_has_its_reason_and_the_approval_that_its_length_asks_for() {
    let mut desk = Desk::new();
    desk.keep("members", "name=李强");
    // Nobody approves his own.
    let own = "member=张晓敏; from=2026-10-12; to=2026-10-12; kind=personal; reason=接孩子; length=one";
    desk.refuse("leaves", &format!("{own}; approved_on=2026-10-10; lead_approved=yes"), "自己的假");
    let days = "member=李强; from=2026-10-12";
    for kind in ["personal", "sick", "official", "family"] {
        // No reason, no slip.
        desk.refuse("leaves", &format!("{days}; to=2026-10-12; kind={kind}; length=one"), "事由");
    }
    let base = format!("{days}; kind=personal; reason=接孩子");
    desk.refuse("leaves", &format!("{base}; to=2026-10-11; length=one"), "不能早于开始");
    desk.refuse("leaves", &format!("{base}; to=2026-10-13; length=one"), "超过 1 天");
    desk.refuse("leaves", &format!("{base}; to=2026-10-15; length=three"), "超过 3 天");
    let one = desk.keep("leaves", &format!("{base}; to=2026-10-12; length=one"));
    assert_eq!(desk.seen(one, "reason"), "***");
    desk.reminds(one, on(10, 11), "还没有批准");
    desk.stop(one, "back_on=2026-10-13", "没有批准的假");
    desk.stop(one, "approved_on=2026-10-10", "先有组长意见");
    desk.stop(one, "approved_on=2026-10-10; lead_approved=no", "不能算批准");
    desk.go_on(one, "approved_on=2026-10-10; lead_approved=yes");
    desk.is_done(one, "还没有批准");
    desk.reminds(one, on(10, 13), "还没有销假");
    desk.stop(one, "back_on=2026-10-11", "不能早于请假开始");
    desk.stop(one, "back_on=2026-10-14", "超假说明");
    desk.go_on(one, "back_on=2026-10-14; overrun=路断了");
    assert_eq!(desk.seen(one, "overrun"), "***");
    desk.is_done(one, "还没有销假");
    let approved = "approved_on=2026-10-10; lead_approved=yes";
    let three = desk.keep("leaves", &format!("{base}; to=2026-10-14; length=three"));
    desk.stop(three, approved, "超过 1 天要上一级批准");
    desk.go_on(three, &format!("{approved}; upper_approver=办公室主任"));
    let more = desk.keep("leaves", &format!("{base}; to=2026-10-20; length=more"));
    desk.stop(more, &format!("{approved}; top_approver=党工委"), "超过 1 天要上一级批准");
    desk.stop(more, &format!("{approved}; upper_approver=办公室主任"), "超过 3 天要再上一级批准");
    desk.go_on(more, &format!("{approved}; upper_approver=办公室主任; top_approver=党工委"));
}

// Shows H1.
#[test]
fn each_level_of_an_approval_is_somebody_elses() {
    let mut desk = Desk::new();
    desk.keep("members", "name=组员丁");
    desk.keep("members", "name=丁小");
    let days = "member=组员丁; kind=personal; reason=接孩子; from=2026-10-12; to=2026-10-20; length=more";
    let approved = "approved_on=2026-10-10; lead_approved=yes";
    // 张晓敏 leads, and gives the lead's word on this laptop.
    for (upper, top, why) in [
        ("王主任", "王主任", "两级批准要是两个人"),
        ("王主任", "街道王主任", "两级批准要是两个人"),
        ("王建国主任", "王建国书记", "两级批准要是两个人"),
        ("张晓敏", "党工委", "两级批准要是两个人"),
        ("办公室主任", "张晓敏同志", "两级批准要是两个人"),
        ("丁", "党工委", "小名、简称"),
        ("办公室主任", "小丁", "小名、简称"),
        ("本人", "党工委", "小名、简称"),
    ] {
        let levels = format!("upper_approver={upper}; top_approver={top}");
        desk.refuse("leaves", &format!("{days}; {approved}; {levels}"), why);
    }
    // A member who is called just so is himself; an office tells of somebody else.
    for (upper, top) in [("丁小", "丁书记"), ("书记", "街道书记"), ("王主任", "王书记")] {
        desk.keep("leaves", &format!("{days}; {approved}; upper_approver={upper}; top_approver={top}"));
    }
    let kept = desk.keep("leaves", days);
    desk.stop(kept, &format!("{approved}; upper_approver=王主任; top_approver=王主任"), "两个人");
}

// Shows H2.
#[test]
fn who_is_on_duty_where_members_went_and_what_a_check_found() {
    let mut desk = Desk::new();
    desk.refuse("duty_rota", "date=2026-10-01; shift=night; place=居委会", "值班人");
    desk.keep("duty_rota", "date=2026-10-01; shift=night; members=张晓敏; place=居委会; phone=0799-6600001");
    let day = "member=张晓敏; date=2026-10-01; arrived=8:20";
    desk.refuse("attendance", &format!("{day}; errand=送材料"), "写去向");
    desk.refuse("attendance", &format!("{day}; to=街道"), "办什么");
    let away = desk.keep("attendance", &format!("{day}; errand=送材料; to=街道; back=10:30; left=17:40"));
    let check = "member=张晓敏; date=2026-10-01; at=9:30; checker=李强";
    desk.refuse("spot_checks", check, "情况");
    for found in ["on_leave", "official"] {
        desk.refuse("spot_checks", &format!("{check}; found={found}"), "请假条或外出登记");
        desk.keep("spot_checks", &format!("{check}; found={found}; basis={away}"));
    }
    let present = desk.keep("spot_checks", &format!("{check}; found=present"));
    desk.is_done(present, "听一听本人的说明");
    let absent = desk.keep("spot_checks", &format!("{check}; found=absent"));
    // Whoever was checked has a say.
    desk.reminds(absent, on(10, 2), "听一听本人的说明");
    desk.stop(absent, "heard_on=2026-10-02", "本人怎么说");
    desk.go_on(absent, "heard_on=2026-10-02; explanation=在三组调解");
    desk.is_done(absent, "听一听本人的说明");
}

// Shows H3.
#[test]
fn a_meal_has_its_rate_and_is_paid_for_against_a_receipt() {
    let mut desk = Desk::new();
    let base = "date=2026-10-01; place=社区食堂; members=张晓敏";
    desk.refuse("meals", base, "每人标准");
    let meal = desk.keep("meals", &format!("{base}; rate=15"));
    desk.reminds(meal, on(10, 4), "还没有交费");
    desk.stop(meal, "paid_on=2026-10-01; paid=15", "凭据号");
    desk.stop(meal, "paid_on=2026-10-01; receipt=S-7", "金额和凭据号");
    desk.stop(meal, "paid=15; receipt=S-7", "哪天交的");
    desk.go_on(meal, "paid_on=2026-10-01; paid=15; receipt=S-7");
    desk.is_done(meal, "还没有交费");
}

// Shows H4.
#[test]
fn a_gift_is_declined_returned_or_handed_in_and_its_giver_need_not_be_named() {
    let mut desk = Desk::new();
    let base = "item=土鸡蛋一篮; date=2026-10-01; member=张晓敏; neighbourhood=三组; value=60";
    desk.refuse("gifts_declined", base, "处理");
    desk.keep("gifts_declined", &format!("{base}; handled=declined"));
    desk.refuse("gifts_declined", &format!("{base}; handled=returned"), "哪天退的");
    desk.refuse(
        "gifts_declined",
        &format!("{base}; handled=returned; returned_on=2026-09-30"),
        "不能早于收到日期",
    );
    desk.keep("gifts_declined", &format!("{base}; handled=returned; returned_on=2026-10-02; witness=李强"));
    desk.refuse("gifts_declined", &format!("{base}; handled=handed_in"), "接收单位和凭据");
    desk.refuse(
        "gifts_declined",
        &format!("{base}; handled=handed_in; receipt=居委会 3; returned_on=2026-10-02"),
        "谈不上退还",
    );
    desk.keep("gifts_declined", &format!("{base}; handled=handed_in; receipt=居委会 3"));
    let ledger = desk.bench.ledger("gifts_declined").unwrap();
    assert!(!ledger.fields.iter().any(|field| field.title.zh.contains('送')));
}

// Shows H5.
#[test]
fn what_the_community_says_of_its_time_is_answered() {
    let mut desk = Desk::new();
    for kind in ["meeting", "papers", "escort", "other"] {
        let base = format!("what=要困难户名册; kind={kind}; date=2026-10-01; people=2; minutes=90");
        desk.refuse("time_taken", &base, "谁要求的");
        let taken = desk.keep("time_taken", &format!("{base}; asked_by=区民政局; needed=核对"));
        desk.stop(taken, "feedback=同一张表报过两次", "哪天说的");
        desk.stop(taken, "feedback_on=2026-10-03", "基层的原话");
        desk.go_on(taken, "feedback=同一张表报过两次; feedback_on=2026-10-03");
        desk.reminds(taken, on(10, 8), "给个答复");
        desk.stop(taken, "answered_on=2026-10-08", "怎么改");
        desk.stop(taken, "answered_on=2026-10-02; answer=以后共用", "不能早于反馈日期");
        desk.go_on(taken, "answered_on=2026-10-08; answer=以后共用一张");
        desk.is_done(taken, "给个答复");
    }
}

// Shows H6.
#[test]
fn five_things_are_looked_at_on_one_form_and_what_was_not_kept_says_what_changes() {
    let mut desk = Desk::new();
    let five = ["no_leave", "no_slipping", "no_banquet", "no_gift", "no_burden"];
    let with = |broken: Option<&str>, without: Option<&str>| {
        let asked = five.into_iter().filter(|one| Some(*one) != without);
        let told =
            asked.map(|one| format!("; {one}={}", if broken == Some(one) { "broken" } else { "kept" }));
        format!("date=2026-10-01; member=张晓敏{}", told.collect::<String>())
    };
    desk.keep("self_checks", &with(None, None));
    for one in five {
        desk.refuse("self_checks", &with(None, Some(one)), "不");
        desk.refuse("self_checks", &with(Some(one), None), "怎么改");
        desk.keep("self_checks", &format!("{}; note=下次先请假", with(Some(one), None)));
    }
}
