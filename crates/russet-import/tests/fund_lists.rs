//! Fund holdings and membership lists.

use crate::common::{Files, failure, first, options, then};
use jiff::civil::date;
use russet_import::{ImportOptions, import_holdings, import_members};
use russet_market::{FundLine, LineKind, Market};

const ROWS: &str = "Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,CUSIP,Price,Location,Exchange,Currency\r\n\
    SMCI,SUPER MICRO COMPUTER INC,Information Technology,Equity,\"327,763,030.76\",0.59,\"327,763,030.76\",\"1,143,386.00\",86800U104,286.66,United States,NASDAQ,USD\r\n\
    NA,NA BANK,Financials,Equity,1,0.01,1,10.00,-,1.00,United States,NASDAQ,USD\r\n\
    ADRO,ADURO BIOTECH CVR,Health Care,Equity,1,0.01,1,10.00,-,2.54,United States,NO MARKET (E.G. UNLISTED),USD\r\n\
    GONE,GONE INC,Health Care,Equity,0,0.00,0,10.00,-,0.00,United States,NASDAQ,USD\r\n\
    WLLAW,CHORD ENERGY EQUITY WARRANTS EXP S,Energy,Equity,1,0.01,-5,10.00,-,28.00,United States,NASDAQ,USD\r\n\
    USD,USD CASH,Cash and/or Derivatives,Cash,1,0.12,1,-97.00,-,100.00,United States,--,USD\r\n\
    RTYM2,RUSSELL 2000 EMINI,Cash and/or Derivatives,Futures,0,0,1,18,-,-,--,CME,USD\r\n\
    --,NET OTHER ASSETS,Cash and/or Derivatives,Cash,1,0,1,1,-,1,--,--,USD\r\n\
    BADQ,BAD QUANTITY INC,Energy,Equity,1,0,1,ten,-,1,--,NASDAQ,USD\r\n";

fn line<'a>(market: &'a Market, ticker: &str) -> &'a FundLine {
    market.fund_lines.iter().find(|line| line.ticker.as_str() == ticker).unwrap()
}

#[test]
fn holdings_with_titles_disclaimer_and_every_kind_of_line() {
    let files = Files::new();
    let text = format!(
        "\u{feff}iShares Russell 2000 ETF\r\nFund Holdings as of,\"Nov 22, 2023\"\r\nInception Date,\"May 22, 2000\"\r\n\
         Shares Outstanding,\"290,000,000.00\"\r\nStock,-\r\n\u{a0}\r\n{ROWS}\r\n\u{a0}\r\n\
         \"The content contained herein is owned or licensed by BlackRock, and may not be copied.\"\r\n"
    );
    let (market, report) = first(import_holdings, &files.write("IWM_holdings.csv", text));
    let share = line(&market, "SMCI");
    assert_eq!((share.fund.as_str(), share.as_of), ("IWM", date(2023, 11, 22)));
    assert_eq!(share.known_at, date(2023, 11, 24)); // over Thanksgiving
    assert_eq!(share.quantity, Some("1143386".parse().unwrap()));
    assert_eq!((share.price, share.weight_percent), (Some("286.66".parse().unwrap()), Some(0.59)));
    assert_eq!((share.cusip.as_deref(), share.kind), (Some("86800U104"), LineKind::Equity));
    assert_eq!(line(&market, "NA").kind, LineKind::Equity);
    for other in ["ADRO", "GONE", "WLLAW", "USD", "RTYM2"] {
        assert_eq!(line(&market, other).kind, LineKind::Other, "{other}");
    }
    assert_eq!(report.rows_set_aside["no trading symbol"], 1);
    assert_eq!(
        report.refusals[0].to_string(),
        "IWM_holdings.csv, line 16, quantity 'ten': 'ten' is not a decimal number"
    );
    // Two blank-looking lines and the disclaimer are rows of the file too.
    assert_eq!(report.rows_set_aside["text below the table"], 2);
    assert_eq!((report.rows_read, report.rows_taken, report.rows_refused), (11, 7, 1));
}

#[test]
fn fund_and_date_come_from_the_name_or_the_options_or_are_asked_for() {
    let files = Files::new();
    let named = files.write("IWB_2023-11-22.csv", ROWS);
    assert_eq!(line(&first(import_holdings, &named).0, "SMCI").fund, "IWB");
    let given =
        ImportOptions { fund: Some("iwv".to_owned()), date: Some(date(2024, 4, 30)), ..options() };
    let unnamed = files.write("holdings.csv", ROWS);
    let (market, _) =
        import_holdings(Market::default(), std::slice::from_ref(&unnamed), &given).unwrap();
    assert_eq!(
        (line(&market, "NA").fund.as_str(), line(&market, "NA").as_of),
        ("IWV", date(2024, 4, 30))
    );
    assert!(failure(import_holdings, &unnamed, &options()).contains("hint: give --fund"));
    let dateless = files.write("IWM.csv", ROWS);
    assert!(failure(import_holdings, &dateless, &options()).contains("hint: give --date"));
    let titled = files.write("IWC_x.csv", format!("Fund Holdings as of,\"Nov 22, 2023\"\n{ROWS}"));
    let conflict = failure(import_holdings, &titled, &given);
    assert!(conflict.contains("says it is of 2023-11-22, not of 2024-04-30"), "{conflict}");
    let wrong =
        failure(import_holdings, &files.write("IWM_2024-04-30.csv", "a,b\n1,2\n"), &options());
    assert!(wrong.contains("line 1: no column ticker, quantity; found a, b"), "{wrong}");
    let json = failure(import_holdings, &files.write("IWM_2024-04-29.csv", "[]"), &options());
    assert!(json.contains("fund holdings are read from CSV"), "{json}");
}

#[test]
fn lists_with_quantities_win_and_equal_lists_change_nothing() {
    let files = Files::new();
    let names = files
        .write("m.csv", "fund,as_of,ticker,weight\nIWM,2023-11-22,SMCI,0\nIWM,2023-11-22,LNW,0\n");
    let full = files.write("IWM_2023-11-22.csv", ROWS);
    let (members, report) = first(import_members, &names);
    assert_eq!((report.rows_taken, line(&members, "LNW").weight_percent), (2, None));
    let (holdings, _) = then(import_holdings, members, &full);
    assert!(holdings.fund_lines.iter().all(|line| line.ticker.as_str() != "LNW"));
    let again = files.write("again.csv", "fund,as_of,ticker\nIWM,2023-11-22,OTHR\n");
    let (same, report) = then(import_members, holdings.clone(), &again);
    assert_eq!((&same.fund_lines, report.rows_taken), (&holdings.fund_lines, 0));
    // The same lines in other clothes.
    let spaced = files.write("IWM_2023-11-22 (1).csv", format!("{ROWS}\r\n\r\n"));
    let (same, report) = then(import_holdings, holdings.clone(), &spaced);
    let twice = |_: ()| same.fund_lines == holdings.fund_lines;
    assert!(twice(()) && report.rows_taken == 0 && report.rows_known_already == 7);
    // Other quantities for the same day are a contradiction.
    let other = files.write("IWM_2023-11-22-b.csv", ROWS.replace("1,143,386.00", "1,000,000.00"));
    let (same, report) = then(import_holdings, holdings.clone(), &other);
    assert_eq!(same.fund_lines, holdings.fund_lines);
    assert!(report.refusals[0].reason.contains("the market has another list of that date"));
}

#[test]
fn lists_of_no_session_are_refused_whole() {
    let files = Files::new();
    let text = "fund,as_of,ticker,weight\nDIA,2024-04-28,IBM,3\nDIA,2024-04-28,KO,2\nDIA,2024-04-30,IBM,3\nDIA,2024-04-30,--,1\n";
    let (market, report) = first(import_members, &files.write("m.csv", text));
    assert_eq!((market.fund_lines.len(), report.rows_refused), (1, 2));
    assert_eq!(
        report.refusals[0].to_string(),
        "m.csv, line 2, as_of '2024-04-28': DIA on 2024-04-28: 2024-04-28 is not a session: Sunday"
    );
    assert_eq!(market.fund_lines[0].weight_percent, Some(3.0));
    let aside: u64 = report.rows_set_aside.values().sum();
    assert_eq!(report.rows_read, report.rows_taken + report.rows_refused + aside);
}
