//! Names as people count them: 一组, 二组, 三组, 十组, 十一组; 1号楼, 2号楼, 10号楼.
//!
//! Numbers in a name, in digits or Chinese numerals, are compared by what they
//! say, the text between them as it stands. No library reads the numerals.

use super::{roster::neighbourhoods, row::Row};

/// A piece of a name; numbers stand before text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A number.
    Number(u64),
    /// Text between numbers.
    Text(String),
}

/// What a name is ordered by; of two that count alike the text decides.
pub fn key(name: &str) -> (Vec<Part>, String) {
    let mut parts = Vec::new();
    let mut rest = name.chars().map(half_width).peekable();
    while let Some(first) = rest.peek().copied() {
        let kind = kind_of(first);
        let mut run = String::new();
        while let Some(c) = rest.next_if(|c| kind_of(*c) == kind) {
            run.push(c);
        }
        parts.push(match kind {
            Kind::Digits => Part::Number(in_digits(&run)),
            Kind::Numerals => Part::Number(in_numerals(&run)),
            Kind::Text => Part::Text(run),
        });
    }
    (parts, name.to_owned())
}

/// Where a neighbourhood stands among the others: its number on the card, then its name.
pub fn place_key(row: &Row) -> (i64, (Vec<Part>, String)) {
    (row.int(neighbourhoods::ORDER).unwrap_or(i64::MAX), key(row.text(neighbourhoods::NAME)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digits,
    Numerals,
    Text,
}

fn kind_of(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Digits
    } else if numeral(c).is_some() || unit(c).is_some() {
        Kind::Numerals
    } else {
        Kind::Text
    }
}

fn half_width(c: char) -> char {
    let digit = u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10);
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// What does not fit is as large as can be.
fn in_digits(run: &str) -> u64 {
    run.parse().unwrap_or(u64::MAX)
}

/// `十一` is 11, `二十` 20, `一百零二` 102; without a unit digit by digit, as in `二〇二六`.
fn in_numerals(run: &str) -> u64 {
    let by_units = run.chars().any(|c| unit(c).is_some());
    let (mut sum, mut digit) = (0_u64, None);
    for c in run.chars() {
        match (numeral(c), unit(c)) {
            (Some(own), _) if by_units => digit = Some(own),
            (Some(own), _) => sum = sum.saturating_mul(10).saturating_add(own),
            (None, Some(unit)) => sum = sum.saturating_add(digit.take().unwrap_or(1).saturating_mul(unit)),
            (None, None) => {}
        }
    }
    sum.saturating_add(digit.unwrap_or(0))
}

fn numeral(c: char) -> Option<u64> {
    let at = "零一二三四五六七八九".chars().position(|own| own == c);
    at.and_then(|at| u64::try_from(at).ok()).or(match c {
        '〇' => Some(0),
        '两' => Some(2),
        _ => None,
    })
}

fn unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_stand_as_people_count() {
        for names in [
            vec!["一组", "二组", "三组", "九组", "十组", "十一组", "二十组", "二十一组", "一百零二组"],
            vec!["1号楼", "2号楼", "１０号楼", "11号楼", "100号楼"],
            vec!["幸福路3号2单元", "幸福路3号10单元", "幸福路12号1单元", "湖滨巷1号"],
            vec!["", "2组", "三组", "组"],
            vec!["二〇二五年", "二〇二六年"],
        ] {
            let mut sorted = names.clone();
            sorted.reverse();
            sorted.sort_by_cached_key(|name| key(name));
            assert_eq!(sorted, names);
        }
        assert_eq!(key(&"9".repeat(40)).0, [Part::Number(u64::MAX)]);
        assert_eq!(key(&"十千".repeat(40)).0.len(), 1);
    }

    proptest! {
        #[test]
        fn numbers_stand_by_their_size_whatever_they_are_written_in(a in 0_u64..1_000, b in 0_u64..1_000) {
            let ordered = a.cmp(&b);
            prop_assert_eq!(key(&format!("{a}组")).0.cmp(&key(&format!("{b}组")).0), ordered);
            let told = |n: u64| format!("{}组", chinese(n));
            prop_assert_eq!(key(&told(a)).0.cmp(&key(&told(b)).0), ordered);
        }
    }

    fn chinese(n: u64) -> String {
        let digit = |n: u64| "零一二三四五六七八九".chars().nth(usize::try_from(n).unwrap()).unwrap();
        let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
        let mut told = String::new();
        if hundreds > 0 {
            told.extend([digit(hundreds), '百']);
        }
        if tens > 0 {
            if hundreds > 0 || tens > 1 {
                told.push(digit(tens));
            }
            told.push('十');
        } else if hundreds > 0 && ones > 0 {
            told.push('零');
        }
        if ones > 0 || n == 0 {
            told.push(digit(ones));
        }
        told
    }
}
