//! The guide on the screen.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
    widgets::Clear,
};

use super::{
    Guide,
    page::{First, Page, Way},
};
use crate::{
    say,
    tui::{
        cells::{self, fit, width, wrap},
        key::Key,
        model::LEAST,
        paint,
        theme::Theme,
    },
};

/// The line by which somebody sees how wide his terminal draws, and the one to compare it with.
const CHECK: [&str; 2] = ["● ○ │ “中文” → · … |", "1234567890123456789|"];

#[cfg(test)]
pub(super) fn check_widths() -> [usize; 2] {
    CHECK.map(width)
}

/// Draws it, and dresses the frame.
pub(super) fn view(guide: &Guide, frame: &mut Frame) {
    draw(guide, frame);
    guide.looks.theme(&guide.looks.chosen, guide.colour).dress(frame.buffer_mut());
}

fn draw(guide: &Guide, frame: &mut Frame) {
    let (area, lang) = (frame.area(), guide.lang);
    frame.render_widget(Clear, area);
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let told = lang.pick("窗口太小，放大到 80×24 以上", "The window is too small: 80x24 is needed");
        paint::line(&Line::raw(told), Rect { height: 1.min(area.height), ..area }, frame);
        return;
    }
    let row = |y: u16| Rect { y, height: 1, ..area };
    let (count, title) = (guide.page.count(guide.way, lang), guide.page.title(guide.way, lang));
    let head = say!(lang, " 民情台账  第一次使用  {count}", " Minqing  first start  {count}");
    paint::line(&Line::styled(head, Theme::strong()), row(0), frame);
    paint::rule(row(1), frame);
    paint::line(&Line::styled(format!(" {title}"), Theme::strong()), row(2), frame);
    let room = usize::from(area.width).saturating_sub(4);
    let (mut lines, _) = lead(guide, room);
    for (at, choice) in guide.choices().into_iter().enumerate() {
        let is_chosen = at == guide.at;
        let text = cells::cut(&choice, room.saturating_sub(2));
        let text = format!("  {} {text} ", if is_chosen { ">" } else { " " });
        lines.push(if is_chosen {
            Line::styled(text, guide.looks.theme(&guide.looks.chosen, guide.colour).chosen())
        } else {
            Line::raw(text)
        });
    }
    if guide.page == Page::Summary {
        lines.extend(summary(guide, room));
    }
    paint::lines(lines, 0, Rect { y: TOP, height: area.height - TOP - 3, ..area }, frame);
    let told = told(guide, area.width);
    let below = if has_fields(guide) {
        entries(guide, fields_area(area), frame);
        field_row(guide, area, guide.focus) + 1
    } else {
        area.height.saturating_sub(2 + cells::cells(told.len()))
    };
    for (line, y) in told.into_iter().zip(below..area.height.saturating_sub(2)) {
        paint::line(&Line::styled(format!("  {line}"), Theme::late()), row(y), frame);
    }
    paint::rule(row(area.height - 2), frame);
    let words: Vec<&str> = footer(guide).iter().map(|(_, zh, en)| lang.pick(zh, en)).collect();
    paint::line(&Line::raw(format!(" {}", words.join(BETWEEN))), row(area.height - 1), frame);
}

/// Whether fields are filled in.
fn has_fields(guide: &Guide) -> bool {
    guide.page == Page::Entries && guide.lying.is_empty()
}

/// What is wrong, or was refused, in the rows that it takes.
fn told(guide: &Guide, wide: u16) -> Vec<String> {
    let room = usize::from(wide).saturating_sub(4);
    let told = guide.told.iter().flat_map(|told| wrap(&format!("! {told}"), room));
    told.take(4).collect()
}

/// The row that a field stands in: what is wrong with one stands right below it.
fn field_row(guide: &Guide, area: Rect, number: usize) -> u16 {
    let told = if number > guide.focus { told(guide, area.width).len() } else { 0 };
    fields_area(area).y + cells::cells(number * APART + told)
}

/// What stands before what is selected from, and in which row of the page that begins.
fn lead(guide: &Guide, room: usize) -> (Vec<Line<'static>>, usize) {
    let mut lines: Vec<Line<'static>> = Vec::new();
    let lang = guide.lang;
    let several = [lang.pick(
        "这个文件夹里有好几份，选要用的那一份，最近写的在前：",
        "Several lie in that folder, the newest first; choose the one that is meant:",
    )];
    let notes: &[&str] = if guide.lying.is_empty() { guide.page.notes(lang) } else { &several };
    for note in notes {
        lines.extend(wrap(note, room).into_iter().map(|line| Line::raw(format!("  {line}"))));
    }
    lines.push(Line::raw(""));
    if guide.page == Page::Width {
        lines.extend(CHECK.map(|check| Line::raw(format!("    {check}"))));
        lines.push(Line::raw(""));
    }
    let begin = lines.len();
    (lines, begin)
}

/// What stands at a place of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// A row that is selected from.
    Choice(usize),
    /// A field; and the cell of what is typed there, and how many there are.
    Field(usize, Option<(usize, usize)>),
    /// A word of the footer, for this key.
    Word(Key),
}

/// What a click meets.
pub(super) fn spot(guide: &Guide, (x, y): (u16, u16)) -> Option<Spot> {
    let area = Rect { x: 0, y: 0, width: guide.size.0, height: guide.size.1 };
    if area.width < LEAST.0 || area.height < LEAST.1 {
        return None;
    }
    let column = usize::from(x);
    if y + 1 == area.height {
        let mut left = 1;
        return footer(guide).iter().find_map(|(key, zh, en)| {
            let right = left + width(guide.lang.pick(zh, en));
            let is_here = (left..right).contains(&column);
            left = right + width(BETWEEN);
            is_here.then_some(Spot::Word(*key))
        });
    }
    if has_fields(guide) {
        let fields = fields_area(area);
        let number = (0..guide.entries.len()).find(|number| field_row(guide, area, *number) == y);
        let (left, room) = columns(guide, area.width);
        return number
            .filter(|_| y < fields.bottom())
            .map(|number| Spot::Field(number, column.checked_sub(left).map(|cell| (cell, room))));
    }
    let (_, begin) = lead(guide, usize::from(area.width).saturating_sub(4));
    let at = usize::from(y.checked_sub(TOP)?).checked_sub(begin)?;
    (at < guide.choices().len()).then_some(Spot::Choice(at))
}

/// The row below the title of a page.
const TOP: u16 = 4;

/// From one field to the next.
const APART: usize = 2;

/// Between two words of the footer.
const BETWEEN: &str = "  ";

/// Where the fields stand.
fn fields_area(area: Rect) -> Rect {
    Rect { y: TOP + 2, height: area.height.saturating_sub(TOP + 5), ..area }
}

/// The column that what is typed begins at, and the cells for it.
fn columns(guide: &Guide, wide: u16) -> (usize, usize) {
    let left = titles(guide) + 5;
    (left, usize::from(wide).saturating_sub(left + 2))
}

/// The cells of the longest title, and two.
fn titles(guide: &Guide) -> usize {
    guide.entries.iter().map(|entry| width(entry.title.get(guide.lang))).max().unwrap_or(0) + 2
}

/// The keys of a page, and what each does.
fn footer(guide: &Guide) -> &'static [(Key, &'static str, &'static str)] {
    const LEAVE: (Key, &str, &str) = (Key::Ctrl('q'), "Ctrl-Q 离开", "Ctrl-Q leaves");
    const CHOOSE: (Key, &str, &str) = (Key::Down, "↓ ↑ 选", "↓ ↑ choose");
    const ON: (Key, &str, &str) = (Key::Enter, "Enter 下一步", "Enter goes on");
    const BACK: (Key, &str, &str) = (Key::Esc, "Esc 上一步", "Esc goes back");
    match guide.page {
        Page::Entries if !has_fields(guide) => &[CHOOSE, ON, BACK, LEAVE],
        Page::Language => &[CHOOSE, ON, LEAVE],
        Page::Width | Page::Way | Page::First => &[CHOOSE, ON, BACK, LEAVE],
        Page::Entries => &[
            (Key::Tab, "Tab 下一栏", "Tab next"),
            (Key::Enter, "Enter 下一栏/末栏下一步", "Enter next, on the last goes on"),
            BACK,
            LEAVE,
        ],
        Page::Summary => {
            &[(Key::Enter, "Enter 开始", "Enter begins"), (Key::Esc, "Esc 回去改", "Esc goes back"), LEAVE]
        }
    }
}

/// Draws the fields, the cursor at the insertion point.
fn entries(guide: &Guide, area: Rect, frame: &mut Frame) {
    let lang = guide.lang;
    let (left, room) = columns(guide, area.width);
    let whole = Rect { x: 0, y: 0, width: guide.size.0, height: guide.size.1 };
    for (at, entry) in guide.entries.iter().enumerate() {
        let y = field_row(guide, whole, at);
        if y >= area.bottom() {
            break;
        }
        let has_focus = at == guide.focus;
        let mark = if has_focus { '>' } else { ' ' };
        let star = if entry.required { '*' } else { ' ' };
        let lead = format!("  {mark}{star}{} ", fit(entry.title.get(lang), titles(guide)));
        let laid = entry.editor.lay(room, entry.secret);
        let text = laid.rows.first().cloned().unwrap_or_default();
        let row = Rect { y, height: 1, ..area };
        let is_empty = entry.editor.text().is_empty();
        paint::line(&Line::raw(format!("{lead}{text}")), row, frame);
        if is_empty {
            let hint = Rect {
                x: area.x + cells::cells(left) + 2,
                width: area.width - cells::cells(left) - 2,
                ..row
            };
            let hint_text = format!("（{}）", entry.hint.get(lang));
            if !entry.hint.get(lang).is_empty() {
                paint::line(&Line::styled(hint_text, Theme::faint()), hint, frame);
            }
        }
        if has_focus {
            let x = area.x + cells::cells(left + laid.column);
            frame.set_cursor_position(Position::new(x.min(area.right().saturating_sub(1)), y));
        }
    }
}

/// What is going to be done, and what comes then.
fn summary(guide: &Guide, room: usize) -> Vec<Line<'static>> {
    let lang = guide.lang;
    let mut told: Vec<String> = Vec::new();
    for entry in guide.entries.iter().filter(|entry| !entry.secret && guide.way != Way::Demonstrate) {
        let (title, text) = (entry.title.get(lang), entry.editor.text());
        if !text.trim().is_empty() {
            told.push(say!(lang, "{title}：{text}", "{title}: {text}"));
        }
    }
    told.push(String::new());
    told.extend(match guide.way {
        Way::Found => [
            match guide.first {
                First::Nothing => lang.pick(
                    "Enter 后建好台账，打开 F2 今日。接着：",
                    "Enter makes the workspace and opens F2. Then:",
                ),
                First::Sheet => lang.pick(
                    "Enter 后建好台账，打开“导入表格”：填上文件，先看每一列进哪一栏。以后：",
                    "Enter makes the workspace and opens \"Import a sheet\": name the file and see where its columns go. Later:",
                ),
                First::Sample => lang.pick(
                    "Enter 后建好台账，再打开演示：那是另一本临时台账，看完删掉；再运行 minqing 就打开自己的。以后：",
                    "Enter makes the workspace, then opens the demonstration, a throwaway one; minqing opens your own the next time. Later:",
                ),
            },
            lang.pick(
                "  F10 按 t 导入花名册表格，或在 F4 按 n 逐户登记；",
                "  F10, t takes a roster in; or register people on F4 with n;",
            ),
            lang.pick(
                "  F10 按 v 给同事写邀请文件；按 b 随时备份。",
                "  F10, v writes an invitation for a colleague; b backs up.",
            ),
        ]
        .map(str::to_owned)
        .to_vec(),
        Way::Join => [
            lang.pick(
                "Enter 后加入工作组，打开 F2 今日。接着：",
                "Enter joins the group and opens F2. Then:",
            ),
            lang.pick(
                "  F10 按 x 导出一个同步包交给同事，他们才认得这台电脑。",
                "  F10, x writes a bundle: by it colleagues come to know this laptop.",
            ),
        ]
        .map(str::to_owned)
        .to_vec(),
        Way::Restore => [
            lang.pick(
                "Enter 后从备份恢复，打开 F2 今日。这台是一台新电脑，代号另取一个；",
                "Enter restores the backup and opens F2. This is a laptop of its own, with a letter of its own;",
            ),
            lang.pick(
                "  接着在 F10 按 x 导出同步包交给同事；原来那台还在用的，两台互相导出一次就合上了。",
                "  then F10, x writes a bundle for colleagues. If the old laptop is still in use, exchange bundles with it.",
            ),
            lang.pick(
                "  做备份以后又邀请过电脑的，新代号可能和那台相同（编号会重）：在 F10 选中这台按 r 换一个没用过的代号。",
                "  Whoever was invited after that backup may have the same letter, and numbers would repeat: on F10 select this laptop and press r for a letter that nobody has.",
            ),
        ]
        .map(str::to_owned)
        .to_vec(),
        Way::Demonstrate => [
            lang.pick(
                "Enter 后打开一本临时台账，人和事全是编的，口令是 demo。",
                "Enter opens a throwaway workspace; everybody in it is invented; its passphrase is demo.",
            ),
            lang.pick(
                "离开时它会删掉；再运行 minqing 就回到这里。",
                "It is removed when it is left; minqing comes back here then.",
            ),
        ]
        .map(str::to_owned)
        .to_vec(),
    });
    told.iter()
        .flat_map(|text| cells::wrap_marked(text, room))
        .map(|line| Line::raw(format!("  {line}")))
        .collect()
}
