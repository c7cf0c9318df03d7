//! The rows of a list to choose from: their parts stand below each other in columns, as wide
//! as what is in them, and what one leaves another has.

use std::collections::HashMap;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Finder, Item, Source, Target, item::joined};
use crate::{
    domain::id::RecordId,
    search,
    tui::{
        cells::{self, fit, one_line, width},
        everywhere,
        model::Model,
        paint,
        rooms::{Wish, longest, looked_at, share},
        theme::Theme,
    },
};

/// Cells that a part has whatever the others ask for: what leads, what it is called, all that
/// else is told of it, and each of those.
const LEAD: usize = 16;
const LABEL: usize = 16;
const NOTES: usize = 24;
const NOTE: usize = 10;

/// Cells between two columns.
const GAP: usize = 2;

/// Cells of the mark before a row, and of the box of one that is ticked.
const MARK: usize = 3;
const BOX: usize = 4;

/// The rows that are on the screen where there is room for so many. What is found everywhere is
/// told of now, and of nothing that is not seen.
pub(in crate::tui) fn shown(model: &Model, finder: &Finder, room: usize) -> Vec<Item> {
    let top = finder.top.first(finder.at, finder.found.len(), room);
    let rows = finder.found.iter().skip(top).take(room);
    if finder.source != Source::Everywhere {
        return rows.cloned().collect();
    }
    let query = finder.editor.text();
    rows.map(|item| everywhere::told(model, item.target, finder, &query)).collect()
}

/// Draws as many rows as an area has, those that were taken already ticked.
pub(in crate::tui) fn view(
    model: &Model,
    finder: &Finder,
    ticks: Option<&[RecordId]>,
    area: Rect,
    frame: &mut Frame,
) {
    let room = usize::from(area.height);
    let top = finder.top.first(finder.at, finder.found.len(), room);
    let shown = shown(model, finder, room);
    // Columns stand still while people move; but of all that the palette has a few tell much
    // of where they are done, and of what is found everywhere nothing is told that is not seen.
    let looked: Vec<&Item> = if matches!(finder.source, Source::Everywhere | Source::Actions(_)) {
        shown.iter().collect()
    } else {
        looked_at(&finder.found, finder.at).collect()
    };
    let ticked = if ticks.is_some() { BOX } else { 0 };
    let total = usize::from(area.width).saturating_sub(MARK + ticked);
    let kind = longest(looked.iter().map(|item| &item.kind)).min(total / 4);
    let left = total.saturating_sub(if kind > 0 { kind + GAP } else { 0 });
    let mut columns: HashMap<&str, Columns> = HashMap::new();
    for item in &looked {
        let alike = || looked.iter().copied().filter(|other| other.kind == item.kind);
        columns.entry(&item.kind).or_insert_with(|| Columns::of(alike, left));
    }
    let query = finder.editor.text();
    let lit = |text: &str| paint::lit(text, &search::highlight(text, &query), model.theme.found());
    for (y, item) in (area.y..area.bottom()).zip(&shown) {
        let here = top + usize::from(y - area.y) == finder.at;
        let mut lead = format!(" {} ", if here { ">" } else { " " });
        if let Some(ticks) = ticks {
            let is_taken = matches!(item.target, Target::Record(id) if ticks.contains(&id));
            lead.push_str(if is_taken { "[x] " } else { "[ ] " });
        }
        if kind > 0 {
            lead.push_str(&fit(&item.kind, kind + GAP));
        }
        let mut spans = vec![Span::raw(lead)];
        for part in columns.get(item.kind.as_str()).map(|columns| columns.parts(item)).unwrap_or_default() {
            spans.extend(lit(&part));
        }
        let style = if here { model.theme.chosen() } else { Theme::plain() };
        paint::line(&Line::from(spans).style(style), Rect { y, height: 1, ..area }, frame);
    }
}

/// The cells of the parts of rows of one kind; a part without cells is not shown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Columns {
    lead: usize,
    label: usize,
    notes: Vec<usize>,
}

impl Columns {
    /// As wide as these rows of one kind want them in so many cells.
    pub(in crate::tui) fn of_all(items: &[Item], room: usize) -> Self {
        Self::of(|| items.iter(), room)
    }

    /// A row as it stands below others of its kind.
    pub(in crate::tui) fn text(&self, item: &Item) -> String {
        self.parts(item).concat()
    }

    /// As wide as what is in them, in so many cells.
    fn of<'a, I: Iterator<Item = &'a Item>>(rows: impl Fn() -> I, room: usize) -> Self {
        let rows = || rows().filter(|item| !item.is_sentence());
        let lead = long(rows().map(|item| &item.lead));
        let label = long(rows().map(|item| &item.label));
        let words = long(rows().map(|item| &item.words));
        let told = || rows().filter(|item| item.words.is_empty());
        let many = told().map(|item| item.notes.len()).max().unwrap_or(0);
        let note = |at: usize| long(told().filter_map(|item| item.notes.get(at)));
        let mut notes: Vec<usize> = (0..many).map(note).collect();
        let whole = [lead, label, words.max(together(&notes))];
        let gaps = GAP * whole.iter().filter(|cells| **cells > 0).count().saturating_sub(1);
        let least = [LEAD, LABEL, NOTES].into_iter().zip(whole);
        let wishes: Vec<Wish> = least.map(|(least, whole)| Wish::all_of(least.min(whole), whole)).collect();
        let mut cells = share(room.saturating_sub(gaps), &wishes).into_iter();
        let mut next = || cells.next().unwrap_or(0);
        let (lead, label) = (next(), next());
        let room = next().min(room.saturating_sub(gaps + lead + label));
        // Where there is no room for all, the last are left out.
        let least = |notes: &[usize]| together(&notes.iter().map(|note| NOTE.min(*note)).collect::<Vec<_>>());
        while notes.len() > 1 && least(&notes) > room {
            notes.pop();
        }
        let wishes: Vec<Wish> = notes.iter().map(|note| Wish::all_of(NOTE.min(*note), *note)).collect();
        let blanks = together(&notes).saturating_sub(notes.iter().sum());
        Self { lead, label, notes: share(room.saturating_sub(blanks), &wishes) }
    }

    /// The parts of a row, each in its cells, and the blanks between them.
    fn parts(&self, item: &Item) -> Vec<String> {
        if item.is_sentence() {
            return vec![one_line(&item.label)];
        }
        let own = [(&item.lead, self.lead), (&item.label, self.label)].into_iter();
        let notes = item.notes.iter().zip(self.notes.iter().copied());
        let notes = notes.filter(|_| item.words.is_empty());
        let mut parts: Vec<String> = Vec::new();
        for (text, cells) in own.chain(notes).filter(|(_, cells)| *cells > 0) {
            parts.extend([fit(text, cells), " ".repeat(GAP)]);
        }
        if item.words.is_empty() {
            parts.pop();
        } else {
            parts.push(one_line(&joined([&item.words, &item.told()])));
        }
        parts
    }
}

/// The cells of columns with what stands between them.
fn together(columns: &[usize]) -> usize {
    let shown = columns.iter().filter(|cells| **cells > 0);
    shown.map(|cells| cells + GAP).sum::<usize>().saturating_sub(GAP)
}

/// The longest of some texts, in cells, each as it stands in one line.
fn long<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    let wide = |text: &String| {
        if text.contains(cells::is_steering) { width(&one_line(text)) } else { width(text) }
    };
    texts.map(wide).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of one kind as they stand below each other in so many cells.
    fn texts(items: &[Item], room: usize) -> Vec<String> {
        let columns = Columns::of_all(items, room);
        items.iter().map(|item| columns.text(item)).collect()
    }

    use crate::domain::id::LedgerTag;

    fn item(lead: &str, label: &str, notes: &[&str]) -> Item {
        let item = Item::new(Target::More(LedgerTag::of("issues")), label).led(lead);
        notes.iter().fold(item, |item, note| item.noted(*note))
    }

    #[test]
    fn the_parts_of_rows_stand_below_each_other() {
        let items = [
            item("A-9", "人行道不平", &["11-10", "乱建抢种", "已答复"]),
            item("A-118", "流动摊点占道", &["11-13", "诉求", "已受理"]),
            item("任务", "看望", &["", "", "今天"]),
        ];
        assert_eq!(
            texts(&items, 60),
            [
                "A-9    人行道不平    11-10  乱建抢种  已答复",
                "A-118  流动摊点占道  11-13  诉求      已受理",
                "任务   看望                           今天  ",
            ]
        );
    }

    #[test]
    fn nothing_is_cut_while_another_part_has_cells_left_over() {
        let items = [
            item("", "2026-08-27", &["禾穗新村9号楼2单元401", "记录人 张晓敏"]),
            item("", "2026-08-28", &["三组", "李强"]),
        ];
        for room in 30..90 {
            let rows = texts(&items, room);
            let is_cut = rows.iter().any(|row| row.contains(cells::CUT));
            let is_full = rows.iter().any(|row| width(row.trim_end()) + 1 >= room);
            assert!(!is_cut || is_full, "{room}: {rows:?}");
            assert!(room < 48 || !is_cut && rows[0].contains("张晓敏"), "{room}: {rows:?}");
            assert!(rows.iter().all(|row| width(row) <= room), "{room}: {rows:?}");
        }
    }

    #[test]
    fn what_there_is_no_room_for_is_left_out_from_the_end_and_words_stand_where_notes_begin() {
        let mut items = [
            item("", "2026-08-27", &["禾穗新村9号楼2单元401", "老党员老党员", "张晓敏李强", "没写内容的"]),
            item("", "2026-08-28", &["三组", "困难家庭", "李强", ""]),
        ];
        let narrow = texts(&items, 44);
        assert!(narrow[0].starts_with("2026-08-27  禾穗新村") && !narrow[0].contains("没写"), "{narrow:?}");
        items[1].words = "谈的内容：楼道里的灯坏了好几天，晚上看不清路".to_owned();
        let found = texts(&items, 72);
        assert!(found[1].starts_with("2026-08-28  谈的内容：楼道里的灯坏了好几天，晚上看不清路  三组"));
        assert!(found[0].starts_with("2026-08-27  禾穗新村9号楼2单元401"), "{found:?}");
    }

    #[test]
    fn a_sentence_goes_over_all_columns() {
        let items = [item("A-9", "灯", &["已答复"]), item("", "还有 4 条，到 F6 全列出来", &[])];
        assert_eq!(texts(&items, 60)[1], "还有 4 条，到 F6 全列出来");
        assert_eq!(texts(&items, 60)[0], "A-9  灯  已答复");
    }
}
