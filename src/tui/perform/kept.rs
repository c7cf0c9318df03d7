//! What goes out as a sheet, how long records are kept, and what is cleared.

use std::{collections::HashSet, sync::Arc};

use super::{
    Performer,
    ledgers::{chosen, text},
    path,
};
use crate::{
    domain::{
        exports::Form,
        id::{LedgerTag, RecordId},
        informers,
        ledger::Ledger,
        row::Row,
        rules::Refusal,
        value::Value,
        wording::counted,
    },
    exchange::{
        handing_out::Handing,
        ledger_file::ExportError,
        select::{self, Question},
    },
    say,
    tui::{
        event::{Answer, Done, Effect, LedgerWork, Pairs, Picked, Trouble},
        form::oversee,
        snapshot::Due,
    },
    workbench::Error,
};

impl Performer {
    /// Writes a ledger out as a sheet; what for and for whom goes into the log of exports.
    pub(super) fn export_ledger(
        &mut self,
        first: &str,
        picked: &Picked,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Trouble> {
        let lang = self.lang;
        let ledger = chosen(pairs, first);
        let ids = self.picked(ledger, (ledger == first).then_some(picked), pairs)?;
        let form = match text(pairs, "form") {
            "full" => Form::Full,
            "public" => Form::Public,
            _ => Form::Masked,
        };
        let scope = self
            .bench
            .ledger(ledger)
            .map(|ledger| scope_of(ledger, &conditions(pairs).unwrap_or_default(), ids.as_ref()));
        let handing = Handing {
            ledger: ledger.to_owned(),
            file: path(text(pairs, "to")),
            form,
            scope: scope.unwrap_or_default(),
            purpose: text(pairs, "purpose").trim().to_owned(),
            to: text(pairs, "whom").trim().to_owned(),
        };
        let passphrase = Some(text(pairs, "passphrase")).filter(|text| !text.is_empty());
        let is_wanted = |row: &Row| row.stands() && ids.as_ref().is_none_or(|ids| ids.contains(&row.id));
        let mut hearing = self.hearing(tell);
        let handed = handing
            .hand_out(&mut self.bench, None, &is_wanted, passphrase, &mut |it| hearing.hear(it))
            .map_err(|error| {
                let blank = matches!(&error, ExportError::Work(Error::Refused(Refusal::Missing("reason"))));
                let (field, sentence) = if blank {
                    let told = lang.pick(
                        "含个人信息的，要写明用途；会记入查看记录和导出登记",
                        "information in full needs what for: it goes into both logs",
                    );
                    ("purpose", told.to_owned())
                } else {
                    ("to", error.sentence(lang))
                };
                Trouble { field: Some(field.to_owned()), sentence, wants_passphrase: None }
            })?;
        let (rows, file) = (handed.rows, handed.file.display());
        let records = counted(rows, "record", "records");
        let mut sentence = say!(lang, "已导出 {rows} 条到 {file}", "wrote {records} to {file}");
        if handing.purpose.is_empty() || handing.to.is_empty() {
            sentence += lang.pick(
                "。已记入导出登记，但没有写全用途和接收方",
                ". It is in the export log, without what for or for whom",
            );
        }
        Ok(Done { sentence, record: None })
    }

    /// The records of a ledger that are meant; none where all are.
    fn picked(
        &self,
        ledger: &str,
        picked: Option<&Picked>,
        pairs: &Pairs,
    ) -> Result<Option<HashSet<RecordId>>, Trouble> {
        let lang = self.lang;
        let trouble = |field: &str, sentence: String| Trouble {
            field: Some(field.to_owned()),
            sentence,
            wants_passphrase: None,
        };
        let wanted = match text(pairs, "which") {
            oversee::FOUND => picked.map(|picked| picked.found.clone()),
            oversee::MARKED => picked.map(|picked| Some(Arc::clone(&picked.marked))),
            _ => Some(None),
        };
        let Some(wanted) = wanted else {
            let told = lang.pick(
                "列出的、选中的是事项；这一本只能全部，或写条件",
                "what is listed or marked are issues: of this one all, or a condition",
            );
            return Err(trouble("which", told.to_owned()));
        };
        let mut ids: Option<HashSet<RecordId>> = wanted.map(|ids| ids.iter().copied().collect());
        let Some(conditions) = conditions(pairs) else {
            let told = lang.pick("写成 栏=值，如 居民小组=三组", "write field=value");
            return Err(trouble("where", told.to_owned()));
        };
        if !conditions.is_empty() {
            let declared =
                self.bench.ledger(ledger).map_err(|error| trouble("where", error.sentence(lang)))?;
            let question = Question { conditions: &conditions, ..Question::default() };
            let (_, found) = select::select(&self.bench, declared, &question)
                .map_err(|error| trouble("where", error.sentence(lang)))?;
            let found = found.into_iter().map(|found| found.row.id);
            ids = Some(found.filter(|id| ids.as_ref().is_none_or(|ids| ids.contains(id))).collect());
        }
        if ids.as_ref().is_some_and(HashSet::is_empty) {
            let told = lang.pick("没有符合的记录，没有导出", "nothing meets this, nothing was written");
            return Err(trouble("where", told.to_owned()));
        }
        Ok(ids)
    }

    /// Sets how long a ledger is kept.
    pub(super) fn set_period(&mut self, ledger: &str, pairs: &Pairs) -> Result<Done, Error> {
        let declared = crate::domain::retention::periods::ledger();
        let months = declared
            .field_by_key("months")
            .map(|field| self.bench.read_value(field, text(pairs, "months")))
            .transpose()?
            .flatten();
        let months = if let Some(Value::Int(months)) = months { months } else { 0 };
        self.bench.set_period(ledger, months, text(pairs, "basis"))?;
        let title = self.bench.ledger(ledger)?.title.get(self.lang);
        let long = counted(months, "month", "months");
        let sentence = say!(self.lang, "“{title}”保存 {months} 个月", "\"{title}\" is kept for {long}");
        Ok(Done { sentence, record: Some(crate::domain::retention::period_id(ledger)) })
    }

    /// Asks whether records that were chosen are to be cleared for good.
    pub(super) fn ask_to_clear(&self, pairs: &Pairs) -> Result<Answer, Error> {
        let parts = text(pairs, "records").split('、').filter(|part| !part.is_empty());
        let records: Vec<RecordId> = parts.map(|part| self.bench.find(part)).collect::<Result<_, _>>()?;
        let reason = text(pairs, "reason").trim().to_owned();
        let count = records.len();
        let names: Vec<String> = records.iter().map(|id| self.bench.name_of(*id)).collect();
        let names = names.join(self.lang.pick("、", ", "));
        let sentence = say!(
            self.lang,
            "在每台电脑上清理这 {count} 条，不能撤销：{names}？",
            "Clear these {count} on every laptop? It cannot be undone: {names}"
        );
        Ok(Answer::Asked { sentence, effect: Effect::OnLedger(LedgerWork::Clear(records, reason)) })
    }

    /// Clears records whose period is over.
    pub(super) fn clear(
        &mut self,
        records: &[RecordId],
        reason: &str,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Error> {
        let mut hearing = self.hearing(tell);
        let cleared = self.bench.clear_expired_telling(records, reason, &mut |it| hearing.hear(it))?;
        let sentence = say!(
            self.lang,
            "已清理 {cleared} 条。其他电脑收到同步包后照办；以前写出的同步包、备份和表格请自行删除",
            "{cleared} cleared. Other laptops follow when a bundle brings it; delete bundles, backups and sheets of before yourself"
        );
        Ok(Done { sentence, record: None })
    }

    /// What is due today.
    pub(super) fn due(&self) -> Result<Arc<Vec<Due>>, Error> {
        let lang = self.lang;
        let all = self.bench.expired(self.bench.today())?.into_iter();
        // What is kept apart is told only to who may see it.
        let sees_apart = self.bench.sees_informers()?;
        let apart = LedgerTag::of(informers::ID);
        let told = all.filter(|one| sees_apart || one.record.ledger() != apart).map(|one| {
            Ok(Due {
                record: one.record,
                ledger: self.bench.ledger_of(one.record)?.title.get(lang).to_owned(),
                name: self.bench.name_of(one.record),
                since: one.since,
                day: one.due,
                action: one.action.title().get(lang).to_owned(),
            })
        });
        Ok(Arc::new(told.collect::<Result<_, Error>>()?))
    }
}

/// The conditions of an export, `field=value` each, parted by semicolons; none where one is
/// written otherwise.
fn conditions(pairs: &Pairs) -> Option<Vec<(String, String)>> {
    let parts = text(pairs, "where").split([';', '；']).filter(|part| !part.trim().is_empty());
    let pair = |part: &str| {
        let (name, value) = part.split_once(['=', '＝'])?;
        Some((name.trim().to_owned(), value.trim().to_owned())).filter(|(name, _)| !name.is_empty())
    };
    parts.map(pair).collect()
}

/// What of, for the log of exports: by which fields, or how many were picked.
fn scope_of(ledger: &Ledger, conditions: &[(String, String)], ids: Option<&HashSet<RecordId>>) -> String {
    let scope = select::scope_of(ledger, conditions);
    match ids {
        Some(ids) => format!("{scope} 选出 {} 条", ids.len()),
        None => scope,
    }
}
