//! A screen that stands still: where a frame is like the one before, nothing is written.

use std::iter;

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

/// A backend to which only what changes goes through.
///
/// The library tells each frame's cursor anew, and ends even what holds no
/// cell with its sequences: about 50 bytes, over a slow line to somebody who
/// only looks. Cells that did not change it leaves out by itself.
pub(super) struct Still<B> {
    backend: B,
    cursor: Cursor,
    /// Whether something went through that has not gone out.
    written: bool,
}

/// What is known of the terminal's cursor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// Nothing: it was never told, or cells were written since.
    Unknown,
    Hidden,
    Shown,
    At(Position),
}

impl<B: Backend> Still<B> {
    pub(super) const fn new(backend: B) -> Self {
        Self { backend, cursor: Cursor::Unknown, written: false }
    }

    /// Does what moves the cursor to where nobody knows.
    fn disturbing<T>(&mut self, does: impl FnOnce(&mut B) -> T) -> T {
        self.cursor = Cursor::Unknown;
        self.written = true;
        does(&mut self.backend)
    }
}

impl<B: Backend> Backend for Still<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), B::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content;
        match content.next() {
            Some(first) => self.disturbing(|backend| backend.draw(iter::once(first).chain(content))),
            None => Ok(()),
        }
    }

    fn append_lines(&mut self, lines: u16) -> Result<(), B::Error> {
        self.disturbing(|backend| backend.append_lines(lines))
    }

    fn hide_cursor(&mut self) -> Result<(), B::Error> {
        if self.cursor == Cursor::Hidden {
            return Ok(());
        }
        self.disturbing(B::hide_cursor)?;
        self.cursor = Cursor::Hidden;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), B::Error> {
        if matches!(self.cursor, Cursor::Shown | Cursor::At(_)) {
            return Ok(());
        }
        self.disturbing(B::show_cursor)?;
        self.cursor = Cursor::Shown;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, B::Error> {
        self.backend.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), B::Error> {
        let position = position.into();
        if self.cursor == Cursor::At(position) {
            return Ok(());
        }
        let shown = self.cursor == Cursor::Shown || matches!(self.cursor, Cursor::At(_));
        self.disturbing(|backend| backend.set_cursor_position(position))?;
        if shown {
            self.cursor = Cursor::At(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), B::Error> {
        self.disturbing(B::clear)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), B::Error> {
        self.disturbing(|backend| backend.clear_region(clear_type))
    }

    fn size(&self) -> Result<Size, B::Error> {
        self.backend.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, B::Error> {
        self.backend.window_size()
    }

    fn flush(&mut self) -> Result<(), B::Error> {
        if std::mem::take(&mut self.written) { self.backend.flush() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::{
        Terminal, TerminalOptions, Viewport, backend::CrosstermBackend, layout::Rect, widgets::Paragraph,
    };

    use super::*;

    /// What a terminal gets of these frames: each a text, and where the cursor stands.
    fn told(frames: &[(&str, Option<(u16, u16)>)]) -> String {
        let mut bytes = Vec::new();
        let viewport = Viewport::Fixed(Rect::new(0, 0, 20, 2));
        let backend = Still::new(CrosstermBackend::new(&mut bytes));
        let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
        for (text, cursor) in frames {
            let drawn = terminal.draw(|frame| {
                frame.render_widget(Paragraph::new(*text), frame.area());
                if let Some(at) = cursor {
                    frame.set_cursor_position(*at);
                }
            });
            drawn.unwrap();
        }
        drop(terminal);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_is_like_the_frame_before_is_not_written() {
        let there = Some((3, 0));
        let frames = [("民情", None), ("民情", None), ("民情", there), ("民情", there), ("台账", there)];
        let length = |count| told(&frames[..count]).len();
        assert!(length(1) > 0);
        assert_eq!(length(2), length(1));
        assert!(length(3) > length(2));
        assert_eq!(length(4), length(3));
        assert!(length(5) > length(4));
    }

    #[test]
    fn the_cursor_is_told_again_after_cells_were_written() {
        let (here, there) = (Some((3, 0)), Some((5, 0)));
        // Where it stood before, but the cells took it elsewhere.
        assert!(told(&[("a", here), ("b", here)]).ends_with("\u{1b}[1;4H"));
        // Only moved: shown already.
        assert!(told(&[("a", here), ("a", there)]).ends_with("\u{1b}[1;4H\u{1b}[1;6H"));
        // Taken away, and given back.
        assert!(
            told(&[("a", here), ("a", None), ("a", here)]).ends_with("\u{1b}[?25l\u{1b}[?25h\u{1b}[1;4H")
        );
    }
}
