//! The command line of Russet.
//!
//! stdout is data, stderr is talk. An error says what, where, why and what to do; it ends the
//! command with exit code 1, a mistaken command line with 2.

#[macro_use]
mod talk;

mod arguments;
mod commands;
mod methodology;
mod output;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    russet_store::guarded::silence_panics();
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say!("error: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Demo(arguments) => commands::demo::run(&arguments),
        Command::Import(arguments) => commands::import::run(arguments),
        Command::Market(arguments) => commands::market::run(&arguments),
        Command::Simulate(arguments) => commands::simulate::run(&arguments),
        Command::Methodology(arguments) => commands::methodology::run(&arguments),
        Command::Build(arguments) => commands::build::run(&arguments),
        Command::Sweep(arguments) => commands::sweep::run(&arguments),
        Command::Levels(arguments) => commands::levels::run(&arguments),
        Command::Restatements(arguments) => commands::restatements::run(&arguments),
        Command::Constituents(arguments) => commands::constituents::run(&arguments),
        Command::Changes(arguments) => commands::changes::run(&arguments),
        Command::Files(arguments) => commands::files::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::Validate(arguments) => commands::validate::run(&arguments),
        Command::Verify(arguments) => commands::verify::run(&arguments),
        Command::Run(arguments) => commands::run::run(&arguments),
    }
}

/// An error and its causes, each said once: some messages end with the cause they were made of.
fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}
