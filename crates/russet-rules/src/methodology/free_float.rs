//! How the free float of a security is known, and when a new one is taken over.

use russet_market::SecurityKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::KindText;
use super::values::Percent;

/// Where free floats come from, besides what a user supplies, and their buffers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatSources {
    /// Estimates from funds' quantities.
    pub estimated: Option<EstimatedFloatRule>,
    /// What is assumed of a security that came to market lately, the youngest first.
    #[serde(default)]
    pub recent_listings: Vec<RecentListingRule>,
    /// What is assumed of a kind of security.
    #[serde(default)]
    pub kinds: Vec<KindFloatRule>,
    /// Regular updates leave smaller changes alone.
    pub buffer: FloatBuffer,
}

/// Free floats from the quantities of funds that hold every member of their index.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimatedFloatRule {
    /// The funds.
    pub funds: Vec<String>,
    /// The percentile of quantity over shares at which a security whose shares are all free stands.
    pub constant_percentile: Percent,
    /// The constant is that of this many of the largest securities of a list: of a fund that holds all large
    /// securities and a sample of the others. None: of all securities.
    pub largest_lines: Option<u32>,
    /// Lists with fewer usable securities are ignored.
    pub minimum_lines: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// The free float assumed of a security that came to market lately and of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecentListingRule {
    /// This many sessions from its first one on.
    pub within_sessions: u32,
    /// The free float assumed.
    pub percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// The free float assumed of a kind of security of which nothing is known: of receipts, the part of the
/// company's shares that they stand for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindFloatRule {
    /// The kind.
    #[schemars(with = "KindText")]
    pub kind: SecurityKind,
    /// The free float assumed.
    pub percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// The change of free float, in percentage points, beyond which a regular update takes it over.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FloatBuffer {
    /// The buffer of most securities.
    pub points: Percent,
    /// Lines up to this free float have a smaller one.
    pub low_float_percent: Percent,
    /// The smaller one.
    pub low_float_points: Percent,
    /// Where the rule was read.
    pub reference: String,
}
