//! What inspecting a market takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{
    ApproveArguments, MarketPlace, PendingArguments, RejectArguments, SettingsArguments,
    WaitArguments, WithdrawArguments,
};
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
    /// Withdraw an imported file, a corporate action or a share count
    Withdraw(WithdrawArguments),
    /// List overrides and withdrawals that wait for a second person
    Pending(PendingArguments),
    /// Approve changes that somebody else proposed
    Approve(ApproveArguments),
    /// Reject a change that waits
    Reject(RejectArguments),
    /// Set how many versions stay readable, and how many people a change takes
    Settings(SettingsArguments),
}

#[derive(Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub place: MarketPlace,
    /// Check the bytes of every file against the manifest first
    #[arg(long)]
    pub deep: bool,
    /// Rebuild missing and damaged files: what is computed from the others, the rest from the copies of
    /// imported files
    #[arg(long, conflicts_with_all = ["deep", "as_of_version"])]
    pub repair: bool,
    #[command(flatten)]
    pub wait: WaitArguments,
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
