//! `minqing person consent|notice|affected|assessment`: what people agreed to
//! and were told, and whose data a lost laptop has (domain.md §4.1).

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::{
    cli::{
        face::Face,
        failure::{Answer, DONE, FAILED, Failure, USAGE},
        record,
        table::plain_lines,
    },
    domain::{
        calendar,
        consent::{Purpose, Said},
        id::LedgerTag,
        roster::residents,
        rules::Refusal,
        wording::Lang,
    },
    say,
    workbench::{Cost, Error, Workbench, affected::Affected, clock::Clock, consents::Word, keeping, person},
};

/// What is done about somebody's rights.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Rights {
    /// 同意与撤回：记一次，或看现在算不算同意 · What a person agreed to: write it down, or see what stands
    #[command(after_help = "\
例子 Examples:
  minqing person consent 3f2a9c01
  minqing person consent 3f2a9c01 publicity --given --way written
  minqing person consent 3f2a9c01 publicity --withdrawn --way phone
  minqing person consent 3f2a9c01 minor --given --guardian 王大山
  minqing person consent 3f2a9c01 other --detail 参加夜校 --given

用途 purposes: job_recommendation publicity photo wechat income sensitive provision minor other。
撤回马上生效；不同意的照样可以登记诉求。 A withdrawal counts at once; nobody needs to consent to raise an issue.")]
    Consent {
        /// 居民的编号，或编号前几位 · A resident's id, or the beginning of one
        #[arg(value_name = "ID")]
        id: String,
        /// 用途 · What for
        #[arg(value_name = "PURPOSE", value_parser = read_purpose)]
        purpose: Option<Purpose>,
        /// 同意 · Consents
        #[arg(long, requires = "purpose", conflicts_with = "withdrawn")]
        given: bool,
        /// 撤回 · Withdraws, or does not consent
        #[arg(long, requires = "purpose")]
        withdrawn: bool,
        /// 方式：written 书面、oral 当面、phone 电话 · How it was said
        #[arg(long, value_name = "WAY", default_value = "oral", value_parser = ["written", "oral", "phone"])]
        way: String,
        /// 说明；用途是 other 时要写 · Particulars; needed where the purpose is other
        #[arg(long, value_name = "TEXT", default_value = "")]
        detail: String,
        /// 监护人；未满 14 岁时要写 · The guardian of a child under fourteen
        #[arg(long, value_name = "NAME", default_value = "")]
        guardian: String,
        /// 哪一天；不写就是今天 · The day; today unless given
        #[arg(long, value_name = "DAY")]
        day: Option<String>,
    },
    /// 告知单：打印，或记下已告知 · The notice on what is collected: print it, or write down who was told
    #[command(after_help = "\
例子 Examples:
  minqing person notice
  minqing person notice --out 告知单.txt
  minqing person notice 3f2a9c01 --way written")]
    Notice {
        /// 已告知的居民；不写只打印 · The resident who was told; without one it is only printed
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// 方式：written 书面、oral 当面、phone 电话 · How
        #[arg(long, value_name = "WAY", default_value = "oral", value_parser = ["written", "oral", "phone"])]
        way: String,
        /// 写到文件 · Write it to a file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 电脑丢失：涉及哪些人、哪些栏 · A lost laptop: whose data, which fields
    #[command(after_help = "\
例子 Examples:
  minqing person affected --laptop B
  minqing person affected --backup /media/usb/备份.mqb --out 应急单.txt
  minqing person affected --json

只列名称和栏，不列内容。 Names and fields are listed, no values.")]
    Affected {
        /// 丢失的电脑；不写就列本机的 · The lost laptop; this one unless given
        #[arg(long, value_name = "PEER", conflicts_with = "backup")]
        laptop: Option<String>,
        /// 从一份备份里列 · From a backup
        #[arg(long, value_name = "FILE")]
        backup: Option<PathBuf>,
        /// 写到文件 · Write it to a file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// 影响评估表（个保法 55、56） · The sheet for an assessment of the impact on people
    #[command(after_help = "例子 Examples:\n  minqing person assessment --out 评估表.txt")]
    Assessment {
        /// 写到文件 · Write it to a file
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Does it.
pub(in crate::cli) fn run(face: &Face, rights: &Rights) -> Answer {
    match rights {
        Rights::Consent { id, purpose, given, withdrawn, way, detail, guardian, day } => {
            face.at_work(|bench| {
                let resident = resident(bench, id)?;
                let said = match (given, withdrawn) {
                    (true, _) => Some(Said::Given),
                    (_, true) => Some(Said::Withdrawn),
                    (false, false) => None,
                };
                if let (Some(purpose), Some(said)) = (*purpose, said) {
                    let day = day.as_deref().map(|day| read_day(day, bench.today())).transpose()?;
                    let (detail, way, guardian) = (detail.clone(), way.clone(), guardian.clone());
                    bench.consent(&Word { resident, purpose, detail, said, day, way, guardian })?;
                }
                stands(face, bench, resident, *purpose, detail)
            })
        }
        Rights::Notice { id, way, out } => face.at_work(|bench| {
            let told = match id {
                Some(id) => {
                    let resident = resident(bench, id)?;
                    Some(bench.told_resident(resident, way)?.to_string())
                }
                None => None,
            };
            let text = bench.notice_text(face.lang)?;
            write_or_tell(face, out.as_deref(), &text, json!({ "text": text, "record": told }))
        }),
        Rights::Affected { laptop, backup, out } => match backup {
            Some(file) => from_backup(face, file, out.as_deref()),
            None => face.at_work(|bench| {
                let peer = laptop.as_deref().map(|name| bench.find_laptop(name)).transpose()?;
                let affected = bench.affected(peer)?;
                tell_affected(face, bench, &affected, out.as_deref())
            }),
        },
        Rights::Assessment { out } => face.at_work(|bench| {
            let text = bench.assessment_text(face.lang)?;
            write_or_tell(face, out.as_deref(), &text, json!({ "text": text }))
        }),
    }
}

fn resident(bench: &Workbench, id: &str) -> Result<crate::domain::id::RecordId, Error> {
    let id = bench.find(id)?;
    if id.ledger() == LedgerTag::of(residents::ID) { Ok(id) } else { Err(Refusal::NotAResident.into()) }
}

/// What stands of a resident's words: of one purpose, or of all.
fn stands(
    face: &Face,
    bench: &Workbench,
    resident: crate::domain::id::RecordId,
    wanted: Option<Purpose>,
    detail: &str,
) -> Answer {
    let (mut items, mut lines) = (Vec::new(), Vec::new());
    for purpose in Purpose::ALL.into_iter().filter(|purpose| wanted.is_none_or(|wanted| wanted == *purpose)) {
        let said = bench.consent_of(resident, purpose, detail)?;
        items.push(json!({
            "purpose": purpose.key(), "title": purpose.title().get(face.lang),
            "said": said.map(Said::key), "may": said == Some(Said::Given),
        }));
        let word = match said {
            Some(Said::Given) => face.lang.pick("同意", "consents"),
            Some(Said::Withdrawn) => face.lang.pick("不同意或已撤回", "does not consent, or withdrew it"),
            None => face.lang.pick("没有问过", "was not asked"),
        };
        lines.push(format!("{}  {word}", purpose.title().get(face.lang)));
    }
    let document = json!({ "resident": resident.to_string(), "total": items.len(), "items": items });
    face.answer(&document, lines.join("\n"))?;
    Ok(DONE)
}

/// Opens a copy of a backup in a folder that goes again.
fn from_backup(face: &Face, file: &Path, out: Option<&Path>) -> Answer {
    let folder = tempfile::tempdir()
        .map_err(|error| Failure::of_system(FAILED, "建不了临时文件夹", "no folder can be made", &error))?;
    let home = folder.path().join("copy");
    let passphrase = face.passphrase()?;
    Workbench::restore(&home, file, &passphrase, Cost::standard(), face.clock, &mut |_progress| {})?;
    let clock: Clock = face.clock;
    let (bench, _) = Workbench::open(&home, &passphrase, clock, &mut |_progress| {})?;
    let affected = bench.affected(None)?;
    let answer = tell_affected(face, &bench, &affected, out);
    bench.close()?;
    answer
}

fn tell_affected(face: &Face, bench: &Workbench, affected: &[Affected], out: Option<&Path>) -> Answer {
    let mut items: Vec<Json> = Vec::new();
    for one in affected {
        let ledger = bench.ledger_of(one.record)?;
        let fields: Vec<String> = one.fields.iter().map(|tag| record::key_of(ledger, *tag)).collect();
        items.push(json!({
            "id": one.record.to_string(), "ledger": ledger.id, "name": one.name, "fields": fields,
            "sensitive": one.sensitive,
        }));
    }
    let text = bench.lost_text(affected, face.lang)?;
    write_or_tell(face, out, &text, json!({ "total": items.len(), "items": items }))
}

/// Writes a text to a file that only its owner can read, or prints it.
fn write_or_tell(face: &Face, out: Option<&Path>, text: &str, mut document: Json) -> Answer {
    let Some(out) = out else {
        face.answer(&document, plain_lines(text))?;
        return Ok(DONE);
    };
    if out.exists() {
        return Err(keeping::exists_already(out).into());
    }
    person::write_out(out, format!("{text}\n").as_bytes())?;
    let path = out.display().to_string();
    document["file"] = json!(path);
    face.answer(&document, say!(face.lang, "已写出 {path}", "wrote {path}"))?;
    Ok(DONE)
}

fn read_purpose(text: &str) -> Result<Purpose, String> {
    let titled = |purpose: &Purpose| purpose.title().get(Lang::Zh) == text;
    let found = Purpose::from_key(text).or_else(|| Purpose::ALL.into_iter().find(titled));
    found.ok_or_else(|| Purpose::ALL.map(Purpose::key).join(" / "))
}

fn read_day(text: &str, today: Date) -> Result<Date, Failure> {
    calendar::read_day(text, today).ok_or_else(|| {
        Failure::new(
            USAGE,
            format!("“{text}”不是日期，如 2026-11-22"),
            format!("\"{text}\" is no day, such as 2026-11-22"),
        )
    })
}
