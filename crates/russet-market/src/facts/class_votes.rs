//! The votes of a company, class by class.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;
use crate::numbers::{Factor, Shares};

/// One class of a company's shares, listed or not, and its votes.
///
/// All classes of one company with one effective date together say who decides there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "class_votes",
    key = "security_id, effective_date, known_at, share_class, source",
    order = "security_id, effective_date, known_at",
    known_at = "known_at"
)]
pub struct ClassVotes {
    /// Any listed security of the company.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The first session it holds for.
    #[column(was = "effective")]
    pub effective_date: Date,
    /// The session after whose close it was known.
    pub known_at: Date,
    /// The class, such as `A`.
    #[column(was = "class")]
    pub share_class: String,
    /// Shares of the class outstanding.
    #[column(was = "shares")]
    pub shares_outstanding: Shares,
    /// Votes of one share; none for non-voting shares and those that vote only where the law
    /// insists.
    #[column(unit = "votes a share")]
    pub votes_per_share: Shares,
    /// The part of the class in unrestricted hands; none of an unlisted class.
    pub free_float: Factor,
    /// Where it comes from.
    pub source: String,
}
