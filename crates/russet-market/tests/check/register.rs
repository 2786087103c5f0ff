//! What the register of companies leaves open.

use jiff::civil::date;
use russet_market::check::{FindingKind, check};
use russet_market::{Cik, FilerLink, FilerTicker, Market, SecurityId, Ticker};

use super::market::*;

fn symbol(cik: u32, ticker: &str, year: i16) -> FilerTicker {
    FilerTicker {
        cik: Cik(cik),
        ticker: Ticker::new(ticker).unwrap(),
        name: None,
        exchange: None,
        first_seen: date(year, 1, 2),
        last_seen: date(year, 12, 31),
        source: "a test".to_owned(),
    }
}

/// The clean market with every line linked to a company of its own.
fn linked() -> Market {
    let mut market = clean();
    for line in 0..LINES {
        market.filer_tickers.push(symbol(line + 1, &format!("T{line}"), 2024));
        market.filer_links.push(FilerLink {
            security_id: SecurityId(line),
            cik: Cik(line + 1),
            first_session: FIRST,
            last_session: last(),
            evidence: "a test".to_owned(),
        });
    }
    market
}

#[test]
fn a_register_that_knows_every_line_leaves_nothing_to_say() {
    assert_eq!(check(&linked()).findings, []);
}

#[test]
fn a_symbol_of_two_companies_at_a_time_is_odd_and_of_one_after_another_is_not() {
    let mut market = linked();
    market.filer_tickers.push(symbol(99, "T3", 2023));
    assert_eq!(check(&market).findings, []);
    market.filer_tickers.push(symbol(99, "T-3", 2024));
    let message = "There is 1 symbol that two companies have at the same time.";
    let example = "T3: CIK 0000000004 and CIK 0000000099, 2024-01-02 to 2024-12-31";
    assert_finds(&market, FindingKind::Odd, message, example);
}

#[test]
fn a_common_line_without_a_company_is_missing_one() {
    let mut market = linked();
    market.filer_links.retain(|link| link.security_id != SecurityId(7));
    let message = "There is 1 common line of 20 without a company of the register.";
    let example = format!("T7 until {}: Company7 Inc.", last());
    assert_finds(&market, FindingKind::Missing, message, &example);
}
