//! What a frame is drawn in, and how it is dressed.
//!
//! **Screens draw in roles, never in colours.** A role stands in a cell as one of
//! a few palette numbers until the frame is finished; then [`Theme::dress`]
//! gives every cell the style that the theme has for its role, the lines of
//! rules the form that was chosen, and characters whose width is in doubt a stand-in
//! that is one cell wide everywhere. So one place decides on colours, borders
//! and widths, and what is drawn cannot differ by theme: without colour
//! everything can still be told apart by marks and weight.

mod file;
mod look;
mod stand_in;

use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier, Style},
};

use super::cells;

pub(super) use look::{Ambiguous, Borders, Look, Looks};

/// What a cell of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Ordinary text.
    Text,
    /// Headings and what needs attention.
    Strong,
    /// What does not work now, and remarks.
    Faint,
    /// The filled part of a picture.
    Accent,
    /// The row or word that is selected.
    Chosen,
    /// What a search found in a text.
    Found,
    /// What is late or wrong; always beside a mark.
    Late,
    /// What is done; always beside a mark or a number.
    Good,
    /// Rules between panes.
    Rule,
}

impl Role {
    const ALL: [Self; 9] = [
        Self::Text,
        Self::Strong,
        Self::Faint,
        Self::Accent,
        Self::Chosen,
        Self::Found,
        Self::Late,
        Self::Good,
        Self::Rule,
    ];

    /// Its name in a theme's file.
    fn key(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Strong => "strong",
            Self::Faint => "faint",
            Self::Accent => "accent",
            Self::Chosen => "chosen",
            Self::Found => "found",
            Self::Late => "late",
            Self::Good => "good",
            Self::Rule => "rule",
        }
    }

    fn place(self) -> usize {
        Self::ALL.iter().position(|role| *role == self).unwrap_or(0)
    }

    /// How it stands in a frame until that is dressed.
    fn mark(self) -> Style {
        match self {
            Self::Text => Style::new(),
            // What was found may be in a row that is selected: it is both.
            Self::Found => Style::new().add_modifier(Modifier::UNDERLINED),
            Self::Strong
            | Self::Faint
            | Self::Accent
            | Self::Chosen
            | Self::Late
            | Self::Good
            | Self::Rule => Style::new().fg(Color::Indexed(u8::try_from(self.place()).unwrap_or_default())),
        }
    }

    /// The role of a cell that was drawn.
    pub(super) fn of(colour: Color) -> Self {
        if let Color::Indexed(number) = colour {
            Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Text)
        } else {
            Self::Text
        }
    }
}

/// A style for every role.
type Styles = [Style; Role::ALL.len()];

/// How a frame is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Theme {
    styles: Styles,
    borders: Borders,
    ambiguous: Ambiguous,
}

/// What the filled parts of pictures are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// Blocks, which are one cell wide where [`Ambiguous::Narrow`] is right.
    Blocks,
    /// Characters that every terminal has.
    Ascii,
}

#[expect(
    clippy::unused_self,
    reason = "whoever draws asks the theme; that it dresses the frame later is its own affair"
)]
impl Theme {
    /// Ordinary text.
    pub(super) fn plain() -> Style {
        Role::Text.mark()
    }

    /// Headings and what needs attention.
    pub(super) fn strong() -> Style {
        Role::Strong.mark()
    }

    /// What does not work now, and remarks.
    pub(super) fn faint() -> Style {
        Role::Faint.mark()
    }

    /// The filled part of a picture.
    pub(super) fn accent() -> Style {
        Role::Accent.mark()
    }

    /// What is late or wrong; a mark stands beside it.
    pub(super) fn late() -> Style {
        Role::Late.mark()
    }

    /// What is done; a mark or a number stands beside it.
    pub(super) fn good() -> Style {
        Role::Good.mark()
    }

    /// Rules between panes: `─` and `│`, whatever becomes of them.
    pub(super) fn rule() -> Style {
        Role::Rule.mark()
    }

    /// The row or word that is selected.
    pub(super) fn chosen(self) -> Style {
        Role::Chosen.mark()
    }

    /// What a search found in a text.
    pub(super) fn found(self) -> Style {
        Role::Found.mark()
    }

    /// What pictures are drawn with.
    pub(super) fn ink(self) -> Ink {
        if self.borders == Borders::Ascii || self.ambiguous == Ambiguous::Wide {
            Ink::Ascii
        } else {
            Ink::Blocks
        }
    }

    /// Dresses a finished frame.
    pub(super) fn dress(self, buffer: &mut Buffer) {
        let mut behind = None;
        for cell in &mut buffer.content {
            let role = Role::of(cell.fg);
            let mut style = self.style(role);
            if cell.modifier.contains(Modifier::UNDERLINED) {
                let found = self.styles.get(Role::Found.place()).copied().unwrap_or_default();
                // On the row that is selected its colours stay, and the weight tells.
                let own = if role == Role::Chosen { Style { fg: None, bg: None, ..found } } else { found };
                style = style.patch(own);
            }
            if role == Role::Rule
                && let Some(line) = self.borders.line(cell.symbol(), self.ambiguous)
            {
                cell.set_symbol(line);
            } else if self.ambiguous == Ambiguous::Wide
                && let Some(narrow) = stand_in::narrow(cell.symbol())
            {
                cell.set_symbol(narrow);
            }
            // The second half of a wide character is as the first.
            let style = behind.take().unwrap_or(style);
            behind = (cells::width(cell.symbol()) > 1).then_some(style);
            cell.set_style(Style::reset().patch(style));
        }
    }

    /// What a role looks like: on the text's ground, where it has none of its own.
    fn style(&self, role: Role) -> Style {
        let [text, ..] = self.styles;
        let own = self.styles.get(role.place()).copied().unwrap_or_default();
        Style { fg: text.fg, bg: text.bg, ..Style::new() }.patch(own)
    }
}

#[cfg(test)]
mod tests;
