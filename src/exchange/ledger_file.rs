//! Writing a ledger out as a sheet.

use std::{collections::HashMap, fs::File, path::Path};

use serde_json::{Map, Value as Json, json};

use super::{
    error::SheetError,
    handled,
    write::{self, Format, OutCell},
};
use crate::{
    domain::{
        calendar,
        deidentify::Known,
        exports::{self, Form, Public},
        field::{Field, Kind},
        id::RecordId,
        informers::is_kept_apart,
        issues::issues,
        ledger::Ledger,
        money, privacy,
        roster::households,
        row::Row,
        rules::Refusal,
        value::Value,
        wording::{Lang, Wording},
    },
    workbench::{
        Error, Workbench,
        progress::{self, Progress, Stage},
    },
};

/// What is on no notice board (domain.md §4.2 rule 9).
const NEVER_PUBLIC: Wording = Wording::new(
    "与低保、疾病、残疾和困难有关的台账不公示",
    "what tells of allowances, illness, disability or hardship is never published",
);

/// Why a ledger was not written out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The ledger.
    #[error(transparent)]
    Work(#[from] Error),
}

impl ExportError {
    /// Says what happened and what to do next.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Sheet(error) => error.sentence(lang == Lang::Zh),
            Self::Work(error) => error.sentence(lang),
        }
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Sheet(_) => 1,
            Self::Work(error) => error.exit_code(),
        }
    }
}

/// Writes the standing rows of a ledger that `wanted` picks, in the format of
/// the path's suffix; returns their number.
///
/// The columns are the declared fields under their Chinese titles, so that the
/// file can be taken in again, and of issues how they were handled; in JSON,
/// which programs read, the keys of the contract stand in their place. Phones and ID numbers are masked unless the form
/// is [`Form::Full`], which the caller has written to the access log (domain.md
/// §4.2 rule 8). In a [`Form::Public`] sheet nobody is told by name, number or
/// address (domain.md §4.2 rule 9, D15). A number of a person stays text: a
/// numeric cell would spoil it.
///
/// # Errors
///
/// An unknown ledger or suffix, or whatever keeps the file from being written.
pub fn export(
    bench: &Workbench,
    ledger: &str,
    wanted: &dyn Fn(&Row) -> bool,
    path: &Path,
    form: Form,
) -> Result<usize, ExportError> {
    gather(bench, ledger, wanted, (path, form), &mut |_| {})?.write(path)
}

/// A ledger put together for a sheet; nothing is written yet.
pub(super) struct Gathered {
    title: String,
    format: Format,
    content: Content,
    mark: String,
}

enum Content {
    Cells { header: Vec<String>, rows: Vec<Vec<OutCell>> },
    Objects(Vec<Map<String, Json>>),
}

impl Gathered {
    /// Writes it, whole or not at all; returns the number of its records.
    pub(super) fn write(self, path: &Path) -> Result<usize, ExportError> {
        Ok(write::replace(path, |file| self.put(file))?)
    }

    /// Writes it to an open file; returns the number of its records.
    pub(super) fn put(self, file: &mut File) -> Result<usize, SheetError> {
        Ok(match self.content {
            Content::Objects(objects) => write::put_array(file, objects.into_iter())?,
            Content::Cells { header, rows } => {
                let words = (self.title.as_str(), self.mark.as_str());
                write::put_marked(file, self.format, words, &header, rows.into_iter())?
            }
        })
    }
}

/// Puts together what [`export`] writes; `progress` hears of every record, and may end it.
pub(super) fn gather(
    bench: &Workbench,
    ledger: &str,
    wanted: &dyn Fn(&Row) -> bool,
    (path, form): (&Path, Form),
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Gathered, ExportError> {
    let format = Format::of_path(path)?;
    let declared = bench.ledger(ledger)?;
    if is_kept_apart(&declared.id) {
        return Err(Error::from(Refusal::KeptApart).into());
    }
    if form == Form::Public && exports::is_of_hardship(declared) {
        return Err(Error::from(Refusal::Said(NEVER_PUBLIC)).into());
    }
    progress::step(progress, Stage::Gathering, 0, None).map_err(Error::from)?;
    let all = bench.rows(ledger)?;
    let rows: Vec<&Row> = all.iter().filter(|row| row.stands() && wanted(row)).collect();
    let (mut done, total) = (0, Some(rows.len() as u64));
    let mut told_of = || {
        done += 1;
        progress::step(progress, Stage::Gathering, done, total).map_err(Error::from)
    };
    let told = |field: &&Field| form != Form::Public || exports::public_form(declared, field) != Public::Left;
    let fields: Vec<&Field> = declared.fields.iter().filter(told).collect();
    let mut header: Vec<String> = fields.iter().map(|field| field.title.zh.to_string()).collect();
    let mut courses = HashMap::new();
    if declared.id == issues::ID {
        header.extend(handled::titles(form).map(str::to_owned));
        for case in bench.all_cases()?.iter().filter(|case| wanted(&case.issue)) {
            courses.insert(case.issue.id, handled::cells(bench, case, form)?);
        }
    }
    let known = if form == Form::Public { bench.known_people()? } else { Known::default() };
    let names_people = exports::names_people(declared);
    let title = declared.title.zh.to_string();
    let (who, when) = (bench.name_of(bench.member()), calendar::minute(bench.now()));
    let mark = format!("{who} {when} 导出，{title}");
    if format == Format::Json {
        let objects = Objects { bench, ledger: declared, fields: &fields, form, known: &known };
        let mut told = Vec::new();
        let cases = if declared.id == issues::ID { bench.cases()? } else { Vec::new() };
        for row in rows {
            told_of()?;
            let mut object = objects.of(row);
            if let Some(case) = cases.iter().find(|case| case.issue.id == row.id) {
                object.extend(handled::document(bench, case, form)?);
            }
            told.push(object);
        }
        return Ok(Gathered { title, format, content: Content::Objects(told), mark });
    }
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        told_of()?;
        let of = |field: &&Field| match form {
            Form::Public => public_cell(bench, declared, row, field, &known),
            // A text that tells of somebody's health goes out for a reason alone.
            Form::Masked if names_people && is_of_health(field, row.all(field.tag)) => {
                OutCell::Text("***".to_owned())
            }
            Form::Masked | Form::Full => cell(bench, field, row.all(field.tag), form == Form::Full),
        };
        cells.push(fields.iter().map(of).chain(courses.remove(&row.id).unwrap_or_default()).collect());
    }
    Ok(Gathered { title, format, content: Content::Cells { header, rows: cells }, mark })
}

/// Records on their way into JSON.
struct Objects<'a> {
    bench: &'a Workbench,
    ledger: &'a Ledger,
    fields: &'a [&'a Field],
    form: Form,
    known: &'a Known,
}

impl Objects<'_> {
    /// A record under the keys of the contract: enumerations by their keys, days and
    /// moments as they are written, who is referred to by id and by name.
    fn of(&self, row: &Row) -> Map<String, Json> {
        let mut object = Map::new();
        if self.form != Form::Public {
            object.insert("id".to_owned(), json!(row.id.to_string()));
            object.insert("created".to_owned(), json!(calendar::rfc3339(row.created)));
            object.insert("updated".to_owned(), json!(calendar::rfc3339(row.updated)));
        }
        object.insert("ledger".to_owned(), json!(self.ledger.id));
        let names_people = exports::names_people(self.ledger);
        for field in self.fields {
            let values = row.all(field.tag);
            let told = match self.form {
                Form::Public => vec![as_json(&public_cell(self.bench, self.ledger, row, field, self.known))],
                Form::Masked if names_people && is_of_health(field, values) => vec![json!("***")],
                Form::Masked | Form::Full => values.iter().map(|value| self.value(field, value)).collect(),
            };
            if let (Kind::Ref(_), Form::Masked | Form::Full) = (&field.kind, self.form) {
                let is_hidden = self.form == Form::Masked && privacy::is_masked(field);
                let name = |value: &Value| {
                    if is_hidden { self.value(field, value) } else { json!(named(self.bench, value)) }
                };
                let names = values.iter().map(name).collect();
                object.insert(format!("{}_name", field.key), one_or_all(field, names));
            }
            object.insert(field.key.clone(), one_or_all(field, told));
        }
        object
    }

    fn value(&self, field: &Field, value: &Value) -> Json {
        if self.form == Form::Masked && privacy::is_hidden(field, value) {
            return json!(privacy::masked(field, value));
        }
        match (value, &field.kind) {
            (Value::Int(fen), Kind::Money) => json!({ "fen": fen, "currency": money::CURRENCY }),
            (Value::Text(text) | Value::Choice(text), _) => json!(text),
            (Value::Int(number), _) => json!(number),
            (Value::Bool(yes), _) => json!(yes),
            (Value::Date(day), _) => json!(day.to_string()),
            (Value::Instant(at), _) => json!(calendar::rfc3339(*at)),
            (Value::Ref(id), _) => json!(id.to_string()),
            (Value::Unknown(..), _) => Json::Null,
        }
    }
}

fn one_or_all(field: &Field, mut all: Vec<Json>) -> Json {
    if field.many {
        Json::Array(all.into_iter().filter(|one| !one.is_null()).collect())
    } else if all.is_empty() {
        Json::Null
    } else {
        all.swap_remove(0)
    }
}

fn as_json(cell: &OutCell) -> Json {
    match cell {
        OutCell::Empty => Json::Null,
        OutCell::Text(text) => json!(text),
        OutCell::Number(number) => json!(number),
    }
}

/// Whether free text tells of illness, disability or allowances.
fn is_of_health(field: &Field, values: &[Value]) -> bool {
    let tells = |value: &Value| value.as_text().is_some_and(privacy::tells_of_health);
    matches!(field.kind, Kind::Text | Kind::LongText) && values.iter().any(tells)
}

/// A cell of a sheet for the notice board.
fn public_cell(bench: &Workbench, ledger: &Ledger, row: &Row, field: &Field, known: &Known) -> OutCell {
    let values = row.all(field.tag);
    let told = match exports::public_form(ledger, field) {
        Public::Left => return OutCell::Empty,
        Public::Name => {
            let name = |value: &Value| exports::public_name(&named(bench, value));
            values.iter().map(name).collect::<Vec<_>>().join("、")
        }
        Public::Household => {
            let number = |value: &Value| {
                if let Value::Ref(id) = value { household(bench, *id) } else { String::new() }
            };
            values.iter().map(number).collect::<Vec<_>>().join("、")
        }
        Public::Open if matches!(field.kind, Kind::Text) => {
            let text = values.iter().map(|value| bench.show(field, value, Lang::Zh)).collect::<Vec<_>>();
            without_people(bench, ledger, row, &text.join("、"), known)
        }
        Public::Open => return cell(bench, field, values, false),
    };
    if told.is_empty() { OutCell::Empty } else { OutCell::Text(told) }
}

/// The name in a value: what it says, or what is called so.
fn named(bench: &Workbench, value: &Value) -> String {
    if let Value::Ref(id) = value {
        bench.name_of(*id)
    } else {
        value.as_text().unwrap_or_default().to_owned()
    }
}

/// A household without its address: its number, or that it is one of its neighbourhood.
fn household(bench: &Workbench, id: RecordId) -> String {
    let Ok(Some(row)) = bench.row(id) else { return "某户".to_owned() };
    let number = row.text(households::NUMBER);
    if !number.is_empty() {
        return format!("{number}户");
    }
    let place = row.reference(households::NEIGHBOURHOOD).map(|id| bench.name_of(id)).unwrap_or_default();
    format!("{place}某户")
}

/// A text in which nobody who is known here is named, no number of a person
/// stands, and no sentence tells of illness, disability or allowances, as in a bulletin.
fn without_people(bench: &Workbench, ledger: &Ledger, row: &Row, text: &str, known: &Known) -> String {
    let mut names: Vec<String> = Vec::new();
    for field in ledger.fields.iter().filter(|field| exports::public_form(ledger, field) == Public::Name) {
        names.extend(row.all(field.tag).iter().map(|value| named(bench, value)));
    }
    let mut told = text.to_owned();
    for name in names.iter().filter(|name| name.chars().count() > 1) {
        told = told.replace(name.as_str(), &exports::public_name(name));
    }
    exports::without_numbers(&known.publishable(&told))
}

fn cell(bench: &Workbench, field: &Field, values: &[Value], unmasked: bool) -> OutCell {
    let shown = |value: &Value| {
        if unmasked {
            return bench.show_in_full(field, value, Lang::Zh);
        }
        bench.show(field, value, Lang::Zh)
    };
    match values {
        [] => OutCell::Empty,
        [Value::Int(number)]
            if matches!(field.kind, Kind::Int) && (unmasked || !privacy::is_masked(field)) =>
        {
            number.to_string().parse().map_or(OutCell::Empty, OutCell::Number)
        }
        [Value::Int(fen)]
            if matches!(field.kind, Kind::Money) && (unmasked || !privacy::is_masked(field)) =>
        {
            // Yuan with two decimals: digits and a point are a number to every office program.
            money::yuan(*fen).replace(',', "").parse().map_or(OutCell::Empty, OutCell::Number)
        }
        several => OutCell::Text(several.iter().map(shown).collect::<Vec<_>>().join("、")),
    }
}

/// The name of the file that an export is best kept under: it tells the day,
/// and whether there are personal numbers in it (domain.md §4.2 rule 12).
pub fn file_name(bench: &Workbench, ledger: &str, form: Form) -> Result<String, Error> {
    let title = &bench.ledger(ledger)?.title.zh;
    let day = bench.today();
    let mark = form.mark();
    Ok(format!("{title}-{day}{mark}.xlsx"))
}
