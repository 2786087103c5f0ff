//! Rows that are well formed, but that a person's decision keeps out of the market.

use russet_market::{Correction, Market, PendingKind, SecurityId};
use serde::Serialize;

use super::Read;
use crate::approval;
use crate::report::ImportReport;
use crate::withdrawn::Withdrawn;

/// Sets aside the rows of a table that somebody withdrew.
pub(super) fn withdrawn<T: Serialize>(
    market: &Market,
    table: &str,
    found: &mut Vec<Read<T>>,
    report: &mut ImportReport,
    security: impl Fn(&T) -> SecurityId,
) {
    let withdrawn = Withdrawn::of(&market.withdrawals, table);
    found.retain(|read| match withdrawn.find(security(&read.fact), &read.fact) {
        None => true,
        Some(by) => {
            report
                .set_aside(&format!("withdrawn by {} on {}: {}", by.who, by.withdrawn_on, by.why));
            false
        }
    });
}

/// Sets aside overrides that wait for a second person already.
pub(super) fn pending(
    market: &Market,
    found: &mut Vec<Read<Correction>>,
    report: &mut ImportReport,
) {
    found.retain(|read| {
        let (security, row) = (Some(read.fact.security_id), approval::row_json(&read.fact));
        let waits = market.pending.iter().find(|change| {
            (change.kind, change.security_id, &change.row_json)
                == (PendingKind::Override, security, &row)
        });
        if let Some(change) = waits {
            report.set_aside(&format!("waits for a second person to approve {}", change.id));
        }
        waits.is_none()
    });
}
