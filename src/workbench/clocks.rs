//! Whose clock is wrong, as far as what is here proves it.
//!
//! A bundle may be weeks old when it comes, so that a moment in the past says
//! nothing. Two things do: a moment ahead of now, and a laptop that had seen
//! something of a later moment than its own. Either leaves open which of two
//! clocks is the wrong one; the others decide it, where there are others.
//!
//! Judged is the last that is known of a laptop, its commit or its bundle: one
//! that was put right is flagged no more.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{bench::Workbench, error::Error};
use crate::{
    bundle::format::Outer,
    domain::{calendar, team, wording::Lang},
    log::{
        commit::{Dot, PeerId},
        stamp::{Stamp, TOLERANCE_MS},
        vector::Vector,
    },
    say,
    store::trust::Membership,
};

/// How far a clock has to have gone back before it counts as behind: bundles
/// are under way for weeks, and until then it may as well have been ahead before.
const SET_BACK_MS: u64 = 30 * TOLERANCE_MS;

/// What is wrong with a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is more than a day ahead.
    Ahead,
    /// It is more than a day behind.
    Behind,
    /// It is more than a day behind that of the laptop with this letter; which
    /// of the two is wrong cannot be told from here.
    BehindOf(String),
}

/// A laptop whose clock is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongClock {
    /// The laptop.
    pub peer: PeerId,
    /// Its letter, and who uses it where that is known.
    pub name: String,
    /// Whether it is this one.
    pub own: bool,
    /// What is wrong.
    pub fault: Fault,
    /// The laptops that tell it, by their letters; for this laptop's own clock only.
    pub witnesses: Vec<String>,
    /// What this laptop's clock shows.
    shows: Timestamp,
}

impl WrongClock {
    /// The word in JSON.
    pub fn key(&self) -> &'static str {
        match self.fault {
            Fault::Ahead => "ahead",
            Fault::Behind | Fault::BehindOf(_) => "behind",
        }
    }

    /// What is wrong, beside the laptop's name.
    pub fn remark(&self, lang: Lang) -> String {
        match &self.fault {
            Fault::Ahead => lang.pick("时钟快了一天以上", "its clock is more than a day ahead").to_owned(),
            Fault::Behind => lang.pick("时钟慢了一天以上", "its clock is more than a day behind").to_owned(),
            Fault::BehindOf(letter) => {
                say!(
                    lang,
                    "时钟比 {letter} 的慢一天以上",
                    "its clock is more than a day behind that of {letter}"
                )
            }
        }
    }

    /// What is wrong and what to do, as a sentence of its own.
    pub fn sentence(&self, lang: Lang) -> String {
        // A member's name stands behind the letter in the brackets of the language.
        let name = match lang {
            Lang::Zh => self.name.clone(),
            Lang::En => self.name.replace('（', " (").replace('）', ")"),
        };
        if self.own {
            return self.own_sentence(lang);
        }
        match &self.fault {
            Fault::Ahead => say!(
                lang,
                "电脑 {name}的时钟快了一天以上：请在那台电脑上把日期和时间调准",
                "the clock of laptop {name} is more than a day ahead: set date and time right there"
            ),
            Fault::Behind => say!(
                lang,
                "电脑 {name}的时钟慢了一天以上：请在那台电脑上把日期和时间调准",
                "the clock of laptop {name} is more than a day behind: set date and time right there"
            ),
            Fault::BehindOf(letter) => say!(
                lang,
                "电脑 {name}的时钟比 {letter} 的慢一天以上：请核对这两台电脑的日期和时间",
                "the clock of laptop {name} is more than a day behind that of {letter}: check date and time on both"
            ),
        }
    }

    fn own_sentence(&self, lang: Lang) -> String {
        let shows = calendar::CHINA.to_datetime(self.shows).strftime("%Y-%m-%d %H:%M").to_string();
        let who = self.witnesses.join(lang.pick("、", ", "));
        let wrong = match &self.fault {
            Fault::Ahead => lang.pick("快了", "ahead"),
            Fault::Behind | Fault::BehindOf(_) => lang.pick("慢了", "behind"),
        };
        let told = if who.is_empty() {
            lang.pick("这台电脑以前的改动", "earlier changes of this laptop").to_owned()
        } else {
            say!(lang, "电脑 {who} 的改动", "what laptop {who} wrote")
        };
        say!(
            lang,
            "这台电脑的时钟多半{wrong}：它显示 {shows}，和{told}相差一天以上；请在系统设置里把日期和时间调准，已写的不用改",
            "the clock of this laptop is probably {wrong}: it shows {shows}, more than a day off from {told}; set date and time right in the system's settings, what is written can stay"
        )
    }
}

/// The last that is known of a laptop's clock.
struct Moment {
    ms: u64,
    /// What it had seen by then.
    seen: Vector,
}

/// Whose clock is behind whose.
type Behind = BTreeMap<PeerId, BTreeSet<PeerId>>;

impl Workbench {
    /// Every laptop whose clock is found to be wrong, this one first.
    pub fn wrong_clocks(&self) -> Result<Vec<WrongClock>, Error> {
        self.wrong_in(&self.moments()?)
    }

    /// The same, given also when a bundle says that it was written, which need
    /// not have been taken in.
    ///
    /// Only a later moment than the last that is known of its sender counts:
    /// an earlier one is that of an older bundle as well as of a clock set back.
    pub(super) fn wrong_clocks_with(&self, outer: &Outer) -> Result<Vec<WrongClock>, Error> {
        let (mut moments, sender, ms) = (self.moments()?, outer.sender, outer.created_ms);
        let counts = sender != self.peer()
            && matches!(self.membership_of(sender), Some(Membership::Lead | Membership::Member));
        if counts {
            let moment = moments.entry(sender).or_insert(Moment { ms, seen: Vector::default() });
            moment.ms = moment.ms.max(ms);
        }
        self.wrong_in(&moments)
    }

    fn wrong_in(&self, moments: &BTreeMap<PeerId, Moment>) -> Result<Vec<WrongClock>, Error> {
        let own = self.peer();
        let now = Stamp { ms: self.clock().now_ms(), counter: 0 };
        let is_ahead = |moment: &Moment| Stamp { ms: moment.ms, counter: 0 }.is_ahead(now.ms);
        let (ahead, others): (Vec<_>, Vec<_>) = moments.iter().partition(|(_, moment)| is_ahead(moment));
        let ahead: Vec<PeerId> = ahead.into_iter().map(|(peer, _)| *peer).collect();
        let mut behind = Behind::new();
        for (peer, moment) in &others {
            let whose = self.later_than(**peer, moment, now.ms)?;
            if !whose.is_empty() {
                behind.insert(**peer, whose);
            }
        }
        let alone_behind = |of: PeerId| -> Vec<PeerId> {
            let alone = behind.iter().filter(|(_, whose)| whose.iter().all(|it| *it == of));
            alone.map(|(peer, _)| *peer).collect()
        };
        let mut found = Vec::new();
        // The majority of those whose moment can be compared to this clock's.
        let contradicting = alone_behind(own);
        let heads = &self.store.totals().heads;
        let last = heads.get(own).map_or(0, |head| head.stamp.ms);
        let agreeing = others
            .iter()
            .filter(|(peer, it)| !behind.contains_key(*peer) && it.ms.saturating_add(TOLERANCE_MS) >= last);
        let is_ahead_itself = contradicting.len() > agreeing.count();
        let set_back = moments.is_empty() && Stamp { ms: last, counter: 0 }.is_ahead(now.ms);
        let is_behind_itself = ahead.len() > others.len() || set_back;
        if is_behind_itself {
            found.push(self.own_wrong(Fault::Behind, &ahead)?);
        } else if is_ahead_itself {
            found.push(self.own_wrong(Fault::Ahead, &contradicting)?);
        }
        // Several against this one: it is not they who are wrong.
        if !(is_behind_itself && ahead.len() > 1) {
            for peer in &ahead {
                found.push(self.wrong(*peer, Fault::Ahead)?);
            }
        }
        for (peer, whose) in &behind {
            let fault = match whose.iter().collect::<Vec<_>>().as_slice() {
                [only] if **only == *peer => Fault::Behind,
                [only] if alone_behind(**only).len() > 1 && !behind.contains_key(*only) => {
                    let flagged = **only == own || found.iter().any(|it| it.peer == **only);
                    if !flagged {
                        found.push(self.wrong(**only, Fault::Ahead)?);
                    }
                    continue;
                }
                [only] => Fault::BehindOf(self.call(**only)?),
                _ => Fault::Behind,
            };
            found.push(self.wrong(*peer, fault)?);
        }
        Ok(found)
    }

    /// Whether a commit of a laptop was ahead of this one's clock when it came,
    /// or is so now: its moment says nothing of when it was written.
    pub(super) fn came_from_ahead(&self, peer: PeerId, stamp: Stamp) -> bool {
        let crest = self.store.totals().crests.get(&peer);
        crest.is_none_or(|crest| stamp > *crest) || stamp.is_ahead(self.clock().now_ms())
    }

    /// The last moment that is known of every other laptop that counts.
    fn moments(&self) -> Result<BTreeMap<PeerId, Moment>, Error> {
        let mut moments = BTreeMap::new();
        for (peer, head) in self.store.totals().heads.iter() {
            let is_revoked = matches!(self.membership_of(peer), Some(Membership::Revoked { .. }));
            // A copy of a laptop has gone on under another name.
            let is_left = self.store.totals().lines.get(peer).is_some();
            if peer == self.peer() || is_revoked || is_left {
                continue;
            }
            // A bundle tells the clock itself; a commit's stamp may be up to a day later.
            let word = self.word_of(peer)?.filter(|word| word.has.get(peer) >= head.seq);
            let moment = match word {
                Some(word) => Moment { ms: word.created_ms, seen: word.has },
                None => Moment { ms: head.stamp.ms, seen: head.seen.clone() },
            };
            moments.insert(peer, moment);
        }
        Ok(moments)
    }

    /// The laptops of which a laptop had seen something more than a day later
    /// than its own moment; itself, where its clock was set back.
    fn later_than(&self, peer: PeerId, moment: &Moment, now_ms: u64) -> Result<BTreeSet<PeerId>, Error> {
        let totals = self.store.totals();
        let is_later =
            |stamp: &Stamp, by: u64| stamp.ms > moment.ms.saturating_add(by) && !stamp.is_ahead(now_ms);
        let mut later = BTreeSet::new();
        if totals.crests.get(&peer).is_some_and(|crest| is_later(crest, SET_BACK_MS)) {
            later.insert(peer);
        }
        for dot in moment.seen.iter().filter(|dot| dot.peer != peer) {
            // Nothing of that laptop is late enough: the commit need not be read.
            let Some(crest) = totals.crests.get(&dot.peer) else { continue };
            if crest.ms <= moment.ms.saturating_add(TOLERANCE_MS) {
                continue;
            }
            let stamp = self.stamp_of(dot)?;
            if stamp.is_some_and(|stamp| stamp <= *crest && is_later(&stamp, TOLERANCE_MS)) {
                later.insert(dot.peer);
            }
        }
        // That others are later as well is proof enough.
        if later.len() > 1 {
            later.remove(&peer);
        }
        Ok(later)
    }

    /// The stamp of a commit that was applied.
    fn stamp_of(&self, dot: Dot) -> Result<Option<Stamp>, Error> {
        if let Some(head) = self.store.totals().heads.get(dot.peer).filter(|head| head.seq == dot.seq) {
            return Ok(Some(head.stamp));
        }
        if let Some(known) = self.stamps.borrow().get(&dot) {
            return Ok(Some(*known));
        }
        let stamp = self.store.commit(dot)?.map(|envelope| envelope.commit.stamp);
        if let Some(stamp) = stamp {
            self.stamps.borrow_mut().insert(dot, stamp);
        }
        Ok(stamp)
    }

    fn wrong(&self, peer: PeerId, fault: Fault) -> Result<WrongClock, Error> {
        let card = self.row(Self::peer_record(peer))?;
        let member =
            card.and_then(|card| card.reference(team::peers::MEMBER)).map(|member| self.name_of(member));
        let letter = self.call(peer)?;
        let name = member.map_or(letter.clone(), |member| format!("{letter}（{member}）"));
        Ok(WrongClock { peer, name, own: false, fault, witnesses: Vec::new(), shows: self.now() })
    }

    fn own_wrong(&self, fault: Fault, witnesses: &[PeerId]) -> Result<WrongClock, Error> {
        let witnesses = witnesses.iter().map(|peer| self.call(*peer)).collect::<Result<_, _>>()?;
        Ok(WrongClock { own: true, witnesses, ..self.wrong(self.peer(), fault)? })
    }
}
