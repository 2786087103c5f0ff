//! Changes are those that the ledger tells, with the turnover of the run in memory.

use russet_calc::turnover;
use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, ChangeKind, ChangeRow, rows};

use crate::support::Bench;

#[test]
fn changes_and_turnover_are_those_of_the_whole_run() {
    let bench = Bench::shared();
    let ranges = [
        (date(2025, 3, 21), date(2026, 12, 31)),
        (date(2025, 9, 18), date(2025, 9, 19)),
        (date(2025, 12, 31), date(2026, 1, 5)),
    ];
    for (after, until) in ranges {
        for index in ["ALL60", "SMALL40"] {
            let found = bench.run.changes(index, after, until).unwrap();
            let of_rows = rows::<ChangeRow>(&found.table).unwrap();
            let expected = turnover::changes(&bench.tables.events, index, after, until);
            let kind = |change: &turnover::Change| match &change.movement {
                turnover::Movement::Add { from: None } => (ChangeKind::Add, None),
                turnover::Movement::Add { from } => (ChangeKind::MoveIn, from.clone()),
                turnover::Movement::Delete { to: None } => (ChangeKind::Delete, None),
                turnover::Movement::Delete { to } => (ChangeKind::MoveOut, to.clone()),
                turnover::Movement::Shares => (ChangeKind::Shares, None),
                turnover::Movement::Terms => (ChangeKind::Terms, None),
                turnover::Movement::Rename => (ChangeKind::Rename, None),
            };
            let of_row = |row: &ChangeRow| {
                (row.change, row.index_id_from.clone().or(row.index_id_to.clone()))
            };
            assert_eq!(
                of_rows.iter().map(of_row).collect::<Vec<_>>(),
                expected.iter().map(kind).collect::<Vec<_>>()
            );
            let value = bench.tables.levels_of(index).take_while(|row| row.date <= until).last();
            let value = value.unwrap().market_cap;
            assert_eq!(found.turnover, Some(bench.tables.turnover(index, &expected, value)));
        }
    }
}

#[test]
fn companies_that_cross_a_breakpoint_move_between_indexes() {
    let bench = Bench::shared();
    let rules = bench.rules.with("breakpoints.20.half_width_percent", "0").unwrap();
    let run = bench.market.build(&rules, bench.path("without-band"), &BuildOptions::new());
    let run = run.unwrap().run;
    let of_index = |index| {
        let changes = run.changes(index, date(2025, 3, 21), date(2026, 12, 31)).unwrap();
        let changes = rows::<ChangeRow>(&changes.table).unwrap();
        assert!(changes.iter().all(|row| row.name.as_ref().is_some_and(|name| !name.is_empty())));
        changes
    };
    let crossed = |changes: &[ChangeRow], kind: ChangeKind| -> Vec<_> {
        let of_kind = changes.iter().filter(|row| row.change == kind);
        of_kind.map(|row| (row.after_close, row.security_id)).collect()
    };
    let (large, small) = (of_index("LARGE20"), of_index("SMALL40"));
    let left = crossed(&large, ChangeKind::MoveOut);
    assert!(!left.is_empty());
    assert_eq!(left, crossed(&small, ChangeKind::MoveIn));
    let to_small = |row: &ChangeRow| row.index_id_to.as_deref() == Some("SMALL40");
    assert_eq!(large.iter().filter(|row| to_small(row)).count(), left.len());
}
