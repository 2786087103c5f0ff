//! The same weight for each group, and in each group for each of its securities.

use std::collections::BTreeMap;

use russet_market::{Money, Shares};

use super::{Candidate, WeightingError, capacity};
use crate::methodology::Weighting;

/// The shares that each security's part of the value buys, in the order given; none for a security that a fund
/// of the rule's size could not hold.
///
/// The securities of each group are counted once, before any is left out (R46 10, whose published example
/// judges every security by the count before): what is left then shares the index.
pub(super) fn shares(
    rule: &Weighting,
    candidates: &[&Candidate],
    value: Money,
) -> Result<Vec<Shares>, WeightingError> {
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    if value <= Money::ZERO {
        return Err(WeightingError::NoValue);
    }
    if let Some(candidate) = candidates.iter().find(|candidate| candidate.unit <= Money::ZERO) {
        return Err(WeightingError::NoPrice { security: candidate.security });
    }
    let mut held = vec![true; candidates.len()];
    if let Some(limit) = &rule.capacity {
        for (position, parts) in parts(rule, candidates, &held) {
            held[position] = capacity::holds(limit, candidates[position], parts)?;
        }
        if !held.contains(&true) {
            return Err(WeightingError::NoCapacity { reference: limit.reference.clone() });
        }
    }
    let mut shares = vec![Shares::ZERO; candidates.len()];
    for (position, parts) in parts(rule, candidates, &held) {
        shares[position] = value.buys(candidates[position].unit, parts)?;
    }
    Ok(shares)
}

/// How many such parts make the index, for each security that is held.
fn parts(rule: &Weighting, candidates: &[&Candidate], held: &[bool]) -> Vec<(usize, u64)> {
    // Securities without a group are a group of their own: none of them is lost, none counts for more.
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (position, candidate) in
        candidates.iter().enumerate().filter(|(position, _)| held[*position])
    {
        let group = rule.groups.and(candidate.group.as_deref());
        groups.entry(group).or_default().push(position);
    }
    let count = groups.len() as u64;
    let parts = |members: Vec<usize>| {
        let parts = count * members.len() as u64;
        members.into_iter().map(move |position| (position, parts))
    };
    groups.into_values().flat_map(parts).collect()
}
