//! A fact that somebody took back.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::identity::SecurityId;

/// A fact that was removed from its table. Neither an import nor a derivation puts the same fact back; one
/// with other terms is taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(
    name = "withdrawals",
    key = "table_name, security_id, row_digest",
    order = "table_name, security_id, date"
)]
pub struct Withdrawal {
    /// The table that had the fact.
    pub table_name: String,
    /// Whose fact it was.
    pub security_id: SecurityId,
    /// The date that the fact was of.
    pub date: Date,
    /// The fact in words.
    pub fact: String,
    /// BLAKE3 of the fact's terms, without its security, its source, when it was known, and an action's sequence
    /// unless it tells two equal actions apart.
    pub row_digest: String,
    /// Who withdrew it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The day of the withdrawal.
    pub withdrawn_on: Date,
}

impl Withdrawal {
    /// The digest of a row's terms. Two rows have the same one when they state the same fact, whatever
    /// their sources, whenever they were known, and however actions are numbered.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId, Withdrawal};
    /// let day = date(2024, 6, 28);
    /// let [one, other] = ["a filing", "a vendor"]
    ///     .map(|source| Action::new(day, SecurityId(7), ActionKind::Suspension, source));
    /// assert_eq!(Withdrawal::digest_of(&one), Withdrawal::digest_of(&other));
    /// ```
    pub fn digest_of(row: &impl Serialize) -> String {
        Withdrawal::digest_without(row, &["security_id", "source", "known_at", "sequence"])
    }

    /// The same with the sequence of an action, where an equal action has another one.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, SecurityId, Withdrawal};
    /// let day = date(2024, 6, 28);
    /// let first = Action::new(day, SecurityId(7), ActionKind::OrdinaryDividend, "a filing");
    /// let second = Action { sequence: 1, ..first.clone() };
    /// assert_eq!(Withdrawal::digest_of(&first), Withdrawal::digest_of(&second));
    /// assert_ne!(Withdrawal::digest_with_sequence(&first), Withdrawal::digest_with_sequence(&second));
    /// ```
    pub fn digest_with_sequence(row: &impl Serialize) -> String {
        Withdrawal::digest_without(row, &["security_id", "source", "known_at"])
    }

    fn digest_without(row: &impl Serialize, left_out: &[&str]) -> String {
        // Rows are plain structs, which cannot fail to be written.
        let row = serde_json::to_value(row).unwrap_or_default();
        let columns: BTreeMap<&str, &Value> = row
            .as_object()
            .into_iter()
            .flatten()
            .map(|(column, value)| (column.as_str(), value))
            .filter(|(column, _)| !left_out.contains(column))
            .collect();
        let text = serde_json::to_string(&columns).unwrap_or_default();
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }
}
