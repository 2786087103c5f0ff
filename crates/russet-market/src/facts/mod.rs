//! One row of each table of the market folder.
//!
//! Every row says when it holds and when it was known. A row whose `known_at` lies after the day of
//! a decision does not exist for that decision.

mod action;
mod action_kind;
mod action_versions;
mod class_votes;
mod committee_decision;
mod correction;
mod filer;
mod free_float;
mod fund_line;
mod fundamental;
mod fx_rate;
mod geography;
mod index_level;
mod pending;
mod price_row;
mod refusal;
mod security;
mod share_count;
mod withdrawal;

pub use action::{Action, ActionFault};
pub use action_kind::ActionKind;
pub use class_votes::ClassVotes;
pub use committee_decision::CommitteeDecision;
pub use correction::{CorrectedField, Correction};
pub use filer::{CusipTicker, Filer, FilerLink, FilerName, FilerTicker};
pub use free_float::FreeFloat;
pub use fund_line::{FundLine, LineKind};
pub use fundamental::{Fundamental, FundamentalMeasure};
pub use fx_rate::FxRate;
pub use geography::{AreaKind, Geography, Measure};
pub use index_level::IndexLevel;
pub use pending::{PendingChange, PendingKind};
pub use price_row::PriceRow;
pub use refusal::Refusal;
pub use security::{SecurityKind, SecurityVersion};
pub use share_count::{ShareBasis, ShareCount};
pub use withdrawal::Withdrawal;
