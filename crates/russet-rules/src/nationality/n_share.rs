//! Companies of mainland China that are incorporated elsewhere and listed in America (N shares).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::report::is_same;
use crate::methodology::Percent;

/// Names and thresholds for N shares.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NShareRule {
    /// The names of mainland China.
    pub mainland: Vec<String>,
    /// A company becomes an N share when more than this percentage of its revenue or assets is from the
    /// mainland.
    pub above_percent: Percent,
    /// It ceases to be one when both percentages fall below this.
    pub below_percent: Percent,
    /// Where the rule was read.
    pub reference: String,
}

/// What is known of a company; unknown is none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NShareEvidence {
    /// Where it is incorporated.
    pub incorporation: Option<String>,
    /// Whether it is listed on one of the American exchanges that count.
    pub is_listed: bool,
    /// Whether a person or entity of the mainland controls it.
    pub is_controlled: Option<bool>,
    /// Where it comes from: asked only when control is not known.
    pub origin: Option<String>,
    /// Where its headquarters are: asked only when control is not known.
    pub headquarters: Option<String>,
    /// Percent of its assets in the mainland, in the latest year alone.
    pub assets_percent: Option<f64>,
    /// Percent of its revenue from the mainland, in the latest year alone.
    pub revenue_percent: Option<f64>,
}

/// Whether a company is an N share (R46 App. B).
///
/// One that was none becomes one when all is known to hold; one that was stays one until something is
/// known to fail, so that between the two thresholds it is what it was.
///
/// ```
/// use russet_rules::nationality::{NShareEvidence, NShareRule, is_n_share};
/// let rule = NShareRule {
///     mainland: vec!["China".to_owned()],
///     above_percent: "55".parse()?,
///     below_percent: "45".parse()?,
///     reference: "R46 App. B".to_owned(),
/// };
/// let company = NShareEvidence {
///     incorporation: Some("Cayman Islands".to_owned()),
///     is_listed: true,
///     is_controlled: Some(true),
///     assets_percent: Some(50.0),
///     revenue_percent: Some(40.0),
///     ..NShareEvidence::default()
/// };
/// assert!(!is_n_share(false, &company, &rule));
/// assert!(is_n_share(true, &company, &rule));
/// # Ok::<(), String>(())
/// ```
pub fn is_n_share(previously: bool, evidence: &NShareEvidence, rule: &NShareRule) -> bool {
    let mainland = |country: &String| rule.mainland.iter().any(|name| is_same(name, country));
    let is_outside = evidence.incorporation.as_ref().map(|country| !mainland(country));
    let is_controlled = evidence.is_controlled.or_else(|| {
        let origin = evidence.origin.as_ref().map(&mainland);
        let headquarters = evidence.headquarters.as_ref().map(&mainland);
        match (origin, headquarters) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        }
    });
    let parts =
        [evidence.assets_percent, evidence.revenue_percent].map(|part| part.map(millionths));
    match previously {
        true => {
            let below = parts
                .iter()
                .all(|part| part.is_some_and(|part| part < rule.below_percent.millionths()));
            evidence.is_listed
                && is_outside != Some(false)
                && is_controlled != Some(false)
                && !below
        }
        false => {
            let above = parts.iter().flatten().any(|part| *part > rule.above_percent.millionths());
            evidence.is_listed && is_outside == Some(true) && is_controlled == Some(true) && above
        }
    }
}

/// Percent in millionths of the whole.
fn millionths(percent: f64) -> i128 {
    (percent * 1e4).round() as i128
}
