//! The terminal face without a terminal: tests press keys and read frames.

mod written;

use std::io::Write;

use ratatui::{Terminal, backend::TestBackend, buffer::Buffer};

use super::{
    event::{Answer, Effect, Event},
    key::Key,
    model::{Model, Popup},
    perform::Performer,
    recorder::{self, Script, Shape, What},
    snapshot::Snapshot,
    terminal::Frames,
    unfinished,
    update::update,
    view::view,
};
use crate::{
    domain::wording::{Lang, Wording},
    workbench::{Error, Workbench},
};

/// A session that runs in the calling thread, one event after the other.
///
/// ```no_run
/// # use minqing::{domain::wording::Lang, tui::Session, workbench::Workbench};
/// # fn bench() -> Workbench { unimplemented!() }
/// let mut session = Session::new(bench(), Lang::Zh, 80, 24).unwrap();
/// session.press("F6").press("n").type_text("路灯不亮").press("Ctrl-S");
/// assert!(session.frame().contains("路灯不亮"));
/// ```
pub struct Session {
    model: Model,
    performer: Performer,
    left: bool,
    /// What the worker was asked for, and has not begun.
    asked: Vec<Effect>,
    /// What it told, and nobody has heard.
    told: Vec<Answer>,
    /// Where frames are written besides.
    frames: Option<Frames<Box<dyn Write>>>,
}

/// Why events that were written down could not be done again.
#[derive(Debug, thiserror::Error)]
pub enum Unplayed {
    /// The file that tells of them.
    #[error("{}", .0.en)]
    Script(Wording),
    /// The workspace.
    #[error(transparent)]
    Workbench(#[from] Error),
}

impl Session {
    /// Does again what a report of a bug tells of, on another workspace; of texts
    /// only the shape. Answers where it first came to another place than it did there.
    pub fn replay(bench: Workbench, report: &str) -> Result<(Self, Option<Wording>), Unplayed> {
        let script = Script::read(report).map_err(Unplayed::Script)?;
        let mut session = Self::new(bench, script.lang, script.size.0, script.size.1)?;
        let mut astray = (script.dropped > 0).then(|| {
            let dropped = script.dropped;
            Wording::owned(
                format!("这之前的 {dropped} 次操作没有记下，开头可能就不同"),
                format!("{dropped} events before these are not told: it may begin elsewhere"),
            )
        });
        for (line, place, what) in script.steps {
            if session.model.lock.is_some() && place != recorder::LOCKED {
                // The passphrase is not told; it was the right one.
                session.happen(Event::Answer(Answer::Unlocked(true)));
            }
            let here = recorder::place(&session.model);
            if here != place && astray.is_none() {
                astray = Some(Wording::owned(
                    format!("第 {line} 行起走到了别处：记的是 {place}，这里是 {here}"),
                    format!("from line {line} on it is elsewhere: {place} is told, here it is {here}"),
                ));
            }
            let event = match what {
                What::Key(key) => Event::Key(key),
                What::Picked(at) => {
                    let Model { popups, data, lang, .. } = &mut session.model;
                    if let Some(Popup::Finder(finder)) = popups.last_mut() {
                        finder.select_of_all(at, data, *lang);
                    }
                    Event::Key(Key::Enter)
                }
                What::Typed(shape) => Event::Key(Key::Char(shape.sample())),
                What::Pasted(count) => Event::Paste(Shape::Character.sample().to_string().repeat(count)),
                What::Click(x, y) => Event::Click(x, y),
                What::Drag(x, y) => Event::Drag(x, y),
                What::Release => Event::Release,
                What::Wheel(rows, over) => Event::Wheel(rows, over),
                What::Resize(width, height) => Event::Resize(width, height),
                What::Paused => Event::Paused,
                What::Idle => Event::Idle,
                What::Gone => Event::Gone,
            };
            session.happen(event);
        }
        Ok((session, astray))
    }

    /// Opens the face on a workbench.
    pub fn new(bench: Workbench, lang: Lang, width: u16, height: u16) -> Result<Self, Error> {
        let mut performer = Performer::new(bench, lang);
        let data = performer.snapshot()?;
        Ok(Self::showing(data, performer, lang, (width, height)))
    }

    /// Opens the face as a terminal does: with what its first frame is drawn
    /// from. [`Session::refresh`] reads the rest.
    pub fn begin(bench: Workbench, lang: Lang, width: u16, height: u16) -> Result<Self, Error> {
        let performer = Performer::new(bench, lang);
        let data = performer.outline()?;
        Ok(Self::showing(data, performer, lang, (width, height)))
    }

    fn showing(data: Snapshot, mut performer: Performer, lang: Lang, size: (u16, u16)) -> Self {
        let (forms, trouble) = performer.unfinished();
        let mut model = Model::new(data, lang, false, size);
        unfinished::begin(&mut model, forms, trouble);
        Self { model, performer, left: false, asked: Vec::new(), told: Vec::new(), frames: None }
    }

    /// Presses a key by its name: `F6`, `Enter`, `Ctrl-R`, `n`, `Shift-Tab`; a
    /// name that is no key's does nothing.
    pub fn press(&mut self, key: &str) -> &mut Self {
        if let Some(key) = Key::parse(key) {
            self.happen(Event::Key(key));
        }
        self
    }

    /// Types a text, key by key; a line feed is Enter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.happen(Event::Key(if c == '\n' { Key::Enter } else { Key::Char(c) }));
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.happen(Event::Paste(text.to_owned()));
        self
    }

    /// Clicks at a column and row.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.happen(Event::Click(column, row));
        self
    }

    /// Draws the mouse to a column and row, its button held since the last click.
    pub fn drag(&mut self, column: u16, row: u16) -> &mut Self {
        self.happen(Event::Drag(column, row));
        self
    }

    /// Lets the button of the mouse go.
    pub fn release(&mut self) -> &mut Self {
        self.happen(Event::Release);
        self
    }

    /// Turns the wheel over the left of the screen; down is positive.
    pub fn wheel(&mut self, rows: isize) -> &mut Self {
        self.wheel_over(rows, 0, 0)
    }

    /// Turns the wheel over a column and row; down is positive.
    pub fn wheel_over(&mut self, rows: isize, column: u16, row: u16) -> &mut Self {
        self.happen(Event::Wheel(rows, (column, row)));
        self
    }

    /// Lets some time pass after the last key.
    pub fn pause(&mut self) -> &mut Self {
        self.happen(Event::Paused);
        self
    }

    /// Lets so much time pass that the screen locks by itself.
    pub fn idle(&mut self) -> &mut Self {
        self.happen(Event::Idle);
        self
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.happen(Event::Resize(width, height));
        self
    }

    /// What the screen shows: its rows, wide characters once, without blanks at the ends.
    pub fn frame(&self) -> String {
        self.draw().0
    }

    /// Where the cursor is, as column and row; `None` while it is hidden.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.draw().1
    }

    /// Whether the program was left.
    pub fn has_left(&self) -> bool {
        self.left
    }

    /// The workbench below. What is done to it there is seen after [`Session::refresh`].
    pub fn bench(&mut self) -> &mut Workbench {
        &mut self.performer.bench
    }

    /// Reads the data again.
    pub fn refresh(&mut self) -> &mut Self {
        self.do_all(vec![Effect::Refresh]);
        self
    }

    /// Gives the workbench back.
    pub fn into_bench(self) -> Workbench {
        self.performer.bench
    }

    /// The report of its last events.
    #[cfg(test)]
    pub(super) fn report(&self) -> String {
        self.model.recorder.report(self.model.lang, None)
    }

    /// Where events go now.
    #[cfg(test)]
    pub(super) fn place(&self) -> String {
        recorder::place(&self.model)
    }

    /// Presses a key, and answers what the worker is asked for: it does not
    /// begin, as while a terminal waits for it.
    #[cfg(test)]
    pub(super) fn ask_only(&mut self, key: Key) -> Vec<Effect> {
        update(&mut self.model, Event::Key(key))
    }

    /// Lets the worker do one thing, and hears of nothing.
    #[cfg(test)]
    pub(super) fn do_one(&mut self, effect: Effect) {
        self.performer.perform(effect, &mut |_| {});
    }

    /// Lets the worker do one thing, and hears what came of it.
    #[cfg(test)]
    pub(super) fn do_and_hear(&mut self, effect: Effect) {
        self.do_all(vec![effect]);
    }

    /// Ends what the worker does next at its first step.
    #[cfg(test)]
    pub(super) fn end_next(&self) {
        self.performer.end_next();
    }

    /// Hears something of the worker.
    #[cfg(test)]
    pub(super) fn hear(&mut self, answer: Answer) {
        let effects = update(&mut self.model, Event::Answer(answer));
        self.do_all(effects);
    }

    /// What everything is drawn from.
    #[cfg(test)]
    pub(super) fn model(&mut self) -> &mut Model {
        &mut self.model
    }

    /// Does what an action of the table does, as the palette does it.
    #[cfg(test)]
    pub(super) fn act(&mut self, action: super::keys::Action) {
        let before = unfinished::standing(&self.model);
        let effects = super::update::act_from_afar(&mut self.model, action);
        let effects = super::update::settle(&mut self.model, before, true, effects);
        self.do_all(effects);
    }

    fn happen(&mut self, event: Event) {
        if !self.left {
            let effects = update(&mut self.model, event);
            self.do_all(effects);
        }
    }

    fn do_all(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let mut answers: Vec<Answer> = Vec::new();
            let goes_on = self.performer.perform(effect, &mut |answer| answers.push(answer));
            self.left |= !goes_on;
            for answer in answers {
                let more = update(&mut self.model, Event::Answer(answer));
                self.do_all(more);
            }
        }
    }

    /// The cells of the screen, and where the cursor is.
    pub(super) fn drawn(&self) -> (Buffer, Option<(u16, u16)>) {
        let (width, height) = self.model.size;
        let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
        let Ok(_) = terminal.draw(|frame| view(&self.model, frame));
        let backend = terminal.backend();
        let at = backend.cursor_position();
        (backend.buffer().clone(), backend.cursor_visible().then_some((at.x, at.y)))
    }

    fn draw(&self) -> (String, Option<(u16, u16)>) {
        let (buffer, cursor) = self.drawn();
        (text_of(&buffer), cursor)
    }
}

/// A frame's rows, wide characters once, without blanks at the ends.
pub(super) fn text_of(buffer: &Buffer) -> String {
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let Some(cell) = buffer.cell((x, y)) else { continue };
            covered = super::cells::width(cell.symbol()).saturating_sub(1);
            row.push_str(cell.symbol());
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}
