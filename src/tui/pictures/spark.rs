//! A row of numbers in one line, a cell each: how they rise and fall.

use crate::tui::theme::Ink;

/// What heights are drawn with, from nothing to the greatest.
fn levels(ink: Ink) -> &'static [char] {
    match ink {
        Ink::Blocks => &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
        Ink::Ascii => &['_', '.', ':', '-', '=', '+', '*', '#'],
    }
}

/// The numbers as heights; only nothing is lowest, only the greatest is highest.
pub(in crate::tui) fn line(numbers: &[usize], ink: Ink) -> String {
    let levels = levels(ink);
    let top = levels.len() - 1;
    let greatest = numbers.iter().copied().max().unwrap_or(0);
    let height = |number: usize| match number {
        0 => 0,
        _ if number == greatest => top,
        _ => (number * top / greatest.max(1)).clamp(1, top - 1),
    };
    numbers.iter().filter_map(|number| levels.get(height(*number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_fall_in_one_line_with_either_ink() {
        assert_eq!(line(&[0, 1, 5, 9, 10], Ink::Blocks), "▁▂▄▇█");
        assert_eq!(line(&[0, 1, 5, 9, 10], Ink::Ascii), "_.-*#");
        assert_eq!(line(&[0, 0], Ink::Blocks), "▁▁");
        assert_eq!(line(&[3], Ink::Ascii), "#");
        assert_eq!(line(&[], Ink::Ascii), "");
    }
}
