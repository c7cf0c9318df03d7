//! Themes as files: a style for each role, in TOML.

use ratatui::style::{Color, Modifier, Style};
use toml::{Table, Value};

use super::{Role, Styles};
use crate::{
    domain::wording::{Lang, Wording},
    say,
    workbench::appearance::LARGEST_THEME,
};

/// The most characters of a title.
const LONGEST_TITLE: usize = 20;

/// What a role's style says besides its colours.
const WEIGHTS: [(&str, Modifier); 4] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("underlined", Modifier::UNDERLINED),
    ("reversed", Modifier::REVERSED),
];

/// What a theme's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Its name on the screen.
    pub(super) title: Option<Wording>,
    /// Its styles.
    pub(super) styles: Styles,
}

/// Reads a theme, whoever wrote it; answers what is wrong and what to write instead.
pub(super) fn read(text: &str) -> Result<Told, Wording> {
    if text.len() > LARGEST_THEME {
        return Err(both(|lang| say!(lang, "太长", "is too long")));
    }
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let why = error.message().to_owned();
        let line =
            error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
        both(|lang| say!(lang, "第 {line} 行不是 TOML：{why}", "line {line} is no TOML: {why}"))
    })?;
    let mut told = Told { title: None, styles: Styles::default() };
    for (key, value) in &table {
        if key == "title" {
            told.title = Some(title(value)?);
            continue;
        }
        let Some(role) = Role::ALL.into_iter().find(|role| role.key() == key) else {
            let key = short(key);
            return Err(both(|lang| {
                let all = Role::ALL.map(Role::key).join(lang.pick("、", ", "));
                say!(
                    lang,
                    "没有“{key}”这一项；可以写：title、{all}",
                    "there is no \"{key}\"; there are: title, {all}"
                )
            }));
        };
        if let Some(own) = told.styles.get_mut(role.place()) {
            *own = style(key, value)?;
        }
    }
    Ok(told)
}

fn title(value: &Value) -> Result<Wording, Wording> {
    let wrong = || {
        Wording::new(
            "title 要写成 { zh = \"…\", en = \"…\" }，各不超过 20 个字",
            "title is written { zh = \"...\", en = \"...\" }, of 20 characters at the most",
        )
    };
    let said = |key: &str| {
        let text = value.get(key).and_then(Value::as_str).map(str::trim)?;
        let fits =
            !text.is_empty() && text.chars().count() <= LONGEST_TITLE && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
    };
    match (said("zh"), said("en")) {
        (Some(zh), Some(en)) => Ok(Wording::owned(zh, en)),
        (Some(_) | None, _) => Err(wrong()),
    }
}

fn style(role: &str, value: &Value) -> Result<Style, Wording> {
    let Some(table) = value.as_table() else {
        return Err(both(|lang| {
            say!(
                lang,
                "{role} 要写成 {{ fg = \"…\", bold = true }} 的样子",
                "{role} is written like {{ fg = \"...\", bold = true }}"
            )
        }));
    };
    let mut style = Style::new();
    for (key, value) in table {
        let weight = WEIGHTS.iter().find(|(name, _)| name == key);
        match (key.as_str(), weight, value) {
            ("fg" | "bg", _, Value::String(text)) => {
                let colour = colour(text).ok_or_else(|| no_colour(role, text))?;
                style = if key == "fg" { style.fg(colour) } else { style.bg(colour) };
            }
            (_, Some((_, modifier)), Value::Boolean(true)) => style = style.add_modifier(*modifier),
            (_, Some(_), Value::Boolean(false)) => {}
            _ => {
                let key = short(key);
                return Err(both(|lang| {
                    say!(
                        lang,
                        "{role} 里的“{key}”不对；可以写 fg、bg（颜色），bold、dim、underlined、reversed（true 或 false）",
                        "\"{key}\" of {role} is wrong; there are fg, bg (colours), bold, dim, underlined, reversed (true or false)"
                    )
                }));
            }
        }
    }
    Ok(style)
}

/// A colour: its name, its number of 256, or `#rrggbb`; `default` is the terminal's own.
fn colour(text: &str) -> Option<Color> {
    if text == "default" { Some(Color::Reset) } else { text.parse().ok() }
}

fn no_colour(role: &str, text: &str) -> Wording {
    let text = short(text);
    both(|lang| {
        say!(
            lang,
            "{role} 的颜色“{text}”不认识；写 red、light-blue 这样的名字，0 到 255 的号，#rrggbb，或 default",
            "\"{text}\" of {role} is no colour; write a name like red or light-blue, a number from 0 to 255, #rrggbb, or default"
        )
    })
}

/// So much of what somebody wrote that it can be told again.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect()
}

fn both(told: impl Fn(Lang) -> String) -> Wording {
    Wording::owned(told(Lang::Zh), told(Lang::En))
}
