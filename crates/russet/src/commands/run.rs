//! `russet run`: which builds made a run.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use russet_calc::RunFolder;

use super::versions;
use crate::output::Format;

#[derive(Args)]
pub struct RunHistoryArguments {
    #[command(subcommand)]
    pub what: RunWhat,
}

#[derive(Subcommand)]
pub enum RunWhat {
    /// List the builds whose runs can still be read: who, when, which command, what changed
    Log(RunLogArguments),
}

#[derive(Args)]
pub struct RunLogArguments {
    /// The run folder
    #[arg(long)]
    pub run: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

pub fn run(arguments: &RunHistoryArguments) -> anyhow::Result<()> {
    match &arguments.what {
        RunWhat::Log(arguments) => {
            versions::print(&RunFolder::at(&arguments.run).log()?, arguments.format)
        }
    }
}
