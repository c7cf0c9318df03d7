//! One row, read as what it says of a record.

use jiff::{Timestamp, civil::Date};

use super::{
    aside, cell,
    columns::{Layout, Target},
    handling::{self, Handling},
    matching::{Values, reference, text},
    places::{self, Housing, Places},
    problem::RowProblem,
    span,
};
use crate::{
    domain::{
        consent, exports,
        field::{Field, Kind, Tag},
        filled, informers,
        input::{self, BadValue},
        issues::{issues, steps},
        labels, leaves,
        ledger::Ledger,
        roster::{households, neighbourhoods, residents},
        value::Value,
        visits,
    },
    exchange::sheet::{Cell, Row},
    workbench::{Error, Workbench, numbers},
};

/// The kinds of what hotlines take (domain.md §3.2), which are none of the ledger's own.
const SORTS: [&str; 10] =
    ["咨询", "求助", "投诉", "举报", "建议", "意见建议", "意见", "投诉举报", "申诉", "其他"];

/// The most characters of the detail that become a title.
const TITLE: usize = 30;

/// What a row says.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The values of the record, references to neighbourhoods included.
    pub(super) values: Values,
    /// Why it cannot be taken.
    pub(super) refused: Vec<RowProblem>,
    /// What somebody should look at.
    pub(super) warnings: Vec<RowProblem>,
    /// Whether its ID number may be used to match by.
    pub(super) trusted: bool,
    /// Neighbourhoods it names, by field.
    pub(super) groups: Vec<(Tag, String)>,
    /// The household it names, where the record is a resident.
    pub(super) housing: Option<Housing>,
    /// Whether the title was made of the detail.
    pub(super) titled: bool,
    /// What no field takes, by the name that the sheet gives it.
    pub(super) aside: Vec<(String, String)>,
    /// The reply it brings.
    pub(super) reply: Option<Reply>,
    /// How it says the matter is handled.
    pub(super) handling: Handling,
    /// What sort of matter the sheet calls an issue, where that is no kind of ours.
    sort: Option<String>,
}

/// A reply to an issue.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// Its text, never blank.
    pub(super) text: String,
    /// When it was given, if the row tells.
    pub(super) at: Option<Timestamp>,
}

/// Reads rows of one sheet.
#[derive(Debug)]
pub(super) struct Reader {
    ledger: Ledger,
    steps: Ledger,
    layout: Layout,
    today: Date,
    /// Whether the sheet speaks of households, so that an address names one.
    housed: bool,
    /// Of which kind an issue is that does not say so.
    kind: &'static str,
}

impl Reader {
    /// Begins to read a sheet that is laid out so.
    pub(super) fn new(ledger: Ledger, layout: Layout, today: Date) -> Self {
        let housed = ledger.id == residents::ID
            && [Target::Field(residents::HOUSEHOLD), Target::Field(residents::RELATION), Target::Head]
                .into_iter()
                .any(|target| layout.has(target));
        let kind = kind_of(&layout);
        Self { ledger, steps: steps::ledger(), layout, today, housed, kind }
    }

    /// Of which kind an issue is that does not say so.
    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// The ledger that the rows go to.
    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Reads a row.
    pub(super) fn read(&self, bench: &Workbench, places: &mut Places, row: &Row) -> Result<Reading, Error> {
        let mut reading = Reading { trusted: true, ..Reading::default() };
        let mut housing = Housing::default();
        let (mut reply, mut replied) = (String::new(), None);
        let mut parts = [const { String::new() }; 3];
        for (at, target) in &self.layout.targets {
            let cell = row.cells.get(*at).unwrap_or(&Cell::Empty);
            if cell.is_empty() {
                continue;
            }
            match target {
                Target::Head => housing.head = crate::domain::identity::name(&cell.text()),
                Target::ReplyText => {
                    reply = self
                        .step_value(steps::TEXT, cell, &mut reading)
                        .map_or(reply, |value| value.as_text().unwrap_or("").to_owned());
                }
                Target::ReplyAt => {
                    if let Some(Value::Instant(at)) = self.step_value(steps::AT, cell, &mut reading) {
                        replied = Some(at);
                    }
                }
                Target::Part(part) => {
                    if let Some(part) = parts.get_mut(*part) {
                        *part = cell.text();
                    }
                }
                Target::Span(from, to) => {
                    let (first, last) = span::ends(&cell.text());
                    for (tag, text) in [(*from, first), (*to, last)] {
                        let Some(field) = self.ledger.field(tag) else { continue };
                        self.read_field(bench, places, field, &Cell::of_text(text), &mut reading)?;
                    }
                }
                Target::Aside(at) => {
                    let name = self.layout.uses.get(*at).map_or("", |column| column.name.as_str());
                    let day = if handling::is_day(name) { self.day(cell) } else { None };
                    let told = day.map_or_else(|| cell.text().trim().to_owned(), |day| day.to_string());
                    if self.ledger.id == issues::ID {
                        reading.handling.learn(name, &told, day);
                    }
                    reading.aside.push((name.to_owned(), told));
                }
                Target::Field(tag) => {
                    let Some(field) = self.ledger.field(*tag) else { continue };
                    if self.ledger.id == residents::ID && *tag == residents::HOUSEHOLD {
                        cell.text().trim().clone_into(&mut housing.number);
                    } else {
                        self.read_field(bench, places, field, cell, &mut reading)?;
                    }
                }
            }
        }
        if input::says_something(&reply) {
            reading.reply = Some(Reply { text: reply, at: replied });
        }
        self.put_address_together(&parts, &mut reading);
        if self.housed {
            self.house(places, housing, &mut reading);
        }
        self.complete(&mut reading);
        Ok(reading)
    }

    /// The day that a cell says, if it says one.
    fn day(&self, cell: &Cell) -> Option<Date> {
        let read = cell::read(self.steps.field(steps::UNTIL)?, cell, self.today).ok()?;
        match read.values.first() {
            Some(Value::Date(day)) => Some(*day),
            Some(_) | None => None,
        }
    }

    fn step_value(&self, tag: Tag, cell: &Cell, reading: &mut Reading) -> Option<Value> {
        let field = self.steps.field(tag)?;
        self.take(field, cell, reading).into_iter().next()
    }

    fn read_field(
        &self,
        bench: &Workbench,
        places: &mut Places,
        field: &Field,
        cell: &Cell,
        reading: &mut Reading,
    ) -> Result<(), Error> {
        let values = match &field.kind {
            Kind::Ref(target) => {
                let text = cell.text();
                let names = if field.many { input::parts(field, &text) } else { vec![text.trim()] };
                let mut found = Vec::new();
                for name in names {
                    if name.chars().count() > 200 {
                        reading
                            .refused
                            .push(RowProblem::Bad { field: field.title.clone(), why: BadValue::TooLong });
                    } else if target == neighbourhoods::ID {
                        reading.groups.push((field.tag, name.to_owned()));
                        found.push(Value::Ref(places.group(name)));
                    } else {
                        let known = places.named(bench, target, name)?;
                        found.extend(known.map(Value::Ref));
                        if known.is_none() {
                            let title = field.title.clone();
                            reading.warnings.push(RowProblem::NoReference { field: title, kept: true });
                            if self.ledger.id == visits::ID {
                                reading.aside.push((field.title.zh.to_string(), name.to_owned()));
                            }
                            // Whoever is no resident may head a household.
                            if self.ledger.id == visits::ID && field.tag == visits::RESIDENT {
                                let home = places::headed_by(bench, name)?.map(|home| vec![Value::Ref(home)]);
                                if let Some(home) = home {
                                    reading.values.fill(visits::HOUSEHOLD, || home);
                                }
                            }
                        }
                    }
                }
                found
            }
            Kind::Text
            | Kind::LongText
            | Kind::Name
            | Kind::Phone
            | Kind::IdNumber
            | Kind::Int
            | Kind::Money
            | Kind::Lunar
            | Kind::Bool
            | Kind::Date
            | Kind::Instant
            | Kind::Choice(_) => self.take(field, cell, reading),
        };
        let values = self.unlabelled(field, values, reading);
        if !values.is_empty() {
            reading.values.insert(field.tag, values);
        }
        Ok(())
    }

    /// Leaves out of what is said of a person the words that make a risk of them.
    fn unlabelled(&self, field: &Field, values: Vec<Value>, reading: &mut Reading) -> Vec<Value> {
        if !labels::is_about_people(&self.ledger) {
            return values;
        }
        let mut left_out = false;
        let kept = values.into_iter().filter_map(|value| {
            let Value::Text(text) = &value else { return Some(value) };
            if labels::label_in(text).is_none() {
                return Some(value);
            }
            left_out = true;
            // A word is no sentence: nothing of it is left.
            let rest = if field.many { String::new() } else { labels::without_labels(text) };
            Value::text(rest)
        });
        let kept = kept.collect();
        if left_out {
            reading.warnings.push(RowProblem::Label { field: field.title.clone() });
        }
        kept
    }

    fn take(&self, field: &Field, cell: &Cell, reading: &mut Reading) -> Vec<Value> {
        match cell::read(field, cell, self.today) {
            Ok(cell) => {
                reading.warnings.extend(cell.warnings);
                reading.trusted &= !cell.untrusted;
                cell.values
            }
            Err(_) if leaves::is_derived(&self.ledger, field) => Vec::new(),
            Err(why)
                if why != BadValue::TooLong && self.ledger.id == issues::ID && field.tag == issues::KIND =>
            {
                let text = cell.text().trim().to_owned();
                if !SORTS.contains(&text.as_str()) {
                    reading.warnings.push(RowProblem::SetAside { field: field.title.clone(), why });
                }
                reading.sort = Some(text);
                Vec::new()
            }
            Err(why) if why != BadValue::TooLong && self.is_lenient(field) => {
                let text = cell.text().trim().to_owned();
                reading.aside.push((field.title.zh.to_string(), text));
                reading.warnings.push(RowProblem::SetAside { field: field.title.clone(), why });
                Vec::new()
            }
            Err(why) => {
                reading.refused.push(RowProblem::Bad { field: field.title.clone(), why });
                Vec::new()
            }
        }
    }

    /// Whether a cell that cannot be read is kept aside: nobody is left out of
    /// the book of people for a date, and nobody's matter for a word.
    fn is_lenient(&self, field: &Field) -> bool {
        let is_word = matches!(field.kind, Kind::Choice(_));
        !field.required && (self.ledger.id == residents::ID || self.ledger.id == issues::ID && is_word)
    }

    /// Says what sort of matter it is where the sheet's word is no kind: in its class,
    /// or in its text where it has one. 举报 and 投诉 are judged by it (信访工作条例 30).
    fn sort(&self, sort: String, reading: &mut Reading) {
        let nature = self.ledger.field(issues::NATURE);
        let is_advice = nature.is_some_and(|field| {
            matches!(input::read(field, &sort, self.today), Ok(Some(Value::Choice(key))) if key == "suggestion")
        });
        if is_advice {
            let advice = || vec![Value::Choice("suggestion".to_owned())];
            reading.values.fill(issues::NATURE, advice);
        }
        if text(&reading.values, issues::CATEGORY).is_empty() {
            reading.values.extend(Value::text(sort).map(|sort| (issues::CATEGORY, vec![sort])));
        } else {
            let kind = |(_, target): &&(usize, Target)| *target == Target::Field(issues::KIND);
            let at = self.layout.targets.iter().find(kind).map(|(at, _)| *at);
            let column = at.and_then(|at| self.layout.uses.get(at)).map_or("类型", |column| &column.name);
            reading.aside.push((column.to_owned(), sort));
        }
    }

    /// Whether a sheet tells whom a visit was made to, and the row names nobody who is known.
    fn is_to_nobody(&self, reading: &Reading) -> bool {
        let told = [visits::RESIDENT, visits::HOUSEHOLD];
        self.ledger.id == visits::ID
            && told.iter().any(|tag| self.layout.has(Target::Field(*tag)))
            && told.iter().all(|tag| reference(&reading.values, *tag).is_none())
    }

    /// Makes the address of a building, a unit and a room.
    fn put_address_together(&self, parts: &[String; 3], reading: &mut Reading) {
        let tag = if self.ledger.id == households::ID { households::ADDRESS } else { residents::ADDRESS };
        if parts.iter().any(|part| !part.is_empty()) {
            let whole = aside::address(text(&reading.values, tag), parts);
            reading.values.extend(Value::text(whole).map(|whole| (tag, vec![whole])));
        }
    }

    /// Writes what no field takes into the long text of the record.
    fn keep_aside(&self, reading: &mut Reading) {
        let Some(field) = aside::field_of(&self.ledger).and_then(|tag| self.ledger.field(tag)) else {
            return;
        };
        let mut lines: Vec<String> = Vec::new();
        lines.extend(Some(text(&reading.values, field.tag).to_owned()).filter(|own| !own.is_empty()));
        for (name, told) in std::mem::take(&mut reading.aside) {
            if labels::is_about_people(&self.ledger) && labels::label_in(&told).is_some() {
                reading.warnings.push(RowProblem::Label { field: field.title.clone() });
            } else if input::says_something(&told) {
                lines.push(format!("{name}：{told}"));
            }
        }
        match input::read(field, &lines.join("\n"), self.today) {
            Ok(value) => reading.values.extend(value.map(|value| (field.tag, vec![value]))),
            Err(why) => reading.refused.push(RowProblem::Bad { field: field.title.clone(), why }),
        }
    }

    /// Completes what is known of a resident's household, and finds it.
    fn house(&self, places: &Places, mut housing: Housing, reading: &mut Reading) {
        let values = &reading.values;
        text(values, residents::ADDRESS).clone_into(&mut housing.address);
        housing.group = reference(values, residents::NEIGHBOURHOOD);
        if housing.head.is_empty() && matches!(text(values, residents::RELATION), "户主" | "本人") {
            text(values, residents::NAME).clone_into(&mut housing.head);
        }
        // Beside a telling number stands one household; without it, no cell is too long for a name.
        if housing.number.chars().count() > 200 {
            let title = self.ledger.field(residents::HOUSEHOLD).map(|field| field.title.clone());
            reading.refused.extend(title.map(|field| RowProblem::Bad { field, why: BadValue::TooLong }));
            return;
        }
        if let Some(id) = places.household(&housing) {
            reading.values.insert(residents::HOUSEHOLD, vec![Value::Ref(id)]);
        }
        reading.housing = Some(housing);
    }

    /// Makes a title of the detail, and refuses a row without what its record needs.
    fn complete(&self, reading: &mut Reading) {
        if self.ledger.id == residents::ID
            && let Some(Value::Date(born)) = reading.values.get(&residents::BORN).and_then(|all| all.first())
            && consent::is_minor(*born, self.today)
        {
            reading.warnings.push(RowProblem::Minor);
        }
        if self.is_to_nobody(reading) {
            reading.refused.push(RowProblem::Stranger);
        }
        if self.ledger.id == issues::ID {
            let is_apart = reading.sort.as_deref().is_some_and(informers::is_informing_sort)
                || informers::is_informing_sort(text(&reading.values, issues::CATEGORY));
            let denied = reading.values.get(&issues::NOT_INFORMING);
            if is_apart && denied.is_none_or(|values| !values.contains(&Value::Bool(true))) {
                reading.refused.push(RowProblem::Rule { why: informers::BELONGS_APART });
            }
            if let Some(sort) = reading.sort.take() {
                self.sort(sort, reading);
            }
            if text(&reading.values, issues::TITLE).is_empty()
                && let Some(title) = Value::text(title_of(text(&reading.values, issues::DETAIL)))
            {
                reading.values.insert(issues::TITLE, vec![title]);
                reading.titled = true;
            }
            reading.values.fill(issues::KIND, || vec![Value::Choice(self.kind.to_owned())]);
        }
        if !reading.aside.is_empty() {
            self.keep_aside(reading);
        }
        // Of the row itself, not only of what of it would be written: what is refused
        // once is refused again, also beside a record that a later row brought.
        let fields =
            reading.values.iter().filter_map(|(tag, values)| Some((self.ledger.field(*tag)?, values)));
        let mut misplaced = fields.flat_map(|(field, values)| values.iter().map(move |value| (field, value)));
        let why = misplaced.find_map(|(field, value)| numbers::misplaced(field, value));
        reading.refused.extend(why.map(|why| RowProblem::Rule { why }));
        let is_asked = |field: &&Field| field.required && !leaves::is_derived(&self.ledger, field);
        for field in self.ledger.fields.iter().filter(is_asked) {
            let bad = |problem: &RowProblem| matches!(problem, RowProblem::Bad { field: bad, .. } if *bad == field.title);
            let told = reading.values.get(&field.tag).is_some_and(|values| filled::tells(field, values));
            if !told && !reading.refused.iter().any(bad) {
                reading.refused.push(RowProblem::Missing { field: field.title.clone() });
            }
        }
        debug_assert!(
            self.ledger.id != households::ID || reading.housing.is_none(),
            "households have no household"
        );
    }
}

/// A title made of the detail: its beginning, without anybody's numbers. Of
/// nothing but a number none is made.
fn title_of(detail: &str) -> String {
    let words = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = exports::without_numbers(&words).chars().take(TITLE).collect();
    if title.chars().any(char::is_alphabetic) { title } else { String::new() }
}

/// The kind of issue that a sheet's columns speak of: hazards, disputes, else requests.
fn kind_of(layout: &Layout) -> &'static str {
    let names = |word: &str| layout.uses.iter().any(|column| column.name.contains(word));
    if names("隐患") {
        "hazard"
    } else if names("纠纷") || names("化解") {
        "dispute"
    } else {
        "request"
    }
}
