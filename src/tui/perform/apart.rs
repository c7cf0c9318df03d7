//! Informer material (domain.md §4.2 rule 5): shown for a reason that is
//! written down first, and not kept on the screen.

use super::{Performer, ledgers::text};
use crate::{
    domain::{
        calendar,
        field::Tag,
        informers::{self, ID},
        input,
        row::Row,
        value::Value,
    },
    say,
    tui::event::{Answer, Apart, Done, Pairs},
    workbench::Error,
};

impl Performer {
    /// Does one thing with material.
    pub(super) fn apart(&mut self, what: Apart, pairs: &Pairs) -> Result<Answer, Error> {
        match what {
            Apart::Enter => {
                let fields = self.apart_fields(pairs)?;
                let id = self.bench.enter_informer(&fields)?;
                let number = self.bench.name_of(id);
                let next = self.bench.where_informers_go(id)?;
                let next = next.get(self.lang);
                let sentence = say!(
                    self.lang,
                    "已登记 {number}，另册保管，不进任何列表；{next}",
                    "{number} is entered and kept apart, on no list; {next}"
                );
                Ok(Answer::Done(Done { sentence, record: None }))
            }
            Apart::List => {
                let rows = self.bench.look_at_informers(text(pairs, "reason"))?;
                Ok(self.told_list(&rows))
            }
            Apart::Show => {
                let id = self.bench.find_informer(text(pairs, "number"))?;
                let row = self.bench.look_at_informer(id, text(pairs, "reason"))?;
                self.told_piece(&row)
            }
            Apart::Keep => self.change_apart(pairs, informers::KEEPER, "by"),
            Apart::Hand => self.change_apart(pairs, informers::HANDED, "to"),
            Apart::Answer => self.change_apart(pairs, informers::ANSWER, "text"),
            Apart::Result => self.change_apart(pairs, informers::RESULT, "text"),
        }
    }

    fn apart_fields(&self, pairs: &Pairs) -> Result<Vec<(Tag, Value)>, Error> {
        let ledger = self.bench.ledger(ID)?;
        let mut fields = Vec::new();
        for (key, told) in pairs {
            let Some(field) = ledger.field_by_key(key) else { continue };
            let parts = if field.many { input::parts(field, told) } else { vec![told.as_str()] };
            for part in parts {
                fields.extend(self.bench.read_value(field, part)?.map(|value| (field.tag, value)));
            }
        }
        Ok(fields)
    }

    fn change_apart(&mut self, pairs: &Pairs, tag: Tag, key: &str) -> Result<Answer, Error> {
        let id = self.bench.find_informer(text(pairs, "number"))?;
        let field = self.bench.ledger(ID)?.field(tag);
        let value = field.map(|field| self.bench.read_value(field, text(pairs, key))).transpose()?.flatten();
        let fields: Vec<(Tag, Value)> = value.map(|value| (tag, value)).into_iter().collect();
        self.bench.change_informer(id, &fields)?;
        let number = self.bench.name_of(id);
        let sentence = say!(self.lang, "{number} 已登记", "{number} is written down");
        Ok(Answer::Done(Done { sentence, record: None }))
    }

    fn told_list(&self, rows: &[Row]) -> Answer {
        let lang = self.lang;
        let line = |row: &Row| {
            let number = row.text(informers::NUMBER);
            let received = row.instant(informers::RECEIVED).map(calendar::minute).unwrap_or_default();
            let keeper =
                row.reference(informers::KEEPER).map(|id| self.bench.name_of(id)).unwrap_or_default();
            let handed = row.text(informers::HANDED);
            let handed =
                if handed.is_empty() { lang.pick("还没有移交", "not handed on") } else { handed };
            say!(
                lang,
                "{number}  收到 {received}  保管 {keeper}  移交 {handed}",
                "{number}  received {received}  kept by {keeper}  handed to {handed}"
            )
        };
        let mut lines: Vec<String> = rows.iter().map(line).collect();
        if lines.is_empty() {
            lines.push(lang.pick("没有检举控告材料", "there is none").to_owned());
        }
        let title =
            lang.pick("检举控告（另册，本次查看已记录）", "Informer material (this look was recorded)");
        Answer::Told { title: title.to_owned(), lines }
    }

    fn told_piece(&self, row: &Row) -> Result<Answer, Error> {
        let lang = self.lang;
        let ledger = self.bench.ledger(ID)?;
        let mut lines = Vec::new();
        for field in ledger.fields.iter().filter(|field| !row.all(field.tag).is_empty()) {
            let shown = row.all(field.tag).iter().map(|value| self.bench.show_in_full(field, value, lang));
            let shown = shown.collect::<Vec<_>>().join(lang.pick("、", ", "));
            lines.push(format!("{}{}{shown}", field.title.get(lang), lang.pick("：", ": ")));
        }
        let number = row.text(informers::NUMBER);
        let title = say!(lang, "{number}（本次查看已记录）", "{number} (this look was recorded)");
        Ok(Answer::Told { title, lines })
    }
}
