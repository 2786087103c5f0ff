//! A small market that has facts of every kind: a row or two in each table.

use std::fs;
use std::path::Path;

use jiff::civil::date;

use super::{feed, ok};

/// What is imported besides closes: the command's word, a file's name, its text.
pub const FILES: [(&str, &str, &str); 15] = [
    (
        "shares",
        "shares.csv",
        "ticker,effective,shares,known_at\nQAA,2025-05-12,900000000,2025-05-09\nQAB,2025-05-12,ten,2025-05-09\n",
    ),
    (
        "float",
        "float.csv",
        "ticker,effective,free_float_percent,known_at,source\nQAA,2025-05-12,85.5,2025-05-09,Proxy\n",
    ),
    (
        "votes",
        "votes.csv",
        "ticker,effective,class,shares,votes_per_share,free_float_percent,known_at\nQAB,2025-05-12,A,1000000,10,50,2025-05-09\n",
    ),
    (
        "geography",
        "geography.csv",
        "ticker,fiscal_year_end,measure,area,percent,area_kind,countries,known_at,source\n\
         QAC,2024-12-31,revenue,United States,60,country,,2025-05-09,Report\n\
         QAC,2024-12-31,revenue,Europe,40,region,France; Germany,2025-05-09,Report\n",
    ),
    (
        "fundamentals",
        "fundamentals.csv",
        "ticker,measure,period_end,value,known_at,source\nQAA,book_value,2025-03-31,5000000000,2025-05-09,Report\n",
    ),
    ("fx", "fx.csv", "date,from,to,rate\n2025-05-09,EUR,USD,1.1234\n2025-05-12,EUR,USD,1.1185\n"),
    (
        "decisions",
        "decisions.csv",
        "index,effective,ticker,action,who,why\nOTHER,2025-06-25,QAD,drop,The committee,A test\n",
    ),
    (
        "overrides",
        "overrides.csv",
        "ticker,field,value,who,why,evidence,from,known_at\nQAE,nationality,Canada,An analyst,Moved,Annual report,2025-05-12,2025-05-12\n",
    ),
    (
        "actions",
        "actions.csv",
        "ex_date,ticker,kind,ratio,cash,known_at,source\n2025-06-24,QAF,split,2,,2025-06-02,News\n",
    ),
    (
        "dividends",
        "dividends.csv",
        "ticker,ex_date,amount,known_at\nQAG,2025-06-25,0.25,2025-06-02\n",
    ),
    (
        "members",
        "members.csv",
        "fund,as_of,ticker,weight\nTEST,2025-05-30,QAA,60\nTEST,2025-05-30,QAB,40\n",
    ),
    ("levels", "RUT.csv", "date,close,suspect\n2025-05-09,2023.07,0\n2025-05-12,2092.19,1\n"),
    (
        "sec",
        "filers.csv",
        "cik,ticker,name,entity_type,sic,state_of_incorporation,business_state_or_country,category,exchanges,first_seen,last_seen\n\
         1750,QAA,QAA Works Inc,operating,3720,DE,IL,Accelerated filer,NYSE,2025-05-01,2025-07-03\n",
    ),
    ("sec", "cusips.csv", "cusip,ticker\n86800U104,QAA\n"),
    (
        "sec",
        "names.json",
        r#"{"cik": "0001751", "entityType": "operating", "sic": "3720", "name": "QAB WORKS INC",
            "tickers": ["QAB"], "exchanges": ["NYSE"], "category": "Large accelerated filer",
            "stateOfIncorporation": "DE", "addresses": {"business": {"stateOrCountry": "IL"}},
            "formerNames": [{"name": "QAB OLD", "from": "1994-01-10T00:00:00.000Z", "to": "1998-10-21T04:00:00.000Z"}],
            "filings": {"recent": {"form": ["10-K", "8-K"]}}}"#,
    ),
];

/// Closes of twelve companies from May to the third of July 2025.
pub fn closes() -> Vec<String> {
    feed::rows(12, date(2025, 5, 5), date(2025, 7, 3))
}

/// Makes such a market in a folder; the files go into another one.
pub fn market(market: &Path, files: &Path) {
    let import = |what: &str, name: &str, text: &str| {
        let file = files.join(name);
        fs::write(&file, text).unwrap();
        let paths = [("file", file.as_path()), ("market", market)];
        ok(&format!("import {what} {{file}} --market {{market}}"), &paths);
    };
    import("prices", "closes.csv", &feed::file(&closes()));
    for (what, name, text) in FILES {
        import(what, name, text);
    }
}
