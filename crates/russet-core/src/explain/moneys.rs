//! Amounts in the currency of a security, or of its family.

use russet_calc::Run;
use russet_market::{Currency, SecurityId};
use russet_rules::{Decision, Methodology};

/// The currency that a security trades in: as a constituent, else as last decided about.
pub(super) fn currency_of(
    (run, family): (&Run, &Methodology),
    security: SecurityId,
    decisions: &[&Decision],
) -> Currency {
    let held = run.constituents.iter().rfind(|row| row.security_id == security);
    let decided = || decisions.last().map(|row| row.currency());
    held.map(|row| row.currency).or_else(decided).unwrap_or(family.currency)
}

pub(super) fn in_words(amount: impl std::fmt::Display, currency: Currency) -> String {
    match currency {
        Currency::USD => format!("${amount}"),
        other => format!("{amount} {other}"),
    }
}
