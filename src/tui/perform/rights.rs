//! What a person has a right to: all that is held on him, and to be erased
//! (domain.md §4.1; 个保法 45, 47).

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{id::RecordId, wording::counted},
    say,
    tui::event::{Answer, Done, Effect, LedgerWork, Pairs},
    workbench::{Error, keeping, person},
};

impl Performer {
    /// Writes everything that is held on a person to a file.
    pub(super) fn export_person(&mut self, id: RecordId, pairs: &Pairs) -> Result<Done, Error> {
        let file = path(text(pairs, "to"));
        if file.exists() {
            return Err(keeping::exists_already(&file));
        }
        let dossier = self.bench.person_export(id, text(pairs, "reason"))?;
        let lines = self.bench.dossier_lines(&dossier, self.lang)?;
        person::write_out(&file, format!("{}\n", lines.join("\n")).as_bytes())?;
        let (file, visits, issues) = (file.display(), dossier.visits.len(), dossier.issues.len());
        let (made, raised) = (counted(visits, "visit", "visits"), counted(issues, "issue", "issues"));
        let perhaps = dossier.perhaps.len();
        let mut sentence = say!(
            self.lang,
            "已写出 {file}：走访 {visits} 次，事项 {issues} 件，含个人信息，只交本人",
            "wrote {file}: {made}, {raised}, in full: for the person alone"
        );
        if perhaps > 0 {
            sentence += &say!(
                self.lang,
                "；另有 {perhaps} 条没写进去，请核对是不是本人的",
                "; {perhaps} more left out: look whether they are the person's"
            );
        }
        Ok(Done { sentence, record: None })
    }

    /// Tells what erasing a person would take away, and asks.
    pub(super) fn ask_to_erase(
        &self,
        id: RecordId,
        pairs: &Pairs,
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Answer, Error> {
        let also = text(pairs, "also").split('、').filter(|part| !part.is_empty());
        let also = also.map(|part| self.bench.find(part)).collect::<Result<Vec<RecordId>, _>>()?;
        let mut hearing = self.hearing(tell);
        let erasure = self.bench.erasure_of_telling(id, &also, &mut |it| hearing.hear(it))?;
        let what = self.bench.erasure_lines(&erasure, self.lang)?.join("\n");
        let sentence = say!(
            self.lang,
            "会在每台电脑上删除，不能撤销：\n{what}\n同意就按 ⟦agree+⟧。",
            "Will be erased on every laptop, and cannot be undone:\n{what}\n⟦agree+⟧ agrees."
        );
        let reason = text(pairs, "reason").to_owned();
        Ok(Answer::Asked { sentence, effect: Effect::OnLedger(LedgerWork::Erase(id, reason, also)) })
    }

    /// Erases a person; it was agreed to.
    pub(super) fn erase(
        &mut self,
        id: RecordId,
        reason: &str,
        also: &[RecordId],
        tell: &mut dyn FnMut(Answer),
    ) -> Result<Done, Error> {
        let name = self.bench.name_of(id);
        let mut hearing = self.hearing(tell);
        let erasure = self.bench.erase_person_telling(id, reason, also, &mut |it| hearing.hear(it))?;
        let (records, fields) = (erasure.values.len(), erasure.field_count());
        let (cleared, others) =
            (counted(fields, "field", "fields"), counted(records, "other record", "other records"));
        let sentence = say!(
            self.lang,
            "已删除 {name}，另有 {records} 条记录里的 {fields} 栏。请导出同步包；以前写出的包、备份和表格请自行删除",
            "{name} is erased, and {cleared} of {others}. Export a bundle; delete earlier bundles, backups and sheets yourself"
        );
        Ok(Done { sentence, record: None })
    }
}
