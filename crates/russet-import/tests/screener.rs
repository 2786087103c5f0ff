//! Snapshots of the screener: what is read, what is refused and how it is said.

use std::sync::Arc;

use crate::common::{Files, failure, first, options, then};
use arrow_array::{
    ArrayRef, Date32Array, Float32Array, Int64Array, LargeStringArray, RecordBatch, StringArray,
};
use jiff::civil::date;
use russet_import::{ImportOptions, import_prices, import_screener};
use russet_market::{Market, Mic, SecurityKind};

const IBM: &str = r#"{"symbol":"IBM","name":"International Business Machines Corporation Common Stock",
    "lastsale":"$172.95","netchange":"2.10","pctchange":"1.229%","volume":"3300000",
    "marketCap":"158870000000.00","country":"United States","ipoyear":"","industry":"Computers","sector":"Technology"}"#;

#[test]
fn json_as_downloaded() {
    let files = Files::new();
    let path = files.write("2024-04-30/nyse_full_tickers.json", format!("[{IBM}]"));
    let (market, report) =
        import_screener(Market::default(), &[path], &ImportOptions::new(date(2024, 6, 28)))
            .unwrap();
    let row = market.prices.get(0).unwrap();
    assert_eq!((row.date, row.close), (date(2024, 4, 30), "172.95".parse().unwrap()));
    assert_eq!((row.volume, row.reported_change_percent), (Some(3_300_000), Some(1.229)));
    assert_eq!(row.reported_cap_cents, Some(15_887_000_000_000));
    let security = &market.securities[0];
    assert_eq!((security.mic, security.kind), (Mic::Xnys, SecurityKind::Common));
    assert_eq!((security.country.as_deref(), security.ipo_year), (Some("United States"), None));
    assert_eq!((report.rows_read, report.rows_taken), (1, 1));
    assert_eq!(market.shares[0].shares_outstanding.to_string(), "918589188");
}

#[test]
fn json_in_a_wrapper_and_csv_say_the_same() {
    let files = Files::new();
    let wrapped = files.write("nyse_2024-04-30.json", format!(r#"{{"data":{{"rows":[{IBM}]}}}}"#));
    let csv = "\u{feff}Symbol,Name,Last Sale,Net Change,% Change,Market Cap,Country,IPO Year,Volume,Sector,Industry\r\n\
        IBM,International Business Machines Corporation Common Stock,$172.95,2.10,1.229%,158870000000.00,United States,,3300000,Technology,Computers\r\n";
    let csv = files.write("nyse_2024-04-30.csv", csv);
    let (mut from_json, _) = first(import_screener, &wrapped);
    let (mut from_csv, _) = first(import_screener, &csv);
    from_json.sources.clear();
    from_csv.sources.clear();
    assert_eq!(from_json, from_csv);
}

#[test]
fn parquet_of_any_types() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("trade_date", Arc::new(Date32Array::from(vec![19_843, 19_844]))),
        ("exchange", Arc::new(StringArray::from(vec!["NASDAQ"; 2]))),
        ("symbol", Arc::new(LargeStringArray::from(vec!["NA", "NA"]))),
        ("name", Arc::new(StringArray::from(vec!["Nano Labs Ltd"; 2]))),
        ("last_sale", Arc::new(Float32Array::from(vec![Some(1.805), None]))),
        ("market_cap", Arc::new(Int64Array::from(vec![Some(57_012_586), Some(0)]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let path = Files::new();
    let path = (path.write("daily.parquet", &bytes), path);
    let (market, report) = first(import_screener, &path.0);
    let row = market.prices.get(0).unwrap();
    // A 32-bit float of 1.805 is that decimal, not 1.80499994.
    assert_eq!((row.date, row.close.to_string()), (date(2024, 4, 30), "1.805".to_owned()));
    assert_eq!(market.securities[0].ticker.as_str(), "NA");
    assert_eq!(report.rows_set_aside["no price"], 1);
}

#[test]
fn bad_rows_are_refused_with_place_and_reason() {
    let files = Files::new();
    let good = "2024-04-30,NASDAQ,GOOD,10,1000\n";
    let text = format!(
        "date,exchange,ticker,close,market_cap\n{good}\
         2024-04-30,NASDAQ,ZERO,0,1\n2024-04-30,NASDAQ,LESS,-1,1\n2024-04-30,NASDAQ,NANS,NaN,1\n\
         2024-04-30,NASDAQ,HUGE,1000000000000,1\n2024-04-30,NASDAQ,WORD,abc,1\n\
         2024-13-30,NASDAQ,DATE,1,1\n2024-07-01,NASDAQ,SOON,1,1\n2024-04-28,NASDAQ,SUND,1,1\n\
         1950-01-03,NASDAQ,PAST,1,1\n2024-04-30,NASDAQ,A B,1,1\n2024-04-30,MARS,XCHG,1,1\n\
         2024-04-30,NASDAQ,TWIN,1,1\n2024-04-30,NASDAQ,TWIN,2,1\n{good}2024-04-30,NASDAQ,,,\n"
    );
    let (market, report) = first(import_prices, &files.write("rows.csv", text));
    assert_eq!(market.prices.len(), 1);
    assert_eq!((report.rows_read, report.rows_taken, report.rows_known_already), (16, 1, 1));
    assert_eq!(market.refusals, report.refusals);
    let mut said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
    said.sort_by_key(|text| text[15..].split(',').next().unwrap().parse::<u32>().unwrap());
    let twin = "TWIN on 2024-04-30: other rows of this symbol and session have another close";
    let expected = [
        "line 3, close '0': a price of 0 is outside above 0 to 100,000,000 dollars",
        "line 4, close '-1': a price of -1 is outside above 0 to 100,000,000 dollars",
        "line 5, close 'NaN': 'NaN' is not a decimal number",
        "line 6, close '1000000000000': a price of 1000000000000 is outside above 0 to 100,000,000 dollars",
        "line 7, close 'abc': 'abc' is not a decimal number",
        "line 8, date '2024-13-30': '2024-13-30' is not a date",
        "line 9, date '2024-07-01': 2024-07-01 lies in the future: today is 2024-06-28",
        "line 10, date '2024-04-28': 2024-04-28 is not a session: Sunday",
        "line 11, date '1950-01-03': 1950-01-03 is outside the calendar, which covers 1978-01-01 to 2030-12-31",
        "line 12, ticker 'A B': not a trading symbol",
        "line 13, exchange 'MARS': not an exchange that is known",
        &format!("line 14, close '1': {twin}"),
        &format!("line 15, close '2': {twin}"),
        "line 17, ticker '': not a trading symbol",
    ];
    assert_eq!(said, expected.map(|text| format!("rows.csv, {text}")));
}

#[test]
fn a_close_that_contradicts_the_market_is_refused_and_the_old_one_stays() {
    let files = Files::new();
    let old = files.write("old.csv", "date,ticker,close\n2024-04-30,A,1\n");
    let new =
        files.write("new.csv", "date,ticker,close,volume\n2024-04-30,A,2,5\n2024-05-01,A,3,5\n");
    let (market, _) = first(import_prices, &old);
    let (market, report) = then(import_prices, market, &new);
    assert_eq!(report.refusals[0].reason, "A on 2024-04-30: the market has a close of 1");
    let closes: Vec<String> = market.prices.iter().map(|row| row.close.to_string()).collect();
    assert_eq!(closes, ["1", "3"]);
    // The same file again is known by its bytes.
    let (same, report) = then(import_prices, market.clone(), &new);
    assert_eq!((same, report.files_known_already), (market, 1));
    assert_eq!(report.notes, ["new.csv went in before: skipped"]);
}

#[test]
fn files_as_a_whole_say_what_where_why_and_what_to_do() {
    let files = Files::new();
    let plain = ImportOptions::new(date(2024, 6, 28));
    let said = |name: &str, contents: &[u8], options: &ImportOptions<'_>| {
        let message = failure(import_screener, &files.write(name, contents), options);
        message.rsplit_once('/').map_or(message.clone(), |(_, end)| end.to_owned())
    };
    let json = "nyse_2024-04-30.json";
    assert_eq!(
        said("nyse_2024-04-30.csv", b"", &plain),
        "nyse_2024-04-30.csv: the file is empty (hint: download the file again)"
    );
    assert_eq!(
        said(json, br#"[{"symbol":"A","lastsale":"$1"#, &plain),
        "nyse_2024-04-30.json, line 1, column 29: broken JSON: EOF while parsing a string at line 1 column 29 (hint: download the file again)"
    );
    assert!(said(json, br#"{"status":400}"#, &plain).contains("holds no array of rows"));
    assert!(said(json, b"[]", &plain).contains("the JSON holds no rows"));
    assert!(said(json, br#"[{"symbol":"A"}]"#, &plain).contains("no column close; found symbol"));
    let header = said("nyse_2024-04-30.csv", b"Ticker,Price paid\nA,1\n", &plain);
    assert!(
        header.contains("line 1: no column close; found Ticker, Price paid (hint:"),
        "{header}"
    );
    assert!(said("x.parquet", b"symbol,close\n", &plain).contains("this is no Parquet file"));
    assert!(said("y.parquet", b"PAR1 and no more", &plain).contains("broken Parquet"));
    assert!(said("z.csv", b"PK\x03\x04 and so on", &plain).contains("Excel workbook"));
    let array = format!("[{IBM}]");
    assert!(said("nyse.json", array.as_bytes(), &plain).contains("hint: give --date"));
    assert!(said("2024-04-30.json", array.as_bytes(), &plain).contains("hint: give --exchange"));
    let site = said(
        "nasdaq_screener_1714500000000.csv",
        b"Symbol,Last Sale\nA,$1\n",
        &ImportOptions { date: Some(date(2024, 4, 30)), ..plain.clone() },
    );
    assert!(site.contains("hint: give --exchange"), "{site}");
    let missing = files.write("a.csv", "x").with_file_name("none.csv");
    assert!(failure(import_screener, &missing, &plain).contains("cannot read"));
    let map = ImportOptions { columns: "price=close".parse().unwrap(), ..options() };
    let unknown = failure(import_prices, &files.write("m.csv", "date,ticker,close\n"), &map);
    assert!(unknown.contains("names 'price', which is no column of this import"), "{unknown}");
}

#[test]
fn a_symbol_without_an_exchange_needs_to_be_known() {
    let files = Files::new();
    let known = files.write("a.csv", "date,ticker,close,exchange\n2024-04-30,A,1,NYSE\n");
    let more = files.write("b.csv", "date,ticker,close\n2024-05-01,A,2\n2024-05-01,B,2\n");
    let plain = ImportOptions::new(date(2024, 6, 28));
    let (market, _) = import_prices(Market::default(), &[known], &plain).unwrap();
    let (market, report) = import_prices(market, &[more], &plain).unwrap();
    assert_eq!((market.prices.len(), market.securities.len()), (2, 1));
    assert!(report.refusals[0].reason.starts_with("no exchange for a symbol that is new"));
}
