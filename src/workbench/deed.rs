//! What an own action was, so that people know what they take back.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{bench::Workbench, error::Error, view};
use crate::{
    domain::{
        calendar,
        field::Kind,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        standing::StepKind,
        wording::Lang,
    },
    log::commit::{Cause, Dot},
    say,
    store::StoreError,
};

/// The most names that a sentence tells.
const NAMES: usize = 3;

/// An own action: when, on which laptop, and what it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its place in the laptop's row.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// The laptop's letter.
    pub letter: String,
    /// Whether it did again what had been taken back, or took back itself.
    pub cause: Cause,
    /// The records it wrote.
    pub records: Vec<RecordId>,
    /// How many it began and how many it changed, by ledger.
    pub ledgers: BTreeMap<String, Written>,
    /// What the first few of its records are called.
    pub names: Vec<String>,
}

/// Records of one ledger that an action wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Those that began with it.
    pub began: usize,
    /// Those that were there before.
    pub changed: usize,
}

/// What the next undo would take back.
#[derive(Debug, Default)]
pub struct Undoable {
    /// The actions, the newest first, as far as nothing stands in the way.
    pub deeds: Vec<Deed>,
    /// What stands in the way of more.
    pub hurdle: Option<Hurdle>,
    /// A few behind it, which are taken back only where they are named.
    pub older: Vec<Deed>,
}

/// What stands in the way of an undo.
#[derive(Debug)]
pub struct Hurdle {
    /// The action that is not taken back; none where it was an erasure.
    pub deed: Option<Deed>,
    /// Why.
    pub why: Error,
}

impl Hurdle {
    /// The action and why it stays, for people.
    pub fn sentence(&self, bench: &Workbench, lang: Lang) -> String {
        let why = self.why.sentence(lang);
        match &self.deed {
            Some(deed) => {
                let what = deed.sentence(bench, lang);
                say!(lang, "最后一步不能这样撤销：{what}。{why}", "the last action stays: {what}. {why}")
            }
            None => why,
        }
    }
}

impl Workbench {
    /// An own action, told.
    pub(super) fn deed(&self, seq: u64) -> Result<Deed, Error> {
        let dot = Dot { peer: self.peer(), seq };
        let commit = self.store.commit(dot)?;
        let commit = commit.ok_or_else(|| StoreError::damaged("an own commit is missing"))?.commit;
        let mut deed = Deed {
            seq,
            at: view::moment(commit.stamp),
            letter: self.letter().to_owned(),
            cause: commit.cause,
            records: Vec::new(),
            ledgers: BTreeMap::new(),
            names: Vec::new(),
        };
        for id in commit.records() {
            let ledger = self.ledger_of(id)?;
            let written = deed.ledgers.entry(ledger.id.clone()).or_default();
            *(if self.began(id, dot)? { &mut written.began } else { &mut written.changed }) += 1;
            deed.records.push(id);
            // What is called by what it refers to has no name of its own.
            let named = ledger.name_field().is_some_and(|field| !matches!(field.kind, Kind::Ref(_)));
            if named && deed.names.len() < NAMES {
                deed.names.push(self.name_of(id));
            }
        }
        Ok(deed)
    }
}

impl Deed {
    /// What it was, for people: `11-22 09:30 在电脑 A 上新增居民 1 条（王桂兰）`.
    pub fn sentence(&self, bench: &Workbench, lang: Lang) -> String {
        let mut parts = Vec::new();
        for (id, written) in &self.ledgers {
            let title = bench.ledger(id).map_or(id.as_str(), |ledger| ledger.title.get(lang));
            let Written { began, changed } = written;
            if *began > 0 {
                parts.push(say!(lang, "新增{title} {began} 条", "{began} new in {title}"));
            }
            if *changed > 0 {
                parts.push(say!(lang, "修改{title} {changed} 条", "{changed} changed in {title}"));
            }
        }
        let what = parts.join(lang.pick("、", ", "));
        let (at, letter) = (calendar::minute(self.at), &self.letter);
        let mut sentence = say!(lang, "{at} 在电脑 {letter} 上{what}", "{at} on laptop {letter}: {what}");
        let names =
            if self.names.is_empty() { self.names_of_others(bench, lang) } else { self.names.clone() };
        if !names.is_empty() {
            let more = if self.records.len() > names.len() { lang.pick("等", " …") } else { "" };
            let names = names.join(lang.pick("、", ", "));
            sentence += &say!(lang, "（{names}{more}）", " ({names}{more})");
        }
        sentence
    }

    /// What records without a name of their own are called by: whom a visit was to, which step
    /// it was and of which issue.
    fn names_of_others(&self, bench: &Workbench, lang: Lang) -> Vec<String> {
        let name = |id: &RecordId| {
            let row = bench.row(*id).ok().flatten()?;
            let step = StepKind::from_key(row.text(steps::KIND));
            match (step, row.reference(steps::ISSUE)) {
                (Some(step), Some(issue)) if id.ledger() == LedgerTag::of(steps::ID) => {
                    let issue = bench.row(issue).ok().flatten()?;
                    Some(format!("{} {}", step.title(lang), issue.text(issues::NUMBER)))
                }
                _ => bench.called(*id),
            }
        };
        self.records.iter().filter_map(name).take(NAMES).collect()
    }
}
