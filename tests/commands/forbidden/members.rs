//! Who somebody is, what only a lead sets, whose answer it is, who keeps away
//! from what, and what is judged of topics that nobody counted.

use jiff::civil::date;
use minqing::{
    domain::{
        hot_topics::{self, judgement_id},
        id::RecordId,
        issues::{issues, steps},
        recusal,
        row::Row,
        standing::StepKind,
        team::members,
        terms,
        value::Value,
        workdays,
    },
    log::{commit::Change, record::life},
    store::codec,
    workbench::Workbench,
};

use super::{
    Line, World, add, choice, edit,
    entered::{Entered, Pairs, nothing},
    first, lamp, lives,
    others::known,
    put, put_in, replied, step, text,
};

// Who somebody is.

/// The card of B's member, whatever it is called.
fn li(bench: &Workbench) -> Row {
    let rows = bench.rows(members::ID).unwrap();
    let own = |row: &&Row| recusal::bars_member(["李强"].into_iter(), row);
    rows.iter().find(own).expect("a card is known by every name that it bore").clone()
}

fn id_of_li(world: &World) -> String {
    world.look(|bench| li(bench).id).to_string()
}

fn only_one_leads(bench: &Workbench) -> bool {
    let rows = bench.rows(members::ID).unwrap();
    let trusted = rows.iter().filter(|row| ["lead", "overseer"].contains(&row.text(members::ROLE)));
    trusted.map(|row| row.text(members::NAME)).eq(["张晓敏"]) && li(bench).stands()
}

// What only a lead sets.

fn a_term_and_a_holiday(bench: &mut Workbench) {
    add(bench, terms::ID, TERM).unwrap();
    add(bench, workdays::ID, HOLIDAY).unwrap();
}

const TERM: Pairs = &[("key", "ordinary"), ("value", "5"), ("unit", "days"), ("basis", "街道规定")];
const HOLIDAY: Pairs = &[("day", "2026-11-25"), ("kind", "off")];

fn no_term_is_set(bench: &Workbench) -> bool {
    bench.deadlines().unwrap().terms.get("ordinary").unwrap().value == 7
}

fn no_holiday_is_set(bench: &Workbench) -> bool {
    bench.deadlines().unwrap().workdays.is_working(date(2026, 11, 25))
}

fn what_the_lead_set_stays(bench: &Workbench) -> bool {
    let by = bench.deadlines().unwrap();
    let own = |ledger: &str| bench.standing(ledger).unwrap().len() == 1;
    let is_set = by.terms.get("ordinary").unwrap().value == 5 && !by.workdays.is_working(date(2026, 11, 25));
    bench.standing(terms::ID).unwrap().is_empty() || own(terms::ID) && own(workdays::ID) && is_set
}

// Whose answer it is.

/// Whether an answer that was given is still the one that was given to her.
fn her_answer_is_hers(bench: &Workbench) -> bool {
    let case = bench.case(lamp(bench)).unwrap();
    !case.standing.answered || case.issue.text(issues::FROM) == "王桂兰"
}

fn nameless(bench: &mut Workbench) {
    add(bench, "issues", &[("title", "夜里噪声"), ("from", "张伟"), ("anonymous", "是")]).unwrap();
}

fn he_is_named_nowhere(bench: &Workbench) -> bool {
    bench.cases().unwrap().iter().all(|case| case.issue.text(issues::FROM) != "张伟")
}

// Who keeps away.

fn about_li(bench: &mut Workbench) {
    let own = [("title", "克扣补助"), ("kind", "request"), ("from", "仇英"), ("about", "李强")];
    add(bench, "issues", &own).unwrap();
}

fn matter(bench: &Workbench) -> RecordId {
    bench.find("A-2").unwrap()
}

/// Whether he is named where it is about him, and nowhere helps, sponsors or answers it.
fn he_keeps_away(bench: &Workbench) -> bool {
    let id = li(bench).id;
    bench.cases().unwrap().iter().filter(|case| case.issue.text(issues::TITLE) == "克扣补助").all(|case| {
        let issue = &case.issue;
        let given = issue.references(issues::HELPERS).chain(issue.reference(issues::SPONSOR));
        issue.all(issues::ABOUT) == [text("李强")]
            && issue.text(issues::KIND) == "request"
            && given.into_iter().all(|member| member != id)
            && !case.standing.answered
    })
}

// What is judged.

fn nothing_is_judged(bench: &Workbench) -> bool {
    let topics = bench.hot_topics(date(2026, 1, 1), bench.today()).unwrap();
    !topics.is_empty() && topics.iter().all(|topic| topic.judgement.is_none())
}

/// A judgement as a laptop would write it that asks nobody: of this class, for this reason.
fn forged_judgement(class: &str, why: &str) -> Vec<Change> {
    let month = date(2026, 11, 1);
    let id = judgement_id(class, None, month);
    vec![
        lives(id, true),
        put(id, hot_topics::CLASS, &text(class)),
        put(id, hot_topics::MONTH, &Value::Date(month)),
        put(id, hot_topics::VERDICT, &choice("hot")),
        put(id, hot_topics::JUDGEMENT, &text(why)),
    ]
}

#[rustfmt::skip]
pub(super) const LINES: &[Line] = &[
    ("making oneself an overseer", "core", |w| w.core_of("b", |b| { let id = b.member(); edit(b, id, "role", "督查") }), only_one_leads),
    ("making oneself an overseer", "command", |w| { let id = id_of_li(w); w.command_of("b", &["edit", &id, "role=督查"]) }, only_one_leads),
    ("making oneself an overseer", "sheet", |w| w.sheet_of("b", "members", "姓名,职责\n李强,督查\n"), only_one_leads),
    ("making oneself an overseer", "bundle", |w| w.bundle(&|b| vec![put(b.member(), members::ROLE, &choice("overseer"))]), only_one_leads),
    ("taking another name", "core", |w| w.core_of("b", |b| { let id = b.member(); edit(b, id, "name", "李坚") }), only_one_leads),
    ("taking another name", "command", |w| { let id = id_of_li(w); w.command_of("b", &["edit", &id, "name=李坚"]) }, only_one_leads),
    ("taking another name", "bundle", |w| { known(w, about_li); w.bundle(&|b| { let mut all = step(b, "reply", &[(steps::TEXT, text("没有这回事"))]); all[1] = put(all[0].record, steps::ISSUE, &Value::Ref(matter(b))); all.insert(0, put(b.member(), members::NAME, &text("李坚"))); all }) }, |b| only_one_leads(b) && he_keeps_away(b)),
    ("a lead's term changed by a member", "core", |w| { known(w, a_term_and_a_holiday); w.core_of("b", |b| { let id = first(b, terms::ID); edit(b, id, "value", "6") }) }, what_the_lead_set_stays),
    ("a lead's term changed by a member", "command", |w| { known(w, a_term_and_a_holiday); let id = w.look(|b| first(b, terms::ID)).to_string(); w.command_of("b", &["edit", &id, "value=6"]) }, what_the_lead_set_stays),
    ("a lead's term changed by a member", "sheet", |w| { known(w, a_term_and_a_holiday); w.sheet_of("b", terms::ID, "时限,数字,单位,依据\nordinary,6,days,街道规定\n") }, what_the_lead_set_stays),
    ("a lead's term changed by a member", "bundle", |w| { known(w, a_term_and_a_holiday); w.bundle(&|b| vec![put(first(b, terms::ID), terms::VALUE, &Value::Int(6))]) }, what_the_lead_set_stays),
    ("a lead's holiday taken out by a member", "core", |w| { known(w, a_term_and_a_holiday); w.core_of("b", |b| { let id = first(b, workdays::ID); super::delete(b, id) }) }, what_the_lead_set_stays),
    ("a lead's holiday taken out by a member", "bundle", |w| { known(w, a_term_and_a_holiday); w.bundle(&|b| vec![lives(first(b, workdays::ID), false)]) }, what_the_lead_set_stays),
    ("a term corrected by a member", "core", |w| { known(w, |a| { let id = lamp(a); edit(a, id, "procedure", "petition").unwrap(); }); w.core_of("b", |b| { let id = lamp(b); b.take_step(id, StepKind::Correct, &[(steps::REASON, text("漏选"))]) }) }, week_stays),
    ("a term corrected by a member", "command", |w| { known(w, |a| { let id = lamp(a); edit(a, id, "procedure", "petition").unwrap(); }); w.command_of("b", &["issue", "correct", "A-1", "reason=漏选"]) }, week_stays),
    ("a term corrected by a member", "bundle", |w| { known(w, |a| { let id = lamp(a); edit(a, id, "procedure", "petition").unwrap(); }); w.bundle(&|b| { let mut all = step(b, "correct", &[(steps::REASON, text("漏选"))]); let id = all[0].record; let row = b.existing(lamp(b)).unwrap(); all.extend(row.all(issues::RECORDED).iter().filter(|value| value.as_text().is_some_and(|told| !told.contains("petition"))).map(|value| put_in(id, steps::CORRECTS, value))); all }) }, week_stays),
    ("a correction of nothing", "core", |w| w.core(|b| { let id = lamp(b); b.take_step(id, StepKind::Correct, &[(steps::REASON, text("漏选"))]) }), week_stays),
    ("a correction of nothing", "command", |w| w.command(&["issue", "correct", "A-1", "reason=漏选"]), week_stays),
    ("an answer made somebody else's", "core", |w| { replied(w); w.core(|b| { let id = lamp(b); edit(b, id, "from", "赵六") }) }, her_answer_is_hers),
    ("an answer made somebody else's", "command", |w| { replied(w); w.command(&["edit", "A-1", "from=赵六"]) }, her_answer_is_hers),
    ("an answer made somebody else's", "sheet", |w| { replied(w); w.sheet("issues", "编号,内容,反映人\nA-1,路灯不亮,赵六\n") }, her_answer_is_hers),
    ("an answer made somebody else's", "bundle", |w| { replied(w); w.bundle(&|b| vec![put(lamp(b), issues::FROM, &text("赵六"))]) }, her_answer_is_hers),
    ("somebody named who did not give his name", "core", |w| { known(w, nameless); w.core(|b| { let id = matter(b); edit(b, id, "anonymous", "否") }) }, he_is_named_nowhere),
    ("somebody named who did not give his name", "command", |w| { known(w, nameless); w.command(&["edit", "A-2", "anonymous=否"]) }, he_is_named_nowhere),
    ("somebody named who did not give his name", "bundle", |w| { known(w, nameless); w.bundle(&|b| vec![put(matter(b), issues::ANONYMOUS, &Value::Bool(false))]) }, he_is_named_nowhere),
    ("whom it is about made its helper", "core", |w| { known(w, about_li); w.core(|b| { let id = matter(b); edit(b, id, "helpers", "李强") }) }, he_keeps_away),
    ("whom it is about made its helper", "command", |w| { known(w, about_li); w.command(&["edit", "A-2", "helpers=李强"]) }, he_keeps_away),
    ("whom it is about made its helper", "bundle", |w| { known(w, about_li); w.bundle(&|b| vec![put_in(matter(b), issues::HELPERS, &Value::Ref(b.member()))]) }, he_keeps_away),
    ("whom it is about made its sponsor", "core", |w| { known(w, about_li); w.core(|b| { let id = matter(b); edit(b, id, "sponsor", "李强") }) }, he_keeps_away),
    ("whom it is about made its sponsor", "command", |w| { known(w, about_li); w.command(&["edit", "A-2", "sponsor=李强"]) }, he_keeps_away),
    ("whom it is about made its sponsor", "sheet", |w| w.sheet("issues", "内容,反映人,涉及的人或单位,包案人\n克扣补助,仇英,李强,李强\n"), he_keeps_away),
    ("whom it is about made its sponsor", "bundle", |w| { known(w, about_li); w.bundle(&|b| vec![put(matter(b), issues::SPONSOR, &Value::Ref(b.member()))]) }, he_keeps_away),
    ("whom it is about taken out for no reason", "core", |w| { known(w, about_li); w.core(|b| { let id = matter(b); edit(b, id, "about", "") }) }, he_keeps_away),
    ("whom it is about taken out for no reason", "command", |w| { known(w, about_li); w.command(&["edit", "A-2", "about="]) }, he_keeps_away),
    ("whom it is about taken out for no reason", "bundle", |w| { known(w, about_li); w.bundle(&|b| vec![Change { record: matter(b), slot: codec::element(issues::ABOUT, &text("李强")), cell: life(false) }]) }, he_keeps_away),
    ("whom it is about at work on it himself", "core", |w| { known(w, about_li); w.core_of("b", |b| { let id = matter(b); edit(b, id, "kind", "dispute") }) }, he_keeps_away),
    ("whom it is about at work on it himself", "command", |w| { known(w, about_li); w.command_of("b", &["edit", "A-2", "about=", "about_reason=写错了"]) }, he_keeps_away),
    ("whom it is about at work on it himself", "bundle", |w| { known(w, about_li); w.bundle(&|b| vec![Change { record: matter(b), slot: codec::element(issues::ABOUT, &text("李强")), cell: life(false) }, put(matter(b), issues::ABOUT_REASON, &text("写错了"))]) }, he_keeps_away),
    ("a topic judged that nobody counted", "core", |w| w.core(|b| b.judge_hot_topic("噪声", None, date(2026, 11, 1), "hot", "都在说")), nothing_is_judged),
    ("a topic judged that nobody counted", "command", |w| w.command(&["hotspot", "噪声", "--verdict", "hot", "--text", "都在说"]), nothing_is_judged),
    ("a topic judged that nobody counted", "bundle", |w| w.bundle(&|_| forged_judgement("噪声", "都在说")), nothing_is_judged),
    ("a topic judged for no reason", "core", |w| w.core(|b| b.judge_hot_topic("", None, date(2026, 11, 1), "hot", " ")), nothing_is_judged),
    ("a topic judged for no reason", "command", |w| w.command(&["hotspot", "", "--verdict", "hot", "--text", " "]), nothing_is_judged),
    ("a topic judged for no reason", "bundle", |w| w.bundle(&|_| forged_judgement("", "。")), nothing_is_judged),
];

fn week_stays(bench: &Workbench) -> bool {
    bench.case(lamp(bench)).unwrap().standing.due == date(2026, 11, 29)
}

/// What a lead's laptop enters and a member's does not.
#[rustfmt::skip]
pub(super) const ENTERED: &[Entered] = &[
    Entered { act: "a lead named by a member", judge: "judge_members", before: nothing, ledger: "members",
        wrong: &[("name", "赵六"), ("role", "lead")],
        mend: &[("role", "worker")], holds: only_one_leads, except: &[] },
    Entered { act: "a term set by a member", judge: "judge_terms", before: nothing, ledger: "terms",
        wrong: TERM, mend: &[], holds: no_term_is_set, except: &[] },
    Entered { act: "a holiday set by a member", judge: "judge_terms", before: nothing, ledger: "holidays",
        wrong: HOLIDAY, mend: &[], holds: no_holiday_is_set, except: &[] },
];
