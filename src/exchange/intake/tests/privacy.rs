//! What of people a sheet tells, and to whom (domain.md §4.2 rules 8 and 9).

use super::*;
use crate::workbench::tests::entering::enter;

fn add(bench: &mut Workbench, ledger: &str, pairs: &[(&str, &str)]) -> RecordId {
    enter(bench, ledger, pairs).unwrap()
}

fn written(bench: &Workbench, ledger: &str, form: Form) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.json");
    ledger_file::export(bench, ledger, &|_row| true, &file, form).unwrap();
    std::fs::read_to_string(&file).unwrap()
}

#[test]
fn a_public_sheet_names_nobody_who_is_known_and_tells_of_no_hardship() {
    let (_folder, mut bench) = bench();
    add(
        &mut bench,
        "residents",
        &[
            ("name", "王芳"),
            ("visit_facts", "困难群众"),
            ("visit_basis", "低保名册"),
            ("visit_since", "2026-01-01"),
        ],
    );
    add(&mut bench, "residents", &[("name", "赵大河")]);
    add(
        &mut bench,
        "issues",
        &[("title", "赵大河家与王芳家为墙争执"), ("from", "钱六"), ("anonymous", "是")],
    );
    add(&mut bench, "issues", &[("title", "王芳低保申请"), ("from", "王芳")]);
    let people = written(&bench, "residents", Form::Public);
    assert!(
        people.contains("王某") && !people.contains("困难群众") && !people.contains("2026-01-01"),
        "{people}"
    );
    let issues = written(&bench, "issues", Form::Public);
    for told in ["王芳", "赵大河", "钱", "低保"] {
        assert!(!issues.contains(told), "{told}: {issues}");
    }
    assert!(issues.contains("匿名") && issues.contains("争执"), "{issues}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("困难.json");
    assert!(ledger_file::export(&bench, "hardship", &|_row| true, &file, Form::Public).is_err());
}

#[test]
fn a_masked_sheet_tells_nobodys_illness_allowance_or_day_of_birth() {
    let (_folder, mut bench) = bench();
    add(
        &mut bench,
        "residents",
        &[
            ("name", "王芳"),
            ("born", "1950-03-01"),
            ("registered_address", "清水乡一村"),
            ("tags", "透析、送菜"),
            ("visit_facts", "困难群众"),
            ("visit_basis", "低保户，肺癌"),
        ],
    );
    add(&mut bench, "visits", &[("date", "今天"), ("resident", "王芳"), ("words", "肺癌开了刀")]);
    let masked = written(&bench, "residents", Form::Masked) + &written(&bench, "visits", Form::Masked);
    for told in ["肺癌", "低保", "透析", "清水乡", "1950-03-01"] {
        assert!(!masked.contains(told), "{told}: {masked}");
    }
    assert!(masked.contains("1950-**-**") && masked.contains("王芳"), "{masked}");
    let full = written(&bench, "residents", Form::Full);
    assert!(full.contains("肺癌") && full.contains("1950-03-01"), "{full}");
}
