//! Levels are the rows of the run's table.

use std::ops::RangeBounds;

use russet_core::jiff::civil::{Date, date};
use russet_core::{LevelRow, rows};

use crate::support::Bench;

fn expected(bench: &Bench, index: &str, range: impl RangeBounds<Date>) -> Vec<LevelRow> {
    let all = bench.tables.levels.iter();
    all.filter(|row| row.index_id == index && range.contains(&row.date)).cloned().collect()
}

#[test]
fn levels_of_any_range_are_the_rows_of_the_table() {
    let bench = Bench::shared();
    let found = |range: &dyn Fn() -> russet_core::RecordBatch| rows::<LevelRow>(&range()).unwrap();
    let (first, last) = (date(2025, 12, 29), date(2026, 1, 6));
    for index in ["ALL60", "LARGE20", "SMALL40"] {
        let run = &bench.run;
        assert_eq!(found(&|| run.levels(index, ..).unwrap()), expected(&bench, index, ..));
        assert_eq!(
            found(&|| run.levels(index, first..=last).unwrap()),
            expected(&bench, index, first..=last)
        );
        assert_eq!(
            found(&|| run.levels(index, first..last).unwrap()),
            expected(&bench, index, first..last)
        );
        assert_eq!(found(&|| run.levels(index, last..).unwrap()), expected(&bench, index, last..));
        assert_eq!(
            found(&|| run.levels(index, ..first).unwrap()),
            expected(&bench, index, ..first)
        );
        for day in [first, last, date(2026, 12, 1), date(2026, 12, 31)] {
            assert_eq!(vec![run.level(index, day).unwrap()], expected(&bench, index, day..=day));
        }
    }
}

#[test]
fn the_name_of_an_index_may_differ_in_upper_and_lower_case() {
    let bench = Bench::shared();
    assert_eq!(bench.run.levels("Small40", ..).unwrap(), bench.run.levels("SMALL40", ..).unwrap());
    assert_eq!(
        bench.run.constituents("all60", date(2026, 1, 5)).unwrap(),
        bench.run.constituents("ALL60", date(2026, 1, 5)).unwrap()
    );
}
