//! A column of a result has the name, the type and the unit that it has in the run folder.

use std::collections::BTreeMap;

use russet_calc::Run as Tables;
use russet_core::jiff::civil::date;
use russet_core::{RecordBatch, SweepOptions, TableSchema, schemas};

use crate::support::Bench;

#[test]
fn columns_have_one_type_and_one_unit_in_results_and_in_tables() {
    let mut known: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for table in [Tables::schemas(), schemas()].concat() {
        for column in table.columns {
            let own = (column.kind.to_string(), column.unit);
            let first = known.entry(column.name).or_insert(own.clone());
            assert_eq!(first.0, own.0, "{}.{}", table.name, column.name);
            assert_eq!(first.1, own.1, "{}.{}", table.name, column.name);
        }
    }
}

#[test]
fn results_have_the_columns_that_are_documented() {
    let bench = Bench::shared();
    let (run, day) = (&bench.run, date(2026, 6, 30));
    let table = |name: &str| -> &'static TableSchema {
        let all = [Tables::schemas(), schemas()].concat();
        all.into_iter().find(|table| table.name == name).unwrap()
    };
    let results: [(&str, RecordBatch); 6] = [
        ("levels", run.levels("ALL60", ..).unwrap()),
        ("weighted_constituents", run.constituents("ALL60", day).unwrap()),
        ("constituents", run.constituent_history("ALL60", ..).unwrap()),
        ("decisions", run.decisions(..).unwrap()),
        ("changes", run.changes("ALL60", date(2026, 1, 1), day).unwrap().table),
        ("variants", bench.market.sweep(&bench.rules, &SweepOptions::new()).unwrap()),
    ];
    for (name, batch) in results {
        assert_eq!(batch.schema().fields().to_vec(), table(name).fields(), "{name}");
        assert!(batch.num_rows() > 0, "{name}");
    }
}
