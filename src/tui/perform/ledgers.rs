//! Ledgers of the group's own, and what is done to records of any.

use super::{Performer, path};
use crate::{
    domain::{
        declared::{key_of, read},
        exports::Form,
        field::{Choice, Field, Kind, Privacy, Search},
        id::RecordId,
        ledger::{Ledger, Nature, Source},
        wording::Wording,
    },
    exchange::ledger_file,
    say,
    tui::event::{Answer, Done, LedgerWork, Pairs, Trouble},
    workbench::{Error, draft::Draft},
};

/// The width of a column that a form asks for.
const COLUMN: u16 = 14;

/// Text fields at the beginning of a new ledger that its list shows.
const SHOWN: usize = 3;

impl Performer {
    /// Works on a ledger, or on records of any.
    pub(super) fn on_ledger(
        &mut self,
        work: LedgerWork,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        Ok(Some(match work {
            LedgerWork::Strike(id, reason) => self.strike(id, &reason)?,
            LedgerWork::New(pairs) => self.new_ledger(&pairs)?,
            LedgerWork::Field(ledger, pairs) => self.new_field(&ledger, &pairs)?,
            LedgerWork::Hide(ledger, hidden) => self.hide(&ledger, hidden)?,
            LedgerWork::Export(ledger, to) => match self.export_ledger(&ledger, &to) {
                Ok(done) => done,
                Err(trouble) => {
                    tell(Answer::Refused(trouble));
                    return Ok(None);
                }
            },
        }))
    }

    /// Strikes an entry out.
    fn strike(&mut self, id: RecordId, reason: &str) -> Result<Done, Error> {
        let name = self.bench.name_of(id);
        let mut draft = Draft::new();
        draft.strike(id, reason.trim());
        self.bench.commit(draft)?;
        let sentence = say!(self.lang, "已划去 {name}，u 撤销", "{name} is struck out; u takes it back");
        Ok(Done { sentence, record: None })
    }

    /// Puts a ledger away, or brings it out.
    fn hide(&mut self, ledger: &str, hidden: bool) -> Result<Done, Error> {
        self.bench.hide_ledger(ledger, hidden)?;
        let title = self.bench.ledger(ledger)?.title.get(self.lang);
        let sentence = if hidden {
            say!(self.lang, "“{title}”已收起，记录都在", "\"{title}\" is put away; its records stay")
        } else {
            say!(self.lang, "“{title}”已取出", "\"{title}\" is out again")
        };
        Ok(Done { sentence, record: None })
    }

    /// Writes a ledger out as a sheet, numbers masked.
    fn export_ledger(&self, ledger: &str, to: &str) -> Result<Done, Trouble> {
        let file = path(to);
        let trouble =
            |sentence: String| Trouble { field: Some("to".to_owned()), sentence, wants_passphrase: None };
        if file.exists() {
            let told =
                self.lang.pick("已有这个文件，请换一个名字", "the file is there already; take another name");
            return Err(trouble(told.to_owned()));
        }
        let rows = ledger_file::export(&self.bench, ledger, &|row| row.stands(), &file, Form::Masked)
            .map_err(|error| trouble(error.sentence(self.lang)))?;
        let file = file.display();
        let sentence = say!(self.lang, "已导出 {rows} 条到 {file}", "wrote {rows} records to {file}");
        Ok(Done { sentence, record: None })
    }

    /// Adds a ledger of the group's own.
    fn new_ledger(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let title = text(pairs, "title").trim().to_owned();
        let nature = if text(pairs, "nature") == "card" { Nature::Card } else { Nature::Entry };
        let names = listed(text(pairs, "fields"));
        let fields = names.iter().enumerate().map(|(at, name)| {
            let mut field = Field::new(0, &key_of(name), "", "", Kind::Text);
            field.title = both(name);
            field.required = at == 0;
            field.search = if at == 0 { Search::Name } else { Search::Text };
            field.column = Some(COLUMN).filter(|_| at < SHOWN);
            field
        });
        let mut ledger = Ledger::new(&key_of(&title), both(&title), nature, fields.collect());
        ledger.source = Source::Own;
        ledger.group = Some(text(pairs, "group").trim().to_owned()).filter(|group| !group.is_empty());
        ledger.about = both(text(pairs, "about").trim());
        if self.bench.catalog().get(&ledger.id).is_some_and(|known| !known.hidden) {
            return Err(Error::Already(title));
        }
        self.bench.declare(&ledger)?;
        let sentence = say!(
            self.lang,
            "已添加台账“{title}”，按 n 登记第一条",
            "the ledger \"{title}\" is there; n enters the first record"
        );
        Ok(Done { sentence, record: None })
    }

    /// Adds a field of the group's own to a ledger.
    fn new_field(&mut self, ledger: &str, pairs: &Pairs) -> Result<Done, Error> {
        let title = text(pairs, "title").trim().to_owned();
        let of = Some(text(pairs, "of").to_owned()).filter(|of| !of.is_empty());
        let mut kind = read::kind(text(pairs, "kind"), of).unwrap_or(Kind::Text);
        if let Kind::Choice(choices) = &mut kind {
            *choices = listed(text(pairs, "choices"))
                .iter()
                .map(|name| Choice::new(key_of(name), both(name)))
                .collect();
        }
        let mut field = Field::new(0, &key_of(&title), "", "", kind);
        field.title = both(&title);
        let declared = self.bench.ledger(ledger)?;
        if declared.fields.iter().chain(&declared.retired).any(|own| own.key == field.key) {
            return Err(Error::Already(title));
        }
        field.many = text(pairs, "many") == "yes";
        field.required = text(pairs, "required") == "yes";
        field.privacy = match text(pairs, "privacy") {
            "personal" => Privacy::Personal,
            "sensitive" => Privacy::Sensitive,
            _ => Privacy::Open,
        };
        field.purpose = Some(text(pairs, "purpose")).filter(|it| !it.is_empty()).map(both);
        field.column = Some(COLUMN).filter(|_| text(pairs, "column") == "yes");
        self.bench.declare_field(ledger, &field)?;
        let sentence = say!(self.lang, "已加一栏“{title}”", "the field \"{title}\" is there");
        Ok(Done { sentence, record: None })
    }
}

fn text<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(own, _)| own == key).map_or("", |(_, text)| text.as_str())
}

fn listed(text: &str) -> Vec<String> {
    let parts = text.split(['、', ',', '，', ';', '；', '\n']).map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

fn both(text: &str) -> Wording {
    Wording::owned(text.to_owned(), text.to_owned())
}
