//! What is worked out to be read.

use super::Performer;
use crate::{
    domain::{handbook::Page, id::RecordId, issues::issues, phases, plan::tasks},
    say,
    tui::{
        cells::in_line,
        event::{Answer, View},
        finder::{Item, Target},
    },
    workbench::{Error, disputes::Contention, planning::Soon},
};

impl Performer {
    /// Works it out, in lines.
    pub(super) fn view(&self, what: View) -> Result<Answer, Error> {
        let (bench, lang) = (&self.bench, self.lang);
        let split = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (title, mut lines) = match what {
            View::SwitchOver(phase) => {
                let over = bench.switch_over(phase)?;
                let name = over.phase.text(phases::NAME);
                let title = say!(lang, "切换检查单  {name}", "Switch-over list  {name}");
                (title, bench.switch_over_lines(&over, lang)?)
            }
            View::Units => {
                let title = lang.pick("组织：单位树、驻点和走访", "Units, postings and visits");
                (title.to_owned(), in_line(&bench.organisation_lines(lang)?))
            }
            View::Due => {
                let due = self.due()?;
                let count = due.len();
                let title = say!(lang, "到期清单（{count} 条）", "What is due ({count})");
                let line = |one: &crate::tui::snapshot::Due| {
                    let (ledger, name, since, day, action) =
                        (&one.ledger, &one.name, one.since, one.day, &one.action);
                    say!(
                        lang,
                        "{day} 到期  {action}  {ledger}  {name}（从 {since} 起算）",
                        "due {day}  {action}  {ledger}  {name} (since {since})"
                    )
                };
                (title, in_line(&due.iter().map(line).collect::<Vec<_>>()))
            }
            View::Notice => (lang.pick("告知单", "The notice").to_owned(), split(bench.notice_text(lang)?)),
            View::Assessment => {
                (lang.pick("影响评估表", "The assessment").to_owned(), split(bench.assessment_text(lang)?))
            }
            View::Lost => {
                let title = lang.pick("电脑丢失应急单（本机所存）", "If this laptop were lost");
                (title.to_owned(), split(bench.lost_text(&bench.affected(None)?, lang)?))
            }
            View::Soon => {
                let title = lang.pick("近期可办，七天内的任务和事项", "What can be finished within a week");
                let items = self.soon()?;
                if !items.is_empty() {
                    return Ok(Answer::Listed(title.to_owned(), items));
                }
                (title.to_owned(), Vec::new())
            }
            View::Contentions => {
                let title = lang.pick("突出矛盾：只列事，谁包案、何时化解", "The most pressing conflicts");
                let items = self.contentions()?;
                if !items.is_empty() {
                    return Ok(Answer::Listed(title.to_owned(), items));
                }
                (title.to_owned(), Vec::new())
            }
            View::Handbook => {
                let page = |page: &Page| {
                    let heading = format!("== {} ==", page.title.get(lang));
                    let text: Vec<String> = split(page.text.get(lang).to_owned());
                    [vec![heading], text, vec![String::new()]].concat()
                };
                let title = lang.pick("方法手册", "The handbook");
                (title.to_owned(), bench.handbook()?.iter().flat_map(page).collect())
            }
            View::History(id) => {
                let name = bench.called(id).unwrap_or_default();
                let title = say!(
                    lang,
                    "经过  {name}（谁、何时、改了哪些栏）",
                    "History  {name} (who wrote what, and when)"
                );
                (title, in_line(&bench.history_lines(id, lang)?))
            }
        };
        if lines.is_empty() {
            lines.push(lang.pick("现在没有。", "Nothing now.").to_owned());
        }
        Ok(Answer::Told { title, lines })
    }

    /// What can be finished soon, a row each, by the moment at which its time is over.
    fn soon(&self) -> Result<Vec<Item>, Error> {
        let (bench, lang) = (&self.bench, self.lang);
        let nobody = || lang.pick("还没有责任人", "nobody yet").to_owned();
        let item = |soon: &Soon| {
            let left = soon.distance(bench.today(), lang);
            match soon {
                Soon::Task(planned) => {
                    let owner = planned.task.reference(tasks::OWNER).map(|id| bench.name_of(id));
                    let (name, owner) = (planned.task.text(tasks::NAME), owner.unwrap_or_else(nobody));
                    let item = Item::new(Target::Record(planned.task.id), name);
                    item.led(lang.pick("任务", "task")).noted(owner).noted("").noted(left)
                }
                Soon::Issue(case) => {
                    let owner = case.standing.owner.map_or_else(nobody, |id| bench.name_of(id));
                    let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
                    let status = case.standing.status.title(lang);
                    let item = Item::new(Target::Record(case.issue.id), title).led(number);
                    item.noted(owner).noted(status).noted(left)
                }
            }
        };
        Ok(bench.soon(7)?.iter().map(item).collect())
    }

    /// Disputes and matters of many, those of many in front, a row each.
    fn contentions(&self) -> Result<Vec<Item>, Error> {
        let (bench, lang) = (&self.bench, self.lang);
        let name = |id: Option<RecordId>| {
            id.map_or_else(|| lang.pick("还没有", "nobody yet").to_owned(), |id| bench.name_of(id))
        };
        let item = |one: &Contention| {
            let (issue, standing) = (&one.case.issue, &one.case.standing);
            let (number, title) = (issue.text(issues::NUMBER), issue.text(issues::TITLE));
            let many = if one.of_group { lang.pick("（群体）", " (of many)") } else { "" };
            let mark = if one.lacks_sponsor() { "!" } else { " " };
            let (owner, sponsor) = (name(standing.owner), name(one.sponsor));
            let left = standing.running.distance(bench.today(), lang);
            let item = Item::new(Target::Record(issue.id), format!("{title}{many}"));
            let item = item.led(format!("{mark} {number}"));
            let item = item.noted(say!(lang, "包案 {sponsor}", "led by {sponsor}"));
            item.noted(say!(lang, "责任 {owner}", "owner {owner}")).noted(left)
        };
        Ok(bench.contentions()?.iter().map(item).collect())
    }
}
