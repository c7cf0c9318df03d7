//! What stands beside a list is read on and opened, and what is cut says so.

use super::{add, clock, gallery::furnished};
use crate::{
    domain::{visits::VisitCategory, wording::Lang},
    tui::{Session, cells::width, model::Popup},
};

/// A workspace in which there is more to tell of everything than 24 rows hold.
fn crammed(home: &std::path::Path, lang: Lang) -> Session {
    let mut bench = furnished(home);
    bench.set_clock(clock(0));
    for day in 1..19 {
        let (day, words) = (format!("2026-11-{day:02}"), format!("第 {day} 次去，说了路灯的事"));
        let visit = [("resident", "仇英"), ("visitors", "李强"), ("category", "veteran_member")];
        add(&mut bench, "visits", &[&visit[..], &[("date", &day), ("words", &words)]].concat());
        let task = [("from", "2026-11-22"), ("to", "2026-11-30"), ("owner", "李强")];
        add(&mut bench, "tasks", &[&task[..], &[("name", &format!("入户 {day}"))]].concat());
    }
    for number in 10..25 {
        let facts = [("visit_facts", "老干部"), ("visit_basis", "名册"), ("visit_since", "2026-11-01")];
        let who = [("name", format!("居民{number}")), ("neighbourhood", "一组".to_owned())];
        let who = who.each_ref().map(|(key, told)| (*key, told.as_str()));
        add(&mut bench, "residents", &[&who[..], &facts[..]].concat());
        std::fs::write(bench.home().join(format!("inbox/x{number}.mqb")), "不是同步包").unwrap();
    }
    Session::new(bench, lang, 120, 24).unwrap()
}

/// The column of the rule between the panes.
fn rule(s: &Session) -> u16 {
    let frame = s.frame();
    let line = frame.lines().nth(12).unwrap();
    let (left, _) = line.split_once('│').unwrap_or_else(|| panic!("{frame}"));
    u16::try_from(width(left)).unwrap()
}

/// What stands at the left of the rule and at its right, row by row.
fn halves(s: &Session) -> (Vec<String>, Vec<String>) {
    let frame = s.frame();
    let rows = frame.lines().count().saturating_sub(7);
    let halves = frame.lines().skip(5).take(rows).map(|line| line.split_once('│').unwrap_or((line, "")));
    halves.map(|(left, right)| (left.to_owned(), right.trim().to_owned())).unzip()
}

/// The place at the right of the rule where a text stands.
fn beside(s: &Session, text: &str) -> (u16, u16) {
    let frame = s.frame();
    let found = frame.lines().enumerate().find_map(|(y, line)| {
        let (left, right) = line.split_once('│')?;
        let (before, _) = right.split_once(text)?;
        Some((width(left) + 1 + width(before), y))
    });
    let (x, y) = found.unwrap_or_else(|| panic!("no {text} in {frame}"));
    (u16::try_from(x).unwrap(), u16::try_from(y).unwrap())
}

/// Goes to a screen, and down its list to a row of which not all has room beside it.
fn come_to_cut(s: &mut Session, screen: &str, told: &str) {
    for _ in 0..4 {
        s.press("Esc");
    }
    s.press("F2").press(screen).press("Home");
    for _ in 0..30 {
        if halves(s).1.iter().any(|row| row.contains(told)) {
            return;
        }
        s.press("Down");
    }
    panic!("nothing is cut on {screen}: {}", s.frame());
}

#[test]
fn what_stands_beside_a_list_is_read_on_by_a_key_and_by_the_wheel_over_it() {
    let folder = tempfile::tempdir().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let mut s = crammed(&folder.path().join(format!("{lang:?}")), lang);
        let key = lang.pick("Ctrl-↓", "Ctrl-Down");
        let (more, above) = (lang.pick("↓ 下面还有", " below"), lang.pick("↑ 上面", " above"));
        for screen in ["F4", "F5", "F6", "F7", "F9"] {
            come_to_cut(&mut s, screen, key);
            let ((left, first), before) = (halves(&s), s.frame());
            assert!(!first.concat().contains(above), "{before}");
            // The wheel: the list stays, the sign tells of both ways.
            let x = rule(&s) + 9;
            s.wheel_over(2, x, 12);
            let (list, read) = halves(&s);
            assert_eq!(list, left, "{screen}: the list moved\n{}", s.frame());
            assert_ne!(read, first, "{screen}: {before}");
            assert!(read.concat().contains(above), "{screen}: {}", s.frame());
            s.wheel_over(-9, x, 12);
            assert_eq!(s.frame(), before, "{screen}");
            // The key: to the end, where nothing is below, and every row was seen.
            let mut seen = first.clone();
            for _ in 0..40 {
                if !halves(&s).1.concat().contains(more) {
                    break;
                }
                s.press("Ctrl-Down");
                assert_eq!(halves(&s).0, left, "{screen}: the list moved\n{}", s.frame());
                seen.extend(halves(&s).1);
            }
            let end = halves(&s).1.concat();
            assert!(!end.contains(more) && end.contains(above), "{}", s.frame());
            s.resize(120, 90);
            let all = s.frame();
            s.resize(120, 24);
            let whole = all.lines().skip(5).filter_map(|line| line.split_once('│'));
            for (_, row) in whole.filter(|(_, row)| !row.trim().is_empty()) {
                assert!(seen.iter().any(|own| own == row.trim()), "{screen}: {row} was not seen\n{all}");
            }
            // Back, and from the top again where another row was selected in between.
            for _ in 0..40 {
                s.press("Ctrl-Up");
            }
            s.model().notice = None;
            assert_eq!(s.frame(), before, "{screen}");
            s.press("Ctrl-Down");
            assert_ne!(halves(&s).1, first, "{screen}");
            if screen != "F5" {
                s.press("Down").press("Up");
                assert_eq!(halves(&s).1, first, "{screen}: {}", s.frame());
            }
            // What tells of more goes there.
            come_to_cut(&mut s, screen, key);
            let (x, y) = beside(&s, more);
            s.click(x, y);
            assert_ne!(halves(&s).1, first, "{screen}: {}", s.frame());
            assert_eq!(halves(&s).0, left, "{screen}: {}", s.frame());
        }
    }
}

#[test]
fn the_count_of_rows_below_is_the_count() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crammed(&folder.path().join("a"), Lang::Zh);
    for screen in ["F4", "F6", "F7", "F9"] {
        come_to_cut(&mut s, screen, "Ctrl-↓");
        let told = halves(&s).1.concat();
        let count = told.split_once("↓ 下面还有 ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
        let count: isize = count.unwrap_or_else(|| panic!("{told}"));
        let x = rule(&s) + 4;
        s.wheel_over(count - 1, x, 9);
        assert!(halves(&s).1.concat().contains("↓ 下面还有 1 行"), "{screen}: {}", s.frame());
        s.wheel_over(1, x, 9);
        let told = halves(&s).1.concat();
        assert!(told.contains(&format!("↑ 上面还有 {count} 行")) && !told.contains('↓'), "{}", s.frame());
    }
}

// One click goes to what it is on, a second one opens that, and the list keeps its row.
#[test]
fn a_record_that_is_told_of_beside_a_list_is_gone_to_by_a_click_and_opened_by_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crammed(&folder.path().join("a"), Lang::Zh);
    s.resize(120, 36);
    let selected = |s: &Session, text: &str| {
        s.frame().lines().any(|line| line.trim_start().starts_with('>') && line.contains(text))
    };
    let come = |s: &mut Session, screen: &str, text: &str| {
        for _ in 0..4 {
            s.press("Esc");
        }
        s.model().unfinished.left.clear();
        // Whatever fills the screen there is left too.
        s.press("F2").press(screen).press("Esc").press("Home");
        for _ in 0..30 {
            if halves(s).1.iter().any(|row| row.contains(text)) {
                return beside(s, text);
            }
            s.press("Down");
        }
        panic!("no {text} on {screen}: {}", s.frame());
    };
    let is_form = |s: &mut Session| matches!(s.model().popups.last(), Some(Popup::Form(_)));
    let is_reading = |s: &mut Session| matches!(s.model().popups.last(), Some(Popup::Reading { .. }));
    let on = |s: &Session, tab: &str| s.frame().lines().nth(1).unwrap().contains(&format!("[{tab}"));
    // A visit, and an issue of a resident.
    let (x, y) = come(&mut s, "F4", "第 18 次去");
    s.click(x, y);
    assert!(selected(&s, "第 18 次去"), "{}", s.frame());
    s.click(x, y);
    assert!(is_form(&mut s) && s.frame().contains("第 18 次去"), "{}", s.frame());
    let (x, y) = come(&mut s, "F4", "三组路灯连续");
    s.click(x, y).click(x, y);
    assert!(on(&s, "F6") && s.frame().contains("三组路灯连续五天不亮"), "{}", s.frame());
    // A task that comes next; the list then shows the calendar's part.
    let (x, y) = come(&mut s, "F5", "入户 2026-11-07");
    s.click(x, y);
    assert!(selected(&s, "入户 2026-11-07") && s.frame().contains("[日历计划]"), "{}", s.frame());
    s.click(x, y);
    assert!(is_form(&mut s) && s.frame().contains("入户 2026-11-07"), "{}", s.frame());
    // Clicked once more later on, it is opened too.
    let (x, y) = come(&mut s, "F5", "入户 2026-11-07");
    s.click(x, y).press("Up").press("Down").click(x, y);
    assert!(is_form(&mut s), "{}", s.frame());
    // A step of an issue is in sight.
    let (x, y) = come(&mut s, "F6", "[x] 转办");
    s.click(x, y);
    assert!(s.model().issues.open && s.frame().contains("转往 街道城管科"), "{}", s.frame());
    // Money and stages of a project.
    for text in ["装灯", "居民自愿出资", "灯头", "需求 →"] {
        let (x, y) = come(&mut s, "F7", text);
        s.click(x, y);
        assert!(selected(&s, text), "{text}: {}", s.frame());
        s.click(x, y);
        let is_there = is_reading(&mut s) || text == "需求 →" && on(&s, "F6");
        assert!(is_there, "{text}: {}", s.frame());
    }
    // The page of a bulletin.
    s.press("Esc").press("F9");
    let (x, y) = (rule(&s) + 8, 6);
    s.click(x, y);
    assert!(is_reading(&mut s), "{}", s.frame());
    // Something between two clicks makes them two.
    let (x, y) = come(&mut s, "F7", "装灯");
    s.click(x, y).press("Down").click(x, y);
    assert!(s.model().popups.is_empty(), "{}", s.frame());
}

#[test]
fn a_step_that_is_clicked_beside_the_queue_is_in_sight_where_the_issue_is_long() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = super::small(folder.path());
    bench.set_clock(clock(0));
    let id = bench.rows("issues").unwrap()[0].id;
    for number in 0..30 {
        let text = crate::domain::value::Value::Text(format!("第 {number} 次答复"));
        let step = crate::domain::standing::StepKind::Reply;
        bench.take_step(id, step, &[(crate::domain::issues::steps::TEXT, text)]).unwrap();
    }
    let mut s = Session::new(bench, Lang::Zh, 120, 24).unwrap();
    s.press("F6");
    crate::tui::screens::issues::select(s.model(), id);
    for _ in 0..40 {
        if halves(&s).1.iter().any(|row| row.contains("第 20 次答复")) {
            break;
        }
        s.press("Ctrl-Down");
    }
    let (x, y) = beside(&s, "第 20 次答复");
    s.click(x, y);
    assert!(s.model().issues.open && s.model().issues.scroll > 0, "{}", s.frame());
    assert!(s.frame().lines().any(|line| line.contains("第 20 次答复")), "{}", s.frame());
    assert!(s.frame().contains("↑ 上面") && s.frame().contains("↓ 下面还有"), "{}", s.frame());
}

#[test]
fn a_gauge_of_f5_lists_whom_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, wide, high) in [(Lang::Zh, 80, 24), (Lang::En, 120, 36)] {
        let mut s = crammed(&folder.path().join(format!("{lang:?}")), lang);
        s.resize(wide, high).press("F5");
        let mut counted = 0;
        for category in VisitCategory::ALL {
            let due = s.model().data.field.coverage.gauge(category, None).due;
            let title = category.title(lang);
            let row = s.frame().lines().position(|line| line.starts_with(&format!("  {title}"))).unwrap();
            s.click(20, u16::try_from(row).unwrap());
            let frame = s.frame();
            match s.model().popups.last() {
                Some(Popup::Finder(finder)) => {
                    assert_eq!(finder.found.len(), due, "{frame}");
                    assert!(frame.contains(&title), "{frame}");
                    counted += 1;
                }
                _ => assert!(due == 0 && s.model().notice.is_some(), "{title}: {frame}"),
            }
            s.press("Esc");
        }
        assert!(counted > 0);
    }
}

// Rows lead to what the list is for; a heading to the first of them, or to what it says.
#[test]
fn the_headings_and_the_backups_of_f10_take_the_mouse() {
    let folder = tempfile::tempdir().unwrap();
    let bench = furnished(folder.path());
    let backups = bench.home().join("backups");
    std::fs::create_dir_all(&backups).unwrap();
    bench.backup(&backups.join("auto-00000002-20261122-083000.mqb")).unwrap();
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    s.press("F10");
    let row = |s: &Session, text: &str| {
        let row = s.frame().lines().position(|line| line.contains(text));
        u16::try_from(row.unwrap_or_else(|| panic!("no {text}: {}", s.frame()))).unwrap()
    };
    let chosen = |s: &Session| {
        s.frame().lines().find(|line| line.starts_with('>')).map(str::to_owned).unwrap_or_default()
    };
    let y = row(&s, "收到的同步包");
    assert!(chosen(s.click(4, y)).contains("c2.mqb"), "{}", s.frame());
    let y = row(&s, "冲突：");
    assert!(chosen(s.click(4, y)).contains("仇英"), "{}", s.frame());
    let y = row(&s, "备份：最近");
    assert!(chosen(s.click(4, y)).contains("2026-11-"), "{}", s.frame());
    // Where it is stands below the list; a second click, and Enter, tell what it is good for.
    assert!(s.frame().contains("自动备份 "), "{}", s.frame());
    let y = row(&s, &chosen(&s));
    s.click(9, y);
    let told = s.frame();
    assert!(told.contains("从备份恢复") && told.contains("按 b 另存"), "{told}");
    s.press("Esc").press("Enter");
    assert_eq!(s.frame(), told);
    // A part without rows: what it says is done instead.
    let mut s = super::session(&folder.path().join("e"), 80, 24);
    s.press("F10");
    for (text, form) in [("收到的同步包", "导入"), ("备份：还没有", "备份")] {
        let y = row(&s, text);
        s.click(4, y);
        assert!(matches!(s.model().popups.last(), Some(Popup::Form(_))), "{text}: {}", s.frame());
        assert!(s.frame().lines().nth(3).unwrap().contains(form), "{}", s.frame());
        s.press("Esc");
    }
    let (y, before) = (row(&s, "冲突："), s.frame());
    assert_eq!(s.click(4, y).frame(), before);
}

#[test]
fn lists_and_cards_that_are_cut_say_how_many_rows_are_above_and_below() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = crammed(&folder.path().join("a"), Lang::Zh);
    s.resize(80, 24);
    for way in [&["F2"][..], &["F5"], &["F9"], &["F10"], &["F4", "Enter"], &["F7", "Enter"]] {
        for _ in 0..4 {
            s.press("Esc");
        }
        s.press("F2").press("Home");
        for key in way {
            s.press(key);
        }
        if way == ["F4", "Enter"] {
            let id = s.bench().find_in("residents", "仇英").unwrap();
            crate::tui::screens::residents::show(s.model(), id);
        }
        s.press("Home");
        let foot = |s: &Session| s.frame().lines().rfind(|line| line.contains(" 行")).map(str::to_owned);
        let told = foot(&s).unwrap_or_default();
        assert!(told.contains("↓ 下面还有"), "{way:?}: {}", s.frame());
        s.press("End");
        let told = foot(&s).unwrap_or_default();
        assert!(told.contains("↑ 上面还有") && !told.contains('↓'), "{way:?}: {}", s.frame());
        // Whatever has room for all says nothing.
        s.resize(120, 90);
        assert!(!s.frame().contains("上面还有") && !s.frame().contains("下面还有"), "{way:?}: {}", s.frame());
        s.resize(80, 24);
    }
}
