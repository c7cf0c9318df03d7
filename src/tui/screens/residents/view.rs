//! The list of residents, and the selected one beside it.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{address_of, card, further, shown};
use crate::{
    domain::{
        field::Tag,
        id::RecordId,
        privacy,
        roster::{households, residents},
        row::Row,
    },
    say,
    tui::{
        cells::{self, fit},
        chrome,
        keys::Action,
        lists,
        model::Model,
        paint,
        rooms::{Wish, longest, looked_at},
        screens::{
            listing, marking,
            pane::{self, Pane},
        },
        theme::Theme,
    },
};

/// Rows above the list: the search and the column titles.
pub(in crate::tui) const HEAD: usize = 2;

/// Draws the screen.
pub(in crate::tui) fn view(model: &Model, area: Rect, frame: &mut Frame) {
    if model.residents.list.open
        && let Some(shown) = shown(model)
    {
        let rows = card::rows(model, shown, usize::from(area.width).saturating_sub(2));
        listing::view(
            &rows,
            (model.residents.at, &model.residents.top),
            (model.theme, model.lang),
            paint::inset(area, 1),
            frame,
        );
        return;
    }
    paint::search_line(head(model), &model.residents.list.search, Rect { height: 1, ..area }, frame);
    let list = Rect { width: lists::list_width(model, area), ..area };
    rows(model, list, frame);
    if let Some(right) = beside_at(model, area) {
        paint::divider(right, frame);
        if let Some(pane) = beside(model, area) {
            pane::view(model, pane, frame);
        }
    }
}

/// What is left at the right of the list, the rule among it.
fn beside_at(model: &Model, area: Rect) -> Option<Rect> {
    let list = lists::list_width(model, area);
    let is_there = model.is_wide() && !model.residents.list.open && area.height > 2;
    is_there.then(|| pane::right_of(list, 1, area))
}

/// The card of whoever is selected, beside the list.
pub(in crate::tui) fn beside(model: &Model, area: Rect) -> Option<Pane> {
    let area = paint::after_divider(beside_at(model, area)?);
    let shown = shown(model)?;
    Some(Pane { area, lines: card::lines(model, shown, usize::from(area.width)) })
}

/// The columns, with what each takes of a width.
pub(in crate::tui) fn laid(model: &Model, width: u16) -> Vec<(&'static str, usize)> {
    let list = &model.residents.list;
    let told: Vec<Told> = looked_at(&list.shown, list.at).map(|id| Told::of(model, *id)).collect();
    let all = [
        ("name", Wish::cells(10, longest(told.iter().map(|told| &told.name)))),
        ("age", Wish::cells(4, 4)),
        ("place", Wish::cells(8, longest(told.iter().map(|told| &told.place)))),
        ("address", Wish::rest(6, longest(told.iter().map(|told| &told.address)))),
        ("head", Wish::cells(10, 10)),
        ("phone", Wish::cells(13, 13)),
        ("reason", Wish::cells(16, 16)),
        ("seen", Wish::cells(10, 10)),
    ];
    // Two cells are the marks', the last one stays blank.
    lists::lay(model, lists::RESIDENTS, &all, usize::from(width).saturating_sub(3))
}

fn rows(model: &Model, area: Rect, frame: &mut Frame) {
    let (lang, state) = (model.lang, &model.residents);
    if area.height < 3 {
        return;
    }
    let below = |y: usize| Rect { y: area.y.saturating_add(cells::cells(y)), height: 1, ..area };
    let laid = laid(model, area.width);
    let titles = lists::titles(model, lists::RESIDENTS, &laid, |_, title, width| title.fit(width));
    paint::line(&Line::styled(format!("  {titles}"), Theme::strong()), below(1), frame);
    if state.list.shown.is_empty() {
        let told = if model.data.is_outline { chrome::reading(lang).to_owned() } else { empty(model) };
        let rest = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
        paint::lines(
            paint::wrapped(&model.told(&told), usize::from(area.width).saturating_sub(4)),
            0,
            paint::inset(rest, 2),
            frame,
        );
        return;
    }
    let height = usize::from(area.height).saturating_sub(HEAD);
    let top = state.list.top.first(state.list.at, state.list.shown.len(), height);
    for (number, id) in state.list.shown.iter().enumerate().skip(top).take(height) {
        let told = Told::of(model, *id);
        let line = line(model, &told, &laid, number == state.list.at);
        paint::line(&line, below(HEAD + number - top), frame);
    }
}

/// What stands before the search, and the count behind it.
pub(super) fn head(model: &Model) -> (Vec<Span<'static>>, String) {
    let state = &model.residents;
    let (households, residents) = (model.data.roster.homes, model.data.roster.order.len());
    let counts = say!(
        model.lang,
        " 户 {households}  居民 {residents}",
        " households {households}  residents {residents}"
    );
    let place = if state.list.shown.is_empty() { 0 } else { state.list.at + 1 };
    let counts = marking::told(model, &state.list).map_or(counts, |told| format!(" {told}"));
    (vec![Span::raw(counts)], format!("{place} / {}", state.total))
}

/// What stands for a list without rows. Letters are part of the search while
/// it is typed: what they do comes after Enter.
fn empty(model: &Model) -> String {
    let (lang, search) = (model.lang, &model.residents.list.search);
    let everywhere = || model.data.keys.hint(Action::FindEverywhere, model.place(), lang);
    let told = match (search.query().is_empty(), search.typing) {
        (true, false) => lang.pick(
            "还没有居民。按 ⟦new-resident⟧ 新建第一位；已有表格的，到 ⟦go-sync⟧“导入表格”一次导入。",
            "No residents yet. ⟦new-resident⟧ begins the first; \"Import a sheet\" on ⟦go-sync⟧ takes a whole sheet in.",
        ),
        (true, true) => lang.pick(
            "还没有居民。先按 ⟦open⟧，再按 ⟦new-resident⟧ 新建第一位。",
            "No residents yet. Press ⟦open⟧, then ⟦new-resident⟧ to begin the first.",
        ),
        (false, false) => {
            let everywhere = everywhere();
            return say!(
                lang,
                "没有找到。⟦back⟧ 清掉查找的字，{everywhere}，⟦new-resident⟧ 新建。",
                "Nothing found. ⟦back⟧ clears the search, {everywhere}, ⟦new-resident⟧ begins one."
            );
        }
        (false, true) => {
            let everywhere = everywhere();
            return say!(
                lang,
                "没有找到。⟦back⟧ 清掉查找的字；{everywhere}；要新建，先按 ⟦open⟧，再按 ⟦new-resident⟧。",
                "Nothing found. ⟦back⟧ clears the search; {everywhere}; to begin one, press ⟦open⟧, then ⟦new-resident⟧."
            );
        }
    };
    told.to_owned()
}

/// What a row of the list says, and of which card.
struct Told<'a> {
    row: Option<&'a Row>,
    name: String,
    place: String,
    address: String,
    phone: Tag,
}

impl<'a> Told<'a> {
    /// Of a resident, or of a household in which nobody is registered.
    fn of(model: &'a Model, id: RecordId) -> Self {
        let (data, lang) = (&model.data, model.lang);
        if let Some(row) = data.roster.resident(id) {
            let name = row.text(residents::NAME).to_owned();
            let (place, address) = (data.named(row, residents::NEIGHBOURHOOD), address_of(model, row));
            return Self { row: Some(row), name, place, address, phone: residents::PHONE };
        }
        let row = data.roster.household(id);
        let head = row.map_or("", |row| row.text(households::HEAD));
        let nobody = lang.pick("（空户）", "(nobody)");
        let name = if head.is_empty() { nobody.to_owned() } else { format!("{head}{nobody}") };
        let place = row.map(|row| data.named(row, households::NEIGHBOURHOOD)).unwrap_or_default();
        let address = row.map_or("", |row| row.text(households::ADDRESS)).to_owned();
        Self { row, name, place, address, phone: households::PHONE }
    }
}

fn line(model: &Model, told: &Told, laid: &[(&str, usize)], chosen: bool) -> Line<'static> {
    let query = model.residents.list.search.query();
    let Some(row) = told.row else { return Line::default() };
    let field = model.data.catalog.of(row.id).and_then(|ledger| ledger.field(told.phone));
    let full = model.unmasked.as_ref().filter(|(id, _)| *id == row.id);
    let full = full.and_then(|(_, values)| values.iter().find(|(tag, _)| *tag == told.phone));
    let phone = match (full, field, row.one(told.phone)) {
        (Some((_, number)), ..) => number.clone(),
        (None, Some(field), Some(value)) => privacy::masked(field, value),
        _ => String::new(),
    };
    let lit = |text: &str, room: usize| paint::found(&fit(text, room), &query, model.theme);
    let cursor = if chosen { ">" } else { " " };
    let mark = match (model.residents.list.marked.contains(&row.id), row.conflicts.is_empty()) {
        (true, _) => "*",
        (false, false) => "!",
        (false, true) => " ",
    };
    let mut spans = vec![Span::raw(format!("{cursor}{mark}"))];
    for (at, (key, width)) in laid.iter().enumerate() {
        if at > 0 {
            spans.push(Span::raw(" "));
        }
        match *key {
            "name" => spans.extend(lit(&told.name, *width)),
            "place" => spans.push(Span::raw(fit(&told.place, *width))),
            "address" => spans.extend(lit(&told.address, *width)),
            "age" | "seen" | "head" | "reason" => {
                let told = further(&model.data, row.id, key).map(|own| own.told(&model.data, model.lang));
                spans.push(Span::raw(fit(&told.unwrap_or_default(), *width)));
            }
            _ => spans.extend(lit(&phone, *width)),
        }
    }
    Line::from(spans).style(if chosen { model.theme.chosen() } else { Theme::plain() })
}
