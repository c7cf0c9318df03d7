//! Undo and redo: said before, where it is more than one record, and named after.

use super::Performer;
use crate::{
    domain::{
        id::RecordId,
        issues::{issues, steps},
    },
    say,
    tui::{
        event::{Answer, Done, Effect},
        wording::one_of,
    },
    workbench::{
        Error,
        deed::{Deed, Undoable},
        undo::Undone,
    },
};

/// The most records that are named one by one.
const NAMED: usize = 3;

impl Performer {
    /// Takes the last own action back. What it touches beyond one record, or
    /// is not what was done last, is asked first; `agreed` names the action
    /// that was agreed to.
    pub(super) fn undo(
        &mut self,
        agreed: Option<u64>,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        let Undoable { deeds, skipped, past_erasure } = self.bench.undoable(1)?;
        let Some(deed) = deeds.first() else { return Err(Error::NothingToUndo) };
        let asks = match agreed {
            Some(action) => action != deed.seq,
            None => deed.records.len() > 1 || skipped > 0 || past_erasure,
        };
        if asks {
            let effect = Effect::Undo { agreed: Some(deed.seq) };
            tell(Answer::Asked { sentence: self.would_take_back(deed, skipped, past_erasure), effect });
            return Ok(None);
        }
        let undone = self.bench.undo()?;
        Ok(Some(self.taken_back(&undone, self.lang.pick("已撤销", "undone"))))
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self) -> Result<Done, Error> {
        let undone = self.bench.redo()?;
        Ok(self.taken_back(&undone, self.lang.pick("已重做", "done again")))
    }

    /// The question before an undo.
    fn would_take_back(&self, deed: &Deed, skipped: usize, past_erasure: bool) -> String {
        let lang = self.lang;
        let what = deed.sentence(&self.bench, lang);
        let mut sentence = say!(lang, "撤销 {what}？", "Undo {what}?");
        if skipped > 0 {
            sentence += &say!(
                lang,
                "后来登记的事项（{skipped} 步）不能撤销，会跳过。",
                " The {skipped} newer action(s) registered issues, which stay."
            );
        }
        if past_erasure {
            sentence += lang.pick(
                "后来按要求删除的不能撤销，这是删除之前的操作。",
                " It is older than an erasure, which is not undone.",
            );
        }
        sentence + lang.pick("\ny 或 Enter 撤销，Esc 不撤销。", "\ny or Enter undoes it, Esc leaves it.")
    }

    fn taken_back(&self, undone: &Undone, verb: &str) -> Done {
        let told = self.listed(&undone.records);
        let mut sentence = say!(self.lang, "{verb}：{told}", "{verb}: {told}");
        if undone.kept > 0 {
            let kept = undone.kept;
            sentence += &say!(
                self.lang,
                "（{kept} 处后来又改过，没有动）",
                " ({kept} changed since and left as they are)"
            );
        }
        if let Some(skipped) = undone.skipped_sentence(self.lang) {
            sentence.push_str(self.lang.pick("；", "; "));
            sentence.push_str(&skipped);
        }
        Done { sentence, record: undone.records.first().copied() }
    }

    /// A few records by their names, many by how many there are in each ledger.
    fn listed(&self, records: &[RecordId]) -> String {
        if records.len() <= NAMED {
            let names: Vec<String> = records.iter().map(|id| self.called(*id)).collect();
            return names.join(self.lang.pick("、", ", "));
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for id in records {
            let title = self.catalog.of(*id).map_or("", |ledger| ledger.title.get(self.lang));
            match counts.iter_mut().find(|(known, _)| *known == title) {
                Some((_, count)) => *count += 1,
                None => counts.push((title, 1)),
            }
        }
        let told: Vec<String> = counts
            .into_iter()
            .map(|(title, count)| say!(self.lang, "{title} {count} 条", "{count} {title}"))
            .collect();
        told.join(self.lang.pick("、", ", "))
    }

    /// The ledger's title and the record's name, a step by its issue.
    fn called(&self, id: RecordId) -> String {
        let title = self.catalog.of(id).map(|ledger| one_of(ledger, self.lang)).unwrap_or_default();
        let row = self.bench.row(id).ok().flatten();
        let issue = row.as_ref().filter(|_| self.catalog.of(id).is_some_and(|ledger| ledger.id == steps::ID));
        let name = match issue.and_then(|row| row.reference(steps::ISSUE)) {
            Some(issue) => self.number_of(issue),
            None => self.bench.called(id).unwrap_or_default(),
        };
        format!("{title} {name}").trim_end().to_owned()
    }

    fn number_of(&self, issue: RecordId) -> String {
        let row = self.bench.row(issue).ok().flatten();
        row.map(|row| row.text(issues::NUMBER).to_owned()).unwrap_or_default()
    }
}
