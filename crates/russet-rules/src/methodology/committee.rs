//! An index whose members a fund's lists decide.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who decides instead of rules: the dated decisions that the market holds, and the dated lists
/// of a fund that tracks the index, where one is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// The fund whose lists are the committee's word, each from the session after its date.
    pub fund: Option<String>,
    /// The index that it decides; the only one of the family that is computed, with its children.
    pub index: String,
    /// Whether the fund's quantities are the index shares.
    #[serde(default)]
    pub quantities: bool,
    /// Shorter lists are ignored.
    pub minimum_lines: u32,
    /// So are those of this many sessions after a reconstitution.
    #[serde(default)]
    pub settle_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}
