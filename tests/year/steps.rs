//! Steps on issues, further people who asked, merges and analysis sheets.

use jiff::ToSpan as _;
use minqing::{
    domain::{
        analyses,
        id::RecordId,
        issues::{issues, steps},
        rules,
        standing::StepKind,
        value::Value,
        voices,
    },
    workbench::{Error, steps::Case},
};

use super::acts::{Hand, choice, text};

type Fields = Vec<(u16, Value)>;

/// An issue, most of the time one that is open.
fn some_case(hand: &mut Hand<'_>) -> Result<Option<Case>, Error> {
    let mut cases = hand.bench.cases()?;
    if hand.dice.chance(80) {
        cases.retain(|case| !case.standing.is_closed() && case.standing.merged_into.is_none());
    }
    if cases.is_empty() {
        return Ok(None);
    }
    let at = hand.dice.roll(cases.len());
    Ok(Some(cases.swap_remove(at)))
}

/// A step that the issue takes now, or once in a while one that it does not.
pub(crate) fn step(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(case) = some_case(hand)? else { return Ok(false) };
    let orderly = hand.dice.chance(85);
    let kinds: Vec<StepKind> = StepKind::ALL
        .into_iter()
        .filter(|kind| *kind != StepKind::Merge)
        .filter(|kind| !orderly || rules::permit_kind(*kind, &case.standing).is_ok())
        // There is something to correct where it was recorded otherwise before.
        .filter(|kind| !orderly || *kind != StepKind::Correct || case.issue.all(issues::RECORDED).len() > 1)
        .collect();
    // What leads on is taken more often than a transfer or an extension.
    let leads: Vec<StepKind> = kinds
        .iter()
        .copied()
        .filter(|kind| {
            !matches!(
                kind,
                StepKind::Transfer
                    | StepKind::Assign
                    | StepKind::Extend
                    | StepKind::Urge
                    | StepKind::Hear
                    | StepKind::Correct
            ) && (*kind != StepKind::Reply || !case.standing.answered)
        })
        .collect();
    let from = if hand.dice.chance(70) && !leads.is_empty() { leads } else { kinds };
    let Some(kind) = hand.dice.one(&from) else { return Ok(false) };
    let fields = fields_of(hand, &case, kind);
    hand.bench.take_step(case.issue.id, kind, &fields)?;
    Ok(true)
}

fn say(fields: &mut Fields, tag: u16, words: &str) {
    if !words.is_empty() {
        fields.push((tag, text(words)));
    }
}

/// An answer to those who wait, or to whoever raised it.
/// What explains nothing to anybody.
pub(crate) const RECEIVED: &str = "收到，知道了。";

fn reply(hand: &mut Hand<'_>, case: &Case, fields: &mut Fields, said: &str) {
    // Now and then no more than that it was received.
    say(fields, steps::TEXT, if hand.dice.chance(12) { RECEIVED } else { said });
    let left: Vec<RecordId> = case.standing.unanswered().map(|voice| voice.id).collect();
    if hand.dice.chance(60) {
        fields.extend(left.into_iter().map(|id| (steps::VOICES, Value::Ref(id))));
    }
    // Who left no contact is reached in public, or by what is left for him.
    let lost = case.standing.unanswered().any(|voice| !voice.reachable);
    let ways: &[&str] = if lost && hand.dice.chance(85) {
        &["public", "public", "message"]
    } else {
        &["in_person", "written", "written", "public"]
    };
    if lost || hand.dice.chance(80) {
        fields.push((steps::WAY, choice(hand.dice.word(ways))));
    }
    if hand.dice.chance(40) {
        fields.push((steps::PROMISED, Value::Date(hand.day(-1, 15))));
    }
}

/// What somebody says of the result, now and then not by himself.
fn callback(hand: &mut Hand<'_>, case: &Case, fields: &mut Fields) {
    let rating =
        hand.dice.word(&["satisfied", "mostly_satisfied", "dissatisfied", "satisfied", "declined", ""]);
    if !rating.is_empty() {
        fields.push((steps::RATING, choice(rating)));
    }
    if hand.dice.chance(90) {
        fields.push((steps::WAY, choice(hand.dice.word(&["phone", "phone", "written", "public"]))));
    }
    let whom: Vec<RecordId> = case.standing.voices.iter().map(|voice| voice.id).collect();
    if let Some(whom) = hand.dice.one(&whom).filter(|_| hand.dice.chance(40)) {
        fields.push((steps::VOICES, Value::Ref(whom)));
    }
}

/// An extension as the term allows it; now and then too far, without how the
/// person was told, or approved by whoever gives it.
fn extension(hand: &mut Hand<'_>, case: &Case, fields: &mut Fields, said: &str) {
    let approver = hand.dice.word(&["王组长", "王组长", "王组长", "张晓敏"]);
    say(fields, steps::APPROVER, approver);
    say(fields, steps::REASON, said);
    if hand.dice.chance(95) {
        fields.push((steps::WAY, choice("phone")));
    }
    if hand.dice.chance(95) {
        fields.push((steps::NOTICED, Value::Date(hand.day(0, 0))));
    }
    let days = i64::try_from(hand.dice.roll(17)).unwrap();
    let later = case.standing.due.checked_add(days.days()).unwrap();
    fields.push((steps::UNTIL, Value::Date(later)));
}

/// A result, most of the time one that what was done so far shows.
fn outcome(hand: &mut Hand<'_>, case: &Case) -> &'static str {
    let all = ["solved", "solved", "partly_solved", "explained", "not_supported"];
    let has = |kind: &StepKind| {
        case.standing.steps.iter().any(|step| step.kind == *kind && case.standing.counts(step.id))
    };
    let shown: Vec<&'static str> = all
        .into_iter()
        .filter(|outcome| case.standing.kind.is_none_or(|kind| kind.proof_of(outcome).iter().all(has)))
        .collect();
    let from = if hand.dice.chance(85) && !shown.is_empty() { shown } else { all.to_vec() };
    hand.dice.one(&from).unwrap()
}

/// A hearing that is over, or that is not.
fn hearing(hand: &mut Hand<'_>, fields: &mut Fields) {
    fields.push((steps::SINCE, Value::Date(hand.day(-8, -4))));
    if hand.dice.chance(70) {
        fields.push((steps::ENDED, Value::Date(hand.day(-4, 0))));
    }
}

/// What somebody fills in; now and then something is left out.
fn fields_of(hand: &mut Hand<'_>, case: &Case, kind: StepKind) -> Fields {
    let mut fields = Fields::new();
    let said = hand.text(5);
    match kind {
        StepKind::Accept | StepKind::Assign => {
            let who = hand.member();
            fields.push((steps::OWNER, Value::Ref(who)));
            if hand.dice.chance(85) {
                fields.push((steps::HANDOVER, text("当面交代过")));
            }
            if hand.dice.chance(30) {
                fields.push((steps::LIMIT, Value::Date(hand.day(1, 30))));
            }
        }
        StepKind::Transfer => {
            say(&mut fields, steps::UNIT, hand.dice.word(&["街道城管科", "司法所", "区信访局"]));
            fields.push((steps::LEVEL, choice(hand.dice.word(&["community", "street", "zone"]))));
            if hand.dice.chance(80) {
                fields.push((steps::DONE, text("已上门两次")));
            }
        }
        StepKind::Reply => reply(hand, case, &mut fields, &said),
        StepKind::Extend => extension(hand, case, &mut fields, &said),
        StepKind::Resolve => {
            fields.push((steps::OUTCOME, choice(outcome(hand, case))));
            say(&mut fields, steps::TEXT, &said);
            if hand.dice.chance(80) {
                say(&mut fields, steps::REASON, "依规定");
                say(&mut fields, steps::REMEDY, "可申请复查");
            }
            fields.push((steps::LEVEL, choice(hand.dice.word(&["neighbourhood", "community", "street"]))));
            if hand.dice.chance(70) {
                fields.push((steps::WAY, choice(hand.dice.word(&["written", "written", "phone", "public"]))));
            }
            if hand.dice.chance(60) {
                fields.push((steps::NOTICED, Value::Date(hand.day(-2, 0))));
            }
        }
        StepKind::Callback => callback(hand, case, &mut fields),
        StepKind::Reopen | StepKind::Mediate | StepKind::Statement | StepKind::Receipt => {
            say(&mut fields, steps::TEXT, &said);
        }
        StepKind::Agree => {
            say(&mut fields, steps::TEXT, &said);
            if hand.dice.chance(60) {
                fields.push((steps::UNTIL, Value::Date(hand.day(0, 20))));
            }
        }
        StepKind::Merge => {}
        StepKind::Hear => hearing(hand, &mut fields),
        StepKind::Decline => {
            say(&mut fields, steps::PARTY, "楼上住户");
            say(&mut fields, steps::REMEDY, &said);
        }
        StepKind::Perform => {
            let kept = hand.dice.chance(60);
            fields.push((steps::PASSED, Value::Bool(kept)));
            if !kept && hand.dice.chance(60) {
                fields.push((steps::UNTIL, Value::Date(hand.day(-1, 20))));
            }
        }
        StepKind::Find => {
            fields.push((steps::SEVERITY, choice(hand.dice.word(&["ordinary", "ordinary", "major"]))));
            say(&mut fields, steps::PART, "三号楼楼道");
            say(&mut fields, steps::PARTY, "物业公司");
            if hand.dice.chance(60) {
                fields.push((steps::WAY, choice("phone")));
            }
            fields.push((steps::UNTIL, Value::Date(hand.day(1, 20))));
        }
        StepKind::Recheck => {
            let passed = hand.dice.chance(60);
            fields.push((steps::PASSED, Value::Bool(passed)));
            if !passed {
                fields.push((steps::UNTIL, Value::Date(hand.day(1, 20))));
            }
        }
        StepKind::Establish => {
            say(&mut fields, steps::PART, "河边菜地");
            say(&mut fields, steps::TEXT, &said);
            say(&mut fields, steps::BASIS, "现场测量");
        }
        StepKind::Inform => {
            say(&mut fields, steps::PARTY, "某户");
            say(&mut fields, steps::TEXT, &said);
            fields.push((steps::WAY, choice("in_person")));
        }
        StepKind::Urge => say(&mut fields, steps::TEXT, &said),
        StepKind::Correct => say(&mut fields, steps::REASON, "登记错了"),
        StepKind::Notice => {
            say(&mut fields, steps::TEXT, &said);
            say(&mut fields, steps::DEMAND, "月底前补齐");
            fields.push((steps::UNTIL, Value::Date(hand.day(1, 20))));
        }
    }
    fields
}

/// Somebody raised the same.
pub(crate) fn voice(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(case) = some_case(hand)? else { return Ok(false) };
    let fields = match (hand.dice.roll(3), hand.pick("residents")) {
        (0, _) | (_, None) => vec![(voices::ANONYMOUS, Value::Bool(true))],
        (1, Some(person)) => vec![(voices::RESIDENT, Value::Ref(person))],
        (_, Some(_)) => vec![(voices::NAME, text(&format!("邻居{}", hand.n)))],
    };
    hand.bench.add_voice(case.issue.id, &fields)?;
    Ok(true)
}

pub(crate) fn merge(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let Some(kept) = some_case(hand)? else { return Ok(false) };
    let mut others = hand.bench.cases()?;
    let kind = kept.issue.text(issues::KIND);
    others.retain(|case| case.issue.text(issues::KIND) == kind && case.issue.id != kept.issue.id);
    if others.is_empty() {
        return Ok(false);
    }
    let other = others.swap_remove(hand.dice.roll(others.len())).issue.id;
    hand.bench.merge(kept.issue.id, other)?;
    Ok(true)
}

pub(crate) fn analysis(hand: &mut Hand<'_>) -> Result<bool, Error> {
    let mut cases = hand.bench.cases()?;
    cases.retain(|case| case.issue.text(issues::SCALE) == "group");
    if cases.is_empty() {
        return Ok(false);
    }
    let issue = cases.swap_remove(hand.dice.roll(cases.len())).issue.id;
    let (who, until) = (hand.member(), hand.day(1, 30));
    let mut fields = vec![
        (analyses::DEMAND, Some(text("要求修路"))),
        (analyses::OWNER, Some(Value::Ref(who))),
        (analyses::UNTIL, Some(Value::Date(until))),
    ];
    if hand.dice.chance(80) {
        fields.push((analyses::MEASURES, Some(text("约街道现场看"))));
    }
    hand.bench.analyse(issue, &fields)?;
    Ok(true)
}
