//! Deleting a neighbourhood or a household, which is emptied into another first.

use super::{Performer, ledgers::text};
use crate::{
    domain::id::RecordId,
    say,
    tui::event::{Answer, Done, Effect, Pairs},
    workbench::Error,
};

impl Performer {
    /// Asks whether it is to go; tells what hangs on it where something does.
    pub(super) fn ask_to_remove(&self, id: RecordId) -> Result<Answer, Error> {
        let (hanging, name, lang) = (self.bench.hanging(id)?, self.bench.name_of(id), self.lang);
        if !hanging.is_empty() {
            return Ok(Answer::Hanging(id, hanging.told(lang)));
        }
        let sentence = say!(
            lang,
            "删除 {name}？没有居民、户、事项挂在上面。按 ⟦undo⟧ 可以撤销。",
            "Delete {name}? Nobody and nothing hangs on it. ⟦undo⟧ takes it back."
        );
        Ok(Answer::Asked { sentence, effect: Effect::Delete(id) })
    }

    /// Moves what hangs on it to another, and deletes it.
    pub(super) fn empty_into(&mut self, id: RecordId, pairs: &Pairs) -> Result<Done, Error> {
        let from = self.bench.name_of(id);
        let ledger = self.bench.ledger_of(id)?.id.clone();
        let to = self.bench.find_in(&ledger, text(pairs, "to"))?;
        let moved = self.bench.empty_into(id, to)?.told(self.lang);
        let into = self.bench.name_of(to);
        let sentence = say!(
            self.lang,
            "{moved} 已移到 {into}，{from} 已删除，⟦undo⟧ 撤销",
            "{moved} moved to {into}, and {from} is deleted; ⟦undo⟧ takes it back"
        );
        Ok(Done { sentence, record: None })
    }
}
