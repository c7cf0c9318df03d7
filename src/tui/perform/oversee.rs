//! Samples drawn, issues made of findings, fact sheets.

use super::{Performer, ledgers::text, path};
use crate::{
    domain::{
        id::RecordId, input::BadValue, issues::issues, oversight::inspections, roster::neighbourhoods,
        row::Row, rules::Refusal, team::members,
    },
    exchange::{paper::Format, papers},
    say,
    tui::event::{Answer, Done, Pairs},
    workbench::{Error, keeping, overseeing::Drawing},
};

impl Performer {
    /// Draws a sample and keeps it as an inspection.
    pub(super) fn draw(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let from = text(pairs, "from").to_owned();
        let place = text(pairs, "neighbourhood").trim();
        let place =
            if place.is_empty() { None } else { Some(self.bench.find_in(neighbourhoods::ID, place)?) };
        let declared = self.bench.ledger(&from)?.clone();
        let to_place = |field: &&crate::domain::field::Field| matches!(&field.kind, crate::domain::field::Kind::Ref(to) if to == neighbourhoods::ID);
        let tag = declared.fields.iter().find(to_place).map(|field| (field.tag, field.key.clone()));
        let (own, told) = match (place, tag) {
            (Some(place), Some((tag, key))) => {
                let name = self.bench.name_of(place);
                (Some((tag, place)), format!("{from} {key}={name}"))
            }
            (Some(_), None) => {
                let why = BadValue::NotAChoice {
                    text: declared.title.get(self.lang).to_owned(),
                    allowed: self
                        .lang
                        .pick("有居民小组一栏的台账", "ledgers with a neighbourhood")
                        .to_owned(),
                };
                return Err(Error::Value { field: "neighbourhood".to_owned(), why });
            }
            (None, _) => (None, from.clone()),
        };
        let fits = |row: &&Row| own.is_none_or(|(tag, place)| row.references(tag).any(|id| id == place));
        let pool: Vec<RecordId> = self.bench.standing(&from)?.iter().filter(fits).map(|row| row.id).collect();
        let size: usize = text(pairs, "size")
            .trim()
            .parse()
            .map_err(|_wrong| Error::Value { field: "size".to_owned(), why: BadValue::NotANumber })?;
        let seed = Some(text(pairs, "seed").trim().to_owned()).filter(|seed| !seed.is_empty());
        let count = pool.len();
        let (topic, kind) = (text(pairs, "topic").to_owned(), text(pairs, "kind").to_owned());
        let id = self.bench.draw_inspection(&Drawing { topic, kind, pool, told, size, seed })?;
        let row = self.bench.existing(id)?;
        let (seed, drawn) = (row.text(inspections::SEED).to_owned(), row.all(inspections::SAMPLE).len());
        let sentence = say!(
            self.lang,
            "种子 {seed}：{count} 个里抽出 {drawn} 个，已登记检查",
            "seed {seed}: {drawn} drawn from {count}, kept as an inspection"
        );
        Ok(Done { sentence, record: Some(id) })
    }

    /// Makes an issue of a finding.
    pub(super) fn raise(&mut self, finding: RecordId, kind: &str, pairs: &Pairs) -> Result<Done, Error> {
        let owner = text(pairs, "owner").trim();
        let owner = if owner.is_empty() { None } else { Some(self.bench.find_in(members::ID, owner)?) };
        let issue = self.bench.raise_from_finding(finding, kind, owner)?;
        let number = self.bench.existing(issue)?.text(issues::NUMBER).to_owned();
        let sentence = say!(
            self.lang,
            "已转成事项 {number}，在 ⟦go-issues⟧ 办理",
            "it is issue {number} now; go on with it on ⟦go-issues⟧"
        );
        Ok(Done { sentence, record: Some(finding) })
    }

    /// Shows a fact sheet, or writes it where the member has checked it.
    pub(super) fn facts(&mut self, pairs: &Pairs) -> Result<Answer, Error> {
        let lang = self.lang;
        let member = text(pairs, "member");
        if member.trim().is_empty() {
            return Err(Refusal::Missing("member").into());
        }
        let member = self.bench.find_in(members::ID, member)?;
        let (from, to) = super::reports::asked(pairs).read(&self.bench)?;
        let sheet = self.bench.fact_sheet(member, from, to, lang)?;
        let paper = papers::fact_sheet(&self.bench, &sheet);
        let file = text(pairs, "file").trim();
        if file.is_empty() {
            let name = self.bench.name_of(member);
            let title = say!(lang, "{name} 参与情况单", "Fact sheet of {name}");
            let mut lines = paper.lines();
            lines.push(String::new());
            lines.push(
                lang.pick(
                    "核对：本人在自己的电脑上，到“本人核对”按 ⟦new-record⟧ 登记；核对过才能写到文件。",
                    "The member checks it on his own laptop with ⟦new-record⟧ in \"Own checks\"; then it can be written out.",
                )
                .to_owned(),
            );
            return Ok(Answer::Told { title, lines });
        }
        let to = path(file);
        let bad = |allowed: &str| Error::Value {
            field: "file".to_owned(),
            why: BadValue::NotAChoice { text: file.to_owned(), allowed: allowed.to_owned() },
        };
        let format = Format::of_path(&to).ok_or_else(|| bad(lang.pick(".docx、.txt", ".docx, .txt")))?;
        if !sheet.is_checked() {
            return Err(bad(lang.pick(
                "先由本人核对（核对后事实有变化的要重新核对）",
                "checked by the member first, as it stands now",
            )));
        }
        if to.exists() {
            return Err(keeping::exists_already(&to));
        }
        self.log_paper(&format!("参与情况单 {}", self.bench.name_of(member)), "masked", pairs)?;
        let sentence = match paper.write(&to, format) {
            Ok(()) => {
                let to = to.display();
                say!(lang, "已写到 {to}", "written to {to}")
            }
            Err(error) => error.sentence(lang == crate::domain::wording::Lang::Zh),
        };
        Ok(Answer::Done(Done { sentence, record: None }))
    }
}
