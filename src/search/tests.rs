//! What users expect to find, and what must not break the index.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;

fn index(entries: &[(u32, Entry<'_>)]) -> Index<u32> {
    let mut index = Index::new();
    for (key, entry) in entries {
        index.insert(*key, entry);
    }
    index
}

fn people(names: &[&str]) -> Index<u32> {
    let mut index = Index::new();
    for (key, name) in (0..).zip(names) {
        index.insert(key, &Entry { name: &[name], text: &[], tails: &[], ends: &[] });
    }
    index
}

fn found<K: Copy + Eq + std::hash::Hash>(index: &Index<K>, query: &str) -> Vec<K> {
    let hits = index.search(query, 50);
    assert!(hits.best.len() <= hits.total && hits.best.is_sorted_by_key(|hit| hit.rank));
    hits.best.into_iter().map(|hit| hit.key).collect()
}

/// Reads a file of the shared data, or tells why the test is skipped.
fn shared(path: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    match fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if std::env::var_os("CI").is_some() => panic!("{}: {error}", path.display()),
        Err(error) => {
            println!("skipped, {}: {error}", path.display());
            None
        }
    }
}

#[test]
fn a_name_is_found_in_every_way_it_is_typed() {
    let table = [
        ("张三", "zs zhangs zhangsan zsan 张s z三 ZS 张 三 zhsan zhs zhangsa zha z ｚｓ zhāngsān 张san san"),
        ("单小明", "shan dan sxm dxm shxm shanxiaoming danxiaoming 单xm xiaoming xm"),
        ("吕一", "lv lu lü LÜ lu: ly lvyi luyi"),
        ("尉迟恭", "yuchi ycg weichi 尉c gong"),
        ("阿卜杜拉·买买提", "abdl mmt abdlmmt 阿卜杜拉买买提 阿卜杜拉•买买提"),
        ("欧阳A", "oya ouyanga 欧阳a"),
    ];
    for (name, queries) in table {
        let index = people(&["王五", name, "钱七"]);
        for query in queries.split(' ').chain(["", " "]) {
            let want: &[u32] = if query.trim().is_empty() { &[] } else { &[1] };
            let other = index.search(query, 50).best;
            assert!(other.iter().map(|hit| hit.key).eq(want.iter().copied()), "{name} {query:?} {other:?}");
            assert!(matches(name, query).is_some(), "{name} {query:?}");
        }
    }
    for query in ["zhang san", "zhang s", "z s", "张 三", "san zhang", "zhang　san"] {
        assert_eq!(found(&people(&["李四", "张三", "张伟"]), query), [1], "{query}");
    }
    for query in ["hang", "ang", "angsan", "zt", "sanz", "-", "'"] {
        assert!(found(&people(&["张三"]), query).is_empty(), "{query}");
    }
}

#[test]
fn addresses_and_numbers_are_found() {
    let index = index(&[
        (
            1,
            Entry {
                name: &["张三"],
                text: &["幸福小区5栋2单元301"],
                tails: &["138-0000-2210", "A-17"],
                ends: &[],
            },
        ),
        (
            2,
            Entry {
                name: &["李四"],
                text: &["和平路8号", "来电反映路灯"],
                tails: &["13900001234", "B-3"],
                ends: &[],
            },
        ),
    ]);
    for query in [
        "幸福",
        "小区5栋",
        "xf5d",
        "xfxq5d",
        "xingfu5",
        "XF5D",
        "2210",
        "A-17",
        "a17",
        "Ａ－１７",
        "a-1",
        "17",
        "1380000",
        "张 5栋",
        "zs 2210",
        "幸福 小区",
        "5栋 zhangsan",
        "zs xf5d",
    ] {
        assert_eq!(found(&index, query), [1], "{query}");
    }
    assert_eq!(found(&index, "路灯"), [2]);
    assert_eq!(found(&index, "0000"), [1, 2]);
    for query in ["张 和平", "zs 1234", "幸福5栋路灯"] {
        assert!(found(&index, query).is_empty(), "{query}");
    }
}

#[test]
fn what_is_shown_in_part_is_found_by_its_end_alone() {
    let phone = Entry { name: &["张三"], ends: &["138-1234-2210"], ..Entry::default() };
    let index = index(&[(1, phone)]);
    for query in ["0", "2210", "42210", "13812342210", "138-1234-2210", "zs 210"] {
        assert_eq!(found(&index, query), [1], "{query}");
    }
    for query in ["138", "1381", "1234", "221", "381234"] {
        assert!(found(&index, query).is_empty(), "{query}");
    }
}

#[test]
fn the_usual_name_goes_before_others_and_a_whole_match_is_told() {
    let index = index(&[
        (1, Entry { name: &["路灯不亮", "张三"], ..Entry::default() }),
        (2, Entry { name: &["张三"], tails: &["A-17"], ..Entry::default() }),
        (3, Entry { name: &["", "张三"], ..Entry::default() }),
    ]);
    let whole = |query| -> Vec<(u32, bool)> {
        index.search(query, 9).best.iter().map(|hit| (hit.key, hit.is_whole())).collect()
    };
    assert_eq!(whole("zs"), [(2, true), (1, false), (3, false)]);
    assert_eq!(whole("张"), [(2, false), (1, false), (3, false)]);
    assert_eq!(whole("a17"), [(2, true)]);
}

#[test]
fn several_indexes_are_asked_without_the_last_resort() {
    let index = index(&[(1, Entry { name: &["李四"], text: &["幸福小区5栋"], ..Entry::default() })]);
    let none = &mut Trail::default();
    assert_eq!(index.search_whole("xf5d", 9, none).total, 0);
    assert_eq!(index.search_whole("幸福", 9, none).best, index.search("幸福", 9).best);
    assert_eq!(index.search("xf5d", 9).total, 1);
    for query in ["xf5d", "幸5", "李 xf5d", "si li", "zzzz"] {
        assert_eq!(index.search_scattered(query, 9, none), index.search(query, 9), "{query}");
    }
}

#[test]
fn scattered_letters_are_the_last_resort() {
    let entries = |second| {
        index(&[
            (1, Entry { name: &["李四"], text: &["幸福小区5栋"], tails: &[], ends: &[] }),
            (2, Entry { name: &[second], text: &[], tails: &[], ends: &[] }),
        ])
    };
    assert_eq!(found(&entries("王五"), "xfxq"), [1]);
    assert_eq!(found(&entries("许凤霞琪"), "xfxq"), [2]);
    let one = index(&[(1, Entry { name: &["李四"], text: &["张"], tails: &[], ends: &[] })]);
    assert_eq!(found(&one, "zh"), [1]);
}

#[test]
fn the_best_come_first() {
    let ranked = |names: &[&str], query: &str| -> Vec<String> {
        let order = found(&people(names), query);
        order
            .into_iter()
            .filter_map(|key| names.get(usize::try_from(key).ok()?))
            .map(ToString::to_string)
            .collect()
    };
    assert_eq!(ranked(&["李张三", "张三丰", "张三"], "zs"), ["张三", "张三丰", "李张三"]);
    assert_eq!(ranked(&["单小明", "丹小明"], "dan"), ["丹小明", "单小明"]);
    assert_eq!(ranked(&["丹小明", "单小明"], "shan"), ["单小明"]);
    // Who types ü or v means ü; a u stands for both.
    for query in ["lv", "lü", "lu:", "LÜ"] {
        assert_eq!(ranked(&["罗宏", "吕敏"], query), ["吕敏", "罗宏"], "{query}");
    }
    assert_eq!(ranked(&["罗宏", "吕敏"], "lu"), ["罗宏", "吕敏"]);
    assert_eq!(ranked(&["许一", "徐二"], "xv"), ["许一", "徐二"]);
    // What somebody is called comes before what a character may also be read as.
    assert_eq!(ranked(&["周俊", "长孙一", "张三丰"], "zs"), ["长孙一", "张三丰", "周俊"]);
    assert_eq!(ranked(&["王诚", "尉迟㛃"], "yc"), ["尉迟㛃", "王诚"]);
    assert_eq!(ranked(&["单小明", "李丹"], "dan"), ["李丹", "单小明"]);
    let mixed = index(&[
        (1, Entry { name: &["王五"], text: &["张三路1号"], tails: &[], ends: &[] }),
        (2, Entry { name: &["王五"], text: &["近张三路"], tails: &[], ends: &[] }),
        (3, Entry { name: &["张三"], text: &[], tails: &[], ends: &[] }),
        (4, Entry { name: &["周六", "张三"], text: &[], tails: &[], ends: &[] }),
    ]);
    assert_eq!(found(&mixed, "张三"), [3, 4, 1, 2]);
    let numbers = index(&[
        (1, Entry { name: &[], text: &[], tails: &["13817000000"], ends: &[] }),
        (2, Entry { name: &[], text: &[], tails: &["13800000017"], ends: &[] }),
        (3, Entry { name: &[], text: &[], tails: &["17"], ends: &[] }),
    ]);
    assert_eq!(found(&numbers, "17"), [3, 2, 1]);
}

#[test]
fn all_are_counted_and_the_best_given() {
    let names: Vec<String> = (0..500).map(|number| format!("张{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let hits = people(&names).search("zhang", 7);
    assert_eq!(hits.total, 500);
    assert_eq!(hits.best.iter().map(|hit| hit.key).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(people(&names).search("zhang", 0).best, []);
}

#[test]
fn what_is_replaced_or_removed_is_not_found() {
    let mut index = people(&["张三", "张四", "张五"]);
    index.insert(0, &Entry { name: &["王一"], text: &["东街"], tails: &["777"], ends: &[] });
    assert_eq!(index.len(), 3);
    assert_eq!(found(&index, "z"), [1, 2]);
    assert_eq!(found(&index, "东街"), [0]);
    index.insert(0, &Entry { name: &["张六"], text: &[], tails: &[], ends: &[] });
    assert_eq!(found(&index, "z"), [0, 1, 2], "a replaced entry keeps its order");
    assert!(found(&index, "东街").is_empty() && found(&index, "777").is_empty());
    assert!(index.remove(1) && !index.remove(1) && !index.remove(9));
    assert_eq!(found(&index, "z"), [0, 2]);
    assert!(index.remove(0) && index.remove(2));
    assert!(index.is_empty() && found(&index, "z").is_empty());
}

#[test]
fn surnames_are_found_as_people_say_them() {
    let Some(table) = shared("pinyin/surname_readings.tsv") else { return };
    let table = String::from_utf8(table).unwrap();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (surname, reading, plain) = (columns[0], columns[1], columns[2]);
        let name = format!("{surname}二");
        let index = people(&["王五", &name]);
        let initials: String = normalize_each(reading);
        for query in [plain, reading, &initials, &format!("{plain}er"), surname, plain.get(..1).unwrap()] {
            assert!(found(&index, query).contains(&1), "{surname} {query}");
        }
        assert!(
            readings(&name).full.iter().any(|one| one.starts_with(plain)),
            "{surname}: {:?}",
            readings(&name)
        );
        seen += 1;
    }
    assert!(seen >= 160);
}

#[test]
fn phrases_are_found_as_people_read_them() {
    let Some(table) = shared("pinyin/phrases-500.tsv") else { return };
    let table = String::from_utf8(table).unwrap();
    let mut missed = Vec::new();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (phrase, reading, plain, initials) = (columns[0], columns[1], columns[2], columns[3]);
        // As a name, and as the title of an issue.
        let as_name = people(&["王五", phrase]);
        let title = Entry { name: &[], text: &[phrase], tails: &[], ends: &[] };
        let as_text = index(&[(0, Entry { name: &[], text: &["王五"], tails: &[], ends: &[] }), (1, title)]);
        let is_found =
            |query: &str| [&as_name, &as_text].iter().all(|index| found(index, query).contains(&1));
        missed.extend([reading, plain, initials].iter().filter(|query| !is_found(query)).map(|_| phrase));
        assert!(is_found(phrase), "{phrase}");
        seen += 1;
    }
    missed.dedup();
    assert!(seen >= 499);
    assert!(missed.len() * 100 <= seen, "{} of {seen}: {missed:?}", missed.len());
}

fn normalize_each(reading: &str) -> String {
    reading.split(' ').filter_map(|syllable| normalize(syllable).chars().next()).collect()
}

#[test]
fn hostile_strings_neither_break_nor_get_lost() {
    let Some(lines) = shared("strings/blns/blns.txt") else { return };
    let lines = String::from_utf8_lossy(&lines);
    let lines: Vec<&str> = lines.lines().collect();
    let mut index = Index::new();
    for (key, line) in lines.iter().enumerate() {
        index.insert(key, &Entry { name: &[line], text: &[line], tails: &[line], ends: &[] });
    }
    for (key, line) in lines.iter().enumerate() {
        let hits = index.search(line, usize::MAX);
        assert_eq!(hits.best.len(), hits.total);
        let short = normalize(line).chars().count() < 200 && line.split_whitespace().count() < 8;
        if short && !normalize(line).is_empty() {
            assert!(hits.best.iter().any(|hit| hit.key == key), "{line:?}");
        }
        for range in highlight(line, line) {
            assert!(line.get(range).is_some());
        }
        let _ = (readings(line), matches(line, "zs"), matches("张三", line), highlight("张三", line));
    }
    for key in 0..lines.len() {
        assert!(index.remove(key));
    }
    assert_eq!(index.len(), 0);
}

#[test]
fn a_text_alone_is_ranked_by_the_same_rules() {
    assert_eq!(matches("新建走访", ""), Some(0));
    assert_eq!(matches("新建走访", "zf导"), None);
    let rank = |text, query| matches(text, query).expect(text);
    assert!(rank("走访", "zf") < rank("走访登记", "zf"));
    assert!(rank("走访登记", "zf") < rank("新建走访", "zf"));
    assert!(rank("新建走访", "zf") < rank("政策防范", "zf"));
    assert!(matches("Export a bundle", "exp bun").is_some());
    assert!(matches("Export a bundle", "eab").is_some());
    assert!(rank("张三", "zhang san") == rank("张三", "zhangsan"));
}

proptest! {
    #[test]
    fn an_index_is_what_was_last_put_in(
        steps in prop::collection::vec((0_u8..12, prop::option::of("[张单吕zs1·]{0,4}")), 0..200),
        query in "[张zsd1lu]{1,3}",
    ) {
        let mut index = Index::new();
        let mut model = std::collections::BTreeMap::new();
        for (key, name) in steps {
            if let Some(name) = name {
                index.insert(key, &Entry { name: &[&name], text: &[], tails: &[&name], ends: &[] });
                model.insert(key, name);
            } else {
                prop_assert_eq!(index.remove(key), model.remove(&key).is_some());
            }
            prop_assert_eq!(index.len(), model.len());
        }
        let mut fresh = Index::new();
        for (key, name) in &model {
            fresh.insert(*key, &Entry { name: &[name], text: &[], tails: &[name], ends: &[] });
        }
        let ranks = |index: &Index<u8>| {
            let mut hits: Vec<_> = index.search(&query, 99).best.iter().map(|hit| (hit.key, hit.rank)).collect();
            hits.sort_unstable();
            hits
        };
        prop_assert_eq!(ranks(&index), ranks(&fresh));
    }

    /// Letter by letter, taken back, and with a record written in between.
    #[test]
    fn a_word_that_grows_is_found_as_if_it_were_typed_at_once(
        all in prop::collection::vec(
            ("[张单吕李zs·]{0,4}", "[张单zs]{0,2}", "[幸福路吕5a-]{0,6}", "[0-9a-]{0,4}", "[0-9]{0,3}"),
            1..30,
        ),
        keys in prop::collection::vec(prop::option::weighted(0.7, "[张单zhsdanlüv:幸福5 1-]"), 1..24),
        written in 0..24_usize,
    ) {
        let mut index = Index::new();
        for (key, (name, other, text, tail, end)) in all.iter().enumerate() {
            index.insert(
                key,
                &Entry { name: &[name, other], text: &[text, other], tails: &[tail], ends: &[end] },
            );
        }
        let (mut typed, mut trail) = (String::new(), Trail::default());
        for (at, key) in keys.into_iter().enumerate() {
            match key {
                Some(letter) => typed.push_str(&letter),
                None => drop(typed.pop()),
            }
            if at == written {
                index.insert(0, &Entry { name: &["单张"], text: &[], tails: &["1"], ends: &["15"] });
            }
            for limit in [2, 99] {
                let at_once = index.search_whole(&typed, limit, &mut Trail::default());
                prop_assert_eq!(index.search_whole(&typed, limit, &mut trail), at_once, "{}", typed);
                let at_once = index.search_scattered(&typed, limit, &mut Trail::default());
                prop_assert_eq!(index.search_scattered(&typed, limit, &mut trail), at_once, "{}", typed);
            }
        }
    }

    #[test]
    fn nothing_typed_breaks_it(name in "\\PC{0,30}", query in ".{0,80}") {
        let index = people(&[&name]);
        prop_assert!(index.search(&query, 3).total <= 1);
        let _ = (matches(&name, &query), readings(&name), normalize(&query));
    }
}
