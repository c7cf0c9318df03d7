//! Bulletins on their way, and sheets that are handed out.

use std::path::{Path, PathBuf};

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{
        bulletins::bulletins, calendar, funds::disclosures, id::RecordId, input::BadValue, value::Value,
        wording::Lang,
    },
    exchange::{
        paper::{Format, Paper},
        papers,
    },
    say,
    tui::event::{Done, Pairs, Paperwork},
    workbench::{Error, draft::Draft, keeping, logs::Outgoing},
};

impl Performer {
    /// Does one thing with a bulletin, or writes a sheet.
    pub(super) fn paper(&mut self, what: &Paperwork, pairs: &Pairs) -> Result<Done, Error> {
        let lang = self.lang;
        let text = |key: &str| text(pairs, key);
        match what {
            Paperwork::Begin => {
                let today = self.bench.today();
                let day = |key: &str| {
                    calendar::read_day(text(key), today).ok_or_else(|| Error::Value {
                        field: key.to_owned(),
                        why: BadValue::NotADate(text(key).to_owned()),
                    })
                };
                let id = self.bench.new_bulletin(text("title"), day("from")?, day("to")?)?;
                let told = lang.pick("已成稿，请看过再改", "drafted; read it over and change it");
                Ok(Done { sentence: told.to_owned(), record: Some(id) })
            }
            Paperwork::Review(id) => self.step_bulletin(*id, "review", text("text")),
            Paperwork::Sign(id) => self.step_bulletin(*id, "sign", ""),
            Paperwork::Archive(id) => self.step_bulletin(*id, "archive", ""),
            Paperwork::Print(id) => {
                let (file, format) = wanted(text("to"))?;
                let issue = self.bench.bulletin(*id)?;
                let paper = papers::bulletin(&self.bench.known_people()?, &issue);
                let title = issue.bulletin.text(bulletins::TITLE);
                self.log_paper(&format!("简报 {title}"), "public", pairs)?;
                Ok(written(&paper, &file, format, lang))
            }
            Paperwork::Disclose(id) => {
                let (file, format) = wanted(text("to"))?;
                outgoing("", "public", pairs).permit()?;
                let mut draft = Draft::new();
                let entry = self.bench.begin_record(&mut draft, disclosures::ID, None)?;
                draft.set(entry, disclosures::PLACE, Value::text(text("place")));
                draft.set(entry, disclosures::PROJECT, Some(Value::Ref(*id)));
                draft.set(entry, disclosures::DAY, Some(Value::Date(self.bench.today())));
                self.bench.commit(draft)?;
                let paper = papers::disclosure(&self.bench, &self.bench.help_project(*id)?)?;
                let name = self.bench.name_of(*id);
                self.log_paper(&format!("收支公示 {name}"), "public", pairs)?;
                Ok(written(&paper, &file, format, lang))
            }
        }
    }

    /// Writes down that a paper goes out: what, what for and to whom.
    pub(super) fn log_paper(&mut self, what: &str, form: &'static str, pairs: &Pairs) -> Result<(), Error> {
        self.bench.record_export(&outgoing(what, form, pairs))
    }

    fn step_bulletin(&mut self, id: RecordId, kind: &str, remark: &str) -> Result<Done, Error> {
        self.bench.step_bulletin(id, kind, remark)?;
        let issue = self.bench.bulletin(id)?;
        let (number, stage) =
            (issue.number(self.lang).unwrap_or_default(), issue.printed.printing.title(self.lang));
        Ok(Done { sentence: format!("{stage} {number}").trim_end().to_owned(), record: Some(id) })
    }
}

/// A paper as the log of exports tells of it.
fn outgoing(what: &str, form: &'static str, pairs: &Pairs) -> Outgoing {
    let text = |key| text(pairs, key).trim().to_owned();
    let (purpose, to) = (text("purpose"), text("whom"));
    Outgoing { scope: what.to_owned(), purpose, to, rows: 1, form, sealed: false }
}

/// A file that may be written, and as what.
pub(super) fn wanted(text: &str) -> Result<(PathBuf, Format), Error> {
    let file = path(text);
    let format = Format::of_path(&file).ok_or_else(|| Error::Value {
        field: "to".to_owned(),
        why: BadValue::NotAChoice { text: text.to_owned(), allowed: ".docx、.txt".to_owned() },
    })?;
    if file.exists() { Err(keeping::exists_already(&file)) } else { Ok((file, format)) }
}

pub(super) fn written(paper: &Paper, file: &Path, format: Format, lang: Lang) -> Done {
    let told = match paper.write(file, format) {
        Ok(()) => {
            let file = file.display();
            say!(lang, "已写到 {file}", "written to {file}")
        }
        // What was recorded stays so; only the file is missing.
        Err(error) => error.sentence(lang == Lang::Zh),
    };
    Done { sentence: told, record: None }
}
