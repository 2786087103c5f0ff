//! A company to be scored, with what it is grouped by.

use jiff::civil::Date;
use russet_market::MarketView;

use super::StyleCompany;
use super::groups::Groups;

/// A company of a base on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member<'a, 'market> {
    pub(super) company: &'a StyleCompany<'a>,
    pub(super) groups: Groups<'market>,
}

impl<'a, 'market> Member<'a, 'market> {
    pub(super) fn of(
        view: &MarketView<'market>,
        company: &'a StyleCompany<'a>,
        day: Date,
    ) -> Member<'a, 'market> {
        let version = company.securities.first().and_then(|security| view.version(*security, day));
        let groups = version.map_or_else(Groups::default, Groups::of);
        Member { company, groups }
    }
}
