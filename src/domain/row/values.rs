//! The values of a record by field, small enough for hundreds of thousands of records, and shared
//! between copies of a row until one of them is changed.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use crate::domain::{field::Tag, value::Value};

/// The values of one field: one as a rule, several of a set.
#[derive(Clone, Default)]
pub struct Held(Few);

/// One value lies in place; more, or none, in memory of their own.
#[derive(Clone)]
enum Few {
    One(Value),
    Many(Vec<Value>),
}

/// Values by field, in the order of the tags.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Values(Arc<Vec<(Tag, Held)>>);

impl Values {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of a field.
    pub fn get(&self, tag: &Tag) -> Option<&Held> {
        let at = self.place(*tag).ok()?;
        self.0.get(at).map(|(_, held)| held)
    }

    /// The same, to change.
    pub fn get_mut(&mut self, tag: &Tag) -> Option<&mut Held> {
        let at = self.place(*tag).ok()?;
        Arc::make_mut(&mut self.0).get_mut(at).map(|(_, held)| held)
    }

    /// Those of a field, to change or to add to; none at first.
    pub fn of(&mut self, tag: Tag) -> &mut Held {
        let at = self.place(tag);
        let all = Arc::make_mut(&mut self.0);
        let at = at.unwrap_or_else(|at| {
            all.insert(at, (tag, Held::default()));
            at
        });
        &mut all[at].1
    }

    /// Writes those of a field in the place of others.
    pub fn insert(&mut self, tag: Tag, values: Vec<Value>) {
        *self.of(tag) = values.into();
    }

    /// Writes those of a field that has none yet.
    pub fn fill(&mut self, tag: Tag, values: impl FnOnce() -> Vec<Value>) {
        if !self.contains_key(&tag) {
            self.insert(tag, values());
        }
    }

    /// Takes those of a field away.
    pub fn remove(&mut self, tag: &Tag) -> Option<Held> {
        let at = self.place(*tag).ok()?;
        Some(Arc::make_mut(&mut self.0).remove(at).1)
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0 = Arc::default();
    }

    /// Keeps the fields of which this is so.
    pub fn retain(&mut self, mut keeps: impl FnMut(&Tag, &mut Held) -> bool) {
        Arc::make_mut(&mut self.0).retain_mut(|(tag, held)| keeps(tag, held));
    }

    /// Whether a field has any.
    pub fn contains_key(&self, tag: &Tag) -> bool {
        self.place(*tag).is_ok()
    }

    /// How many fields have any.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no field has any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every field with its values.
    pub fn iter(&self) -> impl Iterator<Item = (&Tag, &Held)> {
        self.0.iter().map(|(tag, held)| (tag, held))
    }

    /// The same, to change.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&Tag, &mut Held)> {
        Arc::make_mut(&mut self.0).iter_mut().map(|(tag, held)| (&*tag, held))
    }

    /// The values of every field.
    pub fn values(&self) -> impl Iterator<Item = &Held> {
        self.0.iter().map(|(_, held)| held)
    }

    /// Gives back the memory that is not needed once a record was read.
    pub fn shrink_to_fit(&mut self) {
        Arc::make_mut(&mut self.0).shrink_to_fit();
    }

    fn place(&self, tag: Tag) -> Result<usize, usize> {
        // A record is read in the order of its tags.
        match self.0.last() {
            Some((last, _)) if *last < tag => Err(self.0.len()),
            Some(_) | None => self.0.binary_search_by_key(&tag, |(tag, _)| *tag),
        }
    }
}

impl<'a> IntoIterator for &'a Values {
    type Item = (&'a Tag, &'a Held);
    type IntoIter =
        std::iter::Map<std::slice::Iter<'a, (Tag, Held)>, fn(&'a (Tag, Held)) -> (&'a Tag, &'a Held)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(tag, held)| (tag, held))
    }
}

impl<'a> IntoIterator for &'a mut Values {
    type Item = (&'a Tag, &'a mut Held);
    type IntoIter = std::iter::Map<
        std::slice::IterMut<'a, (Tag, Held)>,
        fn(&'a mut (Tag, Held)) -> (&'a Tag, &'a mut Held),
    >;

    fn into_iter(self) -> Self::IntoIter {
        Arc::make_mut(&mut self.0).iter_mut().map(|(tag, held)| (&*tag, held))
    }
}

impl<V: Into<Held>> Extend<(Tag, V)> for Values {
    fn extend<I: IntoIterator<Item = (Tag, V)>>(&mut self, all: I) {
        for (tag, values) in all {
            *self.of(tag) = values.into();
        }
    }
}

impl<V: Into<Held>> FromIterator<(Tag, V)> for Values {
    fn from_iter<I: IntoIterator<Item = (Tag, V)>>(all: I) -> Self {
        let mut values = Self::new();
        values.extend(all);
        values
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Held {
    /// All of them.
    pub fn as_slice(&self) -> &[Value] {
        match &self.0 {
            Few::One(value) => std::slice::from_ref(value),
            Few::Many(values) => values,
        }
    }

    /// Adds one behind the others.
    pub fn push(&mut self, value: Value) {
        self.0 = match std::mem::take(&mut self.0) {
            Few::One(first) => Few::Many(vec![first, value]),
            Few::Many(values) if values.is_empty() => Few::One(value),
            Few::Many(mut values) => {
                values.push(value);
                Few::Many(values)
            }
        };
    }

    /// Keeps those of which this is so.
    pub fn retain(&mut self, mut keeps: impl FnMut(&Value) -> bool) {
        match &mut self.0 {
            Few::Many(values) => values.retain(keeps),
            Few::One(value) if keeps(value) => {}
            Few::One(_) => self.clear(),
        }
    }

    /// Lets go of all.
    pub fn clear(&mut self) {
        self.0 = Few::default();
    }

    /// The same, to change.
    pub fn as_mut_slice(&mut self) -> &mut [Value] {
        match &mut self.0 {
            Few::One(value) => std::slice::from_mut(value),
            Few::Many(values) => values,
        }
    }
}

impl Default for Few {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Held {}

impl Deref for Held {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        self.as_slice()
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut [Value] {
        self.as_mut_slice()
    }
}

impl From<Vec<Value>> for Held {
    fn from(mut values: Vec<Value>) -> Self {
        match (values.pop(), values.is_empty()) {
            (Some(only), true) => Self(Few::One(only)),
            (last, _) => {
                values.extend(last);
                Self(Few::Many(values))
            }
        }
    }
}

impl Extend<Value> for Held {
    fn extend<I: IntoIterator<Item = Value>>(&mut self, values: I) {
        for value in values {
            self.push(value);
        }
    }
}

impl FromIterator<Value> for Held {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut held = Self::default();
        held.extend(values);
        held
    }
}

impl<'a> IntoIterator for &'a Held {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}

impl<'a> IntoIterator for &'a mut Held {
    type Item = &'a mut Value;
    type IntoIter = std::slice::IterMut<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_mut_slice().iter_mut()
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.as_slice()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// They do what a map of lists does, and a copy does not see it.
        #[test]
        fn they_are_a_map_of_lists(deeds in prop::collection::vec((0..6u8, 0..5u16, 0..4i64), 0..40)) {
            let (mut values, mut map) = (Values::new(), BTreeMap::<Tag, Vec<Value>>::new());
            for (deed, tag, number) in deeds {
                let (copy, before) = (values.clone(), map.clone());
                let value = Value::Int(number);
                match deed {
                    0 => {
                        values.insert(tag, vec![value.clone(), Value::Bool(true)]);
                        map.insert(tag, vec![value, Value::Bool(true)]);
                    }
                    1 => {
                        values.fill(tag, || vec![value.clone()]);
                        map.entry(tag).or_insert_with(|| vec![value]);
                    }
                    2 => prop_assert_eq!(values.remove(&tag).map(|held| held.to_vec()), map.remove(&tag)),
                    3 => {
                        values.of(tag).push(value.clone());
                        map.entry(tag).or_default().push(value);
                    }
                    4 => {
                        if let (Some(held), Some(list)) = (values.get_mut(&tag), map.get_mut(&tag)) {
                            held.retain(|one| *one != value);
                            list.retain(|one| *one != value);
                        }
                    }
                    _ => {
                        values.retain(|tag, held| *tag > 0 && !held.is_empty());
                        map.retain(|tag, list| *tag > 0 && !list.is_empty());
                    }
                }
                prop_assert_eq!(format!("{values:?}"), format!("{map:?}"));
                prop_assert_eq!(&values, &map.clone().into_iter().collect::<Values>());
                prop_assert_eq!(format!("{copy:?}"), format!("{before:?}"));
                for tag in 0..5 {
                    let held = values.get(&tag).map(Held::as_slice);
                    prop_assert_eq!(held, map.get(&tag).map(Vec::as_slice));
                    prop_assert_eq!(values.contains_key(&tag), map.contains_key(&tag));
                }
                prop_assert_eq!((values.len(), values.is_empty()), (map.len(), map.is_empty()));
            }
        }
    }

    #[test]
    fn a_field_with_one_value_takes_no_memory_of_its_own() {
        assert_eq!(size_of::<Held>(), size_of::<Value>());
    }
}
