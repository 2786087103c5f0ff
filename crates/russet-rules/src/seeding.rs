//! Members before the first reconstitution, from funds' lists.
//!
//! A fund that tracks an index holds its members. The newest list of each seed fund that was public
//! before the first reconstitution took effect says where a company stood.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{FundLine, IssuerId, LineKind, MarketView};

use crate::membership::{Members, Standing};
use crate::methodology::{Methodology, Seed};

/// What the seed funds tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeding {
    /// The companies and where they stood.
    pub members: Members,
    /// The lists used: fund, date, lines matched to the market, lines in all.
    pub lists: Vec<(String, Date, usize, usize)>,
}

/// Reads members from the funds' lists that were known before a day.
///
/// Where two funds hold a company, the one named earlier in the methodology says where it stands.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::{Market, MarketView};
/// use russet_rules::{Methodology, seed_members};
/// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
/// let seeding = seed_members(&MarketView::new(&market), &family, date(2021, 6, 25));
/// assert!(seeding.members.is_empty());
/// ```
pub fn seed_members(view: &MarketView<'_>, family: &Methodology, before: Date) -> Seeding {
    let mut seeding = Seeding::default();
    for seed in &family.seeds {
        let (Some(index), Some((as_of, lines))) =
            (family.index(&seed.index), newest_list(view, seed, before))
        else {
            continue;
        };
        let (first, last) = family.zones(index);
        let issuers = issuers_on(view, as_of);
        let mut matched = BTreeSet::new();
        let mut found = 0;
        for line in &lines {
            if let Some(issuer) = issuers.get(&line.ticker.key()) {
                found += 1;
                matched.insert(*issuer);
            }
        }
        for issuer in matched {
            seeding.members.entry(issuer).or_insert(Standing { first, last, listed: true });
        }
        seeding.lists.push((seed.fund.clone(), as_of, found, lines.len()));
    }
    seeding
}

fn newest_list<'market>(
    view: &MarketView<'market>,
    seed: &Seed,
    before: Date,
) -> Option<(Date, Vec<&'market FundLine>)> {
    let of_fund = || {
        view.market().fund_lines.iter().filter(|line| {
            line.fund == seed.fund && line.kind == LineKind::Equity && line.known_at < before
        })
    };
    let as_of = of_fund().map(|line| line.as_of).max()?;
    Some((as_of, of_fund().filter(|line| line.as_of == as_of).collect()))
}

/// The company behind each symbol on a day.
fn issuers_on(view: &MarketView<'_>, day: Date) -> BTreeMap<String, IssuerId> {
    let versions = view.securities().filter_map(|security| view.version(security, day));
    // Ids ascend with the first session, so the last holder of a symbol that was used twice wins.
    versions.map(|version| (version.ticker.key(), version.issuer)).collect()
}
