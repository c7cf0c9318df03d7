//! What was done in the years, and what was recounted: figures to quote.

use std::{collections::BTreeMap, fmt::Write as _};

use minqing::{domain::issues::issues, workbench::Workbench};

/// How many matters a recount went through, and of how many of them the ends
/// were reckoned without asking the program.
#[derive(Default, Clone, Copy)]
pub(crate) struct Recount {
    pub(crate) matters: usize,
    pub(crate) reckoned: usize,
}

/// What was done, and what was recounted.
#[derive(Default)]
pub(crate) struct Report {
    /// What was tried of each act, and how often it was done.
    acts: BTreeMap<&'static str, (usize, usize)>,
    years: Vec<String>,
    days: i64,
    recounts: usize,
    recounted: Recount,
    bundles: usize,
    issues: usize,
    erased: usize,
}

impl Report {
    pub(crate) fn begin(&mut self, seed: u64, days: i64, laptops: usize) {
        self.years.push(format!("seed {seed}: {days} days, {laptops} laptops"));
        self.days += days;
    }

    pub(crate) fn tried(&mut self, act: &'static str, done: bool) {
        let count = self.acts.entry(act).or_default();
        count.0 += 1;
        count.1 += usize::from(done);
    }

    /// One laptop handed to another in the midst of the year.
    pub(crate) fn handed(&mut self) {
        self.bundles += 1;
    }

    pub(crate) fn recounted(&mut self, recount: Recount) {
        self.recounts += 1;
        self.recounted.matters += recount.matters;
        self.recounted.reckoned += recount.reckoned;
    }

    /// What there is when a year is over.
    pub(crate) fn end(&mut self, bench: &Workbench) {
        self.issues += bench.rows(issues::ID).unwrap().len();
        self.erased += super::back::erased(bench).len();
    }

    fn sums(&self) -> (usize, usize) {
        self.acts.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }

    pub(crate) fn told(&self) -> String {
        let (tried, done) = self.sums();
        let Recount { matters, reckoned } = self.recounted;
        let mut told = format!(
            "{} year(s), {} days in all: {tried} acts tried, {done} done; {} issues, {} bundles besides the \
             meetings, {} persons erased\n{} recounts of every figure went through {matters} matters; of \
             {reckoned} of them the ends were reckoned apart\n",
            self.years.len(),
            self.days,
            self.issues,
            self.bundles,
            self.erased,
            self.recounts,
        );
        for year in &self.years {
            let _ = writeln!(told, "{year}");
        }
        for (name, (tried, done)) in &self.acts {
            let _ = writeln!(told, "{name} {done}/{tried}");
        }
        told
    }

    /// Whether most of what was tried was done, most ends were reckoned apart,
    /// and in a long run nothing that the program can do was left out.
    pub(crate) fn is_of_a_life(&self) {
        let (tried, done) = self.sums();
        let acts = self.acts.iter();
        let never: Vec<&str> = acts.filter(|(_, (_, done))| *done == 0).map(|(name, _)| *name).collect();
        let is_long = tried > 3_000;
        assert!(!is_long || never.is_empty(), "never done: {never:?}");
        assert!(done * 2 > tried, "most of what was tried was refused: {}", self.told());
        let Recount { matters, reckoned } = self.recounted;
        assert!(reckoned * 2 > matters, "{reckoned} of {matters} ends were reckoned apart");
        assert!(!is_long || self.erased > 3, "{} persons were erased", self.erased);
    }
}
