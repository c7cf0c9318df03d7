//! 宣传 (domain.md §1I, D17).

use super::*;

/// That each of these is asked for, and the whole is taken.
fn asks_for(desk: &mut Desk, ledger: &str, whole: &str, keys: &[(&str, &str)]) -> RecordId {
    for (key, title) in keys {
        let without: Vec<String> = pairs(whole)
            .into_iter()
            .filter(|(one, _)| one != key)
            .map(|(key, text)| format!("{key}={text}"))
            .collect();
        desk.refuse(ledger, &without.join("; "), title);
    }
    desk.keep(ledger, whole)
}

// Shows I1.
#[test]
fn a_meeting_says_when_where_who_led_it_how_many_came_and_what_was_said() {
    let whole = "name=动员会; kind=mobilisation; date=2026-09-01; place=社区礼堂; chair=张晓敏; count=86; points=讲任务、分小组; about=policy、goals; minutes=60";
    let keys = [
        ("date", "日期"),
        ("place", "地点"),
        ("chair", "主持人"),
        ("count", "参加人数"),
        ("points", "会议要点"),
    ];
    asks_for(&mut Desk::new(), "meetings", whole, &keys);
}

// Shows I2.
#[test]
fn a_class_says_when_where_who_taught_whom_and_what() {
    let whole = "topic=怎么做群众工作; date=2026-09-02; days=2; place=党校; teacher=周老师; audience=组员和居委会干部; count=30; points=怎样记原话";
    let keys = [
        ("date", "日期"),
        ("place", "地点"),
        ("teacher", "授课人"),
        ("audience", "给谁办的"),
        ("count", "参加人数"),
        ("points", "主要内容"),
    ];
    asks_for(&mut Desk::new(), "workshops", whole, &keys);
}

// Shows I3.
#[test]
fn a_slogan_comes_down_on_its_day() {
    let mut desk = Desk::new();
    let whole =
        "text=有事好商量; place=三组路口; neighbourhood=三组; put_up=2026-09-01; take_down=2026-11-01";
    let slogan = asks_for(&mut desk, "slogans", whole, &[("place", "张挂点位"), ("take_down", "应撤日期")]);
    desk.reminds(slogan, on(11, 1), "该撤");
    desk.stop(slogan, "take_down=2026-08-01", "不能早于张挂日期");
    desk.stop(slogan, "removed_on=2026-08-01", "不能早于张挂日期");
    desk.go_on(slogan, "removed_on=2026-11-01");
    desk.is_done(slogan, "该撤");
}

// Shows I4.
#[test]
fn a_notice_board_is_changed_on_its_day() {
    let mut desk = Desk::new();
    let whole =
        "title=第 3 期; place=居委会门口; content=社保政策问答; put_up=2026-09-01; change_on=2026-10-01";
    let keys = [("place", "位置"), ("content", "内容"), ("change_on", "应换日期")];
    let board = asks_for(&mut desk, "notice_boards", whole, &keys);
    desk.reminds(board, on(10, 1), "该换了");
    desk.stop(board, "change_on=2026-08-01", "不能早于上栏日期");
    desk.stop(board, "changed_on=2026-08-01", "不能早于上栏日期");
    desk.go_on(board, "changed_on=2026-10-02");
    desk.is_done(board, "该换了");
}

// Shows I7.
#[test]
fn what_worked_says_how_with_what_effect_under_which_conditions_and_where_else() {
    let whole = "name=板凳会; neighbourhood=三组; found_on=2026-10-01; how=晚饭后在院里议; effect=三件事当场定; conditions=有人牵头; elsewhere=adapted";
    let keys = [
        ("how", "怎么做的"),
        ("effect", "成效"),
        ("conditions", "需要的条件"),
        ("elsewhere", "别处能不能用"),
    ];
    asks_for(&mut Desk::new(), "practices", whole, &keys);
}

// Shows I8.
#[test]
fn nobody_is_made_an_example_of_without_agreeing() {
    let mut desk = Desk::new();
    let base = "deed=义务修伞二十年; who=王桂兰; found_on=2026-09-01";
    let person = desk.keep("exemplars", &format!("{base}; resident=王桂兰"));
    let nobody = desk.keep("exemplars", base);
    let published = "published_on=2026-09-10; published_at=宣传栏";
    desk.stop(person, published, "本人没有同意");
    // Consent stands in its own ledger, and nobody types it here.
    desk.stop(person, "consent=yes; consent_on=2026-09-05", "由程序填写");
    desk.says_of(Purpose::Publicity, Said::Given, on(9, 11), "");
    desk.stop(person, published, "公开哪些");
    desk.says_of(Purpose::Publicity, Said::Given, on(9, 11), "姓名和事迹");
    desk.stop(person, published, "先同意，后宣传");
    desk.stop(nobody, "published_on=2026-09-12; published_at=宣传栏", "本人没有同意");
    desk.says_of(Purpose::Publicity, Said::Given, on(9, 5), "姓名和事迹");
    assert_eq!(desk.seen(person, "consent_to"), "姓名和事迹");
    desk.stop(person, "published_on=2026-09-10", "在哪里");
    desk.go_on(person, published);
    desk.says_of(Purpose::Publicity, Said::Withdrawn, on(10, 1), "");
    desk.stop(person, "published_on=2026-10-02", "撤回同意以后");
    desk.reminds(person, on(10, 1), "撤下来");
    desk.stop(person, "taken_down_on=2026-09-30", "不能早于撤回日期");
    desk.go_on(person, "taken_down_on=2026-10-01");
    desk.is_done(person, "撤下来");
}

// Shows D17.
#[test]
fn a_talk_says_what_people_asked_and_what_they_were_answered() {
    let mut desk = Desk::new();
    let whole = "topic=养老政策; date=2026-09-05; place=三组晒场; speaker=张晓敏; count=40";
    let keys = [("date", "日期"), ("place", "地点"), ("speaker", "宣讲人"), ("count", "听讲人数")];
    let talk = asks_for(&mut desk, "talks", whole, &keys);
    desk.stop(talk, "questions=断缴了怎么办", "怎么答的");
    let owed = issue(&mut desk.bench, "断缴的年限怎么补");
    desk.go_on(talk, &format!("questions=断缴了怎么办; answers=可以补缴，年限再去问; owed={owed}"));
}
