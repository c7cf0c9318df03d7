//! Row by row into drafts, draft by draft into commits.

mod stepping;

use std::collections::{HashMap, HashSet};

use super::{
    aside,
    columns::{Layout, Target},
    error::IntakeError,
    matching::{Found, Held, Matcher, as_read},
    order::IntakeOrder,
    places::Places,
    problem::RowProblem,
    report::{Counts, Fate, IntakeReport, More, RowReport},
    row::{Reader, Reading},
};
use crate::{
    domain::{
        field::{Field, Tag},
        id::RecordId,
        issues::issues,
        ledger::Ledger,
        roster::{neighbourhoods, residents},
        value::Value,
        wording::{Lang, Wording},
    },
    exchange::{
        header,
        sheet::{Row, Sheet},
    },
    workbench::{
        Error, Workbench,
        draft::Draft,
        lookup,
        progress::{self, Progress, Stage},
    },
};

/// The most rows in one commit: large enough to be fast, small enough to undo.
const ROWS: usize = 2_000;

/// The most bytes in one commit, but for its last row: rows with long texts
/// make smaller commits, which every bundle can carry.
const BYTES: usize = 4 << 20;

/// Hears of the rows that are accounted for, and may end the work.
type Hear<'h> = &'h mut dyn FnMut(&[RowReport]) -> Result<(), Error>;

/// A sheet on its way into a ledger.
pub(super) struct Taking<'b> {
    bench: &'b mut Workbench,
    reader: Reader,
    matcher: Matcher,
    places: Places,
    /// Texts of the replies that issues have.
    replies: HashMap<RecordId, HashSet<String>>,
    draft: Draft,
    more: More,
    /// Names of the neighbourhoods that were begun.
    begun: Vec<String>,
    commits: usize,
    dry_run: bool,
    match_on: Option<Field>,
}

impl<'b> Taking<'b> {
    /// Learns what is there.
    pub(super) fn begin(
        bench: &'b mut Workbench,
        ledger: Ledger,
        layout: &Layout,
        order: &IntakeOrder,
    ) -> Result<Self, Error> {
        let match_on = order.match_on.as_deref().map(|key| match_field(&ledger, key)).transpose()?.cloned();
        let rows = bench.rows(&ledger.id)?;
        let matcher = Matcher::new(&ledger, match_on.as_ref(), &rows);
        drop(rows);
        let replies =
            if layout.has(Target::ReplyText) { stepping::replies_so_far(bench)? } else { HashMap::new() };
        Ok(Self {
            places: Places::new(bench)?,
            reader: Reader::new(ledger, layout.clone(), bench.today()),
            matcher,
            replies,
            draft: Draft::new(),
            more: More::default(),
            begun: Vec::new(),
            commits: 0,
            dry_run: order.dry_run,
            match_on,
            bench,
        })
    }

    /// Takes the rows below the header, and accounts for every one.
    pub(super) fn run(
        mut self,
        sheet: &Sheet,
        layout: Layout,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<IntakeReport, IntakeError> {
        let data = sheet.rows.get(layout.header.data.clone()).unwrap_or(&[]);
        let stage = if self.dry_run { Stage::TryingRows } else { Stage::TakingRows };
        let mut hear = |done: &[RowReport]| {
            progress::step(progress, stage, done.len() as u64, Some(data.len() as u64)).map_err(Error::from)
        };
        let mut rows = Vec::with_capacity(data.len());
        for chunk in data.chunks(ROWS) {
            let kept = rows.len();
            if let Err(why) = self.all(chunk, &mut rows, &mut hear) {
                if self.commits == 0 {
                    return Err(IntakeError::Work(why));
                }
                // Parts of the chunk were committed before it broke: they are accounted for too.
                debug_assert!(rows.len() >= kept, "rows that are kept stay accounted for");
                return Err(IntakeError::Stopped { report: Box::new(self.report(sheet, layout, rows)), why });
            }
        }
        Ok(self.report(sheet, layout, rows))
    }

    fn report(self, sheet: &Sheet, layout: Layout, rows: Vec<RowReport>) -> IntakeReport {
        IntakeReport {
            sheet: sheet.name.clone(),
            header_row: layout.header.row,
            columns: layout.uses,
            counts: Counts::of(&rows),
            rows,
            more: self.more,
            begun: self.begun,
            commits: self.commits,
            spare: aside::spare_field(self.reader.ledger()),
        }
    }

    /// Takes these rows, in as many commits as their texts need.
    fn all(&mut self, mut chunk: &[Row], rows: &mut Vec<RowReport>, hear: Hear<'_>) -> Result<(), Error> {
        while !chunk.is_empty() {
            let done = rows.len();
            self.some(chunk, rows, hear)?;
            chunk = chunk.get(rows.len() - done..).unwrap_or(&[]);
        }
        Ok(())
    }

    /// Takes rows from the first on, up to a commit's size. Where the core
    /// refuses the commit it tries the halves, until the row is found that is
    /// to blame: that one is refused, the others are taken.
    fn some(&mut self, chunk: &[Row], rows: &mut Vec<RowReport>, hear: Hear<'_>) -> Result<(), Error> {
        let (kept, more) = (rows.len(), self.more);
        let mut tried = 0;
        let Err(why) = self.attempt(chunk, rows, &mut tried, hear) else { return Ok(()) };
        rows.truncate(kept);
        self.more = more;
        self.begun.truncate(more.neighbourhoods);
        self.draft = Draft::new();
        if !is_of_rows(&why) || self.dry_run {
            return Err(why);
        }
        self.relearn(rows)?;
        let tried = chunk.get(..tried).unwrap_or(chunk);
        match tried {
            [] => Err(why),
            [row] => {
                let name = self.reader.read(self.bench, &mut self.places, row)?;
                rows.push(refused(row, self.called(&name), &why));
                Ok(())
            }
            several => {
                let (first, second) = several.split_at(several.len() / 2);
                self.all(first, rows, hear)?;
                self.all(second, rows, hear)
            }
        }
    }

    /// Takes rows up to a commit's size and commits them; `tried` says how many.
    fn attempt(
        &mut self,
        chunk: &[Row],
        rows: &mut Vec<RowReport>,
        tried: &mut usize,
        hear: Hear<'_>,
    ) -> Result<(), Error> {
        for row in chunk {
            hear(rows)?;
            *tried += 1;
            let report = self.row(row)?;
            if self.dry_run {
                // Nothing is written, so each row is judged by itself.
                let judged = self.bench.check(std::mem::take(&mut self.draft));
                let why = judged.err().filter(is_of_rows);
                let name = report.name.clone();
                rows.push(why.map_or(report, |why| refused(row, name, &why)));
                continue;
            }
            rows.push(report);
            if self.draft.bytes() > BYTES {
                break;
            }
        }
        hear(rows)?;
        let draft = std::mem::take(&mut self.draft);
        if !draft.is_empty() {
            self.bench.commit(draft)?;
            self.commits += 1;
        }
        Ok(())
    }

    /// Learns anew what is there, after a commit that came to nothing.
    fn relearn(&mut self, rows: &[RowReport]) -> Result<(), Error> {
        let held = self.bench.rows(&self.reader.ledger().id)?;
        self.matcher = Matcher::new(self.reader.ledger(), self.match_on.as_ref(), &held);
        self.places = Places::new(self.bench)?;
        if !self.replies.is_empty() {
            self.replies = stepping::replies_so_far(self.bench)?;
        }
        for report in rows {
            let (Fate::Taken(id) | Fate::Merged { id, .. }) = &report.fate else { continue };
            let held = self.matcher.place_of(*id).and_then(|at| self.matcher.held.get_mut(at));
            if let Some(held) = held {
                held.row.get_or_insert(report.row);
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<RowReport, Error> {
        if header::is_total(row) {
            let name = String::new();
            return Ok(RowReport { row: row.number, name, fate: Fate::Total, warnings: Vec::new() });
        }
        let mut reading = self.reader.read(self.bench, &mut self.places, row)?;
        let mut warnings = std::mem::take(&mut reading.warnings);
        let name = self.called(&reading);
        let fate = self.settle(row.number, reading, &mut warnings)?;
        if matches!(fate, Fate::Refused(_)) {
            warnings = warnings.into_iter().map(RowProblem::of_untaken).collect();
        }
        Ok(RowReport { row: row.number, name, fate, warnings })
    }

    /// What a row's record is called, as far as that is a word.
    fn called(&self, reading: &Reading) -> String {
        let field = self.reader.ledger().name_field();
        let value = field.and_then(|field| reading.values.get(&field.tag)?.first());
        value.and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    fn settle(
        &mut self,
        number: u32,
        mut reading: Reading,
        warnings: &mut Vec<RowProblem>,
    ) -> Result<Fate, Error> {
        if !reading.refused.is_empty() {
            return Ok(Fate::Refused(reading.refused));
        }
        let fate = match self.matcher.find(&reading.values, reading.trusted) {
            Found::Several(records) => return Ok(Fate::Refused(vec![RowProblem::Ambiguous { records }])),
            Found::None => {
                if let Some(at) = self.renamed(&reading) {
                    self.merge(at, number, &mut reading, warnings)?
                } else {
                    warnings
                        .extend(self.matcher.has_namesake(&reading.values).then_some(RowProblem::SameName));
                    Fate::Taken(self.take(number, &mut reading, warnings)?)
                }
            }
            Found::One(at) => match self.bears_another_name(at, &reading) {
                Some(other) => return Ok(Fate::Refused(vec![other])),
                None => self.merge(at, number, &mut reading, warnings)?,
            },
        };
        match (fate, reading.reply) {
            (Fate::Taken(id), Some(reply)) => {
                self.reply(id, reply, warnings)?;
                Ok(Fate::Taken(id))
            }
            (Fate::Merged { id, changed }, Some(reply)) => {
                let replied = self.reply(id, reply, warnings)?;
                Ok(Fate::Merged { id, changed: changed || replied })
            }
            (fate, _) => Ok(fate),
        }
    }

    /// Whether a row tells of a resident by another name than the one who was
    /// found: one of the two would be lost.
    fn bears_another_name(&self, at: usize, reading: &Reading) -> Option<RowProblem> {
        // Whoever says by what else people are told apart has decided it himself.
        let by_number = self.match_on.as_ref().is_none_or(|field| field.tag == residents::ID_NUMBER);
        let is_resident = by_number && self.reader.ledger().id == residents::ID;
        let held = self.matcher.held.get(at).filter(|_| is_resident)?;
        let name = |values| super::matching::text(values, residents::NAME).to_owned();
        let (ours, theirs) = (name(&reading.values), name(&held.values));
        let differ = !ours.is_empty() && !theirs.is_empty() && ours != theirs;
        differ.then_some(RowProblem::OtherName { name: theirs })
    }

    /// A neighbourhood that was renamed since a sheet first named it.
    fn renamed(&self, reading: &Reading) -> Option<usize> {
        if self.reader.ledger().id != neighbourhoods::ID {
            return None;
        }
        let name = super::matching::text(&reading.values, neighbourhoods::NAME);
        self.matcher.place_of(lookup::neighbourhood_id(name))
    }

    /// Begins a record.
    fn take(
        &mut self,
        number: u32,
        reading: &mut Reading,
        warnings: &mut Vec<RowProblem>,
    ) -> Result<RecordId, Error> {
        let ledger = self.reader.ledger().id.clone();
        let told = [residents::NAME, residents::PHONE, residents::ID_NUMBER];
        let words = told.iter().map(|tag| super::matching::text(&reading.values, *tag));
        if ledger == residents::ID && self.bench.was_erased(words)? {
            warnings.push(RowProblem::ErasedBefore);
        }
        // What a record is called is its first field, a day where that is one.
        let named =
            self.reader.ledger().name_field().and_then(|field| reading.values.get(&field.tag)?.first());
        let name = match named {
            Some(Value::Date(day)) => day.to_string(),
            Some(value) => value.as_text().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        let id = self.bench.begin_record(&mut self.draft, &ledger, Some(&name))?;
        self.settle_places(reading, &|_tag| true)?;
        for (tag, values) in &reading.values {
            self.write(id, *tag, values);
        }
        self.handle(id, reading, warnings)?;
        self.name_members(id, warnings)?;
        let values = std::mem::take(&mut reading.values);
        self.matcher.add(Held { id, values, row: Some(number) });
        Ok(id)
    }

    /// Fills what is empty in a record, and keeps what is there.
    fn merge(
        &mut self,
        at: usize,
        number: u32,
        reading: &mut Reading,
        warnings: &mut Vec<RowProblem>,
    ) -> Result<Fate, Error> {
        let Some(held) = self.matcher.held.get_mut(at) else { return Err(Error::NoRecord(String::new())) };
        let id = held.id;
        let earlier = held.row.replace(held.row.unwrap_or(number));
        warnings.extend(earlier.map(|row| RowProblem::TwiceInFile { row }));
        let present = held.values.clone();
        let is_empty = |tag: Tag| present.get(&tag).is_none_or(|values| values.is_empty());
        let is_of_issues = self.reader.ledger().id == issues::ID;
        let number = super::matching::text(&present, issues::NUMBER);
        let is_number = |tag: Tag, values: &[Value]| {
            let told = values.first().and_then(Value::as_text);
            is_of_issues && tag == issues::SOURCE && told == Some(number)
        };
        self.settle_places(reading, &is_empty)?;
        let mut learnt = Vec::new();
        for (tag, values) in &reading.values {
            let there = present.get(tag).map_or(&[][..], |values| values.as_slice());
            if is_number(*tag, values) {
                continue;
            }
            if there.is_empty() {
                learnt.push((*tag, values.clone()));
                continue;
            }
            let made_up = (*tag == issues::TITLE && reading.titled)
                || (*tag == issues::KIND
                    && is_of_issues
                    && matches!(values.as_slice(), [Value::Choice(key)] if key == self.reader.kind()));
            let titles = is_of_issues && *tag == issues::TITLE;
            let is_there = |value: &Value| there.contains(value) || there.contains(&*as_read(value, titles));
            if values.iter().all(is_there) || made_up {
                continue;
            }
            let Some(field) = self.reader.ledger().field(*tag) else { continue };
            let title = field.title.clone();
            warnings.push(RowProblem::Kept { field: title });
        }
        for (tag, values) in &learnt {
            self.write(id, *tag, values);
        }
        let changed = !learnt.is_empty();
        if changed {
            self.name_members(id, warnings)?;
        }
        if let Some(held) = self.matcher.held.get_mut(at) {
            held.values.extend(learnt);
        }
        if changed {
            self.matcher.reindex(at);
        }
        Ok(Fate::Merged { id, changed })
    }

    /// Says of an issue or a visit that its words name a member, so that whoever brings
    /// in the sheet says whether it is about him (信访工作条例 28, 30).
    fn name_members(&self, id: RecordId, warnings: &mut Vec<RowProblem>) -> Result<(), Error> {
        let names = self.bench.draft_names_a_member(id, &self.draft, &aside::tells_who_handles)?;
        warnings.extend(names.then_some(RowProblem::NamesMember));
        Ok(())
    }

    /// Begins the places that a row names, as far as their fields take them.
    fn settle_places(&mut self, reading: &mut Reading, takes: &dyn Fn(Tag) -> bool) -> Result<(), Error> {
        for (tag, name) in &reading.groups {
            if takes(*tag) && self.places.begin_group(self.bench, &mut self.draft, name, &mut self.more)? {
                self.begun.push(name.trim().to_owned());
            }
        }
        if let Some(housing) = reading.housing.take().filter(|_| takes(residents::HOUSEHOLD)) {
            let home = self.places.begin_household(self.bench, &mut self.draft, &housing, &mut self.more)?;
            reading.values.extend(home.map(|id| (residents::HOUSEHOLD, vec![Value::Ref(id)])));
        }
        Ok(())
    }

    fn write(&mut self, id: RecordId, tag: Tag, values: &[Value]) {
        let many = self.reader.ledger().field(tag).is_some_and(|field| field.many);
        if many {
            for value in values {
                self.draft.add(id, tag, value);
            }
        } else if let [value, ..] = values {
            self.draft.set(id, tag, Some(value.clone()));
        }
    }
}

/// Whether an error is about what rows say, not about the workspace.
fn is_of_rows(why: &Error) -> bool {
    matches!(why, Error::Refused(_) | Error::Value { .. } | Error::All(_)) || why.is_too_large()
}

/// The account of a row that the core does not take.
fn refused(row: &Row, name: String, why: &Error) -> RowReport {
    let why = Wording::owned(why.sentence(Lang::Zh), why.sentence(Lang::En));
    let fate = Fate::Refused(vec![RowProblem::Rule { why }]);
    RowReport { row: row.number, name, fate, warnings: Vec::new() }
}

fn match_field<'l>(ledger: &'l Ledger, key: &str) -> Result<&'l Field, Error> {
    let field = ledger.fields.iter().find(|field| field.key == key || field.title.zh == key);
    field.ok_or_else(|| Error::NoField { ledger: ledger.id.clone(), field: key.to_owned() })
}
