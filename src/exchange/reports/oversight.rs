//! How the groups stand, in the order of their cards and never ranked, and
//! what else is told beside them (domain.md A10, J5–J10).

use super::{Days, Subject, Table, count, text};
use crate::{
    domain::{phases::Period, wording::Lang},
    exchange::paper::{Paper, Part},
    workbench::{Error, Workbench, steps::Case},
};

/// The titles of the columns.
pub const HEADER: [(&str, &str); 9] = [
    ("居民小组", "neighbourhood"),
    ("驻点人", "posted"),
    ("走到的户", "visited"),
    ("户数", "households"),
    ("到期的计划", "planned"),
    ("其中完成", "done"),
    ("未了结", "open"),
    ("超期", "late"),
    ("空白", "blank"),
];

/// The groups as a sheet.
///
/// # Errors
///
/// Where the store cannot be read.
pub fn table(bench: &Workbench, cases: &[Case], days: Period, lang: Lang) -> Result<Table, Error> {
    let groups = bench.groups(cases, days)?;
    let rows = groups.iter().map(|group| {
        let posted: Vec<String> = group.posted.iter().map(|id| bench.name_of(*id)).collect();
        let blank = if group.is_blank { lang.pick("空白组", "blank") } else { "" };
        let told = [text(bench.name_of(group.place)), text(posted.join(lang.pick("、", ", ")))];
        let numbers = [group.visited, group.planned, group.open].map(|(first, second)| [first, second]);
        let numbers = numbers.concat().into_iter().map(count);
        told.into_iter().chain(numbers).chain([text(blank)]).collect()
    });
    Ok(Table::new(Subject::Oversight, HEADER, rows.collect(), lang))
}

/// All of it in lines.
///
/// # Errors
///
/// Days that are none, an unknown phase, or where the store cannot be read.
pub fn lines(bench: &Workbench, asked: &Days<'_>, lang: Lang) -> Result<Vec<String>, Error> {
    let (from, to) = asked.read(bench)?;
    let days = Period { from: Some(from), to: Some(to) };
    let cases = bench.all_cases()?;
    let outcomes = bench.outcomes(&cases, from, to)?;
    let groups = lang.pick("一、各组进展", "Groups").to_owned();
    let mut lines = vec![Workbench::days_line(days, lang), groups];
    lines.extend(bench.group_lines(&cases, days, lang)?);
    lines.extend(bench.oversight_lines(&cases, &outcomes, days, lang)?);
    Ok(lines)
}

/// All of it on paper, where nobody is told by name or number who asked for something.
///
/// # Errors
///
/// As [`lines`].
pub fn paper(bench: &Workbench, asked: &Days<'_>) -> Result<Paper, Error> {
    let known = bench.known_people()?;
    let mut paper = Paper::default();
    paper.push(Part::Title(Subject::Oversight.title().get(Lang::Zh).to_owned()));
    for line in lines(bench, asked, Lang::Zh)? {
        paper.push(Part::Line(known.veil(&line)));
    }
    Ok(paper)
}
