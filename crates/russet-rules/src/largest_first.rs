//! The companies that pass every test, from the largest down, each looked for when it is asked for: whoever
//! needs a few of them screens a few.

use std::collections::BinaryHeap;

use russet_market::{Money, NumberError};

use crate::screening::Screening;
use crate::snapshot::ListedSecurity;
use crate::snapshot::companies::{Company, is_before, of_one_company};

pub(crate) struct LargestFirst<'a, 'market> {
    screening: Screening<'a, 'market>,
    /// The securities, company by company.
    securities: Vec<&'a ListedSecurity<'market>>,
    /// Companies still to be screened: the most that they can be worth, and their first and last securities.
    left: BinaryHeap<(Money, usize, usize)>,
    /// Those that passed and were not taken yet, the largest last.
    found: Vec<Company<'a, 'market>>,
}

impl<'a, 'market> LargestFirst<'a, 'market> {
    pub(crate) fn of(screening: Screening<'a, 'market>) -> LargestFirst<'a, 'market> {
        let securities = screening.snapshot.by_company();
        let mut start = 0;
        let bounded = securities.chunk_by(of_one_company).filter_map(|of_company| {
            let first = start;
            start += of_company.len();
            Some((most(of_company)?, first, start))
        });
        let left = bounded.collect();
        LargestFirst { screening, securities, left, found: Vec::new() }
    }

    /// The next company in the order of ranks.
    pub(crate) fn next(&mut self) -> Result<Option<Company<'a, 'market>>, NumberError> {
        while let Some((most, first, end)) = self.left.peek().copied()
            && self.found.last().is_none_or(|largest| largest.cap <= Some(most))
        {
            self.left.pop();
            let of_company = &self.securities[first..end];
            // What a single security's company is worth is known, and takes less work than what the security is.
            if let [security] = of_company
                && self.screening.refuses_company(security)?
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

/// What a company is worth at most, whichever of its securities pass and give the price; nothing where no share
/// count is known.
fn most(securities: &[&ListedSecurity<'_>]) -> Option<Money> {
    let counts = || securities.iter().filter_map(|security| security.class_shares);
    let of_security = |security: &&ListedSecurity<'_>| {
        let classes = Money::sum(counts().map(|count| security.close.times(count.shares)));
        let by_classes = security.in_family_currency(classes?)?;
        let whole =
            security.company_shares.map(|count| security.worth(count.shares)).transpose()?;
        Ok(by_classes.max(whole.flatten()))
    };
    let counted = |security: &&&ListedSecurity<'_>| {
        security.company_shares.or(security.class_shares).is_some()
    };
    securities.iter().find(counted)?;
    // What leaves the range of money is larger than all else, and reported when it is screened.
    let beyond = |_: NumberError| Some(Money::from_femtos(i128::MAX));
    securities.iter().filter_map(|security| of_security(security).unwrap_or_else(beyond)).max()
}
