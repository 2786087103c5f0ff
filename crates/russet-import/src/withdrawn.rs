//! Facts that somebody withdrew, by security: neither an import nor a derivation puts them back.

use std::collections::HashMap;

use russet_market::{SecurityId, Withdrawal};
use serde::Serialize;

/// The withdrawals of one table.
pub(crate) struct Withdrawn<'market> {
    by_security: HashMap<SecurityId, Vec<&'market Withdrawal>>,
}

impl<'market> Withdrawn<'market> {
    pub(crate) fn of(withdrawals: &'market [Withdrawal], table: &str) -> Withdrawn<'market> {
        let mut by_security: HashMap<SecurityId, Vec<&Withdrawal>> = HashMap::new();
        for row in withdrawals.iter().filter(|row| row.table_name == table) {
            by_security.entry(row.security_id).or_default().push(row);
        }
        Withdrawn { by_security }
    }

    /// The withdrawal of a fact; none where the fact may stay.
    pub(crate) fn find(
        &self,
        security: SecurityId,
        row: &impl Serialize,
    ) -> Option<&'market Withdrawal> {
        let rows = self.by_security.get(&security)?;
        let digests = [Withdrawal::digest_of(row), Withdrawal::digest_with_sequence(row)];
        rows.iter().find(|withdrawal| digests.contains(&withdrawal.row_digest)).copied()
    }
}
