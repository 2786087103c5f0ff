//! Small inputs to begin with, written into the corpus of a target before its first run.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

use crate::market::closes;

/// Texts of all tables but closes.
const TABLES: [&str; 13] = [
    "ticker,effective,shares,known_at\nQAA,2025-05-14,900000000,2025-05-13\n",
    "ex_date,ticker,kind,ratio,cash,known_at,source\n2025-05-15,QAA,split,2,,2025-05-13,News\n2025-05-15,QAB,special_dividend,,1.25,2025-05-13,News\n",
    "date,symbol,ratioNew,ratioOld\n2025-05-15,QAA,2,1\n",
    "ticker,ex_date,amount,known_at\nQAA,2025-05-15,0.25,2025-05-13\n",
    "date,pair,rate\n2025-05-13,EURUSD,1.1185\n",
    "ticker,measure,period_end,value,known_at,source\nQAA,book_value,2025-03-31,5000000000,2025-05-13,Report\n",
    "ticker,effective,free_float_percent,known_at,source\nQAA,2025-05-14,85.5%,2025-05-13,Proxy\n",
    "ticker,effective,class,shares,votes_per_share,free_float_percent,known_at\nQAB,2025-05-14,A,1000000,10,50,2025-05-13\n",
    "ticker,fiscal_year_end,measure,area,percent,area_kind,countries,known_at,source\nQAC,2024-12-31,revenue,Europe,100,region,France; Germany,2025-05-13,Report\n",
    "ticker,field,value,who,why,evidence,from,known_at\nQAA,nationality,Canada,An analyst,Moved,Report,2025-05-14,2025-05-14\n",
    "index,effective,ticker,action,who,why\nOTHER,2025-05-15,QAA,add,The committee,A test\n",
    "fund,as_of,ticker,weight\nTEST,2025-05-15,QAA,60\nTEST,2025-05-15,QAB,40\n",
    "date,close,suspect\n2025-05-13,2023.07,0\n2025-05-14,2092.19,1\n",
];

const SCREENER_JSON: &str = r#"{"data":{"rows":[{"symbol":"QAA","name":"QAA Works Inc. Common Stock","lastsale":"$26.50","netchange":"0.13","pctchange":"0.5%","volume":"100000","marketCap":"3000000000.00","country":"United States","ipoyear":"1999","industry":"Machinery","sector":"Industrials","url":"/market-activity/stocks/qaa"}]}}"#;

const SCREENER_CSV: &str = "Symbol,Name,Last Sale,Net Change,% Change,Market Cap,Country,IPO Year,Volume,Sector,Industry\nQAA,QAA Works Inc. Common Stock,$26.50,0.13,0.5%,3000000000.00,United States,1999,100000,Industrials,Machinery\n";

const HOLDINGS: &str = "iShares Russell 2000 ETF\r\nFund Holdings as of,\"May 15, 2025\"\r\nInception Date,\"May 22, 2000\"\r\nShares Outstanding,\"290,000,000.00\"\r\nStock,-\r\n\r\nTicker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value,Shares,CUSIP,Price,Location,Exchange,Currency\r\nQAA,QAA WORKS INC,Industrials,Equity,\"327,763,030.76\",0.59,\"327,763,030.76\",\"1,143,386.00\",86800U104,26.50,United States,NYSE,USD\r\nUSD,USD CASH,Cash and/or Derivatives,Cash,1,0.12,1,-97.00,-,100.00,United States,--,USD\r\n\r\n\"The content contained herein is owned or licensed.\"\r\n";

const SUBMISSION: &str = r#"{"cik": "0001750", "entityType": "operating", "sic": "3720", "name": "QAA WORKS INC", "tickers": ["QAA", "QAA-PA"], "exchanges": ["NYSE", null], "category": "Large accelerated filer", "stateOfIncorporation": "DE", "addresses": {"business": {"stateOrCountry": "IL"}}, "formerNames": [{"name": "QAA OLD", "from": "1994-01-10T00:00:00.000Z", "to": "1998-10-21T04:00:00.000Z"}], "filings": {"recent": {"form": ["10-K", "8-K"]}}}"#;

const SYMBOLS: &str = r#"{"fields":["cik","name","ticker","exchange"],"data":[[1750,"QAA Works Inc","QAA","NYSE"],[1751,"QAB Works Inc","QAB",null]]}"#;

const FILERS: &str = "cik,ticker,name,entity_type,sic,state_of_incorporation,business_state_or_country,category,exchanges,first_seen,last_seen\n1750,QAA,QAA Works Inc,operating,3720,DE,IL,\"Accelerated filer<br>Smaller reporting company\",\"['NYSE', 'OTC']\",2025-05-12,2025-05-16\n";

/// Writes the seeds of a target into the folder that the environment's `RUSSET_FUZZ_SEEDS` names.
pub fn plant(seeds: impl FnOnce() -> Vec<Vec<u8>>) {
    let Some(folder) = std::env::var_os("RUSSET_FUZZ_SEEDS") else { return };
    fs::create_dir_all(&folder).expect("a folder for seeds");
    for (number, bytes) in seeds().into_iter().enumerate() {
        fs::write(Path::new(&folder).join(format!("seed-{number:02}")), bytes)
            .expect("room for seeds");
    }
}

/// An input behind the byte that chooses something.
pub fn after(selector: usize, bytes: &[u8]) -> Vec<u8> {
    [&[u8::try_from(selector).expect("few choices")], bytes].concat()
}

/// The texts of the tables, in the order of [`crate::imports::TABLES`].
pub fn table_texts() -> Vec<String> {
    std::iter::once(closes()).chain(TABLES.map(str::to_owned)).collect()
}

/// Tables as CSV, each behind the byte that chooses its import.
pub fn tables() -> Vec<Vec<u8>> {
    table_texts().iter().enumerate().map(|(import, text)| after(import, text.as_bytes())).collect()
}

/// The same tables as Parquet, every column a text.
pub fn parquet() -> Vec<Vec<u8>> {
    table_texts()
        .iter()
        .enumerate()
        .map(|(import, text)| after(import, &as_parquet(text)))
        .collect()
}

/// Snapshots of the screener, each behind the byte that chooses how its file ends.
pub fn screener() -> Vec<Vec<u8>> {
    vec![after(0, SCREENER_JSON.as_bytes()), after(1, SCREENER_CSV.as_bytes())]
}

/// Holdings of a fund.
pub fn holdings() -> Vec<Vec<u8>> {
    vec![HOLDINGS.into()]
}

/// Companies as JSON, as tables and as an archive, each behind the byte that chooses how its file ends.
pub fn sec() -> Vec<Vec<u8>> {
    let json = [SUBMISSION, SYMBOLS].map(|text| after(0, text.as_bytes()));
    let csv = [
        FILERS,
        "cusip,ticker\n86800U104,QAA\n",
        "cik,name,start_date,end_date\n1750,QAA OLD,1994-01-10,1998-10-21\n",
    ]
    .map(|text| after(1, text.as_bytes()));
    json.into_iter().chain(csv).chain([after(2, &archive())]).collect()
}

fn archive() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("CIK0000001750.json", stored).expect("a file of an archive");
    writer.write_all(SUBMISSION.as_bytes()).expect("bytes of an archive");
    writer.finish().expect("an archive").into_inner()
}

fn as_parquet(csv: &str) -> Vec<u8> {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let rows: Vec<_> = lines.collect();
    let columns = header.iter().enumerate().map(|(place, name)| {
        let cells = rows.iter().map(|row| row.get(place).copied().filter(|cell| !cell.is_empty()));
        let column: ArrayRef = Arc::new(cells.collect::<StringArray>());
        (name, column, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("a table");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("a Parquet file");
    bytes
}
