//! One form for everything that is compared: narrow, lower case, no spaces, no tone marks.
//!
//! An `ü` is kept where it is typed, as `ü`, `v` or `u:`, and in readings: who types it means it,
//! while a `u` stands for both.

use std::ops::Range;

/// The most characters of a query that are looked at. A name or an address
/// is far shorter; a page pasted by mistake must not cost more.
const LONGEST_QUERY: usize = 256;

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 8;

/// The two dots of an `ü` that is written as two characters.
const DOTS: char = '\u{308}';

/// One character in its folded form, with where it stood.
pub(super) struct Folded {
    /// The character that is compared.
    pub(super) ch: char,
    /// The bytes of the original text it came from.
    pub(super) bytes: Range<usize>,
}

/// Gives a query the form in which it is compared.
///
/// Full-width characters become half-width, letters lower case without tone
/// marks; spaces and controls vanish; `ü`, `v`, `u` and `u:` become `u`.
pub fn normalize(query: &str) -> String {
    words(query).concat().chars().map(plain).collect()
}

/// Splits a query at its spaces into folded words, each `ü` kept; none is empty.
pub(super) fn words(query: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut left = LONGEST_QUERY;
    for raw in query.split_whitespace() {
        if words.len() == MOST_WORDS || left == 0 {
            break;
        }
        let mut word = String::new();
        let mut count = 0;
        for raw in raw.chars() {
            if count == left {
                break;
            }
            // `u:` after n or l is how some keyboards spell ü, and two dots may come by themselves.
            let is_colon = matches!(raw, ':' | '：') && (word.ends_with("nu") || word.ends_with("lu"));
            if is_colon || raw == DOTS && word.ends_with('u') {
                word.pop();
                word.push('ü');
                continue;
            }
            let Some(ch) = fold_typed(raw) else { continue };
            word.push(ch);
            count += 1;
        }
        left -= count;
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// Folds a text that is searched, without remembering where things stood.
pub(super) fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(fold_char)
}

/// Folds a syllable of pinyin, its `ü` kept.
pub(super) fn fold_reading(syllable: &str) -> impl Iterator<Item = char> {
    syllable.chars().filter_map(fold_typed)
}

/// The letter that both are compared by where nobody says which is meant.
pub(super) fn plain(ch: char) -> char {
    if ch == 'ü' { 'u' } else { ch }
}

/// Folds a text and remembers which bytes each character came from.
pub(super) fn fold_with_places(text: &str) -> impl Iterator<Item = Folded> {
    text.char_indices()
        .filter_map(|(at, raw)| fold_char(raw).map(|ch| Folded { ch, bytes: at..at + raw.len_utf8() }))
}

/// What is left of a folded word when it is compared with a number: `a-17` is `a17`.
pub(super) fn bare(folded: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    folded.filter(|ch| ch.is_alphanumeric())
}

/// Folds one character; `None` for what nobody types: spaces, controls,
/// combining marks, zero-width characters.
fn fold_char(raw: char) -> Option<char> {
    fold_typed(raw).map(plain)
}

/// The same, an `ü` kept.
fn fold_typed(raw: char) -> Option<char> {
    // The ideographs, which have one form: nearly all there is.
    if matches!(raw, '\u{3400}'..='\u{9fff}') {
        return Some(raw);
    }
    let narrow = match raw {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(raw) - 0xfee0).unwrap_or(raw),
        '•' | '‧' | '・' | '･' | '∙' => '·',
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => return None,
        other => other,
    };
    if narrow.is_whitespace() || narrow.is_control() {
        return None;
    }
    if narrow.is_ascii() {
        let lower = narrow.to_ascii_lowercase();
        return Some(if lower == 'v' { 'ü' } else { lower });
    }
    let mut lower = narrow.to_lowercase();
    let first = match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        // A letter that grows when lowered (İ): its base letter is enough.
        (Some(base), Some(_)) => base,
        (None, _) => narrow,
    };
    Some(without_tone(first))
}

/// The plain letter of a pinyin vowel with its tone mark.
fn without_tone(ch: char) -> char {
    match ch {
        'ā' | 'á' | 'ǎ' | 'à' => 'a',
        'ē' | 'é' | 'ě' | 'è' | 'ê' | 'ế' | 'ề' => 'e',
        'ī' | 'í' | 'ǐ' | 'ì' => 'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => 'o',
        'ū' | 'ú' | 'ǔ' | 'ù' => 'u',
        'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'ü',
        'ń' | 'ň' | 'ǹ' => 'n',
        'ḿ' => 'm',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_query_becomes_one() {
        for (typed, want) in [
            (" ZhangSan ", "zhangsan"),
            ("ｚｈａｎｇ　ｓａｎ", "zhangsan"),
            ("zhāng sān", "zhangsan"),
            ("lv", "lu"),
            ("LÜ", "lu"),
            ("lu:", "lu"),
            ("ｌｕ：", "lu"),
            ("lu\u{308}", "lu"),
            ("lǚ", "lu"),
            ("Ａ－１７", "a-17"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("\u{feff}\u{0}\t\n", ""),
        ] {
            assert_eq!(normalize(typed), want, "{typed:?}");
        }
    }

    #[test]
    fn who_types_it_means_it() {
        for typed in ["lv", "LÜ", "lu:", "ｌｕ：", "lu\u{308}", "lǚ"] {
            assert_eq!(words(typed), ["lü"], "{typed:?}");
        }
        assert_eq!(words("lu kuang:"), ["lu", "kuang:"]);
    }

    #[test]
    fn a_page_pasted_by_mistake_is_cut() {
        assert!(normalize(&"幸福 ".repeat(100_000)).chars().count() <= LONGEST_QUERY);
        assert_eq!(normalize(&"福".repeat(100_000)).chars().count(), LONGEST_QUERY);
    }

    #[test]
    fn places_are_those_of_the_original() {
        let text = "李 Ａb";
        let places: Vec<_> = fold_with_places(text).map(|f| (f.ch, text.get(f.bytes))).collect();
        assert_eq!(places, [('李', Some("李")), ('a', Some("Ａ")), ('b', Some("b"))]);
    }
}
