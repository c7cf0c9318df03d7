//! Several records at once: on F4 people who are offered to an enterprise, on F6 issues
//! that are given away or printed, on F8 entries that are struck out for one reason.

use super::{issues, ledgers, picking::Picking, residents};
use crate::{
    say,
    tui::{
        able::{Able, when},
        model::{Model, Screen},
    },
};

/// Cells of the marks before a row of F4 and F8.
pub(in crate::tui) const MARKS: u16 = 2;

/// Whether what is selected can be marked.
pub(in crate::tui) fn able(model: &Model) -> Able {
    when(match model.screen {
        Screen::Issues => !model.issues.open && issues::selected(model).is_some(),
        Screen::Residents => !model.residents.list.open && residents::selected(model).is_some(),
        Screen::Ledgers => !model.ledgers.list.open && ledgers::can_mark(model),
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => false,
    })
}

/// Marks what is selected, or takes its mark away, and goes on to the next.
pub(in crate::tui) fn mark(model: &mut Model) {
    if able(model) != Able::Yes {
        return;
    }
    if model.screen == Screen::Issues {
        return issues::several::mark(model);
    }
    if let Some(list) = list(model) {
        list.toggle();
        list.move_by(1);
    }
}

/// The list of the screen, where its records are marked.
fn list(model: &mut Model) -> Option<&mut Picking> {
    match model.screen {
        Screen::Residents => Some(&mut model.residents.list),
        Screen::Ledgers => Some(&mut model.ledgers.list),
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Bulletins
        | Screen::Sync => None,
    }
}

/// How many are marked on F4 or F8, with what is done to them; none where none is.
pub(in crate::tui) fn told(model: &Model, list: &Picking) -> Option<String> {
    let count = list.marked.len();
    let what = match model.screen {
        Screen::Residents => model.lang.pick("推荐单", "offer"),
        Screen::Today
        | Screen::Checklists
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Ledgers
        | Screen::Bulletins
        | Screen::Sync => model.lang.pick("划去", "strike out"),
    };
    let told =
        say!(model.lang, "选了 {count} 条：{what}，⟦back⟧ 不选了", "{count} marked: {what}; ⟦back⟧ unmarks");
    (count > 0).then(|| model.told(&told))
}
