//! The same weight for each group, and in each group for each of its lines.

use std::collections::BTreeMap;

use russet_market::{Money, Shares};

use super::{Candidate, WeightingError, capacity};
use crate::methodology::Weighting;

/// The shares that each line's part of the value buys, in the order given; none for a line that a fund
/// of the rule's size could not hold.
///
/// The lines of each group are counted once, before any is left out (R46 10, whose published example
/// judges every line by the count before): what is left then shares the index.
pub(super) fn shares(
    rule: &Weighting,
    lines: &[&Candidate],
    value: Money,
) -> Result<Vec<Shares>, WeightingError> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    if value <= Money::ZERO {
        return Err(WeightingError::NoValue);
    }
    if let Some(line) = lines.iter().find(|line| line.unit <= Money::ZERO) {
        return Err(WeightingError::NoPrice { security: line.security });
    }
    let mut held = vec![true; lines.len()];
    if let Some(limit) = &rule.capacity {
        for (position, parts) in parts(rule, lines, &held) {
            held[position] = capacity::holds(limit, lines[position], parts)?;
        }
        if !held.contains(&true) {
            return Err(WeightingError::NoCapacity { reference: limit.reference.clone() });
        }
    }
    let mut shares = vec![Shares::ZERO; lines.len()];
    for (position, parts) in parts(rule, lines, &held) {
        shares[position] = value.buys(lines[position].unit, parts)?;
    }
    Ok(shares)
}

/// How many such parts make the index, for each line that is held.
fn parts(rule: &Weighting, lines: &[&Candidate], held: &[bool]) -> Vec<(usize, u64)> {
    // Lines without a group are a group of their own: none of them is lost, none counts for more.
    let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (position, line) in lines.iter().enumerate().filter(|(position, _)| held[*position]) {
        let group = rule.groups.and(line.group.as_deref());
        groups.entry(group).or_default().push(position);
    }
    let count = groups.len() as u64;
    let parts = |members: Vec<usize>| {
        let parts = count * members.len() as u64;
        members.into_iter().map(move |position| (position, parts))
    };
    groups.into_values().flat_map(parts).collect()
}
