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

use commands::Command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// An open equity-index engine: rules, decisions, exact levels, and a reason for every number.
#[derive(Parser)]
#[command(version, about, max_term_width = 100, propagate_version = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    russet_store::guarded::silence_panics();
    match Arguments::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say!("error: {}", message_of(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes, each said once: some messages end with the cause they were made of.
fn message_of(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}
