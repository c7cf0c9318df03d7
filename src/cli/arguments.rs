//! What can be written after `minqing`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use super::{
    add, backup, bulletin, bundle, check, completions, conflicts, demo, edit, export, handbook, hotspot,
    import, informer, init, inspect, issue, join, keys, ledgers, list, man, new_passphrase, peers, person,
    phase, plan, project, read_sheet, redo, remove, replay, report, restore, retention, show, today, undo,
    units, visit,
};
use crate::domain::wording::Lang;

const EXAMPLES: &str = "\
例子 Examples:
  minqing demo
  minqing init --group 禾穗社区工作组 --member 张晓敏
  minqing list residents zhangwei
  minqing issue reply A-17 --text \"三天内修好\" --way phone
  minqing bundle export --to /media/usb

没有子命令时打开终端界面。 Without a command the terminal screen opens.
退出码 Exit codes: 0 完成 done · 1 被拒绝或失败 refused or failed · 2 用法 usage · 3 部分完成 done in part ·
4 口令不对或不是收件人 wrong passphrase or not a recipient · 5 文件损坏或伪造 damaged or forged";

/// 民情台账：社区工作组的离线台账 · An offline field ledger for community work groups
#[derive(Debug, Parser)]
#[command(name = "minqing", version, after_help = EXAMPLES, max_term_width = 110)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "通用选项 Options everywhere")]
pub(super) struct Global {
    /// 台账所在的文件夹 · The folder of the workspace
    #[arg(long, value_name = "DIR", env = "MINQING_HOME", hide_env_values = true, global = true)]
    pub(super) home: Option<PathBuf>,
    /// 从文件第一行读口令，也可用 `MINQING_PASSPHRASE` · Read the passphrase from a file's first line
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) passphrase_file: Option<PathBuf>,
    /// 从文件读邀请口令，也可用 `MINQING_INVITE_PASSPHRASE` · Read the passphrase that was told by voice from a file
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) invite_passphrase_file: Option<PathBuf>,
    /// 标准输出只有一个 JSON · One JSON document on stdout
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// 语言 zh-CN 或 en · The language of messages
    #[arg(long, value_name = "LANG", value_parser = read_lang, global = true)]
    pub(super) lang: Option<Lang>,
    /// 当前时间，测试与演示用 · The clock, for tests and demonstrations
    #[arg(long, value_name = "RFC3339", env = "MINQING_NOW", hide_env_values = true, global = true)]
    pub(super) now: Option<Timestamp>,
    /// 颜色 · When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorWhen::Auto, global = true)]
    pub(super) color: ColorWhen,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    /// 在终端里，且没有 `NO_COLOR`、不是 `TERM=dumb` · On a terminal without `NO_COLOR` and `TERM=dumb`
    Auto,
    /// 总是 · Always
    Always,
    /// 从不 · Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
#[command(subcommand_help_heading = "命令 Commands")]
pub(super) enum Command {
    Init(init::Order),
    Join(join::Order),
    Demo(demo::Order),
    /// 我是谁、有多少、超期、冲突、未导出 · Who I am, counts, overdue, conflicts, not yet exported
    #[command(after_help = "例子 Examples:\n  minqing status\n  minqing status --json")]
    Status,
    Today(today::Order),
    Import(import::Order),
    List(list::Order),
    Show(show::Order),
    Add(add::Order),
    Edit(edit::Order),
    Remove(remove::Order),
    Undo(undo::Order),
    Redo(redo::Order),
    Check(check::Order),
    Visit(Box<visit::Order>),
    Plan(plan::Order),
    Phase(phase::Order),
    Units(units::Order),
    Report(report::Order),
    Hotspot(hotspot::Order),
    Handbook(handbook::Order),
    Issue(issue::Order),
    Informer(informer::Order),
    Project(project::Order),
    Inspect(inspect::Order),
    Bulletin(bulletin::Order),
    Bundle(bundle::Order),
    Conflicts(conflicts::Order),
    Peers(peers::Order),
    Person(person::Order),
    /// 逐条检查存储的保证 · Checks every promise the store makes; exit 5 if one is broken
    #[command(after_help = "例子 Examples:\n  minqing doctor\n  minqing doctor --json")]
    Doctor,
    Backup(backup::Order),
    Restore(restore::Order),
    Passphrase(new_passphrase::Order),
    Ledgers(ledgers::Order),
    Export(export::Order),
    Retention(retention::Order),
    Completions(completions::Order),
    Man(man::Order),
    Keys(keys::Order),
    #[command(hide = true)]
    Replay(replay::Order),
    #[command(hide = true)]
    ReadSheet(read_sheet::Order),
}

/// Reads `field=value`.
pub(super) fn read_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        Some(_) | None => Err("写成 栏=值 · write field=value".to_owned()),
    }
}

fn read_lang(text: &str) -> Result<Lang, String> {
    Lang::from_tag(text).ok_or_else(|| "zh-CN / en".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declarations_are_sound_and_every_command_has_examples() {
        Arguments::command().debug_assert();
        let mut untold = Vec::new();
        visit(&Arguments::command(), &mut untold);
        assert!(untold.is_empty(), "{untold:?}");
    }

    fn visit(command: &clap::Command, untold: &mut Vec<String>) {
        let children: Vec<&clap::Command> =
            command.get_subcommands().filter(|child| !child.is_hide_set()).collect();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        if !about.contains(" · ") {
            untold.push(format!("{}: about", command.get_name()));
        }
        let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        if !examples.contains("minqing") {
            untold.push(format!("{}: examples", command.get_name()));
        }
        for child in children {
            visit(child, untold);
        }
    }

    #[test]
    fn a_pair_is_cut_at_its_first_equals_sign() {
        assert_eq!(read_pair("note=a=b"), Ok(("note".to_owned(), "a=b".to_owned())));
        assert_eq!(read_pair("phone="), Ok(("phone".to_owned(), String::new())));
        assert!(read_pair("=x").is_err() && read_pair("name").is_err());
    }

    #[test]
    fn global_options_stand_before_or_after_the_command() {
        for line in [["minqing", "--json", "status"], ["minqing", "status", "--json"]] {
            assert!(Arguments::try_parse_from(line).unwrap().global.json);
        }
        assert_eq!(Arguments::try_parse_from(["minqing", "bulletins"]).unwrap_err().exit_code(), 2);
    }
}
