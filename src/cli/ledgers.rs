//! `minqing ledgers`: every ledger with its fields, and a group's own.

mod declare;

use clap::Args;
use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, Failure},
    table::Table,
};
use crate::{
    domain::{
        declared,
        field::{Field, Kind},
        ledger::{Catalog, Ledger, Nature, Source},
    },
    workbench::Error,
};

/// 各本台账和它们的栏、类型、保密级别；添加自己的台账和栏 · Every ledger with its fields, types and privacy class; ledgers and fields of your own
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例子 Examples:
  minqing ledgers
  minqing ledgers residents
  minqing ledgers --all
  minqing ledgers --json
  minqing ledgers write trainings 培训.toml
  minqing ledgers add 我们的台账.toml
  minqing ledgers field trainings host --title 主办人 --kind text
  minqing ledgers retire trainings host

自己加的台账和栏随同步包带给别的电脑。 Ledgers and fields of your own travel with the bundles."
)]
pub(super) struct Order {
    #[command(subcommand)]
    verb: Option<declare::Verb>,
    /// 只看这一本 · Only this one
    #[arg(value_name = "LEDGER")]
    ledger: Option<String>,
    /// 每一本的每一栏 · Every field of every one
    #[arg(long, conflicts_with = "ledger")]
    all: bool,
}

/// Lists them, those of the group where its workspace is at hand; or does what the verb says.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    if let Some(verb) = &order.verb {
        return declare::run(face, verb);
    }
    let catalog = match face.open_unasked() {
        Ok(Some(bench)) => {
            let catalog = bench.catalog().clone();
            if let Some(why) = bench.finish() {
                super::face::no_backup(face.lang, &why);
            }
            catalog
        }
        Ok(None) => Catalog::shipped(),
        Err(_locked) => {
            face.note(face.lang.pick(
                "没有打开工作组的资料，只列出程序自带的台账",
                "the workspace was not opened: only the program's own ledgers are listed",
            ));
            Catalog::shipped()
        }
    };
    let wanted = |ledger: &&Ledger| match &order.ledger {
        None => true,
        Some(name) => ledger.id == *name || ledger.title.zh == *name,
    };
    let ledgers: Vec<&Ledger> = catalog.iter().filter(wanted).collect();
    if let (Some(name), true) = (&order.ledger, ledgers.is_empty()) {
        return Err(Error::NoLedger(name.clone()).into());
    }
    if face.json {
        let items: Vec<Json> = ledgers.iter().map(|ledger| document(face, ledger)).collect();
        face.document(&json!({ "total": items.len(), "items": items }))?;
    } else if order.all || order.ledger.is_some() {
        show(face, &ledgers)?;
    } else {
        list(face, &ledgers)?;
    }
    Ok(DONE)
}

/// A line a ledger: what it is called, what it is about, its first fields.
fn list(face: &Face, ledgers: &[&Ledger]) -> Result<(), Failure> {
    const FIRST: usize = 5;
    let lang = face.lang;
    let mut table = Table::new(
        [("台账", "ledger"), ("名称", "title"), ("栏数", "fields"), ("先有的几栏", "the first of them")]
            .map(|(zh, en)| lang.pick(zh, en)),
    );
    for ledger in ledgers.iter().filter(|ledger| !ledger.hidden) {
        let first: Vec<&str> = ledger.fields.iter().take(FIRST).map(|field| field.title.get(lang)).collect();
        table.push([
            ledger.id.clone(),
            ledger.title.get(lang).to_owned(),
            ledger.fields.len().to_string(),
            first.join(lang.pick("、", ", ")),
        ]);
    }
    face.out(table.text(face.is_colored()))?;
    face.note(lang.pick(
        "一本台账的各栏、类型、保密级别：minqing ledgers 台账；全部：minqing ledgers --all",
        "a ledger's fields, types and privacy: minqing ledgers LEDGER; of all of them: minqing ledgers --all",
    ));
    Ok(())
}

fn document(face: &Face, ledger: &Ledger) -> Json {
    let fields: Vec<Json> = ledger.fields.iter().map(|field| of_field(face, field)).collect();
    let retired: Vec<Json> = ledger.retired.iter().map(|field| of_field(face, field)).collect();
    let rules: Vec<&str> = ledger.rules.iter().map(|rule| rule.why.get(face.lang)).collect();
    let reminders: Vec<&str> = ledger.reminders.iter().map(|own| own.title.get(face.lang)).collect();
    let nature = match ledger.nature {
        Nature::Card => "card",
        Nature::Entry => "entry",
        Nature::Issue => "issue",
    };
    let source = match ledger.source {
        Source::Core => "core",
        Source::Shipped => "shipped",
        Source::Own => "own",
    };
    json!({
        "id": ledger.id, "title": ledger.title.get(face.lang), "nature": nature, "fields": fields,
        "group": ledger.group, "about": ledger.about.get(face.lang), "source": source,
        "hidden": ledger.hidden, "retired": retired, "rules": rules, "reminders": reminders,
    })
}

fn of_field(face: &Face, field: &Field) -> Json {
    json!({
        "key": field.key, "title": field.title.get(face.lang), "type": field.kind.key(),
        "required": field.required, "privacy": field.privacy.key(), "many": field.many,
        "automatic": !field.in_form, "choices": choices(face, field), "ledger": target(field),
        "own": declared::is_own(field.tag),
        "purpose": field.purpose.as_ref().map(|purpose| purpose.get(face.lang)), "consent": field.consent,
    })
}

fn choices(face: &Face, field: &Field) -> Json {
    match &field.kind {
        Kind::Choice(choices) => choices
            .iter()
            .map(|choice| {
                let mut told = json!({ "key": choice.key, "title": choice.title.get(face.lang) });
                if choice.retired {
                    told["retired"] = json!(true);
                }
                told
            })
            .collect(),
        Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Ref(_) => Json::Null,
    }
}

fn target(field: &Field) -> Option<&str> {
    match &field.kind {
        Kind::Ref(ledger) if !ledger.is_empty() => Some(ledger),
        Kind::Ref(_)
        | Kind::Text
        | Kind::LongText
        | Kind::Name
        | Kind::Phone
        | Kind::IdNumber
        | Kind::Int
        | Kind::Money
        | Kind::Lunar
        | Kind::Bool
        | Kind::Date
        | Kind::Instant
        | Kind::Choice(_) => None,
    }
}

fn show(face: &Face, ledgers: &[&Ledger]) -> Result<(), Failure> {
    let lang = face.lang;
    let mut parts = Vec::new();
    for ledger in ledgers {
        let mut table = Table::new([
            format!("{} {}", ledger.id, ledger.title.get(lang)),
            if ledger.hidden { lang.pick("（收起）", "(hidden)").to_owned() } else { String::new() },
            lang.pick("类型", "type").to_owned(),
            lang.pick("保密", "privacy").to_owned(),
            String::new(),
            lang.pick("用途", "what for").to_owned(),
        ]);
        for field in ledger.fields.iter().chain(&ledger.retired) {
            let mut remarks = Vec::new();
            if field.required {
                remarks.push(lang.pick("必填", "required"));
            }
            if field.many {
                remarks.push(lang.pick("多值", "many"));
            }
            if field.consent.is_some() {
                remarks.push(lang.pick("须同意", "by consent"));
            }
            if !field.in_form {
                remarks.push(lang.pick("自动", "automatic"));
            }
            if declared::is_own(field.tag) {
                remarks.push(lang.pick("自设", "own"));
            }
            if ledger.retired.iter().any(|out| out.tag == field.tag) {
                remarks.push(lang.pick("已停用", "retired"));
            }
            table.push(vec![
                format!("  {}", field.key),
                field.title.get(lang).to_owned(),
                target(field).map_or_else(|| field.kind.key().to_owned(), |to| format!("ref {to}")),
                field.privacy.key().to_owned(),
                remarks.join(" "),
                field.purpose.as_ref().map_or("", |purpose| purpose.get(lang)).to_owned(),
            ]);
        }
        parts.push(table.text(face.is_colored()));
    }
    face.out(parts.join("\n\n"))
}
