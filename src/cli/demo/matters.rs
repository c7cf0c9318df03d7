//! Issues in every status, some of them overdue.

use jiff::{
    Span, Timestamp,
    civil::{Date, Time},
};

use super::{
    Plot,
    dice::Dice,
    names::{Matter, Names},
    people::{People, Resident},
};
use crate::{
    domain::{
        calendar, deadlines,
        id::RecordId,
        issues::{PUBLIC, issues, steps},
        standing::{IssueKind, Status, StepKind},
        value::Value,
    },
    workbench::{Error, Workbench, draft::Draft},
};

/// Issues in one commit.
const BATCH: usize = 10;

/// How issues stand, over and over.
const PLOTS: [Plot; 12] = [
    Plot { status: Status::CalledBack, overdue: false },
    Plot { status: Status::Registered, overdue: true },
    Plot { status: Status::Accepted, overdue: false },
    Plot { status: Status::Resolved, overdue: false },
    Plot { status: Status::Replied, overdue: false },
    Plot { status: Status::Transferred, overdue: false },
    Plot { status: Status::CalledBack, overdue: false },
    Plot { status: Status::Accepted, overdue: true },
    Plot { status: Status::Registered, overdue: false },
    Plot { status: Status::Resolved, overdue: false },
    Plot { status: Status::Replied, overdue: true },
    Plot { status: Status::CalledBack, overdue: false },
];

const UNITS: [&str; 4] = ["街道城管科", "区住建局", "供水公司", "市容环卫所"];
const REASON: &str = "依据现行规定和现场核实的情况，暂不能全部办到，已当面说明。";
const REMEDY: &str = "如不同意，可自收到答复之日起 60 日内向街道申请复核。";

/// An issue of the demonstration that is still owed something.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub(super) id: RecordId,
    /// Who asked, where that is a resident.
    pub(super) from: Option<Resident>,
    /// The day on which it was registered.
    pub(super) since: Date,
    /// Whether somebody has answered.
    pub(super) answered: bool,
    /// What there is to answer.
    pub(super) reply: String,
}

/// Registers issues, about one for fifteen residents, and takes their steps; answers the open ones.
pub(super) fn register(
    bench: &mut Workbench,
    names: &Names,
    dice: &mut Dice,
    members: &[RecordId],
    people: &People,
) -> Result<Vec<Open>, Error> {
    let count = (people.adults.len() / 11).clamp(PLOTS.len(), names.issues.len().max(PLOTS.len()));
    let first = dice.below(names.issues.len());
    let mut open = Vec::new();
    let mut draft = Draft::new();
    let matters = names.issues.iter().cycle().skip(first).zip(PLOTS.iter().cycle());
    for (at, (matter, plot)) in matters.take(count).enumerate() {
        let mut story = Story { bench: &*bench, dice: &mut *dice, members, draft: &mut draft };
        let (id, from, since) = story.tell(matter, *plot, people)?;
        if plot.status < Status::Resolved {
            let answered = plot.status == Status::Replied;
            open.push(Open { id, from, since, answered, reply: matter.reply.clone() });
        }
        if at % BATCH == BATCH - 1 {
            bench.commit(std::mem::take(&mut draft))?;
        }
    }
    bench.commit(draft)?;
    Ok(open)
}

/// An issue being told into a draft.
struct Story<'s> {
    bench: &'s Workbench,
    dice: &'s mut Dice,
    members: &'s [RecordId],
    draft: &'s mut Draft,
}

impl Story<'_> {
    fn tell(
        &mut self,
        matter: &Matter,
        plot: Plot,
        people: &People,
    ) -> Result<(RecordId, Option<Resident>, Date), Error> {
        let today = self.bench.today();
        let urgency = if is_of_utilities(matter) { "utility" } else { "normal" };
        let term = days_given(self.bench, &matter.kind, urgency)?;
        let age = match (plot.status >= Status::Resolved, plot.overdue) {
            (true, _) => self.dice.between(term + 8, term + 45),
            (false, true) => self.dice.between(term + 1, term + 6),
            // One in four is due today.
            (false, false) if self.dice.percent(25) => term,
            (false, false) => self.dice.between(0, (term - 1).max(0)),
        };
        let registered = back(today, age);
        let id = self.bench.begin_record(self.draft, issues::ID, None)?;
        let named = people.places.iter().find(|(_, name)| matter.title.contains(name.as_str()));
        let place = named.or_else(|| self.dice.pick(&people.places)).map(|(id, _)| *id);
        let at = self.moment(registered, 8);
        let choice = |key: &str| Some(Value::Choice(key.to_owned()));
        self.draft.set(id, issues::TITLE, Value::text(matter.title.clone()));
        self.draft.set(id, issues::KIND, choice(&matter.kind));
        self.draft.set(id, issues::CATEGORY, Value::text(matter.category.clone()));
        self.draft.set(id, issues::DETAIL, Value::text(matter.detail.clone()));
        self.draft.set(id, issues::URGENCY, choice(urgency));
        self.draft.set(id, issues::NEIGHBOURHOOD, place.map(Value::Ref));
        self.draft.set(id, issues::REGISTERED, Some(Value::Instant(at)));
        let mut from = None;
        if self.dice.percent(6) {
            self.draft.set(id, issues::ANONYMOUS, Some(Value::Bool(true)));
            self.draft.set(id, issues::FROM, Value::text("匿名"));
        } else if let Some(person) = people.somebody(self.dice, place) {
            self.draft.set(id, issues::ANONYMOUS, Some(Value::Bool(false)));
            self.draft.set(id, issues::FROM, Value::text(person.name.clone()));
            self.draft.set(id, issues::RESIDENT, Some(Value::Ref(person.id)));
            self.draft.set(id, issues::PHONE, Value::text(person.phone.clone()));
            from = Some(person.clone());
        }
        self.steps(id, matter, plot.status, registered, term, from.is_none())?;
        Ok((id, from, registered))
    }

    fn steps(
        &mut self,
        id: RecordId,
        matter: &Matter,
        status: Status,
        from: Date,
        term: i32,
        nameless: bool,
    ) -> Result<(), Error> {
        if status == Status::Registered {
            return Ok(());
        }
        let owner = self.dice.pick(self.members).copied().unwrap_or(self.bench.member());
        self.step(id, StepKind::Accept, from, 10, owner, &[(steps::OWNER, Value::Ref(owner))])?;
        let text = |text: &str| (steps::TEXT, Value::Text(text.to_owned()));
        let said = |tag: u16, words: &str| (tag, Value::Text(words.to_owned()));
        let chosen = |tag: u16, key: &str| (tag, Value::Choice(key.to_owned()));
        let until = from.checked_add(Span::new().days(term)).unwrap_or(from);
        let kind = IssueKind::from_key(&matter.kind);
        if kind == Some(IssueKind::Hazard) {
            let parts = [
                chosen(steps::SEVERITY, "ordinary"),
                said(steps::PART, "见登记内容"),
                said(steps::PARTY, "物业"),
                chosen(steps::WAY, "phone"),
                (steps::UNTIL, Value::Date(until)),
            ];
            self.step(id, StepKind::Find, from, 11, owner, &parts)?;
        }
        if kind == Some(IssueKind::Violation) {
            let basis = said(steps::BASIS, "城乡规划管理的现行规定");
            let parts = [said(steps::PART, "见登记内容"), text("现场查看，情况属实"), basis];
            self.step(id, StepKind::Establish, from, 11, owner, &parts)?;
            let way = chosen(steps::WAY, "in_person");
            let parts = [said(steps::PARTY, "当事人"), way, text("已当面告知，请其停下来协商")];
            self.step(id, StepKind::Inform, from, 12, owner, &parts)?;
        }
        // A violation is handed over to the authority before it is ended.
        let handed_over = kind == Some(IssueKind::Violation) || self.dice.percent(20);
        if status == Status::Transferred || (status > Status::Replied && handed_over) {
            let unit = self.dice.pick(&UNITS).copied().unwrap_or_default();
            let parts = [(steps::UNIT, Value::Text(unit.to_owned())), text("已电话说明情况，请其派人来看")];
            self.step(id, StepKind::Transfer, from, 14, owner, &parts)?;
        }
        if status < Status::Replied {
            return Ok(());
        }
        let answered =
            from.checked_add(Span::new().days(self.dice.between(1, (term / 2).max(1)))).unwrap_or(from);
        let way = self.dice.pick(&["in_person", "phone", "written"]).copied().unwrap_or("phone");
        // Whoever left no name is answered in public.
        let way = if nameless { PUBLIC } else { way };
        let parts = [text(&matter.reply), (steps::WAY, Value::Choice(way.to_owned()))];
        self.step(id, StepKind::Reply, answered, 9, owner, &parts)?;
        if status < Status::Resolved {
            return Ok(());
        }
        let done = answered.checked_add(Span::new().days(self.dice.between(1, 4))).unwrap_or(answered);
        if kind == Some(IssueKind::Dispute) && matches!(matter.result.as_str(), "solved" | "partly_solved") {
            self.step(id, StepKind::Mediate, answered, 10, owner, &[text("双方到场，各说各的难处")])?;
            let agreed = [text("双方商定，记下口头协议"), chosen(steps::WAY, "in_person")];
            self.step(id, StepKind::Agree, answered, 11, owner, &agreed)?;
            let kept = [(steps::PASSED, Value::Bool(true)), text("回访：已照协议办")];
            self.step(id, StepKind::Perform, done, 14, owner, &kept)?;
        }
        if kind == Some(IssueKind::Hazard) {
            let passed = [(steps::PASSED, Value::Bool(true)), text("已复查，整改到位")];
            self.step(id, StepKind::Recheck, done, 14, owner, &passed)?;
        }
        let level = ["neighbourhood", "community", "community", "street"];
        let level = self.dice.pick(&level).copied().unwrap_or("community");
        let mut parts = vec![chosen(steps::OUTCOME, &matter.result), text(&matter.outcome)];
        parts.push(chosen(steps::LEVEL, level));
        if matter.result != "solved" {
            parts.push((steps::REASON, Value::Text(REASON.to_owned())));
            parts.push((steps::REMEDY, Value::Text(REMEDY.to_owned())));
            parts.push((steps::WAY, Value::Choice(way.to_owned())));
        }
        self.step(id, StepKind::Resolve, done, 15, owner, &parts)?;
        if status == Status::CalledBack {
            let called = done.checked_add(Span::new().days(2)).unwrap_or(done);
            let ratings = ["satisfied", "satisfied", "mostly_satisfied", "dissatisfied"];
            let rating = self.dice.pick(&ratings).copied().unwrap_or("satisfied");
            let parts = [chosen(steps::RATING, rating), chosen(steps::WAY, "phone")];
            self.step(id, StepKind::Callback, called, 16, owner, &parts)?;
        }
        Ok(())
    }

    fn step(
        &mut self,
        id: RecordId,
        kind: StepKind,
        day: Date,
        hour: i8,
        by: RecordId,
        parts: &[(u16, Value)],
    ) -> Result<(), Error> {
        let at = self.moment(day, hour);
        let step = self.bench.add_step(self.draft, id, kind, parts)?;
        self.draft.set(step, steps::AT, Some(Value::Instant(at)));
        self.draft.set(step, steps::BY, Some(Value::Ref(by)));
        Ok(())
    }

    /// A moment of a day after the hour, never later than now.
    fn moment(&mut self, day: Date, hour: i8) -> Timestamp {
        let minute = i8::try_from(self.dice.between(0, 59)).unwrap_or(0);
        let time = Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight());
        let at = calendar::moment(day.to_datetime(time)).unwrap_or(self.bench.now());
        at.min(self.bench.now())
    }
}

/// Whether a matter is about water, power, gas or heating that fails.
pub(super) fn is_of_utilities(matter: &Matter) -> bool {
    let about = ["没有水", "停水", "供水", "停电", "供电", "燃气", "煤气", "暖气", "供热"];
    matter.kind == "request" && about.iter().any(|word| matter.title.contains(word))
}

/// How many days an issue of this kind and urgency that is registered today is given.
fn days_given(bench: &Workbench, kind: &str, urgency: &str) -> Result<i32, Error> {
    let clock = bench.deadlines()?.clock(deadlines::keys_of(kind, urgency, "").result, bench.now());
    let days = clock.map_or(0, |clock| calendar::days_between(bench.today(), clock.day));
    Ok(i32::try_from(days).unwrap_or(0))
}

/// So many days before a day.
pub(super) fn back(day: Date, days: i32) -> Date {
    day.checked_sub(Span::new().days(days)).unwrap_or(day)
}
