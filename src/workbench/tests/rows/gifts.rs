//! 五送 (domain.md §1D).

use super::*;
use crate::domain::field::Privacy;

// Shows D5.
#[test]
fn a_policy_is_brought_to_somebody_and_followed_until_it_is_settled() {
    let mut desk = Desk::new();
    let policy = desk.keep(
        "policies",
        "name=灵活就业社保补贴; number=人社发〔2026〕3 号; issuer=区人社局; for_whom=就业困难人员; conditions=本地户籍; counter=社区窗口; valid_from=2026-01-01; valid_to=2026-11-30",
    );
    desk.stop(policy, "valid_to=2025-12-31", "有效期至不能早于施行日期");
    desk.reminds(policy, on(11, 30), "政策到期");
    desk.go_on(policy, "withdrawn_on=2026-11-30");
    desk.is_done(policy, "政策到期");
    let brought = desk.keep(
        "policy_deliveries",
        "policy=灵活就业社保补贴; date=2026-10-01; household=幸福路 5 号; resident=王桂兰; way=door; told_by=张晓敏",
    );
    desk.reminds(brought, on(10, 31), "满 30 天");
    desk.stop(brought, "outcome=done", "写明哪天办结");
    desk.stop(brought, "outcome=not_eligible; settled_on=2026-10-20", "写明差在哪里");
    desk.stop(brought, "settled_on=2026-10-20", "还没有结果");
    desk.stop(brought, "outcome=done; settled_on=2026-09-20", "不能早于送达日期");
    desk.go_on(brought, "outcome=done; settled_on=2026-10-20");
    desk.is_done(brought, "满 30 天");
}

// Shows D6.
#[test]
fn nobody_completes_a_course_without_having_attended() {
    let mut desk = Desk::new();
    desk.refuse("trainings", "topic=电工; from=2026-10-10; to=2026-10-01", "不能早于开班日期");
    desk.keep(
        "trainings",
        "topic=电工初级; from=2026-09-01; to=2026-09-20; place=社区活动室; sessions=10; seats=20",
    );
    desk.refuse("trainees", "resident=王桂兰; training=电工初级", "报名日期");
    let trainee = desk.keep("trainees", "resident=王桂兰; training=电工初级; enrolled=2026-08-20");
    desk.stop(trainee, "result=completed; completed_on=2026-09-20", "到课次数");
    desk.stop(trainee, "result=withdrew", "写明原因");
    desk.stop(trainee, "certificate=A-1", "没有结业");
    desk.stop(trainee, "result=completed; attended=9; completed_on=2026-08-01", "不能早于报名日期");
    desk.go_on(trainee, "result=completed; attended=9; completed_on=2026-09-20; certificate=A-1");
    desk.reminds(trainee, on(10, 20), "手艺用上没有");
    desk.stop(trainee, "followed_on=2026-10-21", "用上没有");
    desk.go_on(trainee, "followed_on=2026-10-21; use=在厂里接了夜班");
    desk.is_done(trainee, "手艺用上没有");
}

fn referral(desk: &mut Desk) -> RecordId {
    desk.keep("enterprises", "name=禾穗纺织");
    desk.keep(
        "jobs",
        "post=缝纫工; enterprise=禾穗纺织; headcount=5; pay=每月 3500 元; conditions=会用缝纫机; priority=laid_off_4050、zero_employment; open_until=2026-12-01",
    );
    desk.keep(
        "job_wishes",
        "number=Q-01; wants=就近做工; skills=缝纫; priority=zero_employment; told_on=2026-08-01; resident=王桂兰",
    );
    desk.keep(
        "referrals",
        "wish=Q-01; job=缝纫工; offered=2026-08-03; referred_by=张晓敏; fit=会缝纫，家里没有人就业，离家近",
    )
}

// Shows D7.
#[test]
fn a_referral_is_followed_from_the_interview_to_ninety_days_at_work() {
    let mut desk = Desk::new();
    let referral = referral(&mut desk);
    desk.reminds(referral, on(8, 10), "面试了没有");
    desk.stop(referral, "onboard=2026-08-12", "面试录用了才有上岗日期");
    desk.stop(referral, "interview=accepted", "写面试日期");
    desk.stop(referral, "interviewed=2026-08-01", "不能早于推荐日期");
    desk.stop(referral, "interviewed=2026-08-06; interview=declined_by_firm", "好再推荐");
    desk.go_on(referral, "interviewed=2026-08-06; interview=accepted");
    desk.is_done(referral, "面试了没有");
    desk.stop(referral, "onboard=2026-08-05", "不能早于面试日期");
    desk.stop(referral, "visited_30=2026-09-10", "还没有上岗");
    desk.go_on(referral, "onboard=2026-08-10");
    desk.reminds(referral, on(9, 9), "满 30 天");
    // On the day, it stands on the agenda.
    let on_agenda = |desk: &Desk| {
        let agenda = desk.bench.agenda(0).unwrap();
        agenda.items.iter().any(|item| item.record == Some(referral))
    };
    assert!(on_agenda(&desk));
    desk.reminds(referral, on(11, 8), "满 90 天");
    desk.stop(referral, "visited_30=2026-08-09", "不能早于上岗日期");
    desk.go_on(referral, "visited_30=2026-09-09");
    desk.stop(referral, "visited_90=2026-09-01", "先做满 30 天回访");
    desk.is_done(referral, "满 30 天");
    desk.go_on(referral, "visited_90=2026-11-08");
    desk.is_done(referral, "满 90 天");
    desk.stop(referral, "left_on=2026-11-20", "离岗要写明原因");
    desk.stop(referral, "left_on=2026-08-09; reason=搬家", "离岗日期不能早于上岗日期");
    let job = desk.bench.find_in("jobs", "缝纫工").unwrap();
    desk.stop(job, "open_from=2026-12-02", "招聘截止不能早于发布日期");
    desk.stop(job, "open_from=2026-10-01; closed_on=2026-09-01", "停招日期不能早于发布日期");
    desk.reminds(job, on(12, 1), "还招不招");
    desk.go_on(job, "closed_on=2026-12-01");
    desk.is_done(job, "还招不招");
}

// Shows F8.
#[test]
fn an_enterprise_learns_a_need_and_no_person_until_the_person_agrees() {
    let mut desk = Desk::new();
    let referral = referral(&mut desk);
    // What goes to the enterprise names a number and a need; which preference it
    // meets tells of health and means, and stays here.
    let wish = desk.bench.find_in("job_wishes", "Q-01").unwrap();
    assert_eq!(desk.seen(wish, "resident"), "***");
    desk.stop(wish, "closed_on=2026-07-01", "不能早于登记日期");
    assert_eq!(desk.seen(wish, "priority"), "***");
    assert_eq!(desk.seen(referral, "wish"), "Q-01");
    // Nobody is matched by the machine: who refers says why.
    desk.refuse("referrals", "wish=Q-01; job=缝纫工; offered=2026-08-03; referred_by=张晓敏", "推荐理由");
    desk.refuse("referrals", "wish=Q-01; job=缝纫工; offered=2026-08-03; fit=会缝纫", "推荐人");
    desk.stop(referral, "contact_given=2026-08-04", "没有同意");
    // Consent stands in its own ledger, and nobody types it here.
    desk.stop(referral, "consent=yes", "由程序填写");
    desk.says_of(Purpose::JobRecommendation, Said::Given, on(8, 5), "");
    desk.stop(referral, "contact_given=2026-08-04", "先有本人同意");
    desk.go_on(referral, "contact_given=2026-08-06");
    assert_eq!(
        (desk.seen(referral, "consent_on"), desk.seen(referral, "consent_way")),
        ("2026-08-05".into(), "电话".into())
    );
    desk.says_of(Purpose::JobRecommendation, Said::Withdrawn, on(8, 10), "");
    assert_eq!(desk.seen(referral, "withdrawn_on"), "2026-08-10");
    desk.stop(referral, "contact_given=2026-08-12", "撤回同意以后");
    desk.stop(referral, "contact_given=2026-08-10", "撤回同意的当天");
    // What was given before is asked back, and nobody asks after an interview any more.
    desk.reminds(referral, on(8, 10), "请企业删除");
    desk.is_done(referral, "面试了没有");
    desk.stop(referral, "deletion_asked=2026-08-09", "不能早于撤回");
    desk.go_on(referral, "deletion_asked=2026-08-11");
    desk.is_done(referral, "请企业删除");
    // Why somebody fits is told of a person, and goes to no enterprise.
    for key in ["fit", "reason"] {
        let field = desk.bench.ledger("referrals").unwrap().field_by_key(key).unwrap();
        assert!(field.privacy > Privacy::Open, "{key}");
    }
    assert_eq!(desk.seen(referral, "fit"), "***");
}

// Shows F8.
#[test]
fn what_was_typed_of_consent_before_is_read_until_the_ledger_of_consents_tells() {
    let mut desk = Desk::new();
    let referral = referral(&mut desk);
    desk.as_before(referral, "consent", Value::Bool(true));
    desk.as_before(referral, "consent_on", Value::Date(on(8, 4)));
    desk.as_before(referral, "consent_way", Value::Choice("written".into()));
    assert_eq!(desk.seen(referral, "consent_on"), "2026-08-04");
    desk.go_on(referral, "contact_given=2026-08-05");
    desk.says_of(Purpose::JobRecommendation, Said::Withdrawn, on(8, 20), "");
    desk.says_of(Purpose::JobRecommendation, Said::Given, on(9, 1), "");
    let seen = |desk: &Desk| [desk.seen(referral, "consent_on"), desk.seen(referral, "consent_way")];
    assert_eq!(seen(&desk), ["2026-09-01", "电话"]);
}

// Shows F8.
#[test]
fn who_meets_a_preference_is_told_in_the_order_of_coming_and_nobody_is_chosen() {
    let mut desk = Desk::new();
    referral(&mut desk);
    let wish = |desk: &mut Desk, number: &str, met: &str| {
        // Each comes a minute after the one before.
        desk.bench.set_clock(clock(number.rsplit('-').next().unwrap().parse().unwrap()));
        let priority = if met.is_empty() { String::new() } else { format!("; priority={met}") };
        desk.keep(
            "job_wishes",
            &format!("number={number}; wants=做工; told_on=2026-09-01; resident=王桂兰{priority}"),
        )
    };
    wish(&mut desk, "Q-02", "graduate");
    wish(&mut desk, "Q-03", "");
    let both = wish(&mut desk, "Q-04", "laid_off_4050、zero_employment");
    let job = desk.bench.find_in("jobs", "缝纫工").unwrap();
    let told = |desk: &Desk, id| -> Vec<String> {
        desk.bench.fits(id).unwrap().into_iter().map(|fit| desk.bench.name_of(fit)).collect()
    };
    // Who meets two stands behind who came before.
    assert_eq!(told(&desk, job), ["Q-01", "Q-04"]);
    assert_eq!(told(&desk, both), ["缝纫工"]);
    // Nothing is written by looking.
    assert_eq!(desk.bench.standing("referrals").unwrap().len(), 1);
    desk.go_on(both, "closed_on=2026-10-01");
    assert_eq!(told(&desk, job), ["Q-01"]);
    assert!(told(&desk, both).is_empty());
    desk.go_on(job, "closed_on=2026-10-01");
    assert!(told(&desk, job).is_empty());
}

// Shows D8.
#[test]
fn a_venture_is_taken_up_opened_and_looked_at_after_ninety_days() {
    let mut desk = Desk::new();
    desk.keep(
        "ventures",
        "name=豆腐坊; trade=食品; outlay=2万; support=创业担保贷款; valid_until=2026-12-31",
    );
    let taken =
        desk.keep("venture_matches", "venture=豆腐坊; resident=王桂兰; matched=2026-08-01; needs=门面");
    desk.stop(taken, "opened=2026-07-01", "不能早于对接日期");
    desk.stop(taken, "visited_90=2026-11-01", "还没有开业");
    desk.go_on(taken, "opened=2026-08-15; place=菜场东口");
    desk.reminds(taken, on(11, 13), "开业满 90 天");
    desk.stop(taken, "visited_90=2026-11-14", "经营情况");
    desk.go_on(taken, "visited_90=2026-11-14; how=每天卖两锅");
    desk.is_done(taken, "开业满 90 天");
    desk.stop(taken, "ended=2026-11-20", "停办要写明原因");
}

// Shows D9.
#[test]
fn money_is_applied_for_approved_and_received_in_this_order() {
    let mut desk = Desk::new();
    desk.refuse("grants", "purpose=豆腐坊; kind=loan; applied=2万", "申请日期");
    for kind in ["interest", "subsidy", "award"] {
        desk.keep("grants", &format!("purpose=豆腐坊; kind={kind}; applied_on=2026-08-01; applied=2万"));
    }
    let grant = desk.keep(
        "grants",
        "purpose=豆腐坊启动; kind=loan; household=幸福路 5 号; applied_on=2026-08-01; applied=2万",
    );
    desk.stop(grant, "received_on=2026-09-01; received=2万", "批准以后才有到账");
    desk.stop(grant, "approved_on=2026-08-20", "写批准金额");
    desk.stop(grant, "approved_on=2026-07-20; approved=2万", "不能早于申请日期");
    desk.stop(grant, "refused_on=2026-08-20", "写明原因");
    desk.stop(grant, "refused_on=2026-07-20; reason=材料不全", "不能早于申请日期");
    desk.go_on(grant, "approved_on=2026-08-20; approved=1.5万; document=贷 7");
    desk.stop(grant, "refused_on=2026-08-20; reason=材料不全", "只能填一个");
    desk.reminds(grant, on(9, 19), "还没有到账");
    desk.stop(grant, "received_on=2026-09-01", "到账要写金额");
    desk.stop(grant, "received_on=2026-08-19; received=1.5万", "不能早于批准日期");
    desk.go_on(grant, "received_on=2026-09-01; received=1.5万");
    desk.is_done(grant, "还没有到账");
    desk.keep("enterprises", "name=禾穗纺织");
    desk.stop(grant, "enterprise=禾穗纺织", "只填一个");
}

// Shows D10.
#[test]
fn income_is_told_freely_or_not_at_all_and_shown_to_nobody() {
    let mut desk = Desk::new();
    let base = "date=2026-10-01; household=幸福路 5 号";
    desk.refuse("income_notes", base, "本人自愿");
    desk.refuse("income_notes", &format!("{base}; voluntary=no; amount=3000"), "不愿意讲");
    desk.refuse("income_notes", &format!("{base}; voluntary=no; words=多卖了菜"), "不愿意讲");
    // Nothing of it has to be filled in.
    desk.keep("income_notes", &format!("{base}; voluntary=yes"));
    let told =
        desk.keep("income_notes", &format!("{base}; voluntary=yes; way=job; words=多卖了菜; amount=3000"));
    for key in ["way", "words", "amount"] {
        assert_eq!(desk.seen(told, key), "***");
    }
}
