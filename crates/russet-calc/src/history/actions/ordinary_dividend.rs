//! Ordinary dividends: the level falls with the price, total return takes the money in.

use super::AdjustedTerms;
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};

/// A dividend counts on its ex-date, or, where it was learned later, on the first session after.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let action = facts.action;
    if action.cash.is_none() {
        return Err(Outcome::without_terms().into());
    }
    Ok(AdjustedTerms::dividend(match action.known_at > action.ex_date {
        true => Outcome::applied_as(format!(
            "known on {}, after its ex-date: total return takes it in on the first session after",
            action.known_at
        )),
        false => Outcome::applied(),
    }))
}
