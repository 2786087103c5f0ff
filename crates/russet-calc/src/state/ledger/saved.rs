//! The ledger in a checkpoint: closes and indexes; sums and holders follow from both.

use russet_market::NumberError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::closes::Closes;
use super::super::index::{Change, IndexState};
use super::IndexLedger;

impl IndexLedger {
    /// The ledger of indexes at some closes: sums and holders follow from both.
    fn from_parts(closes: Closes, indexes: Vec<IndexState>) -> Result<IndexLedger, NumberError> {
        let mut ledger = IndexLedger::empty(closes, indexes);
        for position in 0..ledger.indexes.len() {
            for (security, shares) in ledger.basket(position).clone().iter() {
                ledger.hold(position, Change { security, shares })?;
            }
        }
        Ok(ledger)
    }
}

impl Serialize for IndexLedger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.closes, &self.indexes).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for IndexLedger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<IndexLedger, D::Error> {
        let (closes, indexes) = <(Closes, Vec<IndexState>)>::deserialize(deserializer)?;
        IndexLedger::from_parts(closes, indexes).map_err(serde::de::Error::custom)
    }
}
