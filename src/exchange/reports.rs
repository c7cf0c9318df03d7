//! Reports as sheets: figures counted anew from the records, of a phase
//! (domain.md A3) or of any days. Every face makes them here, so that what a
//! screen writes is what the command line writes.

pub mod coverage;
pub mod disputes;
pub mod hotspots;
pub mod monthly;
pub mod oversight;
pub mod summary;
pub mod visits;

use std::path::Path;

use jiff::civil::Date;

use super::{
    ledger_file::ExportError,
    write::{self, Format, OutCell},
};
use crate::{
    domain::{
        calendar,
        id::RecordId,
        input::BadValue,
        phases::Period,
        rules::Refusal,
        wording::{Lang, Wording},
    },
    workbench::{Error, Workbench, keeping},
};

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Who was to be visited and who was.
    Coverage,
    /// What was registered and closed.
    Monthly,
    /// What many matters are about.
    Hotspots,
    /// Who leads which dispute.
    Disputes,
    /// The four figures of a summary.
    Summary,
    /// The month of visits.
    Visits,
    /// How the groups stand.
    Oversight,
}

impl Subject {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Monthly,
        Self::Coverage,
        Self::Visits,
        Self::Hotspots,
        Self::Disputes,
        Self::Summary,
        Self::Oversight,
    ];

    /// Its name on the command line.
    pub fn key(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Monthly => "monthly",
            Self::Hotspots => "hotspots",
            Self::Disputes => "disputes",
            Self::Summary => "summary",
            Self::Visits => "visits",
            Self::Oversight => "oversight",
        }
    }

    /// The one of this name.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.key() == key)
    }

    /// What it is called.
    pub fn title(self) -> Wording {
        match self {
            Self::Coverage => Wording::new("走访覆盖", "Coverage of visits"),
            Self::Monthly => Wording::new("月报", "The month"),
            Self::Hotspots => Wording::new("热点", "Hot topics"),
            Self::Disputes => Wording::new("突出矛盾", "Pressing disputes"),
            Self::Summary => Wording::new("四项小结", "Summary in four figures"),
            Self::Visits => Wording::new("走访月报", "The month of visits"),
            Self::Oversight => Wording::new("督查情况", "Oversight"),
        }
    }

    /// The report, in the language of whoever reads it.
    ///
    /// # Errors
    ///
    /// Days that are none, an unknown phase, or where the store cannot be read.
    pub fn made(self, bench: &Workbench, asked: &Days<'_>, lang: Lang) -> Result<Made, Error> {
        let counted = match self {
            Self::Coverage => {
                let period = asked.period(bench)?;
                let table = coverage::table(bench, &bench.coverage(period)?, lang);
                return Ok(Made { table, days: period });
            }
            Self::Disputes => {
                return Ok(Made { table: disputes::table(bench, lang)?, days: Period::default() });
            }
            Self::Monthly | Self::Hotspots | Self::Summary | Self::Visits | Self::Oversight => {
                asked.read(bench)?
            }
        };
        let (from, to) = counted;
        let days = Period { from: Some(from), to: Some(to) };
        let table = match self {
            Self::Monthly => monthly::Month::count(bench, from, to)?.table(lang),
            Self::Hotspots => hotspots::table(bench, &bench.hot_topics(from, to)?, lang),
            Self::Summary => summary::table(&bench.summary(from, to)?, lang),
            Self::Visits => visits::table(&bench.visit_month(from, to)?, lang),
            Self::Oversight | Self::Coverage | Self::Disputes => {
                oversight::table(bench, &bench.all_cases()?, days, lang)?
            }
        };
        Ok(Made { table, days })
    }
}

/// A report, and the days that it is of; none where it is of today.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Its sheet.
    pub table: Table,
    /// Its days.
    pub days: Period,
}

/// The days that a report is asked for, as they were typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Days<'a> {
    /// The first day, and what the field is called that it stands in.
    pub from: (Option<&'a str>, &'a str),
    /// The last day, and what the field is called that it stands in.
    pub to: (Option<&'a str>, &'a str),
    /// The phase.
    pub phase: Option<&'a str>,
}

impl Days<'_> {
    /// The first and the last day (domain.md A3: by phase or for the whole
    /// time): of the phase, or of this month up to today, unless told.
    ///
    /// # Errors
    ///
    /// A day that is none, an unknown phase, or a first day after the last.
    pub fn read(&self, bench: &Workbench) -> Result<(Date, Date), Error> {
        let (own, phase) = self.both(bench)?;
        let today = bench.today();
        let last = phase.to.map_or(today, |last| last.min(today));
        // Of a phase that has not begun, the first day: there is nothing to count yet.
        let last = phase.from.map_or(last, |first| last.max(first));
        let to = own.to.unwrap_or(last).min(phase.to.unwrap_or(Date::MAX));
        let first = phase.from.unwrap_or_else(|| to.first_of_month());
        let from = own.from.unwrap_or(first).max(phase.from.unwrap_or(Date::MIN));
        if from > to {
            let (first, last) = (self.from.1, self.to.1);
            return Err(Refusal::Said(Wording::owned(
                format!("{first} {from} 在 {last} {to} 之后，请对调"),
                format!("{first} {from} is after {last} {to}; swap them"),
            ))
            .into());
        }
        Ok((from, to))
    }

    /// The days, of which either end stays open where it is not told.
    ///
    /// # Errors
    ///
    /// A day that is none, or an unknown phase.
    pub fn period(&self, bench: &Workbench) -> Result<Period, Error> {
        let (own, phase) = self.both(bench)?;
        Ok(phase.and(own))
    }

    fn both(&self, bench: &Workbench) -> Result<(Period, Period), Error> {
        let day = |(text, field): (Option<&str>, &str)| match text {
            None => Ok(None),
            Some(text) => calendar::read_day(text, bench.today()).map(Some).ok_or_else(|| Error::Value {
                field: field.to_owned(),
                why: BadValue::NotADate(text.to_owned()),
            }),
        };
        let own = Period { from: day(self.from)?, to: day(self.to)? };
        let phase = match self.phase {
            Some(phase) => bench.period_of(phase)?,
            None => Period::default(),
        };
        Ok((own, phase))
    }
}

/// A report as a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What its sheet is called.
    pub name: String,
    /// The titles of its columns.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<OutCell>>,
}

impl Table {
    fn new<const N: usize>(
        subject: Subject,
        header: [(&str, &str); N],
        rows: Vec<Vec<OutCell>>,
        lang: Lang,
    ) -> Self {
        let header = header.map(|(zh, en)| lang.pick(zh, en).to_owned()).to_vec();
        Self { name: subject.title().get(lang).to_owned(), header, rows }
    }

    /// Writes it in the format of the file's suffix, and answers how many rows
    /// there are; a file that is there already is refused.
    ///
    /// # Errors
    ///
    /// An unknown suffix, a file that exists, or whatever keeps it from being written.
    pub fn write(&self, file: &Path) -> Result<usize, ExportError> {
        permit(file)?;
        Ok(write::write(file, &self.name, &self.header, self.rows.iter().cloned())?)
    }
}

/// Refuses a file before anything is counted: of another suffix, or there already.
///
/// # Errors
///
/// As it says.
pub fn permit(file: &Path) -> Result<(), ExportError> {
    Format::of_path(file)?;
    if file.exists() { Err(keeping::exists_already(file).into()) } else { Ok(()) }
}

/// A count as a cell to calculate with.
fn count(number: usize) -> OutCell {
    u32::try_from(number).map_or(OutCell::Empty, |number| OutCell::Number(f64::from(number)))
}

/// A text as a cell.
fn text(text: impl Into<String>) -> OutCell {
    let text = text.into();
    if text.is_empty() { OutCell::Empty } else { OutCell::Text(text) }
}

/// A place by its name.
pub fn place(bench: &Workbench, id: Option<RecordId>, lang: Lang) -> String {
    id.map_or_else(|| lang.pick("（未填小组）", "(no place)").to_owned(), |id| bench.name_of(id))
}
