//! One command a file.

mod approval;
mod build;
mod changes;
mod constituents;
mod demo;
mod explain;
mod files;
mod import;
mod levels;
mod market;
mod methodology;
mod raw_files;
mod repair;
mod restatements;
mod run;
mod settings;
mod simulate;
mod sweep;
mod validate;
mod verify;
mod versions;
mod withdraw;
mod without_files;

use clap::Subcommand;

use crate::arguments::{
    BuildArguments, ImportArguments, MarketArguments, MethodologyArguments, RunArguments,
    ValidateArguments,
};

/// Makes [`Command`] of the commands in the order of the help: each with its sentence there, its file and what it
/// takes.
macro_rules! commands {
    ($($(#[$doc:meta])* $command:ident, $file:ident: $arguments:ty;)+) => {
        #[derive(Subcommand)]
        pub enum Command {
            $($(#[$doc])* $command($arguments),)+
        }

        impl Command {
            pub fn run(&self) -> anyhow::Result<()> {
                match self {
                    $(Command::$command(arguments) => $file::run(arguments),)+
                }
            }
        }
    };
}
commands! {
    /// Simulate a market, build the whole family, show levels, a reconstitution and a reason
    Demo, demo: demo::DemoArguments;
    /// Import data files into a market
    Import, import: ImportArguments;
    /// Inspect a market: what is odd in it, who changed it, what it was before
    Market, market: MarketArguments;
    /// Generate a synthetic market
    Simulate, simulate: simulate::SimulateArguments;
    /// Look at the rules of index families: built in ones, or your own
    Methodology, methodology: MethodologyArguments;
    /// Decide memberships and compute every index of a family
    Build, build: BuildArguments;
    /// Compare variants of a methodology over one market: return, risk, turnover, capacity
    Sweep, sweep: sweep::SweepArguments;
    /// Print the levels of an index
    Levels, levels: levels::LevelsArguments;
    /// List published levels that corrections moved, and write the notice for subscribers
    Restatements, restatements: restatements::RestatementsArguments;
    /// Print who is in an index on a day, with weights
    Constituents, constituents: constituents::ConstituentsArguments;
    /// Print what changed between two days: adds, deletes, moves, share changes
    Changes, changes: changes::ChangesArguments;
    /// Write what an index provider delivers for a session: closings, openings, pro formas, actions
    Files, files: files::DeliveryArguments;
    /// Explain why a security is or is not in an index
    Explain, explain: explain::ExplainArguments;
    /// Compare a run with what others published
    Validate, validate: ValidateArguments;
    /// Check a run against its own hashes, and its levels against its own ledger
    Verify, verify: RunArguments;
    /// Inspect a run: which builds made it
    Run, run: run::RunHistoryArguments;
}
