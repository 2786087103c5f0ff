//! How near the families beside the Russell one come to published levels on real files.

use std::collections::BTreeMap;

use crate::support::bench::{Bench, data};
use russet_import::DERIVED;
use russet_market::{ActionKind, MarketFolder, SecurityId};

/// Family, index, the levels it is held against; the least correlation of daily returns and the largest
/// tracking error in percent a year, over all sessions.
const FAMILIES: [(&str, &str, &str, f64, f64); 3] = [
    ("price30", "PRICE30", "DJI", 0.9995, 0.30),
    ("large500", "LARGE500", "GSPC", 0.999, 0.70),
    ("composite", "COMPOSITE", "IXIC", 0.998, 1.20),
];

#[test]
#[ignore = "takes a release binary: see .ci/run"]
fn families_follow_the_published_levels_of_their_kind() {
    let Some(data) = data() else { return };
    let bench = Bench::new(data);
    bench.import("screener", &bench.files("screener", ".parquet"));
    bench.import("holdings", &bench.files("holdings", ".csv"));
    bench.import("members", &["{data}/holdings/members.parquet".to_owned()]);
    bench.import("sec", &bench.files("reference", ".parquet"));
    companies_spun_off_are_told_from_prices(&bench);
    for (family, index, published, correlation, tracking_error) in FAMILIES {
        bench.ok(&format!(
            "build --market {{market}} --methodology {family} --from 2021-02-01 --to 2024-06-28 \
             --run {{run}} --replace"
        ));
        let levels = format!("{{data}}/levels/{published}.csv");
        let line = format!("validate levels --run {{run}} --index {index} --against {levels}");
        let rows = bench.json(&line);
        let of_all = |column: &str| rows[0][column].as_f64().unwrap();
        assert!(of_all("returns") > 850.0, "{family}: {rows:?}");
        assert!(of_all("correlation") >= correlation, "{family}: {rows:?}");
        assert!(of_all("tracking_error_percent") <= tracking_error, "{family}: {rows:?}");
    }
}

/// Every spin-off that the feed's changes prove in these years is one, and no other is taken for one.
fn companies_spun_off_are_told_from_prices(bench: &Bench) {
    let market = MarketFolder::at(bench.at("market")).read().unwrap();
    let symbols: BTreeMap<SecurityId, String> =
        market.securities.iter().map(|one| (one.security_id, one.ticker.key())).collect();
    let mut told: Vec<String> = market
        .actions
        .iter()
        .filter(|action| (action.kind, &*action.source) == (ActionKind::SpinOff, DERIVED))
        .map(|action| {
            let child = action.other_security_id.and_then(|other| symbols.get(&other)).unwrap();
            format!("{} {child} {}", symbols[&action.security_id], action.ratio.unwrap())
        })
        .collect();
    told.sort();
    let known = [
        "BBWI VSCO 1/3",
        "CBD ASAI 1/1",
        "DTE DTM 1/2",
        "IBM KD 1/5",
        "MRK OGN 1/10",
        "O ONL 1/10",
        "SWI NABL 1/2",
        "XPO GXO 1/1",
    ];
    assert_eq!(told, known);
}
