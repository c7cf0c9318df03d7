//! The end of a story: all meet until there is nothing left to say.

use std::collections::BTreeSet;

use minqing::log::commit::{PeerId, Point};

use super::{
    Broken, Stop,
    checks::rows_of,
    laptop::Form,
    world::{Item, World},
};

/// Rounds after which there has to be nothing left to say.
const ROUNDS: usize = 24;

impl World {
    /// All that belong hand each other bundles of one form, in the order that
    /// `meeting` says, until nobody learns anything; then all are equal.
    pub(super) fn meet(&mut self, meeting: u64) -> Result<(), Broken> {
        for at in 0..self.laptops.len() {
            self.laptops[at].disk.fuse = None;
            self.laptops[at].skew_ms = 0;
        }
        let turn = usize::try_from(meeting / 3).unwrap_or(0) % self.laptops.len();
        let mut order: Vec<usize> = (0..self.laptops.len()).collect();
        order.rotate_left(turn);
        if meeting.is_multiple_of(2) {
            order.reverse();
        }
        let mut form = meeting % 3;
        for round in 0..ROUNDS {
            let before: Vec<_> = order.iter().map(|at| self.oracle.views[*at].held.clone()).collect();
            let noted: Vec<_> = order.iter().map(|at| self.laptops[*at].disk.end()).collect();
            for from in order.clone() {
                if !self.belongs(from) {
                    continue;
                }
                for item in self.handed_out(from, form, meeting.is_multiple_of(16))? {
                    for at in order.iter().copied().filter(|at| *at != from) {
                        if self.belongs(at) && (round == 0 || self.is_news(at, &item)) {
                            self.exchanges += 1;
                            self.take_at_last(at, &item)?;
                        }
                    }
                }
            }
            let now: Vec<_> = order.iter().map(|at| self.oracle.views[*at].held.clone()).collect();
            let ends: Vec<_> = order.iter().map(|at| self.laptops[*at].disk.end()).collect();
            if now == before && ends == noted {
                // Of a copy that has written nothing nobody can know what it lacks.
                if form != 0 && self.has_twins() {
                    form = 0;
                    self.count("met: once more, with everything");
                    continue;
                }
                return self.agree();
            }
        }
        Err(Broken::new("who meets comes to an end", "it goes on and on"))
    }

    /// What a laptop waits for though one of these has it in a row: what is set
    /// aside beside the rows only goes along where everything does.
    fn told_to_nobody(&self, at: usize, all: &[usize]) -> Option<(Point, usize)> {
        let waiting = &self.laptops[at].totals.waiting;
        let missing = waiting.values().map(|waits| waits.missing);
        let missing: BTreeSet<Point> = missing.filter(|missing| !waiting.contains_key(missing)).collect();
        missing.into_iter().find_map(|missing| {
            let number = self.oracle.meant(missing)?;
            let has = |other: &&usize| {
                let beside = self.laptops[**other].totals.branches();
                self.oracle.views[**other].held.contains(number)
                    && !beside.iter().flatten().any(|point| *point == missing)
            };
            all.iter().find(has).map(|other| (missing, *other))
        })
    }

    /// Whether anybody takes a laptop for one of the group.
    fn belongs(&self, at: usize) -> bool {
        self.laptops.iter().any(|laptop| laptop.belongs(self.laptops[at].peer))
    }

    /// Those that belong to the group and agree about that: a laptop that was
    /// revoked is told nothing more, and may be the last to hear of it, or never.
    fn members(&self) -> Vec<usize> {
        let all = 0..self.laptops.len();
        let group = |of: usize| -> Vec<usize> {
            all.clone().filter(|at| self.laptops[of].belongs(self.laptops[*at].peer)).collect()
        };
        let groups: Vec<Vec<usize>> = all.clone().map(group).collect();
        let agreed = groups.iter().filter(|group| group.iter().all(|at| groups[*at] == **group));
        agreed.max_by_key(|group| group.len()).cloned().unwrap_or_default()
    }

    /// Whether a bundle holds anything that a laptop lacks, or says so of its sender.
    fn is_news(&self, at: usize, item: &Item) -> bool {
        let learned = self.laptops[at].learned(item.parcel.outer.sender, &item.parcel.knowledge);
        !item.events.is_within(&self.oracle.views[at].held) || !matches!(learned, Ok(None))
    }

    /// Whether two laptops go by one name, or one goes on from an older folder of its own.
    fn has_twins(&self) -> bool {
        let peers: BTreeSet<PeerId> = self.laptops.iter().map(|laptop| laptop.peer).collect();
        peers.len() < self.laptops.len() || self.laptops.iter().any(|laptop| laptop.is_set_back)
    }

    /// What a laptop hands out: of one form, or one for each.
    fn handed_out(&mut self, from: usize, form: u64, sealed: bool) -> Result<Vec<Item>, Broken> {
        let peers: Vec<PeerId> = self.laptops.iter().map(|laptop| laptop.peer).collect();
        let forms: Vec<Form> = match form {
            0 => vec![Form::Full],
            1 => vec![Form::Ordinary],
            _ => peers.into_iter().filter(|peer| *peer != self.laptops[from].peer).map(Form::For).collect(),
        };
        forms.into_iter().map(|form| self.export(from, form, sealed)).collect()
    }

    fn take_at_last(&mut self, at: usize, item: &Item) -> Result<(), Broken> {
        let done = self.import_item(at, item);
        match &done.outcome {
            Ok(()) => {}
            // It may rest on what comes only now, or be told off by who knows less.
            Err(stop @ (Stop::Bundle(_) | Stop::Refused(_))) => {
                if std::env::var("MINQING_TOLD").is_ok() {
                    println!("{at} refuses what {} has: {stop:?}", item.sender);
                }
                return self.settle(at, &done, 0);
            }
            Err(stop) => return Err(Broken::new("the store holds together", &format!("{stop:?}"))),
        }
        self.settle(at, &done, 0)?;
        self.check(at, false)
    }

    /// Everybody has the same, shows the same, and waits for nobody who is here.
    fn agree(&mut self) -> Result<(), Broken> {
        let here = self.members();
        if here.is_empty() {
            return Err(Broken::new("all agree in the end", "nobody agrees who belongs"));
        }
        for at in &here {
            let now_ms = self.clock(*at);
            self.laptops[*at].disk.cache.flush();
            self.reopen(*at, true, 0, now_ms)?;
            self.check(*at, true)?;
            let laptop = &self.laptops[*at];
            if laptop.is_stale() {
                return Err(Broken::new(
                    "what is erased is gone from the whole disk",
                    &format!("{at} is stale"),
                ));
            }
            if let Some((missing, other)) = self.told_to_nobody(*at, &here) {
                return Err(Broken::new(
                    "who met waits for nothing that one of them has",
                    &format!("{missing:?}, which {other} has, on {at}"),
                ));
            }
            let first = &self.laptops[here[0]].totals;
            if laptop.totals.digest() != first.digest()
                || laptop.totals.erased != first.erased
                || rows_of(&laptop.totals) != rows_of(first)
            {
                let differ = |at: usize, other: usize| {
                    self.told(&self.oracle.views[at].applied.without(&self.oracle.views[other].applied))
                };
                let told = format!(
                    "{} and {at}: {:?} and {:?}; held: {:?} and {:?}",
                    here[0],
                    differ(here[0], *at),
                    differ(*at, here[0]),
                    self.told(&self.oracle.views[here[0]].held.without(&self.oracle.views[*at].held)),
                    self.told(&self.oracle.views[*at].held.without(&self.oracle.views[here[0]].held)),
                );
                return Err(Broken::new("all agree in the end", &told));
            }
        }
        self.count(format!("met: {} laptops", here.len()));
        Ok(())
    }
}
