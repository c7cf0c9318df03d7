//! `minqing read-sheet`: the child process that reads a file from outside.

use std::{io, path::PathBuf};

use clap::Args;

use super::failure::{DONE, FAILED};
use crate::exchange::{sandbox, sheet::Limits};

/// Reads one sheet and answers in lines of JSON; its memory is limited by `main`.
#[derive(Debug, Args)]
pub(super) struct Order {
    #[arg(long, value_parser = read_limits)]
    limits: Limits,
    #[arg(long)]
    sheet: Option<String>,
    file: PathBuf,
}

/// Reads it; what is wrong was answered already.
pub(super) fn run(order: &Order) -> u8 {
    let read = sandbox::serve_read(&order.file, order.sheet.as_deref(), &order.limits, io::stdout().lock());
    if read.is_ok() { DONE } else { FAILED }
}

fn read_limits(text: &str) -> Result<Limits, String> {
    text.parse()
}
