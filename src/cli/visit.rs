//! `minqing visit`: a visit with all that came of it, entered once.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    add, case,
    face::Face,
    failure::{Answer, DONE, Failure, USAGE},
    record::{self, Sight},
};
use crate::{
    domain::{
        calendar,
        calling::{Called, Reason},
        checklists::Clarity,
        input::BadValue,
        roster::{households, residents},
        team::members,
        wording::Lang,
    },
    say,
    workbench::{
        Error, Workbench,
        coverage::BeforeVisit,
        visit::{Evidence, Raised, VisitReport},
    },
};

/// 记一次走访：原话、三问、提出的诉求、三清线索一次登记 · Enter a visit and all that came of it, once
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing visit 王桂兰 --brief
  minqing visit 王桂兰 --category veteran_member --words \"晚上看不清路\" --confirmed
  minqing visit 王桂兰 --words \"想学电工\" --issue \"想学电工，问培训\" --need 技能培训 --advice \"办个夜校\"
  minqing visit --household 幸福路5号 --category hardship --evidence \"prosperity/work_wishes=两人想就近上班\"

类别不写时取走访名单上的缘由。 Without a category the reason on the list is taken.")]
pub(super) struct Order {
    /// 走访谁 · Whom
    #[arg(value_name = "RESIDENT", required_unless_present = "household")]
    resident: Option<String>,
    /// 走访户 · Which household
    #[arg(long, value_name = "HOUSEHOLD")]
    household: Option<String>,
    /// 只看走访前该知道的：未了事项、上次答复、近日走访 · Only what is known before: open issues, last answers, recent visits
    #[arg(long)]
    brief: bool,
    /// 走访类别 · For which of the six
    #[arg(long)]
    category: Option<String>,
    /// 日期，不写就是今天 · The day, today unless given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// 走访人，不写就是自己 · Who went, oneself unless given
    #[arg(long = "with", value_name = "MEMBER")]
    visitors: Vec<String>,
    /// 地点：家中、田间、车间、小区、其他 · Where
    #[arg(long)]
    place: Option<String>,
    /// 方式：入户、电话、视频、其他 · How
    #[arg(long)]
    way: Option<String>,
    /// 群众原话 · What was said, in their words
    #[arg(long, value_name = "TEXT")]
    words: Option<String>,
    /// 已向本人复述确认 · It was read back to the person
    #[arg(long)]
    confirmed: bool,
    /// 问政：对工作的看法 · What they think of the work
    #[arg(long, value_name = "TEXT")]
    opinion: Option<String>,
    /// 问需：缺什么 · What they need
    #[arg(long, value_name = "TEXT")]
    wants: Option<String>,
    /// 问计：建议，自动登记为要答复的事项 · Their advice; it becomes an issue that is owed an answer
    #[arg(long, value_name = "TEXT")]
    advice: Option<String>,
    /// 致富经验，自动记进“富民思路” · What worked for them; it goes to the sheet of paths to prosperity
    #[arg(long, value_name = "TEXT")]
    experience: Option<String>,
    /// 带动意愿：愿意带、有条件愿意、不方便、没有说 · Whether they would take others along
    #[arg(long, value_name = "CHOICE")]
    takes_along: Option<String>,
    /// 记录人归纳 · The visitor's summary
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// 需要的帮助 · Help that is needed
    #[arg(long = "need", value_name = "TEXT")]
    needs: Vec<String>,
    /// 工作主线：访民情、解民忧、保民安、帮民富、促和谐 · Lines of work
    #[arg(long = "line", value_name = "LINE")]
    lines: Vec<String>,
    /// 提出的诉求，一件写一次 · Something asked for; an issue each
    #[arg(long = "issue", value_name = "TITLE")]
    issues: Vec<String>,
    /// 三清线索 · Something learnt for a checklist
    #[arg(long, value_name = "LIST/ITEM=TEXT")]
    evidence: Vec<String>,
    /// 线索的责任人 · Who follows the evidence up
    #[arg(long, value_name = "MEMBER", requires = "evidence")]
    owner: Option<String>,
    /// 线索的下一步 · The next step on the evidence
    #[arg(long, value_name = "TEXT", requires = "evidence")]
    next: Option<String>,
}

/// Enters it, or tells what is known before it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        if order.brief {
            return brief(face, bench, order);
        }
        let report = VisitReport {
            fields: fields(order),
            raised: order
                .issues
                .iter()
                .map(|title| Raised { title: title.clone(), fields: Vec::new() })
                .collect(),
            evidence: evidence(bench, order)?,
        };
        let visited = bench.visit(&report)?;
        let hints = bench.told_of_visit(&visited, face.lang);
        let mut document = add::document(bench, visited.visit)?;
        let mut raised = Vec::new();
        for issue in &visited.issues {
            raised.push(Json::Object(case::document(bench, &bench.case(*issue)?, Sight::Masked)?));
        }
        if let Some(map) = document.as_object_mut() {
            map.insert("raised".to_owned(), json!(raised));
            map.insert("hints".to_owned(), json!(hints));
            map.insert("empty".to_owned(), json!(visited.is_empty));
        }
        let numbers: Vec<String> = visited.issues.iter().map(|issue| bench.name_of_issue(*issue)).collect();
        let mut text = visited.visit.to_string();
        if !numbers.is_empty() {
            let numbers = numbers.join("、");
            text += &say!(face.lang, "\n登记的事项：{numbers}", "\nissues: {numbers}");
        }
        for hint in hints {
            face.note(hint);
        }
        face.answer(&document, text)?;
        Ok(DONE)
    })
}

fn fields(order: &Order) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut put = |key: &str, text: Option<&String>| {
        fields.extend(text.filter(|text| !text.trim().is_empty()).map(|text| (key.to_owned(), text.clone())));
    };
    put("resident", order.resident.as_ref());
    put("household", order.household.as_ref());
    for (key, text) in [
        ("category", &order.category),
        ("date", &order.date),
        ("place", &order.place),
        ("way", &order.way),
        ("words", &order.words),
        ("opinion", &order.opinion),
        ("wants", &order.wants),
        ("advice", &order.advice),
        ("summary", &order.summary),
        ("experience", &order.experience),
        ("takes_along", &order.takes_along),
    ] {
        put(key, text.as_ref());
    }
    for (key, texts) in [("visitors", &order.visitors), ("needs", &order.needs), ("lines", &order.lines)] {
        put(key, Some(&texts.join("、")));
    }
    put("confirmed", order.confirmed.then(|| "yes".to_owned()).as_ref());
    fields
}

fn evidence(bench: &Workbench, order: &Order) -> Result<Vec<Evidence>, Failure> {
    let owner = order.owner.as_deref().map(|name| bench.find_in(members::ID, name)).transpose()?;
    let read = |text: &String| {
        let parts = text.split_once('=').and_then(|(item, basis)| Some((item.split_once('/')?, basis)));
        let found = parts.and_then(|((list, item), basis)| Some((find_list(list)?, item, basis)));
        let Some((list, item, basis)) = found else {
            return Err(Failure::new(
                USAGE,
                format!("“{text}”要写成 清单/项目=内容，如 prosperity/work_wishes=两人想就近上班"),
                format!(
                    "write \"{text}\" as LIST/ITEM=TEXT, such as prosperity/work_wishes=two want work nearby"
                ),
            ));
        };
        let item = super::check::key_of(bench, list, item)?;
        Ok(Evidence { list, item, basis: basis.to_owned(), owner, next: order.next.clone() })
    };
    order.evidence.iter().map(read).collect()
}

fn find_list(name: &str) -> Option<Clarity> {
    let name = name.trim();
    Clarity::ALL.into_iter().find(|list| list.key() == name || list.title(Lang::Zh) == name)
}

/// Tells what is known before the visit, and writes nothing.
fn brief(face: &Face, bench: &Workbench, order: &Order) -> Answer {
    let resident = order.resident.as_deref().map(|text| bench.find_in(residents::ID, text)).transpose()?;
    let home = order.household.as_deref().map(|text| bench.find_in(households::ID, text)).transpose()?;
    let day = match order.date.as_deref() {
        None => bench.today(),
        Some(text) => calendar::read_day(text, bench.today()).ok_or_else(|| Error::Value {
            field: "--date".to_owned(),
            why: BadValue::NotADate(text.to_owned()),
        })?,
    };
    let before = bench.before_visit(home, resident, day)?;
    let mut lines: Vec<String> = before.called.iter().map(|called| reason(called, face.lang)).collect();
    lines.extend(bench.told_before_visit(&before, face.lang));
    if lines.is_empty() {
        lines.push(
            face.lang
                .pick("没有未了的事项，近日也没有人来过", "no open issue, and nobody was here lately")
                .to_owned(),
        );
    }
    face.answer(&document(bench, &before)?, lines.join("\n"))?;
    Ok(DONE)
}

/// `老党员：支部名册`.
pub(super) fn reason(called: &Called, lang: Lang) -> String {
    let title = called.category.title(lang);
    match &called.reason {
        Reason::Fact(basis) if basis.is_empty() => {
            say!(lang, "{title}（依据未写）", "{title} (no basis given)")
        }
        Reason::Fact(basis) => say!(lang, "{title}：{basis}", "{title}: {basis}"),
        Reason::Waits(numbers) => {
            let numbers = numbers.join("、");
            say!(lang, "{title}：未了事项 {numbers}", "{title}: open {numbers}")
        }
    }
}

fn document(bench: &Workbench, before: &BeforeVisit) -> Result<Json, Failure> {
    let mut issues = Vec::new();
    for case in &before.cases {
        let mut item = case::document(bench, case, Sight::Masked)?;
        let last = case.last_answer().map(|(day, text)| json!({ "date": day.to_string(), "text": text }));
        item.insert("last_answer".to_owned(), last.unwrap_or(Json::Null));
        issues.push(Json::Object(item));
    }
    let recent = before.recent.as_ref().map(|recent| {
        let visitors: Vec<String> = before.visitors.iter().map(|id| bench.name_of(*id)).collect();
        json!({ "date": recent.day.to_string(), "days": recent.days, "visitors": visitors, "visit": recent.visit.to_string() })
    });
    let reasons: Vec<Json> = before
        .called
        .iter()
        .map(|called| json!({ "category": called.category.key(), "reason": reason(called, Lang::Zh), "who": record::short(called.who) }))
        .collect();
    let hardship: Vec<String> = before.hardship.iter().map(|row| record::short(row.id)).collect();
    let projects: Vec<Json> = before
        .projects
        .iter()
        .map(|help| json!({ "id": record::short(help.project.id), "title": bench.name_of(help.project.id) }))
        .collect();
    Ok(json!({
        "issues": issues, "recent": recent, "called": reasons,
        "hardship": hardship, "projects": projects,
    }))
}
