//! The three checklists: ticking, and the matrix of what is clear where.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    checklists::{self, CheckState, Clarity, check_id},
    id::{LedgerTag, RecordId},
    issues::issues,
    row::Row,
    value::Value,
};

/// What ticking an item says; `None` leaves a part as it was.
#[derive(Debug, Clone, Default)]
pub struct Tick {
    /// How far it is known.
    pub state: Option<CheckState>,
    /// What the judgement rests on.
    pub basis: Option<String>,
    /// Records it is linked to, added to those before.
    pub links: Vec<RecordId>,
    /// Records it is linked to no longer.
    pub unlinks: Vec<RecordId>,
    /// When to look again.
    pub review: Option<Date>,
    /// Who follows it up.
    pub owner: Option<RecordId>,
    /// The next step.
    pub next: Option<String>,
}

/// One list in one neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Items that are clear.
    pub clear: usize,
    /// Items that are being worked on.
    pub working: usize,
    /// All items.
    pub items: usize,
    /// The earliest day on which an item is to be looked at again.
    pub review: Option<Date>,
}

impl Workbench {
    /// Says how far an item is known in a neighbourhood; answers its record.
    pub fn tick(&mut self, list: Clarity, item: &str, at: RecordId, tick: &Tick) -> Result<RecordId, Error> {
        let mut draft = Draft::new();
        let id = self.add_tick(&mut draft, list, item, at, tick)?;
        self.commit(draft)?;
        Ok(id)
    }

    /// Adds a tick to a draft; answers its record.
    pub fn add_tick(
        &self,
        draft: &mut Draft,
        list: Clarity,
        item: &str,
        at: RecordId,
        tick: &Tick,
    ) -> Result<RecordId, Error> {
        let known = self.checklists()?.into_iter().find(|sheet| sheet.list == list);
        if !known.is_some_and(|sheet| sheet.items.iter().any(|known| known.id == item)) {
            return Err(Error::NoItem(item.to_owned()));
        }
        self.existing(at)?;
        let id = check_id(list, item, at);
        if !self.row(id)?.is_some_and(|row| row.stands()) {
            self.begin_anew(draft, id)?;
            draft.set(id, checklists::ITEM, Value::text(item));
            draft.set(id, checklists::LIST, Some(Value::Choice(list.key().to_owned())));
            draft.set(id, checklists::NEIGHBOURHOOD, Some(Value::Ref(at)));
        }
        let tick = &self.followed_up(draft, list, id, tick)?;
        if let Some(state) = tick.state {
            draft.set(id, checklists::STATE, Some(Value::Choice(state.key().to_owned())));
        }
        if let Some(basis) = &tick.basis {
            draft.set(id, checklists::BASIS, Value::text(basis.trim()));
        }
        for link in &tick.links {
            draft.add(id, checklists::LINKS, &Value::Ref(*link));
        }
        for link in &tick.unlinks {
            draft.remove(id, checklists::LINKS, &Value::Ref(*link));
        }
        if let Some(review) = tick.review {
            draft.set(id, checklists::REVIEW, Some(Value::Date(review)));
        }
        if let Some(owner) = tick.owner {
            draft.set(id, checklists::OWNER, Some(Value::Ref(owner)));
        }
        if let Some(next) = &tick.next {
            draft.set(id, checklists::NEXT, Value::text(next.trim()));
        }
        Ok(id)
    }

    /// Completes a tick of the third list with what is known already: whoever
    /// handles the issue it is linked to follows it up, else who ticks it; the
    /// next step is that issue's. Where there is none, it has to be said.
    fn followed_up(&self, draft: &Draft, list: Clarity, id: RecordId, tick: &Tick) -> Result<Tick, Error> {
        let mut tick = tick.clone();
        let takes_up = tick.state.is_some_and(|state| state != CheckState::Open);
        if list != Clarity::Harmony || !takes_up {
            return Ok(tick);
        }
        let row = self.row_with(id, draft)?;
        let mut open = None;
        let kept = row.references(checklists::LINKS).filter(|link| !tick.unlinks.contains(link));
        for link in kept.chain(tick.links.iter().copied()) {
            if link.ledger() == LedgerTag::of(issues::ID) && self.row(link)?.is_some() {
                open = open.or(Some(self.case(link)?).filter(|case| !case.standing.is_closed()));
            }
        }
        if tick.owner.is_none() && row.reference(checklists::OWNER).is_none() {
            let handles = open.as_ref().and_then(|case| case.standing.owner);
            tick.owner = Some(handles.unwrap_or(self.member()));
        }
        if tick.next.is_none() && row.text(checklists::NEXT).is_empty() {
            tick.next = open.map(|case| {
                let (number, due) = (case.issue.text(issues::NUMBER), case.standing.due);
                format!("办理 {number}，期限 {due}")
            });
        }
        Ok(tick)
    }

    /// The share of each list that is clear, by neighbourhood.
    pub fn shares(&self) -> Result<HashMap<(RecordId, Clarity), Share>, Error> {
        let mut shares = HashMap::new();
        let lists = self.checklists()?;
        let items: HashSet<(Clarity, String)> = lists
            .iter()
            .flat_map(|sheet| sheet.items.iter().map(|item| (sheet.list, item.id.clone())))
            .collect();
        for row in self.standing(checklists::ID)? {
            let list = Clarity::from_key(row.text(checklists::LIST));
            if let (Some(list), Some(at)) = (list, row.reference(checklists::NEIGHBOURHOOD)) {
                let share: &mut Share = shares.entry((at, list)).or_default();
                if !items.contains(&(list, row.text(checklists::ITEM).to_owned())) {
                    // A retired item: its tick waits until it is taken up again.
                    continue;
                }
                match checklists::counted(&row) {
                    CheckState::Clear => share.clear += 1,
                    CheckState::Working => share.working += 1,
                    CheckState::Open => {}
                }
                share.review = [share.review, row.date(checklists::REVIEW)].into_iter().flatten().min();
            }
        }
        for sheet in lists {
            for place in self.standing(crate::domain::roster::neighbourhoods::ID)? {
                shares.entry((place.id, sheet.list)).or_default().items = sheet.items.len();
            }
        }
        Ok(shares)
    }
}

/// How far a checked item is said to be known.
pub fn state(check: &Row) -> CheckState {
    CheckState::from_key(check.text(checklists::STATE))
}
