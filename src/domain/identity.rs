//! Names, telephone numbers and identity numbers as they are written.

use jiff::civil::Date;

use super::calendar::half_width;

/// Why an identity number looks wrong; a warning, never a refusal (domain.md §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdDoubt {
    /// Neither 18 nor 15 characters, or others than digits and X.
    Shape,
    /// The check digit does not fit (GB 11643-1999).
    Checksum,
    /// Fifteen digits, out of use since 2013.
    Old,
}

/// The check character of the first seventeen digits (GB 11643-1999).
pub fn check_character(first_seventeen: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits: Vec<u32> = first_seventeen.chars().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
    if digits.len() != WEIGHTS.len() {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    "10X98765432".chars().nth(usize::try_from(sum % 11).ok()?)
}

/// Brings an identity number to one form and says what is doubtful about it.
pub fn id_number(text: &str) -> (String, Option<IdDoubt>) {
    let number: String = text
        .chars()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let doubt = match number.chars().count() {
        18 if digits == 18 || (digits == 17 && number.ends_with('X')) => {
            let body: String = number.chars().take(17).collect();
            (check_character(&body) != number.chars().last()).then_some(IdDoubt::Checksum)
        }
        15 if digits == 15 => Some(IdDoubt::Old),
        _ => Some(IdDoubt::Shape),
    };
    (number, doubt)
}

/// The birth date in a well-formed identity number of 18 digits (GB 11643-1999).
pub fn born(number: &str) -> Option<Date> {
    let (number, doubt) = id_number(number);
    if doubt.is_some() {
        return None;
    }
    let part = |from: usize, to: usize| number.get(from..to)?.parse::<i16>().ok();
    let (month, day) = (i8::try_from(part(10, 12)?).ok()?, i8::try_from(part(12, 14)?).ok()?);
    Date::new(part(6, 10)?, month, day).ok()
}

/// Where the first identity number stands in a text, in bytes: eighteen characters
/// by themselves whose birth date and check character fit (GB 11643-1999).
pub fn number_in(text: &str) -> Option<std::ops::Range<usize>> {
    // Most texts have no such run; they are left after one look.
    if text.chars().filter(|c| half_width(*c).is_ascii_digit()).count() < 17 {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, half_width(c))).collect();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let mut runs = chars.split(|(_, c)| !is_part(*c)).filter(|run| run.len() == 18);
    let fits = |run: &&[(usize, char)]| born(&run.iter().map(|(_, c)| *c).collect::<String>()).is_some();
    let run = runs.find(fits)?;
    let (first, last) = (run.first()?.0, run.last()?.0);
    let end = last + text.get(last..)?.chars().next()?.len_utf8();
    Some(first..end)
}

/// A text with all but the last four characters of each identity number in it
/// covered; none where it has none.
pub fn cover_numbers(text: &str) -> Option<String> {
    let mut told = text.to_owned();
    while let Some(range) = number_in(&told) {
        let last: String = told.get(range.clone())?.chars().skip(14).collect();
        told.replace_range(range, &format!("**************{last}"));
    }
    (told != text).then_some(told)
}

/// An address in the form in which addresses are compared: half-width, small
/// letters, without blanks.
pub fn address(text: &str) -> String {
    text.chars().map(half_width).filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Brings a telephone number to one form: half-width, without spaces, hyphens
/// in mobile numbers and `+86`. Anything else is kept as it was written: short
/// numbers, two numbers, "无".
pub fn phone(text: &str) -> String {
    let plain: String = text.chars().map(half_width).collect::<String>().trim().to_owned();
    let squeezed: String = plain.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let national =
        squeezed.strip_prefix("+86").or_else(|| squeezed.strip_prefix("0086")).unwrap_or(&squeezed);
    let mobile =
        national.len() == 11 && national.starts_with('1') && national.chars().all(|c| c.is_ascii_digit());
    if mobile { national.to_owned() } else { plain }
}

/// Whether a telephone number looks wrong: without digits, with fewer than
/// five, or with letters among them. A warning, never a refusal; a word that says there is none is no number.
pub fn is_doubtful_phone(text: &str) -> bool {
    let digits = text.chars().map(half_width).filter(char::is_ascii_digit).count();
    let is_mixed = digits > 0 && text.chars().map(half_width).any(|c| c.is_ascii_alphabetic());
    (digits < 5 || is_mixed) && super::input::says_something(text)
}

/// Brings a name to one form: no outer blanks, one middle dot (U+00B7), inner
/// blanks of two-character names removed.
pub fn name(text: &str) -> String {
    let name: String = text
        .trim()
        .chars()
        .map(|c| if matches!(c, '•' | '‧' | '・' | '．' | '･') { '·' } else { c })
        .collect();
    let letters: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let chinese = letters.iter().all(|c| !c.is_ascii());
    if chinese {
        letters.into_iter().collect()
    } else {
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_number_is_found_and_covered_in_any_text() {
        for (text, told) in [
            ("身份证号11010519491231002X的人", Some("身份证号**************002X的人")),
            ("１１０１０５１９４９１２３１００２Ｘ", Some("**************００２Ｘ")),
            ("11010519491231002x、11010519491231002X", Some("**************002x、**************002X")),
            ("工单20261130100000012345", None),
            ("110105194912310021", None),
            ("电话13900001111，11月30日", None),
            ("111010519491231002X", None),
        ] {
            assert_eq!(cover_numbers(text).as_deref(), told, "{text}");
        }
    }

    #[test]
    fn the_standards_own_examples_have_their_check_characters() {
        assert_eq!(check_character("11010519491231002"), Some('X'));
        assert_eq!(check_character("44052418800101001"), Some('4'));
        assert_eq!(check_character("440524"), None);
    }

    #[test]
    fn a_wrong_number_is_kept_and_doubted() {
        assert_eq!(id_number(" 11010519491231002x "), ("11010519491231002X".to_owned(), None));
        assert_eq!(id_number("110105194912310020").1, Some(IdDoubt::Checksum));
        assert_eq!(id_number("110105491231002").1, Some(IdDoubt::Old));
        assert_eq!(id_number("无"), ("无".to_owned(), Some(IdDoubt::Shape)));
    }

    #[test]
    fn a_phone_with_hardly_a_digit_is_doubted() {
        for text in ["abc", "1381", "１２", "没电话"] {
            assert!(is_doubtful_phone(text), "{text}");
        }
        for text in ["无", "-", "", "66512", "010-6655 1234", "１３８１２３４５６７８", "138123/139456"]
        {
            assert!(!is_doubtful_phone(text), "{text}");
        }
    }

    #[test]
    fn phones_and_names_take_one_form() {
        assert_eq!(phone("+86 138-1234-5678"), "13812345678");
        assert_eq!(phone("１３８１２３４５６７８"), "13812345678");
        assert_eq!(phone("010-6655 1234"), "010-6655 1234");
        assert_eq!(name("阿卜杜拉•买买提"), "阿卜杜拉·买买提");
        assert_eq!(name(" 王　芳 "), "王芳");
        assert_eq!(name("John  Smith"), "John Smith");
    }
}
