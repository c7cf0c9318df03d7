//! Every list is narrowed by what is typed, by the same keys.

use std::path::Path;

use super::{add, clock, found, gallery::furnished, projects::works, scenes::furnish};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells::width},
};

/// How a list is come to, what is typed, what is left of it and what is not, and whether the
/// line stands above it only while it is needed.
pub(super) const LISTS: [(&[&str], &str, &str, &str, bool); 12] = [
    (&["F2"], "loushang", "与楼上漏水争执", "想学电工", true),
    (&["F3"], "sanz", "三组", "二组", true),
    (&["F3", "Home", "Right", "Right", "Enter"], "漏", "约两家一起看", "[ ]", true),
    (&["F4"], "wgl", "王桂兰", "仇英", false),
    (&["F5"], "csw", "长孙无忌", "名单外的走访", true),
    (&["F5", "Tab"], "筹备", "筹备居民会议", "排查沟渠", true),
    (&["F5", "Tab"], "jinhu", "头一回进户", "我这个月", true),
    (&["F5", "Tab"], "pcgq", "排查沟渠", "走遍一组", true),
    (&["F6"], "loushang", "与楼上漏水争执", "想学电工", false),
    (&["F7"], "fengren", "缝纫班", "修三组路灯", true),
    (&["F9"], "syy", "十一月工作", "事项待答复", true),
    (&["F10"], "zxm", "张晓敏", "备份", true),
];

pub(super) fn full(home: &Path, lang: Lang, size: (u16, u16)) -> Session {
    let mut bench = works(home);
    furnish(&mut bench);
    Session::new(bench, lang, size.0, size.1).unwrap()
}

/// The list of the screen: without the head, and without what stands beside it.
fn list(s: &Session) -> String {
    let frame = s.frame();
    let rows = frame.lines().skip(3).map(|line| line.split('│').next().unwrap_or_default());
    rows.take_while(|line| !line.starts_with("──")).collect::<Vec<_>>().join("\n")
}

pub(super) fn go(s: &mut Session, way: &[&str]) {
    for _ in 0..3 {
        s.press("Esc");
    }
    for key in way {
        s.press(key);
    }
}

#[test]
fn a_slash_narrows_the_list_of_every_screen_and_esc_shows_all_of_it_again() {
    let folder = tempfile::tempdir().unwrap();
    for size in [(80, 24), (120, 36)] {
        let mut s = full(&folder.path().join(size.0.to_string()), Lang::Zh, size);
        for (way, typed, left, gone, is_above) in LISTS {
            go(&mut s, way);
            let before = s.frame();
            assert!(list(&s).contains(gone), "{way:?} {gone}: {before}");
            s.press("/");
            assert!(s.cursor().is_some(), "{way:?}: {}", s.frame());
            s.type_text(typed);
            let told = list(&s);
            assert!(told.contains(left) && !told.contains(gone), "{way:?} {size:?}: {}", s.frame());
            let line = s.frame().lines().nth(3).unwrap_or_default().to_owned();
            assert!(line.contains(&format!("/{typed}")), "{way:?}: {line}");
            let counted = line.trim_end().rsplit_once(" / ").map(|(_, count)| count.to_owned());
            assert!(
                counted.is_some_and(|count| count.parse::<usize>().is_ok_and(|count| count > 0)),
                "{line}"
            );
            assert_eq!(line.starts_with(" 查找  /"), is_above, "{way:?}: {line}");
            let before_it = line.split(typed).next().unwrap_or_default();
            assert_eq!(
                s.cursor().map(|(x, _)| usize::from(x)),
                Some(width(before_it) + width(typed)),
                "{way:?}: {line}"
            );
            // Esc while it is typed shows all again; so it does after Enter.
            s.press("Esc");
            assert!(list(&s).contains(gone) && s.cursor().is_none(), "{way:?}: {}", s.frame());
            s.press("/").type_text(typed).press("Enter");
            assert!(s.cursor().is_none() && !list(&s).contains(gone), "{way:?}: {}", s.frame());
            s.press("Esc");
            assert!(list(&s).contains(gone), "{way:?}: {}", s.frame());
            // What is typed in Chinese begins it too.
            s.type_text("某某某");
            let frame = s.frame();
            assert!(frame.contains("没有找到。Esc 清掉查找的字；Ctrl-F 到处找"), "{way:?}: {frame}");
            assert!(frame.contains("0 / 0"), "{way:?}: {frame}");
            s.press("Ctrl-F");
            assert!(s.frame().contains(" 到处找: 某某某"), "{way:?}: {}", s.frame());
            s.press("Esc").press("Esc");
            assert!(list(&s).contains(gone), "{way:?}: {}", s.frame());
        }
    }
}

#[test]
fn what_is_left_opens_and_the_one_that_was_selected_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = full(&folder.path().join("a"), Lang::Zh, (80, 24));
    let selected = |s: &Session| {
        let frame = s.frame();
        frame.lines().find(|line| line.starts_with('>')).map(str::to_owned).unwrap_or_default()
    };
    for (way, typed, row, opened) in [
        (&["F2"][..], "louxia", "", ""),
        (&["F2"], "loushang", "漏水", "B-2  与楼上漏水争执"),
        (&["F3"], "erzu", "二组", "二组 · "),
        (&["F5"], "csw", "长孙无忌", "登记走访"),
        (&["F7"], "fengren", "缝纫班", "缝纫班  "),
        (&["F9"], "syy", "十一月工作", "十一月工作"),
        (&["F10"], "zxm", "张晓敏", "导出"),
    ] {
        go(&mut s, way);
        s.press("/").type_text(typed).press("Enter");
        assert!(selected(&s).contains(row), "{way:?}: {}", s.frame());
        if row.is_empty() {
            // Nothing is opened where nothing is found.
            let frame = s.press("Enter").frame();
            assert!(frame.contains("没有找到") && frame.contains("[F2今日]"), "{way:?}: {frame}");
            s.press("Esc");
            continue;
        }
        s.press("Esc");
        assert!(selected(&s).contains(row), "all again, {way:?}: {}", s.frame());
        s.press("/").type_text(typed).press("Enter").press("Enter");
        assert!(s.frame().contains(opened), "{way:?}: {}", s.frame());
        s.press("Esc").press("Esc").press("Esc");
    }
}

#[test]
fn arrows_and_clicks_go_among_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = full(&folder.path().join("a"), Lang::Zh, (80, 24));
    for (way, typed, count) in
        [(&["F2"][..], "三组", 2), (&["F3"], "组", 3), (&["F7"], "路灯", 1), (&["F9"], "月", 3)]
    {
        go(&mut s, way);
        s.press("/").type_text(typed);
        let rows = |s: &Session| -> Vec<usize> {
            let frame = s.frame();
            let is_row = |line: &str| line.contains(typed) && !line.contains("查找");
            let rows = frame.lines().enumerate().skip(4).filter(|(_, line)| is_row(line));
            rows.map(|(y, _)| y).collect()
        };
        let chosen = |s: &Session| s.frame().lines().position(|line| line.starts_with('>'));
        assert!(rows(&s).len() >= count, "{way:?}: {}", s.frame());
        let first = chosen(&s).unwrap_or_else(|| panic!("{way:?}: {}", s.frame()));
        s.press("Enter").press("End");
        let last = chosen(&s).unwrap();
        assert!(rows(&s).contains(&last) && (count == 1 || last > first), "{way:?}: {}", s.frame());
        if count > 1 {
            s.click(8, u16::try_from(first).unwrap());
            assert_eq!(chosen(&s), Some(first), "{way:?}: {}", s.frame());
        }
        // A click on the line goes on typing where it stands.
        s.click(9, 3);
        assert!(s.cursor().is_some(), "{way:?}: {}", s.frame());
        s.press("Esc");
    }
}

#[test]
fn all_names_of_f5_are_looked_through_however_many_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"), clock(0));
    add(&mut bench, "neighbourhoods", &[("name", "一组"), ("order", "1")]);
    for number in 0..70 {
        let name = format!("居民{number:02}");
        let facts = [
            ("name", &*name),
            ("neighbourhood", "一组"),
            ("visit_facts", "老党员"),
            ("visit_basis", "支部名册"),
        ];
        add(&mut bench, "residents", &facts);
    }
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F5");
    assert!(s.frame().contains("老党员  未访 70"), "{}", s.frame());
    s.press("/").type_text("居民69");
    assert!(s.frame().contains("老党员  未访 1 / 70") && s.frame().contains("居民69"), "{}", s.frame());
    s.press("Ctrl-U").type_text("jumin");
    assert!(s.frame().contains("老党员  未访 70"), "{}", s.frame());
    s.press("Enter").press("End");
    assert!(s.frame().contains("60 / 60") && s.frame().contains("还有 10 人"), "{}", s.frame());
}

#[test]
fn members_of_one_household_who_are_found_stand_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = found(&folder.path().join("a"), clock(0));
    let homes = ["望梨苑6号", "望梨苑61号"];
    for home in homes {
        add(&mut bench, "households", &[("address", home)]);
    }
    let people = [("张一", 0), ("王二", 1), ("罗三", 0), ("张泽", 1), ("李四", 0)];
    for (name, home) in people {
        add(&mut bench, "residents", &[("name", name), ("household", homes[home]), ("address", homes[home])]);
    }
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("/").type_text("望梨苑");
    let frame = s.frame();
    let rows = frame.lines().filter_map(|line| people.iter().find(|(name, _)| line.contains(name)));
    let order: Vec<usize> = rows.map(|(_, home)| *home).collect();
    assert!(order == [0, 0, 0, 1, 1] || order == [1, 1, 0, 0, 0], "{frame}");
    // The best is the first still.
    s.press("Ctrl-U").type_text("张泽");
    assert!(s.frame().lines().any(|line| line.starts_with("> 张泽")), "{}", s.frame());
}

#[test]
fn a_list_is_sorted_once_for_all_keys_however_long_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(furnished(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    s.press("F4");
    let sort = crate::tui::lists::Sort { by: "seen".to_owned(), down: true };
    let chosen = crate::tui::lists::Chosen { columns: None, sort: Some(sort.clone()) };
    s.model().arrangement.take(&crate::tui::lists::Change::List("screen/residents".to_owned(), chosen));
    s.model().sort_out();
    let order = |s: &mut Session| s.model().data.order_of("screen/residents", Some(&sort)).unwrap();
    let first = order(&mut s);
    s.press("/")
        .type_text("wgl")
        .press("Esc")
        .press("Down")
        .press("End")
        .press("Home")
        .press("F6")
        .press("F4");
    // The very same, not one that is alike.
    assert!(std::sync::Arc::ptr_eq(&first, &order(&mut s)));
    s.refresh().press("Down");
    let second = order(&mut s);
    assert!(!std::sync::Arc::ptr_eq(&first, &second), "data were read again");
    s.press("/").type_text("qy").press("Esc");
    assert!(std::sync::Arc::ptr_eq(&second, &order(&mut s)));
}

#[test]
fn f9_without_anything_to_count_tells_how_figures_come() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, told, zero) in [(Lang::Zh, "还没有数字", "最多 0"), (Lang::En, "No figures yet", "0 at most")]
    {
        for size in [(80, 24), (120, 36)] {
            let home = folder.path().join(format!("{lang:?}{}", size.0));
            let mut s = Session::new(found(&home, clock(0)), lang, size.0, size.1).unwrap();
            let frame = s.press("F9").frame();
            assert!(frame.contains(told) && frame.contains("F6"), "{frame}");
            assert!(!frame.contains(zero) && !frame.contains("0/0"), "{frame}");
            assert!(!frame.lines().skip(3).any(|line| line.contains(" 0")), "{frame}");
            // A first issue brings them.
            add(s.bench(), "issues", &[("title", "路灯不亮"), ("from", "王桂兰")]);
            let frame = s.refresh().press("F9").frame();
            assert!(!frame.contains(told) && frame.contains("1/1"), "{frame}");
        }
    }
}
