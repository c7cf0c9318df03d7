//! A colleague's laptop: it joins, works, and leaves a bundle in the inbox.

use super::{dice::Dice, matters::Open, names::Names, people::People, place};
use crate::{
    cli::failure::Failure,
    domain::{
        checklists::{self, CheckState},
        id::RecordId,
        issues::{PUBLIC, issues, steps},
        roster::residents,
        standing::StepKind,
        value::Value,
    },
    workbench::{
        Cost, Error, Workbench,
        checks::Tick,
        draft::Draft,
        peers::{Joining, Offer},
        sync::ExportOrder,
    },
};

/// Told by voice, as it were.
const TOLD: &str = "demo";

/// Lets a real second laptop work beside this one, on the same telephone number as well.
pub(super) fn work(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    people: &People,
    open: &[Open],
) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(|error| place::unwritable(bench.home(), &error))?;
    let inbox = place::folder(bench.home(), "inbox")?;
    place::folder(bench.home(), "outbox")?;
    let invitation = bench.invite(folder.path(), TOLD, &Offer::default())?;
    let name = members.get(1).map_or_else(|| "同事".to_owned(), |member| bench.name_of(*member));
    let mut other = Workbench::join(
        &folder.path().join("b"),
        &invitation,
        Some(TOLD.to_owned()),
        &Joining { member: name, letter: None },
        TOLD,
        Cost::quick(),
        bench.clock(),
        &mut |_| {},
    )?;
    let worked = day_of(&mut other, names, dice, people, open);
    let sent = worked.and_then(|()| other.export(&inbox, &ExportOrder::default()));
    other.close()?;
    sent?;
    // Meanwhile, here, without having seen it: the same number, otherwise.
    edit_phone(bench, people, &dice.phone())?;
    Ok(())
}

fn day_of(
    other: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    people: &People,
    open: &[Open],
) -> Result<(), Error> {
    edit_phone(other, people, &dice.phone())?;
    for issue in open.iter().filter(|issue| !issue.answered).take(2) {
        let nameless = other.existing(issue.id)?.is(issues::ANONYMOUS);
        let way = if nameless { PUBLIC } else { "in_person" };
        let parts =
            [(steps::TEXT, Value::Text(issue.reply.clone())), (steps::WAY, Value::Choice(way.to_owned()))];
        other.take_step(issue.id, StepKind::Reply, &parts)?;
    }
    let mut draft = Draft::new();
    if let (Some(sheet), Some((at, _))) = (checklists::checklists().first(), people.places.last()) {
        for item in sheet.items.iter().take(3) {
            let tick = Tick {
                state: Some(CheckState::Clear),
                basis: Some("和小组长逐户对过".to_owned()),
                owner: Some(other.member()),
                ..Tick::default()
            };
            other.add_tick(&mut draft, sheet.list, &item.id, *at, &tick)?;
        }
    }
    other.commit(draft)?;
    let mut draft = Draft::new();
    if let (Some(matter), Some(person)) = (dice.pick(&names.issues), people.somebody(dice, None)) {
        let id = other.begin_record(&mut draft, issues::ID, None)?;
        draft.set(id, issues::TITLE, Value::text(matter.title.clone()));
        draft.set(id, issues::DETAIL, Value::text(matter.detail.clone()));
        draft.set(id, issues::CATEGORY, Value::text(matter.category.clone()));
        draft.set(id, issues::KIND, Some(Value::Choice(matter.kind.clone())));
        draft.set(id, issues::NEIGHBOURHOOD, Some(Value::Ref(person.place)));
        draft.set(id, issues::FROM, Value::text(person.name.clone()));
        draft.set(id, issues::RESIDENT, Some(Value::Ref(person.id)));
    }
    other.commit(draft)
}

/// Writes another number for the first resident.
fn edit_phone(bench: &mut Workbench, people: &People, phone: &str) -> Result<(), Error> {
    let Some(first) = people.adults.first() else { return Ok(()) };
    let mut draft = Draft::new();
    draft.set(first.id, residents::PHONE, Value::text(phone));
    bench.commit(draft)
}
