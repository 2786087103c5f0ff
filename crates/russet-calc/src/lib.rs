//! Baskets, divisors, events and levels: the exact history of every index of a family.
//!
//! One law holds everywhere: a change of basket never moves the level. At the same closing prices,
//! `level(old basket) = level(new basket)`, and the divisor is what absorbs the difference.
//!
//! | module | what it does |
//! |---|---|
//! | [`state`] | the indexes after a close: baskets, divisors, values, members; the law |
//! | [`events`] | what changed after which close, before and after |
//! | [`history`] | a market and a methodology to a run: [`build`] |
//! | [`run`] | a run in memory and on disk, whole enough to audit alone |
//! | [`bases`] | the levels of an index from another of its bases |
//! | [`turnover`] | what changed between two closes, and how much of the index was traded |
//! | [`sweep`] | variants of a methodology side by side: [`sweep::sweep`] |
//! | [`compare`] | a run against somebody's levels and lists |

pub mod bases;
pub mod compare;
pub mod events;
pub mod history;
mod packed;
pub mod replay;
pub mod run;
pub mod state;
pub mod sweep;
pub mod terms;
mod trading;
pub mod turnover;

pub use events::{Cause, IndexShareFactors, LedgerEntry};
pub use history::{BuildError, BuildPlan, Engine, build, build_into};
pub use run::{Constituent, LevelRow, Manifest, Run, RunError, RunFolder, RunSnapshot};
pub use state::basket::Basket;
pub use state::closes::Closes;
pub use state::index::{Change, Effect};
pub use state::ledger::IndexLedger;
pub use state::rates::Rates;
