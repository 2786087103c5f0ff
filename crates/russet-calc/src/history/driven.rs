//! The engine for whoever has prices of their own: a live service, a what-if, a test.

use jiff::civil::Date;
use russet_market::{Level, MarketView, Price, SecurityId};
use russet_rules::Methodology;

use super::engine::{Engine, out_of_range};
use super::{BuildError, BuildPlan, research};
use crate::run::{Keeps, LevelRow, LevelsOnly};

impl<'build, 'market: 'build> Engine<'build, 'market> {
    /// The indexes of a family before the market's first session. The market gives descriptions, share counts and
    /// actions; whoever drives the engine gives the prices.
    ///
    /// # Errors
    /// [`BuildError`] when no reconstitution can give the first members, or the range is empty.
    ///
    /// ```
    /// use russet_calc::{BuildError, BuildPlan, Engine};
    /// use russet_market::MarketView;
    /// use russet_rules::Methodology;
    ///
    /// fn levels(view: &MarketView<'_>, family: &Methodology, plan: BuildPlan) -> Result<(), BuildError> {
    ///     let mut engine = Engine::start(view, family, plan)?;
    ///     for (session, rows) in view.sessions() {
    ///         engine.open(*session)?;
    ///         for (security, price) in view.closes(rows.clone()) {
    ///             engine.take_price(security, price)?;
    ///         }
    ///         println!("{:?} at the last prices", engine.level("R2000")?);
    ///         for row in engine.close()? {
    ///             println!("{} {} {}", row.date, row.index_id, row.price_return.published(2));
    ///         }
    ///     }
    ///     Ok(())
    /// }
    /// ```
    pub fn start(
        view: &'build MarketView<'market>,
        family: &'build Methodology,
        plan: BuildPlan,
    ) -> Result<Self, BuildError> {
        let market_cache = std::sync::Arc::new(russet_rules::MarketCache::new(view));
        let research = research(view, family, market_cache, &plan)?;
        let (mut engine, _) = Engine::new(view, family, research, plan)?.begin(None)?;
        engine.journal.recorder.keep(Keeps::Levels);
        Ok(engine)
    }

    /// Before the first trade of a session: what was learned since the last close takes effect.
    ///
    /// # Errors
    /// [`BuildError`] when a number leaves its range.
    pub fn open(&mut self, session: Date) -> Result<(), BuildError> {
        self.open_session(session)
    }

    /// Takes a price of the session in hand; a later one replaces it, and the last one is the close.
    ///
    /// # Errors
    /// [`BuildError::Number`] when a value leaves its range.
    #[inline]
    pub fn take_price(&mut self, security: SecurityId, price: Price) -> Result<(), BuildError> {
        let session = self.session;
        let taken = self.state.ledger.take_close(security, price, session);
        self.state.roster.staleness.trades(security);
        taken.map_err(|source| out_of_range(&security.to_string(), session, source))
    }

    /// The level of an index at the last prices; none before it starts, or of an index that the family does not have.
    ///
    /// # Errors
    /// [`BuildError::Number`] when a value leaves its range.
    pub fn level(&mut self, index: &str) -> Result<Option<Level>, BuildError> {
        let session = self.session;
        self.settle(session)?;
        let position = self.family.indexes.iter().position(|rule| rule.id == index);
        let level = position.map(|position| self.state.ledger.level(position)).transpose();
        Ok(level.map_err(|source| out_of_range(index, session, source))?.flatten())
    }

    /// After the last trade: the session's levels, and everything that takes effect with the next session.
    ///
    /// # Errors
    /// [`BuildError`] when a decision cannot be made, or a number leaves its range.
    pub fn close(&mut self) -> Result<Vec<LevelRow>, BuildError> {
        self.close_session(self.session)?;
        let levels = self.journal.recorder.take_levels();
        let earlier = self.state.last_effective.year();
        self.journal.decisions.hand_over(&mut LevelsOnly::default(), earlier)?;
        Ok(levels)
    }
}
