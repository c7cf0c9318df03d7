//! States that no action leads to by itself: long work and what came of it, the lock, searches
//! that find nothing, changes that wait.

use std::{path::Path, time::Duration};

use super::{
    add,
    laptops::{bring, join, note},
    scenes::{Show, clear},
    small,
    tour::Sight,
};
use crate::{
    tui::{
        Session,
        event::{Answer, Effect, Event, Far},
        key::Key,
        keys::Action,
        lock,
        model::{Popup, Screen},
        popups::note_work,
        update::update,
    },
    workbench::{
        Workbench,
        progress::{Course, Stage},
        sync::ExportOrder,
    },
};

/// Every stage of long work; what is added there and is not here is missed on the wall.
const STAGES: [Stage; 18] = [
    Stage::Unlocking,
    Stage::Opening,
    Stage::Checking,
    Stage::Rebuilding,
    Stage::ReadingLedgers,
    Stage::ReadingSheet,
    Stage::TryingRows,
    Stage::TakingRows,
    Stage::Reading,
    Stage::Keeping,
    Stage::Applying,
    Stage::Writing,
    Stage::ReadingBack,
    Stage::Tracing,
    Stage::Settling,
    Stage::Inventing,
    Stage::Gathering,
    Stage::Saving,
];

/// Shows all of it, in a workspace with something everywhere.
pub(super) fn states(s: &mut Session, show: &mut Show<'_>) {
    of_work(s, show);
    of_the_lock(s, show);
    of_searches(s, show);
}

/// Something that the worker tells; what it is asked for then is not done.
fn hear(s: &mut Session, answer: Answer) {
    update(s.model(), Event::Answer(answer));
}

fn far(stage: Stage, can_stop: bool) -> Far {
    let course = Course { stage, done: 12_340, total: Some(50_000), can_stop };
    Far { job: 7, course, rate: Some(5_200), left: Some(Duration::from_millis(7_400)) }
}

/// Work that goes on in the lower rule, and what came of it.
fn of_work(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Sync);
    note_work(s.model(), &[Effect::Doctor]);
    show(s, "work: begun", Sight::Screen);
    let begun = Far { rate: None, left: None, ..far(Stage::Checking, true) };
    hear(s, Answer::Progress(begun));
    show(s, "work: the first it tells", Sight::Screen);
    for stage in STAGES {
        hear(s, Answer::Progress(far(stage, true)));
        show(s, &format!("work: {stage:?}"), Sight::Screen);
        s.ask_only(Key::Esc);
        if !s.model().popups.is_empty() {
            show(s, &format!("work: {stage:?}, to be stopped?"), Sight::Over);
        }
        s.model().popups.clear();
    }
    hear(s, Answer::Progress(far(Stage::Writing, true)));
    s.model().notice = Some(s.model().lang.pick("已登记", "registered").to_owned());
    show(s, "work: a notice above it", Sight::Screen);
    s.model().notice = None;
    s.act(Action::Backup);
    show(s, "work: under a form", Sight::Over);
    s.model().popups.clear();
    note_work(s.model(), &[Effect::Stop(7)]);
    show(s, "work: being stopped", Sight::Screen);
    hear(s, Answer::Progress(far(Stage::Applying, false)));
    if let Some(busy) = &mut s.model().busy {
        busy.ending = false;
    }
    show(s, "work: not to be stopped", Sight::Screen);
    let lang = s.model().lang;
    let lines = vec![lang.pick("全部数据完好", "all data is whole").to_owned()];
    let title = lang.pick("体检", "Doctor").to_owned();
    hear(s, Answer::Ended { title, lines });
    s.model().busy = None;
    show(s, "work: ended", Sight::Screen);
    s.model().notice = None;
    show(s, "work: its outcome waits", Sight::Screen);
    s.act(Action::ShowOutcome);
    show(s, "work: its outcome", Sight::Over);
    s.model().popups.clear();
}

/// The lock while a passphrase is typed and looked at, and after one that is wrong.
fn of_the_lock(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Today);
    lock::lock(s.model());
    s.type_text("不是这个");
    show(s, "locked, a passphrase", Sight::Screen);
    s.ask_only(Key::Enter);
    show(s, "locked, looked at", Sight::Screen);
    hear(s, Answer::Unlocked(false));
    show(s, "locked, a wrong passphrase", Sight::Screen);
    s.model().lock = None;
}

/// Lists in which what is looked for is not.
fn of_searches(s: &mut Session, show: &mut Show<'_>) {
    for (screen, name) in [(Screen::Residents, "F4"), (Screen::Issues, "F6"), (Screen::Ledgers, "F8")] {
        clear(s, screen);
        if screen == Screen::Ledgers {
            s.press("Enter");
        }
        s.press("/").type_text("qqzzqq");
        show(s, &format!("{name}: nothing found"), Sight::Screen);
        s.press("Enter");
        show(s, &format!("{name}: nothing found, typed"), Sight::Screen);
    }
    clear(s, Screen::Issues);
    // It is closed.
    s.press("/").type_text("堆物");
    show(s, "F6: found under another filter", Sight::Screen);
    clear(s, Screen::Issues);
    s.model().issues.board = true;
    s.model().sort_out();
    s.press("Shift-Tab");
    show(s, "the board: none of a kind", Sight::Screen);
    clear(s, Screen::Issues);
    s.act(Action::Palette);
    s.type_text("qqzzqq");
    assert!(matches!(s.model().popups.last(), Some(Popup::Finder(finder)) if finder.found.is_empty()));
    show(s, "the palette: nothing found", Sight::Over);
    s.model().popups.clear();
}

/// The laptop of a member who got changes of one that no lead has confirmed, and changes that
/// rest on others which were lost on the way.
pub(super) fn awaited(folder: &Path) -> Workbench {
    let mut lead = small(&folder.join("b"));
    let mut own = join(&mut lead, folder, "c", "欧阳春华秋实", 0);
    let mut other = join(&mut lead, folder, "d", "司马清风明月", 0);
    for (from, name) in [(&mut own, "c1.mqb"), (&mut other, "d1.mqb")] {
        bring(from, &mut lead, folder, name);
    }
    bring(&mut lead, &mut own, folder, "b1.mqb");
    bring(&mut lead, &mut other, folder, "b2.mqb");
    // What a bundle of the lead would enrol is set aside before one comes.
    let mut stranger = join(&mut lead, folder, "e", "周敏", 0);
    bring(&mut stranger, &mut own, folder, "e1.mqb");
    note(&mut other, "住在女儿家");
    note(&mut other, "又搬回来了");
    bring(&mut other, &mut lead, folder, "d2.mqb");
    add(&mut lead, "residents", &[("name", "钱来"), ("neighbourhood", "一组")]);
    let file = folder.join("b3.mqb");
    // What is for the one who wrote the rest leaves it out.
    lead.export(&file, &ExportOrder { peers: vec![other.peer()], ..ExportOrder::default() }).unwrap();
    own.import_bundle(&file, None, &mut |_| {}).unwrap();
    let status = own.status().unwrap();
    assert!(status.aside > 0 && status.waiting > status.aside, "{} {}", status.waiting, status.aside);
    own
}

/// F10 of that laptop.
pub(super) fn of_what_waits(s: &mut Session, show: &mut Show<'_>) {
    clear(s, Screen::Sync);
    show(s, "F10: changes wait and are set aside", Sight::Screen);
    s.press("End");
    show(s, "F10: changes wait, the last row", Sight::Screen);
}
