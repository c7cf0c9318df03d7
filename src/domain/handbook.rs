//! The method handbook, and a newcomer's first steps, as the program brings them
//! (domain.md A17). It says what the regulations and the program's own rules
//! say; what a group adds stands in a ledger of its own.

use std::sync::LazyLock;

use serde::Deserialize;

use super::wording::Wording;

/// The ledger of a group's own pages.
pub const PAGES: &str = "handbook_pages";

/// The ledger of first steps.
pub const FIRST_STEPS: &str = "first_steps";

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// By what it is asked for.
    pub key: String,
    /// Its title.
    pub title: Wording,
    /// Its text, a sentence or a few a line.
    pub text: Wording,
}

/// Something that a newcomer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstStep {
    /// The key of the time: `day`, `week`, `month`.
    pub stage: String,
    /// By how many days after the first.
    pub after: i32,
    /// What.
    pub text: Wording,
}

/// Every page, in the order in which it is read.
pub fn pages() -> &'static [Page] {
    &BOOK.0
}

/// The steps, by when they are due.
pub fn first_steps() -> &'static [FirstStep] {
    &BOOK.1
}

static BOOK: LazyLock<(Vec<Page>, Vec<FirstStep>)> = LazyLock::new(|| {
    // Shipped data: a test below reads it, so an unreadable book cannot be released.
    read(include_str!("../../assets/handbook/pages.toml")).unwrap_or_default()
});

fn read(text: &str) -> Option<(Vec<Page>, Vec<FirstStep>)> {
    #[derive(Deserialize)]
    struct Book {
        page: Vec<Told>,
        step: Vec<Step>,
    }
    #[derive(Deserialize)]
    struct Told {
        key: String,
        title: Both,
        zh: String,
        en: String,
    }
    #[derive(Deserialize)]
    struct Step {
        stage: String,
        after: i32,
        zh: String,
        en: String,
    }
    #[derive(Deserialize)]
    struct Both {
        zh: String,
        en: String,
    }
    let book: Book = toml::from_str(text).ok()?;
    let both = |zh: &str, en: &str| Wording::owned(zh.trim().to_owned(), en.trim().to_owned());
    let page = |page: &Told| Page {
        key: page.key.clone(),
        title: both(&page.title.zh, &page.title.en),
        text: both(&page.zh, &page.en),
    };
    let step = |step: &Step| FirstStep {
        stage: step.stage.clone(),
        after: step.after,
        text: both(&step.zh, &step.en),
    };
    Some((book.page.iter().map(page).collect(), book.step.iter().map(step).collect()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::{field::Kind, ledger::Catalog};

    // Shows A17.
    #[test]
    fn the_book_has_pages_and_steps_in_both_languages_for_each_time() {
        let (pages, steps) = read(include_str!("../../assets/handbook/pages.toml")).unwrap();
        let keys: HashSet<&str> = pages.iter().map(|page| page.key.as_str()).collect();
        assert!(pages.len() >= 6 && keys.len() == pages.len());
        for page in &pages {
            let (zh, en) = (page.text.zh.lines().count(), page.text.en.lines().count());
            assert!(zh == en && zh >= 3, "{}: {zh} {en}", page.key);
        }
        let catalog = Catalog::shipped();
        let stage = catalog.get(FIRST_STEPS).unwrap().field_by_key("stage").unwrap();
        let Kind::Choice(stages) = &stage.kind else { panic!("no choice") };
        for choice in stages {
            assert!(steps.iter().filter(|step| step.stage == choice.key).count() >= 2, "{}", choice.key);
        }
        assert!(steps.iter().all(|step| stage.choice(&step.stage).is_some()));
        assert!(catalog.get(PAGES).is_some());
    }

    // Shows A17.
    #[test]
    fn the_book_invents_nothing_for_terms_that_nobody_has_defined() {
        let text = include_str!("../../assets/handbook/pages.toml");
        for term in ["三同四民", "三加一", "十要十戒"] {
            assert!(!text.contains(term), "{term}");
        }
    }
}
