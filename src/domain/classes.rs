//! What an issue is about: the classes that the program brings, and those
//! that a group adds (domain.md E1, §2.1, §3.2).

use std::sync::LazyLock;

use serde::Deserialize;

use super::{field::Kind, row::Row, wording::Wording};

crate::ledger! {
    /// A class that the group added; one of the program's that is named here
    /// and no longer used is left out of the choices.
    "classes" ("事项分类", "Classes of issues") Card;
    TITLE = 16 "title" ("名称", "Title") Kind::Text => required().column(20).import(&["名称", "分类"]);
    PARENT = 17 "parent" ("上级分类", "Under") Kind::Text => column(16).import(&["上级分类", "大类"]);
    UNUSED = 18 "unused" ("停用", "No longer used") Kind::Bool => column(6);
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// What it is called; this is what an issue stores, in Chinese.
    pub title: Wording,
    /// The class above it.
    pub parent: Option<String>,
}

/// The classes that the program brings, from `assets/classes.toml`.
pub fn shipped() -> &'static [Class] {
    static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| read(include_str!("../../assets/classes.toml")));
    &CLASSES
}

/// All classes to choose from: the program's, and what the group says of them.
pub fn offered(own: &[Row]) -> Vec<Class> {
    let says = |title: &str| own.iter().find(|row| row.stands() && row.text(TITLE).trim() == title);
    let used = |title: &str| says(title).is_none_or(|row| !row.is(UNUSED));
    let mut classes: Vec<Class> = shipped().iter().filter(|class| used(&class.title.zh)).cloned().collect();
    for row in own.iter().filter(|row| row.stands() && !row.is(UNUSED)) {
        let title = row.text(TITLE).trim().to_owned();
        if classes.iter().all(|class| class.title.zh != title) {
            let parent = Some(row.text(PARENT).trim().to_owned()).filter(|parent| !parent.is_empty());
            classes.push(Class { title: Wording::owned(title.clone(), title), parent });
        }
    }
    classes
}

fn read(text: &str) -> Vec<Class> {
    #[derive(Deserialize)]
    struct File {
        classes: Vec<Top>,
    }
    #[derive(Deserialize)]
    struct Top {
        zh: String,
        en: String,
        #[serde(default)]
        below: Vec<Below>,
    }
    #[derive(Deserialize)]
    struct Below {
        zh: String,
        en: String,
    }
    // Shipped data: a test below reads it, so an unreadable file cannot be released.
    let tops = toml::from_str::<File>(text).map_or_else(|_unreadable| Vec::new(), |file| file.classes);
    let mut classes = Vec::new();
    for top in tops {
        let parent = top.zh.clone();
        classes.push(Class { title: Wording::owned(top.zh, top.en), parent: None });
        classes.extend(
            top.below.into_iter().map(|below| Class {
                title: Wording::owned(below.zh, below.en),
                parent: Some(parent.clone()),
            }),
        );
    }
    classes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        id::{LedgerTag, RecordId},
        row::Values,
        value::Value,
    };

    // Shows E1.
    #[test]
    fn the_twelve_classes_of_the_hotline_and_the_eleven_of_livelihood_are_there() {
        let titles: Vec<&str> = shipped().iter().map(|class| &*class.title.zh).collect();
        for title in [
            "社会保障与就业",
            "教育文化体育",
            "医疗卫生计生",
            "环境保护资源",
            "城乡建设管理",
            "交通运输物流",
            "商贸消费维权",
            "金融保险",
            "公共安全治安",
            "司法法律援助",
            "行政管理公共服务",
            "其他",
            "水利",
            "交通",
            "能源",
            "教育",
            "科技文体",
            "医疗卫生",
            "劳动和社会保障",
            "环境保护",
            "城乡规划建设管理",
            "农业",
            "其它",
        ] {
            assert!(titles.contains(&title), "{title}");
        }
        let distinct: HashSet<&&str> = titles.iter().collect();
        assert_eq!(distinct.len(), titles.len());
        assert!(shipped().iter().any(|class| class.parent.as_deref() == Some("城乡规划建设管理")));
    }

    // Shows E1.
    #[test]
    fn a_group_adds_classes_and_puts_the_programs_out_of_use() {
        let row = |n: u8, title: &str, unused: bool| {
            let id = RecordId::new(LedgerTag::of(ID), [n; 12]);
            let at = Timestamp::UNIX_EPOCH;
            let values = Values::from_iter([
                (TITLE, vec![Value::Text(title.into())]),
                (UNUSED, vec![Value::Bool(unused)]),
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
        };
        let has = |own: &[Row], title: &str| offered(own).iter().any(|class| class.title.zh == title);
        assert!(has(&[], "能源") && !has(&[], "电动车充电"));
        let own = [row(1, "电动车充电", false), row(2, "能源", true)];
        assert!(has(&own, "电动车充电") && !has(&own, "能源"));
    }
}
