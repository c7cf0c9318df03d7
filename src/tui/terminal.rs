//! The real terminal: opened, read, drawn to, and left whole.

use std::{
    io::{self, BufWriter, Stdout, Write, stdout},
    panic,
    sync::{
        Arc, Once,
        atomic::{AtomicU32, Ordering},
        mpsc::Sender,
    },
    thread,
    time::Duration,
};

use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{
            self as arriving, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste,
            EnableMouseCapture, Event as Arrived, MouseButton, MouseEventKind,
        },
        execute,
        terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
    },
};

use super::{event::Event, key::Key, model::Model, view::view};
use crate::workbench;

/// Enough for a whole frame, so that it leaves in one write.
const FRAME_BYTES: usize = 256 * 1024;

/// How long a pause of hands is counted by.
const MINUTE: Duration = Duration::from_mins(1);

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// The terminal, in its alternate screen while this lives.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn open() -> io::Result<Self> {
        restore_on_panic();
        enable_raw_mode()?;
        let opened = execute!(stdout(), EnterAlternateScreen, EnableMouseCapture).and_then(|()| {
            // An old Windows console has none: what is pasted comes as keys there.
            let _ = execute!(stdout(), EnableBracketedPaste);
            Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout())))
        });
        match opened {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// Its width and height.
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }

    /// Draws a frame; what did not change is not written.
    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.terminal.draw(|frame| view(model, frame))?;
        self.terminal.backend_mut().flush()
    }
}

/// Reads keyboard and mouse in a thread, which ends with the process. Tells
/// when nothing came for so many minutes; 0 is never.
pub(super) fn listen(events: Sender<Event>, lock_after: Arc<AtomicU32>) {
    thread::spawn(move || {
        let mut idle = 0;
        loop {
            if matches!(arriving::poll(MINUTE), Ok(false)) {
                idle += 1;
                let after = lock_after.load(Ordering::Relaxed);
                if after > 0 && idle >= after && events.send(Event::Idle).is_err() {
                    return;
                }
                continue;
            }
            idle = 0;
            let event = match arriving::read() {
                Ok(arrived) => translate(&arrived),
                Err(_gone) => Some(Event::Gone),
            };
            let gone = matches!(event, Some(Event::Gone));
            if event.is_some_and(|event| events.send(event).is_err()) || gone {
                return;
            }
        }
    });
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Whether the terminal of standard output takes escape sequences.
///
/// A Windows console takes them once it has been told to, which is done here;
/// a very old one never does.
pub fn understands_styles() -> bool {
    #[cfg(windows)]
    let understood = ratatui::crossterm::ansi_support::supports_ansi();
    #[cfg(not(windows))]
    let understood = true;
    understood
}

fn translate(arrived: &Arrived) -> Option<Event> {
    match arrived {
        Arrived::Key(key) => Key::read(*key).map(Event::Key),
        Arrived::Paste(text) => Some(Event::Paste(text.clone())),
        Arrived::Resize(width, height) => Some(Event::Resize(*width, *height)),
        Arrived::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(mouse.column, mouse.row)),
            MouseEventKind::ScrollDown => Some(Event::Wheel(NOTCH)),
            MouseEventKind::ScrollUp => Some(Event::Wheel(-NOTCH)),
            MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
            | MouseEventKind::Up(_)
            | MouseEventKind::Drag(_)
            | MouseEventKind::Moved
            | MouseEventKind::ScrollLeft
            | MouseEventKind::ScrollRight => None,
        },
        Arrived::FocusGained | Arrived::FocusLost => None,
    }
}

/// Gives the terminal back as it was; does nothing harmful when done twice.
fn restore() {
    // Each is tried whatever became of the one before: there is nobody to tell. The
    // order is the reverse of the opening: on Windows, giving the mouse back sets the
    // console as it was when the mouse was taken, which is raw.
    let _ = execute!(stdout(), DisableMouseCapture);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// A panic must be readable: the terminal is given back before it is told.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // A panic that is about to become an error leaves the screen as it is.
            if !workbench::is_guarding() {
                restore();
            }
            told(info);
        }));
    });
}
