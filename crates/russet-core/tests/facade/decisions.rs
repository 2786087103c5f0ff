//! Decisions are the rows of the run's table; an explanation speaks of those about one security.

use std::collections::BTreeSet;

use russet_core::jiff::civil::date;
use russet_core::{Decision, WeightedConstituent, rows};

use crate::support::Bench;

#[test]
fn decisions_of_a_range_are_the_rows_that_take_effect_in_it() {
    let bench = Bench::shared();
    let (first, last) = (date(2025, 9, 1), date(2026, 3, 31));
    let found = rows::<Decision>(&bench.run.decisions(first..=last).unwrap()).unwrap();
    let within = |row: &&Decision| (first..=last).contains(&row.effective_after_close);
    let expected: Vec<_> = bench.tables.decisions.iter().filter(within).cloned().collect();
    assert_eq!(found, expected);
    let days: BTreeSet<_> = found.iter().map(|row| row.effective_after_close).collect();
    assert!(days.len() >= 2, "{days:?}");
    assert_eq!(bench.run.decisions(..).unwrap().num_rows(), bench.tables.decisions.len());
    assert_eq!(bench.run.decisions(first..first).unwrap().num_rows(), 0);
}

#[test]
fn an_explanation_names_the_indexes_and_has_every_decision() {
    let bench = Bench::shared();
    let day = date(2026, 12, 31);
    for index in ["LARGE20", "SMALL40"] {
        let all =
            rows::<WeightedConstituent>(&bench.run.constituents(index, day).unwrap()).unwrap();
        let one = &all[3];
        let explanation = bench.run.explain(&one.ticker.to_string(), day).unwrap();
        assert_eq!(explanation.security_id, one.security_id);
        assert_eq!(explanation.indexes, ["ALL60", index]);
        assert_eq!(explanation.index_shares, Some(one.index_shares));
        let about = bench.tables.decisions.iter().filter(|row| row.security_id == one.security_id);
        assert_eq!(explanation.decisions.len(), about.count());
        let decision = explanation.decision().unwrap();
        let effective = decision.effective_after_close;
        assert!(effective < day);
        let text = explanation.to_string();
        assert!(text.starts_with(&format!("{}  {}\n", one.ticker, one.name)), "{text}");
        assert!(text.contains(&format!("Reconstitution effective {effective}")), "{text}");
    }
}
