//! `minqing man`: the manual page.

use clap::{Args, CommandFactory};

use super::{
    arguments::Arguments,
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, USAGE},
};

/// 输出手册页 · Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "例子 Examples:\n  minqing man > minqing.1\n  minqing man bundle export | man -l -")]
pub(super) struct Order {
    /// 某个命令的手册页 · The page of one command
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Prints it.
pub(super) fn run(face: &Face, order: &Order) -> Answer {
    let mut command = Arguments::command();
    command.build();
    for word in &order.command {
        let Some(child) = command.find_subcommand(word).filter(|child| !child.is_hide_set()) else {
            return Err(Failure::new(USAGE, format!("没有命令 {word}"), format!("no command {word}")));
        };
        command = child.clone();
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(|error| {
        Failure::of_system(FAILED, "写不出手册页", "cannot write the manual page", &error)
    })?;
    face.raw(&page)?;
    Ok(DONE)
}
