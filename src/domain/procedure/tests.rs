use jiff::{Timestamp, civil::date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    deadlines::Deadlines,
    id::LedgerTag,
    issues::issues,
    matter::{Matter, Part},
    row::Values,
    rules::{Refusal, permit_step},
    standing::{Standing, Status},
    voices,
};

fn row(ledger: &str, n: u8, values: &[(Tag, Value)]) -> Row {
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

fn text(tag: Tag, text: &str) -> (Tag, Value) {
    (tag, Value::Text(text.into()))
}

fn choice(tag: Tag, key: &str) -> (Tag, Value) {
    (tag, Value::Choice(key.into()))
}

fn member(n: u8) -> RecordId {
    RecordId::new(LedgerTag::of("members"), [n; 12])
}

/// One issue, its steps and further voices.
#[derive(Clone)]
struct Story {
    issue: Row,
    steps: Vec<Row>,
    voices: Vec<Row>,
    barred: BTreeSet<RecordId>,
    next: u8,
}

impl Story {
    fn new(kind: IssueKind) -> Self {
        let issue = row("issues", 200, &[choice(issues::KIND, kind.key()), text(issues::FROM, "王桂兰")]);
        Self { issue, steps: Vec::new(), voices: Vec::new(), barred: BTreeSet::new(), next: 0 }
    }

    fn now(&self) -> Standing {
        let matter = Matter {
            steps: self.steps.iter().collect(),
            voices: self.voices.iter().collect(),
            barred: self.barred.clone(),
            ..Matter::alone(&self.issue, &[])
        };
        Standing::of_matter(&matter, &Deadlines::shipped())
    }

    fn draft(&mut self, kind: StepKind, more: &[(Tag, Value)]) -> Row {
        self.next += 1;
        let mut values = vec![(steps::ISSUE, Value::Ref(self.issue.id)), choice(steps::KIND, kind.key())];
        values.extend(self.now().regards(kind).into_iter().map(|id| (steps::REGARDS, Value::Ref(id))));
        values.extend_from_slice(more);
        row("steps", self.next, &values)
    }

    fn take(&mut self, kind: StepKind, more: &[(Tag, Value)]) -> Result<RecordId, Refusal> {
        let step = self.draft(kind, more);
        permit_step(&step, &self.now())?;
        self.steps.push(step.clone());
        Ok(step.id)
    }

    /// Writes a step as a program would that keeps no rule.
    fn force(&mut self, kind: StepKind, more: &[(Tag, Value)]) -> RecordId {
        let step = self.draft(kind, more);
        self.steps.push(step.clone());
        step.id
    }

    fn reply(&mut self) {
        self.take(StepKind::Reply, &[text(steps::TEXT, "三天内办")]).unwrap();
    }

    fn solve(&mut self) -> Result<RecordId, Refusal> {
        self.take(StepKind::Resolve, &[choice(steps::OUTCOME, "solved"), text(steps::TEXT, "已办好")])
    }
}

/// What each step of a single kind says at its fullest.
fn whole(kind: StepKind) -> Vec<(Tag, Value)> {
    let fields = fields(kind).iter().map(|(tag, _)| match *tag {
        steps::PASSED => (*tag, Value::Bool(true)),
        steps::BEYOND => (*tag, Value::Bool(false)),
        steps::UNTIL => (*tag, Value::Date(date(2026, 12, 1))),
        steps::SEVERITY => choice(*tag, "ordinary"),
        steps::WAY => choice(*tag, "in_person"),
        tag => text(tag, "说明"),
    });
    fields.collect()
}

/// What comes first, and what that needs before.
fn before(kind: IssueKind, step: StepKind) -> Vec<StepKind> {
    let first = kind.comes_after(step).iter().copied();
    first.flat_map(|first| before(kind, first).into_iter().chain([first])).collect()
}

// Shows E7, E8, E9, J8.
#[test]
fn a_kind_takes_its_own_steps_and_those_of_others_count_for_nothing() {
    let special = || StepKind::ALL.into_iter().filter(|step| step.is_special());
    for kind in IssueKind::ALL {
        for step in special() {
            let mut story = Story::new(kind);
            for first in before(kind, step) {
                story.take(first, &whole(first)).unwrap();
            }
            let taken = story.take(step, &whole(step));
            if kind.takes(step) {
                assert!(story.now().counts(taken.unwrap()), "{kind:?} {step:?}");
            } else {
                assert_eq!(taken, Err(Objection::NotOfKind(kind).into()), "{step:?}");
                let forced = story.force(step, &whole(step));
                assert!(!story.now().counts(forced), "{kind:?} {step:?}");
            }
        }
    }
    let words = StepKind::ALL.map(|step| step.title(Lang::Zh)).join("");
    assert!(!words.contains("处罚") && !words.contains("罚款"));
}

// Shows E7, E8, E9, J8.
#[test]
fn every_step_says_what_it_must() {
    for kind in StepKind::ALL.into_iter().filter(|kind| kind.is_special()) {
        let issue = IssueKind::ALL.into_iter().find(|issue| issue.takes(kind)).unwrap();
        for (tag, required) in fields(kind) {
            let lacking: Vec<(Tag, Value)> = whole(kind).into_iter().filter(|(own, _)| own != tag).collect();
            let step = row("steps", 1, &lacking);
            assert_eq!(lacks(kind, &step), required.then_some(*tag), "{issue:?} {kind:?} {tag}");
        }
    }
    let again = row("steps", 1, &[(steps::PASSED, Value::Bool(false))]);
    assert_eq!(lacks(StepKind::Recheck, &again), Some(steps::UNTIL));
}

// Shows E7, E8, E9, J6, J8.
#[test]
fn what_each_step_must_say_is_what_its_rows_name() {
    let must = |kind: StepKind| -> Vec<Tag> {
        fields(kind).iter().filter(|(_, required)| *required).map(|(tag, _)| *tag).collect()
    };
    // In the words of domain.md: 位置、事实、依据；告知谁、怎么告知、告知什么.
    assert_eq!(must(StepKind::Establish), [steps::PART, steps::TEXT, steps::BASIS]);
    assert_eq!(must(StepKind::Inform), [steps::PARTY, steps::WAY, steps::TEXT]);
    // 级别、部位、责任方、期限；复查合格没有.
    assert_eq!(must(StepKind::Find), [steps::SEVERITY, steps::PART, steps::PARTY, steps::UNTIL]);
    assert_eq!(must(StepKind::Recheck), [steps::PASSED]);
    // 哪一方不愿、其他途径；协议内容；履行没有.
    assert_eq!(must(StepKind::Decline), [steps::PARTY, steps::REMEDY]);
    assert_eq!((must(StepKind::Agree), must(StepKind::Perform)), (vec![steps::TEXT], vec![steps::PASSED]));
    // 问题、要求、期限；申辩、回执、催办说了什么.
    assert_eq!(must(StepKind::Notice), [steps::TEXT, steps::DEMAND, steps::UNTIL]);
    for kind in [StepKind::Mediate, StepKind::Statement, StepKind::Receipt, StepKind::Urge] {
        assert_eq!(must(kind), [steps::TEXT], "{kind:?}");
    }
}

// Shows E7.
#[test]
fn whoever_declines_ends_mediation_and_is_told_the_other_ways() {
    let mut story = Story::new(IssueKind::Dispute);
    story.take(StepKind::Mediate, &whole(StepKind::Mediate)).unwrap();
    let side = [text(steps::PARTY, "楼上住户")];
    assert_eq!(story.take(StepKind::Decline, &side), Err(Refusal::Missing("remedy")));
    story.take(StepKind::Decline, &whole(StepKind::Decline)).unwrap();
    for kind in [StepKind::Mediate, StepKind::Agree] {
        assert_eq!(story.take(kind, &whole(kind)), Err(Objection::Declined.into()));
        let forced = story.force(kind, &whole(kind));
        assert!(!story.now().counts(forced), "{kind:?}");
    }
    // The other ways are open: it is not a result that there was no agreement.
    story.reply();
    assert_eq!(story.now().status, Status::Replied);
}

// Shows E7.
#[test]
fn an_agreement_follows_mediation_and_can_be_confirmed_for_thirty_days() {
    let mut story = Story::new(IssueKind::Dispute);
    assert_eq!(
        story.take(StepKind::Agree, &whole(StepKind::Agree)),
        Err(Objection::After(StepKind::Mediate).into())
    );
    story.take(StepKind::Mediate, &whole(StepKind::Mediate)).unwrap();
    assert_eq!(story.now().confirmable_until(), None);
    assert_eq!(
        story.take(StepKind::Perform, &whole(StepKind::Perform)),
        Err(Objection::After(StepKind::Agree).into()),
        "what was not agreed is not kept"
    );
    let agreed = story.take(StepKind::Agree, &whole(StepKind::Agree)).unwrap();
    let at = story.now().steps.iter().find(|step| step.id == agreed).unwrap().at;
    let day = super::super::calendar::day(at);
    assert_eq!(
        story.now().confirmable_until().unwrap(),
        day.checked_add(jiff::Span::new().days(30)).unwrap()
    );
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Perform).into()));
    // Asked after, and not kept: that is no solution either.
    let broken = [(steps::PASSED, Value::Bool(false)), (steps::UNTIL, Value::Date(date(2026, 12, 15)))];
    story.take(StepKind::Perform, &broken).unwrap();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Perform).into()));
    story.take(StepKind::Perform, &whole(StepKind::Perform)).unwrap();
    story.solve().unwrap();
    // Whether it is still kept is asked after the result as well.
    story.take(StepKind::Perform, &whole(StepKind::Perform)).unwrap();
}

// Shows E8.
#[test]
fn a_hazard_is_struck_off_after_a_passed_recheck_only() {
    let mut story = Story::new(IssueKind::Hazard);
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Find).into()));
    story.take(StepKind::Find, &whole(StepKind::Find)).unwrap();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Recheck).into()));
    let failed = [(steps::PASSED, Value::Bool(false)), (steps::UNTIL, Value::Date(date(2026, 12, 15)))];
    story.take(StepKind::Recheck, &failed).unwrap();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Recheck).into()));
    let mut by_bundle = story.clone();
    by_bundle.force(StepKind::Resolve, &[choice(steps::OUTCOME, "solved"), text(steps::TEXT, "已办好")]);
    assert!(!by_bundle.now().is_closed());
    story.take(StepKind::Recheck, &[(steps::PASSED, Value::Bool(true))]).unwrap();
    story.solve().unwrap();
    assert!(story.now().is_closed());
    // Opened again, it is looked at again.
    story.take(StepKind::Reopen, &[text(steps::TEXT, "又堵了")]).unwrap();
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Recheck).into()));
    let whole = [
        choice(steps::OUTCOME, "explained"),
        text(steps::TEXT, "说明"),
        text(steps::REASON, "依据"),
        text(steps::REMEDY, "途径"),
    ];
    story.take(StepKind::Resolve, &whole).unwrap();
    assert!(story.now().is_closed());
}

// Shows E8.
#[test]
fn what_is_major_or_beyond_the_community_is_reported_before_it_is_struck_off() {
    for more in [choice(steps::SEVERITY, "major"), (steps::BEYOND, Value::Bool(true))] {
        let mut story = Story::new(IssueKind::Hazard);
        let mut found: Vec<_> = whole(StepKind::Find).into_iter().filter(|(tag, _)| *tag != more.0).collect();
        found.push(more);
        story.take(StepKind::Find, &found).unwrap();
        story.take(StepKind::Recheck, &[(steps::PASSED, Value::Bool(true))]).unwrap();
        story.reply();
        assert_eq!(story.solve(), Err(Objection::Unreported.into()));
        story.take(StepKind::Transfer, &[text(steps::UNIT, "消防救援大队")]).unwrap();
        story.solve().unwrap();
        assert!(story.now().is_closed());
    }
}

// Shows E9.
#[test]
fn a_violation_is_established_and_told_before_it_is_handed_over_or_ended() {
    let mut story = Story::new(IssueKind::Violation);
    let over = [text(steps::UNIT, "自然资源局")];
    for kind in [StepKind::Inform, StepKind::Transfer] {
        let said = [whole(kind), over.to_vec()].concat();
        assert_eq!(story.take(kind, &said), Err(Objection::After(StepKind::Establish).into()));
    }
    story.take(StepKind::Establish, &whole(StepKind::Establish)).unwrap();
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Inform).into()));
    story.take(StepKind::Inform, &whole(StepKind::Inform)).unwrap();
    // The community has no power to end it: the authority gets it first (domain.md E9).
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Transfer).into()));
    let mut by_bundle = story.clone();
    by_bundle.force(StepKind::Resolve, &[choice(steps::OUTCOME, "solved"), text(steps::TEXT, "已拆除")]);
    assert!(!by_bundle.now().is_closed());
    // What turned out to be none is explained, and handed to nobody.
    let mut none = story.clone();
    let explained = [
        choice(steps::OUTCOME, "explained"),
        text(steps::TEXT, "经查有审批手续"),
        text(steps::REASON, "乡村建设规划许可证"),
        text(steps::REMEDY, "可向自然资源局核实"),
    ];
    none.take(StepKind::Resolve, &explained).unwrap();
    assert!(none.now().is_closed());
    // To whom it is about it is not handed over, by whatever path.
    let mut recused = story.clone();
    recused.issue.values.insert(issues::ABOUT, vec![Value::Text("自然资源局".into())]);
    recused.force(StepKind::Transfer, &over);
    assert_eq!(recused.solve(), Err(Objection::Unproven(StepKind::Transfer).into()));
    story.take(StepKind::Transfer, &over).unwrap();
    // Handed over is no result.
    assert!(!story.now().is_closed());
    story.solve().unwrap();
    assert!(story.now().is_closed());
}

// Shows J6, J8.
#[test]
fn a_rectification_hears_the_checked_side_before_it_is_closed() {
    let mut story = Story::new(IssueKind::Rectification);
    for kind in [StepKind::Statement, StepKind::Receipt] {
        assert_eq!(story.take(kind, &whole(kind)), Err(Objection::After(StepKind::Notice).into()));
    }
    story.take(StepKind::Notice, &whole(StepKind::Notice)).unwrap();
    assert_eq!(
        story.take(StepKind::Recheck, &whole(StepKind::Recheck)),
        Err(Objection::After(StepKind::Receipt).into())
    );
    story.take(StepKind::Receipt, &whole(StepKind::Receipt)).unwrap();
    story.take(StepKind::Recheck, &[(steps::PASSED, Value::Bool(true))]).unwrap();
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unproven(StepKind::Statement).into()));
    story.take(StepKind::Statement, &whole(StepKind::Statement)).unwrap();
    story.solve().unwrap();
    let mut supervision = Story::new(IssueKind::Supervision);
    assert_eq!(supervision.take(StepKind::Urge, &[]), Err(Refusal::Missing("text")));
    supervision.take(StepKind::Urge, &whole(StepKind::Urge)).unwrap();
}

// Shows E2.
#[test]
fn a_result_says_what_it_is() {
    let mut story = Story::new(IssueKind::Request);
    story.reply();
    let solved = [choice(steps::OUTCOME, "solved")];
    assert_eq!(story.take(StepKind::Resolve, &solved), Err(Refusal::Missing("text")));
    let silent = [text(steps::TEXT, "已办好")];
    assert_eq!(story.take(StepKind::Resolve, &silent), Err(Refusal::Missing("outcome")));
    story.solve().unwrap();
}

// Shows E13.
#[test]
fn the_handler_changes_with_a_hand_over_slip_only() {
    let mut story = Story::new(IssueKind::Request);
    let to = |n| (steps::OWNER, Value::Ref(member(n)));
    story.take(StepKind::Accept, &[to(1)]).unwrap();
    story.take(StepKind::Assign, &[to(1)]).unwrap();
    assert_eq!(story.take(StepKind::Assign, &[to(2)]), Err(Refusal::Missing("handover")));
    story.force(StepKind::Assign, &[to(2)]);
    assert_eq!(story.now().owner, Some(member(1)), "one that came without counts for nothing");
    story.take(StepKind::Assign, &[to(3), text(steps::HANDOVER, "已约好周三上门")]).unwrap();
    assert_eq!(story.now().owner, Some(member(3)));
}

// Shows A9, E10.
#[test]
fn what_goes_upward_tells_what_was_done_before() {
    let mut story = Story::new(IssueKind::Request);
    let up = [text(steps::UNIT, "街道"), choice(steps::LEVEL, "street")];
    assert_eq!(story.take(StepKind::Transfer, &up), Err(Refusal::Missing("done")));
    let told = [up.to_vec(), vec![text(steps::DONE, "已上门两次，物业无权处理")]].concat();
    story.take(StepKind::Transfer, &told).unwrap();
    assert_eq!(story.take(StepKind::Transfer, &[]), Err(Refusal::Missing("unit")));
    let across = [text(steps::UNIT, "二组"), choice(steps::LEVEL, "neighbourhood")];
    story.take(StepKind::Transfer, &across).unwrap();
    assert!(!story.now().is_closed());
}

#[test]
fn whoever_an_issue_is_about_does_not_get_it() {
    let mut story = Story::new(IssueKind::Request);
    story.issue.values.insert(issues::ABOUT, vec![Value::Text("城管科 王强".into())]);
    story.barred = BTreeSet::from([member(4)]);
    let to = [(steps::OWNER, Value::Ref(member(4)))];
    assert_eq!(story.take(StepKind::Accept, &to), Err(Objection::Recused.into()));
    story.force(StepKind::Accept, &to);
    assert_eq!(story.now().owner, None);
    let unit = [text(steps::UNIT, "街道城管科")];
    assert_eq!(story.take(StepKind::Transfer, &unit), Err(Objection::Recused.into()));
    story.force(StepKind::Transfer, &unit);
    assert_ne!(story.now().status, Status::Transferred);
}

// Shows J10.
#[test]
fn a_rating_tells_how_it_was_obtained_and_none_is_asked_of_who_declined() {
    let mut story = Story::new(IssueKind::Request);
    story.reply();
    story.solve().unwrap();
    let rated = choice(steps::RATING, "satisfied");
    assert_eq!(story.take(StepKind::Callback, std::slice::from_ref(&rated)), Err(Refusal::Missing("way")));
    let mut forced = story.clone();
    forced.force(StepKind::Callback, std::slice::from_ref(&rated));
    assert_eq!((forced.now().status, forced.now().rating), (Status::CalledBack, None));
    let mut declined = story.clone();
    declined.take(StepKind::Callback, &[choice(steps::RATING, "declined")]).unwrap();
    assert_eq!(declined.now().rating.as_deref(), Some("declined"));
    story.take(StepKind::Callback, &[rated, choice(steps::WAY, "phone")]).unwrap();
    assert_eq!(story.now().rating.as_deref(), Some("satisfied"));
}

// Shows E1, E2.
#[test]
fn no_result_before_everybody_who_asked_was_answered() {
    let mut story = Story::new(IssueKind::Request);
    let issue = (voices::ISSUE, Value::Ref(story.issue.id));
    story.voices.push(row("voices", 1, &[issue.clone(), text(voices::NAME, "李明")]));
    story.voices.push(row("voices", 2, &[issue, (voices::ANONYMOUS, Value::Bool(true))]));
    story.reply();
    let waiting = |story: &Story| story.now().unanswered().map(|voice| voice.id).collect::<Vec<_>>();
    assert_eq!(waiting(&story), [story.voices[0].id, story.voices[1].id]);
    assert_eq!(story.solve(), Err(Refusal::Waiting(2)));
    let notice = [
        text(steps::TEXT, "已公告"),
        choice(steps::WAY, "public"),
        (steps::VOICES, Value::Ref(story.issue.id)),
    ];
    story.take(StepKind::Reply, &notice).unwrap();
    assert_eq!(waiting(&story), [story.voices[0].id], "a notice reaches who has no name");
    let mut by_bundle = story.clone();
    by_bundle.force(StepKind::Resolve, &[choice(steps::OUTCOME, "solved"), text(steps::TEXT, "已办好")]);
    assert!(!by_bundle.now().is_closed());
    let to = [text(steps::TEXT, "已告诉"), (steps::VOICES, Value::Ref(story.voices[0].id))];
    story.take(StepKind::Reply, &to).unwrap();
    story.solve().unwrap();
    assert!(story.now().is_closed());
    // A voice that came in meanwhile on another laptop is owed an answer still.
    let late = row("voices", 3, &[(voices::ISSUE, Value::Ref(story.issue.id)), text(voices::NAME, "陈明")]);
    story.voices.push(late);
    assert!(!story.now().is_closed());
}

// Shows E1.
#[test]
fn a_merged_matter_keeps_the_first_clock_and_owes_everybody_an_answer() {
    let mut story = Story::new(IssueKind::Request);
    let at = |n: i64| Value::Instant(Timestamp::from_second(1_790_000_000 + n * 86_400).unwrap());
    story.issue.values.insert(issues::REGISTERED, vec![at(5)]);
    let mut other = row("issues", 201, &[choice(issues::KIND, "request"), text(issues::FROM, "李明")]);
    other.values.insert(issues::REGISTERED, vec![at(0)]);
    story.reply();
    let alone = Standing::of(&other, &[], &Deadlines::shipped());
    let merged = |story: &Story| {
        let part = Part { issue: &other, steps: vec![], voices: vec![], analysed: false };
        let head = Matter::effective(&story.issue, &[&other]);
        let matter =
            Matter { merged: vec![part], steps: story.steps.iter().collect(), ..Matter::alone(&head, &[]) };
        Standing::of_matter(&matter, &Deadlines::shipped())
    };
    assert!(story.now().answered && !merged(&story).answered);
    assert_eq!(merged(&story).due, alone.due);
    assert!(story.now().due > alone.due);
    let to = [text(steps::TEXT, "一并答复"), (steps::VOICES, Value::Ref(other.id))];
    story.take(StepKind::Reply, &to).unwrap();
    assert!(merged(&story).answered);
    let urgent = Matter::effective(&other, &[&row("issues", 9, &[choice(issues::URGENCY, "danger")])]);
    assert_eq!(urgent.text(issues::URGENCY), "danger");
}

// Shows D18.
#[test]
fn when_a_matter_is_due_follows_from_its_danger_and_not_from_who_asks() {
    let due = |more: &[(Tag, Value)]| {
        let mut story = Story::new(IssueKind::Request);
        for (tag, value) in more {
            story.issue.values.insert(*tag, vec![value.clone()]);
        }
        story.now().running.next_day()
    };
    let plain = due(&[]);
    for key in ["individual", "representative", "enterprise"] {
        assert_eq!(due(&[choice(issues::REFLECTOR, key)]), plain, "{key}");
    }
    assert_eq!(due(&[text(issues::FROM, "某某企业"), choice(issues::SCALE, "large_group")]), plain);
    // What is hard in production and in life is told apart, and neither comes first.
    let natures = issues::ledger();
    let natures = natures.field(issues::NATURE).unwrap();
    for key in ["production", "living"] {
        assert!(natures.choice(key).is_some());
        assert_eq!(due(&[choice(issues::NATURE, key)]), plain, "{key}");
    }
    assert!(due(&[choice(issues::URGENCY, "danger")]) < plain);
}

// Shows E6.
#[test]
fn a_groups_matter_has_no_result_without_its_sheet() {
    let mut story = Story::new(IssueKind::Request);
    story.issue.values.insert(issues::SCALE, vec![Value::Choice("group".into())]);
    story.reply();
    assert_eq!(story.solve(), Err(Objection::Unanalysed.into()));
}

proptest! {
    /// Whatever steps came in whatever order: closed means answered, and a
    /// solved hazard was looked at again.
    // Shows E2.
    #[test]
    fn nothing_is_closed_without_its_reply_and_its_proof(
        kind in prop::sample::select(IssueKind::ALL.to_vec()),
        taken in prop::collection::vec((prop::sample::select(StepKind::ALL.to_vec()), any::<bool>()), 0..24)
    ) {
        let mut story = Story::new(kind);
        for (step, forced) in taken {
            let mut more = whole(step);
            if !step.is_special() {
                more = vec![choice(steps::OUTCOME, "solved"), text(steps::TEXT, "办好"), text(steps::UNIT, "街道")];
            }
            if forced { story.force(step, &more); } else { let _ = story.take(step, &more); }
            let now = story.now();
            let has = |wanted: StepKind| now.steps.iter().any(|step| step.kind == wanted && now.counts(step.id));
            if now.is_closed() {
                prop_assert!(now.answered && has(StepKind::Reply) && has(StepKind::Resolve));
                for proof in kind.proof_of("solved") {
                    prop_assert!(has(*proof), "{:?} without {:?}", kind, proof);
                }
            }
        }
    }
}

// Shows E3, E7, E8, E9, J8.
#[test]
fn no_result_of_any_kind_goes_without_what_shows_it() {
    let result = |story: &mut Story, outcome: &str| {
        let said = [
            choice(steps::OUTCOME, outcome),
            text(steps::TEXT, "说明"),
            text(steps::REASON, "依据"),
            text(steps::REMEDY, "途径"),
        ];
        // What comes by a bundle closes nothing that would be refused here.
        let mut by_bundle = story.clone();
        let taken = story.take(StepKind::Resolve, &said);
        by_bundle.force(StepKind::Resolve, &said);
        assert_eq!(by_bundle.now().is_closed(), taken.is_ok(), "{outcome}");
        taken.map(|_id| ())
    };
    for (kind, outcome, steps_in_order) in [
        (IssueKind::Dispute, "partly_solved", vec![StepKind::Agree]),
        (IssueKind::Dispute, "explained", vec![]),
        (IssueKind::Hazard, "partly_solved", vec![StepKind::Find, StepKind::Recheck]),
        (IssueKind::Hazard, "explained", vec![StepKind::Find]),
        (IssueKind::Hazard, "not_supported", vec![StepKind::Find]),
        (IssueKind::Violation, "not_supported", vec![StepKind::Establish]),
        (IssueKind::Rectification, "explained", vec![StepKind::Notice, StepKind::Statement]),
        (IssueKind::Request, "not_supported", vec![]),
    ] {
        let mut story = Story::new(kind);
        story.reply();
        for step in steps_in_order {
            assert_eq!(result(&mut story, outcome), Err(Objection::Unproven(step).into()), "{kind:?}");
            for first in before(kind, step).into_iter().chain([step]) {
                story.take(first, &whole(first)).unwrap();
            }
        }
        result(&mut story, outcome).unwrap();
        assert!(story.now().is_closed(), "{kind:?} {outcome}");
    }
    // A major hazard is reported, however it is called an end.
    for outcome in ["partly_solved", "explained", "not_supported"] {
        let mut story = Story::new(IssueKind::Hazard);
        let mut found: Vec<_> =
            whole(StepKind::Find).into_iter().filter(|(tag, _)| *tag != steps::SEVERITY).collect();
        found.push(choice(steps::SEVERITY, "major"));
        story.take(StepKind::Find, &found).unwrap();
        story.take(StepKind::Recheck, &[(steps::PASSED, Value::Bool(true))]).unwrap();
        story.reply();
        assert_eq!(result(&mut story, outcome), Err(Objection::Unreported.into()));
        story.take(StepKind::Transfer, &[text(steps::UNIT, "应急局")]).unwrap();
        result(&mut story, outcome).unwrap();
    }
}
