//! Quick answers from a market, none of which looks ahead of the day it is asked for.
//!
//! | module | what it answers |
//! |---|---|
//! | `by_line` | where the facts of each line lie, for the others to look up |
//! | `sessions` | which sessions there are, their closes, which of them are in doubt |
//! | `descriptions` | which securities there are, how each is described |
//! | `share_counts` | how many shares a class or a company has |
//! | `actions` | corporate actions, and splits among them |
//! | `unchanged_until` | until when what is known of a security stays the same |
//! | `accounts` | values from companies' accounts |
//! | `rates` | rates of exchange |
//! | `register` | what a register says of a security's company |
//! | `supplied` | facts that a user supplies |

mod accounts;
mod actions;
mod by_line;
mod descriptions;
mod rates;
mod register;
mod sessions;
mod share_counts;
mod supplied;
mod unchanged_until;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::check::DoubtfulSession;
use crate::facts::{CommitteeDecision, FundLine};
use crate::market::Market;
use accounts::AccountPositions;
use actions::Split;
use by_line::{ByLine, ranges};
use rates::RatePositions;
pub use register::FilerOn;
use share_counts::Count;

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
    rates: Arc<RatePositions>,
    accounts: Arc<AccountPositions>,
    doubtful: Arc<OnceLock<Vec<DoubtfulSession>>>,
    /// Of a market that is not all there, whether it was asked for what is not.
    lacked: Option<Arc<AtomicBool>>,
}

impl<'market> MarketView<'market> {
    /// A view of a market, which must be in canonical order ([`Market::canonical`]).
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::{Market, MarketView, PriceRow, SecurityId};
    /// let mut market = Market::default();
    /// for (day, close) in [(date(2024, 6, 28), "172.95"), (date(2024, 6, 27), "170.85")] {
    ///     market.prices.push(PriceRow {
    ///         date: day,
    ///         security_id: SecurityId(1),
    ///         close: close.parse()?,
    ///         volume: None,
    ///         reported_change_percent: None,
    ///         reported_cap_cents: None,
    ///     });
    /// }
    /// market.canonical();
    ///
    /// let view = MarketView::new(&market);
    /// let (first, rows) = &view.sessions()[0];
    /// assert_eq!(*first, date(2024, 6, 27));
    /// let closes: Vec<_> = view.closes(rows.clone()).collect();
    /// assert_eq!(closes, [(SecurityId(1), "170.85".parse()?)]);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(market: &'market Market) -> MarketView<'market> {
        let count =
            market.securities.last().map_or(0, |version| version.security_id.0 as usize + 1);
        let described = market
            .securities
            .iter()
            .map(|row| (row.security_id, (row.first_session, row.known_at)));
        MarketView {
            market,
            sessions: market.prices.sessions(),
            versions: ranges(count, market.securities.iter().map(|row| row.security_id)).into(),
            described: ByLine::of(count, described).into(),
            counts: Count::by_line(count, &market.shares).into(),
            splits: Split::by_line(count, &market.actions).into(),
            free_floats: ranges(count, market.free_floats.iter().map(|row| row.security_id)).into(),
            links: ranges(count, market.filer_links.iter().map(|row| row.security_id)).into(),
            rates: RatePositions::of(&market.fx).into(),
            accounts: AccountPositions::of(&market.fundamentals).into(),
            doubtful: Arc::default(),
            lacked: None,
        }
    }

    /// A view of a market without share counts, accounts and some closes: see [`MarketView::lacked`].
    pub(crate) fn partly(market: &'market Market) -> MarketView<'market> {
        MarketView { lacked: Some(Arc::default()), ..MarketView::new(market) }
    }

    /// Whether the view was asked for what its market has not: what came of the answers is worth nothing.
    pub fn lacked(&self) -> bool {
        self.lacked.as_ref().is_some_and(|lacked| lacked.load(Ordering::Relaxed))
    }

    /// Something is asked for that is not there.
    fn lack(&self) {
        if let Some(lacked) = &self.lacked {
            lacked.store(true, Ordering::Relaxed);
        }
    }

    /// The market itself.
    pub fn market(&self) -> &'market Market {
        self.lack();
        self.market
    }

    /// The lines of funds' lists.
    pub fn fund_lines(&self) -> &'market [FundLine] {
        &self.market.fund_lines
    }

    /// What committees decided.
    pub fn committee_decisions(&self) -> &'market [CommitteeDecision] {
        &self.market.committee_decisions
    }
}
