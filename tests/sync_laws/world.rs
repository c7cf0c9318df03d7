//! Several laptops, the bundles between them, and the oracle that watches.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::SigningKey;
use minqing::{
    bundle::BundleError,
    domain::ledger::Catalog,
    log::commit::PeerId,
    store::{fold::Totals, trust::Membership},
};

use super::{
    Broken, Stop,
    deeds::{Deed, Step, Story},
    laptop::{Form, Invited, Laptop},
    marks,
    oracle::{Oracle, View},
    parcel::Parcel,
    set::Set,
};

/// The most laptops of one story.
pub(super) const MOST: usize = 8;

/// When a story begins, in milliseconds.
const BEGIN: u64 = 1_795_000_000_000;

/// A day, in milliseconds.
pub(super) const DAY: u64 = 86_400_000;

/// A bundle in the pool.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) parcel: Parcel,
    /// What is in it.
    pub(super) events: Set,
    /// Who wrote it.
    pub(super) sender: usize,
}

/// Everything there is.
#[derive(Clone)]
pub(super) struct World {
    pub(super) laptops: Vec<Laptop>,
    pub(super) pool: Vec<Item>,
    pub(super) oracle: Oracle,
    pub(super) catalog: Catalog,
    pub(super) invited: Invited,
    pub(super) now_ms: u64,
    /// The latest that each laptop's clock ever showed.
    pub(super) latest: Vec<u64>,
    /// What happened, and how often.
    pub(super) table: BTreeMap<String, u64>,
    /// Bundles that were taken in at the end.
    pub(super) exchanges: usize,
    /// Folders that were put away, to be put back.
    pub(super) folders: Vec<(usize, Laptop, View)>,
    /// What each laptop was last found to think of all, and on what grounds.
    pub(super) judged: Vec<(Set, BTreeMap<PeerId, Membership>)>,
}

/// What doing a deed came to.
pub(super) struct Done {
    pub(super) outcome: Result<(), Stop>,
    /// What the bundle that was taken in held.
    pub(super) taken: Set,
}

impl From<Result<(), Stop>> for Done {
    fn from(outcome: Result<(), Stop>) -> Self {
        Self { outcome, taken: Set::default() }
    }
}

impl World {
    /// The group as a story finds it.
    pub(super) fn begin(story: &Story) -> Result<Self, Broken> {
        let mut world = Self {
            laptops: Vec::new(),
            pool: Vec::new(),
            oracle: Oracle::default(),
            catalog: Catalog::core(),
            invited: BTreeSet::new(),
            now_ms: BEGIN,
            latest: Vec::new(),
            table: BTreeMap::new(),
            exchanges: 0,
            folders: Vec::new(),
            judged: Vec::new(),
        };
        world.add(true);
        world.do_at(0, &mut |laptop, now_ms| laptop.introduce(None, now_ms))?;
        for at in 1..usize::try_from(story.laptops).unwrap_or(1) {
            let peer = world.add(true);
            world.do_at(0, &mut |laptop, now_ms| laptop.confirm(peer, at == 1, now_ms))?;
        }
        let everything = world.export(0, Form::Full, true)?;
        for at in 1..world.laptops.len() {
            world.receive_whole(at, &everything)?;
            world.do_at(at, &mut |laptop, now_ms| laptop.introduce(None, now_ms))?;
        }
        Ok(world)
    }

    /// Sets up a laptop with nothing on it.
    pub(super) fn add(&mut self, insider: bool) -> PeerId {
        let at = self.laptops.len();
        let mut bytes = blake3::derive_key("minqing simulated laptop", b"");
        bytes[0] = u8::try_from(at).unwrap_or(u8::MAX);
        let root = self.laptops.first().map(|founder| founder.root);
        let laptop = Laptop::new(SigningKey::from_bytes(&bytes), root, at as u64, insider);
        let peer = laptop.peer;
        self.laptops.push(laptop);
        self.oracle.views.push(View::default());
        self.latest.push(0);
        self.judged.push((Set::default(), BTreeMap::new()));
        peer
    }

    /// What a laptop's clock shows.
    pub(super) fn clock(&mut self, at: usize) -> u64 {
        let shown = self.now_ms.saturating_add_signed(self.laptops[at].skew_ms).max(1);
        self.latest[at] = self.latest[at].max(shown);
        shown
    }

    pub(super) fn count(&mut self, what: impl Into<String>) {
        *self.table.entry(what.into()).or_default() += 1;
    }

    /// Does one step, and checks every law.
    pub(super) fn step(&mut self, step: &Step) -> Result<(), Broken> {
        self.now_ms += 60_000;
        let at = self.who(step);
        let before = (self.laptops[at].totals.clone(), self.laptops[at].disk.end());
        self.laptops[at].disk.fuse = step.cut.map(|(writes, _)| writes);
        let laptops = self.laptops.len();
        let done = self.act(at, step);
        self.laptops[at].disk.fuse = None;
        let new = laptops..self.laptops.len();
        let name = format!("{:?}", step.deed);
        let name = name.split([' ', '{']).next().unwrap_or_default().to_owned();
        match &done.outcome {
            Ok(()) => self.count(format!("done: {name}")),
            Err(Stop::Power) => self.count("the power failed within a deed"),
            Err(Stop::Nothing) => self.count("nothing to do"),
            Err(Stop::Refused(why)) => self.count(format!("refused: {why}")),
            Err(Stop::Bundle(error)) => {
                let kind = format!("{error:?}");
                let kind = kind.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
                self.count(format!("refused: bundle {kind}"));
            }
            Err(Stop::Broken(told)) => return Err(Broken::new("the store holds together", told)),
        }
        // What was begun on a new laptop is its own.
        let at = new.clone().next().unwrap_or(at);
        if new.is_empty() {
            self.refusal(at, &done, &before, &step.deed)?;
        }
        let is_cut = matches!(done.outcome, Err(Stop::Power));
        self.settle(at, &done, step.cut.map_or(0, |(_, how)| how))?;
        self.check(at, is_cut || step.number.is_multiple_of(16))
    }

    /// Who does a step: what only leads do is mostly left to them.
    fn who(&self, step: &Step) -> usize {
        #[expect(clippy::wildcard_enum_match_arm, reason = "anybody does the others")]
        let all: Vec<usize> = match step.deed {
            Deed::Confirm { .. } | Deed::Revoke { .. } | Deed::Erase { .. } | Deed::Join { .. }
                if !step.at.is_multiple_of(8) =>
            {
                (0..self.laptops.len()).filter(|at| self.laptops[*at].leads()).collect()
            }
            Deed::PutBack => self.folders.iter().map(|(of, ..)| *of).collect(),
            _ => (0..self.laptops.len()).collect(),
        };
        let place = usize::try_from(step.at / 8).unwrap_or(0) % all.len().max(1);
        all.get(place).copied().unwrap_or(0)
    }

    /// Does something on a laptop that has to succeed.
    pub(super) fn do_at(
        &mut self,
        at: usize,
        act: &mut dyn FnMut(&mut Laptop, u64) -> Result<(), Stop>,
    ) -> Result<(), Broken> {
        let now_ms = self.clock(at);
        let outcome = act(&mut self.laptops[at], now_ms);
        if let Err(stop) = &outcome {
            return Err(Broken::new("the group comes to be", &format!("{stop:?}")));
        }
        self.settle(at, &outcome.into(), 0)
    }

    /// A refusal leaves no trace, and nobody honest is refused without a reason.
    fn refusal(
        &self,
        at: usize,
        done: &Done,
        (totals, end): &(Totals, u64),
        deed: &Deed,
    ) -> Result<(), Broken> {
        let laptop = &self.laptops[at];
        let Err(Stop::Bundle(error)) = &done.outcome else {
            if matches!(deed, Deed::Damage { .. }) && matches!(done.outcome, Ok(())) {
                return Err(Broken::new("what was altered is refused", &format!("{deed:?}")));
            }
            let says = matches!(deed, Deed::Revoke { .. } | Deed::Confirm { lead: false, .. });
            let denied = matches!(done.outcome, Err(Stop::Refused("would not be so")));
            let held = &self.oracle.views[at].held;
            let root = self.root();
            let is_itself = laptop.peer == root && !self.oracle.is_copied(held, root);
            if says && denied && is_itself && !self.oracle.is_doubted(at, root) {
                return Err(Broken::new("the founder can say what is so", &format!("{deed:?}")));
            }
            return Ok(());
        };
        if laptop.totals != *totals || laptop.disk.end() != *end {
            return Err(Broken::new("a refusal changes nothing", &format!("{error:?} on {at}")));
        }
        let Deed::Import { .. } = deed else { return Ok(()) };
        #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else is ever right")]
        let is_right = match error {
            BundleError::Revoked(sender) => {
                matches!(laptop.membership(*sender), Some(Membership::Revoked { .. }))
            }
            BundleError::Unvouched(peer) => {
                self.laptops.iter().any(|other| other.peer == *peer && !other.insider)
            }
            BundleError::Unordered(_) => true,
            _ => false,
        };
        if is_right {
            Ok(())
        } else {
            Err(Broken::new("an honest bundle is taken in", &format!("{error:?} on {at}")))
        }
    }

    /// Opens the laptop again if its power failed, and takes down what it holds now.
    pub(super) fn settle(&mut self, at: usize, done: &Done, how: u64) -> Result<(), Broken> {
        let now_ms = self.clock(at);
        let ended = matches!(done.outcome, Ok(()));
        if let Err(Stop::Power) = &done.outcome {
            self.laptops[at].disk.crash(how);
            // Often enough it fails again while the laptop is being opened.
            self.laptops[at].disk.fuse = how.checked_sub(9);
            self.reopen(at, false, how, now_ms)?;
        }
        self.laptops[at].disk.fuse = None;
        let news = done.taken.without(&self.oracle.views[at].held);
        let mut found = 0;
        for number in news.iter() {
            found += usize::from(self.is_here(at, number)?);
        }
        let all = news.iter().count();
        if found != all && (found != 0 || ended) {
            let told = format!("{found} of {all} on {at}");
            return Err(Broken::new("a bundle is taken whole or not at all", &told));
        }
        if found > 0 || ended {
            self.oracle.views[at].held.join(&done.taken);
        }
        let mut lost = false;
        for made in std::mem::take(&mut self.laptops[at].made) {
            let is_here = self.laptops[at].holds(&made.envelope).map_err(Broken::from)?;
            if !is_here && ended || is_here && lost {
                return Err(Broken::new("nothing acknowledged is lost", &format!("an own commit of {at}")));
            }
            lost |= !is_here;
            if is_here {
                let number = self.oracle.write(at, &made);
                if made.narrow {
                    self.count("revoked: something that was taken in");
                }
                self.check_seen(at, number, &made.envelope)?;
            }
        }
        Ok(())
    }

    pub(super) fn reopen(&mut self, at: usize, clean: bool, how: u64, now_ms: u64) -> Result<(), Broken> {
        match self.laptops[at].open(clean, now_ms) {
            Ok(()) => Ok(()),
            Err(Stop::Power) => {
                self.count("the power failed while opening");
                self.laptops[at].disk.crash(how);
                self.laptops[at].open(false, now_ms).map_err(Broken::from)
            }
            Err(stop) => Err(Broken::new("the store opens again", &format!("{stop:?} on {at}"))),
        }
    }

    fn is_here(&self, at: usize, number: usize) -> Result<bool, Broken> {
        self.laptops[at].has(self.oracle.events[number].point).map_err(Broken::from)
    }

    /// Puts a bundle together, and looks for what must not be in it.
    pub(super) fn export(&mut self, at: usize, form: Form, sealed: bool) -> Result<Item, Broken> {
        let now_ms = self.clock(at);
        let laptop = &self.laptops[at];
        let mut parcel = laptop.export(form, now_ms).map_err(Broken::from)?;
        let gone = self.oracle.gone(at);
        if let Some(mark) = marks::find(parcel.body()).find(|mark| gone.contains(mark)) {
            return Err(Broken::new("nothing erased leaves in a bundle", &format!("{mark} from {at}")));
        }
        if sealed {
            parcel = parcel.of_bytes(parcel.own_bytes().map_err(Stop::from)?);
        }
        let events = self.events_in(&parcel)?;
        if !events.is_within(&self.oracle.views[at].held) {
            return Err(Broken::new("a bundle brings what it says", &format!("from {at}")));
        }
        // Who has something that waits may get the effect before its cause: it waits as well.
        if matches!(form, Form::Full) {
            self.expect_order(at, &parcel, &events)?;
        }
        Ok(Item { parcel, events, sender: at })
    }

    /// In a bundle, whatever was applied comes after its causes.
    fn expect_order(&self, at: usize, parcel: &Parcel, events: &Set) -> Result<(), Broken> {
        let applied = events.meet(&self.oracle.views[at].applied);
        let mut gone = Set::default();
        for hash in parcel.hashes() {
            let Some(number) = self.oracle.find(hash).filter(|number| applied.contains(*number)) else {
                continue;
            };
            gone.insert(number);
            if !self.oracle.events[number].past.meet(&applied).is_within(&gone) {
                let told = format!("{:?} from {at}", self.oracle.events[number].dot);
                return Err(Broken::new("a bundle brings causes before effects", &told));
            }
        }
        if gone == applied && applied == self.oracle.views[at].applied {
            Ok(())
        } else {
            Err(Broken::new("a bundle brings what it says", &format!("from {at}")))
        }
    }

    /// The commits that a bundle says are in it, which are those that it brings.
    pub(super) fn events_in(&self, parcel: &Parcel) -> Result<Set, Broken> {
        let broken = || Broken::new("a bundle brings what it says", "its ranges are not its commits");
        let (mut said, mut brought) = (Set::default(), Set::default());
        for (range, end) in parcel.ends() {
            let end = self.oracle.find(&end).ok_or_else(broken)?;
            for number in self.oracle.line(end).iter() {
                let seq = self.oracle.events[number].dot.seq;
                if (range.from..=range.to).contains(&seq) {
                    said.insert(number);
                }
            }
        }
        for hash in parcel.hashes() {
            brought.insert(self.oracle.find(hash).ok_or_else(broken)?);
        }
        if said == brought { Ok(said) } else { Err(broken()) }
    }

    /// The laptop that founded the group.
    pub(super) fn root(&self) -> PeerId {
        self.laptops[0].root
    }

    /// A laptop with nothing yet takes in all that a bundle holds.
    pub(super) fn receive_whole(&mut self, at: usize, item: &Item) -> Result<(), Broken> {
        let now_ms = self.clock(at);
        let outcome = self.laptops[at].take_whole(&item.parcel, now_ms);
        if let Err(stop) = &outcome {
            return Err(Broken::new("who joins takes everything", &format!("{stop:?}")));
        }
        self.settle(at, &Done { outcome, taken: item.events.clone() }, 0)
    }

    /// The dots of some commits, for people.
    pub(super) fn told(&self, set: &Set) -> Vec<(usize, u64)> {
        let goes_by = |peer| move |laptop: &Laptop| laptop.peer == peer || laptop.former.contains(&peer);
        let place = |peer| self.laptops.iter().position(goes_by(peer));
        let dots = set.iter().map(|number| self.oracle.events[number].dot);
        dots.map(|dot| (place(dot.peer).unwrap_or(99), dot.seq)).collect()
    }
}
