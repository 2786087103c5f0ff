//! The companies that pass every test, from the largest down, each looked for when it is asked for: whoever
//! needs a few of them screens a few.

use std::collections::BinaryHeap;

use russet_market::{Money, NumberError};

use crate::screening::Screening;
use crate::snapshot::Line;
use crate::snapshot::companies::{Company, is_before, of_one_company};

pub(crate) struct LargestFirst<'a, 'market> {
    screening: Screening<'a, 'market>,
    /// The lines, company by company.
    lines: Vec<&'a Line<'market>>,
    /// Companies still to be screened: the most that they can be worth, and their first and last lines.
    left: BinaryHeap<(Money, usize, usize)>,
    /// Those that passed and were not taken yet, the largest last.
    found: Vec<Company<'a, 'market>>,
}

impl<'a, 'market> LargestFirst<'a, 'market> {
    pub(crate) fn of(screening: Screening<'a, 'market>) -> LargestFirst<'a, 'market> {
        let lines = screening.snapshot.by_company();
        let mut start = 0;
        let bounded = lines.chunk_by(of_one_company).filter_map(|of_company| {
            let first = start;
            start += of_company.len();
            Some((most(of_company)?, first, start))
        });
        let left = bounded.collect();
        LargestFirst { screening, lines, left, found: Vec::new() }
    }

    /// The next company in the order of ranks.
    pub(crate) fn next(&mut self) -> Result<Option<Company<'a, 'market>>, NumberError> {
        while let Some((most, first, end)) = self.left.peek().copied()
            && self.found.last().is_none_or(|largest| largest.cap <= Some(most))
        {
            self.left.pop();
            let of_company = &self.lines[first..end];
            // What a single line's company is worth is known, and takes less work than what the line is.
            if let [line] = of_company
                && self.screening.refuses_company(line)?
            {
                continue;
            }
            let company = self.screening.company(of_company, &|_| true, &mut Vec::new())?;
            if let Some(company) = company {
                let place = self.found.partition_point(|other| is_before(&company, other));
                self.found.insert(place, company);
            }
        }
        Ok(self.found.pop())
    }
}

/// What a company is worth at most, whichever of its lines pass and give the price; nothing where no share
/// count is known.
fn most(lines: &[&Line<'_>]) -> Option<Money> {
    let counts = || lines.iter().filter_map(|line| line.class_shares);
    let of_line = |line: &&Line<'_>| {
        let classes = Money::sum(counts().map(|count| line.close.times(count.shares)));
        let by_classes = line.in_family_currency(classes?)?;
        let whole = line.company_shares.map(|count| line.worth(count.shares)).transpose()?;
        Ok(by_classes.max(whole.flatten()))
    };
    let counted = |line: &&&Line<'_>| line.company_shares.or(line.class_shares).is_some();
    lines.iter().find(counted)?;
    // What leaves the range of money is larger than all else, and told when it is screened.
    let beyond = |_: NumberError| Some(Money::from_femtos(i128::MAX));
    lines.iter().filter_map(|line| of_line(line).unwrap_or_else(beyond)).max()
}
