//! What somebody does at a laptop: everything that the program offers, drawn
//! by chance. Not all of it is legal; what is refused is part of the life.

use jiff::{ToSpan as _, civil::Date};
use minqing::{
    domain::{
        id::RecordId,
        roster::{households, neighbourhoods, residents},
        team::members,
        value::Value,
    },
    workbench::{Error, Workbench, draft::Draft},
};

#[path = "../fixtures/entering.rs"]
mod entering;

pub(crate) use entering::{change, enter};

use super::{back, books, dice::Dice, field, help, oversight, planning, steps};

/// A laptop, the chance, and the number of the act.
pub(crate) struct Hand<'a> {
    pub(crate) bench: &'a mut Workbench,
    pub(crate) dice: &'a mut Dice,
    pub(crate) n: usize,
}

/// Whether there was anything to do it to; refused by a rule otherwise.
pub(crate) type Act = fn(&mut Hand<'_>) -> Result<bool, Error>;

/// How often each act is drawn.
const ACTS: &[(usize, &str, Act)] = &[
    (6, "resident", field::resident),
    (2, "household", field::household),
    (3, "card", field::card),
    (14, "issue", field::issue),
    (5, "voice", steps::voice),
    (52, "step", steps::step),
    (4, "merge", steps::merge),
    (5, "analysis", steps::analysis),
    (10, "visit", field::visit),
    (4, "bare visit", field::bare_visit),
    (7, "tick", field::tick),
    (2, "item", field::item),
    (3, "project", help::project),
    (3, "milestone", help::milestone),
    (3, "stage done", help::stage_done),
    (3, "project result", help::result),
    (3, "fund", help::fund),
    (4, "receipt", help::receipt),
    (3, "spending", help::spending),
    (2, "disclosure", help::disclosure),
    (3, "goal", planning::goal),
    (5, "task", planning::task),
    (3, "task done", planning::task_done),
    (3, "handover", planning::handover),
    (2, "posting", planning::posting),
    (1, "unit", planning::unit),
    (2, "phase", planning::phase),
    (2, "inspection", oversight::inspection),
    (3, "finding", oversight::finding),
    (7, "rectification", oversight::rectification),
    (2, "slip", oversight::slip),
    (2, "reminder", oversight::reminder),
    (2, "commendation", oversight::commendation),
    (4, "honour", oversight::honour),
    (2, "own check", oversight::own_check),
    (2, "bulletin", oversight::bulletin),
    (5, "bulletin step", oversight::bulletin_step),
    (5, "consent", field::consent),
    (2, "notice", field::notice),
    (3, "wechat", field::wechat),
    (2, "own ledger", books::own_ledger),
    (12, "declared", books::declared),
    (1, "term", planning::term),
    (1, "holiday", planning::holiday),
    (2, "diary", books::diary),
    (2, "informer", books::informer),
    (4, "strike", back::strike),
    (1, "delete", back::delete),
    (4, "undo", back::undo),
    (2, "redo", back::redo),
    (4, "settle", back::settle_conflict),
    (3, "erasure", back::erase),
];

/// Draws an act.
pub(crate) fn draw(dice: &mut Dice) -> (&'static str, Act) {
    let all: usize = ACTS.iter().map(|(weight, ..)| weight).sum();
    let mut at = dice.roll(all);
    let found = ACTS.iter().find(|(weight, ..)| {
        let is_it = at < *weight;
        at = at.saturating_sub(*weight);
        is_it
    });
    found.map(|(_, name, act)| (*name, *act)).unwrap()
}

/// What the group begins with.
pub(crate) fn settle(bench: &mut Workbench) {
    for (order, name) in ["一组", "二组", "三组"].into_iter().enumerate() {
        enter(bench, neighbourhoods::ID, &[("name", name), ("order", &order.to_string())]).unwrap();
    }
    for (n, place) in ["一组", "一组", "二组", "三组"].into_iter().enumerate() {
        let address = format!("幸福路{n}号");
        enter(bench, households::ID, &[("address", &address), ("neighbourhood", place)]).unwrap();
    }
    for (n, name) in ["王桂兰", "仇英", "单小明", "欧阳春华"].into_iter().enumerate() {
        let home = format!("幸福路{n}号");
        enter(bench, residents::ID, &[("name", name), ("household", &home), ("phone", "13900001111")])
            .unwrap();
    }
    let [first, second] = [-19, 56].map(|days| bench.today().checked_add(days.days()).unwrap().to_string());
    enter(bench, "phases", &[("name", "前期"), ("from", &first), ("switch", "台账移交、宣传栏更换")])
        .unwrap();
    enter(bench, "phases", &[("name", "后期"), ("from", &second)]).unwrap();
}

impl Hand<'_> {
    pub(crate) fn ids(&self, ledger: &str) -> Vec<RecordId> {
        self.bench.standing(ledger).unwrap().iter().map(|row| row.id).collect()
    }

    pub(crate) fn pick(&mut self, ledger: &str) -> Option<RecordId> {
        let ids = self.ids(ledger);
        self.dice.one(&ids)
    }

    pub(crate) fn member(&mut self) -> RecordId {
        self.pick(members::ID).unwrap_or(self.bench.member())
    }

    pub(crate) fn place(&mut self) -> RecordId {
        self.pick(neighbourhoods::ID).unwrap()
    }

    /// So many days from today, as people type it.
    pub(crate) fn day(&mut self, from: i64, to: i64) -> Date {
        let days = from + i64::try_from(self.dice.roll(usize::try_from(to - from + 1).unwrap())).unwrap();
        self.bench.today().checked_add(days.days()).unwrap()
    }

    pub(crate) fn add(&mut self, ledger: &str, pairs: &[(&str, String)]) -> Result<bool, Error> {
        let told: Vec<(&str, &str)> = pairs
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| (*key, text.as_str()))
            .collect();
        enter(self.bench, ledger, &told).map(|_id| true)
    }

    pub(crate) fn edit(&mut self, id: RecordId, pairs: &[(&str, String)]) -> Result<bool, Error> {
        let told: Vec<(&str, &str)> = pairs.iter().map(|(key, text)| (*key, text.as_str())).collect();
        change(self.bench, id, &told)?;
        Ok(true)
    }

    /// Text, or nothing so many times in a hundred: people leave things out.
    pub(crate) fn text(&mut self, missing: usize) -> String {
        if self.dice.chance(missing) { String::new() } else { format!("第{}句", self.n) }
    }
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn choice(key: &str) -> Value {
    Value::Choice(key.to_owned())
}
