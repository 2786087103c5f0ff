//! Has an index left the limits that its caps were to keep? (CAP54 4.8.)

use std::collections::BTreeMap;

use russet_market::{IssuerId, Money, NumberError};

use crate::methodology::{Percent, Rebalancing};

/// Whether an index of these securities, each with its company and its value in the index, breaks a limit
/// of the rule; always, where the rule has none.
///
/// # Errors
/// [`NumberError`] when a sum leaves the range of money.
///
/// ```
/// use russet_market::{IssuerId, Money};
/// use russet_rules::methodology::Rebalancing;
/// use russet_rules::weighting::exceeds_limits;
/// let text = "months = [3]\nday = { friday = 3 }\nif_company_above_percent = '24'\nsource = 'CAP54'";
/// let rule: Rebalancing = toml::from_str(text).unwrap();
/// let candidate = |company, value| (IssuerId(company), Money::from_femtos(value));
/// assert!(!exceeds_limits(&rule, &[candidate(1, 24), candidate(2, 24), candidate(3, 24), candidate(4, 24), candidate(5, 4)])?);
/// assert!(exceeds_limits(&rule, &[candidate(1, 13), candidate(1, 12), candidate(2, 75)])?);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn exceeds_limits(
    rule: &Rebalancing,
    candidates: &[(IssuerId, Money)],
) -> Result<bool, NumberError> {
    if !rule.only_when_broken() {
        return Ok(true);
    }
    let mut companies: BTreeMap<IssuerId, Money> = BTreeMap::new();
    for (issuer, value) in candidates {
        let company = companies.entry(*issuer).or_default();
        *company = company.plus(*value)?;
    }
    let total = Money::sum(companies.values().copied())?;
    let part = |percent: Percent| total.part(percent.millionths(), 1_000_000);
    if let Some(limit) = rule.if_company_above_percent {
        let most = part(limit)?;
        if companies.values().any(|value| *value > most) {
            return Ok(true);
        }
    }
    if let (Some(above), Some(together)) = (rule.above_percent, rule.if_together_percent) {
        let threshold = part(above)?;
        let large = Money::sum(companies.into_values().filter(|value| *value > threshold))?;
        return Ok(large > part(together)?);
    }
    Ok(false)
}
