//! What is owed of material that is kept apart: a number and a day, for those who
//! may see it, and nothing of what it says (信访工作条例 23; domain.md §4.2 rule 5).

use super::{Ask, Item, Rank, Section, sources::dated};
use crate::{
    domain::wording::Wording,
    workbench::{Error, Workbench},
};

/// Whom to tell within 15 days, and what nobody signed to hand on.
pub(super) fn informers(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for (number, day, named) in bench.informers_due()? {
        let why = if named {
            Wording::new("告知来人", "tell the informer")
        } else {
            Wording::new("移交有权机关", "hand it on")
        };
        let item = dated(Section::Answers, day, ask, None, &why);
        items.push(Item {
            title: Wording::new("检举控告（另册）", "informer material (kept apart)"),
            number,
            rank: if day < ask.today { Rank::Late } else { Rank::Ordinary },
            basis: Wording::new(
                "信访工作条例第 23 条：自收到之日起 15 日内告知",
                "Petition regulations art. 23: told within 15 days",
            ),
            ..item
        });
    }
    Ok(())
}
