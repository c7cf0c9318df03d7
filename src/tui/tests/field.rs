//! F5 and F3: who was not reached, what is planned, what is not clear.

use super::{add, change, clock, found, scenes, session, small};
use crate::{
    domain::{
        checklists::{self, CheckState, Clarity},
        issues::issues,
        plan::tasks,
        visits,
        wording::Lang,
    },
    say,
    tui::{Session, model::Popup, screens::visits as visits_screen},
    workbench::{checks, draft::Draft},
};

/// More than lists to choose from look out.
const COUNT: u32 = 204;

pub(super) fn edit(s: &mut Session, ledger: &str, name: &str, pairs: &[(&str, &str)]) {
    let id = s.bench().find_in(ledger, name).unwrap();
    change(s.bench(), id, pairs).unwrap();
    s.refresh();
}

// Shows B2, B5.
#[test]
fn names_of_the_unvisited_stand_with_the_reason_and_enter_begins_the_visit() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut s = session(&folder.path().join(width.to_string()), width, height);
        add(s.bench(), "issues", &[("title", "问低保"), ("resident", "单小明")]);
        edit(&mut s, "residents", "仇英", &[("visit_facts", "老干部"), ("visit_basis", "组织部名册")]);
        s.press("F5");
        let frame = s.frame();
        for told in ["老干部", "应    1  已    0  未    1", "仇英", "组织部名册", "未了事项 B-6"]
        {
            assert!(frame.contains(told), "{told}: {frame}");
        }
        s.press("Enter");
        assert!(s.frame().contains("登记走访") && s.frame().contains("仇英"), "{}", s.frame());
        // The cursor stands where the words go: nothing else has to be filled in.
        s.type_text("膝盖疼").press("Ctrl-S");
        assert!(s.frame().contains("已登记：走访"), "{}", s.frame());
        let visit = s.bench().standing("visits").unwrap().pop().unwrap();
        assert_eq!((visit.text(visits::CATEGORY), visit.text(visits::WORDS)), ("veteran_cadre", "膝盖疼"));
        assert!(!s.frame().contains("组织部名册"), "{}", s.frame());
    }
}

// Shows B4.
#[test]
fn what_worked_is_asked_of_those_it_worked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    for (fact, asked) in [("老干部", false), ("致富典型", true)] {
        edit(&mut s, "residents", "仇英", &[("visit_facts", fact), ("visit_basis", "组织部名册")]);
        s.press("F4").press("/").type_text("qiuying").press("Enter").press("v");
        let frame = s.frame();
        assert_eq!(frame.contains("致富经验") && frame.contains("带动意愿"), asked, "{frame}");
        s.press("Esc").press("Esc");
    }
}

// Shows B5, H5.
#[test]
fn the_form_of_a_visit_tells_open_issues_their_last_answer_and_who_was_here() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("/").type_text("wgl").press("Enter").press("v");
    let frame = s.frame();
    assert!(frame.contains("4 天前（11-18）已有人走访这一户：张晓敏"), "{frame}");
    assert!(frame.contains("B-1 三组路灯连续五天不亮") && frame.contains("还没有答复"), "{frame}");
    s.press("Esc");
    s.press("F6").press("/").type_text("路灯").press("Enter");
    s.press("r").type_text("周三换").press("Ctrl-S");
    s.press("F4").press("v");
    let frame = s.frame();
    assert!(frame.contains("B-1 三组路灯连续五天不亮") && frame.contains("11-22 答复：周三换"), "{frame}");
    assert!(!frame.contains("还没有答复"), "{frame}");
}

// Shows B7, B8, A4.
#[test]
fn the_three_questions_and_what_came_of_them_are_one_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 36);
    s.press("F4").press("/").type_text("sxm").press("Enter").press("v");
    for label in ["群众原话", "复述确认", "问政", "问需", "问计", "记录人归纳", "提出的诉求", "三清线索"]
    {
        assert!(s.frame().contains(label), "{label}: {}", s.frame());
    }
    s.press("Tab").press("Right");
    while !s.frame().contains("> 问计") {
        s.press("Tab");
    }
    s.type_text("办个夜校");
    while !s.frame().contains("> 提出的诉求") {
        s.press("Tab");
    }
    s.type_text("换井盖").press("Ctrl-J").type_text("修水管").press("Ctrl-S");
    assert!(s.frame().contains("已登记：走访 ") && s.frame().contains("，事项 B-"), "{}", s.frame());
    let cases = s.bench().cases().unwrap();
    let titles: Vec<&str> = cases.iter().map(|case| case.issue.text(issues::TITLE)).collect();
    assert!(["办个夜校", "换井盖", "修水管"].iter().all(|title| titles.contains(title)), "{titles:?}");
    // A visit of which nothing was noted is told so, and stays.
    s.press("v").press("Tab").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("没有记下原话"), "{}", s.frame());
}

// Shows A14.
#[test]
fn the_calendar_shows_days_with_visits_and_plans() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    edit(&mut s, "residents", "仇英", &[("visit_facts", "老干部"), ("visit_basis", "组织部名册")]);
    s.press("F5").press("p");
    assert!(s.frame().contains("登记任务") || s.frame().contains("新建任务"), "{}", s.frame());
    s.press("Ctrl-S");
    assert_eq!(s.bench().standing("tasks").unwrap().len(), 1);
    let task = s.bench().standing("tasks").unwrap().remove(0);
    assert!(task.text(tasks::NAME).starts_with("走访 ") && task.reference(tasks::RESIDENT).is_some());
    s.press("Tab");
    let frame = s.frame();
    assert!(frame.contains("2026 年 11 月") && frame.contains("[22]+") && frame.contains("18*"), "{frame}");
    assert!(frame.contains("[ ] 11-22"), "{frame}");
    s.press("[");
    assert!(s.frame().contains("2026 年 10 月") && s.frame().contains("还没有安排"), "{}", s.frame());
    s.press("]").press("]");
    assert!(s.frame().contains("2026 年 12 月"), "{}", s.frame());
}

// Shows B11.
#[test]
fn a_diary_is_written_and_read_and_the_month_is_summed_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F5").press("Tab").press("Tab");
    assert!(s.frame().contains("走访 1 次") && s.frame().contains("还没写过"), "{}", s.frame());
    s.press("d").type_text("第一天").press("Tab").press("Tab").type_text("走了三户").press("Ctrl-S");
    assert!(s.frame().contains("2026-11-22 张晓敏   第一天"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("走了三户"), "{}", s.frame());
    s.press("Esc");
}

// Shows C3, C4.
#[test]
fn an_item_of_the_third_list_asks_for_its_next_step_before_it_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F3").press("Left").press("Enter").press("Space");
    assert!(s.frame().contains(">*下一步"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("“下一步”必须填写"), "{}", s.frame());
    s.type_text("周五复查").press("Ctrl-S");
    let frame = s.frame();
    assert!(frame.contains("[~]") && frame.contains("周五复查") && frame.contains("张晓敏"), "{frame}");
    s.press("Space");
    assert!(s.frame().contains(">*依据"), "{}", s.frame());
    s.press("Esc").press("n").type_text("独居老人用气").press("Ctrl-S");
    s.press("End");
    assert!(s.frame().contains("独居老人用气"), "{}", s.frame());
    s.press("d").press("y");
    assert!(!s.frame().contains("  独居老人用气") && s.frame().contains("已停用"), "{}", s.frame());
}

// Shows C3.
#[test]
fn what_came_by_bundle_without_its_basis_is_shown_as_not_counting() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let place = bench.find_in("neighbourhoods", "三组").unwrap();
    let item = checklists::checklists()[0].items[0].id.clone();
    // As an older version wrote it: clear, and its basis taken away by an undo.
    let id = checklists::check_id(Clarity::Prosperity, &item, place);
    let before = bench.shares().unwrap()[&(place, Clarity::Prosperity)].clear;
    let mut draft = Draft::new();
    draft.set(id, checklists::BASIS, None);
    bench.write_unjudged(draft);
    assert_eq!(checks::state(&bench.existing(id).unwrap()), CheckState::Clear);
    assert_eq!(bench.shares().unwrap()[&(place, Clarity::Prosperity)].clear, before - 1);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F3").press("Down").press("Down").press("Enter");
    assert!(s.frame().contains("[x!") && s.frame().contains("缺依据，不算摸清"), "{}", s.frame());
    assert!(s.frame().contains("已清 0/"), "{}", s.frame());
}

// Shows A3.
#[test]
fn the_days_of_the_phase_count_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    edit(&mut s, "residents", "王桂兰", &[("visit_facts", "老党员"), ("visit_basis", "支部名册")]);
    s.press("F5");
    assert!(s.frame().contains("老党员       应    1  已    1"), "{}", s.frame());
    s.bench().set_clock(clock(0));
    add(s.bench(), "phases", &[("name", "后期活动"), ("from", "2026-11-20")]);
    s.refresh();
    let frame = s.frame();
    assert!(frame.contains("后期活动以来") && frame.contains("老党员       应    1  已    0"), "{frame}");
}

/// The strokes of one Chinese character through an input method: three letters of pinyin
/// on average, and every other one is chosen by a further key.
const STROKES: usize = 4;

// Thirty seconds of a hand that makes two strokes in each; every key is counted, also those
// that go from field to field.
#[test]
fn a_visit_to_whoever_is_found_by_pinyin_takes_sixty_strokes_at_the_most() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let before = s.bench().rows("visits").unwrap().len();
    let mut strokes = 0;
    let mut press = |s: &mut Session, key: &str| {
        s.press(key);
        strokes += 1;
    };
    // It begins on another screen.
    s.press("F2");
    for key in ["F4", "/", "s", "x", "m", "Enter", "v", "Tab", "Right"] {
        press(&mut s, key);
    }
    let said = "路灯坏了好几天";
    let is_there =
        |s: &Session| s.frame().lines().any(|line| line.starts_with('>') && line.contains("群众原话"));
    for _ in 0..20 {
        if is_there(&s) {
            break;
        }
        press(&mut s, "Tab");
    }
    s.type_text(said);
    press(&mut s, "Ctrl-S");
    strokes += said.chars().count() * STROKES;
    assert!(strokes <= 60, "{strokes} strokes");
    let rows = s.bench().rows("visits").unwrap();
    assert_eq!(rows.len(), before + 1, "{}", s.frame());
    let row = rows.iter().max_by_key(|row| row.date(visits::DATE)).unwrap();
    assert_eq!(row.text(visits::WORDS), said);
    let who = s.bench().find_in("residents", "单小明").unwrap();
    assert_eq!(row.reference(visits::RESIDENT), Some(who));
    assert_eq!(row.date(visits::DATE).unwrap().to_string(), "2026-11-22");
    assert!(!row.all(visits::VISITORS).is_empty() && row.one(visits::CATEGORY).is_some());
}

#[test]
fn the_footer_says_what_enter_does_on_each_part_of_f5() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    scenes::furnish(&mut bench);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let footer = |s: &Session| s.frame().lines().last().unwrap_or_default().to_owned();
    // A visit begins, a task is changed, an entry is read.
    assert!(footer(s.press("F5")).contains("Enter 记走访"), "{}", s.frame());
    s.press("Enter");
    let form = matches!(s.model().popups.last(), Some(Popup::Form(_)));
    assert!(form && s.frame().contains("登记走访"), "{}", s.frame());
    s.press("Esc");
    assert!(footer(s.press("Tab")).contains("Enter 修改"), "{}", s.frame());
    assert!(footer(s.press("Tab")).contains("Enter 打开"), "{}", s.frame());
}

#[test]
fn f5_without_names_tells_the_key_that_begins() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, told) in [(Lang::Zh, "按 v 记第一次走访"), (Lang::En, "v enters the first visit")] {
        let bench = found(&folder.path().join(format!("{lang:?}")), clock(0));
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        assert!(s.press("F5").frame().contains(told), "{}", s.frame());
        s.press("v");
        assert!(s.frame().contains("Ctrl-S"), "{}", s.frame());
    }
}

// Shows B2, H7.
#[test]
fn f5_tells_of_visits_that_are_in_no_figure_and_leads_to_each() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut bench = small(&folder.path().join(width.to_string()));
        for who in ["仇英", "单小明"] {
            add(&mut bench, "visits", &[("date", "2026-11-19"), ("resident", who), ("visitors", "李强")]);
        }
        let mut s = Session::new(bench, Lang::Zh, width, height).unwrap();
        let frame = s.press("F5").frame();
        // There are visits, though nobody is on the list.
        assert!(frame.contains("走访记了 3 次") && !frame.contains("记第一次走访"), "{frame}");
        assert!(frame.contains("另有没写内容 2、名单外 1"), "{frame}");
        let frame = s.press("End").frame();
        assert!(frame.contains("名单外的走访：老党员 1"), "{frame}");
        assert!(s.press("Enter").frame().contains("王桂兰"), "{}", s.frame());
        s.press("Enter");
        assert!(s.frame().contains("[F4居民]") || s.frame().contains("[F4 居民]"), "{}", s.frame());
        let frame = s.press("F5").press("End").press("Up").frame();
        assert!(frame.contains("没写内容的走访 2 次"), "{frame}");
        let frame = s.press("Enter").frame();
        assert!(frame.contains("仇英") && frame.contains("单小明"), "{frame}");
        assert!(s.press("Enter").frame().contains("修改"), "{}", s.frame());
        while !s.frame().lines().any(|line| line.starts_with("> ") && line.contains("群众原话")) {
            s.press("Tab");
        }
        s.type_text("膝盖疼").press("Ctrl-S");
        assert!(s.frame().contains("另有没写内容 1"), "{}", s.frame());
    }
}

#[test]
fn a_day_of_the_calendar_that_is_clicked_shows_what_there_is_on_it() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let mut s = session(&folder.path().join(width.to_string()), width, height);
        let frame = s.press("F5").press("Tab").frame();
        let place = |day: &str| {
            let y = frame.lines().position(|line| line.contains(day)).unwrap_or_else(|| panic!("{frame}"));
            let before = frame.lines().nth(y).unwrap().split_once(day).unwrap().0;
            (u16::try_from(crate::tui::cells::width(before) + 1).unwrap(), u16::try_from(y).unwrap())
        };
        let ((x, y), (free_x, free_y)) = (place("18*"), place(" 17 "));
        s.click(x, y);
        let frame = s.frame();
        assert!(frame.lines().any(|line| line.starts_with("> 11-18") && line.contains("王桂兰")), "{frame}");
        s.click(free_x, free_y);
        assert!(s.frame().contains("11-17 没有走访和任务"), "{}", s.frame());
        assert!(s.press("Enter").frame().contains("修改"), "{}", s.frame());
    }
}

#[test]
fn where_no_household_was_entered_it_is_told_how_to_begin_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"), clock(0));
    add(&mut bench, "neighbourhoods", &[("name", "一组")]);
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    let frame = s.press("F5").frame();
    assert!(frame.contains("还没有建户") && frame.contains("F4 里按 h"), "{frame}");
    add(s.bench(), "households", &[("address", "幸福路5号"), ("neighbourhood", "一组"), ("number", "0035")]);
    assert!(!s.refresh().frame().contains("还没有建户"), "{}", s.frame());
}

// A list that ends early would leave somebody out for good.
#[test]
fn everybody_a_visit_is_owed_to_is_listed_by_name_however_many_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let name = |at: u32| format!("柏{}", char::from_u32(0x4e00 + at * 7).unwrap());
    for at in 0..COUNT {
        let facts = [
            ("name", name(at)),
            ("neighbourhood", "一组".to_owned()),
            ("visit_facts", "老干部".to_owned()),
            ("visit_basis", "组织部名册".to_owned()),
            ("visit_since", "2026-11-01".to_owned()),
        ];
        let facts: Vec<(&str, &str)> = facts.iter().map(|(key, value)| (*key, value.as_str())).collect();
        add(&mut bench, "residents", &facts);
    }
    let seen = [
        ("date", "2026-11-18"),
        ("category", "veteran_cadre"),
        ("resident", &name(7)),
        ("visitors", "张晓敏"),
        ("words", "都好"),
    ];
    add(&mut bench, "visits", &seen);
    for (lang, size) in [(Lang::Zh, (80, 24)), (Lang::En, (120, 36))] {
        let mut s = Session::new(bench, lang, size.0, size.1).unwrap();
        for (keys, all) in
            [(&["F5", "l"][..], false), (&["F5", "Ctrl-L"], false), (&["F5", "Tab", "l"], true)]
        {
            for key in keys {
                s.press(key);
            }
            let Some(Popup::Finder(finder)) = s.model().popups.last() else { panic!("{}", s.frame()) };
            let listed: Vec<String> = finder.found.iter().map(|item| item.label.clone()).collect();
            let named = |name: &str| listed.iter().filter(|label| label.ends_with(name)).count();
            assert!((0..COUNT).all(|at| named(&name(at)) == 1), "{keys:?}: {} of {COUNT}", listed.len());
            // She whom another visit was paid to is listed with all six.
            let count = COUNT + 1;
            let all_six = say!(lang, "六访：应访 {count}，已访 2", "All six: {count} due, 2 seen");
            let title = if all { all_six } else { COUNT.to_string() };
            assert!(s.frame().contains(&title), "{keys:?} {title}: {}", s.frame());
            // The last of them is come to, and whoever is sought is found.
            for _ in 0..60 {
                s.press("PageDown");
            }
            assert!(s.frame().contains(&listed[listed.len() - 1]), "{}", s.frame());
            s.type_text(&name(COUNT - 1));
            let frame = s.frame();
            let is_it = |line: &str| line.starts_with(" > ") && line.contains(&name(COUNT - 1));
            assert!(frame.lines().any(is_it), "{frame}");
            s.press("Esc").press("Esc");
            s.model().visits = visits_screen::State::default();
            s.model().sort_out();
        }
        bench = s.into_bench();
    }
}

#[test]
fn what_was_not_raised_before_is_led_to_its_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F5").press("v");
    while !s.frame().contains("> 提出的事项") {
        s.press("Tab");
    }
    s.type_text("异地就医");
    assert!(s.frame().contains("没有找到；新提的写在“提出的诉求”一栏"), "{}", s.frame());
    s.press("Esc").press("Tab");
    assert!(s.frame().contains("> 提出的诉求"), "{}", s.frame());
}

#[test]
fn what_stands_below_the_only_one_to_be_called_on_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    for key in ["Down", "PageDown", "End"] {
        let mut bench = small(&folder.path().join(key));
        for number in 4..9 {
            add(&mut bench, "neighbourhoods", &[("name", &format!("{number}组"))]);
        }
        let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
        s.press("F5");
        assert!(s.frame().contains("↓ 下面还有") && !s.frame().contains("8组"), "{}", s.frame());
        for _ in 0..10 {
            s.press(key);
        }
        assert!(s.frame().contains("8组") && !s.frame().contains("↓ 下面还有"), "{key}: {}", s.frame());
        s.press("Home");
        assert!(s.frame().contains("还有谁没走到") && !s.frame().contains("8组"), "{key}: {}", s.frame());
    }
}
