//! Lines added up to companies, and companies ranked by total capitalization.

use std::cmp::Ordering;

use russet_market::{IssuerId, Money, NumberError, SecurityKind, Ticker};

use super::{ListedSecurity, Snapshot};
use crate::decision::ScreenAnswers;

/// A company with at least one security that passed the screens of a security.
#[derive(Debug, Clone)]
pub struct Company<'snapshot, 'market> {
    /// Its permanent id.
    pub issuer: IssuerId,
    /// Its eligible securities; the first gives the price (the pricing vehicle: highest volume).
    pub securities: Vec<&'snapshot ListedSecurity<'market>>,
    /// What screens answered of each of them.
    pub(crate) answers: Vec<ScreenAnswers>,
    /// Total capitalization, float or not, listed classes and unlisted as far as counted; none
    /// where no share count is known.
    pub cap: Option<Money>,
}

impl<'snapshot, 'market> Company<'snapshot, 'market> {
    /// Its eligible securities, each with what screens answered of it.
    pub(crate) fn answered(
        &self,
    ) -> impl Iterator<Item = (&'snapshot ListedSecurity<'market>, ScreenAnswers)> + '_ {
        self.securities.iter().copied().zip(self.answers.iter().copied())
    }
}

impl<'market> Snapshot<'market> {
    /// The securities company by company.
    pub(crate) fn by_company(&self) -> Vec<&ListedSecurity<'market>> {
        let places = self.by_company.get_or_init(|| {
            let mut places: Vec<u32> = (0..self.securities.len() as u32).collect();
            places.sort_by_key(|place| self.securities[*place as usize].issuer);
            places
        });
        places.iter().map(|place| &self.securities[*place as usize]).collect()
    }

    /// Adds up the eligible securities of a company, which may have others.
    ///
    /// A count of the whole company (in equivalents of one class) is taken once, never added up over
    /// classes; counts of single classes are added, all at the price of the most traded class
    /// (R46 6.1 to 6.3). A class is a security of one of the kinds given, or one that was let in.
    ///
    /// # Errors
    /// [`NumberError`] when a capitalization leaves the range of money.
    pub(crate) fn add_up<'a>(
        &self,
        all: &[&'a ListedSecurity<'market>],
        mut eligible: Vec<&'a ListedSecurity<'market>>,
        kinds: &[SecurityKind],
    ) -> Result<Option<Company<'a, 'market>>, NumberError> {
        let Some(issuer) = eligible.first().map(|security| security.issuer) else {
            return Ok(None);
        };
        let is_class = |security: &&&ListedSecurity<'_>| {
            kinds.contains(&security.version.kind)
                || eligible.iter().any(|one| one.id == security.id)
        };
        let classes: Vec<&ListedSecurity<'_>> = all.iter().filter(is_class).copied().collect();
        if eligible.len() > 1 {
            eligible.sort_by(|a, b| {
                let more = self.volume(b).cmp(&self.volume(a));
                more.then_with(|| a.version.ticker.cmp(&b.version.ticker))
            });
        }
        let cap = total_cap(&eligible, &classes)?;
        let answers = Vec::with_capacity(eligible.len());
        Ok(Some(Company { issuer, securities: eligible, answers, cap }))
    }
}

/// Whether two securities belong to one company.
pub(crate) fn of_one_company(one: &&ListedSecurity<'_>, other: &&ListedSecurity<'_>) -> bool {
    one.issuer == other.issuer
}

fn total_cap<'market>(
    eligible: &[&ListedSecurity<'market>],
    classes: &[&ListedSecurity<'market>],
) -> Result<Option<Money>, NumberError> {
    for security in eligible.iter().chain(classes) {
        if let Some(count) = security.company_shares {
            return security.worth(count.shares);
        }
    }
    let Some(vehicle) = eligible.first() else { return Ok(None) };
    let counts: Vec<Money> = classes
        .iter()
        .filter_map(|security| security.class_shares)
        .map(|count| vehicle.close.times(count.shares))
        .collect();
    match counts.is_empty() {
        true => Ok(None),
        false => vehicle.in_family_currency(Money::sum(counts)?),
    }
}

/// Ranks companies by total capitalization, largest first, equal ones by ticker; companies without
/// one are left out.
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
    company.securities.first().map(|security| &security.version.ticker)
}
