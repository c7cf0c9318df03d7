//! Visits, and the six groups of people they are owed to (domain.md B1–B8, A4, H7).
//!
//! One visit is entered once: what was said, what was asked for and what was
//! learnt for a checklist stand in it, and everything else (the issue that a
//! suggestion becomes, coverage, the reports of either phase) follows from it.

use jiff::civil::Date;

use super::{
    calendar,
    field::{Kind, Search},
    input,
    row::Row,
    value::Value,
    wording::{Lang, Wording},
};

/// The category that nobody is put into: it follows from a person's own open
/// issues and ends with them (domain.md B5, §4.2 rule 3).
pub const PETITIONER: &str = "petitioner";

/// The answer of whoever was asked whether he takes others along, and did not say.
const UNSAID: &str = "unsaid";

crate::ledger! {
    /// A visit: what was said in the person's own words stands apart from the
    /// visitor's summary (domain.md B7), and the three questions have a place
    /// each (domain.md B8).
    "visits" ("走访", "Visits") Entry;
    DATE = 16 "date" ("走访日期", "Date") Kind::Date => required().column(10).import(&["走访日期", "日期", "走访时间", "时间", "入户日期", "入户时间"]);
    CATEGORY = 17 "category" ("走访类别", "Category") categories(true) => column(8).import(&["走访类别", "类别"]);
    HOUSEHOLD = 18 "household" ("走访户", "Household") Kind::Ref("households".to_owned()) => column(20).import(&["住址", "户号", "家庭住址", "现住址", "地址", "住户", "走访户地址"]);
    RESIDENT = 19 "resident" ("走访居民", "Resident") Kind::Ref("residents".to_owned()) => column(10).import(&["走访对象", "户主", "户主/走访对象", "走访对象姓名", "户主姓名", "被走访人", "受访人", "被访人", "居民姓名", "群众姓名", "姓名"]);
    VISITORS = 20 "visitors" ("走访人", "Visitors") Kind::Ref("members".to_owned()) => many().column(12).import(&["走访人员", "走访干部", "入户干部", "走访人姓名"]);
    PLACE = 21 "place" ("地点", "Place") Kind::choices(&[
        ("home", "家中", "home"),
        ("field", "田间", "field"),
        ("workshop", "车间", "workshop"),
        ("estate", "小区", "estate"),
        ("other", "其他", "other"),
    ]) => import(&["地点", "走访地点"]);
    WAY = 32 "way" ("走访方式", "Way") Kind::choices(&[
        ("in_person", "入户", "in person"),
        ("phone", "电话", "by phone"),
        ("video", "视频", "by video"),
        ("other", "其他", "otherwise"),
    ]) => import(&["走访方式", "方式"]);
    WORDS = 22 "words" ("群众原话", "In their words") Kind::LongText
        => search(Search::Text).column(30).import(&["原话", "反映问题", "反映的主要问题", "意见建议", "反映问题/意见建议",
            "反映内容", "反映情况", "反映的问题", "诉求", "诉求内容", "主要诉求", "群众诉求", "意见和建议", "存在问题", "存在困难"]);
    CONFIRMED = 29 "confirmed" ("复述确认", "Read back") Kind::Bool => import(&["复述确认", "本人确认"]);
    OPINION = 26 "opinion" ("问政:怎么看", "Their opinion") Kind::LongText
        => search(Search::Text).import(&["问政", "对工作的评价"]);
    WANTS = 27 "wants" ("问需:缺什么", "What they need") Kind::LongText => search(Search::Text).import(&["问需", "需要什么"]);
    ADVICE = 28 "advice" ("问计:有何建议", "Their advice") Kind::LongText => search(Search::Text).import(&["问计", "建议"]);
    NEEDS = 30 "needs" ("需要的帮助", "Help needed") Kind::Text => many().import(&["需要的帮助", "具体需求"]);
    EXPERIENCE = 33 "experience" ("致富经验", "What worked for them") Kind::LongText
        => search(Search::Text).import(&["致富经验", "经验", "典型做法"]);
    TAKES_ALONG = 34 "takes_along" ("带动意愿", "Would take others along") Kind::choices(&[
        ("willing", "愿意带", "willing"),
        ("conditions", "有条件愿意", "on conditions"),
        ("unwilling", "不方便", "not now"),
        (UNSAID, "没有说", "did not say"),
    ]) => import(&["带动意愿", "是否愿意带动"]);
    SUMMARY = 23 "summary" ("记录人归纳", "Summary") Kind::LongText
        => search(Search::Text).import(&["归纳", "情况", "家庭基本情况", "家庭情况", "走访内容", "走访情况", "备注"]);
    LINES = 25 "lines" ("工作主线", "Lines of work") Kind::choices(&[
        ("visit", "访民情", "hear people"),
        ("relieve", "解民忧", "relieve worries"),
        ("protect", "保民安", "keep safe"),
        ("enrich", "帮民富", "help to prosper"),
        ("harmony", "促和谐", "bring together"),
    ]) => many().import(&["工作主线", "主线"]);
    ISSUES = 24 "issues" ("提出的事项", "Issues raised") Kind::Ref("issues".to_owned()) => many();
    CHECKS = 31 "checks" ("三清依据", "Checklist evidence") Kind::Ref("checks".to_owned()) => many().automatic();
}

/// The groups of people that visits are owed to.
///
/// The first five are facts that people enter with their basis (see
/// [`super::calling`]); the sixth follows from issues alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitCategory {
    /// 老干部.
    VeteranCadre,
    /// 老党员.
    VeteranMember,
    /// 老同志.
    VeteranComrade,
    /// 困难群众.
    Hardship,
    /// 致富典型.
    Exemplar,
    /// 信访老户, derived.
    Petitioner,
}

impl VisitCategory {
    /// All six, in the order of the source (domain.md B2–B5).
    pub const ALL: [Self; 6] = [
        Self::VeteranCadre,
        Self::VeteranMember,
        Self::VeteranComrade,
        Self::Hardship,
        Self::Exemplar,
        Self::Petitioner,
    ];

    /// The key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::VeteranCadre => "veteran_cadre",
            Self::VeteranMember => "veteran_member",
            Self::VeteranComrade => "veteran_comrade",
            Self::Hardship => "hardship",
            Self::Exemplar => "exemplar",
            Self::Petitioner => PETITIONER,
        }
    }

    /// The category with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.key() == key)
    }

    /// Its title.
    pub fn wording(self) -> Wording {
        match self {
            Self::VeteranCadre => Wording::new("老干部", "veteran cadre"),
            Self::VeteranMember => Wording::new("老党员", "veteran Party member"),
            Self::VeteranComrade => Wording::new("老同志", "veteran comrade"),
            Self::Hardship => Wording::new("困难群众", "household in hardship"),
            Self::Exemplar => Wording::new("致富典型", "exemplar of prosperity"),
            Self::Petitioner => Wording::new("信访老户", "long-time petitioner"),
        }
    }

    /// Its title in one language.
    pub fn title(self, lang: Lang) -> String {
        self.wording().get(lang).to_owned()
    }
}

/// The categories as a field's choices; those that people enter leave out the
/// one that is derived.
pub fn categories(with_derived: bool) -> Kind {
    let all = VisitCategory::ALL.into_iter();
    let offered = all.filter(|category| with_derived || *category != VisitCategory::Petitioner);
    Kind::Choice(
        offered
            .map(|category| super::field::Choice::new(category.key().to_owned(), category.wording()))
            .collect(),
    )
}

/// Whether a visit tells nothing of whoever was visited: no words, no answer to
/// one of the three questions, nothing raised, nothing learnt (domain.md B7, B8,
/// H7). A dot or the word for "none" tells nothing.
///
/// What was learnt for a checklist is told: it is entered once, where it was
/// heard, and not once more in the visit's own words (domain.md A4, H7). Nothing
/// is learnt by evidence that is a dot; that is refused where it is entered.
/// Where, how and by whom somebody was visited tells of the visitor alone.
pub fn is_empty(visit: &Row) -> bool {
    let says = |tag| input::says_something(visit.text(tag));
    let told = [WORDS, SUMMARY, OPINION, WANTS, ADVICE, EXPERIENCE].into_iter().any(says);
    let answered = !matches!(visit.text(TAKES_ALONG), "" | UNSAID);
    let needs = visit.all(NEEDS).iter().filter_map(Value::as_text).any(input::says_something);
    !told && !answered && !needs && [ISSUES, CHECKS].iter().all(|tag| visit.all(*tag).is_empty())
}

/// Whether a visit was made: its day has come, and something is told of it. One
/// of which nothing is told walks past the people it is for and counts nowhere
/// (domain.md H7: 不走过场); it counts once something is.
pub fn is_made(visit: &Row, today: Date) -> bool {
    visit.date(DATE).is_none_or(|day| day <= today) && !is_empty(visit)
}

/// Whether a visit is planned: its day is still to come, or it was entered ahead
/// of its day and nothing has been told of it since (domain.md A14).
pub fn is_plan(visit: &Row, today: Date) -> bool {
    let ahead = |day: Date| calendar::day(visit.created) < day;
    visit.date(DATE).is_some_and(|day| day > today || ahead(day) && is_empty(visit))
}

/// What a suggestion is called as an issue: its first line, no longer than a title.
pub fn title_of(advice: &str) -> String {
    const LONGEST: usize = 40;
    let line = advice.trim().lines().next().unwrap_or_default().trim();
    let mut title: String = line.chars().take(LONGEST).collect();
    if line.chars().count() > LONGEST {
        title.push_str("..");
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    // Shows B2, B3, B4, B6, B7.
    #[test]
    fn a_visit_has_six_categories_five_places_and_words_apart_from_the_summary() {
        let ledger = ledger();
        let keys = |tag| {
            let Kind::Choice(choices) = &ledger.field(tag).unwrap().kind else { panic!("no choice") };
            choices.iter().map(|choice| choice.key.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            keys(CATEGORY),
            ["veteran_cadre", "veteran_member", "veteran_comrade", "hardship", "exemplar", "petitioner"]
        );
        assert_eq!(keys(PLACE), ["home", "field", "workshop", "estate", "other"]);
        for tag in [WORDS, SUMMARY] {
            assert_eq!(ledger.field(tag).unwrap().kind, Kind::LongText);
        }
        assert_eq!(ledger.field(CONFIRMED).unwrap().kind, Kind::Bool);
        assert_eq!(ledger.field(EXPERIENCE).unwrap().kind, Kind::LongText);
        assert_eq!(keys(TAKES_ALONG), ["willing", "conditions", "unwilling", "unsaid"]);
    }

    // Shows B1.
    #[test]
    fn the_five_lines_of_work_can_be_tagged_several_at_once() {
        let ledger = ledger();
        let field = ledger.field(LINES).unwrap();
        let titles: Vec<&str> = ["visit", "relieve", "protect", "enrich", "harmony"]
            .iter()
            .map(|key| &*field.choice(key).unwrap().title.zh)
            .collect();
        assert_eq!(titles, ["访民情", "解民忧", "保民安", "帮民富", "促和谐"]);
        assert!(field.many);
    }

    #[test]
    fn a_suggestion_is_called_by_its_first_line() {
        assert_eq!(title_of("  修条路\n再装灯"), "修条路");
        assert_eq!(title_of(&"长".repeat(50)).chars().count(), 42);
        assert_eq!(title_of(" \n"), "");
    }
}
