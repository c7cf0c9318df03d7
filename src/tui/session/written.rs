//! A session as before a terminal: a frame does not wait for the worker, and
//! is written in the bytes that a terminal gets.

use std::io::{self, Write};

use super::Session;
use crate::{
    tui::{
        event::{Effect, Event},
        key::Key,
        terminal::Frames,
        update::update,
        view::view,
    },
    workbench::Error,
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

    /// Lets the worker read what it reads first: who lives there, so that somebody can be looked
    /// up while the rest is read, as [`Session::refresh`] does.
    ///
    /// # Errors
    ///
    /// Those of reading.
    pub fn read_people(&mut self) -> Result<&mut Self, Error> {
        let Self { performer, told, .. } = self;
        performer.read_people(&mut |answer| told.push(answer))?;
        Ok(self.listen())
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

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use super::*;
    use crate::{domain::wording::Lang, tui::tests};

    /// What keeps the bytes that a terminal would get.
    #[derive(Clone, Default)]
    struct Kept(Rc<RefCell<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_written_whole_then_what_changed_and_what_was_shown_before_is_let_go_of_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let bench = tests::small(&folder.path().join("a"));
        let mut s = Session::new(bench, Lang::Zh, 120, 36).unwrap();
        let kept = Kept::default();
        let written = || std::mem::take(&mut *kept.0.borrow_mut());
        s.write_to(kept.clone()).unwrap().write().unwrap();
        let first = String::from_utf8(written()).unwrap();
        // Behind a wide character the cursor is set anew.
        assert!(first.contains('湖') && first.contains("F10") && first.contains("\u{1b}["), "{first:?}");
        s.write().unwrap();
        assert!(written().is_empty());
        s.ask("F6").write().unwrap();
        let second = String::from_utf8(written()).unwrap();
        assert!(second.len() > 100 && !second.contains("F10"), "{second:?}");
        // The frame after a key does not wait for what the worker is asked for.
        for key in ["n", "路", "灯", "Ctrl-S"] {
            s.ask(key);
        }
        assert!(s.frame().contains("登记事项"), "{}", s.frame());
        s.work().listen();
        assert!(!s.frame().contains("登记事项") && s.frame().contains("路灯"), "{}", s.frame());
        assert!(s.asked.iter().any(|effect| matches!(effect, Effect::LetGo(_))), "{:?}", s.asked.len());
        s.work();
        assert!(s.asked.is_empty());
    }

    #[test]
    fn what_changes_nothing_writes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let bench = tests::small(&folder.path().join("a"));
        let mut s = Session::new(bench, Lang::Zh, 80, 24).unwrap();
        let kept = Kept::default();
        let written = || std::mem::take(&mut *kept.0.borrow_mut()).len();
        s.write_to(kept.clone()).unwrap();
        for (screen, keys) in [("F2", "Home"), ("F4", "End"), ("F6", "Home"), ("F9", "Home"), ("F10", "End")]
        {
            s.press("Esc").press(screen).press(keys).press(keys).write().unwrap();
            assert!(written() > 0, "{screen}");
            s.press(keys).write().unwrap();
            assert_eq!(written(), 0, "{screen}: {keys} where it is already");
            for event in [Event::Release, Event::Drag(79, 2), Event::Paused, Event::Resize(80, 24)] {
                let told = format!("{screen}: {event:?}");
                s.happen(event);
                s.write().unwrap();
                assert_eq!(written(), 0, "{told}");
            }
        }
        // The cursor of a form stays where it is, and is not told again.
        s.press("F6").press("n").write().unwrap();
        assert!(written() > 0);
        s.press("Home").press("Home").write().unwrap();
        let _ = written();
        s.press("Home").write().unwrap();
        assert_eq!(written(), 0);
    }
}
