//! How an issue was handled, as columns of its sheet: who has it, by when,
//! what was answered, what came of it (domain.md §2.1 处理页, §2.2, §2.5).
//!
//! All of it is derived from the steps, and a sheet that comes back brings
//! none of it in: a step is taken, never filled into a column.

use serde_json::{Map, Value as Json, json};

use super::write::OutCell;
use crate::{
    domain::{
        calendar,
        exports::{self, Form},
        field::Tag,
        id::RecordId,
        issues::steps,
        standing::{Step, StepKind},
        value::Value,
        wording::Lang,
    },
    workbench::{Error, Workbench, steps::Case},
};

/// A column of the sheet.
struct Column {
    title: &'static str,
    /// Its name in JSON, which never changes with the language.
    key: &'static str,
    /// Whether its words may tell who somebody is: then no notice board has it.
    is_telling: bool,
    told: fn(&Handled<'_>) -> Told,
}

type Told = Result<String, Error>;

const fn open(title: &'static str, key: &'static str, told: fn(&Handled<'_>) -> Told) -> Column {
    Column { title, key, is_telling: false, told }
}

const fn telling(title: &'static str, key: &'static str, told: fn(&Handled<'_>) -> Told) -> Column {
    Column { title, key, is_telling: true, told }
}

/// The columns, in the order in which a matter goes.
const COLUMNS: [Column; 17] = [
    open("状态", "status", |it| Ok(it.case.standing.status.title(Lang::Zh).to_owned())),
    open("责任人", "owner_name", |it| Ok(it.name(it.case.standing.owner))),
    open("期限", "due", |it| Ok(it.case.standing.due.to_string())),
    open("是否超期", "overdue", |it| Ok(yes(it.case.standing.is_overdue(it.bench.today())))),
    telling("转往", "transferred_to", |it| it.text(it.last(StepKind::Transfer), &[steps::UNIT])),
    telling("部位", "part", |it| it.text(it.last(StepKind::Find), &[steps::PART])),
    open("隐患级别", "severity", |it| it.text(it.last(StepKind::Find), &[steps::SEVERITY])),
    open("最近答复日期", "replied_on", |it| Ok(it.last(StepKind::Reply).map(day).unwrap_or_default())),
    telling("最近答复", "reply", |it| it.text(it.last(StepKind::Reply), &[steps::TEXT])),
    open("结果", "outcome", |it| it.text(it.result(), &[steps::OUTCOME])),
    telling("化解（办理）情况", "outcome_text", |it| it.text(it.result(), &[steps::TEXT])),
    telling("理由与救济途径", "reason_and_remedy", |it| {
        it.text(it.result(), &[steps::REASON, steps::REMEDY])
    }),
    open("办结日期", "closed_on", |it| Ok(it.result().map(day).unwrap_or_default())),
    open("复查", "recheck", |it| Ok(it.rechecked())),
    open("本人评价", "rating", rating),
    open("并入", "merged_into_number", |it| Ok(it.name(it.case.standing.merged_into))),
    telling("办理经过", "course", course),
];

/// The titles of the columns that a sheet of this form has.
pub(super) fn titles(form: Form) -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().filter(move |column| is_told(column, form)).map(|column| column.title)
}

/// Whether a column of this name is worked out by the program.
pub(super) fn is_derived(name: &str) -> bool {
    COLUMNS.iter().any(|column| column.title == name)
}

/// Whether columns of these names are those of a sheet that this program wrote:
/// in another's, who is responsible by when is not worked out by anybody.
pub(super) fn is_own(names: &[String]) -> bool {
    ["是否超期", "最近答复日期", "并入"].iter().all(|own| names.iter().any(|name| name == own))
}

/// The cells of an issue, one for each of [`titles`].
pub(super) fn cells(bench: &Workbench, case: &Case, form: Form) -> Result<Vec<OutCell>, Error> {
    let handled = Handled { bench, case, form };
    let all = COLUMNS.iter().filter(|column| is_told(column, form));
    all.map(|column| Ok(filled((column.told)(&handled)?))).collect()
}

/// The same under the keys of the contract, what is one of a closed list by its key.
pub(super) fn document(bench: &Workbench, case: &Case, form: Form) -> Result<Map<String, Json>, Error> {
    let handled = Handled { bench, case, form };
    let standing = &case.standing;
    let mut told = Map::new();
    for column in COLUMNS.iter().filter(|column| is_told(column, form)) {
        let value = match column.key {
            "status" => json!(standing.status.key()),
            "overdue" => json!(standing.is_overdue(bench.today())),
            "outcome" => json!(standing.outcome),
            "rating" => json!(standing.rating),
            _ => Some((column.told)(&handled)?).filter(|text| !text.is_empty()).into(),
        };
        told.insert(column.key.to_owned(), value);
    }
    Ok(told)
}

fn is_told(column: &Column, form: Form) -> bool {
    form != Form::Public || !column.is_telling
}

fn yes(is_so: bool) -> String {
    if is_so { "是" } else { "否" }.to_owned()
}

fn filled(text: String) -> OutCell {
    if text.is_empty() { OutCell::Empty } else { OutCell::Text(text) }
}

/// An issue on its way into a row.
struct Handled<'a> {
    bench: &'a Workbench,
    case: &'a Case,
    form: Form,
}

impl Handled<'_> {
    fn name(&self, id: Option<RecordId>) -> String {
        id.map(|id| self.bench.name_of(id)).unwrap_or_default()
    }

    /// The step with the result that closes it.
    fn result(&self) -> Option<&Step> {
        let standing = &self.case.standing;
        standing.closing.and_then(|id| standing.steps.iter().find(|step| step.id == id))
    }

    /// The last step of a kind that counts.
    fn last(&self, kind: StepKind) -> Option<&Step> {
        let standing = &self.case.standing;
        standing.steps.iter().rfind(|step| step.kind == kind && standing.counts(step.id))
    }

    /// What fields of a step say, with numbers of people masked.
    fn text(&self, step: Option<&Step>, tags: &[Tag]) -> Told {
        let Some(step) = step else { return Ok(String::new()) };
        let ledger = self.bench.ledger(steps::ID)?;
        let mut told = Vec::new();
        for field in tags.iter().filter_map(|tag| ledger.field(*tag)) {
            for value in step.row.all(field.tag) {
                told.push(if self.form == Form::Full {
                    self.bench.show_in_full(field, value, Lang::Zh)
                } else {
                    self.told(self.bench.show(field, value, Lang::Zh))
                });
            }
        }
        Ok(told.join("；"))
    }

    fn told(&self, text: String) -> String {
        if self.form == Form::Full { text } else { exports::without_numbers(&text) }
    }

    fn rechecked(&self) -> String {
        let Some(step) = self.last(StepKind::Recheck) else { return String::new() };
        let passed = if step.row.is(steps::PASSED) { "合格" } else { "不合格" };
        format!("{} {passed} {}", day(step), self.by(step)).trim().to_owned()
    }

    fn by(&self, step: &Step) -> String {
        self.name(step.row.reference(steps::BY))
    }
}

fn day(step: &Step) -> String {
    calendar::day(step.at).to_string()
}

fn rating(it: &Handled<'_>) -> Told {
    let Some(key) = &it.case.standing.rating else { return Ok(String::new()) };
    let value = Value::Choice(key.clone());
    let field = it.bench.ledger(steps::ID)?.field(steps::RATING);
    Ok(field.map(|field| it.bench.show(field, &value, Lang::Zh)).unwrap_or_default())
}

/// Every step that counts in a line: day, what, who, in what words.
fn course(it: &Handled<'_>) -> Told {
    let standing = &it.case.standing;
    let mut lines = Vec::new();
    for step in standing.steps.iter().filter(|step| standing.counts(step.id)) {
        let what = step.kind.title(Lang::Zh);
        let words = it.text(Some(step), &[steps::UNIT, steps::TEXT])?;
        let line = [day(step), what.to_owned(), it.by(step), words];
        lines.push(line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "));
    }
    Ok(lines.join("\n"))
}
