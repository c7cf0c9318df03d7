//! A wider screen shows more columns, in a declared order; eighty cells those of always.

use super::{add, projects::works};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells},
};

/// The screens with such lists: the first title, what is always there, and what comes.
const LISTS: [(&str, &str, &[&str], &[&str]); 3] = [
    ("F4", "姓名", &["姓名", "居民小组", "住址", "联系电话"], &["年龄", "最近走访", "户主", "走访缘由"]),
    (
        "F6",
        "编号",
        &["编号", "居民小组", "内容", "责任人", "期限"],
        &["状态", "性质", "登记日", "反映人", "紧急"],
    ),
    ("F7", "项目", &["项目", "进展", "计划", "到账", "支出", "公示"], &["责任人", "计划完成", "约定"]),
];

/// The titles above the list, as words.
fn titles(s: &Session, first: &str) -> Vec<String> {
    let frame = s.frame();
    let found = frame.lines().skip(3).find(|line| line.trim_start().starts_with(first));
    let line = found.unwrap_or_else(|| panic!("no {first} in {frame}"));
    let line = line.split('│').next().unwrap_or_default();
    line.split_whitespace().map(str::to_owned).collect()
}

fn filled(home: &std::path::Path) -> Session {
    let mut bench = works(home);
    let old = [
        ("name", "赵春山"),
        ("neighbourhood", "一组"),
        ("address", "幸福路1号"),
        ("phone", "13866660000"),
        ("born", "1951-03-02"),
        ("visit_facts", "hardship"),
        ("visit_basis", "入户摸底"),
    ];
    add(&mut bench, "residents", &old);
    Session::new(bench, Lang::Zh, 80, 24).unwrap()
}

#[test]
fn more_columns_come_with_the_width_in_their_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = filled(&folder.path().join("a"));
    for (screen, first, usual, further) in LISTS {
        let mut before = 0;
        for (width, least) in [(80, 0), (120, usize::from(screen != "F7")), (160, 1), (200, 2), (280, 3)] {
            s.resize(width, 36).press(screen);
            let shown = titles(&s, first);
            let all_usual = usual.iter().all(|title| shown.iter().any(|own| own == title));
            assert!(all_usual, "{screen} {width}: {shown:?}");
            let came: Vec<bool> = further.iter().map(|title| shown.iter().any(|own| own == title)).collect();
            let count = came.iter().filter(|came| **came).count();
            assert_eq!(shown.len(), usual.len() + count, "{screen} {width}: {shown:?}");
            assert!(came.iter().take(count).all(|came| *came), "{screen} {width} out of order: {shown:?}");
            assert!(count >= least.max(before), "{screen} {width}: {shown:?}");
            assert!(width > 80 || count == 0, "{screen} {width}: {shown:?}");
            before = count;
        }
        assert_eq!(before, further.len(), "{screen}: all of them in 280 cells");
    }
}

#[test]
fn further_columns_tell_what_is_derived_and_what_is_masked_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = filled(&folder.path().join("a"));
    s.resize(280, 36).press("F4");
    let row = |s: &Session, name: &str| {
        let frame = s.frame();
        let left = frame.lines().skip(4).filter_map(|line| line.split('│').next());
        let found = left.map(str::to_owned).find(|line| line.contains(name));
        found.unwrap_or_else(|| panic!("no {name} in {frame}"))
    };
    let old = row(&s, "赵春山");
    assert!(old.contains(" 75 ") && old.contains("困难"), "{old}");
    assert!(old.contains("138****0000") && !old.contains("1951") && !old.contains("13866660000"), "{old}");
    // The son's household is the mother's, and it was visited.
    let son = row(&s, "单小明");
    assert!(son.contains("王桂兰"), "{son}");
    assert!(row(&s, "王桂兰").contains("2026-11-18"), "{}", s.frame());
    s.press("F6");
    let lamp = row(&s, "路灯");
    assert!(lamp.contains("已转办") && lamp.contains("诉求") && lamp.contains("2026-11-13"), "{lamp}");
    assert!(lamp.contains("王桂兰") && lamp.contains("一般"), "{lamp}");
    assert!(row(&s, "沟渠").contains("匿名"), "{}", s.frame());
    s.press("F7");
    let lamp = row(&s, "修三组路灯");
    assert!(lamp.contains("李强") && lamp.contains("2026-11-20"), "{lamp}");
}

#[test]
fn today_tells_more_of_a_line_on_a_wider_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = filled(&folder.path().join("a"));
    let row = |s: &Session| {
        let frame = s.frame();
        let found = frame.lines().find(|line| line.contains("路灯连续"));
        found.unwrap_or_else(|| panic!("{frame}")).to_owned()
    };
    for (width, count) in [(80, 0), (120, 1), (160, 3), (200, 3)] {
        s.resize(width, 36).press("F2");
        let row = row(&s);
        let told = ["责任人 张晓敏", "到 2026-11", "已转办"];
        let came = told.iter().filter(|told| row.contains(*told)).count();
        assert_eq!(came, count, "{width}: {row}");
        assert!(told.iter().take(count).all(|told| row.contains(told)), "{width}: {row}");
        assert!(row.contains("超 2 天") && cells::width(&row) <= usize::from(width), "{width}: {row}");
    }
}

#[test]
fn further_columns_are_offered_chosen_kept_and_sorted_by() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = filled(&folder.path().join("a"));
    s.resize(200, 36).press("F6");
    let wide = titles(&s, "编号");
    // What the width brings is told as shown; sent as it is, nothing is chosen.
    s.press("=");
    let is = |s: &Session, title: &str, yes: char| {
        let frame = s.frame();
        frame.lines().any(|line| line.contains(&format!("列 {title}")) && line.contains(yes))
    };
    assert!(is(&s, "状态", '是') && is(&s, "性质", '是'), "{}", s.frame());
    s.press("Ctrl-S");
    assert_eq!(titles(&s, "编号"), wide);
    assert!(s.model().arrangement.of("screen/issues").columns.is_none());
    // At eighty cells the kind is chosen besides: the title gives way.
    s.resize(80, 24).press("F6").press("=");
    for _ in 0..20 {
        let here = |line: &str| line.starts_with('>') && line.contains("列 性质");
        if s.frame().lines().any(here) {
            break;
        }
        s.press("Tab");
    }
    assert!(is(&s, "性质", '否'), "{}", s.frame());
    s.press("Right").press("Ctrl-S");
    let narrow = titles(&s, "编号");
    assert!(narrow.contains(&"性质".to_owned()) && !narrow.contains(&"状态".to_owned()), "{narrow:?}");
    // What was chosen is shown in every width, and no more.
    s.resize(200, 36);
    assert_eq!(titles(&s, "编号"), narrow);
    // A click on a title that came sorts by it.
    s.press("F4");
    let frame = s.frame();
    let (y, line) = frame.lines().enumerate().skip(3).find(|(_, line)| line.contains("年龄")).unwrap();
    let x = cells::width(line.split("年龄").next().unwrap());
    s.click(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
    let frame = s.frame();
    let first = frame.lines().nth(5).unwrap_or_default();
    assert!(frame.contains("年龄 ^") && first.contains("赵春山"), "{frame}");
}

#[test]
fn an_issue_tells_whether_who_asked_wants_to_be_named() {
    for (lang, no, yes) in [(Lang::Zh, "匿名 否", "匿名 是"), (Lang::En, "anonymous no", "anonymous yes")]
    {
        for (width, height) in [(80, 24), (120, 36)] {
            let folder = tempfile::tempdir().unwrap();
            let bench = super::small(&folder.path().join("a"));
            let mut s = Session::new(bench, lang, width, height).unwrap();
            for (sought, told, other) in [("路灯", no, yes), ("沟渠", yes, no)] {
                s.press("F6").press("/").type_text(sought).press("Enter").press("Enter");
                let frame = s.frame();
                assert!(frame.contains(told) && !frame.contains(other), "{told}: {frame}");
                s.press("Esc").press("Esc");
            }
        }
    }
}
