//! A market in an earlier folder layout still opens, every table and column of it.

use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use russet_market::market::Source;
use russet_market::{
    Action, ActionKind, AreaKind, Cik, ClassVotes, CommitteeDecision, CorrectedField, Correction,
    Currency, CusipTicker, Filer, FilerLink, FilerName, FilerTicker, FreeFloat, FundLine,
    Fundamental, FundamentalMeasure, FxRate, Geography, IndexLevel, IssuerId, LineKind, Market,
    MarketFolder, Measure, Mic, PriceRow, Ratio, Refusal, SecurityId, SecurityKind,
    SecurityVersion, ShareBasis, ShareCount, Ticker,
};

const FIRST: Date = date(2023, 12, 29);
const LAST: Date = date(2024, 1, 2);

fn market() -> Market {
    let mut market = Market::default();
    for (security, ticker) in [(SecurityId(0), "BRK.B"), (SecurityId(1), "AAPL")] {
        market.securities.push(SecurityVersion {
            security_id: security,
            issuer_id: IssuerId(security.0 + 5),
            ticker: Ticker::new(ticker).unwrap(),
            name: format!("Company of {ticker}"),
            mic: Mic::Xnys,
            kind: SecurityKind::Common,
            share_class: (security.0 == 0).then(|| "B".to_owned()),
            country: Some("United States".to_owned()),
            sector: None,
            industry: Some("Films".to_owned()),
            ipo_year: (security.0 == 1).then_some(1980),
            first_session: FIRST,
            last_session: LAST,
            known_at: FIRST,
        });
        for day in [FIRST, LAST] {
            market.prices.push(PriceRow {
                date: day,
                security_id: security,
                close: "193.123456789".parse().unwrap(),
                volume: (security.0 == 0).then_some(12),
                reported_change_percent: (day == LAST).then_some(-0.25),
                reported_cap_cents: (security.0 == 1).then_some(300_000_000_000_000),
            });
        }
    }
    market.shares.push(ShareCount {
        security_id: SecurityId(1),
        effective_date: FIRST,
        known_at: LAST,
        shares_outstanding: "15550061000.5".parse().unwrap(),
        basis: ShareBasis::Company,
        free_float: Some("0.85".parse().unwrap()),
        source: "a filing".to_owned(),
    });
    market.free_floats.push(FreeFloat {
        security_id: SecurityId(0),
        effective_date: FIRST,
        known_at: LAST,
        free_float: "0.625".parse().unwrap(),
        source: "a filing".to_owned(),
    });
    market.class_votes.push(ClassVotes {
        security_id: SecurityId(0),
        effective_date: FIRST,
        known_at: LAST,
        share_class: "B".to_owned(),
        shares_outstanding: "1300000000".parse().unwrap(),
        votes_per_share: "0.0001".parse().unwrap(),
        free_float: "0.99".parse().unwrap(),
        source: "a filing".to_owned(),
    });
    market.geography.push(Geography {
        security_id: SecurityId(1),
        fiscal_year_end: FIRST,
        measure: Measure::Revenue,
        area: "Greater China".to_owned(),
        area_kind: AreaKind::Region,
        countries: Some("China;Hong Kong".to_owned()),
        percent: 18.5,
        known_at: LAST,
        source: "a filing".to_owned(),
    });
    market.fundamentals.push(Fundamental {
        security_id: SecurityId(1),
        measure: FundamentalMeasure::SalesPerShare,
        period_end: FIRST,
        known_at: LAST,
        value: 7.7,
        source: "a filing".to_owned(),
    });
    market.fx.push(FxRate {
        date: FIRST,
        currency_from: Currency::EUR,
        currency_to: Currency::USD,
        rate: "1.105".parse().unwrap(),
        known_at: FIRST,
        source: "a bank".to_owned(),
    });
    market.committee_decisions.push(CommitteeDecision {
        index_id: "PRICE30".to_owned(),
        effective_after_close: LAST,
        security_id: SecurityId(1),
        enters: true,
        who: "the committee".to_owned(),
        why: "large".to_owned(),
        known_at: FIRST,
        source: "a notice".to_owned(),
    });
    market.corrections.push(Correction {
        security_id: SecurityId(0),
        field: CorrectedField::Nationality,
        override_value: "US".to_owned(),
        who: "an analyst".to_owned(),
        why: "the filing says so".to_owned(),
        evidence: "10-K".to_owned(),
        first_session: FIRST,
        last_session: Some(LAST),
        known_at: FIRST,
    });
    market.actions.push(Action {
        ratio: Some(Ratio::new(3, 2).unwrap()),
        cash: Some("0.25".parse().unwrap()),
        cash_currency: Some(Currency::USD),
        other_security_id: Some(SecurityId(0)),
        shares_sold: Some("1000.5".parse().unwrap()),
        effective_date: Some(LAST),
        known_at: FIRST,
        ..Action::new(LAST, SecurityId(1), ActionKind::Merger, "a notice")
    });
    market.actions.push(Action::new(LAST, SecurityId(0), ActionKind::Suspension, "a notice"));
    market.filers.push(Filer {
        cik: Cik(320193),
        name: "Apple Inc.".to_owned(),
        entity_type: Some("operating".to_owned()),
        sic: Some(3571),
        incorporation: Some("US".to_owned()),
        headquarters: None,
        category: Some("Large accelerated filer".to_owned()),
        first_seen: FIRST,
        last_seen: LAST,
        source: "a register".to_owned(),
    });
    market.filer_tickers.push(FilerTicker {
        cik: Cik(320193),
        ticker: Ticker::new("AAPL").unwrap(),
        name: Some("Apple Inc.".to_owned()),
        exchange: None,
        first_seen: FIRST,
        last_seen: LAST,
        source: "a register".to_owned(),
    });
    market.filer_names.push(FilerName {
        cik: Cik(320193),
        name: "Apple Computer Inc.".to_owned(),
        first_day: None,
        last_day: Some(date(2007, 1, 4)),
        source: "a register".to_owned(),
    });
    market.cusips.push(CusipTicker {
        cusip: "037833100".to_owned(),
        ticker: Ticker::new("AAPL").unwrap(),
        source: "a list".to_owned(),
    });
    market.filer_links.push(FilerLink {
        security_id: SecurityId(1),
        cik: Cik(320193),
        first_session: FIRST,
        last_session: LAST,
        evidence: "symbol and name".to_owned(),
    });
    market.fund_lines.push(FundLine {
        fund: "IWM".to_owned(),
        as_of: FIRST,
        ticker: Ticker::new("BRKB").unwrap(),
        name: None,
        kind: LineKind::Equity,
        weight_percent: Some(1.25),
        quantity: Some("10".parse().unwrap()),
        price: Some("193.5".parse().unwrap()),
        cusip: None,
        known_at: LAST,
    });
    market.index_levels.push(IndexLevel {
        index_id: "RUT".to_owned(),
        date: FIRST,
        level: "2027.07".parse().unwrap(),
        suspect: true,
        known_at: FIRST,
    });
    market.refusals.push(Refusal {
        source: "screener.csv".to_owned(),
        line: 7,
        column_name: "lastsale".to_owned(),
        cell_value: "-".to_owned(),
        reason: "'-' is not a decimal number".to_owned(),
    });
    market.sources.push(Source::new("screener", "screener.csv", "ab"));
    market
}

/// The earlier layouts that still open, by the folders of their fixtures.
const EARLIER: [&str; 2] = ["layout-2", "layout-3"];

/// A copy of a fixture, which tests may change.
fn copy(layout: &str) -> (tempfile::TempDir, MarketFolder) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(layout);
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("market");
    for (from, to) in
        [(fixture.clone(), folder.clone()), (fixture.join("prices"), folder.join("prices"))]
    {
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    (parent, MarketFolder::at(folder))
}

#[test]
fn a_market_of_an_earlier_layout_reads_as_it_was_written() {
    let mut expected = market();
    expected.canonical();
    for layout in EARLIER {
        let (_parent, folder) = copy(layout);
        assert_eq!(folder.read().unwrap(), expected, "{layout}");
        let snapshot = folder.snapshot().unwrap();
        assert!(snapshot.read_for_build().unwrap().actions.len() == 2);
        assert_eq!(snapshot.doubtful_sessions().unwrap(), Some(Vec::new()));
    }
}

#[test]
fn actions_of_an_earlier_layout_have_the_sequence_0() {
    for layout in EARLIER {
        let (_parent, folder) = copy(layout);
        let actions = folder.read().unwrap().actions;
        assert!(actions.iter().all(|action| action.sequence == 0), "{layout}");
    }
}

#[test]
fn a_market_of_an_earlier_layout_becomes_one_of_today_with_its_next_commit() {
    for layout in EARLIER {
        let (_parent, folder) = copy(layout);
        let before = folder.read().unwrap();
        folder.write(before).unwrap();
        let (parent, fresh) = copy(layout);
        let again = MarketFolder::at(parent.path().join("again"));
        again.write(fresh.read().unwrap()).unwrap();
        let files = |folder: &MarketFolder| folder.snapshot().unwrap().files().to_vec();
        assert_eq!(files(&folder), files(&again), "{layout}");
        assert_eq!(folder.snapshot_of(1).unwrap().read().unwrap(), folder.read().unwrap());
        assert_eq!(folder.read().unwrap(), again.read().unwrap());
    }
}

#[test]
fn a_build_of_a_further_day_reads_a_market_of_an_earlier_layout() {
    for layout in EARLIER {
        let (_parent, folder) = copy(layout);
        let snapshot = folder.snapshot().unwrap();
        let (sessions, files) = (&[FIRST], snapshot.files());
        let earlier = russet_market::folder::Earlier { after: FIRST, sessions, files };
        let latest = snapshot.read_after(earlier).unwrap().expect("everything it needs is there");
        assert!(latest.known().by(LAST, LAST).is_some(), "{layout}");
    }
}

#[test]
fn a_manifest_of_layout_3_with_a_changed_byte_is_refused() {
    let (_parent, folder) = copy("layout-3");
    let manifest = folder.path().join("market.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replacen("\"rows\": 2", "\"rows\": 3", 1)).unwrap();
    let error = folder.read().unwrap_err().to_string();
    assert!(error.contains("does not match its seal"), "{error}");
}
