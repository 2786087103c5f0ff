//! Dividends that count in a session's total return.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Currency, Divisor, Factor, Price, SecurityId, Shares};
use serde::{Deserialize, Serialize};

/// A dividend that counts in a session's total return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DividendClaim {
    pub(crate) security: SecurityId,
    /// Its number among the dividends of its security and ex-date.
    pub(crate) sequence: u16,
    /// Money for each share of the close before the ex-date.
    pub(crate) cash: Price,
    pub(crate) currency: Currency,
    pub(crate) ex_date: Date,
    /// The part that its holder keeps after withholding.
    pub(crate) net_factor: Factor,
    /// Whether a dividend that counted before is taken back.
    pub(crate) is_returned: bool,
    /// By index, in the units of the close before the ex-date: the shares that get it.
    pub(crate) shares: Vec<Option<Shares>>,
    /// By index, the divisor in force on the ex-date of a dividend learned later; of others it is the one in force
    /// when they count.
    pub(crate) divisors: BTreeMap<usize, Divisor>,
}

impl DividendClaim {
    /// Whether it was learned after its ex-date.
    pub(crate) fn is_late(&self) -> bool {
        !self.divisors.is_empty()
    }

    /// What the dividend is divided by in an index whose divisor is this now.
    pub(crate) fn divisor(&self, position: usize, now: Divisor) -> Divisor {
        self.divisors.get(&position).copied().unwrap_or(now)
    }
}
