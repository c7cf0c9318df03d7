//! F3: what an item rests on, and the way to a sheet from elsewhere.

use super::{clock, found, session, small, tour::ledger_forms};
use crate::{
    domain::{
        checklists::{self, CheckState, Clarity, check_id},
        id::RecordId,
        wording::Lang,
    },
    tui::{Session, chrome, finder::Target, keys::Action, model::Popup},
    workbench::{Workbench, checks::Tick},
};

/// What items rest on.
const DISPUTE: (&str, &str) = ("issues", "B-2");
const PERSON: (&str, &str) = ("residents", "仇英");

/// The check of an item of the third list at 一组.
fn check(bench: &Workbench, item: &str) -> RecordId {
    check_id(Clarity::Harmony, item, bench.find_in("neighbourhoods", "一组").unwrap())
}

/// A workspace in which 邻里纠纷 at 一组 rests on these.
fn linked(home: &std::path::Path, links: &[(&str, &str)]) -> Workbench {
    let mut bench = small(home);
    let place = bench.find_in("neighbourhoods", "一组").unwrap();
    let tick = Tick {
        state: Some(CheckState::Working),
        links: links.iter().map(|(ledger, named)| bench.find_in(ledger, named).unwrap()).collect(),
        next: Some("约两家一起看".into()),
        ..Tick::default()
    };
    bench.tick(Clarity::Harmony, "neighbour_disputes", place, &tick).unwrap();
    bench
}

fn third_list(s: &mut Session) -> &mut Session {
    s.press("F3").press("Right").press("Right").press("Enter")
}

// Shows C3.
#[test]
fn an_item_of_the_third_list_names_its_issue_owner_and_next_step() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, width, height) in
        [(Lang::Zh, 80, 24), (Lang::Zh, 120, 36), (Lang::En, 80, 24), (Lang::En, 120, 36)]
    {
        let home = folder.path().join(format!("{lang:?}{width}"));
        let mut s = Session::new(linked(&home, &[DISPUTE, PERSON]), lang, width, height).unwrap();
        let frame = third_list(&mut s).frame();
        let row = frame.lines().find(|line| line.starts_with("> [~]")).unwrap();
        for told in ["B-2 +1", "约两家一起看", "张晓敏"] {
            assert!(row.contains(told), "{told}: {frame}");
        }
        for told in ["与楼上漏水争执", "仇英", lang.pick("（l 打开）", "(l opens)")] {
            assert!(frame.contains(told), "{told}: {frame}");
        }
    }
}

// Shows C1.
#[test]
fn what_an_item_is_linked_to_is_gone_to_and_come_back_from() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = Session::new(linked(&folder.path().join("a"), &[DISPUTE]), Lang::Zh, 80, 24).unwrap();
    third_list(&mut s).press("l");
    assert!(s.frame().contains("[F6事项]") && s.frame().contains("B-2  与楼上漏水争执"), "{}", s.frame());
    s.press("Esc");
    assert!(s.frame().contains("一组 · 和谐稳定动态"), "{}", s.frame());
    // Where nothing is linked it is said how that is done.
    s.press("Down").press("l");
    assert!(s.frame().contains("按 e，在“关联”里选"), "{}", s.frame());
    // Of several it is asked to which.
    let mut s = Session::new(linked(&folder.path().join("b"), &[DISPUTE, PERSON]), Lang::Zh, 80, 24).unwrap();
    third_list(&mut s).press("l").type_text("仇英").press("Enter");
    assert!(s.frame().contains("[F4居民]") && s.frame().contains("仇英"), "{}", s.frame());
}

// Shows C1.
#[test]
fn links_are_added_by_typing_and_taken_away_on_the_form_of_an_item() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(80, 24), (120, 36)] {
        let home = folder.path().join(width.to_string());
        let mut s = Session::new(linked(&home, &[DISPUTE]), Lang::Zh, width, height).unwrap();
        let id = check(s.bench(), "neighbour_disputes");
        let links = |s: &mut Session| -> Vec<String> {
            let row = s.bench().existing(id).unwrap();
            let ids: Vec<RecordId> = row.references(checklists::LINKS).collect();
            ids.into_iter().map(|id| s.bench().name_of(id)).collect()
        };
        third_list(&mut s).press("e").press("Tab").press("Space");
        assert!(s.frame().contains("[x] ") && s.frame().contains("B-2  与楼上漏水争执"), "{}", s.frame());
        // An issue by what it is called, a resident by pinyin, a visit by its words.
        for typed in ["路灯", "wgl", "路灯坏了"] {
            s.type_text(typed).press("Enter");
            for _ in 0..typed.chars().count() {
                s.press("Backspace");
            }
        }
        // What is taken again is taken away.
        s.type_text("楼上漏水").press("Enter").press("Esc").press("Ctrl-S");
        assert!(s.frame().contains("三清已更新"), "{}", s.frame());
        let now = links(&mut s);
        assert_eq!(now.len(), 3, "{now:?}");
        assert!(
            now.iter().any(|name| name == "王桂兰") && !now.iter().any(|name| name.contains("漏水")),
            "{now:?}"
        );
        // The last is taken away without a list.
        s.press("e").press("Tab").press("Backspace").press("Ctrl-S");
        assert_eq!(links(&mut s).len(), 2, "{}", s.frame());
    }
}

#[test]
fn a_day_that_is_emptied_on_the_form_of_an_item_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F3").press("Down").press("Down").press("Enter").press("e").press("Tab").press("Tab");
    for _ in 0..10 {
        s.press("Backspace");
    }
    s.press("Ctrl-S");
    let checks = s.bench().standing("checks").unwrap();
    assert_eq!(checks[0].date(checklists::REVIEW), None, "{}", s.frame());
}

// Shows C4.
#[test]
fn what_is_done_on_a_sheet_leads_to_one_from_elsewhere_and_says_what_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    // What was selected before is not changed unseen.
    s.press("F3").press("Enter").press("F6");
    let before = s.bench().last_own();
    s.act(Action::Tick);
    assert_eq!(s.bench().last_own(), before);
    assert!(s.frame().contains("一组 · 富民思路") && s.frame().contains("再按 空格 改状态"), "{}", s.frame());
    s.press("Esc").press("F6");
    let asked = [
        (Action::Tick, "空格 改状态"),
        (Action::EditItem, "e 填依据"),
        (Action::AddItem, "n 加项目"),
        (Action::RetireItem, "d 停用"),
    ];
    for (action, next) in asked {
        s.press("F6");
        s.act(action);
        let frame = s.frame();
        assert!(frame.contains("Enter 打开") && frame.contains(next), "{action:?}: {frame}");
        assert!(frame.contains("哪里还没摸清"), "the matrix: {frame}");
        // In the matrix a sheet is meant: it opens.
        s.act(action);
        assert!(
            s.frame().contains(if action == Action::AddItem { "富民思路：加项目" } else { next }),
            "{}",
            s.frame()
        );
        for _ in 0..3 {
            s.press("Esc");
        }
    }
    // A group that has no neighbourhood is told how one begins.
    let empty = found(&folder.path().join("empty"), clock(0));
    let mut s = Session::new(empty, Lang::Zh, 80, 24).unwrap();
    s.act(Action::EditItem);
    assert!(s.frame().contains("新建第一个"), "{}", s.frame());
}

#[test]
fn the_words_of_a_hint_are_whole_where_there_is_room_and_cut_with_a_mark_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, width, height) in [(Lang::Zh, 80, 24), (Lang::En, 80, 24), (Lang::En, 120, 36)] {
        let home = folder.path().join(format!("{lang:?}{width}"));
        let mut s = Session::new(linked(&home, &[DISPUTE, PERSON]), lang, width, height).unwrap();
        third_list(&mut s);
        for sheet in checklists::checklists().into_iter().filter(|sheet| sheet.list == Clarity::Harmony) {
            for item in &sheet.items {
                let told: String = s.frame().chars().filter(|c| !c.is_whitespace()).collect();
                let hint: String = item.hint.get(lang).chars().filter(|c| !c.is_whitespace()).collect();
                let is_cut = s
                    .frame()
                    .lines()
                    .rev()
                    .skip(2)
                    .find(|line| !line.trim().is_empty())
                    .is_some_and(|last| last.trim_end().ends_with(".."));
                assert!(told.contains(&hint) || is_cut, "{}: {}", item.id, s.frame());
                assert!(told.contains(&hint) || height == 24, "there is room: {}", s.frame());
                s.press("Down");
            }
        }
    }
}

/// The words of what Enter and Esc do, as they stand in the lowest line.
fn words(s: &mut Session) -> Vec<String> {
    let hints = chrome::footer(s.model()).into_iter();
    let hints = hints.filter(|hint| [Action::Open, Action::Back].contains(&hint.action));
    hints.filter_map(|hint| Some(hint.text.split_once(' ')?.1.to_owned())).collect()
}

// Shows C1.
#[test]
fn a_list_in_which_enter_ticks_and_stays_says_so_and_no_other_does() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, ticking, closing) in [
        (Lang::Zh, ["勾选或去掉", "完成"], ["选定", "返回"]),
        (Lang::En, ["Tick or untick", "Done"], ["Take", "Back"]),
    ] {
        let bench = small(&folder.path().join(format!("{lang:?}")));
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        let (mut stayed, mut closed) = (0, 0);
        for (name, form) in ledger_forms(s.model()) {
            for at in 0..form.entries.len() {
                s.model().popups.clear();
                s.model().unfinished.left.clear();
                s.model().open_form(form.clone());
                if let Some(Popup::Form(form)) = s.model().popups.last_mut() {
                    form.focus = at;
                }
                s.press("Space");
                let Some(Popup::Finder(finder)) = s.model().popups.last() else { continue };
                let is_record = matches!(finder.target(), Some(Target::Record(_)));
                let key = form.entries[at].field.key.clone();
                let told = words(&mut s);
                s.press("Enter");
                let Some(Popup::Finder(_)) = s.model().popups.last() else {
                    assert_eq!(told, closing, "{name} {key}");
                    closed += 1;
                    continue;
                };
                if is_record {
                    assert_eq!(told, ticking, "{name} {key}");
                    assert_eq!(words(&mut s), ticking, "{name} {key}");
                    let is_ticked = |s: &Session| s.frame().lines().any(|line| line.starts_with(" > [x] "));
                    // Whoever is at the laptop may be taken already.
                    let was = !is_ticked(&s);
                    assert_eq!(is_ticked(s.press("Enter")), was, "{name} {key}: {}", s.frame());
                    assert_eq!(is_ticked(s.press("Enter")), !was, "{name} {key}: {}", s.frame());
                    stayed += 1;
                }
            }
        }
        assert!(stayed > 3 && closed > 20, "{stayed} {closed}");
    }
}

// What was taken back was never ticked, whatever the record below still holds.
#[test]
fn taking_the_first_tick_of_an_item_back_is_seen_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let marks = |s: &Session| -> Vec<String> {
        let frame = s.frame();
        frame.lines().filter(|line| line.contains('[') && !line.contains("F3")).map(str::to_owned).collect()
    };
    s.press("F3").press("Enter");
    let before = marks(&s);
    assert!(before.iter().all(|line| line.contains("[ ]")), "{before:?}");
    s.press("Space");
    assert_ne!(marks(&s), before);
    s.press("u");
    assert!(s.frame().contains("已撤销"), "{}", s.frame());
    assert_eq!(marks(&s), before);
    // It is ticked again from the beginning, and by doing it again.
    s.press("Ctrl-R");
    assert!(s.frame().contains("[~]"), "{}", s.frame());
}
