//! Facts against each other and against those the market has: equal ones are one, contradictions are
//! refused, all of them within an import, the new one against the market's.

use std::collections::BTreeMap;

use russet_market::Refusal;

use super::Read;
use crate::report::ImportReport;

/// Adds to `known` the facts that no other contradicts. `key` says what a fact is of, `same` whether
/// two facts of one key agree, `shown` the column and value that a refusal names.
pub(super) fn settle<T: Clone, K: Ord>(
    known: &mut Vec<T>,
    found: Vec<Read<T>>,
    report: &mut ImportReport,
    key: impl Fn(&T) -> K,
    same: impl Fn(&T, &T) -> bool,
    shown: impl Fn(&T) -> (&'static str, String),
) {
    let mut groups: BTreeMap<K, Vec<Read<T>>> = BTreeMap::new();
    for read in found {
        groups.entry(key(&read.fact)).or_default().push(read);
    }
    let mut of_market: BTreeMap<K, T> = BTreeMap::new();
    for fact in known.iter() {
        of_market.insert(key(fact), fact.clone());
    }
    for (key, reads) in groups {
        let count = reads.len() as u64;
        let reason = match of_market.get(&key) {
            Some(fact) if reads.iter().all(|read| same(fact, &read.fact)) => {
                report.rows_known_already += count;
                continue;
            }
            Some(fact) => format!("the market has {}", shown(fact).1),
            None if reads.iter().all(|read| same(&reads[0].fact, &read.fact)) => {
                report.rows_taken += 1;
                report.rows_known_already += count - 1;
                known.extend(reads.into_iter().take(1).map(|read| read.fact));
                continue;
            }
            None => "other rows of the same key say otherwise".to_owned(),
        };
        for read in reads {
            let (column, value) = shown(&read.fact);
            report.refuse(Refusal {
                source: read.source,
                line: read.line,
                column_name: column.to_owned(),
                cell_value: value,
                reason: reason.clone(),
            });
        }
    }
}
