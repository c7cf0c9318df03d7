//! 居民事务理事会 (domain.md E11).

use super::*;

// Shows E11.
#[test]
fn a_council_is_prepared_has_a_charter_and_members_for_a_term() {
    let mut desk = Desk::new();
    let step = desk.keep("council_steps", "step=推选理事候选人; owner=张晓敏; due_on=2026-09-10");
    desk.reminds(step, on(9, 7), "还有 3 天");
    desk.stop(step, "done_on=2026-09-09", "怎么办的");
    desk.go_on(step, "done_on=2026-09-09; how=每组推两人");
    desk.is_done(step, "还有 3 天");
    let base = "name=理事会章程; version=第一版; seats=9; majority=5; term=3";
    desk.refuse("council_charters", base, "最少到会人数");
    desk.refuse("council_charters", &format!("{base}; quorum=10"), "不能多于理事人数");
    let charter = desk.keep("council_charters", &format!("{base}; quorum=6"));
    desk.stop(charter, "adopted_on=2026-09-20; adopted_by=residents", "要有正文");
    desk.stop(charter, "adopted_on=2026-09-20; content=第一条", "由什么会议通过");
    desk.stop(charter, "disclosed_on=2026-09-21", "通过以后才公示");
    desk.go_on(charter, "adopted_on=2026-09-20; adopted_by=residents; content=第一条");
    desk.reminds(charter, on(9, 27), "章程通过满 7 天");
    desk.stop(charter, "disclosed_on=2026-09-19", "不能早于通过日期");
    desk.go_on(charter, "disclosed_on=2026-09-21");
    desk.is_done(charter, "章程通过满 7 天");
    let base = "name=陈水根; office=chair; neighbourhood=三组; elected_on=2026-09-20";
    desk.refuse("council_members", &format!("{base}; from=2026-09-21"), "任期止");
    desk.refuse("council_members", &format!("{base}; from=2026-09-01; to=2026-12-01"), "先推选再任职");
    desk.refuse("council_members", &format!("{base}; from=2026-09-21; to=2026-09-01"), "不能早于任期起");
    let member = desk.keep("council_members", &format!("{base}; from=2026-09-21; to=2026-12-01"));
    desk.reminds(member, on(11, 1), "准备换届");
    desk.stop(member, "left_on=2026-09-01", "不能早于任期起");
    desk.go_on(member, "left_on=2026-12-01");
    desk.is_done(member, "准备换届");
}

// Shows E11.
#[test]
fn a_council_decides_with_enough_people_and_enough_votes_and_carries_it_out() {
    let mut desk = Desk::new();
    let topic = desk.keep("council_topics", "topic=路灯资金怎么筹; raised_by=王桂兰; raised_on=2026-09-25");
    desk.reminds(topic, on(10, 10), "给提出人一个说法");
    desk.stop(topic, "decision=declined", "写明理由");
    desk.stop(topic, "told_on=2026-09-26", "先定上不上会");
    desk.stop(topic, "decision=taken; told_on=2026-09-20", "不能早于提出日期");
    desk.go_on(topic, "decision=taken; told_on=2026-09-26");
    desk.is_done(topic, "给提出人一个说法");
    let base = "date=2026-10-01; chair=陈水根; quorum=6; topics=路灯资金怎么筹";
    let early = format!("name=第零次会议; {base}; present=6; valid=yes; minutes=议路灯");
    desk.refuse("council_meetings", &early, "还没有通过的章程");
    let charter = "name=理事会章程; version=第一版; seats=9; quorum=6; majority=5";
    let adopted = "adopted_on=2026-09-20; adopted_by=residents; content=第一条";
    desk.keep("council_charters", &format!("{charter}; {adopted}"));
    let one = early.replace("quorum=6", "quorum=1");
    desk.refuse("council_meetings", &one, "最少到会人数");
    desk.refuse("council_meetings", &early.replace("present=6", "present=12"), "列席");
    let short = format!("name=第一次会议; {base}; present=5");
    desk.refuse("council_meetings", &format!("{short}; valid=yes; minutes=议路灯"), "到会人数不够");
    desk.keep("council_meetings", &format!("{short}; valid=no"));
    let full = format!("name=第二次会议; {base}; present=6; valid=yes");
    desk.refuse("council_meetings", &full, "要有记录");
    desk.keep("council_meetings", &format!("{full}; minutes=议路灯"));
    let base = "motion=路灯资金自愿筹集; meeting=第二次会议; topic=路灯资金怎么筹; date=2026-10-01; needed=5; against=1; abstained=0";
    desk.refuse(
        "council_votes",
        &format!("{base}; in_favour=4; carried=yes; resolution=自愿筹集"),
        "赞成票不够",
    );
    desk.refuse(
        "council_votes",
        &format!("{base}; in_favour=4; carried=no; resolution=自愿筹集"),
        "不能写决议",
    );
    let against = base.replace("against=1", "against=8").replace("needed=5", "needed=1");
    let eight = format!("{against}; in_favour=1; carried=yes; resolution=自愿筹集");
    desk.refuse("council_votes", &eight, "多于会议实到人数");
    let low = base.replace("needed=5", "needed=1");
    let low = format!("{low}; in_favour=3; carried=yes; resolution=自愿筹集");
    desk.refuse("council_votes", &low, "少于章程规定的票数");
    desk.refuse("council_votes", &format!("{base}; in_favour=5; carried=no"), "按票数是通过的");
    let first = base.replace("第二次会议", "第一次会议");
    let first =
        format!("{first}; in_favour=4; carried=yes; resolution=自愿筹集").replace("needed=5", "needed=4");
    desk.refuse("council_votes", &first, "会议无效");
    desk.refuse("council_votes", &format!("{base}; in_favour=5; carried=yes"), "通过的要写决议");
    desk.keep("council_votes", &format!("{base}; in_favour=5; carried=yes; resolution=自愿筹集"));
    let base = "task=张贴筹集告知; vote=路灯资金自愿筹集; owner=陈水根";
    desk.refuse("council_actions", base, "完成期限");
    let action = desk.keep("council_actions", &format!("{base}; due_on=2026-10-10"));
    desk.reminds(action, on(10, 7), "还有 3 天");
    desk.stop(action, "done_on=2026-10-08", "办完要写结果");
    desk.stop(action, "disclosed_on=2026-10-09; disclosed_at=宣传栏", "有了结果再公示");
    desk.go_on(action, "done_on=2026-10-08; result=三处贴好");
    desk.is_done(action, "还有 3 天");
    desk.reminds(action, on(10, 15), "还没有公示");
    desk.stop(action, "disclosed_on=2026-10-09", "贴在哪里");
    desk.stop(action, "disclosed_on=2026-10-07; disclosed_at=宣传栏", "不能早于完成日期");
    desk.go_on(action, "disclosed_on=2026-10-09; disclosed_at=宣传栏");
    desk.is_done(action, "还没有公示");
}
