//! What can be chosen about the screen, and what was.

use serde::{Deserialize, Serialize};

use super::{Styles, Theme, file};
use crate::{
    domain::wording::{Lang, Wording},
    say,
    workbench::appearance::ThemeFile,
};

/// The theme of whoever has chosen none.
const DEFAULT: &str = "terminal";

/// The theme without colour.
const COLOURLESS: &str = "none";

/// The themes that the program brings, in the order in which they are offered.
const BUILT_IN: [(&str, &str); 5] = [
    (DEFAULT, include_str!("../../../assets/themes/terminal.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("contrast", include_str!("../../../assets/themes/contrast.toml")),
    (COLOURLESS, include_str!("../../../assets/themes/none.toml")),
];

/// How rules are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::tui) enum Borders {
    /// `─` and `│`.
    #[default]
    Line,
    /// `-` and `|`.
    Ascii,
    /// Not at all: blanks part what they part.
    None,
}

impl Borders {
    pub(in crate::tui) const ALL: [Self; 3] = [Self::Line, Self::Ascii, Self::None];

    /// Its word in a form and in what is kept.
    pub(in crate::tui) fn key(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Ascii => "ascii",
            Self::None => "none",
        }
    }

    /// What stands where a rule was drawn with this; nothing where it stays.
    pub(super) fn line(self, drawn: &str, ambiguous: Ambiguous) -> Option<&'static str> {
        let ascii = match drawn {
            "─" => "-",
            "│" => "|",
            "┼" | "├" | "┤" | "┬" | "┴" => "+",
            _ => return None,
        };
        match (self, ambiguous) {
            (Self::Line, Ambiguous::Narrow) => None,
            (Self::Line, Ambiguous::Wide) | (Self::Ascii, _) => Some(ascii),
            (Self::None, _) => Some(" "),
        }
    }
}

/// How wide the terminal draws what is one cell wide to some and two to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::tui) enum Ambiguous {
    /// One cell, as most do.
    #[default]
    Narrow,
    /// Two, as old Chinese consoles do: stand-ins are shown instead.
    Wide,
}

impl Ambiguous {
    pub(in crate::tui) const ALL: [Self; 2] = [Self::Narrow, Self::Wide];

    /// Its word in a form.
    pub(in crate::tui) fn key(self) -> &'static str {
        match self {
            Self::Narrow => "1",
            Self::Wide => "2",
        }
    }
}

/// What was chosen about the screen of this laptop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::tui) struct Look {
    /// The theme, by the name of its file.
    pub(in crate::tui) theme: String,
    pub(in crate::tui) borders: Borders,
    pub(in crate::tui) ambiguous: Ambiguous,
    /// The language, by its tag; empty where the surroundings say which.
    pub(in crate::tui) language: String,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: DEFAULT.to_owned(),
            borders: Borders::default(),
            ambiguous: Ambiguous::default(),
            language: String::new(),
        }
    }
}

impl Look {
    /// As it is kept.
    pub(in crate::tui) fn text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// The language that was chosen, where one was.
    pub(in crate::tui) fn lang(&self) -> Option<Lang> {
        Lang::from_tag(&self.language)
    }

    /// What was kept; what cannot be read is as if nothing had been chosen.
    fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }
}

/// A theme that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offered {
    name: String,
    title: Wording,
    styles: Styles,
}

/// The themes that there are, and what was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) struct Looks {
    offered: Vec<Offered>,
    pub(in crate::tui) chosen: Look,
    /// What is wrong with themes that lie in the workspace.
    pub(in crate::tui) troubles: Vec<Wording>,
}

impl Looks {
    /// The themes that the program brings and those that lie in the workspace, which
    /// may change one of the former; and what was kept as chosen.
    pub(in crate::tui) fn new(files: Vec<ThemeFile>, kept: &str) -> Self {
        let mut looks = Self { offered: Vec::new(), chosen: Look::read(kept), troubles: Vec::new() };
        for (name, text) in BUILT_IN {
            looks.take(name.to_owned(), file::read(text));
        }
        for (name, text) in files {
            looks.take(name, text.and_then(|text| file::read(&text)));
        }
        looks
    }

    fn take(&mut self, name: String, told: Result<file::Told, Wording>) {
        match told {
            Ok(told) => {
                let title = told.title.unwrap_or_else(|| Wording::owned(name.clone(), name.clone()));
                self.offered.retain(|one| one.name != name);
                self.offered.push(Offered { name, title, styles: told.styles });
            }
            Err(why) => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                let told = |lang: Lang| {
                    let why = why.get(lang);
                    say!(
                        lang,
                        "主题 config/themes/{name}.toml 没有采用：{why}。改好后重新打开",
                        "the theme config/themes/{name}.toml is not used: {why}. Correct it and open again"
                    )
                };
                self.troubles.push(Wording::owned(told(Lang::Zh), told(Lang::En)));
            }
        }
    }

    /// The themes by name and title, in the order in which they are offered.
    pub(in crate::tui) fn offered(&self) -> impl Iterator<Item = (&str, &Wording)> {
        self.offered.iter().map(|one| (one.name.as_str(), &one.title))
    }

    /// The title of what was chosen.
    pub(in crate::tui) fn title(&self, look: &Look, lang: Lang) -> String {
        self.find(&look.theme).map(|one| one.title.get(lang).to_owned()).unwrap_or_default()
    }

    /// How a frame is dressed; without colour, where none may be used.
    pub(in crate::tui) fn theme(&self, look: &Look, colour: bool) -> Theme {
        // A theme may be gone that was chosen.
        let wanted = if colour { look.theme.as_str() } else { COLOURLESS };
        let found = self.find(wanted).or_else(|| self.find(DEFAULT));
        let mut styles = found.map(|one| one.styles).unwrap_or_default();
        if !colour {
            // Somebody's own theme of this name may have some all the same.
            for style in &mut styles {
                (style.fg, style.bg) = (None, None);
            }
        }
        Theme { styles, borders: look.borders, ambiguous: look.ambiguous }
    }

    fn find(&self, name: &str) -> Option<&Offered> {
        self.offered.iter().find(|one| one.name == name)
    }
}
