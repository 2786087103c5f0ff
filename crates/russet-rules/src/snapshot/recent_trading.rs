//! How lines moved in the last sessions before a rank day: looked at backwards, all lines at once.

use std::ops::Range;

use russet_market::{MarketView, Price, SecurityId};

use crate::methodology::Eligibility;
use crate::statistics::deviation;
use crate::trading::rows_of;

/// What a line's last sessions show.
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

    /// The sessions in which a line's last ones are looked for: twice as many of the market's, those of
    /// the member's mean close, and those that a line may miss.
    pub(crate) fn sessions(self, window: Range<usize>, mean_start: usize) -> Range<usize> {
        let count = (2 * self.longest).max(self.patience + 1);
        window.end.saturating_sub(count as usize).min(mean_start).max(window.start)..window.end
    }

    /// What the last sessions of each line show, by security id. A close's return is its reported change,
    /// or else counted from the line's close before, however long ago in the window.
    pub(crate) fn look(
        self,
        view: &MarketView<'_>,
        window: Range<usize>,
        sessions: Range<usize>,
    ) -> Vec<RecentTrading> {
        let quiet = self.quiet as usize;
        let (prices, count) = (&view.market().prices, view.securities().len());
        let mut lines = vec![RecentTrading::default(); count];
        // Of each line, the newest first; a close still without the one before it stands as a price.
        let mut returns = vec![f64::NAN; count * quiet];
        let mut waiting: Vec<Option<Price>> = vec![None; count];
        for number in sessions.clone().rev() {
            let rows = view.sessions()[number].1.clone();
            for (position, (security, close)) in rows.clone().zip(prices.closes(rows)) {
                let place = security.0 as usize;
                let Some(line) = lines.get_mut(place) else { continue };
                if let Some(later) = waiting[place].take() {
                    returns[place * quiet + line.seen as usize - 1] = log_return(close, later);
                }
                if line.seen >= self.longest.max(1) {
                    continue;
                }
                line.last.get_or_insert((close, number));
                if line.seen < self.flat {
                    let (low, high) = line.closes.unwrap_or((close, close));
                    line.closes = Some((low.min(close), high.max(close)));
                    line.close_count += 1;
                }
                if line.seen < self.quiet {
                    match prices.reported_change(position) {
                        Some(percent) if percent > -100.0 => {
                            returns[place * quiet + line.seen as usize] =
                                libm::log(1.0 + percent / 100.0);
                        }
                        _ => waiting[place] = Some(close),
                    }
                }
                line.seen += 1;
            }
        }
        for (place, line) in lines.iter_mut().enumerate().filter(|_| quiet > 0) {
            let own = &mut returns[place * quiet..][..quiet.min(line.seen as usize)];
            if let (Some(close), Some(oldest)) = (waiting[place], own.last_mut()) {
                let security = SecurityId(place as u32);
                let before = rows_of(view, security, window.start..sessions.start).next_back();
                *oldest = before.map_or(f64::NAN, |before| log_return(before.close, close));
            }
            let known: Vec<f64> = own.iter().rev().copied().filter(|one| !one.is_nan()).collect();
            line.volatility =
                (known.len() >= self.least as usize).then(|| deviation(&known)).flatten();
        }
        lines
    }
}

fn log_return(before: Price, close: Price) -> f64 {
    libm::log(close.to_f64() / before.to_f64())
}
