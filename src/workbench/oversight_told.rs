//! How the groups stand, what was found and put right, and what came of the
//! work, in lines that every face shows (domain.md A10, J5–J10).

use jiff::civil::Date;

use super::{bench::Workbench, error::Error, facts::Outcomes, overseeing::Found, steps::Case};
use crate::{
    domain::{
        calendar,
        issues::{issues, steps},
        oversight::{commendations, findings, honours::Honour, rectifying::Stage, reminders},
        phases::Period,
        row::Row,
        standing,
        wording::Lang,
    },
    say,
};

/// The slips among the matters: what is supervised, and what is to be put
/// right; those of the days, and those that are still open.
pub fn slips(cases: &[Case], days: Period) -> impl Iterator<Item = &Case> {
    let slips =
        cases.iter().filter(|case| ["supervision", "rectification"].contains(&case.issue.text(issues::KIND)));
    slips.filter(move |case| {
        let ended = case.standing.closed_at.map(calendar::day);
        ended.is_none_or(|day| days.contains(day))
            || days.contains(calendar::day(standing::registered(&case.issue)))
    })
}

impl Workbench {
    /// The findings of the days, and those that are not put right yet.
    pub fn findings_of(&self, days: Period) -> Result<Vec<Found>, Error> {
        let mut all = self.findings()?;
        all.retain(|found| {
            found.standing.stage != Stage::StruckOff
                || found.finding.date(findings::DAY).is_none_or(|day| days.contains(day))
        });
        Ok(all)
    }

    /// The nominations of the days, with where they stand.
    pub fn nominations_of(&self, days: Period) -> Result<Vec<(Row, Honour)>, Error> {
        let mut all = self.honours()?;
        all.retain(|(row, _)| row.date(commendations::DAY).is_none_or(|day| days.contains(day)));
        Ok(all)
    }

    /// Which days a report is of.
    pub fn days_line(days: Period, lang: Lang) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (from, to) = (day(days.from), day(days.to));
        say!(
            lang,
            "{from} 至 {to}；未了结、超期和没整改完的是今天的样子",
            "{from} to {to}; what is open, late or not put right yet is as it is today"
        )
    }

    /// How far each group is, a line each, in the order of their cards.
    pub fn group_lines(&self, cases: &[Case], days: Period, lang: Lang) -> Result<Vec<String>, Error> {
        let mut lines = Vec::new();
        for group in self.groups(cases, days)? {
            let place = self.name_of(group.place);
            let posted: Vec<String> = group.posted.iter().map(|id| self.name_of(*id)).collect();
            let posted = if posted.is_empty() {
                lang.pick("还没有", "nobody yet").to_owned()
            } else {
                posted.join(lang.pick("、", ", "))
            };
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
        days: Period,
        lang: Lang,
    ) -> Result<Vec<String>, Error> {
        let mut lines = Lines::new(lang);
        lines.head(lang.pick("二、领导包案与走访", "What leaders have in hand"));
        for own in self.leaders_own(cases, days)? {
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
        lines.head(lang.pick("三、问题与整改", "Findings"));
        for found in self.findings_of(days)? {
            let mark = if found.standing.is_overdue(self.today()) { "!" } else { " " };
            let id: String = found.finding.id.to_string().chars().take(8).collect();
            let (told, stage) = (found.finding.text(findings::FACT), found.standing.stage.title(lang));
            let open = found.standing.stage != Stage::StruckOff;
            let by = found.standing.deadline.filter(|_| open);
            let by = by.map(|day| calendar::distance(day, self.today(), lang));
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
        lines.head(lang.pick("四、督办与整改事项", "Slips"));
        for case in slips(cases, days) {
            let (number, title) = (case.issue.text(issues::NUMBER), case.issue.text(issues::TITLE));
            let owner = case.standing.owner.map(|id| self.name_of(id)).unwrap_or_default();
            let (due, status) = (case.standing.due, case.standing.status.title(lang));
            lines.push(format!("   {number}  {title}  {owner}  {due}  {status}"));
            let told = self.reminders_of(case)?;
            lines.extend(told.iter().map(|told| say!(lang, "      催办：{told}", "      reminded: {told}")));
        }
        lines.head(lang.pick("五、表彰", "Commendations"));
        for (row, stage) in self.nominations_of(days)? {
            lines.push(format!("   {}  {}", row.text(commendations::TITLE), stage.title(lang)));
        }
        lines.head(lang.pick("六、成效", "What came of it"));
        lines.extend(told_outcomes(outcomes, lang));
        Ok(lines.told)
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

/// Lines below headings; below one that has nothing that is said.
struct Lines {
    told: Vec<String>,
    lang: Lang,
    is_open: bool,
}

impl Lines {
    fn new(lang: Lang) -> Self {
        Self { told: Vec::new(), lang, is_open: false }
    }

    fn head(&mut self, heading: &str) {
        if self.is_open {
            self.told.push(self.lang.pick("   没有", "   none").to_owned());
        }
        self.told.push(heading.to_owned());
        self.is_open = true;
    }

    fn push(&mut self, line: String) {
        self.told.push(line);
        self.is_open = false;
    }

    fn extend(&mut self, lines: impl IntoIterator<Item = String>) {
        lines.into_iter().for_each(|line| self.push(line));
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
    let ratings = if ratings.is_empty() {
        lang.pick("还没有", "none yet").to_owned()
    } else {
        ratings.join(lang.pick("、", ", "))
    };
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
