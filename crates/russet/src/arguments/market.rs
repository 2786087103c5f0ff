//! What inspecting a market takes, and generating one.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{KeepArguments, MarketPlace, WaitArguments};
use crate::output::Format;

#[derive(Args)]
pub struct MarketArguments {
    #[command(subcommand)]
    pub what: MarketWhat,
}

#[derive(Subcommand)]
pub enum MarketWhat {
    /// List what is missing, odd or impossible
    Check(CheckArguments),
    /// List the commits that can still be read: who, when, which command, what changed
    Log(MarketLogArguments),
    /// Make an earlier commit the market again; the log keeps both
    Undo(UndoArguments),
    /// Set how many versions stay readable
    Keep(KeepMarketArguments),
}

#[derive(Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub place: MarketPlace,
    /// Check the bytes of every file against the manifest first
    #[arg(long)]
    pub deep: bool,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct MarketLogArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

#[derive(Args)]
pub struct UndoArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    /// The version to go back to (default: the one before the current one)
    #[arg(long, value_name = "VERSION")]
    pub to: Option<u32>,
    /// Why, for the log
    #[arg(long)]
    pub why: Option<String>,
    #[command(flatten)]
    pub wait: WaitArguments,
}

#[derive(Args)]
pub struct KeepMarketArguments {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    #[command(flatten)]
    pub keep: KeepArguments,
    #[command(flatten)]
    pub wait: WaitArguments,
}

#[derive(Args)]
pub struct SimulateArguments {
    /// The market folder to make
    #[arg(long)]
    pub market: PathBuf,
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Companies of seven countries on their own exchanges, with their holidays, currencies and rates of
    /// exchange
    #[arg(long)]
    pub international: bool,
    #[command(flatten)]
    pub wait: WaitArguments,
}

#[derive(Args)]
pub struct DemoArguments {
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Keep the market and the run in this new folder (default: nothing is kept)
    #[arg(long)]
    pub keep: Option<PathBuf>,
}
