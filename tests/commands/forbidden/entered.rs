//! What is entered and may not be, by every path by which anything is entered:
//! the core, a sheet, the form of F8, a command, and a bundle from a laptop that
//! asked nobody.
//!
//! Each line says what is wrong and what puts it right. By each path the right
//! one is taken first, so that what stops the wrong one is the rule and not
//! the path.

use minqing::{
    domain::{
        field::{Field, Kind},
        id::RecordId,
        ledger::Ledger,
        rules::Refusal,
        value::Value,
        wording::Lang,
    },
    exchange::{
        intake::{self, IntakeOrder},
        sheet::{self, Limits},
    },
    log::commit::Change,
    tui::Session,
    workbench::{Error, Workbench, draft::Draft},
};

use super::{World, add, lives, open, put, put_in};

pub(super) type Pairs = &'static [(&'static str, &'static str)];

/// Something that may not be entered.
pub(super) struct Entered {
    pub(super) act: &'static str,
    /// The function that judges it.
    pub(super) judge: &'static str,
    /// What there is already, on both laptops.
    pub(super) before: fn(&mut Workbench),
    pub(super) ledger: &'static str,
    pub(super) wrong: Pairs,
    /// What puts it right: other values, and nothing for what is left out.
    pub(super) mend: Pairs,
    /// What holds as long as the wrong one counts for nothing.
    pub(super) holds: fn(&Workbench) -> bool,
    /// Paths on which there is no such thing to try.
    pub(super) except: &'static [&'static str],
}

pub(super) fn nothing(_: &mut Workbench) {}

/// Stands for whoever enters it.
pub(super) const ONESELF: &str = "本人";

/// What is entered, with the name of whoever enters it.
fn named<'a>(pairs: &[(&'a str, &'a str)], own: &'a str) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(key, text)| (*key, if *text == ONESELF { own } else { *text })).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect()
}

impl Entered {
    /// What is entered once it is put right.
    fn right(&self) -> Vec<(&'static str, &'static str)> {
        let mended = |key: &str| self.mend.iter().find(|(other, _)| *other == key);
        let kept = self.wrong.iter().map(|pair| *mended(pair.0).unwrap_or(pair));
        let more = self.mend.iter().filter(|(key, _)| !self.wrong.iter().any(|(other, _)| other == key));
        kept.chain(more.copied()).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Tries it by every path; tells what went wrong.
    pub(super) fn check(&self, met: &mut Vec<Refusal>) -> Vec<String> {
        self.check_on("a", met)
    }

    /// The same where a member's laptop may not do what a lead's may.
    pub(super) fn check_by_a_member(&self, met: &mut Vec<Refusal>) -> Vec<String> {
        self.check_on("b", met)
    }

    /// What is right the lead's laptop takes, what is wrong this one does not.
    fn check_on(&self, home: &str, met: &mut Vec<Refusal>) -> Vec<String> {
        let mut broken = Vec::new();
        let world = self.world();
        if !(self.holds)(&world.a()) {
            broken.push("it did not hold before".to_owned());
        }
        let right = self.right();
        for (home, pairs, taken) in [("a", &right[..], true), (home, self.wrong, false)] {
            let mut bench = open(&world.home(home));
            let own = bench.name_of(bench.member());
            let pairs = named(pairs, &own);
            let mut note = |path: &str, problem: Result<(), String>| {
                broken.extend(problem.err().map(|problem| format!("{path}: {problem}")));
            };
            note("core", self.by_core(&mut bench, &pairs, taken, met));
            if !self.except.contains(&"sheet") {
                note("sheet", self.by_sheet(&world, &mut bench, &pairs, taken));
            }
            let mut session = Session::new(bench, Lang::Zh, 120, 60).unwrap();
            if !self.except.contains(&"screen") {
                note("screen", self.by_screen(&mut session, &pairs, taken));
            }
            session.into_bench().close().unwrap();
            note("command", self.by_command(&world, home, &pairs, taken));
            if !(self.holds)(&open(&world.home(home))) {
                broken.push("any of them: it does not hold after".to_owned());
            }
        }
        broken.extend(self.by_bundle().err().map(|problem| format!("bundle: {problem}")));
        broken.into_iter().map(|told| format!("{} by {told}", self.act)).collect()
    }

    fn world(&self) -> World {
        let world = World::new();
        let (mut a, mut b) = (world.a(), open(&world.home("b")));
        (self.before)(&mut a);
        super::hand(&mut a, &mut b, world.folder.path());
        a.close().unwrap();
        b.close().unwrap();
        world
    }

    fn count(&self, bench: &Workbench) -> usize {
        bench.standing(self.ledger).unwrap().len()
    }

    /// Does it, which is taken, and takes it back.
    fn taken(
        &self,
        bench: &mut Workbench,
        enter: impl FnOnce(&mut Workbench) -> Result<(), String>,
    ) -> Result<(), String> {
        let before = self.count(bench);
        enter(bench)?;
        if self.count(bench) != before + 1 {
            return Err("what is right was not taken".to_owned());
        }
        bench.undo().map_err(|error| format!("{error:?}"))?;
        Ok(())
    }

    /// Does it, and nothing comes of it.
    fn stopped(
        &self,
        bench: &mut Workbench,
        enter: impl FnOnce(&mut Workbench) -> Result<(), String>,
    ) -> Result<(), String> {
        let before = self.count(bench);
        let told = enter(bench);
        let stopped = self.count(bench) == before || told.is_err();
        if stopped && (self.holds)(bench) {
            Ok(())
        } else {
            Err(format!("what is wrong was taken: {told:?}"))
        }
    }

    fn by_core(
        &self,
        bench: &mut Workbench,
        pairs: &[(&str, &str)],
        taken: bool,
        met: &mut Vec<Refusal>,
    ) -> Result<(), String> {
        if taken {
            let enter = |bench: &mut Workbench| {
                add(bench, self.ledger, pairs).map(drop).map_err(|e| format!("{e:?}"))
            };
            return self.taken(bench, enter);
        }
        match add(bench, self.ledger, pairs) {
            Err(Error::Refused(refusal)) => {
                met.push(refusal);
                Ok(())
            }
            other => Err(format!("{other:?}")),
        }
    }

    fn by_sheet(
        &self,
        world: &World,
        bench: &mut Workbench,
        pairs: &[(&str, &str)],
        taken: bool,
    ) -> Result<(), String> {
        let enter = |bench: &mut Workbench| self.take_in(world, bench, pairs);
        if taken { self.taken(bench, enter) } else { self.stopped(bench, enter) }
    }

    fn take_in(&self, world: &World, bench: &mut Workbench, pairs: &[(&str, &str)]) -> Result<(), String> {
        let ledger = bench.ledger(self.ledger).unwrap();
        let titles: Vec<String> =
            pairs.iter().map(|(key, _)| ledger.field_by_key(key).unwrap().title.zh.to_string()).collect();
        let values: Vec<&str> = pairs.iter().map(|(_, text)| *text).collect();
        let file = world.home("entered.csv");
        std::fs::write(&file, format!("{}\n{}\n", titles.join(","), values.join(","))).unwrap();
        let sheet = sheet::read(&file, None, &Limits::default()).unwrap();
        let report = intake::take_in(bench, &sheet, &IntakeOrder::new(self.ledger), &mut |_, _| {});
        let report = report.map_err(|error| format!("{error:?}"))?;
        let told: Vec<_> = report.rows.iter().filter(|row| !row.warnings.is_empty()).collect();
        if told.is_empty() { Ok(()) } else { Err(format!("{told:?}")) }
    }

    fn by_command(
        &self,
        world: &World,
        home: &str,
        pairs: &[(&str, &str)],
        taken: bool,
    ) -> Result<(), String> {
        let told: Vec<String> = pairs.iter().map(|(key, text)| format!("{key}={text}")).collect();
        let mut args = vec!["add", self.ledger];
        args.extend(told.iter().map(String::as_str));
        let refused = world.command_of(home, &args);
        if refused == taken {
            return Err(
                if taken { "what is right was refused" } else { "what is wrong was taken" }.to_owned()
            );
        }
        if taken {
            let mut bench = open(&world.home(home));
            bench.undo().map_err(|error| format!("{error:?}"))?;
            bench.close().unwrap();
        }
        Ok(())
    }

    fn by_screen(&self, session: &mut Session, pairs: &[(&str, &str)], taken: bool) -> Result<(), String> {
        session.refresh();
        let ledger = session.bench().ledger(self.ledger).unwrap().clone();
        let before = self.count(session.bench());
        to_ledger(session, &ledger);
        session.press("n");
        for field in ledger.fields.iter().filter(|field| field.in_form) {
            if let Some((_, text)) = pairs.iter().find(|(key, _)| *key == field.key) {
                fill(session, field, text);
            }
            session.press("Tab");
        }
        session.press("Ctrl-S");
        let (after, frame) = (self.count(session.bench()), session.frame());
        if (after > before) != taken {
            return Err(format!("{before} to {after}\n{frame}"));
        }
        if taken {
            session.bench().undo().map_err(|error| format!("{error:?}"))?;
        }
        Ok(())
    }

    fn by_bundle(&self) -> Result<(), String> {
        let world = self.world();
        let agree = world.bundle(&|bench| {
            let own = bench.name_of(bench.member());
            forged(bench, self.ledger, &named(self.wrong, &own))
        });
        let holds = ["a", "b"].map(|home| (self.holds)(&open(&world.home(home))));
        if agree && holds == [true, true] { Ok(()) } else { Err(format!("agree {agree}, holds {holds:?}")) }
    }
}

/// A record as a laptop would write it that asks nobody.
pub(super) fn forged(bench: &Workbench, ledger: &str, pairs: &[(&str, &str)]) -> Vec<Change> {
    let declared = bench.ledger(ledger).unwrap();
    let first = declared.name_field().map(|field| field.key.clone());
    let name = pairs.iter().find(|(key, _)| Some(*key) == first.as_deref()).map(|(_, name)| *name);
    let id = bench.begin_record(&mut Draft::new(), ledger, name).unwrap();
    let mut changes = vec![lives(id, true)];
    changes.extend(forged_fields(bench, id, pairs));
    changes
}

/// Fields of a record as such a laptop would write them.
pub(super) fn forged_fields(bench: &Workbench, id: RecordId, pairs: &[(&str, &str)]) -> Vec<Change> {
    let declared = bench.ledger_of(id).unwrap();
    let mut changes = Vec::new();
    for (key, text) in owned(pairs) {
        let field = declared.field_by_key(&key).unwrap();
        if field.many {
            for part in text.split('、') {
                let value = bench.read_value(field, part).unwrap().unwrap();
                changes.push(put_in(id, field.tag, &value));
            }
        } else {
            let value = bench.read_value(field, &text).unwrap().unwrap();
            changes.push(put(id, field.tag, &value));
        }
    }
    changes
}

fn to_ledger(session: &mut Session, ledger: &Ledger) {
    session.press("F8").press("Esc").press("Esc").press("Home");
    let title = format!("> {} ", ledger.title.zh);
    for _ in 0..200 {
        if session.frame().lines().any(|line| line.starts_with(&title)) {
            return;
        }
        session.press("Down");
    }
    panic!("no {} in\n{}", ledger.title.zh, session.frame());
}

/// Fills the field in focus.
fn fill(session: &mut Session, field: &Field, text: &str) {
    const FROM_A_LIST: usize = 12;
    let yes_or_no =
        || [("yes", "是"), ("no", "否")].map(|(key, title)| (key.to_owned(), title.to_owned())).to_vec();
    let options: Vec<(String, String)> = if let Kind::Choice(choices) = &field.kind
        && !field.many
    {
        choices.iter().map(|choice| (choice.key.clone(), choice.title.zh.to_string())).collect()
    } else if field.kind == Kind::Bool {
        yes_or_no()
    } else {
        Vec::new()
    };
    if let Some(place) = options.iter().position(|(key, title)| key == text || title == text) {
        if options.len() > FROM_A_LIST {
            session.type_text(&options[place].1).press("Enter");
            return;
        }
        session.press("Backspace");
        for _ in 0..=place {
            session.press("Right");
        }
        return;
    }
    if matches!(field.kind, Kind::Ref(_)) {
        for part in text.split('、') {
            session.type_text(part).press("Enter");
        }
        if field.many {
            // The list stays for the next one.
            session.press("Esc");
        }
        return;
    }
    session.press("Ctrl-U").type_text(text);
}

/// A value that text stands for.
pub(super) fn said(text: &str) -> Value {
    Value::Text(text.to_owned())
}
