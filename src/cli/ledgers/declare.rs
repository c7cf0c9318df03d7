//! Ledgers and fields of a group's own, on the command line.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, USAGE},
    select,
};
use crate::{
    domain::{
        declared::{
            guard, key_of,
            misdeclared::{Misdeclared, Wrong},
            read, write,
        },
        field::{Choice, Field, Kind, Privacy, Search},
        ledger::Ledger,
        rules::Refusal,
        wording::{Lang, Wording},
    },
    say,
    workbench::{Error, Workbench, keeping, person::write_out},
};

/// What is done to the group's own ledgers.
#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
pub(super) enum Verb {
    /// 按文件添加一本台账，或更新已添加的 · Add a ledger declared in a file, or bring it up to date
    #[command(after_help = "例子 Examples:\n  minqing ledgers add 我们的台账.toml")]
    Add {
        /// TOML 文件，样子见 `ledgers write` · A file of TOML, as `ledgers write` writes it
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
    },
    /// 把一本台账的样子写成文件，可改后再添加 · Write a ledger's declaration to a file, to change and add
    #[command(after_help = "例子 Examples:\n  minqing ledgers write trainings 培训.toml")]
    Write {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
        /// 新文件 · A new file
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
    },
    /// 给一本台账加一栏，或改自己加的栏 · Add a field to a ledger, or change one of your own
    Field(Box<FieldOrder>),
    /// 停用自己加的一栏；填过的内容留着 · Take an own field out of use; what it holds stays
    #[command(after_help = "例子 Examples:\n  minqing ledgers retire trainings host")]
    Retire {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
        /// 栏的代号 · The field's key
        #[arg(value_name = "KEY")]
        key: String,
    },
    /// 恢复停用的一栏 · Bring a field back into use
    #[command(after_help = "例子 Examples:\n  minqing ledgers restore trainings host")]
    Restore {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
        /// 栏的代号 · The field's key
        #[arg(value_name = "KEY")]
        key: String,
    },
    /// 收起一本台账；记录都留着 · Put a ledger away; its records stay
    #[command(after_help = "例子 Examples:\n  minqing ledgers hide trainings")]
    Hide {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
    },
    /// 取出收起的台账 · Bring a ledger out again
    #[command(after_help = "例子 Examples:\n  minqing ledgers unhide trainings")]
    Unhide {
        /// 台账 · The ledger
        #[arg(value_name = "LEDGER")]
        ledger: String,
    },
}

/// A field as the command line declares it; what is not said stays.
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples:
  minqing ledgers field trainings host --title 主办人 --kind text
  minqing ledgers field trainings level --title 级别 --kind choice --choices basic=初级,advanced=高级
  minqing ledgers field trainings level --choices master=技师 --retire-choice basic
  minqing ledgers field trainings helper --title 帮手 --kind ref --of residents --many")]
pub(super) struct FieldOrder {
    /// 台账 · The ledger
    #[arg(value_name = "LEDGER")]
    ledger: String,
    /// 栏的代号 · The field's key
    #[arg(value_name = "KEY")]
    key: String,
    /// 中文名称 · The Chinese title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// 英文名称 · The English title
    #[arg(long, value_name = "TEXT")]
    title_en: Option<String>,
    /// 类型 · The kind
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(read::kinds()))]
    kind: Option<String>,
    /// ref 类型指向哪本台账 · The ledger that a ref refers to
    #[arg(long, value_name = "LEDGER")]
    of: Option<String>,
    /// 必填 · Must be filled in
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    required: Option<bool>,
    /// 可填多个 · A set of values
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    many: Option<bool>,
    /// 保密 open personal sensitive · How carefully it is shown
    #[arg(long, value_name = "CLASS", value_parser = ["open", "personal", "sensitive"])]
    privacy: Option<String>,
    /// 用途，个人和敏感的栏必写 · What for; needed where it is personal or sensitive
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// 查找 none name text tail · How it is found by typing
    #[arg(long, value_name = "HOW", value_parser = ["none", "name", "text", "tail"])]
    search: Option<String>,
    /// 列表里的宽度，0 为不列出 · Its width in lists, 0 for none
    #[arg(long, value_name = "CELLS", value_parser = clap::value_parser!(u16).range(0..=60))]
    column: Option<u16>,
    /// 选项 `代号=名称`，加在已有的之后 · Choices `key=title`, after those there are
    #[arg(long, value_name = "KEY=TITLE", value_delimiter = ',')]
    choices: Vec<String>,
    /// 不再提供的选项；答过的仍看得懂 · A choice that is not offered any more
    #[arg(long, value_name = "KEY")]
    retire_choice: Vec<String>,
    /// 表格里的列名 · Sheet columns that bring it
    #[arg(long, value_name = "TEXT", value_delimiter = ',')]
    import: Vec<String>,
}

/// Does it.
pub(super) fn run(face: &Face, verb: &Verb) -> Answer {
    match verb {
        Verb::Add { file } => add(face, file),
        Verb::Write { ledger, file } => write_to(face, ledger, file),
        Verb::Field(order) => field(face, order),
        Verb::Retire { ledger, key } => retire(face, ledger, key, true),
        Verb::Restore { ledger, key } => retire(face, ledger, key, false),
        Verb::Hide { ledger } => hide(face, ledger, true),
        Verb::Unhide { ledger } => hide(face, ledger, false),
    }
}

fn add(face: &Face, file: &Path) -> Answer {
    let declared = Workbench::read_declaration(file).map_err(|error| in_file(file, &error))?;
    face.at_work(|bench| {
        bench.declare(&declared).map_err(|error| in_file(file, &error))?;
        let ledger = bench.ledger(&declared.id)?;
        let (id, title) = (&ledger.id, ledger.title.get(face.lang));
        let fields = ledger.fields.len();
        let text = say!(
            face.lang,
            "台账 {id}（{title}）已添加，共 {fields} 栏；导出同步包后别的电脑也有",
            "the ledger {id} ({title}) is there with {fields} fields; the next bundle carries it to the others"
        );
        face.answer(&told(ledger), text)?;
        Ok(DONE)
    })
}

fn write_to(face: &Face, ledger: &str, file: &Path) -> Answer {
    if file.exists() {
        return Err(keeping::exists_already(file).into());
    }
    face.at_work(|bench| {
        let ledger = select::ledger(bench, ledger)?;
        let text = format!("# {}\n\n{}", ledger.title.zh, write::ledger(ledger));
        write_out(file, text.as_bytes())?;
        let path = file.display().to_string();
        let said = say!(face.lang, "已写到 {path}", "written to {path}");
        face.answer(&json!({ "ledger": ledger.id, "file": path }), said)?;
        Ok(DONE)
    })
}

fn field(face: &Face, order: &FieldOrder) -> Answer {
    face.at_work(|bench| {
        let ledger = select::ledger(bench, &order.ledger)?.clone();
        let declared = declared_field(&ledger, order)?;
        bench.declare_field(&ledger.id, &declared)?;
        let ledger = bench.ledger(&ledger.id)?;
        let (title, name) = (ledger.title.get(face.lang), declared.title.get(face.lang));
        let text = say!(face.lang, "{title}：“{name}”一栏已记下", "{title}: the field \"{name}\" is there");
        face.answer(&told(ledger), text)?;
        Ok(DONE)
    })
}

fn retire(face: &Face, ledger: &str, key: &str, retired: bool) -> Answer {
    face.at_work(|bench| {
        let id = select::ledger(bench, ledger)?.id.clone();
        bench.retire_field(&id, key, retired)?;
        let text = if retired {
            say!(
                face.lang,
                "{id}.{key} 已停用，填过的内容还在",
                "{id}.{key} is out of use; what it holds stays"
            )
        } else {
            say!(face.lang, "{id}.{key} 已恢复", "{id}.{key} is in use again")
        };
        face.answer(&told(bench.ledger(&id)?), text)?;
        Ok(DONE)
    })
}

fn hide(face: &Face, ledger: &str, hidden: bool) -> Answer {
    face.at_work(|bench| {
        let id = select::ledger(bench, ledger)?.id.clone();
        bench.hide_ledger(&id, hidden)?;
        let text = if hidden {
            say!(face.lang, "{id} 已收起，记录都在", "{id} is put away; its records stay")
        } else {
            say!(face.lang, "{id} 已取出", "{id} is out again")
        };
        face.answer(&told(bench.ledger(&id)?), text)?;
        Ok(DONE)
    })
}

/// The field as it is, with what the order says of it.
fn declared_field(ledger: &Ledger, order: &FieldOrder) -> Result<Field, Failure> {
    let known = ledger.fields.iter().chain(&ledger.retired).find(|field| field.key == order.key).cloned();
    let mut field = match (known, &order.title, &order.kind) {
        (Some(known), ..) => known,
        (None, Some(_), Some(_)) => Field::new(0, &order.key, "", "", Kind::Text),
        (None, ..) => {
            return Err(Failure::new(
                USAGE,
                "新的一栏要写 --title 和 --kind",
                "a new field needs --title and --kind",
            ));
        }
    };
    if let Some(zh) = &order.title {
        let en = order.title_en.clone().unwrap_or_else(|| zh.clone());
        field.title = Wording::owned(zh.clone(), en);
    } else if let Some(en) = &order.title_en {
        field.title = Wording::owned(field.title.zh.to_string(), en.clone());
    }
    if let Some(word) = order.kind.as_deref().filter(|word| *word != field.kind.key() || order.of.is_some()) {
        field.kind = read::kind(word, order.of.clone()).unwrap_or(Kind::Text);
    }
    if let Kind::Choice(choices) = &mut field.kind {
        choose(choices, order)?;
    } else if !order.choices.is_empty() || !order.retire_choice.is_empty() {
        return Err(Failure::new(
            USAGE,
            "只有 --kind choice 的栏才有选项",
            "only a field of --kind choice has choices",
        ));
    }
    field.required = order.required.unwrap_or(field.required);
    field.many = order.many.unwrap_or(field.many);
    match order.privacy.as_deref() {
        None => {}
        Some("open") => field.privacy = Privacy::Open,
        Some("personal") => field.privacy = Privacy::Personal,
        Some(_) => field.privacy = Privacy::Sensitive,
    }
    let least = guard::least(&field);
    if order.privacy.is_some() && field.privacy < least {
        let wrong = Misdeclared::new(format!("--privacy {}", field.key), Wrong::TooOpen(least.key()));
        return Err(Error::from(Refusal::from(wrong)).into());
    }
    if let Some(purpose) = &order.purpose {
        field.purpose = Some(Wording::owned(purpose.clone(), purpose.clone()));
    }
    match order.search.as_deref() {
        None => {}
        Some("name") => field.search = Search::Name,
        Some("text") => field.search = Search::Text,
        Some("tail") => field.search = Search::Tail,
        Some(_) => field.search = Search::None,
    }
    if let Some(width) = order.column {
        field.column = Some(width).filter(|width| *width > 0);
    }
    field.import.extend(order.import.iter().cloned());
    Ok(field)
}

fn choose(choices: &mut Vec<Choice>, order: &FieldOrder) -> Result<(), Failure> {
    for text in &order.choices {
        let (key, title) = text.split_once('=').map_or_else(
            || (key_of(text), text.trim().to_owned()),
            |(key, title)| (key.trim().to_owned(), title.trim().to_owned()),
        );
        choices.retain(|choice| choice.key != key);
        choices.push(Choice::new(key, Wording::owned(title.clone(), title)));
    }
    for key in &order.retire_choice {
        let known = choices.iter_mut().find(|choice| choice.key == *key);
        let known = known.ok_or_else(|| {
            Failure::new(FAILED, format!("没有 {key} 这个选项"), format!("there is no choice {key}"))
        })?;
        known.retired = true;
    }
    Ok(())
}

fn told(ledger: &Ledger) -> serde_json::Value {
    let keys = |fields: &[Field]| fields.iter().map(|field| field.key.clone()).collect::<Vec<_>>();
    json!({
        "ledger": ledger.id, "hidden": ledger.hidden,
        "fields": keys(&ledger.fields), "retired": keys(&ledger.retired),
    })
}

/// What is wrong with a file, with its name.
fn in_file(file: &Path, error: &Error) -> Failure {
    let name = file.display();
    let told = |lang: Lang| error.sentence(lang);
    Failure::new(
        error.exit_code(),
        format!("{name}：{}", told(Lang::Zh)),
        format!("{name}: {}", told(Lang::En)),
    )
}
