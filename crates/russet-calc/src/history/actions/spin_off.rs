//! Spin-offs: the child's security enters with the parent's shares, and leaves or stays.

use std::collections::BTreeSet;

use super::adjusted_terms::{ByBasis, CloseTerms, DivisorRule, Exchange, RosterChange, ShareTerms};
use super::facts::ActionFacts;
use super::outcome::{Outcome, Refusal};
use super::{AdjustedTerms, terms};
use crate::state::{Origin, SecurityShares, Untraded};

/// With an estimate of the child's value, or a child that trades already, the parent's close falls by it. Without
/// either the child counts nothing until it trades, and the market itself takes its value from the parent. The
/// estimate of a child listed abroad is in the child's currency.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let (Some(ratio), Some(child)) = (facts.action.ratio, facts.other) else {
        return Err(Outcome::without_terms().into());
    };
    let parent = &facts.security;
    if !facts.is_before() {
        return Err(Outcome::too_late(facts.action).into());
    }
    let traded = child.close.map(|(price, _)| (price, child.currency));
    let estimate = traded.or_else(|| facts.action.cash.map(|cash| (cash, facts.money())));
    let mut adjusted = AdjustedTerms::none();
    if let (Some((estimate, money)), Some(close)) = (estimate, facts.close()) {
        let lost = facts.rates.convert(estimate, (money, parent.currency))?;
        let left = terms::ex_child(close, lost, ratio);
        let left = left.map_err(|_| Outcome::leaves_nothing(close))?;
        adjusted.closes.push(CloseTerms { security: parent.id, before: None, after: left });
        if traded.is_none() {
            let after = facts.rates.convert(estimate, (money, child.currency))?;
            adjusted.closes.push(CloseTerms { security: child.id, before: None, after });
        }
    }
    let is_valued = !adjusted.closes.is_empty();
    if !parent.is_held {
        return Ok(adjusted);
    }
    // What the parent's close lost is the child's, so no divisor moves.
    let divisor = if is_valued { DivisorRule::Stays } else { DivisorRule::Absorbs };
    let enters = ShareTerms::Beside(Exchange { other: child.id, ratio, enters: true, divisor });
    let one = if is_valued { ShareTerms::Unchanged } else { enters };
    adjusted.shares = ByBasis { own: enters, one, weight: enters };
    if let (Some(shares), None) = (parent.shares, child.shares) {
        adjusted.inputs.push(SecurityShares::new(
            child.id,
            shares.count().split(ratio)?,
            facts.action.ex_date,
            shares.float().clone(),
        ));
    }
    let since = facts.action.ex_date;
    let origin = Origin::SpinOff { parent: parent.id, ratio };
    let untraded = Untraded { since, origin, leaves: BTreeSet::new() };
    adjusted.roster.push(RosterChange::Untraded(child.id, untraded));
    adjusted.roster.push(RosterChange::Child(child.id));
    Ok(adjusted)
}
