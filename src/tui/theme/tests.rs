use proptest::prelude::*;
use ratatui::{layout::Rect, text::Line};

use super::*;
use crate::domain::wording::Lang;

fn look(theme: &str, borders: Borders, ambiguous: Ambiguous) -> Look {
    Look { theme: theme.into(), borders, ambiguous, ..Look::default() }
}

fn built_in() -> Looks {
    Looks::new(Vec::new(), "")
}

/// A frame of one row, dressed.
fn dressed(theme: Theme, line: impl Into<Line<'static>>) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    buffer.set_line(0, 0, &line.into(), 20);
    theme.dress(&mut buffer);
    buffer
}

fn text(buffer: &Buffer) -> String {
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
}

/// The light of one of the 256 colours, by WCAG 2.
fn light(colour: Color) -> f64 {
    let Color::Indexed(number) = colour else { panic!("{colour:?} is the terminal's own affair") };
    let steps = [0, 95, 135, 175, 215, 255].map(f64::from);
    let of = |at: u8| steps[usize::from(at)];
    let parts = match number {
        16..232 => [of((number - 16) / 36), of((number - 16) / 6 % 6), of((number - 16) % 6)],
        232.. => [8.0 + 10.0 * f64::from(number - 232); 3],
        0..16 => panic!("{number} is the terminal's own affair"),
    };
    let linear = |part: f64| {
        let part = part / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])
}

#[test]
fn every_role_of_a_theme_with_colours_is_legible_on_its_ground() {
    for (name, least) in [("light", 4.5), ("dark", 4.5), ("contrast", 7.0)] {
        let theme = built_in().theme(&look(name, Borders::Line, Ambiguous::Narrow), true);
        for role in Role::ALL {
            let style = theme.style(role);
            let (front, ground) = (light(style.fg.unwrap()), light(style.bg.unwrap()));
            let contrast = (front.max(ground) + 0.05) / (front.min(ground) + 0.05);
            assert!(contrast >= least, "{name} {role:?}: {contrast:.1}");
        }
    }
}

#[test]
fn no_colour_is_left_where_none_may_be_used_whoever_wrote_the_theme() {
    let own = vec![("none".to_owned(), Ok("late = { fg = \"red\", bold = true }".to_owned()))];
    for looks in [built_in(), Looks::new(own, "theme = \"none\"")] {
        for name in ["none", "dark", "gone"] {
            let theme = looks.theme(&look(name, Borders::Line, Ambiguous::Narrow), false);
            let buffer = dressed(theme, Line::styled("! 超期", Theme::late()));
            assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
            assert!(buffer.content[0].modifier.contains(Modifier::BOLD));
        }
    }
}

#[test]
fn a_role_is_dressed_and_both_halves_of_a_wide_character_alike() {
    let theme = built_in().theme(&look("dark", Borders::Line, Ambiguous::Narrow), true);
    let buffer = dressed(theme, Line::styled("路灯a", theme.chosen().patch(theme.found())));
    let ground: Vec<Color> = buffer.content.iter().take(6).map(|cell| cell.bg).collect();
    assert_eq!(ground[..5], [Color::Indexed(24); 5]);
    assert_eq!(ground[5], Color::Indexed(235));
    // What was found is told on the row that is selected too.
    assert!(buffer.content[0].modifier.contains(Modifier::UNDERLINED));
}

#[test]
fn rules_are_lines_characters_or_blanks_and_what_people_wrote_stays() {
    let row = || {
        Line::from(vec![ratatui::text::Span::styled("─│┼", Theme::rule()), ratatui::text::Span::raw("甲─乙")])
    };
    let of = |borders, ambiguous| {
        text(&dressed(built_in().theme(&look("none", borders, ambiguous), false), row()))
    };
    assert_eq!(of(Borders::Line, Ambiguous::Narrow), "─│┼甲 ─乙");
    assert_eq!(of(Borders::Ascii, Ambiguous::Narrow), "-|+甲 ─乙");
    assert_eq!(of(Borders::None, Ambiguous::Narrow), "   甲 ─乙");
    assert_eq!(of(Borders::Line, Ambiguous::Wide), "-|+甲 -乙");
}

#[test]
fn where_ambiguous_characters_are_wide_none_of_them_is_shown() {
    use unicode_width::UnicodeWidthStr;
    let theme = built_in().theme(&look("none", Borders::Line, Ambiguous::Wide), false);
    assert_eq!(theme.ink(), Ink::Ascii);
    let buffer = dressed(theme, Line::raw("“甲”…·→×●③℃"));
    assert_eq!(text(&buffer), "\"甲 \"..>x*3?");
    // Whatever ambiguous character stands in a frame: one that every terminal draws in one cell.
    for c in (0x80..0x3000).filter_map(char::from_u32).filter(|c| !c.is_control()) {
        let buffer = dressed(theme, Line::raw(format!("{c}|")));
        for cell in &buffer.content {
            assert_eq!(cell.symbol().width_cjk(), cell.symbol().width(), "{c:?}");
        }
    }
}

#[test]
fn a_theme_that_somebody_wrote_is_used_and_a_wrong_one_is_told_in_both_languages() {
    let right = "title = { zh = \"晚霞\", en = \"dusk\" }\ntext = { fg = \"#f0e0d0\", bg = \"0\" }\nlate = { fg = \"light-red\", reversed = true }";
    let looks =
        Looks::new(vec![("dusk".to_owned(), Ok(right.to_owned()))], "theme = \"dusk\"\nborders = \"ascii\"");
    assert_eq!(looks.title(&looks.chosen, Lang::Zh), "晚霞");
    let theme = looks.theme(&looks.chosen, true);
    assert_eq!((theme.style(Role::Late).fg, theme.borders), (Some(Color::LightRed), Borders::Ascii));
    assert_eq!(theme.style(Role::Rule).fg, Some(Color::Rgb(0xf0, 0xe0, 0xd0)));
    let many = format!("text = {{ fg = \"{}\" }}", "x".repeat(LARGEST));
    let wrong = [
        ("text = { fg = \"crimsonish\" }", "crimsonish"),
        ("text = { fg = \"256\" }", "256"),
        ("text = { fg = 7 }", "fg"),
        ("text = \"red\"", "text"),
        ("text = { blink = true }", "blink"),
        ("text = { bold = \"yes\" }", "bold"),
        ("risk = { fg = \"red\" }", "risk"),
        ("title = \"x\"", "title"),
        ("title = { zh = \"\\u001b[2J\", en = \"x\" }", "title"),
        ("text = {", "1"),
        ("\n\n= 3", "3"),
        (many.as_str(), ""),
    ];
    for (told, names) in wrong {
        let why = file::read(told).unwrap_err();
        for lang in [Lang::Zh, Lang::En] {
            let sentence = why.get(lang);
            assert!(sentence.contains(names) && !sentence.contains('\u{1b}'), "{told}: {sentence}");
            assert!(sentence.chars().count() < 300, "{sentence}");
        }
    }
    let looks = Looks::new(vec![("dark".to_owned(), Ok("=".to_owned()))], "theme = 3");
    assert_eq!(looks.troubles.len(), 1);
    assert!(looks.troubles[0].zh.contains("config/themes/dark.toml"), "{:?}", looks.troubles);
    // The one that the program brings stays, and what cannot be read chose nothing.
    assert_eq!(looks.offered().filter(|(name, _)| *name == "dark").count(), 1);
    assert_eq!(looks.chosen, Look::default());
}

const LARGEST: usize = crate::workbench::appearance::LARGEST_THEME;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_theme_or_refused(text in "[a-z\"={},#0-9\\n \\[\\].]{0,80}") {
        if let Err(why) = file::read(&text) {
            prop_assert!(!why.zh.is_empty() && !why.en.is_empty());
        }
    }
}
