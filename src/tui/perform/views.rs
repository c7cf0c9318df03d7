//! What is worked out to be read.

use super::Performer;
use crate::{
    domain::phases,
    say,
    tui::event::{Answer, View},
    workbench::Error,
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
                (title.to_owned(), bench.organisation_lines(lang)?)
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
                (title, due.iter().map(line).collect())
            }
            View::Notice => (lang.pick("告知单", "The notice").to_owned(), split(bench.notice_text(lang)?)),
            View::Assessment => {
                (lang.pick("影响评估表", "The assessment").to_owned(), split(bench.assessment_text(lang)?))
            }
            View::Lost => {
                let title = lang.pick("电脑丢失应急单（本机所存）", "If this laptop were lost");
                (title.to_owned(), split(bench.lost_text(&bench.affected(None)?, lang)?))
            }
        };
        if lines.is_empty() {
            lines.push(lang.pick("现在没有。", "Nothing now.").to_owned());
        }
        Ok(Answer::Told { title, lines })
    }
}
