//! A user's own word on an input, in the place of what the sources say.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// Which input is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedField {
    /// What the line is: the word of a `SecurityKind`.
    Kind,
    /// The country that the company is assigned to.
    Nationality,
    /// The part of its shares in unrestricted hands, in percent.
    FreeFloatPercent,
    /// The part of the company's votes in unrestricted hands, in percent.
    PublicVotesPercent,
    /// The shares outstanding of the class.
    Shares,
}

impl CorrectedField {
    /// The field as files spell it.
    pub const fn word(self) -> &'static str {
        match self {
            CorrectedField::Kind => "kind",
            CorrectedField::Nationality => "nationality",
            CorrectedField::FreeFloatPercent => "free_float_percent",
            CorrectedField::PublicVotesPercent => "public_votes_percent",
            CorrectedField::Shares => "shares",
        }
    }
}

/// A correction: what, by whom, why, on what evidence, from when until when.
///
/// It is an expert's judgment and is recorded as one; the corrected source stays in the market.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "corrections",
    key = "security_id, field, first_session, known_at",
    order = "security_id",
    known_at = "known_at"
)]
pub struct Correction {
    /// The security.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The input that is overridden.
    pub field: CorrectedField,
    /// The value used instead.
    #[column(was = "value")]
    pub override_value: String,
    /// Who decided it.
    pub who: String,
    /// The reason.
    pub why: String,
    /// The evidence for it.
    pub evidence: String,
    /// The first session it holds for.
    #[column(was = "from")]
    pub first_session: Date,
    /// The last session it holds for; none: until further notice.
    #[column(was = "until")]
    pub last_session: Option<Date>,
    /// The session after whose close it was known.
    pub known_at: Date,
}
