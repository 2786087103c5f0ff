//! What a register says of a security's company.

use jiff::civil::Date;

use super::MarketView;
use crate::facts::{Filer, FilerLink};
use crate::identity::SecurityId;

/// A company's description in a register, as near to a day as there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FilerOn<'market> {
    /// The description.
    pub filer: &'market Filer,
    /// Why it is this security's.
    pub link: &'market FilerLink,
    /// Whether it was first seen after the day it is used for: the nearest known, not the then known.
    pub seen_later: bool,
}

impl<'market> MarketView<'market> {
    /// The description of a security's company on a day: the newest one seen by then, or else the
    /// first one seen after it.
    pub fn filer(&self, security: SecurityId, day: Date) -> Option<FilerOn<'market>> {
        let links = &self.market.filer_links[self.links.get(security.0 as usize)?.clone()];
        let link = links.iter().rev().find(|link| link.first_session <= day).or(links.first())?;
        let filers = &self.market.filers;
        let start = filers.partition_point(|filer| filer.cik < link.cik);
        let end = filers.partition_point(|filer| filer.cik <= link.cik);
        let known = |filer: &&Filer| filer.first_seen <= day;
        let of_company = &filers[start..end];
        let then = of_company.iter().filter(known).max_by_key(|filer| filer.first_seen);
        let filer = then.or_else(|| of_company.iter().min_by_key(|filer| filer.first_seen))?;
        Some(FilerOn { filer, link, seen_later: then.is_none() })
    }
}
