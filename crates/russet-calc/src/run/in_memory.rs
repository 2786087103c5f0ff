//! A run in memory.

use std::collections::BTreeMap;
use std::mem::take;

use jiff::civil::Date;
use russet_market::{Money, NumberError, Price, SecurityId};
use russet_store::table::{Table, TableSchema};

use super::partition::Records;
use super::table::Rows;
use super::tables::run_tables;
use super::{Constituent, LevelRow, Manifest, Partition, RestatementRow, ValuedConstituent};
use crate::turnover::{Change, Turnover};

macro_rules! run {
    ($($(#[$doc:meta])* $field:ident: $rows:ty, $vis:vis $records:ty;)+) => {
        /// A run in memory.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Run {
            /// What it was made of.
            pub manifest: Manifest,
            /// The methodology's text, kept with its results.
            pub methodology_text: String,
            $($(#[$doc])* pub $field: $rows,)+
        }

        impl Run {
            /// A run whose tables have no rows.
            pub fn without_rows(manifest: Manifest, methodology_text: String) -> Run {
                Run { manifest, methodology_text, $($field: <$rows>::default(),)+ }
            }

            /// The tables that a run writes and their columns; its price files are the market's.
            ///
            /// ```
            /// let tables = russet_calc::Run::schemas();
            /// let levels = tables.iter().find(|table| table.name == "levels").unwrap();
            /// assert_eq!(levels.key, ["index_id", "date"]);
            /// ```
            pub fn schemas() -> Vec<&'static TableSchema> {
                vec![$(<$rows>::SCHEMA,)+ RestatementRow::SCHEMA]
            }

            /// A run of all its partitions.
            pub(super) fn of_partitions<'market>(
                (manifest, methodology_text): (Manifest, String),
                mut partitions: Vec<Partition<'market>>,
            ) -> Run {
                $(let $field = partitions.iter_mut().map(|one| take(&mut one.$field));
                let $field = <$records>::join($field);)+
                Run { manifest, methodology_text, $($field,)+ }
            }
        }
    };
}
run_tables!(run);

/// A constituent on one session with its price and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// The constituent.
    pub constituent: Constituent,
    /// Its close.
    pub price: Price,
    /// The session of that close; earlier than asked for when carried.
    pub price_date: Date,
    /// Its market value in the index, in the index's currency.
    pub market_cap: Money,
    /// Its part of the index.
    pub weight: f64,
}

impl Run {
    /// The constituents of an index that count on a day, the heaviest first, at the last closes and
    /// rates up to it; none where the run has no such index.
    ///
    /// # Errors
    /// [`NumberError`] when the run lacks a rate of exchange.
    pub fn weighted(&self, index: &str, day: Date) -> Result<Vec<Weighted>, NumberError> {
        let starts = &self.manifest.indexes;
        let Some(start) = starts.iter().find(|start| start.id == index) else {
            return Ok(Vec::new());
        };
        let (securities, _) = self.constituents_at((start, day), &self.closes.on(day), day)?;
        let priced = securities.into_iter().filter_map(|security| {
            let (price, price_date) = security.price?;
            let ValuedConstituent { constituent, market_cap, weight, .. } = security;
            Some(Weighted { constituent, price, price_date, market_cap, weight })
        });
        Ok(priced.collect())
    }

    /// The part of its value that an index traded in some of its changes, and the securities that
    /// entered and left.
    pub fn turnover(&self, index: &str, changes: &[Change], worth: Money) -> Turnover {
        let start = self.manifest.indexes.iter().find(|start| start.id == index);
        let mut rows: BTreeMap<SecurityId, Vec<&Constituent>> = BTreeMap::new();
        for row in self.constituents.iter().filter(|row| row.index_id == index) {
            rows.entry(row.security_id).or_default().push(row);
        }
        Turnover::of(changes, worth, |change| {
            let rows = rows.get(&change.security)?;
            // What enters is reported from the next session on.
            let row =
                rows.iter().rfind(|row| row.first_session <= change.after_close).or(rows.first())?;
            self.rate((row.currency, start?.currency), change.after_close).ok()
        })
    }

    /// The levels of an index, in order of time.
    pub fn levels_of(&self, index: &str) -> impl Iterator<Item = &LevelRow> {
        self.levels.iter().filter(move |row| row.index_id == index)
    }

    /// The ids of the indexes of the run.
    pub fn index_ids(&self) -> impl Iterator<Item = &str> {
        self.manifest.indexes.iter().map(|index| index.id.as_str())
    }
}
