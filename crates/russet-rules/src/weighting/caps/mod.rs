//! Capping: stage after stage, until every stage in force holds for the rounded shares.
//!
//! | module | what it does |
//! |---|---|
//! | `basket` | lines with their factors, added up to companies |
//! | `each` | the most that each may weigh |
//! | `together` | the most that the large ones may weigh together |
//!
//! A factor only falls, and the rest keep theirs: what is taken away goes to them in proportion of
//! itself, because weights are parts of a smaller whole. Once all stages hold, factors and shares are
//! rounded, and the stages asked again of the values of rounded shares, so that what they leave alone
//! holds exactly at the prices given. A stage that fired once stays in force; one that did not is asked
//! again in the next round.

mod basket;
mod each;
mod together;

use std::collections::BTreeSet;

use russet_market::{Money, NumberError, Shares};

use super::{Candidate, Weighed, WeightingError};
use crate::methodology::{CapStage, Percent};
use basket::{Basket, Part};

/// Rounds after which caps are found to leave too little room: where there is some, each round takes away
/// a good part of what is still too much.
const ROUNDS: usize = 1_000;

/// What a stage asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Answer {
    /// Nothing.
    Holds,
    /// The first ones are to be worth at most this.
    BringDown(Vec<Money>),
    /// Something that cannot be.
    NoRoom,
}

/// A stage and what is known of it after its first round.
struct Stage<'rule> {
    rule: &'rule CapStage,
    /// Whether it fired; a stage without a trigger always has.
    in_force: bool,
    /// Those that were large when it fired.
    large: BTreeSet<u32>,
}

/// Shares and factors under caps, in the order given.
pub(super) fn cap(
    stages: &[&CapStage],
    lines: &[&Candidate],
    uncapped: &[Shares],
) -> Result<Vec<Weighed>, WeightingError> {
    let mut basket = Basket::new(lines, uncapped)?;
    let new = |rule| Stage { rule, in_force: false, large: BTreeSet::new() };
    let mut stages: Vec<Stage<'_>> = stages.iter().copied().map(new).collect();
    settle(&mut stages, &mut basket)?;
    basket.round()?;
    settle(&mut stages, &mut basket)?;
    // Where there is just room, rounding touches every line.
    while basket.raise()? {
        settle(&mut stages, &mut basket)?;
    }
    Ok(basket.weighed())
}

/// Asks stage after stage, until none brings anything down.
fn settle(stages: &mut [Stage<'_>], basket: &mut Basket<'_>) -> Result<(), WeightingError> {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for stage in &mut *stages {
            changed |= stage.apply(basket)?;
        }
        if !changed {
            return Ok(());
        }
    }
    Err(WeightingError::Unsettled { rounds: ROUNDS })
}

impl Stage<'_> {
    /// Brings down what is too heavy; false when nothing was.
    fn apply(&mut self, basket: &mut Basket<'_>) -> Result<bool, WeightingError> {
        let mut parts = basket.parts(self.rule.per_security)?;
        if !self.in_force {
            self.in_force = self.fires(&parts)?;
        }
        if !self.in_force {
            return Ok(false);
        }
        // Large ones first, though rounding may have put another one beside the smallest of them.
        parts.sort_by_key(|part| !self.large.contains(&part.number));
        let no_room = || WeightingError::NoRoom {
            reference: self.rule.reference.clone(),
            count: parts.len(),
            what: if self.rule.per_security { "lines" } else { "companies" },
        };
        let targets = match self.answer(&parts)? {
            Answer::Holds => return Ok(false),
            Answer::NoRoom => return Err(no_room()),
            Answer::BringDown(targets) => targets,
        };
        let mut changed = false;
        for (part, target) in parts.iter().zip(targets) {
            changed |= basket.bring_down(part, target)?.ok_or_else(no_room)?;
        }
        Ok(changed)
    }

    /// Whether the stage's trigger is met, or there is none.
    fn fires(&mut self, parts: &[Part]) -> Result<bool, NumberError> {
        let whole = Money::sum(parts.iter().map(|part| part.value))?;
        let part_of = |percent: Percent| whole.part(percent.millionths(), 1_000_000);
        if let Some(limit) = self.rule.fires_above_percent {
            let most = part_of(limit)?;
            return Ok(parts.iter().any(|part| part.value > most));
        }
        let large = match (self.rule.largest, self.rule.above_percent) {
            (Some(count), _) => parts.len().min(count as usize),
            (None, Some(above)) => {
                let limit = part_of(above)?;
                parts.iter().filter(|part| part.value > limit).count()
            }
            (None, None) => return Ok(true),
        };
        let sum = Money::sum(parts[..large].iter().map(|part| part.value))?;
        let fires = match (self.rule.fires_together_percent, self.rule.together_percent) {
            // "At least": a whole that does not divide is not reached by rounding it down.
            (Some(limit), _) => {
                sum.part(1_000_000, 1)?
                    >= Money::from_femtos(limit.millionths()).part(whole.femtos(), 1)?
            }
            (None, Some(limit)) => sum > part_of(limit)?,
            (None, None) => false,
        };
        if fires && (self.rule.largest.is_some() || self.rule.others_percent.is_some()) {
            self.large = parts[..large].iter().map(|part| part.number).collect();
        }
        Ok(fires)
    }

    fn answer(&self, parts: &[Part]) -> Result<Answer, NumberError> {
        let values: Vec<Money> = parts.iter().map(|part| part.value).collect();
        if let Some(most) = self.rule.each_percent {
            return each::targets(&values, most);
        }
        let Some(together) = self.rule.together_percent else { return Ok(Answer::Holds) };
        match (self.rule.above_percent, self.rule.others_percent) {
            (Some(above), None) => {
                together::threshold(&values, above.millionths(), together.millionths())
            }
            (_, others) => {
                let others = others.map_or(1_000_000, Percent::millionths);
                together::with_others(&values, self.large.len(), together.millionths(), others)
            }
        }
    }
}
