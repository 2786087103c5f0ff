//! What asking a run takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::RunPlace;
use crate::output::{FileFormat, Format};

/// Which run to read and how to print.
#[derive(Args)]
pub struct RunArguments {
    #[command(flatten)]
    pub place: RunPlace,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct LevelsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// Another series of the index by its name, from a base of its own: real_time or end_of_day
    #[arg(long)]
    pub base: Option<String>,
    /// The first session
    #[arg(long)]
    pub from: Option<Date>,
    /// The last session
    #[arg(long)]
    pub to: Option<Date>,
    /// The levels as first published, before any restatement
    #[arg(long)]
    pub as_published: bool,
}

#[derive(Args)]
pub struct RestatementsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index (default: all)
    #[arg(long)]
    pub index: Option<String>,
    /// Also write a notice for subscribers to this file: CSV if its name ends with .csv, else text
    #[arg(long, value_name = "FILE")]
    pub notice: Option<PathBuf>,
}

#[derive(Args)]
pub struct ConstituentsArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The session (default: the run's last)
    #[arg(long)]
    pub on: Option<Date>,
}

#[derive(Args)]
pub struct ChangesArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The two days: changes after the first one's close, up to and including the second one's
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], required = true)]
    pub between: Vec<Date>,
}

#[derive(Args)]
pub struct DeliveryArguments {
    #[command(flatten)]
    pub place: RunPlace,
    /// The session
    #[arg(long)]
    pub on: Date,
    /// The indexes (default: all that have a level on that session)
    #[arg(long, num_args = 1.., value_name = "ID")]
    pub index: Vec<String>,
    /// The folder to make, or to replace when it holds the files of the same session
    #[arg(long)]
    pub to: PathBuf,
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    pub format: FileFormat,
}

#[derive(Args)]
pub struct ExplainArguments {
    /// The symbol
    pub ticker: String,
    #[command(flatten)]
    pub run: RunArguments,
    /// The day (default: the run's last session)
    #[arg(long)]
    pub on: Option<Date>,
}

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
