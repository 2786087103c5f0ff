//! What comparing a run with what others published takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::RunArguments;

#[derive(Args)]
pub struct ValidateArguments {
    #[command(subcommand)]
    pub what: ValidateWhat,
}

#[derive(Subcommand)]
pub enum ValidateWhat {
    /// Correlation, tracking error, return gap by year, worst days, with and without doubtful sessions
    Levels(LevelsAgainstArguments),
    /// Precision, recall, Jaccard, weight overlap, and the misses grouped by reason
    Members(MembersAgainstArguments),
}

#[derive(Args)]
pub struct LevelsAgainstArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The file of published levels to compare with
    #[arg(long)]
    pub against: PathBuf,
    /// Split the tracking error into membership, shares and float, and prices
    #[arg(long, requires = "market")]
    pub budget: bool,
    /// The market of the run, with the lists of the fund that tracks the index
    #[arg(long, requires = "budget")]
    pub market: Option<PathBuf>,
    /// The fund that tracks the index (default: the one that the methodology names)
    #[arg(long, requires = "budget")]
    pub fund: Option<String>,
}

#[derive(Args)]
pub struct MembersAgainstArguments {
    #[command(flatten)]
    pub run: RunArguments,
    /// The index
    #[arg(long)]
    pub index: String,
    /// The file to compare with: a fund's holdings, or membership lists
    #[arg(long)]
    pub against: PathBuf,
    /// The fund, where the file holds lists of several or does not say it
    #[arg(long)]
    pub fund: Option<String>,
    /// Only this list, or the date of a list that does not say it
    #[arg(long)]
    pub on: Option<Date>,
    /// How many examples of each reason to print
    #[arg(long, default_value_t = 6)]
    pub examples: usize,
}
