//! Can a fund of some size hold a security at its weight? (R46 10.)

use russet_market::NumberError;

use super::Candidate;
use crate::methodology::Capacity;

/// Whether the fund's position, at one of several equal parts of its notional, is at most the limit's
/// part of the shares in free float.
pub(super) fn holds(
    rule: &Capacity,
    candidate: &Candidate,
    parts: u64,
) -> Result<bool, NumberError> {
    let position = i128::from(rule.notional.buys(candidate.unit, parts)?.micros());
    let limit = i128::from(candidate.own.micros()) * rule.float_percent.millionths();
    Ok(position * 1_000_000 <= limit)
}
