//! Lines added up to companies, and companies ranked by total capitalisation.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{IssuerId, Money, NumberError, SecurityId, SecurityKind};

use crate::snapshot::Line;

/// A company with at least one line that passed the screens of a line.
#[derive(Debug, Clone)]
pub struct Company<'snapshot, 'market> {
    /// Its permanent id.
    pub issuer: IssuerId,
    /// Its eligible lines; the first gives the price (the pricing vehicle: highest volume).
    pub lines: Vec<&'snapshot Line<'market>>,
    /// Total capitalisation, float or not, listed classes and unlisted as far as counted; none
    /// where no share count is known.
    pub cap: Option<Money>,
}

/// Adds lines to companies.
///
/// A count of the whole company (in equivalents of one class) is taken once, never added up over
/// classes; counts of single classes are added, all at the price of the most traded class
/// (R46 6.1 to 6.3). A class is a line of one of the kinds given.
///
/// # Errors
/// [`NumberError`] when a capitalisation leaves the range of money.
///
/// ```
/// assert!(russet_rules::companies::add_up(&[], &[], &[])?.is_empty());
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn add_up<'snapshot, 'market>(
    all: &'snapshot [Line<'market>],
    eligible: &[&'snapshot Line<'market>],
    kinds: &[SecurityKind],
) -> Result<Vec<Company<'snapshot, 'market>>, NumberError> {
    let mut companies: BTreeMap<IssuerId, Vec<&'snapshot Line<'market>>> = BTreeMap::new();
    for line in eligible {
        companies.entry(line.version.issuer).or_default().push(line);
    }
    let mut counted: BTreeMap<IssuerId, Vec<&'snapshot Line<'market>>> = BTreeMap::new();
    // A line that was let in is one of the classes, whatever its kind.
    let let_in: BTreeSet<SecurityId> = eligible.iter().map(|line| line.security()).collect();
    let is_class =
        |line: &&Line<'_>| kinds.contains(&line.version.kind) || let_in.contains(&line.security());
    for line in all.iter().filter(is_class) {
        counted.entry(line.version.issuer).or_default().push(line);
    }
    let mut added = Vec::with_capacity(companies.len());
    for (issuer, mut lines) in companies {
        lines.sort_by(|a, b| {
            b.volume.cmp(&a.volume).then_with(|| a.version.ticker.cmp(&b.version.ticker))
        });
        let classes = counted.get(&issuer).map_or(&[][..], Vec::as_slice);
        let cap = total_cap(&lines, classes)?;
        added.push(Company { issuer, lines, cap });
    }
    Ok(added)
}

fn total_cap(eligible: &[&Line<'_>], classes: &[&Line<'_>]) -> Result<Option<Money>, NumberError> {
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

/// Ranks companies by total capitalisation, largest first, equal ones by ticker; companies without
/// one are left out.
///
/// ```
/// assert!(russet_rules::companies::rank(Vec::new()).is_empty());
/// ```
pub fn rank<'snapshot, 'market>(
    mut companies: Vec<Company<'snapshot, 'market>>,
) -> Vec<Company<'snapshot, 'market>> {
    companies.retain(|company| company.cap.is_some());
    companies.sort_by(|a, b| {
        let ticker = |company: &Company<'_, '_>| {
            company.lines.first().map(|line| line.version.ticker.clone())
        };
        b.cap.cmp(&a.cap).then_with(|| ticker(a).cmp(&ticker(b)))
    });
    companies
}
