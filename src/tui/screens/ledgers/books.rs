//! The ledgers at the left, by group.

use crate::{
    domain::{
        declared::shipped,
        informers::is_kept_apart,
        ledger::{Ledger, Source},
        team::group,
        wording::Lang,
    },
    tui::{cells, screens::listing::Told, snapshot::Snapshot},
};

/// Whether a ledger is one that people add to: none of its records needs what
/// only the program fills in. Of the group itself there is one record, which
/// nobody adds to; what is kept apart stands on no screen (domain.md §4.2 rule 5).
pub(in crate::tui) fn is_offered(ledger: &Ledger) -> bool {
    ledger.is_open()
        && !is_kept_apart(&ledger.id)
        && ledger.id != group::ID
        && !ledger.fields.iter().any(|field| field.required && !field.in_form)
}

/// The ledgers under the titles of their groups, with how many records each has.
pub(super) fn books(data: &Snapshot, lang: Lang, width: usize) -> Vec<Told<String>> {
    let mut rows = Vec::new();
    for (title, ledgers) in groups(data, lang) {
        rows.push(Told::heading(cells::fit(&title, width.saturating_sub(1))));
        for ledger in ledgers {
            let count = data.status.counts.get(&ledger.id).copied().unwrap_or(0);
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

/// The program's groups, the group's own, the core ledgers, what is put away.
fn groups(data: &Snapshot, lang: Lang) -> Vec<(String, Vec<&Ledger>)> {
    let mut groups: Vec<(String, Vec<&Ledger>)> =
        shipped::groups().iter().map(|group| (group.title.get(lang).to_owned(), Vec::new())).collect();
    let (own, core, away) =
        (lang.pick("自设台账", "Your own"), lang.pick("基本台账", "Core"), lang.pick("收起的", "Put away"));
    let (mut of_core, mut hidden) = (Vec::new(), Vec::new());
    for ledger in data.catalog.iter().filter(|ledger| is_offered(ledger)) {
        if ledger.hidden {
            hidden.push(ledger);
            continue;
        }
        if ledger.source == Source::Core {
            of_core.push(ledger);
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
    groups.push((core.to_owned(), of_core));
    groups.push((away.to_owned(), hidden));
    groups.retain(|(_, ledgers)| !ledgers.is_empty());
    groups
}
