//! Agreement, simulated: thousands of steps a second, with nothing real but the
//! code that has to be right.
//!
//! A seed gives a story: up to eight laptops with a fake clock and a fake disk,
//! which write, hand each other bundles late, twice, damaged or forged, erase,
//! enrol and revoke, while the power fails between any two writes. The log, the
//! fold, trust, the erasures and the planning are the program's own, and of four
//! bundles one is a real file, sealed and verified. After every step an oracle
//! that knows nothing but who wrote what having seen what says what has to be.
//!
//! `MINQING_STORIES` says how many stories are told (300 otherwise), and
//! `MINQING_SEED` from which seed on; alone it tells the one story of that seed
//! again, and if it goes wrong, shortened. Every story is the same each time: sealing draws chance from the
//! system, but nothing depends on it, except for what a flipped bit is called.

mod acts;
mod checks;
mod deeds;
mod disk;
mod forgery;
mod laptop;
mod marks;
mod meeting;
mod oracle;
mod parcel;
mod set;
mod world;

use std::{
    collections::BTreeMap,
    env, fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    time::Instant,
};

use minqing::{bundle::BundleError, store::StoreError};

use deeds::Story;
use world::World;

/// Why something was not done.
#[derive(Debug)]
enum Stop {
    /// The power failed.
    Power,
    /// There is nothing to do it to.
    Nothing,
    /// A rule of the laptop's own.
    Refused(&'static str),
    /// A bundle was refused.
    Bundle(BundleError),
    /// Something that must not be.
    Broken(String),
}

impl From<BundleError> for Stop {
    fn from(error: BundleError) -> Self {
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others refuse a bundle")]
        match error {
            BundleError::Store(error) => Self::from(error),
            other => Self::Bundle(other),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// A law that does not hold.
#[derive(Debug, Clone)]
struct Broken {
    law: &'static str,
    told: String,
}

impl Broken {
    fn new(law: &'static str, told: &str) -> Self {
        Self { law, told: told.to_owned() }
    }
}

impl From<Stop> for Broken {
    fn from(stop: Stop) -> Self {
        Self::new("the store holds together", &format!("{stop:?}"))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broken: {}: {}", self.law, self.told)
    }
}

/// How far a story came, and what happened in it.
struct Told {
    steps: usize,
    /// Bundles that were taken in at the end.
    exchanges: usize,
    table: BTreeMap<String, u64>,
    broken: Option<Broken>,
}

/// Tells a story to its end, or to where a law breaks.
fn tell(story: &Story) -> Told {
    let mut told = Told { steps: 0, exchanges: 0, table: BTreeMap::new(), broken: None };
    let result = catch_unwind(AssertUnwindSafe(|| -> Result<(), Broken> {
        let mut world = World::begin(story)?;
        for step in &story.steps {
            told.steps += 1;
            let result = world.step(step);
            if result.is_err() {
                told.table.clone_from(&world.table);
                return result;
            }
        }
        let ways =
            if story.meeting.is_multiple_of(16) { vec![0, 1, 2, 3, 4, 5] } else { vec![story.meeting] };
        for way in ways {
            let mut meeting = world.clone();
            let met = meeting.meet(way);
            told.exchanges += meeting.exchanges;
            met?;
            told.table.clone_from(&meeting.table);
        }
        Ok(())
    }));
    told.broken = match result {
        Ok(outcome) => outcome.err(),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Some(Broken::new("nothing panics", &text.unwrap_or_default()))
        }
    };
    told
}

/// Leaves out of a story whatever is not needed to break the same law.
fn shortest(story: &Story, law: &str) -> Story {
    let breaks = |story: &Story| tell(story).broken.is_some_and(|broken| broken.law == law);
    let mut story = story.clone();
    let mut size = (story.steps.len() / 2).max(1);
    loop {
        let mut at = 0;
        let before = story.steps.len();
        while at < story.steps.len() {
            let shorter = story.without(at, size);
            if breaks(&shorter) {
                story = shorter;
            } else {
                at += size;
            }
        }
        if size == 1 && story.steps.len() == before {
            return story;
        }
        size = (size / 2).max(1);
    }
}

/// What has to have happened at least once in three hundred stories: what never
/// happens is checked by nothing.
const COVERED: [&str; 63] = [
    "checked: a closed issue",
    "checked: erased, and gone from every byte",
    "checked: two laptops with the same commits",
    "damaged: a bit",
    "damaged: cut off",
    "done: Advance",
    "done: Bulk",
    "done: Clone",
    "done: Confirm",
    "done: Correct",
    "done: Crash",
    "done: Delete",
    "done: Edit",
    "done: Element",
    "done: Erase",
    "done: Export",
    "done: Forge",
    "done: Import",
    "done: Join",
    "done: Keep",
    "done: Lose",
    "done: Pass",
    "done: PutAway",
    "done: PutBack",
    "done: Register",
    "done: Reopen",
    "done: Restore",
    "done: Revoke",
    "done: Skew",
    "done: Succeed",
    "exported: For",
    "exported: Full",
    "exported: Ordinary",
    "forged: a range twice",
    "forged: a seam",
    "forged: a signature",
    "forged: a stamp",
    "forged: a value",
    "forged: another's key",
    "forged: erased without an order",
    "forged: the end of a range",
    "forged: the order",
    "forged: the sender",
    "forged: what was seen",
    "joined: a stranger",
    "joined: invited",
    "joined: uninvited",
    "met: 2 laptops",
    "met: 6 laptops",
    "refused: a lead stays",
    "refused: a step out of turn",
    "refused: built on",
    "refused: bundle Damaged",
    "refused: bundle Forged",
    "refused: bundle Revoked",
    "refused: bundle Unordered",
    "refused: erased",
    "refused: its own laptop",
    "refused: not a lead",
    "refused: revoked",
    "revoked: something that was taken in",
    "the power failed while opening",
    "the power failed within a deed",
];

#[test]
#[expect(clippy::disallowed_methods, reason = "tells how fast it is; no story reads it")]
fn laptops_agree_whatever_happens() {
    let number = |name| env::var(name).ok().and_then(|text: String| text.parse::<u64>().ok());
    let seed = number("MINQING_SEED");
    let stories = number("MINQING_STORIES").unwrap_or(if seed.is_some() { 1 } else { 300 });
    let first = seed.unwrap_or(0);
    let begun = Instant::now();
    let (mut steps, mut exchanges, mut broke) = (0, 0, 0);
    let mut table: BTreeMap<String, u64> = BTreeMap::new();
    for seed in first..first + stories {
        let story = Story::of(seed);
        let told = tell(&story);
        steps += told.steps;
        exchanges += told.exchanges;
        for (what, count) in told.table {
            *table.entry(what).or_default() += count;
        }
        if let Some(broken) = told.broken {
            if env::var("MINQING_ALL").is_ok() {
                println!("{seed}: {broken}");
                broke += 1;
                continue;
            }
            let short = shortest(&story, broken.law);
            println!("{} laptops, meeting {}", short.laptops, short.meeting);
            for step in &short.steps {
                println!("{step:?}");
            }
            let again = tell(&short).broken.map(|broken| broken.to_string()).unwrap_or_default();
            panic!("{broken}\nshortened: {again}\ntell it again with MINQING_SEED={seed}");
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    for (what, count) in &table {
        println!("{count:>9}  {what}");
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let rate = (steps + exchanges) as f64 / seconds;
    println!("{stories} stories from seed {first}, {steps} steps and {exchanges} exchanges at the end");
    println!("in {seconds:.1} s, {rate:.0} a second");
    assert_eq!(broke, 0, "stories broke a law");
    if first == 0 && stories >= 300 {
        let missing: Vec<_> = COVERED.iter().filter(|what| !table.contains_key(**what)).collect();
        assert!(missing.is_empty(), "never happened: {missing:?}");
    }
}
