//! A session as before a terminal: a frame does not wait for the worker, and
//! is written in the bytes that a terminal gets.

use std::io::{self, Write};

use super::Session;
use crate::tui::{
    event::{Effect, Event}, key::Key, terminal::Frames, update::update, view::view,
};

impl Session {
    /// Writes frames, in colour, to something that takes them as a terminal does.
    ///
    /// # Errors
    ///
    /// Those of what takes them.
    pub fn write_to(&mut self, to: impl Write + 'static) -> io::Result<&mut Self> {
        let to: Box<dyn Write> = Box::new(to);
        self.frames = Some(Frames::sized(to, self.model.size)?);
        self.model.colour = true;
        self.model.theme = self.model.data.looks.theme(&self.model.data.looks.chosen, true);
        Ok(self)
    }

    /// Presses a key, and leaves to [`Session::work`] what the worker is asked for.
    pub fn ask(&mut self, key: &str) -> &mut Self {
        if let Some(key) = Key::parse(key).filter(|_| !self.left) {
            self.asked.extend(update(&mut self.model, Event::Key(key)));
        }
        self
    }

    /// Writes the frame as it is now; only what changed since the last one.
    ///
    /// # Errors
    ///
    /// Those of what takes it.
    pub fn write(&mut self) -> io::Result<()> {
        let Self { model, frames, .. } = self;
        frames.as_mut().map_or(Ok(()), |frames| frames.show(|frame| view(model, frame)))
    }

    /// Asks the worker to read everything again, as after something was written.
    pub fn ask_again(&mut self) -> &mut Self {
        self.asked.push(Effect::Refresh);
        self
    }

    /// Lets the worker do what it was asked for; [`Session::listen`] hears what it tells.
    pub fn work(&mut self) -> &mut Self {
        for effect in std::mem::take(&mut self.asked) {
            let told = &mut self.told;
            self.left |= !self.performer.perform(effect, &mut |answer| told.push(answer));
        }
        self
    }

    /// Hears what the worker told.
    pub fn listen(&mut self) -> &mut Self {
        for answer in std::mem::take(&mut self.told) {
            self.asked.extend(update(&mut self.model, Event::Answer(answer)));
        }
        self
    }
}
