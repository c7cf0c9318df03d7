//! What is under supervision and due: slips, and findings that are to be put
//! right (domain.md J6, J8). They are owed to those above; what people are owed
//! stands before them.

use super::{
    Ask, Item, Section,
    sources::{both, by_day, dated, matter, open},
};
use crate::{
    domain::{
        calendar,
        deadlines::Stage,
        issues::issues,
        oversight::{findings as found, reminders},
        row::Row,
        standing::IssueKind,
        wording::{Wording, counted},
    },
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// Whether an issue is a slip from above, not somebody's own matter.
pub(super) fn is_slip(case: &Case) -> bool {
    let kind = IssueKind::from_key(case.issue.text(issues::KIND));
    matches!(kind, Some(IssueKind::Supervision | IssueKind::Rectification))
}

/// Supervision slips and rectifications that are due or near their end, answered or not.
pub(super) fn slips(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    let urged = bench.standing(reminders::ID)?;
    for case in open(ask).filter(|case| is_slip(case)) {
        // An answer that is owed stands with the others; a notice that is owed stands here.
        let running = &case.standing.running;
        let clock = if case.standing.answered { running.pressing() } else { running.result.as_ref() };
        let item = matter(bench, ask, case, Section::Slips, clock);
        if item.day > ask.until && item.stage == Stage::Quiet {
            continue;
        }
        let who = case.standing.owner.map(|owner| bench.name_of(owner)).unwrap_or_default();
        let nobody = Wording::new("无人认领", "nobody yet");
        let kind = IssueKind::from_key(case.issue.text(issues::KIND));
        let basis = item.basis.clone();
        items.push(Item {
            who: if who.is_empty() { nobody } else { Wording::owned(who.clone(), who) },
            reason: both(|lang| {
                let kind = kind.map_or("", |kind| kind.title(lang));
                format!("{kind} {}", calendar::distance(item.day, ask.today, lang))
            }),
            basis: match last_urge(case, &urged) {
                Some((times, last)) => both(|lang| {
                    let basis = basis.get(lang);
                    let day = last.date(reminders::DAY).map(|day| day.to_string()).unwrap_or_default();
                    let text = last.text(reminders::TEXT);
                    let often = counted(times, "time", "times");
                    say!(
                        lang,
                        "{basis}；催办 {times} 次，最后 {day}：{text}",
                        "{basis}; urged {often}, last on {day}: {text}"
                    )
                }),
                None => basis,
            },
            ..item
        });
    }
    Ok(())
}

/// How often a slip was reminded of, and the last time.
fn last_urge<'r>(case: &Case, urged: &'r [Row]) -> Option<(usize, &'r Row)> {
    let own = || urged.iter().filter(|row| row.reference(reminders::ISSUE) == Some(case.issue.id));
    own().max_by_key(|row| (row.date(reminders::DAY), row.place())).map(|last| (own().count(), last))
}

/// Findings whose day is due; one that became an issue is told by that.
pub(super) fn findings(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for one in bench.findings()? {
        let raised = one.finding.reference(found::ISSUE).is_some();
        let stage = one.standing.stage;
        let ends = one.standing.deadline.filter(|day| !raised && !stage.is_over() && *day <= ask.until);
        let Some(day) = ends else { continue };
        let fact = one.finding.text(found::FACT).to_owned();
        let who = match one.finding.reference(found::MEMBER) {
            Some(member) => bench.name_of(member),
            None => one.finding.text(found::GROUP).to_owned(),
        };
        let evidence = one.finding.text(found::EVIDENCE).to_owned();
        items.push(Item {
            title: Wording::owned(fact.clone(), fact),
            who: Wording::owned(who.clone(), who),
            stage: by_day(day, ask.today),
            basis: both(|lang| {
                let stage = stage.title(lang);
                say!(lang, "{stage}，期限 {day}。依据：{evidence}", "{stage}, by {day}: {evidence}")
            }),
            ..dated(Section::Slips, day, ask, Some(one.finding.id), &Wording::new("整改", "rectification"))
        });
    }
    Ok(())
}
