//! The first contact that was owed, and when it was (domain.md A20, J1, J10, §3.4).
//!
//! By when it was owed follows from the registration and from nothing that came
//! afterwards: no reopening, extension or result moves it. It is measured by the
//! term that it belongs to: an ordinary answer, the written notice of a petition,
//! telling whoever has to put a hazard right. What nobody has answered is late
//! once its day is past.

use jiff::{Timestamp, civil::Date};

use super::{Beside, Recorded, Step, StepKind, running, told::Tellings};
use crate::domain::{
    calendar,
    deadlines::{Clock, Deadlines},
    id::RecordId,
    issues::{issues, steps},
    matter::Matter,
    voices::{self, Voice},
};

/// A first contact that was owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstContact {
    /// By when.
    pub clock: Clock,
    /// When it was.
    pub at: Option<Timestamp>,
    /// The step that was it.
    pub step: Option<RecordId>,
}

impl FirstContact {
    /// Whether it was within its time; `None` where there was none.
    pub fn is_in_time(&self) -> Option<bool> {
        self.at.map(|at| at <= running::end(&self.clock))
    }

    /// Whether there was none by this moment, and its time was over.
    fn is_missed(&self, moment: Timestamp) -> bool {
        self.at.is_none_or(|at| at > moment) && moment > running::end(&self.clock)
    }
}

/// How the first contacts of a matter stand at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contacted {
    /// Not all of them were, and there is time.
    Waiting,
    /// All within their time, the last of them on that day.
    InTime(Date),
    /// At least one after its time, on that day.
    Late(Date),
    /// At least one is still missing, and was owed by that day.
    Missed(Date),
}

/// How several stand at a moment: the worst of them.
pub(super) fn contacted(all: &[FirstContact], moment: Timestamp) -> Option<Contacted> {
    if let Some(missed) = all.iter().filter(|one| one.is_missed(moment)).map(|one| one.clock.day).min() {
        return Some(Contacted::Missed(missed));
    }
    let done = |one: &&FirstContact| one.at.is_some_and(|at| at <= moment);
    let days = |late: bool| {
        let own = all.iter().filter(done).filter(move |one| one.is_in_time() == Some(!late));
        own.filter_map(|one| one.at).map(calendar::day).max()
    };
    if !all.iter().all(|one| done(&one)) {
        return Some(Contacted::Waiting);
    }
    days(true).map(Contacted::Late).or_else(|| days(false).map(Contacted::InTime))
}

/// The first contacts that are owed of a matter: each issue that belongs to it
/// has its own, by its own registration.
pub(super) fn of(
    matter: &Matter<'_>,
    standing: &[&Step],
    recorded: &[Recorded],
    beside: &[Beside<'_>],
    tellings: &Tellings<'_>,
    by: &Deadlines,
) -> Vec<FirstContact> {
    let own = standing.iter().copied();
    let mut replies: Vec<&Step> = own.chain(beside.iter().flat_map(Beside::standing)).collect();
    // A petition's opinion tells it as well as a written notice.
    replies.retain(|step| voices::is_reply(&step.row) || is_opinion(step));
    replies.sort_by_key(|step: &&Step| step.place());
    let (replies, voice) = (replies.as_slice(), Voice::first(matter.issue));
    let (registered, kind) = (matter.registered, matter.issue.text(issues::KIND));
    let mut all = Owed { registered, kind, recorded, voice, replies, tellings }.contacts(by);
    for part in beside {
        let (registered, voice) = (super::registered(part.issue), Voice::first(part.issue));
        let (kind, recorded) =
            (part.issue.text(issues::KIND), &Recorded::every(part.issue, &part.standing()));
        all.extend(Owed { registered, kind, recorded, voice, replies, tellings }.contacts(by));
    }
    all
}

/// What the first contacts of an issue follow from.
struct Owed<'f> {
    /// When it was registered itself, whatever goes on in it.
    registered: Timestamp,
    /// The kind that it is now.
    kind: &'f str,
    /// As what it counts.
    recorded: &'f [Recorded],
    /// Who raised it.
    voice: Voice,
    /// The replies of the matter that stand, by time.
    replies: &'f [&'f Step],
    /// Whom else was told.
    tellings: &'f Tellings<'f>,
}

impl Owed<'_> {
    /// The first contacts that are owed of it.
    fn contacts(&self, by: &Deadlines) -> Vec<FirstContact> {
        let mut all: Vec<FirstContact> = Vec::new();
        for recorded in self.recorded {
            let keys = recorded.keys(self.kind);
            // A review has no first contact: its answer is what is owed (信访工作条例 35).
            let key = keys.contact.unwrap_or(keys.result);
            if all.iter().all(|one| one.clock.term.key != key) {
                let clock = by.clock(key, self.registered);
                all.extend(clock.map(|clock| contact(clock, self.ended(key))));
            }
        }
        let is_hazard = all.iter().any(|one| one.clock.term.key == "hazard_notice");
        let grave = self.tellings.grave.filter(|_| is_hazard);
        let report = grave.and_then(|at| by.clock("hazard_notice", at));
        all.extend(report.map(|clock| contact(clock, self.tellings.reported.first().copied())));
        all
    }

    /// The step that ends the term with this key.
    fn ended(&self, key: &str) -> Option<&Step> {
        match key {
            "hazard_notice" | "violation_notice" | "rectification_notice" => {
                self.tellings.told.first().copied()
            }
            "petition_inform" | "petition_review" | "petition_recheck" => {
                self.answer(|reply| self.voice.is_nameless() || reply.row.text(steps::WAY) == "written")
            }
            _ => self.answer(|reply| reply.kind == StepKind::Reply),
        }
    }

    /// The first reply to whoever raised it.
    fn answer(&self, fits: impl Fn(&Step) -> bool) -> Option<&Step> {
        let mut replies = self.replies.iter().copied();
        replies.find(|reply| self.voice.is_answered_by(&reply.row) && fits(reply))
    }
}

/// Whether a step is a result that was given in writing.
fn is_opinion(step: &Step) -> bool {
    step.kind == StepKind::Resolve && step.row.text(steps::WAY) == "written" && step.is_explained()
}

fn contact(clock: Clock, step: Option<&Step>) -> FirstContact {
    FirstContact { clock, at: step.map(|step| step.at), step: step.map(|step| step.id) }
}
