//! The way to a sheet, where something that is done on one was asked for elsewhere.

use super::{place, sheet};
use crate::{
    domain::roster::neighbourhoods,
    say,
    tui::{
        keys::{Action, Place, binding},
        model::Model,
    },
};

/// Leads towards an item that the action can be done to, and says what comes next; answers whether
/// the action has to wait for that. In the matrix a sheet is meant, and opens; elsewhere none is.
pub(in crate::tui) fn lead(model: &mut Model, here: Place, action: Action) -> bool {
    let lang = model.lang;
    let Some(name) = binding(action).map(|row| row.name.get(lang)) else { return false };
    let id = action.id();
    let Some(at) = place(model).map(|row| row.text(neighbourhoods::NAME).to_owned()) else {
        let told = lang.pick(
            "还没有居民小组，也就没有清单：按 ⟦new-neighbourhood⟧ 新建第一个",
            "there is no neighbourhood, and so no list: ⟦new-neighbourhood⟧ begins the first",
        );
        model.notice = Some(told.to_owned());
        return true;
    };
    if here == Place::Matrix {
        (model.checklists.open, model.checklists.item) = (true, 0);
        model.checklists.items.clear();
        if action == Action::AddItem {
            // Which list is meant says the matrix.
            return false;
        }
    }
    let told = if !model.checklists.open {
        say!(
            lang,
            "先用方向键选居民小组和清单，⟦open⟧ 打开，再选一项按 ⟦{id}⟧ {name}",
            "choose a neighbourhood and a list, open it with ⟦open⟧, select an item, then ⟦{id}⟧: {name}"
        )
    } else if action == Action::AddItem {
        let list = sheet(model).map_or("", |sheet| sheet.list.title(lang));
        say!(
            lang,
            "这是“{list}”：按 ⟦{id}⟧ 加一项；换清单先按 ⟦back⟧",
            "this is \"{list}\": ⟦{id}⟧ adds an item; ⟦back⟧ leads to the other lists"
        )
    } else {
        say!(
            lang,
            "这是{at}的清单：选一项，再按 ⟦{id}⟧ {name}；换清单先按 ⟦back⟧",
            "this is the list of {at}: select an item, then ⟦{id}⟧: {name}; ⟦back⟧ leads to the others"
        )
    };
    model.notice = Some(told);
    true
}
