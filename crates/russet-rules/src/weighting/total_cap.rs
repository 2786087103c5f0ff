//! Price times all shares, or at most a multiple of the shares in free float.

use russet_market::Shares;

use super::Candidate;

pub(super) fn shares(candidate: &Candidate, maximum_float_multiple: Option<u32>) -> Shares {
    // A product beyond the range of a count is more than all shares.
    maximum_float_multiple
        .and_then(|times| candidate.own.micros().checked_mul(i64::from(times)))
        .and_then(|micros| Shares::from_micros(micros).ok())
        .map_or(candidate.total, |most| most.min(candidate.total))
}
