//! Price times shares in free float times the probability of one side of a style: the shares of both
//! sides add up to the security's own (R46 8.1).

use russet_market::Shares;

use super::Candidate;

pub(super) fn shares(candidate: &Candidate) -> Shares {
    candidate.own.scaled(candidate.style)
}
