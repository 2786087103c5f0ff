//! One index: its basket and divisor, what its index shares are made of, and its returns.

use std::collections::BTreeSet;

use russet_market::{Divisor, Level, Money, NumberError, SecurityId, Shares};
use serde::{Deserialize, Serialize};

use super::basket::Basket;
use super::by_id::ById;
use super::rates::Rates;
use super::returns::Returns;
use crate::events::IndexShareFactors;

/// The new index shares of one security.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The security.
    pub security: SecurityId,
    /// Its index shares from now on; zero takes it out.
    pub shares: Shares,
}

/// What an event did to an index as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// The market value before.
    pub value_before: Money,
    /// The market value after, at the same closes, or at closes on the event's new terms.
    pub value_after: Money,
    /// The divisor before.
    pub divisor_before: Divisor,
    /// The divisor after.
    pub divisor_after: Divisor,
}

impl Effect {
    /// The effect of an event that changes neither value nor divisor, such as a new symbol.
    pub const fn unchanged(value: Money, divisor: Divisor) -> Effect {
        Effect {
            value_before: value,
            value_after: value,
            divisor_before: divisor,
            divisor_after: divisor,
        }
    }
}

/// An index after some close. It has no divisor before its base day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct IndexState {
    basket: Basket,
    divisor: Option<Divisor>,
    /// What index shares are made of, where they follow a company's own shares.
    pub(crate) factors: ById<SecurityId, IndexShareFactors>,
    pub(crate) returns: Option<Returns>,
    /// Its value at the last published close, before anything changed after it.
    pub(crate) closing_value: Option<Money>,
    /// Securities that enter with today's rebalance.
    pub(crate) entering: BTreeSet<SecurityId>,
    /// What changed since its constituents were last recorded.
    pub(crate) changed: BTreeSet<SecurityId>,
    /// The rates that convert its values.
    pub(super) rates: Rates,
}

impl IndexState {
    pub(super) fn new(rates: Rates) -> IndexState {
        IndexState {
            basket: Basket::default(),
            divisor: None,
            factors: ById::default(),
            returns: None,
            closing_value: None,
            entering: BTreeSet::new(),
            changed: BTreeSet::new(),
            rates,
        }
    }

    pub(crate) fn basket(&self) -> &Basket {
        &self.basket
    }

    pub(crate) fn divisor(&self) -> Option<Divisor> {
        self.divisor
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.rates
    }

    /// Changes the basket and nothing else.
    pub(super) fn set_all(&mut self, changes: &[Change]) {
        self.basket.set_all(changes.iter().map(|change| (change.security, change.shares)));
    }

    /// Starts the index: a basket of this value is at this level.
    pub(super) fn start_at(&mut self, level: Level, value: Money) -> Result<(), NumberError> {
        self.divisor = Some(Divisor::at_base(value, level)?);
        Ok(())
    }

    /// Takes over a published divisor.
    pub(super) fn set_divisor(&mut self, divisor: Divisor) {
        self.divisor = Some(divisor);
    }

    /// Lets the divisor absorb what was not a move of prices, `new = old × value after ÷ value before`:
    /// the law itself. Equal values leave it unchanged.
    pub(super) fn absorb(
        &mut self,
        value_before: Money,
        value_after: Money,
    ) -> Result<Option<Effect>, NumberError> {
        let Some(divisor_before) = self.divisor else { return Ok(None) };
        let divisor_after = divisor_before.chained(value_before, value_after)?;
        self.divisor = Some(divisor_after);
        Ok(Some(Effect { value_before, value_after, divisor_before, divisor_after }))
    }
}
