//! The guide on the screen.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
    widgets::Clear,
};

use super::{
    Guide,
    page::{self, Page, Way},
};
use crate::{
    say,
    tui::{
        cells::{self, fit, width, wrap},
        model::LEAST,
        paint,
        theme::Theme,
    },
    workbench::passphrase::weakness,
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
        frame.render_widget(Line::raw(told), Rect { height: 1.min(area.height), ..area });
        return;
    }
    let row = |y: u16| Rect { y, height: 1, ..area };
    let number = Page::ALL.iter().position(|page| *page == guide.page).unwrap_or(0) + 1;
    let (count, title) = (Page::ALL.len(), guide.page.title(guide.way, lang));
    let head =
        say!(lang, " 民情台账  第一次使用  {number}/{count}", " Minqing  first start  {number}/{count}");
    frame.render_widget(Line::styled(head, Theme::strong()), row(0));
    paint::rule(row(1), frame);
    frame.render_widget(Line::styled(format!(" {title}"), Theme::strong()), row(2));
    let room = usize::from(area.width).saturating_sub(4);
    let mut lines: Vec<Line<'static>> = Vec::new();
    for note in guide.page.notes(lang) {
        lines.extend(wrap(note, room).into_iter().map(|line| Line::raw(format!("  {line}"))));
    }
    lines.push(Line::raw(""));
    if guide.page == Page::Width {
        lines.extend(CHECK.map(|check| Line::raw(format!("    {check}"))));
        lines.push(Line::raw(""));
    }
    for (at, choice) in guide.page.choices(lang).into_iter().enumerate() {
        let is_chosen = at == guide.at;
        let text = format!("  {} {choice} ", if is_chosen { ">" } else { " " });
        lines.push(if is_chosen {
            Line::styled(text, guide.looks.theme(&guide.looks.chosen, guide.colour).chosen())
        } else {
            Line::raw(text)
        });
    }
    if guide.page == Page::Summary {
        lines.extend(summary(guide, room));
    }
    let top = 4;
    paint::lines(lines, 0, Rect { y: top, height: area.height - top - 3, ..area }, frame);
    if guide.page == Page::Entries {
        entries(guide, Rect { y: top + 2, height: area.height - top - 5, ..area }, frame);
    }
    if let Some(told) = &guide.told {
        let lines: Vec<_> = wrap(&format!("! {told}"), room).into_iter().take(4).collect();
        let y = area.height.saturating_sub(2 + cells::cells(lines.len()));
        for (line, y) in lines.into_iter().zip(y..) {
            frame.render_widget(Line::styled(format!("  {line}"), Theme::late()), row(y));
        }
    }
    paint::rule(row(area.height - 2), frame);
    frame.render_widget(Line::raw(footer(guide.page, lang)), row(area.height - 1));
}

fn footer(page: Page, lang: crate::domain::wording::Lang) -> &'static str {
    match page {
        Page::Language => {
            lang.pick(" ↓ ↑ 选  Enter 下一步  Ctrl-Q 离开", " ↓ ↑ choose  Enter goes on  Ctrl-Q leaves")
        }
        Page::Width | Page::Way => lang.pick(
            " ↓ ↑ 选  Enter 下一步  Esc 上一步  Ctrl-Q 离开",
            " ↓ ↑ choose  Enter goes on  Esc goes back  Ctrl-Q leaves",
        ),
        Page::Entries => lang.pick(
            " Tab 下一栏  Enter 下一栏/末栏下一步  Esc 上一步  Ctrl-Q 离开",
            " Tab next  Enter next, on the last goes on  Esc goes back  Ctrl-Q leaves",
        ),
        Page::Summary => {
            lang.pick(" Enter 开始  Esc 回去改  Ctrl-Q 离开", " Enter begins  Esc goes back  Ctrl-Q leaves")
        }
    }
}

/// Draws the fields, the cursor at the insertion point.
fn entries(guide: &Guide, area: Rect, frame: &mut Frame) {
    let lang = guide.lang;
    let widest = guide.entries.iter().map(|entry| width(entry.title.get(lang))).max().unwrap_or(0) + 2;
    for (at, (entry, y)) in guide.entries.iter().zip((area.y..area.bottom()).step_by(2)).enumerate() {
        let has_focus = at == guide.focus;
        let mark = if has_focus { '>' } else { ' ' };
        let star = if entry.required { '*' } else { ' ' };
        let lead = format!("  {mark}{star}{} ", fit(entry.title.get(lang), widest));
        let left = width(&lead);
        let room = usize::from(area.width).saturating_sub(left + 2);
        let laid = entry.editor.lay(room, entry.secret);
        let text = laid.rows.first().cloned().unwrap_or_default();
        let row = Rect { y, height: 1, ..area };
        let is_empty = entry.editor.text().is_empty();
        frame.render_widget(Line::raw(format!("{lead}{text}")), row);
        if is_empty {
            let hint = Rect {
                x: area.x + cells::cells(left) + 2,
                width: area.width - cells::cells(left) - 2,
                ..row
            };
            let hint_text = format!("（{}）", entry.hint.get(lang));
            if !entry.hint.get(lang).is_empty() {
                frame.render_widget(Line::styled(hint_text, Theme::faint()), hint);
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
    if matches!(guide.way, Way::Found | Way::Join) {
        told.extend(
            weakness(&page::text(&guide.entries, "passphrase"), lang).map(|weak| format!("! {weak}")),
        );
    }
    told.push(String::new());
    told.extend(match guide.way {
        Way::Found => [
            lang.pick(
                "Enter 后建好台账，打开 F2 今日。接着：",
                "Enter makes the workspace and opens F2. Then:",
            ),
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
