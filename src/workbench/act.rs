//! Committing a draft: the rules, the stamp, the chain, the journal.

use std::collections::HashSet;

use super::{bench::Workbench, draft::Draft, error::Error, hanging, told_elsewhere, typed_consents, view};
use crate::{
    domain::{
        consent::consents,
        diaries,
        field::{Field, Tag},
        filled::is_filled,
        id::{LedgerTag, RecordId},
        input,
        issues::{issues, steps},
        leaves,
        ledger::Nature,
        roster::residents,
        rules::{self, Refusal},
        standing::StepKind,
        team::{members, peers},
        terms,
        value::Value,
        visits, voices,
        wording::Wording,
        workdays,
    },
    log::{
        chain,
        commit::{Cause, Commit, Dot, Entry, Envelope, LIFE, Point, STRUCK, Salt, Signed},
        record::life,
        stamp::Stamp,
    },
    store::{StoreError, codec, seal},
};

/// The largest commit, in bytes as it is stored; below what a bundle's frame takes.
const MAX_COMMIT: u64 = 40 << 20;

impl Workbench {
    /// Commits a draft, whole or not at all. When it returns, it is kept.
    ///
    /// Every path comes through here, so the rules are judged here: no result
    /// without a reply (domain.md E2), issues and entries are not deleted,
    /// required fields are filled in.
    pub fn commit(&mut self, mut draft: Draft) -> Result<(), Error> {
        self.complete_fieldwork(&mut draft)?;
        self.number_issues(&mut draft)?;
        self.keep_recorded(&mut draft)?;
        self.link_steps(&mut draft)?;
        self.complete(&mut draft)?;
        self.link_consents(&mut draft)?;
        self.judge(&draft)?;
        self.write(draft, Cause::Act)?;
        // The commit is kept whatever becomes of the backup; closing tries again and says what fails.
        let _ = self.keep_if_grown();
        Ok(())
    }

    /// Writes a commit without judging it: introductions, undo, access records.
    pub(super) fn write(&mut self, draft: Draft, cause: Cause) -> Result<(), Error> {
        let seen = self.store.totals().news_for(self.peer());
        self.write_seeing(draft, cause, seen)
    }

    /// The same, having seen no more than this beyond its commit before.
    pub(super) fn write_seeing(&mut self, draft: Draft, cause: Cause, seen: Vec<Point>) -> Result<(), Error> {
        if draft.changes.is_empty() {
            return Ok(());
        }
        if self.is_revoked() {
            return Err(Error::Revoked);
        }
        // What is erased does not come back, by whatever path.
        let erased = &self.store.totals().erased;
        if draft.changes.iter().any(|change| erased.close(change.record, change.slot.tag)) {
            return Err(Refusal::Erased.into());
        }
        let peer = self.peer();
        let now_ms = self.clock.now_ms();
        if now_ms == 0 {
            return Err(Error::Clock);
        }
        let mut salt = [0; 16];
        seal::random(&mut salt)?;
        self.refuse_own_gap()?;
        let heads = &self.store.totals().heads;
        let own = heads.get(peer);
        let touched: Vec<LedgerTag> = draft.changes.iter().map(|change| change.record.ledger()).collect();
        let commit = Commit {
            dot: Dot { peer, seq: own.map_or(1, |head| head.seq + 1) },
            stamp: self.next_stamp(),
            author: self.member(),
            cause,
            seen,
            entries: draft.changes.into_iter().map(Entry::Kept).collect(),
            salt: Salt::Whole(salt),
        };
        // Bundles carry a commit in one frame: what fits in none could never be handed on.
        let bytes = codec::encode(&commit).len() as u64;
        if bytes > MAX_COMMIT {
            return Err(StoreError::TooLarge { bytes, limit: MAX_COMMIT }.into());
        }
        let broken = |_salt| Error::Clock;
        let previous = heads.hash(peer);
        let hash = chain::extend(&previous, &commit).map_err(broken)?;
        let signature = chain::sign(&self.secrets.signing_key(), commit.dot, &hash);
        let signature = Some(Signed { key: self.secrets.verifying_key(), signature });
        self.store.append(&[Envelope { commit, previous, hash, signature }], now_ms)?;
        self.changed(&touched);
        Ok(())
    }

    /// The stamp of the next own commit. What was written while this clock was
    /// ahead is left behind.
    pub(super) fn next_stamp(&self) -> Stamp {
        let now_ms = self.clock.now_ms();
        let totals = self.store.totals();
        let own = totals.heads.get(self.peer()).map(|head| head.stamp.unless_ahead(now_ms));
        totals.newest.unless_ahead(now_ms).max(own.unwrap_or_default()).next(now_ms)
    }

    /// Forgets what was read of these ledgers.
    pub(super) fn changed(&mut self, ledgers: &[LedgerTag]) {
        let cache = self.cache.get_mut();
        for tag in ledgers {
            cache.remove(tag);
        }
        if ledgers.iter().any(|tag| Self::declares(*tag)) {
            self.recall_catalog();
        }
        let cache = self.cache.get_mut();
        // What a visit shows follows from the issues of its resident.
        let owed = [issues::ID, steps::ID, voices::ID].map(LedgerTag::of);
        if ledgers.iter().any(|tag| owed.contains(tag)) {
            for ledger in [visits::ID, steps::ID] {
                cache.remove(&LedgerTag::of(ledger));
            }
        }
        self.forget_who_is_not_told(ledgers);
        let cache = self.cache.get_mut();
        // Whose diaries are shown, and which terms hold, follows from who leads.
        if ledgers.contains(&LedgerTag::of(peers::ID)) {
            cache.remove(&LedgerTag::of(diaries::ID));
            cache.remove(&LedgerTag::of(terms::ID));
            cache.remove(&LedgerTag::of(workdays::ID));
        }
        // Those who lead follow from what members were ever called.
        if [members::ID, peers::ID].iter().any(|id| ledgers.contains(&LedgerTag::of(id))) {
            cache.remove(&LedgerTag::of(members::ID));
            cache.remove(&LedgerTag::of(leaves::ID));
        }
        // What people have consented to decides what is shown of them.
        if ledgers.contains(&LedgerTag::of(consents::ID)) || ledgers.contains(&LedgerTag::of(residents::ID)) {
            for ledger in self.catalog.iter().filter(|it| it.fields.iter().any(|it| it.consent.is_some())) {
                cache.remove(&ledger.tag);
            }
            for ledger in typed_consents::ledgers() {
                cache.remove(&LedgerTag::of(ledger));
            }
        }
        // What one ledger says another shows.
        if told_elsewhere::is_said_in(ledgers) {
            for id in told_elsewhere::SHOWING {
                cache.remove(&LedgerTag::of(id));
            }
        }
        // Whether a deletion counts follows from what hangs on it.
        for held in hanging::held_by(ledgers) {
            if cache.get(&held).is_some_and(|known| known.has_gone) {
                cache.remove(&held);
            }
        }
        self.dirty = true;
    }

    /// Writes what no rule was asked about, as another version or a forged
    /// bundle may bring it.
    #[cfg(test)]
    pub(crate) fn write_unjudged(&mut self, draft: Draft) {
        self.write(draft, Cause::Act).unwrap();
    }

    /// Judges a draft as [`Workbench::commit`] would, and writes nothing.
    pub(crate) fn check(&self, mut draft: Draft) -> Result<(), Error> {
        self.complete_fieldwork(&mut draft)?;
        // No number is counted for what may never be: a sheet is judged row by row.
        let tag = LedgerTag::of(issues::ID);
        for id in draft.created.clone().into_iter().filter(|id| id.ledger() == tag) {
            draft.set(id, issues::NUMBER, Value::text(self.letter()));
        }
        self.number_issues(&mut draft)?;
        self.keep_recorded(&mut draft)?;
        self.link_steps(&mut draft)?;
        self.complete(&mut draft)?;
        self.link_consents(&mut draft)?;
        self.judge(&draft)
    }

    /// Fills in what follows from a draft of projects, oversight and bulletins.
    fn complete(&self, draft: &mut Draft) -> Result<(), Error> {
        self.cover_disclosures(draft)?;
        self.note_facts(draft)?;
        self.complete_hot_topics(draft)?;
        self.complete_leaves(draft)?;
        self.complete_bulletins(draft)
    }

    fn judge(&self, draft: &Draft) -> Result<(), Error> {
        // Whether a record stands, asked for once: the changes of one follow each other.
        let mut asked: Option<(RecordId, bool)> = None;
        let erased = &self.store.totals().erased;
        for change in &draft.changes {
            if erased.close(change.record, change.slot.tag) {
                return Err(Refusal::Erased.into());
            }
            let ledger = self.ledger_of(change.record)?;
            let deletes = change.slot.tag == LIFE && change.cell == life(false);
            let strikes = change.slot.tag == STRUCK;
            let why = codec::value(&change.cell).filter(|_| strikes);
            if why.is_some_and(|why| !why.as_text().is_some_and(input::says_something)) {
                return Err(Refusal::Missing("reason").into());
            }
            match ledger.nature {
                Nature::Issue if deletes || strikes => return Err(Refusal::Undeletable.into()),
                Nature::Entry if deletes => return Err(Refusal::StrikeOut.into()),
                Nature::Card | Nature::Entry | Nature::Issue => {}
            }
            if !draft.begins(change.record) {
                let stands = match asked {
                    Some((record, stands)) if record == change.record => stands,
                    Some(_) | None => self.existing(change.record)?.stands(),
                };
                asked = Some((change.record, stands));
                if !stands && !deletes && !strikes && change.slot.tag != LIFE {
                    return Err(Refusal::Gone.into());
                }
            }
        }
        self.judge_content(draft)
    }

    /// Judges what a draft leaves behind, whatever it touches: also what an
    /// undo brings back and what settles a conflict keeps to the rules.
    pub(super) fn judge_content(&self, draft: &Draft) -> Result<(), Error> {
        let erased = &self.store.totals().erased;
        for id in draft.records() {
            let ledger = self.ledger_of(id)?;
            let row = self.row_with(id, draft)?;
            if !row.stands() {
                continue;
            }
            // What was erased cannot be filled in any more, and need not be.
            let is_missing =
                |field: &&Field| field.required && !is_filled(field, &row) && !erased.close(id, field.tag);
            let missing = ledger.fields.iter().filter(is_missing);
            let missing: Vec<Wording> = missing.map(|field| field.title.clone()).collect();
            if !missing.is_empty() {
                return Err(Refusal::Required(missing).into());
            }
        }
        self.judge_declarations(draft)?;
        self.judge_rules(draft)?;
        self.judge_tables(draft)?;
        self.judge_people(draft)?;
        self.judge_visits(draft)?;
        self.judge_fieldwork(draft)?;
        self.judge_pairings(draft)?;
        self.judge_days(draft)?;
        self.judge_projects(draft)?;
        self.judge_oversight(draft)?;
        self.judge_bulletins(draft)?;
        self.judge_voices(draft)?;
        self.judge_informers(draft)?;
        self.judge_takers(draft)?;
        self.judge_hot_topics(draft)?;
        self.judge_hanging(draft)?;
        self.judge_steps(draft)
    }

    /// Judges what is written about people: no label, no use without consent,
    /// no change of who looked and what went out (domain.md §4).
    pub(super) fn judge_people(&self, draft: &Draft) -> Result<(), Error> {
        self.judge_logs(draft)?;
        self.judge_members(draft)?;
        self.judge_recusals(draft)?;
        self.judge_links(draft)?;
        self.judge_askers(draft)?;
        self.judge_apart(draft)?;
        self.judge_own_words(draft)?;
        self.judge_numbers(draft)?;
        self.judge_labels(draft)?;
        self.judge_typed_consents(draft)?;
        self.judge_consents(draft)
    }

    /// Judges what is said of visits: whom a category is owed to.
    pub(super) fn judge_visits(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(visits::ID);
        let decides = |tag: Tag| matches!(tag, visits::CATEGORY | visits::RESIDENT);
        let mut waiting: Option<HashSet<RecordId>> = None;
        let mut judged = HashSet::new();
        for change in draft.changes.iter().filter(|change| change.record.ledger() == tag) {
            if !decides(change.slot.tag) || !judged.insert(change.record) {
                continue;
            }
            let visit = self.row_with(change.record, draft)?;
            if !visit.stands() || visit.text(visits::CATEGORY) != visits::PETITIONER {
                continue;
            }
            let waiting = match &mut waiting {
                Some(known) => known,
                unknown => unknown.insert(self.waiting_residents()?),
            };
            let waits = visit.reference(visits::RESIDENT).is_some_and(|resident| waiting.contains(&resident));
            rules::permit_petitioner(waits)?;
        }
        Ok(())
    }

    /// Judges new steps one after the other, each on what those before it left.
    fn judge_steps(&self, draft: &Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(steps::ID);
        let mut before = self.steps_before(draft)?;
        for id in draft.created.iter().filter(|id| id.ledger() == tag) {
            let step = self.row_with(*id, draft)?;
            let issue = step.reference(steps::ISSUE).ok_or(Refusal::Missing("issue"))?;
            let standing = self.standing_of(issue, draft, &before)?;
            rules::permit_step(&step, &standing)?;
            if step.text(steps::KIND) == StepKind::Merge.key() {
                self.judge_merge(&step, draft, &before)?;
            }
            before.add(issue, step);
        }
        Ok(())
    }

    /// Gives new issues their numbers and their moment.
    fn number_issues(&self, draft: &mut Draft) -> Result<(), Error> {
        let tag = LedgerTag::of(issues::ID);
        let new: Vec<RecordId> = draft.created.iter().copied().filter(|id| id.ledger() == tag).collect();
        if new.is_empty() {
            return Ok(());
        }
        let prefix = format!("{}-", self.letter());
        let mut last = None;
        for id in new {
            let row = self.row_with(id, draft)?;
            if row.text(issues::NUMBER).is_empty() {
                let number = last.map_or_else(|| self.last_number(&prefix), Ok)? + 1;
                last = Some(number);
                draft.set(id, issues::NUMBER, Value::text(format!("{prefix}{number}")));
            }
            if row.instant(issues::REGISTERED).is_none() {
                draft.set(id, issues::REGISTERED, Some(Value::Instant(self.now())));
            }
            let default = |tag: Tag, key: &str, draft: &mut Draft| {
                if row.text(tag).is_empty() {
                    draft.set(id, tag, Some(Value::Choice(key.to_owned())));
                }
            };
            default(issues::KIND, "request", draft);
            default(issues::URGENCY, "normal", draft);
        }
        Ok(())
    }

    /// The highest number that an issue of this laptop has.
    fn last_number(&self, prefix: &str) -> Result<u64, Error> {
        let rows = self.rows(issues::ID)?;
        let taken = rows.iter().filter_map(|row| {
            let number = row.text(issues::NUMBER).strip_prefix(prefix)?;
            number.split(view::APART).next()?.parse::<u64>().ok()
        });
        Ok(taken.max().unwrap_or(0))
    }
}
