//! One cell, read as the value of a field.

use jiff::{
    Timestamp,
    civil::{Date, Time},
};

use super::problem::RowProblem;
use crate::{
    domain::{
        calendar,
        field::{Field, Kind},
        identity::{self, IdDoubt},
        input::{self, BadValue},
        value::Value,
    },
    exchange::sheet::{Cell, serial_date},
};

/// What a cell says, and what is odd about it.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The values; of a field that is no set, at most one.
    pub(super) values: Vec<Value>,
    /// What somebody should look at.
    pub(super) warnings: Vec<RowProblem>,
    /// Whether an ID number must not be used to match by.
    pub(super) untrusted: bool,
}

/// Reads a cell as values of a field that is no reference.
pub(super) fn read(field: &Field, cell: &Cell, today: Date) -> Result<Reading, BadValue> {
    let mut reading = Reading::default();
    let title = || field.title.clone();
    if let Cell::Error(_) = cell {
        reading.warnings.push(RowProblem::FormulaError { field: title() });
        return Ok(reading);
    }
    let text = cell.text();
    let text = text.trim();
    if text.is_empty() {
        return Ok(reading);
    }
    let is_number_of_a_person = matches!(field.kind, Kind::Phone | Kind::IdNumber);
    if is_number_of_a_person && text.contains("**") {
        reading.warnings.push(RowProblem::Masked { field: title() });
        return Ok(reading);
    }
    if is_number_of_a_person && text.chars().any(|c| c.is_ascii_digit()) && text.to_uppercase().contains("E+")
    {
        reading.warnings.push(RowProblem::LostDigits { field: title() });
        return Ok(reading);
    }
    if field.many {
        for part in input::parts(field, text) {
            let value = input::read(field, part, today)?;
            reading.values.extend(value.filter(|value| !reading.values.contains(value)));
        }
        return Ok(reading);
    }
    let value = match &field.kind {
        Kind::Date => read_date(field, cell, text, today)?,
        Kind::Instant => read_instant(field, cell, text, today)?,
        Kind::LongText => input::read(field, &tidy(text), today)?,
        Kind::Int | Kind::Money | Kind::Lunar | Kind::Choice(_) if says_nothing(field, text) => None,
        Kind::Text
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Choice(_)
        | Kind::Ref(_) => input::read(field, text, today)?,
    };
    if let (Kind::IdNumber, Some(Value::Text(number))) = (&field.kind, &value) {
        if cell.doubtful() || ends_as_if_cut(number) {
            reading.warnings.push(RowProblem::LostDigits { field: title() });
            reading.untrusted = true;
        } else if let (_, Some(doubt)) = identity::id_number(number) {
            reading.warnings.push(RowProblem::IdDoubtful { doubt, kept: true });
        }
    }
    if let (Kind::Phone, Some(Value::Text(number))) = (&field.kind, &value)
        && let Some(doubt) = identity::phone_doubt(number)
    {
        reading.warnings.push(RowProblem::PhoneDoubtful { field: title(), doubt, kept: true });
    }
    reading.values.extend(value);
    Ok(reading)
}

/// Whether an ID number can tell a person from another: well formed, not cut to
/// 15 digits by a numeric cell, not one digit over and over.
pub(super) fn is_trusted(number: &str) -> bool {
    let mut digits = number.chars();
    let first = digits.next();
    !matches!(identity::id_number(number).1, Some(IdDoubt::Shape))
        && !ends_as_if_cut(number)
        && digits.any(|digit| Some(digit) != first)
}

/// Whether an ID number passes its own check.
pub(super) fn is_sound(number: &str) -> bool {
    identity::id_number(number).1.is_none()
}

/// Whether a phone can tell people of one name apart.
pub(super) fn is_telling_phone(phone: &str) -> bool {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    digits.len() >= 3 && digits.iter().any(|digit| Some(digit) != digits.first())
}

/// An office program keeps 15 digits of a number and fills up with zeros.
fn ends_as_if_cut(number: &str) -> bool {
    number.chars().count() == 18 && number.ends_with("000")
}

/// Cells people fill where they have nothing to say; codes 0 and 9 of GB/T 2261.1 likewise.
fn says_nothing(field: &Field, text: &str) -> bool {
    matches!(text, "无" | "不详" | "未知" | "未说明" | "-" | "—" | "——" | "/" | "／" | "N/A" | "n/a")
        || (field.key == "sex" && matches!(text, "0" | "9"))
}

fn read_date(field: &Field, cell: &Cell, text: &str, today: Date) -> Result<Option<Value>, BadValue> {
    if says_nothing(field, text) {
        return Ok(None);
    }
    if let Cell::Number(number) = cell
        && let Some((date, _)) = date_of_number(*number)
    {
        return input::check_day(field, date, today).map(|date| Some(Value::Date(date)));
    }
    input::read(field, text, today).or_else(|why| {
        let day = text.split(|c: char| c == 'T' || c.is_whitespace()).next().unwrap_or("");
        let moment = read_american(text).map(|at| Value::Date(calendar::day(at)));
        match moment {
            Some(value) => Ok(Some(value)),
            None if day == text => Err(why),
            None => input::read(field, day, today).map_err(|_of_part| why),
        }
    })
}

fn read_instant(field: &Field, cell: &Cell, text: &str, today: Date) -> Result<Option<Value>, BadValue> {
    if says_nothing(field, text) {
        return Ok(None);
    }
    if let Cell::Number(number) = cell
        && let Some((date, fraction)) = date_of_number(*number)
    {
        let at = if fraction == 0 {
            calendar::noon(date)
        } else {
            calendar::moment(date.to_datetime(Time::midnight()))
                .and_then(|start| start.checked_add(jiff::Span::new().seconds(fraction)).ok())
        };
        return at.map(|at| Some(Value::Instant(at))).ok_or_else(|| BadValue::NotADate(text.to_owned()));
    }
    input::read(field, text, today)
        .or_else(|why| read_american(text).map(|at| Some(Value::Instant(at))).ok_or(why))
}

/// A day number of this or the last century, and the seconds of its day.
///
/// A smaller one is rather a year, a larger one a date in eight digits.
fn date_of_number(number: f64) -> Option<(Date, i64)> {
    if !(3_000.0..73_416.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a fraction of a day in seconds")]
    let seconds = (number.fract() * 86_400.0).round() as i64;
    Some((serial_date(number)?, seconds))
}

/// Reads `02/01/2023 11:44:53 PM`: only beside AM or PM is the month surely first.
fn read_american(text: &str) -> Option<Timestamp> {
    let mut words = text.split_whitespace();
    let (day, time, half) = (words.next()?, words.next()?, words.next()?);
    let afternoon = match half.to_ascii_uppercase().as_str() {
        "AM" => 0,
        "PM" => 12,
        _ => return None,
    };
    let mut day = day.split('/');
    let (month, mday, year) =
        (day.next()?.parse().ok()?, day.next()?.parse().ok()?, day.next()?.parse().ok()?);
    let mut time = time.split(':').map(str::parse::<i8>);
    let mut next = || time.next().unwrap_or(Ok(0)).ok();
    let (hour, minute, second) = (next()?, next()?, next()?);
    if !(1..=12).contains(&hour) {
        return None;
    }
    let time = Time::new(hour % 12 + afternoon, minute, second, 0).ok()?;
    calendar::moment(Date::new(year, month, mday).ok()?.to_datetime(time))
}

/// Takes out the indentation and blank lines that web pages leave in long texts.
fn tidy(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn date_of(cell: &Cell) -> Option<String> {
        let field = Field::new(16, "born", "", "", Kind::Date);
        let reading = read(&field, cell, date(2026, 11, 22)).ok()?;
        match reading.values.first() {
            Some(Value::Date(date)) => Some(date.to_string()),
            _ => None,
        }
    }

    #[test]
    fn dates_are_read_from_what_sheets_have() {
        let text = |text: &str| Cell::Text(text.to_owned());
        for (cell, expected) in [
            (Cell::Number(46348.0), Some("2026-11-22")),
            (Cell::Number(20_261_122.0), Some("2026-11-22")),
            (Cell::Number(1956.0), None),
            (Cell::DateTime { iso: "1990-01-02T00:00:00".to_owned() }, Some("1990-01-02")),
            (text("1990/1/2 0:00:00"), Some("1990-01-02")),
            (text("不详"), None),
            (text("02/01/2023 11:44:53 PM"), Some("2023-02-01")),
        ] {
            assert_eq!(date_of(&cell).as_deref(), expected, "{cell:?}");
        }
    }

    #[test]
    fn a_phone_without_digits_is_kept_and_doubted() {
        let field = Field::new(16, "phone", "联系电话", "Phone", Kind::Phone);
        let of = |text: &str| read(&field, &Cell::Text(text.to_owned()), date(2026, 11, 22)).unwrap();
        let odd = of("abc");
        assert!(odd.values.len() == 1);
        assert!(matches!(odd.warnings.as_slice(), [RowProblem::PhoneDoubtful { .. }]));
        assert!(of("无").warnings.is_empty() && of("13900001234").warnings.is_empty());
    }

    #[test]
    fn an_id_number_that_was_a_number_is_kept_and_not_trusted() {
        let field = Field::new(16, "id_number", "", "", Kind::IdNumber);
        let of = |cell: Cell| read(&field, &cell, date(2026, 11, 22)).unwrap();
        let lost = of(Cell::Number(440_524_188_001_010_014.0));
        assert!(lost.untrusted && lost.values.len() == 1);
        assert!(of(Cell::Text("440524188001010000".to_owned())).untrusted);
        assert!(of(Cell::Text("4.40524E+17".to_owned())).values.is_empty());
        assert!(of(Cell::Text("**************001X".to_owned())).values.is_empty());
        let sound = of(Cell::Text("11010519491231002x".to_owned()));
        assert!(!sound.untrusted && sound.warnings.is_empty());
        assert!(!is_trusted("无") && !is_trusted("111111111111111111"));
    }
}
