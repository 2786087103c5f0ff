//! Lines with factors so fine that no rounding decides anything.

use russet_market::{Money, NumberError, Shares};

use super::parts::{Part, parts};
use crate::weighting::Candidate;

/// The unit of these factors.
pub(super) const FINE: i128 = 10_i128.pow(30);

/// A line, its value before caps, its factor, and its value with that factor.
#[derive(Debug, Clone)]
struct Line<'lines> {
    candidate: &'lines Candidate,
    uncapped: Money,
    factor: i128,
    value: Money,
}

/// All lines of an index.
#[derive(Debug, Clone)]
pub(super) struct Ideal<'lines> {
    lines: Vec<Line<'lines>>,
}

impl<'lines> Ideal<'lines> {
    /// Lines without caps.
    pub(super) fn new(
        candidates: &[&'lines Candidate],
        shares: &[Shares],
    ) -> Result<Ideal<'lines>, NumberError> {
        let line = |(candidate, shares): (&&'lines Candidate, &Shares)| {
            let uncapped = candidate.unit.times(*shares)?;
            Ok(Line { candidate, uncapped, factor: FINE, value: uncapped })
        };
        let lines = candidates.iter().zip(shares).map(line).collect::<Result<_, _>>()?;
        Ok(Ideal { lines })
    }

    pub(super) fn parts(&self, per_line: bool) -> Result<Vec<Part>, NumberError> {
        parts(self.lines.iter().map(|line| (line.candidate, line.value)), per_line)
    }

    pub(super) fn whole(&self) -> Result<Money, NumberError> {
        Money::sum(self.lines.iter().map(|line| line.value))
    }

    /// Brings the lines of a part down in one proportion, so that they are worth no more than `most`
    /// together; false when nothing would be left of them.
    pub(super) fn bring_down(&mut self, part: &Part, most: Money) -> Result<bool, NumberError> {
        if part.value <= most {
            return Ok(true);
        }
        for position in &part.lines {
            let line = &mut self.lines[*position];
            let factor = Money::from_femtos(line.factor);
            line.factor = factor.part(most.femtos(), part.value.femtos())?.femtos();
            line.value = line.uncapped.part(line.factor, FINE)?;
        }
        Ok(part.lines.iter().any(|position| self.lines[*position].value > Money::ZERO))
    }

    /// Raises all factors in one proportion so that the largest is one: where every line was brought down,
    /// only their proportions matter.
    pub(super) fn raise(&mut self) -> Result<(), NumberError> {
        let held = self.lines.iter().filter(|line| line.value > Money::ZERO);
        let largest = held.map(|line| line.factor).max().unwrap_or(FINE);
        if largest == FINE {
            return Ok(());
        }
        for line in &mut self.lines {
            let raised = Money::from_femtos(line.factor).part(FINE, largest)?;
            line.factor = raised.femtos().min(FINE);
            line.value = line.uncapped.part(line.factor, FINE)?;
        }
        Ok(())
    }

    /// The factor of each line, in the order of the lines.
    pub(super) fn factors(&self) -> impl Iterator<Item = i128> {
        self.lines.iter().map(|line| line.factor)
    }
}
