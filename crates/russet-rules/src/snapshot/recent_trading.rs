//! How securities moved in the last sessions before a rank day: looked at backwards, all securities at once.

use std::ops::Range;

use russet_market::{MarketView, Price, SecurityId};

use crate::methodology::Eligibility;
use crate::statistics::deviation;
use crate::trading::rows_of;

/// What a security's last sessions show.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RecentTrading {
    /// The last close, and the session of it by its place in the market.
    pub(crate) last: Option<(Price, usize)>,
    /// The lowest and the highest of the closes that the screen of flat prices looks at.
    pub(crate) closes: Option<(Price, Price)>,
    /// How many these are.
    pub(crate) close_count: u32,
    /// The standard deviation of daily log returns; none with fewer of them than are asked for.
    pub(crate) volatility: Option<f64>,
    seen: u32,
}

/// How far back one looks, by what screens ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LookBack {
    flat: u32,
    quiet: u32,
    least: u32,
    longest: u32,
    patience: u32,
}

impl LookBack {
    pub(crate) fn of(rules: &Eligibility, patience: u32) -> LookBack {
        let flat = rules.trust_price.as_ref().map_or(0, |rule| rule.sessions);
        let quiet = rules.fund_like_volatility.as_ref().map_or(0, |rule| rule.sessions);
        let closely = rules.closely_held.as_ref().map_or(0, |rule| rule.sessions);
        let least = rules.fund_like_volatility.as_ref().map_or(0, |rule| rule.minimum_sessions);
        LookBack { flat, quiet, least, longest: flat.max(quiet).max(closely), patience }
    }

    /// The sessions in which a security's last ones are looked for: twice as many of the market's, those of
    /// the member's mean close, and those that a security may miss.
    pub(crate) fn sessions(self, window: Range<usize>, mean_start: usize) -> Range<usize> {
        let count = (2 * self.longest).max(self.patience + 1);
        window.end.saturating_sub(count as usize).min(mean_start).max(window.start)..window.end
    }

    /// What the last sessions of each security show, by security id. A close's return is its reported change,
    /// or else counted from the security's close before, however long ago in the window.
    pub(crate) fn look(
        self,
        view: &MarketView<'_>,
        window: Range<usize>,
        sessions: Range<usize>,
    ) -> Vec<RecentTrading> {
        let quiet = self.quiet as usize;
        let (prices, count) = (&view.market().prices, view.securities().len());
        let mut securities = vec![RecentTrading::default(); count];
        // Of each security, the newest first; a close still without the one before it stands as a price.
        let mut returns = vec![f64::NAN; count * quiet];
        let mut waiting: Vec<Option<Price>> = vec![None; count];
        for number in sessions.clone().rev() {
            let rows = view.sessions()[number].1.clone();
            for (position, (security, close)) in rows.clone().zip(prices.closes(rows)) {
                let place = security.0 as usize;
                let Some(security) = securities.get_mut(place) else { continue };
                if let Some(later) = waiting[place].take() {
                    returns[place * quiet + security.seen as usize - 1] = log_return(close, later);
                }
                if security.seen >= self.longest.max(1) {
                    continue;
                }
                security.last.get_or_insert((close, number));
                if security.seen < self.flat {
                    let (low, high) = security.closes.unwrap_or((close, close));
                    security.closes = Some((low.min(close), high.max(close)));
                    security.close_count += 1;
                }
                if security.seen < self.quiet {
                    match prices.reported_change(position) {
                        Some(percent) if percent > -100.0 => {
                            returns[place * quiet + security.seen as usize] =
                                libm::log(1.0 + percent / 100.0);
                        }
                        _ => waiting[place] = Some(close),
                    }
                }
                security.seen += 1;
            }
        }
        for (place, security) in securities.iter_mut().enumerate().filter(|_| quiet > 0) {
            let own = &mut returns[place * quiet..][..quiet.min(security.seen as usize)];
            if let (Some(close), Some(oldest)) = (waiting[place], own.last_mut()) {
                let security = SecurityId(place as u32);
                let before = rows_of(view, security, window.start..sessions.start).next_back();
                *oldest = before.map_or(f64::NAN, |before| log_return(before.close, close));
            }
            let known: Vec<f64> = own.iter().rev().copied().filter(|one| !one.is_nan()).collect();
            security.volatility =
                (known.len() >= self.least as usize).then(|| deviation(&known)).flatten();
        }
        securities
    }
}

fn log_return(before: Price, close: Price) -> f64 {
    libm::log(close.to_f64() / before.to_f64())
}
