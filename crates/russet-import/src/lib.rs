//! Outside formats into the market.
//!
//! Every import is a pure function: a market and files in, the new market and an [`ImportReport`]
//! out. Nothing is written, so an import that fails or is killed changes nothing.
//!
//! | function | what it reads |
//! |---|---|
//! | [`import_screener`] | the Nasdaq screener's snapshots: JSON, CSV, long Parquet tables |
//! | [`import_prices`] | closes under any column names |
//! | [`import_holdings`] | iShares fund holdings, with or without their title lines |
//! | [`import_members`] | dated membership lists |
//! | [`import_levels`] | closing levels of outside indexes |
//! | [`import_sec`] | companies as SEC's EDGAR describes them: long tables, `submissions` JSON and its archive |
//! | [`import_shares`] | share counts and free floats |
//! | [`import_actions`], [`import_splits`], [`import_dividends`] | corporate actions, changes of symbols and names |
//! | [`import_fundamentals`] | values from companies' accounts |
//! | [`import_fx`] | rates of exchange |
//! | [`import_decisions`] | what the committee of an index decided |
//! | [`import_float`], [`import_votes`] | free floats; votes of every class of a company |
//! | [`import_geography`] | assets and revenue by country, from yearly reports |
//! | [`import`] | a format by its name, recorded so that it can be repeated |
//! | [`rebuild`] | the market again from the copies of its files |
//! | [`import_overrides`] | a user's own word in the place of an input |
//!
//! A bad row is refused with its file, line, column, value and reason; the good rows stay. Facts
//! that follow from prices, splits and share counts, are worked out again after each import, and
//! each says when it was known: no row depends on a later session.

mod action_terms;
mod approval;
mod dated_facts;
mod derive;
mod error;
mod files;
mod fund_lists;
mod identity;
mod limits;
mod links;
mod options;
mod rebuild;
mod recorded;
mod report;
mod screener;
mod sec;
mod sightings;
mod typing;
mod withdraw;
mod withdrawn;

pub use approval::{
    ApprovalError, Approved, approve, propose_file_withdrawals, propose_overrides,
    propose_withdrawals, reject,
};
pub use dated_facts::{
    import_actions, import_decisions, import_dividends, import_float, import_fundamentals,
    import_fx, import_geography, import_levels, import_overrides, import_shares, import_splits,
    import_votes,
};
pub use derive::DERIVED;
pub use error::{ImportError, Place};
pub use fund_lists::{import_holdings, import_members};
pub use limits::{Limits, LimitsError};
pub use links::relink;
pub use options::{ColumnNames, ColumnNamesError, ImportOptions, Progress};
pub use rebuild::{RebuildError, rebuild};
pub use recorded::import;
pub use report::ImportReport;
pub use screener::{import_prices, import_screener};
pub use sec::import_sec;
pub use withdraw::{FactToWithdraw, WithdrawError, Withdrawer, withdraw, withdrawals_of};
