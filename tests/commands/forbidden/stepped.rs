//! Steps on issues that may not be taken: by the core, by a command, and by a
//! bundle in which the step names what a step of its kind names, so that it is
//! the rule which keeps it from counting.

use jiff::civil::{Date, date};
use minqing::{
    domain::{
        analyses,
        id::RecordId,
        issues::{issues, steps},
        rules::Refusal,
        standing::{Standing, Status, StepKind},
        value::Value,
        voices,
    },
    log::commit::Change,
    workbench::{Error, Workbench},
};

use super::{World, add, fresh, lives, open, put, put_in};

/// What a step says.
#[derive(Clone, Copy)]
pub(super) enum Says {
    Text(&'static str),
    Choice(&'static str),
    Day(Date),
    Yes,
    Who(&'static str),
    /// The name of whoever takes the step.
    Oneself,
    Issue(&'static str),
}

use Says::{Choice, Day, Text, Who, Yes};

pub(super) type Fields = &'static [(u16, Says)];

/// A step that may not be taken.
pub(super) struct Stepped {
    pub(super) act: &'static str,
    pub(super) before: fn(&mut Workbench),
    pub(super) issue: &'static str,
    pub(super) kind: StepKind,
    pub(super) fields: Fields,
    /// What makes it right; nothing where no such step is right.
    pub(super) mend: Fields,
    /// The same at the prompt; nothing where the command line cannot say it.
    pub(super) command: &'static [&'static str],
    pub(super) holds: fn(&Standing) -> bool,
}

fn value(bench: &Workbench, says: Says) -> Value {
    match says {
        Text(text) => Value::Text(text.to_owned()),
        Choice(key) => Value::Choice(key.to_owned()),
        Day(day) => Value::Date(day),
        Yes => Value::Bool(true),
        Who(name) => Value::Ref(bench.find_in("members", name).unwrap()),
        Says::Oneself => Value::Text(bench.name_of(bench.member())),
        Says::Issue(number) => Value::Ref(bench.find(number).unwrap()),
    }
}

fn values(bench: &Workbench, fields: Fields) -> Vec<(u16, Value)> {
    fields.iter().map(|(tag, says)| (*tag, value(bench, *says))).collect()
}

impl Stepped {
    fn standing(&self, bench: &Workbench) -> Standing {
        bench.case(bench.find(self.issue).unwrap()).unwrap().standing
    }

    pub(super) fn check(&self, met: &mut Vec<Refusal>) -> Vec<String> {
        let mut broken = Vec::new();
        let world = self.world();
        let mut bench = world.a();
        if !(self.holds)(&self.standing(&bench)) {
            broken.push("it did not hold before".to_owned());
        }
        let issue = bench.find(self.issue).unwrap();
        let wrong = values(&bench, self.fields);
        match bench.take_step(issue, self.kind, &wrong) {
            Err(Error::Refused(refusal)) => met.push(refusal),
            other => broken.push(format!("core: {other:?}")),
        }
        if !self.mend.is_empty() {
            let mut right = wrong.clone();
            right.retain(|(tag, _)| !self.mend.iter().any(|(other, _)| other == tag));
            right.extend(values(&bench, self.mend));
            match bench.take_step(issue, self.kind, &right) {
                Ok(_) => drop(bench.undo().unwrap()),
                Err(error) => broken.push(format!("what is right was refused: {error:?}")),
            }
        }
        bench.close().unwrap();
        if !self.command.is_empty() && !world.command(self.command) {
            broken.push("a command took it".to_owned());
        }
        if !(self.holds)(&self.standing(&world.a())) {
            broken.push("it does not hold after".to_owned());
        }
        let world = self.world();
        let agree = world.bundle(&|bench| forged(bench, self));
        let holds = ["a", "b"].map(|home| (self.holds)(&self.standing(&open(&world.home(home)))));
        if !agree || holds != [true, true] {
            broken.push(format!("bundle: agree {agree}, holds {holds:?}"));
        }
        broken.into_iter().map(|told| format!("{}: {told}", self.act)).collect()
    }

    fn world(&self) -> World {
        let world = World::new();
        let (mut a, mut b) = (world.a(), open(&world.home("b")));
        (self.before)(&mut a);
        super::hand(&mut a, &mut b, world.folder.path());
        a.close().unwrap();
        b.close().unwrap();
        world
    }
}

fn forged(bench: &Workbench, step: &Stepped) -> Vec<Change> {
    let (id, issue) = (fresh(steps::ID), bench.find(step.issue).unwrap());
    let mut changes = vec![
        lives(id, true),
        put(id, steps::ISSUE, &Value::Ref(issue)),
        put(id, steps::KIND, &Value::Choice(step.kind.key().to_owned())),
        put(id, steps::AT, &Value::Instant(bench.now())),
        put(id, steps::BY, &Value::Ref(bench.member())),
    ];
    changes.extend(values(bench, step.fields).iter().map(|(tag, value)| put(id, *tag, value)));
    let named: Vec<RecordId> = bench.case(issue).unwrap().standing.regards(step.kind);
    changes.extend(named.into_iter().map(|other| put_in(id, steps::REGARDS, &Value::Ref(other))));
    changes
}

pub(super) fn take(bench: &mut Workbench, issue: &str, kind: StepKind, fields: Fields) {
    let issue = bench.find(issue).unwrap();
    let fields = values(bench, fields);
    bench.take_step(issue, kind, &fields).unwrap();
}

pub(super) const ANSWER: Fields = &[(steps::TEXT, Text("三天内修"))];
const SOLVED: Fields = &[(steps::OUTCOME, Choice("solved")), (steps::TEXT, Text("修好了"))];

pub(super) fn nothing(_: &mut Workbench) {}

pub(super) fn issue(bench: &mut Workbench, kind: &str, more: &[(&str, &str)]) {
    let own = [("title", "另一件"), ("kind", kind), ("from", "仇英")];
    add(bench, "issues", &[&own[..], more].concat()).unwrap();
}

fn replied(bench: &mut Workbench) {
    take(bench, "A-1", StepKind::Reply, ANSWER);
}

fn closed(bench: &mut Workbench) {
    replied(bench);
    take(bench, "A-1", StepKind::Resolve, SOLVED);
}

fn two_asked(bench: &mut Workbench) {
    replied(bench);
    let lamp = bench.find("A-1").unwrap();
    bench.add_voice(lamp, &[(voices::NAME, Value::Text("邻居".into()))]).unwrap();
}

fn of_a_group(bench: &mut Workbench) {
    issue(bench, "request", &[("scale", "group")]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

fn about_li(bench: &mut Workbench) {
    issue(bench, "request", &[("about", "李强、街道城管科")]);
}

fn owned(bench: &mut Workbench) {
    take(bench, "A-1", StepKind::Accept, &[(steps::OWNER, Who("张晓敏"))]);
}

fn extended(bench: &mut Workbench) {
    let told = [(steps::APPROVER, "王组长"), (steps::REASON, "等检测")];
    let mut fields: Vec<(u16, Value)> = told.map(|(tag, text)| (tag, Value::Text(text.into()))).to_vec();
    fields.push((steps::WAY, Value::Choice("phone".into())));
    fields.push((steps::UNTIL, Value::Date(date(2026, 12, 2))));
    fields.push((steps::NOTICED, Value::Date(bench.today())));
    let lamp = bench.find("A-1").unwrap();
    bench.take_step(lamp, StepKind::Extend, &fields).unwrap();
}

fn a_dispute(bench: &mut Workbench) {
    issue(bench, "dispute", &[]);
}

fn declined(bench: &mut Workbench) {
    a_dispute(bench);
    take(bench, "A-2", StepKind::Decline, &[(steps::PARTY, Text("楼上")), (steps::REMEDY, Text("可以起诉"))]);
}

pub(super) fn a_hazard(bench: &mut Workbench) {
    issue(bench, "hazard", &[]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

pub(super) const FOUND: Fields = &[
    (steps::SEVERITY, Choice("major")),
    (steps::PART, Text("楼道")),
    (steps::PARTY, Text("物业")),
    (steps::UNTIL, Day(date(2026, 12, 1))),
];

fn a_grave_hazard(bench: &mut Workbench) {
    a_hazard(bench);
    take(bench, "A-2", StepKind::Find, FOUND);
    take(bench, "A-2", StepKind::Recheck, &[(steps::PASSED, Yes)]);
}

fn a_violation(bench: &mut Workbench) {
    issue(bench, "violation", &[]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

fn a_rectification(bench: &mut Workbench) {
    issue(bench, "rectification", &[]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

/// A rectification of what somebody did.
pub(super) fn a_rectification_of(bench: &mut Workbench, whom: &str) {
    issue(bench, "rectification", &[("about", whom)]);
    take(bench, "A-2", StepKind::Reply, ANSWER);
}

fn merged(bench: &mut Workbench) {
    issue(bench, "request", &[]);
    take(bench, "A-2", StepKind::Merge, const { &[(steps::INTO, Says::Issue("A-1"))] });
}

fn is_open(standing: &Standing) -> bool {
    !standing.is_closed() && standing.outcome.is_none()
}

fn nobody_has_it(standing: &Standing) -> bool {
    standing.owner.is_none()
}

fn due_stays(standing: &Standing) -> bool {
    standing.due == date(2026, 11, 29)
}

fn nobody_passed_it_on(standing: &Standing) -> bool {
    standing.status != Status::Transferred
}

fn is_its_own(standing: &Standing) -> bool {
    standing.merged_into.is_none()
}

fn nobody_rated(standing: &Standing) -> bool {
    standing.is_closed() && standing.rating.is_none()
}

/// Whether no step of its own kind counts.
fn no_step_counts(standing: &Standing) -> bool {
    let special =
        |step: &&minqing::domain::standing::Step| step.kind.is_special() && step.kind != StepKind::Decline;
    !standing.steps.iter().filter(special).any(|step| standing.counts(step.id))
}

const EXTENSION: [(u16, Says); 3] =
    [(steps::APPROVER, Text("王组长")), (steps::REASON, Text("等检测")), (steps::WAY, Choice("phone"))];

macro_rules! extension {
    ($($more:expr),*) => {
        &[EXTENSION[0], EXTENSION[1], EXTENSION[2], $($more),*]
    };
}

#[rustfmt::skip]
pub(super) const STEPPED: &[Stepped] = &[
    Stepped { act: "a result before everybody who asked was answered", before: two_asked, issue: "A-1", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-1", "--outcome", "solved", "--text", "好了"], holds: is_open },
    Stepped { act: "a result of a group's matter without its sheet", before: of_a_group, issue: "A-2", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "好了"], holds: is_open },
    Stepped { act: "giving a matter to whom it is about", before: about_li, issue: "A-2", kind: StepKind::Accept,
        fields: &[(steps::OWNER, Who("李强"))], mend: &[(steps::OWNER, Who("张晓敏"))], command: &["issue", "accept", "A-2", "--owner", "李强"], holds: nobody_has_it },
    Stepped { act: "assigning a matter to whom it is about", before: about_li, issue: "A-2", kind: StepKind::Assign,
        fields: &[(steps::OWNER, Who("李强"))], mend: &[(steps::OWNER, Who("张晓敏"))], command: &["issue", "assign", "A-2", "--owner", "李强"], holds: nobody_has_it },
    Stepped { act: "passing a matter on to the unit that it is about", before: about_li, issue: "A-2", kind: StepKind::Transfer,
        fields: &[(steps::UNIT, Text("街道城管科"))], mend: &[(steps::UNIT, Text("区信访局"))], command: &["issue", "transfer", "A-2", "--to", "街道城管科"], holds: nobody_passed_it_on },
    Stepped { act: "assigning to nobody", before: nothing, issue: "A-1", kind: StepKind::Assign,
        fields: &[], mend: &[(steps::OWNER, Who("李强"))], command: &[], holds: |it| it.status == Status::Registered },
    Stepped { act: "passing on to nobody", before: nothing, issue: "A-1", kind: StepKind::Transfer,
        fields: &[], mend: &[(steps::UNIT, Text("区信访局"))], command: &["issue", "transfer", "A-1", "--to", " "], holds: nobody_passed_it_on },
    Stepped { act: "reporting upward without having done anything", before: nothing, issue: "A-1", kind: StepKind::Transfer,
        fields: &[(steps::UNIT, Text("区信访局")), (steps::LEVEL, Choice("street"))], mend: &[(steps::DONE, Text("上门两次"))],
        command: &["issue", "transfer", "A-1", "--to", "区信访局", "--level", "street"], holds: nobody_passed_it_on },
    Stepped { act: "another owner without a hand-over slip", before: owned, issue: "A-1", kind: StepKind::Assign,
        fields: &[(steps::OWNER, Who("李强"))], mend: &[(steps::HANDOVER, Text("当面交代过"))], command: &["issue", "assign", "A-1", "--owner", "李强"], holds: |it| it.owner.is_some() && it.steps.iter().all(|step| step.kind != StepKind::Assign || step.row.reference(steps::OWNER) != it.owner) },
    Stepped { act: "an answer that says nothing", before: nothing, issue: "A-1", kind: StepKind::Reply,
        fields: &[(steps::TEXT, Text(" "))], mend: ANSWER, command: &["issue", "reply", "A-1", "--text", " "], holds: |it| !it.answered },
    Stepped { act: "a hearing that stops no clock", before: nothing, issue: "A-1", kind: StepKind::Hear,
        fields: &[(steps::SINCE, Day(date(2026, 11, 20)))], mend: &[], command: &["issue", "hear", "A-1", "since=2026-11-20"], holds: due_stays },
    Stepped { act: "extending to a day that is no later", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: extension!((steps::UNTIL, Day(date(2026, 11, 25))), (steps::NOTICED, Day(date(2026, 11, 22)))), mend: &[(steps::UNTIL, Day(date(2026, 12, 5)))],
        command: &["issue", "extend", "A-1", "--until", "2026-11-25", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-22"], holds: due_stays },
    Stepped { act: "extending beyond what the term allows", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: extension!((steps::UNTIL, Day(date(2027, 12, 1))), (steps::NOTICED, Day(date(2026, 11, 22)))), mend: &[(steps::UNTIL, Day(date(2026, 12, 5)))],
        command: &["issue", "extend", "A-1", "--until", "2027-12-01", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-22"], holds: due_stays },
    Stepped { act: "extending without telling the person", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: &[EXTENSION[0], EXTENSION[1], (steps::UNTIL, Day(date(2026, 12, 5))), (steps::NOTICED, Day(date(2026, 11, 22)))], mend: &[EXTENSION[2]], command: &[], holds: due_stays },
    Stepped { act: "extending before the person is told", before: nothing, issue: "A-1", kind: StepKind::Extend,
        fields: extension!((steps::UNTIL, Day(date(2026, 12, 5))), (steps::NOTICED, Day(date(2026, 11, 28)))), mend: &[(steps::NOTICED, Day(date(2026, 11, 22)))],
        command: &["issue", "extend", "A-1", "--until", "2026-12-05", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-28"], holds: due_stays },
    Stepped { act: "extending more often than the term allows", before: extended, issue: "A-1", kind: StepKind::Extend,
        fields: extension!((steps::UNTIL, Day(date(2026, 12, 10))), (steps::NOTICED, Day(date(2026, 11, 22)))), mend: &[],
        command: &["issue", "extend", "A-1", "--until", "2026-12-10", "--reason", "复杂", "--approver", "王组长", "--way", "phone", "--noticed", "2026-11-22"], holds: |it| it.running.extensions.len() == 1 },
    Stepped { act: "a rating that nobody knows how it was obtained", before: closed, issue: "A-1", kind: StepKind::Callback,
        fields: &[(steps::RATING, Choice("satisfied"))], mend: &[(steps::WAY, Choice("phone"))], command: &["issue", "callback", "A-1", "--rating", "satisfied"], holds: nobody_rated },
    Stepped { act: "taking up what is closed", before: closed, issue: "A-1", kind: StepKind::Accept,
        fields: &[(steps::OWNER, Who("李强"))], mend: &[], command: &["issue", "accept", "A-1"], holds: Standing::is_closed },
    Stepped { act: "opening again what is open", before: nothing, issue: "A-1", kind: StepKind::Reopen,
        fields: &[(steps::TEXT, Text("又坏了"))], mend: &[], command: &["issue", "reopen", "A-1", "--text", "又坏了"], holds: is_open },
    Stepped { act: "mediating what is no dispute", before: nothing, issue: "A-1", kind: StepKind::Mediate,
        fields: &[(steps::TEXT, Text("谈过"))], mend: &[], command: &["issue", "mediate", "A-1", "text=谈过"], holds: no_step_counts },
    Stepped { act: "an agreement before any mediation", before: a_dispute, issue: "A-2", kind: StepKind::Agree,
        fields: &[(steps::TEXT, Text("各退一步"))], mend: &[], command: &[], holds: no_step_counts },
    Stepped { act: "mediating against somebody's will", before: declined, issue: "A-2", kind: StepKind::Mediate,
        fields: &[(steps::TEXT, Text("再谈"))], mend: &[], command: &[], holds: no_step_counts },
    Stepped { act: "a hazard of no severity", before: a_hazard, issue: "A-2", kind: StepKind::Find,
        fields: &[(steps::PART, Text("楼道")), (steps::PARTY, Text("物业")), (steps::UNTIL, Day(date(2026, 12, 1)))], mend: &[(steps::SEVERITY, Choice("ordinary"))], command: &[], holds: no_step_counts },
    Stepped { act: "a hazard struck off that nobody looked at again", before: a_hazard, issue: "A-2", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "好了"], holds: is_open },
    Stepped { act: "a grave hazard struck off that was not reported", before: a_grave_hazard, issue: "A-2", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "好了"], holds: is_open },
    Stepped { act: "a violation handed over before its facts are known", before: a_violation, issue: "A-2", kind: StepKind::Transfer,
        fields: &[(steps::UNIT, Text("区城管局"))], mend: &[], command: &["issue", "transfer", "A-2", "--to", "区城管局"], holds: nobody_passed_it_on },
    Stepped { act: "put right before the checked side could speak", before: a_rectification, issue: "A-2", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "好了"], holds: is_open },
    Stepped { act: "merging issues of two kinds", before: a_dispute, issue: "A-2", kind: StepKind::Merge,
        fields: &[(steps::INTO, Says::Issue("A-1"))], mend: &[], command: &["issue", "merge", "A-1", "A-2"], holds: is_its_own },
    Stepped { act: "merging an issue with itself", before: nothing, issue: "A-1", kind: StepKind::Merge,
        fields: &[(steps::INTO, Says::Issue("A-1"))], mend: &[], command: &["issue", "merge", "A-1", "A-1"], holds: is_its_own },
    Stepped { act: "a result on what goes on elsewhere", before: merged, issue: "A-2", kind: StepKind::Resolve,
        fields: SOLVED, mend: &[], command: &["issue", "resolve", "A-2", "--outcome", "solved", "--text", "好了"], holds: is_open },
];

/// The sheet that makes a group's matter ready for its result.
pub(super) fn with_its_sheet_it_is_closed(world: &World) -> bool {
    let mut bench = world.a();
    of_a_group(&mut bench);
    let issue = bench.find("A-2").unwrap();
    let who = bench.member();
    let fields = [
        (analyses::DEMAND, Some(Value::Text("修路".into()))),
        (analyses::MEASURES, Some(Value::Text("约街道看".into()))),
        (analyses::OWNER, Some(Value::Ref(who))),
        (analyses::UNTIL, Some(Value::Date(date(2026, 12, 1)))),
    ];
    bench.analyse(issue, &fields).unwrap();
    let fields = values(&bench, SOLVED);
    bench.take_step(issue, StepKind::Resolve, &fields).unwrap();
    let closed = bench.case(issue).unwrap().standing.is_closed();
    assert_eq!(bench.existing(issue).unwrap().text(issues::SCALE), "group");
    bench.close().unwrap();
    closed
}
