//! What weights are made of, and what comes out.

use russet_market::{Factor, IssuerId, Money, SecurityId, Shares};

/// A security that an index holds or shall hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The security.
    pub security: SecurityId,
    /// Its company.
    pub issuer: IssuerId,
    /// What it is grouped by, where a scheme weighs groups first.
    pub group: Option<String>,
    /// The value of one share in the index's currency, at the close that prices the weights.
    pub unit: Money,
    /// All shares of the security.
    pub total: Shares,
    /// Those in free float.
    pub own: Shares,
    /// The probability of the index's side of a style; one in other indexes.
    pub style: Factor,
    /// Whether it is the company's pricing vehicle.
    pub is_primary: bool,
}

/// What a security gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightedSecurity {
    /// The security.
    pub security: SecurityId,
    /// Its index shares; none when it is left out.
    pub shares: Shares,
    /// Its capping factor; one where nothing caps.
    pub factor: Factor,
}
