//! Mergers: what a takeover pays, and what becomes of the target and of the acquirer.

use russet_market::Price;

use super::adjusted_terms::{ByBasis, DivisorRule, Exchange, ShareTerms};
use super::conversion::succession;
use super::facts::ActionFacts;
use super::outcome::Refusal;
use super::{AdjustedTerms, terms};

/// What a takeover pays for a share, in the currency of the target: shares at the acquirer's close, and cash only
/// when the target leaves. Nothing where the acquirer has no close, or only cash is paid and not yet.
pub(super) fn price(facts: &ActionFacts<'_>, leaves: bool) -> Result<Option<Price>, Refusal> {
    let acquirer = facts.other.and_then(|other| other.close.map(|(close, _)| (close, other)));
    let stock = match acquirer.zip(facts.action.ratio) {
        Some(((close, other), ratio)) => {
            let currencies = (other.currency, facts.security.currency);
            Some((facts.rates.convert(close, currencies)?, ratio))
        }
        None => None,
    };
    let cash = facts.action.cash.map(|cash| facts.in_own_currency(cash)).transpose()?;
    if facts.action.ratio.is_some() && stock.is_none() || stock.is_none() && !leaves {
        return Ok(None);
    }
    Ok(Some(terms::takeover(stock, cash)?))
}

/// The target leaves. Where shares are paid, the acquirer grows in every index that holds it and follows companies'
/// own shares, whether that index held the target or not: they are shares of one company. An acquirer that has not
/// traded and that nobody holds is the target's successor.
pub(super) fn terms_of(facts: &ActionFacts<'_>) -> Result<AdjustedTerms, Refusal> {
    let Some((acquirer, ratio)) = facts.other.zip(facts.action.ratio) else {
        return Ok(AdjustedTerms::removal());
    };
    if acquirer.close.is_none() && !acquirer.is_held {
        let cash = facts.action.cash.map(|cash| facts.in_own_currency(cash)).transpose()?;
        let stock = match (facts.close(), cash) {
            (Some(close), Some(cash)) => terms::ex_cash(close, cash).ok(),
            (close, _) => close,
        };
        return succession(facts, &acquirer, ratio, stock);
    }
    let exchange =
        Exchange { other: acquirer.id, ratio, enters: false, divisor: DivisorRule::Absorbs };
    let mut adjusted = AdjustedTerms {
        // Equal weights hold no more of the acquirer than they did.
        shares: ByBasis {
            own: ShareTerms::Into(exchange),
            one: ShareTerms::Into(exchange),
            weight: ShareTerms::Out,
        },
        ..AdjustedTerms::removal()
    };
    if let Some(target) = facts.security.shares.filter(|_| acquirer.is_held) {
        let ex_date = facts.action.ex_date;
        adjusted.inputs.push(target.blended_into(acquirer.shares, acquirer.id, ratio, ex_date)?);
    }
    Ok(adjusted)
}
