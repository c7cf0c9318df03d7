//! What the first frame is drawn from: who and where, and the small ledgers
//! that forms offer. Nothing that grows with the village is read for it.

use std::{collections::HashMap, sync::Arc};

use super::members_by_name;
use crate::{
    domain::{projects::Board, team::group, wording::Lang},
    tui::{
        lists::Orders,
        perform::inbox,
        snapshot::{Fieldwork, Roster, Snapshot},
        theme::Looks,
    },
    workbench::{Error, Workbench, agenda::Agenda, status::StatusReport},
};

/// Reads it.
pub(super) fn gather(bench: &Workbench, looks: Arc<Looks>, lang: Lang) -> Result<Snapshot, Error> {
    let today = bench.today();
    let own = bench.row(bench.group_id())?;
    let text = |tag| own.as_ref().map(|row| row.text(tag).to_owned()).unwrap_or_default();
    let status = StatusReport {
        letter: bench.letter().to_owned(),
        replica: bench.peer().to_string(),
        member: bench.name_of(bench.member()),
        group: text(group::NAME),
        community: text(group::COMMUNITY),
        complaints: text(group::COMPLAINTS),
        conflicts: bench.conflict_count(),
        unexported: bench.unexported()?,
        ..StatusReport::default()
    };
    Ok(Snapshot {
        is_outline: true,
        today,
        lang,
        looks,
        keys: Arc::default(),
        keys_trouble: None,
        member: bench.member(),
        status,
        catalog: bench.shared_catalog(),
        checklists: Arc::new(bench.checklists()?),
        cases: Arc::default(),
        deadlines: bench.deadlines()?,
        agenda: Agenda::blank(today),
        classes: bench.classes()?,
        sheets: Vec::new(),
        own_issues: None,
        begins_with_own: bench.own_part()?.is_default(),
        judgements: Vec::new(),
        issue_index: Arc::default(),
        books_index: None,
        roster: Arc::new(Roster::new(Arc::default(), Arc::default(), Arc::default())),
        neighbourhoods: bench.places()?,
        members: members_by_name(bench)?,
        visits: Arc::default(),
        checks: Arc::default(),
        field: Arc::new(Fieldwork { revisit_days: bench.revisit_days()?, ..Fieldwork::default() }),
        shares: HashMap::new(),
        trends: Arc::default(),
        month: None,
        projects: Arc::default(),
        needs: Board::default(),
        bulletins: Arc::default(),
        leads: bench.leads(),
        conflicts: Vec::new(),
        books: HashMap::new(),
        faults: HashMap::new(),
        fits: HashMap::new(),
        laptops: Vec::new(),
        erased: bench.erased_records(),
        erasures: Vec::new(),
        standings: Arc::default(),
        due: Arc::default(),
        sees_apart: bench.sees_informers()?,
        backups: crate::workbench::backups::Backups::default(),
        inbox_at: inbox::told(bench.home()),
        inbox: Vec::new(),
        lock_after: bench.lock_after()?,
        begun: 0,
        swept: Vec::new(),
        now: bench.now(),
        lookup: Arc::default(),
        arrangement: Arc::default(),
        orders: Orders::default(),
        undoing: None,
    })
}
