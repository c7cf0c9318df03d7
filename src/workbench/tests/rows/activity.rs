//! 活动与人 (domain.md §1A, J3).

use super::*;

// Shows A12.
#[test]
fn being_ready_is_seen_not_ticked() {
    let mut desk = Desk::new();
    for area in ["names", "plan", "discipline", "publicity", "ledgers"] {
        let check = desk
            .keep("startup_checks", &format!("item=是否就绪; area={area}; owner=张晓敏; due_on=2026-09-10"));
        desk.reminds(check, on(9, 9), "还没有就绪");
        desk.stop(check, "ready_on=2026-09-08", "不能只打勾");
        desk.stop(check, "ready_on=2026-09-08; seen=看过名册; missing=两户电话", "不算就绪");
        desk.go_on(check, "ready_on=2026-09-08; seen=看过名册，户户有人");
        desk.is_done(check, "还没有就绪");
    }
}

// Shows A11.
#[test]
fn a_task_is_received_and_then_done_with_a_result() {
    let mut desk = Desk::new();
    let base = "task=核对三组名册; to=张晓敏; given_by=党政办; given_on=2026-09-01";
    desk.refuse("assignments", base, "完成期限");
    desk.refuse("assignments", &format!("{base}; due_on=2026-08-01"), "不能早于布置日期");
    let task = desk.keep("assignments", &format!("{base}; due_on=2026-09-20"));
    desk.reminds(task, on(9, 2), "还没有签收");
    desk.stop(task, "done_on=2026-09-10; result=核对完", "先签收");
    desk.stop(task, "received_on=2026-08-31", "不能早于布置日期");
    desk.go_on(task, "received_on=2026-09-02");
    desk.is_done(task, "还没有签收");
    desk.reminds(task, on(9, 19), "明天到期");
    desk.stop(task, "done_on=2026-09-18", "完成要写结果");
    desk.stop(task, "done_on=2026-09-01; result=核对完", "不能早于签收日期");
    desk.go_on(task, "done_on=2026-09-18; result=核对完，补 3 户");
    desk.is_done(task, "明天到期");
}

// Shows A15.
#[test]
fn what_can_be_done_soon_counts_down_to_its_day_by_a_milestone() {
    let mut desk = Desk::new();
    let base = "what=修三组路灯; neighbourhood=三组; owner=张晓敏; from=2026-09-01";
    desk.refuse("quick_wins", &format!("{base}; due_on=2026-10-02"), "最多 30 天");
    desk.refuse("quick_wins", &format!("{base}; due_on=2026-08-01"), "不能早于登记日期");
    let win = desk.keep("quick_wins", &format!("{base}; due_on=2026-10-01"));
    desk.stop(win, "milestone_on=2026-09-15", "写是什么");
    desk.stop(win, "milestone=灯具到货; milestone_on=2026-10-02", "不能晚于办成期限");
    desk.go_on(win, "milestone=灯具到货; milestone_on=2026-09-15");
    desk.reminds(win, on(9, 15), "中间一步");
    desk.go_on(win, "reached_on=2026-09-15");
    desk.is_done(win, "中间一步");
    desk.reminds(win, on(9, 28), "还有 3 天");
    desk.stop(win, "done_on=2026-08-30", "不能早于登记日期");
    desk.go_on(win, "done_on=2026-09-29");
    desk.is_done(win, "还有 3 天");
}

// Shows A16.
#[test]
fn a_goal_of_the_year_is_tied_to_the_work_that_serves_it() {
    let mut desk = Desk::new();
    let work = desk.keep("quick_wins", "what=修三组路灯; owner=张晓敏; from=2026-09-01; due_on=2026-09-20");
    let base = "goal=亮化背街小巷; year=2026; unit=城管局; target=12 条";
    desk.refuse("annual_goals", "goal=亮化背街小巷; year=2026", "目标值");
    let goal = desk.keep("annual_goals", &format!("{base}; served_by={work}"));
    assert_eq!(desk.seen(goal, "served_by"), "修三组路灯");
    desk.stop(goal, "actual=7 条", "哪天的数");
    desk.go_on(goal, "actual=7 条; checked_on=2026-10-01");
}

// Shows A17.
#[test]
fn a_newcomer_has_steps_for_the_first_day_week_and_month() {
    let mut desk = Desk::new();
    for (stage, due) in [("day", on(9, 1)), ("week", on(9, 7)), ("month", on(9, 30))] {
        let base = format!("step=认门认人; stage={stage}; member=张晓敏");
        desk.refuse("first_steps", &base, "做到期限");
        let step = desk.keep("first_steps", &format!("{base}; due_on={due}; guide=张晓敏"));
        desk.reminds(step, due, "到日子了");
        desk.go_on(step, &format!("done_on={due}; learnt=先听后记"));
        desk.is_done(step, "到日子了");
    }
}

// Shows A18.
#[test]
fn the_items_of_conduct_are_the_groups_own_words() {
    let mut desk = Desk::new();
    // Nothing is filled in beforehand.
    assert!(desk.bench.standing("conduct_items").unwrap().is_empty());
    desk.refuse("conduct_checks", "item=多听少说; member=张晓敏; date=2026-10-01; kept=yes", "多听少说");
    desk.keep("conduct_items", "text=多听少说; kind=do; order=1");
    desk.keep("conduct_items", "text=当面一套背后一套; kind=avoid; order=2");
    let base = "item=多听少说; member=张晓敏; date=2026-10-01";
    for kept in ["partly", "no"] {
        desk.refuse("conduct_checks", &format!("{base}; kept={kept}"), "怎么改");
        desk.keep("conduct_checks", &format!("{base}; kept={kept}; note=开会先请居民讲"));
    }
    desk.keep("conduct_checks", &format!("{base}; kept=yes"));
}

// Shows J3.
#[test]
fn groups_tell_each_other_what_worked() {
    let mut desk = Desk::new();
    desk.keep(
        "practices",
        "name=板凳会; found_on=2026-10-01; how=晚饭后在院里议; effect=三件事当场定; conditions=有人牵头; elsewhere=as_is",
    );
    let base = "topic=怎样开会; date=2026-10-10; place=街道; host=党政办; groups=一组、二组";
    desk.refuse("exchanges", base, "讲了什么");
    let held = desk.keep("exchanges", &format!("{base}; told=三组讲板凳会; practices=板凳会; taken=二组"));
    assert_eq!(desk.seen(held, "practices"), "板凳会");
}
