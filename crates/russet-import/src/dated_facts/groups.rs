//! Rows that are one fact together, such as all classes of a company: taken or refused as one, since
//! a part of them would say something else.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::Refusal;

use super::Read;
use crate::report::ImportReport;

/// What a group of rows is of, and how its rows are distinguished and compared.
pub(super) struct Grouping<'a, T, K, R> {
    /// What rows of one group share.
    pub(super) group: &'a dyn Fn(&T) -> K,
    /// What tells a row from the others of its group.
    pub(super) row: fn(&T) -> R,
    /// Whether two rows of one group and key say the same.
    pub(super) same: fn(&T, &T) -> bool,
    /// The column and value that a refusal names.
    pub(super) shown: fn(&T) -> (&'static str, String),
    /// What is wrong with a whole group.
    pub(super) judge: fn(&[&T]) -> Result<(), String>,
}

impl<T: Clone, K: Ord, R: Ord> Grouping<'_, T, K, R> {
    /// Adds to `known` the groups that are whole, sound, and contradict neither themselves nor the
    /// market. `broken` are groups of which a row was refused.
    pub(super) fn settle(
        &self,
        known: &mut Vec<T>,
        found: Vec<Read<T>>,
        broken: &BTreeSet<K>,
        report: &mut ImportReport,
    ) {
        let mut groups: BTreeMap<K, Vec<Read<T>>> = BTreeMap::new();
        for read in found {
            groups.entry((self.group)(&read.fact)).or_default().push(read);
        }
        let mut of_market: BTreeMap<K, Vec<T>> = BTreeMap::new();
        for fact in known.iter() {
            let key = (self.group)(fact);
            if groups.contains_key(&key) {
                of_market.entry(key).or_default().push(fact.clone());
            }
        }
        for (key, reads) in groups {
            let read = reads.len() as u64;
            match self.decide(&reads, of_market.get(&key), broken.contains(&key)) {
                Ok(new) => {
                    report.rows_taken += new.len() as u64;
                    report.rows_known_already += read - new.len() as u64;
                    known.extend(new);
                }
                Err(reason) => {
                    for read in reads {
                        let (column, value) = (self.shown)(&read.fact);
                        let reason = reason.clone();
                        let (source, line) = (read.source, read.line);
                        let column = column.to_owned();
                        report.refuse(Refusal {
                            source,
                            line,
                            column_name: column,
                            cell_value: value,
                            reason,
                        });
                    }
                }
            }
        }
    }

    /// The rows of a group that are new to the market, or why all of it is refused.
    fn decide(
        &self,
        reads: &[Read<T>],
        of_market: Option<&Vec<T>>,
        broken: bool,
    ) -> Result<Vec<T>, String> {
        if broken {
            return Err("belongs together with a row that was refused".to_owned());
        }
        let mut rows: BTreeMap<R, &T> = BTreeMap::new();
        for read in reads {
            let row = rows.entry((self.row)(&read.fact)).or_insert(&read.fact);
            if !(self.same)(row, &read.fact) {
                return Err("other rows of the same key say otherwise".to_owned());
            }
        }
        let rows: Vec<&T> = rows.into_values().collect();
        (self.judge)(&rows)?;
        let Some(of_market) = of_market else { return Ok(rows.into_iter().cloned().collect()) };
        let has = |row: &T| {
            of_market
                .iter()
                .any(|known| (self.row)(known) == (self.row)(row) && (self.same)(known, row))
        };
        match rows.iter().all(|row| has(row)) {
            true => Ok(Vec::new()),
            false => Err("the market has other rows of the same day of knowledge \
                          (hint: a later known_at corrects them)"
                .to_owned()),
        }
    }
}
