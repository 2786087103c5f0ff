//! Securities added up to what a stage caps: companies, or securities one by one.

use std::collections::BTreeMap;

use russet_market::{Money, NumberError};

use crate::weighting::Candidate;

/// A company or a security, as a stage sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The number of the company or of the security.
    pub number: u32,
    /// Its value in the index.
    pub value: Money,
    /// Its securities, by their positions.
    pub candidates: Vec<usize>,
}

/// Securities or companies, heaviest first, equal ones by their number, so that the order of securities does not
/// matter. What is worth nothing takes no part.
pub(super) fn parts<'candidates>(
    candidates: impl Iterator<Item = (&'candidates Candidate, Money)>,
    per_security: bool,
) -> Result<Vec<Part>, NumberError> {
    let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
    for (position, (candidate, value)) in candidates.enumerate() {
        let number = if per_security { candidate.security.0 } else { candidate.issuer.0 };
        let empty = || Part { number, value: Money::ZERO, candidates: Vec::new() };
        let part = parts.entry(number).or_insert_with(empty);
        part.value = part.value.plus(value)?;
        part.candidates.push(position);
    }
    let mut parts: Vec<Part> =
        parts.into_values().filter(|part| part.value > Money::ZERO).collect();
    parts.sort_by(|a, b| b.value.cmp(&a.value).then(a.number.cmp(&b.number)));
    Ok(parts)
}

/// What parts are worth together.
pub(super) fn whole(parts: &[Part]) -> Result<Money, NumberError> {
    Money::sum(parts.iter().map(|part| part.value))
}
