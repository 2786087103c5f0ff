//! How many index shares a company's lines get.

use jiff::civil::Date;
use russet_market::{Factor, NumberError, Ratio, SecurityId, Shares};
use russet_rules::free_float::{Found, FreeFloats, KnownFloat};
use russet_rules::methodology::{FloatBuffer, Percent};
use russet_rules::share_counts::Counted;
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

/// The changes that regular updates leave alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buffers<'family> {
    pub(crate) shares: Percent,
    pub(crate) float: &'family FloatBuffer,
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

    /// A newer target, as far as it tells something newer than the actions that this one went through.
    pub(crate) fn renewed(&self, newer: NewShares<'_>) -> SecurityShares {
        let (counts, floats) = self.outdated_by(newer);
        self.with(newer, (counts, floats))
    }

    /// What of a newer target is taken over: count and float each when it moved beyond its buffer;
    /// nothing when neither did.
    pub(crate) fn beyond(
        &self,
        newer: NewShares<'_>,
        buffers: Buffers<'_>,
    ) -> Option<SecurityShares> {
        let (counts, floats) = self.outdated_by(newer);
        let counts = counts && share_change_counts(self.count, newer.count, buffers.shares);
        let floats =
            floats && float_change_counts(self.float.factor, newer.float.factor, buffers.float);
        (counts || floats).then(|| self.with(newer, (counts, floats)))
    }

    /// Whether the count and the float of a newer target are no older than the actions that this one went
    /// through.
    fn outdated_by(&self, newer: NewShares<'_>) -> (bool, bool) {
        let since = newer.float.since;
        let counts = self.count_acted_on.is_none_or(|acted| newer.counted_from >= acted);
        let floats =
            self.float_acted_on.is_none_or(|acted| since.is_some_and(|since| since >= acted));
        (counts, floats)
    }

    /// This target with the count, the float or both of a newer one.
    fn with(&self, newer: NewShares<'_>, (counts, floats): (bool, bool)) -> SecurityShares {
        SecurityShares {
            security: self.security,
            count: if counts { newer.count } else { self.count },
            counted_from: if counts { newer.counted_from } else { self.counted_from },
            count_acted_on: self.count_acted_on.filter(|_| !counts),
            float: if floats { newer.float.told() } else { self.float.clone() },
            float_acted_on: self.float_acted_on.filter(|_| !floats),
        }
    }
}

/// What a security's index shares could be made of on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewShares<'a> {
    pub(crate) security: SecurityId,
    pub(crate) count: Shares,
    pub(crate) counted_from: Date,
    pub(crate) float: Found<'a>,
}

impl NewShares<'_> {
    /// The index shares.
    pub(crate) fn shares(&self) -> Shares {
        self.count.scaled(self.float.factor)
    }

    /// The target of a security that has none yet.
    pub(crate) fn target(self) -> SecurityShares {
        SecurityShares::new(self.security, self.count, self.counted_from, self.float.told())
    }
}

/// The newer targets of the lines of a company on a day, from the counts of each security.
pub(crate) fn new_shares_of<'a>(
    floats: &'a FreeFloats<'_>,
    lines: &[SecurityId],
    own: &[Option<Counted<'a>>],
    day: Date,
) -> Result<Vec<NewShares<'a>>, NumberError> {
    let mut targets = Vec::with_capacity(lines.len());
    for (security, own) in lines.iter().zip(own) {
        if let Some(count) = own {
            let float = floats.on(*security, Some(count), day);
            let (counted_from, count) = (count.since, count.shares);
            targets.push(NewShares { security: *security, count, counted_from, float });
        } else if let Some((shares, shown)) = floats.fund_shares(*security, day)? {
            targets.push(of_quantity(*security, shares, &shown.fund, shown.as_of));
        }
    }
    Ok(targets)
}

/// A target in the quantities of a fund.
pub(crate) fn of_quantity(
    security: SecurityId,
    count: Shares,
    fund: &str,
    as_of: Date,
) -> NewShares<'_> {
    let float = Found::in_index_shares(fund, as_of);
    NewShares { security, count, counted_from: as_of, float }
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

/// Whether a share count has moved by more than a buffer.
fn share_change_counts(before: Shares, after: Shares, buffer: Percent) -> bool {
    let change = i128::from(before.micros()).abs_diff(i128::from(after.micros()));
    change * 1_000_000 > (i128::from(before.micros()) * buffer.millionths()).unsigned_abs()
}

/// Whether a free float has moved by more points than its buffer, which is smaller for low floats.
fn float_change_counts(before: Factor, after: Factor, buffer: &FloatBuffer) -> bool {
    let low = i128::from(before.picos()) <= buffer.low_float_percent.millionths() * 1_000_000;
    let points = if low { buffer.low_float_points } else { buffer.points };
    let change = i128::from(before.picos()).abs_diff(i128::from(after.picos()));
    change > (points.millionths() * 1_000_000).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_at_the_buffer_is_left_alone() {
        let shares = |text: &str| text.parse::<Shares>().unwrap();
        let one = "1".parse::<Percent>().unwrap();
        assert!(!share_change_counts(shares("100"), shares("101"), one));
        assert!(share_change_counts(shares("100"), shares("101.000001"), one));
        assert!(share_change_counts(shares("100"), shares("98.9"), one));
        assert!(!share_change_counts(shares("100"), shares("100"), one));
    }

    /// A float of 8% changes above 9% and below 7% only (R46 9.3).
    #[test]
    fn g10_float_buffer() {
        let factor = |text: &str| text.parse::<Factor>().unwrap();
        let percent = |text: &str| text.parse::<Percent>().unwrap();
        let buffer = FloatBuffer {
            points: percent("3"),
            low_float_percent: percent("15"),
            low_float_points: percent("1"),
            reference: String::new(),
        };
        let counts = |before, after| float_change_counts(factor(before), factor(after), &buffer);
        assert!(counts("0.08", "0.0901"));
        assert!(counts("0.08", "0.0699"));
        assert!(!counts("0.08", "0.09"));
        assert!(!counts("0.08", "0.07"));
        assert!(!counts("0.50", "0.53"));
        assert!(counts("0.50", "0.5301"));
    }
}
