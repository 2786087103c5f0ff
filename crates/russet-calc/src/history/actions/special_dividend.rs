//! Special dividends and capital repayments: the money comes off the close, and the divisor absorbs it.

use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};
use super::{AdjustedTerms, terms};

/// One that is known after its ex-date has moved the level already: it is paid as a dividend.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let Some(cash) = facts.action.cash else { return Err(Outcome::without_terms().into()) };
    if !facts.is_before() {
        let known = facts.action.known_at;
        let reason = format!("known on {known}, after its ex-date: paid as a dividend");
        return Ok(AdjustedTerms::dividend(Outcome::applied_as(reason)));
    }
    let close = facts.close().ok_or_else(Outcome::without_close)?;
    let price = terms::ex_cash(close, facts.in_own_currency(cash)?);
    let price = price.map_err(|_| Outcome::leaves_nothing(close))?;
    Ok(AdjustedTerms::close(facts.security.id, price))
}
