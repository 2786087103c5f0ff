//! How eligible companies are chosen for a family that is not cut by rank.

use schemars::JsonSchema;
use serde::Deserialize;

/// How the members of a family are chosen among the eligible companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// All of them.
    All,
    /// The largest, by rank, with ranks that spare members.
    Largest,
    /// A committee chooses: its dated decisions, or the dated lists of a fund that tracks the index.
    Committee,
}

/// The choice of members at a review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// How they are chosen.
    pub method: Method,
    /// How many companies; none: as many as pass.
    pub count: Option<u32>,
    /// So many of the largest eligible companies are left out: another index has them.
    #[serde(default)]
    pub skip: u32,
    /// A company ranked to this enters, member or not; none: as `count`. Ranks are counted after those
    /// left out.
    pub enters_to: Option<u32>,
    /// A member ranked to this stays, as far as there is room; none: as `count`.
    pub stays_to: Option<u32>,
    /// Where the rule was read.
    pub reference: String,
}
