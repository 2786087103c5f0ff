//! Facts against each other and against those the market has: equal ones are one, contradictions are
//! refused, all of them within an import, the new one against the market's.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::Refusal;

use super::Read;
use crate::report::ImportReport;

/// As [`settle`], for facts of which a later known one corrects an earlier known one of the same key: both
/// stay, each holds from the day on which it was known. `key` gives the key and that day.
pub(super) fn settle_versions<T: Clone, K: Ord + Clone>(
    known: &mut Vec<T>,
    found: Vec<Read<T>>,
    report: &mut ImportReport,
    key: impl Fn(&T) -> (K, Date),
    same: impl Fn(&T, &T) -> bool,
    shown: impl Fn(&T) -> (&'static str, String),
) {
    let mut latest: BTreeMap<K, Date> = BTreeMap::new();
    for fact in known.iter() {
        let (key, known_at) = key(fact);
        let day = latest.entry(key).or_insert(known_at);
        *day = known_at.max(*day);
    }
    let mut first: BTreeMap<K, Date> = BTreeMap::new();
    for read in &found {
        let (key, known_at) = key(&read.fact);
        let day = first.entry(key).or_insert(known_at);
        *day = known_at.min(*day);
    }
    first.extend(latest);
    let (mut of_key, mut corrections) = (Vec::new(), BTreeMap::new());
    for read in found {
        let (key, known_at) = key(&read.fact);
        match first.get(&key).is_some_and(|first| known_at > *first) {
            true => corrections.entry(known_at).or_insert_with(Vec::new).push(read),
            false => of_key.push(read),
        }
    }
    // An earlier known row is compared with the market's latest, as ever.
    known.sort_by_cached_key(&key);
    settle(known, of_key, report, |fact| key(fact).0, &same, &shown);
    for reads in corrections.into_values() {
        known.sort_by_cached_key(&key);
        let (repeated, changed): (Vec<_>, Vec<_>) = reads.into_iter().partition(|read| {
            let same_key = known.iter().rfind(|fact| key(fact).0 == key(&read.fact).0);
            same_key.is_some_and(|fact| same(fact, &read.fact))
        });
        report.rows_known_already += repeated.len() as u64;
        settle(known, changed, report, &key, &same, &shown);
    }
}

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
