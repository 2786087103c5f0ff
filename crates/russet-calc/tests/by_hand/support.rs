//! A market written by hand, line by line, and a family to hold it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_calc::{BuildPlan, Run, build};
use russet_market::{
    Calendar, FundLine, IssuerId, LineKind, Market, MarketView, Mic, PriceRow, SecurityId,
    SecurityKind, SecurityVersion, ShareBasis, ShareCount, Shares, Ticker,
};
use russet_rules::Methodology;

/// A line of a company of its own, called `T` and its place.
#[derive(Clone)]
pub struct Line {
    /// The company's shares.
    pub shares: u64,
    /// Its closes, each from a day on.
    pub closes: Vec<(Date, &'static str)>,
    /// The part in free float.
    pub free_float: &'static str,
    /// Shares traded each session.
    pub volume: u64,
    /// What it does.
    pub sector: &'static str,
    /// The last session it trades in; none: it trades to the end.
    pub last: Option<Date>,
}

impl Line {
    /// A million shares at one close from a day on.
    pub fn at(from: Date, close: &'static str) -> Line {
        Line {
            shares: 1_000_000,
            closes: vec![(from, close)],
            free_float: "1",
            volume: 10_000,
            sector: "Technology",
            last: None,
        }
    }

    /// Its close is another from a day on.
    pub fn then(mut self, from: Date, close: &'static str) -> Line {
        self.closes.push((from, close));
        self
    }

    /// It trades in no session after this.
    pub fn until(self, last: Date) -> Line {
        Line { last: Some(last), ..self }
    }
}

/// A market of these lines over a range.
pub fn market(lines: &[Line], (from, to): (Date, Date)) -> Market {
    let mut market = Market::default();
    for (number, line) in lines.iter().enumerate() {
        let security = SecurityId(number as u32);
        let first = line.closes[0].0;
        market.securities.push(SecurityVersion {
            security_id: security,
            issuer_id: IssuerId(number as u32),
            ticker: ticker(number as u32),
            name: format!("Company {number}"),
            mic: Mic::Xnas,
            kind: SecurityKind::Common,
            share_class: None,
            country: Some("United States".to_owned()),
            sector: Some(line.sector.to_owned()),
            industry: None,
            ipo_year: None,
            first_session: first,
            last_session: to,
            known_at: first,
        });
        market.shares.push(ShareCount {
            security_id: security,
            effective_date: first,
            known_at: first,
            shares_outstanding: Shares::whole(line.shares).unwrap(),
            basis: ShareBasis::Class,
            free_float: Some(line.free_float.parse().unwrap()),
            source: "test".to_owned(),
        });
        for session in Calendar::nyse().sessions_between(from.max(first), to).unwrap() {
            if line.last.is_some_and(|last| *session > last) {
                break;
            }
            let close = line.closes.iter().rfind(|(from, _)| from <= session).unwrap().1;
            market.prices.push(PriceRow {
                date: *session,
                security_id: security,
                close: close.parse().unwrap(),
                volume: Some(line.volume),
                reported_change_percent: None,
                reported_cap_cents: None,
            });
        }
    }
    market.canonical();
    market
}

fn ticker(number: u32) -> Ticker {
    Ticker::new(&format!("T{number}")).unwrap()
}

/// A fund's list of these companies.
pub fn list(fund: &str, numbers: &[u32], (as_of, known_at): (Date, Date)) -> Vec<FundLine> {
    let line = |number: &u32| FundLine {
        fund: fund.to_owned(),
        as_of,
        ticker: ticker(*number),
        name: None,
        kind: LineKind::Equity,
        weight_percent: None,
        quantity: None,
        price: None,
        cusip: None,
        known_at,
    };
    numbers.iter().map(line).collect()
}

/// A family without screens, with its choice and its indexes as given.
pub fn family_text(choice: &str, indexes: &str) -> String {
    format!(
        r#"format_version = 2
name = "small"
title = "Small"
version = "1"
calendar = "XNYS"
sources = {{}}
{choice}
{indexes}
[eligibility]
order = []
[publication]
decimals = 6
reference = "X"
[ranking]
volume_years = 1
reference = "X"
[maintenance]
share_information_days = 7
reference = "X"
absent_sessions = 5
absence_reference = "X"
[free_float.buffer]
points = "3"
low_float_percent = "15"
low_float_points = "1"
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

/// One index of all companies that are chosen.
pub const WHOLE: &str = "[[indexes]]\nid = \"ALL\"\nname = \"All\"\nbase_date = \"2020-01-02\"\n\
    base_value = \"100\"\nreference = \"X\"\n";

/// A run of such a family from a day on.
pub fn run(market: &Market, text: &str, from: Option<Date>) -> Run {
    let family = Methodology::parse("small.toml", text).unwrap();
    let plan = BuildPlan {
        methodology_text: text.to_owned(),
        from,
        to: None,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    build(&MarketView::new(market), &family, plan, &|_, _| {}).unwrap()
}

/// The index shares of each company at the opening of a session.
pub fn held(run: &Run, index: &str, day: Date) -> BTreeMap<u32, Shares> {
    let rows = run.constituents.iter().filter(|row| row.index_id == index);
    let rows = rows.filter(|row| row.first_session <= day && row.last_session >= day);
    rows.map(|row| (row.security_id.0, row.index_shares)).collect()
}

/// The companies an index holds at the opening of a session.
pub fn members(run: &Run, index: &str, day: Date) -> Vec<u32> {
    held(run, index, day).into_keys().collect()
}
