//! Numbers side by side as columns, by ratatui's bar chart.

use ratatui::{
    Frame,
    buffer::Buffer,
    layout::Rect,
    symbols::bar::{NINE_LEVELS, Set},
    text::{Line, Span},
    widgets::{Bar, BarChart, BarGroup, Widget},
};

use crate::tui::{
    cells, paint,
    theme::{Ink, Theme},
};

/// What columns are made of where there are no blocks.
const ASCII: Set = Set {
    full: "#",
    seven_eighths: "#",
    three_quarters: "#",
    five_eighths: "=",
    half: "=",
    three_eighths: "-",
    one_quarter: "-",
    one_eighth: "_",
    empty: " ",
};

/// Cells between two columns.
const GAP: u16 = 1;

/// Draws numbers with what each is of below it; as many of the last as fit.
pub(in crate::tui) fn view(numbers: &[(String, usize)], ink: Ink, area: Rect, frame: &mut Frame) {
    let rows = rows(numbers, ink, (usize::from(area.width), area.height));
    paint::lines(rows.into_iter().map(Line::from).collect(), 0, area, frame);
}

/// The same as so many rows of a list, each as wide as told.
pub(in crate::tui) fn rows(
    numbers: &[(String, usize)],
    ink: Ink,
    (wide, tall): (usize, u16),
) -> Vec<Span<'static>> {
    let area = Rect { x: 0, y: 0, width: cells::cells(wide), height: tall };
    let mut buffer = Buffer::empty(area);
    draw(numbers, ink, area, &mut buffer);
    let row = |y: u16| {
        // What is two cells wide stands in the first of them.
        let mut text = String::new();
        while let Some(cell) = buffer.cell((cells::cells(cells::width(&text)), y)) {
            text.push_str(cell.symbol());
        }
        // The numbers above and what they are of below are words.
        let style = if y == 0 || y + 1 == tall { Theme::plain() } else { Theme::accent() };
        Span::styled(cells::fit(&text, wide), style)
    };
    (0..tall).map(row).collect()
}

fn draw(numbers: &[(String, usize)], ink: Ink, area: Rect, buffer: &mut Buffer) {
    let widest =
        numbers.iter().map(|(label, number)| cells::width(label).max(number.to_string().len())).max();
    let wide = cells::cells(widest.unwrap_or(1)).max(1);
    let many = usize::from((area.width + GAP) / (wide + GAP));
    if many == 0 || area.height < 3 {
        return;
    }
    let left_out = numbers.len().saturating_sub(many);
    let bars: Vec<Bar<'_>> = numbers
        .iter()
        .skip(left_out)
        .map(|(label, number)| {
            let value = u64::try_from(*number).unwrap_or(u64::MAX);
            Bar::default().value(value).text_value(String::new()).label(Line::raw(label.clone()))
        })
        .collect();
    // The numbers stand above: in their columns they could not be told from the filling.
    let (mut above, room) = (String::new(), usize::from(wide));
    for (_, number) in numbers.iter().skip(left_out) {
        above.push_str(&cells::fit(&format!("{number:>room$}"), usize::from(wide + GAP)));
    }
    let [head, below] = [Rect { height: 1, ..area }, Rect { y: area.y + 1, height: area.height - 1, ..area }];
    Line::raw(cells::cut(above.trim_end(), usize::from(area.width))).render(head, buffer);
    let chart = BarChart::default()
        .data(BarGroup::default().bars(&bars))
        .bar_width(wide)
        .bar_gap(GAP)
        .bar_set(match ink {
            Ink::Blocks => NINE_LEVELS,
            Ink::Ascii => ASCII,
        })
        .bar_style(Theme::accent())
        .label_style(Theme::plain());
    chart.render(below, buffer);
}
