//! The kinds above the list of F6 tell how many each of them lists, whatever is filtered or looked for.

use super::demonstration;
use crate::{domain::wording::Lang, tui::Session};

/// The number beside the kind that is on, and how many are listed.
fn told(s: &Session) -> (String, usize, usize) {
    let frame = s.frame();
    let row = frame.lines().nth(4).unwrap().to_owned();
    let on = row.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(on, _)| on.to_owned());
    let on = on.unwrap_or_else(|| panic!("the one that is on is out of sight\n{frame}"));
    // Where there is little room, what has none stands without its number.
    let number = on.split_whitespace().last().and_then(|word| word.parse().ok()).unwrap_or(0);
    let count = frame.lines().nth(3).unwrap().rsplit('/').next().unwrap().trim().parse().unwrap();
    (row, number, count)
}

#[test]
fn the_number_of_a_kind_is_that_of_the_entries_it_lists_in_every_scope() {
    for lang in [Lang::Zh, Lang::En] {
        let (_folder, bench) = demonstration(120, 1);
        let mut s = Session::new(bench, lang, 80, 24).unwrap();
        s.press("F6");
        let mut seen = Vec::new();
        for search in ["", "楼"] {
            if !search.is_empty() {
                s.press("/").type_text(search).press("Enter");
            }
            for _scope in 0..4 {
                let mut sum = 0;
                for kind in 0..7 {
                    let (row, number, count) = told(&s);
                    assert_eq!(number, count, "{}", s.frame());
                    let (less, more) = (row.contains('‹'), row.contains('›'));
                    // What is left out is told by a mark at its end.
                    assert!(!row.contains("..") && (kind > 0 || !less) && (kind < 6 || !more), "{row}");
                    assert!(less || more || row.matches(|c: char| c.is_ascii_digit()).count() > 0, "{row}");
                    sum += if kind == 0 { 0 } else { number };
                    if kind == 0 {
                        seen.push(number);
                    }
                    s.press("Tab");
                }
                assert_eq!(Some(&sum), seen.last(), "each is of one kind");
                s.press("Right");
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() >= 4, "the scopes differ: {seen:?}");
    }
}
