//! Levels and share counts that users bring.

use crate::common::{self, Files, HEADER, failure, first, row, sessions, then};
use jiff::civil::date;
use russet_import::{import_levels, import_prices, import_shares};
use russet_market::{Market, ShareBasis};

fn market() -> Market {
    let files = Files::new();
    let rows: String = sessions(5)
        .iter()
        .map(|day| row(*day, "IBM", "IBM Common Stock", 170.0, 0.0, 170.0 * 9e8))
        .collect();
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

#[test]
fn levels_with_doubts_and_extra_columns() {
    let files = Files::new();
    let text = "date,close,suspect,adj_close\n1927-12-30,17.66,0,1\n2024-02-15,2061.149902,0,1\n\
                2024-02-16,2045.14,1,1\n2024-02-17,2045.14,0,1\n2024-02-20,0,0,1\n2024-02-21,,0,1\n";
    let (market, report) = first(import_levels, &files.write("RUT.csv", text));
    let levels: Vec<_> = market
        .index_levels
        .iter()
        .map(|one| (one.index_id.as_str(), one.date, one.level.to_string(), one.suspect))
        .collect();
    assert_eq!(
        levels,
        [
            ("RUT", date(2024, 2, 15), "2061.149902".to_owned(), false),
            ("RUT", date(2024, 2, 16), "2045.14".to_owned(), true),
        ]
    );
    assert_eq!(report.rows_set_aside["before the calendar's first session"], 1);
    let said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "RUT.csv, line 5, date '2024-02-17': 2024-02-17 is not a session: Saturday",
            "RUT.csv, line 6, close '0': a level of 0 is no level",
        ]
    );
    let other = files.write("b/RUT.csv", "date,close\n2024-02-15,2061.149902\n2024-02-16,2046\n");
    let (same, report) = then(import_levels, market.clone(), &other);
    assert_eq!(same.index_levels, market.index_levels);
    assert_eq!(
        (report.rows_known_already, report.refusals[0].reason.as_str()),
        (1, "the market has 2045.14")
    );
    let unnamed = files.write("my levels.csv", "date,close\n2024-02-15,1\n");
    assert!(failure(import_levels, &unnamed, &common::options()).contains("hint: give --index"));
    let adjusted = files.write("DIA.csv", "date,adj_close\n2024-02-15,1\n");
    let message = failure(import_levels, &adjusted, &common::options());
    assert!(message.contains("no column close; found date, adj_close"), "{message}");
}

#[test]
fn share_counts_need_a_known_symbol_and_agree_with_each_other() {
    let files = Files::new();
    let text = "ticker,effective,shares,free_float,basis,known_at\n\
                IBM,2024-01-06,\"918,600,000\",0.99,class,2024-01-05\nIBM,2024-01-04,1,,company,\n\
                IBM,2020-01-02,1,,,\nXYZ,2024-01-04,1,,,\nIBM,2024-05-01,1,,,\nIBM,2024-01-04,1,1.5,,\n\
                IBM,2024-01-03,5,,,\nIBM,2024-01-03,6,,,\nIBM,2024-01-03,1,,whole,\nIBM,2024-01-03,-1,,,\n";
    let (market, report) = then(import_shares, market(), &files.write("counts.csv", text));
    let own: Vec<_> = market.shares.iter().filter(|one| one.source == "counts.csv").collect();
    assert_eq!(own.len(), 2);
    // A Saturday means the Monday after it.
    assert_eq!((own[1].effective_date, own[1].known_at), (date(2024, 1, 8), date(2024, 1, 5)));
    assert_eq!((own[0].basis, own[1].basis), (ShareBasis::Company, ShareBasis::Class));
    assert_eq!(own[1].free_float, Some("0.99".parse().unwrap()));
    // The derived count stays beside them.
    assert!(market.shares.iter().any(|one| one.source == russet_import::DERIVED));
    assert_eq!(report.rows_set_aside["before all that the market knows"], 1);
    let said: Vec<String> = report.refusals.iter().map(|one| one.reason.clone()).collect();
    for reason in [
        "the market knows no security XYZ on 2024-01-04",
        "the market knows no security IBM on 2024-05-01",
        "other rows of the same key say otherwise",
        "neither class nor company",
    ] {
        assert!(said.iter().any(|one| one == reason), "{reason}: {said:?}");
    }
    assert_eq!(report.rows_refused, 7);
}
