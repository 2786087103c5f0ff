//! Securities with factors so fine that no rounding decides anything.

use russet_market::{Money, NumberError, Shares};

use super::parts::{Part, parts};
use crate::weighting::Candidate;

/// The unit of these factors.
pub(super) const FINE: i128 = 10_i128.pow(30);

/// A security, its value before caps, its factor, and its value with that factor.
#[derive(Debug, Clone)]
struct CappedSecurity<'candidates> {
    candidate: &'candidates Candidate,
    uncapped: Money,
    factor: i128,
    value: Money,
}

/// All securities of an index.
#[derive(Debug, Clone)]
pub(super) struct Ideal<'candidates> {
    candidates: Vec<CappedSecurity<'candidates>>,
}

impl<'candidates> Ideal<'candidates> {
    /// Securities without caps.
    pub(super) fn new(
        candidates: &[&'candidates Candidate],
        shares: &[Shares],
    ) -> Result<Ideal<'candidates>, NumberError> {
        let candidate = |(candidate, shares): (&&'candidates Candidate, &Shares)| {
            let uncapped = candidate.unit.times(*shares)?;
            Ok(CappedSecurity { candidate, uncapped, factor: FINE, value: uncapped })
        };
        let candidates = candidates.iter().zip(shares).map(candidate).collect::<Result<_, _>>()?;
        Ok(Ideal { candidates })
    }

    pub(super) fn parts(&self, per_security: bool) -> Result<Vec<Part>, NumberError> {
        parts(
            self.candidates.iter().map(|candidate| (candidate.candidate, candidate.value)),
            per_security,
        )
    }

    pub(super) fn whole(&self) -> Result<Money, NumberError> {
        Money::sum(self.candidates.iter().map(|candidate| candidate.value))
    }

    /// Brings the securities of a part down in one proportion, so that they are worth no more than `most`
    /// together; false when nothing would be left of them.
    pub(super) fn bring_down(&mut self, part: &Part, most: Money) -> Result<bool, NumberError> {
        if part.value <= most {
            return Ok(true);
        }
        for position in &part.candidates {
            let candidate = &mut self.candidates[*position];
            let factor = Money::from_femtos(candidate.factor);
            candidate.factor = factor.part(most.femtos(), part.value.femtos())?.femtos();
            candidate.value = candidate.uncapped.part(candidate.factor, FINE)?;
        }
        Ok(part.candidates.iter().any(|position| self.candidates[*position].value > Money::ZERO))
    }

    /// Raises all factors in one proportion so that the largest is one: where every security was brought down,
    /// only their proportions matter.
    pub(super) fn raise(&mut self) -> Result<(), NumberError> {
        let held = self.candidates.iter().filter(|candidate| candidate.value > Money::ZERO);
        let largest = held.map(|candidate| candidate.factor).max().unwrap_or(FINE);
        if largest == FINE {
            return Ok(());
        }
        for candidate in &mut self.candidates {
            let raised = Money::from_femtos(candidate.factor).part(FINE, largest)?;
            candidate.factor = raised.femtos().min(FINE);
            candidate.value = candidate.uncapped.part(candidate.factor, FINE)?;
        }
        Ok(())
    }

    /// The factor of each security, in the order of the securities.
    pub(super) fn factors(&self) -> impl Iterator<Item = i128> {
        self.candidates.iter().map(|candidate| candidate.factor)
    }
}
