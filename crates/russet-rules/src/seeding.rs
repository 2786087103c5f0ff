//! Members before the first reconstitution, from funds' lists.
//!
//! A fund that tracks an index holds its members. The newest list of each seed fund that was public
//! before the first reconstitution took effect says where a company stood.

use jiff::civil::Date;
use russet_market::MarketView;

use crate::funds::{lists_of, securities_on};
use crate::membership::{Members, SizeMembership};
use crate::methodology::Methodology;

/// What the seed funds' lists say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeding {
    /// The companies and where they stood.
    pub members: Members,
    /// The lists used: fund, date, securities matched to the market, securities in all.
    pub lists: Vec<(String, Date, usize, usize)>,
}

/// Reads members from the funds' lists that were known before a day.
///
/// Where two funds hold a company, the one named earlier in the methodology says where it stands.
pub fn seed_members(view: &MarketView<'_>, family: &Methodology, before: Date) -> Seeding {
    let mut seeding = Seeding::default();
    for seed in &family.seeds {
        let lists = lists_of(view, &seed.fund);
        let newest = lists.iter().rev().find(|list| list[0].known_at < before);
        let (Some(index), Some(list)) = (family.index(&seed.index), newest) else { continue };
        let (first, last) = family.segments(index);
        let as_of = list[0].as_of;
        let found = securities_on(view, list, as_of);
        for (version, _) in &found {
            let membership = SizeMembership::from_fund_list(first, last);
            seeding.members.entry(version.issuer_id).or_insert(membership);
        }
        seeding.lists.push((seed.fund.clone(), as_of, found.len(), list.len()));
    }
    seeding
}
