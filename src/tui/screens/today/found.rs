//! F2, narrowed by what is typed: the lines of the whole agenda are looked through, not only
//! those that are listed.

use super::{
    Laid, Target, besides,
    line::{self, Cells, line},
    target, targets,
};
use crate::{
    domain::deadlines::Stage,
    say,
    tui::{model::Model, narrowing, screens::listing::Told, theme::Ink},
    workbench::agenda::Section,
};

/// The most lines of one section that are listed where something is looked for.
const MOST: usize = 50;

/// A row that can be selected, as what is typed tells it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::tui) enum Line {
    /// A line of the agenda, by its place there.
    Item(usize),
    /// What the day asks for besides, by its place.
    Beside(usize),
}

/// How many lines of a section there are, and the places of those that are listed.
pub(super) fn listed(model: &Model, section: Section) -> (usize, Vec<usize>) {
    let (data, narrow) = (&model.data, &model.narrowed.today);
    if !narrow.is_on() {
        return data.section(section).map_or((0, Vec::new()), |all| (all.count, all.first.clone()));
    }
    let own = |at: &usize| data.agenda.items.get(*at).is_some_and(|item| item.section == section);
    let kept = narrow.kept().iter().filter_map(|line| match line {
        Line::Item(at) => Some(*at).filter(own),
        Line::Beside(_) => None,
    });
    let mut found: Vec<usize> = kept.collect();
    let count = found.len();
    found.truncate(MOST);
    (count, found)
}

/// Works out what is listed for what is typed, and keeps the selection in it.
pub(in crate::tui) fn sort_out(model: &mut Model) {
    let mut narrow = std::mem::take(&mut model.narrowed.today);
    narrow.settle(|| {
        let (data, lang) = (&model.data, model.lang);
        let items = data.agenda.items.iter().enumerate();
        let items = items.map(|(at, item)| (Line::Item(at), line::said(item, lang)));
        let besides = besides(data, Ink::Ascii, lang).into_iter().enumerate();
        items.chain(besides.map(|(at, row)| (Line::Beside(at), row.text))).collect()
    });
    model.narrowed.today = narrow;
    model.today = model.today.min(targets(model).len().saturating_sub(1));
}

/// Lists everything again, the same line selected.
pub(in crate::tui) fn widen(model: &mut Model) {
    let before = targets(model).get(model.today).copied();
    model.narrowed.today.clear();
    let still = targets(model).iter().position(|target| Some(*target) == before);
    model.today = still.unwrap_or(0);
}

/// Lines of a section, and how many more it has.
pub(super) fn lines(model: &Model, (count, first): (usize, Vec<usize>), cells: Cells) -> Vec<Laid> {
    let (data, lang) = (&model.data, model.lang);
    let left = count.saturating_sub(first.len());
    let items = first.into_iter().filter_map(|at| Some((at, data.agenda.items.get(at)?)));
    let told = |item| Told::leading(line(data, item, lang, cells), target(item));
    let mut rows: Vec<Laid> = items
        .map(|(at, item)| Laid { told: told(item).late(item.stage == Stage::Overdue), item: Some(at) })
        .collect();
    if left > 0 {
        let told = Told::note(say!(lang, "   还有 {left} 件", "   {left} more"));
        rows.push(Laid { told, item: None });
    }
    rows
}

/// The rows that what is typed leaves, each below what its section is.
pub(super) fn found(model: &Model, cells: Cells) -> Vec<Laid> {
    let (data, lang, narrow) = (&model.data, model.lang, &model.narrowed.today);
    let plain = |told: Told<Target>| Laid { told, item: None };
    let mut rows: Vec<Laid> = Vec::new();
    let heading = |rows: &mut Vec<Laid>, title: String| {
        if !rows.is_empty() {
            rows.push(plain(Told::note(String::new())));
        }
        rows.push(plain(Told::heading(title)));
    };
    for section in Section::ALL {
        let (count, first) = listed(model, section);
        if count == 0 {
            continue;
        }
        let all = data.section(section).map_or(count, |all| all.count);
        let count_told = narrowing::part_of(count, all, lang);
        heading(&mut rows, format!("{} {count_told}", section.title(lang)));
        rows.extend(lines(model, (count, first), cells));
    }
    let besides = besides(data, model.theme.ink(), lang).into_iter().enumerate();
    let besides: Vec<_> = besides.filter(|(at, _)| narrow.keeps(Line::Beside(*at))).collect();
    if !besides.is_empty() {
        heading(&mut rows, lang.pick("另外", "Also").to_owned());
        rows.extend(besides.into_iter().map(|(_, row)| plain(row)));
    }
    if rows.is_empty() {
        return narrowing::nothing(model, usize::from(model.size.0)).into_iter().map(plain).collect();
    }
    rows
}
