//! Conversions: a security becomes another, of its company or of a new one.

use std::collections::BTreeSet;

use russet_market::{Price, Ratio};

use super::AdjustedTerms;
use super::adjusted_terms::{ByBasis, CloseTerms, DivisorRule, Exchange, RosterChange, ShareTerms};
use super::facts::{ActionFacts, SecurityFacts};
use super::outcome::{Outcome, Refusal};
use crate::state::{Origin, Untraded};

/// Its shares go on as shares of the other. One that has not traded is worth what the terms say until it does.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let (Some(ratio), Some(other)) = (facts.action.ratio, facts.other) else {
        return Err(Outcome::without_terms().into());
    };
    let mut adjusted = succession(facts, &other, ratio, facts.close())?;
    if !facts.security.is_held {
        // A takeover that it pays for still follows it.
        adjusted.inputs.clear();
        adjusted.roster.clear();
    }
    Ok(adjusted)
}

/// The other security takes the place of this one, whose share is worth a number of the other's.
pub(super) fn succession(
    facts: &ActionFacts<'_>,
    other: &SecurityFacts<'_>,
    ratio: Ratio,
    stock: Option<Price>,
) -> Result<AdjustedTerms, Refusal> {
    let mut adjusted = AdjustedTerms::none();
    let mut divisor = DivisorRule::Absorbs;
    if let (Some(stock), None) = (stock, other.close) {
        let own = stock.split(ratio)?;
        let after = facts.rates.convert(own, (facts.security.currency, other.currency))?;
        adjusted.closes.push(CloseTerms { security: other.id, before: None, after });
        let untraded = Untraded {
            since: facts.action.ex_date,
            origin: Origin::Succession,
            leaves: BTreeSet::new(),
        };
        adjusted.roster.push(RosterChange::Untraded(other.id, untraded));
        if Some(stock) == facts.close() {
            divisor = DivisorRule::Stays;
        }
    }
    let into =
        |divisor| ShareTerms::Into(Exchange { other: other.id, ratio, enters: true, divisor });
    adjusted.shares =
        ByBasis { own: into(divisor), one: into(DivisorRule::Absorbs), weight: into(divisor) };
    if let Some(leaving) = facts.security.shares {
        adjusted.inputs.push(leaving.blended_into(
            other.shares,
            other.id,
            ratio,
            facts.action.ex_date,
        )?);
    }
    adjusted.roster.push(RosterChange::Succeed(other.id));
    Ok(adjusted)
}
