//! The form about how the screen looks.

use super::{Entry, Form, Purpose, build::own};
use crate::{
    domain::{
        field::{Choice, Kind},
        value::Value,
        wording::{Lang, Wording},
    },
    tui::{
        appearance::{AMBIGUOUS, BORDERS, THEME},
        theme::Looks,
    },
};

impl Form {
    /// Theme, borders, and the width of ambiguous characters. What it says is seen at once.
    pub(in crate::tui) fn appearance(looks: &Looks, lang: Lang) -> Self {
        let chosen = &looks.chosen;
        let themes = looks.offered().map(|(name, title)| Choice::new(name.to_owned(), title.clone()));
        let entry = |key, zh, en, kind, now: &str| {
            let field = own(key, zh, en, kind).required();
            Entry::new(field).holding(&[Value::Choice(now.to_owned())], lang)
        };
        let borders = Kind::choices(&[
            ("line", "线条", "lines"),
            ("ascii", "ASCII 字符", "ASCII"),
            ("none", "不画", "none"),
        ]);
        let widths = Kind::choices(&[("1", "1 格", "1 cell"), ("2", "2 格", "2 cells")]);
        let entries = vec![
            entry(THEME, "主题", "Theme", Kind::Choice(themes.collect()), &chosen.theme),
            entry(BORDERS, "边框", "Borders", borders, chosen.borders.key()),
            entry(AMBIGUOUS, "歧义宽度", "Ambiguous width", widths, chosen.ambiguous.key()),
        ];
        let title =
            lang.pick("外观（改了马上看得到，提交才记住）", "Appearance (seen at once, kept when submitted)");
        let mut form = Self::with(Purpose::Appearance, title.to_owned(), entries);
        form.notes = NOTES.map(|told| told.get(lang).to_owned()).to_vec();
        form.remarks = looks.troubles.iter().map(|told| told.get(lang).to_owned()).collect();
        form
    }

    /// What its fields say now, by key.
    pub(in crate::tui) fn filled(&self) -> Vec<(String, String)> {
        self.entries.iter().map(|entry| (entry.field.key.clone(), entry.text())).collect()
    }
}

/// The line by which somebody sees how wide his terminal draws, and what to do then.
const NOTES: [Wording; 4] = [
    Wording::new(
        "自检：下面两行的 | 对齐就选 1 格，不齐选 2 格",
        "check: where the | below stand in line take 1 cell, else 2",
    ),
    Wording::new("“”…·→●○│─|", "“”…·→●○│─|"),
    Wording::new("123456789.|", "123456789.|"),
    Wording::new(
        "2 格时用半角字符代替显示，存的内容不变。自己的主题放在 config/themes/",
        "with 2 cells narrow stand-ins are shown, what is stored stays. Own themes lie in config/themes/",
    ),
];
