//! A tiny market to import into.

use std::path::PathBuf;
use std::sync::OnceLock;

use russet_import::import_prices;
use russet_market::{Market, MarketFolder};

use crate::{imports, input, seeds};

/// The market before the first import: one with nothing in it, and one of three companies.
pub fn markets() -> [Market; 2] {
    static TINY: OnceLock<Market> = OnceLock::new();
    let tiny = TINY.get_or_init(|| {
        let file: PathBuf = input::file("tiny.csv", closes().as_bytes());
        import_prices(Market::default(), &[file], &imports::options()).expect("the tiny market").0
    });
    [Market::default(), tiny.clone()]
}

/// The files of a market that has facts in most tables: a table's name, and its bytes.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let options = imports::options();
    let mut market = Market::default();
    for (number, (import, text)) in imports::TABLES.iter().zip(seeds::table_texts()).enumerate() {
        let file = input::file(&format!("seed-{number}.csv"), text.as_bytes());
        market = import(market, &[file], &options).expect("a seed").0;
    }
    let folder = input::file("seed", &[]).with_extension("market");
    let market_folder = MarketFolder::at(&folder);
    let files = market_folder.write(market).expect("the market of the seeds");
    let bytes = files.iter().map(|file| {
        let bytes = std::fs::read(folder.join(&file.file)).expect("a file just written");
        (file.table.clone(), bytes)
    });
    bytes.collect()
}

/// Closes of three companies in one week.
pub fn closes() -> String {
    let mut text = String::from(
        "date,ticker,exchange,name,close,change,volume,market_cap,country,sector,industry\n",
    );
    for day in [12, 13, 14, 15, 16] {
        for (rank, symbol) in (1..).zip(["QAA", "QAB", "QAC"]) {
            text += &format!(
                "2025-05-{day},{symbol},NYSE,{symbol} Works Inc. Common Stock,{}.50,0.5,{}00000,{}000000000,United States,Industrials,Machinery\n",
                10 * rank + day,
                rank,
                4 - rank
            );
        }
    }
    text
}
