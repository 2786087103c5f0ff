//! Buy-backs: the company takes back part of its shares from all holders alike, above or below the price.

use russet_market::Ratio;

use super::adjusted_terms::{ByBasis, DivisorRule, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};
use super::{AdjustedTerms, terms};
use crate::state::Units;

pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let (Some(part), Some(cash)) = (facts.action.ratio, facts.action.cash) else {
        return Err(Outcome::without_terms().into());
    };
    let close = facts.close().ok_or_else(Outcome::without_close)?;
    if !facts.is_before() {
        return Err(Outcome::too_late(facts.action).into());
    }
    let price = terms::ex_buy_back(close, facts.in_own_currency(cash)?, part);
    let price = price.map_err(|_| Outcome::leaves_nothing(close))?;
    let rest = terms::rest_of(part)?;
    let mut shares = facts.security.shares.cloned();
    if let Some(shares) = &mut shares {
        shares.multiply(rest, facts.action.ex_date)?;
    }
    let fewer = ShareTerms::Times(rest, DivisorRule::Absorbs);
    Ok(AdjustedTerms {
        shares: ByBasis { own: fewer, one: ShareTerms::Unchanged, weight: fewer },
        units: Some(Units { split: Ratio::new(1, 1)?, held: rest }),
        inputs: shares.into_iter().collect(),
        ..AdjustedTerms::close(facts.security.id, price)
    })
}
