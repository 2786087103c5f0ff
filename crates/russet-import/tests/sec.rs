//! The register of companies: every format of it, and what it does not say well.

use std::io::Write;

use crate::common::{Files, failure, first, options, then};
use jiff::civil::date;
use russet_import::{ImportOptions, import_sec};
use russet_market::{Cik, Market};

const FILERS: &str = "cik,ticker,name,entity_type,sic,state_of_incorporation,\
                      business_state_or_country,category,exchanges,first_seen,last_seen\n";

const SUBMISSION: &str = r#"{"cik": "0001750", "entityType": "operating", "sic": "3720",
    "name": "AAR CORP", "tickers": ["AIR", "AIR-PA"], "exchanges": ["NYSE", null],
    "category": "Large accelerated filer", "stateOfIncorporation": "DE",
    "addresses": {"business": {"stateOrCountry": "IL"}},
    "formerNames": [{"name": "ALLEN AIRCRAFT", "from": "1994-01-10T00:00:00.000Z",
                     "to": "1998-10-21T04:00:00.000Z"}],
    "filings": {"recent": {"form": ["10-K", "8-K"]}}}"#;

fn taken(contents: &str) -> Market {
    let folder = Files::new();
    let (market, report) = first(import_sec, &folder.write("table.csv", contents));
    assert_eq!((report.rows_refused, report.cells_refused), (0, 0), "{:?}", report.refusals);
    market
}

/// The only refusal of a file, and how many facts its rows left.
fn refused(contents: &str) -> (String, usize) {
    let folder = Files::new();
    let (market, report) = first(import_sec, &folder.write("table.csv", contents));
    let [refusal] = &report.refusals[..] else { panic!("{:?}", report.refusals) };
    assert_eq!(report.rows_read, report.rows_taken + report.rows_refused);
    assert_eq!(market.refusals, report.refusals);
    let facts = market.filers.len() + market.filer_tickers.len() + market.filer_names.len();
    (refusal.to_string(), facts + market.cusips.len())
}

#[test]
fn a_table_of_companies_has_several_rows_a_company() {
    let market = taken(&format!(
        "{FILERS}\
         0000001750,AIR,AAR CORP,operating,3720,DE,IL,\
         Accelerated filer<br>Smaller reporting company,\"['NYSE', 'NYSE']\",2024-05-15,2024-05-15\n\
         0000001750,AIRX,AAR CORP,operating,3720,DE,IL,\
         Accelerated filer<br>Smaller reporting company,\"['NYSE', 'OTC']\",2024-05-15,2024-05-15\n\
         1834489,GENI,Genius Sports Ltd,other,,Y7,X0,<br>Emerging growth company,NYSE,,2024-05-15\n"
    ));
    let [aar, genius] = &market.filers[..] else { panic!("{:?}", market.filers) };
    assert_eq!((aar.cik, aar.sic, aar.first_seen), (Cik(1750), Some(3720), date(2024, 5, 15)));
    assert_eq!(aar.incorporation.as_deref(), Some("United States"));
    assert_eq!(aar.category.as_deref(), Some("Accelerated filer, Smaller reporting company"));
    assert_eq!((genius.incorporation.as_deref(), genius.sic), (Some("Guernsey"), None));
    assert_eq!(genius.headquarters.as_deref(), Some("United Kingdom"));
    assert_eq!(genius.category.as_deref(), Some("Emerging growth company"));
    let exchanges: Vec<_> = market
        .filer_tickers
        .iter()
        .map(|row| (row.ticker.as_str(), row.exchange.as_deref()))
        .collect();
    assert_eq!(exchanges, [("AIR", Some("NYSE")), ("AIRX", None), ("GENI", Some("NYSE"))]);
}

#[test]
fn symbols_names_and_cusips_are_told_by_their_columns() {
    let symbols = taken(
        "cik,ticker,name,exchange,first_seen,last_seen\n\
         67887,MOG-A,Moog Inc.,NYSE,2021-12-30,2024-05-15\n",
    );
    assert_eq!(symbols.filer_tickers[0].ticker.as_str(), "MOG.A");
    assert_eq!(symbols.filer_tickers[0].last_seen, date(2024, 5, 15));
    let names = taken("cik,name,start_date,end_date\n78239,PHILLIPS VAN HEUSEN CORP,1994-01-10,\n");
    let name = &names.filer_names[0];
    assert_eq!(
        (name.cik, name.first_day, name.last_day),
        (Cik(78239), Some(date(1994, 1, 10)), None)
    );
    let cusips = taken("cusip,ticker\n037833100,AAPL\n");
    assert_eq!(cusips.cusips[0].ticker.as_str(), "AAPL");
    let folder = Files::new();
    let odd = folder.write("odd.csv", "ticker,color\nAIR,blue\n");
    let message = failure(import_sec, &odd, &options());
    assert!(
        message.contains("no table of companies, symbols, former names or CUSIPs"),
        "{message}"
    );
}

#[test]
fn a_submission_is_of_the_day_given_or_else_of_today() {
    let folder = Files::new();
    let file = folder.write("CIK0000001750.json", SUBMISSION);
    let (market, report) = first(import_sec, &file);
    assert_eq!(market.filers[0].first_seen, options().today);
    assert!(report.notes.iter().any(|note| note.contains("as of today")), "{:?}", report.notes);
    let dated = ImportOptions { date: Some(date(2024, 5, 15)), ..options() };
    let (market, report) = import_sec(Market::default(), &[file], &dated).unwrap();
    assert!(report.notes.iter().all(|note| !note.contains("as of today")), "{:?}", report.notes);
    assert_eq!(market.filers[0].first_seen, date(2024, 5, 15));
    assert_eq!(market.filers[0].headquarters.as_deref(), Some("United States"));
    let symbols: Vec<_> = market
        .filer_tickers
        .iter()
        .map(|row| (row.ticker.as_str(), row.exchange.as_deref()))
        .collect();
    assert_eq!(symbols, [("AIR", Some("NYSE")), ("AIR.PA", None)]);
    assert_eq!(market.filer_names[0].last_day, Some(date(1998, 10, 21)));
}

#[test]
fn an_archive_is_its_companies_without_their_further_filings() {
    let folder = Files::new();
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let person = r#"{"cik": "1", "name": "SMITH JOHN", "entityType": "other", "tickers": []}"#;
    for (name, text) in [
        ("CIK0000001750.json", SUBMISSION),
        ("CIK0000001750-submissions-001.json", r#"{"form": ["10-K"]}"#),
        ("CIK0000000001.json", person),
        ("CIK0000000002.json", "{broken"),
        ("placeholder.txt", "nothing"),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let file = folder.write("submissions.zip", &bytes);
    let (market, report) = first(import_sec, &file);
    let (alone, _) = first(import_sec, &folder.write("CIK0000001750.json", SUBMISSION));
    let (mut filer, other) = (market.filers[0].clone(), &alone.filers[0]);
    filer.source.clone_from(&other.source);
    assert_eq!((&filer, market.filers.len()), (other, 1));
    assert_eq!((report.rows_read, report.rows_taken, report.rows_refused), (3, 1, 1));
    assert_eq!(report.rows_set_aside.values().sum::<u64>(), 1);
    assert!(report.refusals[0].to_string().contains("CIK0000000002.json"));
    let torn = folder.write("torn.zip", &bytes[..bytes.len() / 2]);
    assert!(failure(import_sec, &torn, &options()).contains("broken zip archive"));
}

#[test]
fn the_list_of_all_symbols_has_fields_and_rows() {
    let folder = Files::new();
    let list = r#"{"fields": ["cik", "name", "ticker", "exchange"],
        "data": [[320193, "Apple Inc.", "AAPL", "Nasdaq"], [1067983, "BERKSHIRE", "BRK-B", null],
                 [0, "Nobody", "XX", "NYSE"], [7, "No symbol", null, "NYSE"]]}"#;
    let (market, report) = first(import_sec, &folder.write("company_tickers_exchange.json", list));
    assert_eq!((report.rows_read, report.rows_taken, report.rows_refused), (4, 2, 2));
    let apple = market.filer_tickers.iter().find(|row| row.cik == Cik(320_193)).unwrap();
    assert_eq!((apple.ticker.as_str(), apple.exchange.as_deref()), ("AAPL", Some("Nasdaq")));
    assert!(market.filers.is_empty());
}

#[test]
fn a_cell_that_says_nothing_known_is_refused_and_its_row_kept() {
    let folder = Files::new();
    let row = "1750,AIR,AAR CORP,operating,37-20,QQ,IL,,NYSE,2024-05-15,2024-05-15\n";
    let (market, report) = first(import_sec, &folder.write("a.csv", format!("{FILERS}{row}")));
    assert_eq!((report.rows_taken, report.rows_refused, report.cells_refused), (1, 0, 2));
    assert_eq!((market.filers[0].sic, &market.filers[0].incorporation), (None, &None));
    assert_eq!(market.filers[0].headquarters.as_deref(), Some("United States"));
    let reasons: Vec<&str> = market.refusals.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(
        reasons,
        ["not a standard industrial classification", "no state or country code of EDGAR"]
    );
}

#[test]
fn rows_without_a_company_a_name_or_sound_days_are_refused() {
    let symbols = "cik,ticker,name,exchange,first_seen,last_seen\n";
    for (text, reason) in [
        (format!("{symbols}x17,AIR,Aar,NYSE,2021-12-30,2024-01-02\n"), "not a company number"),
        (format!("{symbols}1750,A B,Aar,NYSE,2021-12-30,2024-01-02\n"), "not a trading symbol"),
        (format!("{symbols}1750,AIR,Aar,NYSE,2024-01-02,2021-12-30\n"), "before the first day"),
        (format!("{symbols}1750,AIR,Aar,NYSE,2021-12-30,2031-01-02\n"), "in the future"),
        (format!("{symbols}1750,AIR,Aar,NYSE,soon,2024-01-02\n"), "'soon' is not a date"),
        (format!("{FILERS}1750,AIR,,,,DE,IL,,NYSE,2024-05-15,2024-05-15\n"), "no name"),
        ("cik,name,start_date,end_date\n1,A,2020-01-02,2019-01-02\n".to_owned(), "first day"),
        ("cusip,ticker\n037833101,AAPL\n".to_owned(), "check digit"),
    ] {
        let (refusal, facts) = refused(&text);
        assert!(refusal.contains(reason) && facts == 0, "{refusal}");
    }
}

#[test]
fn contradictory_descriptions_of_a_day_are_all_refused() {
    let folder = Files::new();
    let row = |sic: &str, state: &str, day: &str| {
        format!("1750,AIR,AAR CORP,,{sic},{state},,,NYSE,{day},{day}\n")
    };
    let both = [row("3720", "D0", "2024-05-15"), row("3720", "E9", "2024-05-15")].concat();
    let (market, report) = first(import_sec, &folder.write("both.csv", format!("{FILERS}{both}")));
    assert_eq!((report.rows_taken, report.rows_refused), (0, 2));
    assert!(market.filers.is_empty() && market.filer_tickers.is_empty());
    let said = report.refusals[0].to_string();
    assert!(said.contains("CIK 0000001750 on 2024-05-15: other rows have another"), "{said}");
    // Another day's description may differ, and a blank contradicts nothing.
    let sound =
        [row("3720", "", "2024-05-15"), row("", "D0", "2024-05-15"), row("", "E9", "2024-06-03")];
    let sound = folder.write("sound.csv", format!("{FILERS}{}", sound.concat()));
    let (market, report) = then(import_sec, market, &sound);
    assert_eq!((report.rows_refused, market.filers.len()), (0, 2));
    let of_day = |filer: &&russet_market::Filer| filer.first_seen == date(2024, 5, 15);
    let first_day = market.filers.iter().find(of_day).unwrap();
    assert_eq!((first_day.sic, first_day.incorporation.as_deref()), (Some(3720), Some("Bermuda")));
    // What the market has stays, and the new word is refused.
    let late = folder.write("late.csv", format!("{FILERS}{}", row("3721", "", "2024-05-15")));
    let (after, report) = then(import_sec, market.clone(), &late);
    assert_eq!((report.rows_refused, &after.filers), (1, &market.filers));
    assert!(report.refusals[0].to_string().contains("the market has another sic"));
}

#[test]
fn what_goes_in_twice_is_known_already() {
    let folder = Files::new();
    let file = |name: &str, behind: &str| folder.write(name, format!("{SUBMISSION}{behind}"));
    let (market, _) = first(import_sec, &file("a.json", ""));
    let (again, report) = then(import_sec, market.clone(), &file("b.json", "\n"));
    assert_eq!((report.rows_taken, report.rows_known_already), (0, 1));
    assert_eq!((again.filers, again.filer_tickers), (market.filers, market.filer_tickers));
}
