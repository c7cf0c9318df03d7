//! Help projects: from a need that people told to something that is there to
//! see (domain.md D1–D4, D11, D13, D15).
//!
//! How far a project has come is derived from its milestones and results on
//! every reading. There is no field for it, and no way to set one: something
//! is done when somebody has accepted it and says what is different now.

use jiff::civil::Date;

use super::{
    calendar, input,
    row::Row,
    rules::Refusal,
    wording::{Lang, Wording},
};

/// The help projects themselves.
#[expect(
    clippy::module_inception,
    reason = "projects and what belongs to them are told apart by the ledger's own name"
)]
pub mod projects {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 帮扶项目, one of the four kinds of help (domain.md D1–D4).
        "projects" ("帮扶项目", "Help projects") Card;
        TITLE = 16 "title" ("项目", "Project") Kind::Text
            => required().search(Search::Name).column(26).import(&["项目", "项目名称", "好事实事"]);
        KIND = 17 "kind" ("帮助", "Help") Kind::choices(&[
            ("economy", "发展经济", "economy"),
            ("public_good", "惠民实事", "public good"),
            ("mediation", "化解矛盾", "mediation"),
            ("care", "关爱弱势", "care"),
        ]) => required().column(8).import(&["帮助", "项目类型", "类型"]);
        NEED = 18 "need" ("群众的需求", "The need") Kind::LongText
            => search(Search::Text).import(&["需求", "群众需求"]);
        ISSUES = 19 "issues" ("来自哪些事项", "From issues") Kind::Ref("issues".to_owned()) => many();
        HOUSEHOLDS = 20 "households" ("帮到哪些户", "Households helped") Kind::Ref("households".to_owned()) => many();
        TAGS = 21 "tags" ("回应的需要", "Needs answered") Kind::Text => many();
        NEIGHBOURHOOD = 22 "neighbourhood" ("居民小组", "Neighbourhood") Kind::Ref("neighbourhoods".to_owned())
            => column(8).import(&["居民小组", "小组"]);
        OWNER = 23 "owner" ("责任人", "Owner") Kind::Ref("members".to_owned()) => column(8).import(&["责任人"]);
        EFFECT = 24 "effect" ("成效类别", "Effect") Kind::choices(&[
            ("environment", "环境", "environment"),
            ("production", "生产", "production"),
            ("income", "收入", "income"),
        ]) => many().import(&["成效", "成效类别"]);
        PLANNED = 25 "planned" ("计划完成", "Planned for") Kind::Date => column(10).import(&["计划完成", "完成期限"]);
        BEFORE = 26 "before" ("办之前", "Before") Kind::LongText => import(&["整治前", "办之前"]);
        BEFORE_PHOTO = 27 "before_photo" ("办前照片号", "Photo before") Kind::Text;
        OCCASION = 28 "occasion" ("慰问时节", "Occasion") Kind::choices(&[
            ("spring_festival", "春节", "Spring Festival"),
            ("double_ninth", "重阳", "Double Ninth"),
            ("lunar_birthday", "农历生日", "lunar birthday"),
            ("other", "其他", "other"),
        ]);
        LUNAR = 29 "lunar_day" ("农历日子", "Lunar day") Kind::Lunar => personal().purpose("按日子慰问", "calling on the day");
        UPKEEP = 30 "upkeep" ("日后谁管护", "Who keeps it up") Kind::Text;
    }
}

/// The stages that a project is planned in.
pub mod milestones {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 里程碑: a stage with the day it is planned for and the day it was done.
        "milestones" ("里程碑", "Milestones") Entry;
        TITLE = 16 "title" ("做到哪一步", "Stage") Kind::Text => required().search(Search::Text).column(24);
        PROJECT = 17 "project" ("项目", "Project") Kind::Ref("projects".to_owned()) => required().column(20);
        PLANNED = 18 "planned" ("计划日", "Planned for") Kind::Date => column(10);
        DONE = 19 "done" ("完成日", "Done on") Kind::Date => column(10);
        NOTE = 20 "note" ("备注", "Note") Kind::LongText;
    }
}

/// What a project came to.
pub mod results {
    use crate::domain::field::{Kind, Search};

    crate::ledger! {
        /// 项目结果: accepted by whom, or explained to whom (domain.md D11, D15).
        "project_results" ("项目结果", "Project results") Entry;
        AFTER = 16 "after" ("办之后（或为何办不了）", "After, or why not") Kind::LongText
            => required().search(Search::Text).column(30);
        PROJECT = 17 "project" ("项目", "Project") Kind::Ref("projects".to_owned()) => required().column(20);
        KIND = 18 "kind" ("结果", "Result") Kind::choices(&[
            ("accepted", "验收办成", "accepted"),
            ("rejected", "验收未过", "not accepted"),
            ("explained", "办不了，已说明", "cannot be done, explained"),
        ]) => required().column(12);
        DAY = 19 "day" ("日期", "Day") Kind::Date => required().column(10);
        PHOTO = 20 "after_photo" ("办后照片号", "Photo after") Kind::Text;
        ACCEPTED_BY = 21 "accepted_by" ("验收人", "Accepted by") Kind::Text => column(10);
        TOLD = 22 "told" ("向谁说明", "Explained to") Kind::Text;
    }
}

/// A mediation project without a dispute (domain.md D3).
pub const NO_DISPUTE: Wording = Wording::new(
    "化解矛盾的项目要连上一件“纠纷”事项：先在 F6 登记纠纷，再在“来自哪些事项”里选它",
    "a mediation project is linked to a dispute: register that first, and choose it under \"from issues\"",
);
/// A care project that reaches no household (domain.md D4).
pub const NO_HOUSEHOLD: Wording =
    Wording::new("关爱弱势的项目要写明帮到哪些户", "a care project says which households it is for");
/// A greeting for a birthday without its day.
pub const NO_BIRTHDAY: Wording = Wording::new(
    "农历生日的慰问要填农历日子，如 八月十五",
    "a greeting for a lunar birthday needs its lunar day",
);
/// An acceptance by nobody (domain.md D15).
pub const NOBODY_ACCEPTED: Wording = Wording::new(
    "验收要写明验收人和办之后的样子",
    "an acceptance says who accepted it and what is different now",
);
/// An explanation to nobody (domain.md D11).
pub const NOBODY_TOLD: Wording = Wording::new(
    "办不了的要写明理由、向谁说明过，才算“已说明”",
    "what cannot be done counts as explained only with the reason and to whom it was told",
);

/// How far a project has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Progress {
    /// 在办, nothing begun yet.
    Registered,
    /// 在办.
    Working,
    /// 办成.
    Done,
    /// 办不了，已说明.
    Explained,
}

impl Progress {
    /// Every one, in the order of the board.
    pub const ALL: [Self; 4] = [Self::Registered, Self::Working, Self::Done, Self::Explained];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Working => "working",
            Self::Done => "done",
            Self::Explained => "explained",
        }
    }

    /// The word on screen; what [`Board::working`] counts is called as that is.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Registered => lang.pick("在办，未开始", "in work, new"),
            Self::Working => lang.pick("在办", "in work"),
            Self::Done => lang.pick("办成", "done"),
            Self::Explained => lang.pick("办不了已说明", "explained"),
        }
    }

    /// Whether nothing is owed any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Explained)
    }
}

/// Whether a result says what its kind has to; one that came by a bundle and
/// does not counts for nothing.
pub fn permit_result(result: &Row) -> Result<(), Refusal> {
    let says = |tag| input::says_something(result.text(tag));
    match result.text(results::KIND) {
        "accepted" if !(says(results::AFTER) && says(results::ACCEPTED_BY)) => {
            Err(Refusal::Said(NOBODY_ACCEPTED))
        }
        "explained" if !(says(results::AFTER) && says(results::TOLD)) => Err(Refusal::Said(NOBODY_TOLD)),
        _ => Ok(()),
    }
}

/// Whether a project says what its kind of help needs; `is_dispute` tells of a
/// linked issue whether it is a dispute.
pub fn permit_project(project: &Row, is_dispute: bool) -> Result<(), Refusal> {
    let birthday = project.text(projects::OCCASION) == "lunar_birthday";
    match project.text(projects::KIND) {
        "mediation" if !is_dispute => Err(Refusal::Said(NO_DISPUTE)),
        "care" if project.all(projects::HOUSEHOLDS).is_empty() => Err(Refusal::Said(NO_HOUSEHOLD)),
        _ if birthday && project.text(projects::LUNAR).is_empty() => Err(Refusal::Said(NO_BIRTHDAY)),
        _ => Ok(()),
    }
}

/// The result that counts: of those that say what they have to, the last by day.
pub fn outcome<'r>(results: &[&'r Row]) -> Option<&'r Row> {
    let counts = results.iter().copied().filter(|row| row.stands() && permit_result(row).is_ok());
    counts.max_by_key(|row| (row.date(results::DAY), row.place()))
}

/// How far a project has come, from its milestones and results in any order.
pub fn progress(milestones: &[&Row], results: &[&Row], has_money: bool) -> Progress {
    match outcome(results).map(|row| row.text(results::KIND)) {
        Some("accepted") => Progress::Done,
        Some("explained") => Progress::Explained,
        Some(_) => Progress::Working,
        None if has_money || milestones.iter().any(|row| row.stands()) => Progress::Working,
        None => Progress::Registered,
    }
}

/// Whether a stage is past its day and not done.
pub fn is_late(milestone: &Row, today: Date) -> bool {
    milestone.stands()
        && milestone.date(milestones::DONE).is_none_or(|done| done > today)
        && milestone.date(milestones::PLANNED).is_some_and(|planned| planned < today)
}

/// How many there are of each, of projects or of the needs behind them (domain.md D11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Board {
    /// 登记: all of them.
    pub registered: usize,
    /// 在办: not over yet, begun or not.
    pub working: usize,
    /// 办成.
    pub done: usize,
    /// 办不了，已说明.
    pub explained: usize,
}

impl Board {
    /// Counts.
    pub fn of(all: impl Iterator<Item = Progress>) -> Self {
        let mut board = Self::default();
        for one in all {
            board.registered += 1;
            match one {
                // What nobody has begun yet is not over: the figures add up.
                Progress::Registered | Progress::Working => board.working += 1,
                Progress::Done => board.done += 1,
                Progress::Explained => board.explained += 1,
            }
        }
        board
    }

    /// The line that a board shows.
    pub fn line(&self, lang: Lang) -> String {
        let Self { registered, working, done, explained } = self;
        crate::say!(
            lang,
            "登记 {registered}  办成 {done}  在办 {working}  办不了已说明 {explained}",
            "registered {registered}  done {done}  in work {working}  explained {explained}"
        )
    }
}

/// How far a stage lies from its plan, in words.
pub fn stage_line(milestone: &Row, today: Date, lang: Lang) -> String {
    let title = milestone.text(milestones::TITLE);
    let planned = milestone.date(milestones::PLANNED);
    match (milestone.date(milestones::DONE), planned) {
        (Some(done), _) => crate::say!(lang, "[x] {title}  {done} 完成", "[x] {title}  done {done}"),
        (None, Some(planned)) => {
            let distance = calendar::distance(planned, today, lang);
            crate::say!(
                lang,
                "[ ] {title}  计划 {planned}，{distance}",
                "[ ] {title}  planned {planned}, {distance}"
            )
        }
        (None, None) => format!("[ ] {title}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{row::tests::row, value::Value};

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn choice(key: &str) -> Value {
        Value::Choice(key.to_owned())
    }

    #[test]
    fn what_a_board_counts_is_called_as_each_of_it_is() {
        for (lang, word) in [(Lang::Zh, "在办"), (Lang::En, "in work")] {
            assert!(Board::default().line(lang).contains(&format!("{word} 0")));
            for progress in Progress::ALL {
                let is_counted = Board::of([progress].into_iter()).working == 1;
                let title = progress.title(lang);
                assert_eq!(title.starts_with(word), is_counted, "{title}");
            }
        }
    }

    fn result(n: u8, kind: &str, day: i8, more: &[(u16, Value)]) -> Row {
        let mut values = vec![
            (results::KIND, choice(kind)),
            (results::DAY, Value::Date(date(2026, 11, day))),
            (results::AFTER, text("路面平了")),
        ];
        values.extend_from_slice(more);
        row(results::ID, n, &values)
    }

    // Shows D11, D15.
    #[test]
    fn progress_follows_from_stages_and_results_in_any_order() {
        let stage = row(milestones::ID, 1, &[(milestones::TITLE, text("定方案"))]);
        assert_eq!(progress(&[], &[], false), Progress::Registered);
        assert_eq!(progress(&[&stage], &[], false), Progress::Working);
        assert_eq!(progress(&[], &[], true), Progress::Working);
        let nobody = result(2, "accepted", 3, &[]);
        assert_eq!(progress(&[], &[&nobody], false), Progress::Registered, "accepted by nobody");
        let accepted = result(3, "accepted", 4, &[(results::ACCEPTED_BY, text("居民代表"))]);
        let rejected = result(4, "rejected", 2, &[]);
        for both in [[&accepted, &rejected], [&rejected, &accepted]] {
            assert_eq!(progress(&[], &both, false), Progress::Done);
        }
        let untold = result(5, "explained", 6, &[]);
        assert_eq!(progress(&[&stage], &[&untold], false), Progress::Working, "explained to nobody");
        let told = result(6, "explained", 6, &[(results::TOLD, text("反映人"))]);
        assert_eq!(progress(&[&stage], &[&told, &accepted], false), Progress::Explained);
        let mut struck = told.clone();
        struck.struck = Some("误登".into());
        assert_eq!(progress(&[&stage], &[&struck, &accepted], false), Progress::Done);
    }

    // Shows D3, D4.
    #[test]
    fn mediation_has_its_dispute_and_care_its_households() {
        let of = |kind: &str, more: &[(u16, Value)]| {
            row(projects::ID, 1, &[&[(projects::KIND, choice(kind))], more].concat())
        };
        assert_eq!(permit_project(&of("mediation", &[]), false), Err(Refusal::Said(NO_DISPUTE)));
        assert_eq!(permit_project(&of("mediation", &[]), true), Ok(()));
        assert_eq!(permit_project(&of("care", &[]), false), Err(Refusal::Said(NO_HOUSEHOLD)));
        let home = (projects::HOUSEHOLDS, Value::Ref(row("households", 9, &[]).id));
        assert_eq!(permit_project(&of("care", std::slice::from_ref(&home)), false), Ok(()));
        let declared = projects::ledger();
        let occasions = declared.field(projects::OCCASION).unwrap();
        for key in ["spring_festival", "double_ninth", "lunar_birthday"] {
            assert!(occasions.choice(key).is_some(), "{key}");
        }
        let birthday = (projects::OCCASION, choice("lunar_birthday"));
        let care = of("care", &[home.clone(), birthday.clone()]);
        assert_eq!(permit_project(&care, false), Err(Refusal::Said(NO_BIRTHDAY)));
        let care = of("care", &[home, birthday, (projects::LUNAR, text("8-15"))]);
        assert_eq!(permit_project(&care, false), Ok(()));
    }

    #[test]
    fn a_stage_is_late_the_day_after_its_day() {
        let of = |done: Option<Date>| {
            let mut values = vec![(milestones::PLANNED, Value::Date(date(2026, 11, 10)))];
            values.extend(done.map(|day| (milestones::DONE, Value::Date(day))));
            row(milestones::ID, 1, &values)
        };
        assert!(!is_late(&of(None), date(2026, 11, 10)) && is_late(&of(None), date(2026, 11, 11)));
        assert!(!is_late(&of(Some(date(2026, 11, 9))), date(2026, 11, 11)));
    }
}
