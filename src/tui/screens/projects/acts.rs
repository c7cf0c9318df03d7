//! What is done to a row of the project that fills the screen: its stages, results, sources,
//! receipts and vouchers, and the issues that it answers.

use ratatui::layout::Rect;

use super::{
    detail::{self, Target},
    nothing_selected, selected,
};
use crate::{
    domain::{
        funds::{funds, permit_source},
        id::LedgerTag,
        ledger::Nature,
        projects::{milestones, projects as help},
        row::Row,
        wording::Lang,
    },
    say,
    tui::{
        able::{Able, when},
        event::Effect,
        form::Form,
        keys::{Action, binding},
        model::{Model, Popup},
        screens::{issues, ledgers, listing, search::moved},
        sheet,
    },
    workbench::help::HelpProject,
};

/// The cells that the rows have in the project that fills the screen.
fn room(model: &Model) -> usize {
    usize::from(model.size.0).saturating_sub(2)
}

fn targets(model: &Model) -> Vec<Target> {
    let rows = selected(model).map(|one| detail::rows(model, one, room(model))).unwrap_or_default();
    rows.into_iter().filter_map(|row| row.target).collect()
}

/// Begins at the top.
pub(super) fn begin(model: &mut Model) {
    (model.projects.row, model.projects.part) = (0, None);
    stay(model);
}

/// Keeps the selected row where it went.
pub(super) fn stay(model: &mut Model) {
    let targets = targets(model);
    let state = &mut model.projects;
    let still = state.part.and_then(|part| targets.iter().position(|target| *target == part));
    state.row = still.unwrap_or_else(|| state.row.min(targets.len().saturating_sub(1)));
    state.part = targets.get(state.row).copied();
}

/// Moves by rows.
pub(super) fn move_by(model: &mut Model, rows: isize) {
    select(model, moved(model.projects.row, rows, targets(model).len()));
}

fn select(model: &mut Model, row: usize) {
    (model.projects.row, model.projects.part) = (row, None);
    stay(model);
}

/// What of the project keys are about; the project itself where it does not fill the screen.
fn target(model: &Model) -> Target {
    model.projects.part.filter(|_| model.projects.open).unwrap_or(Target::Own)
}

/// The record that is selected; none of an issue, which has a screen of its own.
pub(in crate::tui) fn meant(model: &Model) -> Option<&Row> {
    let one = selected(model)?;
    match target(model) {
        Target::Own => Some(&one.project),
        Target::Part(id) => detail::parts(one).find(|row| row.id == id),
        Target::Issue(_) => None,
    }
}

/// The source of money that is meant: the one that is selected, or the only one.
pub(super) fn source<'a>(model: &'a Model, one: &'a HelpProject) -> Option<&'a Row> {
    let selected = meant(model).filter(|row| row.id.ledger() == LedgerTag::of(funds::ID));
    selected.or(if let [only] = one.funds.as_slice() { Some(only) } else { None })
}

/// Whether money can come in on a source, or on any where none is meant; why not, and what comes
/// first, otherwise (domain.md F1–F3).
pub(super) fn takes_money(one: &HelpProject, source: Option<&Row>, lang: Lang) -> Result<(), String> {
    let meant = source.map_or(one.funds.as_slice(), std::slice::from_ref);
    if meant.is_empty() {
        return Err(lang.pick("先按 ⟦new-fund⟧ 登记资金来源", "enter a source first: ⟦new-fund⟧").to_owned());
    }
    let refused = meant.iter().map(|fund| permit_source(fund).err()).collect::<Option<Vec<_>>>();
    let Some(refusal) = refused.and_then(|all| all.into_iter().next()) else { return Ok(()) };
    let told = refusal.sentence(lang);
    Err(say!(
        lang,
        "{told}：打开项目，选中这笔资金，按 ⟦edit-part⟧",
        "{told}: open the project, select the source, then ⟦edit-part⟧"
    ))
}

/// The stage that is selected.
fn stage(model: &Model) -> Option<&Row> {
    meant(model).filter(|row| row.id.ledger() == LedgerTag::of(milestones::ID))
}

/// What belongs to the project and is selected.
fn part(model: &Model) -> Option<&Row> {
    meant(model).filter(|row| row.id.ledger() != LedgerTag::of(help::ID))
}

/// Whether a stage is selected.
pub(in crate::tui) fn able_tick(model: &Model) -> Able {
    when(stage(model).is_some())
}

/// Whether something is selected that can go.
pub(in crate::tui) fn able_strike(model: &Model) -> Able {
    when(part(model).is_some())
}

/// What opening the selected row does, in a word or two.
pub(in crate::tui) fn open_word(model: &Model) -> &'static str {
    match target(model) {
        Target::Own => model.lang.pick("修改", "Edit"),
        Target::Part(_) | Target::Issue(_) => model.lang.pick("打开", "Open"),
    }
}

/// Opens what is selected: the project's form, a record to be read, an issue on its screen.
pub(super) fn open(model: &mut Model) {
    match target(model) {
        Target::Own => edit(model),
        Target::Issue(id) => issues::show(model, id),
        Target::Part(_) => {
            if let Some(row) = meant(model) {
                let (title, lines) = ledgers::read(model, row, sheet::room(usize::from(model.size.0)));
                model.popups.push(Popup::Reading { title, lines, top: 0 });
            }
        }
    }
}

/// Writes that the selected stage was done today, or that it was not.
pub(in crate::tui) fn tick(model: &mut Model) -> Vec<Effect> {
    let Some(stage) = stage(model) else {
        no_part(model, Action::TickStage);
        return Vec::new();
    };
    let is_done = stage.date(milestones::DONE).is_some();
    let day = if is_done { String::new() } else { model.data.today.to_string() };
    vec![Effect::Edit(stage.id, vec![("done".to_owned(), day)])]
}

/// Opens the form of what is selected.
pub(in crate::tui) fn edit(model: &mut Model) {
    let Some(row) = meant(model).cloned() else {
        if selected(model).is_none() {
            return nothing_selected(model);
        }
        let told = model
            .lang
            .pick("按 ⟦open⟧ 到它自己那一屏去办", "⟦open⟧ goes to its own screen, where it is done");
        model.notice = Some(told.to_owned());
        return;
    };
    let form = Form::edit(&model.data, &row, None, model.lang);
    model.open_form(form);
}

/// Opens the form of the selected project, whatever of it is selected.
pub(in crate::tui) fn edit_project(model: &mut Model) {
    let Some(one) = selected(model) else { return nothing_selected(model) };
    let form = Form::edit(&model.data, &one.project, None, model.lang);
    model.open_form(form);
}

/// Takes what is selected away: a source is deleted after a question, anything else struck out
/// with a reason.
pub(in crate::tui) fn strike(model: &mut Model) {
    let Some(id) = part(model).map(|row| row.id) else { return no_part(model, Action::StrikePart) };
    let lang = model.lang;
    if model.data.catalog.of(id).is_some_and(|ledger| ledger.nature == Nature::Card) {
        let name = model.data.name(id);
        let sentence =
            say!(lang, "删除 {name}？按 ⟦undo⟧ 可以撤销。", "Delete {name}? ⟦undo⟧ takes it back.");
        model.popups.push(Popup::Question { sentence, effect: Effect::Delete(id) });
    } else {
        let form = Form::strike(&model.data, id, lang);
        model.open_form(form);
    }
}

/// Says what comes first where something that is done to a row was asked for elsewhere; it always
/// waits for that.
pub(in crate::tui) fn lead(model: &mut Model, action: Action) -> bool {
    if selected(model).is_none() {
        nothing_selected(model);
    } else {
        no_part(model, action);
    }
    true
}

fn no_part(model: &mut Model, action: Action) {
    let lang = model.lang;
    let Some(name) = binding(action).map(|row| row.name.get(lang)) else { return };
    let id = action.id();
    let told = if model.projects.open {
        say!(
            lang,
            "用方向键选一条里程碑、资金、到账或支出，再按 ⟦{id}⟧ {name}",
            "select a stage, source, receipt or voucher, then ⟦{id}⟧: {name}"
        )
    } else {
        say!(
            lang,
            "先选一个项目，⟦open⟧ 打开，再选一条按 ⟦{id}⟧ {name}",
            "select a project, open it with ⟦open⟧, select a row of it, then ⟦{id}⟧: {name}"
        )
    };
    model.notice = Some(told);
}

/// Takes a click on a row of the project beside the list: the project fills the screen with that
/// row selected. Answers whether it is.
pub(in crate::tui) fn click_beside(model: &mut Model, width: u16, number: usize) -> bool {
    let Some(one) = selected(model) else { return false };
    let target = listing::led(&detail::beside(model, one, usize::from(width)), number);
    if target.is_some() {
        model.projects.open = true;
        model.projects.part = target;
        stay(model);
    }
    target.is_some()
}

/// Takes a click on the project that fills the screen; a second one on the same row opens it.
pub(super) fn click(model: &mut Model, area: Rect, y: usize) {
    let Some(one) = selected(model) else { return };
    let rows = detail::rows(model, one, room(model));
    let at = model.projects.row;
    if let Some(row) = listing::clicked(&rows, (at, &model.projects.rows_top), usize::from(area.height), y) {
        if row == at { open(model) } else { select(model, row) }
    }
}
