//! Goals, tasks, phases, who is where and who hands over to whom; and what
//! deadlines are reckoned by.

use minqing::{
    domain::{
        id::RecordId,
        organisation::handovers,
        plan::tasks,
        roster::residents,
        row::Row,
        terms::{self, term_id},
        workdays,
    },
    workbench::Error,
};

use super::acts::Hand;

pub(crate) fn goal(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let measure =
        hand.dice.word(&["visits", "households", "issues_solved", "checks_clear", "tasks", "by_hand"]);
    let place = hand.place().to_string();
    let mut pairs = vec![
        ("name", format!("目标{}", hand.n)),
        ("target", "20".to_owned()),
        ("measure", measure.to_owned()),
        ("from", hand.day(-30, 0).to_string()),
        ("to", hand.day(-5, 60).to_string()),
    ];
    if hand.dice.chance(50) {
        pairs.push(("neighbourhood", place));
    }
    if measure == "by_hand" {
        pairs.push(("done", "7".to_owned()));
        pairs.push(("basis", hand.text(30)));
    }
    hand.add("goals", &pairs)
}

pub(crate) fn task(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let (who, from) = (hand.member(), hand.day(-3, 12));
    let goal = hand.pick("goals").filter(|_| hand.dice.chance(50));
    let whom = hand.pick(residents::ID).filter(|_| hand.dice.chance(40));
    let id = |id: Option<RecordId>| id.map(|id| id.to_string()).unwrap_or_default();
    let pairs = [
        ("name", format!("任务{}", hand.n)),
        ("owner", who.to_string()),
        ("from", from.to_string()),
        ("to", if hand.dice.chance(50) { hand.day(0, 20).to_string() } else { String::new() }),
        ("goal", id(goal)),
        ("resident", id(whom)),
    ];
    hand.add(tasks::ID, &pairs)
}

pub(crate) fn task_done(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(task) = hand.pick(tasks::ID) else { return Ok(false) };
    let pairs = [("done_on", hand.bench.today().to_string()), ("basis", hand.text(25))];
    hand.edit(task, &pairs)
}

pub(crate) fn handover(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let open: Vec<RecordId> = hand
        .bench
        .cases()?
        .iter()
        .filter(|case| !case.standing.is_closed() && case.standing.merged_into.is_none())
        .map(|case| case.issue.id)
        .collect();
    let (from, to) = (hand.member(), hand.member());
    let mut pairs =
        vec![("date", hand.bench.today().to_string()), ("from", from.to_string()), ("to", to.to_string())];
    if let Some(issue) = hand.dice.one(&open) {
        pairs.push(("issues", issue.to_string()));
    }
    if let Some(task) = hand.pick(tasks::ID).filter(|_| hand.dice.chance(50)) {
        pairs.push(("tasks", task.to_string()));
    }
    hand.add(handovers::ID, &pairs)
}

pub(crate) fn posting(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let (who, place) = (hand.member(), hand.place());
    let pairs = [
        ("member", who.to_string()),
        ("neighbourhood", place.to_string()),
        ("from", hand.day(-20, 5).to_string()),
        ("to", if hand.dice.chance(60) { hand.day(-10, 60).to_string() } else { String::new() }),
    ];
    hand.add("postings", &pairs)
}

pub(crate) fn unit(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let above = hand.pick("units");
    let parent = above.map(|id| id.to_string()).unwrap_or_default();
    match hand.pick("units").filter(|_| hand.dice.chance(40)) {
        Some(unit) => hand.edit(unit, &[("parent", parent)]),
        None => hand.add("units", &[("name", format!("单位{}", hand.n)), ("parent", parent)]),
    }
}

/// The second phase begins later, or earlier; its list is ticked off.
pub(crate) fn phase(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(phase) = hand.pick("phases") else { return Ok(false) };
    let pairs = match hand.dice.roll(3) {
        0 => vec![("switched", "台账移交".to_owned())],
        1 => vec![("from", hand.day(-10, 30).to_string())],
        _ => vec![("to", hand.day(-60, 90).to_string())],
    };
    hand.edit(phase, &pairs)
}

pub(crate) fn term(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let key = hand.dice.word(&["ordinary", "difficult", "petition", "hazard", "violation"]);
    let value = (hand.dice.roll(60) + 3).to_string();
    let known = hand.bench.row(term_id(key))?.filter(Row::stands);
    let pairs = [
        ("key", key.to_owned()),
        ("value", value.clone()),
        ("unit", "days".to_owned()),
        ("basis", "街道规定".to_owned()),
    ];
    match known {
        Some(row) => hand.edit(row.id, &[("value", value)]),
        None => hand.add(terms::ID, &pairs),
    }
}

pub(crate) fn holiday(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let day = hand.day(-30, 60).to_string();
    let kind = hand.dice.word(&["off", "work"]).to_owned();
    hand.add(workdays::ID, &[("day", day), ("kind", kind)])
}
