//! Screens that ask what a security is: where it is listed, of which kind, and of which country.

use russet_market::{Mic, SecurityKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::{KindText, MicText};
use crate::nationality::{AssignmentRule, NShareRule};

/// Where a security must be listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRule {
    /// The accepted markets.
    #[schemars(with = "Vec<MicText>")]
    pub accepted: Vec<Mic>,
    /// Sessions without a close after which a security counts as not listed.
    pub stale_after_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// What a security must be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The accepted kinds.
    #[schemars(with = "Vec<KindText>")]
    pub accepted: Vec<SecurityKind>,
    /// Kinds that are accepted too where a fund's list vouched for the company.
    #[serde(default)]
    #[schemars(with = "Vec<KindText>")]
    pub accepted_when_listed: Vec<SecurityKind>,
    /// Kinds derived from a company's entry in a register, the first that fits.
    #[serde(default)]
    pub registered: Vec<RegisteredKind>,
    /// Where the rule was read.
    pub reference: String,
}

/// A kind derived from a company's entry in a register. All that is given must fit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisteredKind {
    /// What such a company's shares are.
    #[schemars(with = "KindText")]
    pub kind: SecurityKind,
    /// Its standard industrial classification is one of these.
    #[serde(default)]
    pub sic: Vec<u16>,
    /// It has none.
    #[serde(default)]
    pub without_sic: bool,
    /// Its entity type is one of these.
    #[serde(default)]
    pub entity_types: Vec<String>,
    /// Not where its name or industry has one of these words, in lower case.
    #[serde(default)]
    pub excluded_words: Vec<String>,
    /// Where the rule was read.
    pub reference: String,
}

/// Whose companies belong.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalityRule {
    /// How papers assign a company to a country.
    pub assignment: AssignmentRule,
    /// A register read up to this many days after the rank day outweighs what the listing says.
    pub register_outweighs_within_days: u32,
    /// How companies of mainland China that list in America are recognized.
    pub n_share: NShareRule,
    /// Countries that a name gives in brackets, better evidence than the source's column.
    pub named_in_brackets: Vec<String>,
    /// Words of foreign companies' securities, asked where no country is known; in lower case.
    pub foreign_wording: Vec<String>,
    /// Words that outweigh those.
    pub home_wording: Vec<String>,
    /// Words of foreign companies' securities, whatever the country.
    pub always_foreign_wording: Vec<String>,
    /// Whether it is asked of newcomers only.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
