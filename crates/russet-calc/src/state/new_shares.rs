//! Newer share counts and free floats: what regular updates take over, and what they leave alone.

use jiff::civil::Date;
use russet_market::{Factor, NumberError, SecurityId, Shares};
use russet_rules::free_float::{FreeFloats, SourcedFloat};
use russet_rules::methodology::{FloatBuffer, Percent};
use russet_rules::share_counts::AdjustedCount;

use super::security_shares::SecurityShares;

/// The changes that regular updates leave alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Buffers<'family> {
    pub(crate) shares: Percent,
    pub(crate) float: &'family FloatBuffer,
}

impl SecurityShares {
    /// These shares with what is newer than the actions they went through.
    pub(crate) fn renewed(&self, newer: NewShares<'_>) -> SecurityShares {
        let (counts, floats) = self.outdated_by(newer);
        self.with(newer, (counts, floats))
    }

    /// These shares with whatever moved beyond its buffer, the count and the float each by itself; nothing when
    /// neither did.
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

    /// Whether a newer count and float are no older than the actions that these shares went through.
    fn outdated_by(&self, newer: NewShares<'_>) -> (bool, bool) {
        let since = newer.float.since;
        let counts = self.count_acted_on.is_none_or(|acted| newer.counted_from >= acted);
        let floats =
            self.float_acted_on.is_none_or(|acted| since.is_some_and(|since| since >= acted));
        (counts, floats)
    }

    /// These shares with the count, the float or both of newer ones.
    fn with(&self, newer: NewShares<'_>, (counts, floats): (bool, bool)) -> SecurityShares {
        SecurityShares {
            security: self.security,
            count: if counts { newer.count } else { self.count },
            counted_from: if counts { newer.counted_from } else { self.counted_from },
            count_acted_on: self.count_acted_on.filter(|_| !counts),
            float: if floats { newer.float.to_known() } else { self.float.clone() },
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
    pub(crate) float: SourcedFloat<'a>,
}

impl NewShares<'_> {
    /// The index shares.
    pub(crate) fn shares(&self) -> Shares {
        self.count.scaled(self.float.factor)
    }

    /// The target of a security that has none yet.
    pub(crate) fn into_shares(self) -> SecurityShares {
        SecurityShares::new(self.security, self.count, self.counted_from, self.float.to_known())
    }
}

/// The newer shares of the securities of a company on a day, from the count of each.
pub(crate) fn new_shares_of<'a>(
    floats: &'a FreeFloats<'_>,
    securities: &[SecurityId],
    own: &[Option<AdjustedCount<'a>>],
    day: Date,
) -> Result<Vec<NewShares<'a>>, NumberError> {
    let mut targets = Vec::with_capacity(securities.len());
    for (security, own) in securities.iter().zip(own) {
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

/// Shares in the quantities of a fund.
pub(crate) fn of_quantity(
    security: SecurityId,
    count: Shares,
    fund: &str,
    as_of: Date,
) -> NewShares<'_> {
    let float = SourcedFloat::in_index_shares(fund, as_of);
    NewShares { security, count, counted_from: as_of, float }
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
