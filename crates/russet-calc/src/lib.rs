//! Baskets, divisors, events and levels: the exact history of every index of a family.
//!
//! One law holds everywhere: a change of basket never moves the level. At the same closing prices,
//! `level(old basket) = level(new basket)`, and the divisor is what absorbs the difference.
//!
//! | module | what it does |
//! |---|---|
//! | [`basket`] | shares of each constituent, and their exact value |
//! | [`index`] | a basket and its divisor: levels, and changes that keep the law |
//! | [`ledger`] | what changed after which close, before and after |
//! | [`history`] | a market and a methodology to a run: [`build`] |
//! | [`run`] | a run in memory and on disk, whole enough to audit alone |
//! | [`bases`] | the levels of an index from another of its bases |
//! | [`turnover`] | what changed between two closes, and how much of the index was traded |
//! | [`sweep`] | variants of a methodology side by side: [`sweep::sweep`] |
//! | [`compare`] | a run against somebody's levels and lists |

pub mod bases;
pub mod basket;
pub mod closes;
pub mod compare;
pub mod history;
pub mod index;
pub mod ledger;
mod packed;
pub mod rates;
pub mod replay;
mod returns;
pub mod run;
pub mod sweep;
pub mod terms;
mod trading;
pub mod turnover;

pub use basket::Basket;
pub use closes::Closes;
pub use history::{BuildError, BuildPlan, build, build_into};
pub use index::Index;
pub use ledger::{Cause, LedgerEntry, Makeup};
pub use rates::Rates;
pub use run::{Constituent, LevelRow, Manifest, Run, RunError, RunFolder, RunSnapshot};
