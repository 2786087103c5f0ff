//! Why weights could not be made.

use russet_market::{NumberError, SecurityId};

/// Why weights could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeightingError {
    /// The index has too few companies or securities for its caps.
    #[error(
        "the cap of '{reference}' cannot hold: {count} {what} cannot take in all of the index \
         (hint: raise the cap, or let the index hold more)"
    )]
    NoRoom {
        /// Where the stage that cannot hold was read.
        reference: String,
        /// How many share the index.
        count: usize,
        /// Companies or securities.
        what: &'static str,
    },
    /// Stages contradict each other.
    #[error(
        "the stages of caps contradict each other: none of {rounds} rounds satisfied all of them (hint: \
         raise a cap, or take a stage out)"
    )]
    Unsettled {
        /// How often all stages were applied.
        rounds: usize,
    },
    /// A weight cannot be turned into shares.
    #[error(
        "{security} has no price, so an equal weight gives it no shares (hint: leave the candidate out, \
         or give it a price on the pricing day)"
    )]
    NoPrice {
        /// The security.
        security: SecurityId,
    },
    /// There is nothing to be shared out.
    #[error("the index is worth nothing, so equal weights give no shares (hint: give it a value)")]
    NoValue,
    /// No security is large enough.
    #[error(
        "no candidate can be held by a fund of the size in '{reference}' (hint: lower its notional, or \
         raise its float_percent)"
    )]
    NoCapacity {
        /// Where the rule was read.
        reference: String,
    },
    /// A number left its range.
    #[error(transparent)]
    Number(#[from] NumberError),
}

impl WeightingError {
    /// Whether caps are at fault: the index holds too few for them.
    ///
    /// ```
    /// use russet_rules::WeightingError;
    /// assert!(WeightingError::Unsettled { rounds: 7 }.leaves_no_room());
    /// assert!(!WeightingError::NoValue.leaves_no_room());
    /// ```
    pub const fn leaves_no_room(&self) -> bool {
        matches!(self, WeightingError::NoRoom { .. } | WeightingError::Unsettled { .. })
    }
}
