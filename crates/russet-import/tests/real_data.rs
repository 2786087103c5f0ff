//! Real files, where they are: a day of the screener, a fund's list, an index's levels.

use std::path::PathBuf;

use jiff::civil::{Date, date};
use russet_import::{
    ImportOptions, import_holdings, import_levels, import_members, import_screener, import_sec,
};
use russet_market::{LineKind, Market, SecurityKind};

/// The folder of real data, or nothing, said in one line.
fn real_data() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/market-data"));
    if !folder.is_dir() {
        eprintln!("skipped: no real data at ../shared/market-data beside the workspace");
        return None;
    }
    Some(folder)
}

#[test]
fn a_day_of_the_screener_with_fund_lists_and_levels() {
    let Some(data) = real_data() else { return };
    let options = ImportOptions::new(date(2024, 12, 31));
    let day = data.join("screener/raw/2024-04-30");
    let snapshots: Vec<PathBuf> = ["nasdaq", "nyse", "amex"]
        .map(|exchange| day.join(format!("{exchange}_full_tickers.json")))
        .to_vec();
    let (market, report) = import_screener(Market::default(), &snapshots, &options).unwrap();
    assert!(report.rows_refused == 0 && report.rows_taken > 6_000, "{report:?}");
    let kind = |ticker: &str| {
        let version = market.securities.iter().find(|one| one.ticker.key() == ticker).unwrap();
        (version.kind, version.issuer_id)
    };
    for common in ["AAPL", "NTRS", "TRST", "PFBC", "BRKB", "GOOG", "IBM", "PSA", "AGNC"] {
        assert_eq!(kind(common).0, SecurityKind::Common, "{common}");
    }
    assert_eq!(kind("GOOG").1, kind("GOOGL").1);
    assert_eq!(kind("JD").0, SecurityKind::DepositaryReceipt);
    assert_eq!(kind("EPD").0, SecurityKind::Partnership);
    let (again, second) = import_screener(market.clone(), &snapshots, &options).unwrap();
    assert_eq!((again, second.files_known_already), (market.clone(), 3));

    let holdings = [data.join("holdings/raw/IWM_2023-11-22.csv")];
    let (market, report) = import_holdings(market, &holdings, &options).unwrap();
    let shares = market.fund_lines.iter().filter(|one| one.kind == LineKind::Equity).count();
    assert!(report.rows_refused == 0 && (1_950..2_050).contains(&shares), "{shares} {report:?}");
    let plain = [data.join("holdings/IWM_2023-11-22.csv")];
    let (market, report) = import_holdings(market, &plain, &options).unwrap();
    assert_eq!((report.rows_taken, report.rows_refused), (0, 0), "{report:?}");

    let members = [data.join("holdings/members.parquet")];
    let (market, report) = import_members(market, &members, &options).unwrap();
    assert!(report.rows_taken > 100_000 && report.rows_refused < 5_000, "{:?}", report.refusals);

    let levels = [data.join("levels/RUT.csv")];
    let (market, report) = import_levels(market, &levels, &options).unwrap();
    assert_eq!(report.rows_refused, 0, "{:?}", report.refusals);
    let doubted = market.index_levels.iter().find(|one| one.date == date(2024, 2, 16)).unwrap();
    assert!(doubted.suspect);
}

#[test]
fn the_register_knows_nearly_every_common_line() {
    let Some(data) = real_data() else { return };
    let options = ImportOptions::new(date(2026, 12, 31));
    let snapshots: Vec<PathBuf> = ["2021-05-07", "2022-05-06", "2023-04-28", "2024-04-30"]
        .iter()
        .map(|day| data.join("screener/raw").join(day))
        .filter(|day| day.is_dir())
        .flat_map(|day| {
            ["nasdaq", "nyse", "amex"]
                .map(|exchange| day.join(format!("{exchange}_full_tickers.json")))
        })
        .collect();
    let (market, _) = import_screener(Market::default(), &snapshots, &options).unwrap();
    let register: Vec<PathBuf> = ["filers", "tickers", "former_names", "cusips"]
        .map(|table| data.join(format!("reference/{table}.parquet")))
        .to_vec();
    let (market, report) = import_sec(market, &register, &options).unwrap();
    assert_eq!(report.cells_refused, 0, "every place of the real register has a country");
    assert!(report.rows_refused < 100, "{:?}", report.refusals);
    let linked = |day: Date| {
        let common = market.securities.iter().filter(|one| {
            one.kind == SecurityKind::Common
                && (one.first_session..=one.last_session).contains(&day)
        });
        let is_linked = |id| market.filer_links.iter().any(|link| link.security_id == id);
        let (with, without): (Vec<_>, Vec<_>) = common.partition(|one| is_linked(one.security_id));
        with.len() as f64 / (with.len() + without.len()) as f64
    };
    // The register's symbols begin in December 2021: what had gone by then, it does not know.
    assert!(linked(date(2021, 5, 7)) > 0.97, "{}", linked(date(2021, 5, 7)));
    assert!(linked(date(2024, 4, 30)) > 0.99, "{}", linked(date(2024, 4, 30)));
    for wrong in [("TTC", "TORO"), ("LAC", "LAAC")] {
        let issuer = |ticker: &str| {
            market
                .securities
                .iter()
                .find(|one| one.ticker.as_str() == ticker)
                .map(|one| one.issuer_id)
        };
        assert_ne!(issuer(wrong.0), issuer(wrong.1), "{wrong:?}");
    }
}
