//! F6: who has not been answered yet.

pub(in crate::tui) mod board;
mod over;
mod clicking;
mod detail;
pub(in crate::tui) mod several;
mod together;
mod view;

use std::collections::{BTreeMap, HashSet};

use super::{
    search::{Search, moved},
    today,
    top::Top,
};
use crate::{
    domain::{
        id::RecordId,
        issues::issues as issue_ledger,
        rules,
        standing::{IssueKind, Status, StepKind},
        wording::Lang,
    },
    tui::{
        finder::{Finder, Source},
        form::Form,
        keys::Action,
        lists,
        model::{Model, Popup, Screen},
        paint,
        snapshot::Snapshot,
    },
    workbench::steps::Case,
};

pub(in crate::tui) use clicking::{click, click_beside};
pub(in crate::tui) use view::{beside, laid, owners, view};

/// Which issues are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::tui) enum Filter {
    /// Those without a result that are one's own part (domain.md A19).
    Mine,
    /// Those without a result.
    #[default]
    Open,
    /// All.
    All,
    /// Those with a result.
    Closed,
}

impl Filter {
    const ALL: [Self; 4] = [Self::Mine, Self::Open, Self::All, Self::Closed];

    /// Those that are offered: who sees all has no part of his own.
    pub(super) fn offered(model: &Model) -> impl Iterator<Item = Self> {
        Self::of(&model.data)
    }

    /// The same of data.
    pub(in crate::tui) fn of(data: &Snapshot) -> impl Iterator<Item = Self> + use<> {
        let is_part = data.own_issues.is_some();
        Self::ALL.into_iter().filter(move |filter| is_part || *filter != Self::Mine)
    }

    pub(in crate::tui) fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Mine => lang.pick("我的", "Mine"),
            Self::Open => lang.pick("未了结", "Open"),
            Self::All => lang.pick("全部", "All"),
            Self::Closed => lang.pick("已办结", "Closed"),
        }
    }

    fn takes(self, case: &Case, own: Option<&HashSet<RecordId>>) -> bool {
        match self {
            Self::Mine => Self::Open.takes(case, own) && own.is_none_or(|own| own.contains(&case.issue.id)),
            // What goes on in another is found there, and here among all.
            Self::Open => !case.standing.is_closed() && case.standing.merged_into.is_none(),
            Self::All => true,
            Self::Closed => case.standing.is_closed() && case.standing.merged_into.is_none(),
        }
    }
}

/// What the screen holds besides the data.
#[derive(Debug, Default)]
pub(in crate::tui) struct State {
    pub(in crate::tui) filter: Filter,
    /// The kind that is listed; none: all of them.
    pub(in crate::tui) kind: Option<IssueKind>,
    pub(in crate::tui) search: Search,
    /// Places in the snapshot's cases, in the order of the list.
    pub(in crate::tui) shown: Vec<usize>,
    /// How many would be listed of each kind; under none, of all of them.
    pub(in crate::tui) counts: BTreeMap<Option<IssueKind>, usize>,
    /// How many more the search finds, which the filter or the kind leaves out.
    pub(in crate::tui) beyond: usize,
    pub(in crate::tui) at: usize,
    pub(in crate::tui) chosen: Option<RecordId>,
    /// Whether one issue fills the screen.
    pub(in crate::tui) open: bool,
    pub(in crate::tui) scroll: usize,
    /// Whether the board is shown instead of the list.
    pub(in crate::tui) board: bool,
    /// Issues that are marked, to be given to somebody or printed together.
    pub(in crate::tui) marked: Vec<RecordId>,
    /// The screen it was reached from, where Esc goes back to.
    pub(in crate::tui) from: Option<Screen>,
    /// Where the list and the columns of the board begin.
    top: Top,
    tops: [Top; Status::ALL.len()],
}

/// The issue that is selected.
pub(in crate::tui) fn selected(model: &Model) -> Option<&Case> {
    model.issues.shown.get(model.issues.at).and_then(|at| model.data.cases.get(*at))
}

/// The issue that a step is meant for: on F2 the one under the cursor there.
fn meant(model: &Model) -> Option<&Case> {
    match model.screen {
        Screen::Today => today::issue(model).and_then(|id| model.data.case(id)),
        Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Ledgers
        | Screen::Bulletins
        | Screen::Sync => selected(model),
    }
}

/// Works out the list, keeping the selected issue where it still is in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let sort = model.arrangement.sort(lists::ISSUES);
    let order = model.data.order_of(lists::ISSUES, sort);
    let (cases, state) = (&model.data.cases, &mut model.issues);
    let query = state.search.query();
    let kind_at = |at: &usize| cases.get(*at).and_then(|case| case.standing.kind);
    let own = model.data.own_issues.as_ref();
    let takes = |at: &usize| cases.get(*at).is_some_and(|case| lists(state, case, own));
    let (mut shown, found): (Vec<usize>, usize) =
        if let Some(order) = order.filter(|_| query.is_empty() && !state.board) {
            (order.iter().filter_map(|id| model.data.place_of(*id)).filter(takes).collect(), 0)
        } else if query.is_empty() {
            ((0..cases.len()).filter(takes).collect(), 0)
        } else {
            let hits = model.data.issue_index.search(&query, cases.len()).best;
            let places = hits.iter().filter_map(|hit| Some((hit.rank, model.data.place_of(hit.key)?)));
            let mut places: Vec<(u32, usize)> = places.collect();
            // Of equally good ones the most urgent first.
            places.sort_unstable();
            (places.iter().map(|(_, at)| *at).filter(takes).collect(), places.len())
        };
    state.counts = BTreeMap::from([(None, shown.len())]);
    for kind in shown.iter().filter_map(kind_at) {
        *state.counts.entry(Some(kind)).or_default() += 1;
    }
    shown.retain(|at| state.kind.is_none() || kind_at(at) == state.kind);
    (state.beyond, state.shown) = (found.saturating_sub(shown.len()), shown);
    let ids = |at: &usize| cases.get(*at).map(|case| case.issue.id);
    let still = state.shown.iter().position(|at| ids(at) == state.chosen && state.chosen.is_some());
    state.at = still.unwrap_or_else(|| state.at.min(state.shown.len().saturating_sub(1)));
    state.chosen = state.shown.get(state.at).and_then(ids);
    state.open &= state.chosen.is_some();
    state.marked.retain(|id| cases.iter().any(|case| case.issue.id == *id));
}

/// Whether what is looked for is not in what is listed, but among all of them.
pub(in crate::tui) fn are_elsewhere(model: &Model) -> bool {
    model.issues.shown.is_empty() && model.issues.beyond > 0
}

/// Lists all of them, of whatever kind; what is looked for stays.
pub(in crate::tui) fn widen(model: &mut Model) {
    model.issues.filter = Filter::All;
    choose_kind(model, None);
}

/// Lists all of a filter and a kind; nothing is looked for any more.
pub(in crate::tui) fn show_all_of(model: &mut Model, filter: Filter, kind: Option<IssueKind>) {
    model.issues.search.clear();
    (model.issues.filter, model.issues.board, model.issues.open) = (filter, false, false);
    choose_kind(model, kind);
}

/// Shows one issue of another screen, whatever was filtered before; Esc goes back there.
pub(in crate::tui) fn show(model: &mut Model, id: RecordId) {
    let from = model.screen;
    model.screen = Screen::Issues;
    select(model, id);
    // The board tells only a line of it.
    model.issues.open = model.issues.board || !model.is_wide();
    model.issues.from = Some(from);
}

/// Selects an issue, widening the filter where it hides it.
pub(in crate::tui) fn select(model: &mut Model, id: RecordId) {
    model.issues.chosen = Some(id);
    if model.data.case(id).is_some_and(|case| case.standing.kind != model.issues.kind) {
        model.issues.kind = None;
    }
    let hidden = model.data.case(id).is_some_and(|case| !takes(model, case));
    if hidden {
        model.issues.filter = Filter::All;
    }
    model.issues.scroll = 0;
    sort_out(model);
    if model.issues.chosen != Some(id) {
        // A search that hides it is over.
        model.issues.search.clear();
        model.issues.chosen = Some(id);
        sort_out(model);
    }
}

/// Whether the filter that is on lists an issue.
fn takes(model: &Model, case: &Case) -> bool {
    lists(&model.issues, case, model.data.own_issues.as_ref())
}

/// Whether an issue is listed; on the board every stage is, and what goes on in another is found there.
fn lists(state: &State, case: &Case, own: Option<&HashSet<RecordId>>) -> bool {
    if state.board {
        let is_own = own.is_none_or(|own| own.contains(&case.issue.id));
        case.standing.merged_into.is_none() && (state.filter != Filter::Mine || is_own)
    } else {
        state.filter.takes(case, own)
    }
}

/// Lists a member's own part first, where he was given one; the others are one key away.
pub(in crate::tui) fn begin(model: &mut Model) {
    if model.data.begins_with_own {
        model.issues.filter = Filter::Mine;
        sort_out(model);
    }
}

/// Follows an issue that something was just done about. One that was closed
/// leaves the list of open ones, unless it fills the screen.
pub(in crate::tui) fn follow(model: &mut Model, id: RecordId) {
    let closed = model.data.case(id).is_some_and(|case| case.standing.is_closed());
    let listed = model.data.case(id).is_some_and(|case| takes(model, case));
    if listed || model.issues.open || !closed {
        select(model, id);
    } else if model.screen == Screen::Issues {
        sort_out(model);
        over::tell_who_is_selected_now(model);
    }
}

/// Moves in the list, or in the issue that fills the screen.
pub(in crate::tui) fn move_by(model: &mut Model, rows: isize) {
    if model.issues.board && !model.issues.open {
        return board::move_by(model, rows);
    }
    let state = &mut model.issues;
    if state.open {
        state.scroll = state.scroll.saturating_add_signed(rows);
    } else {
        state.at = moved(state.at, rows, state.shown.len());
        state.scroll = 0;
        state.chosen = None;
        state.from = None;
        // Full numbers are shown for the one that was asked for only.
        model.unmasked = None;
        sort_out(model);
    }
    clamp_scroll(model);
}

/// Keeps the text of the open issue on the screen.
fn clamp_scroll(model: &mut Model) {
    if model.issues.open {
        let (width, height) = (usize::from(model.size.0), usize::from(model.size.1));
        let rows =
            selected(model).map_or(0, |case| detail::lines(model, case, width.saturating_sub(2)).len());
        model.issues.scroll = model.issues.scroll.min(paint::last_top(rows, height.saturating_sub(5)));
    }
}

/// Goes to the next filter or the one before.
pub(in crate::tui) fn turn(model: &mut Model, forward: bool) {
    let offered: Vec<Filter> = Filter::offered(model).collect();
    let at = offered.iter().position(|filter| *filter == model.issues.filter).unwrap_or(0);
    let next = if forward { at + 1 } else { at + offered.len() - 1 } % offered.len();
    model.issues.filter = offered.get(next).copied().unwrap_or_default();
    model.issues.from = None;
    model.issues.at = 0;
    model.issues.chosen = None;
    sort_out(model);
}

/// Goes to the next kind of issue or the one before; between the last and the first are all of them.
pub(in crate::tui) fn turn_kind(model: &mut Model, forward: bool) {
    let kinds: Vec<Option<IssueKind>> = view::kinds().collect();
    let at = kinds.iter().position(|kind| *kind == model.issues.kind).unwrap_or(0);
    let next = if forward { at + 1 } else { at + kinds.len() - 1 } % kinds.len();
    choose_kind(model, kinds.get(next).copied().flatten());
}

fn choose_kind(model: &mut Model, kind: Option<IssueKind>) {
    model.issues.kind = kind;
    model.issues.from = None;
    model.issues.at = 0;
    model.issues.chosen = None;
    sort_out(model);
}

/// Lists the steps of the selected issue's own kind.
pub(in crate::tui) fn procedure(model: &mut Model) {
    if several::refuses(model) {
        return;
    }
    let Some(case) = meant(model) else { return nothing_selected(model) };
    let (id, next) = (case.issue.id, over::next_step(case));
    let mut finder = Finder::new(Source::Steps(id), "", &model.data, model.lang);
    // It begins at what comes next.
    finder.at = finder.found.iter().position(|item| Some(&item.target) == next.as_ref()).unwrap_or(0);
    if finder.found.is_empty() {
        let told = model.lang.pick(
            "诉求没有专门步骤：受理、答复、结果就够了",
            "a request has no steps of its own: accept, reply, result",
        );
        model.notice = Some(told.to_owned());
        return;
    }
    model.popups.push(Popup::Finder(Box::new(finder)));
}

/// Opens the form of somebody who raised the selected issue too.
pub(in crate::tui) fn add_voice(model: &mut Model) {
    if several::refuses(model) {
        return;
    }
    if over::is_over(model, Action::AddVoice) {
        return;
    }
    let Some(case) = meant(model) else { return nothing_selected(model) };
    let form = Form::voice(case, model.lang);
    model.open_form(form);
}

/// Opens the analysis sheet of the selected issue.
pub(in crate::tui) fn analyse(model: &mut Model) {
    if several::refuses(model) {
        return;
    }
    if over::is_over(model, Action::Analyse) {
        return;
    }
    let Some(case) = meant(model) else { return nothing_selected(model) };
    let form = Form::analysis(&model.data, case, model.lang);
    model.open_form(form);
}

/// Opens the form of a step on the selected issue.
pub(in crate::tui) fn step(model: &mut Model, kind: StepKind) {
    if kind == StepKind::Assign && several::are_meant(model) {
        return several::assign(model);
    }
    if several::refuses(model) {
        return;
    }
    if let Some(case) = meant(model) {
        if let Err(refusal) = rules::permit_kind(kind, &case.standing) {
            let number = case.issue.text(issue_ledger::NUMBER);
            model.notice = Some(format!("{number}  {}", refusal.sentence(model.lang)));
            return;
        }
        if kind == StepKind::Resolve
            && let Some(objection) = over::owed(case)
        {
            let (number, lang) = (case.issue.text(issue_ledger::NUMBER), model.lang);
            let (told, key) = (objection.sentence(lang), lang.pick("先按 ⟦procedure⟧", "first ⟦procedure⟧"));
            model.notice = Some(format!("{number}  {told}  {key}"));
            return;
        }
        if kind == StepKind::Accept && over::is_over(model, Action::Accept) {
            return;
        }
        let Some(case) = meant(model) else { return };
        let form = Form::step_on(&model.data, case, kind, model.lang);
        model.open_form(form);
    } else {
        nothing_selected(model);
    }
}

/// Asks why full numbers are needed.
pub(in crate::tui) fn unmask(model: &mut Model) {
    let Some(case) = selected(model) else { return };
    let form = Form::reason(&model.data, case.issue.id, model.lang);
    model.open_form(form);
}

/// Opens the form of the selected issue.
pub(in crate::tui) fn edit(model: &mut Model) {
    if several::refuses(model) {
        return;
    }
    if let Some(case) = meant(model) {
        let form = Form::edit(&model.data, &case.issue, None, model.lang);
        model.open_form(form);
    } else {
        nothing_selected(model);
    }
}

fn nothing_selected(model: &mut Model) {
    let told = match model.screen {
        Screen::Today => model.lang.pick(
            "先把光标移到一件事项上，或按 ⟦register⟧ 登记一件",
            "move to an issue first, or register one with ⟦register⟧",
        ),
        Screen::Checklists
        | Screen::Residents
        | Screen::Visits
        | Screen::Issues
        | Screen::Projects
        | Screen::Ledgers
        | Screen::Bulletins
        | Screen::Sync => model.lang.pick(
            "先在事项里选一件，或按 ⟦register⟧ 登记一件",
            "select an issue first, or register one with ⟦register⟧",
        ),
    };
    model.notice = Some(told.to_owned());
}

/// Whether a step makes sense now; the core decides again when it is taken.
pub(in crate::tui) fn able(model: &Model, action: Action) -> crate::tui::able::Able {
    use crate::tui::able::Able;
    if several::are_meant(model) {
        return if action == Action::Assign { Able::Yes } else { Able::Hidden };
    }
    let Some(case) = meant(model) else { return Able::Hidden };
    let closed = case.standing.is_closed();
    let own = case.standing.kind.map_or(&[][..], IssueKind::special_steps);
    if case.standing.merged_into.is_some() && action != Action::EditIssue {
        Able::Hidden
    } else if action == Action::Procedure {
        if own.is_empty() { Able::Hidden } else { Able::Yes }
    } else if action == Action::Callback || action == Action::Reopen {
        if closed { Able::Yes } else { Able::Hidden }
    } else if action == Action::Resolve && !closed && !case.standing.answered {
        // What comes first is told at once, all of it.
        Able::No(if over::owed(case).is_some() {
            model.lang.pick("先答复、走步骤", "reply and its steps first")
        } else {
            model.lang.pick("先答复", "reply first")
        })
    } else if action == Action::Resolve && !closed && over::owed(case).is_some() {
        Able::No(model.lang.pick("先走步骤", "its steps first"))
    } else if action == Action::Accept && case.standing.owner.is_some() {
        // Who is responsible is changed by giving it to somebody.
        Able::Hidden
    } else if closed && action != Action::Reply && action != Action::EditIssue {
        Able::Hidden
    } else {
        Able::Yes
    }
}
