//! What a row tells of how its matter is handled: where it is, how grave, who
//! answers for it, until when (domain.md §2.2, §2.5).
//!
//! A hazard that tells all of it was found: that is a step, and its day is the
//! clock's. Whoever of the group is named is given the matter. Everything else
//! stays words in the matter's long text: no sheet closes an issue, and none
//! moves a time that the rules set (domain.md E2, §3.4).

use jiff::civil::Date;

use crate::{
    domain::{
        calendar,
        field::Tag,
        input,
        issues::{issues, steps},
        standing::StepKind,
        value::Value,
        wording::Wording,
    },
    exchange::header,
};

use super::matching::{Values, text};

const PART: [&str; 5] = ["部位", "隐患部位", "所在部位", "隐患地点", "隐患位置"];
const GRAVE: [&str; 3] = ["级别", "隐患级别", "隐患等级"];
const UNTIL: [&str; 7] = ["期限", "整改期限", "整改时限", "化解时限", "化解期限", "办理期限", "办理时限"];
const WHO: [&str; 8] = [
    "责任人",
    "责任单位/责任人",
    "责任单位",
    "整改责任人",
    "整改责任单位",
    "化解责任人姓名",
    "化解责任人",
    "化解责任单位",
];
const ENDED: [&str; 6] = ["销号", "销号情况", "是否销号", "化解是否成功", "办结情况", "是否办结"];

/// The furthest day that may be set for putting something right, in days from
/// the day it was registered (信访工作条例 34: 60 and 30 days).
const FURTHEST: i64 = 90;

/// What a row tells of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Handling {
    part: String,
    grave: Option<&'static str>,
    /// Whether the sheet says how grave it is, in whatever word.
    graded: bool,
    until: Option<Date>,
    /// Whoever answers for it, in the words of the sheet.
    who: Vec<String>,
    ended: bool,
}

/// A step that follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) kind: StepKind,
    pub(super) fields: Vec<(Tag, Value)>,
}

/// The steps, and what of the row has no effect.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) steps: Vec<Taken>,
    /// The day that the sheet sets and that moves no clock.
    pub(super) idle: Option<Date>,
    /// Whether the sheet says that it has ended.
    pub(super) ended: bool,
    /// What a hazard that tells its part or how grave it is lacks to count as found.
    pub(super) lacks: Vec<Wording>,
}

/// What a hazard needs to count as found (domain.md §2.5).
const NEEDED: [Wording; 4] = [
    Wording::new("部位", "the place and part"),
    Wording::new("级别（一般、重大）", "the severity (ordinary, major)"),
    Wording::new("责任人", "who answers for it"),
    Wording::new("期限（登记后 90 天以内）", "the day by which (within 90 days)"),
];

/// Whether cells of a column of this name are days.
pub(super) fn is_day(name: &str) -> bool {
    UNTIL.contains(&header::column_key(name).as_str())
}

impl Handling {
    /// Learns what a cell says; `day` is what it says where it is a day.
    pub(super) fn learn(&mut self, name: &str, told: &str, day: Option<Date>) {
        let key = header::column_key(name);
        let told = told.trim();
        let is = |names: &[&str]| names.contains(&key.as_str());
        if !input::says_something(told) {
            return;
        }
        if is(&PART) && self.part.is_empty() {
            told.clone_into(&mut self.part);
        } else if is(&GRAVE) {
            let words = [("重大", "major"), ("一般", "ordinary")];
            self.graded = true;
            self.grave = words.iter().find(|(word, _)| told.contains(word)).map(|(_, key)| *key);
        } else if is(&UNTIL) {
            self.until = self.until.or(day);
        } else if is(&WHO) {
            let names = told.split(['/', '、', '，', ',', '；', ';', ' ', '\n']);
            self.who.extend(names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
        } else if is(&ENDED) {
            self.ended |= !["未", "否", "没", "不", "正在"].iter().any(|word| told.contains(word));
        }
    }

    /// The names of those who answer for it.
    pub(super) fn who(&self) -> &[String] {
        &self.who
    }

    /// What follows for an issue with these values, of which this member of the
    /// group is named as the one who answers for it.
    pub(super) fn outcome(&self, values: &Values, owner: Option<Value>, today: Date) -> Outcome {
        let at = values.get(&issues::REGISTERED).and_then(|values| values.first());
        let from = match at {
            Some(Value::Instant(at)) => calendar::day(*at),
            Some(_) | None => today,
        };
        let is_hazard = text(values, issues::KIND) == "hazard";
        let near = |day: &Date| *day >= from && calendar::days_between(from, *day) <= FURTHEST;
        let limit = self.until.filter(|day| is_hazard && near(day));
        let moment = at.map(|at| (steps::AT, at.clone()));
        let step = |kind, fields: Vec<(Tag, Value)>| Taken {
            kind,
            fields: fields.into_iter().chain(moment.clone()).collect(),
        };
        let mut outcome = Outcome { idle: self.until, ended: self.ended, ..Outcome::default() };
        let words = |words: &str| Value::Text(words.to_owned());
        let party = self.who.join("、");
        let has = [!self.part.is_empty(), self.grave.is_some(), !party.is_empty(), limit.is_some()];
        if is_hazard && (has[0] || self.graded) {
            let lacks = NEEDED.into_iter().zip(has).filter(|(_, has)| !has);
            outcome.lacks = lacks.map(|(what, _)| what).collect();
        }
        match (limit, self.grave) {
            (Some(day), Some(grave)) if !self.part.is_empty() && !party.is_empty() => {
                let found = vec![
                    (steps::SEVERITY, Value::Choice(grave.to_owned())),
                    (steps::PART, words(&self.part)),
                    (steps::PARTY, words(&party)),
                    (steps::UNTIL, Value::Date(day)),
                ];
                outcome.steps.push(step(StepKind::Find, found));
                outcome.idle = None;
                let given = owner.map(|owner| step(StepKind::Assign, vec![(steps::OWNER, owner)]));
                outcome.steps.extend(given);
            }
            (Some(day), _) if owner.is_some() => {
                let given = owner.map(|owner| (steps::OWNER, owner));
                let fields = given.into_iter().chain([(steps::LIMIT, Value::Date(day))]).collect();
                outcome.steps.push(step(StepKind::Accept, fields));
                outcome.idle = None;
            }
            (Some(_) | None, _) => {
                let given = owner.map(|owner| step(StepKind::Assign, vec![(steps::OWNER, owner)]));
                outcome.steps.extend(given);
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::id::{LedgerTag, RecordId};

    fn told(cells: &[(&str, &str)]) -> Handling {
        let mut handling = Handling::default();
        for (name, told) in cells {
            handling.learn(name, told, told.parse().ok());
        }
        handling
    }

    fn kinds(handling: &Handling, kind: &str, is_given: bool) -> (Vec<StepKind>, bool) {
        let values = Values::from_iter([(issues::KIND, vec![Value::Choice(kind.to_owned())])]);
        let owner = is_given.then(|| Value::Ref(RecordId::new(LedgerTag::of("members"), [1; 12])));
        let outcome = handling.outcome(&values, owner, date(2026, 11, 1));
        (outcome.steps.iter().map(|step| step.kind).collect(), outcome.idle.is_some())
    }

    #[test]
    fn a_hazard_that_tells_all_was_found_and_its_day_is_the_clocks() {
        let whole = [("部位", "楼道"), ("级别", "一般隐患"), ("责任人", "李强"), ("整改期限", "2026-11-20")];
        assert_eq!(kinds(&told(&whole), "hazard", false), (vec![StepKind::Find], false));
        let both = vec![StepKind::Find, StepKind::Assign];
        assert_eq!(kinds(&told(&whole), "hazard", true), (both, false));
        assert_eq!(kinds(&told(&whole), "dispute", true), (vec![StepKind::Assign], true));
        // Without the part nothing was found; whoever has it sets the day.
        assert_eq!(kinds(&told(&whole[1..]), "hazard", true), (vec![StepKind::Accept], false));
        assert_eq!(kinds(&told(&whole[1..]), "hazard", false), (vec![], true));
        for day in ["2026-10-31", "2027-02-01"] {
            let far = [whole[0], whole[1], whole[2], ("整改期限", day)];
            assert_eq!(kinds(&told(&far), "hazard", false), (vec![], true), "{day}");
        }
    }

    #[test]
    fn a_hazard_that_counts_as_found_by_nothing_says_what_it_lacks() {
        let lacks = |cells: &[(&str, &str)], kind: &str| {
            let values = Values::from_iter([(issues::KIND, vec![Value::Choice(kind.to_owned())])]);
            let outcome = told(cells).outcome(&values, None, date(2026, 11, 1));
            outcome.lacks.iter().map(|it| it.zh.chars().take(2).collect()).collect::<Vec<String>>()
        };
        let whole = [("部位", "楼道"), ("级别", "一般"), ("责任人", "李强"), ("整改期限", "2026-11-20")];
        assert!(lacks(&whole, "hazard").is_empty());
        assert_eq!(lacks(&whole[..2], "hazard"), ["责任", "期限"]);
        assert_eq!(lacks(&[("级别", "三级")], "hazard"), ["部位", "级别", "责任", "期限"]);
        assert_eq!(lacks(&[whole[0], whole[1], whole[2], ("期限", "2027-11-20")], "hazard"), ["期限"]);
        assert!(lacks(&whole[2..], "hazard").is_empty() && lacks(&whole[..2], "dispute").is_empty());
    }

    #[test]
    fn what_a_sheet_calls_ended_is_told_apart_from_what_it_does_not() {
        for (words, ended) in [("已销号", true), ("是", true), ("未销号", false), ("否", false), ("", false)]
        {
            assert_eq!(told(&[("销号情况", words)]).ended, ended, "{words}");
        }
    }
}
