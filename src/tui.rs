//! The terminal face.
//!
//! Everything that can arrive comes over one channel. `update` changes the
//! model and answers with effects; it neither draws nor does I/O. `view` draws
//! the model and changes nothing. `perform` alone speaks to the workbench, in
//! a thread of its own, and answers over the same channel: while it works,
//! the screen stays alive. Between events nothing runs and nothing is drawn.

mod cells;
mod rooms;
mod wording;
mod key;
mod keys;
mod event;
mod sought;
mod snapshot;
mod model;
mod lists;
mod theme;
mod appearance;
mod editor;
mod form;
mod finder;
mod everywhere;
mod able;
mod update;
mod narrowing;
mod meanwhile;
mod answers;
mod popups;
mod sights;
mod leaving;
mod unfinished;
mod recorder;
mod fault;
mod language;
mod guide;
mod opening;
mod lock;
mod clicks;
mod screens;
mod paint;
mod pictures;
mod tabs;
mod words;
mod chrome;
mod sheet;
mod view;
mod perform;
mod signals;
mod terminal;
mod session;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use event::{Answer, Effect, Event};
use fault::{Fault, watched};
use model::{Busy, Model};
use perform::{Ending, Performer};
use terminal::{Canvas, Nowhere, Screen};

use crate::{
    domain::wording::{Lang, Wording},
    workbench::{Error, Workbench, reports, unfinished::Keeper},
};

pub use guide::{Decision, First, Guide};
pub use language::chosen as chosen_language;
pub use opening::opening;
pub use session::{Session, Unplayed};
pub use terminal::understands_styles;

/// What was typed is kept on the disk when nothing more comes for so long.
const PAUSE: Duration = Duration::from_millis(400);

/// How often it is looked at whether the worker has ended, once somebody left.
const LOOK: Duration = Duration::from_millis(60);

/// Why the terminal face could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The terminal.
    #[error("the terminal: {0}")]
    Terminal(#[from] std::io::Error),
    /// The workspace.
    #[error(transparent)]
    Workbench(#[from] Error),
    /// The program itself: a report was written into this file, or why none could be.
    #[error("a fault of the program")]
    Broken(Result<PathBuf, Wording>),
}

/// Shows the workspace until somebody leaves, and closes it. Answers why no
/// automatic backup could be made, if none could; all work is kept. Colours are
/// used only where `colour` says that they may be; `start` is what it begins with.
pub fn run(bench: Workbench, lang: Lang, colour: bool, start: Start) -> Result<Option<Error>, Failure> {
    run_on(Performer::new(bench, lang), lang, colour, start, |screen| Box::new(screen))
}

/// With what the screen begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Start {
    /// What is said first.
    pub told: Option<String>,
    /// Whether a sheet is to be taken in: the form for it lies over F10.
    pub sheet: bool,
    /// What a locked screen says of the passphrase: that of a demonstration is no secret.
    pub passphrase: Option<Wording>,
}

impl Start {
    /// Shows it on a model that knows nothing yet.
    fn show(self, model: &mut Model) {
        if self.sheet {
            update::go(model, model::Screen::Sync);
            popups::open_sheet(model);
        }
        if self.told.is_some() {
            model.notice = self.told;
        }
        model.passphrase = self.passphrase;
    }
}

/// The same; what frames are drawn on is made of the screen.
fn run_on(
    mut performer: Performer,
    lang: Lang,
    colour: bool,
    start: Start,
    canvas: impl FnOnce(Screen) -> Box<dyn Canvas>,
) -> Result<Option<Error>, Failure> {
    let data = performer.outline()?;
    let (forms, trouble) = performer.unfinished();
    let (events, arriving) = mpsc::channel();
    let screen = Screen::open(colour)?;
    let lock_after = Arc::new(AtomicU32::new(data.lock_after));
    terminal::listen(events.clone(), Arc::clone(&lock_after));
    signals::tell(events.clone());
    let mut model = Model::new(data, lang, colour, screen.size()?);
    unfinished::begin(&mut model, forms, trouble);
    start.show(&mut model);
    model.busy = Some(Busy::new(lang.pick("正在打开", "opening").to_owned(), None));
    live(performer, model, canvas(screen), events, &arriving, &lock_after)
}

/// Converses until somebody leaves or something breaks. What broke loses no
/// form that was being filled in, and leaves a report.
fn live(
    performer: Performer,
    mut model: Model,
    mut canvas: Box<dyn Canvas>,
    events: Sender<Event>,
    arriving: &Receiver<Event>,
    lock_after: &AtomicU32,
) -> Result<Option<Error>, Failure> {
    let home = performer.bench.home().to_path_buf();
    let (effects, asked) = mpsc::channel();
    let (ending, keeper) = (performer.ending.clone(), performer.bench.keeper());
    let (forms, given) = mpsc::channel();
    let keeping = {
        let (keeper, events, lang) = (keeper.clone(), events.clone(), model.lang);
        thread::spawn(move || {
            perform::keep_at_once(&keeper, &given, lang, &mut |answer| {
                drop(events.send(Event::Answer(answer)));
            });
        })
    };
    let worker = thread::spawn(move || work(performer, &asked, &events));
    let to_worker = ToWorker { effects, ending, keeper, forms };
    let talk = || converse(&mut model, &mut *canvas, arriving, &to_worker, lock_after);
    let shown = watched(talk).unwrap_or_else(|fault| Ok(Some(fault)));
    let ToWorker { effects, ending, forms, .. } = to_worker;
    let is_left = matches!(shown, Ok(None));
    if !is_left {
        drop(canvas);
        canvas = Box::new(Nowhere);
    }
    if matches!(shown, Ok(Some(_))) {
        // What is broken may break again over this.
        if let Ok(forms) = watched(|| unfinished::all(&model)) {
            drop(effects.send(Effect::KeepForms(forms)));
        }
    }
    drop(effects);
    let broken = if is_left {
        // What is not ended, and the backup at the end, take their time. The terminal may be gone.
        leaving::wait(&mut model);
        see_to_its_end(&worker, &mut model, &mut *canvas, arriving, &ending)
    } else {
        None
    };
    // Who keeps forms is done before the workspace is closed, and so given up, is left.
    drop(forms);
    let _ = keeping.join();
    let joined = worker.join();
    drop(canvas);
    let ended = match joined {
        Ok(ended) => ended,
        Err(panic) => std::panic::resume_unwind(panic),
    };
    // It may have broken while somebody left.
    let told = || {
        arriving
            .try_iter()
            .find_map(|event| if let Event::Broken(fault) = event { Some(fault) } else { None })
    };
    match shown?.or(broken).or_else(told) {
        Some(fault) => Err(Failure::Broken(report(&home, &model, &fault))),
        None => Ok(ended?),
    }
}

/// Shows how far the worker is until it has ended; who will not wait ends what can be
/// ended. Answers what broke meanwhile.
fn see_to_its_end<T>(
    worker: &thread::JoinHandle<T>,
    model: &mut Model,
    canvas: &mut dyn Canvas,
    arriving: &Receiver<Event>,
    ending: &Ending,
) -> Option<Fault> {
    // The terminal may be gone.
    let _ = canvas.draw(model);
    while !worker.is_finished() {
        match arriving.recv_timeout(LOOK) {
            Ok(Event::Broken(fault)) => return Some(fault),
            Ok(event) => {
                if let Some(job) = leaving::while_it_ends(model, &event) {
                    ending.of(job);
                }
                let _ = canvas.draw(model);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
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

/// Writes down what happened before a fault.
fn report(home: &Path, model: &Model, Fault(told): &Fault) -> Result<PathBuf, Wording> {
    reports::write_report(home, model.data.today, &model.recorder.report(model.lang, Some(told)))
}

/// What the worker hears: what is asked of it, one after the other, and at once
/// that something is to end.
struct ToWorker {
    effects: Sender<Effect>,
    ending: Ending,
    /// Unfinished forms do not wait for what it is at.
    keeper: Keeper,
    forms: Sender<()>,
}

impl ToWorker {
    /// Asks for something; forms are given to who keeps them, and the worker only hears that.
    fn ask(&self, effect: Effect) {
        let effect = if let Effect::KeepForms(forms) = effect {
            let sent = forms.iter().any(|form| form.sent);
            self.keeper.give(forms);
            let _ = self.forms.send(());
            Effect::FormsGiven { sent }
        } else {
            effect
        };
        // A worker that is gone has told why, or tells it at the end.
        drop(self.effects.send(effect));
    }
}

/// The loop: receive, update, perform, draw. Answers what broke elsewhere.
fn converse(
    model: &mut Model,
    canvas: &mut dyn Canvas,
    arriving: &Receiver<Event>,
    to_worker: &ToWorker,
    lock_after: &AtomicU32,
) -> std::io::Result<Option<Fault>> {
    canvas.draw(model)?;
    loop {
        let arrived = if unfinished::is_pending(model) {
            arriving.recv_timeout(PAUSE)
        } else {
            arriving.recv().map_err(RecvTimeoutError::from)
        };
        let first = match arrived {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout) => Event::Paused,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let mut is_news = false;
        // Whatever has arrived meanwhile is taken in before the next frame.
        for event in std::iter::once(first).chain(arriving.try_iter()) {
            if update::says_nothing(model, &event) {
                continue;
            }
            is_news = true;
            if let Event::Broken(fault) = event {
                return Ok(Some(fault));
            }
            for effect in update::update(model, event) {
                if effect == Effect::Leave {
                    return Ok(None);
                }
                if let Effect::Stop(job) = effect {
                    to_worker.ending.of(job);
                    continue;
                }
                to_worker.ask(effect);
            }
        }
        if is_news {
            lock_after.store(model.data.lock_after, Ordering::Relaxed);
            canvas.draw(model)?;
        }
    }
    Ok(None)
}

/// The worker: reads what there is, does what is asked for until nobody can
/// ask any more, then closes the workbench. Where nothing can be read there is
/// nothing to show either. Once it broke it keeps forms, and does nothing else.
fn work(
    mut performer: Performer,
    asked: &Receiver<Effect>,
    events: &Sender<Event>,
) -> Result<Option<Error>, Error> {
    match watched(|| serve(&mut performer, asked, events)) {
        Ok(Ok(())) => Ok(performer.bench.finish()),
        Ok(Err(error)) => {
            drop(events.send(Event::Gone));
            drop(performer.bench.finish());
            Err(error)
        }
        Err(fault) => {
            drop(events.send(Event::Broken(fault)));
            for effect in asked {
                if let Effect::KeepForms(forms) = effect {
                    drop(watched(|| performer.keep_forms(forms, &mut |_| {})));
                }
            }
            // All that was done lies on the disk; what cannot be closed is let go.
            Ok(watched(|| performer.bench.finish()).ok().flatten())
        }
    }
}

fn serve(performer: &mut Performer, asked: &Receiver<Effect>, events: &Sender<Event>) -> Result<(), Error> {
    let mut tell = |answer: Answer| drop(events.send(Event::Answer(answer)));
    performer.read_all(&mut tell)?;
    tell(Answer::Fresh(Box::new(performer.snapshot()?)));
    tell(Answer::Over);
    loop {
        match asked.recv_timeout(performer.until_look_at_day()) {
            Ok(effect) => {
                if !performer.perform(effect, &mut tell) {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) => performer.look_at_day(&mut tell),
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
