//! What the program's ledgers have, field by field: nothing of it goes again.
//!
//! Records were written with these tags, sheets and bundles name these keys, and
//! the rows of domain.md ask for these columns. `kept.tsv` lists them; a field or
//! choice that is added needs no line, one that is missing, has another tag or
//! kind, or is less private than before fails here.
//!
//! `MINQING_BLESS=1 cargo test --test architecture kept` adds what is new.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use minqing::domain::{
    field::{Field, Kind, Privacy},
    ledger::{Catalog, Ledger},
};

const KEPT: &str = include_str!("kept.tsv");

/// One field as a line: ledger, key, tag, kind, privacy, `many` or `one`, its
/// choices or what it points to.
fn line(ledger: &Ledger, field: &Field) -> String {
    let more = match &field.kind {
        Kind::Choice(choices) => {
            choices.iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>().join(" ")
        }
        Kind::Ref(to) => to.clone(),
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Bool
        | Kind::Date
        | Kind::Lunar
        | Kind::Instant => String::new(),
    };
    let privacy = field.privacy.key();
    let many = if field.many { "many" } else { "one" };
    let (id, key, tag, kind) = (&ledger.id, &field.key, field.tag, field.kind.key());
    format!("{id}\t{key}\t{tag}\t{kind}\t{privacy}\t{many}\t{more}")
}

/// Whether what is declared now has all that was.
fn is_kept(before: &str, now: &str) -> bool {
    let (before, now): (Vec<&str>, Vec<&str>) = (before.split('\t').collect(), now.split('\t').collect());
    let ([.., was_private, was_many, had], [.., private, many, has]) = (&before[..], &now[..]) else {
        return false;
    };
    let levels = [Privacy::Open, Privacy::Personal, Privacy::Sensitive].map(Privacy::key);
    let how_private = |told: &str| levels.iter().position(|one| *one == told);
    let has: BTreeSet<&str> = has.split(' ').collect();
    before[..4] == now[..4]
        && how_private(private) >= how_private(was_private)
        && many == was_many
        && had.split(' ').all(|one| has.contains(one))
}

#[test]
fn no_field_choice_or_privacy_of_a_ledger_is_lost() {
    let catalog = Catalog::shipped();
    let name = |line: &str| line.split('\t').take(2).collect::<Vec<_>>().join(".");
    let fields = catalog.iter().flat_map(|ledger| ledger.fields.iter().map(move |field| line(ledger, field)));
    let declared: BTreeMap<String, String> = fields.map(|line| (name(&line), line)).collect();
    let lost: Vec<&str> = KEPT
        .lines()
        .filter(|kept| !declared.get(&name(kept)).is_some_and(|now| is_kept(kept, now)))
        .collect();
    assert!(lost.is_empty(), "no longer as it was: {lost:#?}");
    if env::var_os("MINQING_BLESS").is_some() {
        let known: BTreeSet<String> = KEPT.lines().map(name).collect();
        let mut all: Vec<&str> = KEPT.lines().collect();
        all.extend(declared.iter().filter(|(name, _)| !known.contains(*name)).map(|(_, line)| line.as_str()));
        all.sort_unstable();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/architecture/kept.tsv");
        fs::write(path, all.join("\n") + "\n").expect("a list that can be written");
    }
}

#[test]
fn what_is_lost_is_seen() {
    let was = "jobs\tpriority\t21\tchoice\tpersonal\tmany\tdisabled local";
    assert!(is_kept(was, was));
    assert!(is_kept(was, "jobs\tpriority\t21\tchoice\tsensitive\tmany\tlocal disabled veteran"));
    for now in [
        "jobs\tpriority\t22\tchoice\tpersonal\tmany\tdisabled local",
        "jobs\tpriority\t21\ttext\tpersonal\tmany\tdisabled local",
        "jobs\tpriority\t21\tchoice\topen\tmany\tdisabled local",
        "jobs\tpriority\t21\tchoice\tpersonal\tone\tdisabled local",
        "jobs\tpriority\t21\tchoice\tpersonal\tmany\tlocal",
        "jobs\tprefers\t21\tchoice\tpersonal\tmany\tdisabled local",
    ] {
        assert!(!is_kept(was, now), "{now}");
    }
}

/// What rows of domain.md §1 name one by one, as the choices of a field.
const NAMED: [(&str, &str, &str); 15] = [
    ("units", "kind", "committee office group community neighbourhood"),
    ("visits", "category", "veteran_cadre veteran_member veteran_comrade hardship exemplar petitioner"),
    ("visits", "place", "home field workshop estate other"),
    ("projects", "kind", "economy public_good mediation care"),
    ("projects", "effect", "environment production income"),
    ("issues", "kind", "request dispute hazard violation supervision rectification"),
    ("issues", "nature", "growth production living conflict safety suggestion"),
    ("issues", "reflector", "enterprise"),
    ("steps", "outcome", "solved partly_solved explained not_supported"),
    ("steps", "level", "neighbourhood community street zone above"),
    ("steps", "rating", "satisfied mostly_satisfied dissatisfied declined"),
    ("funds", "source", "residents enterprise fiscal other"),
    ("inspections", "kind", "topical exchange announced unannounced"),
    ("findings", "kind", "absent lax heedless weak"),
    ("rectifications", "way", "oral written"),
];

// Shows A5, B6, B10, D1, D2, D3, D4, D12, D13, D18, E3, E10, F1, F2, F3, F4, F12, J2, J3, J4, J7, J8, J10.
#[test]
fn what_a_row_names_one_by_one_is_offered() {
    let catalog = Catalog::shipped();
    for (ledger, key, named) in NAMED {
        let field = catalog.get(ledger).and_then(|ledger| ledger.field_by_key(key));
        let field = field.unwrap_or_else(|| panic!("no {ledger}.{key}"));
        for choice in named.split(' ') {
            let offered = field.choice(choice).filter(|choice| !choice.retired);
            assert!(offered.is_some(), "{ledger}.{key} offers no {choice}");
        }
    }
}

/// What rows name one by one, as columns.
const COLUMNS: [(&str, &str); 14] = [
    ("phases", "authority from to discipline items order switch switched main_line theme core"),
    ("units", "parent members duties"),
    ("postings", "member enterprise from to"),
    ("visits", "words summary confirmed opinion wants advice experience takes_along lines"),
    ("checks", "item state basis review"),
    ("analyses", "demand causes basis whose measures until answer"),
    ("steps", "part photo severity party until beyond passed basis level done"),
    ("projects", "need issues households before before_photo"),
    ("project_results", "after after_photo accepted_by told"),
    ("funds", "source decision intent consent consent_paper told_back applied approval agreed ratio"),
    ("receipts", "household anonymous in_kind basis"),
    ("inspections", "topic method sample found"),
    ("rectifications", "way requirement deadline"),
    ("commendations", "solid outstanding effect"),
];

// Shows A1, A2, A5, A6, A9, B7, B8, C4, D15, E6, E8, E9, E10, F1, F2, F3, J2, J8, J9.
#[test]
fn what_a_row_names_one_by_one_has_its_column() {
    let catalog = Catalog::shipped();
    for (ledger, named) in COLUMNS {
        let declared = catalog.get(ledger).unwrap_or_else(|| panic!("no {ledger}"));
        for key in named.split(' ') {
            assert!(declared.field_by_key(key).is_some(), "{ledger} has no {key}");
        }
    }
}

/// What rows say must not be left out, beyond what [`super::ledgers`] lists.
const ASKED: [(&str, &str); 7] = [
    ("phases", "name from"),
    ("tasks", "name from owner"),
    ("analyses", "demand measures owner until"),
    ("findings", "fact kind evidence day"),
    ("commendations", "solid outstanding effect"),
    ("spendings", "purpose amount voucher"),
    ("project_results", "after kind day"),
];

// Shows A1, A14, E6, F3, J7, J9.
#[test]
fn what_a_row_asks_for_cannot_be_left_out() {
    let catalog = Catalog::shipped();
    for (ledger, named) in ASKED {
        let declared = catalog.get(ledger).unwrap_or_else(|| panic!("no {ledger}"));
        for key in named.split(' ') {
            assert!(declared.field_by_key(key).is_some_and(|field| field.required), "{ledger}.{key}");
        }
    }
}
