//! Names, telephone numbers and identity numbers as they are written.

use std::ops::Range;

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
pub fn number_in(text: &str) -> Option<Range<usize>> {
    eighteen_in(text, |number, _| born(number).is_some())
}

/// Where the first eighteen characters by themselves stand that fit, of which the
/// text before them is told as well.
fn eighteen_in(text: &str, fits: impl Fn(&str, &str) -> bool) -> Option<Range<usize>> {
    // Most texts have no such run; they are left after one look.
    if text.chars().filter(|c| half_width(*c).is_ascii_digit()).count() < 17 {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, half_width(c))).collect();
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x');
    let mut runs = chars.split(|(_, c)| !is_part(*c)).filter(|run| run.len() == 18);
    let run = runs.find(|run| {
        let before = run.first().and_then(|(at, _)| text.get(..*at)).unwrap_or_default();
        fits(&run.iter().map(|(_, c)| *c).collect::<String>(), before)
    })?;
    let (first, last) = (run.first()?.0, run.last()?.0);
    let end = last + text.get(last..)?.chars().next()?.len_utf8();
    Some(first..end)
}

/// Whether eighteen characters are somebody's number though a digit of them may be
/// mistyped: a province and a birth date are in them, or the text says what they are.
fn is_like_number(number: &str, before: &str) -> bool {
    if !matches!(id_number(number).1, None | Some(IdDoubt::Checksum)) {
        return false;
    }
    let near: String = before.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
    if ["身份证", "证件"].iter().any(|word| near.contains(word)) {
        return true;
    }
    let part = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<i16>().ok());
    let (Some(province), Some(year), Some(month), Some(day)) =
        (part(0, 2), part(6, 10), part(10, 12), part(12, 14))
    else {
        return false;
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return false };
    (11..=83).contains(&province) && (1900..2100).contains(&year) && Date::new(year, month, day).is_ok()
}

/// A text with all but the last four characters of each identity number in it
/// covered, and of what has the shape of one; none where it has none.
pub fn cover_numbers(text: &str) -> Option<String> {
    let mut told = text.to_owned();
    while let Some(range) = eighteen_in(&told, is_like_number) {
        let last: String = told.get(range.clone())?.chars().skip(14).collect();
        told.replace_range(range, &format!("**************{last}"));
    }
    (told != text).then_some(told)
}

/// The most signs between two groups of one number.
const GAP: usize = 2;

/// Digits of a text, each with its place in bytes, half-width.
type Digits = Vec<(Range<usize>, char)>;

/// The groups of digits in a text, those together between which there is nothing
/// but a blank, a dash or a dot.
fn groups_in(text: &str) -> Vec<Vec<Digits>> {
    let mut all: Vec<Vec<Digits>> = Vec::new();
    // How many signs lie behind the last digit; none where the next begins a run of its own.
    let mut gap: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let plain = half_width(c);
        if plain.is_ascii_digit() {
            if gap.is_none() {
                all.push(vec![Vec::new()]);
            }
            if let Some(run) = all.last_mut() {
                if gap.is_some_and(|gap| gap > 0) {
                    run.push(Vec::new());
                }
                if let Some(group) = run.last_mut() {
                    group.push((at..at + c.len_utf8(), plain));
                }
            }
            gap = Some(0);
        } else if plain.is_whitespace() || matches!(plain, '-' | '.' | '·' | '—' | '–' | '_') {
            gap = gap.map(|gap| gap + 1).filter(|gap| *gap <= GAP);
        } else {
            gap = None;
        }
    }
    all
}

/// From the first to the last of some digits, in bytes.
fn span(digits: &[(Range<usize>, char)]) -> Option<Range<usize>> {
    Some(digits.first()?.0.start..digits.last()?.0.end)
}

/// Where a number stands in a text, in bytes, whatever blanks, dashes or dots are
/// between its digits; nothing where it is no number of five digits or more.
pub fn written_as(text: &str, number: &str) -> Vec<Range<usize>> {
    let is_sign = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '.' | '+');
    let wanted: Vec<char> = number.chars().map(half_width).filter(char::is_ascii_digit).collect();
    if wanted.len() < 5 || !number.chars().map(half_width).all(is_sign) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for run in groups_in(text) {
        let digits: Digits = run.into_iter().flatten().collect();
        let mut from = 0;
        while let Some(part) = digits.get(from..from + wanted.len()) {
            if part.iter().map(|(_, c)| c).eq(&wanted) {
                found.extend(span(part));
                from += wanted.len();
            } else {
                from += 1;
            }
        }
    }
    found
}

/// Where mobile numbers stand in a text, in bytes: eleven digits by themselves, or
/// in groups as people write them (`139 1111 2222`). Hotlines and short numbers are none.
pub fn mobiles_in(text: &str) -> Vec<Range<usize>> {
    // Most texts have no such number; they are left after one look.
    if text.chars().filter(|c| half_width(*c).is_ascii_digit()).count() < 11 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for run in groups_in(text) {
        let mut from = 0;
        while from < run.len() {
            let mut digits = Digits::new();
            let mut to = from;
            while let Some(group) = run.get(to).filter(|group| digits.len() < 11 && group.len() > 2) {
                digits.extend(group.iter().cloned());
                to += 1;
            }
            // The country's own prefix stands before it.
            let national = match digits.as_slice() {
                [(_, '8'), (_, '6'), rest @ ..] if rest.len() == 11 => rest,
                whole => whole,
            };
            let is_mobile = national.len() == 11
                && matches!(national, [(_, '1'), (_, second), ..] if ('3'..='9').contains(second));
            if is_mobile {
                found.extend(span(national));
                from = to;
            } else {
                from += 1;
            }
        }
    }
    found
}

/// A text in which the middle of each mobile number is asterisks; none where it has none.
pub fn cover_mobiles(text: &str) -> Option<String> {
    let found = mobiles_in(text);
    let mut told = text.to_owned();
    for place in found.iter().rev() {
        let digits: Vec<char> =
            text.get(place.clone())?.chars().filter(|c| half_width(*c).is_ascii_digit()).collect();
        told.replace_range(place.clone(), &covered_mobile(&digits));
    }
    (!found.is_empty()).then_some(told)
}

/// `139****2222`.
fn covered_mobile(digits: &[char]) -> String {
    let signs = digits.iter().enumerate();
    signs.map(|(at, c)| if (3..digits.len().saturating_sub(4)).contains(&at) { '*' } else { *c }).collect()
}

/// The covered form of a number that is a mobile one.
pub fn covered(number: &str) -> Option<String> {
    let digits: Vec<char> = phone(number).chars().collect();
    (mobiles_in(number).len() == 1 && digits.len() == 11).then(|| covered_mobile(&digits))
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

/// Why a telephone number looks wrong; a warning, never a refusal (domain.md §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneDoubt {
    /// Fewer than five digits, or letters among them.
    NoNumber,
    /// It begins as a mobile number does, and has one digit too few or too many: so many.
    Length(usize),
}

/// What looks wrong about a telephone number; nothing about a word that says there is none.
pub fn phone_doubt(text: &str) -> Option<PhoneDoubt> {
    let digits: Vec<char> = phone(text).chars().filter(char::is_ascii_digit).collect();
    let is_mixed = !digits.is_empty() && text.chars().map(half_width).any(|c| c.is_ascii_alphabetic());
    if digits.len() < 5 || is_mixed {
        return super::input::says_something(text).then_some(PhoneDoubt::NoNumber);
    }
    // `+86` goes only from what is a mobile number; where one is too long or too short it still stands.
    let national = match digits.as_slice() {
        ['8', '6', rest @ ..] | ['0', '0', '8', '6', rest @ ..] if rest.len() > 9 => rest,
        whole => whole,
    };
    match national {
        ['1', '3'..='9', ..] if matches!(national.len(), 10 | 12) => Some(PhoneDoubt::Length(national.len())),
        _ => None,
    }
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
            // A mistyped one: a birth date is in it, or the text says what it is.
            ("110105194912310021", Some("**************0021")),
            ("身份证990105999912310021", Some("身份证**************0021")),
            ("合同990105999912310021", None),
            ("合同110105194913310021", None),
            ("电话13900001111，11月30日", None),
            ("111010519491231002X", None),
        ] {
            assert_eq!(cover_numbers(text).as_deref(), told, "{text}");
        }
    }

    #[test]
    fn a_mobile_number_is_found_however_its_digits_are_written() {
        for (text, told) in [
            ("打13912345678说的", Some("打139****5678说的")),
            ("电话139 1111 2222。", Some("电话139****2222。")),
            ("139-0000-0012、１３９　００００．００１３", Some("139****0012、１３９****００１３")),
            ("11月30 139.0000.0012", Some("11月30 139****0012")),
            ("+86 13912345678", Some("+86 139****5678")),
            ("8613912345678", Some("86139****5678")),
            ("12345、96110、400-810-1234", None),
            ("工单20261130100000012345", None),
            ("2026-11-30 10.30，150.00元", None),
            ("010-66551234", None),
        ] {
            assert_eq!(cover_mobiles(text).as_deref(), told, "{text}");
        }
        for (text, number, told) in [
            ("电话139 1111 2222", "13911112222", 1),
            ("139-0000-0012或13900000012", "139 0000 0012", 2),
            ("0791 8888.1234", "0791-88881234", 1),
            ("13900000013", "13900000012", 0),
            ("三组11号", "三组11号", 0),
        ] {
            assert_eq!(written_as(text, number).len(), told, "{text}");
        }
        assert_eq!(covered("139-0000-0012").as_deref(), Some("139****0012"));
        assert_eq!(covered("66512345"), None);
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
    fn a_phone_with_hardly_a_digit_or_a_mobile_of_another_length_is_doubted() {
        for text in ["abc", "1381", "１２", "没电话"] {
            assert_eq!(phone_doubt(text), Some(PhoneDoubt::NoNumber), "{text}");
        }
        for (text, digits) in [
            ("1380000555", 10),
            ("138 0000 5555 1", 12),
            ("１３８０００００５５", 10),
            ("+86 138-0000-555", 10),
            ("008613800005551 2", 12),
        ] {
            assert_eq!(phone_doubt(text), Some(PhoneDoubt::Length(digits)), "{text}");
        }
        // Numbers of the land lines, of the services, and two in one cell.
        for text in ["无", "-", "", "66512", "010-6655 1234", "400-810-1234", "0514-87651234", "12345"] {
            assert_eq!(phone_doubt(text), None, "{text}");
        }
        for text in ["１３８１２３４５６７８", "+86 13812345678", "13812345678/13912345678", "8613812345678"]
        {
            assert_eq!(phone_doubt(text), None, "{text}");
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
