//! Values from accounts, rates of exchange and committees' decisions that users bring.

use crate::common::{Files, HEADER, failure, first, options, row, sessions, then};
use jiff::civil::date;
use russet_import::{
    ImportReport, import_decisions, import_fundamentals, import_fx, import_prices,
};
use russet_market::{Currency, FundamentalMeasure, Market, MarketView};

/// Five sessions of a company of two classes and of one that trades from the third on.
fn market() -> Market {
    let files = Files::new();
    let days = sessions(5);
    let mut rows = String::new();
    for (place, day) in days.iter().enumerate() {
        rows += &row(*day, "DUAL.A", "Dual Inc. Class A Common Stock", 10.0, 0.0, 1e9);
        rows += &row(*day, "DUAL.B", "Dual Inc. Class B Common Stock", 11.0, 0.0, 1e9);
        if place >= 2 {
            rows += &row(*day, "LATE", "Late Corp. Common Stock", 20.0, 0.0, 2e9);
        }
    }
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn said(report: &ImportReport) -> Vec<String> {
    report.refusals.iter().map(ToString::to_string).collect()
}

/// Each refusal begins as expected, in order of the lines.
#[track_caller]
fn refused(report: &ImportReport, file: &str, expected: &[(u64, &str)]) {
    let mut found: Vec<_> = report.refusals.iter().collect();
    found.sort_by_key(|one| one.line);
    assert_eq!(found.len(), expected.len(), "{:#?}", said(report));
    for (refusal, (line, reason)) in found.iter().zip(expected) {
        let said = refusal.to_string();
        assert!(said.starts_with(&format!("{file}, line {line}, {reason}")), "{said}");
    }
}

#[test]
fn accounts_say_when_they_were_known_and_are_corrected_later() {
    let files = Files::new();
    let text = "ticker,measure,period_end,value,known_at,source\n\
        DUAL.A,book_value,2023-09-30,\"1,250,000,000\",2024-01-03,10-Q\n\
        DUAL.A,Sales per share,2023-09-30,-0.5,2024-01-03,\n\
        LATE,analysts,2023-12-29,7,2024-01-03,\n\
        DUAL.B,book-value,2023-09-30,1250000000,2024-01-03,\n\
        DUAL.B,book_value,2023-09-30,1300000000,2024-01-05,10-Q/A\n\
        DUAL.A,goodwill,2023-09-30,1,2024-01-03,\n\
        DUAL.A,net_income,2023-09-30,1,,\n\
        DUAL.A,net_income,2024-01-31,1,2024-01-30,\n\
        DUAL.A,net_income,2023-09-30,1,2025-01-30,\n\
        DUAL.A,net_income,2023-09-30,,2024-01-03,\n\
        DUAL.A,net_income,2023-09-30,NaN,2024-01-03,\n\
        DUAL.A,net_income,,1,2024-01-03,\n\
        LATE,analysts,2023-12-29,2.5,2024-01-04,\n\
        LATE,analysts,2023-12-29,-1,2024-01-04,\n\
        NONE,net_income,2023-09-30,1,2024-01-03,\n\
        DUAL.A,total_debt,2023-09-30,5,2024-01-03,\n\
        DUAL.B,total_debt,2023-09-30,6,2024-01-03,\n";
    let (market, report) = then(import_fundamentals, market(), &files.write("values.csv", text));
    refused(
        &report,
        "values.csv",
        &[
            (7, "measure 'goodwill': not a measure (hint: book_value, sales_per_share"),
            (8, "known_at '': must say when it was known"),
            (9, "known_at '2024-01-30': the period ends on 2024-01-31 only"),
            (10, "known_at '2025-01-30': known on 2025-01-30, in the future"),
            (11, "value '': no value"),
            (12, "value 'NaN': NaN is not a number"),
            (13, "period_end '': no date"),
            (14, "value '2.5': 2.5 is not a number of analysts"),
            (15, "value '-1': -1 is not a number of analysts"),
            (16, "ticker 'NONE': the market knows no security NONE on"),
            // Two lines of one company say two things.
            (17, "value '5': other rows of the same key say otherwise"),
            (18, "value '6': other rows of the same key say otherwise"),
        ],
    );
    assert_eq!((report.rows_taken, report.rows_known_already), (4, 1));

    let view = MarketView::new(&market);
    let company: Vec<_> = market.securities.iter().map(|one| one.security_id).collect();
    let known = |measure, day| {
        let values = view.fundamentals(&company, measure, date(2024, 1, day));
        values.iter().map(|one| one.value).collect::<Vec<_>>()
    };
    assert_eq!(known(FundamentalMeasure::BookValue, 2), [0.0; 0]);
    assert_eq!(known(FundamentalMeasure::BookValue, 4), [1.25e9]);
    assert_eq!(known(FundamentalMeasure::BookValue, 5), [1.3e9]);
    assert_eq!(known(FundamentalMeasure::SalesPerShare, 3), [-0.5]);
    // Forecasts from before the first close count.
    assert_eq!(known(FundamentalMeasure::Analysts, 3), [7.0]);

    let changed =
        "ticker,measure,period_end,value,known_at\nDUAL.B,book_value,2023-09-30,9,2024-01-03\n";
    let (_, report) = then(import_fundamentals, market, &files.write("changed.csv", changed));
    refused(&report, "changed.csv", &[(2, "value '9': the market has 1250000000")]);

    let wide =
        files.write("wide.csv", "ticker,measure,period_end,value\nA,net_income,2023-09-30,1\n");
    let message = failure(import_fundamentals, &wide, &options());
    assert!(message.contains("no column known_at"), "{message}");
}

#[test]
fn rates_are_of_any_day_and_either_spelling() {
    let files = Files::new();
    let text = "date,from,to,pair,rate,known_at,source\n\
        2024-01-06,USD,JPY,,144.62,,ECB\n\
        2024-01-08,,,USDJPY,144.1,,\n\
        2024-01-08,,,gbp/usd,1.2747000000000001,2024-01-09,\n\
        2024-01-09,EUR,usd,,0.0000000000004,,\n\
        2024-01-09,USD,USD,,1,,\n\
        2024-01-09,,,USDUSD,1,,\n\
        2024-01-09,,,USDT,1,,\n\
        2024-01-09,,,U,1,,\n\
        2024-01-09,USD,,,1,,\n\
        2024-01-09,,USD,,1,,\n\
        2024-01-09,,,,1,,\n\
        2024-01-09,USD,JPY,USDJPY,1,,\n\
        2024-01-09,USD,yen!,,1,,\n\
        2024-01-09,USD,CHF,,,,\n\
        2024-01-09,USD,CHF,,-1,,\n\
        2024-01-09,USD,CHF,,0,,\n\
        2024-07-09,USD,CHF,,1,,\n\
        2024-01-09,USD,CHF,,1,2024-01-08,\n\
        2024-01-10,USD,CHF,,0.85,,\n\
        2024-01-10,,,USD-CHF,0.86,,\n";
    let (market, report) = then(import_fx, market(), &files.write("rates.csv", text));
    refused(
        &report,
        "rates.csv",
        &[
            (5, "rate '0.0000000000004': a rate of exchange of 0 is outside"),
            (6, "to 'USD': USD in itself is no rate"),
            (7, "pair 'USDUSD': USD in itself is no rate"),
            (8, "pair 'USDT': 'T' is not a currency"),
            (9, "pair 'U': not two currencies"),
            (10, "to '': no currency that it is valued in"),
            (11, "from '': no currency that is valued"),
            (12, "from '': no currencies (hint: from and to, or pair)"),
            (13, "pair 'USDJPY': either from and to, or a pair, not both"),
            (14, "to 'yen!': 'yen!' is not a currency"),
            (15, "rate '': no rate"),
            (16, "rate '-1': a rate of exchange of -1 is outside"),
            (17, "rate '0': a rate of exchange of 0 is outside"),
            (18, "date '2024-07-09': known on 2024-07-09, in the future"),
            (19, "known_at '2024-01-08': the day of the rate is 2024-01-09 only"),
            (20, "rate '0.85': other rows of the same key say otherwise"),
            (21, "rate '0.86': other rows of the same key say otherwise"),
        ],
    );
    let view = MarketView::new(&market);
    let (dollar, yen) = (Currency::USD, Currency::JPY);
    let rate = |from, to, day| view.rate(from, to, date(2024, 1, day)).map(|rate| rate.to_string());
    assert_eq!(rate(dollar, yen, 7).as_deref(), Some("144.62"));
    assert_eq!(rate(dollar, yen, 8).as_deref(), Some("144.1"));
    assert_eq!(rate(Currency::GBP, dollar, 8), None);
    assert_eq!(rate(Currency::GBP, dollar, 9).as_deref(), Some("1.2747"));
    assert_eq!(market.fx[0].source, "ECB");
}

#[test]
fn decisions_say_who_and_why_and_hold_from_a_session() {
    let files = Files::new();
    let text = "index,effective,ticker,action,who,why,known_at,source\n\
        BIG,2024-01-06,LATE,add,The committee,Size,2024-01-04,Release\n\
        BIG,2024-01-04,DUAL.A,Drop,The committee,Deal,,\n\
        BIG,2024-01-04,DUAL.B,swap,The committee,Deal,,\n\
        BIG,2024-01-04,DUAL.B,add,,Deal,,\n\
        BIG,2024-01-04,DUAL.B,add,The committee,,,\n\
        ,2024-01-04,DUAL.B,add,The committee,Size,,\n\
        BIG,2024-01-03,LATE,add,The committee,Size,,\n\
        BIG,2024-01-04,DUAL.B,add,The committee,Size,2024-01-05,\n\
        BIG,2024-01-05,DUAL.B,add,The committee,Size,,\n\
        BIG,2024-01-05,DUAL.B,drop,The committee,Size,,\n";
    let (market, report) = then(import_decisions, market(), &files.write("minutes.csv", text));
    refused(
        &report,
        "minutes.csv",
        &[
            (4, "action 'swap': neither add nor drop"),
            (5, "who '': must not be blank"),
            (6, "why '': must not be blank"),
            (7, "index '': must not be blank"),
            (8, "ticker 'LATE': the market knows no security LATE on 2024-01-03"),
            (9, "known_at '2024-01-05': it holds from 2024-01-04 on already"),
            (10, "action 'add': other rows of the same key say otherwise"),
            (11, "action 'drop': other rows of the same key say otherwise"),
        ],
    );
    let seen: Vec<_> = market
        .committee_decisions
        .iter()
        .map(|one| (one.effective_after_close, one.enters, one.known_at, one.source.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (date(2024, 1, 4), false, date(2024, 1, 4), "minutes.csv"),
            // After the close of a Saturday is after the close of the Friday before.
            (date(2024, 1, 5), true, date(2024, 1, 4), "Release"),
        ]
    );
}
