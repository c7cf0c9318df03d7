//! A program that breaks over a text, on the real terminal: for whoever looks what becomes of it.

use std::path::Path;

use super::{clock, small};
use crate::{
    domain::wording::Lang,
    tui::{
        Failure, Start,
        model::Model,
        perform::Performer,
        run_on,
        terminal::{Canvas, Screen},
    },
    workbench::Workbench,
};

/// Breaks over a text.
struct Breaking(Screen, &'static str);

impl Canvas for Breaking {
    fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        self.0.draw(model)?;
        let told = format!("{:?}", model.popups);
        assert!(!told.contains(self.1), "a fault over {told}");
        Ok(())
    }
}

/// Makes a workspace with a little in it.
pub(crate) fn make(home: &Path) {
    small(home).close().unwrap();
}

/// Opens it where it stands still.
pub(crate) fn open(home: &Path) -> Workbench {
    Workbench::open(home, "pass", clock(0), &mut |_| {}).unwrap().0
}

/// Shows a workspace on the terminal as the program does, until a text stands in a form.
pub(crate) fn run_until_broken(home: &Path, over: &'static str) -> Failure {
    let performer = Performer::new(open(home), Lang::Zh);
    run_on(performer, Lang::Zh, false, Start::default(), |screen| Box::new(Breaking(screen, over)))
        .unwrap_err()
}
