//! What a screen tells where there is little room for it: whole words, numbers that agree, keys
//! that belong together.

use jiff::civil::date;

use super::{
    add, clock,
    laptops::{bring, join},
    projects::works,
    session, small,
};
use crate::{
    domain::{projects::Progress, wording::Lang},
    tui::{Session, chrome, keys::Action},
};

#[test]
fn the_month_before_and_the_next_are_in_the_footer_together_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = [0, 0];
    for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        let mut s = Session::new(small(&folder.path().join(name)), lang, 80, 24).unwrap();
        for keys in [&["F5"][..], &["F5", "Tab"]] {
            for key in keys {
                s.press(key);
            }
            for width in 80..=140 {
                s.model().size.0 = width;
                let footer = chrome::footer(s.model());
                let has = |action| footer.iter().any(|hint| hint.action == action);
                let [before, next] = [Action::PreviousMonth, Action::NextMonth].map(has);
                assert_eq!(before, next, "{lang:?} {width}");
                seen[usize::from(before)] += 1;
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

#[test]
fn as_many_projects_are_in_work_as_are_called_so() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, word, part) in [(Lang::Zh, "在办", "F7"), (Lang::En, "in work", "F7")] {
        let mut bench = works(&folder.path().join(word));
        for title in ["电工夜校", "春节前看望老人"] {
            add(&mut bench, "projects", &[("title", title), ("kind", "economy"), ("need", "想学电工")]);
        }
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        let frame = s.press(part).frame();
        let rows = frame.lines().skip(6).filter(|line| line.contains(word)).count();
        let new = frame.matches(Progress::Registered.title(lang)).count();
        assert_eq!((rows, new), (4, 3), "{frame}");
        let board = frame.lines().nth(4).unwrap();
        assert!(board.contains(&format!("{word} 4")), "{frame}");
        let frame = s.press("F9").frame();
        assert!(frame.contains("4/4"), "{frame}");
    }
}

#[test]
fn the_digest_stays_beside_ones_own_laptop_whatever_another_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let mut lead = small(&folder.path().join("b"));
    let mut other = join(&mut lead, folder.path(), "c", "欧阳春华", 0);
    bring(&mut other, &mut lead, folder.path(), "c.mqb");
    let mut s = Session::new(lead, Lang::Zh, 80, 24).unwrap();
    let digest: String = s.bench().digest().chars().take(16).collect();
    for width in 80..=130 {
        s.resize(width, 24);
        let frame = s.press("F10").frame();
        let row = frame.lines().find(|line| line.contains("  这台")).unwrap();
        assert!(row.contains(&format!("组长电脑  校验 {digest}")), "{width}: {frame}");
        assert!(frame.contains("有消息"), "{width}: {frame}");
    }
}

#[test]
fn why_a_line_is_there_is_told_whole_at_the_least_size() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    bench.set_clock(clock(-30));
    let built = [("title", "公共绿地上搭了棚子"), ("kind", "violation"), ("neighbourhood", "三组")];
    add(&mut bench, "issues", &built);
    bench.set_clock(clock(0));
    let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
    let frame = s.press("F2").frame();
    let line = frame.lines().find(|line| line.contains("公共绿地上搭了棚子")).unwrap();
    assert!(line.contains(" 乱建抢种"), "{frame}");
    for line in frame.lines().filter(|line| line.contains("乱建抢种") || line.contains("复核")) {
        assert!(!line.contains(".."), "{frame}");
    }
}

#[test]
fn a_visit_that_is_only_planned_is_nobodys_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = small(&folder.path().join("a"));
    let planned = [
        ("date", "2026-11-25"),
        ("category", "veteran_member"),
        ("resident", "王桂兰"),
        ("visitors", "张晓敏"),
    ];
    add(&mut bench, "visits", &planned);
    let mut s = Session::new(bench, Lang::Zh, 200, 36).unwrap();
    let frame = s.press("F4").frame();
    assert!(frame.contains("最近走访"), "{frame}");
    let row = frame.lines().find(|line| line.contains(" 王桂兰 ")).unwrap();
    assert!(row.contains("2026-11-18") && !row.contains("2026-11-25"), "{frame}");
    // Her card tells of both, each as what it is.
    s.type_text("/").type_text("王桂兰").press("Enter").press("Enter");
    let frame = s.frame();
    assert!(frame.contains("2026-11-25  安排走访 张晓敏\n"), "{frame}");
    assert!(frame.contains("2026-11-18  走访 张晓敏  路灯坏了好几天"), "{frame}");
}

#[test]
fn bulletins_are_told_apart_by_their_titles_where_the_page_stands_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 100, 30);
    for (from, to) in [((10, 2), (10, 31)), ((11, 1), (11, 20)), ((11, 21), (11, 22))] {
        let [from, to] = [from, to].map(|(month, day)| date(2026, month, day));
        let title = format!("民情简报（{}月{}日—{}月{}日）", from.month(), from.day(), to.month(), to.day());
        s.bench().new_bulletin(&title, from, to).unwrap();
    }
    let frame = s.refresh().press("F9").frame();
    for told in ["10月2日—10月31日", "11月1日—11月20日", "11月21日—11月22日"] {
        let rows = frame.lines().filter(|line| line.split('│').next().unwrap_or_default().contains(told));
        assert_eq!(rows.count(), 1, "{told}: {frame}");
    }
    insta::assert_snapshot!(frame.lines().skip(3).take(4).collect::<Vec<_>>().join("\n"), @"
 简报                                   │                         民情简报
> 草稿 民情简报（11月21日—11月22日）    │                     （未签发，草稿）
  草稿 民情简报（11月1日—11月20日）     │ 太湖社区工作组
  草稿 民情简报（10月2日—10月31日）     │ ────────────────────────────
");
}
