//! The figures of the month (domain.md §2.1) and the board of the batch (D11).

use jiff::civil::Date;

use super::{Subject, Table, count, text};
use crate::{
    domain::{
        figures::{Board, Grassroots, Monthly},
        wording::Lang,
    },
    workbench::{Error, Workbench},
};

/// What was counted of some days.
#[derive(Debug)]
pub struct Month {
    /// Registered, closed and open.
    pub month: Monthly,
    /// What became of what was registered in them.
    pub board: Board,
    /// Where it was solved.
    pub grassroots: Grassroots,
}

impl Month {
    /// Counts the days from one to another.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn count(bench: &Workbench, from: Date, to: Date) -> Result<Self, Error> {
        let before = bench.facts_at(from.yesterday().unwrap_or(from))?;
        let now = bench.facts_at(to)?;
        Ok(Self {
            month: Monthly::count(&before, &now),
            board: Board::count(&now, from, to),
            grassroots: Grassroots::count(&now, from, to),
        })
    }

    /// It as a sheet.
    pub fn table(&self, lang: Lang) -> Table {
        let rows = self.rows(lang).into_iter().map(|(title, number)| vec![text(title), count(number)]);
        Table::new(Subject::Monthly, [("项目", "figure"), ("数", "n")], rows.collect(), lang)
    }

    /// The figures with their titles, in the order of the form.
    pub fn rows(&self, lang: Lang) -> Vec<(String, usize)> {
        let (month, board, grassroots) = (&self.month, &self.board, &self.grassroots);
        let rows = [
            ("累计建账", "registered in all", month.registered_total),
            ("累计办结", "closed in all", month.closed_total.all),
            ("  其中实质办结", "  of those solved", month.closed_total.solved),
            ("  其中讲清（解释、不支持）", "  of those explained or not supported", month.closed_total.told),
            ("上月办理中", "open before", month.open_before),
            ("本月建账", "registered", month.registered),
            ("本月办结", "closed", month.closed.all),
            ("  其中实质办结", "  of those solved", month.closed.solved),
            ("  其中讲清（解释、不支持）", "  of those explained or not supported", month.closed.told),
            ("  办结后又重开、不算办结", "  of those reopened since: no result", month.closed.undone),
            ("本月重开", "reopened", month.reopened),
            ("本月并入", "merged into another", month.merged),
            ("本月办理中", "open", month.open),
            ("  其中已转出、上报，未了结", "  of those passed on, without a result", month.transferred),
            ("本期登记（并入的不另计）", "batch: registered (merged ones once)", board.registered),
            ("  办成", "  done", board.done),
            ("  在办", "  being done", board.working),
            ("  办不了已说明", "  not possible, and told why", board.told),
            ("  在本组、社区解决", "  solved in the neighbourhood or community", grassroots.here),
            ("  由上级解决", "  solved higher up", grassroots.above),
            ("  没有写层级", "  level not told", grassroots.untold),
        ];
        rows.map(|(zh, en, number)| (lang.pick(zh, en).to_owned(), number)).to_vec()
    }
}
