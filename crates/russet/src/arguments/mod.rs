//! What the command line takes.

mod build;
mod folders;
mod import;
mod market;
mod methodology;
mod run;
mod validate;
mod withdraw;

use clap::{Parser, Subcommand};

pub use build::{BuildArguments, SweepArguments};
pub use folders::{KeepArguments, MarketPlace, RunPlace, WaitArguments};
pub use import::{FilesArguments, ImportArguments, ImportWhat};
pub use market::{
    CheckArguments, DemoArguments, MarketArguments, MarketWhat, SimulateArguments, UndoArguments,
};
pub use methodology::{
    CheckMethodologyArguments, ListArguments, MethodologyArguments, MethodologyWhat,
    ShowMethodologyArguments,
};
pub use run::{
    ChangesArguments, ConstituentsArguments, DeliveryArguments, ExplainArguments, LevelsArguments,
    RestatementsArguments, RunArguments, RunHistoryArguments, RunWhat,
};
pub use validate::{
    LevelsAgainstArguments, MembersAgainstArguments, ValidateArguments, ValidateWhat,
};
pub use withdraw::{
    ApproveArguments, PendingArguments, RejectArguments, SettingsArguments, WhoArguments,
    WithdrawArguments,
};

/// An open equity-index engine: rules, decisions, exact levels, and a reason for every number.
#[derive(Parser)]
#[command(version, about, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Simulate a market, build the whole family, show levels, a reconstitution and a reason
    Demo(DemoArguments),
    /// Import data files into a market
    Import(ImportArguments),
    /// Inspect a market: what is odd in it, who changed it, what it was before
    Market(MarketArguments),
    /// Generate a synthetic market
    Simulate(SimulateArguments),
    /// Look at the rules of index families: built in ones, or your own
    Methodology(MethodologyArguments),
    /// Decide memberships and compute every index of a family
    Build(BuildArguments),
    /// Compare variants of a methodology over one market: return, risk, turnover, capacity
    Sweep(SweepArguments),
    /// Print the levels of an index
    Levels(LevelsArguments),
    /// List published levels that corrections moved, and write the notice for subscribers
    Restatements(RestatementsArguments),
    /// Print who is in an index on a day, with weights
    Constituents(ConstituentsArguments),
    /// Print what changed between two days: adds, deletes, moves, share changes
    Changes(ChangesArguments),
    /// Write what an index provider delivers for a session: closings, openings, pro formas, actions
    Files(DeliveryArguments),
    /// Explain why a security is or is not in an index
    Explain(ExplainArguments),
    /// Compare a run with what others published
    Validate(ValidateArguments),
    /// Check a run against its own hashes, and its levels against its own ledger
    Verify(RunArguments),
    /// Inspect a run: which builds made it
    Run(RunHistoryArguments),
}
