//! Reports that are read, or written out as sheets.

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{phases::Period, wording::Lang},
    exchange::{
        paper::Format,
        reports::{self, Days, Subject, Table, oversight},
    },
    say,
    tui::{
        cells::{self, fit},
        event::{Answer, Done, MEMBER_SHEET, Pairs, Trouble},
    },
    workbench::{Error, Workbench, keeping},
};

/// The widest column of a report that is read.
const WIDEST: usize = 40;

impl Performer {
    /// Shows the report that was asked for, or writes it to the file.
    pub(super) fn report(&mut self, pairs: &Pairs) -> Result<Answer, Error> {
        let lang = self.lang;
        let chosen = text(pairs, "subject");
        if chosen == MEMBER_SHEET {
            return self.facts(pairs);
        }
        let subject = Subject::of_key(chosen).unwrap_or(Subject::Monthly);
        let days = asked(pairs);
        let file = text(pairs, "file").trim();
        if file.is_empty() {
            return self.read_report(subject, &days);
        }
        let to = path(file);
        let title = subject.title().zh;
        let form = if subject == Subject::Coverage { "masked" } else { "public" };
        if subject == Subject::Oversight
            && let Some(format) = Format::of_path(&to)
        {
            if to.exists() {
                return Err(keeping::exists_already(&to));
            }
            let paper = oversight::paper(&self.bench, &days)?;
            self.log_paper(&format!("报表 {title}"), form, pairs)?;
            return Ok(Answer::Done(super::papers::written(&paper, &to, format, lang)));
        }
        // The file is refused before anything is counted or written down.
        if let Err(error) = reports::permit(&to) {
            return Ok(refused(error.sentence(lang)));
        }
        let made = subject.made(&self.bench, &days, Lang::Zh)?;
        self.log_paper(&format!("报表 {title}"), form, pairs)?;
        match made.table.write(&to) {
            Ok(rows) => {
                let to = to.display();
                let sentence = say!(lang, "已写 {rows} 行到 {to}", "{rows} rows written to {to}");
                Ok(Answer::Done(Done { sentence, record: None }))
            }
            Err(error) => Ok(refused(error.sentence(lang))),
        }
    }

    /// The report on the screen, with the days that it is of.
    fn read_report(&self, subject: Subject, days: &Days<'_>) -> Result<Answer, Error> {
        let (bench, lang) = (&self.bench, self.lang);
        let name = subject.title();
        let name = name.get(lang);
        if subject == Subject::Oversight {
            let (from, to) = days.read(bench)?;
            let title = say!(
                lang,
                "督查情况  {from} — {to}（各组按次序排，不排名）",
                "Oversight  {from} to {to} (groups are not ranked)"
            );
            return Ok(Answer::Told { title, lines: oversight::lines(bench, days, lang)? });
        }
        let made = subject.made(bench, days, lang)?;
        let told = told_days(bench, made.days, lang);
        Ok(Answer::Told { title: format!("{name}  {told}"), lines: lines(&made.table, lang) })
    }
}

/// The days as the form asks for them.
pub(super) fn asked(pairs: &Pairs) -> Days<'_> {
    let filled = |key| Some(text(pairs, key).trim()).filter(|text| !text.is_empty());
    Days { from: (filled("from"), "from"), to: (filled("to"), "to"), phase: filled("phase") }
}

/// Refuses the file.
fn refused(sentence: String) -> Answer {
    Answer::Refused(Trouble { field: Some("file".to_owned()), sentence, wants_passphrase: None })
}

fn told_days(bench: &Workbench, days: Period, lang: Lang) -> String {
    let today = bench.today();
    match (days.from, days.to) {
        (None, None) => say!(lang, "全部时间，到 {today}", "of all the time up to {today}"),
        (Some(from), None) => say!(lang, "{from} 起", "from {from}"),
        (None, Some(to)) => say!(lang, "到 {to}", "up to {to}"),
        (Some(from), Some(to)) => say!(lang, "{from} — {to}", "{from} to {to}"),
    }
}

/// A sheet in lines, its columns aligned; the last may be as long as it is.
fn lines(table: &Table, lang: Lang) -> Vec<String> {
    let rows: Vec<Vec<String>> = std::iter::once(table.header.clone())
        .chain(table.rows.iter().map(|row| row.iter().map(|cell| cells::one_line(&cell.text())).collect()))
        .collect();
    let mut wide = vec![0; table.header.len()];
    for row in &rows {
        for (wide, cell) in wide.iter_mut().zip(row) {
            *wide = cells::width(cell).min(WIDEST).max(*wide);
        }
    }
    let line = |row: &Vec<String>| {
        let last = row.len().saturating_sub(1);
        let cells = row.iter().zip(&wide).enumerate();
        let cells = cells.map(|(at, (cell, wide))| if at == last { cell.clone() } else { fit(cell, *wide) });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if table.rows.is_empty() {
        lines.push(lang.pick("现在没有。", "Nothing now.").to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::write::OutCell;

    #[test]
    fn columns_of_a_report_stand_in_line() {
        let cell = |text: &str| OutCell::Text(text.to_owned());
        let table = Table {
            name: String::new(),
            header: vec!["组".into(), "数".into()],
            rows: vec![vec![cell("上湾一组"), OutCell::Number(3.0)], vec![cell("二组"), OutCell::Empty]],
        };
        assert_eq!(lines(&table, Lang::Zh), ["组        数", "上湾一组  3", "二组"]);
        let empty = Table { rows: Vec::new(), ..table };
        assert_eq!(lines(&empty, Lang::En).last().unwrap(), "Nothing now.");
    }
}
