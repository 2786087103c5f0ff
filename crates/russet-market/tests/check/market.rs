//! Small markets to check, clean and otherwise.

use jiff::civil::{Date, date};
use russet_market::check::{Finding, FindingKind, check};
use russet_market::{
    Action, ActionKind, Calendar, FundLine, IndexLevel, IssuerId, LineKind, Market, Mic, PriceRow,
    Ratio, SecurityId, SecurityKind, SecurityVersion, ShareBasis, ShareCount, Ticker,
};

pub const FIRST: Date = date(2024, 1, 2);
pub const LINES: u32 = 20;
pub const SESSIONS: usize = 30;

pub fn sessions() -> &'static [Date] {
    let sessions = Calendar::nyse().sessions_between(FIRST, date(2024, 12, 31)).unwrap();
    &sessions[..SESSIONS]
}

pub fn last() -> Date {
    sessions()[SESSIONS - 1]
}

pub fn row(day: Date, security: u32, close: &str) -> PriceRow {
    PriceRow {
        date: day,
        security_id: SecurityId(security),
        close: close.parse().unwrap(),
        volume: Some(1_000),
        reported_change_percent: None,
        reported_cap_cents: None,
    }
}

pub fn described(security: u32, ticker: &str, name: &str) -> SecurityVersion {
    SecurityVersion {
        security_id: SecurityId(security),
        issuer_id: IssuerId(security),
        ticker: Ticker::new(ticker).unwrap(),
        name: name.to_owned(),
        mic: Mic::Xnas,
        kind: SecurityKind::Common,
        share_class: None,
        country: Some("United States".to_owned()),
        sector: Some("Technology".to_owned()),
        industry: None,
        ipo_year: None,
        first_session: FIRST,
        last_session: last(),
        known_at: FIRST,
    }
}

pub fn counted(security: u32, effective: Date, shares: u64) -> ShareCount {
    ShareCount {
        security_id: SecurityId(security),
        effective_date: effective,
        shares_outstanding: russet_market::Shares::whole(shares).unwrap(),
        basis: ShareBasis::Class,
        free_float: None,
        known_at: effective,
        source: "a test".to_owned(),
    }
}

pub fn action(security: u32, ex_date: Date, kind: ActionKind, ratio: Option<Ratio>) -> Action {
    let security = SecurityId(security);
    Action { ratio, ..Action::new(ex_date, security, kind, "a test") }
}

pub fn listed(ticker: &str, as_of: Date) -> FundLine {
    FundLine {
        fund: "IWM".to_owned(),
        as_of,
        ticker: Ticker::new(ticker).unwrap(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: Some(0.1),
        quantity: None,
        price: None,
        cusip: None,
        known_at: as_of,
    }
}

pub fn level(day: Date, points: &str, suspect: bool) -> IndexLevel {
    let level = points.parse().unwrap();
    IndexLevel { index_id: "RUT".to_owned(), date: day, level, suspect, known_at: day }
}

/// Twenty lines whose closes move in each of thirty sessions.
pub fn clean() -> Market {
    let mut market = Market::default();
    for security in 0..LINES {
        market.securities.push(described(
            security,
            &format!("T{security}"),
            &format!("Company{security} Inc."),
        ));
        market.shares.push(counted(security, FIRST, 1_000_000));
    }
    for (place, day) in sessions().iter().enumerate() {
        for security in 0..LINES {
            let close = ["10", "10.1", "10.2"][(place + security as usize) % 3];
            market.prices.push(row(*day, security, close));
        }
    }
    market.fund_lines.push(listed("T1", last()));
    market.index_levels.push(level(FIRST, "2000", false));
    market.index_levels.push(level(sessions()[1], "2010", false));
    market.canonical();
    market
}

/// The same market with some of its closes changed or, by `None`, left out.
pub fn with_closes(change: impl Fn(usize, PriceRow) -> Option<PriceRow>) -> Market {
    let mut market = clean();
    let rows: Vec<PriceRow> = market.prices.iter().collect();
    market.prices = Default::default();
    for row in rows {
        let place = sessions().iter().position(|day| *day == row.date).unwrap();
        if let Some(row) = change(place, row) {
            market.prices.push(row);
        }
    }
    market
}

/// The only finding of a market.
#[track_caller]
pub fn only(market: &Market) -> Finding {
    let findings = check(market).findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.into_iter().next().unwrap()
}

#[track_caller]
pub fn assert_finds(market: &Market, kind: FindingKind, message: &str, example: &str) {
    let finding = only(market);
    assert_eq!((finding.kind, finding.message.as_str()), (kind, message));
    assert_eq!(finding.examples.first().map(String::as_str), Some(example));
}
