//! The index engine for programs, servers and bindings to other languages: what the `russet` command does, as calls
//! that return Arrow columns.
//!
//! | call | what it gives |
//! |---|---|
//! | [`Market::open`] | a market folder as its last commit left it; [`Market::simulate`] makes one to try things on |
//! | [`Methodology::load`] | the rules of an index family: built in by name, or your own file, also on top of others |
//! | [`Market::build`] | a run in a folder; continues the run that is there where it can, and says whether it did |
//! | [`Run::open`] | a run that was built before |
//! | [`Run::levels`] | the levels of an index; [`Run::level`] gives those of one day |
//! | [`Run::constituents`] | the constituents on a day with their weights; [`Run::constituent_history`] over time |
//! | [`Run::decisions`] | every security considered at a reconstitution, with the rule that decided |
//! | [`Run::explain`] | why a security is or is not in an index on a day |
//! | [`Run::changes`] | what changed between two days, and the turnover |
//! | [`Market::sweep`] | variants of a methodology, compared |
//!
//! ```
//! use russet_core::jiff::civil::date;
//! use russet_core::{BuildOptions, LevelRow, Market, Methodology, Simulation, rows};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let companies = Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
//! let market = Market::simulate(folder.path().join("market"), &companies)?;
//! let rules = Methodology::load("examples/small.toml")?;
//! let run = market.build(&rules, folder.path().join("run"), &BuildOptions::new())?.run;
//!
//! let week = run.levels("SMALL40", date(2025, 3, 21)..date(2025, 3, 28))?;
//! assert_eq!(week.num_rows(), 5);
//! let first = &rows::<LevelRow>(&week)?[0];
//! let line = format!("{} {}", first.date, first.price_return.published(2));
//! assert_eq!(line, "2025-03-21 1000.00");
//! # Ok(())
//! # }
//! ```
//!
//! # Tables
//!
//! A table is one [`RecordBatch`]. Its columns have the names, types and units of the page
//! [tables.md](https://github.com/russet-index/russet/blob/main/docs/tables.md): exact numbers are decimals, days are
//! dates. [`rows`] turns a batch into the structs that are its rows. A stored table is decoded into columns and
//! filtered as columns; no row is made.
//!
//! # Sharing
//!
//! [`Market`], [`Methodology`] and [`Run`] can be sent to and shared between threads, and cloning them is cheap.
//! A market or a run that is open stays as it was opened, whatever is imported or built meanwhile; its files are
//! kept until the last clone is dropped. Open it again to see what is new.
//!
//! # Errors
//!
//! Everything fails with one [`Error`]. Its text says what is wrong, where, why and what to do; its predicates, such
//! as [`Error::is_busy`], say what kind of failure it is.

mod batch;
mod build;
mod changes;
mod constituents;
mod decisions;
mod error;
mod explain;
mod levels;
mod market;
mod methodology;
mod names;
mod run;
mod sweep;

pub use arrow_array;
pub use arrow_schema;
pub use jiff;

pub use arrow_array::RecordBatch;
pub use batch::rows;
pub use build::{BuildOptions, Built};
pub use changes::{ChangeKind, ChangeRow, Changes};
pub use constituents::WeightedConstituent;
pub use error::Error;
pub use explain::Explanation;
pub use market::Market;
pub use methodology::Methodology;
pub use run::Run;
pub use sweep::{SweepOptions, VariantFigures};

pub use russet_calc::run::{Changed, Continued, Correction, IndexStart};
pub use russet_calc::sweep::CapacityRule;
pub use russet_calc::turnover::Turnover;
pub use russet_calc::{BuildPlan, Cause, Constituent, Engine, LevelRow, Manifest};
pub use russet_market::{
    Currency, Factor, Level, MarketView, Money, Price, SecurityId, Shares, Ticker,
};
pub use russet_rules::Decision;
pub use russet_sim::{Countries, Simulation};
pub use russet_store::Keep;
pub use russet_store::table::{Table, TableSchema};

/// The tables that are made when they are asked for, column by column; the others lie in the run folder.
///
/// ```
/// let tables = russet_core::schemas();
/// let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
/// assert_eq!(names, ["weighted_constituents", "changes", "variants"]);
/// ```
pub fn schemas() -> Vec<&'static TableSchema> {
    vec![WeightedConstituent::SCHEMA, ChangeRow::SCHEMA, VariantFigures::SCHEMA]
}
