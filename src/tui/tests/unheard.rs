//! What is typed, pasted or pressed and means nothing is told, and nothing is lost.

use super::{add, clock, found, ledgers::to_ledger, session, small};
use crate::{
    domain::{issues::steps, standing::StepKind, value::Value, wording::Lang},
    tui::Session,
};

fn to_field(s: &mut Session, title: &str) {
    for _ in 0..30 {
        let is_here = |line: &str| line.starts_with('>') && line.contains(title);
        if s.frame().lines().any(is_here) {
            return;
        }
        s.press("Tab");
    }
    panic!("no {title} in {}", s.frame());
}

#[test]
fn a_choice_takes_its_name_pasted_or_typed_and_says_what_there_is_where_none_is_called_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F6").press("n").type_text("井盖松动");
    to_field(&mut s, "性质");
    s.paste("纠纷");
    assert!(s.frame().contains("[纠纷]"), "{}", s.frame());
    for put in ["paste", "type"] {
        if put == "paste" {
            s.paste("下周三");
        } else {
            s.type_text("下周三");
        }
        let frame = s.frame();
        let told = frame
            .lines()
            .find(|line| line.contains("没有“下周三”这一项"))
            .unwrap_or_else(|| panic!("{frame}"));
        assert!(told.contains("诉求、纠纷、隐患") && frame.contains("[纠纷]"), "{frame}");
        // It is not saved without a word.
        s.press("Ctrl-S");
        assert!(s.frame().contains("没有“下周三”这一项") && !s.frame().contains("已登记"), "{}", s.frame());
        s.press("Backspace");
        assert!(!s.frame().contains("下周三") && s.frame().contains("[纠纷]"), "{}", s.frame());
    }
    s.type_text("隐患");
    assert!(s.frame().contains("[隐患]"), "{}", s.frame());
    // A letter goes on to the next choice that it begins, as before.
    s.type_text("z");
    assert!(s.frame().contains("[整改]"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("已登记"), "{}", s.frame());
}

#[test]
fn chinese_typed_or_pasted_on_any_screen_is_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for screen in ["F2", "F3", "F4", "F5", "F7", "F9", "F10"] {
        for put in ["paste", "type"] {
            s.press(screen);
            if put == "paste" {
                s.paste("仇英");
            } else {
                s.type_text("仇英");
            }
            assert!(s.frame().contains("/仇英"), "{screen} {put}: {}", s.frame());
            if screen != "F4" {
                // What is not in the list of the screen is looked for everywhere from there.
                s.press("Ctrl-F");
            }
            let frame = s.frame();
            assert!(
                frame.matches("仇英").count() > 1 && frame.contains("湖滨巷12号"),
                "{screen} {put}: {frame}"
            );
            s.press("Esc").press("Esc");
        }
    }
}

#[test]
fn a_key_that_means_nothing_says_so_once_until_one_works() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    for screen in ["F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10"] {
        s.press(screen).press("9");
        assert!(s.frame().contains("9 在这一屏没有用"), "{screen}: {}", s.frame());
        let frame = s.press("7").frame();
        assert!(!frame.contains("没有用"), "told once: {screen}: {frame}");
        s.press(screen).press("7");
        assert!(s.frame().contains("7 在这一屏没有用"), "{screen}: {}", s.frame());
        s.press("F2");
        assert!(!s.frame().contains("没有用"), "{}", s.frame());
    }
}

#[test]
fn ctrl_n_begins_a_visit_on_f5_as_something_new_on_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let by_letter = s.press("F5").press("v").frame();
    s.press("Esc");
    assert_eq!(s.press("F5").press("Ctrl-N").frame(), by_letter);
    assert!(by_letter.contains("走访"), "{by_letter}");
}

// The list of what can be done here belongs to screens: a form shows all of it already.
#[test]
fn the_key_of_the_list_of_actions_tells_in_a_form_where_they_stand_and_leaves_it_as_it_is() {
    for (lang, told) in
        [(Lang::Zh, "这里能办的都在最下面一行，F1"), (Lang::En, "stands in the lowest line, F1")]
    {
        let folder = tempfile::tempdir().unwrap();
        let mut s = Session::new(small(&folder.path().join("a")), lang, 80, 24).unwrap();
        s.press("F6").press("n").type_text("井盖松动");
        let before = s.frame();
        let frame = s.press("F11").frame();
        assert!(frame.contains(told) && frame.contains("井盖松动"), "{frame}");
        s.model().notice = None;
        assert_eq!(s.frame(), before);
        // The next letter goes on where the cursor was.
        assert!(s.type_text("了").frame().contains("井盖松动了"), "{}", s.frame());
    }
}

#[test]
fn an_empty_board_and_an_empty_map_teach() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("v").press("Shift-Tab");
    let frame = s.frame();
    assert!(frame.contains("这一类没有事项") && frame.contains("n 登记一件"), "{frame}");
    for column in ["登记 0", "受理 0", "转办 0", "答复 0", "结果 0", "回访 0"] {
        assert!(frame.contains(column), "{frame}");
    }
    let mut s = Session::new(found(&folder.path().join("b"), clock(0)), Lang::Zh, 80, 24).unwrap();
    assert!(s.press("F6").press("v").frame().contains("还没有登记过事项"), "{}", s.frame());
    let frame = s.press("F3").frame();
    assert!(frame.contains("新建第一个") && !frame.contains("换栏"), "{frame}");
}

#[test]
fn two_terms_are_named_with_their_own_ends_and_what_was_merged_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let wall =
        [("title", "围墙裂缝要倒"), ("kind", "hazard"), ("urgency", "danger"), ("neighbourhood", "三组")];
    let wall = add(&mut bench, "issues", &wall);
    let late = crate::domain::issues::issues::NUMBER;
    let of = |bench: &crate::workbench::Workbench, title: &str| {
        let cases = bench.cases().unwrap();
        let case = cases.iter().find(|case| case.issue.text(crate::domain::issues::issues::TITLE) == title);
        (case.unwrap().issue.id, case.unwrap().issue.text(late).to_owned())
    };
    let (training, _) = of(&bench, "想学电工，问培训");
    let (lamp, number) = of(&bench, "三组路灯连续五天不亮");
    bench.take_step(training, StepKind::Merge, &[(steps::INTO, Value::Ref(lamp))]).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F6").press("/").type_text("围墙").press("Enter").press("Enter");
    let frame = s.frame();
    let line =
        |text: &str| frame.lines().find(|line| line.contains(text)).unwrap_or_else(|| panic!("{frame}"));
    let (contact, result) = (line("紧急危险 2026"), line("结果期限"));
    assert!(contact.contains("小时") && contact.contains("前") && !contact.contains("期限"), "{frame}");
    assert!(!result.contains("紧急危险"), "{frame}");
    assert!(s.bench().cases().unwrap().iter().any(|case| case.issue.id == wall));
    s.press("Esc").press("Esc").press("F6").press("Right").press("/").type_text("电工").press("Enter");
    let frame = s.frame();
    let row = frame.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(row.contains("想学电工") && row.contains("已并入") && !row.contains("剩"), "{frame}");
    s.press("Enter");
    let frame = s.frame();
    assert!(frame.contains(&format!("已并入 {number}")) && !frame.contains("还没有答复"), "{frame}");
}

#[test]
fn what_would_be_refused_is_not_asked_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let day = jiff::civil::date(2026, 11, 1);
    bench.new_bulletin("十一月工作", day, day).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F9").press("s");
    let frame = s.frame();
    assert!(!frame.contains("签发“") && frame.contains("先审核"), "{frame}");
    // The bars are parts of what is told beside them.
    assert!(frame.contains("其中/全部") && frame.contains("3/5") && frame.contains("1/36"), "{frame}");
}

#[test]
fn a_list_of_grants_shows_who_when_and_how_much_at_eighty_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let grant = [
        ("purpose", "开小吃店"),
        ("kind", "loan"),
        ("household", "幸福路5号"),
        ("applied_on", "2026-11-03"),
        ("applied", "20000"),
    ];
    add(&mut bench, "grants", &grant);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    to_ledger(&mut s, "发展资金");
    let frame = s.frame();
    let row = frame.lines().find(|line| line.contains("开小吃店")).unwrap();
    assert!(row.contains("幸福路5号") && row.contains("2026-11-03") && row.contains("20,000"), "{frame}");
}

#[test]
fn the_most_pressing_conflicts_are_a_list_whose_rows_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let frame = s.press("F6").press("c").frame();
    assert!(frame.contains("突出矛盾") && frame.contains("包案"), "{frame}");
    let frame = s.type_text("漏水").press("Enter").frame();
    assert!(
        frame.contains("[F6事项]") && frame.contains("与楼上漏水争执") && frame.contains("仇英"),
        "{frame}"
    );
}

#[test]
fn one_letter_is_of_pinyin_where_chinese_is_shown_and_nothing_asks_why_what_is_begun_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 60);
    s.press("F6").press("n").type_text("井盖松动");
    assert!(!s.frame().contains("改动理由") && s.frame().contains("涉及的人或单位"), "{}", s.frame());
    to_field(&mut s, "性质");
    s.type_text("h");
    assert!(s.frame().contains("[诉求]") && s.frame().contains("没有“h”这一项"), "{}", s.frame());
    s.press("Backspace").type_text("y");
    assert!(s.frame().contains("[隐患]"), "{}", s.frame());
    // A longer English name is no slip.
    s.type_text(" ").press("Right");
    s.paste("dispute");
    assert!(s.frame().contains("[纠纷]"), "{}", s.frame());
}
