//! Material that informs against somebody (检举控告), kept apart
//! (信访工作条例 30; domain.md §4.2 rule 5).
//!
//! It is no issue: it is on no list, in no search, sheet or bulletin, and never
//! goes to whom it names. Any member may enter it; only leads and overseers open
//! it, and every look is written down. Whoever gave a name is told what became of
//! it within 15 days (信访工作条例 23). It refers to no resident, so that nobody who asks for what is
//! held on himself learns who informed.

use jiff::civil::Date;

use super::{
    calendar,
    deadlines::days_after,
    field::Kind,
    handling, input, issues,
    issues::issues::{ABOUT as CONCERNS, CATEGORY, DETAIL, NOT_INFORMING, TITLE},
    recusal,
    row::Row,
    team::members,
    value::Value,
    wording::Wording,
};

/// That what informs against somebody is no issue, and where it goes instead.
pub const BELONGS_APART: Wording = Wording::new(
    "这是检举控告：请按检举控告另册登记，不进事项台账（命令 minqing informer add about=… text=…；屏幕按 : 选“另册登记”）。确实不是检举控告的，把“不属检举控告”（not_informing）填“是”再登记",
    "this informs against somebody: enter it apart (minqing informer add about=… text=…; on screen : and \"Enter informer material\"); if it does not, say so in not_informing",
);

/// Words by which a matter says itself that it informs against somebody.
const INFORMING: [&str; 3] = ["举报", "检举", "控告"];

/// The class of a complaint, which informs where it is about one of the group.
const COMPLAINT: &str = "投诉";

crate::ledger! {
    /// One piece of material, who keeps it, and where it was handed.
    "informers" ("检举控告", "Informer material") Entry;
    NUMBER = 16 "number" ("册号", "Number") Kind::Text => automatic();
    ABOUT = 17 "about" ("被反映的人或单位", "About whom") Kind::Text => many().automatic().sensitive()
        .purpose("回避；移交有权机关", "recusal; handing it to the authority");
    FROM = 18 "from" ("来人", "From") Kind::Text => automatic().sensitive()
        .purpose("有权机关核实、反馈", "the authority asks and answers");
    PHONE = 19 "phone" ("电话", "Phone") Kind::Phone => automatic().sensitive()
        .purpose("有权机关核实、反馈", "the authority asks and answers");
    TEXT = 20 "text" ("内容", "What it says") Kind::LongText => automatic().required().sensitive()
        .purpose("移交有权机关办理", "for the authority that handles it");
    RECEIVED = 21 "received" ("收到时间", "Received") Kind::Instant => automatic();
    CHANNEL = 22 "channel" ("来件形式", "Channel") issues::channels() => automatic();
    KEEPER = 23 "keeper" ("保管人", "Keeper") Kind::Ref("members".to_owned()) => automatic();
    HANDED = 24 "handed" ("移交机关", "Handed to") Kind::Text => automatic().sensitive()
        .purpose("交代去向和结果", "where it went and what came of it");
    HANDED_AT = 25 "handed_at" ("移交时间", "Handed over") Kind::Instant => automatic();
    RESULT = 26 "result" ("反馈", "What came of it") Kind::LongText => automatic().sensitive()
        .purpose("交代去向和结果", "where it went and what came of it");
    ANSWER = 27 "answer" ("告知来人", "Told to the informer") Kind::LongText => automatic().sensitive()
        .purpose("15 日内告知来人", "telling the informer within 15 days");
    ANSWERED = 28 "answered" ("告知时间", "Told at") Kind::Instant => automatic();
}

/// How many days there are to tell an informer who gave a name (信访工作条例 23).
const TELLING_DAYS: i32 = 15;

/// That a named informer is told before the matter ends.
pub const NOT_TOLD: Wording = Wording::new(
    "来人留了姓名，要先告知本人去向，再登记反馈（minqing informer answer 册号 --text …；屏幕按 : 选“另册告知”）",
    "the informer gave a name and is told first: minqing informer answer NUMBER --text …; on screen : and \"Tell the informer\"",
);

/// What keeps to whoever opens the register, of a piece that somebody else entered.
pub const ONLY_ENTERED: Wording = Wording::new(
    "登记以后只有组长、督查能改；要补充，请另登一件",
    "once entered only leads and overseers change it; enter what is to be added as another piece",
);

/// Where material goes that names whoever leads.
pub const NAMES_A_LEAD: Wording = Wording::new(
    "其中涉及组长：不经组长，请直接交上一级或纪检监察机关办理",
    "it names a lead: hand it to the level above or to the discipline inspection, not to the lead",
);

/// Where other material goes.
pub const LEAD_HANDS_ON: Wording =
    Wording::new("由组长或督查移交有权机关", "a lead or an overseer hands it to the authority");

fn says(material: &Row, tag: u16) -> bool {
    input::says_something(material.text(tag))
}

/// Whether whoever informed can be told: he gave a name or a phone.
pub fn is_named(material: &Row) -> bool {
    says(material, FROM) || !material.text(PHONE).is_empty()
}

/// Whether nothing more is owed: what came of it is written down, and who gave a
/// name was told.
pub fn is_closed(material: &Row) -> bool {
    says(material, RESULT) && (!is_named(material) || says(material, ANSWER))
}

/// The last day for telling a named informer, or for handing on what nobody
/// signed; none where that was done.
pub fn due(material: &Row) -> Option<Date> {
    let tag = if is_named(material) { ANSWER } else { HANDED };
    let received = material.instant(RECEIVED).unwrap_or(material.created);
    (!says(material, tag)).then(|| days_after(calendar::day(received), TELLING_DAYS))
}

/// Whether a piece names one of those who lead.
pub fn names_a_lead(material: &Row, members: &[Row]) -> bool {
    members.iter().filter(|row| row.text(members::ROLE) == "lead").any(|lead| bars_member(material, lead))
}

/// Whether a ledger stays out of lists, searches, sheets and bulletins.
pub fn is_kept_apart(ledger: &str) -> bool {
    ledger == ID
}

/// Whether an issue is what belongs apart: it says that it informs against
/// somebody and names him, or is a complaint about one of the group; unless
/// whoever enters it says that it is no such thing (信访工作条例 30).
pub fn informs(issue: &Row, members: &[Row]) -> bool {
    if !may_inform(issue) {
        return false;
    }
    if INFORMING.into_iter().any(|word| tells(issue, word)) {
        return !issue.all(CONCERNS).is_empty() || named_in_words(issue, members).next().is_some();
    }
    issue.text(CATEGORY).contains(COMPLAINT)
        && (!recusal::barred(issue, members).is_empty() || named_in_words(issue, members).next().is_some())
}

/// Whether an issue has words in it by which it could inform against somebody.
pub fn may_inform(issue: &Row) -> bool {
    !issue.is(NOT_INFORMING)
        && (INFORMING.into_iter().any(|word| tells(issue, word)) || issue.text(CATEGORY).contains(COMPLAINT))
}

/// Whether what a sheet calls the sort of a matter is that it informs against somebody.
pub fn is_informing_sort(sort: &str) -> bool {
    INFORMING.contains(&sort.trim())
}

fn tells(issue: &Row, word: &str) -> bool {
    [TITLE, DETAIL, CATEGORY].iter().any(|tag| issue.text(*tag).contains(word))
}

/// The names of members that an issue tells in its words, whoever it is said to be about.
pub fn named_in_words<'a>(issue: &'a Row, members: &'a [Row]) -> impl Iterator<Item = &'a str> {
    let words = [TITLE, DETAIL].map(|tag| issue.text(tag));
    let named = members.iter().filter(|row| row.stands()).filter(move |member| {
        recusal::bars_member(words.into_iter(), member)
            && !recusal::bars_member(handling::about(issue), member)
    });
    named.map(|member| member.text(members::NAME)).filter(|name| !name.is_empty())
}

fn about(material: &Row) -> impl Iterator<Item = &str> {
    material.all(ABOUT).iter().filter_map(Value::as_text)
}

/// Whether a member must not keep it: it names him, or his unit.
pub fn bars_member(material: &Row, member: &Row) -> bool {
    recusal::bars_member(about(material), member) || recusal::bars_unit_of(about(material), member)
}

/// Whether it must not be handed to a unit: it names it, or somebody in it.
pub fn bars_unit(material: &Row, unit: &str) -> bool {
    recusal::bars_unit(about(material), unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::card;

    fn issue(values: &[(u16, &str)]) -> Row {
        let values: Vec<(u16, Value)> =
            values.iter().map(|(tag, text)| (*tag, Value::Text((*text).to_owned()))).collect();
        card(issues::issues::ID, 1, &values)
    }

    #[test]
    fn what_informs_against_somebody_by_name_belongs_apart_and_what_asks_for_something_does_not() {
        let members = [card(members::ID, 1, &[(members::NAME, Value::Text("王五".into()))])];
        for (values, apart) in [
            (&[(TITLE, "举报李四克扣补助"), (CONCERNS, "李四")][..], true),
            (&[(TITLE, "举报王五收礼")], true),
            (&[(TITLE, "反映问题"), (DETAIL, "要控告王五")], true),
            (&[(TITLE, "态度不好"), (CATEGORY, "投诉"), (CONCERNS, "王 五")], true),
            (&[(TITLE, "态度不好"), (CATEGORY, "举报"), (CONCERNS, "城管科")], true),
            (&[(TITLE, "举报有人乱倒垃圾")], false),
            (&[(TITLE, "电梯坏了"), (CATEGORY, "投诉"), (CONCERNS, "某物业")], false),
            (&[(TITLE, "请王五帮忙办证")], false),
        ] {
            assert_eq!(informs(&issue(values), &members), apart, "{values:?}");
        }
        let mut said = issue(&[(TITLE, "举报电话牌坏了"), (CONCERNS, "王五")]);
        said.values.insert(NOT_INFORMING, vec![Value::Bool(true)]);
        assert!(!informs(&said, &members));
        assert!(is_informing_sort("举报 ") && !is_informing_sort("投诉举报") && !is_informing_sort("投诉"));
    }

    #[test]
    fn who_gave_a_name_is_told_in_fifteen_days_and_before_it_ends() {
        let text = |tag: u16, text: &str| (tag, Value::Text(text.to_owned()));
        let received = (RECEIVED, Value::Instant("2026-11-02T09:00:00+08:00".parse().unwrap()));
        let named = [received.clone(), text(FROM, "赵六")];
        let nameless = [received];
        let piece = |known: &[(u16, Value)], more: &[(u16, Value)]| card(ID, 1, &[known, more].concat());
        let day = Some(jiff::civil::date(2026, 11, 17));
        let (handed, result, told) =
            (text(HANDED, "区纪委监委"), text(RESULT, "已受理"), text(ANSWER, "已转"));
        for (row, last, closed) in [
            (piece(&named, &[]), day, false),
            (piece(&named, &[handed.clone(), result.clone()]), day, false),
            (piece(&named, std::slice::from_ref(&told)), None, false),
            (piece(&named, &[told, result.clone()]), None, true),
            (piece(&nameless, &[]), day, false),
            (piece(&nameless, &[handed, result]), None, true),
        ] {
            assert_eq!((due(&row), is_closed(&row)), (last, closed), "{row:?}");
        }
    }
}
