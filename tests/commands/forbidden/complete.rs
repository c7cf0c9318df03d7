//! That no rule is forgotten: every refusal that the domain knows is met by a
//! line of the table, and every judge of the workbench is named by one.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use minqing::domain::rules::Refusal;

use super::{deadlines, entries, lines, members, stepped};

/// Which judge each act of the table meets.
const JUDGED: &[(&str, &str)] = &[
    ("judge_content", "a record without what it needs"),
    ("judge_steps", "a result before a reply"),
    ("judge_merge", "merging issues of two kinds"),
    ("judge_voices", "somebody who asked without a name"),
    ("judge_people", "labelling a person"),
    ("judge_labels", "labelling a person"),
    ("judge_logs", "changing the log of who looked"),
    ("judge_consents", "use without consent"),
    ("judge_visits", "a petitioner without an open issue"),
    ("judge_informers", "material kept by whom it names"),
    ("judge_declarations", "a field of the program declared otherwise"),
    ("judge_field", "another kind for what holds data"),
    ("judge_rules", "every rule of every declared ledger"),
    ("judge_tables", "a statute's term made laxer"),
    ("judge_units", "a unit below itself"),
    ("judge_fieldwork", "handing over to oneself"),
    ("judge_projects", "accepted by nobody"),
    ("judge_project", "a mediation without a dispute"),
    ("judge_fund", "a decision taken out under money"),
    ("judge_oversight", "a finding on nobody"),
    ("judge_inspection", "an unannounced visit to residents"),
    ("judge_finding", "a finding on nobody"),
    ("judge_commendation", "a nomination of nobody"),
    ("judge_rectification", "a notice before any criticism"),
    ("judge_honour", "decided by nobody"),
    ("judge_reminder", "urging what is no slip"),
    ("judge_own_check", "a fact sheet checked by somebody else"),
    ("judge_bulletins", "signed without a review"),
    ("judge_text", "a signed bulletin changed"),
    ("judge_apart", "what informs against somebody among the issues"),
    ("judge_links", "a visit linked by whom it is about"),
    ("judge_numbers", "an identity number in a title"),
    ("judge_typed_consents", "resting on a consent that was withdrawn"),
    ("judge_withdrawn_that_day", "published on the day of its withdrawal"),
    ("judge_askers", "an answer made somebody else's"),
    ("judge_own_words", "one's own leave approved"),
    ("judge_members", "making oneself an overseer"),
    ("judge_recusals", "whom it is about made its helper"),
    ("judge_days", "a visit told before its day"),
    ("judge_takers", "a term corrected by a member"),
    ("judge_terms", "a term set by a member"),
    ("judge_hot_topic", "a topic judged that nobody counted"),
    ("judge_hot_topics", "a topic judged for no reason"),
    ("judge_hanging", "a neighbourhood deleted under its people"),
    ("judge_slip", "a finding entered as an issue besides"),
    ("judge_pairings", "an enterprise entered twice at a place"),
];

fn source(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)).unwrap()
}

/// The variants of an enum, from its source.
fn variants(path: &str, name: &str) -> BTreeSet<String> {
    let text = source(path);
    let (_, body) = text.split_once(&format!("pub enum {name} {{")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    names.map(|line| line.chars().take_while(char::is_ascii_alphanumeric).collect()).collect()
}

/// The sentences with which rules say themselves what is wrong, by their names.
fn sentences() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in [
        "domain/funds.rs",
        "domain/projects.rs",
        "domain/oversight.rs",
        "domain/oversight/honours.rs",
        "domain/oversight/rectifying.rs",
        "domain/bulletins.rs",
    ] {
        let text = source(path);
        for part in text.split("\npub const ").skip(1) {
            let Some((name, rest)) = part.split_once(": Wording") else { continue };
            if !name.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
                continue;
            }
            let zh = rest.split('"').nth(1).unwrap().to_owned();
            found.push((name.to_owned(), zh));
        }
    }
    found
}

/// The first word of what a refusal is called.
fn name(told: &str) -> String {
    told.chars().take_while(char::is_ascii_alphanumeric).collect()
}

/// The refusals that no line met.
pub(super) fn never_met(met: &[Refusal]) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for refusal in met {
        let told = format!("{refusal:?}");
        names.insert(name(&told));
        if let Some((_, inner)) = told.split_once('(') {
            names.insert(name(inner));
        }
        if let Refusal::Said(wording) | Refusal::SaidOf(_, wording) = refusal {
            said.insert(wording.zh.to_string());
        }
    }
    let mut wanted = variants("domain/rules.rs", "Refusal");
    wanted.extend(variants("domain/procedure.rs", "Objection"));
    wanted.extend(variants("domain/terms/breach.rs", "Breach"));
    let mut left: Vec<String> = wanted
        .into_iter()
        .filter(|name| !names.contains(name))
        // Rules of declared ledgers have a test of their own, which tries each.
        .filter(|name| name != "Rule")
        .collect();
    let unsaid = sentences().into_iter().filter(|(_, zh)| !said.contains(zh)).map(|(name, _)| name);
    left.extend(unsaid);
    left
}

fn judges(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            judges(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for part in text.split("fn judge_").skip(1) {
            let rest: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            found.insert(format!("judge_{rest}"));
        }
    }
}

#[test]
fn every_judge_of_the_workbench_is_met_by_a_line() {
    let mut found = BTreeSet::new();
    judges(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/workbench"), &mut found);
    assert!(found.len() > 20, "{found:?}");
    let entered = || entries::ENTERED.iter().chain(members::ENTERED);
    let stepped = stepped::STEPPED.iter().chain(deadlines::DEADLINES);
    let mut acts: BTreeSet<&str> = lines().map(|line| line.0).collect();
    acts.extend(entered().map(|entered| entered.act));
    acts.extend(stepped.map(|step| step.act));
    acts.insert("every rule of every declared ledger");
    for (judge, act) in JUDGED {
        assert!(found.contains(*judge), "there is no {judge} any more");
        assert!(acts.contains(act), "no line tries {act:?}, which {judge} judges");
    }
    let mut named: BTreeSet<&str> = JUDGED.iter().map(|(judge, _)| *judge).collect();
    named.extend(entered().map(|entered| entered.judge));
    let left: Vec<&String> = found.iter().filter(|judge| !named.contains(judge.as_str())).collect();
    assert!(left.is_empty(), "no line of the table is judged by {left:?}");
}

#[test]
fn every_act_is_tried_by_the_core_and_by_a_bundle_or_is_of_another_path_alone() {
    // What is no change of a record, or cannot be written by a bundle, has no such line.
    let alone = [
        "writing a status",
        "editing an automatic field",
        "adding to what the program keeps",
        "filling what was erased",
        "looking without a reason",
        "exporting in full without a reason",
        "clearing what is not due",
        "an empty bulletin reviewed",
        "one's own text reviewed",
        "signed without a review",
        "an unannounced visit to residents",
        "material handed to the unit that it names",
        "looking at material without leading",
        "another kind for what holds data",
        "people declared as risks",
        "a record without what it needs",
        "writing on a card that is gone",
        "an issue erased as a person",
        "a reason that tells what is erased",
        "proofs kept for less than three years",
        "somebody who asked without a name",
        "somebody who asked of what is closed",
        "who asked told to whom it is about",
        // Another laptop could not know of that day's word: what came is shown, and asked to be taken down.
        "published on the day of its withdrawal",
        "resting on a day on which nobody consented",
        "a ledger of the program put out of sight",
        "a sample of nothing",
        "somebody's illness edited into a bulletin",
        "a correction of nothing",
    ];
    for (act, ..) in lines().filter(|line| line.1 == "core") {
        let by_bundle = lines().any(|line| line.0 == act && line.1 == "bundle");
        assert!(by_bundle != alone.contains(&act), "{act}: by bundle {by_bundle}");
    }
}
