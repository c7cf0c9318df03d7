//! The terminal face.
//!
//! Everything that can arrive comes over one channel. `update` changes the
//! model and answers with effects; it neither draws nor does I/O. `view` draws
//! the model and changes nothing. `perform` alone speaks to the workbench, in
//! a thread of its own, and answers over the same channel: while it works,
//! the screen stays alive. Between events nothing runs and nothing is drawn.

mod cells;
mod wording;
mod key;
mod keys;
mod event;
mod snapshot;
mod model;
mod theme;
mod appearance;
mod editor;
mod form;
mod finder;
mod able;
mod update;
mod answers;
mod popups;
mod leaving;
mod unfinished;
mod lock;
mod clicks;
mod screens;
mod paint;
mod pictures;
mod tabs;
mod chrome;
mod sheet;
mod view;
mod perform;
mod terminal;
mod session;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use event::{Answer, Effect, Event};
use model::Model;
use perform::Performer;
use terminal::Screen;

use crate::{
    domain::wording::{Lang, Wording},
    workbench::{Error, Workbench},
};

pub use session::Session;
pub use terminal::understands_styles;

/// What was typed is kept on the disk when nothing more comes for so long.
const PAUSE: Duration = Duration::from_millis(800);

/// Why the terminal face could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The terminal.
    #[error("the terminal: {0}")]
    Terminal(#[from] std::io::Error),
    /// The workspace.
    #[error(transparent)]
    Workbench(#[from] Error),
}

/// Shows the workspace until somebody leaves, and closes it. Answers why no
/// automatic backup could be made, if none could; all work is kept. Colours are
/// used only where `colour` says that they may be.
pub fn run(bench: Workbench, lang: Lang, colour: bool) -> Result<Option<Error>, Failure> {
    let mut performer = Performer::new(bench, lang);
    let data = performer.outline()?;
    let (forms, trouble) = performer.unfinished();
    let (events, arriving) = mpsc::channel();
    let (effects, asked) = mpsc::channel();
    let mut screen = Screen::open()?;
    let lock_after = Arc::new(AtomicU32::new(data.lock_after));
    terminal::listen(events.clone(), Arc::clone(&lock_after));
    let mut model = Model::new(data, lang, colour, screen.size()?);
    unfinished::begin(&mut model, forms, trouble);
    let worker = thread::spawn(move || work(performer, &asked, &events));
    let shown = converse(model, &mut screen, &arriving, &effects, &lock_after);
    drop(effects);
    drop(screen);
    let ended = match worker.join() {
        Ok(ended) => ended,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    shown?;
    Ok(ended?)
}

/// The actions of the screens and their keys, as a page.
pub fn listed_keys() -> String {
    keys::listed()
}

/// Looks a file over that is to be a workspace's `config/keys.toml`: what is
/// wrong with it, in which line, and what to do.
pub fn check_keys(file: &Path) -> Result<(), Wording> {
    match perform::read_keys(file) {
        Ok(Some(_)) => Ok(()),
        Ok(None) => {
            Err(Wording::new("没有这个文件；看看路径对不对", "there is no such file; look at the path"))
        }
        Err(told) => Err(told),
    }
}

/// The loop: receive, update, perform, draw.
fn converse(
    mut model: Model,
    screen: &mut Screen,
    arriving: &Receiver<Event>,
    effects: &Sender<Effect>,
    lock_after: &AtomicU32,
) -> std::io::Result<()> {
    screen.draw(&model)?;
    loop {
        let arrived = if unfinished::is_pending(&model) {
            arriving.recv_timeout(PAUSE)
        } else {
            arriving.recv().map_err(RecvTimeoutError::from)
        };
        let first = match arrived {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::Paused,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        // Whatever has arrived meanwhile is taken in before the next frame.
        for event in std::iter::once(first).chain(arriving.try_iter()) {
            for effect in update::update(&mut model, event) {
                if effect == Effect::Leave || effects.send(effect).is_err() {
                    return Ok(());
                }
            }
        }
        lock_after.store(model.data.lock_after, Ordering::Relaxed);
        screen.draw(&model)?;
    }
    Ok(())
}

/// The worker: reads what there is, does what is asked for until nobody can
/// ask any more, then closes the workbench. Where nothing can be read there is
/// nothing to show either.
fn work(
    mut performer: Performer,
    asked: &Receiver<Effect>,
    events: &Sender<Event>,
) -> Result<Option<Error>, Error> {
    let mut tell = |answer: Answer| drop(events.send(Event::Answer(answer)));
    match performer.snapshot() {
        Ok(data) => tell(Answer::Fresh(Box::new(data))),
        Err(error) => {
            drop(events.send(Event::Gone));
            drop(performer.bench.finish());
            return Err(error);
        }
    }
    loop {
        match asked.recv_timeout(performer.until_look_at_day()) {
            Ok(effect) => {
                if !performer.perform(effect, &mut tell) {
                    break;
                }
            }
            Err(RecvTimeoutError::Timeout) => performer.look_at_day(&mut tell),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(performer.bench.finish())
}

#[cfg(test)]
pub(crate) mod tests;
