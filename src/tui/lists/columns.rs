//! The columns of lists: which there are, how wide they are, where they stand.

use super::{ISSUES, PROJECTS, RESIDENTS, Sort};
use crate::{
    domain::{
        field::{Field, Kind, Privacy},
        wording::{Lang, Wording},
    },
    tui::{
        cells::{self, fit},
        model::{Model, Screen},
        rooms::{Wish, share},
        snapshot::Snapshot,
    },
};

/// A column that a list can show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Column {
    pub(in crate::tui) key: String,
    pub(in crate::tui) title: String,
    /// Whether it is shown where nothing was chosen, in whatever width.
    pub(in crate::tui) usual: bool,
}

/// The columns of a list that is none of a ledger: key and title.
struct Fixed {
    /// Shown in whatever width, in their order.
    usual: &'static [(&'static str, Wording)],
    /// Shown besides where there is room, in the order in which they come.
    further: &'static [(&'static str, Wording)],
}

const OF_RESIDENTS: Fixed = Fixed {
    usual: &[
        ("name", Wording::new("姓名", "Name")),
        ("place", Wording::new("居民小组", "Where")),
        ("address", Wording::new("住址", "Address")),
        ("phone", Wording::new("联系电话", "Phone")),
    ],
    further: &[
        ("age", Wording::new("年龄", "Age")),
        ("seen", Wording::new("最近走访", "Last visit")),
        ("head", Wording::new("户主", "Head")),
        ("reason", Wording::new("走访缘由", "Visited as")),
    ],
};

const OF_ISSUES: Fixed = Fixed {
    usual: &[
        ("number", Wording::new("编号", "No.")),
        ("place", Wording::new("居民小组", "Where")),
        ("title", Wording::new("内容", "Title")),
        ("owner", Wording::new("责任人", "Owner")),
        ("due", Wording::new("期限", "Due")),
    ],
    further: &[
        ("status", Wording::new("状态", "State")),
        ("kind", Wording::new("性质", "Kind")),
        ("registered", Wording::new("登记日", "Registered")),
        ("from", Wording::new("反映人", "From")),
        ("urgency", Wording::new("紧急", "Urgency")),
    ],
};

const OF_PROJECTS: Fixed = Fixed {
    usual: &[
        ("title", Wording::new("项目", "Project")),
        ("progress", Wording::new("进展", "Progress")),
        ("planned", Wording::new("计划", "planned")),
        ("received", Wording::new("到账", "received")),
        ("spent", Wording::new("支出", "spent")),
        ("published", Wording::new("公示", "shown")),
    ],
    further: &[
        ("owner", Wording::new("责任人", "Owner")),
        ("until", Wording::new("计划完成", "Planned for")),
        ("agreed", Wording::new("约定", "agreed")),
    ],
};

/// What is declared of a list that is none of a ledger.
fn fixed(list: &str) -> Option<&'static Fixed> {
    match list {
        RESIDENTS => Some(&OF_RESIDENTS),
        ISSUES => Some(&OF_ISSUES),
        PROJECTS => Some(&OF_PROJECTS),
        _ => None,
    }
}

/// Cells that the column which takes what is left over keeps before a further column
/// comes: more where the list stands alone, since then nothing tells the rest of it.
const KEPT_BESIDE: usize = 20;
const KEPT_ALONE: usize = 44;

/// The list that the screen shows, where it is one that people arrange.
pub(in crate::tui) fn name(model: &Model) -> Option<&str> {
    match model.screen {
        Screen::Residents => Some(RESIDENTS),
        Screen::Issues => Some(ISSUES),
        Screen::Projects => Some(PROJECTS),
        Screen::Ledgers => Some(model.ledgers.ledger.as_str()),
        Screen::Today | Screen::Checklists | Screen::Visits | Screen::Bulletins | Screen::Sync => None,
    }
}

/// The columns that a list can show; the first one always is.
pub(in crate::tui) fn columns(data: &Snapshot, list: &str, lang: Lang) -> Vec<Column> {
    let Some(fixed) = fixed(list) else {
        let Some(ledger) = data.catalog.get(list) else { return Vec::new() };
        let name = ledger.name_field().map(|field| field.tag);
        let is_name = |field: &Field| Some(field.tag) == name;
        let offered = ledger.fields.iter().filter(|field| is_name(field) || is_offered(field));
        let column = |field: &Field| Column {
            key: field.key.clone(),
            title: field.title.get(lang).to_owned(),
            usual: is_name(field) || field.column.is_some(),
        };
        return offered.map(column).collect();
    };
    let column = |usual: bool| {
        move |(key, title): &(&str, Wording)| Column {
            key: (*key).to_owned(),
            title: title.get(lang).to_owned(),
            usual,
        }
    };
    fixed.usual.iter().map(column(true)).chain(fixed.further.iter().map(column(false))).collect()
}

/// Whether a field may be a column: what is told of persons only where the ledger
/// says so, and no long text, of which a column shows nothing.
fn is_offered(field: &Field) -> bool {
    field.column.is_some() || field.privacy == Privacy::Open && !field.guarded && field.kind != Kind::LongText
}

/// The columns that a list shows, each with its width: the keys in the order in which
/// they stand with what they ask for, in so many cells. Between two stands a blank. Where
/// none takes what is left over, the first one does. Further columns come in the order in
/// which they are declared, as long as nothing of a usual one is cut for them; those that
/// somebody chose, as long as the one that takes what is left over keeps the least.
pub(in crate::tui) fn lay<'a>(
    model: &Model,
    list: &str,
    all: &[(&'a str, Wish)],
    room: usize,
) -> Vec<(&'a str, usize)> {
    let first = all.first().map(|(key, _)| *key);
    let further = fixed(list).map_or(&[][..], |fixed| fixed.further);
    let is_further = |key: &str| further.iter().any(|(own, _)| *own == key);
    let is_chosen = model.arrangement.of(list).columns.is_some();
    let is_usual = |key: &str| Some(key) == first || model.arrangement.shows(list, key, true);
    let all = titled(model, list, all);
    let usual: Vec<&(&str, Wish)> = all.iter().filter(|(key, _)| !is_further(key) && is_usual(key)).collect();
    let takes_rest = usual.iter().find(|(_, wish)| wish.is_rest()).or(usual.first());
    let Some((rest, wish)) = takes_rest.map(|(key, wish)| (*key, *wish)) else { return Vec::new() };
    let others = usual.iter().filter(|(key, _)| *key != rest).map(|(_, wish)| wish);
    let offered = further.iter().filter(|(key, _)| model.arrangement.shows(list, key, true));
    let offered = offered.filter_map(|(key, _)| all.iter().find(|(own, _)| own == key));
    let taken: Vec<&str> = if is_chosen {
        let kept = others.map(|wish| wish.usual() + 1).sum::<usize>() + wish.usual();
        let mut left = room.saturating_sub(kept);
        let mut fits = |(_, wish): &&(&str, Wish)| {
            let fits = wish.usual() < left;
            left = left.saturating_sub(if fits { wish.usual() + 1 } else { 0 });
            fits
        };
        offered.filter(|own| fits(own)).map(|(key, _)| *key).collect()
    } else {
        let offered: Vec<&(&str, Wish)> = offered.collect();
        let least = if model.is_wide() { KEPT_BESIDE } else { KEPT_ALONE };
        let cells: Vec<usize> = offered.iter().map(|(_, wish)| wish.usual()).collect();
        let others: Vec<Wish> = others.copied().collect();
        let count = come(room, &others, wish.uncut().max(least), &cells);
        offered.into_iter().take(count).map(|(key, _)| *key).collect()
    };
    let is_shown = |key: &str| taken.contains(&key) || !is_further(key) && is_usual(key);
    let asked = |(key, wish): &(&'a str, Wish)| (*key, if *key == rest { wish.and_rest() } else { *wish });
    let shown: Vec<(&str, Wish)> = all.iter().filter(|(key, _)| is_shown(key)).map(asked).collect();
    laid(model, list, &shown, room)
}

/// How many further columns of so many cells come, one after the other however narrow a later
/// one is: those for which nothing is cut of the usual ones, of which one keeps so many cells.
fn come(room: usize, others: &[Wish], kept: usize, further: &[usize]) -> usize {
    let mut used = kept + others.iter().map(|wish| wish.uncut() + 1).sum::<usize>();
    let fits = |cells: &&usize| {
        used += *cells + 1;
        used <= room
    };
    further.iter().take_while(fits).count()
}

/// What columns ask for, with their titles: one is to be read whole as well.
fn titled<'a>(model: &Model, list: &str, asked: &[(&'a str, Wish)]) -> Vec<(&'a str, Wish)> {
    let all = columns(&model.data, list, model.lang);
    let sort = model.arrangement.sort(list);
    let titled = |(key, wish): &(&'a str, Wish)| {
        let column = all.iter().find(|column| column.key == *key);
        let mark = sort.filter(|sort| sort.by == *key).map(mark);
        let title = column.map(|column| cells::width(&Sorted { title: &column.title, mark }.text()));
        (*key, wish.and(title.unwrap_or(0)))
    };
    asked.iter().map(titled).collect()
}

/// The cells of columns; a title is to be read whole as well.
pub(in crate::tui) fn laid<'a>(
    model: &Model,
    list: &str,
    shown: &[(&'a str, Wish)],
    room: usize,
) -> Vec<(&'a str, usize)> {
    let wishes: Vec<Wish> = titled(model, list, shown).into_iter().map(|(_, wish)| wish).collect();
    let cells = share(room.saturating_sub(shown.len().saturating_sub(1)), &wishes);
    shown.iter().map(|(key, _)| *key).zip(cells).collect()
}

/// What stands above columns: their titles, with a mark at the one that sorts.
pub(in crate::tui) fn titles(
    model: &Model,
    list: &str,
    laid: &[(&str, usize)],
    title: impl Fn(&str, &Sorted<'_>, usize) -> String,
) -> String {
    let all = columns(&model.data, list, model.lang);
    let named = |key: &str| all.iter().find(|column| column.key == key).map_or("", |column| &column.title);
    let sort = model.arrangement.sort(list);
    let told = laid.iter().map(|(key, width)| {
        let mark = sort.filter(|sort| sort.by == *key).map(mark);
        title(key, &Sorted { title: named(key), mark }, *width)
    });
    told.collect::<Vec<_>>().join(" ")
}

/// A title with the mark of the column that sorts.
pub(in crate::tui) struct Sorted<'a> {
    title: &'a str,
    mark: Option<&'static str>,
}

impl Sorted<'_> {
    /// As it stands where there is room.
    pub(in crate::tui) fn text(&self) -> String {
        self.mark.map_or_else(|| self.title.to_owned(), |mark| format!("{} {mark}", self.title))
    }

    /// In exactly so many cells, the mark whole.
    pub(in crate::tui) fn fit(&self, room: usize) -> String {
        let Some(mark) = self.mark else { return fit(self.title, room) };
        let whole = self.text();
        if cells::width(&whole) <= room {
            return fit(&whole, room);
        }
        fit(&format!("{}{mark}", cells::head(self.title, room.saturating_sub(mark.len()))), room)
    }
}

fn mark(sort: &Sort) -> &'static str {
    if sort.down { "v" } else { "^" }
}

/// The cells in which the titles stand, from the first column's on.
pub(in crate::tui) fn heads<'a>(
    laid: &[(&'a str, usize)],
    left: usize,
) -> Vec<(&'a str, std::ops::Range<usize>)> {
    let mut at = left;
    let head = |(key, width): &(&'a str, usize)| {
        let from = at;
        at += width + 1;
        (*key, from..at)
    };
    laid.iter().map(head).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_usual_column_is_cut_for_a_further_one(
            room in 40_usize..240,
            asked in proptest::collection::vec((1_usize..20, 0_usize..40), 1..6),
            longest in 0_usize..80,
            further in proptest::collection::vec(4_usize..18, 0..5),
        ) {
            let others: Vec<Wish> = asked.iter().map(|(usual, longest)| Wish::cells(*usual, *longest)).collect();
            let rest = Wish::rest(6, longest);
            let count = come(room, &others, rest.uncut().max(KEPT_BESIDE), &further);
            let came = further.iter().take(count).map(|cells| Wish::cells(*cells, *cells));
            let all: Vec<Wish> = others.iter().copied().chain([rest]).chain(came).collect();
            let shared = share(room.saturating_sub(all.len() - 1), &all);
            let whole = all.iter().zip(&shared).all(|(wish, cells)| *cells >= wish.uncut());
            prop_assert!(count == 0 || whole, "{shared:?} for {all:?}");
            // What is left out would have cut something, or what takes the rest were too narrow.
            let next = further.get(count).map_or(usize::MAX, |cells| {
                let used: usize = all.iter().map(|wish| wish.uncut() + 1).sum();
                used + cells + KEPT_BESIDE.saturating_sub(rest.uncut())
            });
            prop_assert!(next > room, "{next} of {room}");
        }
    }

    #[test]
    fn the_mark_of_the_column_that_sorts_is_seen_in_few_cells_too() {
        let told = |mark, room| Sorted { title: "居民小组", mark }.fit(room);
        assert_eq!(told(None, 8), "居民小组");
        assert_eq!(told(Some("^"), 12), "居民小组 ^  ");
        assert_eq!(told(Some("v"), 8), "居民小v ");
        assert_eq!(told(Some("v"), 1), "v");
    }

    #[test]
    fn titles_are_clicked_where_they_stand() {
        let heads = heads(&[("a", 7), ("b", 3)], 2);
        assert_eq!(heads, [("a", 2..10), ("b", 10..14)]);
    }
}
