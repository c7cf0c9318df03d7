//! Sheets taken in: looked at column by column, tried, then taken (domain.md A6).

use std::path::Path;

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{
        exports,
        field::{Choice, Field},
        labels,
        ledger::Ledger,
        wording::{Lang, Wording, counted},
    },
    exchange::{
        error::SheetError,
        header,
        intake::{self, ColumnNote, Fate, IntakeError, IntakeOrder, IntakeReport, RowProblem, RowReport},
        sandbox,
        sheet::{self, Cell, Limits, Sheet},
    },
    say,
    tui::event::{Answer, Effect, LedgerWork, Pairs, SheetColumn, SheetOrder, SheetPlan, Trouble},
    workbench::progress::{self, Progress, Stage},
};

/// How many rows are shown of each column.
const SHOWN: usize = 3;

/// The most characters shown of a cell.
const CELL: usize = 12;

/// The most rows that are told of one by one.
const TOLD: usize = 200;

/// Rows that a question has room for on the least screen.
const FORESEEN: usize = 5;

/// The most rows of which it is told that they are taken in but should be looked at.
const DOUBTED: usize = 3;

impl Performer {
    /// Reads a sheet and tells where its columns would go.
    pub(super) fn plan_sheet(
        &mut self,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Answer, Trouble> {
        let blank = |key: &str| Some(text(pairs, key).trim().to_owned()).filter(|text| !text.is_empty());
        let order = SheetOrder {
            file: path(text(pairs, "file")),
            ledger: text(pairs, "into").to_owned(),
            sheet: blank("sheet"),
            match_on: blank("match").map(|name| self.matched(text(pairs, "into"), &name)).transpose()?,
            header_row: blank("row").and_then(|row| row.parse().ok()),
            maps: Vec::new(),
        };
        let sheet = self.read_sheet(&order, tell)?;
        let report = match self.tried(&sheet, &order, true, tell) {
            Ok(report) => Some(report),
            // Its columns are told by hand.
            Err(IntakeError::NothingMapped { .. }) => None,
            Err(error) => return Err(self.of_intake(&error)),
        };
        let plan = self.planned(&sheet, order, report.as_ref())?;
        Ok(Answer::Columns(Box::new(plan)))
    }

    /// Tells what taking a sheet in so would do, and asks.
    pub(super) fn try_sheet(
        &mut self,
        order: &SheetOrder,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Answer, Trouble> {
        let order = SheetOrder { maps: pairs.clone(), ..order.clone() };
        let sheet = self.read_sheet(&order, tell)?;
        let report = self.tried(&sheet, &order, true, tell).map_err(|error| self.of_intake(&error))?;
        let mut lines = vec![self.counted(&report), begun(&report, self.lang)];
        let lang = self.lang;
        let refused = refused(&report, lang);
        let more = refused.len().saturating_sub(FORESEEN);
        lines.extend(refused.into_iter().take(FORESEEN));
        if more > 0 {
            lines.push(say!(lang, "另有 {more} 行未收", "{more} more rows refused"));
        }
        let warned = warned(&report, lang);
        let count = warned.len();
        if count > 0 {
            lines.push(say!(
                lang,
                "收下但请核对 {count} 行，如：",
                "taken in, to be looked at: {count}, such as"
            ));
            lines.extend(warned.into_iter().take(DOUBTED));
        }
        lines.retain(|line| !line.is_empty());
        let asked = self.lang.pick(
            "要导入吗？⟦undo⟧ 可以撤销，没收的行改好后再导一次",
            "Take it in? ⟦undo⟧ takes it back; refused rows can be mended and imported again",
        );
        lines.push(asked.to_owned());
        let effect = Effect::OnLedger(LedgerWork::TakeSheet(Box::new(order)));
        Ok(Answer::Asked { sentence: lines.join("\n"), effect })
    }

    /// Takes a sheet in; it was agreed to.
    pub(super) fn take_sheet(
        &mut self,
        order: &SheetOrder,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Answer, Trouble> {
        let lang = self.lang;
        let sheet = self.read_sheet(order, tell)?;
        let (report, stopped) = match self.tried(&sheet, order, false, tell) {
            Ok(report) => (report, None),
            Err(error) => {
                let told = error.sentence(lang);
                match error {
                    IntakeError::Stopped { report, .. } => (*report, Some(told)),
                    other @ (IntakeError::Sheet(_)
                    | IntakeError::Work(_)
                    | IntakeError::NoColumn { .. }
                    | IntakeError::NothingMapped { .. }) => return Err(self.of_intake(&other)),
                }
            }
        };
        // What is seen first says that it is not all.
        let ended = if stopped.is_some() { lang.pick("已停下：", "stopped: ") } else { "" };
        let title = format!("{ended}{}", self.counted(&report));
        let mut lines = vec![begun(&report, lang)];
        lines.extend(stopped.map(|why| format!("! {why}")));
        lines.extend(refused(&report, lang).into_iter().take(TOLD));
        lines.extend(warned(&report, lang).into_iter().take(TOLD));
        lines.retain(|line| !line.is_empty());
        if lines.is_empty() {
            lines.push(lang.pick("每一行都收了", "every row was taken").to_owned());
        }
        Ok(Answer::Ended { title, lines })
    }

    /// The key of the field by which records are known again.
    fn matched(&self, ledger: &str, name: &str) -> Result<String, Trouble> {
        let trouble =
            |sentence| Trouble { field: Some("match".to_owned()), sentence, wants_passphrase: None };
        let declared = self.bench.ledger(ledger).map_err(|error| trouble(error.sentence(self.lang)))?;
        let is_called =
            |field: &&Field| field.key == name || &*field.title.zh == name || &*field.title.en == name;
        let field = declared.fields.iter().find(is_called).map(|field| field.key.clone());
        let lang = self.lang;
        field.ok_or_else(|| {
            trouble(say!(lang, "这本台账没有“{name}”这一栏", "the ledger has no field \"{name}\""))
        })
    }

    fn read_sheet(&self, order: &SheetOrder, tell: &mut dyn FnMut(Answer)) -> Result<Sheet, Trouble> {
        let mut hearing = self.hearing(tell);
        let read = read(&order.file, order.sheet.as_deref(), &mut |it| hearing.hear(it));
        read.map_err(|error| Trouble {
            field: (error != SheetError::Stopped).then(|| "file".to_owned()),
            sentence: error.sentence(self.lang == Lang::Zh),
            wants_passphrase: None,
        })
    }

    fn of_intake(&self, error: &IntakeError) -> Trouble {
        Trouble { field: None, sentence: error.sentence(self.lang), wants_passphrase: None }
    }

    fn tried(
        &mut self,
        sheet: &Sheet,
        order: &SheetOrder,
        dry_run: bool,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<IntakeReport, IntakeError> {
        let intake = IntakeOrder {
            header_row: order.header_row,
            match_on: order.match_on.clone(),
            maps: order.maps.clone(),
            dry_run,
            ..IntakeOrder::new(&order.ledger)
        };
        let mut hearing = self.hearing(tell);
        intake::take_in_telling(&mut self.bench, sheet, &intake, &mut |it| hearing.hear(it))
    }

    /// The columns as they are shown, with what may be chosen for them.
    fn planned(
        &self,
        sheet: &Sheet,
        order: SheetOrder,
        report: Option<&IntakeReport>,
    ) -> Result<SheetPlan, Trouble> {
        let lang = self.lang;
        let trouble = |sentence| Trouble { field: None, sentence, wants_passphrase: None };
        let ledger = self.bench.ledger(&order.ledger).map_err(|error| trouble(error.sentence(lang)))?;
        let (row, names) = match report {
            Some(report) => {
                let names = report.columns.iter().map(|column| column.name.clone()).collect();
                (report.header_row, names)
            }
            None => header::find_header(sheet, &|_name| false, order.header_row)
                .map(|header| (header.row, header.names))
                .map_err(|error| trouble(error.sentence(lang == Lang::Zh)))?,
        };
        let below: Vec<_> = sheet.rows.iter().filter(|own| own.number > row).take(SHOWN).collect();
        let columns = names.into_iter().enumerate().map(|(at, name)| {
            let used = report.and_then(|report| report.columns.get(at));
            let note = used.map_or(Some(ColumnNote::Unknown), |used| used.note);
            let cells = below.iter().map(|row| row.cells.get(at).map_or_else(String::new, told));
            SheetColumn {
                field: used.and_then(|used| used.field.clone()),
                why: note.map(|note| why(note, &name, lang)),
                barred: labels::is_risk_column(&name) || labels::is_never_column(&name),
                examples: cells.filter(|cell| !cell.is_empty()).collect(),
                name,
            }
        });
        // What has no name can be chosen by none.
        let columns: Vec<SheetColumn> = columns.filter(|column| !column.name.is_empty()).collect();
        let file = order.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let into = ledger.title.get(lang);
        let title = say!(lang, "{file} → {into}，表头在第 {row} 行", "{file} → {into}, header in row {row}");
        let notes = report.map(|report| self.counted(report)).into_iter().collect();
        Ok(SheetPlan { fields: offered(ledger), order, title, notes, columns })
    }

    fn counted(&self, report: &IntakeReport) -> String {
        let (taken, merged, refused) = (report.counts.taken, report.counts.merged, report.counts.refused);
        say!(
            self.lang,
            "新增 {taken}，并入已有 {merged}，未收 {refused}",
            "{taken} new, {merged} merged, {refused} refused"
        )
    }
}

/// Reads a file from outside in a child process.
fn read(
    file: &Path,
    sheet: Option<&str>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Sheet, SheetError> {
    if cfg!(test) {
        progress::step(progress, Stage::ReadingSheet, 0, None).map_err(|_stopped| SheetError::Stopped)?;
        // The program that runs tests does not know the hidden command.
        return sheet::read(file, sheet, &Limits::default());
    }
    let program = std::env::current_exe().map_err(|error| SheetError::Child { reason: error.to_string() })?;
    sandbox::read_guarded(&program, file, sheet, &Limits::default(), progress)
}

/// The fields that a column may be led to.
fn offered(ledger: &Ledger) -> Vec<Choice> {
    let fields = ledger.fields.iter().filter(|field| intake::takes(ledger, field));
    let mut offered: Vec<Choice> =
        fields.map(|field| Choice::new(field.key.clone(), field.title.clone())).collect();
    let more = intake::beside(ledger).iter();
    offered.extend(more.map(|(key, zh, en)| Choice::new((*key).to_owned(), Wording::new(zh, en))));
    offered
}

/// A cell as it is shown: short, and without numbers of people.
fn told(cell: &Cell) -> String {
    let text = exports::without_numbers(&cell.text());
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(CELL).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

/// Why a column goes nowhere.
fn why(note: ColumnNote, name: &str, lang: Lang) -> String {
    match note {
        ColumnNote::MappedTwice => lang
            .pick(
                "与前面一列是同一栏；要用这一列，在这里选定那一栏",
                "of a field that another column brings; choose the field here to use this one",
            )
            .to_owned(),
        ColumnNote::Unknown
        | ColumnNote::Risk
        | ColumnNote::Never
        | ColumnNote::Number
        | ColumnNote::Guarded
        | ColumnNote::Skipped
        | ColumnNote::Derived => note.sentence(name, None, lang),
    }
}

/// What was begun besides the ledger's own records.
fn begun(report: &IntakeReport, lang: Lang) -> String {
    let more = &report.more;
    let (groups, homes, steps) = (more.neighbourhoods, more.households, more.replies + more.steps);
    let (places, doors) =
        (counted(groups, "neighbourhood", "neighbourhoods"), counted(homes, "household", "households"));
    let taken = counted(steps, "step", "steps");
    let parts = [
        (groups, say!(lang, "新建居民小组 {groups} 个", "{places}")),
        (homes, say!(lang, "新建户 {homes} 个", "{doors}")),
        (steps, say!(lang, "登记办理 {steps} 步", "{taken}")),
    ];
    let told: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
    if told.is_empty() {
        return String::new();
    }
    let (told, names) = (told.join(lang.pick("、", ", ")), report.begun.join(lang.pick("、", ", ")));
    say!(lang, "另{told} {names}", "besides {told} {names}").trim_end().to_owned()
}

fn refused(report: &IntakeReport, lang: Lang) -> Vec<String> {
    let rows = report.rows.iter().filter_map(|row| match &row.fate {
        Fate::Refused(reasons) => Some((row, sentences(reasons, lang))),
        Fate::Taken(_) | Fate::Merged { .. } | Fate::Total => None,
    });
    rows.map(|(row, why)| {
        let row = row_told(row, lang);
        say!(lang, "{row} 未收：{why}", "{row} refused: {why}")
    })
    .collect()
}

fn warned(report: &IntakeReport, lang: Lang) -> Vec<String> {
    let rows = report.rows.iter().filter(|row| !row.warnings.is_empty());
    rows.map(|row| {
        let (row, why) = (row_told(row, lang), sentences(&row.warnings, lang));
        say!(lang, "{row}：{why}", "{row}: {why}")
    })
    .collect()
}

/// A row by its number, and by what it calls its record where it says so.
fn row_told(row: &RowReport, lang: Lang) -> String {
    let (at, name) = (row.row, &row.name);
    say!(lang, "第 {at} 行 {name}", "row {at} {name}").trim_end().to_owned()
}

fn sentences(problems: &[RowProblem], lang: Lang) -> String {
    let told: Vec<String> = problems.iter().map(|problem| problem.sentence(lang)).collect();
    told.join(lang.pick("；", "; "))
}
