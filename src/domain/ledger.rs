//! Ledgers: named collections with declared fields, and the catalogue of them.

use std::collections::HashMap;

use super::{
    analyses, checklists, classes,
    field::{Field, Tag},
    id::{LedgerTag, RecordId},
    informers, issues, roster, team, visits, voices,
    wording::Wording,
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
}

impl Ledger {
    /// The field with this tag.
    pub fn field(&self, tag: Tag) -> Option<&Field> {
        self.fields.iter().find(|field| field.tag == tag)
    }

    /// Whether people add to it directly; the others are filled by actions.
    pub fn is_open(&self) -> bool {
        self.fields.iter().any(|field| field.in_form)
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
            $crate::domain::ledger::Ledger {
                id: ID.to_owned(),
                tag: $crate::domain::id::LedgerTag::of(ID),
                title: $crate::domain::wording::Wording::new($zh, $en),
                nature: $crate::domain::ledger::Nature::$nature,
                fields: vec![ $(
                    $crate::domain::field::Field::new($tag, $key, $fzh, $fen, $kind) $( $( .$method($($arg)*) )+ )?
                ),+ ],
            }
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
            checklists::ledger(),
            issues::issues::ledger(),
            issues::steps::ledger(),
            voices::ledger(),
            analyses::ledger(),
            classes::ledger(),
            informers::ledger(),
            team::peers::ledger(),
            team::invitations::ledger(),
            team::group_keys::ledger(),
            team::accesses::ledger(),
        ];
        let by_tag = ledgers.iter().enumerate().map(|(at, ledger)| (ledger.tag, at)).collect();
        Self { ledgers, by_tag }
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
        let catalog = Catalog::core();
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
        for ledger in Catalog::core().iter() {
            let required = ledger.fields.iter().filter(|field| field.required && field.in_form).count();
            assert!(required <= 8, "{} asks for {required}", ledger.id);
        }
    }

    #[test]
    fn a_reference_names_a_ledger_that_exists() {
        let catalog = Catalog::core();
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
