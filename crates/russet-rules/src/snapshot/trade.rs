//! How the lines of a snapshot traded up to its day.

use jiff::civil::Date;
use russet_market::PriceRow;

use super::{Line, Snapshot};
use crate::methodology::Offering;
use crate::statistics::median;
use crate::trading::{Sums, Traded, rows_of};

impl Snapshot<'_> {
    /// What each line traded over the ranking window, by security id.
    fn traded(&self) -> &Sums<Traded> {
        let within = || self.ground.trading().values.within(self.view(), self.window.clone());
        self.asked.traded.get_or_init(within)
    }

    /// Shares of a line traded over the ranking window.
    pub(crate) fn volume(&self, line: &Line<'_>) -> u64 {
        let within = || self.ground.trading().volumes.within(self.view(), self.window.clone());
        self.asked.volumes.get_or_init(within)[line.place()].0
    }

    /// Mean value of a line traded a session over that window, in the family's currency; none where no rate
    /// tells.
    pub(crate) fn mean_daily_value(&self, line: &Line<'_>) -> Option<f64> {
        Some(self.traded()[line.place()].mean_value() * line.float_rate()?)
    }

    /// A line's first session in the market.
    pub(crate) fn first_seen(&self, line: &Line<'_>) -> Date {
        self.view().first_seen(line.security, self.day).unwrap_or(line.close_date)
    }

    /// Sessions of a line with a close since it came to the market; none where it was there from the market's
    /// beginning or before the ranking window.
    pub(crate) fn listed_sessions(&self, line: &Line<'_>) -> Option<u32> {
        let first_seen = self.first_seen(line);
        let is_new = first_seen > self.market_start && first_seen >= self.start;
        is_new.then(|| self.traded()[line.place()].sessions)
    }

    /// Mean close of a line over the member's price window, in the currency of its market.
    pub(crate) fn mean_close(&self, line: &Line<'_>) -> f64 {
        let rows = rows_of(self.view(), line.security, self.mean_start..self.window.end);
        let (sum, count) =
            rows.fold((0.0, 0_u32), |(sum, count), row| (sum + row.close.to_f64(), count + 1));
        if count == 0 { line.close.to_f64() } else { sum / f64::from(count) }
    }

    /// The median value of a line traded in each of its last sessions, in the family's currency; none where it
    /// has none, or no rate tells.
    pub(crate) fn median_daily_value(&self, line: &Line<'_>, sessions: u32) -> Option<f64> {
        let rows = rows_of(self.view(), line.security, self.near.clone()).rev();
        let value = |row: PriceRow| row.close.to_f64() * row.volume.unwrap_or(0) as f64;
        let values = rows.take(sessions as usize).map(value);
        Some(median(values.collect())? * line.float_rate()?)
    }

    /// Whether a line's first session looks like the day of an offering: volume far above what followed.
    pub(crate) fn was_offered(&self, line: &Line<'_>, rule: &Offering) -> bool {
        let count = 1 + (rule.skip_sessions + rule.median_sessions) as usize;
        let (view, first_seen) = (self.view(), self.first_seen(line));
        let listed = view.sessions().partition_point(|(session, _)| *session < first_seen);
        let sessions = listed.clamp(self.window.start, self.window.end)..self.window.end;
        let rows = rows_of(view, line.security, sessions).take(count);
        let volumes: Vec<f64> = rows.map(|row| row.volume.unwrap_or(0) as f64).collect();
        let Some((first, later)) = volumes.split_first() else { return false };
        let typical = later.iter().skip(rule.skip_sessions as usize).copied().collect();
        let typical = median(typical).or_else(|| median(later.to_vec()));
        typical.is_some_and(|typical| *first >= typical * f64::from(rule.first_volume_multiple))
    }
}
