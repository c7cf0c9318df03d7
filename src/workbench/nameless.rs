//! Whose name is not told on this laptop: worked out with the issues, once for
//! every reading of them (domain.md §4.2 rules 5, 6).

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::{bench::Workbench, error::Error, view};
use crate::domain::{
    field::Tag,
    id::{LedgerTag, RecordId},
    issues::{issues, steps},
    ledger::Ledger,
    nameless::{Hidden, NAMELESS, WITHHELD, is_of_words},
    recusal,
    roster::{households, residents},
    row::Row,
    rules::Refusal,
    team::members,
    value::Value,
    voices,
    wording::Wording,
};

/// Why whoever is named does not see who asked.
const ABOUT_YOU: Wording = Wording::new(
    "这件事涉及您本人，反映人是谁不给您看（信访工作条例第二十八、三十条：回避、不得透露）；请由组长或别的组员办理",
    "this matter is about you: who asked is not shown to you (recusal); a lead or another member handles it",
);

/// What is not told here.
#[derive(Debug, Default)]
pub(super) struct Nameless {
    /// Issues of which it is not told who asked first.
    issues: HashSet<RecordId>,
    /// Of these, those that are about the member who uses this laptop, with
    /// all that is one matter with them.
    withheld: HashSet<RecordId>,
    /// What the texts of an issue lose.
    words: HashMap<RecordId, Hidden>,
    /// Whom issues are about, where it is somebody of the group.
    barred: HashMap<RecordId, BTreeSet<RecordId>>,
    /// Whether whom an issue is about may follow from a visit and the steps.
    tied: bool,
}

impl Nameless {
    /// Whether it is not told who raised an issue first.
    pub(super) fn hides(&self, issue: RecordId) -> bool {
        self.issues.contains(&issue)
    }

    /// Whether an issue is about the member who uses this laptop.
    pub(super) fn withholds(&self, issue: RecordId) -> bool {
        self.withheld.contains(&issue)
    }

    /// Whether an issue is about anybody of the group, or withheld from the member who uses this laptop.
    pub(super) fn is_apart(&self, issue: RecordId) -> bool {
        self.barred.contains_key(&issue) || self.withholds(issue)
    }

    /// Whether any issue is about somebody of the group.
    pub(super) fn bars_any(&self) -> bool {
        !self.barred.is_empty()
    }

    /// Whether whom an issue is about may follow from a visit and the steps.
    pub(super) fn is_tied(&self) -> bool {
        self.tied
    }

    /// Learns that the texts of an issue lose a name or a number.
    pub(super) fn learn(&mut self, issue: RecordId, word: &str, instead: &'static str) {
        self.words.entry(issue).or_default().learn(word, instead);
    }

    /// Whether any issue is.
    pub(super) fn withholds_any(&self) -> bool {
        !self.withheld.is_empty()
    }

    /// What the texts of an issue lose; none where they lose nothing.
    pub(super) fn words_of(&self, issue: RecordId) -> Option<&Hidden> {
        self.words.get(&issue).filter(|hidden| !hidden.is_empty())
    }

    /// Whether every text here is as it was written.
    pub(super) fn is_plain(&self) -> bool {
        self.words.is_empty()
    }

    /// Whom an issue is about, of the group.
    pub(super) fn barred_from(&self, issue: RecordId) -> Option<&BTreeSet<RecordId>> {
        self.barred.get(&issue)
    }
}

impl Workbench {
    /// What is not told here.
    pub(super) fn nameless(&self) -> Result<Arc<Nameless>, Error> {
        if let Some(known) = self.nameless.borrow().as_ref() {
            return Ok(Arc::clone(known));
        }
        // Reading the issues works it out.
        self.rows(issues::ID)?;
        Ok(self.nameless.borrow().as_ref().map(Arc::clone).unwrap_or_default())
    }

    /// Works out from the issues, as they are stored, what is not told of them.
    pub(super) fn work_out_nameless(&self, rows: &[Row], tied: bool) -> Result<(), Error> {
        let mut known = Nameless { tied, ..Nameless::default() };
        let named: Vec<&Row> = rows.iter().filter(|row| !row.all(issues::ABOUT).is_empty()).collect();
        if !named.is_empty() {
            let members = self.rows(members::ID)?;
            for row in named {
                let barred = recusal::barred(row, &members);
                if barred.contains(&self.member()) {
                    known.withheld.insert(row.id);
                }
                if !barred.is_empty() {
                    known.barred.insert(row.id, barred);
                }
            }
            if !known.withheld.is_empty() {
                self.with_what_is_merged(&mut known.withheld)?;
            }
        }
        for row in rows {
            let withheld = known.withheld.contains(&row.id);
            if !withheld && !row.is(issues::ANONYMOUS) {
                continue;
            }
            known.issues.insert(row.id);
            let instead = if row.is(issues::ANONYMOUS) { NAMELESS } else { WITHHELD };
            self.learn_of(&mut known, row.id, row, [issues::FROM, issues::RESIDENT, issues::PHONE], instead)?;
        }
        let ledger = self.ledger(voices::ID)?;
        for entry in self.store.records(ledger.tag)? {
            let (id, record) = entry?;
            let row = view::row(id, &record, ledger);
            let Some(issue) = row.reference(voices::ISSUE) else { continue };
            if row.is(voices::ANONYMOUS) || known.withheld.contains(&issue) {
                let instead = if row.is(voices::ANONYMOUS) { NAMELESS } else { WITHHELD };
                self.learn_of(
                    &mut known,
                    issue,
                    &row,
                    [voices::NAME, voices::RESIDENT, voices::PHONE],
                    instead,
                )?;
            }
        }
        if !known.withheld.is_empty() {
            self.learn_of_referring(&mut known)?;
            let own = self.row(self.member())?;
            let called =
                own.iter().flat_map(|row| row.all(members::NAME).iter().chain(row.all(members::NAMES)));
            let own: Vec<&str> = called.filter_map(Value::as_text).collect();
            // He knows what he is called himself.
            known
                .words
                .values_mut()
                .for_each(|hidden| own.iter().for_each(|name| *hidden = hidden.but(name)));
        }
        self.nameless.replace(Some(Arc::new(known)));
        Ok(())
    }

    /// Learns by what somebody who asked is known.
    fn learn_of(
        &self,
        known: &mut Nameless,
        issue: RecordId,
        row: &Row,
        [name, resident, phone]: [Tag; 3],
        instead: &'static str,
    ) -> Result<(), Error> {
        known.learn(issue, row.text(name), instead);
        known.learn(issue, row.text(phone), instead);
        let Some(person) = row.reference(resident) else {
            return self.learn_named(known, issue, row.text(name), instead);
        };
        if known.withholds(issue) {
            return self.learn_person(known, issue, person);
        }
        for word in [residents::NAME, residents::PHONE] {
            known.learn(issue, &self.stored_text(person, word)?, instead);
        }
        Ok(())
    }

    /// Learns by what those are known who bear a name that stands by itself: whoever
    /// asked is perhaps on a card, and the words may tell the number that stands there.
    fn learn_named(
        &self,
        known: &mut Nameless,
        issue: RecordId,
        name: &str,
        instead: &'static str,
    ) -> Result<(), Error> {
        let name = recusal::plain_name(name);
        if name.chars().count() < 2 {
            return Ok(());
        }
        for (ledger, called, phone) in [
            (residents::ID, residents::NAME, residents::PHONE),
            (households::ID, households::HEAD, households::PHONE),
        ] {
            for row in self.rows(ledger)?.iter().filter(|row| recusal::plain_name(row.text(called)) == name) {
                if known.withholds(issue) {
                    self.learn_person(known, issue, row.id)?;
                } else {
                    known.learn(issue, &self.stored_text(row.id, phone)?, instead);
                }
            }
        }
        Ok(())
    }

    /// Learns by what a resident or a household is known: names, numbers, where that is.
    pub(super) fn learn_person(
        &self,
        known: &mut Nameless,
        issue: RecordId,
        who: RecordId,
    ) -> Result<(), Error> {
        let own =
            [residents::NAME, residents::PHONE, residents::ID_NUMBER, residents::ADDRESS, residents::WECHAT];
        let home = [households::ADDRESS, households::HEAD, households::PHONE];
        let mut homes = vec![who];
        if who.ledger() == LedgerTag::of(residents::ID) {
            for tag in own {
                known.learn(issue, &self.stored_text(who, tag)?, WITHHELD);
            }
            homes =
                self.stored(who)?.and_then(|row| row.reference(residents::HOUSEHOLD)).into_iter().collect();
        }
        for house in homes {
            for tag in home {
                known.learn(issue, &self.stored_text(house, tag)?, WITHHELD);
            }
        }
        Ok(())
    }

    /// What a resident is called, as it is stored.
    pub(super) fn stored_name(&self, person: RecordId) -> Result<String, Error> {
        self.stored_text(person, residents::NAME)
    }

    /// A text of a resident's or a household's card, as it is stored.
    fn stored_text(&self, who: RecordId, tag: Tag) -> Result<String, Error> {
        Ok(self.stored(who)?.map(|row| row.text(tag).to_owned()).unwrap_or_default())
    }

    /// A resident's or a household's card, as it is stored.
    fn stored(&self, who: RecordId) -> Result<Option<Row>, Error> {
        let ledger =
            self.catalog.of(who).filter(|it| [residents::ID, households::ID].contains(&it.id.as_str()));
        let Some(ledger) = ledger else { return Ok(None) };
        Ok(self.store.record(who)?.map(|record| view::row(who, &record, ledger)))
    }

    /// Takes in what was merged with some issues, whoever merged it.
    fn with_what_is_merged(&self, issues: &mut HashSet<RecordId>) -> Result<(), Error> {
        let ledger = self.ledger(steps::ID)?;
        let mut merges = Vec::new();
        for entry in self.store.records(ledger.tag)? {
            let (id, record) = entry?;
            let step = view::row(id, &record, ledger);
            merges.extend(step.reference(steps::ISSUE).zip(step.reference(steps::INTO)));
        }
        loop {
            let known = issues.len();
            for (from, into) in &merges {
                if issues.contains(from) || issues.contains(into) {
                    issues.extend([*from, *into]);
                }
            }
            if issues.len() == known {
                return Ok(());
            }
        }
    }

    /// Leaves names out of the texts of a record.
    pub(super) fn veil(ledger: &Ledger, row: &mut Row, hidden: &Hidden) {
        for (tag, values) in &mut row.values {
            if !ledger.field(*tag).is_some_and(is_of_words) {
                continue;
            }
            for value in values {
                if let Value::Text(text) = value
                    && let Some(told) = hidden.veil(text)
                {
                    *text = told;
                }
            }
        }
    }

    /// Refuses to show in full what is about whoever looks.
    pub(super) fn refuse_own_matter(&self, record: RecordId) -> Result<(), Error> {
        let issue = if record.ledger() == LedgerTag::of(voices::ID) {
            self.row(record)?.and_then(|row| row.reference(voices::ISSUE))
        } else {
            Some(record)
        };
        let withheld = issue.map(|issue| Ok::<_, Error>(self.nameless()?.withholds(issue))).transpose()?;
        if withheld == Some(true) || self.is_withheld(record)? {
            Err(Refusal::Said(ABOUT_YOU).into())
        } else {
            Ok(())
        }
    }
}
