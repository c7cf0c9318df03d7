//! A visit, as its form tells it; and changes to the lists it brings evidence for.

use super::Performer;
use crate::{
    domain::checklists::Clarity,
    say,
    tui::{
        event::{Done, Pairs},
        form::visit::{ITEM, LEARNT, NEXT, RAISED},
    },
    workbench::{
        Error,
        visit::{Evidence, Raised, VisitReport},
    },
};

impl Performer {
    /// Enters a visit with what was asked for and learnt; the hints about it stand in the sentence.
    pub(super) fn visit(&mut self, pairs: &Pairs) -> Result<Done, Error> {
        let text = |key: &str| pairs.iter().find(|(own, _)| own == key).map_or("", |(_, text)| text.as_str());
        let own = [RAISED, ITEM, LEARNT, NEXT];
        let fields = pairs.iter().filter(|(key, _)| !own.contains(&key.as_str())).cloned().collect();
        let lines = text(RAISED).lines().map(str::trim).filter(|line| !line.is_empty());
        let raised = lines.map(|line| Raised { title: line.to_owned(), fields: Vec::new() }).collect();
        let item = text(ITEM).split_once('/').and_then(|(list, item)| Some((Clarity::from_key(list)?, item)));
        let evidence = item.map(|(list, item)| Evidence {
            list,
            item: item.to_owned(),
            basis: text(LEARNT).to_owned(),
            owner: None,
            next: Some(text(NEXT).to_owned()).filter(|next| !next.trim().is_empty()),
        });
        let report = VisitReport { fields, raised, evidence: evidence.into_iter().collect() };
        let visited = self.bench.visit(&report)?;
        let lang = self.lang;
        // The list has gone on to somebody else: whom it was to is told.
        let whom = self.bench.called(visited.visit).unwrap_or_default();
        let mut sentence =
            say!(lang, "已登记：走访 {whom}", "registered: visit {whom}").trim_end().to_owned();
        let numbers: Vec<String> =
            visited.issues.iter().map(|issue| self.bench.name_of_issue(*issue)).collect();
        if !numbers.is_empty() {
            let numbers = numbers.join(lang.pick("、", ", "));
            sentence += &say!(lang, "，事项 {numbers}", ", issues {numbers}");
        }
        if visited.is_empty {
            let hint = self.bench.told_of_visit(&visited, lang).pop().unwrap_or_default();
            sentence.extend([lang.pick("。", ". "), &hint]);
        }
        let hints = [self.bench.told_of_names(&visited, lang), self.bench.told_of_bars(&visited, lang)];
        for hint in hints.iter().flatten() {
            sentence.extend([lang.pick("。", ". "), hint]);
        }
        Ok(Done { sentence, record: Some(visited.visit) })
    }

    /// Adds an item to a list.
    pub(super) fn add_item(&mut self, list: Clarity, title: &str, hint: &str) -> Result<Done, Error> {
        self.bench.add_item(list, title, hint)?;
        let told = self.lang.pick("清单已加项目", "the item is on the list");
        Ok(Done { sentence: told.to_owned(), record: None })
    }

    /// Retires an item of a list.
    pub(super) fn retire_item(&mut self, list: Clarity, item: &str) -> Result<Done, Error> {
        self.bench.retire_item(list, item)?;
        let told = self.lang.pick("已停用，⟦undo⟧ 撤销", "retired; ⟦undo⟧ takes it back");
        Ok(Done { sentence: told.to_owned(), record: None })
    }
}
