//! Funds' lists: which list is the newest, and which securities its lines are.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{FundLine, IssuerId, LineKind, MarketView, SecurityVersion};

use crate::methodology::ExceptFunds;

/// The shares on a fund's lists, one list a date, in order of time.
pub fn lists_of<'market>(view: &MarketView<'market>, fund: &str) -> Vec<Vec<&'market FundLine>> {
    let mut lists: Vec<Vec<&FundLine>> = Vec::new();
    let equities = |line: &&FundLine| line.fund == fund && line.kind == LineKind::Equity;
    for line in view.fund_lines().iter().filter(equities) {
        match lists.last_mut() {
            Some(list) if list[0].as_of == line.as_of => list.push(line),
            _ => lists.push(vec![line]),
        }
    }
    lists
}

/// The lines of a list that the market knows, each with the security it is.
pub fn securities_on<'market>(
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

/// The companies that funds of other indexes hold by their newest lists that were public on a day, each
/// with the fund and the day of its list. A list that is too short is ignored.
pub fn except_of(
    view: &MarketView<'_>,
    rule: &ExceptFunds,
    day: Date,
) -> BTreeMap<IssuerId, (String, Date)> {
    let mut held = BTreeMap::new();
    for fund in &rule.funds {
        let lists = lists_of(view, fund);
        let is_long = |list: &&Vec<&FundLine>| {
            list[0].known_at <= day && list.len() >= rule.minimum_securities as usize
        };
        let Some(list) = lists.iter().rfind(is_long) else { continue };
        let as_of = list[0].as_of;
        for (version, _) in securities_on(view, list, as_of) {
            held.entry(version.issuer_id).or_insert_with(|| (fund.clone(), as_of));
        }
    }
    held
}
