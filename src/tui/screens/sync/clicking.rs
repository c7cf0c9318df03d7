//! What a click on F10 is on: a row, or the heading of a part.

use ratatui::layout::Rect;

use super::{divided, listed, open, rows::parts};
use crate::tui::{event::Effect, keys::Action, model::Model, screens::listing, update::act};

/// What is done where the heading of a part is clicked that has no rows, part by part.
const INSTEAD: [Option<Action>; 4] = [None, Some(Action::Import), None, Some(Action::Backup)];

/// Takes a click; a second one on the same row opens it. A heading goes to the first row below it.
pub(in crate::tui) fn click(model: &mut Model, area: Rect, y: usize) -> Vec<Effect> {
    let (list, _) = divided(model, area);
    let (width, room) = (usize::from(list.width), usize::from(list.height));
    let rows = listed(model, width);
    let selected = (model.sync, &model.tops.sync);
    match listing::clicked(&rows, selected, room, y) {
        Some(at) if at == model.sync => open(model),
        Some(at) => {
            model.sync = at;
            Vec::new()
        }
        None => match listing::row_at(&rows, selected, room, y) {
            Some(number) if !model.narrowed.sync.is_on() => click_heading(model, width, number),
            Some(_) | None => Vec::new(),
        },
    }
}

fn click_heading(model: &mut Model, width: usize, number: usize) -> Vec<Effect> {
    let (mut begin, mut before) = (0, 0);
    for (part, instead) in parts(&model.data, model.lang, width).iter().zip(INSTEAD) {
        let own = part.iter().filter(|row| row.target.is_some()).count();
        if number == begin && own == 0 {
            return instead.map(|action| act(model, action)).unwrap_or_default();
        } else if number == begin {
            model.sync = before;
        }
        begin += part.len();
        before += own;
    }
    Vec::new()
}
