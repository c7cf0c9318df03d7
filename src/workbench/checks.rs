//! The three checklists: ticking, and the matrix of what is clear where.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    checklists::{self, CheckState, Clarity, check_id},
    id::RecordId,
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
        let known = checklists::checklists().into_iter().find(|sheet| sheet.list == list);
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
        if let Some(state) = tick.state {
            draft.set(id, checklists::STATE, Some(Value::Choice(state.key().to_owned())));
        }
        if let Some(basis) = &tick.basis {
            draft.set(id, checklists::BASIS, Value::text(basis.trim()));
        }
        for link in &tick.links {
            draft.add(id, checklists::LINKS, &Value::Ref(*link));
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

    /// The share of each list that is clear, by neighbourhood.
    pub fn shares(&self) -> Result<HashMap<(RecordId, Clarity), Share>, Error> {
        let mut shares = HashMap::new();
        for row in self.standing(checklists::ID)? {
            let list = Clarity::from_key(row.text(checklists::LIST));
            if let (Some(list), Some(at)) = (list, row.reference(checklists::NEIGHBOURHOOD)) {
                let share: &mut Share = shares.entry((at, list)).or_default();
                match state(&row) {
                    CheckState::Clear => share.clear += 1,
                    CheckState::Working => share.working += 1,
                    CheckState::Open => {}
                }
                share.review = [share.review, row.date(checklists::REVIEW)].into_iter().flatten().min();
            }
        }
        for sheet in checklists::checklists() {
            for place in self.standing(crate::domain::roster::neighbourhoods::ID)? {
                shares.entry((place.id, sheet.list)).or_default().items = sheet.items.len();
            }
        }
        Ok(shares)
    }
}

/// How far a checked item is known.
pub fn state(check: &Row) -> CheckState {
    CheckState::from_key(check.text(checklists::STATE))
}
