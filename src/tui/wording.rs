//! What one record of a ledger is called: titles of ledgers stand for all of them.

use crate::domain::{
    bulletins::bulletins,
    classes,
    consent::{consents, notices},
    diaries,
    funds::{disclosures, funds, receipts, spendings},
    hot_topics,
    issues::{issues, steps},
    ledger::{Ledger, Nature, Source},
    organisation::{handovers, postings, units},
    oversight::{commendations, findings, honour_steps, inspections, own_checks, rectifications, reminders},
    phases,
    plan::{goals, tasks},
    projects::{milestones, projects, results},
    roster::{households, neighbourhoods, residents},
    standing::StepKind,
    team::{group, members},
    terms, visits,
    wording::Lang,
    workdays,
};
use crate::{
    say,
    workbench::{PeerId, peers::Laptop},
};

use super::cells::one_line;

/// A size as people read it: `1.2 MB`.
pub(super) fn told_bytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10);
    let told = |unit: u64, name: &str| {
        let rounded = tenths.div_ceil(unit);
        format!("{}.{} {name}", rounded / 10, rounded % 10)
    };
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => told(1_000_000, "MB"),
        _ => told(1_000_000_000, "GB"),
    }
}

/// Laptops by their letters.
pub(super) fn names(laptops: &[Laptop], peers: &[PeerId], lang: Lang) -> String {
    let own = laptops.iter().filter(|laptop| peers.contains(&laptop.peer));
    let letters: Vec<String> = own.map(|laptop| one_line(&laptop.name_among(laptops))).collect();
    letters.join(lang.pick("、", ", "))
}

/// In English, one record by its ledger.
const ONE: [(&str, &str); 36] = [
    (neighbourhoods::ID, "neighbourhood"),
    (households::ID, "household"),
    (residents::ID, "resident"),
    (members::ID, "member"),
    (visits::ID, "visit"),
    (tasks::ID, "task"),
    (diaries::ID, "diary entry"),
    (issues::ID, "issue"),
    (steps::ID, "step"),
    (projects::ID, "help project"),
    (milestones::ID, "stage"),
    (results::ID, "result"),
    (funds::ID, "source of money"),
    (receipts::ID, "receipt"),
    (spendings::ID, "voucher"),
    (bulletins::ID, "bulletin"),
    (phases::ID, "phase"),
    (goals::ID, "goal"),
    (units::ID, "unit"),
    (postings::ID, "posting"),
    (handovers::ID, "hand-over slip"),
    (inspections::ID, "inspection"),
    (findings::ID, "finding"),
    (rectifications::ID, "step of a finding"),
    (reminders::ID, "reminder"),
    (own_checks::ID, "own check"),
    (commendations::ID, "nomination"),
    (honour_steps::ID, "step of a nomination"),
    (consents::ID, "word of consent"),
    (notices::ID, "notice given"),
    (disclosures::ID, "disclosure"),
    (group::ID, "work group"),
    (terms::ID, "term"),
    (workdays::ID, "day off or worked"),
    (classes::ID, "class of issues"),
    (hot_topics::ID, "judgement of a topic"),
];

/// What stands above a form that begins a record. Declared ledgers are called by what
/// they hold (`捐赠登记`, `Skill courses`), and have no word for one of it.
pub(super) fn begun(ledger: &Ledger, lang: Lang) -> String {
    let title = ledger.title.get(lang);
    if ledger.source != Source::Core {
        return say!(lang, "{title}：登记一条", "{title}: a new record");
    }
    let one = one_of(ledger, lang);
    if ledger.nature == Nature::Card {
        say!(lang, "新建{one}", "New {one}")
    } else {
        say!(lang, "登记{one}", "New {one}")
    }
}

/// What one record of a ledger is called.
pub(super) fn one_of(ledger: &Ledger, lang: Lang) -> String {
    let title = ledger.title.get(lang);
    let one = ONE.iter().find(|(id, _)| *id == ledger.id).map(|(_, one)| *one);
    match lang {
        Lang::Zh => title.to_owned(),
        Lang::En => one.unwrap_or(title).to_owned(),
    }
}

/// A step that is about to be taken, in English; the ledger tells of it as done.
pub(super) fn to_take(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Accept => "Accept",
        StepKind::Assign => "Assign",
        StepKind::Transfer => "Transfer",
        StepKind::Reply => "Reply",
        StepKind::Extend => "Extend",
        StepKind::Hear => "Hearing",
        StepKind::Correct => "Correct the time",
        StepKind::Resolve => "Result",
        StepKind::Callback => "Call back",
        StepKind::Reopen => "Reopen",
        StepKind::Merge => "Merge",
        StepKind::Decline => "Mediation declined",
        StepKind::Mediate => "Mediate",
        StepKind::Agree => "Agreement",
        StepKind::Perform => "Agreement kept?",
        StepKind::Find => "Findings",
        StepKind::Recheck => "Re-check",
        StepKind::Establish => "Facts",
        StepKind::Inform => "Inform",
        StepKind::Urge => "Urge",
        StepKind::Notice => "Notice",
        StepKind::Statement => "Their statement",
        StepKind::Receipt => "Receipt",
    }
}
