//! What is done to an issue no more, and why: its key says so, and opens no form.

use super::{able, meant, selected};
use crate::{
    domain::{
        field::Kind,
        issues::{issues, steps},
        procedure::Objection,
        standing::IssueKind,
    },
    say,
    tui::{able::Able, finder::Target, keys::Action, model::Model},
    workbench::steps::Case,
};

/// Says why an action has no meaning for the issue that is meant; answers whether it has none.
pub(super) fn is_over(model: &mut Model, action: Action) -> bool {
    if able(model, action) != Able::Hidden {
        return false;
    }
    let Some(case) = meant(model) else { return false };
    let lang = model.lang;
    let told = if case.standing.merged_into.is_some() {
        lang.pick("已并入另一件，在那一件上办", "goes on in the issue it was merged into")
    } else if action == Action::Accept {
        lang.pick("已有责任人，换人按 ⟦assign⟧", "somebody is responsible already; ⟦assign⟧ changes who")
    } else {
        lang.pick("已有结果，要再办按 ⟦reopen⟧", "has its result; ⟦reopen⟧ takes it up again")
    };
    model.notice = Some(format!("{}  {told}", case.issue.text(issues::NUMBER)));
    true
}

/// Says that the next key is about another issue: the one that something was done about has left the list.
pub(super) fn tell_who_is_selected_now(model: &mut Model) {
    if let (Some(here), Some(told)) = (selected(model), &model.notice) {
        let here = here.issue.text(issues::NUMBER);
        let more = say!(
            model.lang,
            "，已不在这里；现在选中 {here}",
            ", listed here no more; {here} is selected now"
        );
        model.notice = Some(format!("{told}{more}"));
    }
}

/// What comes before any result at all.
pub(super) fn owed(case: &Case) -> Option<Objection> {
    let declared = steps::ledger();
    let Kind::Choice(outcomes) = &declared.field(steps::OUTCOME)?.kind else { return None };
    let owed = outcomes.iter().map(|outcome| case.standing.owed_before(&outcome.key));
    owed.collect::<Option<Vec<_>>>()?.into_iter().next()
}

/// The step of its own kind that comes next: the one that a result waits for, else the first that
/// was not taken yet.
pub(super) fn next_step(case: &Case) -> Option<Target> {
    let standing = &case.standing;
    let own = standing.kind.map_or(&[][..], IssueKind::special_steps);
    let first = || own.iter().copied().find(|kind| !standing.has_taken(*kind));
    let owed = match owed(case) {
        Some(Objection::Unproven(step)) => Some(step).filter(|step| own.contains(step)),
        Some(_) | None => None,
    };
    owed.or_else(first).map(Target::Step)
}
