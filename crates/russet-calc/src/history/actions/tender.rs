//! Tenders: a bidder takes part of the shares, which are no longer in free float.

use super::AdjustedTerms;
use super::adjusted_terms::{ByBasis, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};

/// A bidder that takes too many, or leaves too few in free float, ends the security's membership.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let held = facts.security.shares.filter(|_| facts.security.is_held);
    let (Some(part), Some(held)) = (facts.action.ratio, held) else {
        return Err(Outcome::not_held().into());
    };
    let rules = facts.rules;
    let (taken, all) = (i128::from(part.new_shares()), i128::from(part.old_shares()));
    let float = i128::from(held.float().factor.picos());
    let left = float - float.min(float * taken / all);
    let ends = taken * 1_000_000 >= all * rules.tender_ends_percent.millionths()
        || left < rules.tender_minimum_float_percent.millionths() * 1_000_000;
    if ends {
        return Ok(AdjustedTerms::removal());
    }
    Ok(AdjustedTerms {
        shares: ByBasis::own(ShareTerms::FromInputs),
        inputs: vec![held.with_float(
            left,
            facts.action.ex_date,
            &format!("tender {}", facts.note),
        )],
        ..AdjustedTerms::none()
    })
}
