//! What is done to the selected ledger, or to a record of it.

use std::sync::Arc;

use super::{
    books::{Use, use_of},
    ledger, selected,
};
use crate::{
    domain::{
        analyses, checklists,
        field::Field,
        issues::{issues, steps},
        ledger::Nature,
        privacy,
        roster::{households, neighbourhoods, residents as people},
        row::Row,
        voices,
    },
    say,
    tui::{
        able::{Able, when},
        event::{Effect, LedgerWork, Picked},
        form::Form,
        model::{Model, Popup, Screen},
        screens::residents,
    },
};

/// The record that keys are about: one is selected, and the list has the keys.
pub(super) fn meant(model: &Model) -> Option<&Row> {
    selected(model).filter(|_| model.ledgers.in_list)
}

fn is_used(model: &Model, wanted: &[Use]) -> bool {
    ledger(model).and_then(use_of).is_some_and(|used| wanted.contains(&used))
}

/// Whether records are added to the ledger.
pub(in crate::tui) fn able_new(model: &Model) -> Able {
    when(is_used(model, &[Use::Written]))
}

/// Whether a record is selected that people change.
pub(in crate::tui) fn able_in_list(model: &Model) -> Able {
    when(meant(model).is_some() && is_used(model, &[Use::Written, Use::Changed]))
}

/// Whether the selected record can be marked: entries are struck out together, a card is
/// deleted by itself.
pub(in crate::tui) fn can_mark(model: &Model) -> bool {
    let is_entry = ledger(model).is_some_and(|ledger| ledger.nature == Nature::Entry);
    is_entry && meant(model).is_some() && is_used(model, &[Use::Written])
}

/// Whether a record is selected that can go.
pub(in crate::tui) fn able_strike(model: &Model) -> Able {
    when(meant(model).is_some() && is_used(model, &[Use::Written]))
}

/// Whether there is something to write out.
pub(in crate::tui) fn able_export(model: &Model) -> Able {
    when(!model.ledgers.list.shown.is_empty())
}

/// Whether the selected record has masked numbers.
pub(in crate::tui) fn able_unmask(model: &Model) -> Able {
    let fields = ledger(model).into_iter().flat_map(|ledger| &ledger.fields);
    let row = meant(model);
    let hides =
        |field: &Field, row: &Row| row.all(field.tag).iter().any(|value| privacy::is_hidden(field, value));
    when(fields.into_iter().any(|field| row.is_some_and(|row| hides(field, row))))
}

/// Opens the form of a new record.
pub(in crate::tui) fn create(model: &mut Model) {
    let Some(ledger) = ledger(model) else { return };
    if use_of(ledger) == Some(Use::Written) {
        let form = Form::create(&model.data, &ledger.id, None, model.lang);
        model.open_form(form);
    } else {
        not_here(model);
    }
}

/// Says that nobody adds to the ledger, or takes from it.
fn not_here(model: &mut Model) {
    let told = if is_used(model, &[Use::Changed]) {
        model.lang.pick("工作组只有一张卡片，只能修改", "there is one card of the group; it can be changed")
    } else {
        model.lang.pick(
            "这本由程序记，不能增、改、划",
            "the program writes this one: nobody adds, changes or strikes",
        )
    };
    model.notice = Some(told.to_owned());
}

/// Opens the form of a ledger of the group's own.
pub(in crate::tui) fn new_ledger(model: &mut Model) {
    model.open_form(Form::new_ledger(model.lang));
}

/// Asks where the ledger is written to, to whom and what for.
pub(in crate::tui) fn export(model: &mut Model) {
    if able_export(model) != Able::Yes {
        let title = ledger(model).map(|ledger| ledger.title.get(model.lang).to_owned()).unwrap_or_default();
        model.notice = Some(say!(
            model.lang,
            "“{title}”里没有可导出的记录：先选要导出的台账，再按 ⟦export-records⟧",
            "there is no record in {title} to write out: select the ledger that is meant, then ⟦export-records⟧"
        ));
        return;
    }
    let list = &model.ledgers.list;
    let is_narrowed = !list.search.query().is_empty();
    let found = is_narrowed.then(|| Arc::new(list.shown.clone()));
    let picked = Picked { found, marked: Arc::new(list.marked.clone()) };
    if let Some(form) = ledger(model).map(|ledger| Form::export_ledger(ledger, picked, model.lang)) {
        model.open_form(form);
    }
}

/// Opens the form by which what stands on F3, F4 or F6 is written out.
pub(in crate::tui) fn export_here(model: &mut Model) {
    let (ids, picked) = match model.screen {
        Screen::Checklists => (&[checklists::ID][..], Picked::default()),
        Screen::Residents => (&[people::ID, households::ID][..], residents::picked(model)),
        Screen::Today
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Ledgers
        | Screen::Bulletins
        | Screen::Sync => (
            &[issues::ID, steps::ID, voices::ID, analyses::ID][..],
            super::super::issues::several::picked(model),
        ),
    };
    let ledgers: Vec<_> = ids.iter().filter_map(|id| model.data.catalog.get(id)).collect();
    if let [ledger, others @ ..] = ledgers.as_slice() {
        let form = Form::export_one_of(ledger, others, picked, model.lang);
        model.open_form(form);
    }
}

/// Opens the form of the selected record.
pub(in crate::tui) fn edit(model: &mut Model) {
    let Some(row) = meant(model).cloned() else { return nothing_selected(model) };
    if is_used(model, &[Use::Read]) {
        return not_here(model);
    }
    let unmasked = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let form = Form::edit(&model.data, &row, unmasked.map(|(_, values)| values.as_slice()), model.lang);
    model.open_form(form);
}

/// Asks why full numbers are needed.
pub(in crate::tui) fn unmask(model: &mut Model) {
    let Some(id) = meant(model).map(|row| row.id) else { return nothing_selected(model) };
    let form = Form::reason(&model.data, id, model.lang);
    model.open_form(form);
}

/// Takes the selected record away: a card is deleted after a question, an entry
/// struck out with a reason.
pub(in crate::tui) fn strike(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let (Some(ledger), Some(row)) = (ledger(model).cloned(), meant(model).cloned()) else {
        nothing_selected(model);
        return Vec::new();
    };
    if use_of(&ledger) != Some(Use::Written) {
        not_here(model);
        return Vec::new();
    }
    let marked = &model.ledgers.list.marked;
    if !marked.is_empty() && !model.ledgers.list.open {
        let form = Form::strike_all(&model.data, marked, lang);
        model.open_form(form);
        return Vec::new();
    }
    match ledger.nature {
        Nature::Card => {
            if [neighbourhoods::ID, households::ID].contains(&ledger.id.as_str()) {
                return vec![Effect::OnLedger(LedgerWork::Remove(row.id))];
            }
            let name = model.data.name(row.id);
            let sentence =
                say!(lang, "删除 {name}？按 ⟦undo⟧ 可以撤销。", "Delete {name}? ⟦undo⟧ takes it back.");
            model.popups.push(Popup::Question { sentence, effect: Effect::Delete(row.id) });
        }
        Nature::Entry => {
            let form = Form::strike(&model.data, row.id, lang);
            model.open_form(form);
        }
        Nature::Issue => {
            let told = lang.pick(
                "事项不能删除；请到 ⟦go-issues⟧ 办理",
                "issues are not deleted; go on with it on ⟦go-issues⟧",
            );
            model.notice = Some(told.to_owned());
        }
    }
    Vec::new()
}

/// Says that a record is selected first.
pub(super) fn nothing_selected(model: &mut Model) {
    let told =
        model.lang.pick("先按 ⟦open⟧ 到右边，选一条记录", "go to the list with ⟦open⟧ and select a record");
    model.notice = Some(told.to_owned());
}
