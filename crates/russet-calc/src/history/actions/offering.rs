//! Primary and secondary offerings.

use russet_market::{ActionKind, NumberError};

use super::AdjustedTerms;
use super::adjusted_terms::{ByBasis, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};

/// A large offering counts at once, a small one waits for the next share update (R46 9.3).
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let action = facts.action;
    let (Some(sold), Some(cash)) = (action.shares_sold, action.cash) else {
        return Err(Outcome::without_terms().into());
    };
    let Some(held) = facts.security.shares.filter(|_| facts.security.is_held) else {
        return Err(Outcome::not_held().into());
    };
    // A count of the ex-date or later includes the new shares.
    if held.counted_from() >= action.ex_date {
        return Err(Outcome::counted(held.counted_from()).into());
    }
    if action.known_at > action.ex_date {
        let reason = "known after its ex-date, so it waits for the next share update";
        return Err(Outcome::not_applied(reason).into());
    }
    let primary = action.kind == ActionKind::PrimaryOffering;
    let added = if primary { sold.scaled(held.float().factor) } else { sold };
    let (from, into) = (facts.money(), facts.rates.family);
    let rate = facts.rates.view.rate(from, into, facts.rates.day);
    let value = cash.times(added).converted(rate.ok_or(NumberError::NoRate { from, into })?)?;
    let rules = facts.rules;
    let is_part = i128::from(added.micros()) * 1_000_000
        >= i128::from(held.shares().micros()) * rules.offering_percent.millionths();
    let is_large =
        value >= rules.offering_value || is_part && value >= rules.offering_percent_value;
    if !is_large {
        return Err(Outcome::not_applied("small, so it waits for the next share update").into());
    }
    let shares = match primary {
        true => held.with_issued(sold, action.ex_date)?,
        false => held.with_sold(sold, action.ex_date, &format!("offering {}", facts.note))?,
    };
    Ok(AdjustedTerms {
        shares: ByBasis::own(ShareTerms::FromInputs),
        inputs: vec![shares],
        ..AdjustedTerms::none()
    })
}
