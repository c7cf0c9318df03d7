//! Undo and redo: said before, where it is more than one record, and named after.

use super::Performer;
use crate::{
    domain::{
        id::RecordId,
        issues::{issues, steps},
        standing::StepKind,
    },
    say,
    tui::{
        event::{Answer, Done, Effect},
        snapshot::Undoing,
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
    /// Takes the last own action back. What touches more than one record, or
    /// was not done since the program was opened, is asked first; where the last
    /// one stays, what is older is offered by its name. `agreed` names the
    /// action that was agreed to.
    pub(super) fn undo(
        &mut self,
        agreed: Option<u64>,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Option<Done>, Error> {
        let Undoable { deeds, hurdle, older } = self.bench.undoable(1)?;
        let (deed, stays) = match (deeds.into_iter().next(), hurdle) {
            (Some(deed), _) => (deed, None),
            (None, Some(hurdle)) => match older.into_iter().next() {
                Some(deed) => (deed, Some(hurdle.sentence(&self.bench, self.lang))),
                None => return Err(hurdle.why),
            },
            (None, None) => return Err(Error::NothingToUndo),
        };
        let settles = self.in_conflict(&deed)?;
        let asks = match agreed {
            Some(action) => action != deed.seq,
            None => {
                deed.records.len() > 1 || stays.is_some() || deed.seq <= self.found || !settles.is_empty()
            }
        };
        if asks {
            let effect = Effect::Undo { agreed: Some(deed.seq) };
            tell(Answer::Asked { sentence: self.would_take_back(&deed, stays, &settles), effect });
            return Ok(None);
        }
        let undone = self.bench.undo_chosen(Some(deed.seq), None)?;
        Ok(Some(self.taken_back(&undone, self.lang.pick("已撤销", "undone"))))
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self) -> Result<Done, Error> {
        let undone = self.bench.redo()?;
        Ok(self.taken_back(&undone, self.lang.pick("已重做", "done again")))
    }

    /// Tells what undo and redo would do, before somebody asks for one of them.
    pub(super) fn tell_undoing(&self, tell: &mut dyn FnMut(Answer)) {
        let undo = self.bench.undoable(1).ok().and_then(|Undoable { deeds, hurdle, .. }| {
            let deed = deeds.first().map(|deed| deed.sentence(&self.bench, self.lang));
            deed.or_else(|| Some(hurdle?.sentence(&self.bench, self.lang)))
        });
        let redo = self.bench.redoable().ok().flatten();
        let redo = redo.map(|deed| deed.sentence(&self.bench, self.lang));
        tell(Answer::Undoing(Undoing { undo, redo }));
    }

    /// The records of an action that others wrote otherwise at the same time:
    /// what is taken back then leaves what they wrote.
    fn in_conflict(&self, deed: &Deed) -> Result<Vec<RecordId>, Error> {
        let mut found = Vec::new();
        for id in &deed.records {
            if !self.bench.conflicts_of(*id)?.is_empty() {
                found.push(*id);
            }
        }
        Ok(found)
    }

    /// The question before an undo.
    fn would_take_back(&self, deed: &Deed, stays: Option<String>, settles: &[RecordId]) -> String {
        let lang = self.lang;
        let what = deed.sentence(&self.bench, lang);
        let mut sentence = match stays {
            Some(stays) => say!(
                lang,
                "{stays}\n要撤销的是更早的一步吗：{what}？",
                "{stays}\nUndo an older action instead: {what}?"
            ),
            None => say!(lang, "撤销 {what}？", "Undo {what}?"),
        };
        if !settles.is_empty() {
            let told = self.listed(settles);
            sentence += &say!(
                lang,
                "\n{told} 有没定下的冲突：撤销就是留下另一边写的，这一步以后不能重做。",
                "\n{told}: in conflict; undoing leaves what the other side wrote, and cannot be done again."
            );
        }
        if deed.seq <= self.found {
            sentence += lang.pick(
                "\n这一步是上次打开程序时做的。",
                "\nIt was done before the program was opened this time.",
            );
        }
        sentence + lang.pick("\n⟦agree+⟧ 撤销，⟦back⟧ 不撤销。", "\n⟦agree+⟧ undoes it, ⟦back⟧ leaves it.")
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
        let step = issue.and_then(|row| StepKind::from_key(row.text(steps::KIND)));
        let (title, name) = match issue.and_then(|row| row.reference(steps::ISSUE)) {
            // Of an issue much is done: which it was is told.
            Some(issue) => (step.map_or(title, |step| step.title(self.lang).into()), self.number_of(issue)),
            None => (title, self.bench.called(id).unwrap_or_default()),
        };
        format!("{title} {name}").trim_end().to_owned()
    }

    fn number_of(&self, issue: RecordId) -> String {
        let row = self.bench.row(issue).ok().flatten();
        row.map(|row| row.text(issues::NUMBER).to_owned()).unwrap_or_default()
    }
}
