//! What the command line takes.

mod build;
mod import;
mod market;
mod methodology;
mod run;
mod validate;

use clap::{Parser, Subcommand};

pub use build::{BuildArguments, SweepArguments};
pub use import::{FilesArguments, ImportArguments, ImportWhat};
pub use market::{CheckArguments, DemoArguments, MarketArguments, MarketWhat, SimulateArguments};
pub use methodology::{
    CheckMethodologyArguments, ListArguments, MethodologyArguments, MethodologyWhat,
    ShowMethodologyArguments,
};
pub use run::{
    ChangesArguments, ConstituentsArguments, DeliveryArguments, ExplainArguments, LevelsArguments,
    RestatementsArguments, RunArguments,
};
pub use validate::{
    LevelsAgainstArguments, MembersAgainstArguments, ValidateArguments, ValidateWhat,
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
    /// Take files into a market
    Import(ImportArguments),
    /// Look after a market
    Market(MarketArguments),
    /// Make a market that never was
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
    /// Tell why a security is in, or not
    Explain(ExplainArguments),
    /// Compare a run with what others published
    Validate(ValidateArguments),
    /// Check a run against its own hashes, and its levels against its own ledger
    Verify(RunArguments),
}
