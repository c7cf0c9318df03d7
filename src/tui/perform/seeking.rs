//! What issues and ledgers are searched by, kept in step with what they say.
//!
//! Issues are indexed with everything else that is read. The other ledgers are
//! when somebody looks for something in them, and then only those that changed.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::Performer;
use crate::{
    domain::{
        checklists,
        field::Kind,
        id::RecordId,
        issues::issues,
        ledger::{Catalog, Ledger},
        retention::periods,
        roster::{neighbourhoods, residents},
        row::Row,
        team::members,
    },
    search::Index,
    tui::{event::Answer, screens::ledgers::is_offered, snapshot::BooksIndex, sought::Sought},
    workbench::{Error, Workbench, steps::Case},
};

/// An index, and what it is made of.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The rows that it was made of.
    rows: Vec<Arc<Vec<Row>>>,
    /// Issues besides, as they stood.
    cases: Arc<Vec<Case>>,
    /// What each record said.
    marks: HashMap<RecordId, u64>,
    index: Arc<Index<RecordId>>,
}

impl Kept {
    fn is_of(&self, rows: &[Arc<Vec<Row>>]) -> bool {
        self.rows.len() == rows.len()
            && self.rows.iter().zip(rows).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// Indexes what says something else than before, and forgets what is not there any more.
    fn renew(&mut self, all: impl Iterator<Item = (RecordId, Sought)>) {
        let mut before = std::mem::take(&mut self.marks);
        let is_first = before.is_empty();
        for (id, sought) in all {
            let mark = sought.mark();
            if before.remove(&id) != Some(mark) {
                sought.insert(Arc::make_mut(&mut self.index), id);
            }
            self.marks.insert(id, mark);
        }
        for id in before.into_keys() {
            Arc::make_mut(&mut self.index).remove(id);
        }
        if is_first && !self.marks.is_empty() {
            self.marks.shrink_to_fit();
            Arc::make_mut(&mut self.index).shrink_to_fit();
        }
    }
}

/// Names records, each looked up once.
struct Names<'a> {
    bench: &'a Workbench,
    known: RefCell<HashMap<RecordId, String>>,
}

impl<'a> Names<'a> {
    fn new(bench: &'a Workbench) -> Self {
        Self { bench, known: RefCell::default() }
    }

    fn of(&self, id: RecordId) -> String {
        let read = || self.bench.called(id).unwrap_or_default();
        self.known.borrow_mut().entry(id).or_insert_with(read).clone()
    }
}

/// What F6 shows of an issue, and its words.
fn of_issue(case: &Case, names: &Names<'_>) -> Sought {
    let (issue, standing) = (&case.issue, &case.standing);
    let text = |tag| issue.text(tag).to_owned();
    let mut sought = Sought {
        name: vec![text(issues::TITLE)],
        text: vec![text(issues::CATEGORY), text(issues::DETAIL)],
        tails: vec![text(issues::NUMBER), text(issues::SOURCE)],
        ends: vec![text(issues::PHONE)],
    };
    if !issue.is(issues::ANONYMOUS) {
        let from = text(issues::FROM);
        sought.name.push(if from.is_empty() {
            issue.reference(issues::RESIDENT).map(|id| names.of(id)).unwrap_or_default()
        } else {
            from
        });
    }
    let owners = standing.owner.iter().chain(&standing.rivals);
    sought.name.extend(owners.map(|id| names.of(*id)));
    sought.text.extend(issue.reference(issues::NEIGHBOURHOOD).map(|id| names.of(id)));
    sought
}

/// Whether a ledger has an index of its own here: residents and issues have theirs, and the
/// periods of keeping are for a part the program's own.
fn is_indexed(ledger: &Ledger) -> bool {
    let own = [residents::ID, issues::ID, periods::ID];
    ledger.id == checklists::ID || is_offered(ledger) && !own.contains(&ledger.id.as_str())
}

/// The rows that an index over a ledger follows from; none where it may refer to any ledger.
fn made_of(
    bench: &Workbench,
    catalog: &Catalog,
    ledger: &Ledger,
) -> Result<Option<Vec<Arc<Vec<Row>>>>, Error> {
    let mut rows = vec![bench.rows(&ledger.id)?];
    for field in &ledger.fields {
        let Kind::Ref(to) = &field.kind else { continue };
        if catalog.get(to).is_none() {
            return Ok(None);
        }
        rows.push(bench.rows(to)?);
    }
    Ok(Some(rows))
}

impl Performer {
    /// The issues, indexed again only where they changed.
    pub(super) fn issue_index(&mut self) -> Result<Arc<Index<RecordId>>, Error> {
        let bench = &self.bench;
        let cases = bench.all_cases()?;
        let near = [members::ID, neighbourhoods::ID, residents::ID];
        let rows = near.iter().map(|ledger| bench.rows(ledger)).collect::<Result<Vec<_>, _>>()?;
        let kept = &mut self.issues_kept;
        if !(Arc::ptr_eq(&kept.cases, &cases) && kept.is_of(&rows)) {
            let names = Names::new(bench);
            kept.renew(cases.iter().map(|case| (case.issue.id, of_issue(case, &names))));
            (kept.cases, kept.rows) = (cases, rows);
        }
        Ok(Arc::clone(&kept.index))
    }

    /// Tells what the other ledgers are searched by.
    pub(super) fn index_books(&mut self, tell: &mut dyn FnMut(Answer)) {
        match self.books_index() {
            Ok(books) => tell(Answer::Indexed(Arc::new(books))),
            Err(error) => tell(Answer::Remark(self.bench.told(&error, self.lang))),
        }
    }

    fn books_index(&mut self) -> Result<BooksIndex, Error> {
        let (bench, catalog) = (&self.bench, Arc::clone(&self.catalog));
        let names = Names::new(bench);
        let called = |id| names.of(id);
        let mut books = BTreeMap::new();
        for ledger in catalog.iter().filter(|ledger| is_indexed(ledger)) {
            let kept = self.books_kept.entry(ledger.id.clone()).or_default();
            let rows = made_of(bench, &catalog, ledger)?;
            if !rows.as_ref().is_some_and(|rows| kept.is_of(rows)) {
                let own = bench.rows(&ledger.id)?;
                let standing = own.iter().filter(|row| row.stands());
                kept.renew(standing.map(|row| (row.id, Sought::of(ledger, row, &called))));
                kept.rows = rows.unwrap_or_default();
            }
            books.insert(ledger.id.clone(), Arc::clone(&kept.index));
        }
        self.books_kept.retain(|id, _| books.contains_key(id));
        Ok(books)
    }
}
