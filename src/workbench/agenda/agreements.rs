//! What was agreed and is to be asked after, and what two laptops did without
//! knowing of each other (domain.md E7, E13).

#![expect(clippy::unnecessary_wraps, reason = "every source has one shape, and most of them read")]

use jiff::civil::Date;

use super::{
    Ask, Item, Section,
    sources::{both, matter, open},
};
use crate::{
    domain::{standing::rights, wording::Wording},
    say,
    workbench::{Error, Workbench, steps::Case},
};

/// Agreements that are to be asked after, until one is known to be kept, also
/// once the matter is closed; and those that a court may still confirm.
pub(super) fn agreements(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in ask.cases.iter().filter(|case| case.is_own_matter()) {
        for clock in &case.standing.running.others {
            let is_near = match clock.term.key.as_str() {
                rights::PERFORM => clock.day <= ask.until,
                rights::CONFIRM => (ask.today..=ask.until).contains(&clock.day),
                _ => false,
            };
            if is_near {
                items.push(matter(bench, ask, case, Section::Rechecks, Some(clock)));
            }
        }
    }
    Ok(())
}

/// What nobody could refuse, since it came from two laptops: two who took a
/// matter on, and an extension that a person was told of and that does not count.
pub(super) fn settling(bench: &Workbench, ask: &Ask<'_>, items: &mut Vec<Item>) -> Result<(), Error> {
    for case in open(ask) {
        let why = [rivals(bench, case), not_counted(case)];
        for (reason, basis) in why.into_iter().flatten() {
            let item = matter(bench, ask, case, Section::Results, None);
            items.push(Item { reason, basis, gaps: Vec::new(), ..item });
        }
    }
    Ok(())
}

fn rivals(bench: &Workbench, case: &Case) -> Option<(Wording, Wording)> {
    let names: Vec<String> = case.standing.rivals.iter().map(|id| bench.name_of(*id)).collect();
    let reason = both(|lang| {
        let names = names.join(lang.pick("、", ", "));
        say!(lang, "{names} 各自受理，请定一位", "{names} each took it on: settle it")
    });
    let basis = Wording::new(
        "两台电脑同时受理：交办给其中一位，写交接单；没定之前按后受理的一位显示",
        "two laptops took it on at once: assign it to one of them with a hand-over slip; until then the later one is shown",
    );
    (!names.is_empty()).then_some((reason, basis))
}

fn not_counted(case: &Case) -> Option<(Wording, Wording)> {
    let running = &case.standing.running;
    let told: Vec<String> = running.not_counted.iter().map(Date::to_string).collect();
    let due = case.standing.due;
    let reason = both(|lang| {
        let told = told.join(lang.pick("、", ", "));
        say!(lang, "延到 {told} 不算，以 {due} 为准", "an extension to {told} does not count; {due} holds")
    });
    let basis = Wording::new(
        "本人听到的日子不算数（次数用完、超出可延天数，或期限已过）：请再告知本人",
        "the day that the person was told does not hold (used up, too far, or after the end): tell him again",
    );
    (!running.not_counted.is_empty()).then_some((reason, basis))
}
