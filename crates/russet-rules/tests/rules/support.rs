//! A small market worked out by hand, and a small family to decide on it.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use russet_market::{
    Calendar, FundLine, IssuerId, LineKind, Market, MarketView, Mic, PriceRow, SecurityId,
    SecurityKind, SecurityVersion, ShareBasis, ShareCount, Ticker,
};
use russet_rules::Research;
use russet_rules::methodology::Reconstitution;
use russet_rules::{Decision, Members, Methodology, ReviewOutcome, SizeMembership, reconstitute};

/// The first session of the market.
pub const BEGINNING: Date = date(2023, 1, 3);
/// The day that decides, and the last session of the market.
pub const RANK_DAY: Date = date(2024, 4, 30);

/// A line with a constant close.
#[derive(Clone)]
pub struct Share {
    pub kind: SecurityKind,
    pub mic: Mic,
    pub country: Option<&'static str>,
    pub sector: Option<&'static str>,
    pub industry: Option<&'static str>,
    pub close: &'static str,
    pub shares: &'static str,
    pub free_float: Option<&'static str>,
    pub volume: u64,
    pub from: Date,
}

impl Default for Share {
    fn default() -> Share {
        Share {
            kind: SecurityKind::Common,
            mic: Mic::Xnas,
            country: Some("United States"),
            sector: Some("Technology"),
            industry: Some("Semiconductors"),
            close: "10",
            shares: "1000000",
            free_float: None,
            volume: 100_000,
            from: BEGINNING,
        }
    }
}

impl Share {
    /// Worth so many millions, by its count of shares.
    pub fn worth(millions: u32) -> Share {
        let shares: &'static str = Box::leak(format!("{millions}00000").into_boxed_str());
        Share { shares, ..Share::default() }
    }
}

/// A market of these lines, each of a company of its own: `T0`, `T1`, …
pub fn market(lines: &[Share]) -> Market {
    let sessions = Calendar::nyse().sessions_between(BEGINNING, RANK_DAY).unwrap();
    let mut market = Market::default();
    for (number, line) in lines.iter().enumerate() {
        let security = SecurityId(number as u32);
        market.securities.push(SecurityVersion {
            security_id: security,
            issuer_id: IssuerId(number as u32),
            ticker: Ticker::new(&format!("T{number}")).unwrap(),
            name: format!("Company {number}"),
            mic: line.mic,
            kind: line.kind,
            share_class: None,
            country: line.country.map(str::to_owned),
            sector: line.sector.map(str::to_owned),
            industry: line.industry.map(str::to_owned),
            ipo_year: None,
            first_session: line.from,
            last_session: RANK_DAY,
            known_at: line.from,
        });
        market.shares.push(ShareCount {
            security_id: security,
            effective_date: line.from,
            known_at: line.from,
            shares_outstanding: line.shares.parse().unwrap(),
            basis: ShareBasis::Class,
            free_float: line.free_float.map(|float| float.parse().unwrap()),
            source: "test".to_owned(),
        });
        for session in sessions.iter().filter(|session| **session >= line.from) {
            market.prices.push(PriceRow {
                date: *session,
                security_id: security,
                close: line.close.parse().unwrap(),
                volume: Some(line.volume),
                reported_change_percent: None,
                reported_cap_cents: None,
            });
        }
    }
    market.canonical();
    market
}

/// A family with this selection and eligibility, and one index `ALL`.
pub fn text(selection: &str, eligibility: &str) -> String {
    format!(
        r#"format_version = 2
name = "small"
title = "Small"
version = "1"
calendar = "XNYS"
currency = "USD"
sources = {{}}
{selection}
[eligibility]
{eligibility}
[publication]
decimals = 6
reference = "X"
[ranking]
volume_years = 2
reference = "the ranking"
[[indexes]]
id = "ALL"
name = "All"
base_date = "2020-01-02"
base_value = "100"
reference = "X"
[maintenance]
share_information_days = 7
reference = "X"
absent_sessions = 5
absence_reference = "X"
[free_float.buffer]
points = "0"
low_float_percent = "0"
low_float_points = "0"
reference = "X"
[returns]
convention = "additive"
withheld_percent = [{{ from = "1978-01-01", value = "30", source = "X" }}]
reference = "X"
[actions]
nominal_price = "0.0001"
spin_off = "kept"
spin_off_hold_sessions = 20
suspension_sessions = 80
tender_ends_percent = "90"
tender_minimum_float_percent = "5"
offering_value = "1000000000"
offering_percent = "5"
offering_percent_value = "250000000"
reference = "X"
"#
    )
}

/// No screen at all.
pub const EVERY_KIND: &str = "order = []";

/// A committee that follows a fund's lists.
pub const COMMITTEE: &str = "[selection]\nmethod = \"committee\"\ncount = 2\nreference = \"the selection\"\n\
    [committee]\nfund = \"FUND\"\nindex = \"ALL\"\nminimum_securities = 2\nreference = \"the committee\"";

/// All who pass.
pub const ALL: &str = "[selection]\nmethod = \"all\"\nreference = \"the selection\"";

pub fn family(selection: &str, eligibility: &str) -> Methodology {
    Methodology::parse("small.toml", &text(selection, eligibility)).unwrap()
}

/// What a review of the end of April 2024 decides, with these companies as members before.
pub fn review(market: &Market, family: &Methodology, members: &[u32]) -> ReviewOutcome {
    let membership = |issuer: &u32| (IssuerId(*issuer), SizeMembership::in_segment(0));
    review_of(market, family, &members.iter().map(membership).collect())
}

/// The same, with members as they stand.
pub fn review_of(market: &Market, family: &Methodology, members: &Members) -> ReviewOutcome {
    let view = MarketView::new(market);
    let research = Research::new(&view, family).unwrap();
    let row: Reconstitution = toml::from_str(&format!(
        "rank_day = \"{RANK_DAY}\"\neffective = \"2024-05-17\"\nsource = \"test\""
    ))
    .unwrap();
    reconstitute(family, &research, &row, members, &BTreeMap::new()).unwrap()
}

/// Why a family with this selection is refused.
pub fn refusal(selection: &str) -> String {
    Methodology::parse("small.toml", &text(selection, "order = []")).unwrap_err().to_string()
}

/// The decision on a line.
pub fn of(outcome: &ReviewOutcome, line: u32) -> &Decision {
    outcome.decisions.iter().find(|decision| decision.security_id == SecurityId(line)).unwrap()
}

/// The companies that belong.
pub fn placed(outcome: &ReviewOutcome) -> Vec<u32> {
    let mut placed: Vec<u32> = outcome.placed.iter().map(|company| company.issuer.0).collect();
    placed.sort_unstable();
    placed
}

/// A fund's list of these symbols.
pub fn list(tickers: &[&str], as_of: Date, known_at: Date) -> Vec<FundLine> {
    let line = |ticker: &&str| FundLine {
        fund: "FUND".to_owned(),
        as_of,
        ticker: Ticker::new(ticker).unwrap(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: None,
        quantity: None,
        price: None,
        cusip: None,
        known_at,
    };
    tickers.iter().map(line).collect()
}
