//! Visits, and the six groups of people they are owed to (domain.md B2–B7).

use super::field::{Kind, Search};

/// The category that nobody is put into: it follows from a person's own open
/// issues and ends with them (domain.md B5, §4.2 rule 3).
pub const PETITIONER: &str = "petitioner";

crate::ledger! {
    /// A visit: what was said in the person's own words stands apart from the
    /// visitor's summary (domain.md B7).
    "visits" ("走访", "Visits") Entry;
    DATE = 16 "date" ("走访日期", "Date") Kind::Date => required().column(10).import(&["走访日期", "日期", "走访时间"]);
    CATEGORY = 17 "category" ("走访类别", "Category") Kind::choices(&[
        ("veteran_cadre", "老干部", "veteran cadre"),
        ("veteran_member", "老党员", "veteran Party member"),
        ("veteran_comrade", "老同志", "veteran comrade"),
        ("hardship", "困难群众", "household in hardship"),
        ("exemplar", "致富典型", "exemplar of prosperity"),
        ("petitioner", "信访老户", "long-time petitioner"),
    ]) => required().column(8).import(&["走访类别", "类别"]);
    HOUSEHOLD = 18 "household" ("走访户", "Household") Kind::Ref("households".to_owned()) => column(20);
    RESIDENT = 19 "resident" ("走访对象", "Resident") Kind::Ref("residents".to_owned()) => column(10).import(&["走访对象", "户主"]);
    VISITORS = 20 "visitors" ("走访人", "Visitors") Kind::Ref("members".to_owned()) => many().column(12);
    PLACE = 21 "place" ("地点", "Place") Kind::choices(&[
        ("home", "家中", "home"),
        ("field", "田间", "field"),
        ("workshop", "车间", "workshop"),
        ("estate", "小区", "estate"),
        ("other", "其他", "other"),
    ]) => import(&["地点", "走访地点"]);
    WORDS = 22 "words" ("群众原话", "In their words") Kind::LongText
        => search(Search::Text).column(30).import(&["原话", "反映问题", "反映的主要问题", "意见建议"]);
    SUMMARY = 23 "summary" ("记录人归纳", "Summary") Kind::LongText
        => search(Search::Text).import(&["归纳", "情况", "家庭基本情况", "备注"]);
    ISSUES = 24 "issues" ("提出的事项", "Issues raised") Kind::Ref("issues".to_owned()) => many();
}
