//! F8: the ledgers that people add to.

use super::{add, session, two};
use crate::{
    domain::{declared::read, wording::Lang},
    tui::Session,
    workbench::sync::ExportOrder,
};

/// Moves among the ledgers until this one is selected.
pub(super) fn to_ledger(s: &mut Session, title: &str) {
    s.press("F8").press("Esc").press("Esc").press("Home");
    for _ in 0..200 {
        let selected = s.frame().lines().any(|line| line.starts_with(&format!("> {title} ")));
        if selected {
            return;
        }
        s.press("Down");
    }
    panic!("no {title} in\n{}", s.frame());
}

#[test]
fn a_record_is_entered_found_changed_and_struck_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    to_ledger(&mut s, "技能培训班");
    assert!(s.frame().contains("还没有记录"), "{}", s.frame());
    s.press("n").type_text("月嫂班").press("Tab").type_text("2026-11-20").press("Ctrl-S");
    assert!(s.frame().contains("已登记：技能培训班") && s.frame().contains("月嫂班"), "{}", s.frame());
    s.press("n").type_text("电工班").press("Tab").type_text("2026-11-10");
    // A rule of the ledger is told in the form.
    s.press("Tab").type_text("2026-11-01").press("Ctrl-S");
    assert!(s.frame().contains("结束日期不能早于开班日期"), "{}", s.frame());
    s.press("Backspace").press("Backspace").type_text("20").press("Ctrl-S");
    assert_eq!(s.bench().standing("trainings").unwrap().len(), 2);
    s.press("/").type_text("yuesao");
    assert!(s.frame().contains("1 / 1") && !s.frame().contains("电工班"), "{}", s.frame());
    s.press("Enter").press("Enter");
    assert!(s.frame().contains("2026-11-20") && s.frame().contains("登记 2026-11-22"), "{}", s.frame());
    s.press("e").press("Tab").press("Tab").press("Tab").type_text("社区活动室").press("Ctrl-S");
    assert!(s.frame().contains("社区活动室"), "{}", s.frame());
    s.press("Esc").press("d").type_text("登记重了").press("Ctrl-S");
    assert_eq!(s.bench().standing("trainings").unwrap().len(), 1);
    s.press("u");
    s.press("y");
    assert_eq!(s.bench().standing("trainings").unwrap().len(), 2);
    // Sorted by a column, upwards and downwards.
    s.press("Esc").press("Esc").press("Enter");
    let first = |s: &Session| {
        s.frame()
            .lines()
            .skip(5)
            .find_map(|line| ["电工班", "月嫂班"].into_iter().find(|name| line.contains(name)))
    };
    s.press("s").press("s").press("s");
    assert!(s.frame().contains("从小到大"), "{}", s.frame());
    assert_eq!(first(&s), Some("电工班"));
    s.press("s");
    assert_eq!(first(&s), Some("月嫂班"));
    let file = folder.path().join("out.csv");
    s.press("x").type_text(&file.display().to_string()).press("Ctrl-S");
    assert!(std::fs::read_to_string(&file).unwrap().contains("社区活动室"), "{}", s.frame());
}

#[test]
fn every_ledger_that_people_add_to_is_there_and_the_mouse_reaches_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 120, 60);
    s.press("F8");
    let catalog = s.bench().catalog().clone();
    for ledger in catalog.iter().filter(|ledger| crate::tui::screens::ledgers::is_offered(ledger)) {
        to_ledger(&mut s, &ledger.title.zh);
    }
    for id in [
        "residents",
        "households",
        "visits",
        "members",
        "issues",
        "trainings",
        "group",
        "accesses",
        "retention",
    ] {
        assert!(crate::tui::screens::ledgers::is_offered(catalog.get(id).unwrap()), "{id}");
    }
    for id in ["peers", "fields", "ledgers", "steps", "checks", "informers"] {
        assert!(!crate::tui::screens::ledgers::is_offered(catalog.get(id).unwrap()), "{id}");
    }
    to_ledger(&mut s, "居民");
    let frame = s.frame();
    let y = frame.lines().position(|line| line.contains(" 组员 ")).unwrap();
    s.click(4, u16::try_from(y).unwrap());
    assert!(s.frame().contains("> 组员"), "{}", s.frame());
    let y = s.frame().lines().position(|line| line.contains("李强")).unwrap();
    s.click(40, u16::try_from(y).unwrap()).click(40, u16::try_from(y).unwrap());
    assert!(s.frame().contains("组员  李强"), "{}", s.frame());
    // Personal numbers are masked here as well, and shown for a reason.
    s.press("Esc");
    to_ledger(&mut s, "居民");
    s.press("Enter").press("/").type_text("wgl").press("Enter").press("Enter");
    assert!(s.frame().contains("138****2210"), "{}", s.frame());
    s.press("m").type_text("核对").press("Ctrl-S");
    assert!(s.frame().contains("13812342210"), "{}", s.frame());
}

#[test]
fn every_ledger_is_come_to_with_the_mouse_alone() {
    use crate::tui::screens::ledgers;
    let folder = tempfile::tempdir().unwrap();
    let catalog = small_catalog(&folder.path().join("c"));
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F8");
    let offered: Vec<_> = catalog.iter().filter(|ledger| ledgers::is_offered(ledger)).collect();
    assert!(offered.len() > 30, "{}", offered.len());
    for ledger in offered {
        let row = |s: &Session| {
            let frame = s.frame();
            let named = |line: &str| {
                let list = line.split('│').next().unwrap_or_default();
                // A heading has no count behind its name.
                let mut words = list.trim_start_matches(['>', ' ']).split_whitespace();
                words.next() == Some(&*ledger.title.zh) && words.next().is_some()
            };
            frame.lines().skip(3).position(named).map(|at| at + 3)
        };
        s.wheel(-1_000);
        for _ in 0..40 {
            if row(&s).is_some() {
                break;
            }
            s.wheel(8);
        }
        let y = row(&s).unwrap_or_else(|| panic!("{} is not come to: {}", ledger.title.zh, s.frame()));
        s.click(4, u16::try_from(y).unwrap());
        let here = ledgers::ledger(s.model()).map(|ledger| ledger.id.clone());
        assert_eq!(here.as_deref(), Some(&*ledger.id), "{}", s.frame());
    }
}

/// The ledgers that there are.
fn small_catalog(home: &std::path::Path) -> crate::domain::ledger::Catalog {
    super::small(home).catalog().clone()
}

// Shows F8.
#[test]
fn an_opening_tells_which_wishes_meet_its_preference_and_not_whose_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("a");
    let mut bench = super::small(&home);
    add(&mut bench, "enterprises", &[("name", "禾穗纺织")]);
    let job = [("post", "缝纫工"), ("enterprise", "禾穗纺织"), ("priority", "zero_employment")];
    add(&mut bench, "jobs", &job);
    let wish = [("number", "Q-01"), ("wants", "白班"), ("priority", "zero_employment")];
    add(
        &mut bench,
        "job_wishes",
        &[&wish[..], &[("told_on", "2026-11-01"), ("resident", "王桂兰")]].concat(),
    );
    let mut s = Session::new(bench, Lang::Zh, 120, 40).unwrap();
    to_ledger(&mut s, "岗位库");
    s.press("Enter").press("Enter");
    assert!(s.frame().contains("由人定") && s.frame().contains("Q-01"), "{}", s.frame());
    to_ledger(&mut s, "求职意愿");
    s.press("Enter").press("Enter");
    assert!(s.frame().contains("缝纫工") && !s.frame().contains("王桂兰"), "{}", s.frame());
}

#[test]
fn a_ledger_and_its_fields_are_made_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut s = session(&folder.path().join("a"), 80, 24);
    s.press("F8").press("a").type_text("借书登记").press("Tab").press("Tab").press("Tab").press("Tab");
    s.type_text("书名、借书人").press("Ctrl-S");
    assert!(s.frame().contains("已添加台账"), "{}", s.frame());
    to_ledger(&mut s, "借书登记");
    s.press("f").type_text("归还").press("Tab").press("Right").press("Right").press("Ctrl-S");
    assert!(s.frame().contains("已加一栏"), "{}", s.frame());
    s.press("n")
        .type_text("植物图鉴")
        .press("Tab")
        .type_text("王桂兰")
        .press("Tab")
        .type_text("2026-11-21")
        .press("Ctrl-S");
    let id = crate::domain::declared::key_of("借书登记");
    assert_eq!(s.bench().standing(&id).unwrap().len(), 1, "{}", s.frame());
    // A second field of the name is none; nor is one about risky people.
    s.press("f").type_text("归还").press("Ctrl-S");
    assert!(s.frame().contains("已经有"), "{}", s.frame());
    s.press("Esc").press("f");
    for _ in 0..2 {
        s.press("Backspace");
    }
    s.type_text("预警等级").press("Ctrl-S");
    assert!(s.frame().contains("不给人定级"), "{}", s.frame());
    s.press("Esc").press("h").press("y");
    assert!(s.bench().ledger(&id).unwrap().hidden);
    assert!(s.frame().contains("收起的"), "{}", s.frame());
    s.press("h");
    assert!(!s.bench().ledger(&id).unwrap().hidden);
}

#[test]
fn a_ledger_that_came_in_a_bundle_is_there_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let (mut a, mut b) = two(path);
    let file = b.export(path, &ExportOrder::default()).unwrap().file;
    a.import_bundle(&file, None, &mut |_| {}).unwrap();
    let text = "id = \"books\"\nnature = \"card\"\ntitle = \"借书登记\"\n[[field]]\nkey = \"book\"\ntitle = \"书名\"\nkind = \"text\"";
    a.declare(&read::ledger(text, read::Origin::Own).unwrap()).unwrap();
    add(&mut a, "books", &[("book", "植物图鉴")]);
    let file = a.export(path, &ExportOrder::default()).unwrap().file;
    let mut s = Session::new(b, Lang::Zh, 80, 24).unwrap();
    assert!(!s.press("F8").frame().contains("借书登记"));
    s.press("F10").press("i").type_text(&file.display().to_string()).press("Ctrl-S").press("Enter");
    to_ledger(&mut s, "借书登记");
    s.press("Enter");
    assert!(s.frame().contains("植物图鉴"), "{}", s.frame());
    s.press("n").type_text("本地鸟类").press("Ctrl-S");
    assert_eq!(s.bench().standing("books").unwrap().len(), 2);
}
