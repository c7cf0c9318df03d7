//! Rows that stand below each other and are alike, part by part, have their parts in the same
//! cells, whatever list they are of: with titles above it or without, beside another or alone.

use ratatui::buffer::Buffer;

use super::whole::{Cells, is_wide};
use crate::tui::{
    cells::width,
    chrome,
    model::{Model, Popup, Screen},
    screens::visits::Part as VisitPart,
};

/// A part of a row: the cells in which its words begin, and end, and what stands in it.
#[derive(Debug)]
struct Part {
    words: Vec<(u16, u16)>,
    text: String,
    is_bar: bool,
}

/// What a part is made of: parts of one column are alike in it.
#[derive(Debug, PartialEq, Eq)]
enum Made {
    /// A bar, whatever it is drawn with.
    Bar,
    /// Words without a figure.
    Words,
    /// What stands around figures.
    Figures(String),
}

/// What bars are drawn with.
const BARS: [&str; 11] = ["█", "▉", "▊", "▋", "▌", "▍", "▎", "▏", "░", "▒", "▓"];

/// So many cells are for the marks before a row.
const MARKS: u16 = 2;

/// A row that is nearer to the edge of its pane is full.
const MARGIN: u16 = 8;

/// A part that is wider is told whole in a text that is read, and moves what follows it.
const WIDE: u16 = 30;

impl Part {
    fn made(&self) -> Made {
        if self.is_bar {
            return Made::Bar;
        }
        if !self.text.contains(|c: char| c.is_ascii_digit()) {
            return Made::Words;
        }
        // An amount is one figure, however its thousands and its decimals are parted.
        let digits = |c: char| if c.is_ascii_digit() || matches!(c, ',' | '.') { '0' } else { c };
        let mut around: Vec<char> = self.text.chars().map(digits).collect();
        around.dedup_by(|one, other| *one == '0' && *other == '0');
        Made::Figures(around.into_iter().collect())
    }

    fn begin(&self) -> u16 {
        self.words[0].0
    }

    fn end(&self) -> u16 {
        self.words[self.words.len() - 1].1
    }

    /// Whether both begin or both end in one cell. A column that is full stands one blank from
    /// the next, and makes one part with it: one of its words does then.
    fn stands_below(&self, other: &Self) -> bool {
        let has = |part: &Self, begin: u16, end: u16| {
            part.words.iter().any(|(own, to)| *own == begin || *to == end)
        };
        has(self, other.begin(), other.end()) || has(other, self.begin(), self.end())
    }
}

/// Whether a bar is drawn in this cell: one of `#` stands alone, in a text it is a sign.
fn is_of_bar(cells: Cells<'_>, x: u16, y: u16) -> bool {
    let before = if x == 0 { " " } else { cells.symbol(x - 1, y) };
    let seen = cells.symbol(x, y);
    BARS.contains(&seen)
        || seen == "#" && matches!(before, " " | "#") && matches!(cells.symbol(x + 1, y), " " | "#" | ".")
}

/// The parts of a row of a pane: two blanks are between them, or a bar begins.
fn parts(cells: Cells<'_>, y: u16, (left, right): (u16, u16)) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut x = left;
    while x < right {
        let seen = cells.symbol(x, y);
        let wide = if is_wide(seen) { 2 } else { u16::try_from(width(seen)).unwrap_or(1).max(1) };
        // What is selected, and what is late, is marked before its row.
        let is_mark = parts.is_empty() && x < left + MARKS && matches!(seen, ">" | "!");
        // Marks without a letter stand on a blank.
        if !seen.starts_with(' ') && !is_mark {
            let word = (x, x + wide);
            let is_bar = is_of_bar(cells, x, y);
            match parts.last_mut().filter(|part| part.is_bar == is_bar) {
                Some(part) if part.end() == x => {
                    part.text.push_str(seen);
                    if let Some((_, end)) = part.words.last_mut() {
                        *end = x + wide;
                    }
                }
                Some(part) if part.end() + 1 == x => {
                    part.text.extend([" ", seen]);
                    part.words.push(word);
                }
                Some(_) | None => parts.push(Part { words: vec![word], text: seen.to_owned(), is_bar }),
            }
        }
        x += wide;
    }
    parts
}

/// The panes of a row, each from one cell to another: the rules part them.
fn panes(cells: Cells<'_>, y: u16) -> Vec<(u16, u16)> {
    let rules = (0..cells.columns).filter(|x| cells.is_divider(*x, y));
    let ends: Vec<u16> = rules.chain([cells.columns]).collect();
    let begins = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    begins.zip(ends.iter().copied()).filter(|(begin, end)| begin < end).collect()
}

/// Whether rows are of one list: alike in all their parts, and neither is a title. A word and
/// what is said of it make sentences, of which each is as long as it is.
fn are_of_one_list(one: &[Part], other: &[Part]) -> bool {
    let is_told = one.len() > 2 || one.iter().any(|part| part.made() != Made::Words);
    one.len() > 1
        && one.len() == other.len()
        && is_told
        && one.iter().map(Part::made).eq(other.iter().map(Part::made))
}

/// Neighbours of one list a part of which does not stand below that of the other.
pub(super) fn uneven(cells: Cells<'_>, model: &Model) -> Vec<String> {
    // A form is no list, and rows to choose from are looked at with what they are made of.
    let is_else = |popup: &Popup| matches!(popup, Popup::Form(_) | Popup::Finder(_));
    if model.is_too_small() || model.lock.is_some() || model.popups.iter().any(is_else) {
        return Vec::new();
    }
    let is_chart = model.screen == Screen::Visits && model.visits.part == VisitPart::Chart;
    let seen = match model.popups.last() {
        Some(Popup::Reading { .. }) => Seen::Text,
        None if is_chart => Seen::Chart,
        None | Some(_) => Seen::List,
    };
    let body = chrome::areas(model.size).body;
    uneven_in(cells, body.y..body.bottom(), seen)
}

/// What rows are of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    List,
    /// There bars stand where their days are.
    Chart,
    /// Lines that are too long go on in the next row, wherever their parts stood.
    Text,
}

fn uneven_in(cells: Cells<'_>, rows: std::ops::Range<u16>, seen: Seen) -> Vec<String> {
    let mut told = Vec::new();
    let first = rows.start;
    for (y, below) in rows.clone().zip(rows.skip(1)) {
        let others = panes(cells, below);
        for pane in panes(cells, y).into_iter().filter(|pane| others.contains(pane)) {
            let of = |y: u16| {
                let all = parts(cells, y, pane).into_iter();
                all.take_while(|part| seen != Seen::Chart || !(part.is_bar || part.text.starts_with('│')))
                    .collect::<Vec<_>>()
            };
            let (one, other) = (of(y), of(below));
            let is_title = |row: &[Part], y| row.first().is_some_and(|part| cells.is_title(part.begin(), y));
            // The row goes on with what had no room in the one before.
            let goes_on = seen == Seen::Text
                && y > first
                && of(y - 1).last().is_some_and(|part| part.end() + MARGIN >= pane.1);
            if goes_on || !are_of_one_list(&one, &other) || is_title(&one, y) || is_title(&other, below) {
                continue;
            }
            let is_wide = |part: &Part| part.end() - part.begin() > WIDE;
            let wide = one.iter().zip(&other).position(|(one, other)| is_wide(one) || is_wide(other));
            let mut judged = one.iter().zip(&other).take(wide.map_or(usize::MAX, |at| at + 1));
            if let Some((one, other)) = judged.find(|(one, other)| !one.stands_below(other)) {
                let (x, text, under, at) = (other.begin(), &other.text, &one.text, one.begin());
                told.push(format!("{x},{below}: {text:?} does not stand below {under:?} at {at}"));
            }
        }
    }
    told
}

#[test]
fn rows_of_one_list_are_found_that_do_not_stand_below_each_other() {
    let told = |lines: &[&str]| {
        let buffer = Buffer::with_lines(lines.iter().copied());
        uneven_in(Cells::of(&buffer), 0..u16::try_from(lines.len()).unwrap(), Seen::List)
    };
    for even in [
        &[" 走遍一组     3 / 30  任务 1/2", ">一家一档  120 / 300  任务 0/0"][..],
        // A column of figures ends where that above ends, a bar begins there.
        &["  到账     1,200 ████", "  支出  1,500.50 ██████"],
        // The one is full, so that the next stands one blank from it.
        &["! A-13   漏水三天了 replied     戴娟倩", "! A-6    外机热风   transferred 毛杰"],
        // Not of one list: sentences, of another make, with other parts.
        &["责任人  张晓敏", "原话  晚上看不清路"],
        &["走访 3 次  答复 2", "任务 1/3  跟着的项目 2  x"],
        &["一组  3/4  王涛健", "二组  没有  王涛健"],
    ] {
        assert_eq!(told(even), Vec::<String>::new());
    }
    for (part, uneven) in [
        // As the goals of F5 were.
        ("120 / 300", [" 走遍一组    3 / 30   任务 1/2", " 一家一档  120 / 300   任务 0/0"]),
        ("李强国", [" 一组  2/10   张晓敏", " 二组  12/130   李强国"]),
        ("备注", ["11-10  张晓敏(B)  新建", "11-22  欧阳春华(A)  备注"]),
        ("███", ["  到账  1,200 ██", "  支出  500 ███"]),
        ("企业 没有", ["一组  驻点 王涛健  企业 没有  已走 3/4", "二组  驻点 邓霞  企业 没有  已走 3/4"]),
    ] {
        let told = told(&uneven);
        assert!(
            told.first().is_some_and(|told| told.contains(&format!("{part:?} does not"))),
            "{part}: {told:?}"
        );
    }
}
