//! The data that screens show, as the worker read them last.

mod disputes;
mod field;
mod lookup;
mod roster;
mod standings;
mod trends;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};

use super::{
    keys::KeyMap,
    lists::{Arrangement, Orders},
};
use crate::{
    domain::{
        checklists::{Checklist, Clarity},
        classes::Class,
        deadlines::Deadlines,
        field::Field,
        id::RecordId,
        input,
        issues::issues,
        ledger::Catalog,
        naming, privacy,
        projects::Board,
        row::Row,
        team::{members, peers},
        value::Value,
        wording::{Lang, Wording},
    },
    search::Index,
    workbench::{
        Workbench, agenda::Agenda, backups::Backups, checks::Share, conflicts::Conflict, erasure::Arrival,
        folder::Found, help::HelpProject, peers::Laptop, printing::Issue, status::StatusReport, steps::Case,
    },
};

use super::theme::Looks;

pub(super) use field::Fieldwork;
pub(super) use lookup::{Lookup, Tally};
pub(super) use roster::Roster;
pub(super) use standings::{Due, Standings, period_rows};
pub(super) use trends::{ThisMonth, Trends};

/// By ledger: the index over its records that stand.
pub(super) type BooksIndex = BTreeMap<String, Arc<Index<RecordId>>>;

/// Plain data; cheap to hand on.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Clone)]
pub(super) struct Snapshot {
    /// Whether it is what the first frame is drawn from: the worker reads the rest still.
    pub(super) is_outline: bool,
    pub(super) today: Date,
    pub(super) lang: Lang,
    /// The themes that there are, and what was chosen.
    pub(super) looks: Arc<Looks>,
    /// The keys in use.
    pub(super) keys: Arc<KeyMap>,
    /// Why the workspace's own keys are not.
    pub(super) keys_trouble: Option<Wording>,
    /// The member who uses this laptop.
    pub(super) member: RecordId,
    pub(super) status: StatusReport,
    pub(super) catalog: Arc<Catalog>,
    pub(super) checklists: Arc<Vec<Checklist>>,
    pub(super) cases: Arc<Vec<Case>>,
    /// What deadlines are reckoned by.
    pub(super) deadlines: Deadlines,
    /// What the day asks for, and the days after it.
    pub(super) agenda: Agenda,
    /// The classes that an issue can be of.
    pub(super) classes: Vec<Class>,
    /// The analysis sheets of issues.
    pub(super) sheets: Vec<Row>,
    /// The issues that are the part of whoever uses this laptop; none where he sees all.
    pub(super) own_issues: Option<HashSet<RecordId>>,
    /// Whether lists begin with them.
    pub(super) begins_with_own: bool,
    /// What was judged of topics that were computed.
    pub(super) judgements: Vec<Row>,
    pub(super) issue_index: Arc<Index<RecordId>>,
    /// What the other ledgers are searched by, once something is looked for in them.
    pub(super) books_index: Option<Arc<BooksIndex>>,
    pub(super) roster: Arc<Roster>,
    pub(super) neighbourhoods: Vec<Row>,
    pub(super) members: Vec<Row>,
    pub(super) visits: Arc<Vec<Row>>,
    pub(super) checks: Arc<Vec<Row>>,
    /// Coverage, plan, phases and diaries.
    pub(super) field: Arc<Fieldwork>,
    pub(super) shares: HashMap<(RecordId, Clarity), Share>,
    /// Issues by month and kind, how long they have waited, and where they are.
    pub(super) trends: Arc<Trends>,
    /// The figures of this month, once F9 was looked at.
    pub(super) month: Option<Box<ThisMonth>>,
    /// Help projects, those in work first.
    pub(super) projects: Arc<Vec<HelpProject>>,
    /// What became of what people need.
    pub(super) needs: Board,
    /// Bulletins, each with the lines it is printed in.
    pub(super) bulletins: Arc<Vec<(Issue, Vec<String>)>>,
    /// Whether this laptop is a lead's.
    pub(super) leads: bool,
    pub(super) conflicts: Vec<Dispute>,
    /// The rows of every ledger that people add to.
    pub(super) books: HashMap<String, Arc<Vec<Row>>>,
    /// The rules that records break.
    pub(super) faults: HashMap<RecordId, Vec<Wording>>,
    /// Who meets a preference of an opening for work, and the other way about.
    pub(super) fits: HashMap<RecordId, Wording>,
    pub(super) laptops: Vec<Laptop>,
    /// How many orders to erase there are about a record, or something in it.
    pub(super) erased: BTreeMap<RecordId, usize>,
    /// What was erased, and which laptops are not known to have heard of it.
    pub(super) erasures: Vec<Arrival>,
    /// Where records stand that nobody writes a state of.
    pub(super) standings: Arc<Standings>,
    /// The expiry list, as it was asked for last.
    pub(super) due: Arc<Vec<Due>>,
    /// Whether whoever uses this laptop may see what is kept apart.
    pub(super) sees_apart: bool,
    /// After how many minutes without a key the screen locks; 0 is never.
    pub(super) lock_after: u32,
    /// How many forms were left unfinished.
    pub(super) begun: usize,
    /// What unfinished forms were for that an erasure took along since the last reading.
    pub(super) swept: Vec<String>,
    /// The backups that are known of.
    pub(super) backups: Backups,
    /// Where the inbox folder is, shortened.
    pub(super) inbox_at: String,
    /// Files in it.
    pub(super) inbox: Vec<Found>,
    /// The moment at which all this was read.
    pub(super) now: Timestamp,
    /// Where things are in all this.
    pub(super) lookup: Arc<Lookup>,
    /// What undo and redo would do, once it was asked.
    pub(super) undoing: Option<Undoing>,
    /// How lists were arranged when it was read, and their orders.
    pub(super) arrangement: Arc<Arrangement>,
    pub(super) orders: Orders,
}

/// Data that are not shown any more.
#[derive(Debug, Clone)]
pub(super) struct Past(Arc<Snapshot>);

impl Past {
    /// What was shown until now.
    pub(super) fn new(shown: Snapshot) -> Self {
        Self(Arc::new(shown))
    }
}

impl PartialEq for Past {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Past {}

/// What undo and redo would do; none: nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Undoing {
    pub(super) undo: Option<String>,
    pub(super) redo: Option<String>,
}

/// A conflict with the words to show it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dispute {
    pub(super) conflict: Conflict,
    /// The record's name.
    pub(super) record: String,
    /// The ledger's and the field's title.
    pub(super) field: String,
    /// By candidate: the value, and who wrote it where and when.
    pub(super) sides: Vec<(String, String)>,
    /// Whether another value can be written.
    pub(super) writable: bool,
}

impl Snapshot {
    /// What people call a record that screens refer to; empty where it is not known.
    pub(super) fn name(&self, id: RecordId) -> String {
        let Some(ledger) = self.catalog.of(id) else { return String::new() };
        if ledger.id == issues::ID {
            // An issue is called by its number.
            return self.case(id).map_or("", |case| case.issue.text(issues::NUMBER)).to_owned();
        }
        if ledger.id == peers::ID
            && let Some(laptop) = self.laptops.iter().find(|own| Workbench::peer_record(own.peer) == id)
        {
            return laptop.name_among(&self.laptops);
        }
        let own = |other: RecordId| naming::own_name(self.catalog.of(other)?, self.record(other)?);
        self.record(id).and_then(|row| naming::name(ledger, row, &own)).unwrap_or_default()
    }

    /// A record that is known here, of whatever ledger, issues too.
    pub(super) fn known(&self, id: RecordId) -> Option<&Row> {
        self.case(id).map(|case| &case.issue).or_else(|| self.record(id))
    }

    /// The same without issues.
    fn record(&self, id: RecordId) -> Option<&Row> {
        let small = self.neighbourhoods.iter().chain(&self.members).find(|row| row.id == id);
        let people = || self.roster.resident(id).or_else(|| self.roster.household(id));
        small
            .or_else(people)
            .or_else(|| self.field.row(id))
            .or_else(|| self.row_of(id))
            .or_else(|| self.paper(id))
    }

    /// The rows of a ledger that people add to.
    pub(super) fn rows_of(&self, ledger: &str) -> &[Row] {
        self.books.get(ledger).map_or(&[], |rows| rows.as_slice())
    }

    /// How people reach a member; empty where it is not said.
    pub(super) fn contact(&self, member: RecordId) -> String {
        let row = self.members.iter().find(|row| row.id == member);
        row.map(|row| row.text(members::CONTACT).to_owned()).unwrap_or_default()
    }

    /// A project, a source of its money, or a bulletin.
    fn paper(&self, id: RecordId) -> Option<&Row> {
        let projects = self.projects.iter().map(|one| &one.project);
        let funds = self.projects.iter().flat_map(|one| &one.funds);
        let bulletins = self.bulletins.iter().map(|(issue, _)| &issue.bulletin);
        projects.chain(funds).chain(bulletins).find(|row| row.id == id)
    }

    /// The name a field refers to; empty where it refers to nothing.
    pub(super) fn named(&self, row: &Row, tag: crate::domain::field::Tag) -> String {
        let names: Vec<String> = row.references(tag).map(|id| self.name(id)).collect();
        names.join(self.lang.pick("、", ", "))
    }

    /// A value as the screen shows it: numbers of persons masked.
    pub(super) fn show(&self, field: &Field, value: &Value, lang: Lang) -> String {
        if privacy::is_hidden(field, value) {
            privacy::masked(field, value)
        } else {
            input::show(field, value, lang, &|id| self.name(id))
        }
    }

    /// All values of a field as the screen shows them.
    pub(super) fn shown(&self, row: &Row, field: &Field, lang: Lang) -> String {
        let all: Vec<String> = row.all(field.tag).iter().map(|value| self.show(field, value, lang)).collect();
        all.join(lang.pick("、", ", "))
    }

    /// Whether something of a record was erased since earlier data were read.
    pub(super) fn has_lost_of(&self, id: RecordId, before: &Self) -> bool {
        self.erased.get(&id) > before.erased.get(&id)
    }
}
