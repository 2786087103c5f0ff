//! The currencies of a line's story.

use russet_calc::Run;
use russet_market::{Currency, SecurityId};
use russet_rules::Methodology;

/// What the amounts of a line's story are in, as far as the run tells.
#[derive(Clone, Copy)]
pub(super) struct Moneys {
    pub(super) line: Option<Currency>,
    pub(super) family: Option<Currency>,
}

impl Moneys {
    pub(super) fn of(run: &Run, family: Option<&Methodology>, security: SecurityId) -> Moneys {
        let family = family.map(|family| family.currency);
        let held = run.constituents.iter().rfind(|row| row.security_id == security);
        // Without rates every line trades in the family's own currency.
        let own = held.map(|row| row.currency).or(family.filter(|_| run.rates.is_empty()));
        Moneys { line: own, family }
    }
}

pub(super) fn in_words(amount: impl std::fmt::Display, currency: Option<Currency>) -> String {
    match currency {
        Some(Currency::USD) => format!("${amount}"),
        Some(other) => format!("{amount} {other}"),
        None => amount.to_string(),
    }
}
