//! Gathering cells into rows, within limits.
//!
//! Every reader puts its cells here one by one. What a file declares costs
//! nothing; what it has is counted, and the first cell too many is an error
//! that names the limit.

use super::error::{LimitKind, SheetError};
use super::sheet::{Cell, Limits, Row, Sheet};

/// The most text one cell may hold, in bytes.
///
/// An office program keeps at most 32,767 characters in a cell; what is far
/// beyond that is an unclosed quotation mark.
const CELL_BYTES: usize = 1 << 20;

/// Where rows go that need not be kept.
type Sink<'s> = &'s mut dyn FnMut(Row) -> Result<(), SheetError>;

/// Gathers cells into rows while holding them to the limits.
pub(super) struct Collector<'l> {
    limits: &'l Limits,
    /// Takes each row once the next one begins; without it they are kept.
    sink: Option<Sink<'l>>,
    rows: Vec<Row>,
    count: usize,
    cells: usize,
    text: usize,
    /// Whether a row came after one with a higher number, or twice.
    unordered: bool,
}

impl<'l> Collector<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self { limits, sink: None, rows: Vec::new(), count: 0, cells: 0, text: 0, unordered: false }
    }

    /// Makes a collector that passes its rows on, in the order they come.
    pub(super) fn passing(limits: &'l Limits, sink: Sink<'l>) -> Self {
        Self { sink: Some(sink), ..Self::new(limits) }
    }

    /// Returns how much the sheet may have.
    pub(super) const fn limits(&self) -> &'l Limits {
        self.limits
    }

    /// Returns whether there has been no cell with content.
    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes a cell at a row number from 1 and a column index from 0.
    pub(super) fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), SheetError> {
        if cell.is_empty() {
            return Ok(());
        }
        let bytes = cell.text_bytes();
        self.text += bytes;
        Self::check(LimitKind::CellBytes, bytes, CELL_BYTES, number)?;
        Self::check(LimitKind::TextBytes, self.text, self.limits.text_bytes, number)?;
        Self::check(LimitKind::Columns, column.saturating_add(1), self.limits.columns, number)?;
        if self.rows.last().is_none_or(|last| last.number != number) {
            self.count += 1;
            Self::check(LimitKind::Rows, self.count, self.limits.rows, number)?;
            self.unordered |= self.rows.last().is_some_and(|last| last.number > number);
            if let Some(last) = self.rows.last_mut() {
                last.cells.shrink_to_fit();
            }
            self.pass_on()?;
            self.rows.push(Row { number, cells: Vec::new() });
        }
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        if let Some(place) = row.cells.get_mut(column) {
            *place = cell;
            return Ok(());
        }
        self.cells += column + 1 - row.cells.len();
        Self::check(LimitKind::Cells, self.cells, self.limits.cells, number)?;
        row.cells.resize(column, Cell::Empty);
        row.cells.push(cell);
        Ok(())
    }

    /// Passes on what is left; returns how many rows there were.
    pub(super) fn close(mut self) -> Result<usize, SheetError> {
        self.pass_on()?;
        Ok(self.count)
    }

    fn pass_on(&mut self) -> Result<(), SheetError> {
        match &mut self.sink {
            Some(sink) => self.rows.drain(..).try_for_each(sink),
            None => Ok(()),
        }
    }

    /// Returns the sheet; rows that came out of order are put in order and joined.
    pub(super) fn finish(mut self, name: String) -> Sheet {
        if self.unordered {
            self.rows.sort_by_key(|row| row.number);
            self.rows.dedup_by(|later, earlier| {
                let same = later.number == earlier.number;
                if same {
                    join(&mut earlier.cells, std::mem::take(&mut later.cells));
                }
                same
            });
        }
        Sheet { name, rows: self.rows }
    }

    fn check(what: LimitKind, value: usize, limit: usize, row: u32) -> Result<(), SheetError> {
        if value > limit {
            return Err(SheetError::Limit { what, limit: limit as u64, row });
        }
        Ok(())
    }
}

fn join(cells: &mut Vec<Cell>, later: Vec<Cell>) {
    for (column, cell) in later.into_iter().enumerate() {
        match cells.get_mut(column) {
            Some(place) if !cell.is_empty() => *place = cell,
            Some(_) => {}
            None => cells.push(cell),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::samples::texts;

    fn limit_of(error: &SheetError) -> Option<LimitKind> {
        if let SheetError::Limit { what, .. } = error { Some(*what) } else { None }
    }

    #[test]
    fn the_collector_holds_each_limit() {
        let limits = Limits { rows: 2, columns: 3, cells: 4, text_bytes: 10, file_bytes: 1 };
        let put = |cells: &[(u32, usize, &str)]| {
            let mut rows = Collector::new(&limits);
            cells.iter().try_for_each(|(row, column, text)| {
                rows.put(*row, *column, Cell::of_text((*text).to_owned()))
            })
        };
        assert_eq!(put(&[(1, 0, "a"), (2, 0, "b"), (9, 5, " ")]), Ok(()));
        let kind = |cells: &[(u32, usize, &str)]| put(cells).err().as_ref().and_then(limit_of);
        assert_eq!(kind(&[(1, 0, "a"), (2, 0, "b"), (3, 0, "c")]), Some(LimitKind::Rows));
        assert_eq!(kind(&[(1, 3, "a")]), Some(LimitKind::Columns));
        assert_eq!(kind(&[(1, 2, "a"), (2, 2, "b")]), Some(LimitKind::Cells));
        assert_eq!(kind(&[(1, 0, "四个汉字")]), Some(LimitKind::TextBytes));
    }

    #[test]
    fn rows_out_of_order_are_put_in_order() {
        let limits = Limits::default();
        let mut rows = Collector::new(&limits);
        for (row, column, text) in [(5, 1, "e"), (2, 0, "b"), (5, 0, "d"), (2, 0, "c")] {
            rows.put(row, column, Cell::of_text(text.to_owned())).unwrap();
        }
        let sheet = rows.finish("s".to_owned());
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(texts(&sheet), [vec!["c"], vec!["d", "e"]]);
    }

    #[test]
    fn rows_are_passed_on_when_the_next_begins() {
        let limits = Limits::default();
        let mut seen = Vec::new();
        let mut sink = |row: Row| {
            seen.push(row.number);
            if row.number == 9 { Err(SheetError::TooLarge) } else { Ok(()) }
        };
        let mut rows = Collector::passing(&limits, &mut sink);
        let mut put = |number| rows.put(number, 0, Cell::Bool(true));
        assert_eq!([put(1), put(1), put(3)], [Ok(()), Ok(()), Ok(())]);
        assert_eq!(put(9), Ok(()));
        assert_eq!(rows.close(), Err(SheetError::TooLarge));
        assert_eq!(seen, [1, 3, 9]);
    }
}
