//! Lines added up to companies, and companies ranked by total capitalization.

use std::cmp::Ordering;

use russet_market::{IssuerId, Money, NumberError, SecurityKind, Ticker};

use super::{Line, Snapshot};
use crate::decision::ScreenAnswers;

/// A company with at least one line that passed the screens of a line.
#[derive(Debug, Clone)]
pub struct Company<'snapshot, 'market> {
    /// Its permanent id.
    pub issuer: IssuerId,
    /// Its eligible lines; the first gives the price (the pricing vehicle: highest volume).
    pub lines: Vec<&'snapshot Line<'market>>,
    /// What screens answered of each of them.
    pub(crate) answers: Vec<ScreenAnswers>,
    /// Total capitalization, float or not, listed classes and unlisted as far as counted; none
    /// where no share count is known.
    pub cap: Option<Money>,
}

impl<'snapshot, 'market> Company<'snapshot, 'market> {
    /// Its eligible lines, each with what screens answered of it.
    pub(crate) fn answered(
        &self,
    ) -> impl Iterator<Item = (&'snapshot Line<'market>, ScreenAnswers)> + '_ {
        self.lines.iter().copied().zip(self.answers.iter().copied())
    }
}

impl<'market> Snapshot<'market> {
    /// The lines company by company.
    pub(crate) fn by_company(&self) -> Vec<&Line<'market>> {
        let places = self.by_company.get_or_init(|| {
            let mut places: Vec<u32> = (0..self.lines.len() as u32).collect();
            places.sort_by_key(|place| self.lines[*place as usize].issuer);
            places
        });
        places.iter().map(|place| &self.lines[*place as usize]).collect()
    }

    /// Adds eligible lines of a company up, beside which it has others.
    ///
    /// A count of the whole company (in equivalents of one class) is taken once, never added up over
    /// classes; counts of single classes are added, all at the price of the most traded class
    /// (R46 6.1 to 6.3). A class is a line of one of the kinds given, or one that was let in.
    ///
    /// # Errors
    /// [`NumberError`] when a capitalization leaves the range of money.
    pub(crate) fn add_up<'a>(
        &self,
        all: &[&'a Line<'market>],
        mut eligible: Vec<&'a Line<'market>>,
        kinds: &[SecurityKind],
    ) -> Result<Option<Company<'a, 'market>>, NumberError> {
        let Some(issuer) = eligible.first().map(|line| line.issuer) else {
            return Ok(None);
        };
        let is_class = |line: &&&Line<'_>| {
            kinds.contains(&line.version.kind)
                || eligible.iter().any(|one| one.security == line.security)
        };
        let classes: Vec<&Line<'_>> = all.iter().filter(is_class).copied().collect();
        if eligible.len() > 1 {
            eligible.sort_by(|a, b| {
                let more = self.volume(b).cmp(&self.volume(a));
                more.then_with(|| a.version.ticker.cmp(&b.version.ticker))
            });
        }
        let cap = total_cap(&eligible, &classes)?;
        let answers = Vec::with_capacity(eligible.len());
        Ok(Some(Company { issuer, lines: eligible, answers, cap }))
    }
}

/// Whether two lines belong to one company.
pub(crate) fn of_one_company(one: &&Line<'_>, other: &&Line<'_>) -> bool {
    one.issuer == other.issuer
}

fn total_cap<'market>(
    eligible: &[&Line<'market>],
    classes: &[&Line<'market>],
) -> Result<Option<Money>, NumberError> {
    for line in eligible.iter().chain(classes) {
        if let Some(count) = line.company_shares {
            return line.worth(count.shares);
        }
    }
    let Some(vehicle) = eligible.first() else { return Ok(None) };
    let counts: Vec<Money> = classes
        .iter()
        .filter_map(|line| line.class_shares)
        .map(|count| vehicle.close.times(count.shares))
        .collect();
    match counts.is_empty() {
        true => Ok(None),
        false => vehicle.in_family_currency(Money::sum(counts)?),
    }
}

/// Ranks companies by total capitalization, largest first, equal ones by ticker; companies without
/// one are left out.
///
/// ```
/// assert!(russet_rules::snapshot::companies::rank(Vec::new()).is_empty());
/// ```
pub fn rank<'snapshot, 'market>(
    mut companies: Vec<Company<'snapshot, 'market>>,
) -> Vec<Company<'snapshot, 'market>> {
    companies.retain(|company| company.cap.is_some());
    companies.sort_by(in_order);
    companies
}

/// Whether one company ranks before another.
pub(crate) fn is_before(one: &Company<'_, '_>, other: &Company<'_, '_>) -> bool {
    in_order(one, other).is_lt()
}

fn in_order(one: &Company<'_, '_>, other: &Company<'_, '_>) -> Ordering {
    other.cap.cmp(&one.cap).then_with(|| ticker_of(one).cmp(&ticker_of(other)))
}

fn ticker_of<'a>(company: &'a Company<'_, '_>) -> Option<&'a Ticker> {
    company.lines.first().map(|line| &line.version.ticker)
}
