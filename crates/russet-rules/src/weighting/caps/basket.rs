//! Lines with the factors they have so far, added up to what a stage is asked of.

use std::collections::BTreeMap;

use russet_market::{Factor, Money, NumberError, Shares};

use crate::weighting::{Candidate, Weighed};

/// The unit in which factors are found before they are rounded.
const FINE: i128 = 10_i128.pow(30);
/// What is above a limit by less than this part of itself is left to the rounding of factors.
const SETTLED: i128 = 10_i128.pow(15);

/// A line, its shares before caps and their value, its factor, and its value with that factor.
struct Line<'lines> {
    candidate: &'lines Candidate,
    uncapped: Shares,
    uncapped_value: Money,
    fine_factor: i128,
    factor: Factor,
    value: Money,
}

/// All lines of an index: first with factors as fine as they come, then with rounded ones.
pub(super) struct Basket<'lines> {
    lines: Vec<Line<'lines>>,
    is_rounded: bool,
}

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
            Ok(Line {
                candidate,
                uncapped: *shares,
                uncapped_value: value,
                fine_factor: FINE,
                factor: Factor::ONE,
                value,
            })
        };
        let lines = lines.iter().zip(uncapped).map(line).collect::<Result<_, _>>()?;
        Ok(Basket { lines, is_rounded: false })
    }

    /// Lines or companies, heaviest first, equal ones by their number, so that no order of lines
    /// matters. What is worth nothing takes no part.
    pub(super) fn parts(&self, of_lines: bool) -> Result<Vec<Part>, NumberError> {
        let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
        for (position, line) in self.lines.iter().enumerate() {
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

    /// Brings the lines of a part down in one proportion, so that they are worth no more than `most`
    /// together. Whether that changed anything that counts; none when nothing would be left of them.
    pub(super) fn bring_down(
        &mut self,
        part: &Part,
        most: Money,
    ) -> Result<Option<bool>, NumberError> {
        if part.value <= most {
            return Ok(Some(false));
        }
        let excess = part.value.minus(most)?;
        let counts = self.is_rounded || excess > part.value.part(1, SETTLED)?;
        match self.is_rounded {
            true => self.bring_down_rounded(part, most)?,
            false => self.bring_down_fine(part, most)?,
        }
        let is_left = part.lines.iter().any(|position| self.lines[*position].value > Money::ZERO);
        Ok(is_left.then_some(counts))
    }

    fn bring_down_fine(&mut self, part: &Part, most: Money) -> Result<(), NumberError> {
        for position in &part.lines {
            let line = &mut self.lines[*position];
            let factor = Money::from_femtos(line.fine_factor);
            line.fine_factor = factor.part(most.femtos(), part.value.femtos())?.femtos();
            line.value = line.uncapped_value.part(line.fine_factor, FINE)?;
        }
        Ok(())
    }

    /// The largest proportion, to a pico, at which the rounded shares are worth no more.
    fn bring_down_rounded(&mut self, part: &Part, most: Money) -> Result<(), NumberError> {
        let one = Factor::ONE.picos();
        // Not above the proportion itself, though rounding might hide a little more.
        let proportion =
            Money::from_femtos(i128::from(one)).part(most.femtos(), part.value.femtos())?;
        let proportion = i64::try_from(proportion.femtos()).unwrap_or(one).min(one);
        let (mut fits, mut too_much) = (0, proportion + 1);
        while too_much - fits > 1 {
            let middle = fits + (too_much - fits) / 2;
            let worth = part.lines.iter().try_fold(Money::ZERO, |sum, position| {
                sum.plus(self.lines[*position].scaled(middle)?.1)
            })?;
            match worth <= most {
                true => fits = middle,
                false => too_much = middle,
            }
        }
        for position in &part.lines {
            let line = &mut self.lines[*position];
            (line.factor, line.value) = line.scaled(fits)?;
        }
        Ok(())
    }

    /// Rounds factors down to picos, and values to those of rounded shares.
    pub(super) fn round(&mut self) -> Result<(), NumberError> {
        self.is_rounded = true;
        for line in &mut self.lines {
            // At most one, since it began there and only fell.
            let picos = line.fine_factor / (FINE / i128::from(Factor::ONE.picos()));
            line.factor = Factor::from_picos(picos as i64)?;
            line.value = line.candidate.unit.times(line.uncapped.scaled(line.factor))?;
        }
        Ok(())
    }

    /// Raises all factors in one proportion so that the largest is one; false when it was.
    pub(super) fn raise(&mut self) -> Result<bool, NumberError> {
        let held = self.lines.iter().filter(|line| line.value > Money::ZERO);
        let largest = held.map(|line| line.factor).max().unwrap_or(Factor::ONE);
        if largest == Factor::ONE {
            return Ok(false);
        }
        let one = i128::from(Factor::ONE.picos());
        for line in &mut self.lines {
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
        self.lines.into_iter().map(weighed).collect()
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
