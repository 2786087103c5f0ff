//! Sources of free float, and when a new value is applied.

use russet_market::SecurityKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::KindText;
use super::values::Percent;

/// Sources of free float, besides values that a user supplies, and the buffer for updates.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatSources {
    /// Estimates from fund holdings.
    pub estimated: Option<EstimatedFloatRule>,
    /// Assumptions for recent listings, the shortest period first.
    #[serde(default)]
    pub recent_listings: Vec<RecentListingRule>,
    /// Assumptions by kind of security.
    #[serde(default)]
    pub kinds: Vec<KindFloatRule>,
    /// Changes too small for a scheduled update.
    pub buffer: FloatBuffer,
}

/// Estimates of free float from the quantities of funds that replicate their index in full.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimatedFloatRule {
    /// The funds.
    pub funds: Vec<String>,
    /// The percentile of quantity over shares outstanding that corresponds to a free float of 100%.
    pub constant_percentile: Percent,
    /// Take the percentile over this many of the largest securities of a list, for a fund that holds all
    /// large securities and samples the others. None: over all securities.
    pub largest_securities: Option<u32>,
    /// Lists with fewer usable securities are ignored.
    pub minimum_securities: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// The free float assumed for a recent listing of unknown free float.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecentListingRule {
    /// Applies to this many sessions, counted from the first one.
    pub within_sessions: u32,
    /// The assumed free float.
    pub percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// The free float assumed for a kind of security where it is unknown. For depositary receipts: the part of
/// the company's shares that they represent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindFloatRule {
    /// The kind of security.
    #[schemars(with = "KindText")]
    pub kind: SecurityKind,
    /// The assumed free float.
    pub percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// The change of free float, in percentage points, above which a scheduled update applies it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloatBuffer {
    /// The buffer of most securities.
    pub points: Percent,
    /// Securities with a free float up to this have a smaller buffer.
    pub low_float_percent: Percent,
    /// The smaller buffer.
    pub low_float_points: Percent,
    /// Where the rule was read.
    pub reference: String,
}
