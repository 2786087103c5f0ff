//! What index shares are made of, and what corporate actions make of that.

use jiff::civil::Date;
use russet_market::{Factor, NumberError, Ratio, SecurityId, Shares};
use russet_rules::free_float::KnownFloat;
use serde::{Deserialize, Serialize};

/// What a security's index shares are made of: its own shares, times its free float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SecurityShares {
    pub(crate) security: SecurityId,
    /// The security's own shares.
    #[serde(with = "crate::packed")]
    pub(crate) count: Shares,
    /// The day from which that count holds.
    #[serde(with = "crate::packed")]
    pub(crate) counted_from: Date,
    /// The ex-date of the last corporate action that changed the count: older counts are no news.
    #[serde(with = "crate::packed::optional")]
    pub(crate) count_acted_on: Option<Date>,
    /// The ex-date of the last corporate action that changed the float.
    #[serde(with = "crate::packed::optional")]
    pub(crate) float_acted_on: Option<Date>,
    /// The free float.
    pub(crate) float: KnownFloat,
}

impl SecurityShares {
    pub(crate) const fn new(
        security: SecurityId,
        count: Shares,
        counted_from: Date,
        float: KnownFloat,
    ) -> SecurityShares {
        SecurityShares {
            security,
            count,
            counted_from,
            count_acted_on: None,
            float_acted_on: None,
            float,
        }
    }

    /// The index shares.
    pub(crate) fn shares(&self) -> Shares {
        self.count.scaled(self.float.factor)
    }

    /// The security's own shares.
    pub(crate) const fn count(&self) -> Shares {
        self.count
    }

    /// The day from which that count holds.
    pub(crate) const fn counted_from(&self) -> Date {
        self.counted_from
    }

    /// The free float.
    pub(crate) const fn float(&self) -> &KnownFloat {
        &self.float
    }

    /// Puts the count on the terms of a split.
    pub(crate) fn split(&mut self, ratio: Ratio) -> Result<(), NumberError> {
        self.count = self.count.split(ratio)?;
        Ok(())
    }

    /// Multiplies the count by an action that issues or retires shares: counts of before its ex-date are no news.
    pub(crate) fn multiply(&mut self, ratio: Ratio, ex_date: Date) -> Result<(), NumberError> {
        self.split(ratio)?;
        self.count_acted_on = Some(ex_date);
        Ok(())
    }

    /// With shares that the company has issued: the part in free float stays.
    pub(crate) fn with_issued(
        &self,
        issued: Shares,
        ex_date: Date,
    ) -> Result<SecurityShares, NumberError> {
        let count = sum(self.count, issued)?;
        Ok(SecurityShares { count, count_acted_on: Some(ex_date), ..self.clone() })
    }

    /// With shares that holders have sold into the free float.
    pub(crate) fn with_sold(
        &self,
        sold: Shares,
        ex_date: Date,
        source: &str,
    ) -> Result<SecurityShares, NumberError> {
        let free = i128::from(self.shares().micros()) + i128::from(sold.micros());
        let factor = part_of(free, i128::from(self.count.micros()));
        Ok(self.with_factor(factor, ex_date, source))
    }

    /// With a free float of a number of trillionths.
    pub(crate) fn with_float(&self, picos: i128, ex_date: Date, source: &str) -> SecurityShares {
        let factor = part_of(picos, i128::from(Factor::ONE.picos()));
        self.with_factor(factor, ex_date, source)
    }

    fn with_factor(&self, factor: Factor, ex_date: Date, source: &str) -> SecurityShares {
        let mut float = self.float.clone();
        float.factor = factor;
        float.source = source.into();
        float.since = Some(ex_date);
        SecurityShares { float, float_acted_on: Some(ex_date), ..self.clone() }
    }

    /// The shares of another security once these have become shares of it: counts add up, and so do those in free
    /// float.
    pub(crate) fn blended_into(
        &self,
        other: Option<&SecurityShares>,
        security: SecurityId,
        ratio: Ratio,
        ex_date: Date,
    ) -> Result<SecurityShares, NumberError> {
        let gained = self.count.split(ratio)?;
        let acted = Some(ex_date);
        let Some(own) = other else {
            return Ok(SecurityShares {
                security,
                count: gained,
                count_acted_on: acted,
                float_acted_on: acted,
                ..self.clone()
            });
        };
        let free = gained.scaled(self.float.factor);
        let free = i128::from(own.shares().micros()) + i128::from(free.micros());
        let count = sum(own.count, gained)?;
        let mut float = own.float.clone();
        float.factor = part_of(free, i128::from(count.micros()));
        Ok(SecurityShares {
            count,
            float,
            count_acted_on: acted,
            float_acted_on: acted,
            ..own.clone()
        })
    }
}

/// The sum of two share counts.
pub(crate) fn sum(one: Shares, other: Shares) -> Result<Shares, NumberError> {
    let sum = one.micros().checked_add(other.micros());
    sum.ok_or(NumberError::Overflow { what: "a share count" }).and_then(Shares::from_micros)
}

/// A part of a whole as a factor, at most one, rounded half to even.
fn part_of(part: i128, whole: i128) -> Factor {
    let one = i128::from(Factor::ONE.picos());
    if whole <= 0 || part >= whole {
        return Factor::ONE;
    }
    // Shares stay below 2^63 and a factor below 2^40, so the product stays below 2^103.
    let (quotient, rest) = (part.max(0) * one / whole, part.max(0) * one % whole);
    let left = whole - rest;
    let up = rest > left || (rest == left && quotient % 2 == 1);
    Factor::from_picos((quotient + i128::from(up)) as i64).unwrap_or(Factor::ONE)
}
