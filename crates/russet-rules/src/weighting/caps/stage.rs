//! One stage of capping: whether it fires, what it asks for, and who breaks it.

use std::collections::BTreeSet;

use russet_market::{Money, NumberError};

use super::ideal::Ideal;
use super::parts::{Part, whole};
use super::{Breach, Excess, ScreenAnswer, each, together};
use crate::methodology::{CapStage, Percent};
use crate::weighting::WeightingError;

/// A stage and what is known of it after its first round.
pub(super) struct Stage<'rule> {
    pub(super) rule: &'rule CapStage,
    /// Whether it fired; a stage without a trigger always has.
    in_force: bool,
    /// Those that were large when it fired.
    large: BTreeSet<u32>,
}

impl<'rule> Stage<'rule> {
    pub(super) fn new(rule: &'rule CapStage) -> Stage<'rule> {
        Stage { rule, in_force: false, large: BTreeSet::new() }
    }

    /// Brings down what is too heavy by this stage alone.
    pub(super) fn apply(&mut self, ideal: &mut Ideal<'_>) -> Result<(), WeightingError> {
        let mut parts = ideal.parts(self.rule.per_security)?;
        if !self.in_force {
            self.in_force = self.fires(&parts)?;
        }
        if !self.in_force {
            return Ok(());
        }
        self.large_first(&mut parts);
        let targets = match self.answer(&parts)? {
            ScreenAnswer::Holds => return Ok(()),
            ScreenAnswer::NoRoom => return Err(self.no_room(parts.len())),
            ScreenAnswer::BringDown(targets) => targets,
        };
        for (part, target) in parts.iter().zip(targets) {
            if !ideal.bring_down(part, target)? {
                return Err(self.no_room(parts.len()));
            }
        }
        Ok(())
    }

    /// Brings down what is too heavy in an index that is worth so much as a whole.
    pub(super) fn apply_within(
        &self,
        ideal: &mut Ideal<'_>,
        whole: Money,
    ) -> Result<(), NumberError> {
        if !self.in_force {
            return Ok(());
        }
        let mut parts = ideal.parts(self.rule.per_security)?;
        self.large_first(&mut parts);
        let targets = self.targets_within(&parts, whole)?;
        for (part, target) in parts.iter().zip(targets) {
            ideal.bring_down(part, target)?;
        }
        Ok(())
    }

    /// Whether the stage is not in force yet and would come into force.
    pub(super) fn would_fire(&mut self, ideal: &Ideal<'_>) -> Result<bool, NumberError> {
        Ok(!self.in_force && self.fires(&ideal.parts(self.rule.per_security)?)?)
    }

    /// Those that break the stage.
    pub(super) fn breaches(
        &self,
        mut parts: Vec<Part>,
        by: Excess,
    ) -> Result<Vec<Breach>, NumberError> {
        if !self.in_force {
            return Ok(Vec::new());
        }
        self.large_first(&mut parts);
        let whole = whole(&parts)?;
        match self.limits() {
            Limits::Each(most) => {
                let limit = each::limit(whole, most)?;
                let tolerated = limit.plus(by.tolerated)?;
                let over = parts.iter().filter(|part| part.value > tolerated);
                Ok(over.map(|part| Breach::of(part, limit)).collect())
            }
            Limits::Threshold(above, together) => {
                together::over_threshold(&parts, whole, (above, together), by)
            }
            Limits::WithOthers(together, others) => {
                let large = self.large.len();
                together::over_with_others(&parts, large, whole, (together, others), by)
            }
        }
    }

    /// The error of an index that is too small for the stage.
    pub(super) fn no_room(&self, count: usize) -> WeightingError {
        WeightingError::NoRoom {
            reference: self.rule.reference.clone(),
            count,
            what: if self.rule.per_security { "candidates" } else { "companies" },
        }
    }

    /// Large ones first, though another one may weigh more than the smallest of them by now.
    fn large_first(&self, parts: &mut [Part]) {
        parts.sort_by_key(|part| !self.large.contains(&part.number));
    }

    /// Whether the stage's trigger is met, or there is none.
    fn fires(&mut self, parts: &[Part]) -> Result<bool, NumberError> {
        let whole = whole(parts)?;
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

    fn answer(&self, parts: &[Part]) -> Result<ScreenAnswer, NumberError> {
        let values: Vec<Money> = parts.iter().map(|part| part.value).collect();
        match self.limits() {
            Limits::Each(most) => each::targets(&values, most),
            Limits::Threshold(above, together) => together::threshold(&values, above, together),
            Limits::WithOthers(together, others) => {
                together::with_others(&values, self.large.len(), together, others)
            }
        }
    }

    fn targets_within(&self, parts: &[Part], whole: Money) -> Result<Vec<Money>, NumberError> {
        let values: Vec<Money> = parts.iter().map(|part| part.value).collect();
        match self.limits() {
            Limits::Each(most) => {
                let limit = each::limit(whole, most)?;
                Ok(values.into_iter().map(|value| value.min(limit)).collect())
            }
            Limits::Threshold(above, together) => {
                together::threshold_within(&values, whole, above, together)
            }
            Limits::WithOthers(together, others) => {
                together::with_others_within(&values, self.large.len(), whole, together, others)
            }
        }
    }

    fn limits(&self) -> Limits {
        let whole = 1_000_000;
        match (self.rule.each_percent, self.rule.above_percent, self.rule.others_percent) {
            (Some(most), ..) => Limits::Each(most),
            (None, Some(above), None) => Limits::Threshold(above.millionths(), self.together()),
            (None, _, others) => {
                Limits::WithOthers(self.together(), others.map_or(whole, Percent::millionths))
            }
        }
    }

    /// The most that the large ones may weigh together, in millionths; a checked stage has one.
    fn together(&self) -> i128 {
        self.rule.together_percent.map_or(1_000_000, Percent::millionths)
    }
}

/// What a stage limits, in millionths of the whole.
enum Limits {
    /// The most of each.
    Each(Percent),
    /// Above which one is large, and the most of the large ones together.
    Threshold(i128, i128),
    /// The most of the large ones together, and of any other.
    WithOthers(i128, i128),
}
