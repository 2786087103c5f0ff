//! How large a fund can follow an index through its reconstitutions.
//!
//! A fund of size `F` trades `F × |change of weight|` of each security. It takes at most a part of what is
//! usually traded in a session, over a number of days; so a security is done in time up to
//! `F = part × days × median value traded a session ÷ |change of weight|`. Capacity is the largest fund that
//! gets so much of the value of all its trades done in time. The measure is that of days to trade at a
//! participation rate, by which index providers describe how replicable an index is; its figures are
//! Russet's own choice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use russet_market::{Currency, MarketView, SecurityId};

/// How capacity is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapacityRule {
    /// The part of a session's usual value that the fund may trade, in percent.
    pub participation_percent: f64,
    /// The sessions over which it trades.
    pub days: u32,
    /// The part of the value of its trades that must get done, in percent.
    pub done_percent: f64,
    /// The sessions up to the change of which the median is what is usually traded.
    pub median_sessions: u32,
}

impl Default for CapacityRule {
    /// A tenth of 60 sessions' median over five days, for 90% of the trades.
    fn default() -> CapacityRule {
        CapacityRule {
            participation_percent: 10.0,
            days: 5,
            done_percent: 90.0,
            median_sessions: 60,
        }
    }
}

impl CapacityRule {
    /// The largest fund, from each security's change of weight and what is usually traded of it in a session;
    /// none where nothing is traded.
    ///
    /// ```
    /// use russet_calc::sweep::CapacityRule;
    /// // Half of the index is exchanged, in two securities that trade a million and two a session: with
    /// // a tenth of it on five days, the first one takes 2 million dollars of a fund, the other 4.
    /// let rule = CapacityRule::default();
    /// assert_eq!(rule.largest_fund(vec![(0.25, 1e6), (0.25, 2e6)]), Some(2e6));
    /// ```
    pub fn largest_fund(&self, trades: Vec<(f64, f64)>) -> Option<f64> {
        let taken = self.participation_percent / 100.0 * f64::from(self.days);
        let total: f64 = trades.iter().map(|(change, _)| change).sum();
        let mut funds: Vec<(f64, f64)> =
            trades.into_iter().map(|(change, usual)| (taken * usual / change, change)).collect();
        funds.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut done = 0.0;
        funds.into_iter().find_map(|(fund, change)| {
            done += change;
            (done >= total * self.done_percent / 100.0).then_some(fund)
        })
    }
}

/// The median value of each security traded in a session up to a day, in the currency of its market; none where no
/// volume is known.
type Medians = OnceLock<Vec<Option<f64>>>;

/// What is usually traded, worked out once a day that is asked for.
pub(super) struct Liquidity<'a, 'market> {
    pub(super) view: &'a MarketView<'market>,
    pub(super) rule: CapacityRule,
    /// The currency of values and funds.
    pub(super) currency: Currency,
    days: Mutex<BTreeMap<Date, Arc<Medians>>>,
}

impl<'a, 'market> Liquidity<'a, 'market> {
    pub(super) fn new(
        view: &'a MarketView<'market>,
        rule: CapacityRule,
        currency: Currency,
    ) -> Self {
        Liquidity { view, rule, currency, days: Mutex::default() }
    }

    /// The median value of a security traded a session up to a day, of the sessions whose volume is known; none
    /// where it is of none.
    pub(super) fn usual(&self, security: SecurityId, day: Date) -> Option<f64> {
        let medians = {
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(days.entry(day).or_default())
        };
        let medians = medians.get_or_init(|| self.medians(day));
        medians.get(security.0 as usize).copied().flatten()
    }

    fn medians(&self, day: Date) -> Vec<Option<f64>> {
        let end = self.view.sessions().partition_point(|(session, _)| *session <= day);
        let start = end.saturating_sub(self.rule.median_sessions as usize);
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); self.view.securities().len()];
        for (_, rows) in &self.view.sessions()[start..end] {
            for row in self.view.market().prices.rows(rows.clone()) {
                if let (Some(values), Some(volume)) =
                    (values.get_mut(row.security_id.0 as usize), row.volume)
                {
                    values.push(row.close.to_f64() * volume as f64);
                }
            }
        }
        values.into_iter().map(median).collect()
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}
