//! How many index shares a company's lines get.

use jiff::civil::Date;
use russet_market::{Factor, NumberError, SecurityId, Shares};
use russet_rules::free_float::{Found, FreeFloats, KnownFloat};
use russet_rules::methodology::{FloatBuffer, Percent};
use russet_rules::share_counts::Counted;
use serde::{Deserialize, Serialize};

/// What a line's index shares are made of: its own shares, times its free float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target {
    pub(crate) line: SecurityId,
    /// The line's own shares.
    #[serde(with = "crate::packed")]
    pub(super) count: Shares,
    /// The day from which that count holds.
    #[serde(with = "crate::packed")]
    pub(super) counted_from: Date,
    /// The ex-date of the last corporate action that changed the count: older counts are no news.
    #[serde(with = "crate::packed::optional")]
    pub(super) count_acted_on: Option<Date>,
    /// The ex-date of the last corporate action that changed the float.
    #[serde(with = "crate::packed::optional")]
    pub(super) float_acted_on: Option<Date>,
    /// The free float.
    pub(super) float: KnownFloat,
}

/// The changes that regular updates leave alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buffers<'family> {
    pub(super) shares: Percent,
    pub(super) float: &'family FloatBuffer,
}

impl Target {
    pub(super) const fn new(
        line: SecurityId,
        count: Shares,
        counted_from: Date,
        float: KnownFloat,
    ) -> Target {
        Target { line, count, counted_from, count_acted_on: None, float_acted_on: None, float }
    }

    /// The index shares.
    pub(crate) fn shares(&self) -> Shares {
        self.count.scaled(self.float.factor)
    }

    /// A newer target, as far as it tells something newer than the actions that this one went through.
    pub(super) fn renewed(&self, newer: Newer<'_>) -> Target {
        let (counts, floats) = self.outdated_by(newer);
        self.with(newer, (counts, floats))
    }

    /// What of a newer target is taken over: count and float each when it moved beyond its buffer;
    /// nothing when neither did.
    pub(super) fn beyond(&self, newer: Newer<'_>, buffers: Buffers<'_>) -> Option<Target> {
        let (counts, floats) = self.outdated_by(newer);
        let counts = counts && share_change_counts(self.count, newer.count, buffers.shares);
        let floats =
            floats && float_change_counts(self.float.factor, newer.float.factor, buffers.float);
        (counts || floats).then(|| self.with(newer, (counts, floats)))
    }

    /// Whether the count and the float of a newer target are no older than the actions that this one went
    /// through.
    fn outdated_by(&self, newer: Newer<'_>) -> (bool, bool) {
        let since = newer.float.since;
        let counts = self.count_acted_on.is_none_or(|acted| newer.counted_from >= acted);
        let floats =
            self.float_acted_on.is_none_or(|acted| since.is_some_and(|since| since >= acted));
        (counts, floats)
    }

    /// This target with the count, the float or both of a newer one.
    fn with(&self, newer: Newer<'_>, (counts, floats): (bool, bool)) -> Target {
        Target {
            line: self.line,
            count: if counts { newer.count } else { self.count },
            counted_from: if counts { newer.counted_from } else { self.counted_from },
            count_acted_on: self.count_acted_on.filter(|_| !counts),
            float: if floats { newer.float.told() } else { self.float.clone() },
            float_acted_on: self.float_acted_on.filter(|_| !floats),
        }
    }
}

/// What a line's index shares could be made of on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Newer<'a> {
    pub(crate) line: SecurityId,
    pub(super) count: Shares,
    pub(super) counted_from: Date,
    pub(super) float: Found<'a>,
}

impl Newer<'_> {
    /// The index shares.
    pub(crate) fn shares(&self) -> Shares {
        self.count.scaled(self.float.factor)
    }

    /// The target of a line that has none yet.
    pub(super) fn target(self) -> Target {
        Target::new(self.line, self.count, self.counted_from, self.float.told())
    }
}

/// The newer targets of the lines of a company on a day, from the counts of each line.
pub(crate) fn targets_of<'a>(
    floats: &'a FreeFloats<'_>,
    lines: &[SecurityId],
    own: &[Option<Counted<'a>>],
    day: Date,
) -> Result<Vec<Newer<'a>>, NumberError> {
    let mut targets = Vec::with_capacity(lines.len());
    for (line, own) in lines.iter().zip(own) {
        if let Some(count) = own {
            let float = floats.on(*line, Some(count), day);
            let (counted_from, count) = (count.since, count.shares);
            targets.push(Newer { line: *line, count, counted_from, float });
        } else if let Some((shares, shown)) = floats.fund_shares(*line, day)? {
            targets.push(of_quantity(*line, shares, &shown.fund, shown.as_of));
        }
    }
    Ok(targets)
}

/// A target in the quantities of a fund.
pub(super) fn of_quantity(line: SecurityId, count: Shares, fund: &str, as_of: Date) -> Newer<'_> {
    let float = Found::in_index_shares(fund, as_of);
    Newer { line, count, counted_from: as_of, float }
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
