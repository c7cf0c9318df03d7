//! What an item of the three lists is linked to: the issues, visits and people that its state
//! rests on (domain.md C1, C3).

use super::{check, item};
use crate::{
    domain::{
        checklists,
        id::{LedgerTag, RecordId},
        issues::issues,
        row::Row,
        wording::Lang,
    },
    say,
    tui::{
        able::{Able, when},
        everywhere,
        finder::{Finder, Source},
        model::{Model, Popup},
        snapshot::Snapshot,
    },
};

/// The records that an item is linked to, issues first.
pub(super) fn links(row: Option<&Row>) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = row.into_iter().flat_map(|row| row.references(checklists::LINKS)).collect();
    ids.sort_by_key(|id| !is_issue(*id));
    ids
}

fn is_issue(id: RecordId) -> bool {
    id.ledger() == LedgerTag::of(issues::ID)
}

/// The links in few cells: the first issue and how many others there are, or how many.
pub(super) fn brief(data: &Snapshot, row: Option<&Row>) -> String {
    let ids = links(row);
    let number = ids.first().filter(|id| is_issue(**id)).map(|id| data.name(*id)).unwrap_or_default();
    match (number.as_str(), ids.len()) {
        ("", 0) => String::new(),
        ("", count) => format!("×{count}"),
        (number, 1) => number.to_owned(),
        (number, count) => format!("{number} +{}", count - 1),
    }
}

/// The links in words: an issue with where it stands and who handles it.
pub(super) fn told(data: &Snapshot, row: Option<&Row>, lang: Lang) -> Vec<String> {
    let one = |id: RecordId| {
        if let Some(case) = data.case(id) {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let standing = &case.standing;
            let owner = standing.owner.map(|id| data.name(id));
            let distance = (!standing.is_closed()).then(|| standing.running.distance(data.today, lang));
            let parts = [Some(standing.status.title(lang).to_owned()), owner, distance];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            let parts = parts.join(lang.pick("，", ", "));
            return say!(lang, "{number} {title}（{parts}）", "{number} {title} ({parts})");
        }
        let ledger = data.catalog.of(id).map_or("", |ledger| ledger.title.get(lang));
        format!("{ledger} {}", data.name(id)).trim().to_owned()
    };
    links(row).into_iter().map(one).collect()
}

/// Whether the selected item is linked to something.
pub(in crate::tui) fn able(model: &Model) -> Able {
    when(!of_selected(model).is_empty())
}

fn of_selected(model: &Model) -> Vec<RecordId> {
    links(item(model).and_then(|(list, item)| check(model, list, item)))
}

/// Goes to what the selected item is linked to; of several it is asked to which.
pub(in crate::tui) fn open(model: &mut Model) {
    let ids = of_selected(model);
    match ids.as_slice() {
        [] => {
            let told = model.lang.pick(
                "这一项还没有关联；按 ⟦edit-item⟧，在“关联”里选事项、走访或居民",
                "it is linked to nothing yet: ⟦edit-item⟧, then choose under \"Links\"",
            );
            model.notice = Some(told.to_owned());
        }
        [id] => everywhere::go(model, *id),
        _ => {
            let finder = Finder::new(Source::Linked(ids), "", &model.data, model.lang);
            model.popups.push(Popup::Finder(Box::new(finder)));
        }
    }
}
