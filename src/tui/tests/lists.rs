//! Lists as people arrange them: sorted, with the columns they want, as wide as they like.

use std::path::Path;

use super::{add, clock, ledgers::to_ledger, projects::works, session, small};
use crate::{
    domain::wording::Lang,
    tui::{Session, cells, chrome, lists, model::Screen},
    workbench::Workbench,
};

/// Opens the workspace again, as on another day.
fn again(s: Session, home: &Path, width: u16, height: u16) -> Session {
    s.into_bench().close().unwrap();
    let (bench, _) = Workbench::open(home, "pass", clock(0), &mut |_| {}).unwrap();
    Session::new(bench, Lang::Zh, width, height).unwrap()
}

/// Which of some texts stand in the rows of the list, from the top.
fn order<'a>(s: &Session, texts: &[&'a str]) -> Vec<&'a str> {
    let frame = s.frame();
    let pane = usize::from(frame.contains("[F8"));
    let rows = frame.lines().skip(4).filter_map(|line| line.split('│').nth(pane));
    rows.filter_map(|line| texts.iter().copied().find(|text| line.contains(text))).collect()
}

/// Clicks the title of a column.
fn click_title(s: &mut Session, title: &str) {
    let frame = s.frame();
    let is_head = |line: &str| line.contains(title) && !line.contains("F2");
    let (y, line) = frame.lines().enumerate().skip(3).find(|(_, line)| is_head(line)).unwrap();
    let x = cells::width(line.split(title).next().unwrap());
    s.click(u16::try_from(x).unwrap() + 1, u16::try_from(y).unwrap());
}

#[test]
fn a_click_on_a_title_sorts_up_then_down_then_as_usual_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 120, 36);
    let people = ["王桂兰", "单小明", "仇英", "欧阳春华"];
    s.press("F4");
    let usual = order(&s, &people);
    assert_eq!(usual, ["仇英", "欧阳春华", "王桂兰", "单小明"]);
    click_title(&mut s, "姓名");
    // As the names are read: ouyang, qiu, shan, wang.
    assert_eq!(order(&s, &people), ["欧阳春华", "仇英", "单小明", "王桂兰"]);
    assert!(s.frame().contains("姓名 ^") && s.frame().contains("从小到大"), "{}", s.frame());
    click_title(&mut s, "姓名");
    assert_eq!(order(&s, &people), ["王桂兰", "单小明", "仇英", "欧阳春华"]);
    // Every list has its own.
    s.press("F6");
    let issues = ["路灯", "漏水", "电工", "沟渠"];
    let usual_issues = order(&s, &issues);
    click_title(&mut s, "编号");
    assert_eq!(order(&s, &issues), ["路灯", "漏水", "电工", "沟渠"], "{}", s.frame());
    click_title(&mut s, "编号");
    assert_eq!(order(&s, &issues), ["沟渠", "电工", "漏水", "路灯"]);
    to_ledger(&mut s, "居民");
    click_title(&mut s, "姓名");
    click_title(&mut s, "姓名");
    assert_eq!(order(&s, &people), ["王桂兰", "单小明", "仇英", "欧阳春华"], "{}", s.frame());
    // What is entered later stands in its place at once.
    let mut s = again(s, &home, 120, 36);
    add(s.bench(), "residents", &[("name", "苏敏"), ("neighbourhood", "一组")]);
    s.refresh().press("F4");
    let more = ["王桂兰", "单小明", "仇英", "欧阳春华", "苏敏"];
    assert_eq!(order(&s, &more), ["王桂兰", "苏敏", "单小明", "仇英", "欧阳春华"], "{}", s.frame());
    assert!(s.frame().contains("姓名 v"), "{}", s.frame());
    s.press("F6");
    assert_eq!(order(&s, &issues), ["沟渠", "电工", "漏水", "路灯"], "{}", s.frame());
    to_ledger(&mut s, "居民");
    assert_eq!(order(&s, &more), ["王桂兰", "苏敏", "单小明", "仇英", "欧阳春华"], "{}", s.frame());
    // A third click, and everything is as it was.
    s.press("F4");
    click_title(&mut s, "姓名");
    s.press("F6");
    click_title(&mut s, "编号");
    let mut s = again(s, &home, 120, 36);
    assert_eq!(order(s.press("F4"), &people), usual);
    assert_eq!(order(s.press("F6"), &issues), usual_issues);
}

// The last digits stand on the screen; the order tells no others.
#[test]
fn a_sort_by_what_is_masked_follows_what_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = small(&home);
    for (name, phone) in [("甲", "13899990001"), ("乙", "13811110002")] {
        add(&mut bench, "residents", &[("name", name), ("phone", phone), ("neighbourhood", "一组")]);
    }
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    let seen = |s: &Session| -> Vec<String> {
        let frame = s.frame();
        let phones = frame
            .lines()
            .skip(4)
            .filter_map(|line| line.split_whitespace().find(|word| word.contains("****")).map(str::to_owned));
        phones.collect()
    };
    s.press("F4");
    click_title(&mut s, "联系电话");
    let shown = seen(&s);
    let mut sorted = shown.clone();
    sorted.sort();
    assert_eq!(shown.len(), 5, "{}", s.frame());
    assert_eq!(shown, sorted);
}

#[test]
fn columns_are_chosen_without_a_letter_and_kept_for_each_list() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    let title = |s: &Session, row: usize| s.frame().lines().nth(row).unwrap_or_default().to_owned();
    s.press("F4").press("Ctrl-O");
    super::reach::choose(&mut s, "排序和列");
    assert!(s.frame().contains("列 联系电话"), "{}", s.frame());
    // By address, the greatest first, without the phone.
    s.press("Left").press("Left");
    for _ in 0..10 {
        if s.frame().lines().any(|line| line.contains("排序") && line.contains("住址")) {
            break;
        }
        s.press("Right");
    }
    s.press("Down").press("Right").press("Down").press("Down").press("Down").press("Right").press("Ctrl-S");
    assert!(!s.frame().contains("列 联系电话"), "{}", s.frame());
    let head = title(&s, 4);
    assert!(head.contains("住址 v") && head.contains("居民小组") && !head.contains("电话"), "{head}");
    assert!(!s.frame().contains("****"), "{}", s.frame());
    let mut s = again(s, &home, 80, 24);
    assert_eq!(title(s.press("F4"), 4), head);
    // The form tells what was chosen; sent as it is it changes nothing.
    s.press("=");
    let told = s.frame();
    let is_no = |line: &str| line.contains("列 联系电话") && line.contains('否');
    assert!(told.lines().any(is_no), "{told}");
    s.press("Ctrl-S");
    assert_eq!(title(&s, 4), head);
    // Another list has the usual ones still; its own are its fields.
    to_ledger(&mut s, "居民");
    let other = title(&s, 4);
    assert!(other.contains("姓名") && other.contains("联系电话"), "{}", s.frame());
    s.press("=");
    assert!(s.frame().contains("列 居民小组") && !s.frame().contains("列 身份证"), "{}", s.frame());
}

#[test]
fn projects_sort_by_their_progress_and_the_same_one_stays_selected() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(works(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    s.press("F7");
    let name = |s: &Session| -> Vec<String> {
        let frame = s.frame();
        let rows = frame.lines().skip(6).take(2);
        rows.map(|line| line.chars().skip(2).take(4).collect()).collect()
    };
    let usual = name(&s);
    click_title(&mut s, "进展");
    let up = name(&s);
    click_title(&mut s, "进展");
    let mut turned = name(&s);
    assert!(s.frame().contains("进展 v"), "{}", s.frame());
    turned.reverse();
    assert_eq!(up, turned);
    // The same project stays selected, and keys are about it.
    let chosen = s.model().projects.chosen;
    let selected = |s: &mut Session| super::super::screens::projects::selected(s.model()).unwrap().project.id;
    assert_eq!(Some(selected(&mut s)), chosen);
    click_title(&mut s, "进展");
    assert_eq!(name(&s), usual);
}

/// The column of the rule between two panes.
fn rule(s: &Session) -> u16 {
    let frame = s.frame();
    let line = frame.lines().nth(10).unwrap();
    u16::try_from(cells::width(line.split('│').next().unwrap())).unwrap()
}

#[test]
fn the_rule_between_panes_is_drawn_with_the_mouse_and_stays_there() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = Session::new(works(&home), Lang::Zh, 120, 36).unwrap();
    let screens = [("F4", 60), ("F6", 70), ("F7", 66), ("F8", 40), ("F5", 50)];
    for (screen, to) in screens {
        let from = rule(s.press(screen));
        // Without a hold nothing moves, and what is not held is not noted.
        s.drag(to, 10);
        assert_eq!(rule(&s), from, "{screen}");
        s.click(from, 10).drag(from + 1, 11).drag(to, 12).release();
        assert_eq!(rule(&s), to, "{screen}: {}", s.frame());
        s.drag(from, 10);
        assert_eq!(rule(&s), to, "{screen}");
    }
    let report = s.report();
    assert!(report.contains("drag 60 12") && !report.contains("drag 61 11"), "{report}");
    assert_eq!(report.matches("drag").count(), screens.len(), "{report}");
    assert_eq!(report.matches("release").count(), screens.len(), "{report}");
    let mut s = again(s, &home, 120, 36);
    for (screen, to) in screens {
        assert_eq!(rule(s.press(screen)), to, "{screen}");
    }
    // In fewer columns it is where its share is, and F8 keeps its panes in the fewest.
    s.resize(80, 24);
    let share = rule(s.press("F8"));
    assert!((26..=28).contains(&share), "{share}");
}

#[test]
fn both_panes_can_be_read_wherever_the_rule_is_drawn_to() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(works(&folder.path().join("a")), Lang::Zh, 120, 36).unwrap();
    for width in [80, 100, 120, 200] {
        s.resize(width, 36);
        for screen in ["F4", "F5", "F6", "F7", "F8"] {
            s.press("Esc").press(screen);
            if width < 100 && screen != "F8" {
                // One pane alone has no rule to move.
                s.press(">");
                assert!(s.frame().contains("只有一栏") && !s.frame().contains('│'), "{screen}");
                continue;
            }
            for to in [0, width] {
                let from = rule(&s);
                s.click(from, 10).drag(to, 10).release();
                let (left, frame) = (rule(&s), s.frame());
                let (least, beside) = if screen == "F8" { (16, 44) } else { (35, 34) };
                assert!((least..=width - beside).contains(&left), "{screen} {width}: {left}");
                let area = chrome::areas(s.model().size).body;
                assert_eq!(lists::list_width(s.model(), area), left, "{screen} {width}");
                for (y, line) in frame.lines().enumerate() {
                    assert!(cells::width(line) <= usize::from(width), "{screen} {width} {y}: {line}");
                }
                let told = match screen {
                    "F4" => ["姓名", "联系电话"],
                    "F5" => ["六访", "接下来"],
                    "F6" => ["编号", "期限"],
                    "F7" => ["项目", "公示"],
                    _ => ["五送", "0 / 0"],
                };
                assert!(told.iter().all(|told| frame.contains(told)), "{screen} {width}: {frame}");
            }
        }
    }
}

#[test]
fn keys_move_the_rule_too_and_say_where_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 80, 24);
    s.press("F8");
    let usual = rule(&s);
    // As an input method writes it, and from the list of what can be done here.
    s.press("》");
    assert_eq!(rule(&s), usual + 4);
    s.press("Ctrl-O");
    super::reach::choose(&mut s, "左边窄一点");
    assert_eq!(rule(&s), usual);
    for _ in 0..9 {
        s.press("<");
    }
    assert_eq!(rule(&s), 16, "{}", s.frame());
    assert!(s.frame().contains("看不全"), "{}", s.frame());
    let mut s = again(s, &home, 80, 24);
    assert_eq!(rule(s.press("F8")), 16);
    assert_eq!(s.model().screen, Screen::Ledgers);
}

// What was drawn is the same whether the order was known or is worked out now.
#[test]
fn the_worker_knows_the_orders_that_were_chosen_before_a_key_asks() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut s = session(&home, 120, 36);
    to_ledger(&mut s, "居民");
    click_title(&mut s, "姓名");
    s.press("F4");
    click_title(&mut s, "住址");
    let mut s = again(s, &home, 120, 36);
    let model = s.model();
    for list in model.data.books.keys().map(String::as_str).chain([lists::RESIDENTS]) {
        let sort = model.arrangement.sort(list);
        assert!(model.data.orders.knows(list, sort), "{list}");
    }
}

#[test]
fn several_people_are_offered_together_and_esc_unmarks_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("Space").press("Down").press("Space");
    assert!(s.frame().contains("选了 2 条：推荐单，Esc 不选了"), "{}", s.frame());
    // A search narrows the list and keeps the marks.
    s.press("/").type_text("sxm").press("Enter");
    assert!(s.frame().contains("选了 2 条"), "{}", s.frame());
    s.press("Ctrl-O");
    super::reach::choose(&mut s, "推荐单");
    assert!(s.frame().contains("仇英、王桂兰"), "{}", s.frame());
    s.press("Esc").press("Esc");
    assert!(!s.frame().contains("选了") && s.frame().contains("1 / 1"), "{}", s.frame());
    // The mouse marks where the marks stand.
    s.press("Esc").click(1, 6);
    assert!(s.frame().contains("选了 1 条") && s.frame().contains("*欧阳春华"), "{}", s.frame());
    s.click(1, 6);
    assert!(!s.frame().contains("选了"), "{}", s.frame());
}

#[test]
fn several_entries_are_struck_out_for_one_reason_and_brought_back_together() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = small(&home);
    for name in ["月嫂班", "电工班", "面点班"] {
        add(&mut bench, "trainings", &[("topic", name), ("from", "2026-11-20")]);
    }
    let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
    to_ledger(&mut s, "技能培训班");
    s.press("Enter").press("Space").press("Space");
    assert!(s.frame().contains("选了 2 条：划去"), "{}", s.frame());
    s.press("d");
    assert!(s.frame().contains("一起划去 2 条"), "{}", s.frame());
    s.press("Ctrl-S");
    assert!(s.frame().contains("必须填写"), "{}", s.frame());
    s.type_text("登记重了").press("Ctrl-S");
    assert_eq!(s.bench().standing("trainings").unwrap().len(), 1, "{}", s.frame());
    assert!(!s.frame().contains("选了"), "{}", s.frame());
    // It was one act: undo asks, and brings back both.
    s.press("u").press("y");
    assert_eq!(s.bench().standing("trainings").unwrap().len(), 3, "{}", s.frame());
    // A card is deleted by itself.
    to_ledger(&mut s, "居民");
    s.press("Enter").press("Space");
    assert!(!s.frame().contains("选了"), "{}", s.frame());
}
