//! Price times all shares, or at most so many times the shares in free float.

use russet_market::Shares;

use super::Candidate;

pub(super) fn shares(line: &Candidate, at_most_times_float: Option<u32>) -> Shares {
    // A product beyond the range of a count is more than all shares.
    at_most_times_float
        .and_then(|times| line.own.micros().checked_mul(i64::from(times)))
        .and_then(|micros| Shares::from_micros(micros).ok())
        .map_or(line.total, |most| most.min(line.total))
}
