//! F4: what is opened and put right from a card, and households without anybody.

use super::{add, session};
use crate::{
    domain::{id::RecordId, issues::steps, standing::StepKind, value::Value},
    tui::Session,
    workbench::draft::Draft,
};

/// Moves on the open card until the row with this text is selected.
fn to_row(s: &mut Session, text: &str) {
    for _ in 0..40 {
        if s.frame().lines().any(|line| line.trim_start().starts_with('>') && line.contains(text)) {
            return;
        }
        s.press("Down");
    }
    panic!("no {text} to select in\n{}", s.frame());
}

// Shows B7.
#[test]
fn a_visit_is_put_right_and_an_issue_opened_from_the_card() {
    let folder = tempfile::tempdir().unwrap();
    for width in [80, 120] {
        let mut s = session(&folder.path().join(width.to_string()), width, 24);
        s.press("F4").press("/").type_text("wgl").press("Enter").press("Enter");
        to_row(&mut s, "路灯坏了好几天");
        s.press("Enter");
        assert!(s.frame().contains("群众原话"), "{}", s.frame());
        for _ in 0..20 {
            if s.frame().lines().any(|line| line.starts_with('>') && line.contains("记录人归纳")) {
                break;
            }
            s.press("Tab");
        }
        s.type_text("要尽快修").press("Ctrl-S");
        let visits = s.bench().standing("visits").unwrap();
        assert_eq!(visits[0].text(crate::domain::visits::SUMMARY), "要尽快修", "{}", s.frame());
        // The visit is struck out from there, and seen to be.
        to_row(&mut s, "路灯坏了好几天");
        s.press("d").type_text("记错了人").press("Ctrl-S");
        assert!(s.bench().standing("visits").unwrap().is_empty(), "{}", s.frame());
        assert!(s.frame().contains("（已划去：记错了人）"), "{}", s.frame());
        to_row(&mut s, "已划去");
        s.press("Enter");
        assert!(s.frame().contains("不能再改"), "{}", s.frame());
        // An issue opens on its own screen, and Esc comes back to the card.
        to_row(&mut s, "三组路灯连续五天不亮");
        s.press("Enter");
        assert!(s.frame().contains("F6") && s.frame().contains("城管科（期限不变）"), "{}", s.frame());
        s.press("Esc");
        assert!(s.frame().contains("走访、事项与帮扶"), "{}", s.frame());
        // Whoever lives there too is one step away.
        s.press("Home");
        to_row(&mut s, "单小明");
        s.press("Enter");
        assert!(s.frame().contains("13800007788") || s.frame().contains("138****7788"), "{}", s.frame());
    }
}

// Shows D5.
#[test]
fn help_by_other_ledgers_stands_on_the_card() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = super::small(&folder.path().join("a"));
    add(&mut bench, "trainings", &[("topic", "月嫂班"), ("from", "2026-11-20")]);
    add(&mut bench, "trainees", &[("resident", "仇英"), ("training", "月嫂班"), ("enrolled", "2026-11-20")]);
    let mut s = Session::new(bench, crate::domain::wording::Lang::Zh, 80, 24).unwrap();
    s.press("F4").press("/").type_text("qiuying").press("Enter").press("Enter");
    to_row(&mut s, "月嫂班");
    s.press("Enter");
    assert!(s.frame().contains("[F8"), "{}", s.frame());
}

#[test]
fn a_household_without_residents_is_found_opened_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F4").press("h").type_text("空巷7号").press("Tab").press("Tab").press("Space").type_text("六组");
    assert!(s.frame().contains("新建居民小组“六组”"), "{}", s.frame());
    s.press("Enter").press("Ctrl-S");
    assert!(s.bench().find_in("neighbourhoods", "六组").is_ok(), "{}", s.frame());
    let house = s.bench().standing("households").unwrap();
    assert_eq!(house.len(), 2, "{}", s.frame());
    assert!(s.frame().contains("空巷7号") && s.frame().contains("六组"), "{}", s.frame());
    s.press("/").type_text("kongxiang").press("Enter").press("Enter");
    assert!(s.frame().contains("还没有登记居民"), "{}", s.frame());
    s.press("e").press("Tab").type_text("0077").press("Ctrl-S");
    assert!(s.frame().contains("0077"), "{}", s.frame());
    // Whoever is begun there lives there.
    s.press("n").type_text("程一").press("Ctrl-S");
    let people = s.bench().standing("residents").unwrap();
    let new = people.iter().find(|row| row.text(crate::domain::roster::residents::NAME) == "程一").unwrap();
    assert!(new.reference(crate::domain::roster::residents::HOUSEHOLD).is_some(), "{}", s.frame());
    // Those who are there can be changed from the card of whoever lives in them.
    s.press("Home");
    to_row(&mut s, "同户");
    s.press("e");
    assert!(s.frame().contains("修改 空巷7号"), "{}", s.frame());
}

// Shows A7.
#[test]
fn a_neighbourhood_in_use_is_moved_before_it_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F3").press("End").press("d");
    assert!(s.frame().contains("三组 还挂着居民 2、户 1、事项 2"), "{}", s.frame());
    s.press("Space").type_text("二组").press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("三组 已删除"), "{}", s.frame());
    assert_eq!(s.bench().standing("neighbourhoods").unwrap().len(), 2);
    s.press("u");
    s.press("y");
    assert_eq!(s.bench().standing("neighbourhoods").unwrap().len(), 3, "{}", s.frame());
    s.press("F3").press("n").type_text("九组").press("Ctrl-S").press("End").press("d");
    assert!(s.frame().contains("没有居民、户、事项挂在上面"), "{}", s.frame());
    s.press("y");
    assert_eq!(s.bench().standing("neighbourhoods").unwrap().len(), 3, "{}", s.frame());
    // A household from the card of whoever lives there.
    s.press("F4").press("/").type_text("wgl").press("Enter").press("Enter").press("Down").press("d");
    assert!(s.frame().contains("还挂着居民 2"), "{}", s.frame());
}

/// An own ledger keeps no number of a person in the open because nobody chose a kind.
#[test]
fn a_ledger_of_ones_own_guesses_kinds_shows_them_and_is_found_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F8").press("a").type_text("楼长名册").press("Tab").press("Tab").press("Tab").press("Tab");
    s.type_text("楼长、联系电话、安装日期、到位日期（文字）");
    let frame = s.frame();
    for told in ["联系电话 电话，遮盖", "安装日期 日期", "到位日期 文字"] {
        assert!(frame.contains(told), "{told}: {frame}");
    }
    s.press("Ctrl-S");
    assert!(s.frame().contains("> 楼长名册"), "the cursor is on it: {}", s.frame());
    s.press("n").type_text("程一").press("Tab").type_text("13812342210").press("Tab").type_text("abc");
    s.press("Ctrl-S");
    let own = s.bench().catalog().iter().find(|ledger| ledger.title.zh == "楼长名册").unwrap().id.clone();
    assert!(s.bench().standing(&own).unwrap().is_empty(), "abc is no day: {}", s.frame());
    s.press("Backspace").press("Backspace").press("Backspace").type_text("2026-11-20").press("Ctrl-S");
    assert!(s.frame().contains("138****2210") && !s.frame().contains("13812342210"), "{}", s.frame());
    // By the commands from anywhere, and by `/` among the ledgers.
    s.press("F2").press(":").type_text("楼长名册").press("Enter");
    assert!(s.frame().contains("> 楼长名册"), "{}", s.frame());
    s.press("/").type_text("peixunban").press("Enter");
    assert!(s.frame().contains("> 培训班"), "{}", s.frame());
    s.press("Home").press(":").type_text("louzhang").press("Enter").press("/").type_text("程一");
    assert!(s.frame().contains("在选中的台账里找“程一”"), "{}", s.frame());
    s.press("Enter");
    assert!(s.frame().contains("1 / 1"), "{}", s.frame());
}

// Shows E1.
#[test]
fn a_merged_issue_tells_who_was_answered_and_what_was_promised() {
    let folder = tempfile::tempdir().unwrap();
    let mut bench = super::small(&folder.path().join("a"));
    let other =
        add(&mut bench, "issues", &[("title", "三组路灯不亮"), ("neighbourhood", "三组"), ("from", "陈明")]);
    let lamp = bench.find("B-1").unwrap();
    let mut s = Session::new(bench, crate::domain::wording::Lang::Zh, 120, 40).unwrap();
    s.press("F6").press("/").type_text("三组路灯不亮").press("Enter");
    // The hint names the key that merges.
    assert!(s.frame().contains("（h 并单）"), "{}", s.frame());
    let mut bench = s.into_bench();
    bench.take_step(other, StepKind::Merge, &[(steps::INTO, Value::Ref(lamp))]).unwrap();
    let voice =
        bench.case(lamp).unwrap().standing.voices.iter().find(|voice| voice.name == "陈明").unwrap().id;
    let day = Value::Date(jiff::civil::date(2026, 11, 28));
    let reply = [
        (steps::VOICES, Value::Ref(voice)),
        (steps::TEXT, Value::Text("周末前修好".into())),
        (steps::PROMISED, day),
    ];
    bench.take_step(lamp, StepKind::Reply, &reply).unwrap();
    let mut s = Session::new(bench, crate::domain::wording::Lang::Zh, 120, 40).unwrap();
    s.press("F6").press("/").type_text("连续五天").press("Enter").press("Enter");
    assert!(s.frame().contains("答复 陈明"), "{}", s.frame());
    assert!(s.frame().contains("答应的日子 2026-11-28"), "{}", s.frame());
}

// Shows A15, A17, E5, J5.
#[test]
fn what_the_command_line_works_out_is_read_on_the_screen_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    let handbook = s.bench().handbook().unwrap()[0].title.zh.to_string();
    for (keys, told) in [
        (&["F5", "s"][..], "想学电工，问培训"),
        (&["F6", "c"], "与楼上漏水争执"),
        (&["F2", "h"], handbook.as_str()),
        // Of this month, unless other days are asked for.
        (&["F9", "o", "Ctrl-S"], "一、各组进展"),
    ] {
        for key in keys {
            s.press(key);
        }
        assert!(s.frame().contains(told), "{told}: {}", s.frame());
        s.press("Esc");
    }
}

#[test]
fn a_person_is_told_all_that_is_held_and_erased_after_a_preview() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 30);
    let file = folder.path().join("own.txt");
    s.press("F4").press("/").type_text("wgl").press("Enter").press("x");
    s.type_text(&file.display().to_string()).press("Ctrl-S");
    let told = std::fs::read_to_string(&file).unwrap();
    assert!(told.contains("13812342210") && told.contains("路灯坏了好几天"), "{told}");
    assert!(told.contains("街道城管科"), "the steps too: {told}");
    s.press(":").type_text("按要求删除").press("Enter").press("Ctrl-S");
    assert!(s.frame().contains("不能撤销") && s.frame().contains("王桂兰：整条"), "{}", s.frame());
    s.press("Esc");
    assert_eq!(s.bench().standing("residents").unwrap().len(), 4, "nothing goes without agreement");
    s.press(":").type_text("按要求删除").press("Enter").press("Ctrl-S").press("y");
    assert_eq!(s.bench().standing("residents").unwrap().len(), 3, "{}", s.frame());
}

// Shows E13.
#[test]
fn both_who_took_a_matter_on_without_knowing_of_each_other_stand_in_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(folder.path(), 120, 36);
    let other = add(s.bench(), "members", &[("name", "李强"), ("role", "worker")]);
    let issue = add(s.bench(), "issues", &[("title", "井盖响"), ("from", "仇英")]);
    let own = s.bench().member();
    for owner in [own, other] {
        let step = RecordId::derived(steps::ID, &[owner.to_string().as_bytes()]);
        let mut draft = Draft::new();
        draft.insert(step);
        for (tag, value) in [
            (steps::ISSUE, Value::Ref(issue)),
            (steps::KIND, Value::Choice("accept".into())),
            (steps::AT, Value::Instant(s.bench().now())),
            (steps::BY, Value::Ref(owner)),
            (steps::OWNER, Value::Ref(owner)),
        ] {
            draft.set(step, tag, Some(value));
        }
        s.bench().write_unjudged(draft);
    }
    s.refresh();
    s.press("F6");
    let frame = s.frame();
    let row = frame.lines().find(|line| line.contains("井盖响")).unwrap();
    assert!(row.contains("张晓敏") && row.contains("李强") && row.contains('!'), "{row}");
}
