//! Rights to subscribe new shares.

use russet_market::Ratio;

use super::adjusted_terms::{ByBasis, DivisorRule, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};
use super::{AdjustedTerms, terms};
use crate::state::Units;

/// Rights below the price are taken to be subscribed in full; others are worth nothing.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let (Some(rights), Some(subscription)) = (facts.action.ratio, facts.action.cash) else {
        return Err(Outcome::without_terms().into());
    };
    let close = facts.close().ok_or_else(Outcome::without_close)?;
    if !facts.is_before() {
        return Err(Outcome::too_late(facts.action).into());
    }
    let subscription = facts.in_own_currency(subscription)?;
    if subscription >= close {
        return Err(Outcome::worthless(close).into());
    }
    let price = terms::ex_rights(close, subscription, rights)?;
    let more = terms::and_one(rights)?;
    let mut shares = facts.security.shares.cloned();
    if let Some(shares) = &mut shares {
        shares.multiply(more, facts.action.ex_date)?;
    }
    Ok(AdjustedTerms {
        shares: ByBasis {
            own: ShareTerms::Times(more, DivisorRule::Absorbs),
            one: ShareTerms::Unchanged,
            // The same weight as before: shares times what the price lost.
            weight: ShareTerms::Times(
                Ratio::new(close.nanos().unsigned_abs(), price.nanos().unsigned_abs())?,
                DivisorRule::Stays,
            ),
        },
        units: Some(Units { split: Ratio::new(1, 1)?, held: more }),
        inputs: shares.into_iter().collect(),
        ..AdjustedTerms::close(facts.security.id, price)
    })
}
