//! The votes of a company, class by class.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::{Factor, Shares};

/// One class of a company's shares, listed or not, and its votes.
///
/// All classes of one company with one effective date together say who decides there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassVotes {
    /// Any listed security of the company.
    pub security: SecurityId,
    /// The first session it holds for.
    pub effective: Date,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// The class, such as `A`.
    pub class: String,
    /// Shares of the class outstanding.
    pub shares: Shares,
    /// Votes of one share; none for non-voting shares and those that vote only where the law
    /// insists.
    pub votes_per_share: Shares,
    /// The part of the class in unrestricted hands; none of an unlisted class.
    pub free_float: Factor,
    /// Where it comes from.
    pub source: String,
}
