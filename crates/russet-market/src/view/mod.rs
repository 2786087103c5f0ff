//! Quick answers from a market, none of which looks ahead of the day it is asked for.

mod accounts;
mod by_line;
mod rates;
mod register;
mod supplied;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::check::{DoubtfulSession, doubtful_sessions};
use crate::facts::{
    Action, CommitteeDecision, FundLine, PriceRow, SecurityVersion, ShareBasis, ShareCount,
};
use crate::identity::SecurityId;
use crate::market::Market;
use crate::numbers::{NumberError, Price, Shares};
use by_line::ByLine;
pub use register::FilerOn;

/// A market in canonical order with its rows found by security and by session; a clone shares what was found.
#[derive(Debug, Clone)]
pub struct MarketView<'market> {
    market: &'market Market,
    sessions: &'market [(Date, Range<usize>)],
    versions: Arc<Vec<Range<usize>>>,
    /// By security, since when each of its descriptions holds and is known.
    described: Arc<ByLine<(Date, Date)>>,
    /// The counts of each class, and those of its company, in order of time.
    counts: Arc<[ByLine<Count>; 2]>,
    splits: Arc<ByLine<Split>>,
    /// The rows of free floats of each line.
    free_floats: Arc<Vec<Range<usize>>>,
    links: Arc<Vec<Range<usize>>>,
    rates: Arc<rates::RatePositions>,
    accounts: Arc<accounts::AccountPositions>,
    doubtful: Arc<OnceLock<Vec<DoubtfulSession>>>,
    /// Of a market that is not all there, whether it was asked for what is not.
    lacked: Option<Arc<AtomicBool>>,
}

/// A share count, beside its place.
#[derive(Debug, Clone, Copy)]
struct Count {
    effective: Date,
    known_at: Date,
    shares: Shares,
    position: u32,
}

/// When an action changes units, beside its place.
#[derive(Debug, Clone, Copy)]
struct Split {
    ex_date: Date,
    known_at: Date,
    position: u32,
}

impl<'market> MarketView<'market> {
    /// A view of a market, which must be in canonical order ([`Market::canonical`]).
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// let market = Market::default();
    /// assert!(MarketView::new(&market).sessions().is_empty());
    /// ```
    pub fn new(market: &'market Market) -> MarketView<'market> {
        let count = market.securities.last().map_or(0, |version| version.security.0 as usize + 1);
        let splits = market.actions.iter().enumerate().filter(|(_, row)| row.kind.changes_units());
        let splits = splits.map(|(position, row)| {
            let Action { security, ex_date, known_at, .. } = *row;
            (security, Split { ex_date, known_at, position: position as u32 })
        });
        let counts = |basis| {
            let rows = market.shares.iter().enumerate().filter(move |(_, row)| row.basis == basis);
            let rows = rows.map(|(position, row)| {
                let ShareCount { security, effective, known_at, shares, .. } = *row;
                (security, Count { effective, known_at, shares, position: position as u32 })
            });
            ByLine::of(count, rows)
        };
        let described =
            market.securities.iter().map(|row| (row.security, (row.from, row.known_at)));
        MarketView {
            market,
            sessions: market.prices.sessions(),
            versions: ranges(count, market.securities.iter().map(|row| row.security)).into(),
            described: ByLine::of(count, described).into(),
            counts: [counts(ShareBasis::Class), counts(ShareBasis::Company)].into(),
            splits: ByLine::of(count, splits).into(),
            free_floats: ranges(count, market.free_floats.iter().map(|row| row.security)).into(),
            links: ranges(count, market.filer_links.iter().map(|row| row.security)).into(),
            rates: rates::RatePositions::of(&market.fx).into(),
            accounts: accounts::AccountPositions::of(&market.fundamentals).into(),
            doubtful: Arc::default(),
            lacked: None,
        }
    }

    /// A view of a market without share counts, accounts and some closes: see [`MarketView::lacked`].
    pub(crate) fn partly(market: &'market Market) -> MarketView<'market> {
        MarketView { lacked: Some(Arc::default()), ..MarketView::new(market) }
    }

    /// Whether the view was asked for what its market has not: what came of the answers is worth nothing.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(!MarketView::new(&Market::default()).lacked());
    /// ```
    pub fn lacked(&self) -> bool {
        self.lacked.as_ref().is_some_and(|lacked| lacked.load(Ordering::Relaxed))
    }

    /// Something is asked for that is not there.
    fn lack(&self) {
        if let Some(lacked) = &self.lacked {
            lacked.store(true, Ordering::Relaxed);
        }
    }

    /// The same view, which knows the sessions in doubt already.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// let market = Market::default();
    /// let view = MarketView::new(&market).with_doubtful_sessions(Vec::new());
    /// assert!(view.doubtful_sessions().is_empty());
    /// ```
    pub fn with_doubtful_sessions(self, doubtful: Vec<DoubtfulSession>) -> MarketView<'market> {
        MarketView { doubtful: Arc::new(doubtful.into()), ..self }
    }

    /// The sessions whose closes should not be trusted, looked for once.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).doubtful_sessions().is_empty());
    /// ```
    pub fn doubtful_sessions(&self) -> &[DoubtfulSession] {
        self.doubtful.get_or_init(|| doubtful_sessions(self.market))
    }

    /// The market itself.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// let market = Market::default();
    /// assert!(MarketView::new(&market).market().prices.is_empty());
    /// ```
    pub fn market(&self) -> &'market Market {
        self.lack();
        self.market
    }

    /// The descriptions of the market's securities.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).descriptions().is_empty());
    /// ```
    pub fn descriptions(&self) -> &'market [SecurityVersion] {
        &self.market.securities
    }

    /// The market's corporate actions; of a market that is not all there, those that may still be due.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).actions().is_empty());
    /// ```
    pub fn actions(&self) -> &'market [Action] {
        &self.market.actions
    }

    /// The lines of funds' lists.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).fund_lines().is_empty());
    /// ```
    pub fn fund_lines(&self) -> &'market [FundLine] {
        &self.market.fund_lines
    }

    /// What committees decided.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).committee_decisions().is_empty());
    /// ```
    pub fn committee_decisions(&self) -> &'market [CommitteeDecision] {
        &self.market.committee_decisions
    }

    /// Securities and closes of the rows of a session, side by side.
    ///
    /// # Panics
    /// When the range reaches beyond the prices; ranges come from [`MarketView::sessions`].
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert_eq!(MarketView::new(&Market::default()).closes(0..0).count(), 0);
    /// ```
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

    /// The sessions that have prices, in order, with the positions of their rows.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert_eq!(MarketView::new(&Market::default()).sessions().len(), 0);
    /// ```
    pub fn sessions(&self) -> &[(Date, Range<usize>)] {
        self.sessions
    }

    /// The sessions with prices from one day to another, both included.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// let market = Market::default();
    /// let view = MarketView::new(&market);
    /// assert!(view.sessions_between(date(2021, 1, 1), date(2022, 1, 1)).is_empty());
    /// ```
    pub fn sessions_between(&self, from: Date, to: Date) -> &[(Date, Range<usize>)] {
        let start = self.sessions.partition_point(|(session, _)| *session < from);
        let end = self.sessions.partition_point(|(session, _)| *session <= to);
        &self.sessions[start..end.max(start)]
    }

    /// The price rows of a session's positions.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert_eq!(MarketView::new(&Market::default()).rows(0..0).count(), 0);
    /// ```
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = PriceRow> + '_ {
        self.lack();
        self.market.prices.rows(range)
    }

    /// Every security id, in order.
    ///
    /// ```
    /// use russet_market::{Market, MarketView};
    /// assert_eq!(MarketView::new(&Market::default()).securities().count(), 0);
    /// ```
    pub fn securities(&self) -> impl ExactSizeIterator<Item = SecurityId> + use<> {
        (0..self.versions.len() as u32).map(SecurityId)
    }

    /// How a security was described on a day, as known then.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView, SecurityId};
    /// let market = Market::default();
    /// assert!(MarketView::new(&market).version(SecurityId(0), date(2024, 1, 2)).is_none());
    /// ```
    pub fn version(&self, security: SecurityId, day: Date) -> Option<&'market SecurityVersion> {
        let described = self.described.of_line(security);
        let place =
            described.iter().rposition(|(from, known_at)| *from <= day && *known_at <= day)?;
        Some(&self.versions(security)[place])
    }

    /// Every description of a security, from the first to the last.
    ///
    /// ```
    /// use russet_market::{Market, MarketView, SecurityId};
    /// assert!(MarketView::new(&Market::default()).versions(SecurityId(0)).is_empty());
    /// ```
    pub fn versions(&self, security: SecurityId) -> &'market [SecurityVersion] {
        let range = self.versions.get(security.0 as usize).cloned().unwrap_or_default();
        &self.market.securities[range]
    }

    /// The first description of a security, whenever it holds: what a line is called that was announced
    /// and has not traded yet.
    ///
    /// ```
    /// use russet_market::{Market, MarketView, SecurityId};
    /// let market = Market::default();
    /// assert!(MarketView::new(&market).first_version(SecurityId(0)).is_none());
    /// ```
    pub fn first_version(&self, security: SecurityId) -> Option<&'market SecurityVersion> {
        let range = self.versions.get(security.0 as usize)?.clone();
        self.market.securities[range].first()
    }

    /// The first session a security was seen in, as known on a day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView, SecurityId};
    /// let market = Market::default();
    /// assert!(MarketView::new(&market).first_seen(SecurityId(0), date(2024, 1, 2)).is_none());
    /// ```
    pub fn first_seen(&self, security: SecurityId, day: Date) -> Option<Date> {
        let mut described = self.described.of_line(security).iter();
        let known = described.find(|(from, known_at)| *from <= day && *known_at <= day);
        known.map(|(from, _)| *from)
    }

    /// The newest share count of a security and basis that was known by `known_by`, and the shares it
    /// makes on `day`: splits that went ex after the count took effect, up to `day`, are applied to it as
    /// far as they were known on `day`.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView, SecurityId, ShareBasis};
    /// let (market, day) = (Market::default(), date(2024, 1, 2));
    /// let view = MarketView::new(&market);
    /// assert_eq!(view.shares(SecurityId(0), ShareBasis::Class, day, day)?, None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn shares(
        &self,
        security: SecurityId,
        basis: ShareBasis,
        day: Date,
        known_by: Date,
    ) -> Result<Option<(Shares, &'market ShareCount)>, NumberError> {
        self.lack();
        let counts = self.counts[basis as usize].of_line(security);
        let effective = &counts[..counts.partition_point(|count| count.effective <= day)];
        let Some(count) = effective.iter().rev().find(|count| count.known_at <= known_by) else {
            return Ok(None);
        };
        let mut shares = count.shares;
        let splits = self.splits(security, count.effective, day);
        for ratio in splits.filter(|split| split.known_at <= day).filter_map(|split| split.ratio) {
            shares = shares.split(ratio)?;
        }
        let row = &self.market.shares[count.position as usize];
        Ok(Some((shares, row)))
    }

    /// The first day after a day on which a line may be described or counted otherwise than on that day: a
    /// description, a count, an action on its units or a user's word begins or ends to hold.
    ///
    /// ```
    /// use jiff::civil::{Date, date};
    /// use russet_market::{Market, MarketView, SecurityId};
    /// let market = Market::default();
    /// let view = MarketView::new(&market);
    /// assert_eq!(view.told_until(SecurityId(0), date(2024, 1, 2)), Date::MAX);
    /// ```
    pub fn told_until(&self, security: SecurityId, day: Date) -> Date {
        self.lack();
        let described = self.described.of_line(security).iter();
        let described = described.map(|(from, known_at)| *from.max(known_at));
        let counts = self.counts.iter().flat_map(|counts| counts.of_line(security));
        let counts = counts.map(|count| count.effective.max(count.known_at));
        let splits = self.splits.of_line(security).iter();
        let splits = splits.map(|split| split.ex_date.max(split.known_at));
        let words = self.corrections(security).iter();
        let words = words.flat_map(|word| {
            let ends = word.until.map(|until| until.tomorrow().unwrap_or(Date::MAX));
            [Some(word.from.max(word.known_at)), ends]
        });
        let all = described.chain(counts).chain(splits).chain(words.flatten());
        all.filter(|change| *change > day).min().unwrap_or(Date::MAX)
    }

    /// The splits and stock dividends of a security that went ex after one day, up to another.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView, SecurityId};
    /// let market = Market::default();
    /// let view = MarketView::new(&market);
    /// assert_eq!(view.splits(SecurityId(0), date(2024, 1, 2), date(2024, 6, 28)).count(), 0);
    /// ```
    pub fn splits(
        &self,
        security: SecurityId,
        after: Date,
        until: Date,
    ) -> impl Iterator<Item = &'market Action> + '_ {
        self.lack();
        let splits = self.splits.of_line(security).iter();
        splits
            .filter(move |split| split.ex_date > after && split.ex_date <= until)
            .map(|split| &self.market.actions[split.position as usize])
    }

    /// The actions whose ex-date is a day.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView};
    /// assert!(MarketView::new(&Market::default()).actions_on(date(2024, 1, 2)).is_empty());
    /// ```
    pub fn actions_on(&self, day: Date) -> &'market [Action] {
        self.lack();
        let actions = &self.market.actions;
        let start = actions.partition_point(|action| action.ex_date < day);
        let end = actions.partition_point(|action| action.ex_date <= day);
        &actions[start..end]
    }
}

/// The range of positions of each security in a table sorted by security.
fn ranges(count: usize, securities: impl Iterator<Item = SecurityId>) -> Vec<Range<usize>> {
    let mut ranges = vec![0..0; count];
    for (position, security) in securities.enumerate() {
        let Some(range) = ranges.get_mut(security.0 as usize) else { continue };
        match Range::is_empty(range) {
            true => *range = position..position + 1,
            false => range.end = position + 1,
        }
    }
    ranges
}
