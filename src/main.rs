//! Arguments in, exit code out.

use std::{alloc::System, env, panic, process::ExitCode};

use cap::Cap;
use minqing::{cli, exchange::sandbox, store::engine};

/// Counts what is given out, so that the child that reads sheets can be held to a limit.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

fn main() -> ExitCode {
    if env::args_os().nth(1).is_some_and(|first| first == sandbox::COMMAND)
        && ALLOCATOR.set_limit(sandbox::MEMORY).is_err()
    {
        return ExitCode::FAILURE;
    }
    let told = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // A panic that is about to become a sentence needs no second one.
        if !engine::is_guarding() {
            told(info);
        }
    }));
    ExitCode::from(cli::run())
}
