//! A security as it was described over a range of dates.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::{IssuerId, SecurityId, Ticker};
use crate::mic::Mic;

/// What a line is, as far as its name, suffix and industry tell.
///
/// Whether a kind may enter an index is the methodology's word, not this type's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecurityKind {
    /// Common or ordinary shares of an operating company, REITs among them.
    Common,
    /// Shares of a company that has only cash and a promise to buy another (SPAC).
    #[serde(alias = "blank_cheque")]
    BlankCheck,
    /// American or other depositary receipts.
    DepositaryReceipt,
    /// Closed-end funds, exchange-traded products, business development companies.
    Fund,
    /// Units of a limited partnership.
    Partnership,
    /// Units or shares of a limited liability company.
    LimitedLiabilityCompany,
    /// Units of a royalty trust.
    RoyaltyTrust,
    /// Preferred shares, convertible or not.
    Preferred,
    /// Notes, bonds, debentures.
    Debt,
    /// Units of shares with warrants or rights.
    Unit,
    /// Warrants.
    Warrant,
    /// Rights and contingent value rights.
    Right,
}

impl SecurityKind {
    /// Every kind.
    pub const ALL: [SecurityKind; 12] = [
        SecurityKind::Common,
        SecurityKind::BlankCheck,
        SecurityKind::DepositaryReceipt,
        SecurityKind::Fund,
        SecurityKind::Partnership,
        SecurityKind::LimitedLiabilityCompany,
        SecurityKind::RoyaltyTrust,
        SecurityKind::Preferred,
        SecurityKind::Debt,
        SecurityKind::Unit,
        SecurityKind::Warrant,
        SecurityKind::Right,
    ];

    /// The kind in words, for a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            SecurityKind::Common => "common share",
            SecurityKind::BlankCheck => "blank-check company",
            SecurityKind::DepositaryReceipt => "depositary receipt",
            SecurityKind::Fund => "fund or business development company",
            SecurityKind::Partnership => "limited partnership",
            SecurityKind::LimitedLiabilityCompany => "limited liability company",
            SecurityKind::RoyaltyTrust => "royalty trust",
            SecurityKind::Preferred => "preferred share",
            SecurityKind::Debt => "debt security",
            SecurityKind::Unit => "unit",
            SecurityKind::Warrant => "warrant",
            SecurityKind::Right => "right",
        }
    }
}

/// What was known of a security from one date to another.
///
/// A new ticker, name, market or description makes a new version of the same security.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "securities",
    key = "security_id, first_session, ticker, known_at",
    order = "security_id, first_session",
    known_at = "known_at"
)]
pub struct SecurityVersion {
    /// The security's permanent id.
    #[column(was = "security")]
    pub security_id: SecurityId,
    /// The company's permanent id.
    #[column(was = "issuer")]
    pub issuer_id: IssuerId,
    /// The symbol over these dates.
    pub ticker: Ticker,
    /// The security's name over these dates.
    pub name: String,
    /// Where it trades.
    pub mic: Mic,
    /// What it is.
    pub kind: SecurityKind,
    /// The share class, such as `A`, where the name tells.
    pub share_class: Option<String>,
    /// The country the source gives: weak evidence of nationality.
    pub country: Option<String>,
    /// The source's sector.
    pub sector: Option<String>,
    /// The source's industry.
    pub industry: Option<String>,
    /// The year it first traded, where the source tells.
    pub ipo_year: Option<u16>,
    /// The first session of this description.
    #[column(was = "from")]
    pub first_session: Date,
    /// The last session so described that has been seen; later sessions may follow.
    #[column(was = "to")]
    pub last_session: Date,
    /// The session after whose close it was known.
    pub known_at: Date,
}
