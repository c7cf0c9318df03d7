//! The form about a list: by what it is sorted, and which columns it shows.

use super::{Entry, Form, Purpose, build::own};
use crate::{
    domain::{
        field::{Choice, Kind},
        value::Value,
        wording::{Lang, Wording},
    },
    tui::{
        event::Effect,
        lists::{Arrangement, Change, Chosen, Column, Sort},
    },
};

/// The keys of the form's own fields; what a column is shown by begins with the last.
const SORT: &str = "sort";
const WAY: &str = "way";
const SHOW: &str = "show ";

/// What is chosen where the order is to be as usual, and which way it goes.
const USUAL: &str = "-";
const UP: &str = "up";
const DOWN: &str = "down";

impl Form {
    /// Sort and columns of a list.
    pub(in crate::tui) fn arrange(list: &str, all: &[Column], now: &Arrangement, lang: Lang) -> Self {
        let both = |text: &str| Wording::owned(text.to_owned(), text.to_owned());
        let usual = Choice::new(USUAL.to_owned(), Wording::new("照常", "as usual"));
        let offered = all.iter().map(|column| Choice::new(column.key.clone(), both(&column.title)));
        let by = Kind::Choice(std::iter::once(usual).chain(offered).collect());
        let ways = Kind::choices(&[(UP, "从小到大", "upwards"), (DOWN, "从大到小", "downwards")]);
        // What a list was sorted by may be gone.
        let sort = now.sort(list).filter(|sort| all.iter().any(|column| column.key == sort.by));
        let choice = |key: &str| [Value::Choice(key.to_owned())];
        let sorted = choice(sort.map_or(USUAL, |sort| sort.by.as_str()));
        let way = choice(if sort.is_some_and(|sort| sort.down) { DOWN } else { UP });
        let mut entries = vec![
            Entry::new(own(SORT, "排序", "Sorted by", by).required()).holding(&sorted, lang),
            Entry::new(own(WAY, "方向", "Which way", ways).required()).holding(&way, lang),
        ];
        // The first column says what the row is.
        for column in all.iter().skip(1) {
            let mut field = own(&format!("{SHOW}{}", column.key), "", "", Kind::Bool).required();
            let title = &column.title;
            field.title = Wording::owned(format!("列 {title}"), format!("Column {title}"));
            let shown = now.shows(list, &column.key, column.usual);
            entries.push(Entry::new(field).holding(&[Value::Bool(shown)], lang));
        }
        let title = lang.pick("排序和列（提交后记住）", "Sort and columns (kept when submitted)");
        let mut form = Self::with(Purpose::Arrange(list.to_owned()), title.to_owned(), entries);
        let told = lang.pick(
            "点列名也能排序；放不下的列不显示",
            "a click on a title sorts too; columns that do not fit are not shown",
        );
        form.notes = vec![told.to_owned()];
        let usual = all.iter().skip(1).filter(|column| column.usual);
        form.given = usual.map(|column| (column.key.clone(), String::new())).collect();
        form
    }

    /// What it says about a list.
    pub(super) fn arranged(&self, list: &str) -> Effect {
        let filled = self.filled();
        let said = |key: &str| filled.iter().find(|(own, _)| own == key).map_or("", |(_, text)| text);
        let by = Some(said(SORT)).filter(|by| !by.is_empty() && *by != USUAL);
        let sort = by.map(|by| Sort { by: by.to_owned(), down: said(WAY) == DOWN });
        let shown = filled.iter().filter(|(_, text)| text == "yes");
        let shown: Vec<String> =
            shown.filter_map(|(key, _)| Some(key.strip_prefix(SHOW)?.to_owned())).collect();
        // What is as usual stays so where a later version shows more.
        let is_usual = shown.iter().eq(self.given.iter().map(|(key, _)| key));
        let chosen = Chosen { columns: Some(shown).filter(|_| !is_usual), sort };
        Effect::Arrange(Change::List(list.to_owned(), chosen))
    }
}
