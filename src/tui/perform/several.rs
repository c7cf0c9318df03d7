//! Several issues given to one member, lists and sheets of several, and topics that are judged.

use super::{
    Performer,
    ledgers::text,
    papers::{wanted, written},
};
use crate::{
    domain::{
        consent::Purpose,
        figures::{Hotspot, hotspots},
        hot_topics,
        id::RecordId,
        input::BadValue,
        issues::issues as issue_ledger,
        roster::residents,
        standing::StepKind,
        wording::Lang,
    },
    exchange::papers,
    say,
    tui::event::{Done, Pairs},
    workbench::{Error, draft::Draft, figures::facts},
};

impl Performer {
    /// Strikes entries out for one reason, in one act: all of them or none.
    pub(super) fn strike_all(&mut self, ids: &[RecordId], pairs: &Pairs) -> Result<Done, Error> {
        let reason = text(pairs, "reason").trim().to_owned();
        let mut draft = Draft::new();
        for id in ids {
            draft.strike(*id, &reason);
        }
        self.bench.commit(draft)?;
        let count = ids.len();
        let sentence = say!(
            self.lang,
            "已划去 {count} 条，⟦undo⟧ 一起撤销",
            "{count} struck out; ⟦undo⟧ takes them back together"
        );
        Ok(Done { sentence, record: None })
    }

    /// Gives each issue to the member: a step each, judged as any other. Where
    /// some are refused, the others stand and each is named with why.
    pub(super) fn assign_all(&mut self, issues: &[RecordId], pairs: &Pairs) -> Result<Done, Error> {
        let lang = self.lang;
        let (mut count, mut told, mut first) = (0_usize, Vec::new(), None);
        for id in issues {
            match self.step(*id, StepKind::Assign, pairs) {
                Ok(_) => count += 1,
                Err(error) => {
                    let number = self.bench.existing(*id)?.text(issue_ledger::NUMBER).to_owned();
                    told.push(format!("{number} {}", self.bench.told(&error, lang)));
                    first.get_or_insert(error);
                }
            }
        }
        match first {
            // Nothing was changed: it stands beside the field.
            Some(error) if count == 0 => Err(error),
            Some(_) => {
                let why = told.join(lang.pick("；", "; "));
                let sentence =
                    say!(lang, "已交办 {count} 件；没有交办：{why}", "{count} assigned; not assigned: {why}");
                Ok(Done { sentence, record: None })
            }
            None => {
                let sentence = say!(
                    lang,
                    "已交办 {count} 件，一件一次操作，⟦undo⟧ 逐件撤销",
                    "{count} assigned, each an act of its own; ⟦undo⟧ takes one back"
                );
                Ok(Done { sentence, record: None })
            }
        }
    }

    /// Writes a hand-over list.
    pub(super) fn print_issues(&mut self, issues: &[RecordId], pairs: &Pairs) -> Result<Done, Error> {
        let (file, format) = wanted(text(pairs, "to"))?;
        let paper = papers::hand_over(&self.bench, issues)?;
        Ok(written(&paper, &file, format, self.lang))
    }

    /// Writes a sheet of people who look for work.
    pub(super) fn offer(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let (file, format) = wanted(text(pairs, "to"))?;
        let named = text(pairs, "people").split('、').filter(|name| !name.trim().is_empty());
        let people: Result<Vec<RecordId>, Error> =
            named.map(|name| self.bench.find_in(residents::ID, name.trim())).collect();
        let people = people?;
        let mut agreed = Vec::new();
        for id in &people {
            if self.bench.may(*id, Purpose::JobRecommendation)? {
                agreed.push(*id);
            }
        }
        let sheet = self.bench.offer_sheet(&people, &|id| agreed.contains(&id), Lang::Zh)?;
        let paper = papers::offer(text(pairs, "enterprise"), &sheet, self.bench.today());
        let done = written(&paper, &file, format, self.lang);
        let with = agreed.len();
        let sentence = say!(
            self.lang,
            "{with} 人同意留联系方式，其余只写需求；",
            "{with} agreed to be named, of the others only the need is told; "
        );
        Ok(Done { sentence: sentence + &done.sentence, ..done })
    }

    /// Writes down what is judged of a topic.
    pub(super) fn judge_topic(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let wanted = text(pairs, "topic");
        let today = self.bench.today();
        let from =
            today.checked_sub(jiff::Span::new().days(crate::tui::screens::topics::DAYS)).unwrap_or(today);
        let spots = hotspots(&facts(&self.bench.all_cases()?), from, today);
        let is_meant = |spot: &&Hotspot| hot_topics::id_of(spot).to_string() == wanted;
        let Some(spot) = spots.iter().find(is_meant) else {
            let allowed = self.lang.pick("现在算出来的热点", "a topic as it is computed now").to_owned();
            let why = BadValue::NotAChoice { text: wanted.to_owned(), allowed };
            return Err(Error::Value { field: "topic".to_owned(), why });
        };
        let (verdict, why) = (text(pairs, "verdict"), text(pairs, "judgement"));
        self.bench.judge_hot_topic(&spot.class, spot.neighbourhood, spot.month, verdict, why)?;
        let sentence = self.lang.pick("已记下研判", "judged").to_owned();
        Ok(Done { sentence, record: None })
    }
}
