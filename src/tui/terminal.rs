//! The real terminal: opened, read, drawn to, and left whole.

mod still;

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
    Frame, Terminal, TerminalOptions, Viewport,
    backend::CrosstermBackend,
    crossterm::{
        cursor::Show,
        event::{
            self as arriving, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste,
            EnableMouseCapture, Event as Arrived, MouseButton, MouseEventKind,
        },
        execute,
        style::force_color_output,
        terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
    },
    layout::Rect,
};

use self::still::Still;
use super::{
    event::Event,
    fault::{self, watched},
    key::Key,
    model::Model,
    signals,
    view::view,
};
use crate::workbench;

/// Enough for a whole frame, so that it leaves in one write.
const FRAME_BYTES: usize = 256 * 1024;

/// How long a pause of hands is counted by.
const MINUTE: Duration = Duration::from_mins(1);

/// Rows that one notch of the wheel moves.
const NOTCH: isize = 3;

/// The terminal, in its alternate screen while this lives.
pub(super) struct Screen {
    frames: Frames<Stdout>,
}

/// Where frames are written: each leaves in one write, and what did not change is not in it.
pub(super) struct Frames<W: Write>(Terminal<Still<CrosstermBackend<BufWriter<W>>>>);

impl<W: Write> Frames<W> {
    /// Writes them to the terminal of the process, as large as that is.
    fn of_terminal(to: W) -> io::Result<Self> {
        Terminal::new(backend(to)).map(Self)
    }

    /// Writes them as to a terminal of one size, whatever takes them.
    pub(super) fn sized(to: W, (width, height): (u16, u16)) -> io::Result<Self> {
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        Terminal::with_options(backend(to), TerminalOptions { viewport }).map(Self)
    }

    /// Draws one, and lets it go out.
    pub(super) fn show(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.0.draw(draw).map(drop)
    }
}

fn backend<W: Write>(to: W) -> Still<CrosstermBackend<BufWriter<W>>> {
    Still::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, to)))
}

impl Screen {
    /// Takes the terminal over; colours reach it where they may be used, whatever
    /// `NO_COLOR` says to the library below, and no sequence of one does elsewhere.
    pub(super) fn open(colour: bool) -> io::Result<Self> {
        restore_on_panic();
        force_color_output(colour);
        signals::heed(restore);
        enable_raw_mode()?;
        let opened = execute!(stdout(), EnterAlternateScreen, EnableMouseCapture).and_then(|()| {
            // An old Windows console has none: what is pasted comes as keys there.
            let _ = execute!(stdout(), EnableBracketedPaste);
            Frames::of_terminal(stdout())
        });
        match opened {
            Ok(frames) => Ok(Self { frames }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// Draws something else than a workspace.
    pub(super) fn show(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.frames.show(draw)
    }

    /// Its width and height.
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        self.frames.0.size().map(|size| (size.width, size.height))
    }
}

/// What frames are drawn on: the terminal, or a test that looks what becomes of it.
pub(super) trait Canvas {
    /// Draws a frame; what did not change is not written.
    fn draw(&mut self, model: &Model) -> io::Result<()>;
}

/// Where nothing is drawn any more.
pub(super) struct Nowhere;

impl Canvas for Nowhere {
    fn draw(&mut self, _model: &Model) -> io::Result<()> {
        Ok(())
    }
}

impl Canvas for Screen {
    fn draw(&mut self, model: &Model) -> io::Result<()> {
        self.show(|frame| view(model, frame))
    }
}

/// Waits for what comes next; none where it says nothing to us.
pub(super) fn next() -> Option<Event> {
    match arriving::read() {
        Ok(arrived) => translate(&arrived),
        Err(_gone) => Some(Event::Gone),
    }
}

/// What comes within so much time and says something to us.
pub(super) fn within(time: Duration) -> Option<Event> {
    match arriving::poll(time) {
        Ok(true) => next().or(Some(Event::Paused)),
        Ok(false) => None,
        Err(_gone) => Some(Event::Gone),
    }
}

/// Where events come from: the terminal, or a test that tells what each minute brings.
trait Arrivals {
    /// What comes within a minute; `None` where nothing does.
    fn within_a_minute(&mut self) -> Option<Arrival>;
}

/// What came: an event, or one that says nothing to us.
type Arrival = Option<Event>;

/// The terminal itself.
struct Keyboard;

impl Arrivals for Keyboard {
    fn within_a_minute(&mut self) -> Option<Arrival> {
        if matches!(arriving::poll(MINUTE), Ok(false)) {
            return None;
        }
        Some(next())
    }
}

/// Reads keyboard and mouse in a thread, which ends with the process. Tells
/// when nothing came for so many minutes; 0 is never.
pub(super) fn listen(events: Sender<Event>, lock_after: Arc<AtomicU32>) {
    thread::spawn(move || {
        if let Err(fault) = watched(|| pass_on(&mut Keyboard, &events, &lock_after)) {
            drop(events.send(Event::Broken(fault)));
        }
    });
}

/// Passes on what arrives until nothing can, and counts the minutes without.
fn pass_on(arrivals: &mut dyn Arrivals, events: &Sender<Event>, lock_after: &AtomicU32) {
    let mut idle = 0;
    loop {
        let Some(event) = arrivals.within_a_minute() else {
            idle += 1;
            let after = lock_after.load(Ordering::Relaxed);
            if after > 0 && idle >= after && events.send(Event::Idle).is_err() {
                return;
            }
            continue;
        };
        idle = 0;
        let gone = matches!(event, Some(Event::Gone));
        if event.is_some_and(|event| events.send(event).is_err()) || gone {
            return;
        }
    }
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
            MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag(mouse.column, mouse.row)),
            MouseEventKind::Up(MouseButton::Left) => Some(Event::Release),
            MouseEventKind::ScrollDown => Some(Event::Wheel(NOTCH, (mouse.column, mouse.row))),
            MouseEventKind::ScrollUp => Some(Event::Wheel(-NOTCH, (mouse.column, mouse.row))),
            MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
            | MouseEventKind::Up(MouseButton::Right | MouseButton::Middle)
            | MouseEventKind::Drag(MouseButton::Right | MouseButton::Middle)
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
                fault::note(info);
            }
            // What becomes a fault is told in a sentence, at the end.
            if !fault::is_watched() {
                told(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// What each minute brings; the terminal goes when nothing is left.
    struct Minutes(std::vec::IntoIter<Option<Arrival>>);

    impl Arrivals for Minutes {
        fn within_a_minute(&mut self) -> Option<Arrival> {
            self.0.next().unwrap_or(Some(Some(Event::Gone)))
        }
    }

    /// How many minutes had gone by at each call to lock.
    fn locked_at(minutes: Vec<Option<Arrival>>, after: u32) -> usize {
        let (sender, receiver) = mpsc::channel();
        pass_on(&mut Minutes(minutes.into_iter()), &sender, &AtomicU32::new(after));
        receiver.try_iter().filter(|event| matches!(event, Event::Idle)).count()
    }

    #[test]
    fn minutes_without_a_key_are_counted_and_any_key_begins_them_anew() {
        // Something that says nothing to us is a hand on the keys all the same.
        let key = || Some(None);
        let nobody = |minutes: usize| std::iter::repeat_with(|| None).take(minutes).collect();
        assert_eq!(locked_at(vec![None, None], 3), 0);
        assert_eq!(locked_at(vec![None, None, None], 3), 1);
        assert_eq!(locked_at(vec![None, None, key(), None, None], 3), 0);
        assert_eq!(locked_at(vec![None, None, key(), None, None, None], 3), 1);
        // It is told again as long as nobody comes: a locked screen stays locked.
        assert_eq!(locked_at(nobody(5), 3), 3);
        // 0 is never.
        assert_eq!(locked_at(nobody(100), 0), 0);
    }

    #[test]
    fn how_long_it_waits_may_change_while_it_runs() {
        struct Setting<'a>(usize, &'a AtomicU32);
        impl Arrivals for Setting<'_> {
            fn within_a_minute(&mut self) -> Option<Arrival> {
                self.0 += 1;
                match self.0 {
                    1 | 2 => None,
                    3 => {
                        self.1.store(2, Ordering::Relaxed);
                        None
                    }
                    _ => Some(Some(Event::Gone)),
                }
            }
        }
        let (sender, receiver) = mpsc::channel();
        let after = AtomicU32::new(10);
        pass_on(&mut Setting(0, &after), &sender, &after);
        assert_eq!(receiver.try_iter().filter(|event| matches!(event, Event::Idle)).count(), 1);
    }
}
