//! Price alone: one share of each security, as in a price-weighted average.

use russet_market::Shares;

pub(super) fn shares() -> Shares {
    Shares::ONE
}
