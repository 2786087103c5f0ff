//! Corporate actions, one file a kind: pure functions from the facts before an action to its terms, and one place
//! that applies terms. Each keeps the law: only prices move the level.
//!
//! What an action does to a price is arithmetic in [`crate::terms`]; what it does to index shares depends on what
//! they are based on: a scheme that follows companies' own shares follows them here too, one share of each security
//! stays one share, and equal weights keep their weights.

mod adjusted_terms;
mod apply;
mod buy_back;
mod claims;
mod conversion;
mod day_terms;
mod ending;
mod facts;
mod late_claims;
mod merger;
mod offering;
mod ordinary_dividend;
mod outcome;
mod perform;
mod rights;
mod sense;
mod share_plans;
mod special_dividend;
mod spin_off;
mod split;
mod suspension;
mod tender;
mod untraded;

use russet_market::ActionKind;

use super::BuildError;
use super::engine::{Days, Engine, out_of_range};
use super::share_change::{Before, ShareChange};
use crate::terms;
pub(crate) use adjusted_terms::AdjustedTerms;
use facts::ActionFacts;
pub(super) use outcome::Outcome;
use outcome::Refusal;

/// The terms of an action, or why it changes nothing.
fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    match facts.action.kind {
        ActionKind::OrdinaryDividend => ordinary_dividend::terms_of(facts),
        ActionKind::SpecialDividend | ActionKind::CapitalRepayment => {
            special_dividend::terms_of(facts)
        }
        ActionKind::SpinOff => spin_off::terms_of(facts),
        ActionKind::Rights => rights::terms_of(facts),
        ActionKind::StockDividend | ActionKind::Split => split::terms_of(facts),
        ActionKind::Conversion => conversion::terms_of(facts),
        ActionKind::PrimaryOffering | ActionKind::SecondaryOffering => offering::terms_of(facts),
        ActionKind::Tender => tender::terms_of(facts),
        ActionKind::BuyBack => buy_back::terms_of(facts),
        ActionKind::Suspension => Ok(suspension::suspended()),
        ActionKind::Resumption => Ok(suspension::resumed()),
        ActionKind::Merger => merger::terms_of(facts),
        ActionKind::Bankruptcy | ActionKind::Delisting => Ok(AdjustedTerms::removal()),
    }
}
