//! The declared ledgers that the program brings: `assets/ledgers/`.

use std::sync::LazyLock;

use super::{
    Group,
    read::{self, Origin},
};
use crate::domain::ledger::Ledger;

/// Names the files once; a test compares them with the folder.
macro_rules! files {
    ($($id:literal),* $(,)?) => {
        &[ $( ($id, include_str!(concat!("../../../assets/ledgers/", $id, ".toml"))) ),* ]
    };
}

/// One a line, in the order of the alphabet.
const FILES: &[(&str, &str)] = files![
    "annual_goals",
    "assignments",
    "attendance",
    "care_calls",
    "care_plans",
    "claims",
    "classes",
    "community_plan_items",
    "community_plans",
    "conduct_checks",
    "conduct_items",
    "council_actions",
    "council_charters",
    "council_meetings",
    "council_members",
    "council_steps",
    "council_topics",
    "council_votes",
    "donations",
    "duty_rota",
    "enterprise_facts",
    "enterprises",
    "environment_spots",
    "exchanges",
    "exemplars",
    "first_steps",
    "five_good",
    "five_lead",
    "gifts_declined",
    "good_deeds",
    "grants",
    "handbook_pages",
    "income_notes",
    "job_wishes",
    "jobs",
    "leaves",
    "legacies",
    "lessons",
    "meals",
    "mechanisms",
    "meetings",
    "notice_boards",
    "outcomes",
    "pairings",
    "party_branches",
    "policies",
    "policy_deliveries",
    "practices",
    "quick_wins",
    "referrals",
    "self_checks",
    "service_gaps",
    "skills",
    "slogans",
    "spot_checks",
    "startup_checks",
    "study_aid",
    "talks",
    "time_taken",
    "trainees",
    "trainings",
    "venture_matches",
    "ventures",
];

/// The ledgers, by group and within a group as the files are called.
pub fn ledgers() -> &'static [Ledger] {
    static LEDGERS: LazyLock<Vec<Ledger>> = LazyLock::new(|| {
        // A test below reads them all: an unreadable one cannot be released.
        FILES.iter().filter_map(|(_, text)| read::ledger(text, Origin::Shipped).ok()).collect()
    });
    &LEDGERS
}

/// Whether a ledger is one of these.
pub fn has(id: &str) -> bool {
    FILES.iter().any(|(shipped, _)| *shipped == id)
}

/// The groups of the screen, in their order.
pub fn groups() -> &'static [Group] {
    static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
        read::groups(include_str!("../../../assets/ledgers/groups.toml")).unwrap_or_default()
    });
    &GROUPS
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;
    use crate::domain::{declared::write, wording::Lang};

    #[test]
    fn every_file_of_the_folder_is_a_ledger_of_its_name_and_writes_out_again() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/ledgers");
        let in_folder: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "groups.toml")
            .collect();
        let named: BTreeSet<String> = FILES.iter().map(|(id, _)| format!("{id}.toml")).collect();
        assert_eq!(
            in_folder, named,
            "src/domain/declared/shipped.rs names other files than the folder holds"
        );
        for (id, text) in FILES {
            let ledger = read::ledger(text, Origin::Shipped)
                .unwrap_or_else(|error| panic!("{id}.toml: {}", error.sentence(Lang::En)));
            assert_eq!(ledger.id, *id);
            let written = write::ledger(&ledger);
            let again = read::ledger(&written, Origin::Shipped)
                .unwrap_or_else(|error| panic!("{id}: {}\n{written}", error.sentence(Lang::En)));
            assert_eq!(write::ledger(&again), written);
            let group = ledger.group.clone().unwrap_or_default();
            assert!(groups().iter().any(|known| known.id == group), "{id}: no group {group} in groups.toml");
        }
    }
}
