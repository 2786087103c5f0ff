//! The sessions of a market, their closes, and which of them are in doubt.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::MarketView;
use crate::check::{DoubtfulSession, doubtful_sessions};
use crate::facts::PriceRow;
use crate::identity::SecurityId;
use crate::numbers::Price;

impl<'market> MarketView<'market> {
    /// The sessions that have prices, in order, with the positions of their rows.
    pub fn sessions(&self) -> &[(Date, Range<usize>)] {
        self.sessions
    }

    /// The sessions with prices from one day to another, both included.
    pub fn sessions_between(&self, from: Date, to: Date) -> &[(Date, Range<usize>)] {
        let start = self.sessions.partition_point(|(session, _)| *session < from);
        let end = self.sessions.partition_point(|(session, _)| *session <= to);
        &self.sessions[start..end.max(start)]
    }

    /// Securities and closes of the rows of a session, side by side.
    ///
    /// # Panics
    /// When the range reaches beyond the prices; ranges come from [`MarketView::sessions`].
    pub fn closes(
        &self,
        rows: Range<usize>,
    ) -> impl Iterator<Item = (SecurityId, Price)> + 'market {
        // A session without rows is one whose rows are not there.
        if rows.is_empty() {
            self.lack();
        }
        self.market.prices.closes(rows)
    }

    /// The price rows of a session's positions.
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = PriceRow> + '_ {
        self.lack();
        self.market.prices.rows(range)
    }

    /// The same view, which knows the sessions in doubt already.
    pub fn with_doubtful_sessions(self, doubtful: Vec<DoubtfulSession>) -> MarketView<'market> {
        MarketView { doubtful: Arc::new(doubtful.into()), ..self }
    }

    /// The sessions whose closes should not be trusted, looked for once.
    pub fn doubtful_sessions(&self) -> &[DoubtfulSession] {
        self.doubtful.get_or_init(|| doubtful_sessions(self.market))
    }
}
