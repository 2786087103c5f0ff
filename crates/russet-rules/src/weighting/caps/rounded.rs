//! Factors of twelve decimals, and shares of six.
//!
//! Rounded down, factors keep the proportions of the capped securities, but take a little from the whole, so that
//! a cap can be missed by the last decimals. Those that miss it are brought down to it, a few times. Where that
//! is not enough, all that missed a cap so far are lowered by the same part of their factors before, which
//! leaves the others more of the whole: by a unit of one, by a quarter more, and so on, until every cap holds
//! exactly.
//!
//! Where there is no room to lower anything (eight companies at 12.5% each, of which every one is at the cap)
//! the first factors stand: a cap is met then to within one step of each security, since no factors of these
//! decimals are sure to come closer.

use russet_market::{Factor, Money, NumberError, Shares};

use super::ideal::{FINE, Ideal};
use super::parts::{Part, parts};
use super::stage::Stage;
use super::{Breach, Excess};
use crate::weighting::{Candidate, WeightedSecurity};

/// Units of a factor in the unit of an ideal one.
const PICO: i128 = FINE / 10_i128.pow(12);
/// An ideal factor is known to this: what is nearer to a whole unit is that unit.
const NEAR: i128 = FINE / 10_i128.pow(18);
/// How often those that miss a cap are brought down to it, before more room is made for them.
const TIMES: usize = 8;
/// Factors are lowered by at most a half: where that is not enough, there is no room at all.
const MOST_LOWERED: i128 = FINE / 2;

/// Securities with rounded factors.
#[derive(Clone)]
pub(super) struct Rounded<'candidates> {
    candidates: Vec<CappedSecurity<'candidates>>,
}

#[derive(Clone, Copy)]
struct CappedSecurity<'candidates> {
    candidate: &'candidates Candidate,
    uncapped: Shares,
    /// The factor before it was rounded.
    ideal: i128,
    factor: Factor,
    value: Money,
}

impl<'candidates> CappedSecurity<'candidates> {
    fn new(
        candidate: &'candidates Candidate,
        uncapped: Shares,
        ideal: i128,
    ) -> Result<CappedSecurity<'candidates>, NumberError> {
        let factor = Factor::ONE;
        let candidate = CappedSecurity { candidate, uncapped, ideal, factor, value: Money::ZERO };
        // At most one, as the ideal factor is.
        candidate.with(((ideal + NEAR) / PICO).min(i128::from(factor.picos())))
    }

    fn with(self, picos: i128) -> Result<CappedSecurity<'candidates>, NumberError> {
        let factor = Factor::from_picos(picos as i64)?;
        let value = self.candidate.unit.times(self.uncapped.scaled(factor))?;
        Ok(CappedSecurity { factor, value, ..self })
    }

    /// The security with a factor that is lower by a part of it.
    fn lowered_by(self, part: i128) -> Result<CappedSecurity<'candidates>, NumberError> {
        self.with(Money::from_femtos(self.ideal).part(FINE - part, FINE)?.femtos() / PICO)
    }

    /// The most that rounding changes its value by: a unit of its factor, and a unit of its shares.
    fn step(&self) -> Result<Money, NumberError> {
        let uncapped = self.candidate.unit.times(self.uncapped)?;
        let of_factor = uncapped.part(1, i128::from(Factor::ONE.picos()))?;
        let of_shares = self.candidate.unit.part(1, i128::from(Shares::ONE.micros()))?;
        of_factor.plus(of_shares)?.plus(Money::from_femtos(2))
    }
}

impl<'candidates> Rounded<'candidates> {
    pub(super) fn new(
        candidates: &[&'candidates Candidate],
        shares: &[Shares],
        ideal: &Ideal<'_>,
    ) -> Result<Rounded<'candidates>, NumberError> {
        let candidate =
            |((candidate, shares), ideal): ((&&'candidates Candidate, &Shares), i128)| {
                CappedSecurity::new(candidate, *shares, ideal)
            };
        let candidates = candidates.iter().zip(shares).zip(ideal.factors());
        Ok(Rounded { candidates: candidates.map(candidate).collect::<Result<_, _>>()? })
    }

    /// Lowers factors until every cap holds exactly; as they were where that cannot be.
    pub(super) fn settle(self, stages: &[Stage<'_>]) -> Result<Rounded<'candidates>, NumberError> {
        let mut missed = vec![false; self.candidates.len()];
        let mut by = 0;
        while by <= MOST_LOWERED {
            let mut lowered = self.clone();
            for (candidate, _) in
                lowered.candidates.iter_mut().zip(&missed).filter(|(_, missed)| **missed)
            {
                *candidate = candidate.lowered_by(by)?;
            }
            if lowered.bring_down(stages, &mut missed)? {
                return Ok(lowered);
            }
            if missed.iter().all(|missed| *missed) {
                break;
            }
            by = (by + by / 4).max(PICO);
        }
        Ok(self)
    }

    /// Brings those down to a cap that miss it, a few times, and remembers them; whether no one is left.
    fn bring_down(
        &mut self,
        stages: &[Stage<'_>],
        missed: &mut [bool],
    ) -> Result<bool, NumberError> {
        let excess = Excess { tolerated: Money::ZERO, rounding: self.rounding()? };
        for _ in 0..TIMES {
            let breaches = self.breaches(stages, excess)?;
            if breaches.is_empty() {
                return Ok(true);
            }
            for Breach { part, most } in breaches {
                for position in part.candidates {
                    missed[position] = true;
                    let candidate = &mut self.candidates[position];
                    let picos = Money::from_femtos(i128::from(candidate.factor.picos()));
                    *candidate =
                        candidate.with(picos.part(most.femtos(), part.value.femtos())?.femtos())?;
                }
            }
        }
        Ok(false)
    }

    /// Whether every cap holds but for the rounding of each security.
    pub(super) fn holds(&self, stages: &[Stage<'_>]) -> Result<bool, NumberError> {
        let rounding = self.rounding()?;
        Ok(self.breaches(stages, Excess { tolerated: rounding, rounding })?.is_empty())
    }

    /// What rounding every security changes at most.
    fn rounding(&self) -> Result<Money, NumberError> {
        self.candidates.iter().try_fold(Money::ZERO, |sum, candidate| sum.plus(candidate.step()?))
    }

    fn breaches(&self, stages: &[Stage<'_>], by: Excess) -> Result<Vec<Breach>, NumberError> {
        let mut found = Vec::new();
        for stage in stages {
            found.extend(stage.breaches(self.parts(stage.rule.per_security)?, by)?);
        }
        Ok(found)
    }

    pub(super) fn parts(&self, per_security: bool) -> Result<Vec<Part>, NumberError> {
        parts(
            self.candidates.iter().map(|candidate| (candidate.candidate, candidate.value)),
            per_security,
        )
    }

    /// What each security gets.
    pub(super) fn weighed(self) -> Vec<WeightedSecurity> {
        let weighed = |candidate: CappedSecurity<'_>| WeightedSecurity {
            security: candidate.candidate.security,
            shares: candidate.uncapped.scaled(candidate.factor),
            factor: candidate.factor,
        };
        self.candidates.into_iter().map(weighed).collect()
    }
}
