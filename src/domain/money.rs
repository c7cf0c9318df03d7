//! Money: whole fen of the yuan, read and shown as people write it.

use super::{calendar::half_width, wording::Lang};

/// The code of the one currency (ISO 4217).
pub const CURRENCY: &str = "CNY";

/// The most that one field takes, in fen: ten thousand times a hundred million yuan.
const MOST: i64 = 100 * 1_000_000_000_000;

/// Reads an amount in yuan, answers fen: `1200`, `1,200.50`, `￥1200`, `1200元`,
/// `1.2万`, `1.2 万元`. Nothing is rounded: a third decimal that is not zero is
/// refused, and so is what no ledger of a community could hold.
pub fn read(text: &str) -> Option<i64> {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let plain = plain.trim_start_matches(['¥', '￥']);
    let plain = plain.strip_suffix(['元', '圆']).unwrap_or(plain);
    let (plain, places) = match (plain.strip_suffix('万'), plain.strip_suffix('亿')) {
        (Some(number), _) => (number, 6),
        (None, Some(number)) => (number, 10),
        (None, None) => (plain, 2),
    };
    let (sign, digits) = plain.strip_prefix('-').map_or((1, plain), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.trim_end_matches('0');
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) || part.len() > places {
        return None;
    }
    let fen: i64 = format!("{whole}{part:0<places$}").parse().ok()?;
    (fen <= MOST).then_some(sign * fen)
}

/// An amount as people read it: `1,200.50 元`, whole yuan without decimals.
pub fn show(fen: i64, lang: Lang) -> String {
    let number = yuan(fen);
    crate::say!(lang, "{number} 元", "CNY {number}")
}

/// An amount in yuan with its thousands parted.
pub fn yuan(fen: i64) -> String {
    let (whole, part) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut parted = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            parted.push(',');
        }
        parted.push(digit);
    }
    let sign = if fen < 0 { "-" } else { "" };
    if part == 0 { format!("{sign}{parted}") } else { format!("{sign}{parted}.{part:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, fen) in [
            ("1200", Some(120_000)),
            ("1,200.50", Some(120_050)),
            ("１２００．５", Some(120_050)),
            ("￥ 1200 元", Some(120_000)),
            ("1.2万", Some(1_200_000)),
            ("516 万元", Some(516_000_000)),
            ("0.001万", Some(1000)),
            ("1.500", Some(150)),
            ("-3.05", Some(-305)),
            ("1.005", None),
            ("约1200", None),
            ("", None),
            ("元", None),
            (".5", None),
            ("1.2.3", None),
            ("99999999999999999999", None),
            ("1000000亿", None),
        ] {
            assert_eq!(read(text), fen, "{text}");
        }
    }

    #[test]
    fn amounts_show_thousands_and_decimals_where_there_are_any() {
        assert_eq!(show(120_050, Lang::Zh), "1,200.50 元");
        assert_eq!(show(123_456_700, Lang::En), "CNY 1,234,567");
        assert_eq!(yuan(-5), "-0.05");
        assert_eq!(yuan(i64::MIN), "-92,233,720,368,547,758.08");
    }
}
