//! The list of disputes, as it is printed (domain.md E5, §2.2).

use super::{Subject, Table, place, text};
use crate::{
    domain::{
        calendar,
        deidentify::Known,
        issues::{issues, steps},
        standing::{Step, StepKind},
        wording::Lang,
    },
    workbench::{Error, Workbench, disputes::Contention},
};

/// The titles of the columns.
pub const HEADER: [(&str, &str); 9] = [
    ("编号", "number"),
    ("居民小组", "place"),
    ("矛盾纠纷简要情况", "matter"),
    ("责任人", "handled by"),
    ("包案人", "led by"),
    ("化解时限", "due"),
    ("化解情况", "last step"),
    ("转办督办", "passed on to"),
    ("销号情况", "status"),
];

/// They as a sheet, as they stand today.
///
/// # Errors
///
/// Where the store cannot be read.
pub fn table(bench: &Workbench, lang: Lang) -> Result<Table, Error> {
    let (all, known) = (bench.contentions()?, bench.known_people()?);
    let rows = all.iter().map(|one| cells(bench, one, &known, lang).map(text).to_vec()).collect();
    Ok(Table::new(Subject::Disputes, HEADER, rows, lang))
}

/// A dispute as a row.
pub fn cells(bench: &Workbench, one: &Contention, known: &Known, lang: Lang) -> [String; 9] {
    let (issue, standing) = (&one.case.issue, &one.case.standing);
    let name = |id| bench.name_of(id);
    let many = if one.of_group { lang.pick("（群体）", " (of many)") } else { "" };
    let told = |step: &Step| {
        let (day, kind) = (calendar::day(step.at), step.kind.title(lang));
        // The sheet goes round: it tells of the matter, and names nobody who asked.
        match known.veil(step.row.text(steps::TEXT)).trim() {
            "" => format!("{day} {kind}"),
            text => format!("{day} {kind}{}{}", lang.pick("：", ": "), shortened(text)),
        }
    };
    let last: Vec<String> = one.told().into_iter().map(told).collect();
    [
        issue.text(issues::NUMBER).to_owned(),
        place(bench, issue.reference(issues::NEIGHBOURHOOD), lang),
        format!("{}{many}", issue.text(issues::TITLE)),
        standing.owner.map(name).unwrap_or_default(),
        one.sponsor.map(name).unwrap_or_default(),
        standing.due.to_string(),
        last.join(lang.pick("；", "; ")),
        passed_on(one).join(lang.pick("、", ", ")),
        standing.status.title(lang).to_owned(),
    ]
}

/// The beginning of a text, as a cell takes it.
fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain("..".chars()).collect()
}

/// The units that it was passed on to.
pub fn passed_on(one: &Contention) -> Vec<String> {
    let standing = &one.case.standing;
    let transfers = standing.steps.iter().filter(|step| step.kind == StepKind::Transfer);
    transfers
        .filter(|step| standing.stands(step))
        .map(|step| step.row.text(steps::UNIT).to_owned())
        .filter(|unit| !unit.is_empty())
        .collect()
}
