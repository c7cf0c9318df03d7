//! What comes of a visit bears the bars of what the visit tells of
//! (信访工作条例 28, 30; domain.md §4.2 rule 5, B8).
//!
//! A visit that refers to an issue about a member is kept from him. What was asked
//! for or suggested on it is an issue of its own, and would tell him the same: it
//! is about him as well, from the commit in which it begins, or from the link where
//! that comes later (`following`).
//!
//! Who is no member of the group sees nothing here; of him and of units the bar goes
//! along only where what was raised names them, so that a lamp which that unit is to
//! mend still goes to it. A member is barred from all that was raised beside: who
//! asked for it is who complained. Where it has nothing to do with him, whom it is
//! about is taken out with a reason, and the visit does not tie the two before him.

mod following;

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

/// That what a visit raised is kept from a member because of another issue of the visit.
pub const BARS_ALONG: Wording = Wording::new(
    "走访关联的事项涉及一位组员：走访时提出的其他事项也一并由他回避，免得他由此知道是谁说的。其中与他无关、要由他办的，在那件事项里写明理由（about_reason）去掉“涉及的人或单位”（about）",
    "the visit refers to an issue about a member: what else was raised on it is kept from him as well, or it would tell him who told; if it has nothing to do with him and is his to handle, take him out of its about, with the reason (about_reason)",
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
        let members = self.rows(members::ID)?;
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
                    for raised in &raised {
                        let row = self.row_with(*raised, draft)?;
                        if name.as_text().is_some_and(|name| is_concerned(&row, name, &members)) {
                            bars.push((*raised, name.clone()));
                        }
                    }
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

    /// Whether the words of what a draft begins or completes name a member, and nothing
    /// says that it is about him; lines of a detail that are `passed_over` do not count.
    pub(crate) fn draft_names_a_member(
        &self,
        id: RecordId,
        draft: &Draft,
        passed_over: &dyn Fn(&str) -> bool,
    ) -> Result<bool, Error> {
        let mut row = self.row_with(id, draft)?;
        if id.ledger() == LedgerTag::of(issues::ID) {
            let lines: Vec<&str> =
                row.text(issues::DETAIL).lines().filter(|line| !passed_over(line)).collect();
            let detail = Value::Text(lines.join("\n"));
            row.values.insert(issues::DETAIL, vec![detail]);
        }
        self.names_a_member(&row)
    }

    /// Whether something that a visit raised is kept from a member by another issue
    /// of the visit alone: nothing in it tells of him.
    pub(super) fn bars_along(&self, visit: &Row) -> Result<bool, Error> {
        if visit.id.ledger() != LedgerTag::of(visits::ID) {
            return Ok(false);
        }
        let linked: Vec<RecordId> = visit.references(visits::ISSUES).collect();
        let linked: Vec<Row> =
            linked.into_iter().filter_map(|id| self.row(id).transpose()).collect::<Result<_, _>>()?;
        let members = self.rows(members::ID)?;
        let along = |issue: &Row| {
            let mut barred = members.iter().filter(|it| recusal::bars_member(handling::about(issue), it));
            barred.any(|member| {
                let mut others = linked.iter().filter(|other| other.id != issue.id);
                !recusal::bars_member(words(issue), member)
                    && others.any(|other| recusal::bars_member(handling::about(other), member))
            })
        };
        Ok(linked.len() > 1 && linked.iter().any(along))
    }
}

/// What an issue says in words.
fn words(issue: &Row) -> impl Iterator<Item = &str> {
    [issues::TITLE, issues::DETAIL].into_iter().map(|tag| issue.text(tag))
}

/// Whether what a visit raised is kept from somebody whom another issue of the visit
/// is about: a member of the group, or whoever is named in it.
fn is_concerned(issue: &Row, name: &str, members: &[Row]) -> bool {
    let is_member = || members.iter().any(|member| recusal::bars_member(std::iter::once(name), member));
    is_named(issue, name, members) || is_member()
}

/// Whether the words of an issue name somebody, or a member by any name that he bore.
fn is_named(issue: &Row, name: &str, members: &[Row]) -> bool {
    let mut meant = members.iter().filter(|member| recusal::bars_member(std::iter::once(name), member));
    words(issue).any(|text| recusal::speaks_of(text, name))
        || meant.any(|member| recusal::bars_member(words(issue), member))
}
