//! What help there is for somebody, told before a visit (domain.md B3): whether
//! he stands in the hardship ledger, and the projects that are to help him.
//!
//! Why somebody is in hardship is sensitive: told is that there is a record, who
//! helps, when to look again. The rest is read with a reason that is written down.

use super::{bench::Workbench, coverage::BeforeVisit, error::Error, help::HelpProject};
use crate::{
    domain::{id::RecordId, projects::projects, row::Row, wording::Lang},
    say,
};

/// The ledger of who is in hardship.
const HARDSHIP: &str = "hardship";

impl Workbench {
    /// The records of the hardship ledger that stand of those whom a visit is to.
    pub(super) fn hardship_of(
        &self,
        home: Option<RecordId>,
        is_meant: &dyn Fn(RecordId) -> bool,
    ) -> Result<Vec<Row>, Error> {
        let mut rows = self.counted(HARDSHIP)?;
        let tag = |key: &str| self.ledger(HARDSHIP).ok()?.field_by_key(key).map(|field| field.tag);
        let refers = |row: &Row, key: &str| tag(key).and_then(|tag| row.reference(tag));
        rows.retain(|row| {
            let own = refers(row, "resident").is_some_and(is_meant);
            let at_home = home.is_some() && refers(row, "household") == home;
            let is_over =
                tag("ended_on").and_then(|tag| row.date(tag)).is_some_and(|day| day <= self.today());
            (own || at_home) && !is_over
        });
        Ok(rows)
    }

    /// The projects under way that help a household, or that its hardship records name.
    pub(super) fn projects_for(
        &self,
        home: Option<RecordId>,
        hardship: &[Row],
    ) -> Result<Vec<HelpProject>, Error> {
        let ledger = self.ledger(HARDSHIP)?;
        let tag = ledger.field_by_key("projects").map(|field| field.tag);
        let named: Vec<RecordId> =
            hardship.iter().flat_map(|row| tag.into_iter().flat_map(|tag| row.references(tag))).collect();
        if home.is_none() && named.is_empty() {
            return Ok(Vec::new());
        }
        let mut all = self.help_projects()?;
        all.retain(|help| {
            let helps = help.project.references(projects::HOUSEHOLDS).any(|id| Some(id) == home);
            !help.progress.is_over() && (helps || named.contains(&help.project.id))
        });
        Ok(all)
    }

    /// The same in sentences.
    pub(super) fn told_help(&self, before: &BeforeVisit, lang: Lang) -> Vec<String> {
        let mut told = Vec::new();
        let Ok(ledger) = self.ledger(HARDSHIP) else { return told };
        let tag = |key: &str| ledger.field_by_key(key).map(|field| field.tag);
        for row in &before.hardship {
            let who = tag("resident").and_then(|tag| row.reference(tag)).map(|id| self.name_of(id));
            let helper = tag("helper").and_then(|tag| row.reference(tag)).map(|id| self.name_of(id));
            let day = |key| tag(key).and_then(|tag| row.date(tag)).map(|day| day.to_string());
            let none = || lang.pick("未定", "nobody yet").to_owned();
            let (who, helper) = (who.unwrap_or_default(), helper.unwrap_or_else(none));
            let since = day("listed_on").unwrap_or_default();
            let review = day("review").map(|day| say!(lang, "，{day} 该核对", ", to be looked at on {day}"));
            let (review, id) = (review.unwrap_or_default(), row.id.to_string());
            let id: String = id.chars().take(8).collect();
            told.push(say!(
                lang,
                "困难台账：{who} {since} 登记，帮扶人 {helper}{review}；困难和需求写明理由后看（记录 {id}）",
                "hardship: {who}, listed {since}, helper {helper}{review}; what is needed is read with a reason (record {id})"
            ));
        }
        for help in &before.projects {
            let title = help.project.text(projects::TITLE);
            let progress = help.progress.title(lang);
            let owner =
                help.project.reference(projects::OWNER).map(|id| self.name_of(id)).unwrap_or_default();
            told.push(say!(
                lang,
                "帮扶项目：{title}（{progress}）{owner}",
                "help project: {title} ({progress}) {owner}"
            ));
        }
        told
    }
}
