//! `minqing completions`: what a shell needs to complete arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{
    arguments::Arguments,
    face::Face,
    failure::{Answer, DONE},
};

/// 输出命令补全脚本 · Print a shell's completion script
#[derive(Debug, Args)]
#[command(
    after_help = "例子 Examples:\n  minqing completions bash > ~/.local/share/bash-completion/completions/minqing"
)]
pub(super) struct Order {
    /// 哪种 shell · The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Prints it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(order.shell, &mut Arguments::command(), "minqing", &mut script);
    face.raw(&script)?;
    Ok(DONE)
}
