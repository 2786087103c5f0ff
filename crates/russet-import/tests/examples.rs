//! The examples of `docs/facts.md` are taken as they stand there.

use crate::common::{Files, Import};
use jiff::civil::date;
use russet_import::{
    ImportOptions, import_actions, import_decisions, import_dividends, import_fundamentals,
    import_fx, import_overrides, import_prices, import_shares, import_votes,
};
use russet_market::{Calendar, Market};

/// The example after each heading or further command of the page, by its first words.
const EXAMPLES: [(&str, Import); 9] = [
    ("date,ticker,close,exchange", import_prices),
    ("ticker,effective,shares,free_float\n", import_shares),
    ("ex_date,ticker,kind", import_actions),
    ("ticker,ex_date,amount", import_dividends),
    ("ticker,measure,period_end", import_fundamentals),
    ("date,pair,rate", import_fx),
    ("index,effective,ticker", import_decisions),
    ("ticker,effective,class", import_votes),
    ("ticker,field,value", import_overrides),
];

/// Closes of every line of the examples.
fn market(files: &Files) -> Market {
    let mut rows = String::from("date,ticker,close,exchange,name\n");
    let days = Calendar::nyse().sessions_between(date(2024, 3, 25), date(2024, 6, 28)).unwrap();
    for day in days {
        let lines =
            [("IBM", "XNYS"), ("GE", "XNYS"), ("DELL", "XNYS"), ("DUAL", "XNAS"), ("7203", "XTKS")];
        for (ticker, mic) in lines {
            rows += &format!("{day},{ticker},100,{mic},{ticker} Corp.\n");
        }
        if *day >= date(2024, 4, 2) {
            rows += &format!("{day},GEV,130,XNYS,GEV Corp.\n");
        }
    }
    let file = files.write("market.csv", rows);
    let options = ImportOptions::new(date(2024, 7, 31));
    import_prices(Market::default(), &[file], &options).unwrap().0
}

#[test]
fn every_example_is_taken() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/facts.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks: Vec<&str> =
        page.split("```csv\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), EXAMPLES.len());
    let files = Files::new();
    let market = market(&files);
    for (block, (start, import)) in blocks.into_iter().zip(EXAMPLES) {
        assert!(block.starts_with(start), "{block}");
        let file = files.write("example.csv", block);
        let options = ImportOptions::new(date(2024, 7, 31));
        let (_, report) = import(market.clone(), &[file], &options).unwrap();
        assert_eq!(report.refusals, [], "{block}");
        assert_eq!(report.rows_taken, block.lines().count() as u64 - 1, "{block}");
    }
}
