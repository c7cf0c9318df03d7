//! The three lists as the group has them, and changes to them (domain.md C4).

use super::{bench::Workbench, draft::Draft, error::Error};
use crate::domain::{
    checklists::{
        Checklist, Clarity,
        items::{self, item_id},
    },
    id::RecordId,
    input,
    rules::Refusal,
    value::Value,
};

impl Workbench {
    /// The three lists: what the program brings, without what the group has
    /// retired, and what the group has added.
    pub fn checklists(&self) -> Result<Vec<Checklist>, Error> {
        Ok(items::of_group(&self.rows(items::ID)?))
    }

    /// Adds an item to a list, or takes a retired one up again.
    pub fn add_item(&mut self, list: Clarity, title: &str, hint: &str) -> Result<RecordId, Error> {
        let title = title.trim();
        if !input::says_something(title) {
            return Err(Refusal::Missing("title").into());
        }
        if title.chars().count() > input::LONGEST / 100 {
            return Err(Error::Value { field: "项目".to_owned(), why: input::BadValue::TooLong });
        }
        let sheet = self.checklists()?.into_iter().find(|sheet| sheet.list == list);
        let is_there =
            |item: &crate::domain::checklists::CheckItem| item.id == title || item.title.zh == title;
        if sheet.is_some_and(|sheet| sheet.items.iter().any(is_there)) {
            return Err(Error::Already(title.to_owned()));
        }
        let shipped = crate::domain::checklists::checklists().into_iter().find(|sheet| sheet.list == list);
        let known = shipped.and_then(|sheet| sheet.items.into_iter().find(is_there));
        let key = known.map_or_else(|| title.to_owned(), |item| item.id);
        self.say_of_item(list, &key, Some((title, hint)), false)
    }

    /// Retires an item: it is asked for no longer, and its ticks are kept.
    pub fn retire_item(&mut self, list: Clarity, key: &str) -> Result<RecordId, Error> {
        let sheet = self.checklists()?.into_iter().find(|sheet| sheet.list == list);
        if !sheet.is_some_and(|sheet| sheet.items.iter().any(|item| item.id == key)) {
            return Err(Error::NoItem(key.to_owned()));
        }
        self.say_of_item(list, key, None, true)
    }

    fn say_of_item(
        &mut self,
        list: Clarity,
        key: &str,
        title: Option<(&str, &str)>,
        retired: bool,
    ) -> Result<RecordId, Error> {
        let id = item_id(list, key);
        let mut draft = Draft::new();
        if !self.row(id)?.is_some_and(|row| row.stands()) {
            self.begin_anew(&mut draft, id)?;
            draft.set(id, items::LIST, Some(Value::Choice(list.key().to_owned())));
            draft.set(id, items::KEY, Value::text(key));
        }
        if let Some((title, hint)) = title {
            draft.set(id, items::TITLE, Value::text(title));
            draft.set(id, items::HINT, Value::text(hint.trim()));
        }
        draft.set(id, items::RETIRED, Some(Value::Bool(retired)));
        self.commit(draft)?;
        Ok(id)
    }
}
