//! How characters are read: a table for surnames, the character table for the rest.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

use super::fold;

/// Surname, tab, readings in their order of use separated by commas; the
/// syllables of a compound surname are separated by a space.
const TABLE: &str = include_str!("../../assets/pinyin/surnames.tsv");

/// The most combinations of readings that [`readings`] gives of each kind.
const MOST_COMBINATIONS: usize = 16;

/// The longest text whose first character is taken for a surname. A longer
/// one is an enterprise or a title, where 查 begins 查看 and not a person.
const LONGEST_NAME: usize = 4;

/// How a name may be typed, the usual reading first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// Full pinyin without tones or spaces: `zhangsan`. At most 16.
    pub full: Vec<String>,
    /// Initials, each as one letter and as two: `zs`, `zhs`. At most 16.
    pub initials: Vec<String>,
}

/// Gives the ways to type a name in pinyin; characters without a reading stand for themselves.
///
/// A surname is read as surnames are (单 shàn, 尉迟 yù chí), its other
/// readings follow.
pub fn readings(name: &str) -> Readings {
    let chars: Vec<char> = fold::fold(name).collect();
    let mut full = Vec::with_capacity(chars.len());
    let mut initials = Vec::with_capacity(chars.len());
    for (&ch, role) in chars.iter().zip(roles(&chars)) {
        let sound = Sound::of(ch, role);
        let all: Vec<String> = sound.usual.into_iter().chain(sound.others).collect();
        if all.is_empty() {
            full.push(vec![ch.to_string()]);
            initials.push(vec![ch.to_string()]);
            continue;
        }
        let one = all.iter().filter_map(|reading| reading.get(..1));
        let two = all.iter().filter_map(|reading| retroflex(reading));
        initials.push(distinct(one.chain(two).map(str::to_owned)));
        full.push(distinct(all.iter().map(|reading| reading.chars().map(fold::plain).collect())));
    }
    Readings { full: combine(&full), initials: combine(&initials) }
}

/// The part a character plays in a name, which decides how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Somewhere inside: the character table alone.
    Plain,
    /// First in a text of a name's length: the surname's reading comes first.
    Surname,
    /// First in a longer text: the surname's reading is possible, not usual.
    Leading,
    /// Part of a compound surname: the row of the table and which of the two.
    Compound(usize, usize),
}

/// The readings of one character in one role, folded, none twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sound {
    /// What people say; a hit by these ranks first.
    pub(super) usual: Vec<String>,
    /// What the character may also be read as.
    pub(super) others: Vec<String>,
}

impl Sound {
    /// Looks a folded character up.
    pub(super) fn of(ch: char, role: Role) -> Self {
        let table = &*SURNAMES;
        let single = || table.single.get(&ch).cloned().unwrap_or_default();
        let (usual, others) = match role {
            Role::Plain => (Vec::new(), Vec::new()),
            Role::Surname => (single(), Vec::new()),
            Role::Leading => (Vec::new(), single()),
            Role::Compound(row, place) => (
                table.compound.get(row).and_then(|parts| parts.get(place)).cloned().unwrap_or_default(),
                single(),
            ),
        };
        let mut general = general(ch).into_iter();
        let usual = if usual.is_empty() { general.next().into_iter().collect() } else { usual };
        let others = others.into_iter().chain(general).filter(|reading| !usual.contains(reading));
        let others = distinct(others);
        Self { usual, others }
    }
}

/// Tells the role of each character of a folded text.
pub(super) fn roles(chars: &[char]) -> impl Iterator<Item = Role> + use<> {
    let row = match chars {
        [first, second, ..] => SURNAMES.row.get(&[*first, *second]).copied(),
        _ => None,
    };
    let is_name = chars.len() <= LONGEST_NAME;
    let leading = [0, 1].map(|place| match row {
        Some(row) => Role::Compound(row, place),
        None if place > 0 => Role::Plain,
        None if is_name => Role::Surname,
        None => Role::Leading,
    });
    leading.into_iter().chain(std::iter::repeat(Role::Plain))
}

/// All readings the character table knows, folded, the usual one first.
fn general(ch: char) -> Vec<String> {
    let Some(all) = ch.to_pinyin_multi() else { return Vec::new() };
    distinct(all.into_iter().map(|reading| fold_syllable(reading.plain())))
}

/// A syllable as plain letters: `lǚ` is `lü`.
fn fold_syllable(syllable: &str) -> String {
    fold::fold_reading(syllable).filter(|ch| ch.is_ascii_lowercase() || *ch == 'ü').collect()
}

/// The two-letter initial of a reading that has one.
fn retroflex(reading: &str) -> Option<&str> {
    reading.get(..2).filter(|initial| matches!(*initial, "zh" | "ch" | "sh"))
}

fn distinct(readings: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    readings.filter(|reading| !reading.is_empty() && seen.insert(reading.clone())).collect()
}

/// Combines the choices of each character, the first of each first; the
/// surname's choices change fastest, so that a cut never loses one of them.
fn combine(choices: &[Vec<String>]) -> Vec<String> {
    if choices.is_empty() {
        return Vec::new();
    }
    let total = choices.iter().try_fold(1_usize, |total, some| total.checked_mul(some.len()));
    let total = total.unwrap_or(usize::MAX).min(MOST_COMBINATIONS);
    let combinations = (0..total).map(|mut number| {
        let mut text = String::new();
        for some in choices {
            text.extend(some.get(number % some.len()).map(String::as_str));
            number /= some.len();
        }
        text
    });
    distinct(combinations)
}

/// The embedded table, read once.
struct Surnames {
    single: HashMap<char, Vec<String>>,
    /// The two characters of a compound surname, and its place in `compound`.
    row: HashMap<[char; 2], usize>,
    compound: Vec<[Vec<String>; 2]>,
}

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| Surnames::parse(TABLE));

impl Surnames {
    fn parse(table: &str) -> Self {
        let mut parsed = Self { single: HashMap::new(), row: HashMap::new(), compound: Vec::new() };
        for (surname, readings) in table.lines().skip(1).filter_map(|line| line.split_once('\t')) {
            let chars: Vec<char> = surname.chars().collect();
            match *chars.as_slice() {
                [only] => {
                    parsed.single.insert(only, distinct(readings.split(',').map(fold_syllable)));
                }
                [first, second] => {
                    let pairs: Vec<_> = readings.split(',').filter_map(|one| one.split_once(' ')).collect();
                    parsed.row.insert([first, second], parsed.compound.len());
                    parsed.compound.push([
                        distinct(pairs.iter().map(|pair| fold_syllable(pair.0))),
                        distinct(pairs.iter().map(|pair| fold_syllable(pair.1))),
                    ]);
                }
                _ => {}
            }
        }
        parsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        assert_eq!(TABLE.lines().next(), Some("surname\treadings"));
        let mut seen = HashSet::new();
        for line in TABLE.lines().skip(1) {
            let (surname, readings) = line.split_once('\t').expect("two columns");
            assert!(seen.insert(surname), "{surname} twice");
            let length = surname.chars().count();
            assert!((1..=2).contains(&length), "{surname}");
            for reading in readings.split(',') {
                assert_eq!(reading.split(' ').count(), length, "{line}");
                assert!(reading.split(' ').all(|part| !fold_syllable(part).is_empty()), "{line}");
            }
        }
        assert_eq!(SURNAMES.single.len() + SURNAMES.compound.len(), seen.len());
    }

    #[test]
    fn a_surname_is_read_as_one_and_otherwise_too() {
        for (name, first, also) in [
            ("单小明", "shanxiaoming", "danxiaoming"),
            ("曾一", "zengyi", "cengyi"),
            ("尉迟恭", "yuchigong", "weichigong"),
            ("万俟一", "moqiyi", "wanqiyi"),
            ("长孙一", "zhangsunyi", "changsunyi"),
            ("吕一", "luyi", "luyi"),
            ("黑一", "heyi", "heiyi"),
        ] {
            let Readings { full, .. } = readings(name);
            assert_eq!(full.first().map(String::as_str), Some(first), "{name}");
            assert!(full.iter().any(|reading| reading == also), "{name}: {full:?}");
        }
    }

    #[test]
    fn initials_have_one_letter_or_two() {
        let Readings { initials, .. } = readings("张石");
        for want in ["zs", "zhs", "zsh", "zhsh"] {
            assert!(initials.iter().any(|one| one == want), "{want}: {initials:?}");
        }
    }

    #[test]
    fn combinations_are_capped() {
        let many = readings(&"乐".repeat(500));
        assert_eq!(many.full.len(), MOST_COMBINATIONS);
        assert_eq!(many.initials.len(), MOST_COMBINATIONS);
        assert_eq!(readings(""), Readings { full: Vec::new(), initials: Vec::new() });
    }

    #[test]
    fn what_has_no_reading_stands_for_itself() {
        let mixed = readings("李A3");
        assert_eq!(mixed.full, ["lia3"]);
        assert_eq!(mixed.initials, ["la3"]);
    }

    #[test]
    fn a_long_text_does_not_begin_with_a_surname() {
        assert_eq!(readings("查看全部台账").full.first().map(|one| one.starts_with("cha")), Some(true));
        assert!(readings("查看全部台账").full.iter().any(|one| one.starts_with("zha")));
    }
}
