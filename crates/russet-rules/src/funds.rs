//! Funds' lists: which list is the newest, and which securities its lines are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{FundLine, LineKind, MarketView, SecurityVersion};

/// The shares on a fund's lists, one list a date, in order of time.
///
/// ```
/// use russet_market::{Market, MarketView};
/// let market = Market::default();
/// assert!(russet_rules::funds::lists_of(&MarketView::new(&market), "IWM").is_empty());
/// ```
pub fn lists_of<'market>(view: &MarketView<'market>, fund: &str) -> Vec<Vec<&'market FundLine>> {
    let mut lists: Vec<Vec<&FundLine>> = Vec::new();
    let equities = |line: &&FundLine| line.fund == fund && line.kind == LineKind::Equity;
    for line in view.market().fund_lines.iter().filter(equities) {
        match lists.last_mut() {
            Some(list) if list[0].as_of == line.as_of => list.push(line),
            _ => lists.push(vec![line]),
        }
    }
    lists
}

/// The lines of a list that the market knows, each with the security it is.
///
/// ```
/// use russet_market::{Market, MarketView};
/// let market = Market::default();
/// let day = jiff::civil::date(2023, 11, 22);
/// assert!(russet_rules::funds::lines_on(&MarketView::new(&market), &[], day).is_empty());
/// ```
pub fn lines_on<'market>(
    view: &MarketView<'market>,
    list: &[&'market FundLine],
    day: Date,
) -> Vec<(&'market SecurityVersion, &'market FundLine)> {
    let versions = view.securities().filter_map(|security| view.version(security, day));
    // Ids ascend with the first session, so the last holder of a symbol that was used twice wins.
    let holders: BTreeMap<String, &SecurityVersion> =
        versions.map(|version| (version.ticker.key(), version)).collect();
    let found = list.iter().filter_map(|line| Some((*holders.get(&line.ticker.key())?, *line)));
    found.collect()
}
