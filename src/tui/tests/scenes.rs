//! What no action of the table of keys leads to at once: it is set up here, so that it
//! is seen too.

use super::{add, tour::Sight};
use crate::{
    domain::{
        checklists::{CheckState, Clarity},
        standing::StepKind,
    },
    tui::{
        Session,
        event::LaptopWork,
        form::Form,
        keys::Action,
        model::{Model, Popup, Screen},
        screens::{issues, visits::Part},
        unfinished, update,
    },
    workbench::{Workbench, checks::Tick},
};

/// Shows it under a name.
pub(super) type Show<'a> = dyn FnMut(&mut Session, &str, Sight) + 'a;

/// Goes to a screen where nothing lies over it.
pub(super) fn clear(s: &mut Session, screen: Screen) {
    s.model().popups.clear();
    s.model().unfinished = unfinished::State::default();
    s.model().issues = issues::State::default();
    s.model().sort_out();
    update::go(s.model(), screen);
    for _ in 0..3 {
        s.press("Esc");
    }
    update::go(s.model(), screen);
    s.press("Home");
    s.model().notice = None;
}

/// Goes to the list of a ledger of F8, at its first record.
fn ledger(s: &mut Session, id: &str) {
    clear(s, Screen::Ledgers);
    let ledgers = &mut s.model().ledgers;
    (ledgers.ledger, ledgers.in_list) = (id.to_owned(), false);
    s.model().sort_out();
    s.press("Enter");
}

fn over(s: &mut Session, form: impl FnOnce(&mut Model) -> Form) -> &mut Session {
    let form = form(s.model());
    s.model().open_form(form);
    s
}

/// Shows everything that is set up, in a workspace with something everywhere.
pub(super) fn scenes(s: &mut Session, show: &mut Show<'_>) {
    parts(s, show);
    of_issues(s, show);
    of_ledgers(s, show);
    of_the_lists(s, show);
    of_the_rest(s, show);
    told(s, show);
}

/// Shows the screens that may stay as empty as they are.
pub(super) fn parts(s: &mut Session, show: &mut Show<'_>) {
    for part in Part::ALL {
        clear(s, Screen::Visits);
        s.model().visits.part = part;
        show(s, &format!("F5 {part:?}"), Sight::Screen);
    }
    s.model().visits.part = Part::default();
    clear(s, Screen::Issues);
    s.model().issues.board = true;
    s.model().sort_out();
    show(s, "the board", Sight::Screen);
    s.press("/").type_text("路");
    show(s, "the board: found", Sight::Screen);
    clear(s, Screen::Issues);
}

/// Steps of every kind, and what is done with several issues.
fn of_issues(s: &mut Session, show: &mut Show<'_>) {
    for kind in StepKind::ALL {
        clear(s, Screen::Issues);
        over(s, |model| Form::step_on(&model.data, &model.data.cases[0], kind, model.lang));
        show(s, &format!("a step: {kind:?}"), Sight::Over);
    }
    clear(s, Screen::Issues);
    s.press("Space").press("Down").press("Space");
    show(s, "marked issues", Sight::Screen);
    s.act(Action::Assign);
    show(s, "marked issues: Assign", Sight::Over);
    s.model().popups.clear();
    s.press("Esc");
    s.press("Home").press("Down");
    assert!(s.frame().contains(">! B-2"), "{}", s.frame());
    s.act(Action::Procedure);
    show(s, "the steps of a dispute", Sight::Over);
}

/// Records of ledgers: read, followed, struck out; fields of the group's own.
fn of_ledgers(s: &mut Session, show: &mut Show<'_>) {
    for id in ["residents", "findings", "visits"] {
        ledger(s, id);
        show(s, &format!("F8 {id}"), Sight::Screen);
        s.press("Enter");
        show(s, &format!("F8 {id}: a record"), Sight::Screen);
    }
    ledger(s, "visits");
    s.act(Action::StrikeRecord);
    show(s, "an entry struck out", Sight::Over);
    clear(s, Screen::Ledgers);
    over(s, |model| {
        let tasks: Vec<_> = model.data.rows_of("tasks").iter().map(|row| row.id).collect();
        Form::strike_all(&model.data, &tasks, model.lang)
    });
    show(s, "several struck out", Sight::Over);
    ledger(s, "findings");
    s.act(Action::Proceed);
    show(s, "a finding: what can be done", Sight::Over);
    s.press("Enter");
    show(s, "a finding: the next step", Sight::Over);
    clear(s, Screen::Ledgers);
    over(s, |model| {
        let finding = model.data.rows_of("findings")[0].id;
        Form::raise(
            &model.data,
            finding,
            "rectification",
            model.lang.pick("转成整改事项", "Rectification"),
            model.lang,
        )
    });
    show(s, "a finding: an issue of it", Sight::Over);
    ledger(s, "tasks");
    s.act(Action::FinishTask);
    show(s, "a task that is done", Sight::Over);
    clear(s, Screen::Ledgers);
    over(s, |model| Form::clear(3, model.lang));
    show(s, "what is due, cleared", Sight::Over);
    clear(s, Screen::Ledgers);
    s.act(Action::NewLedger);
    s.type_text("借书登记").press("Tab").press("Tab").press("Tab").press("Tab").type_text("书名、份数");
    s.press("Ctrl-S");
    show(s, "a ledger of one's own", Sight::Screen);
    s.act(Action::EditFields);
    show(s, "fields of one's own", Sight::Over);
    s.press("Enter");
    show(s, "a field of one's own", Sight::Over);
}

/// An item of the third list with what it is linked to, and a stage of a project.
fn of_the_lists(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Checklists);
    s.model().checklists.list = 2;
    s.press("Enter");
    show(s, "a sheet of the third list", Sight::Screen);
    s.act(Action::OpenLinks);
    show(s, "what an item is linked to", Sight::Over);
    s.press("Esc");
    s.act(Action::EditItem);
    s.press("Tab").press("Space");
    show(s, "what an item can be linked to", Sight::Over);
    s.press("Esc").press("Esc").press("Esc");
    clear(s, Screen::Projects);
    s.press("Enter").press("Down").press("Down");
    show(s, "a stage of a project", Sight::Screen);
    s.press("Enter");
    show(s, "a stage of a project, read", Sight::Over);
    s.press("Esc").press("Esc");
}

/// Figures, bundles with a passphrase, conflicts, sheets, forms that were left.
fn of_the_rest(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Bulletins);
    // Below the bulletin and what the group has in hand, the second figure of the month.
    for _ in 0..10 {
        s.press("Down");
    }
    s.press("Enter");
    show(s, "the records of a figure", Sight::Over);
    clear(s, Screen::Sync);
    over(s, |model| Form::passphrase(std::path::Path::new("c.mqb"), model.lang));
    show(s, "a bundle with a passphrase", Sight::Over);
    clear(s, Screen::Sync);
    over(s, |model| {
        let laptop = &model.data.laptops[0];
        Form::laptop(LaptopWork::Confirm, &laptop.peer.to_string(), &laptop.letter, model.lang)
    });
    show(s, "a laptop that is to be confirmed", Sight::Over);
    clear(s, Screen::Sync);
    over(s, |model| Form::other(&model.data.conflicts[0], None, model.lang));
    show(s, "another value", Sight::Over);
    clear(s, Screen::Sync);
    s.act(Action::SaveEvents);
    show(s, "the last events, saved", Sight::Over);
    clear(s, Screen::Sync);
    let inbox = s.bench().home().join("inbox");
    s.act(Action::Import);
    s.type_text(&inbox.display().to_string()).press("Ctrl-S").press("l");
    show(s, "the bundles of a folder", Sight::Over);
    s.press("Esc").press("Esc");
    clear(s, Screen::Sync);
    let sheet = s.bench().home().join("roster.csv");
    std::fs::write(&sheet, "姓名,电话,喜好\n钱来,13812340000,下棋\n").unwrap();
    s.act(Action::ImportSheet);
    s.type_text(&sheet.display().to_string()).press("Ctrl-S");
    let place = sheet.display().to_string();
    assert!(matches!(s.model().popups.last(), Some(Popup::Form(_))), "{}", s.frame());
    assert!(!s.frame().contains(&place), "a place that is another in every run: {}", s.frame());
    show(s, "the columns of a sheet", Sight::Over);
    std::fs::remove_file(&sheet).unwrap();
    clear(s, Screen::Residents);
    s.act(Action::NewResident);
    s.type_text("钱来").press("Esc");
    s.act(Action::Drafts);
    show(s, "forms that were left", Sight::Over);
    s.press("Enter");
    show(s, "a form that was left", Sight::Over);
}

/// What is told and asked: short, long, before leaving, in a window that is too small.
fn told(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Issues);
    s.act(Action::Register);
    s.press("Ctrl-S");
    show(s, "a form that lacks something", Sight::Over);
    s.type_text("井盖").press("Ctrl-Q");
    show(s, "before leaving", Sight::Over);
    clear(s, Screen::Issues);
    let lang = s.model().lang;
    for (name, told) in [
        ("a notice", lang.pick("已备份", "backed up")),
        (
            "a long notice",
            lang.pick(
                "config/keys.toml 有一处写错，整个文件不用，现在是默认的键：第 3 行的 ctrl-i 不是键的名字；改好后重新打开",
                "config/keys.toml has a mistake and is not used, the usual keys are on: ctrl-i in line 3 is no name of a key; correct it and open again",
            ),
        ),
    ] {
        s.model().notice = Some(told.to_owned());
        show(s, name, Sight::Screen);
    }
    s.model().notice = None;
    let size = s.model().size;
    s.resize(60, 20);
    show(s, "too small a window", Sight::Screen);
    s.resize(size.0, size.1);
}

/// What makes the screens of F5 and the ledgers hold something.
pub(super) fn furnish(bench: &mut Workbench) {
    let finding = [
        ("fact", "两次走访没有记录"),
        ("kind", "lax"),
        ("evidence", "抽查走访本"),
        ("day", "2026-11-20"),
        ("member", "李强"),
    ];
    add(bench, "findings", &finding);
    let facts = [
        ("name", "长孙无忌"),
        ("neighbourhood", "二组"),
        ("visit_facts", "老干部"),
        ("visit_basis", "组织部名册"),
        ("visit_since", "2026-11-01"),
    ];
    add(bench, "residents", &facts);
    let tasks = [
        ("摸清二组老党员", "2026-11-02", "2026-11-16", Some("2026-11-15")),
        ("排查沟渠", "2026-11-09", "2026-11-20", None),
        ("筹备居民会议", "2026-11-18", "2026-12-20", None),
    ];
    for (name, from, to, done) in tasks {
        let mut pairs = vec![("name", name), ("from", from), ("to", to), ("owner", "李强")];
        pairs.extend(done.map(|done| ("done_on", done)));
        if done.is_some() {
            pairs.push(("basis", "名单已核对"));
        }
        add(bench, "tasks", &pairs);
    }
    let goal = [
        ("name", "走遍一组"),
        ("target", "30"),
        ("measure", "households"),
        ("from", "2026-11-01"),
        ("to", "2026-12-31"),
    ];
    add(bench, "goals", &goal);
    let diary = [
        ("title", "头一回进户"),
        ("date", "2026-11-19"),
        ("text", "王大娘话不多，说路灯的事。"),
        ("open", "是"),
    ];
    add(bench, "diaries", &diary);
    let place = bench.find_in("neighbourhoods", "一组").unwrap();
    let tick = Tick {
        state: Some(CheckState::Working),
        basis: Some("两户都去过，底楼天花板有水印".to_owned()),
        links: [("issues", "B-2"), ("residents", "仇英")]
            .map(|(ledger, named)| bench.find_in(ledger, named).unwrap())
            .to_vec(),
        next: Some("请物业测漏，约两家一起看".to_owned()),
        ..Tick::default()
    };
    bench.tick(Clarity::Harmony, "neighbour_disputes", place, &tick).unwrap();
}
