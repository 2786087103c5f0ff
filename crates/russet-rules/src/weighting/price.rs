//! Price alone: one share of each line, as in a price-weighted average.

use russet_market::Shares;

pub(super) fn shares() -> Shares {
    Shares::ONE
}
