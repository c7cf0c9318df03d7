//! Two weights of text and one accent colour.

use ratatui::style::{Color, Modifier, Style};

/// How text is set off. Without colour everything can still be told apart:
/// marks and weight say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Theme {
    /// Whether the one colour may be used.
    pub(super) colour: bool,
}

impl Theme {
    /// Ordinary text.
    pub(super) fn plain() -> Style {
        Style::new()
    }

    /// Headings and what needs attention.
    pub(super) fn strong() -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What does not work now, and rules.
    pub(super) fn faint() -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// The row or word that is selected.
    pub(super) fn chosen(self) -> Style {
        if self.colour { Self::strong().fg(Color::Cyan) } else { Self::strong() }
    }

    /// What a search found in a text.
    pub(super) fn found(self) -> Style {
        let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
        if self.colour { underlined.fg(Color::Cyan) } else { underlined }
    }
}
