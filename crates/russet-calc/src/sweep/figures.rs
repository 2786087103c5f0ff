//! What an index of a variant was like: return, risk, trading.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Currency, ExchangeRate, MarketView, Shares};

use super::capacity::Liquidity;
use super::sink::Kept;
use crate::Cause;
use crate::run::{LineTrade, Manifest};

const DAYS_A_YEAR: f64 = 365.25;
const SESSIONS_A_YEAR: f64 = 252.0;

/// The figures of an index over a range of sessions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// The first session.
    pub from: Date,
    /// The last session.
    pub to: Date,
    /// The price return in percent a year: `(last ÷ first)^(365.25 ÷ days) − 1`.
    pub price_return: f64,
    /// The gross total return, likewise.
    pub total_return: f64,
    /// The standard deviation of daily logarithmic price returns in percent a year, times `√252`.
    pub volatility: f64,
    /// One-way turnover in percent a year: half of what the rules buy and sell, each over the index's
    /// value that day. Corporate actions are no trades.
    pub turnover: f64,
    /// Lines on an average session.
    pub members: f64,
    /// The largest fund, in the family's currency, that the median reconstitution can be traded with
    /// ([`super::CapacityRule`]); none without reconstitution.
    pub capacity: Option<f64>,
}

/// One session of an index.
#[derive(Debug, Clone, Copy)]
struct Session {
    date: Date,
    price_return: f64,
    total_return: f64,
    members: u32,
}

/// What the rules traded after one close.
#[derive(Debug, Clone, Copy, Default)]
struct Traded {
    /// Buys and sells over the index's value.
    both_ways: f64,
    /// The largest fund, where it was a reconstitution.
    fund: Option<f64>,
}

/// What is kept of a built index.
#[derive(Debug)]
pub(super) struct History {
    sessions: Vec<Session>,
    trades: BTreeMap<Date, Traded>,
}

impl History {
    pub(super) fn of(
        (kept, manifest): (&Kept<'_>, &Manifest),
        (place, index): (usize, &str),
        liquidity: &Liquidity<'_, '_>,
    ) -> History {
        let sessions = kept.levels[place].iter().map(|row| Session {
            date: row.date,
            price_return: row.price_return.to_f64(),
            total_return: row.total_return.to_f64(),
            members: row.constituents,
        });
        let own = manifest.indexes.iter().find(|known| known.id == index);
        let currency = own.map_or(liquidity.currency, |own| own.currency);
        let mut changes: BTreeMap<Date, Vec<(f64, &LineTrade<'_>)>> = BTreeMap::new();
        for entry in &kept.trades[place] {
            let change = change_of_weight(entry, liquidity.view, currency);
            changes.entry(entry.after_close).or_default().push((change, entry));
        }
        let traded = |(day, changes): (Date, Vec<(f64, &LineTrade<'_>)>)| {
            let both_ways = changes.iter().map(|(change, _)| change).sum();
            let reviewed = changes
                .iter()
                .filter(|(change, entry)| entry.cause == Cause::Reconstitution && *change > 0.0);
            let usual = |entry: &LineTrade<'_>| {
                liquidity.usual(entry.security, day)
                    * rate(entry, liquidity.view, liquidity.currency)
            };
            let trades = reviewed.map(|(change, entry)| (*change, usual(entry))).collect();
            (day, Traded { both_ways, fund: liquidity.rule.largest_fund(trades) })
        };
        History { sessions: sessions.collect(), trades: changes.into_iter().map(traded).collect() }
    }

    /// The figures over the sessions from one day to another; none of fewer than three levels.
    pub(super) fn figures(&self, (from, to): (Date, Date)) -> Option<Figures> {
        let within = self.sessions.iter().filter(|session| (from..=to).contains(&session.date));
        let sessions: Vec<&Session> = within.collect();
        let (first, last) = (*sessions.first()?, *sessions.last()?);
        let years = f64::from((last.date - first.date).get_days()) / DAYS_A_YEAR;
        let a_year =
            |of: fn(&Session) -> f64| ((of(last) / of(first)).powf(1.0 / years) - 1.0) * 100.0;
        let returns: Vec<f64> = sessions
            .windows(2)
            .map(|pair| (pair[1].price_return / pair[0].price_return).ln())
            .collect();
        if returns.len() < 2 {
            return None;
        }
        let mean = returns.iter().sum::<f64>() / returns.len() as f64;
        let squares: f64 = returns.iter().map(|one| (one - mean).powi(2)).sum();
        let deviation = (squares / (returns.len() as f64 - 1.0)).sqrt();
        // What is traded at the first close was not held before it.
        let traded = self.trades.range(first.date..last.date).filter(|(day, _)| **day > first.date);
        let traded: Vec<&Traded> = traded.map(|(_, traded)| traded).collect();
        let both_ways: f64 = traded.iter().map(|traded| traded.both_ways).sum();
        let mut funds: Vec<f64> = traded.iter().filter_map(|traded| traded.fund).collect();
        funds.sort_by(f64::total_cmp);
        let members: f64 = sessions.iter().map(|session| f64::from(session.members)).sum();
        Some(Figures {
            from: first.date,
            to: last.date,
            price_return: a_year(|session| session.price_return),
            total_return: a_year(|session| session.total_return),
            volatility: deviation * SESSIONS_A_YEAR.sqrt() * 100.0,
            turnover: both_ways / 2.0 / years * 100.0,
            members: members / sessions.len() as f64,
            capacity: funds.get(funds.len() / 2).copied(),
        })
    }
}

/// The sessions that all histories have levels of.
pub(super) fn common<'a>(histories: impl Iterator<Item = &'a History>) -> Option<(Date, Date)> {
    let mut days: Option<(Date, Date)> = None;
    for history in histories {
        let (first, last) = (history.sessions.first()?.date, history.sessions.last()?.date);
        days = Some(days.map_or((first, last), |(from, to)| (from.max(first), to.min(last))));
    }
    days
}

/// Whether the rules bought or sold, and not a company's own doing.
pub(super) fn is_trade(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::Reconstitution
            | Cause::NewListing
            | Cause::Removal
            | Cause::Replacement
            | Cause::Committee
            | Cause::Rebalance
            | Cause::Deletion
            | Cause::ShareUpdate
    )
}

/// What is bought or sold of a line, over the index's value.
fn change_of_weight(entry: &LineTrade<'_>, view: &MarketView<'_>, into: Currency) -> f64 {
    let Some(price) = entry.price else { return 0.0 };
    let worth = |shares: Shares| price.times(shares).to_f64();
    let change = (worth(entry.shares_after) - worth(entry.shares_before)).abs();
    change * rate(entry, view, into) / entry.value_before.to_f64()
}

/// What the currency of a line is worth in another.
fn rate(entry: &LineTrade<'_>, view: &MarketView<'_>, into: Currency) -> f64 {
    let currency = view.version(entry.security, entry.after_close).map(|one| one.mic.currency());
    let rate = currency.and_then(|from| view.rate(from, into, entry.after_close));
    rate.map_or(1.0, |rate| rate.picos() as f64 / ExchangeRate::ONE.picos() as f64)
}
