//! What is done to an issue no more, and why: its key says so, and opens no form.

use super::{able, meant};
use crate::{
    domain::{
        field::Kind,
        issues::{issues, steps},
        procedure::Objection,
    },
    tui::{able::Able, keys::Action, model::Model},
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

/// What comes before any result at all.
pub(super) fn owed(case: &Case) -> Option<Objection> {
    let declared = steps::ledger();
    let Kind::Choice(outcomes) = &declared.field(steps::OUTCOME)?.kind else { return None };
    let owed = outcomes.iter().map(|outcome| case.standing.owed_before(&outcome.key));
    owed.collect::<Option<Vec<_>>>()?.into_iter().next()
}
