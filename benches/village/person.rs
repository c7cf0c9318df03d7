//! Who lives in the village. Nothing here needs the package: the peers that
//! `benches/cost` measures keep the same people.

const SURNAMES: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "单", "曾", "欧阳", "解"];
const GIVEN: [&str; 16] = [
    "桂兰", "建国", "晓敏", "伟", "秀英", "海燕", "志强", "玉梅", "子涵", "浩然", "德福", "春花", "文博",
    "雪", "国庆", "丽华",
];
const PLACES: [&str; 8] =
    ["幸福小区", "太湖花园", "新塘村", "老街", "东风里", "水泵厂宿舍", "莲花北路", "向阳新村"];

/// A resident who was invented.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) phone: String,
    pub(crate) note: String,
}

/// The resident with this number.
pub(crate) fn person(number: usize) -> Person {
    let mix = number.wrapping_mul(2_654_435_761) >> 7;
    let (surname, given) = (SURNAMES[number % 12], GIVEN[mix % 16]);
    let (place, house, flat) = (PLACES[mix / 16 % 8], mix / 128 % 60 + 1, number % 600 + 101);
    Person {
        name: format!("{surname}{given}"),
        address: format!("{place}{house}栋{flat}室"),
        phone: format!("139{:08}", number % 100_000_000),
        note: format!("第 {number} 位居民，独居，每月去看一次，喜欢下棋，{}", mix % 1_000_000),
    }
}

/// The telephone that somebody has after the edit with this number.
pub(crate) fn changed(number: usize) -> String {
    format!("138{number:08}")
}
