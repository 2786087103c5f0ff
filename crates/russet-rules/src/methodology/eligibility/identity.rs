//! Screens for the identity of a security: its exchange, kind and country.

use russet_market::{Mic, SecurityKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::methodology::schema::{KindText, MicText};
use crate::nationality::{AssignmentRule, NShareRule};

/// The exchanges of eligible securities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRule {
    /// The accepted exchanges.
    #[schemars(with = "Vec<MicText>")]
    pub accepted: Vec<Mic>,
    /// Sessions without a closing price after which a security counts as unlisted.
    pub stale_after_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// The kinds of eligible securities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The accepted kinds.
    #[schemars(with = "Vec<KindText>")]
    pub accepted: Vec<SecurityKind>,
    /// Further kinds that are accepted if a fund has held the company.
    #[serde(default)]
    #[schemars(with = "Vec<KindText>")]
    pub accepted_when_listed: Vec<SecurityKind>,
    /// Kinds derived from a company's register entry; the first match applies.
    #[serde(default)]
    pub registered: Vec<RegisteredKind>,
    /// Where the rule was read.
    pub reference: String,
}

/// A kind derived from a company's register entry. Every condition given must match.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisteredKind {
    /// The kind of the company's securities.
    #[schemars(with = "KindText")]
    pub kind: SecurityKind,
    /// Its SIC code is one of these.
    #[serde(default)]
    pub sic: Vec<u16>,
    /// It has no SIC code.
    #[serde(default)]
    pub without_sic: bool,
    /// Its entity type is one of these.
    #[serde(default)]
    pub entity_types: Vec<String>,
    /// Its name and industry contain none of these words; in lower case.
    #[serde(default)]
    pub excluded_words: Vec<String>,
    /// Where the rule was read.
    pub reference: String,
}

/// The nationality of eligible companies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NationalityRule {
    /// How a company is assigned to a country from its filings.
    pub assignment: AssignmentRule,
    /// A register read up to this many days after the rank day takes precedence over the listing.
    pub register_outweighs_within_days: u32,
    /// How mainland Chinese companies listed in the United States are recognized.
    pub n_share: NShareRule,
    /// Countries that a name may give in brackets, which take precedence over the data source's country.
    pub named_in_brackets: Vec<String>,
    /// Words in the names of foreign companies' securities, used where no country is known; in lower case.
    pub foreign_wording: Vec<String>,
    /// Words that override those.
    pub home_wording: Vec<String>,
    /// Words in the names of foreign companies' securities, whatever the country.
    pub always_foreign_wording: Vec<String>,
    /// Whether members are exempt.
    pub exempts_members: bool,
    /// Where the rule was read.
    pub reference: String,
}
