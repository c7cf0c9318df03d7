//! What an erasure takes away, and what is held on one person, in lines that
//! every face shows (个保法 45, 47; domain.md §4.1).

use super::{bench::Workbench, erasure::Erasure, error::Error, person::Dossier};
use crate::{
    domain::{calendar, field::Tag, id::RecordId, issues::issues, ledger::Ledger, row::Row, wording::Lang},
    log::commit::{ERASED, LIFE, STRUCK},
    say,
};

impl Workbench {
    /// What it takes away, a line for each record, and what it leaves to be looked at.
    pub fn erasure_lines(&self, erasure: &Erasure, lang: Lang) -> Result<Vec<String>, Error> {
        let short = |id: RecordId| id.to_string().chars().take(8).collect::<String>();
        let mut lines = Vec::new();
        if let Some(person) = erasure.person {
            let (title, name) = (self.ledger_of(person)?.title.get(lang), self.name_of(person));
            lines.push(say!(lang, "  {title} {name}：整条", "  {title} {name}: all of it"));
        }
        for (id, tags) in erasure.fields() {
            let ledger = self.ledger_of(id)?;
            let (title, short) = (ledger.title.get(lang), short(id));
            let fields: Vec<&str> = tags.iter().map(|tag| field_title(ledger, *tag, lang)).collect();
            let fields = fields.join(lang.pick("、", ", "));
            lines.push(say!(lang, "  {title} {short}：{fields}", "  {title} {short}: {fields}"));
        }
        if !erasure.mentions.is_empty() {
            lines.push(say!(
                lang,
                "  不动、请自己核对（文字里有同样的姓名或号码；确是此人的，用 --also 加上）：",
                "  left alone, to be looked at (the same name or number is in their text; if it is the person, add them with --also):"
            ));
            for id in &erasure.mentions {
                let (title, short) = (self.ledger_of(*id)?.title.get(lang), short(*id));
                lines.push(format!("    {title} {short}"));
            }
        }
        Ok(lines)
    }

    /// Everything that is held on the person, in full, to be handed to him alone.
    pub fn dossier_lines(&self, dossier: &Dossier, lang: Lang) -> Result<Vec<String>, Error> {
        let name = self.name_of(dossier.person.id);
        let (now, by) = (calendar::minute(self.now()), self.name_of(self.member()));
        let mut lines = vec![
            say!(lang, "{name}：本机所存的全部个人信息", "{name}: all that is held here"),
            say!(lang, "{now} 由 {by} 导出，只交本人", "written {now} by {by}, for the person alone"),
        ];
        let mut section = |title: &str, rows: &mut dyn Iterator<Item = &Row>| -> Result<(), Error> {
            let rows: Vec<&Row> = rows.collect();
            if !rows.is_empty() {
                lines.extend([String::new(), title.to_owned()]);
            }
            for row in rows {
                lines.extend(self.told_in_full(row, lang)?);
            }
            Ok(())
        };
        section(lang.pick("一、本人", "The person"), &mut std::iter::once(&dossier.person))?;
        section(lang.pick("二、所在户", "The household"), &mut dossier.household.iter())?;
        section(lang.pick("三、走访", "Visits"), &mut dossier.visits.iter())?;
        let mut matters: Vec<&Row> = Vec::new();
        for case in &dossier.issues {
            matters.push(&case.issue);
            matters.extend(case.standing.steps.iter().map(|step| &step.row));
        }
        section(lang.pick("四、事项和办理记录", "Issues and what was done"), &mut matters.into_iter())?;
        section(lang.pick("五、其他台账", "Other ledgers"), &mut dossier.others.iter())?;
        section(lang.pick("六、谁看过、为什么", "Who looked, and why"), &mut dossier.accesses.iter())?;
        if !dossier.perhaps.is_empty() {
            lines.extend([
                String::new(),
                lang.pick("没有写进来、请核对", "Left out, to be looked at").to_owned(),
            ]);
            lines.extend(dossier.perhaps.iter().map(|id| format!("  {}", self.name_of(*id))));
        }
        Ok(lines)
    }

    fn told_in_full(&self, row: &Row, lang: Lang) -> Result<Vec<String>, Error> {
        let ledger = self.ledger_of(row.id)?;
        let number = row.text(issues::NUMBER);
        let named = if ledger.id == issues::ID { number } else { "" };
        let mut lines = vec![format!("· {} {named}", ledger.title.get(lang)).trim_end().to_owned()];
        for field in ledger.fields.iter().filter(|field| !row.all(field.tag).is_empty()) {
            let shown = row.all(field.tag).iter().map(|value| self.show_in_full(field, value, lang));
            let (title, shown) =
                (field.title.get(lang), shown.collect::<Vec<_>>().join(lang.pick("、", ", ")));
            lines.push(say!(lang, "  {title}：{shown}", "  {title}: {shown}"));
        }
        Ok(lines)
    }
}

/// What people call a field; the log's own registers have names as well.
fn field_title(ledger: &Ledger, tag: Tag, lang: Lang) -> &str {
    match (tag, ledger.field(tag)) {
        (LIFE, _) => lang.pick("删除", "deleted"),
        (STRUCK, _) => lang.pick("划去", "struck out"),
        (ERASED, _) => lang.pick("按要求删除", "erased on request"),
        (_, Some(field)) => field.title.get(lang),
        (_, None) => lang.pick("（新版本的栏）", "(a newer field)"),
    }
}
