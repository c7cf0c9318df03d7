//! What the command line can do, the screens can: by which action, or why not.

use std::collections::BTreeSet;

use clap::CommandFactory;

use super::*;
use crate::cli::arguments::Arguments;

/// Commands and the ids of the actions that do the same on the screens.
const DONE_BY: &[(&str, &str)] = &[
    ("status", "go-sync go-today"),
    ("today", "go-today"),
    ("list", "find go-ledgers"),
    ("show", "open unmask"),
    ("add", "new-record register new-resident new-household visit"),
    ("edit", "edit-record edit-issue edit-resident"),
    ("remove", "strike-record delete-resident delete-neighbourhood"),
    ("undo", "undo"),
    ("redo", "redo"),
    ("check", "tick edit-item add-item retire-item"),
    ("visit", "visit"),
    ("plan", "go-visits new-task show-soon finish-task"),
    ("phase", "switch-over tick-switch"),
    ("units", "show-units"),
    ("report coverage", "go-visits go-checklists"),
    ("report disputes", "show-contentions"),
    ("report member", "fact-sheet"),
    ("report oversight", "show-oversight"),
    ("report visits", "go-visits"),
    ("hotspot", "judge-topic"),
    ("handbook", "show-handbook"),
    ("issue accept", "accept"),
    ("issue assign", "assign"),
    ("issue reply", "reply"),
    ("issue transfer", "transfer"),
    ("issue extend", "extend"),
    ("issue resolve", "resolve"),
    ("issue callback", "callback"),
    ("issue reopen", "reopen"),
    // The steps of its kind are listed by one action.
    ("issue mediate", "procedure"),
    ("issue decline", "procedure"),
    ("issue agree", "procedure"),
    ("issue perform", "procedure"),
    ("issue find", "procedure"),
    ("issue recheck", "procedure"),
    ("issue establish", "procedure"),
    ("issue inform", "procedure"),
    ("issue urge", "procedure"),
    ("issue notice", "procedure"),
    ("issue statement", "procedure"),
    ("issue receipt", "procedure"),
    ("issue hear", "procedure"),
    ("issue correct", "procedure"),
    ("issue voice", "add-voice"),
    ("issue merge", "merge"),
    ("issue analysis", "analyse"),
    ("informer add", "enter-apart"),
    ("informer list", "list-apart"),
    ("informer show", "show-apart"),
    ("informer keep", "keep-apart"),
    ("informer hand", "hand-apart"),
    ("informer answer", "answer-apart"),
    ("informer result", "result-apart"),
    ("project board", "go-projects"),
    ("project show", "go-projects open"),
    ("project disclose", "disclose"),
    ("project offer", "offer-people"),
    ("inspect draw", "draw-sample"),
    ("inspect raise", "raise-supervision raise-rectification"),
    ("bulletin new", "new-bulletin"),
    ("bulletin list", "go-bulletins"),
    ("bulletin show", "go-bulletins"),
    ("bulletin edit", "edit-bulletin"),
    ("bulletin review", "review-bulletin"),
    ("bulletin sign", "sign-bulletin"),
    ("bulletin archive", "archive-bulletin"),
    ("bulletin export", "print-bulletin"),
    ("bundle export", "export"),
    ("bundle import", "import"),
    ("conflicts", "go-sync"),
    ("conflicts list", "go-sync"),
    ("conflicts resolve", "open write-other"),
    ("doctor", "doctor"),
    ("backup", "backup"),
    ("peers", "go-sync"),
    ("peers list", "go-sync"),
    ("peers invite", "invite"),
    ("peers confirm", "confirm-laptop"),
    ("peers revoke", "revoke-laptop"),
    ("peers rename", "rename-laptop"),
    ("person consent", "ask-consent consent-again withdraw-consent"),
    ("person notice", "show-notice tell-notice"),
    ("person affected", "show-lost"),
    ("person assessment", "show-assessment"),
    ("person export", "export-person"),
    ("person erase", "erase-person"),
    ("ledgers", "go-ledgers"),
    ("ledgers add", "new-ledger"),
    ("ledgers field", "new-field edit-fields"),
    ("ledgers retire", "edit-fields"),
    ("ledgers restore", "edit-fields"),
    ("ledgers hide", "hide-ledger"),
    ("ledgers unhide", "hide-ledger"),
    ("export", "export-records"),
    ("retention", "show-due"),
    ("retention clear", "clear-due"),
    ("retention periods", "go-ledgers"),
    ("retention set", "set-period"),
    ("passphrase", "passphrase"),
];

/// Commands that no action does, and why.
const WITHOUT: &[(&str, &str)] = &[
    ("init", "there is no workspace to show before it"),
    ("join", "there is no workspace to show before it"),
    ("demo", "it opens the screens itself"),
    ("restore", "into a place that holds nothing: there is no workspace to show"),
    ("import", "a sheet's columns are matched with a dry run; the empty screens name the command"),
    ("report monthly", "a sheet for those above; the bulletin takes its figures over"),
    ("report hotspots", "a sheet for those above; F3 shows the topics, and judge-topic lists them"),
    ("report summary", "a sheet for those above"),
    ("issue steps", "F6 tells the steps of an issue beside it"),
    ("issue duplicates", "F6 tells beside an issue which others may be the same"),
    ("bundle inspect", "the preview of an import tells it"),
    ("ledgers write", "a file for config/ledgers of another group"),
    ("completions", "of the shell"),
    ("man", "of the shell"),
    ("keys", "the help tells it, of each place"),
];

/// The commands that do something, by their words; steps of one kind of issue are one.
fn commands(command: &clap::Command, before: &str, found: &mut Vec<String>) {
    let own = |child: &&clap::Command| !child.is_hide_set() && child.get_name() != "help";
    for child in command.get_subcommands().filter(own) {
        let name = format!("{before} {}", child.get_name()).trim().to_owned();
        if child.get_subcommands().next().is_none() || !child.is_subcommand_required_set() {
            found.push(name.clone());
        }
        commands(child, &name, found);
    }
}

#[test]
fn what_the_command_line_does_the_screens_do_or_it_is_told_why_not() {
    let page = tui::listed_keys();
    let mut found = Vec::new();
    commands(&Arguments::command(), "", &mut found);
    let told: BTreeSet<&str> = DONE_BY.iter().chain(WITHOUT).map(|(name, _)| *name).collect();
    assert_eq!(told.len(), DONE_BY.len() + WITHOUT.len(), "a command stands twice");
    let missing: Vec<&String> = found.iter().filter(|name| !told.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "neither done nor excused: {missing:?}");
    let gone: Vec<&&str> = told.iter().filter(|name| !found.iter().any(|own| own == *name)).collect();
    assert!(gone.is_empty(), "no such command: {gone:?}");
    for (name, ids) in DONE_BY {
        for id in ids.split(' ') {
            assert!(page.contains(&format!("| `{id}` |")), "{name}: no action {id}");
        }
    }
}
