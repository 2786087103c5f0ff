//! Markets that differ in one split.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, Market, Price, PriceTable, Ratio, SecurityId, Shares};

use super::run;

/// A company's only line that never splits, costs enough and is a member from first to last.
pub fn a_lasting_member(market: &Market) -> SecurityId {
    let run = run(market);
    let (first, last) = (run.manifest.from, run.manifest.to);
    let held_on = |security: SecurityId, day: Date| {
        let mut rows = run.constituents.iter().filter(|row| row.security_id == security);
        rows.any(|row| {
            row.index_id == "R3000E" && row.first_session <= day && row.last_session >= day
        })
    };
    let mut versions = market.securities.iter();
    let found = versions.find(|version| {
        let issuer = market.securities.iter().filter(|other| other.issuer_id == version.issuer_id);
        let splits = market.actions.iter().any(|action| action.security_id == version.security_id);
        let mut prices = market.prices.iter().filter(|row| row.security_id == version.security_id);
        issuer.count() == 1
            && !splits
            && prices.all(|row| row.close.to_f64() > 25.0)
            && held_on(version.security_id, first)
            && held_on(version.security_id, last)
    });
    found.expect("the market has such a line").security_id
}

/// The market with the closes of one security, in nano-dollars, changed.
pub fn with_prices(
    market: &Market,
    security: SecurityId,
    change: impl Fn(i64, Date) -> i64,
) -> Market {
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if row.security_id == security {
            row.close = Price::from_nanos(change(row.close.nanos(), row.date)).unwrap();
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

/// The same market, had the security split: closes and counts from the ex-date on tell it so.
pub fn split_market(
    market: &Market,
    security: SecurityId,
    ratio: Ratio,
    (ex_date, known_at): (Date, Date),
) -> Market {
    let (new, old) = (ratio.new_shares() as i64, ratio.old_shares() as i64);
    let on_new_terms =
        |nanos: i64, day: Date| if day >= ex_date { nanos * old / new } else { nanos };
    let mut split = with_prices(market, security, on_new_terms);
    for count in &mut split.shares {
        if count.security_id == security && count.effective_date >= ex_date {
            count.shares_outstanding =
                Shares::from_micros(count.shares_outstanding.micros() * new / old).unwrap();
        }
    }
    split.actions.push(Action {
        ratio: Some(ratio),
        known_at,
        ..Action::new(ex_date, security, ActionKind::Split, "test")
    });
    split.canonical();
    split
}
