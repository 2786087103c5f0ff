//! An index whose members are decided by a committee or by a fund's holdings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A committee that decides instead of rules: by its dated decisions, and by the dated holdings of a fund
/// that tracks the index, where one is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// The fund whose holdings are the committee's decisions, each list from the session after its date.
    pub fund: Option<String>,
    /// The index whose members it decides. Only this index and its children are computed.
    pub index: String,
    /// Whether the fund's quantities are used as index shares.
    #[serde(default)]
    pub quantities: bool,
    /// Lists with fewer securities are ignored.
    pub minimum_securities: u32,
    /// Lists of the first sessions after a reconstitution, this many of them, are ignored too.
    #[serde(default)]
    pub settle_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}
