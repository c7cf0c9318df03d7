//! A list to choose from, searched by typing: the command palette and the
//! picker of records.

mod item;
mod palette;
mod records;
pub(super) mod rows;

use std::sync::Arc;

pub(super) use item::Item;
use palette::{Rank, Spelled, books};
use records::records;
pub(super) use records::wants_index;

use super::{
    editor::Editor,
    everywhere,
    keys::{self, Action, Place},
    screens::{ledgers::own_fields, sync::stick::Glance, top::Top},
    sights::Sight,
    snapshot::Snapshot,
    wording::to_take,
};
use crate::{
    domain::{
        declared::guess::kind_title,
        field::{Choice, Field},
        funds::funds,
        id::{LedgerTag, RecordId},
        issues::issues,
        ledger::Ledger,
        projects::projects as help,
        roster::{households, neighbourhoods, residents},
        rules,
        standing::{IssueKind, StepKind},
        team::members,
        wording::Lang,
    },
    say, search,
};

/// Where the number of records stands in what they are called, if not behind it.
pub(super) const COUNT: &str = "⟦count⟧";

/// What records are called, with their number.
pub(super) fn headed(title: &str, count: &str, lang: Lang) -> String {
    match title.split_once(COUNT) {
        Some((before, behind)) => format!("{before}{count}{behind}"),
        None => say!(lang, "{title}：{count}", "{title}: {count}"),
    }
}

/// The most rows that are looked out.
const MOST: usize = 200;

/// What is chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// Every action, those of this place first.
    Actions(Place),
    /// The records of all ledgers.
    Everywhere,
    /// The records of a ledger.
    Ledger(String),
    /// Whatever a field can be linked to; it is linked to these already.
    Links(Vec<RecordId>),
    /// What something is linked to, to go there.
    Linked(Vec<RecordId>),
    /// A field's choices, where they are many.
    Choices(Vec<Choice>),
    /// The steps that an issue of its kind takes now.
    Steps(RecordId),
    /// What can be done with what is selected on F8, and why not now.
    Doings(Vec<(Action, &'static str)>),
    /// The group's own fields of a ledger.
    Fields(String),
    /// Forms that were left unfinished, by their titles.
    Forms(Vec<String>),
    /// The bundles of a folder.
    Bundles(Arc<Vec<Glance>>),
    /// The ledgers of F8.
    Books,
    /// Records that somebody wants to walk through, below what they are.
    Records(String, Vec<Item>),
}

/// What a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// An action.
    Action(Action),
    /// A picture, a tab or a step.
    Sight(Sight),
    /// A record.
    Record(RecordId),
    /// The list with all that was found of a ledger.
    More(LedgerTag),
    /// One of a field's choices, by its place.
    Choice(usize),
    /// A step on an issue.
    Step(StepKind),
    /// One of the group's own fields, by its place.
    Field(usize),
    /// One of the forms that were left, by its place.
    Form(usize),
    /// One of the bundles of a folder, by its place.
    Bundle(usize),
    /// A ledger of F8, by its place in the catalog.
    Book(usize),
    /// What is typed, looked for in the ledger that is selected on F8.
    InBook,
    /// A neighbourhood that is begun with the name that is typed.
    NewPlace,
}

/// The list with what is typed.
#[derive(Debug, Clone)]
pub(super) struct Finder {
    pub(super) source: Source,
    pub(super) editor: Editor,
    pub(super) found: Vec<Item>,
    pub(super) at: usize,
    pub(super) top: Top,
    /// How many were found in which ledger, where all are searched.
    pub(super) counts: Vec<(String, usize)>,
    /// What the palette finds by what it is called, spelled once for all that is typed.
    spelled: Option<Arc<Spelled>>,
    /// What was found everywhere for the beginnings of what is typed.
    trails: everywhere::Trails,
}

impl Finder {
    /// Opens it with something typed already.
    pub(super) fn new(source: Source, typed: &str, data: &Snapshot, lang: Lang) -> Self {
        let (editor, counts) = (Editor::line(typed), Vec::new());
        let (trails, top) = (everywhere::Trails::new(), Top::default());
        let mut finder =
            Self { source, editor, found: Vec::new(), at: 0, top, counts, spelled: None, trails };
        finder.search(data, lang);
        finder
    }

    /// Looks out what fits the text.
    pub(super) fn search(&mut self, data: &Snapshot, lang: Lang) {
        let query = self.editor.text();
        let is_of_books = matches!(self.source, Source::Actions(_) | Source::Books);
        if is_of_books && self.spelled.is_none() {
            self.spelled = Some(Arc::new(Spelled::of(data, lang)));
        }
        let books = |query: &str| -> Vec<(Rank, Item)> {
            self.spelled.iter().flat_map(|spelled| books(query, spelled, data, lang)).collect()
        };
        self.found = match &self.source {
            Source::Actions(here) => self
                .spelled
                .as_deref()
                .map(|spelled| palette::look(&query, *here, spelled, data, lang))
                .unwrap_or_default(),
            Source::Everywhere => everywhere::look(&query, data, &mut self.counts, &mut self.trails),
            Source::Books => {
                let mut found = books(&query);
                found.sort_by_key(|(rank, _)| *rank);
                let mut found: Vec<Item> = found.into_iter().map(|(_, item)| item).collect();
                let typed = query.trim();
                if !typed.is_empty() {
                    let label = say!(
                        lang,
                        "在选中的台账里找“{typed}”",
                        "look for \"{typed}\" in the selected ledger"
                    );
                    found.push(Item::new(Target::InBook, label));
                }
                found
            }
            Source::Ledger(ledger) => {
                let mut found = records(ledger, &query, data, lang);
                found.extend(new_place(ledger, query.trim(), &found, lang));
                found
            }
            Source::Links(ids) => everywhere::linkable(ids, &query, data, lang),
            Source::Linked(ids) => everywhere::linked(ids, &query, data, lang),
            Source::Choices(choices) => chosen_from(choices, &query, lang),
            Source::Steps(issue) => ranked(steps_of(*issue, data, lang).into_iter(), &query),
            Source::Records(_, items) => fitting(items.iter().cloned(), &query),
            Source::Bundles(bundles) => {
                let item = |(at, glance): (usize, &Glance)| {
                    let called = Item::new(Target::Bundle(at), &glance.label);
                    called.led(&glance.standing).noted(&glance.note)
                };
                fitting(bundles.iter().enumerate().map(item), &query)
            }
            Source::Doings(doings) => {
                ranked(doings.iter().filter_map(|doing| told(*doing, data, lang)), &query)
            }
            Source::Forms(titles) => {
                let item = |(at, title): (usize, &String)| {
                    Item::new(Target::Form(at), title).noted(data.keys.told(
                        lang.pick("⟦open⟧ 接着填  ⟦discard⟧ 丢弃", "⟦open⟧ goes on  ⟦discard⟧ throws away"),
                        Place::Picker,
                        lang,
                    ))
                };
                ranked(titles.iter().enumerate().map(item), &query)
            }
            Source::Fields(ledger) => {
                let declared = data.catalog.get(ledger);
                let items = declared.into_iter().flat_map(|ledger| own_items(ledger, lang));
                ranked(items, &query)
            }
        };
        self.at = 0;
    }

    /// Looks it out again, the same row selected.
    pub(super) fn renew(&mut self, data: &Snapshot, lang: Lang) {
        let at = self.at;
        self.spelled = None;
        self.search(data, lang);
        self.at = at.min(self.found.len().saturating_sub(1));
    }

    /// All rows, as if nothing were typed; none of a list of records or of
    /// forms: which of those is meant tells of somebody.
    fn whole(&self, data: &Snapshot, lang: Lang) -> Vec<Item> {
        let mut all = match &self.source {
            Source::Ledger(_)
            | Source::Links(_)
            | Source::Linked(_)
            | Source::Records(..)
            | Source::Forms(_)
            | Source::Bundles(_)
            | Source::Everywhere => {
                return Vec::new();
            }
            Source::Actions(_)
            | Source::Choices(_)
            | Source::Steps(_)
            | Source::Doings(_)
            | Source::Fields(_)
            | Source::Books => Self::new(self.source.clone(), "", data, lang).found,
        };
        if let Source::Actions(_) = self.source {
            let spelled = Spelled::of(data, lang);
            let rest = spelled.sights("", data, lang).into_iter().chain(books("", &spelled, data, lang));
            all.extend(rest.map(|(_, item)| item));
        }
        all
    }

    /// The place of the selected row among all, whatever is typed.
    pub(super) fn place_in_all(&self, data: &Snapshot, lang: Lang) -> Option<usize> {
        let target = self.target()?;
        self.whole(data, lang).iter().position(|item| item.target == target)
    }

    /// Selects a row by its place among all.
    pub(super) fn select_of_all(&mut self, place: usize, data: &Snapshot, lang: Lang) {
        self.found = self.whole(data, lang);
        self.at = place.min(self.found.len().saturating_sub(1));
    }

    /// Moves by rows, staying inside.
    pub(super) fn move_by(&mut self, rows: isize) {
        self.at = self.at.saturating_add_signed(rows).min(self.found.len().saturating_sub(1));
    }

    /// The records that it tells of by itself, whatever was read since.
    pub(super) fn told(&self) -> impl Iterator<Item = RecordId> {
        let items = if let Source::Records(_, items) = &self.source { items.as_slice() } else { &[] };
        items.iter().filter_map(|item| if let Target::Record(id) = item.target { Some(id) } else { None })
    }

    /// The row that is selected.
    pub(super) fn target(&self) -> Option<Target> {
        self.found.get(self.at).map(|item| item.target)
    }
}

/// Offers to begin a neighbourhood where none is called as typed.
fn new_place(ledger: &str, name: &str, found: &[Item], lang: Lang) -> Option<Item> {
    // What finds something by its pinyin is no name.
    let is_sought = !found.is_empty() && name.is_ascii();
    let is_known = found.iter().any(|item| item.label == name);
    if ledger != neighbourhoods::ID || name.is_empty() || is_sought || is_known {
        return None;
    }
    let label = say!(lang, "新建居民小组“{name}”", "begin the neighbourhood \"{name}\"");
    Some(Item::new(Target::NewPlace, label))
}

/// A field's choices, found by what they are called in either language; their keys
/// are the program's own affair.
fn chosen_from(choices: &[Choice], query: &str, lang: Lang) -> Vec<Item> {
    let item = |(at, choice): (usize, &Choice)| {
        let texts = [choice.title.get(lang), choice.title.get(Lang::Zh), choice.title.get(Lang::En)];
        let rank = texts.into_iter().filter_map(|text| search::matches(text, query)).min()?;
        Some((rank, Item::new(Target::Choice(at), choice.title.get(lang))))
    };
    let mut found: Vec<(u32, Item)> = choices.iter().enumerate().filter_map(item).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    found.into_iter().map(|(_, item)| item).collect()
}

/// What can be done, and why not now.
fn told((action, why): (Action, &str), data: &Snapshot, lang: Lang) -> Option<Item> {
    let binding = keys::binding(action)?;
    let key = data.keys.of(binding).first().map(|key| key.shown(lang)).unwrap_or_default();
    let note = if why.is_empty() { key } else { why.to_owned() };
    let item = Item::new(Target::Action(action), binding.help.get(lang));
    Some(item.led(binding.name.get(lang)).noted(note))
}

/// Where records of a ledger are written.
pub(super) fn written_on(ledger: &str) -> Place {
    match ledger {
        residents::ID | households::ID => Place::Residents,
        neighbourhoods::ID => Place::Matrix,
        issues::ID => Place::Issues,
        help::ID | funds::ID => Place::Projects,
        members::ID => Place::Sync,
        _ => Place::Ledgers,
    }
}

/// The fields that a group added to a ledger.
fn own_items(ledger: &Ledger, lang: Lang) -> Vec<Item> {
    let used = |key: &str| ledger.fields.iter().any(|field| field.key == key);
    let item = |(at, field): (usize, &Field)| {
        let kind = kind_title(field.kind.key(), lang);
        let note = if used(&field.key) { kind } else { lang.pick("已停用", "out of use") };
        Item::new(Target::Field(at), field.title.get(lang)).noted(note)
    };
    own_fields(ledger).enumerate().map(item).collect()
}

/// The steps of its own kind that an issue takes now.
fn steps_of(issue: RecordId, data: &Snapshot, lang: Lang) -> Vec<Item> {
    let Some(case) = data.case(issue) else { return Vec::new() };
    let own = case.standing.kind.map_or(&[][..], IssueKind::special_steps);
    let item = |kind: &StepKind| {
        let refusal = rules::permit_kind(*kind, &case.standing).err();
        let note = match refusal {
            Some(refusal) => refusal.sentence(lang),
            None if case.standing.has_taken(*kind) => lang.pick("登记过", "recorded").to_owned(),
            None => String::new(),
        };
        // The ledger tells of a step as done; here it is about to be taken.
        Item::new(Target::Step(*kind), lang.pick(kind.title(lang), to_take(*kind))).noted(note)
    };
    // A hearing is held on issues of any kind; it is offered where its days are no days of the term.
    let heard = case.standing.running.leaves_hearings_out().then_some(&StepKind::Hear);
    // A lead corrects from what its time follows, where that was once recorded otherwise.
    let wrong = case.issue.all(issues::RECORDED).len() > 1;
    let corrected = (wrong && data.leads).then_some(&StepKind::Correct);
    own.iter().chain(heard).chain(corrected).map(item).collect()
}

/// Those that fit, the best first.
fn ranked(items: impl Iterator<Item = Item>, query: &str) -> Vec<Item> {
    best(ranks(items, query))
}

/// All that fit, the best first.
fn fitting(items: impl Iterator<Item = Item>, query: &str) -> Vec<Item> {
    let mut found = ranks(items, query);
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

/// Those that fit, and how well.
fn ranks(items: impl Iterator<Item = Item>, query: &str) -> Vec<(u32, Item)> {
    items.filter_map(|item| Some((item.rank(query)?, item))).collect()
}

/// The best first, and of equally good ones in their order.
fn best(mut found: Vec<(u32, Item)>) -> Vec<Item> {
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    found.into_iter().map(|(_, item)| item).collect()
}
