//! Every line of a market as it could be seen at the end of a rank day.

use jiff::Span;
use jiff::civil::Date;
use russet_market::{
    MarketView, NumberError, Price, PriceRow, SecurityId, SecurityVersion, ShareCount, Shares,
};

use crate::methodology::Methodology;

/// A line on a day: what it is called, what it closed at, how it traded up to then.
#[derive(Debug, Clone)]
pub struct Line<'market> {
    /// How it was described.
    pub version: &'market SecurityVersion,
    /// Its first session in the market.
    pub first_seen: Date,
    /// Its last close up to the day.
    pub close: Price,
    /// The session of that close.
    pub close_date: Date,
    /// Sessions of the market since that close: 0 when it is of the day itself.
    pub stale_sessions: u32,
    /// Shares traded over the ranking window.
    pub volume: u64,
    /// Mean value traded a session over that window, in dollars.
    pub mean_daily_value: f64,
    /// Mean close over the member's price window, in dollars.
    pub mean_close: f64,
    /// Lowest close of the flat-price window.
    pub lowest_close: Price,
    /// Highest close of the flat-price window.
    pub highest_close: Price,
    /// Its share count as of the day, and the fact that it comes from.
    pub shares: Option<(Shares, &'market ShareCount)>,
}

/// All lines alive on a day, by security id.
#[derive(Debug, Clone)]
pub struct Snapshot<'market> {
    /// The day.
    pub day: Date,
    /// The lines that had a close within the exchange rule's patience.
    pub lines: Vec<Line<'market>>,
}

#[derive(Debug, Clone, Default)]
struct Trading {
    last: Option<(Price, Date, usize)>,
    volume: u64,
    value: f64,
    sessions: u32,
    close_sum: f64,
    close_count: u32,
    range: Option<(Price, Price)>,
}

impl<'market> Snapshot<'market> {
    /// Looks at a market at the end of a day, and at nothing after it.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes an impossible share count.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// use russet_rules::{Methodology, snapshot::Snapshot};
    /// let (market, family) = (Market::default(), Methodology::built_in("russell-us").unwrap());
    /// let snapshot = Snapshot::take(&MarketView::new(&market), &family, date(2024, 4, 30))?;
    /// assert!(snapshot.lines.is_empty());
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn take(
        view: &MarketView<'market>,
        family: &Methodology,
        day: Date,
    ) -> Result<Snapshot<'market>, NumberError> {
        let rules = &family.eligibility;
        let start = day.saturating_sub(Span::new().years(family.ranking.volume_years as i32));
        let sessions = view.sessions_between(start, day);
        let mean_from =
            day.saturating_sub(Span::new().days(rules.price.member_average_days as i32));
        let flat_from = sessions.len().saturating_sub(rules.flat_price.sessions as usize);
        let mut trading = vec![Trading::default(); view.securities().len()];
        for (number, (session, rows)) in sessions.iter().enumerate() {
            let in_mean = *session > mean_from;
            for row in view.rows(rows.clone()) {
                let Some(line) = trading.get_mut(row.security.0 as usize) else { continue };
                line.take(&row, number, in_mean, number >= flat_from);
            }
        }
        let mut lines = Vec::new();
        for (position, trade) in trading.into_iter().enumerate() {
            let security = SecurityId(position as u32);
            let (Some((close, close_date, number)), Some(version)) =
                (trade.last, view.version(security, day))
            else {
                continue;
            };
            let stale_sessions = (sessions.len() - 1 - number) as u32;
            if stale_sessions > rules.exchange.stale_after_sessions {
                continue;
            }
            let (lowest_close, highest_close) = trade.range.unwrap_or((close, close));
            let mean = |sum: f64, count: u32| {
                if count == 0 { close.to_f64() } else { sum / f64::from(count) }
            };
            lines.push(Line {
                version,
                first_seen: view.first_seen(security).unwrap_or(close_date),
                close,
                close_date,
                stale_sessions,
                volume: trade.volume,
                mean_daily_value: trade.value / f64::from(trade.sessions.max(1)),
                mean_close: mean(trade.close_sum, trade.close_count),
                lowest_close,
                highest_close,
                shares: view.shares(security, day, day)?,
            });
        }
        Ok(Snapshot { day, lines })
    }
}

impl Trading {
    fn take(&mut self, row: &PriceRow, number: usize, in_mean: bool, in_flat_window: bool) {
        self.last = Some((row.close, row.date, number));
        let volume = row.volume.unwrap_or(0);
        self.volume = self.volume.saturating_add(volume);
        self.value += row.close.to_f64() * volume as f64;
        self.sessions += 1;
        if in_mean {
            self.close_sum += row.close.to_f64();
            self.close_count += 1;
        }
        if in_flat_window {
            let (low, high) = self.range.unwrap_or((row.close, row.close));
            self.range = Some((low.min(row.close), high.max(row.close)));
        }
    }
}

impl Line<'_> {
    /// The security.
    ///
    /// ```
    /// # use russet_rules::snapshot::Line;
    /// fn id_of(line: &Line) -> russet_market::SecurityId {
    ///     line.security()
    /// }
    /// ```
    pub fn security(&self) -> SecurityId {
        self.version.security
    }
}
