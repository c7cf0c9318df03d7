//! The three "三清" checklists: one sheet a neighbourhood (domain.md C1–C4).

pub mod items;

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    field::Kind,
    id::RecordId,
    input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

crate::ledger! {
    /// What is known of one item of one list in one neighbourhood. The id is
    /// derived from the three, so that two laptops that tick it agree.
    "checks" ("三清", "Checklists") Card;
    ITEM = 16 "item" ("项目", "Item") Kind::Text => automatic().column(24);
    LIST = 17 "list" ("清单", "List") Kind::choices(&[
        ("prosperity", "富民思路", "ways to prosperity"),
        ("concerns", "群众关注热点", "people's concerns"),
        ("harmony", "和谐稳定动态", "harmony"),
    ]) => automatic().column(14);
    NEIGHBOURHOOD = 18 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned()) => automatic().column(10);
    STATE = 19 "state" ("是否摸清", "State") Kind::choices(&[
        ("open", "未摸清", "open"),
        ("working", "正在摸", "working"),
        ("clear", "已摸清", "clear"),
    ]) => automatic().column(8);
    BASIS = 20 "basis" ("依据", "Basis") Kind::LongText => automatic().column(30);
    LINKS = 21 "links" ("关联", "Links") Kind::Ref(String::new()) => many().automatic();
    REVIEW = 22 "review" ("下次复核", "Next re-check") Kind::Date => automatic().column(10);
    OWNER = 23 "owner" ("责任人", "Owner") Kind::Ref("members".to_owned()) => automatic().column(10);
    NEXT = 24 "next" ("下一步", "Next step") Kind::Text => automatic();
}

/// The three lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clarity {
    /// 富民思路.
    Prosperity,
    /// 群众关注热点.
    Concerns,
    /// 和谐稳定动态.
    Harmony,
}

impl Clarity {
    /// All three, in the order of the screens.
    pub const ALL: [Self; 3] = [Self::Prosperity, Self::Concerns, Self::Harmony];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Prosperity => "prosperity",
            Self::Concerns => "concerns",
            Self::Harmony => "harmony",
        }
    }

    /// The list with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.key() == key)
    }

    /// Its title.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Prosperity => lang.pick("富民思路", "Ways to prosperity"),
            Self::Concerns => lang.pick("群众关注热点", "People's concerns"),
            Self::Harmony => lang.pick("和谐稳定动态", "Harmony"),
        }
    }
}

/// How far an item is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum CheckState {
    /// 未摸清.
    #[default]
    Open,
    /// 正在摸.
    Working,
    /// 已摸清.
    Clear,
}

impl CheckState {
    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Working => "working",
            Self::Clear => "clear",
        }
    }

    /// The state with this key; what is not known counts as open.
    pub fn from_key(key: &str) -> Self {
        match key {
            "clear" => Self::Clear,
            "working" => Self::Working,
            _ => Self::Open,
        }
    }
}

/// One item of a list.
#[derive(Debug, Clone)]
pub struct CheckItem {
    /// Its lasting id.
    pub id: String,
    /// What is to be known.
    pub title: Wording,
    /// How one finds out.
    pub hint: Wording,
}

/// A list with its items, as the program brings it.
#[derive(Debug, Clone)]
pub struct Checklist {
    /// Which of the three.
    pub list: Clarity,
    /// Its items.
    pub items: Vec<CheckItem>,
}

/// The id of the record that says how far `item` is known at `neighbourhood`.
pub fn check_id(list: Clarity, item: &str, neighbourhood: RecordId) -> RecordId {
    RecordId::derived(ID, &[list.key().as_bytes(), item.as_bytes(), neighbourhood.as_bytes()])
}

/// Whether an item may be said to be known as far as a record says: what is
/// clear rests on something (domain.md C4), and an item of the third list is
/// neither worked on nor clear without who follows it up and the next step
/// (domain.md C3).
pub fn permit(check: &Row) -> Result<(), Refusal> {
    let stated = CheckState::from_key(check.text(STATE));
    if stated == CheckState::Open {
        return Ok(());
    }
    let is_harmony = Clarity::from_key(check.text(LIST)) == Some(Clarity::Harmony);
    let is_followed = check.reference(OWNER).is_some() && input::says_something(check.text(NEXT));
    if is_harmony && !is_followed {
        return Err(Refusal::NoFollowUp);
    }
    if stated == CheckState::Clear && !input::says_something(check.text(BASIS)) {
        return Err(Refusal::NoBasis);
    }
    Ok(())
}

/// How far an item counts as known: what came by bundle and says more than it
/// may counts only as far as the rule lets it.
pub fn counted(check: &Row) -> CheckState {
    let stated = CheckState::from_key(check.text(STATE));
    match permit(check) {
        Ok(()) => stated,
        // Without its basis it is still being worked on.
        Err(Refusal::NoBasis) => CheckState::Working,
        Err(_) => CheckState::Open,
    }
}

/// Why what a record says does not count in full; nothing where it does.
pub fn shortfall(check: &Row, lang: Lang) -> Option<&'static str> {
    match permit(check) {
        Ok(()) => None,
        Err(Refusal::NoBasis) => Some(lang.pick("缺依据，不算摸清", "no basis: not clear")),
        Err(_) => Some(lang.pick("缺责任人或下一步，不算", "no owner or next step: not counted")),
    }
}

/// The three lists of `assets/checklists/`, without what a group says of them
/// (see [`items::of_group`]).
pub fn checklists() -> Vec<Checklist> {
    SHEETS.clone()
}

/// What the shipped item with this id is called.
pub fn item_title(id: &str) -> Option<&'static Wording> {
    SHEETS.iter().flat_map(|sheet| &sheet.items).find(|item| item.id == id).map(|item| &item.title)
}

static SHEETS: LazyLock<Vec<Checklist>> = LazyLock::new(read_sheets);

fn read_sheets() -> Vec<Checklist> {
    #[derive(Deserialize)]
    struct Sheet {
        items: Vec<Item>,
    }
    #[derive(Deserialize)]
    struct Item {
        id: String,
        zh: String,
        en: String,
        hint: Hint,
    }
    #[derive(Deserialize)]
    struct Hint {
        zh: String,
        en: String,
    }
    Clarity::ALL
        .into_iter()
        .map(|list| {
            let text = match list {
                Clarity::Prosperity => include_str!("../../assets/checklists/prosperity.toml"),
                Clarity::Concerns => include_str!("../../assets/checklists/concerns.toml"),
                Clarity::Harmony => include_str!("../../assets/checklists/harmony.toml"),
            };
            // Shipped data: a test below reads it, so an unreadable list cannot be released.
            let items =
                toml::from_str::<Sheet>(text).map_or_else(|_unreadable| Vec::new(), |sheet| sheet.items);
            let items = items
                .into_iter()
                .map(|item| CheckItem {
                    id: item.id,
                    title: Wording::owned(item.zh, item.en),
                    hint: Wording::owned(item.hint.zh, item.hint.en),
                })
                .collect();
            Checklist { list, items }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::{
        testing::{card, id},
        value::Value,
    };

    fn check(list: &str, state: &str, more: &[(u16, Value)]) -> Row {
        let mut values = vec![(LIST, Value::Choice(list.into())), (STATE, Value::Choice(state.into()))];
        values.extend_from_slice(more);
        card(ID, 1, &values)
    }

    // Shows C3.
    #[test]
    fn the_third_list_needs_owner_and_next_step_and_counts_for_nothing_without() {
        let owner = (OWNER, Value::Ref(id("members", 1)));
        let next = (NEXT, Value::Text("周五复查".into()));
        let basis = (BASIS, Value::Text("看过现场".into()));
        for state in ["working", "clear"] {
            for more in [vec![], vec![owner.clone()], vec![next.clone()], vec![basis.clone(), owner.clone()]]
            {
                let row = check("harmony", state, &more);
                assert_eq!(permit(&row), Err(Refusal::NoFollowUp), "{more:?}");
                assert_eq!(counted(&row), CheckState::Open);
                assert!(shortfall(&row, Lang::Zh).is_some());
            }
        }
        assert_eq!(permit(&check("harmony", "open", &[])), Ok(()));
        assert_eq!(permit(&check("harmony", "working", &[owner.clone(), next.clone()])), Ok(()));
        assert_eq!(permit(&check("harmony", "clear", &[owner.clone(), next.clone()])), Err(Refusal::NoBasis));
        assert_eq!(counted(&check("harmony", "clear", &[owner, next, basis])), CheckState::Clear);
    }

    // Shows C1, C4.
    #[test]
    fn nothing_is_clear_without_its_basis() {
        for list in ["prosperity", "concerns"] {
            let bare = check(list, "clear", &[]);
            assert_eq!((permit(&bare), counted(&bare)), (Err(Refusal::NoBasis), CheckState::Working));
            assert_eq!(
                counted(&check(list, "clear", &[(BASIS, Value::Text("问了 40 户".into()))])),
                CheckState::Clear
            );
            assert_eq!(permit(&check(list, "working", &[])), Ok(()));
        }
    }

    // Shows C1, C3.
    #[test]
    fn the_lists_ask_for_what_is_to_be_known() {
        let of = |list: Clarity| -> Vec<String> {
            let sheet = checklists().into_iter().find(|sheet| sheet.list == list).unwrap();
            sheet.items.into_iter().map(|item| item.title.zh.into_owned()).collect()
        };
        for (list, asked) in [
            (
                Clarity::Prosperity,
                ["资源", "产业", "技能", "劳力", "就业意愿", "典型做法", "项目"].as_slice(),
            ),
            (
                Clarity::Harmony,
                &[
                    "邻里纠纷",
                    "家庭纠纷",
                    "业主之间的纠纷",
                    "安置纠纷",
                    "欠薪纠纷",
                    "消防隐患",
                    "燃气隐患",
                    "场所隐患",
                    "治安问题",
                    "乱建抢种",
                    "没有答复的事",
                    "共同的诉求",
                ],
            ),
        ] {
            for what in asked {
                let found = of(list).iter().filter(|title| title.contains(what)).count();
                assert_eq!(found, 1, "{list:?}: {what} in {:?}", of(list));
            }
        }
    }

    #[test]
    fn the_three_lists_have_items_with_distinct_ids() {
        let lists = checklists();
        assert_eq!(lists.len(), 3);
        for list in lists {
            assert!(list.items.len() >= 5, "{:?} has {} items", list.list, list.items.len());
            let ids: HashSet<_> = list.items.iter().map(|item| &item.id).collect();
            assert_eq!(ids.len(), list.items.len());
        }
    }
}
