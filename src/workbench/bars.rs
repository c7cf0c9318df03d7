//! What comes of a visit bears the bars of what the visit tells of
//! (信访工作条例 28, 30; domain.md §4.2 rule 5, B8).
//!
//! A visit that refers to an issue about a member is kept from him. What was asked
//! for or suggested on it is an issue of its own, and would tell him the same: it
//! is about him as well, from the commit in which it begins.

use super::{bench::Workbench, draft::Draft, error::Error, view};
use crate::{
    domain::{
        field::Tag,
        handling,
        id::{LedgerTag, RecordId},
        informers,
        issues::issues,
        recusal,
        row::Row,
        team::members,
        value::Value,
        visits,
        wording::Wording,
    },
    store::codec,
};

/// That words name a member whom nothing says to be concerned; a hint, for many
/// who are named are only asked to help.
pub const NAMES_MEMBER: Wording = Wording::new(
    "文字里写到一位组员的姓名：如果是反映他本人的，请在事项的“涉及的人或单位”（about）里填上他，走访请关联到这样的事项，由他回避；不是的不用改",
    "the words name a member of the group: if they are about him, say so in the issue (about), or link the visit to such an issue, and he has no part in it; otherwise nothing needs to be done",
);

/// What of a visit is told in somebody else's words.
const TOLD: [Tag; 4] = [visits::WORDS, visits::OPINION, visits::WANTS, visits::ADVICE];

impl Workbench {
    /// Says of what a visit raises whom the issues are about that the visit refers to.
    pub(super) fn hand_on_bars(&self, draft: &mut Draft) -> Result<(), Error> {
        let of = |ledger: &str| {
            let tag = LedgerTag::of(ledger);
            draft.created.iter().copied().filter(move |id| id.ledger() == tag)
        };
        let new: Vec<RecordId> = of(issues::ID).collect();
        if new.is_empty() {
            return Ok(());
        }
        // A visit entered by itself raised all of it, what it does not refer to included.
        let alone = of(visits::ID).count() == 1;
        let tag = LedgerTag::of(visits::ID);
        let mut bars: Vec<(RecordId, Value)> = Vec::new();
        for visit in draft.records().into_iter().filter(|id| id.ledger() == tag) {
            let linked = self.linked_by(visit, draft)?;
            let raised: Vec<RecordId> = if alone && draft.begins(visit) {
                new.clone()
            } else {
                linked.iter().copied().filter(|id| draft.begins(*id)).collect()
            };
            if raised.is_empty() {
                continue;
            }
            for issue in linked {
                for name in self.whom_it_bars(issue, draft)? {
                    bars.extend(raised.iter().map(|raised| (*raised, name.clone())));
                }
            }
        }
        for (issue, name) in bars {
            draft.add(issue, issues::ABOUT, &name);
        }
        Ok(())
    }

    /// The issues to which a visit refers, whether or not that is told.
    fn linked_by(&self, visit: RecordId, draft: &Draft) -> Result<Vec<RecordId>, Error> {
        let ledger = self.ledger(visits::ID)?;
        let stored = self.store.record(visit)?.map(|record| view::row(visit, &record, ledger));
        let mut linked: Vec<RecordId> =
            stored.iter().flat_map(|row| row.references(visits::ISSUES)).collect();
        for change in draft.changes_of(visit).filter(|change| change.slot.tag == visits::ISSUES) {
            let Some(Value::Ref(issue)) = codec::element_value(&change.slot) else { continue };
            linked.retain(|known| *known != issue);
            if !change.cell.is_none() {
                linked.push(issue);
            }
        }
        Ok(linked)
    }

    /// By whom a matter is barred: whoever it is said to be about, and the members
    /// whom something is about that goes on in it. Nothing, where that is whoever
    /// works here: what he enters himself would tell him.
    fn whom_it_bars(&self, issue: RecordId, draft: &Draft) -> Result<Vec<Value>, Error> {
        if draft.begins(issue) {
            return Ok(self.row_with(issue, draft)?.all(issues::ABOUT).to_vec());
        }
        if self.nameless()?.withholds(issue) {
            return Ok(Vec::new());
        }
        let Some(row) = self.row(issue)? else { return Ok(Vec::new()) };
        let mut names = row.all(issues::ABOUT).to_vec();
        let standing = self.case(issue)?.standing;
        for member in self.rows(members::ID)?.iter().filter(|member| standing.bars(member.id)) {
            if !recusal::bars_member(handling::about(&row), member) {
                names.extend(member.one(members::NAME).cloned());
            }
        }
        Ok(names)
    }

    /// Whether the words of an issue or a visit name a member, and nothing says that
    /// it is about him. Whoever made the visit knows of it.
    pub(super) fn names_a_member(&self, row: &Row) -> Result<bool, Error> {
        let members = self.rows(members::ID)?;
        if row.id.ledger() == LedgerTag::of(issues::ID) {
            return Ok(informers::named_in_words(row, &members).next().is_some());
        }
        if row.id.ledger() != LedgerTag::of(visits::ID) {
            return Ok(false);
        }
        let mut about = Vec::new();
        for issue in row.references(visits::ISSUES) {
            let issue = self.row(issue)?;
            about.extend(issue.iter().flat_map(handling::about).map(str::to_owned));
        }
        let words = || TOLD.iter().map(|tag| row.text(*tag));
        let named = |member: &&Row| member.stands() && recusal::bars_member(words(), member);
        let is_new = |member: &Row| {
            !recusal::bars_member(about.iter().map(String::as_str), member)
                && !row.references(visits::VISITORS).any(|visitor| visitor == member.id)
        };
        Ok(members.iter().filter(named).any(is_new))
    }
}
