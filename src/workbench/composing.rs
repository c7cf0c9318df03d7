//! The five sections of a bulletin, drafted from what is written down already
//! (domain.md B1, H7): nobody fills the same fact in twice.
//!
//! No sentence is made of a resident: counts are of matters, titles go through
//! [`Known::publishable`].

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{anonymous::NAMELESS, bench::Workbench, error::Error, steps::Case};
use crate::domain::{
    calendar,
    deidentify::{Known, sensitive_word},
    field::{Field, Kind, Privacy, Tag},
    funds::receipts,
    handling,
    id::RecordId,
    issues::issues,
    money, natural,
    projects::{self, Progress, projects as help, results},
    roster::{households, neighbourhoods, residents},
    row::Row,
    standing::StepKind,
    value::Value,
    visits, voices,
    wording::Lang,
};

mod tallies;

/// The most matters that a section tells one by one.
const MOST: usize = 12;

impl Workbench {
    /// Everybody who must not be recognised in what is published.
    pub fn known_people(&self) -> Result<Known, Error> {
        let (people, homes) = (self.rows(residents::ID)?, self.rows(households::ID)?);
        let (mut issues, came) = (self.rows(issues::ID)?.to_vec(), self.rows(receipts::ID)?);
        let mut voices = self.rows(voices::ID)?.to_vec();
        // Whoever gave no name must be recognised least of all.
        for row in issues.iter_mut().chain(&mut voices) {
            *row = self.with_name(row.clone())?;
        }
        let places = self.rows(neighbourhoods::ID)?;
        let called = |text: &str| places.iter().any(|row| row.text(neighbourhoods::NAME) == text);
        let names = people
            .iter()
            .map(|row| row.text(residents::NAME))
            .chain(homes.iter().map(|row| row.text(households::HEAD)))
            .chain(issues.iter().map(|row| row.text(issues::FROM)))
            .chain(voices.iter().map(|row| row.text(voices::NAME)))
            .chain(issues.iter().flat_map(handling::about))
            .chain(came.iter().map(|row| row.text(receipts::DONOR)));
        let mut told: Vec<(&str, String)> = Vec::new();
        for (rows, address, place) in [
            (&homes, households::ADDRESS, households::NEIGHBOURHOOD),
            (&people, residents::ADDRESS, residents::NEIGHBOURHOOD),
        ] {
            for row in rows.iter().filter(|row| is_a_door(row.text(address)) && !called(row.text(address))) {
                let place = row.reference(place).map(|id| self.name_of(id)).unwrap_or_default();
                told.push((row.text(address), place));
            }
        }
        let names = names.filter(|name| !called(name) && *name != NAMELESS);
        let known = Known::new(names, told.iter().map(|(address, place)| (*address, place.as_str())));
        let kept_back = self.kept_back()?;
        Ok(known.keeping_back(kept_back.iter().map(String::as_str)))
    }

    /// What was told into fields that are never published: the sensitive long
    /// texts of every ledger, what a household told of its income among them
    /// (domain.md D10). A short one, as why somebody was on leave, says nothing
    /// that others may not say as well.
    fn kept_back(&self) -> Result<Vec<String>, Error> {
        let mut texts = Vec::new();
        for ledger in self.catalog.iter() {
            let is_told =
                |field: &&Field| field.privacy == Privacy::Sensitive && field.kind == Kind::LongText;
            let tags: Vec<Tag> =
                ledger.fields.iter().chain(&ledger.retired).filter(is_told).map(|field| field.tag).collect();
            if tags.is_empty() {
                continue;
            }
            for row in self.rows(&ledger.id)?.iter() {
                texts.extend(
                    tags.iter().flat_map(|tag| row.all(*tag)).filter_map(Value::as_text).map(str::to_owned),
                );
            }
        }
        Ok(texts)
    }

    /// 访 解 保 帮 促, in this order.
    pub(super) fn compose(&self, from: Date, to: Date) -> Result<[String; 5], Error> {
        let known = self.known_people()?;
        let cases = self.all_cases()?;
        let within = |day: Option<Date>| day.is_some_and(|day| (from..=to).contains(&day));
        let sections = [
            self.told_visits(&cases, &within)?,
            told_issues(&cases, &["request"], &within),
            told_issues(&cases, &["hazard", "violation", "dispute"], &within),
            together(&[self.told_projects(&within)?, self.told_tallies(&tallies::GIFTS, &within)?]),
            together(&[self.told_harmony()?, self.told_tallies(&tallies::COUNCIL, &within)?]),
        ];
        Ok(sections.map(|text| known.publishable(&text)))
    }

    fn told_visits(&self, cases: &[Case], within: &dyn Fn(Option<Date>) -> bool) -> Result<String, Error> {
        let mut places = Vec::new();
        let mut raised = BTreeSet::new();
        for visit in self.done_visits()?.iter() {
            if within(visit.date(visits::DATE)) {
                places.extend(self.place_of(visit)?.map(|id| self.name_of(id)));
                raised.extend(visit.references(visits::ISSUES));
            }
        }
        places.sort_by_cached_key(|name| natural::key(name));
        places.dedup();
        if places.is_empty() {
            return Ok(String::new());
        }
        let mut text = format!("组员走访了{}，当面听意见、看情况。", places.join("、"));
        if !raised.is_empty() {
            text.extend(["走访中登记群众提出的事项", &raised.len().to_string(), "件"]);
            let own = |id: &RecordId| {
                cases.iter().any(|case| case.issue.id == *id && case.standing.owner.is_some())
            };
            let taken = raised.iter().filter(|id| own(id)).count();
            let taken = match taken {
                0 => String::new(),
                all if all == raised.len() => "，逐件落实经办人".to_owned(),
                some => format!("，其中{some}件已有经办人"),
            };
            text.extend([&*taken, "。"]);
        }
        Ok(text)
    }

    fn told_projects(&self, within: &dyn Fn(Option<Date>) -> bool) -> Result<String, Error> {
        let all = self.help_projects()?;
        let mut lines = Vec::new();
        for one in &all {
            let day = one.result.as_ref().and_then(|row| row.date(results::DAY));
            let title = one.project.text(help::TITLE);
            let after = one.result.as_ref().map(|row| row.text(results::AFTER)).unwrap_or_default();
            match one.progress {
                Progress::Done if within(day) => {
                    let spent = one.purse.total.spent;
                    let money = if spent > 0 {
                        format!("，支出{}", money::show(spent, Lang::Zh))
                    } else {
                        String::new()
                    };
                    lines.push(format!("办成“{title}”{money}：{after}。"));
                }
                Progress::Explained if within(day) => {
                    lines.push(format!("“{title}”暂时办不了，已向群众说明。"));
                }
                Progress::Working => lines.push(format!("“{title}”正在办。")),
                Progress::Registered => lines.push(format!("“{title}”登记了，还没有开始。")),
                Progress::Done | Progress::Explained => {}
            }
        }
        lines.truncate(MOST);
        if lines.is_empty() {
            return Ok(String::new());
        }
        let board = projects::Board::of(all.iter().map(|one| one.progress));
        Ok(format!("帮扶项目{}。\n{}", board.line(Lang::Zh).replace("  ", "、"), lines.join("\n")))
    }

    fn told_harmony(&self) -> Result<String, Error> {
        let clear: usize = self.shares()?.values().map(|share| share.clear).sum();
        Ok(if clear > 0 {
            format!("“三清”已摸清{clear}项，下一步按清单逐项复核。")
        } else {
            String::new()
        })
    }
}

/// Whether an address leads to a door: a bare place name does not.
fn is_a_door(address: &str) -> bool {
    let digit = |c: char| calendar::half_width(c).is_ascii_digit();
    address.chars().count() >= 4 && address.chars().any(|c| digit(c) || "号室栋幢".contains(c))
}

/// Texts one below the other, without those that say nothing.
fn together(texts: &[String]) -> String {
    texts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}

fn told_issues(cases: &[Case], kinds: &[&str], within: &dyn Fn(Option<Date>) -> bool) -> String {
    let own: Vec<&Case> =
        cases.iter().filter(|case| kinds.contains(&case.issue.text(issues::KIND))).collect();
    let replied = |case: &Case| {
        let mut replies = case.standing.steps.iter().filter(|step| case.standing.stands(step));
        replies.rfind(|step| step.kind == StepKind::Reply).map(|step| calendar::day(step.at))
    };
    let count = |fits: &dyn Fn(&Case) -> bool| own.iter().filter(|case| fits(case)).count();
    let registered = count(&|case| {
        let at = case.issue.instant(issues::REGISTERED).unwrap_or(case.issue.created);
        within(Some(calendar::day(at)))
    });
    // What was merged into another was registered, and is answered and ended with that.
    let answered = count(&|case| case.is_own_matter() && within(replied(case)));
    let is_closed = |case: &Case| case.is_own_matter() && within(case.standing.closed_at.map(calendar::day));
    let closed = count(&is_closed);
    if registered + answered + closed == 0 {
        return String::new();
    }
    let mut lines = vec![format!("登记{registered}件，答复{answered}件，有结果{closed}件。")];
    for case in own.iter().filter(|case| is_closed(case)).take(MOST) {
        let declared = crate::domain::issues::steps::ledger();
        let outcome = declared.field(crate::domain::issues::steps::OUTCOME);
        let key = case.standing.outcome.as_deref().unwrap_or_default();
        let told = outcome.and_then(|field| field.choice(key)).map(|choice| choice.title.zh.to_string());
        lines.push(format!("{}：{}。", public_title(&case.issue), told.unwrap_or_default()));
    }
    lines.join("\n")
}

/// What a bulletin calls an issue: its title, or, where its words touch health,
/// aid or family matters, no more than its class (domain.md §4.2 rule 9).
fn public_title(issue: &Row) -> String {
    let tells = |tag: &Tag| sensitive_word(issue.text(*tag)).is_some();
    if ![issues::TITLE, issues::DETAIL, issues::CATEGORY].iter().any(tells) {
        // In a bulletin nobody reads why a name is missing.
        return issue.text(issues::TITLE).replace(&format!("{NAMELESS}家"), "一户居民家");
    }
    let class = issue.text(issues::CATEGORY);
    if class.is_empty() || tells(&issues::CATEGORY) {
        "一件个人事项".to_owned()
    } else {
        format!("一件“{class}”类事项")
    }
}
