//! `minqing today`: what the day asks for, and why.

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE},
    table::plain,
};
use crate::{
    domain::{calendar, deadlines::Stage, wording::Lang, workdays},
    say,
    workbench::agenda::{self, Agenda, Item, Section},
};

/// 今天该回谁的话，哪些事到期、答应过、该复核、该问候 · What today asks for, and why
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing today
  minqing today --days 30
  minqing today --mine
  minqing today --days 0 --json")]
pub(super) struct Order {
    /// 往后看几天 · How many days after today to look at
    #[arg(long, value_name = "N", default_value_t = agenda::DAYS, value_parser = clap::value_parser!(u16).range(..=i64::from(agenda::MOST_DAYS)))]
    days: u16,
    /// 只看自己那部分；没人认领的也在内 · One's own part; what nobody has taken on is in it
    #[arg(long)]
    mine: bool,
}

/// Tells it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    face.at_work(|bench| {
        let mut agenda = bench.agenda(order.days)?;
        let all = agenda.items.len();
        if order.mine {
            agenda = bench.own_agenda(agenda)?;
        }
        let others = all - agenda.items.len();
        let ledger = |item: &Item| {
            item.record.and_then(|id| bench.ledger_of(id).ok()).map(|ledger| ledger.id.as_str())
        };
        let items: Vec<Json> =
            agenda.items.iter().map(|item| document(item, ledger(item), face.lang)).collect();
        let gaps: Vec<Json> = agenda
            .gaps
            .iter()
            .map(|gap| json!({ "year": gap.year, "entered": gap.entered, "told": gap.wording().get(face.lang) }))
            .collect();
        let told = json!({
            "day": agenda.day.to_string(), "until": agenda.until.to_string(),
            "items": items, "total": agenda.items.len(), "others": others, "holidays_missing": gaps,
        });
        let mut text = text(&agenda, face.lang);
        if others > 0 {
            text.push_str(&say!(
                face.lang,
                "\n另有 {others} 条是别人那部分的：minqing today",
                "\n{others} more are other members' part: minqing today"
            ));
        }
        face.answer(&told, text)?;
        Ok(DONE)
    })
}

fn document(item: &Item, ledger: Option<&str>, lang: Lang) -> Json {
    json!({
        "section": item.section.key(), "day": item.day.to_string(), "at": item.at.map(calendar::rfc3339),
        "stage": item.stage.key(), "record": item.record.map(|id| id.to_string()), "ledger": ledger,
        "number": item.number, "place": item.place, "title": item.title.get(lang), "who": item.who.get(lang),
        "reason": item.reason.get(lang), "basis": item.basis.get(lang),
        "holidays_missing": item.gaps.iter().map(|gap| gap.year).collect::<Vec<_>>(),
    })
}

fn text(agenda: &Agenda, lang: Lang) -> String {
    let (day, until) = (agenda.day, agenda.until);
    let mut lines = vec![say!(lang, "{day}，看到 {until}", "{day}, looking to {until}")];
    for section in Section::ALL {
        let mut items = agenda.of(section).peekable();
        let count = agenda.of(section).count();
        if section == Section::Answers {
            let (count, pressing) = (agenda.unanswered().count(), agenda.pressing());
            lines.push(say!(
                lang,
                "今天该回谁的话：待答复 {count} 件，其中到期和超期 {pressing} 件",
                "Who must be answered today: {count} wait for an answer, {pressing} of them due or late"
            ));
        } else if items.peek().is_some() {
            lines.push(format!("{} {count}", section.title(lang)));
        }
        lines.extend(items.flat_map(|item| line(item, lang)));
    }
    lines.extend(workdays::told(&agenda.gaps, lang).map(|told| format!("! {told}")));
    lines.join("\n")
}

/// The line, and below it what it rests on.
fn line(item: &Item, lang: Lang) -> Vec<String> {
    let mark = if item.stage == Stage::Overdue { "!" } else { " " };
    let parts =
        [item.number.as_str(), &item.place, item.title.get(lang), item.who.get(lang), item.reason.get(lang)];
    let told = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
    let basis = Some(item.basis.get(lang)).filter(|basis| !basis.is_empty());
    let below = basis.map(|basis| plain(&format!("      {basis}")));
    [Some(plain(&format!("{mark} {told}"))), below].into_iter().flatten().collect()
}
