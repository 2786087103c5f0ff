//! What the terms of an action may depend on: the closes, share inputs and rates before it.

use jiff::civil::Date;
use russet_market::{Action, Currency, MarketView, NumberError, Price, SecurityId};
use russet_rules::methodology::ActionRules;

use crate::state::SecurityShares;

/// The facts that an action meets. Its terms are in the units of the shares that are held now.
pub(crate) struct ActionFacts<'a> {
    pub(crate) action: &'a Action,
    pub(crate) security: SecurityFacts<'a>,
    pub(crate) other: Option<SecurityFacts<'a>>,
    pub(crate) rules: &'a ActionRules,
    pub(crate) rates: ActionRates<'a>,
    /// The terms in words, for the record.
    pub(crate) note: &'a str,
}

/// A security before an action.
#[derive(Clone, Copy)]
pub(crate) struct SecurityFacts<'a> {
    pub(crate) id: SecurityId,
    /// Whether any index holds it.
    pub(crate) is_held: bool,
    /// The last close, and its session.
    pub(crate) close: Option<(Price, Date)>,
    pub(crate) shares: Option<&'a SecurityShares>,
    /// What it trades in; before its first session, as its first description says.
    pub(crate) currency: Currency,
}

/// The rates of exchange at the close before an action.
#[derive(Clone, Copy)]
pub(crate) struct ActionRates<'a> {
    pub(crate) view: &'a MarketView<'a>,
    pub(crate) day: Date,
    /// The currency of the family's thresholds.
    pub(crate) family: Currency,
}

impl ActionRates<'_> {
    /// An amount a share in another currency.
    ///
    /// # Errors
    /// [`NumberError::NoRate`] without a rate.
    pub(crate) fn convert(
        &self,
        amount: Price,
        (from, into): (Currency, Currency),
    ) -> Result<Price, NumberError> {
        if from == into {
            return Ok(amount);
        }
        let rate = self.view.rate(from, into, self.day);
        amount.converted(rate.ok_or(NumberError::NoRate { from, into })?)
    }
}

impl ActionFacts<'_> {
    /// The last close.
    pub(crate) fn close(&self) -> Option<Price> {
        self.security.close.map(|(price, _)| price)
    }

    /// Whether the last close is from before the action, so that it can still be put on its terms.
    pub(crate) fn is_before(&self) -> bool {
        self.security.close.is_none_or(|(_, date)| date < self.action.ex_date)
    }

    /// What the money of the action is in: as it says, or else what its security trades in.
    pub(crate) fn money(&self) -> Currency {
        self.action.cash_currency.unwrap_or(self.security.currency)
    }

    /// Money of the action in the currency of its security.
    ///
    /// # Errors
    /// [`NumberError::NoRate`] without a rate.
    pub(crate) fn in_own_currency(&self, cash: Price) -> Result<Price, NumberError> {
        self.rates.convert(cash, (self.money(), self.security.currency))
    }
}
