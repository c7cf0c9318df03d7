//! Doing deeds.

use std::collections::BTreeMap;

use minqing::{
    domain::{
        deadlines::Deadlines,
        id::{LedgerTag, RecordId},
        issues::{issues, steps},
        roster::residents,
        row::Row,
        rules,
        standing::{Standing, StepKind},
        value::Value,
    },
    log::{
        commit::{Cause, Cell, Change, LIFE, Point, Print, Slot},
        erasure::{Scope, What},
        record::life,
    },
    store::{codec, placing::Placing},
    workbench::view,
};

use super::{
    Stop,
    deeds::{Deed, Step},
    laptop::{Form, order},
    marks::mark,
    set::Set,
    world::{DAY, Done, MOST, World},
};

/// Fields with one value, and one with several; no ledger declares them, and
/// the log need not know them.
const SINGLE: [u16; 2] = [900, 901];
const MANY: u16 = 902;

/// The kinds of step that are tried, those that close an issue more often.
const KINDS: [StepKind; 8] = [
    StepKind::Accept,
    StepKind::Reply,
    StepKind::Reply,
    StepKind::Resolve,
    StepKind::Resolve,
    StepKind::Transfer,
    StepKind::Callback,
    StepKind::Reopen,
];

fn text(text: &str) -> Cell {
    codec::cell(&Value::Text(text.to_owned()))
}

fn set(record: RecordId, tag: u16, value: &Value) -> Change {
    Change { record, slot: Slot::single(tag), cell: codec::cell(value) }
}

fn yes() -> Cell {
    codec::cell(&Value::Bool(true))
}

/// An element of a record's set: the same on every laptop, and no other record's.
fn element_of(record: RecordId, element: u64) -> Slot {
    let [_, _, _, _, one, two, ..] = *record.as_bytes();
    let name = 90_000_000 + (u64::from(one) * 256 + u64::from(two)) * 2 + element;
    codec::element(MANY, &Value::Text(mark(name)))
}

fn index(number: u64, count: usize) -> usize {
    usize::try_from(number).unwrap_or(0) % count.max(1)
}

impl World {
    /// Does a deed; what it came to is looked at by the caller.
    pub(super) fn act(&mut self, at: usize, step: &Step) -> Done {
        let now_ms = self.clock(at);
        #[expect(clippy::wildcard_enum_match_arm, reason = "all others are told apart below")]
        match step.deed {
            Deed::Import { bundle } => return self.import(at, bundle),
            Deed::Damage { bundle, place, cut } => return self.damage(at, bundle, place, cut).into(),
            Deed::Forge { bundle, how } => return self.forge(at, bundle, how),
            Deed::Join { how } => return self.join(at, how),
            Deed::Succeed { of } => return self.succeed(index(of, self.laptops.len())),
            Deed::Clone { of } => return self.clone_of(index(of, self.laptops.len())).into(),
            Deed::PutAway => {
                self.put_away(at);
                return Ok(()).into();
            }
            Deed::PutBack => return self.put_back(at).into(),
            _ => {}
        }
        self.act_alone(at, step, now_ms).into()
    }

    /// Deeds that touch one laptop only.
    #[expect(clippy::too_many_lines, reason = "one arm a deed")]
    fn act_alone(&mut self, at: usize, step: &Step, now_ms: u64) -> Result<(), Stop> {
        let peer = |world: &Self, of| world.laptops[index(of, world.laptops.len())].peer;
        let mine = mark(step.number);
        let changes = match step.deed {
            Deed::Edit { record, field } => {
                let slot = Slot::single(SINGLE[index(field, SINGLE.len())]);
                vec![Change { record: self.card(at, record), slot, cell: text(&mine) }]
            }
            Deed::Element { record, element, put } => {
                let id = self.card(at, record);
                let cell = if put { yes() } else { Cell::none() };
                vec![Change { record: id, slot: element_of(id, element), cell }]
            }
            Deed::Delete { record } => {
                let slot = Slot::single(LIFE);
                vec![Change { record: self.card(at, record), slot, cell: life(false) }]
            }
            Deed::Restore { record, field, back } => self.restored(at, record, field, back)?,
            Deed::Bulk { field } => {
                let slot = Slot::single(SINGLE[index(field, SINGLE.len())]);
                let mut changes = Vec::new();
                for record in (0..3).map(|record| self.card(at, record)) {
                    changes.push(Change { record, slot: slot.clone(), cell: text(&mine) });
                    changes.push(Change { record, slot: element_of(record, field), cell: yes() });
                }
                changes
            }
            Deed::Register { issue } => {
                let id = issue_id(issue);
                if self.laptops[at].record(id)?.is_some() {
                    return Err(Stop::Nothing);
                }
                vec![
                    set(id, issues::TITLE, &Value::Text(mine)),
                    set(id, issues::KIND, &Value::Choice("request".to_owned())),
                    set(id, issues::REGISTERED, &Value::Instant(moment(now_ms))),
                ]
            }
            Deed::Advance { issue, kind } => {
                self.advance(at, issue_id(issue), KINDS[index(kind, KINDS.len())], &mine, now_ms)?
            }
            Deed::Erase { record, what } => {
                let orders = self.orders(at, record, what)?;
                return self.laptops[at].erase(orders, now_ms);
            }
            Deed::Export { form, to } => {
                let form = match form {
                    0 | 1 => Form::Ordinary,
                    2 => Form::For(peer(self, to)),
                    _ => Form::Full,
                };
                self.count(format!(
                    "exported: {}",
                    if matches!(form, Form::For(_)) { "For".into() } else { format!("{form:?}") }
                ));
                let item = self.export(at, form, step.number.is_multiple_of(4));
                self.pool.push(item.map_err(|broken| Stop::Broken(broken.to_string()))?);
                return Ok(());
            }
            Deed::Lose { bundle } => {
                if self.pool.is_empty() {
                    return Err(Stop::Nothing);
                }
                let lost = index(bundle, self.pool.len());
                self.pool.remove(lost);
                return Ok(());
            }
            Deed::Confirm { of, lead } => {
                if !self.laptops[index(of, self.laptops.len())].insider {
                    return Err(Stop::Nothing);
                }
                let peer = peer(self, of);
                return self.laptops[at].confirm(peer, lead, now_ms);
            }
            Deed::Revoke { of, less } => {
                let peer = peer(self, of);
                return self.laptops[at].revoke(peer, less, now_ms);
            }
            Deed::Keep => return self.laptops[at].keep(now_ms),
            Deed::Skew { days, ahead } => {
                let ms = i64::try_from(days * DAY).unwrap_or(0);
                self.laptops[at].skew_ms = if ahead { ms } else { -ms };
                return Ok(());
            }
            Deed::Correct => {
                self.laptops[at].skew_ms = 0;
                return Ok(());
            }
            Deed::Pass { weeks } => {
                self.now_ms += weeks * 7 * DAY;
                return Ok(());
            }
            Deed::Crash { sled } => {
                self.laptops[at].disk.crash(sled * 2 + 1);
                return self.laptops[at].open(false, now_ms);
            }
            Deed::Reopen => {
                self.laptops[at].disk.cache.flush();
                return self.laptops[at].open(true, now_ms);
            }
            Deed::Import { .. }
            | Deed::Damage { .. }
            | Deed::Forge { .. }
            | Deed::Join { .. }
            | Deed::Succeed { .. }
            | Deed::Clone { .. }
            | Deed::PutAway
            | Deed::PutBack => return Err(Stop::Nothing),
        };
        self.laptops[at].write(changes, Cause::Act, now_ms)
    }

    /// The card with a number: another one once it was erased here.
    fn card(&self, at: usize, record: u64) -> RecordId {
        let id = |again: u8| RecordId::derived(residents::ID, &[&record.to_le_bytes(), &[again]]);
        let erased = &self.laptops[at].totals.erased;
        (0..u8::MAX).map(id).find(|id| !erased.has(Scope::whole(*id))).unwrap_or_else(|| id(u8::MAX))
    }

    /// What was there before, written again.
    fn restored(&self, at: usize, record: u64, field: u64, back: u64) -> Result<Vec<Change>, Stop> {
        let id = self.card(at, record);
        let slot = Slot::single(SINGLE[index(field, SINGLE.len())]);
        let laptop = &self.laptops[at];
        let Some(stored) = laptop.record(id)? else { return Err(Stop::Nothing) };
        let mut cells = Vec::new();
        for written in stored.marks().iter().rev() {
            let Some(envelope) = laptop.held(written.dot)? else { continue };
            let here = envelope.commit.changes().filter(|change| change.record == id && change.slot == slot);
            cells.extend(here.map(|change| change.cell.clone()));
        }
        let cell = cells.get(index(back, cells.len())).cloned().ok_or(Stop::Nothing)?;
        Ok(vec![Change { record: id, slot, cell }])
    }

    /// An order to erase a record, one of its fields, or what somebody wrote.
    fn orders(&self, at: usize, record: u64, what: u64) -> Result<Vec<Change>, Stop> {
        let is_card = record < 4;
        let id = if is_card { self.card(at, record) } else { issue_id(record - 4) };
        let laptop = &self.laptops[at];
        let Some(stored) = laptop.record(id)? else { return Err(Stop::Nothing) };
        match what {
            0 if is_card => {
                let gone = Change { record: id, slot: Slot::single(LIFE), cell: life(false) };
                return Ok(vec![order(Scope::whole(id), "whole"), gone]);
            }
            1 | 2 if is_card => {
                let tag = if what == 1 { SINGLE[0] } else { MANY };
                return Ok(vec![order(Scope::field(id, tag), "a field")]);
            }
            _ => {}
        }
        let writes: Vec<_> = stored
            .writes()
            .filter(|(slot, _)| slot.tag >= 16 && slot.element.0.is_empty())
            .map(|(slot, at)| (slot.tag, at))
            .collect();
        let (tag, at) = *writes.get(index(what, writes.len())).ok_or(Stop::Nothing)?;
        let hash = laptop.placing().hash_at(at)?.ok_or(Stop::Nothing)?;
        let point = Point { dot: laptop.totals.lines.name(at), print: Print::of(&hash) };
        Ok(vec![order(Scope { record: id, what: What::Write(tag, point) }, "a write")])
    }

    /// The rows of a ledger on a laptop.
    pub(super) fn rows(&self, at: usize, ledger: &str) -> Result<Vec<Row>, Stop> {
        let Some(declared) = self.catalog.get(ledger) else { return Ok(Vec::new()) };
        let all = self.laptops[at].records_of(LedgerTag::of(ledger))?;
        Ok(all.iter().map(|(id, record)| view::row(*id, record, declared)).collect())
    }

    /// Where an issue stands on a laptop; none where it is not known.
    pub(super) fn standing(&self, at: usize, issue: RecordId) -> Result<Option<Standing>, Stop> {
        let issues = self.rows(at, issues::ID)?;
        let Some(issue) = issues.iter().find(|row| row.id == issue) else { return Ok(None) };
        let all = self.rows(at, steps::ID)?;
        let own: Vec<&Row> = all.iter().filter(|row| row.reference(steps::ISSUE) == Some(issue.id)).collect();
        Ok(Some(Standing::of(issue, &own, &Deadlines::shipped())))
    }

    /// The step that takes an issue on, if it may be taken.
    fn advance(
        &self,
        at: usize,
        issue: RecordId,
        kind: StepKind,
        mine: &str,
        now_ms: u64,
    ) -> Result<Vec<Change>, Stop> {
        let standing = self.standing(at, issue)?.ok_or(Stop::Nothing)?;
        let id = RecordId::derived(steps::ID, &[mine.as_bytes(), &self.laptops[at].peer.0]);
        let mut changes = vec![
            set(id, steps::ISSUE, &Value::Ref(issue)),
            set(id, steps::KIND, &Value::Choice(kind.key().to_owned())),
            set(id, steps::AT, &Value::Instant(moment(now_ms))),
            set(id, steps::TEXT, &Value::Text(mine.to_owned())),
            set(id, steps::UNIT, &Value::Text("街道".to_owned())),
            set(id, steps::OUTCOME, &Value::Choice("solved".to_owned())),
        ];
        for regards in standing.regards(kind) {
            let slot = codec::element(steps::REGARDS, &Value::Ref(regards));
            changes.push(Change { record: id, slot, cell: yes() });
        }
        let values = changes.iter().filter(|change| change.slot.element.0.is_empty());
        let values = values.filter_map(|change| Some((change.slot.tag, vec![codec::value(&change.cell)?])));
        let row = Row {
            id,
            values: values.collect(),
            conflicts: Vec::new(),
            deleted: false,
            struck: None,
            created: moment(now_ms),
            turn: 0,
            updated: moment(now_ms),
            by: id,
        };
        rules::permit_step(&row, &standing).map_err(|_refusal| Stop::Refused("a step out of turn"))?;
        Ok(changes)
    }

    /// Somebody sets up a laptop.
    fn join(&mut self, at: usize, how: u64) -> Done {
        if self.laptops.len() >= MOST {
            return Err(Stop::Nothing).into();
        }
        let with = match how {
            0 | 1 if !self.laptops[at].leads() => return Err(Stop::Refused("not a lead")).into(),
            0 | 1 => match self.export(at, Form::Full, true) {
                Ok(item) => Some(item),
                Err(broken) => return Err(Stop::Broken(broken.to_string())).into(),
            },
            _ => None,
        };
        let peer = self.add(how < 3);
        let new = self.laptops.len() - 1;
        let now_ms = self.clock(new);
        self.count(
            ["joined: invited", "joined: invited", "joined: uninvited", "joined: a stranger"][index(how, 4)],
        );
        let Some(item) = with else {
            return self.laptops[new].introduce(None, now_ms).into();
        };
        self.invited.insert(peer);
        let taken = item.events.clone();
        let outcome = self.laptops[new].take_whole(&item.parcel, now_ms);
        let outcome = outcome.and_then(|()| self.laptops[new].introduce(None, now_ms));
        Done { outcome: fresh(outcome), taken }
    }

    /// Goes on from the older backup of a laptop under a new key.
    fn succeed(&mut self, of: usize) -> Done {
        let Some(backup) = self.laptops[of].disk.backups.first().cloned() else {
            return Err(Stop::Nothing).into();
        };
        if self.laptops.len() >= MOST {
            return Err(Stop::Nothing).into();
        }
        let original = self.laptops[of].key.clone();
        let file = match backup.own_bytes() {
            Ok(file) => backup.of_bytes(file),
            Err(error) => return Err(Stop::Broken(error.to_string())).into(),
        };
        let taken = match self.events_in(&backup) {
            Ok(taken) => taken,
            Err(broken) => return Err(Stop::Broken(broken.to_string())).into(),
        };
        self.add(self.laptops[of].insider);
        let new = self.laptops.len() - 1;
        let now_ms = self.clock(new);
        let outcome = self.laptops[new].take_whole(&file, now_ms);
        let outcome = outcome.and_then(|()| self.laptops[new].introduce(Some(&original), now_ms));
        Done { outcome: fresh(outcome), taken }
    }

    /// A second laptop with the key and all that is on the first.
    fn clone_of(&mut self, of: usize) -> Result<(), Stop> {
        if self.laptops.len() >= MOST {
            return Err(Stop::Nothing);
        }
        let copy = self.laptops[of].copied(self.laptops.len() as u64);
        self.laptops.push(copy);
        self.oracle.views.push(self.oracle.views[of].clone());
        self.latest.push(self.latest[of]);
        self.judged.push(self.judged[of].clone());
        Ok(())
    }

    /// Somebody copies the folder of a laptop away.
    fn put_away(&mut self, at: usize) {
        self.folders.retain(|(of, ..)| *of != at);
        self.folders.push((at, self.laptops[at].clone(), self.oracle.views[at].clone()));
    }

    /// And puts it back.
    fn put_back(&mut self, at: usize) -> Result<(), Stop> {
        let Some((_, folder, view)) = self.folders.iter().find(|(of, ..)| *of == at) else {
            return Err(Stop::Nothing);
        };
        let now_ms = self.latest[at];
        self.laptops[at].set_back(folder);
        self.oracle.views[at] = view.clone();
        self.judged[at] = (Set::default(), BTreeMap::new());
        self.laptops[at].open(false, now_ms)
    }
}

/// On a laptop that has nothing yet no refusal is right.
fn fresh(outcome: Result<(), Stop>) -> Result<(), Stop> {
    match outcome {
        Err(Stop::Bundle(error)) => Err(Stop::Broken(format!("who joins is refused everything: {error:?}"))),
        other => other,
    }
}

pub(super) fn issue_id(issue: u64) -> RecordId {
    RecordId::derived(issues::ID, &[&issue.to_le_bytes()])
}

fn moment(ms: u64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(i64::try_from(ms).unwrap_or(0)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}
