//! Constituents are those of the run in memory, with the weights that it works out.

use russet_core::jiff::civil::date;
use russet_core::{Constituent, WeightedConstituent, rows};

use crate::support::Bench;

#[test]
fn constituents_of_a_day_are_those_of_the_whole_run() {
    let bench = Bench::shared();
    // The first session, the first of a year, a reconstitution's, the last, and the opening after it.
    let days = [
        date(2025, 3, 21),
        date(2026, 1, 2),
        date(2026, 3, 23),
        date(2026, 12, 31),
        date(2027, 1, 4),
    ];
    for (index, day) in days.into_iter().flat_map(|day| [("LARGE20", day), ("SMALL40", day)]) {
        let found: Vec<WeightedConstituent> =
            rows(&bench.run.constituents(index, day).unwrap()).unwrap();
        let expected = WeightedConstituent::from_run(&bench.tables, index, day).unwrap();
        assert!(found == expected && !found.is_empty(), "{index} on {day}");
        let together: f64 = found.iter().map(|one| one.weight).sum();
        assert!((together - 1.0).abs() < 1e-12, "{index} on {day}: {together}");
    }
}

#[test]
fn the_history_of_a_range_holds_every_row_that_overlaps_it() {
    let bench = Bench::shared();
    let (first, last) = (date(2025, 12, 1), date(2026, 3, 20));
    let found =
        rows::<Constituent>(&bench.run.constituent_history("SMALL40", first..=last).unwrap());
    let mut found = found.unwrap();
    let overlaps = |row: &&Constituent| {
        row.index_id == "SMALL40" && row.first_session <= last && row.last_session >= first
    };
    let mut expected: Vec<_> = bench.tables.constituents.iter().filter(overlaps).cloned().collect();
    let key = |row: &Constituent| (row.first_session, row.security_id);
    found.sort_by_key(key);
    expected.sort_by_key(key);
    assert!(found == expected && expected.len() > 40);
    assert!(expected.len() < bench.tables.constituents.len());
    let all = bench.run.constituent_history("SMALL40", ..).unwrap().num_rows();
    let of_index = bench.tables.constituents.iter().filter(|row| row.index_id == "SMALL40");
    assert_eq!(all, of_index.count());
}
