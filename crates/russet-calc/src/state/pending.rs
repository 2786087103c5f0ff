//! Actions that end a security on a later day, carried through whatever happens until then.

use russet_market::{Action, Currency, NumberError, Price, Ratio, SecurityId};
use serde::{Deserialize, Serialize};

use crate::terms;

/// An action that is due but ends its security on a later day, such as a delayed merger.
///
/// Its terms follow the acquirer and the target: a share of the target is worth as much after a split, a spin-off
/// or a conversion of either as before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PendingEnding {
    /// As the market has it.
    pub(crate) recorded: Action,
    /// On the terms that hold now.
    pub(crate) action: Action,
}

impl PendingEnding {
    pub(crate) fn new(action: &Action) -> PendingEnding {
        PendingEnding { recorded: action.clone(), action: action.clone() }
    }

    /// A share of the acquirer has become a number of shares.
    pub(crate) fn multiply(
        &mut self,
        security: SecurityId,
        shares: Ratio,
    ) -> Result<(), NumberError> {
        if self.action.other_security_id == Some(security)
            && let Some(ratio) = &mut self.action.ratio
        {
            *ratio = ratio.times(shares)?;
        }
        Ok(())
    }

    /// The target has new units: each new share gets its part of the terms.
    pub(crate) fn split_target(
        &mut self,
        security: SecurityId,
        units: Ratio,
    ) -> Result<(), NumberError> {
        if self.action.security_id == security {
            if let Some(ratio) = &mut self.action.ratio {
                *ratio = ratio.times(units.inverse())?;
            }
            if let Some(cash) = &mut self.action.cash {
                *cash = cash.split(units)?;
            }
        }
        Ok(())
    }

    /// Another security has taken the place of one, as a number of its shares for each.
    ///
    /// # Errors
    /// [`NumberError`] when the terms leave the range of a ratio or a price.
    pub(crate) fn succeed(
        &mut self,
        leaving: SecurityId,
        (other, ratio): (SecurityId, Ratio),
    ) -> Result<(), NumberError> {
        self.multiply(leaving, ratio)?;
        if self.action.other_security_id == Some(leaving) {
            self.action.other_security_id = Some(other);
        }
        self.split_target(leaving, ratio)?;
        if self.action.security_id == leaving {
            self.action.security_id = other;
        }
        Ok(())
    }

    /// The acquirer has ended: for cash, for shares of another security, or for both. Cash is in the currency of the
    /// target, and so is `own`, the cash of these terms.
    ///
    /// # Errors
    /// [`NumberError`] when the terms leave the range of a ratio or a price.
    pub(crate) fn follow_acquirer(
        &mut self,
        acquirer: SecurityId,
        (stock, cash): (Option<(SecurityId, Ratio)>, Option<Price>),
        (own, currency): (Option<Price>, Currency),
    ) -> Result<(), NumberError> {
        let Some(ratio) = self.action.ratio else { return Ok(()) };
        if self.action.other_security_id != Some(acquirer) {
            return Ok(());
        }
        if let Some(cash) = cash {
            self.action.cash = Some(terms::takeover(Some((cash, ratio)), own)?);
            self.action.cash_currency = Some(currency);
        }
        self.action.other_security_id = stock.map(|(other, _)| other);
        self.action.ratio = match stock {
            Some((_, shares)) => Some(ratio.times(shares)?),
            None => None,
        };
        Ok(())
    }
}
