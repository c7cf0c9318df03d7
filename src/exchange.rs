//! Sheets in and out.
//!
//! People bring their lists as whatever the office gave them: workbooks with
//! merged titles, csv files in three encodings, files that are not what
//! their name says. This module turns any of them into rows of plain cells,
//! or into one sentence that says why not and what to do next; and it writes
//! sheets that the office programs open without spoiling an ID number.
//!
//! Reading and writing know cells, not fields; [`intake`] and [`ledger_file`]
//! know what a column means.
//!
//! - [`sheet`]: what a sheet is, and reading one from any file
//! - [`sandbox`]: the same in a child process whose memory is capped
//! - [`header`]: which row carries the column names
//! - [`write`](mod@write): xlsx, csv and json out
//! - [`intake`]: the rows of a sheet into a ledger, every one accounted for
//! - [`ledger_file`]: a ledger out as a sheet
//! - [`handing_out`]: the same, written down in the log of exports
//! - [`select`](mod@select): which records are meant, by `field=value`
//! - [`paper`]: a page to print, as text or as a document; [`papers`]: bulletins, disclosures, fact sheets
//! - [`reports`]: figures of some days as sheets
//! - [`error`]: what can be wrong, in two languages

pub mod sheet;
pub mod error;
mod handled;
pub mod header;
pub mod sandbox;
pub mod write;
pub mod intake;
pub mod ledger_file;
pub mod handing_out;
pub mod select;
pub mod paper;
pub mod papers;
pub mod reports;
mod compound;
mod container;
mod docx;
mod gather;
mod text;
mod wire;
mod workbook;

#[cfg(test)]
mod samples;
