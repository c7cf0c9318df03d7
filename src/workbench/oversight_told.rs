//! How the groups stand, what was found and put right, and what came of the
//! work, in lines that every face shows (domain.md A10, J5–J10).

use super::{bench::Workbench, error::Error, facts::Outcomes, steps::Case};
use crate::{
    domain::{
        calendar,
        issues::{issues, steps},
        oversight::{commendations, findings, reminders},
        wording::Lang,
    },
    say,
};

/// The slips among the matters: what is supervised, and what is to be put right.
pub fn slips(cases: &[Case]) -> impl Iterator<Item = &Case> {
    cases.iter().filter(|case| ["supervision", "rectification"].contains(&case.issue.text(issues::KIND)))
}

impl Workbench {
    /// How far each group is, a line each, in the order of their cards.
    pub fn group_lines(&self, cases: &[Case], lang: Lang) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for group in self.groups(cases)? {
            let place = self.name_of(group.place);
            let posted: Vec<String> = group.posted.iter().map(|id| self.name_of(*id)).collect();
            let posted = posted.join(lang.pick("、", ", "));
            let ((visited, homes), (planned, done), (open, late)) =
                (group.visited, group.planned, group.open);
            let blank = if group.is_blank { lang.pick("  空白组", "  blank") } else { "" };
            lines.push(say!(
                lang,
                "  {place}  驻点 {posted}  走到 {visited}/{homes} 户  到期计划 {planned}、完成 {done}  未了结 {open}、超期 {late}{blank}",
                "  {place}  posted {posted}  visited {visited} of {homes}  planned {planned}, done {done}  open {open}, late {late}{blank}"
            ));
        }
        Ok(lines)
    }

    /// What leaders have in hand, findings, slips, commendations, and what came of it.
    pub fn oversight_lines(
        &self,
        cases: &[Case],
        outcomes: &Outcomes,
        lang: Lang,
    ) -> Result<Vec<String>, Error> {
        let mut lines = vec![lang.pick("二、领导包案与走访", "What leaders have in hand").to_owned()];
        for own in self.leaders_own(cases)? {
            lines.push(format!("  {}  {}", self.name_of(own.leader), own.days.join(" ")));
            lines.extend(own.issues.iter().map(|line| format!("    {line}")));
        }
        for case in Self::unclaimed(cases) {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            lines.push(say!(
                lang,
                "  ! 还没有人领：{number} {title}",
                "  ! nobody has taken {number} {title}"
            ));
        }
        lines.push(lang.pick("三、问题与整改", "Findings").to_owned());
        for found in self.findings()? {
            let mark = if found.standing.is_overdue(self.today()) { "!" } else { " " };
            let id: String = found.finding.id.to_string().chars().take(8).collect();
            let (told, stage) = (found.finding.text(findings::FACT), found.standing.stage.title(lang));
            let by = found.standing.deadline.map(|day| calendar::distance(day, self.today(), lang));
            let line = format!(" {mark} {id}  {told}  {stage}  {}", by.unwrap_or_default());
            lines.push(line.trim_end().to_owned());
            lines.extend(
                found
                    .standing
                    .statements
                    .iter()
                    .map(|said| say!(lang, "      申辩：{said}", "      they say: {said}")),
            );
        }
        lines.push(lang.pick("四、督办与整改事项", "Slips").to_owned());
        for case in slips(cases) {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let owner = case.standing.owner.map(|id| self.name_of(id)).unwrap_or_default();
            let (due, status) = (case.standing.due, case.standing.status.title(lang));
            lines.push(format!("   {number}  {title}  {owner}  {due}  {status}"));
            let told = self.reminders_of(case)?;
            lines.extend(told.iter().map(|told| say!(lang, "      催办：{told}", "      reminded: {told}")));
        }
        lines.push(lang.pick("五、表彰", "Commendations").to_owned());
        for (row, stage) in self.honours()? {
            lines.push(format!("   {}  {}", row.text(commendations::TITLE), stage.title(lang)));
        }
        lines.push(lang.pick("六、成效", "What came of it").to_owned());
        lines.extend(told_outcomes(outcomes, lang));
        Ok(lines)
    }

    /// `2026-11-22 月底前补齐`, one a reminder of a slip.
    pub fn reminders_of(&self, case: &Case) -> Result<Vec<String>, Error> {
        let mut told = Vec::new();
        for row in self.standing(reminders::ID)? {
            if row.reference(reminders::ISSUE) == Some(case.issue.id) {
                let day = row.date(reminders::DAY).map(|day| day.to_string()).unwrap_or_default();
                let (text, answer) = (row.text(reminders::TEXT), row.text(reminders::ANSWER));
                told.push(format!("{day} {text} {answer}").trim_end().to_owned());
            }
        }
        told.sort();
        Ok(told)
    }
}

fn told_outcomes(outcomes: &Outcomes, lang: Lang) -> Vec<String> {
    let Outcomes { projects_done, solved, partly, explained, in_time, late, unanswered, ratings } = outcomes;
    let declared = steps::ledger();
    let rating = |(key, count): (&String, &usize)| {
        let choice = declared.field(steps::RATING).and_then(|field| field.choice(key));
        let title = choice.map_or(key.clone(), |choice| choice.title.get(lang).to_owned());
        format!("{title} {count}")
    };
    let ratings: Vec<String> = ratings.iter().map(rating).collect();
    let ratings = ratings.join(lang.pick("、", ", "));
    vec![
        say!(
            lang,
            "  办成项目 {projects_done}；事项已解决 {solved}，部分解决 {partly}，讲清楚的 {explained}",
            "  projects done {projects_done}; issues solved {solved}, in part {partly}, explained {explained}"
        ),
        say!(
            lang,
            "  首次答复：期限内 {in_time}，期限后 {late}，没有答复、已过期 {unanswered}",
            "  first answers: in time {in_time}, late {late}, none and past their time {unanswered}"
        ),
        say!(
            lang,
            "  本人评价：{ratings}（“不愿评价”不算不满意）",
            "  people's own ratings: {ratings} (who declined is not dissatisfied)"
        ),
    ]
}
