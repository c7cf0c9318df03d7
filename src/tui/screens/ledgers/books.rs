//! The ledgers at the left, by group, and what may be done with each.

use crate::{
    domain::{
        bulletins::bulletins,
        classes,
        consent::{consents, notices},
        declared::shipped,
        diaries, exports,
        funds::{disclosures, funds, receipts, spendings},
        informers::is_kept_apart,
        issues::issues,
        ledger::{Ledger, Source},
        organisation::{handovers, postings, units},
        oversight::{
            commendations, findings, honour_steps, inspections, own_checks, rectifications, reminders,
        },
        phases,
        plan::{goals, tasks},
        projects::{milestones, projects, results},
        retention::periods,
        roster::{households, neighbourhoods, residents},
        team::{accesses, group, members},
        terms, visits,
        wording::{Lang, Wording},
        workdays,
    },
    tui::{cells, screens::listing::Told, snapshot::Snapshot},
};

/// A group of core ledgers: its title, and the ledgers in their order.
type Core = (Wording, &'static [&'static str]);

/// The groups of the core ledgers; those of the declared ones stand beside their files.
const CORE: [Core; 11] = [
    (Wording::new("阶段与计划", "Phases and plan"), &[phases::ID, goals::ID, tasks::ID]),
    (Wording::new("组织", "Organisation"), &[group::ID, members::ID, units::ID, postings::ID, handovers::ID]),
    (
        Wording::new("督查整改", "Findings put right"),
        &[inspections::ID, findings::ID, rectifications::ID, reminders::ID, own_checks::ID],
    ),
    (Wording::new("表彰", "Commendations"), &[commendations::ID, honour_steps::ID]),
    (Wording::new("告知与同意", "Notice and consent"), &[notices::ID, consents::ID]),
    (Wording::new("留存", "Kept and looked at"), &[periods::ID, accesses::ID, exports::log::ID]),
    (Wording::new("居民与户", "Residents"), &[residents::ID, households::ID, neighbourhoods::ID]),
    (Wording::new("走访与事项", "Visits and issues"), &[visits::ID, diaries::ID, issues::ID]),
    (
        Wording::new("项目与资金", "Projects and money"),
        &[projects::ID, milestones::ID, results::ID, funds::ID, receipts::ID, spendings::ID, disclosures::ID],
    ),
    (Wording::new("简报", "Bulletins"), &[bulletins::ID]),
    (Wording::new("设置", "Settings"), &[terms::ID, workdays::ID, classes::ID]),
];

/// What people do with a ledger here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Use {
    /// They add records, and change them.
    Written,
    /// They change the one that there is.
    Changed,
    /// They read: the program writes it.
    Read,
}

/// What people do with a ledger here; none where it has a screen of its own, is
/// the program's own affair, or is kept apart (domain.md §4.2 rule 5).
pub(in crate::tui) fn use_of(ledger: &Ledger) -> Option<Use> {
    let id = ledger.id.as_str();
    if is_kept_apart(id) {
        None
    } else if id == group::ID {
        Some(Use::Changed)
    } else if ledger.is_log() || id == periods::ID {
        Some(Use::Read)
    } else {
        // What needs something that only the program fills in is written elsewhere.
        let is_added_to =
            ledger.is_open() && !ledger.fields.iter().any(|field| field.required && !field.in_form);
        is_added_to.then_some(Use::Written)
    }
}

/// Whether a ledger stands on this screen.
pub(in crate::tui) fn is_offered(ledger: &Ledger) -> bool {
    use_of(ledger).is_some()
}

/// The ledgers under the titles of their groups, with how many records each has.
pub(super) fn books(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<String>> {
    let mut rows = Vec::new();
    for (title, ledgers) in groups(data, lang) {
        rows.push(Told::heading(cells::fit(&title, width.saturating_sub(1))));
        for ledger in ledgers {
            let count = if ledger.id == periods::ID {
                // Those that the program brings have no card.
                data.rows_of(&ledger.id).len()
            } else {
                data.status.counts.get(&ledger.id).copied().unwrap_or(0)
            };
            let count = if count == 0 { "·".to_owned() } else { count.to_string() };
            let room = width.saturating_sub(4 + cells::width(&count));
            let text = format!(" {} {count}", cells::fit(ledger.title.get(lang), room));
            rows.push(Told::leading(text, ledger.id.clone()));
        }
    }
    rows
}

/// The ids in the order of the screen.
pub(super) fn ids(data: &Snapshot, lang: Lang) -> Vec<String> {
    let ledgers = groups(data, lang).into_iter().flat_map(|(_, ledgers)| ledgers);
    ledgers.map(|ledger| ledger.id.clone()).collect()
}

/// The titles of the ledgers that stand on the screen.
pub(super) fn titles(data: &Snapshot, lang: Lang) -> impl Iterator<Item = &str> {
    let shown = data.catalog.iter().filter(|ledger| is_offered(ledger));
    shown.map(move |ledger| ledger.title.get(lang))
}

/// The titles of the groups, as they stand on the screen.
pub(in crate::tui) fn group_titles(data: &Snapshot, lang: Lang) -> Vec<String> {
    groups(data, lang).into_iter().map(|(title, _)| title).collect()
}

/// The ledgers of a group by their titles.
pub(in crate::tui) fn group_told(data: &Snapshot, at: usize, lang: Lang) -> String {
    let group = groups(data, lang).into_iter().nth(at);
    let titles = group.into_iter().flat_map(|(_, ledgers)| ledgers).map(|ledger| ledger.title.get(lang));
    titles.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The first ledger of a group.
pub(in crate::tui) fn group_first(data: &Snapshot, at: usize, lang: Lang) -> Option<String> {
    let (_, ledgers) = groups(data, lang).into_iter().nth(at)?;
    ledgers.first().map(|ledger| ledger.id.clone())
}

/// The program's groups, the group's own, the core ledgers, what is put away.
fn groups(data: &Snapshot, lang: Lang) -> Vec<(String, Vec<&Ledger>)> {
    let mut groups: Vec<(String, Vec<&Ledger>)> =
        shipped::groups().iter().map(|group| (group.title.get(lang).to_owned(), Vec::new())).collect();
    let (own, away) = (lang.pick("自设台账", "Your own"), lang.pick("收起的", "Put away"));
    let mut hidden = Vec::new();
    for ledger in data.catalog.iter().filter(|ledger| is_offered(ledger) && ledger.source != Source::Core) {
        if ledger.hidden {
            hidden.push(ledger);
            continue;
        }
        let named = ledger.group.as_deref().unwrap_or(own);
        let known = shipped::groups().iter().find(|group| group.id == named || group.title.zh == named);
        let title = known.map_or(named, |group| group.title.get(lang));
        match groups.iter_mut().find(|(known, _)| known == title) {
            Some((_, ledgers)) => ledgers.push(ledger),
            None => groups.push((title.to_owned(), vec![ledger])),
        }
    }
    for (title, ids) in &CORE {
        let ledgers = ids.iter().filter_map(|id| data.catalog.get(id)).filter(|ledger| is_offered(ledger));
        let title = title.get(lang);
        match groups.iter_mut().find(|(known, _)| known == title) {
            // A group may have named one of its own alike.
            Some((_, own)) => own.extend(ledgers),
            None => groups.push((title.to_owned(), ledgers.collect())),
        }
    }
    groups.push((away.to_owned(), hidden));
    groups.retain(|(_, ledgers)| !ledgers.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Catalog;

    #[test]
    fn every_core_ledger_that_stands_here_is_in_one_group() {
        for ledger in Catalog::core().iter() {
            let count = CORE.iter().filter(|(_, ids)| ids.contains(&ledger.id.as_str())).count();
            assert_eq!(count, usize::from(is_offered(ledger)), "{}", ledger.id);
        }
    }
}
