//! Lines with the factors they have so far, added up to what a stage is asked of.

use std::collections::BTreeMap;

use russet_market::{Factor, Money, NumberError, Shares};

use crate::weighting::{Candidate, Weighed};

/// A line, its shares before caps, its factor, and the value of its rounded shares.
struct Line<'lines> {
    candidate: &'lines Candidate,
    uncapped: Shares,
    factor: Factor,
    value: Money,
}

/// All lines of an index.
pub(super) struct Basket<'lines>(Vec<Line<'lines>>);

/// A company or a line, as a stage sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The number of the company or of the line.
    pub number: u32,
    /// Its value in the index.
    pub value: Money,
    lines: Vec<usize>,
}

impl<'lines> Basket<'lines> {
    /// Lines without caps.
    pub(super) fn new(
        lines: &[&'lines Candidate],
        uncapped: &[Shares],
    ) -> Result<Basket<'lines>, NumberError> {
        let line = |(candidate, shares): (&&'lines Candidate, &Shares)| {
            let value = candidate.unit.times(*shares)?;
            Ok(Line { candidate, uncapped: *shares, factor: Factor::ONE, value })
        };
        lines.iter().zip(uncapped).map(line).collect::<Result<_, _>>().map(Basket)
    }

    /// Lines or companies, heaviest first, equal ones by their number, so that no order of lines
    /// matters. What is worth nothing takes no part.
    pub(super) fn parts(&self, of_lines: bool) -> Result<Vec<Part>, NumberError> {
        let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
        for (position, line) in self.0.iter().enumerate() {
            let number = if of_lines { line.candidate.security.0 } else { line.candidate.issuer.0 };
            let none = || Part { number, value: Money::ZERO, lines: Vec::new() };
            let part = parts.entry(number).or_insert_with(none);
            part.value = part.value.plus(line.value)?;
            part.lines.push(position);
        }
        let mut parts: Vec<Part> =
            parts.into_values().filter(|part| part.value > Money::ZERO).collect();
        parts.sort_by(|a, b| b.value.cmp(&a.value).then(a.number.cmp(&b.number)));
        Ok(parts)
    }

    /// Gives the lines of a part the largest factors, in one proportion, whose rounded shares are worth
    /// no more than `most` together; false when nothing would be left of it.
    pub(super) fn bring_down(&mut self, part: &Part, most: Money) -> Result<bool, NumberError> {
        let (mut fits, mut too_much) = (0, Factor::ONE.picos());
        while too_much - fits > 1 {
            let middle = fits + (too_much - fits) / 2;
            let worth = part.lines.iter().try_fold(Money::ZERO, |sum, position| {
                sum.plus(self.0[*position].scaled(middle)?.1)
            })?;
            match worth <= most {
                true => fits = middle,
                false => too_much = middle,
            }
        }
        for position in &part.lines {
            let line = &mut self.0[*position];
            (line.factor, line.value) = line.scaled(fits)?;
        }
        Ok(part.lines.iter().any(|position| self.0[*position].value > Money::ZERO))
    }

    /// Raises all factors in one proportion so that the largest is one; false when it was.
    pub(super) fn raise(&mut self) -> Result<bool, NumberError> {
        let held = self.0.iter().filter(|line| line.value > Money::ZERO);
        let largest = held.map(|line| line.factor).max().unwrap_or(Factor::ONE);
        if largest == Factor::ONE {
            return Ok(false);
        }
        let one = i128::from(Factor::ONE.picos());
        for line in &mut self.0 {
            let raised = i128::from(line.factor.picos()) * one / i128::from(largest.picos());
            line.factor = Factor::from_picos(raised.min(one) as i64)?;
            line.value = line.candidate.unit.times(line.uncapped.scaled(line.factor))?;
        }
        Ok(true)
    }

    /// What each line gets.
    pub(super) fn weighed(self) -> Vec<Weighed> {
        let weighed = |line: Line<'_>| Weighed {
            security: line.candidate.security,
            shares: line.uncapped.scaled(line.factor),
            factor: line.factor,
        };
        self.0.into_iter().map(weighed).collect()
    }
}

impl Line<'_> {
    /// The factor and the value after so many picos of the factor that the line has.
    fn scaled(&self, picos: i64) -> Result<(Factor, Money), NumberError> {
        let product = i128::from(self.factor.picos()) * i128::from(picos);
        // Both are at most one, so the result is.
        let factor = Factor::from_picos((product / i128::from(Factor::ONE.picos())) as i64)?;
        Ok((factor, self.candidate.unit.times(self.uncapped.scaled(factor))?))
    }
}
