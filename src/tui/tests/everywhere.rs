//! Everything that there is is found from everywhere, and opens where it lives.

use super::{add, clock, found, projects::works, session, small};
use crate::{
    domain::{field::Tag, informers, value::Value, wording::Lang},
    tui::{Session, keys::Action, model::Screen},
};

fn furnished(home: &std::path::Path, width: u16, height: u16) -> Session {
    let mut bench = works(home);
    add(&mut bench, "trainings", &[("topic", "王府井月嫂班"), ("from", "2026-11-20")]);
    add(
        &mut bench,
        "diaries",
        &[("title", "巷子"), ("date", "2026-11-20"), ("text", "今天在湖滨巷走了一圈")],
    );
    Session::new(bench, Lang::Zh, width, height).unwrap()
}

/// The counts of what was found.
fn counts(s: &Session) -> String {
    s.frame().lines().nth(4).unwrap_or_default().trim().to_owned()
}

/// The row that is selected on the screen itself.
fn selected(s: &Session) -> String {
    let frame = s.frame();
    let line = frame.lines().find(|line| line.starts_with('>')).unwrap_or_else(|| panic!("{frame}"));
    line.to_owned()
}

// Shows A1.
#[test]
fn it_opens_over_every_screen_and_esc_leads_back() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let home = folder.path().join(format!("{width}"));
        let mut s = furnished(&home, width, height);
        let ways: [&[&str]; 15] = [
            &["F2"],
            &["F3"],
            &["F3", "Enter"],
            &["F4"],
            &["F4", "Enter"],
            &["F5"],
            &["F5", "Tab"],
            &["F6"],
            &["F6", "Enter"],
            &["F6", "v"],
            &["F7", "Enter"],
            &["F8", "Enter"],
            &["F9"],
            &["F10"],
            &["F6", "n", "半", "截"],
        ];
        for way in ways {
            for key in way {
                s.press(key);
            }
            let (before, cursor) = (s.frame(), s.cursor());
            s.press("Ctrl-F");
            assert!(s.frame().contains(" 到处找:") && s.cursor().is_some(), "{way:?} {}", s.frame());
            s.type_text("wgl").press("Ctrl-F");
            assert!(counts(&s).starts_with("居民 1 · "), "{way:?} {}", s.frame());
            s.press("Esc");
            assert_eq!((s.frame(), s.cursor()), (before, cursor), "{way:?}");
            for _ in 0..3 {
                s.press("Esc");
            }
        }
    }
}

#[test]
fn what_is_found_is_counted_by_kind_and_opens_where_it_lives() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = furnished(&folder.path().join("a"), 80, 24);
    let mut go = |from: &str, typed: &str, row: &str, tab: &str, there: &str| {
        s.press(from).press("Ctrl-F").type_text(typed);
        for _ in 0..40 {
            if s.frame().lines().any(|line| line.starts_with(" > ") && line.contains(row)) {
                break;
            }
            s.press("Down");
        }
        let before = s.frame();
        assert!(
            before.lines().any(|line| line.starts_with(" > ") && line.contains(row)),
            "{typed}: {before}"
        );
        s.press("Enter");
        let frame = s.frame();
        assert!(frame.contains(tab) && frame.contains(there), "{typed}: {frame}");
        for _ in 0..4 {
            s.press("Esc");
        }
        before.lines().nth(4).unwrap_or_default().trim().to_owned()
    };
    // By characters, full pinyin, initials and a mixture; an address; a phone's end; a number.
    for typed in ["王桂兰", "wangguilan", "wgl", "王gl", "2210", "幸福 王"] {
        let told = go("F2", typed, "居民", "[F4居民]", "王桂兰");
        assert!(told.starts_with("居民 1"), "{typed}: {told}");
    }
    assert_eq!(go("F9", "b-2", "与楼上漏水争执", "[F6事项]", "与楼上漏水争执"), "事项 1");
    // What was said is found, and the words shown in which it stands.
    go("F3", "接孩子", "原话", "[F6事项]", "三组路灯连续五天不亮");
    go("F7", "好几天", "走访", "[F8台账]", "> 2026-11-18");
    go("F2", "缝纫", "帮扶项目", "[F7帮扶]", "> 缝纫班");
    go("F2", "记-7", "支出", "[F8台账]", "灯头");
    go("F2", "yuesao", "王府井月嫂班", "[F8台账]", "王府井月嫂班");
    go("F2", "十一月", "简报", "[F9简报]", "十一月工作");
    go("F2", "湖滨巷走", "民情日记", "[F5走访]", "巷子");
    go("F2", "lq", "组员", "[F8台账]", "李强");
    go("F2", "逐户问过", "三清", "[F3三清]", "逐户问过");
    go("F2", "0035", "户", "[F4居民]", "王桂兰");
    go("F2", "湖滨", "仇英", "[F4居民]", "仇英");
}

#[test]
fn the_mouse_goes_there_too_and_an_issue_leads_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = furnished(&folder.path().join("a"), 120, 36);
    s.press("F7").press("Ctrl-F").type_text("沟渠");
    let row = s.frame().lines().position(|line| line.contains("沟渠堵塞")).unwrap();
    s.click(20, u16::try_from(row).unwrap());
    assert!(s.frame().contains("[F6 事项]") && selected(&s).contains("沟渠堵塞"), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("[F7 帮扶]"), "{}", s.frame());
}

#[test]
fn a_form_keeps_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F6").press("n").type_text("井盖松动").press("Ctrl-F").type_text("仇英");
    s.press("Enter");
    assert!(s.frame().contains("[F4居民]") && s.frame().contains("已放下"), "{}", s.frame());
    s.press("F6").press("Esc").press("n");
    assert!(s.frame().contains("井盖松动"), "{}", s.frame());
}

#[test]
fn more_than_a_few_are_listed_on_their_own_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    for number in 0..12 {
        add(&mut bench, "residents", &[("name", &format!("诸葛一{}", char::from(b'a' + number)))]);
        add(&mut bench, "issues", &[("title", &format!("诸葛家门口的灯 {number}"))]);
        add(&mut bench, "trainings", &[("topic", &format!("诸葛班{number}")), ("from", "2026-11-20")]);
    }
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    for (kind, more, tab, count) in [
        ("居民 12", "还有 4 条，到 F4 全列出来", "[F4居民]", "/ 12"),
        ("事项 12", "还有 4 条，到 F6 全列出来", "[F6事项]", "/ 12"),
        ("技能培训班 12", "还有 4 条，到 F8 全列出来", "[F8台账]", "/ 12"),
    ] {
        s.press("Ctrl-F").type_text("诸葛");
        assert!(counts(&s).contains(kind), "{}", s.frame());
        for _ in 0..40 {
            if s.frame().lines().any(|line| line.starts_with(" > ") && line.contains(more)) {
                break;
            }
            s.press("Down");
        }
        s.press("Enter");
        assert!(s.frame().contains(tab) && s.frame().contains(count), "{}", s.frame());
        for _ in 0..4 {
            s.press("Esc");
        }
    }
}

// Shows E2.
#[test]
fn what_is_not_shown_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let text = |tag: Tag, text: &str| (tag, Value::Text(text.into()));
    bench
        .enter_informer(&[text(informers::ABOUT, "城管科王某"), text(informers::TEXT, "收了土特产")])
        .unwrap();
    let about = [("title", "说话难听"), ("from", "赵六娘"), ("about", "张晓敏"), ("phone", "13900001111")];
    add(&mut bench, "issues", &about);
    add(
        &mut bench,
        "residents",
        &[("name", "钱七郎"), ("note", "有肺病史"), ("id_number", "99010119900101001X")],
    );
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    for typed in
        ["土特产", "城管科王某", "肺病", "赵六娘", "zhaoliuniang", "1111", "1381234", "990101", "19900101"]
    {
        s.press("Ctrl-F").type_text(typed);
        assert!(s.frame().contains("哪本台账里都没有"), "{typed}: {}", s.frame());
        s.press("Esc");
    }
    // Of a number that is masked its end is found, and it stays masked.
    for (typed, name) in [("001x", "钱七郎"), ("42210", "王桂兰")] {
        s.press("Ctrl-F").type_text(typed);
        let frame = s.frame();
        assert!(
            frame.contains(name) && !frame.contains("13812342210") && !frame.contains("1990010"),
            "{frame}"
        );
        s.press("Esc");
    }
    // On F4 and F8 as well.
    s.press("F4").press("/").type_text("肺病");
    assert!(s.frame().contains("没有找到"), "{}", s.frame());
}

#[test]
fn it_says_what_is_not_read_yet_and_takes_up_the_search_of_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::begin(small(&folder.path().join("a")), Lang::Zh, 80, 24).unwrap();
    s.press("Ctrl-F").type_text("仇英");
    assert!(s.frame().contains("正在读台账"), "{}", s.frame());
    s.refresh();
    assert!(counts(&s).starts_with("居民 1 · ") && !s.frame().contains("正在读"), "{}", s.frame());
    s.press("Esc").press("F4").press("/").type_text("b-1");
    assert!(s.frame().contains("没有找到。Esc 清掉查找的字；Ctrl-F 到处找"), "{}", s.frame());
    s.press("Ctrl-F");
    assert!(s.frame().contains(" 到处找: b-1") && counts(&s).starts_with("事项 1"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("[F6事项]"), "{}", s.frame());
    // What was looked for on F4 stands there still.
    s.press("Esc");
    assert!(s.frame().contains("[F4居民]"), "{}", s.frame());
    // What is found changes with the data.
    s.press("Esc").press("F2").press("Ctrl-F").type_text("孔明");
    assert!(s.frame().contains("哪本台账里都没有"), "{}", s.frame());
    add(s.bench(), "residents", &[("name", "孔明")]);
    assert!(s.refresh().frame().contains("孔明"), "{}", s.frame());
    assert!(counts(&s).starts_with("居民 1"), "{}", s.frame());
}

#[test]
fn an_empty_group_is_told_how_to_search_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, told) in [(Lang::Zh, "打几个字就找"), (Lang::En, "Type a few letters")] {
        let home = folder.path().join(format!("{lang:?}"));
        let mut s = Session::new(found(&home, clock(0)), lang, 80, 24).unwrap();
        s.act(Action::FindEverywhere);
        assert!(s.frame().contains(told), "{}", s.frame());
        s.type_text("a").press("Enter").press("Esc");
        assert_eq!(s.model().screen, Screen::Today);
    }
}

#[test]
fn f6_finds_what_stands_in_its_rows_and_says_where_else_something_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    // Who handles it, where it is, who asked: by characters and by pinyin.
    for typed in ["张晓敏", "zxm", "zhangxiao"] {
        s.press("F6").press("/").type_text(typed);
        assert!(s.frame().contains("1 / 2"), "{typed} {}", s.frame());
        s.press("Esc");
    }
    for (typed, count) in [("三组", "/ 2"), ("仇英", "/ 1"), ("qy", "/ 1")] {
        s.press("F6").press("/").type_text(typed);
        assert!(s.frame().contains(count), "{typed} {}", s.frame());
        s.press("Esc");
    }
    // A closed one stands elsewhere, and one key leads there; while typing and after.
    for after in [&["Enter"][..], &["Down", "Enter"]] {
        s.press("F6").press("/").type_text("堆物");
        assert!(s.frame().contains("“全部”里有 1 件，按 Enter 去看"), "{}", s.frame());
        for key in after {
            s.press(key);
        }
        assert!(s.frame().contains("[全部]") && s.frame().contains("1 / 1"), "{}", s.frame());
        s.press("Esc").press("Esc").press("Home").press("Left");
        assert!(s.frame().contains("[未了结]"), "{}", s.frame());
    }
    s.press("/").type_text("没有的事").press("Enter");
    assert!(s.frame().contains("没有找到") && s.frame().contains("[未了结]"), "{}", s.frame());
}

#[test]
fn f6_has_the_order_of_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let danger = [("title", "煤气味很重"), ("urgency", "danger"), ("kind", "hazard")];
    add(&mut bench, "issues", &danger);
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F6").press("Home");
    assert!(selected(&s).contains("煤气味很重"), "{}", s.frame());
    let numbers = |frame: &str| -> Vec<String> {
        let words =
            frame.lines().flat_map(str::split_whitespace).map(|word| word.trim_start_matches(['>', '!']));
        words.filter(|word| word.starts_with("B-")).map(str::to_owned).collect()
    };
    let queue = numbers(&s.frame());
    let today = numbers(&s.press("F2").frame());
    let unanswered: Vec<&String> = queue.iter().filter(|number| today.contains(number)).collect();
    assert_eq!(unanswered.len(), 5, "{queue:?} {today:?}");
    // F2 has what is answered behind what is not.
    assert_eq!(
        today.iter().take(4).collect::<Vec<_>>(),
        unanswered.iter().copied().filter(|one| *one != "B-4").collect::<Vec<_>>()
    );
}
