//! Price times shares in free float.

use russet_market::Shares;

use super::Candidate;

pub(super) fn shares(candidate: &Candidate) -> Shares {
    candidate.own
}
