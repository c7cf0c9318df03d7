//! Ledgers: named collections with declared fields, and the catalogue of them.

use std::collections::HashMap;

use super::{
    analyses, bulletins, checklists, classes, consent,
    declared::{
        own,
        rule::{Reminder, Rule},
        shipped,
    },
    diaries, exports,
    field::{Field, Tag},
    funds, hot_topics,
    id::{LedgerTag, RecordId},
    informers, issues, organisation, oversight, phases, plan, projects, retention, roster,
    row::Row,
    team, terms, visits, voices,
    wording::Wording,
    workdays,
};

/// Which of the three kinds of thing a ledger keeps; it decides how its
/// records merge, list and print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Changes slowly, may be edited by two people at once, may be deleted.
    Card,
    /// Happened and stays: struck out with a reason, never deleted.
    Entry,
    /// Needs an answer: never deleted, its status derived from its steps.
    Issue,
}

/// Whose declaration a ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Declared in Rust, beside the rules of its own.
    Core,
    /// A file that the program brings.
    Shipped,
    /// The group's own.
    Own,
}

/// A ledger's declaration.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Its name in JSON and on the command line.
    pub id: String,
    /// What its records' ids begin with.
    pub tag: LedgerTag,
    /// Its title on screen.
    pub title: Wording,
    /// What it keeps.
    pub nature: Nature,
    /// Its fields, in the order of forms and lists.
    pub fields: Vec<Field>,
    /// Fields that are out of use: nobody fills them, and what they hold is still shown.
    pub retired: Vec<Field>,
    /// The group it stands in on the screen; the core ledgers have none.
    pub group: Option<String>,
    /// One sentence: what is written here, and when.
    pub about: Wording,
    /// What its records must keep to.
    pub rules: Vec<Rule>,
    /// What is to be done some days after a day in a record.
    pub reminders: Vec<Reminder>,
    /// Whose declaration it is.
    pub source: Source,
    /// Whether a group has put it away: its records stay, and nobody is offered it.
    pub hidden: bool,
}

impl Ledger {
    /// A ledger with nothing but its fields.
    pub fn new(id: &str, title: Wording, nature: Nature, fields: Vec<Field>) -> Self {
        Self {
            id: id.to_owned(),
            tag: LedgerTag::of(id),
            title,
            nature,
            fields,
            retired: Vec::new(),
            group: None,
            about: Wording::new("", ""),
            rules: Vec::new(),
            reminders: Vec::new(),
            source: Source::Core,
            hidden: false,
        }
    }

    /// The field with this tag; one that is out of use as well.
    pub fn field(&self, tag: Tag) -> Option<&Field> {
        self.fields.iter().chain(&self.retired).find(|field| field.tag == tag)
    }

    /// The rules that a row breaks; none for one that is gone.
    pub fn faults(&self, row: &Row) -> Vec<&Rule> {
        self.rules.iter().filter(|rule| row.stands() && rule.is_broken(self, row)).collect()
    }

    /// Whether people add to it directly; the others are filled by actions.
    pub fn is_open(&self) -> bool {
        self.fields.iter().any(|field| field.in_form)
    }

    /// Whether it is a log of what was done with information about people:
    /// written by the program alone, and never changed by anybody.
    pub fn is_log(&self) -> bool {
        [team::accesses::ID, exports::log::ID].contains(&self.id.as_str())
    }

    /// The field by which people name a record: the first declared.
    pub fn name_field(&self) -> Option<&Field> {
        self.fields.first()
    }

    /// The field with this key.
    pub fn field_by_key(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// Declares a ledger: a module-level constant for every tag, the ledger's id,
/// and the function that gives its [`Ledger`].
#[macro_export]
macro_rules! ledger {
    (
        $(#[$doc:meta])*
        $id:literal ($zh:literal, $en:literal) $nature:ident;
        $( $const:ident = $tag:literal $key:literal ($fzh:literal, $fen:literal) $kind:expr
            $(=> $( $method:ident ( $($arg:tt)* ) ).+ )? ; )+
    ) => {
        /// The ledger's id.
        pub const ID: &str = $id;
        $(
            #[doc = concat!("Tag of `", $key, "`: ", $fen, ".")]
            pub const $const: $crate::domain::field::Tag = $tag;
        )+
        $(#[$doc])*
        pub fn ledger() -> $crate::domain::ledger::Ledger {
            $crate::domain::ledger::Ledger::new(
                ID,
                $crate::domain::wording::Wording::new($zh, $en),
                $crate::domain::ledger::Nature::$nature,
                vec![ $(
                    $crate::domain::field::Field::new($tag, $key, $fzh, $fen, $kind) $( $( .$method($($arg)*) )+ )?
                ),+ ],
            )
        }
    };
}

/// All ledgers of a workspace.
#[derive(Debug, Clone)]
pub struct Catalog {
    ledgers: Vec<Ledger>,
    /// Where each tag's ledger stands in `ledgers`.
    by_tag: HashMap<LedgerTag, usize>,
}

impl Catalog {
    /// The ledgers that have rules of their own.
    pub fn core() -> Self {
        let ledgers = vec![
            team::group::ledger(),
            team::members::ledger(),
            roster::neighbourhoods::ledger(),
            roster::households::ledger(),
            roster::residents::ledger(),
            visits::ledger(),
            diaries::ledger(),
            checklists::ledger(),
            checklists::items::ledger(),
            issues::issues::ledger(),
            issues::steps::ledger(),
            workdays::ledger(),
            terms::ledger(),
            phases::ledger(),
            plan::goals::ledger(),
            plan::tasks::ledger(),
            organisation::units::ledger(),
            organisation::postings::ledger(),
            organisation::handovers::ledger(),
            projects::projects::ledger(),
            projects::milestones::ledger(),
            projects::results::ledger(),
            funds::funds::ledger(),
            funds::receipts::ledger(),
            funds::spendings::ledger(),
            funds::disclosures::ledger(),
            oversight::inspections::ledger(),
            oversight::findings::ledger(),
            oversight::rectifications::ledger(),
            oversight::reminders::ledger(),
            oversight::commendations::ledger(),
            oversight::honour_steps::ledger(),
            oversight::own_checks::ledger(),
            bulletins::bulletins::ledger(),
            bulletins::bulletin_steps::ledger(),
            voices::ledger(),
            analyses::ledger(),
            hot_topics::ledger(),
            classes::ledger(),
            informers::ledger(),
            team::peers::ledger(),
            team::invitations::ledger(),
            team::group_keys::ledger(),
            team::accesses::ledger(),
            own::ledgers::ledger(),
            own::fields::ledger(),
            exports::log::ledger(),
            consent::consents::ledger(),
            consent::notices::ledger(),
            retention::periods::ledger(),
        ];
        Self::of_ledgers(ledgers)
    }

    /// The core ledgers and those that the program brings as files of `assets/ledgers/`.
    pub fn shipped() -> Self {
        let mut all = Self::core();
        for ledger in shipped::ledgers() {
            all.put(ledger.clone());
        }
        all
    }

    fn of_ledgers(ledgers: Vec<Ledger>) -> Self {
        let by_tag = ledgers.iter().enumerate().map(|(at, ledger)| (ledger.tag, at)).collect();
        Self { ledgers, by_tag }
    }

    /// Adds a ledger, or puts it in the place of the one of its id. One whose
    /// tag belongs to another is left out: records could not be told apart.
    pub fn put(&mut self, ledger: Ledger) {
        let Some(at) = self.by_tag.get(&ledger.tag) else {
            self.by_tag.insert(ledger.tag, self.ledgers.len());
            self.ledgers.push(ledger);
            return;
        };
        if let Some(place) = self.ledgers.get_mut(*at).filter(|place| place.id == ledger.id) {
            *place = ledger;
        }
    }

    /// Every ledger, in the order of the screens.
    pub fn iter(&self) -> impl Iterator<Item = &Ledger> {
        self.ledgers.iter()
    }

    /// The ledger with this id.
    pub fn get(&self, id: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| ledger.id == id)
    }

    /// The ledger that a record belongs to.
    pub fn of(&self, id: RecordId) -> Option<&Ledger> {
        self.by_tag.get(&id.ledger()).map(|at| &self.ledgers[*at])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::field::FIRST_FIELD_TAG;

    #[test]
    fn tags_keys_and_ledgers_are_distinct_and_above_the_reserved_range() {
        let catalog = Catalog::shipped();
        let mut ledgers = HashSet::new();
        for ledger in catalog.iter() {
            assert!(ledgers.insert(ledger.tag), "two ledgers share a tag: {}", ledger.id);
            let mut tags = HashSet::new();
            let mut keys = HashSet::new();
            for field in &ledger.fields {
                assert!(field.tag >= FIRST_FIELD_TAG, "{}.{}", ledger.id, field.key);
                assert!(tags.insert(field.tag), "{}.{} reuses a tag", ledger.id, field.key);
                assert!(keys.insert(field.key.as_str()), "{}.{} twice", ledger.id, field.key);
            }
        }
    }

    #[test]
    fn no_form_has_more_than_eight_required_fields() {
        for ledger in Catalog::shipped().iter() {
            let required = ledger.fields.iter().filter(|field| field.required && field.in_form).count();
            assert!(required <= 8, "{} asks for {required}", ledger.id);
        }
    }

    #[test]
    fn whatever_is_asked_about_a_person_says_what_for() {
        for ledger in Catalog::core().iter() {
            for field in ledger.fields.iter().filter(|field| field.in_form) {
                let open = field.privacy == crate::domain::field::Privacy::Open;
                assert!(open || field.purpose.is_some(), "{}.{} has no purpose", ledger.id, field.key);
                let consent = field.consent.as_deref();
                assert!(consent.is_none_or(|key| consent::Purpose::from_key(key).is_some()));
            }
        }
    }

    #[test]
    fn a_reference_names_a_ledger_that_exists() {
        let catalog = Catalog::shipped();
        for ledger in catalog.iter() {
            for field in &ledger.fields {
                if let crate::domain::field::Kind::Ref(target) = &field.kind {
                    assert!(
                        target.is_empty() || catalog.get(target).is_some(),
                        "{}.{}",
                        ledger.id,
                        field.key
                    );
                }
            }
        }
    }
}
