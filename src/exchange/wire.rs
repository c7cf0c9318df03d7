//! How cells and limits travel between the program and its reading child.
//!
//! In JSON a cell is `null`, a string, a whole number, `true` or `false`, or
//! one of `{"n":"0.5"}`, `{"d":"2026-11-22"}`, `{"e":"#N/A"}`. A number that
//! is not whole goes as text, because reading floats back from JSON is exact
//! to the last digit only by luck.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::sheet::{Cell, Limits};

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, columns, cells, text_bytes, file_bytes } = self;
        write!(f, "{rows},{columns},{cells},{text_bytes},{file_bytes}")
    }
}

impl FromStr for Limits {
    type Err = String;

    /// Reads the form that `Display` writes: the five numbers with commas between.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Result<Vec<usize>, _> = text.split(',').map(str::parse).collect();
        match numbers.as_deref() {
            Ok(&[rows, columns, cells, text_bytes, file_bytes]) => {
                Ok(Self { rows, columns, cells, text_bytes, file_bytes })
            }
            Ok(_) | Err(_) => Err(format!("five numbers with commas between, not {text}")),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tagged = |serializer: S, tag: &str, text: &str| {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(tag, text)?;
            map.end()
        };
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(value) => serializer.serialize_bool(*value),
            #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => tagged(serializer, "n", &number.to_string()),
            Self::DateTime { iso } => tagged(serializer, "d", iso),
            Self::Error(text) => tagged(serializer, "e", text),
        }
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

#[expect(clippy::cast_precision_loss, reason = "only numbers that fit are written as whole")]
impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a cell")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Empty)
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cell, E> {
        Ok(Cell::Text(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        let Some((tag, text)) = map.next_entry::<String, String>()? else {
            return Err(A::Error::custom("an empty cell is null"));
        };
        match tag.as_str() {
            "n" => text.parse().map(Cell::of_number).map_err(A::Error::custom),
            "d" => Ok(Cell::DateTime { iso: text }),
            "e" => Ok(Cell::Error(text)),
            other => Err(A::Error::custom(format!("unknown kind of cell {other}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_survive_the_command_line() {
        let limits = Limits { rows: 1, columns: 2, cells: 3, text_bytes: 4, file_bytes: 5 };
        assert_eq!(limits.to_string().parse(), Ok(limits));
        assert!("1,2,3".parse::<Limits>().is_err() && "a,b,c,d,e".parse::<Limits>().is_err());
    }

    #[test]
    fn cells_survive_the_pipe() {
        let cells = vec![
            Cell::Empty,
            Cell::Text("甲\n\"乙\"".to_owned()),
            Cell::Number(0.1 + 0.2),
            Cell::Number(13_800_000_000.0),
            Cell::Number(-1.5e300),
            Cell::Number(440_524_188_001_010_014.0),
            Cell::Bool(false),
            Cell::DateTime { iso: "2026-11-22".to_owned() },
            Cell::Error("#N/A".to_owned()),
        ];
        let line = serde_json::to_vec(&cells).unwrap();
        assert_eq!(serde_json::from_slice::<Vec<Cell>>(&line).unwrap(), cells);
    }
}
