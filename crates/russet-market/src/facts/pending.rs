//! A change that waits for a second person.

use jiff::civil::Date;
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use crate::identity::SecurityId;

/// What a change would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingKind {
    /// Override an input: the row is a correction.
    Override,
    /// Withdraw a fact: the row is a withdrawal.
    WithdrawFact,
    /// Withdraw an imported file: the row is its source.
    WithdrawFile,
}

/// A change that one person proposed and a second one has to approve before it counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Table)]
#[table(name = "pending", key = "id", order = "since, id")]
pub struct PendingChange {
    /// The change's name, for approving or rejecting it.
    pub id: String,
    /// What it would do.
    pub kind: PendingKind,
    /// Whose fact or input it is about; none for a file.
    pub security_id: Option<SecurityId>,
    /// The change in words.
    pub description: String,
    /// The row as JSON, without its security.
    pub row_json: String,
    /// Who proposed it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The day on which it was proposed.
    pub since: Date,
}
