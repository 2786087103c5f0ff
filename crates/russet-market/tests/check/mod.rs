//! What `check` finds, one small market a finding, and nothing in a clean one.

mod abroad;
mod accounts;
mod actions;
mod impossible;
mod market;
mod missing;
mod odd;
mod register;

use jiff::civil::date;
use russet_market::check::check;
use russet_market::{ActionKind, Market, Ratio};

use self::market::*;

#[test]
fn a_clean_market_has_no_findings_and_full_coverage() {
    let mut market = clean();
    market.actions.push(action(0, date(2025, 1, 2), ActionKind::Split, Ratio::new(2, 1).ok()));
    let report = check(&market);
    assert_eq!(report.findings, []);
    let coverage = report.coverage;
    assert_eq!((coverage.first_session, coverage.last_session), (Some(FIRST), Some(last())));
    assert_eq!((coverage.sessions, coverage.securities, coverage.issuers), (30, 20, 20));
    assert_eq!((coverage.price_rows, coverage.share_counts), (600, 20));
    assert_eq!(coverage.actions[&ActionKind::Split], 1);
    assert_eq!((coverage.fund_lists[0].name.as_str(), coverage.fund_lists[0].rows), ("IWM", 1));
    assert_eq!((coverage.index_levels[0].dates, coverage.index_levels[0].first), (2, FIRST));
    assert_eq!(check(&Market::default()).findings, []);
}

#[test]
fn order_does_not_matter_and_ids_may_be_large() {
    let mut market = clean();
    market.securities.reverse();
    market.shares.reverse();
    market.securities.push(described(u32::MAX, "BIG", "Big Inc."));
    market.shares.push(counted(u32::MAX, FIRST, 1));
    market.prices.push(row(FIRST, u32::MAX, "5"));
    assert_eq!(check(&market).findings, []);
}
