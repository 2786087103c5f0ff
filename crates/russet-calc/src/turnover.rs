//! What changed in an index between two closes, and how much of it was traded.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{ExchangeRate, Factor, Money, Price, SecurityId, Shares, Ticker};

use crate::events::{Cause, LedgerEntry};

/// What a ledger entry means to a holder of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// It enters; from another index of the family, if it left one after the same close.
    Add {
        /// That index.
        from: Option<String>,
    },
    /// It leaves; to another index of the family, if it entered one after the same close.
    Delete {
        /// That index.
        to: Option<String>,
    },
    /// It stays with other index shares.
    Shares,
    /// Its price is on new terms and its shares may be: a split, a dividend out of the ordinary.
    Terms,
    /// Its name or symbol changed.
    Rename,
}

/// One change of one security in one index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The session after whose close it holds.
    pub after_close: Date,
    /// What it means.
    pub movement: Movement,
    /// Why.
    pub cause: Cause,
    /// The security.
    pub security: SecurityId,
    /// Its symbol then.
    pub ticker: Ticker,
    /// Index shares before.
    pub shares_before: Shares,
    /// Index shares after.
    pub shares_after: Shares,
    /// The price used; none where the security has none yet.
    pub price: Option<Price>,
    /// Its free float before, where index shares follow a company's own.
    pub float_before: Option<Factor>,
    /// Its free float after.
    pub float_after: Option<Factor>,
    /// Its capping factor before.
    pub cap_before: Option<Factor>,
    /// Its capping factor after.
    pub cap_after: Option<Factor>,
    /// More to say.
    pub note: String,
}

/// The changes of an index after the close of `after`, up to and including that of `until`.
pub fn changes(events: &[LedgerEntry], index: &str, after: Date, until: Date) -> Vec<Change> {
    let within = |entry: &&LedgerEntry| {
        entry.after_close > after && entry.after_close <= until && entry.cause != Cause::Start
    };
    let elsewhere: BTreeSet<(Date, SecurityId, bool, &str)> = events
        .iter()
        .filter(within)
        .filter(|entry| entry.index_id != index)
        .filter_map(|entry| {
            let enters = entry.index_shares_before == Shares::ZERO;
            let leaves = entry.index_shares_after == Shares::ZERO;
            (enters != leaves).then_some((
                entry.after_close,
                entry.security_id,
                enters,
                entry.index_id.as_str(),
            ))
        })
        .collect();
    let other = |entry: &LedgerEntry, enters: bool| {
        let low = (entry.after_close, entry.security_id, enters, "");
        let mut found = elsewhere.range(low..).take_while(|(day, security, entered, _)| {
            (*day, *security, *entered) == (entry.after_close, entry.security_id, enters)
        });
        found.next().map(|(.., id)| (*id).to_owned())
    };
    events
        .iter()
        .filter(within)
        .filter(|entry| entry.index_id == index)
        .map(|entry| Change {
            after_close: entry.after_close,
            movement: match entry.cause {
                Cause::Rename => Movement::Rename,
                _ if entry.index_shares_before == Shares::ZERO => {
                    Movement::Add { from: other(entry, false) }
                }
                _ if entry.index_shares_after == Shares::ZERO => {
                    Movement::Delete { to: other(entry, true) }
                }
                _ if entry.price_before != entry.price_after => Movement::Terms,
                _ => Movement::Shares,
            },
            cause: entry.cause,
            security: entry.security_id,
            ticker: entry.ticker.clone(),
            shares_before: entry.index_shares_before,
            shares_after: entry.index_shares_after,
            price: entry.price_after,
            float_before: entry.free_float_before,
            float_after: entry.free_float_after,
            cap_before: entry.cap_factor_before,
            cap_after: entry.cap_factor_after,
            note: entry.note.clone(),
        })
        .collect()
}

/// How much of an index was traded in some changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turnover {
    /// Securities that entered.
    pub adds: usize,
    /// Securities that left.
    pub deletes: usize,
    /// The larger of the two, by convention the turnover in stocks.
    pub stocks: usize,
    /// The larger of value added and value deleted, over the index's value: share changes are left
    /// out, as the published figures leave them. None where a price or a rate of exchange that it needs is
    /// unknown.
    pub part_of_value: Option<f64>,
}

impl Turnover {
    /// The turnover of changes in an index of a value, with what the currency of each price is worth in the
    /// index's.
    pub fn of(
        changes: &[Change],
        index_value: Money,
        rate: impl Fn(&Change) -> Option<ExchangeRate>,
    ) -> Turnover {
        let value = |change: &Change, shares: Shares| {
            let (price, rate) = change.price.zip(rate(change))?;
            let rate = rate.picos() as f64 / ExchangeRate::ONE.picos() as f64;
            Some(price.times(shares).to_f64() * rate)
        };
        let (mut added, mut deleted) = (Vec::new(), Vec::new());
        for change in changes {
            match change.movement {
                Movement::Add { .. } => added.push(value(change, change.shares_after)),
                Movement::Delete { .. } => deleted.push(value(change, change.shares_before)),
                Movement::Shares | Movement::Terms | Movement::Rename => {}
            }
        }
        let (adds, deletes) = (added.len(), deleted.len());
        // From zero, since a sum of no floats at all is minus zero.
        let sum = |values: Vec<Option<f64>>| {
            values.into_iter().try_fold(0.0, |sum, value| Some(sum + value?))
        };
        let traded = sum(added).zip(sum(deleted)).map(|(added, deleted)| added.max(deleted));
        let part_of_value = traded.map(|traded| traded / index_value.to_f64());
        Turnover { adds, deletes, stocks: stocks(adds, deletes), part_of_value }
    }
}

/// The turnover in stocks: the larger of adds and deletes, not their sum.
///
/// ```
/// assert_eq!(russet_calc::turnover::stocks(244, 160), 244);
/// ```
pub fn stocks(adds: usize, deletes: usize) -> usize {
    adds.max(deletes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// June 2026: 244 adds; deletes are 42 to the Russell 1000, 84 to Microcap and 34 out.
    #[test]
    fn g15_counts_of_2026() {
        let day = jiff::civil::date(2026, 6, 26);
        let entry = |index: &str, number: u32, enters: bool| {
            let one = Shares::whole(1).unwrap();
            LedgerEntry {
                event: 1,
                index_id: index.to_owned(),
                after_close: day,
                cause: Cause::Reconstitution,
                security_id: SecurityId(number),
                ticker: Ticker::new(&format!("T{number}")).unwrap(),
                index_shares_before: if enters { Shares::ZERO } else { one },
                index_shares_after: if enters { one } else { Shares::ZERO },
                price_before: "1".parse().ok(),
                price_after: "1".parse().ok(),
                shares_outstanding_before: None,
                shares_outstanding_after: None,
                free_float_before: None,
                free_float_after: None,
                style_probability_before: None,
                style_probability_after: None,
                cap_factor_before: None,
                cap_factor_after: None,
                index_market_cap_before: "1000".parse().unwrap(),
                index_market_cap_after: "1000".parse().unwrap(),
                divisor_before: "1".parse().unwrap(),
                divisor_after: "1".parse().unwrap(),
                note: String::new(),
            }
        };
        let mut events: Vec<LedgerEntry> =
            (0..244).map(|number| entry("R2000", number, true)).collect();
        events.extend((1000..1160).map(|number| entry("R2000", number, false)));
        events.extend((1000..1042).map(|number| entry("R1000", number, true)));
        events.extend((1042..1126).map(|number| entry("RMICRO", number, true)));
        let mut found = changes(&events, "R2000", jiff::civil::date(2026, 6, 25), day);
        let left_to = |id: Option<&str>| {
            let matches = |change: &&Change| matches!(&change.movement, Movement::Delete { to } if to.as_deref() == id);
            found.iter().filter(matches).count()
        };
        assert_eq!((left_to(Some("R1000")), left_to(Some("RMICRO")), left_to(None)), (42, 84, 34));
        let turnover = Turnover::of(&found, "1000".parse().unwrap(), |_| Some(ExchangeRate::ONE));
        assert_eq!((turnover.adds, turnover.deletes, turnover.stocks), (244, 160, 244));
        assert!((turnover.part_of_value.unwrap() - 0.244).abs() < 1e-12);
        // One change without a rate, or without a price, leaves the whole unknown.
        let some =
            |change: &Change| Some(ExchangeRate::ONE).filter(|_| change.security != SecurityId(7));
        assert_eq!(Turnover::of(&found, "1000".parse().unwrap(), some).part_of_value, None);
        found[3].price = None;
        let unpriced = Turnover::of(&found, "1000".parse().unwrap(), |_| Some(ExchangeRate::ONE));
        assert_eq!((unpriced.stocks, unpriced.part_of_value), (244, None));
    }
}
