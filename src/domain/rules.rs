//! What the core refuses, from whatever path it comes.

mod people;
mod telling;

use jiff::civil::Date;

use super::{
    calendar,
    declared::misdeclared::Misdeclared,
    issues::steps,
    procedure::{self, Objection},
    row::Row,
    standing::{Hearings, SOLVED, Standing, StepKind, rating},
    terms::breach::Breach,
    wording::{Lang, Wording},
};

/// Why an action is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A result was given before the person was answered (domain.md E2).
    #[error("no result before a reply to the person who asked")]
    NotAnswered,
    /// The issue is closed.
    #[error("the issue is closed")]
    Closed,
    /// The issue is not closed.
    #[error("the issue is not closed")]
    NotClosed,
    /// A step lacks what it cannot do without.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A result other than "solved" lacks its reason or the remedies (domain.md E3).
    #[error("a result other than solved needs its reason and the remedies")]
    Unexplained,
    /// An extension that does not extend.
    #[error("the new day is not after {0}")]
    NotLater(Date),
    /// Issues and their history are not deleted.
    #[error("issues are not deleted")]
    Undeletable,
    /// Entries are struck out with a reason, not deleted.
    #[error("entries are struck out with a reason, not deleted")]
    StrikeOut,
    /// Required fields are empty: their titles.
    #[error("must be filled in: {}", telling::titles(.0, Lang::En))]
    Required(Vec<Wording>),
    /// The field, or the ledger, is filled in by the program alone: its title.
    #[error("{:?} is filled in by the program", .0.en)]
    Automatic(Wording),
    /// A visit to a long-time petitioner who has no open issue (domain.md B5).
    #[error("nobody without an open issue is a petitioner")]
    NotAPetitioner,
    /// The record was deleted or struck out.
    #[error("the record is deleted or struck out")]
    Gone,
    /// The record, or the field, was erased at a person's request.
    #[error("it was erased on request")]
    Erased,
    /// Only what is held on a resident is exported or erased as one person's.
    #[error("not a resident")]
    NotAResident,
    /// A rule that says itself what is wrong and what to do: one of the program's, or of a declared ledger.
    #[error("{}", .0.en)]
    Said(Wording),
    /// The same of one field, by its key: there it can be put right.
    #[error("{}", .1.en)]
    SaidOf(String, Wording),
    /// A word that makes a risk of a person (domain.md §4.2 rule 1).
    #[error("{word:?} labels a person")]
    Label {
        /// The title of the field.
        field: Wording,
        /// The word.
        word: &'static str,
    },
    /// Something voluntary to which nobody has consented, or not any more (个保法 14–15).
    #[error("no consent to {0:?}")]
    NoConsent(Wording),
    /// The logs of who looked and what went out stay as they are (个保法 51, 56).
    #[error("the log is not changed")]
    Log,
    /// A period shorter than the law has records kept (个保法 56).
    #[error("records are kept for three years at least")]
    TooShort,
    /// The record is not due to be cleared by its period.
    #[error("{0} is not due")]
    NotDue(String),
    /// A reason that tells what is to be erased: it would stay for ever.
    #[error("the reason tells what is to be erased")]
    TellingReason,
    /// What was declared of a ledger or field cannot be.
    #[error(transparent)]
    Declaration(#[from] Misdeclared),
    /// The kind of a field that holds data is not changed; the field's title.
    #[error("the field {:?} holds data: its kind stays", .0.en)]
    KindStays(Wording),
    /// A field of this ledger is declared by the program; the field's key.
    #[error("{0:?} is declared by the program")]
    Shipped(String),
    /// A term, a holiday or an extension that may not be so.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// Something is claimed without what it rests on.
    #[error("the basis is missing")]
    NoBasis,
    /// An item of the third list without who follows it up or the next step (domain.md C3).
    #[error("an item of this list needs its owner and the next step")]
    NoFollowUp,
    /// A last day before the first.
    #[error("it ends before it begins, on {0}")]
    EndsBefore(Date),
    /// A unit below itself.
    #[error("a unit does not stand below itself")]
    InCircle,
    /// Work handed over to oneself.
    #[error("nobody hands over to himself")]
    ToOneself,
    /// A slip that hands nothing over.
    #[error("nothing is handed over")]
    NothingHandedOver,
    /// A step that is out of turn.
    #[error(transparent)]
    OutOfTurn(#[from] Objection),
    /// Not everybody who asked has been answered: so many are still waiting (domain.md E1).
    #[error("{0} of those who asked have not been answered")]
    Waiting(usize),
    /// Only leads and overseers see what is kept apart (domain.md §4.2 rule 5).
    #[error("kept apart: only leads and overseers see it")]
    KeptApart,
}

/// Whether a visit may count as one to a petitioner: only while an issue of
/// the person's own is open. No record of it stays with the person.
pub fn permit_petitioner(has_open_issue: bool) -> Result<(), Refusal> {
    if has_open_issue { Ok(()) } else { Err(Refusal::NotAPetitioner) }
}

/// Whether a step of this kind may be added to an issue that stands as
/// `standing` says, whatever it says itself: faces ask before they ask for
/// the rest.
pub fn permit_kind(kind: StepKind, standing: &Standing) -> Result<(), Refusal> {
    if let Some(objection) = standing.objection(kind) {
        return Err(objection.into());
    }
    // Whether an agreement was kept is asked after the result as well.
    let follows = matches!(kind, StepKind::Callback | StepKind::Reopen);
    if follows != standing.is_closed() && !matches!(kind, StepKind::Reply | StepKind::Perform) {
        return Err(if follows { Refusal::NotClosed } else { Refusal::Closed });
    }
    if kind == StepKind::Resolve && !standing.answered {
        let waiting = standing.unanswered().count();
        let nobody = waiting == standing.voices.len();
        return Err(if nobody { Refusal::NotAnswered } else { Refusal::Waiting(waiting) });
    }
    if kind == StepKind::Resolve && standing.unanalysed {
        return Err(Objection::Unanalysed.into());
    }
    Ok(())
}

/// Whether `step` may be added to an issue that stands as `standing` says.
pub fn permit_step(step: &Row, standing: &Standing) -> Result<(), Refusal> {
    let kind = StepKind::from_key(step.text(steps::KIND)).ok_or(Refusal::Missing("kind"))?;
    let filled = |tag, what| if procedure::says(step, tag) { Ok(()) } else { Err(Refusal::Missing(what)) };
    permit_kind(kind, standing)?;
    let barred = |member| standing.bars(member);
    if !kind.is_own_word() && (barred(step.by) || step.reference(steps::BY).is_some_and(barred)) {
        return Err(Objection::Recused.into());
    }
    match kind {
        StepKind::Accept => {
            standing.running.permit_limit(step.date(steps::LIMIT), step)?;
            permit_owner(step, standing)
        }
        StepKind::Assign => {
            filled(steps::OWNER, "owner")?;
            permit_owner(step, standing)
        }
        // A rating is the person's own: it is told how it was obtained; who declined was asked nothing.
        StepKind::Callback => {
            filled(steps::RATING, "rating")?;
            if step.text(steps::RATING) == rating::DECLINED {
                return Ok(());
            }
            filled(steps::WAY, "way")?;
            if !rating::OWN_WAYS.contains(&step.text(steps::WAY)) {
                return Err(Refusal::Said(NOT_TOLD));
            }
            if standing.has_declined(step) { Err(Refusal::Said(HAS_DECLINED)) } else { Ok(()) }
        }
        StepKind::Transfer => {
            filled(steps::UNIT, "unit")?;
            if standing.bars_unit(step.text(steps::UNIT)) {
                return Err(Objection::Recused.into());
            }
            match procedure::lacks(kind, step) {
                Some(_) => Err(Refusal::Missing("done")),
                None => Ok(()),
            }
        }
        StepKind::Reply => {
            filled(steps::TEXT, "text")?;
            let told = calendar::day(step.instant(steps::AT).unwrap_or(step.created));
            if step.date(steps::PROMISED).is_some_and(|day| day < told) {
                return Err(Breach::PromisedBefore.into());
            }
            permit_reply(step, standing)
        }
        StepKind::Reopen => filled(steps::TEXT, "text"),
        StepKind::Correct => filled(steps::REASON, "reason"),
        StepKind::Merge => filled(steps::INTO, "into"),
        StepKind::Extend => {
            filled(steps::APPROVER, "approver")?;
            filled(steps::REASON, "reason")?;
            filled(steps::WAY, "way")?;
            standing.running.permit_extension(step)
        }
        StepKind::Hear => Hearings::permit(step),
        StepKind::Resolve => {
            filled(steps::OUTCOME, "outcome")?;
            filled(steps::TEXT, "text")?;
            if step.text(steps::OUTCOME) != SOLVED
                && (filled(steps::REASON, "reason").is_err() || filled(steps::REMEDY, "remedy").is_err())
            {
                return Err(Refusal::Unexplained);
            }
            match (standing.unproven(step), standing.untold(step)) {
                (Some(objection), _) => Err(objection.into()),
                (None, Some(untold)) => Err(Refusal::Said(untold)),
                (None, None) => Ok(()),
            }
        }
        StepKind::Decline
        | StepKind::Mediate
        | StepKind::Agree
        | StepKind::Perform
        | StepKind::Find
        | StepKind::Recheck
        | StepKind::Establish
        | StepKind::Inform
        | StepKind::Urge
        | StepKind::Notice
        | StepKind::Statement
        | StepKind::Receipt => {
            if let Some(tag) = procedure::lacks(kind, step) {
                return Err(Refusal::Missing(key_of(tag)));
            }
            let until = step.date(steps::UNTIL).filter(|_| kind.sets_day());
            standing.running.permit_limit(until, step)
        }
    }
}

/// How somebody tells his own rating.
const NOT_TOLD: Wording = Wording::new(
    "评价由本人当面、电话或书面说，不能写“公开”或“留言”",
    "a rating is told by the person: in person, by phone or in writing",
);

/// That nobody is asked again who does not wish to rate.
const HAS_DECLINED: Wording = Wording::new(
    "本人已表示不愿评价，不再催问，也不另记评价",
    "the person does not wish to rate, is not asked again, and no rating is entered",
);

/// How whoever left no name and no way to reach him is answered.
const NAMELESS: Wording = Wording::new(
    "匿名又没有联系方式：请公开答复，或留言答复（方式选“公开”或“留言”）",
    "anonymous and not to be reached: answer in public, or leave a message (way public or message)",
);

/// Whether a reply reaches anybody whom it is meant for (domain.md §4.2 rule 6).
fn permit_reply(step: &Row, standing: &Standing) -> Result<(), Refusal> {
    let issue = step.reference(steps::ISSUE);
    let named: Vec<_> = step.references(steps::VOICES).collect();
    let meant = |id| if named.is_empty() { Some(id) == issue } else { named.contains(&id) };
    let mut meant = standing.voices.iter().filter(|voice| meant(voice.id)).peekable();
    let lost = meant.peek().is_some() && meant.all(|voice| !voice.is_reached_by(step));
    if lost { Err(Refusal::Said(NAMELESS)) } else { Ok(()) }
}

/// Whether the issue may be given to whom a step names: not to whoever it is
/// about, and to somebody else than before only with a hand-over slip (domain.md E13).
fn permit_owner(step: &Row, standing: &Standing) -> Result<(), Refusal> {
    let owner = step.reference(steps::OWNER);
    if owner.is_some_and(|owner| standing.bars(owner)) {
        return Err(Objection::Recused.into());
    }
    let changes = standing.owner.is_some() && owner.is_some() && owner != standing.owner;
    if changes && !procedure::says(step, steps::HANDOVER) {
        Err(Refusal::Missing("handover"))
    } else {
        Ok(())
    }
}

/// The key of a field that steps of single kinds cannot do without.
fn key_of(tag: super::field::Tag) -> &'static str {
    match tag {
        steps::PARTY => "party",
        steps::REMEDY => "remedy",
        steps::PASSED => "passed",
        steps::SEVERITY => "severity",
        steps::PART => "part",
        steps::UNTIL => "until",
        steps::BASIS => "basis",
        steps::WAY => "way",
        steps::DEMAND => "demand",
        steps::REASON => "reason",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        deadlines::Deadlines,
        id::{LedgerTag, RecordId},
        issues::issues,
        row::Values,
        standing::Status,
        value::Value,
    };

    fn row(ledger: &str, n: u8, values: &[(u16, Value)]) -> Row {
        let mut map = Values::new();
        for (tag, value) in values {
            map.of(*tag).push(value.clone());
        }
        let at = Timestamp::from_second(1_790_000_000 + i64::from(n) * 60).unwrap();
        let id = RecordId::new(LedgerTag::of(ledger), [n; 12]);
        Row {
            id,
            values: map,
            conflicts: vec![],
            deleted: false,
            struck: None,
            created: at,
            turn: 0,
            updated: at,
            by: id,
        }
    }

    fn choice(key: &str) -> Value {
        Value::Choice(key.to_owned())
    }

    fn step(n: u8, kind: StepKind, more: &[(u16, Value)], before: &Standing) -> Row {
        let mut values = vec![(steps::KIND, choice(kind.key())), (steps::TEXT, Value::Text("说明".into()))];
        values.extend(before.regards(kind).into_iter().map(|id| (steps::REGARDS, Value::Ref(id))));
        values.extend_from_slice(more);
        row("steps", n, &values)
    }

    struct Story {
        issue: Row,
        steps: Vec<Row>,
    }

    impl Story {
        fn new() -> Self {
            Self { issue: row("issues", 0, &[(issues::KIND, choice("request"))]), steps: vec![] }
        }

        fn now(&self) -> Standing {
            Standing::of(&self.issue, &self.steps.iter().collect::<Vec<_>>(), &Deadlines::shipped())
        }

        fn draft(&self, kind: StepKind, more: &[(u16, Value)]) -> Row {
            step(u8::try_from(self.steps.len()).unwrap() + 1, kind, more, &self.now())
        }

        fn take(&mut self, kind: StepKind, more: &[(u16, Value)]) -> Result<(), Refusal> {
            let step = self.draft(kind, more);
            permit_step(&step, &self.now())?;
            self.steps.push(step);
            Ok(())
        }
    }

    // Shows E2, E3.
    #[test]
    fn no_result_before_a_reply_and_no_closing_without_a_result() {
        let mut story = Story::new();
        assert_eq!(
            story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]),
            Err(Refusal::NotAnswered)
        );
        assert_eq!(story.take(StepKind::Callback, &[]), Err(Refusal::NotClosed));
        story.take(StepKind::Accept, &[]).unwrap();
        story.take(StepKind::Reply, &[]).unwrap();
        assert_eq!(story.now().status, Status::Replied);
        assert_eq!(story.take(StepKind::Resolve, &[]), Err(Refusal::Missing("outcome")));
        assert_eq!(
            story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("explained"))]),
            Err(Refusal::Unexplained)
        );
        story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
        assert_eq!(story.now().status, Status::Resolved);
        assert_eq!(story.take(StepKind::Assign, &[]), Err(Refusal::Closed));
        assert_eq!(story.take(StepKind::Callback, &[]), Err(Refusal::Missing("rating")));
        story.take(StepKind::Callback, &[(steps::RATING, choice("declined"))]).unwrap();
        assert_eq!(story.now().status, Status::CalledBack);
    }

    // Shows E2.
    #[test]
    fn a_result_that_came_without_a_reply_does_not_close() {
        let mut story = Story::new();
        story.steps.push(story.draft(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]));
        assert_eq!(story.now().status, Status::Registered);
        assert_eq!(story.now().outcome, None);
    }

    // Shows E2.
    #[test]
    fn a_result_does_not_outlive_the_replies_it_rests_on() {
        let mut story = Story::new();
        let solved = [(steps::OUTCOME, choice("solved"))];
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Resolve, &solved).unwrap();
        assert!(story.now().is_closed());
        story.steps[0].struck = Some("误登".into());
        assert!(!story.now().is_closed() && !story.now().answered);
        story.take(StepKind::Reply, &[]).unwrap();
        assert_eq!((story.now().status, story.now().outcome), (Status::Replied, None));
        story.take(StepKind::Resolve, &solved).unwrap();
        assert!(story.now().is_closed());
    }

    #[test]
    fn a_result_rests_on_any_reply_its_writer_had_seen() {
        let mut story = Story::new();
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
        story.steps[0].struck = Some("误登".into());
        assert!(story.now().is_closed());
    }

    // Shows E3.
    #[test]
    fn a_result_that_came_unexplained_does_not_close() {
        for (outcome, missing) in [
            ("solved", steps::TEXT),
            ("explained", steps::TEXT),
            ("explained", steps::REASON),
            ("explained", steps::REMEDY),
            ("partly_solved", steps::REASON),
            ("partly_solved", steps::REMEDY),
            ("not_supported", steps::REASON),
            ("not_supported", steps::REMEDY),
        ] {
            let mut story = Story::new();
            story.take(StepKind::Reply, &[]).unwrap();
            let said = |text: &str| Value::Text(text.into());
            let full = [
                (steps::OUTCOME, choice(outcome)),
                (steps::REASON, said("依规定")),
                (steps::REMEDY, said("可申请复查")),
            ];
            let whole = story.draft(StepKind::Resolve, &full);
            let mut lacking = whole.clone();
            lacking.values.remove(&missing);
            story.steps.push(lacking);
            assert_eq!(story.now().status, Status::Replied, "{outcome} without {missing}");
            story.steps.pop();
            story.steps.push(whole);
            assert!(story.now().is_closed());
        }
    }

    #[test]
    fn a_reopened_issue_needs_a_new_reply_and_a_new_result() {
        let mut story = Story::new();
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
        story.take(StepKind::Reopen, &[]).unwrap();
        assert!(!story.now().is_closed() && !story.now().answered && !story.now().contested);
        assert_eq!(
            story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]),
            Err(Refusal::NotAnswered)
        );
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
        assert!(story.now().is_closed());
    }

    #[test]
    fn closed_here_and_reopened_there_is_open_and_contested_until_settled() {
        let mut story = Story::new();
        story.take(StepKind::Reply, &[]).unwrap();
        story.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
        let here = story.draft(StepKind::Callback, &[]);
        let mut there = story.draft(StepKind::Reopen, &[]);
        there.id = RecordId::new(LedgerTag::of("steps"), [99; 12]);
        for pair in [[here.clone(), there.clone()], [there, here]] {
            let mut merged = Story { issue: story.issue.clone(), steps: story.steps.clone() };
            merged.steps.extend(pair);
            assert!(!merged.now().is_closed() && merged.now().contested);
            merged.take(StepKind::Reply, &[]).unwrap();
            merged.take(StepKind::Resolve, &[(steps::OUTCOME, choice("solved"))]).unwrap();
            assert!(merged.now().is_closed() && !merged.now().contested);
        }
    }

    fn extension(day: Date, told: Date) -> Vec<(u16, Value)> {
        vec![
            (steps::APPROVER, Value::Text("王组长".into())),
            (steps::REASON, Value::Text("等材料".into())),
            (steps::WAY, choice("phone")),
            (steps::NOTICED, Value::Date(told)),
            (steps::UNTIL, Value::Date(day)),
        ]
    }

    #[test]
    fn an_extension_needs_approver_reason_notice_and_a_later_day_within_the_term() {
        let mut story = Story::new();
        let due = story.now().due;
        let told = calendar::day(story.issue.created);
        let day = |days| crate::domain::deadlines::days_after(due, days);
        assert_eq!(story.take(StepKind::Extend, &[]), Err(Refusal::Missing("approver")));
        for (tag, what) in [
            (steps::APPROVER, "approver"),
            (steps::REASON, "reason"),
            (steps::WAY, "way"),
            (steps::NOTICED, "noticed"),
            (steps::UNTIL, "until"),
        ] {
            let mut parts = extension(day(3), told);
            parts.retain(|(own, _)| *own != tag);
            assert_eq!(story.take(StepKind::Extend, &parts), Err(Refusal::Missing(what)));
            // The same by a bundle: it moves nothing.
            story.steps.push(story.draft(StepKind::Extend, &parts));
            assert_eq!(story.now().due, due, "without {what}");
            story.steps.pop();
        }
        let take = |story: &mut Story, until, told| story.take(StepKind::Extend, &extension(until, told));
        assert_eq!(take(&mut story, due, told), Err(Refusal::NotLater(due)));
        assert_eq!(take(&mut story, day(3), due), Err(Breach::NotYetTold.into()));
        // An ordinary matter: once, by 15 days at most (assets/calendar/terms.toml).
        assert_eq!(take(&mut story, day(16), told), Err(Breach::BeyondTerm(day(15)).into()));
        let beyond = story.draft(StepKind::Extend, &extension(day(16), told));
        story.steps.push(beyond);
        assert_eq!(story.now().due, due, "beyond the term it moves nothing");
        story.steps.pop();
        take(&mut story, day(15), told).unwrap();
        assert_eq!(story.now().due, day(15));
        assert_eq!(take(&mut story, day(16), told), Err(Breach::NoExtension(1).into()));
        let again = story.draft(StepKind::Extend, &extension(day(20), told));
        story.steps.push(again);
        assert_eq!(story.now().due, day(15), "a second one by a bundle moves nothing");
    }

    #[test]
    fn a_transfer_keeps_the_first_deadline_and_is_no_result() {
        let mut story = Story::new();
        let due = story.now().due;
        story.take(StepKind::Transfer, &[(steps::UNIT, Value::Text("街道城管科".into()))]).unwrap();
        assert_eq!((story.now().due, story.now().status), (due, Status::Transferred));
        assert!(!story.now().is_closed());
    }
}
