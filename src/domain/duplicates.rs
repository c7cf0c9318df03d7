//! Issues that may be one matter: suggested, never decided (domain.md E1).
//!
//! What is compared is the matter: where, what class, which words in the
//! title. Who raised it plays no part and is not in the reason.

use std::collections::BTreeSet;

use super::{issues::issues, recusal::plain_name, row::Row, wording::Lang};

/// The share of common characters, in hundredths, from which titles are alike.
const ALIKE: usize = 45;

/// Why two issues may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// The share of the shorter title's characters that both have, in hundredths.
    pub share: usize,
    /// Whether both are of one class.
    pub same_class: bool,
}

impl Likeness {
    /// The reason in words; nothing of a person is in it.
    pub fn sentence(self, lang: Lang) -> String {
        let class = self.same_class.then(|| lang.pick("同一分类", "the same class"));
        let parts = [
            Some(lang.pick("同一居民小组", "the same neighbourhood")),
            class,
            Some(lang.pick("内容相近", "similar titles")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(lang.pick("、", ", "))
    }
}

/// Whether two issues may be one matter: of one kind, at one place, of one
/// class where both have one, with like titles.
pub fn likeness(one: &Row, other: &Row) -> Option<Likeness> {
    let same = |tag| one.one(tag) == other.one(tag);
    let place = one.reference(issues::NEIGHBOURHOOD).is_some() && same(issues::NEIGHBOURHOOD);
    let classes = [one.text(issues::CATEGORY), other.text(issues::CATEGORY)];
    let contrary = classes.iter().all(|class| !class.is_empty()) && classes[0] != classes[1];
    if one.id == other.id || !place || contrary || !same(issues::KIND) {
        return None;
    }
    let share = common(one.text(issues::TITLE), other.text(issues::TITLE));
    let same_class = !classes[0].is_empty() && classes[0] == classes[1];
    (share >= ALIKE).then_some(Likeness { share, same_class })
}

/// The share of characters that both texts have, of those of the shorter one;
/// nothing where no two of them stand together in both.
fn common(one: &str, other: &str) -> usize {
    let chars = |text: &str| -> Vec<char> { plain_name(text).chars().collect() };
    let pairs = |text: &[char]| -> BTreeSet<(char, char)> {
        text.iter().copied().zip(text.iter().copied().skip(1)).collect()
    };
    let (one, other) = (chars(one), chars(other));
    if pairs(&one).is_disjoint(&pairs(&other)) {
        return 0;
    }
    let set = |text: &[char]| text.iter().copied().collect::<BTreeSet<char>>();
    let (one, other) = (set(&one), set(&other));
    (one.intersection(&other).count() * 100).checked_div(one.len().min(other.len())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        id::{LedgerTag, RecordId},
        row::Values,
        value::Value,
    };

    fn issue(n: u8, place: u8, class: &str, title: &str, from: &str) -> Row {
        let id = RecordId::new(LedgerTag::of("issues"), [n; 12]);
        let place = RecordId::new(LedgerTag::of("neighbourhoods"), [place; 12]);
        let at = Timestamp::UNIX_EPOCH;
        let values = Values::from_iter([
            (issues::TITLE, vec![Value::Text(title.into())]),
            (issues::CATEGORY, Value::text(class).into_iter().collect()),
            (issues::FROM, vec![Value::Text(from.into())]),
            (issues::NEIGHBOURHOOD, vec![Value::Ref(place)]),
            (issues::KIND, vec![Value::Choice("request".into())]),
        ]);
        Row {
            id,
            values,
            conflicts: vec![],
            deleted: false,
            struck: None,
            created: at,
            turn: 0,
            updated: at,
            by: id,
        }
    }

    // Shows E1.
    #[test]
    fn like_titles_at_one_place_of_one_class_are_suggested_without_a_name() {
        let lamp = issue(1, 3, "照明", "路灯连续五天不亮", "王桂兰");
        let same = issue(2, 3, "照明", "三组路灯不亮，晚上看不清", "王桂兰");
        let found = likeness(&lamp, &same).unwrap();
        assert_eq!(found.sentence(Lang::Zh), "同一居民小组、同一分类、内容相近");
        assert!(!found.sentence(Lang::Zh).contains("王桂兰"));
        for other in [
            issue(3, 4, "照明", "路灯连续五天不亮", "王桂兰"),
            issue(4, 3, "排水", "路灯连续五天不亮", "王桂兰"),
            issue(5, 3, "照明", "想学电工，问培训", "王桂兰"),
            issue(1, 3, "照明", "路灯连续五天不亮", "王桂兰"),
        ] {
            assert_eq!(likeness(&lamp, &other), None, "{:?}", other.text(issues::TITLE));
        }
    }
}
