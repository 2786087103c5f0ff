//! Splits, reverse splits and stock dividends: the same company in other units.

use super::AdjustedTerms;
use super::adjusted_terms::{ByBasis, CloseTerms, DivisorRule, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};
use crate::state::Units;

/// A close of the ex-date or later is on the new terms already, and so is a share count of the ex-date or later.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let (action, security) = (facts.action, facts.security.id);
    let Some(ratio) = action.ratio else { return Err(Outcome::without_terms().into()) };
    let counted = facts.security.shares.map(|shares| shares.counted_from());
    let counted = counted.filter(|since| *since >= action.ex_date);
    let close = match facts.close() {
        Some(close) if facts.is_before() => {
            Some(CloseTerms { security, before: None, after: close.split(ratio)? })
        }
        // One share of each security fell with the split before it was known; the divisor makes up for it now.
        Some(close) => {
            Some(CloseTerms { security, before: Some(close.split(ratio.inverse())?), after: close })
        }
        None => None,
    };
    let times = ShareTerms::Times(ratio, DivisorRule::Stays);
    let (own, inputs, outcome) = match counted {
        Some(since) if close.is_none() => return Err(Outcome::counted(since).into()),
        Some(since) if facts.is_before() => (
            ShareTerms::Unchanged,
            None,
            Outcome::applied_as(format!(
                "the share count of {since} includes it already; the close before it is put on its terms"
            )),
        ),
        Some(since) => (ShareTerms::Unchanged, None, Outcome::counted(since)),
        None => {
            let mut inputs = facts.security.shares.cloned();
            if let Some(inputs) = &mut inputs {
                inputs.split(ratio)?;
            }
            (times, inputs, Outcome::applied())
        }
    };
    Ok(AdjustedTerms {
        closes: close.into_iter().collect(),
        shares: ByBasis { own, one: ShareTerms::Unchanged, weight: times },
        units: Some(Units::split(ratio)),
        inputs: inputs.into_iter().collect(),
        outcome,
        ..AdjustedTerms::none()
    })
}
